"""The book of records with typed events: the one way in which the house writes and reads entries."""

from __future__ import annotations

import threading
import uuid
from datetime import date

from oc_training.attestation.events import Event, kind_of, to_json
from oc_training.attestation.records import Recorded, Records, read_entry
from oc_training.clock import local_date
from oc_training.errors import NotFound
from oc_training.ledger.port import OWN_KINDS, Head, Ledger


def new_entry_id() -> str:
    """A fresh entry id, made before the first try to write, so that a second try is recognised."""
    return uuid.uuid4().hex


class Book:
    """Typed events in, entries on the disk; and the fold over all of them, kept up to date."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._records = Records()
        self._lock = threading.RLock()

    def write(self, event: Event, entry_id: str | None = None) -> Recorded:
        """Write one event and return it with its entry once it is on the disk.

        With an *entry_id* that the book holds already, what was written then is returned.

        Raises:
            NotRecorded: nothing was written.
            OutcomeUnknown: it may or may not be on the disk.
        """
        entry = self._ledger.append(kind_of(event), to_json(event), entry_id or new_entry_id())
        return read_entry(entry)

    def records(self) -> Records:
        """The state of the book now, entries of other processes included."""
        with self._lock:
            for entry in self._ledger.read_from(self._records.seq + 1):
                self._records.apply(entry)
            return self._records

    def records_as_of(self, day: date) -> Records:
        """The state of the book at the end of a past day at the station."""
        records = Records()
        for entry in self._ledger.read_from(1):
            if local_date(entry.at, entry.offset) <= day:
                records.apply(entry)
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
