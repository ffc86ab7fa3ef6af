"""Who is due, and why: a pure function of records, schedule and date.

Dates are the station's calendar days. *Due on D* means through the end of D; grace follows it,
and only the day after grace is overdue. Every step of the arithmetic is kept as a line that names
the entry or the rule it comes from, so that an answer can be explained to the person it concerns.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from oc_training.attestation.events import CycleRecord
from oc_training.attestation.schedule_lines import Line, Lines, Step
from oc_training.roster.model import DutyStatus, Person

ASKS_AGAIN = frozenset({"first issue", "material"})
"""The kinds of change after which everyone signs anew."""


class Kind(StrEnum):
    """The four standings."""

    CURRENT = "current"
    DUE = "due"
    OVERDUE = "overdue"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The department's rules about time, from ``content/schedule.toml``. Days are calendar days."""

    new_hire_days: int
    first_issue_days: int
    after_review_days: int
    after_return_days: int
    cycle_months: int
    renewal_window_days: int
    grace_days: int


@dataclass(frozen=True, slots=True)
class IssuedRevision:
    """A revision as far as the schedule is concerned."""

    directive: str
    revision: str
    change: str
    in_force: date
    """The later of its effective date and the day it was issued at the station."""
    entry: int


class Signature(msgspec.Struct, frozen=True):
    """An acknowledgment, electronic or on paper, as far as the schedule is concerned."""

    revision: str
    signed: date
    cycle: CycleRecord
    entry: int
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """A spell away from duty; ``until`` is the first day back, None while it lasts."""

    start: date
    until: date | None
    entry: int


@dataclass(frozen=True, slots=True)
class History:
    """What the records hold about one person and one directive up to a date."""

    issued: Sequence[IssuedRevision]
    """In the order in which they came in force; at least one in force on the date asked about."""
    signatures: Sequence[Signature] = ()
    leaves: Sequence[Leave] = ()
    added_entry: int = 0
    remarks: Sequence[str] = ()
    """What else a supervisor should see in the reason: declined, paper requested, attempts used up."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands with one directive on one day, and why."""

    kind: Kind
    reason: str
    revision: str
    """The revision in force."""
    due: date | None = None
    overdue_from: date | None = None
    signed: date | None = None
    cycle: CycleRecord | None = None
    """The duty that can be answered today; None where there is nothing to sign."""
    lines: Sequence[Line] = field(default=(), repr=False)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def in_force_on(issued: Sequence[IssuedRevision], today: date) -> IssuedRevision | None:
    """The revision in force on that day: of those that have begun, the one that began last."""
    begun = [revision for revision in issued if revision.in_force <= today]
    return max(begun, key=lambda revision: (revision.in_force, revision.entry), default=None)


def standing_of(person: Person, history: History, schedule: Schedule, today: date) -> Standing | None:
    """Where *person* stands with the directive of *history* on *today*; None if nothing is in force yet."""
    now = in_force_on(history.issued, today)
    if now is None:
        return None
    sum_up = _Arithmetic(person, history, schedule, today, now)
    return sum_up.standing()


