"""Stretches of a section's words that can be stepped through: marked words and search hits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from oc_training.kiosk.widgets.clause_rows import Row
from oc_training.policy.model import Clause


class MarkSpec(Protocol):
    """A stretch of a clause's words that leads somewhere: a defined word or a cross reference."""

    @property
    def start(self) -> int:
        """Offset of the first letter in the clause's text."""

    @property
    def end(self) -> int:
        """Offset after the last letter."""

    @property
    def kind(self) -> str:
        """What sort of mark it is, such as ``definition`` or ``cross reference``."""

    @property
    def target(self) -> str:
        """The citation it leads to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one clause's words, by offsets; where it leads, if it leads anywhere."""

    clause: Clause
    start: int
    end: int
    kind: str = ""
    target: str = ""

    def is_on(self, row: Row) -> bool:
        """Whether any of it is drawn on *row*."""
        return row.clause is self.clause and self.start < row.bounds[1] and self.end > row.bounds[0]


class Places:
    """Places in printed order, and which of them is the current one."""

    def __init__(self, places: Sequence[Place] = ()) -> None:
        self.all = tuple(places)
        self.at: int | None = None
        """The number of the current place, from 0; None before the first step."""

    @classmethod
    def of_marks(cls, clauses: Sequence[Clause], marks: Mapping[str, Sequence[MarkSpec]]) -> Places:
        """The marks of some clauses, given by citation."""
        return cls(
            [
                Place(clause, mark.start, mark.end, str(mark.kind), mark.target)
                for clause in clauses
                for mark in sorted(marks.get(clause.citation, ()), key=lambda found: found.start)
            ]
        )

    @classmethod
    def of_spans(cls, clauses: Sequence[Clause], spans: Mapping[str, Sequence[tuple[int, int]]]) -> Places:
        """Search hits in some clauses: offsets (start, end), given by citation."""
        return cls(
            [Place(clause, start, end) for clause in clauses for start, end in sorted(spans.get(clause.citation, ()))]
        )

    @property
    def current(self) -> Place | None:
        """The current place."""
        return None if self.at is None else self.all[self.at]

    @property
    def words(self) -> str:
        """``2 of 7``."""
        return f"{(self.at or 0) + 1} of {len(self.all)}"

    def step(self, by: int, is_ahead: Callable[[Place], bool]) -> Place | None:
        """Go *by* places on, round the end; the first step begins at what *is_ahead* of the reader."""
        if not self.all:
            return None
        if self.at is None:
            first = next((number for number, place in enumerate(self.all) if is_ahead(place)), 0)
            self.at = first if by > 0 else first - 1
        else:
            self.at += by
        self.at %= len(self.all)
        return self.current

    def go_to(self, place: Place) -> None:
        """Make *place* the current one."""
        self.at = self.all.index(place)

    def on(self, row: Row) -> list[Place]:
        """Those of which any is drawn on *row*."""
        return [place for place in self.all if place.is_on(row)]
