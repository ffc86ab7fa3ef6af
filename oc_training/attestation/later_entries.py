"""Which entries were made after a day and speak of it: a leave entered late, a correction, a paper that lay on a desk.

The answer about a past day stays what it was by what was known then. Whoever asks years later is told that more is
known since, and in which entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from oc_training.attestation.book import Book
from oc_training.attestation.duty_events import (
    Assigned,
    AssignmentEnded,
    DutyCorrected,
    Exempted,
    ExemptionEnded,
    Moved,
)
from oc_training.attestation.events import Event
from oc_training.attestation.roster_events import DutyChanged, PeopleAdded, PersonChanged
from oc_training.attestation.signature_events import Acknowledged, PaperRecorded, Voided


def later_entries(book: Book, person_id: str, directive: str, day: date, after: int) -> tuple[int, ...]:
    """Numbers of the entries behind entry *after* about a person that speak of *day*, or of one before it.

    What speaks of another directive than *directive* is left out.
    """
    return tuple(_later(book, person_id, directive, day, after))


def _later(book: Book, person_id: str, directive: str, day: date, after: int) -> Iterator[int]:
    started = date.max
    for recorded in book.records().of_person(person_id):
        match recorded.event:
            case PeopleAdded(people=people):
                started = next(new.started for new in people if new.person == person_id)
                spoken_of = None
            case PersonChanged():
                before, started = started, recorded.event.started
                spoken_of = min(before, started) if before != started else None
            case event:
                spoken_of = _day_of(book, event, directive)
        if recorded.entry.seq > after and spoken_of is not None and spoken_of <= day:
            yield recorded.entry.seq


def _day_of(book: Book, event: Event, directive: str) -> date | None:
    """The earliest day of which an entry speaks; None where it is its own, or about another directive."""
    match event:
        case DutyChanged(since=since) | Moved(since=since):
            return since
        case DutyCorrected(corrects=corrects, since=since):
            wrong = _day_in(book, corrects)
            return min(wrong, since) if since is not None else wrong
        case Exempted() | ExemptionEnded() | Assigned() | AssignmentEnded() if event.directive == directive:
            return event.since
        case PaperRecorded(signed_on=signed) if event.text.directive == directive:
            return signed
        case Voided(signature=number) if event.directive == directive:
            return _day_in(book, number)
        case _:
            return None


def _day_in(book: Book, number: int) -> date:
    """The day of which the entry with that number speaks, where another one names it."""
    recorded = book.entry(number)
    match recorded.event:
        case DutyChanged(since=day) | Moved(since=day) | DutyCorrected(since=date() as day):
            return day
        case PaperRecorded(signed_on=day) | Acknowledged(local_date=day):
            return day
        case _:
            return recorded.day
