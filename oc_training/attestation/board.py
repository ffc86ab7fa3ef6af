"""The supervisor's board: who is current, due or overdue, and why; and what a supervisor may do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from oc_training.attestation.as_they_were import text_record, who_record
from oc_training.attestation.book import Book
from oc_training.attestation.content import Content
from oc_training.attestation.door import Door
from oc_training.attestation.duties import Progress, Walks, progress_of, standing_in
from oc_training.attestation.events import AttemptReleased, Exported, PaperRecorded
from oc_training.attestation.records import Recorded, Records
from oc_training.attestation.schedule import Kind, Standing
from oc_training.attestation.session import (
    Session,
    may_supervise,
    oversees,
    require_coordinator,
    require_issuer,
    require_oversight,
)
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.walk import Walk
from oc_training.clock import Clock
from oc_training.errors import NotFound, Refused
from oc_training.policy.model import Revision
from oc_training.roster.model import DutyStatus, Person
from oc_training.roster.pins import Secret
from oc_training.text import one_line

WORST_FIRST = {Kind.OVERDUE: 0, Kind.DUE: 1, Kind.CURRENT: 2, Kind.EXCUSED: 3}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person and one directive on the board."""

    person: Person
    directive: str
    standing: Standing
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How a unit stands: how many people of each standing."""

    unit: str
    counts: Mapping[Kind, int]

    @property
    def total(self) -> int:
        """Everybody counted, the excused too."""
        return sum(self.counts.values())


class Board:
    """What supervisors see of their unit and the coordinator of everybody, and what they do about it."""

    def __init__(  # noqa: PLR0913, PLR0917  # the board looks at everything there is
        self, book: Book, content: Content, shelf: Shelf, walks: Walks, door: Door, clock: Clock
    ) -> None:
        self._book = book
        self._content = content
        self._shelf = shelf
        self._walks = walks
        self._door = door
        self._clock = clock

    def rows(self, session: Session) -> tuple[BoardRow, ...]:
        """Everybody the signed-in person oversees, with every directive in force, worst first.

        Raises:
            Refused: when the signed-in person is no supervisor.
        """
        records = self._book.records()
        viewer = records.person(session.person_id)
        if not may_supervise(viewer):
            raise Refused("The board is for supervisors and the training coordinator.")
        seen = [person for person in records.people() if oversees(viewer, person)]
        return self._rows(records, seen, self._clock.now().date())

    def rows_of(self, session: Session, person_id: str) -> tuple[BoardRow, ...]:
        """One person with every directive in force, worst first.

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        records = self._book.records()
        person = require_oversight(records, session.person_id, person_id)
        return self._rows(records, [person], self._clock.now().date())

    def person(self, session: Session, person_id: str) -> Person:
        """One person as the roster stands.

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        return require_oversight(self._book.records(), session.person_id, person_id)

    def is_locked(self, person_id: str) -> bool:
        """Whether five wrong PINs locked this person's sign-in."""
        return self._door.is_locked(person_id)

    def status(self, as_of: date | None = None, directive: str | None = None) -> tuple[BoardRow, ...]:
        """Everybody, as of today or of a past day by the entries up to that day; for commands.

        Raises:
            NotFound: when no revision of *directive* was ever issued here.
        """
        today = self._clock.now().date()
        day = today if as_of is None else as_of
        present = self._book.records()
        if directive is not None and directive not in present.directives():
            raise NotFound(f"Directive {directive} was not issued here.")
        records = self._book.records_as_of(day) if day < today else present
        rows = self._rows(records, records.people(), day)
        return tuple(row for row in rows if directive in {None, row.directive})

    def _rows(self, records: Records, people: Iterable[Person], day: date) -> tuple[BoardRow, ...]:
        walks = self._walks.all() if day >= self._clock.now().date() else {}
        directives = records.directives()
        rows = [
            BoardRow(person, directive, standing, self._progress(walks.get((person.id, directive)), standing))
            for person in people
            for directive in directives
            if (standing := standing_in(records, person.id, directive, self._content, day)) is not None
        ]
        return tuple(sorted(rows, key=_worst_first))

    def _progress(self, walk: Walk | None, standing: Standing) -> Progress | None:
        if walk is None or standing.cycle is None or walk.revision != standing.revision:
            return None
        return progress_of(walk, len(self._shelf.revision(walk.directive, walk.revision).sections))

    def history(self, session: Session, person_id: str) -> tuple[Recorded, ...]:
        """Every entry about a person, newest first.

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        records = self._book.records()
        require_oversight(records, session.person_id, person_id)
        return tuple(reversed(records.of_person(person_id)))

    def name_of(self, person_id: str | None) -> str:
        """Who did something, for a history: a name, or in words where there is none."""
        return self._book.records().name_of(person_id)

    def confirm(self, session: Session, pin: Secret) -> None:
        """Ask for the PIN before an act whose own service asks for none: an export, a change of duty status.

        Raises:
            WrongPin: when it does not match.
        """
        self._door.confirm(session, pin)

    def needs_release(self, person_id: str, directive: str) -> bool:
        """Whether three attempts did not pass, so that the next needs a supervisor's release."""
        return self._book.records().needs_release(person_id, directive)

    def release_attempt(self, session: Session, person_id: str, directive: str, pin: Secret, reason: str) -> None:
        """Allow a further attempt after three that did not pass.

        Raises:
            Refused: when the signed-in person does not oversee them, or no release is needed.
            WrongPin: when the PIN does not match.
        """
        require_oversight(self._book.records(), session.person_id, person_id)
        if person_id == session.person_id:
            raise Refused("Somebody else has to allow your next attempt.")
        if not self.needs_release(person_id, directive):
            raise Refused("No release is needed: fewer than three attempts did not pass.")
        self._door.confirm(session, pin)
        why = one_line(reason)
        self._book.write(AttemptReleased(person=person_id, directive=directive, by=session.person_id, reason=why))

    def release_sign_in(self, session: Session, person_id: str, pin: Secret, reason: str) -> None:
        """Let somebody try to sign in again after five wrong PINs.

        Raises:
            Refused: when the signed-in person does not oversee them, or they are not locked.
            WrongPin: when the PIN does not match.
        """
        require_oversight(self._book.records(), session.person_id, person_id)
        if not self._door.is_locked(person_id):
            raise Refused("Their sign-in is not locked.")
        self._door.confirm(session, pin)
        self._door.release(session, person_id, reason)

    def issue_code(self, session: Session, person_id: str, pin: Secret) -> Secret:
        """Issue a one-time code to somebody the signed-in person oversees; it is shown once.

        Raises:
            Refused: when they do not oversee them.
            WrongPin: when the PIN does not match.
        """
        require_issuer(self._book.records(), session.person_id, person_id)
        self._door.confirm(session, pin)
        return self._door.issue_code(person_id, session.person_id)

    def record_paper(self, session: Session, row: BoardRow, pin: Secret, signed_on: date, original: str) -> Recorded:
        """Attest that somebody signed on paper, and where the original lies.

        Raises:
            Refused: when the signed-in person does not oversee them, the date cannot be, nothing is to be signed,
                or the row is out of date.
            WrongPin: when the PIN does not match.
        """
        records, today = self._book.records(), self._clock.now().date()
        person = require_oversight(records, session.person_id, row.person.id)
        standing = standing_in(records, person.id, row.directive, self._content, today)
        cycle = standing.cycle if standing else None
        kept_at = one_line(original)
        if person.id == session.person_id:
            raise Refused("Somebody else has to record your signature on paper.")
        if standing is None or cycle is None:
            raise Refused("There is nothing to sign today.")
        if standing.revision != row.standing.revision:
            raise Refused(f"Directive {row.directive} was revised meanwhile; the paper is for the revision before.")
        if signed_on > today:
            raise Refused("The date on the paper lies ahead.")
        if signed_on < cycle.opened:
            raise Refused(f"The date on the paper is too early: this could be signed from {cycle.opened}.")
        if self._shelf.in_force(row.directive, signed_on).id != standing.revision:
            raise Refused("On that day another revision was in force; the paper is for that one.")
        if not kept_at:
            raise Refused("Say where the signed paper is kept.")
        self._door.confirm(session, pin)
        revision = self._shelf.revision(row.directive, standing.revision)
        return self._book.write(
            PaperRecorded(
                who=who_record(person),
                text=text_record(revision, self._shelf.issued_entry(revision.directive, revision.id)),
                cycle=cycle,
                signed_on=signed_on,
                original=kept_at,
                by=session.person_id,
            )
        )

    def waiting_directives(self, session: Session) -> tuple[Revision, ...]:
        """Revisions among the files that were not issued yet; for the coordinator only.

        Raises:
            Refused: when the signed-in person is not the coordinator.
        """
        require_coordinator(self._book.records(), session.person_id)
        return self._shelf.not_issued_yet()

    def issue(self, session: Session, revision: Revision, pin: Secret) -> None:
        """Put a revision in force.

        Raises:
            Refused: when the signed-in person is not the coordinator.
            WrongPin: when the PIN does not match.
        """
        require_coordinator(self._book.records(), session.person_id)
        if revision.effective > self._clock.now().date():
            raise Refused(f"This revision can be issued from its effective date on, {revision.effective}.")
        self._door.confirm(session, pin)
        self._shelf.issue(revision, session.person_id)

    def note_export(self, by: str, what: str, rows: int, sha256: str) -> None:
        """Record that a list left the kiosk (REC-15)."""
        self._book.write(Exported(by=by, what=what, rows=rows, sha256=sha256))


def unit_counts(rows: Sequence[BoardRow]) -> tuple[UnitCount, ...]:
    """How each unit stands, in alphabetical order; the separated are not counted."""
    by_unit: dict[str, Counter[Kind]] = {}
    for row in rows:
        if row.person.duty is not DutyStatus.SEPARATED:
            by_unit.setdefault(row.person.unit, Counter())[row.standing.kind] += 1
    return tuple(UnitCount(unit, counts) for unit, counts in sorted(by_unit.items()))


def _worst_first(row: BoardRow) -> tuple[int, date, str, str]:
    due = row.standing.due or date.max
    return (WORST_FIRST[row.standing.kind], due, row.person.name.casefold(), row.directive)
