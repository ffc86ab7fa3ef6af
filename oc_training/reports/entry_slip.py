"""One entry of the book as plain text, for whoever declined, signed on paper, or had a signature voided.

A signature given at the kiosk has a receipt of its own (:mod:`oc_training.reports.receipt_text`); every other entry
has this: what it holds in a sentence, and what it is checked by.
"""

from __future__ import annotations

from collections.abc import Iterator

from oc_training.attestation.recorded import Recorded, people_in
from oc_training.attestation.records import Records
from oc_training.attestation.signature_events import Declined, PaperRecorded, PaperRequested
from oc_training.clock import moment
from oc_training.reports.history_words import counts_no_more, what_was_recorded
from oc_training.reports.receipt_text import WIDTH, clock_words, fact, long_moment, sealed_lines


def entry_text(recorded: Recorded, records: Records) -> str:
    """The entry, with whom it is about and whether it still counts by the *records*, which go on to the newest."""
    return "\n".join(_lines(recorded, records)) + "\n"


def _lines(recorded: Recorded, records: Records) -> Iterator[str]:
    entry = recorded.entry
    yield f"Entry {entry.seq} of the book of records: {entry.kind}"
    yield "=" * WIDTH
    people = people_in(recorded.event)
    if len(people) == 1:
        yield from fact("About", _about(recorded, records, people[0]))
    superseded = records.superseded(people[0]) if len(people) == 1 else {}
    voiding = records.voided(entry.seq)
    void = f" Voided: it does not count any more (entry {voiding.entry.seq})." if voiding else ""
    said = what_was_recorded(recorded, records.name_of)
    yield from fact("What was recorded", f"{said}{void}{counts_no_more(entry.seq, superseded)}")
    yield from fact("Recorded at", long_moment(moment(entry.at, entry.offset)))
    yield from fact("Clock", clock_words(recorded.clock))
    yield from fact("Station", entry.station)
    yield ""
    yield from sealed_lines(entry, records.head)


def _about(recorded: Recorded, records: Records, person_id: str) -> str:
    """Name and badge number as they were where the entry has them, else as the roster has them now."""
    match recorded.event:
        case Declined(who=who) | PaperRequested(who=who) | PaperRecorded(who=who):
            name, badge = who.name, who.badge
        case _:
            person = records.person(person_id)
            name, badge = person.name, person.badge
    return f"{name}, badge {badge}, person id {person_id}"
