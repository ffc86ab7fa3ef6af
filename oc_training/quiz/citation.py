"""How a citation is written, and where a text names one: its shape alone.

A bank is read without the directive it belongs to, so nothing here asks whether a clause exists;
that is for whoever has both at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

LONGEST = 60
"""No citation is longer than this, in characters."""

_PATH = re.compile(
    r"(?P<above>[IVXLC]+(?:\.[A-Z]{1,2}(?:\.[1-9][0-9]{0,2}(?:\.[a-z]{1,2})?)?)?|REFERENCE|SIGNATURE)"
    r"(?P<item>(?<=[a-z])\.[1-9][0-9]{0,2}\)?)?"
    r"(?P<place>¶[1-9][0-9]{0,2})?"
)

_MENTION = re.compile(
    r"(?<![\w.¶])(?P<section>[Ss]ections? )?"
    r"(?P<path>[IVXLC]+(?:\.[A-Z]{1,2}(?:\.[1-9][0-9]{0,2}(?:\.[a-z]{1,2}(?:\.[1-9][0-9]{0,2}\)?)?)?)?)?"
    r"(?:¶[1-9][0-9]{0,2})?)(?!\w|\.\w)"
)
_QUOTATION = re.compile(r'"[^"]*"|\u201c[^\u201c\u201d]*\u201d')


def canonical(written: str) -> str | None:
    """Return *written* as citations are kept, or None where it has not the shape of one.

    ``III.B.2.f.3`` becomes ``III.B.2.f.3)``; a full stop at the end is dropped (``III.A.2.``). Letters are
    never changed: ``III.a`` and ``III.A`` would be different clauses.
    """
    if len(written) > LONGEST:
        return None
    matched = _PATH.fullmatch(written.strip().removesuffix("."))
    if matched is None:
        return None
    item = f"{matched['item'].removesuffix(')')})" if matched["item"] else ""
    return f"{matched['above']}{item}{matched['place'] or ''}"


def mentions(text: str) -> frozenset[str]:
    """The clauses that *text* names by a whole citation, in the canonical form.

    What stands in quotation marks does not count: those are somebody's words, which nobody renumbers.
    """
    return frozenset(citation for part, quoted in _parts(text) if not quoted for _, citation in _mentions(part))


def renumbered(text: str, now: Mapping[str, str]) -> str:
    """*text* with every clause it names called by what *now* says, all at once; quotations stay as they are."""
    return "".join(part if quoted else _renumbered(part, now) for part, quoted in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """*text* in pieces, each with whether it is a quotation."""
    at = 0
    for quotation in _QUOTATION.finditer(text):
        yield text[at : quotation.start()], False
        yield quotation[0], True
        at = quotation.end()
    yield text[at:], False


def _mentions(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for matched in _MENTION.finditer(text):
        path = matched["path"]
        citation = canonical(path)
        # "I" alone is a word and "IV" may be anything, unless the writer says that it is a section.
        if citation is not None and (matched["section"] or "." in path or "¶" in path):
            yield matched, citation


def _renumbered(text: str, now: Mapping[str, str]) -> str:
    written, at = [], 0
    for matched, citation in _mentions(text):
        path = matched["path"]
        new = now.get(citation, citation)
        if new != citation:
            bare = citation.endswith(")") and not path.endswith(")")
            written += [text[at : matched.start("path")], new.removesuffix(")") if bare else new]
            at = matched.end()
    return "".join([*written, text[at:]])