class _Arithmetic:
    """Works one standing out and keeps the lines it went by."""

    def __init__(self, person: Person, history: History, schedule: Schedule, today: date, now: IssuedRevision) -> None:
        self._person = person
        self._history = history
        self._schedule = schedule
        self._today = today
        self._now = now
        self._steps: list[Step] = []
        self._say(now.entry, "Revision {} of {} is in force from {}.", now.revision, now.directive, now.in_force)

    def standing(self) -> Standing:
        signature = self._signature_that_counts()
        excused = self._excused()
        if excused is not None:
            return excused
        cycle = self._duty_after(signature) if signature else self._first_duty()
        return self._judge(cycle, signature)

    def _say(self, source: int | str, words: str, *values: object) -> None:
        self._steps.append((source, words, values))

    def _signature_that_counts(self) -> Signature | None:
        """The latest signature on the revision in force, or on one that it left standing."""
        if not self._history.signatures:
            self._say("ledger", "No signature for this directive yet.")
            return None
        latest = max(self._history.signatures, key=lambda signed: (signed.signed, signed.entry))
        how = "on paper" if latest.on_paper else "at the kiosk"
        self._say(latest.entry, "Signed revision {} {} on {}.", latest.revision, how, latest.signed)
        since = self._revision_that_needs_signing_again(latest)
        if since is None:
            return latest
        self._say(
            since.entry,
            "Revision {} ({}), in force from {}, asks everyone to sign again.",
            since.revision,
            since.change,
            since.in_force,
        )
        return None

    def _revision_that_needs_signing_again(self, signature: Signature) -> IssuedRevision | None:
        begun = sorted(
            (revision for revision in self._history.issued if revision.in_force <= self._today),
            key=lambda revision: (revision.in_force, revision.entry),
        )
        names = [revision.revision for revision in begun]
        after = begun[names.index(signature.revision) + 1 :] if signature.revision in names else begun
        return next((revision for revision in reversed(after) if revision.change in ASKS_AGAIN), None)

    def _excused(self) -> Standing | None:
        """What is recorded ahead (a leave, a return, a last day) counts from its own day, not from its entry's."""
        reason = self._away()
        if reason is None:
            return None
        self._say("roster", "{}", reason)
        return self._result(Kind.EXCUSED, reason, None, None)

    def _away(self) -> str | None:
        person, today = self._person, self._today
        if person.duty is DutyStatus.SEPARATED and person.duty_since <= today:
            return f"Separated since {person.duty_since}."
        for leave in self._history.leaves:
            if leave.start <= today and (leave.until is None or today < leave.until):
                return f"On leave since {leave.start}."
        return None

    def _first_duty(self) -> CycleRecord:
        begins, rule, days, why = self._what_opened_it()
        due = begins + timedelta(days=days)
        self._say(f"schedule: {rule}", "{} days from {}: due {}.", days, begins, due)
        return self._cycle(why, begins, due)

    def _what_opened_it(self) -> tuple[date, str, int, str]:
        started = self._person.details.started
        again = [r for r in self._history.issued if r.in_force <= self._today and r.change in ASKS_AGAIN]
        asking = max(again, key=lambda revision: (revision.in_force, revision.entry), default=self._now)
        if started > asking.in_force:
            self._say(self._history.added_entry, "Started on {}, after the revision came in force.", started)
            return started, "new_hire_days", self._schedule.new_hire_days, "new hire"
        if asking.change == "material":
            return asking.in_force, "after_review_days", self._schedule.after_review_days, "review"
        return asking.in_force, "first_issue_days", self._schedule.first_issue_days, "first issue"

    def _duty_after(self, signature: Signature) -> CycleRecord:
        anchor, cycles = self._anchor(signature)
        months = self._schedule.cycle_months * cycles
        due = add_months(anchor, months)
        self._say("schedule: cycle_months", "{} months from {}: due again {}.", months, anchor, due)
        opens = due - timedelta(days=self._schedule.renewal_window_days)
        self._say("schedule: renewal_window_days", "Can be signed again from {}.", opens)
        return self._cycle("annual", opens, due)

    def _anchor(self, signature: Signature) -> tuple[date, int]:
        """The day from which cycles count, and how many have passed with the next: early signing loses no time.

        Every date is reckoned from the first day of the row, so that the 29th of February does not become the 28th
        for good.
        """
        if not _within_window(signature):
            return signature.signed, 1
        due = signature.cycle.due
        self._say(signature.entry, "Signed within the renewal window: the year counts from {}.", due)
        anchor, cycles = signature.signed, 1
        for earlier in sorted(self._history.signatures, key=lambda signed: (signed.signed, signed.entry)):
            if not _within_window(earlier):
                anchor, cycles = earlier.signed, 1
            elif add_months(anchor, self._schedule.cycle_months * cycles) == earlier.cycle.due:
                cycles += 1
            else:  # a leave moved the date, or the schedule was changed since
                anchor, cycles = earlier.cycle.due, 1
        return anchor, cycles

    def _cycle(self, why: str, opened: date, due: date) -> CycleRecord:
        due = self._after_leave(due)
        overdue_from = due + timedelta(days=self._schedule.grace_days + 1)
        self._say("schedule: grace_days", "{} days of grace: overdue from {}.", self._schedule.grace_days, overdue_from)
        identity = f"{self._now.directive}/{self._now.revision}/{due.isoformat()}"
        return CycleRecord(id=identity, why=why, opened=opened, due=due, overdue_from=overdue_from)

    def _after_leave(self, due: date) -> date:
        """Nobody is due sooner than some days after they came back from a leave, unless overdue when it began."""
        for leave in self._history.leaves:
            in_time = leave.start <= due + timedelta(days=self._schedule.grace_days)
            if leave.until is None or leave.until > self._today or not in_time:
                continue
            later = leave.until + timedelta(days=self._schedule.after_return_days)
            if later > due:
                self._say(
                    "schedule: after_return_days",
                    "Back from leave on {} (entry {}): due {} instead of {}.",
                    leave.until,
                    leave.entry,
                    later,
                    due,
                )
                due = later
        return due

    def _judge(self, cycle: CycleRecord, signature: Signature | None) -> Standing:
        today = self._today
        if signature and today <= cycle.due:
            return self._current(cycle, signature)
        if today < cycle.overdue_from:
            return self._result(Kind.DUE, self._due_reason(cycle), cycle, signature)
        late = _days((today - cycle.due).days)
        return self._result(
            Kind.OVERDUE, f"{_asked_for(cycle.why)} was due {cycle.due}; {late} late.", cycle, signature
        )

    def _current(self, cycle: CycleRecord, signature: Signature) -> Standing:
        reason = f"Signed {signature.signed}."
        if self._today >= cycle.opened:
            reason += f" Can be renewed now; due {cycle.due}."
            return self._result(Kind.CURRENT, reason, cycle, signature)
        self._say("schedule", "Nothing to sign before {}.", cycle.opened)
        standing = self._result(Kind.CURRENT, reason, cycle, signature)
        return Standing(
            standing.kind,
            standing.reason,
            standing.revision,
            cycle.due,
            cycle.overdue_from,
            signature.signed,
            None,
            standing.lines,
        )

    def _due_reason(self, cycle: CycleRecord) -> str:
        asked = _asked_for(cycle.why)
        if self._today <= cycle.due:
            left = (cycle.due - self._today).days
            days = f"in {_days(left)}" if left else "today"
            return f"{asked}: due {days}."
        return f"{asked} was due {cycle.due}; in grace, overdue from {cycle.overdue_from}."

    def _result(self, kind: Kind, reason: str, cycle: CycleRecord | None, signature: Signature | None) -> Standing:
        reason = " ".join([reason, *self._history.remarks])
        self._say("result", "On {}: {}. {}", self._today, kind, reason)
        latest = max((signed.signed for signed in self._history.signatures), default=None)
        return Standing(
            kind,
            reason,
            self._now.revision,
            cycle.due if cycle else None,
            cycle.overdue_from if cycle else None,
            signature.signed if signature else latest,
            cycle,
            Lines(self._steps),
        )


def _within_window(signature: Signature) -> bool:
    answered = signature.cycle
    return answered.why == "annual" and answered.opened <= signature.signed <= answered.due


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


def _asked_for(why: str) -> str:
    """How a duty is named to the person it concerns."""
    return {
        "new hire": "First signature as a new employee",
        "first issue": "First signature after issue",
        "review": "Signature after the review",
        "annual": "Annual renewal",
    }[why]
