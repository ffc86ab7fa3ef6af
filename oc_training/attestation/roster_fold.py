"""Who is on the roster by the entries so far: people, badge numbers, duty status, units and ranks.

A part of the fold over entries (:mod:`oc_training.attestation.records`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from oc_training.attestation import (
    duty_events,
    events,
    roster_events,
)
from oc_training.attestation.circumstances import Circumstance, Circumstances
from oc_training.attestation.happened import (
    DutyChange,
    Placement,
    ReplacedChange,
)
from oc_training.clock import local_date
from oc_training.errors import LedgerDamaged, NotFound
from oc_training.ledger.port import Entry
from oc_training.roster.model import DutyStatus, Person


class RosterFold:
    """Grows entry by entry, as the records do."""

    def __init__(self) -> None:
        self._circumstances = Circumstances()
        self._people: dict[str, Person] = {}
        self._badges: dict[str, str] = {}
        self._former: dict[str, list[str]] = {}
        """By badge number, who has another by now, in the order in which they gave it up."""
        self._added: dict[str, tuple[int, date]] = {}
        """By person, the entry that put them on the roster, and its day."""

    def _take_roster(self, entry: Entry, event: events.Outline) -> None:
        match event:
            case roster_events.PeopleAdded(people=people):
                day = local_date(entry.at, entry.offset)  # once: a whole roster may stand in one entry
                for new in people:
                    self._take_person(entry.seq, day, new)
            case roster_events.PersonChanged():
                self._take_person(entry.seq, local_date(entry.at, entry.offset), event)
            case roster_events.DutyChanged():
                self._take_duty(entry, event)
            case duty_events.DutyCorrected():
                self._take_correction(entry, event)
            case (
                duty_events.Moved()
                | duty_events.Exempted()
                | duty_events.ExemptionEnded()
                | duty_events.Assigned()
                | duty_events.AssignmentEnded()
            ):
                self._take_circumstance(entry, event)
            case _:
                pass

    def _take_person(self, seq: int, day: date, event: roster_events.NewPerson | roster_events.PersonChanged) -> None:
        details = event.details
        before = self._people.get(event.person)
        if before is None:
            self._people[event.person] = Person(event.person, details, DutyStatus.ON_DUTY, event.started)
            self._added[event.person] = seq, day
        else:
            self._circumstances.take_placement(before, event.unit, event.rank, day, seq, day)
            if before.badge != details.badge:
                former = self._former.setdefault(before.badge.casefold(), [])
                former.append(event.person)
            if self._badges.get(before.badge.casefold()) == event.person:
                del self._badges[before.badge.casefold()]
            never_away = not self._circumstances.duty_changes(event.person)
            since = event.started if never_away else before.duty_since
            self._people[event.person] = replace(before, details=details, duty_since=since)
        if self._people[event.person].duty is not DutyStatus.SEPARATED:
            self._badges[details.badge.casefold()] = event.person

    def _take_duty(self, entry: Entry, event: roster_events.DutyChanged) -> None:
        person = self._known(entry, event.person)
        self._people[event.person] = replace(person, duty=event.duty, duty_since=event.since, duty_reason=event.reason)
        day = local_date(entry.at, entry.offset)
        change = DutyChange(event.since, event.duty, event.reason, entry.seq, day, max(event.since, day))
        self._circumstances.take_duty(change, event.person)
        badge = person.badge.casefold()
        if event.duty is DutyStatus.SEPARATED and self._badges.get(badge) == event.person:
            del self._badges[badge]
        elif event.duty is not DutyStatus.SEPARATED:
            self._badges.setdefault(badge, event.person)

    def _take_correction(self, entry: Entry, event: duty_events.DutyCorrected) -> None:
        person = self._known(entry, event.person)
        self._circumstances.take_correction(event, entry.seq, local_date(entry.at, entry.offset))
        self._people[event.person] = self._with_duty(person, date.max)

    def _with_duty(self, person: Person, day: date) -> Person:
        """The person with the duty status they have on a day, by the latest word on it."""
        begun = [change for change in self._circumstances.duty_changes(person.id) if change.since <= day]
        if not begun and person.duty is DutyStatus.ON_DUTY and person.duty_since == person.details.started:
            return person  # most are: a board of thousands makes none anew
        if not begun:
            return replace(person, duty=DutyStatus.ON_DUTY, duty_since=person.details.started, duty_reason="")
        last = begun[-1]
        return replace(person, duty=last.duty, duty_since=last.since, duty_reason=last.reason)

    def _known(self, entry: Entry, person_id: str) -> Person:
        person = self._people.get(person_id)
        if person is None:
            raise LedgerDamaged(f"Entry {entry.seq} of the book of records is about nobody on the roster.")
        return person

    def _take_circumstance(self, entry: Entry, event: Circumstance) -> None:
        person = self._known(entry, event.person)
        by = self.name_of(event.by)
        self._circumstances.take(event, person, by, entry.seq, local_date(entry.at, entry.offset))
        if isinstance(event, duty_events.Moved):
            details = replace(person.details, unit=event.unit, rank=event.rank)
            self._people[event.person] = replace(person, details=details)

    def people(self) -> tuple[Person, ...]:
        """Everybody who was ever on the roster, in the order they were added, by the latest word on their duty.

        That word may be about a day ahead: :meth:`people_on` tells who is on duty on a day.
        """
        return tuple(self._people.values())

    def person(self, person_id: str) -> Person:
        """The person with that id.

        Raises:
            NotFound: when nobody has it.
        """
        if person_id not in self._people:
            raise NotFound("There is no such person on the roster.")
        return self._people[person_id]

    def added(self, person_id: str) -> tuple[int, date]:
        """The entry that put somebody on the roster, and its day.

        Raises:
            NotFound: when nobody has that id.
        """
        return self._added[self.person(person_id).id]

    def person_on(self, person_id: str, day: date) -> Person:
        """The person with the duty status they have on *day*, where another may be recorded for a day ahead.

        Raises:
            NotFound: when nobody has that id.
        """
        return self._with_duty(self.person(person_id), day)

    def people_on(self, day: date) -> tuple[Person, ...]:
        """Everybody who was ever on the roster, each with the duty status they have on *day*."""
        return tuple(self._with_duty(person, day) for person in self._people.values())

    def duty_on(self, person_id: str, day: date) -> DutyStatus:
        """Somebody's duty status on *day*.

        Raises:
            NotFound: when nobody has that id.
        """
        return self.person_on(person_id, day).duty

    def duty_changes(self, person_id: str) -> tuple[DutyChange, ...]:
        """Every change of somebody's duty status that still holds, in the order of its day; those ahead too."""
        return self._circumstances.duty_changes(person_id)

    def replaced_changes(self, person_id: str) -> tuple[ReplacedChange, ...]:
        """Every change of somebody's duty status that counts no more, and the entry that took its place."""
        return self._circumstances.replaced_changes(person_id)

    def superseded(self, person_id: str) -> Mapping[int, int]:
        """By entry that counts no more, the one that took its place: changes of duty status and moves."""
        return self._circumstances.superseded(person_id)

    def holder_of(self, badge: str) -> Person | None:
        """Who holds that badge number now; letters count the same in either case."""
        person_id = self._badges.get(badge.strip().casefold())
        return self._people[person_id] if person_id else None

    def former_holders_of(self, badge: str) -> tuple[Person, ...]:
        """Whoever had that badge number before and has another now; the last to give it up comes last."""
        return tuple(self._people[person] for person in self._former.get(badge.strip().casefold(), ()))

    def placements(self, person_id: str) -> tuple[Placement, ...]:
        """Units and ranks in order; empty for whoever never had another."""
        return self._circumstances.placements(person_id)

    def name_of(self, person_id: str | None) -> str:
        """Who did something: a name, or in words where there is none."""
        person = self._people.get(person_id or "")
        return person.name if person else "an administrator's command"
