"""Which letters of a section have been on the screen.

Kept by letter, not by line: after a change of width the lines are others, the letters are the same.
It says what was displayed, and nothing about what was read.
"""

from __future__ import annotations

from collections.abc import Sequence

from oc_training.policy.model import Clause


class Painted:
    """The letters of some clauses, and which of them were drawn at least once."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        # Blanks count as drawn from the start: at the end of a line none is.
        self._letters = {
            clause.citation: bytearray(1 if letter.isspace() else 0 for letter in clause.text) for clause in clauses
        }
        self._last = clauses[-1].citation if clauses else None
        self._all = sum(len(letters) for letters in self._letters.values())
        self._drawn: int | None = None

    def add(self, citation: str, bounds: tuple[int, int]) -> None:
        """Note that the letters between *bounds* of a clause were drawn."""
        start, end = bounds
        letters = self._letters[citation]
        if letters.count(0, start, end):
            letters[start:end] = b"\x01" * (end - start)
            self._drawn = None

    @property
    def fraction(self) -> float:
        """Share of all letters that were drawn, 0.0 to 1.0; exactly 1.0 only when every one was."""
        if self._drawn is None:
            self._drawn = sum(letters.count(1) for letters in self._letters.values())
        return self._drawn / self._all if self._all else 1.0

    @property
    def reached_end(self) -> bool:
        """Whether the last letter was drawn."""
        if self._last is None:
            return True
        letters = self._letters[self._last]
        return not letters or letters[-1] == 1
