"""The supervisor's board: who is current, due or overdue, and why; and what a supervisor may do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from oc_training.attestation.book import Book
from oc_training.attestation.content import Content
from oc_training.attestation.door import Door
from oc_training.attestation.duties import Walks, under_way
from oc_training.attestation.events import COMMAND
from oc_training.attestation.issuing import Issuing
from oc_training.attestation.paper import Papers
from oc_training.attestation.reasons import required_reason
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.session import (
    Session,
    oversees,
    require_coordinator,
    require_oversight,
    require_own_pin,
    require_supervisor,
)
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.standings import BoardRow, Standings, rows_of
from oc_training.attestation.station_events import Exported
from oc_training.attestation.training_events import AttemptReleased
from oc_training.attestation.voiding import voided
from oc_training.clock import Clock
from oc_training.errors import Refused
from oc_training.policy.model import Revision
from oc_training.roster.model import Person
from oc_training.roster.pins import Secret

WHAT = "standing"
"""What the exported list is called in the book."""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature of somebody that counts, and could be voided."""

    number: int
    """Of its entry."""
    directive: str
    revision: str
    signed: date
    on_paper: bool


class Board:
    """What supervisors see of their unit and the coordinator of everybody, and what they do about it."""

    def __init__(  # noqa: PLR0913, PLR0917  # the board looks at everything there is
        self, book: Book, content: Content, shelf: Shelf, walks: Walks, door: Door, issuing: Issuing, clock: Clock
    ) -> None:
        self._book = book
        self._content = content
        self._shelf = shelf
        self._walks = walks
        self._door = door
        self._clock = clock
        self._papers = Papers(content, shelf)
        self.issuing = issuing
        """Where revisions are put in force."""

    def rows(self, session: Session) -> tuple[BoardRow, ...]:
        """Everybody the signed-in person oversees, with every directive in force, worst first.

        Raises:
            Refused: when the signed-in person is no supervisor.
        """
        records = self._book.records()
        viewer = require_supervisor(records, require_own_pin(session))
        seen = [person for person in records.people() if oversees(viewer, person)]
        return self._rows(records, seen, self._clock.now().date())

    def rows_of(self, session: Session, person_id: str) -> tuple[BoardRow, ...]:
        """One person with every directive in force, worst first.

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        records = self._book.records()
        person = require_oversight(records, require_own_pin(session), person_id)
        return self._rows(records, [person], self._clock.now().date())

    def person(self, session: Session, person_id: str) -> Person:
        """One person as the roster stands.

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        records = self._book.records()
        overseen = require_oversight(records, require_own_pin(session), person_id)
        return records.person_on(overseen.id, self._clock.now().date())

    def is_locked(self, session: Session, person_id: str) -> bool:
        """Whether five wrong PINs locked this person's sign-in.

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        return self._door.is_locked(require_oversight(self._book.records(), require_own_pin(session), person_id).id)

    def status(self, as_of: date | None = None, directive: str | None = None) -> tuple[BoardRow, ...]:
        """Everybody, as of today or of a past day by the entries up to that day; for commands.

        Raises:
            NotFound: when no revision of *directive* was ever issued here.
        """
        return Standings(self._book, self._content, self._clock).status(
            as_of, directive, under_way(self._walks, self._shelf)
        )

    def _rows(self, records: Records, people: Iterable[Person], day: date) -> tuple[BoardRow, ...]:
        return rows_of(records, people, self._content, day, under_way(self._walks, self._shelf))

    def history(self, session: Session, person_id: str) -> tuple[Recorded, ...]:
        """Every entry about a person, newest first.

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        records = self._book.records()
        require_oversight(records, require_own_pin(session), person_id)
        return tuple(reversed(records.of_person(person_id)))

    def signatures(self, session: Session, person_id: str) -> tuple[SignatureLine, ...]:
        """Somebody's signatures that count, newest first.

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        records = self._book.records()
        require_oversight(records, require_own_pin(session), person_id)
        found = [
            SignatureLine(signature.entry, directive, signature.revision, signature.signed, signature.on_paper)
            for directive in records.directives()
            for signature in records.history(person_id, directive).signatures
        ]
        return tuple(sorted(found, key=lambda line: -line.number))

    def flagged(self, session: Session, person_id: str) -> frozenset[int]:
        """Numbers of the entries that are signatures made less than 24 hours after a PIN reset (SIG-9).

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        records = self._book.records()
        return frozenset(
            recorded.entry.seq
            for recorded in self.history(session, person_id)
            if records.is_soon_after_a_reset(recorded.entry.seq)
        )

    def name_of(self, person_id: str | None) -> str:
        """Who did something, for a history: a name, or in words where there is none."""
        return self._book.records().name_of(person_id)

    def needs_release(self, session: Session, person_id: str, directive: str) -> bool:
        """Whether three attempts did not pass, so that the next needs a supervisor's release.

        Raises:
            Refused: when the signed-in person does not oversee them.
        """
        records = self._book.records()
        return records.needs_release(require_oversight(records, require_own_pin(session), person_id).id, directive)

    def release_attempt(self, session: Session, person_id: str, directive: str, pin: Secret, reason: str) -> None:
        """Allow a further attempt after three that did not pass.

        Raises:
            Refused: when the signed-in person does not oversee them or gives no reason, or no release is needed.
            WrongPin: when the PIN does not match.
        """

        def released(records: Records) -> AttemptReleased:
            require_oversight(records, require_own_pin(session), person_id)
            if person_id == session.person_id:
                raise Refused("Somebody else has to allow your next attempt.")
            if not records.needs_release(person_id, directive):
                raise Refused("No release is needed: fewer than three attempts did not pass.")
            why = required_reason(reason)
            return AttemptReleased(person=person_id, directive=directive, by=session.person_id, reason=why)

        self._door.act(session, pin, released, [reason])

    def release_sign_in(self, session: Session, person_id: str, pin: Secret, reason: str) -> None:
        """Let somebody try to sign in again after five wrong PINs.

        Raises:
            Refused: when the signed-in person does not oversee them or gives no reason, or they are not locked.
            WrongPin: when the PIN does not match.
        """
        self._door.release(session, person_id, pin, reason)

    def issue_code(self, session: Session, person_id: str, pin: Secret) -> Secret:
        """Issue a one-time code to somebody the signed-in person oversees; it is shown once.

        Raises:
            Refused: when they do not oversee them.
            WrongPin: when the PIN does not match.
        """
        return self._door.issue_code(person_id, require_own_pin(session), pin)

    def record_paper(self, session: Session, row: BoardRow, pin: Secret, signed_on: date, original: str) -> Recorded:
        """Attest that somebody signed on paper, and where the original lies; it may have been signed long ago.

        Raises:
            Refused: when the signed-in person does not oversee them, the date cannot be, nothing was to be signed
                that day, or the row is out of date.
            WrongPin: when the PIN does not match.
        """
        by, today = require_own_pin(session), self._clock.now().date()
        return self._door.act(
            session,
            pin,
            lambda records: self._papers.recorded(
                records, by, row, signed_on=signed_on, original=original, today=today
            ),
            [original],
        )

    def void(self, session: Session, number: int, pin: Secret, reason: str) -> Recorded:
        """Declare that the signature in entry *number* does not count, as when the wrong person signed (REF-7).

        Raises:
            NotFound: when that entry is no signature.
            Refused: when the signed-in person does not oversee the signer, is the signer or gives no reason, or when
                it was voided before.
            WrongPin: when the PIN does not match.
        """
        signature = self._book.entry(number)
        by = require_own_pin(session)
        return self._door.act(session, pin, lambda records: voided(records, signature, by, reason), [reason])

    def void_by_command(self, number: int, reason: str) -> Recorded:
        """The same by whoever administers the machine.

        Raises:
            NotFound: when that entry is no signature.
            Refused: when no reason is given, or it was voided before.
        """
        signature = self._book.entry(number)
        return self._book.decide(lambda records: voided(records, signature, COMMAND, reason))

    def waiting_directives(self, session: Session) -> tuple[Revision, ...]:
        """Revisions among the files that were not issued yet; for the coordinator only.

        Raises:
            Refused: when the signed-in person is not the coordinator.
        """
        require_coordinator(self._book.records(), require_own_pin(session))
        return self._shelf.not_issued_yet()

    def export(
        self,
        session: Session,
        rows: Sequence[BoardRow],
        pin: Secret,
        write: Callable[[Callable[[str], object]], object],
    ) -> None:
        """Let a list leave the kiosk: *write* is given what records it, and calls that with the file's SHA-256.

        Raises:
            Refused: when the signed-in person does not oversee everybody in it; nothing was written.
            WrongPin: when the PIN does not match; nothing was written.
            LedgerError: when it could not be recorded; *write* leaves no file then.
        """
        records = self._book.records()
        require_supervisor(records, require_own_pin(session))
        for person_id in {row.person.id for row in rows}:
            require_oversight(records, require_own_pin(session), person_id)
        self._door.confirm(session, pin)
        write(partial(self.note_export, session.person_id, WHAT, len(rows)))

    def note_export(self, by: str, what: str, rows: int, sha256: str) -> None:
        """Record that a list left the kiosk (REC-15); *by* is a person id or :data:`COMMAND`.

        Raises:
            Refused: when that person has no board of others to look at.
        """
        if by != COMMAND:
            require_supervisor(self._book.records(), by)
        self._book.write(Exported(by=by, what=what, rows=rows, sha256=sha256))
