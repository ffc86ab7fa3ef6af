"""Which letters of a section have been on the screen.

Kept by letter, not by line: after a change of width the lines are others, the letters are the same.
It says what was displayed, and nothing about what was read. Going to the end at once passes over the letters
between, so the whole is every letter and never the last one alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from oc_training.policy.model import Clause


class Painted:
    """The letters of some clauses, and which of them were drawn at least once."""

    def __init__(self, clauses: Sequence[Clause], shown: Collection[str] = ()) -> None:
        """*shown* are citations of clauses that were drawn whole at an earlier time."""
        # Blanks count as drawn from the start: at the end of a line none is.
        self._letters = {
            clause.citation: bytearray(
                1 if clause.citation in shown or letter.isspace() else 0 for letter in clause.text
            )
            for clause in clauses
        }
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
    def whole(self) -> bool:
        """Whether every letter was drawn."""
        return self.fraction == 1.0

    @property
    def shown(self) -> tuple[str, ...]:
        """Citations of the clauses that were drawn whole, in printed order."""
        return tuple(citation for citation, letters in self._letters.items() if 0 not in letters)

    @property
    def first_left(self) -> tuple[str, int] | None:
        """Citation and offset of the first letter that was not drawn yet; None when every one was."""
        left = ((citation, letters.find(0)) for citation, letters in self._letters.items() if 0 in letters)
        return next(left, None)

    def is_drawn(self, citation: str, bounds: tuple[int, int]) -> bool:
        """Whether all letters between *bounds* of a clause were drawn."""
        return not self._letters[citation].count(0, *bounds)
