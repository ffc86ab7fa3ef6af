"""The invented people of the demonstration and what has happened to each. No real employee is among them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from oc_training.errors import NotFound
from oc_training.roster.model import Role
from oc_training.roster.pins import Secret, check_chosen_pin


class Story(Enum):
    """What happened to somebody before the demonstration begins."""

    NEW = auto()
    """Started a few days ago; has done nothing yet."""
    UNDER_WAY = auto()
    """Was called away in the middle of the reading."""
    SIGNED = auto()
    """Signed some months ago."""
    RENEWAL_OPEN = auto()
    """Signed nearly a year ago; can renew now."""
    IN_GRACE = auto()
    """Signed a little over a year ago."""
    LATE = auto()
    """Signed long over a year ago."""
    NEVER = auto()
    """Has been here for months and never signed."""
    FAILED = auto()
    """Made three attempts that did not pass."""
    DECLINED = auto()
    """Chose not to sign."""
    PAPER = auto()
    """Wants to sign on paper."""
    AWAY = auto()
    """On leave."""
    LEFT = auto()
    """Has left the department."""


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person."""

    badge: str
    name: str
    rank: str
    unit: str
    story: Story
    role: Role = Role.EMPLOYEE

    @property
    def pin(self) -> str:
        """Their PIN, eight digits, the same in every demonstration; printed with its list, so it protects nothing."""
        for turn in range(100):
            pin = f"{int(hashlib.sha256(f'{self.badge}/{turn}'.encode()).hexdigest(), 16) % 10**8:08d}"
            if check_chosen_pin(Secret(pin), self.badge) is None:
                return pin
        raise NotFound("There is no PIN left to print.")


COORDINATOR = Invented("1001", "Margaret Hollis", "Lieutenant", "Training", Story.SIGNED, Role.COORDINATOR)
"""Who administers the invented kiosk."""

_UNITS = {
    "Day Shift": """
        1010 Sergeant RENEWAL_OPEN Thomas Brandt
        1011 Officer SIGNED Renee Castellan
        1012 Officer SIGNED Joel Okafor
        1013 Officer LATE Martin Seybold
        1014 Officer IN_GRACE Alicia Drummond
        1015 Officer SIGNED Peter Lindqvist
        1016 Officer RENEWAL_OPEN Dana Whitcomb
        1017 Officer AWAY Carla Nuñez
        1018 Officer SIGNED Owen Pruitt
        1019 Officer NEW Hannah Abrams""",
    "Night Shift": """
        1020 Sergeant SIGNED Victor Amsel
        1021 Officer SIGNED Latoya Greer
        1022 Officer NEVER Brian Kowalke
        1023 Officer FAILED Stuart Marsh
        1024 Officer SIGNED Ines Calloway
        1025 Officer UNDER_WAY Curtis Boyle
        1026 Officer SIGNED Naomi Feld
        1027 Officer IN_GRACE Gordon Ashby
        1028 Officer SIGNED Theresa Quill
        1029 Officer LEFT Raymond Stokes""",
    "Investigations": """
        1030 Sergeant SIGNED Elena Marchetti
        1031 Detective SIGNED Howard Lund
        1032 Detective DECLINED Philip Tanaka
        1033 Detective SIGNED Monica Reyes
        1034 Detective RENEWAL_OPEN Aaron Vogt
        1035 Detective LATE Cynthia Barlow
        1036 Evidence_Technician SIGNED Samuel Iverson
        1037 Detective PAPER Georgia Penn""",
    "Communications": """
        1040 Supervisor SIGNED Diane Forsythe
        1041 Dispatcher SIGNED Marcus Webb
        1042 Dispatcher IN_GRACE Yolanda Pierce
        1043 Dispatcher SIGNED Keith Sorensen
        1044 Dispatcher NEVER Paula Jennings
        1045 Dispatcher SIGNED Ruth Adeyemi
        1046 Records_Clerk RENEWAL_OPEN Walter Finch
        1047 Records_Clerk SIGNED Beatrice Lang
        1048 Records_Clerk AWAY Simone Hartley
        1049 Dispatcher NEW Trevor Cole""",
}


def _people() -> Iterator[Invented]:
    for unit, lines in _UNITS.items():
        for line in lines.split("\n")[1:]:
            badge, rank, story, name = line.split(maxsplit=3)
            role = Role.SUPERVISOR if rank in {"Sergeant", "Supervisor"} else Role.EMPLOYEE
            yield Invented(badge, name, rank.replace("_", " "), unit, Story[story], role)


PEOPLE: tuple[Invented, ...] = (COORDINATOR, *_people())
"""Everybody, the coordinator first."""
