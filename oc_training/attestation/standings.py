"""Who is current, due or overdue, from the book and the department's files alone.

A report needs no key and no working file: whoever asks years later has the book. So the commands that only look
(``status``, ``explain``) stand on this, and go on where the PINs' key is missing or the file of unfinished training
is damaged; the supervisor's board builds on the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from oc_training.attestation.book import Book
from oc_training.attestation.content import Content
from oc_training.attestation.duties import Progress, standing_in
from oc_training.attestation.records import Records
from oc_training.attestation.standing import Kind, Standing
from oc_training.clock import Clock
from oc_training.errors import NotFound
from oc_training.roster.model import Person

WORST_FIRST = {Kind.OVERDUE: 0, Kind.DUE: 1, Kind.CURRENT: 2, Kind.EXCUSED: 3}

ProgressOf = Callable[[Person, str, Standing], Progress | None]
"""How far somebody has come with a directive's training; None where none is under way."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person and one directive on the board."""

    person: Person
    directive: str
    standing: Standing
    progress: Progress | None


def no_progress(_person: Person, _directive: str, _standing: Standing) -> None:
    """Where nobody looks at trainings under way."""


def rows_of(
    records: Records, people: Iterable[Person], content: Content, day: date, progress: ProgressOf = no_progress
) -> tuple[BoardRow, ...]:
    """The people with every directive in force on *day*, worst first; their duty status is that of the day."""
    directives = records.directives()
    rows = [
        BoardRow(person, directive, standing, progress(person, directive, standing))
        for person in (records.person_on(each.id, day) for each in people)
        for directive in directives
        if (standing := standing_in(records, person.id, directive, content, day)) is not None
    ]
    return tuple(sorted(rows, key=_worst_first))


def _worst_first(row: BoardRow) -> tuple[int, date, str, str]:
    due = row.standing.due or date.max
    return (WORST_FIRST[row.standing.kind], due, row.person.name.casefold(), row.directive)


class Standings:
    """Answers who stands where, for commands."""

    def __init__(self, book: Book, content: Content, clock: Clock) -> None:
        self._book = book
        self._content = content
        self._clock = clock

    def today(self) -> date:
        """The station's calendar day."""
        return self._clock.now().date()

    def status(
        self, as_of: date | None = None, directive: str | None = None, progress: ProgressOf = no_progress
    ) -> tuple[BoardRow, ...]:
        """Everybody, as of today or of a past day by the entries up to that day; *progress* counts for today alone.

        Raises:
            NotFound: when no revision of *directive* was ever issued here.
        """
        today = self.today()
        day = today if as_of is None else as_of
        present = self._book.records()
        if directive is not None and directive not in present.directives():
            raise NotFound(f"Directive {directive} was not issued here.")
        past = day < today
        records = self._book.records_as_of(day) if past else present
        rows = rows_of(records, records.people(), self._content, day, no_progress if past else progress)
        return tuple(row for row in rows if directive in {None, row.directive})
