"""How a citation is written: its shape alone.

A bank is read without the directive it belongs to, so nothing here asks whether a clause exists;
that is for whoever has both at hand.
"""

from __future__ import annotations

import re

LONGEST = 60
"""No citation is longer than this, in characters."""

_PATH = re.compile(
    r"(?P<above>[IVXLC]+(?:\.[A-Z]{1,2}(?:\.[1-9][0-9]{0,2}(?:\.[a-z]{1,2})?)?)?|REFERENCE|SIGNATURE)"
    r"(?P<item>(?<=[a-z])\.[1-9][0-9]{0,2}\)?)?"
    r"(?P<place>¶[1-9][0-9]{0,2})?"
)


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
