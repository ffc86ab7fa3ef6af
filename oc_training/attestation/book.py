"""The book of records with typed events: the one way in which the house writes and reads entries."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import date
from itertools import chain, takewhile

from oc_training.attestation.clock_guard import ClockGuard, ClockState
from oc_training.attestation.events import Event, kind_of, to_json, waits_for_the_clock
from oc_training.attestation.recorded import Recorded, read_entry
from oc_training.attestation.records import Records
from oc_training.attestation.station_events import ClockConfirmed
from oc_training.clock import local_date
from oc_training.collector import at_rest
from oc_training.errors import ClockSuspect, MovedOn, NotFound, NotRecorded, OutcomeUnknown
from oc_training.ledger.port import OWN_KINDS, Entry, Head, Ledger

MOST_LOOKS = 25
"""How often what is to be written is decided anew because somebody else wrote meanwhile, before it is given up."""

TOO_BUSY = "Others are recording too much just now. Nothing was recorded; please try again in a moment."


def new_entry_id() -> str:
    """A fresh entry id, made before the first try to write, so that a second try is recognised."""
    return uuid.uuid4().hex


class Book:
    """Typed events in, entries on the disk; and the fold over all of them, kept up to date."""

    def __init__(self, ledger: Ledger, guard: ClockGuard | None = None) -> None:
        """*guard* looks at the clock before anything is dated; without one nothing is known about it."""
        self._ledger = ledger
        self._guard = guard
        self._records = Records(self._entry)
        self._unsure: list[tuple[Event, str]] = []
        """Acts whose outcome is unknown, each with the id under which it was tried."""
        self._lock = threading.RLock()

    def write(self, event: Event, entry_id: str | None = None, *, expected_head: Head | None = None) -> Recorded:
        """Write one event and return it with its entry once it is on the disk.

        With an *entry_id* that the book holds already, what was written then is returned. With *expected_head*
        nothing is written once the book has gone on from there.

        Raises:
            ClockSuspect: the clock is in doubt, and the event is one whose date matters; nothing was written.
            MovedOn: the head is another one than was expected; nothing was written.
            NotRecorded: nothing was written.
            OutcomeUnknown: it may or may not be on the disk; the same call with the same *entry_id* finds out.
        """
        entry_id = entry_id or self._id_for(event)
        body = to_json(event) | {"clock": self._clock_of(event, entry_id).value}
        try:
            entry = self._ledger.append(kind_of(event), body, entry_id, expected_head=expected_head)
        except OutcomeUnknown:
            self._unsure = [*self._without(entry_id), (event, entry_id)]
            raise
        self._unsure = self._without(entry_id)
        return read_entry(entry)

    def decide(self, decide: Callable[[Records], Event], entry_id: str | None = None) -> Recorded:
        """Write what *decide* makes of the records, which it may also refuse; what it found still holds then.

        Where somebody else, at this terminal or another, wrote between the look and the writing, *decide* looks
        again at the records as they are now. So a badge number that is free for two is given to one.

        Raises:
            NotRecorded: nothing was written.
            OutcomeUnknown: as for :meth:`write`.
            OcTrainingError: whatever *decide* raises; nothing was written.
        """
        for _ in range(MOST_LOOKS):
            records = self.records()
            head = records.head  # before the look: what is taken in during it counts as somebody else's
            event = decide(records)
            try:
                return self.write(event, entry_id, expected_head=head)
            except MovedOn:
                continue
        raise NotRecorded(TOO_BUSY)

    def _without(self, entry_id: str) -> list[tuple[Event, str]]:
        return [unsure for unsure in self._unsure if unsure[1] != entry_id]

    def _clock_of(self, event: Event, entry_id: str) -> ClockState:
        """What the entry will say about the clock.

        Raises:
            ClockSuspect: unless it was written before, and only the outcome is to be found out.
        """
        if self._guard is None:
            return ClockState.UNKNOWN
        state = self._guard.look(self.records().clock).state
        if isinstance(event, ClockConfirmed):
            return ClockState.CONFIRMED
        written_before = any(tried == entry_id for _, tried in self._unsure)
        if state is ClockState.SUSPECT and waits_for_the_clock(event) and not written_before:
            raise ClockSuspect(ClockSuspect.SENTENCE)
        return state

    def _id_for(self, event: Event) -> str:
        """A fresh id; but that of the earlier try, if its outcome was unknown and this is the same once more."""
        return next((tried for unsure, tried in self._unsure if unsure == event), None) or new_entry_id()

    def records(self) -> Records:
        """The state of the book now, entries of other processes included."""
        with self._lock:
            head = self._ledger.head()
            if head != self._records.head:
                with at_rest(lambda: self._records.head.seq):
                    self._fold()
            return self._records

    def _fold(self) -> None:
        """Take in what is new; begin anew where the book no longer goes on from what was taken in.

        That can only be where the disk failed, and what was seen before has been given up since.
        """
        folded = self._records.head
        new = self._ledger.read_from(folded.seq + 1)
        first = next(new, None)
        if first is None or (folded.seq and first.previous != folded.hash):
            self._records = Records(self._entry)
            first, new = None, self._ledger.read_from(1)
        for entry in new if first is None else chain((first,), new):
            self._records.apply(entry)

    def _entry(self, number: int) -> Entry:
        return next(self._ledger.read_from(number))

    def records_as_of(self, day: date) -> Records:
        """The state of the book at the end of a past day at the station.

        Entries count in the order of the book, which nobody can alter, and not by their times alone, which follow the
        machine's clock: the first entry that carries a later day ends it. So an answer about a past day stays what
        it is whatever is written afterwards, also where a clock was wrong: an entry counts as recorded on the latest
        day that it or any entry before it carries.
        """
        return self._folded_while(lambda entry: local_date(entry.at, entry.offset) <= day)

    def records_before(self, number: int) -> Records:
        """The state of the book just before the entry with that number."""
        return self._folded_while(lambda entry: entry.seq < number)

    def _folded_while(self, counts: Callable[[Entry], bool]) -> Records:
        records = Records(self._entry)
        with at_rest(lambda: records.head.seq):
            for entry in takewhile(counts, self._ledger.read_from(1)):
                records.apply(entry)
        if not records.rules.schedules:
            records.rules.first_afterwards = next(iter(self.records().rules.schedules), None)
        return records

    def entry(self, number: int) -> Recorded:
        """The entry with that number.

        Raises:
            NotFound: when the book has no such entry, or it is one that the book wrote about itself.
            LedgerDamaged: when it is of a kind this program does not know.
        """
        for entry in self._ledger.read_from(max(number, 1)):
            if entry.seq == number and entry.kind not in OWN_KINDS:
                return read_entry(entry)
            break
        raise NotFound(f"The book of records has no entry {number} to show.")

    def head(self) -> Head:
        """The newest entry's number and hash."""
        return self._ledger.head()

    def close(self) -> None:
        """Let go of the files."""
        self._ledger.close()
