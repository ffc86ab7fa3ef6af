"""The machine's clock, which every entry carries (AUD-9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from oc_training.checkup.finding import Finding, fine, mend, unknown
from oc_training.errors import OcTrainingError

FIRST_YEAR = 2025
"""Before it this program did not exist: a machine that says so has lost its clock."""
TOLERANCE = timedelta(seconds=2)
LONG_QUIET = timedelta(days=400)
"""A station records something at least once a year."""

TIMESYNC = Path("run/systemd/timesync")
"""Where systemd's own time service notes that it is at work, and that it has set the clock."""
CHRONY = Path("run/chrony")


def against_book(about: str, newest: Callable[[], datetime], now: datetime) -> Finding:
    """Whether the clock is not before the newest entry, nor long after it."""
    shown = f"It is {now:%Y-%m-%d %H:%M %z}"
    if now.year < FIRST_YEAR:
        return mend(about, f"{shown}, which cannot be. Set the clock; the machine's battery may be empty.")
    try:
        last = newest().astimezone(now.tzinfo)
    except OcTrainingError as error:
        return unknown(about, f"{shown} by the clock, and there is no book to compare it with. {error}")
    if now < last - TOLERANCE:
        return mend(about, f"{shown}, which is before the newest entry ({last:%Y-%m-%d %H:%M %z}). Set the clock.")
    if now - last > LONG_QUIET:
        return mend(about, f"{shown}, and the newest entry is of {last:%Y-%m-%d}. Make sure that the clock is right.")
    return fine(about, f"{shown}, after the newest entry ({last:%Y-%m-%d %H:%M %z}).")


def set_by_network(about: str, root: Path) -> Finding:
    """Whether something keeps the clock right; *root* is where the machine's files begin."""
    if (root / TIMESYNC / "synchronized").exists():
        return fine(about, "The machine has set its clock by the network since it started.")
    if (root / TIMESYNC).exists():
        return mend(
            about, "The machine wants to set its clock by the network and has not been able to since it started."
        )
    if (root / CHRONY).exists():
        return unknown(about, "chrony keeps the clock here. Ask it: chronyc tracking.")
    return unknown(about, "Nothing here says that it keeps the clock right. Compare it with a right one every week.")
