"""The machine's clock, which every entry carries (AUD-9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from oc_training.attestation.clock_guard import LONGEST_OFF, ClockState
from oc_training.checkup.finding import Finding, fine, mend, unknown
from oc_training.clock import moment, stamp
from oc_training.errors import OcTrainingError
from oc_training.ledger.port import Entry

FIRST_YEAR = 2025
"""Before it this program did not exist: a machine that says so has lost its clock."""
TOLERANCE = timedelta(seconds=2)
LONG_QUIET = timedelta(days=400)
"""A station records something at least once a year."""
CONFIRMED = "clock confirmed"
"""The kind of entry with which a supervisor found the time to be right."""
TO_DO = "Set it where it is wrong; where it is right, a supervisor confirms it: oc-training clock --confirm."

TIMESYNC = Path("run/systemd/timesync")
"""Where systemd's own time service notes that it is at work, and that it has set the clock."""
CHRONY = Path("run/chrony")


def against_book(about: str, entries: Callable[[], Iterable[Entry]], now: datetime) -> Finding:
    """Whether the clock is not before the latest time in the book, nor long after it.

    A confirmation of the time begins anew, wherever the clock stood. A time that was in doubt when it was written
    proves nothing, but is told.
    """
    shown = f"It is {now:%Y-%m-%d %H:%M %z}"
    if now.year < FIRST_YEAR:
        return mend(about, f"{shown}, which cannot be. Set the clock; the machine's battery may be empty.")
    try:
        believed, doubted = _latest(entries(), stamp(now + TOLERANCE))
    except OcTrainingError as error:
        return unknown(about, f"{shown} by the clock, and there is no book to compare it with. {error}")
    if believed.at > stamp(now + TOLERANCE):
        return mend(about, f"{shown}, which is before the latest time in the book ({believed.said(now)}). {TO_DO}")
    if doubted.number:
        return unknown(
            about,
            f"{shown}, but a later time is in the book ({doubted.said(now)}), written while the clock was in doubt. "
            "Look at a watch: if it is right now, nothing is to be done.",
        )
    if believed.number and (quiet := now - moment(believed.at)) > LONGEST_OFF:
        said = f"{shown}, and the latest time in the book is {believed.said(now)}. Make sure that the clock is right."
        return mend(about, said) if quiet > LONG_QUIET else unknown(about, said)
    return fine(about, f"{shown}, after the latest time in the book ({believed.said(now)}).")


@dataclass(frozen=True, slots=True)
class _Latest:
    """The entry with the latest time; number 0 where there is none."""

    at: str = ""
    number: int = 0

    def said(self, now: datetime) -> str:
        return f"{moment(self.at).astimezone(now.tzinfo):%Y-%m-%d %H:%M %z}, entry {self.number}"


def _latest(entries: Iterable[Entry], now: str) -> tuple[_Latest, _Latest]:
    """The latest time that was believed, and the latest after *now* that was not, since the time was confirmed."""
    believed = doubted = _Latest()
    for entry in entries:
        if entry.kind == CONFIRMED:
            believed, doubted = _Latest(entry.at, entry.seq), _Latest()
        elif entry.at > now and entry.body.get("clock") == ClockState.SUSPECT:
            doubted = max(doubted, _Latest(entry.at, entry.seq), key=lambda latest: latest.at)
        elif entry.at > believed.at:
            believed = _Latest(entry.at, entry.seq)
    return believed, doubted


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
