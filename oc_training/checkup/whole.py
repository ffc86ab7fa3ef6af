"""The whole check-up, in the order in which it is printed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from oc_training.bootstrap import House
from oc_training.checkup import clocks, files, machine, records, terminal
from oc_training.checkup.finding import Finding, unknown
from oc_training.errors import ContentProblems
from oc_training.launch import TerminalFacts
from oc_training.ledger.verify import load_witnesses, verify
from oc_training.roster.pepper import load_pepper


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the station stands."""

    terminal: TerminalFacts
    environ: Mapping[str, str]
    root: Path = Path("/")
    """Where the machine's own files begin."""
    backups: Path | None = None
    """The folder in which backups are kept, if somebody named it."""


def check_up(house: House, around: Surroundings) -> Iterator[Finding]:
    """Every finding, one after another: the book takes longest."""
    if house.places.book.parent.exists() or house.places.keys.exists():
        yield from _of_files(house)
        yield from _of_records(house, around)
    else:
        folder = house.places.data
        yield unknown("The station", f"Nothing was set up in {folder} yet. Set the kiosk up: run_kiosk.sh --set-up.")
    yield from _of_the_terminal(around)
    yield from _of_the_machine(around)


def _of_files(house: House) -> Iterator[Finding]:
    places, health, owner = house.places, house.health, os.geteuid()
    yield files.permissions("Who may open the records", places.data, owner)
    yield files.permissions("Who may open the keys", places.keys, owner)
    yield files.usable("The station's key", health.try_key, "It is there and is the book's own.")
    yield files.usable(
        "The key for PINs",
        lambda: load_pepper(places.pepper, places.data),
        "It is there, and this account alone has it.",
    )
    yield files.apart("Keys apart from records", places.data, places.keys)
    yield files.usable("Kind of disk", health.try_disk, "The records lie on a disk of this machine.")
    yield files.room("Room on the disk", health.room, health.megabytes_left)


def _of_records(house: House, around: Surroundings) -> Iterator[Finding]:
    try:
        now = house.clock.now()
    except ContentProblems as problems:
        yield unknown("The clock", str(problems))
        return
    kept = house.places.kept_checkpoints()
    finding, head = records.sound("The book of records", lambda: verify(house.places.book, load_witnesses(None, kept)))
    yield finding
    if head is None:
        yield unknown("Newest checkpoint", "There is no book to compare it with.")
    else:
        yield records.newest_checkpoint("Newest checkpoint", kept, head.seq, now)
    yield records.newest_backup("Newest backup", around.backups, now)
    yield clocks.against_book("The clock", house.health.entries, now)
    yield clocks.set_by_network("What keeps the clock right", around.root)


def _of_the_terminal(around: Surroundings) -> Iterator[Finding]:
    yield terminal.size("Size of the terminal", around.terminal)
    yield terminal.letters("Letters of the terminal", around.terminal)
    yield terminal.colours("Colours of the terminal", around.terminal, around.environ)


def _of_the_machine(around: Surroundings) -> Iterator[Finding]:
    yield machine.other_consoles("Programs on other consoles", around.root)
    yield machine.spare_logins("Logins on other consoles", around.root)
    yield machine.sysrq("Alt+SysRq", around.root)
    yield machine.restart_keys("Ctrl+Alt+Del", around.root)
    yield machine.core_dumps("Memory of a failed program", around.root)
