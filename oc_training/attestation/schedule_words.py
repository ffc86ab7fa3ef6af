"""Reasons in words, for the person they concern and for the supervisor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oc_training.attestation.happened import Answer, IssuedRevision
from oc_training.attestation.leave_clock import Away
from oc_training.attestation.signature_events import CycleRecord
from oc_training.counting import days_words


def asked_for(why: str, asking: IssuedRevision, *, first: bool = False) -> str:
    """How a duty is named to the person it concerns; *first* where they never signed this directive.

    *asking* is the revision that asks, where it is one.
    """
    if why == "review":
        signature = "First signature" if first else "New signature"
        became = "reviewed" if asking.change == "reaffirmed" else "revised"
        return f"{signature} (the directive was {became} on {asking.reviewed})"
    return {
        "new hire": "First signature as a new employee",
        "first issue": "First signature since the directive was issued",
        "moved": "First signature after the move",
        "assigned": "First signature since the directive was assigned",
        "annual": "Annual renewal",
    }[why]


def due_reason(asked: str, cycle: CycleRecord, today: date, away: Sequence[Away]) -> str:
    """Why somebody is due, and how many days are left."""
    if today <= cycle.due:
        left = (cycle.due - today).days
        days = f"in {days_words(left)}" if left else "today"
        return _issued_meanwhile(f"{asked}: due {days}.", cycle, away)
    words = f"{asked} was due {cycle.due}; in grace, overdue from {cycle.overdue_from}."
    return _issued_meanwhile(words, cycle, away)


def overdue_reason(asked: str, cycle: CycleRecord, today: date, away: Sequence[Away], answer: Answer | None) -> str:
    """Why somebody is overdue, and for how long; *answer* is one that counts no more."""
    reason = f"{asked} was due {cycle.due}; {days_words((today - cycle.due).days)} late."
    if answer is not None:
        reason = f"{reason} {answer.words} That answer has run out, as a signature of that day would have."
    return _issued_meanwhile(reason, cycle, away)


def _issued_meanwhile(reason: str, cycle: CycleRecord, away: Sequence[Away]) -> str:
    """Whoever comes back is told what was issued while they were away."""
    if cycle.why in {"first issue", "review"}:
        for spell in away:
            if spell.start <= cycle.opened < spell.back:
                return f"{reason} Issued {cycle.opened}, during {spell.what} that ended {spell.back}."
    return reason
