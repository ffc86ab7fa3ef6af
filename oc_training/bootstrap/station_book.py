"""What is kept of a station and can be opened: its book of records, the working file, the clock that dates them."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from oc_training.attestation.book import Book
from oc_training.attestation.clock_guard import PROGRAM_YEAR, ClockGuard, DrawerMark
from oc_training.attestation.content import Content
from oc_training.bootstrap.station_clock import StationClock
from oc_training.bootstrap.station_files import StationFiles
from oc_training.clock import Clock, since_boot, synchronised
from oc_training.errors import LedgerUnusable
from oc_training.ledger.daily import DailyCheckpoint, WatchedLedger
from oc_training.ledger.drawer import TinyDBDrawer
from oc_training.ledger.new_key import settled_key
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from oc_training.places import Places
from oc_training.roster.hashing import Hasher

if TYPE_CHECKING:
    from oc_training.ledger.health import Health
    from oc_training.ledger.keeping import Keeping

LONG_BOOK = 8_000_000
"""Bytes: a longer book takes more than a moment to open (some 4,000 entries)."""


class StationBook(StationFiles):
    """The book and the working file of one station, each opened when it is first asked for."""

    def __init__(
        self,
        places: Places,
        clock: Clock | None = None,
        hasher: Hasher | None = None,
        *,
        oldest_year: int | None = None,
    ) -> None:
        """*clock* and *hasher* stand in for the machine's own.

        *oldest_year* is the year before which no time is believed; the program's own for the machine's clock, and
        none for a clock that is handed in, which may stand in the past on purpose.
        """
        super().__init__(places)
        self._oldest_year = oldest_year if oldest_year is not None else PROGRAM_YEAR if clock is None else 1
        self.content = Content(places.content)
        self._clock = clock
        self._hasher = hasher
        self._opening = threading.Lock()
        self._opened: Book | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "book" in self.__dict__:
            self.book.close()
        if "_drawer" in self.__dict__:
            self._drawer.close()

    @cached_property
    def clock(self) -> Clock:
        """The station's clock."""
        return self._clock or StationClock(self.content)

    @cached_property
    def book(self) -> Book:
        """The book of records.

        Raises:
            LedgerError: when there is none, or it cannot be opened.
        """
        with self._opening:  # opened once, also when two threads ask first at the same time
            if self._opened is None:
                if self.is_new:
                    self.refuse_half_a_station()
                    raise LedgerUnusable(
                        f"There are no records in {self.places.data} yet. "
                        "A new kiosk is set up with run_kiosk.sh --set-up."
                    )
                self._opened = Book(WatchedLedger(self._ledger, self.checkpoints), self.clock_guard)
            return self._opened

    @cached_property
    def clock_guard(self) -> ClockGuard:
        """What looks at the clock before anything is dated."""
        steady = since_boot if self._clock is None else self._clock.monotonic
        return ClockGuard(self.clock, steady, synchronised, DrawerMark(lambda: self._drawer), self._oldest_year)

    @property
    def opens_slowly(self) -> bool:
        """Whether the book is long and not open yet: then a page can be drawn while :meth:`open` runs in a thread."""
        return self._opened is None and not self.is_new and self.places.book.stat().st_size > LONG_BOOK

    @cached_property
    def _ledger(self) -> TinyDBLedger:
        return TinyDBLedger.open(
            self.places.book, settled_key(self.places.book, self.places.station_key, self.clock), self.clock
        )

    @cached_property
    def keeping(self) -> Keeping:
        """Checkpoints, proofs, backups and keys of the book."""
        from oc_training.ledger.keeping import Keeping  # noqa: PLC0415 - only who keeps the book pays for it

        places = self.places
        return Keeping(places.book, places.station_key, places.checkpoints, self.clock, self._checkpoints_elsewhere)

    @cached_property
    def health(self) -> Health:
        """What a check-up asks about book, key and disk; nothing of it is written to."""
        from oc_training.ledger.health import Health  # noqa: PLC0415 - only a check-up pays for it

        return Health(self.places.book, self.places.station_key, self.places.data)

    @cached_property
    def checkpoints(self) -> DailyCheckpoint:
        """The checkpoint that is made by itself each day, once this was started."""
        return DailyCheckpoint(lambda: self.keeping.daily())  # noqa: PLW0108 - built when it is first made, not before

    def _checkpoints_elsewhere(self) -> Path | None:
        """The folder in which the department wants its checkpoints kept, if it named one."""
        named = self.content.agency.checkpoints
        return Path(named) if named else None

    @property
    def set_aside(self) -> tuple[str, ...]:
        """What is wrong with the book, a sentence each: a torn end, a checkpoint that differs."""
        return (*(str(torn) for torn in self._ledger.set_aside), *self.checkpoints.alarms)

    @cached_property
    def _drawer(self) -> TinyDBDrawer:
        return TinyDBDrawer(self.places.drawer)
