"""People as the roster knows them.

A badge number is an attribute and may be re-issued; a person's id never changes and is never
given to anybody else (SIG-10), so a record always means the person who made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do at the kiosk beyond their own training."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    """Sees the standing of their own unit and releases people of it."""
    COORDINATOR = "coordinator"
    """The training coordinator, who administers the kiosk; sees everybody."""


class DutyStatus(StrEnum):
    """Whether an employee is at work."""

    ON_DUTY = "on duty"
    ON_LEAVE = "on leave"
    SEPARATED = "separated"
    """Has left the department. Never deleted."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is written about a person by whoever adds or corrects them."""

    name: str
    badge: str
    rank: str
    unit: str
    role: Role
    started: date
    """The day from which the directive's duties count for them: hired, or put on the roster."""

    @property
    def public_words(self) -> tuple[str, str, str]:
        """What anybody at the station knows of them, so that no PIN may be made of it."""
        return self.name, self.unit, self.rank


@dataclass(frozen=True, slots=True)
class Person:
    """One employee as the roster stands on some date."""

    id: str
    """``P-`` and twelve lower-case hexadecimal digits; immutable."""
    details: Details
    duty: DutyStatus
    duty_since: date
    duty_reason: str = ""

    @property
    def name(self) -> str:
        """The name in full."""
        return self.details.name

    @property
    def badge(self) -> str:
        """The badge number now held, as text: ``0417`` is not ``417``."""
        return self.details.badge

    @property
    def unit(self) -> str:
        """The unit now assigned to."""
        return self.details.unit
