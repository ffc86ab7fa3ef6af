"""The time, as something that is handed in.

The core never reads a clock: it is given a date or a moment. Only services hold one,
so that a test or the demonstration can decide what day it is.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Where a service gets the time from."""

    def now(self) -> datetime:
        """The present moment, in the station's own zone, with its offset."""

    def monotonic(self) -> float:
        """Seconds that only ever go forward, for measuring how long something took."""


class SystemClock:
    """The clock of the machine, in the station's zone (an IANA name such as ``America/Chicago``)."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        """The present moment with the station's offset."""
        return datetime.now(self._zone)

    def monotonic(self) -> float:
        """Seconds since some fixed moment, untouched by changes of the wall clock."""
        return time.monotonic()


def since_boot() -> float:
    """Seconds that only ever go forward, also while the machine sleeps, where the system has such a clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()


def synchronised(folder: Path = Path("/run/systemd/timesync")) -> bool | None:
    """Whether a time service has set the machine's clock since it was started; None where the system does not say.

    The mark of systemd's time service is looked at, because it is a file. Other services leave none, and the kernel's
    own answer (``adjtimex``) cannot be asked for without a foreign library.
    """
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError:
        return None
    return "synchronized" in names


def stamp(moment: datetime) -> str:
    """Write *moment* as UTC to hundredths of a second: ``2026-11-22T17:03:04.12Z`` (AUD-3)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:22] + "Z"


def offset(moment: datetime) -> str:
    """Write the local offset of *moment*: ``-06:00``."""
    return moment.isoformat(timespec="minutes")[16:22]


def moment(stamped: str, local_offset: str = "+00:00") -> datetime:
    """Read back what :func:`stamp` and :func:`offset` wrote, as a moment with the local offset."""
    sign = -1 if local_offset[0] == "-" else 1
    hours, minutes = int(local_offset[1:3]), int(local_offset[4:6])
    zone = timezone(sign * timedelta(hours=hours, minutes=minutes))
    return datetime.fromisoformat(stamped).astimezone(zone)


def local_date(stamped: str, local_offset: str) -> date:
    """The calendar day on which a stamped moment fell at the station."""
    return moment(stamped, local_offset).date()
