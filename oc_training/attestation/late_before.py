"""Who was late for an earlier text when a revision came that everybody signs anew.

The new text gives everybody its own days, for it is another duty. That the one before was never met is not washed
away by it: it is said with the standing, and explained, until the new text is signed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from oc_training.attestation.figures import Rules, rules_on
from oc_training.attestation.happened import History, IssuedRevision
from oc_training.attestation.leave_clock import spells_away

OverdueOn = Callable[[History, Rules, date], date | None]
"""Since when somebody was overdue on a day, for the text of that day or, unmet, for one before it; None where not."""


def late_before(asking: IssuedRevision, history: History, rules: Rules, today: date, overdue: OverdueOn) -> date | None:
    """Since when they were overdue when *asking* came in force; None where they were not.

    Whoever was away when it came is judged by the day before they went. A signature that was voided only since counted
    then, so nobody was late.
    """
    day = asking.in_force - timedelta(days=1)
    for away in reversed(spells_away(history, today)):
        if away.start <= day < away.back:
            day = away.start - timedelta(days=1)
    if history.voided is not None and history.voided.day > day:
        return None
    return overdue(history.by_the_end_of(day), rules_on(rules, day), day)
