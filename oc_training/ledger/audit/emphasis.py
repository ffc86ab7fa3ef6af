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
    found, waiting = set[int](), _Waiting()
    for mark in _marks(block):
        opening = waiting.take_partner(mark) if mark.closes else None
        if opening is None:
            waiting.add(mark)
        elif mark.sign == "_":
            found |= {opening.place, mark.place}
    return found


class _Waiting:
    """The marks that may still begin emphasis.

    Which of them a mark pairs with depends on its sign, whether it could open too, and its run's length modulo three.
    Where one has found none, the next that is alike needs not look at the same marks again (``openers_bottom`` in
    CommonMark's appendix): so the whole takes time in proportion to the text.
    """

    def __init__(self) -> None:
        self._marks: list[_Mark] = []
        self._run = -1
        self._before = 0
        """How many of the marks stand before the present run."""
        self._looked_at: dict[tuple[str, bool, int], int] = {}
        """How many of the first marks are no partners for a mark that is alike."""

    def add(self, mark: _Mark) -> None:
        """Let *mark* wait, if it can open."""
        self._begin(mark)
        if mark.opens:
            self._marks.append(mark)

    def take_partner(self, closing: _Mark) -> _Mark | None:
        """The newest mark with which *closing* pairs; it and what came after it wait no more."""
        self._begin(closing)
        alike = (closing.sign, closing.opens, closing.length % _UNEVEN)
        for number in range(self._before - 1, self._looked_at.get(alike, 0) - 1, -1):
            opening = self._marks[number]
            if _pair(opening, closing):
                del self._marks[number:]
                self._before = number
                self._looked_at = {each: min(done, number) for each, done in self._looked_at.items()}
                return opening
        self._looked_at[alike] = self._before
        return None

    def _begin(self, mark: _Mark) -> None:
        if mark.run != self._run:
            self._run, self._before = mark.run, len(self._marks)


def _pair(opening: _Mark, closing: _Mark) -> bool:
    if opening.sign != closing.sign:
        return False
    lengths = (opening.length, closing.length)
    uneven = sum(lengths) % _UNEVEN == 0 and any(length % _UNEVEN for length in lengths)
    return not (uneven and (opening.closes or closing.opens))


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
