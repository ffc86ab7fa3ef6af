"""Whether the machine's clock can be believed: a rule over what is known, and the memory it needs (AUD-9).

Everything here that matters in law carries a date, and the date comes from a machine whose battery may be flat or
whose clock somebody may have set. Nobody at the kiosk can prove the time, but three things are known without it: the
latest time that was believed before, how much time has passed since then within this run, and the year in which the
program was made. A time that contradicts one of them is in doubt, and what is dated waits until a supervisor has
looked at a watch.

The rule, :func:`doubt_about`, is pure. :class:`ClockGuard` remembers what one run has seen.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from oc_training.clock import Clock, moment, stamp
from oc_training.errors import LedgerError
from oc_training.ledger.port import Drawer

PROGRAM_YEAR: Final = 2026
"""The year in which this program was made: no entry of its own can be older."""

BACK: Final = timedelta(seconds=2)
"""How far a clock may go back without a word: corrections by a time service are smaller."""

LEAP: Final = timedelta(hours=24)
"""How far a clock may run ahead of the time that has passed since the program was started."""

LONGEST_OFF: Final = timedelta(days=60)
"""How far ahead of the latest time known a clock may be when the program is started.

A kiosk may be switched off for weeks, over a holiday or a rebuilding, and nobody shall be asked then. Whoever sets a
clock wrong by hand is mostly wrong by a year or by the month; a kiosk that was off for longer than two months costs a
supervisor one look at a watch.
"""

KEEP_EVERY: Final = timedelta(minutes=10)
"""How often the latest time known is kept beside the book, so that a quiet week leaves its mark too."""


class ClockState(StrEnum):
    """What an entry says about the clock that dated it."""

    SYNCED = "synced"
    """The system says that a time service has set it."""
    UNSYNCED = "unsynced"
    """The system says that none has."""
    UNKNOWN = "unknown"
    """The system does not say."""
    CONFIRMED = "confirmed"
    """A supervisor has confirmed the time since the program was started."""
    SUSPECT = "suspect"
    """It contradicted what was known."""


class Doubt(StrEnum):
    """Why a clock is not believed."""

    BACK = "back"
    """It is before a time that was believed."""
    LEAP = "leap"
    """It ran ahead of the time that has passed within this run."""
    LONG = "long"
    """It is further ahead of the latest time known than a kiosk is switched off."""
    YEAR = "year"
    """It is before the year in which the program was made; so is a clock whose battery is flat (1970)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A look at both clocks at once."""

    wall: datetime
    """What the machine says the time is, with its offset."""
    steady: float
    """Seconds that only ever go forward, also while the machine sleeps."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What the book knows about the time."""

    mark: str = ""
    """Stamp of the latest entry whose clock was believed, since the time was last confirmed; empty without one."""
    confirmed: int = 0
    """Number of the entry with which the time was last confirmed; 0 where it never was."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the guard makes of the clock now."""

    state: ClockState
    doubt: Doubt | None
    now: datetime
    mark: datetime | None
    """The latest time known."""


def doubt_about(now: Reading, mark: datetime | None, first: Reading | None, oldest_year: int) -> Doubt | None:
    """Why *now* cannot be believed; None where nothing speaks against it.

    *mark* is the latest time known, *first* the first reading of this run that was believed; None without one.
    Days of 23 or 25 hours do not matter, because all of it is reckoned in UTC.
    """
    if now.wall.year < oldest_year:
        return Doubt.YEAR
    # Two moments of one zone are compared by what a wall clock shows, so an hour of every autumn would go back.
    wall = now.wall.astimezone(UTC)
    if mark is not None and wall < mark.astimezone(UTC) - BACK:
        return Doubt.BACK
    if first is not None:
        passed = timedelta(seconds=now.steady - first.steady)
        return Doubt.LEAP if wall - first.wall.astimezone(UTC) > passed + LEAP else None
    if mark is not None and wall > mark.astimezone(UTC) + LONGEST_OFF:
        return Doubt.LONG
    return None


class MarkKeeper(Protocol):
    """Where the latest time known is kept beside the book."""

    def read(self, confirmed: int) -> str:
        """The stamp kept since the confirmation with that entry number; empty without one."""

    def keep(self, stamped: str, confirmed: int) -> None:
        """Keep a stamp."""


class DrawerMark:
    """The latest time known, in the working file. It is not needed: where it cannot be had, the book's own counts."""

    TABLE = "clock"
    KEY = "mark"

    def __init__(self, drawer: Callable[[], Drawer]) -> None:
        self._drawer = drawer

    def read(self, confirmed: int) -> str:
        """The stamp, if it is one and belongs to the present confirmation."""
        with contextlib.suppress(LedgerError):
            kept = self._drawer().get(self.TABLE, self.KEY) or {}
            stamped = kept.get("at")
            if kept.get("confirmed") == confirmed and isinstance(stamped, str) and _is_stamp(stamped):
                return stamped
        return ""

    def keep(self, stamped: str, confirmed: int) -> None:
        """Keep a stamp; where that fails the book's own entries still are a mark."""
        with contextlib.suppress(LedgerError):
            self._drawer().put(self.TABLE, self.KEY, {"at": stamped, "confirmed": confirmed})


class ClockGuard:
    """Looks at the clock before anything is dated, and remembers what this run has seen."""

    def __init__(
        self,
        clock: Clock,
        steady: Callable[[], float],
        synchronised: Callable[[], bool | None],
        kept: MarkKeeper,
        oldest_year: int = PROGRAM_YEAR,
    ) -> None:
        self._clock = clock
        self._steady = steady
        self._synchronised = synchronised
        self._kept = kept
        self._oldest_year = oldest_year
        self._lock = threading.Lock()
        self._first: Reading | None = None
        self._at_start: int | None = None
        self._confirmed = 0
        self._mark = ""
        self._mark_kept = ""

    def look(self, trail: Trail) -> Look:
        """What is to be thought of the clock now; *trail* is what the book knows."""
        with self._lock:
            return self._look(trail)

    def _look(self, trail: Trail) -> Look:
        if self._at_start is None or trail.confirmed != self._confirmed:
            self._begin(trail.confirmed)
        now = Reading(self._clock.now(), self._steady())
        latest = max(trail.mark, self._mark)
        mark = moment(latest) if latest else None
        doubt = doubt_about(now, mark, self._first, self._oldest_year)
        if doubt is None:
            self._believe(now, latest)
        return Look(self._state(doubt), doubt, now.wall, mark)

    def _begin(self, confirmed: int) -> None:
        """A run, or what follows a confirmation: what was seen before it says nothing about the time now."""
        if self._at_start is None:
            self._at_start = confirmed
        self._confirmed = confirmed
        self._first = None
        self._mark = self._mark_kept = self._kept.read(confirmed)

    def _believe(self, now: Reading, latest: str) -> None:
        self._first = self._first or now
        self._mark = max(latest, stamp(now.wall))
        if not self._mark_kept or moment(self._mark) - moment(self._mark_kept) >= KEEP_EVERY:
            self._mark_kept = self._mark
            self._kept.keep(self._mark, self._confirmed)

    def _state(self, doubt: Doubt | None) -> ClockState:
        if doubt is not None:
            return ClockState.SUSPECT
        synchronised = self._synchronised()
        if synchronised:
            return ClockState.SYNCED
        if self._confirmed != self._at_start:
            return ClockState.CONFIRMED
        return ClockState.UNKNOWN if synchronised is None else ClockState.UNSYNCED


def _is_stamp(text: str) -> bool:
    try:
        return stamp(moment(text)) == text
    except (ValueError, OverflowError):
        return False
