"""A directive as plain text: its bare words, and as it looks when printed.

Labels are always the printed ones, hanging beside the text and indented by level. Each clause has its citation in
the left margin, because that is how it is quoted in a question, a receipt or a letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from oc_training.policy.labels import INDENT
from oc_training.policy.model import Clause, ClauseKind, Revision

NARROWEST = 40
"""Columns below which a text is not squeezed any further."""

_NARROWEST_TEXT = 12
_CITED = "> "
_NOT_CITED = "  "
_GAP = "  "


def plain(revision: Revision) -> str:
    """Every word of the directive with its printed labels, one clause a line, in order."""
    return "\n".join(f"{clause.label} {clause.text}".lstrip() for clause in revision.clauses)


def as_printed(revision: Revision, citation: str | None = None, width: int = 80) -> str:
    """The directive as it is printed, citations in the margin, in lines of at most *width* columns.

    With a *citation*, its passage alone: the headings above it, the sentence it completes, the clause itself
    (marked with ``>``) and what hangs below it.

    Raises:
        NotFound: when the directive has no such clause.
    """
    columns = max(width, NARROWEST)
    if citation is None:
        return "\n".join([*_title(revision, columns), "", *_body(revision.clauses, None, columns)])
    passage = revision.passage(citation)
    return "\n".join(_body((*passage.breadcrumb, *passage.clauses), passage.cited, columns))


def columns_of(text: str) -> int:
    """How many columns of a terminal *text* takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _title(revision: Revision, width: int) -> Iterator[str]:
    yield from wrapped(revision.front_matter.get("agency", ""), width)
    yield from wrapped(f"Directive {revision.directive} {revision.title}", width)
    dates = f"Effective {revision.effective}, reviewed {revision.reviewed}, signed off {revision.signed_off}"
    yield from wrapped(dates, width)


def _body(clauses: Iterable[Clause], cited: Clause | None, width: int) -> Iterator[str]:
    """The clauses with a blank line before each but the first."""
    shown = tuple(clauses)
    margin = max((columns_of(clause.citation) for clause in shown), default=0)
    for at, clause in enumerate(shown):
        if at:
            yield ""
        mark = "" if cited is None else _CITED if clause is cited else _NOT_CITED
        yield from _clause(clause, mark, margin, width)


def _clause(clause: Clause, mark: str, margin: int, width: int) -> Iterator[str]:
    beside = margin + len(mark) + len(_GAP)
    outer = INDENT * max(clause.depth - 1, 0) if clause.kind is ClauseKind.LABELLED else INDENT * clause.depth
    hanging = columns_of(clause.label) + 1 if clause.label else 0
    text_width = max(width - beside - outer - hanging, _NARROWEST_TEXT)
    first = f"{mark}{clause.citation}{' ' * (margin - columns_of(clause.citation))}{_GAP}{' ' * outer}"
    first += f"{clause.label} " if clause.label else ""
    for at, line in enumerate(wrapped(clause.text, text_width)):
        yield (first if at == 0 else " " * (beside + outer + hanging)) + line


def wrapped(text: str, width: int) -> Iterator[str]:
    """*text* in lines of at most *width* columns, broken between words, inside one only where it is too long."""
    line = ""
    for whole in text.split():
        for word in _pieces(whole, width):
            if line and columns_of(line) + 1 + columns_of(word) > width:
                yield line
                line = word
            else:
                line = f"{line} {word}" if line else word
    if line:
        yield line


def _pieces(word: str, width: int) -> Iterator[str]:
    """*word*, cut where it is wider than a whole line."""
    piece, taken = "", 0
    for char in word:
        columns = _columns(char)
        if piece and taken + columns > width:
            yield piece
            piece, taken = "", 0
        piece += char
        taken += columns
    yield piece
