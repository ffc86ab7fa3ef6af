"""Entries about who is asked and by when, in a sentence each: moves, exemptions, assignments, rules, reminders."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

from oc_training.attestation.circumstances import Circumstance
from oc_training.attestation.duty_events import (
    Assigned,
    AssignmentEnded,
    DutyCorrected,
    Exempted,
    ExemptionEnded,
    Moved,
    Reminded,
    ScheduleSet,
)

NameOf: TypeAlias = Callable[[str | None], str]
"""Who did something, from a person id: a name, or words where there is none."""


def about_a_duty(event: Circumstance | DutyCorrected, name_of: NameOf) -> str:  # noqa: PLR0911  one sentence for each kind
    """One or two short sentences; days are ISO days."""
    who, why = name_of(event.by), f" Reason: {event.reason}"
    match event:
        case Moved():
            rank = f"{event.rank}, " if event.rank else ""
            return f"Moved to {rank}{event.unit} from {event.since}; recorded by {who}.{why}"
        case DutyCorrected(since=None):
            return f"The leave in entry {event.corrects} never was; recorded by {who}.{why}"
        case DutyCorrected():
            return f"The right day of entry {event.corrects} is {event.since}; recorded by {who}.{why}"
        case Exempted():
            through = f" through {event.through}" if event.through else ""
            return f"Exempt from Directive {event.directive} from {event.since}{through}, by {who}.{why}"
        case ExemptionEnded():
            return f"Asked for Directive {event.directive} again from {event.since}; recorded by {who}.{why}"
        case Assigned():
            return f"Directive {event.directive} was assigned by name from {event.since}, by {who}.{why}"
        case AssignmentEnded():
            return f"Directive {event.directive} is no longer assigned from {event.since}; recorded by {who}.{why}"
        case _:
            assert_never(event)


def about_the_rules(event: ScheduleSet | Reminded, name_of: NameOf) -> str:
    """A sentence on new rules about time, or on a list of reminders."""
    if isinstance(event, ScheduleSet):
        return f"New rules about time were recorded by {name_of(event.by)}."
    notices = "1 notice" if len(event.keys) == 1 else f"{len(event.keys):,} notices"
    return f"On a list of {notices}, drawn up for {event.day} by {name_of(event.by)}."
