"""A program of its own that gives badge numbers away, run by a test beside another of its kind."""

from __future__ import annotations

import sys
from datetime import datetime, time, timedelta
from pathlib import Path

from oc_training.attestation.events import COMMAND
from oc_training.errors import Refused
from oc_training.roster.model import Details, Role
from tests.support.station import SET_UP_ON, ZONE, station_at


def give(folder: Path, count: int, name: str) -> None:
    """Put *count* people on the roster, badge numbers from 400 on, and say which numbers were still free."""
    on_the_next_day = datetime.combine(SET_UP_ON, time(12), ZONE) + timedelta(days=1)
    people = station_at(folder, folder / "department", on_the_next_day).house.people
    for number in range(400, 400 + count):
        try:
            people.add(Details(name, str(number), "", "Patrol", Role.EMPLOYEE, SET_UP_ON), COMMAND)
        except Refused:
            continue
        sys.stdout.write(f"{number}\n")


if __name__ == "__main__":
    give(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
