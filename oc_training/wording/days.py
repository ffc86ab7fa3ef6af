"""Days, counts and standings as they are said to a person at the terminal.

Records and exports keep ISO dates; what a person reads at the kiosk goes through here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from oc_training.attestation.standing import Kind
from oc_training.counting import days_words
from oc_training.roster.model import Role

_ISO_DAY = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")

STANDINGS: Final[Mapping[Kind, str]] = {
    Kind.OVERDUE: "Overdue",
    Kind.DUE: "Due",
    Kind.CURRENT: "Current",
    Kind.EXCUSED: "Excused",
}

ROLES: Final[Mapping[Role, str]] = {
    Role.EMPLOYEE: "Employee: own training only",
    Role.SUPERVISOR: "Supervisor: sees the people of their unit",
    Role.COORDINATOR: "Training coordinator: administers the kiosk",
}
"""What somebody may do at the kiosk."""


def day_words(day: date) -> str:
    """``December 22, 2026``."""
    return f"{day:%B} {day.day}, {day.year}"


def moment_words(moment: datetime) -> str:
    """``December 22, 2026, 14:05``, at the moment's own offset."""
    return f"{day_words(moment.date())}, {moment:%H:%M}"


def away_words(day: date, today: date) -> str:
    """How far off a day is: ``today``, ``tomorrow``, ``in 12 days``, ``yesterday``, ``12 days ago``."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days_words(days)}" if days > 0 else f"{days_words(-days)} ago"


def spoken(text: str) -> str:
    """Return a sentence of the core with its ISO dates as a person says them.

    What only looks like a date, such as ``2026-13-45`` or part of a longer number, stays as it is.
    """
    return _ISO_DAY.sub(_said, text)


def _said(found: re.Match[str]) -> str:
    try:
        return day_words(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return found[0]
