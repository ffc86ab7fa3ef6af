"""The words of one block of a directive's notation, without the marks of emphasis and the backslashes of escapes.

Stars are the notation's marks of emphasis, and one without a partner was never accepted. Texts were also accepted
in which underscores are such marks, as CommonMark has them: there an underscore may as well be a part of the words
(``unit_four``, ``____``), so partners are found by its rules (https://spec.commonmark.org/0.31.2/, 6.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SIGN = r"[!-/:-@\[-`{-~]"
_ESCAPE_OR_STAR = re.compile(rf"\\({_SIGN})|\*+")
_ESCAPE_OR_RUN = re.compile(rf"\\(?:{_SIGN}|.)|\*+|_+", re.DOTALL)
_UNEVEN = 3
"""CommonMark's rule of three: what could open and close pairs only if the lengths do not add up to a multiple of it."""


@dataclass(slots=True)
class _Mark:
    """One sign of a run of equal signs that may begin or end emphasis."""

    place: int
    sign: str
    run: int
    """Where the run begins."""
    length: int
    opens: bool
    closes: bool


def without_emphasis(block: str) -> str:
    """The words of *block*, which has no blank line in it."""
    if "_" in block:
        paired = _paired(block)
        block = "".join(sign for place, sign in enumerate(block) if place not in paired)
    return _ESCAPE_OR_STAR.sub(lambda mark: mark[1] or "", block)


def _paired(block: str) -> set[int]:
    """Where the underscores stand that are marks of emphasis.

    Stars are paired beside them, for a pair takes what stands between its marks away from all others.
    """
    found = set[int]()
    waiting: list[_Mark] = []
    for mark in _marks(block):
        partner = _partner(mark, waiting) if mark.closes else None
        if partner is None:
            waiting.append(mark)
            continue
        found |= {waiting[partner].place, mark.place} if mark.sign == "_" else set()
        del waiting[partner:]
    return found


def _partner(closing: _Mark, waiting: list[_Mark]) -> int | None:
    for number in range(len(waiting) - 1, -1, -1):
        opening = waiting[number]
        if opening.sign == closing.sign and opening.run != closing.run and opening.opens:
            both = opening.closes or closing.opens
            lengths = (opening.length, closing.length)
            if not (both and sum(lengths) % _UNEVEN == 0 and any(length % _UNEVEN for length in lengths)):
                return number
    return None


def _marks(block: str) -> Iterator[_Mark]:
    for run in _ESCAPE_OR_RUN.finditer(block):
        if run[0][0] == "\\":
            continue
        before = block[run.start() - 1] if run.start() else " "
        after = block[run.end()] if run.end() < len(block) else " "
        left = not after.isspace() and (not _is_sign(after) or before.isspace() or _is_sign(before))
        right = not before.isspace() and (not _is_sign(before) or after.isspace() or _is_sign(after))
        star = run[0][0] == "*"
        opens, closes = (
            left and (star or not right or _is_sign(before)),
            right and (star or not left or _is_sign(after)),
        )
        for place in range(run.start(), run.end()):
            yield _Mark(place, run[0][0], run.start(), len(run[0]), opens, closes)


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"
