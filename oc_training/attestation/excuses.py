"""Who is not asked today, and why: left, on leave, exempt, or not among those a directive is for.

What is recorded ahead (a leave, a return, a last day, an exemption) counts from its own day, not from its entry's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from oc_training.attestation.assignment import Assignment, Left
from oc_training.attestation.happened import History, Leave, Spell
from oc_training.attestation.recorded_late import as_sentence


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why nothing is asked of somebody."""

    source: int | str
    """The entry it comes from, or the rule."""
    reason: str
    entry: int
    """The entry that proves it."""
    late: str = ""
    """A sentence where it was recorded later than the day it speaks of; empty elsewhere."""
    left: Left | None = None
    """How a directive that is not theirs came not to be, where that was not so all along."""


def excuse(history: History, assignment: Assignment | None, today: date) -> Excuse | None:
    """Why nothing is asked of somebody today; None where something is.

    *assignment* is None for a directive that is for everybody.
    """
    for leave in history.leaves:
        if leave.start <= today and (leave.until is None or today < leave.until):
            return _away(leave)
    for exemption in history.exemptions:
        if exemption.holds_on(today):
            return _exempt(exemption)
    if assignment is None or assignment.holds_on(today):
        return None
    placed, left = assignment.placement_on(today), assignment.left(today)
    where = ", ".join(part for part in (placed.rank, placed.unit) if part)
    entry = (left.entry if left else 0) or placed.entry or history.added_entry
    reason = f"Not applicable: this directive is not for {where}."
    return Excuse("schedule: assigned", reason, entry, left=left)


def _away(leave: Leave) -> Excuse:
    entry = leave.start_entry or leave.entry
    what = "Separated" if leave.separated else "On leave"
    return Excuse(entry, f"{what} since {leave.start}.", entry, as_sentence(leave.start, leave.start_recorded))


def _exempt(exemption: Spell) -> Excuse:
    through = f" through {exemption.until - timedelta(days=1)}" if exemption.until else ""
    reason = exemption.reason if exemption.reason.endswith((".", "!", "?")) else f"{exemption.reason}."
    late = as_sentence(exemption.start, exemption.recorded)
    entry = exemption.entry
    return Excuse(entry, f"Exempt{through}, by {exemption.by}: {reason}", entry, late)
