"""An entry of the book with the event that it holds."""

from __future__ import annotations

from datetime import date

import msgspec

from oc_training.attestation import (
    directive_events,
    duty_events,
    events,
    roster_events,
    sign_in_events,
    signature_events,
    station_events,
)
from oc_training.clock import local_date
from oc_training.errors import LedgerDamaged
from oc_training.ledger.port import Entry


class Recorded(msgspec.Struct, frozen=True):
    """An event with the entry that holds it."""

    entry: Entry
    event: events.Event
    """What happened, as it was handed over to be written."""
    clock: str | None = None
    """What was thought of the clock that dated the entry; None in entries of older programs."""

    @property
    def day(self) -> date:
        """The station's calendar day on which it was written."""
        return local_date(self.entry.at, self.entry.offset)


def read_entry(entry: Entry) -> Recorded:
    """An entry of the book with its event.

    Raises:
        LedgerDamaged: when the entry is of a kind or shape this program does not know.
    """
    try:
        return recorded_as(entry, events.from_json(entry.kind, entry.stored_body))
    except msgspec.DecodeError as error:
        raise unknown_kind(entry) from error


def recorded_as(entry: Entry, event: events.Event) -> Recorded:
    """The clock's state taken out of the event, which is then equal to what was handed over."""
    clock = event.clock
    return Recorded(entry, msgspec.structs.replace(event, clock=None) if clock else event, clock)


def unknown_kind(entry: Entry) -> LedgerDamaged:
    """What is raised for an entry of a kind or shape that this program does not know."""
    return LedgerDamaged(
        f"Entry {entry.seq} of the book of records is of a kind this program does not know ({entry.kind})."
    )


def people_in(event: events.Outline) -> tuple[str, ...]:
    """The person an event is about: what their history shows. Whoever wrote it is named inside it."""
    match event:
        case events.AttemptOutline():
            return (event.person,)
        case (
            events.AcknowledgedOutline()
            | signature_events.Acknowledged()
            | signature_events.Declined()
            | signature_events.PaperRequested()
            | signature_events.PaperRecorded()
        ):
            return (event.who.person,)
        case (
            directive_events.RevisionIssued()
            | directive_events.RevisionWithdrawn()
            | station_events.Exported()
            | sign_in_events.SignInPaused()
            | station_events.ClockConfirmed()
            | duty_events.ScheduleSet()
        ):
            return ()
        case duty_events.Reminded():
            return event.people
        case roster_events.PeopleAdded():
            return tuple(new.person for new in event.people)
        case _:
            return (event.person,)
