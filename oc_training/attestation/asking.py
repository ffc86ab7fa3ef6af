"""What asks for a signature where none counts: since when, by which rule, and for how many days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from oc_training.attestation.assignment import Joined
from oc_training.attestation.figures import Schedule
from oc_training.attestation.happened import History, IssuedRevision
from oc_training.attestation.schedule_lines import Say


@dataclass(frozen=True, slots=True)
class Opened:
    """What opened a duty."""

    begins: date
    rule: str
    """The figure of the schedule that says how many days there are."""
    days: int
    why: str
    """As :class:`oc_training.attestation.signature_events.CycleRecord` has it."""


def asking_revision(
    issued: Sequence[IssuedRevision], schedule: Schedule, today: date, now: IssuedRevision
) -> IssuedRevision:
    """The latest revision that asks everyone to sign; where none does, the one in force *now*."""
    begun = (each for each in issued if each.in_force <= today)
    again = [each for each in begun if schedule.asks_again(each.change)]
    return max(again, key=lambda revision: (revision.in_force, revision.entry), default=now)


def coming_revision(issued: Sequence[IssuedRevision], schedule: Schedule, today: date) -> IssuedRevision | None:
    """The next of those issued ahead that will ask everyone to sign; None where none is waiting for its day."""
    ahead = [each for each in issued if each.in_force > today and schedule.asks_again(each.change)]
    return min(ahead, key=lambda revision: (revision.in_force, revision.entry), default=None)


def what_opened_it(  # noqa: PLR0913, PLR0917  one fact each
    history: History, schedule: Schedule, started: date, asking: IssuedRevision, joined: Joined | None, say: Say
) -> Opened:
    """From which day, by which rule, how many days, and why; nobody is asked before they are on the roster."""
    opened = _what_asks(history, schedule, started, asking, joined, say)
    added = history.added
    if added <= opened.begins:
        return opened
    say(history.added_entry, "Put on the roster later, on {}.", added)
    return replace(opened, begins=added)


def _what_asks(  # noqa: PLR0913, PLR0917  one fact each
    history: History, schedule: Schedule, started: date, asking: IssuedRevision, joined: Joined | None, say: Say
) -> Opened:
    if joined is not None and joined.day > max(started, asking.in_force):
        say(joined.entry, joined.words, *joined.values)
        return Opened(joined.day, "moved_days", schedule.moved_days, joined.why)
    if started > asking.in_force:
        say(history.added_entry, "Started on {}, after the revision came in force.", started)
        return Opened(started, "new_hire_days", schedule.new_hire_days, "new hire")
    if asking.change != "first issue" and schedule.asks_again(asking.change):
        return Opened(asking.in_force, "after_review_days", schedule.after_review_days, "review")
    return Opened(asking.in_force, "first_issue_days", schedule.first_issue_days, "first issue")
