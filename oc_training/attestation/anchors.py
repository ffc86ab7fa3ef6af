"""From which day a year counts: the annual date as the department's schedule wants it.

Either from what the person signed last, or a fixed day on which everybody's year ends. Every date is reckoned from the
first day of its row, never from the date before, so that the 29th of February does not become the 28th for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from oc_training.attestation.calendar_days import add_months, next_fixed_day
from oc_training.attestation.figures import LAST_SIGNATURE, Schedule
from oc_training.attestation.happened import Signature
from oc_training.attestation.schedule_lines import Say
from oc_training.counting import count_words

MONTHS_OF_A_YEAR = 12


def due_again(signature: Signature, signatures: Sequence[Signature], schedule: Schedule, say: Say) -> date:
    """When *signature*, the latest of *signatures*, is due again, time away not counted yet."""
    if schedule.anchor == LAST_SIGNATURE:
        anchor, cycles = _row(signature, signatures, schedule, say)
        months = schedule.cycle_months * cycles
        due = add_months(anchor, months)
        say("schedule: cycle_months", "{} from {}: due again {}.", count_words(months, "month"), anchor, due)
        return due
    return _on_fixed_day(signature, schedule, say)


def _row(signature: Signature, signatures: Sequence[Signature], schedule: Schedule, say: Say) -> tuple[date, int]:
    """The day from which cycles count, and how many have passed with the next: early signing loses no time."""
    if not _within_window(signature):
        return signature.signed, 1
    due = signature.cycle.due
    say(signature.entry, "Signed within the renewal window: the year counts from {}.", due)
    anchor, cycles = signature.signed, 1
    for earlier in sorted(signatures, key=lambda signed: (signed.signed, signed.entry)):
        if not _within_window(earlier):
            anchor, cycles = earlier.signed, 1
        elif add_months(anchor, schedule.cycle_months * cycles) == earlier.cycle.due:
            cycles += 1
        else:  # time away moved the date, or the schedule was changed since
            anchor, cycles = earlier.cycle.due, 1
    return anchor, cycles


def _within_window(signature: Signature) -> bool:
    answered = signature.cycle
    return answered.why == "annual" and answered.opened <= signature.signed <= answered.due


def _on_fixed_day(signature: Signature, schedule: Schedule, say: Say) -> date:
    """The next fixed day that the signature does not count for already.

    It counts for a fixed day shortly after it, so that a new employee is not asked twice within some weeks, and for
    every one up to the date it answered, so that signing never brings a date forward.
    """
    credit = max(schedule.renewal_window_days, schedule.fixed_day_credit_days)
    counts_until = max(signature.signed + timedelta(days=credit), signature.cycle.due)
    passed_over = next_fixed_day(signature.signed, schedule.anchor)
    due = next_fixed_day(counts_until, schedule.anchor)
    if due > passed_over:
        words = "Signed on {}, shortly before {}: it counts for that day too."
        say("schedule: fixed_day_credit_days", words, signature.signed, passed_over)
    due = add_months(due, schedule.cycle_months - MONTHS_OF_A_YEAR)
    say("schedule: anchor", "Everybody signs by {} of the year: due again {}.", schedule.anchor, due)
    return due
