"""The book of records with typed events: the one way in which the house writes and reads entries."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import date
from itertools import chain, takewhile

from oc_training.attestation.events import Event, kind_of, to_json
from oc_training.attestation.records import Recorded, Records, read_entry
from oc_training.clock import local_date
from oc_training.collector import at_rest
from oc_training.errors import NotFound, OutcomeUnknown
from oc_training.ledger.port import OWN_KINDS, Entry, Head, Ledger


def new_entry_id() -> str:
    """A fresh entry id, made before the first try to write, so that a second try is recognised."""
    return uuid.uuid4().hex


class Book:
    """Typed events in, entries on the disk; and the fold over all of them, kept up to date."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._records = Records(self._entry)
        self._unsure: tuple[Event, str] | None = None
        self._lock = threading.RLock()

    def write(self, event: Event, entry_id: str | None = None) -> Recorded:
        """Write one event and return it with its entry once it is on the disk.

        With an *entry_id* that the book holds already, what was written then is returned.

        Raises:
            NotRecorded: nothing was written.
            OutcomeUnknown: it may or may not be on the disk; the same call with the same *entry_id* finds out.
        """
        entry_id = entry_id or self._id_for(event)
        try:
            entry = self._ledger.append(kind_of(event), to_json(event), entry_id)
        except OutcomeUnknown:
            self._unsure = event, entry_id
            raise
        self._unsure = None
        return read_entry(entry)

    def _id_for(self, event: Event) -> str:
        """A fresh id; but that of the last try, if its outcome was unknown and this is the same once more."""
        if self._unsure is not None and self._unsure[0] == event:
            return self._unsure[1]
        return new_entry_id()

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
