"""A checkpoint a day, made by itself while the kiosk runs, and put where the department wants it.

It is made beside the person who signs, never before them, and whatever goes wrong with it is told to whoever
administers the kiosk: a share that is not there today must not keep anybody from signing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Protocol

from oc_training.clock import local_date
from oc_training.errors import OcTrainingError
from oc_training.ledger.port import Entry, Head, Json, Ledger


class DailyCheckpoint:
    """Makes a checkpoint at the start and whenever a day's first entry is written; tries again after an hour."""

    def __init__(self, make: Callable[[], tuple[str, ...]]) -> None:
        """*make* makes a checkpoint, keeps it, and returns a sentence for everything that does not fit."""
        self._make = make
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._tried: tuple[date, str] | None = None
        self._on = False
        self._alarms: tuple[str, ...] = ()

    @property
    def alarms(self) -> tuple[str, ...]:
        """What did not fit or could not be kept at the latest try; for whoever administers the kiosk."""
        return self._alarms

    def start(self) -> None:
        """Begin: make one now, and from now on one a day."""
        self._on = True
        self._begin(None)

    def wrote(self, entry: Entry) -> None:
        """Note that *entry* was written: the first of a day has a checkpoint made."""
        if not self._on:
            return
        if self._turn(entry) != self._tried and not self._lock.locked():
            self._begin(entry)

    def wait(self) -> None:
        """Wait until the checkpoint that is being made is done."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _turn(self, entry: Entry) -> tuple[date, str]:
        """Each day has one; as long as something does not fit, or could not be kept, each hour."""
        hour = entry.at[: len("2026-11-22T17")] if self._alarms else ""
        return local_date(entry.at, entry.offset), hour

    def _begin(self, entry: Entry | None) -> None:
        self._thread = threading.Thread(target=self._once, args=(entry,), name="checkpoint", daemon=True)
        self._thread.start()

    def _once(self, entry: Entry | None) -> None:
        with self._lock:
            try:
                self._alarms = self._make()
            except OcTrainingError as error:
                self._alarms = (f"Today's checkpoint of the book of records was not made. {error}",)
            except OSError as error:
                why = error.strerror or "the disk refused"
                self._alarms = (f"Today's checkpoint of the book of records was not made: {why}.",)
            except Exception as error:  # noqa: BLE001 - a thread's fault would be seen by nobody; so it is told as well
                self._alarms = (f"Today's checkpoint of the book of records was not made: {type(error).__name__}.",)
            if entry is not None:
                self._tried = self._turn(entry)


class Watched(Protocol):
    """What wants to know of each entry that was written."""

    def wrote(self, entry: Entry) -> None:
        """Note *entry*."""


class WatchedLedger:
    """A book that tells somebody of each entry written, after it is on the disk."""

    def __init__(self, ledger: Ledger, watcher: Watched) -> None:
        self._ledger = ledger
        self._watcher = watcher

    def append(self, kind: str, body: Mapping[str, Json], entry_id: str, *, expected_head: Head | None = None) -> Entry:
        """Write one entry; see :meth:`oc_training.ledger.port.Ledger.append`."""
        entry = self._ledger.append(kind, body, entry_id, expected_head=expected_head)
        self._watcher.wrote(entry)
        return entry

    def read_from(self, seq: int) -> Iterator[Entry]:
        """See :meth:`oc_training.ledger.port.Ledger.read_from`."""
        return self._ledger.read_from(seq)

    def head(self) -> Head:
        """See :meth:`oc_training.ledger.port.Ledger.head`."""
        return self._ledger.head()

    def close(self) -> None:
        """See :meth:`oc_training.ledger.port.Ledger.close`."""
        self._ledger.close()
