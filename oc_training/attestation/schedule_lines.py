"""The steps by which a standing was worked out, and where each comes from.

They are kept as values and put into words only when somebody asks: a board of ten thousand people works
out every standing and shows the steps of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, overload


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the arithmetic and where it comes from."""

    source: str
    """``entry 12``, ``schedule: new_hire_days`` or ``roster``."""
    text: str


Step: TypeAlias = tuple[int | str, str, tuple[object, ...]]
"""A line nobody has asked for yet: an entry's number or a source in words, the words, the values that go into them."""


class Say(Protocol):
    """Takes one step down: an entry's number or a source in words, the words, the values that go into them."""

    def __call__(self, source: int | str, words: str, *values: object) -> None:
        """Take the step down."""


def _line(step: Step) -> Line:
    source, words, values = step
    return Line(f"entry {source}" if isinstance(source, int) else source, words.format(*values))


class Lines(Sequence[Line]):
    """The steps of the arithmetic, put into words only when they are asked for.

    A board of ten thousand people works out every standing and shows the words of one.
    """

    __slots__ = ("_lines", "_steps")

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._lines: tuple[Line, ...] | None = None

    def _written(self) -> tuple[Line, ...]:
        if self._lines is None:
            self._lines = tuple(map(_line, self._steps))
        return self._lines

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Line, ...]: ...

    def __getitem__(self, index: int | slice) -> Line | tuple[Line, ...]:
        return self._written()[index]

    def __len__(self) -> int:
        return len(self._steps)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._written())

    def __repr__(self) -> str:
        return repr(self._written())
