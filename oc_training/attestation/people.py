"""Putting people on the roster and keeping what is known about them right."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from oc_training.attestation.badge_holders import also_had, find_in, find_on, holder_in
from oc_training.attestation.book import Book
from oc_training.attestation.corrections import require_correctable, require_not_too_far_ahead
from oc_training.attestation.duty_events import DutyCorrected
from oc_training.attestation.events import COMMAND, Event
from oc_training.attestation.reasons import required_reason
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.roster_events import DutyChanged, NewPerson, PeopleAdded, PersonChanged
from oc_training.attestation.session import require_administrator
from oc_training.clock import Clock
from oc_training.errors import Refused
from oc_training.roster.model import Details, DutyStatus, Person
from oc_training.roster.pins import Secret
from oc_training.roster.roster_csv import read_roster
from oc_training.text import one_line


class People:
    """The roster as the training coordinator keeps it. ``by`` is a person id or the word for a command.

    ``by`` is a person id, and then ``pin`` is that person's PIN, asked for again for this act (AUT-11); or it is
    :data:`COMMAND` for whoever administers the machine. What is checked here is checked against the very records
    after which the entry is written, so that two terminals cannot both give a badge number away.
    """

    def __init__(self, book: Book, clock: Clock, prove: Callable[[str, Secret | None], None]) -> None:
        """*prove* is given a person and their PIN, and raises WrongPin where it does not match or is missing."""
        self._book = book
        self._clock = clock
        self._prove = prove

    def add(self, details: Details, by: str, pin: Secret | None = None) -> Person:
        """Put one person on the roster.

        Raises:
            Refused: when *by* may not, or the badge number is taken.
            WrongPin: when the PIN does not match or is missing.
        """
        return self._add([details], by, pin, None)[0]

    def import_file(self, data: bytes, name: str, by: str, pin: Secret | None = None) -> tuple[Person, ...]:
        """Put everybody in a roster file on the roster: all of them, or nobody.

        Raises:
            RosterProblems: naming every wrong line.
            Refused: when *by* may not.
            WrongPin: when the PIN does not match or is missing.
        """
        require_administrator(self._book.records(), by)
        taken = {person.badge: person.name for person in self._book.records().people() if _holds_badge(person)}
        rows = read_roster(data, name, taken, self._clock.now().date())
        return self._add(rows, by, pin, one_line(name))

    def change(self, person_id: str, details: Details, reason: str, by: str, pin: Secret | None = None) -> Person:
        """Correct or change a person's details.

        Raises:
            Refused: when *by* may not, no reason is given, the badge number is taken, or nobody would be left to
                administer the kiosk.
            WrongPin: when the PIN does not match or is missing.
        """

        def changed(records: Records) -> PersonChanged:
            require_administrator(records, by)
            person = records.person(person_id)
            _badge_is_free(records, details.badge, person_id)
            _someone_administers(records, person, details, person.duty, self._today())
            return PersonChanged(
                person=person_id,
                name=details.name,
                badge=details.badge,
                rank=details.rank,
                unit=details.unit,
                role=details.role,
                started=details.started,
                by=by,
                reason=required_reason(reason),
            )

        self._record(changed, by, pin)
        return self._book.records().person(person_id)

    def set_duty(  # noqa: PLR0913, PLR0917  # who, what, since when, why, by whom, with which PIN
        self, person_id: str, duty: DutyStatus, since: date, by: str, reason: str = "", pin: Secret | None = None
    ) -> Recorded:
        """Record that somebody went on leave, came back or left the department.

        It is the newer word: what was recorded for its day or a later one counts no more, so a leave that lies ahead
        is called off by a return.

        Raises:
            Refused: when *by* may not, no reason is given, the day cannot be, or nobody would be left to administer
                the kiosk.
            WrongPin: when the PIN does not match or is missing.
        """

        def changed(records: Records) -> DutyChanged:
            require_administrator(records, by)
            person = records.person(person_id)
            self._day_can_be(records, person, duty, since)
            _someone_administers(records, person, person.details, duty, self._today())
            if duty is not DutyStatus.SEPARATED:
                _badge_is_free(records, person.badge, person_id)
            why = required_reason(reason)
            return DutyChanged(person=person_id, duty=duty, since=since, reason=why, by=by)

        return self._record(changed, by, pin)

    def correct_duty(  # noqa: PLR0913, PLR0917  # who, which entry, which day, by whom, why, with which PIN
        self, person_id: str, entry: int, since: date | None, by: str, reason: str, pin: Secret | None = None
    ) -> Recorded:
        """Record that a leave, return, separation or move was entered for a wrong day; None: a leave never was.

        Raises:
            Refused: when *by* may not, no reason is given, the entry is no such change or counts no more, or the day
                cannot be.
            WrongPin: when the PIN does not match or is missing.
        """

        def corrected(records: Records) -> DutyCorrected:
            require_administrator(records, by)
            person = records.person(person_id)
            why = required_reason(reason)
            require_correctable(records, person, entry, since, self._today())
            return DutyCorrected(person=person_id, corrects=entry, since=since, by=by, reason=why)

        return self._record(corrected, by, pin)

    def _day_can_be(self, records: Records, person: Person, duty: DutyStatus, since: date) -> None:
        today, changes = self._today(), records.duty_changes(person.id)
        require_not_too_far_ahead(duty, since, today)
        begun = [change for change in changes if change.since <= today]
        there = records.person_on(person.id, max(since, person.details.started))
        if since < person.details.started and not begun:
            raise Refused(f"{person.name} is on duty since {person.details.started}; the day must not be before.")
        earlier = [change for change in begun if change.since > since]
        if earlier and not (earlier == begun[-1:] and earlier[0].duty is duty):
            now = begun[-1]
            raise Refused(
                f"{person.name} is {now.duty} since {now.since}; the day must not be before. "
                f"A wrong day is put right by correcting entry {now.entry}."
            )
        if there.duty is duty and not any(change.since > since for change in changes):
            raise Refused(f"{person.name} is {duty} already.")

    def _today(self) -> date:
        return self._clock.now().date()

    def with_badge(self, badge: str, as_of: date | None = None) -> Person:
        """Whoever holds a badge number now, or held it at the end of a past day; else whoever held it last.

        Raises:
            NotFound: when nobody ever did.
        """
        return holder_in(self._book.records() if as_of is None else self._book.records_as_of(as_of), badge)

    def find(self, named: str, as_of: date | None = None) -> Person:
        """Somebody by badge number or, where another holds the badge now, by person id.

        Raises:
            NotFound: when nobody ever had either, or nobody by then.
        """
        present = self._book.records()
        if as_of is None:
            return find_in(present, named)
        return find_on(present, self._book.records_as_of(as_of), named, as_of)

    def also_had(self, named: str, person: Person) -> tuple[str, ...]:
        """A sentence for everybody else who ever had that badge number, and how to ask about them."""
        return also_had(self._book.records(), named, person)

    def _add(self, rows: Sequence[Details], by: str, pin: Secret | None, source: str | None) -> tuple[Person, ...]:
        people = tuple(new_person(details) for details in rows)

        def added(records: Records) -> PeopleAdded:
            require_administrator(records, by)
            for details in rows:
                _badge_is_free(records, details.badge, None)
            return PeopleAdded(people=people, by=by, source=source)

        self._record(added, by, pin)
        after = self._book.records()
        return tuple(after.person(new.person) for new in people)

    def _record(self, decide: Callable[[Records], Event], by: str, pin: Secret | None) -> Recorded:
        """Refuse what cannot be before any PIN is tried; then ask for it; then write what still can be."""
        decide(self._book.records())
        if by != COMMAND:
            self._prove(by, pin)
        return self._book.decide(decide)


def _badge_is_free(records: Records, badge: str, except_for: str | None) -> None:
    holder = records.holder_of(badge)
    if holder is not None and holder.id != except_for:
        raise Refused(f"Badge number {badge} is held by {holder.name}.")


def _someone_administers(records: Records, person: Person, details: Details, duty: DutyStatus, today: date) -> None:
    if any(_administers(other.details, other.duty) for other in records.people_on(today) if other.id != person.id):
        return
    if not _administers(details, duty):
        raise Refused("The kiosk needs at least one training coordinator.")


def new_person(details: Details) -> NewPerson:
    """Details with a fresh, immutable person id (SIG-10)."""
    return NewPerson(
        person=f"P-{uuid.uuid4().hex[:12]}",
        name=details.name,
        badge=details.badge,
        rank=details.rank,
        unit=details.unit,
        role=details.role,
        started=details.started,
    )


def _holds_badge(person: Person) -> bool:
    return person.duty is not DutyStatus.SEPARATED


def _administers(details: Details, duty: DutyStatus) -> bool:
    return details.role.value == "coordinator" and duty is not DutyStatus.SEPARATED
