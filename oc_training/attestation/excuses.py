"""Who is not asked today, and why: left, on leave, exempt, or not among those a directive is for.

What is recorded ahead (a leave, a return, a last day, an exemption) counts from its own day, not from its entry's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from oc_training.attestation.assignment import Assignment
from oc_training.attestation.happened import History, Leave, Spell
from oc_training.roster.model import DutyStatus, Person


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why nothing is asked of somebody."""

    source: int | str
    """The entry it comes from, or the rule."""
    reason: str
    late: str = ""
    """A sentence where it was recorded later than the day it speaks of; empty elsewhere."""


def excuse(person: Person, history: History, assignment: Assignment | None, today: date) -> Excuse | None:
    """Why nothing is asked of *person* today; None where something is.

    *assignment* is None for a directive that is for everybody.
    """
    if history.leaves:
        away = _away(person, history, today)
        if away is not None:
            return away
    for exemption in history.exemptions:
        if exemption.holds_on(today):
            return _exempt(exemption)
    if assignment is None or assignment.holds_on(today):
        return None
    placed = assignment.placement_on(today)
    where = ", ".join(part for part in (placed.rank, placed.unit) if part)
    return Excuse("schedule: assigned", f"Not applicable: this directive is not for {where}.")


def _away(person: Person, history: History, today: date) -> Excuse | None:
    if person.duty is DutyStatus.SEPARATED and person.duty_since <= today:
        left = history.leaves[-1]
        return Excuse(left.entry, f"Separated since {person.duty_since}.", _late_leave(left))
    for leave in history.leaves:
        if leave.start <= today and (leave.until is None or today < leave.until):
            return Excuse(leave.start_entry or leave.entry, f"On leave since {leave.start}.", _late_leave(leave))
    return None


def _late_leave(leave: Leave) -> str:
    return _late(leave.start, leave.start_recorded)


def _exempt(exemption: Spell) -> Excuse:
    through = f" through {exemption.until - timedelta(days=1)}" if exemption.until else ""
    reason = exemption.reason if exemption.reason.endswith((".", "!", "?")) else f"{exemption.reason}."
    late = _late(exemption.start, exemption.recorded)
    return Excuse(exemption.entry, f"Exempt{through}, by {exemption.by}: {reason}", late)


def _late(day: date, recorded: date | None) -> str:
    return f" Recorded later, on {recorded}." if recorded is not None and recorded > day else ""
