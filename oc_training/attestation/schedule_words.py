"""Reasons in words, for the person they concern and for the supervisor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oc_training.attestation.events import CycleRecord
from oc_training.attestation.happened import Answer
from oc_training.attestation.leave_clock import Away
from oc_training.counting import days_words


def asked_for(why: str, *, first: bool = False) -> str:
    """How a duty is named to the person it concerns; *first* where they never signed this directive."""
    if first and why == "review":
        return "First signature, after the review"
    return {
        "new hire": "First signature as a new employee",
        "first issue": "First signature after issue",
        "moved": "First signature after the move",
        "assigned": "First signature since it was assigned",
        "review": "Signature after the review",
        "annual": "Annual renewal",
    }[why]


def due_reason(cycle: CycleRecord, today: date, away: Sequence[Away], *, first: bool = False) -> str:
    """Why somebody is due, and how many days are left."""
    asked = asked_for(cycle.why, first=first)
    if today <= cycle.due:
        left = (cycle.due - today).days
        days = f"in {days_words(left)}" if left else "today"
        return _issued_meanwhile(f"{asked}: due {days}.", cycle, away)
    words = f"{asked} was due {cycle.due}; in grace, overdue from {cycle.overdue_from}."
    return _issued_meanwhile(words, cycle, away)


def overdue_reason(
    cycle: CycleRecord, today: date, away: Sequence[Away], answer: Answer | None, *, first: bool = False
) -> str:
    """Why somebody is overdue, and for how long; *answer* is one that counts no more."""
    reason = f"{asked_for(cycle.why, first=first)} was due {cycle.due}; {days_words((today - cycle.due).days)} late."
    if answer is not None:
        reason = f"{reason} {answer.words} That counted for as long as a signature would have."
    return _issued_meanwhile(reason, cycle, away)


def _issued_meanwhile(reason: str, cycle: CycleRecord, away: Sequence[Away]) -> str:
    """Whoever comes back is told what was issued while they were away."""
    if cycle.why in {"first issue", "review"}:
        for spell in away:
            if spell.start <= cycle.opened < spell.back:
                return f"{reason} Issued {cycle.opened}, during {spell.what} that ended {spell.back}."
    return reason
