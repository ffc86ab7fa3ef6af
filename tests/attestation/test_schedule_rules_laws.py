"""The laws of the schedule under every schedule that a department could write, with moves, exemptions, new rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from oc_training.attestation.figures import Audience, Schedule
from oc_training.attestation.standing import Kind, Standing
from oc_training.roster.model import DutyStatus
from tests.attestation.histories import DIRECTIVE, WHO, Tale
from tests.support.station import ZONE

ISSUED = date(2023, 12, 20)
"""Shortly before a leap year."""
BADNESS = {Kind.EXCUSED: 0, Kind.CURRENT: 0, Kind.DUE: 1, Kind.OVERDUE: 2}

Happening: TypeAlias = tuple[int, str]

WHAT = (
    "sign", "sign", "leave", "back", "decline", "paper", "editorial", "material", "reaffirmed", "fail", "exempt", "end",
    "move in", "move out", "assign", "unassign",
)  # fmt: skip
HAPPENINGS = st.lists(st.tuples(st.integers(0, 150), st.sampled_from(WHAT)), max_size=9)
DAYS = st.integers(0, 800)
SOON = st.one_of(st.integers(0, 40), st.integers(0, 500))
"""Mostly while something is asked."""

AT_ONCE = Schedule(
    new_hire_days=0,
    first_issue_days=0,
    after_review_days=0,
    after_return_days=0,
    cycle_months=1,
    renewal_window_days=0,
    grace_days=0,
    moved_days=0,
    anchor="last signature",
    fixed_day_credit_days=0,
    clock_stands_still=False,
    sign_again_when_reaffirmed=False,
    assigned=(),
)
"""Whatever is asked is due on the day."""


@st.composite
def schedules(draw: st.DrawFn, *, limited: bool = False) -> Schedule:
    """Any schedule that the reader of the file accepts."""
    anchor = draw(st.sampled_from(["last signature", "last signature", "03-01", "12-31", "02-28"]))
    months = draw(st.sampled_from([12, 24, 36] if anchor != "last signature" else [1, 2, 12, 24, 48]))
    days = st.integers(0, 90)
    return Schedule(
        new_hire_days=draw(days),
        first_issue_days=draw(days),
        after_review_days=draw(days),
        after_return_days=draw(st.integers(0, 40)),
        cycle_months=months,
        renewal_window_days=draw(st.integers(0, min(months * 28 - 1, 335))),
        grace_days=draw(st.integers(0, 40)),
        moved_days=draw(days),
        anchor=anchor,
        fixed_day_credit_days=draw(st.integers(0, 183)),
        clock_stands_still=draw(st.booleans()),
        sign_again_when_reaffirmed=draw(st.booleans()),
        assigned=(Audience(DIRECTIVE, ("Patrol",)),) if limited else (),
    )


@dataclass
class Told:
    tale: Tale
    day: date

    def standing(self, day: date) -> Standing:
        standing = self.tale.standing(day)
        assert standing is not None
        return standing

    def badness(self, day: date) -> int:
        return BADNESS[self.standing(day).kind]


def tell(schedule: Schedule, happenings: Sequence[Happening], started: date = date(2010, 1, 1)) -> Told:
    tale = Tale(schedule)
    tale.on(ISSUED).start(started)
    tale.issue("R0", "first issue")
    day = max(ISSUED, started)
    for number, (gap, what) in enumerate(happenings, start=1):
        day += timedelta(days=gap)
        happen(tale.on(day), what, number)
    return Told(tale, day)


def possible(tale: Tale) -> dict[str, Callable[[], object]]:
    """What can happen today, to that person."""
    day = tale.clock.now().date()
    records = tale.book.records()
    [person] = records.people()
    history = records.history(person.id, DIRECTIVE)
    standing = tale.standing(day)
    found: dict[str, Callable[[], object]] = {
        "sign": tale.sign,
        "fail": tale.fail,
        "move in": lambda: tale.move("Patrol", "", day),
        "move out": lambda: tale.move("Records", "", day),
    }
    if person.duty is DutyStatus.ON_DUTY:
        found["leave"] = lambda: tale.duty(DutyStatus.ON_LEAVE, day)
    else:
        found["back"] = lambda: tale.duty(DutyStatus.ON_DUTY, day)
    if standing is not None and standing.cycle is not None:
        found |= {"decline": tale.decline, "paper": tale.ask_for_paper}
    if any(spell.until is None for spell in history.exemptions):
        found["end"] = lambda: tale.end_exemption(day)
    else:
        found["exempt"] = lambda: tale.exempt(day, None)
    if any(spell.until is None for spell in history.assignments):
        found["unassign"] = lambda: tale.end_assignment(day)
    else:
        found["assign"] = lambda: tale.assign(day)
    return found


def happen(tale: Tale, what: str, number: int) -> None:
    """Let it happen, if it can."""
    if what in {"editorial", "material", "reaffirmed"}:
        tale.issue(f"R{number}", what)
    else:
        possible(tale).get(what, lambda: None)()


@settings(max_examples=60)
@given(st.one_of(schedules(), schedules(limited=True)), HAPPENINGS, SOON, DAYS)
def test_signing_never_makes_anyone_worse_off(
    schedule: Schedule, happenings: Sequence[Happening], signs_after: int, later: int
) -> None:
    signed, unsigned = tell(schedule, happenings), tell(schedule, happenings)
    day = signed.day + timedelta(days=signs_after)
    assume(signed.tale.on(day).sign())
    looked_at = day + timedelta(days=later)
    assert signed.badness(looked_at) <= unsigned.badness(looked_at)
    with_it, without = signed.standing(looked_at).due, unsigned.standing(looked_at).due
    if with_it is not None and without is not None:
        assert with_it >= without


@settings(max_examples=60)
@given(st.one_of(schedules(), schedules(limited=True)), HAPPENINGS, HAPPENINGS, SOON, SOON)
def test_having_signed_is_never_worse_whatever_happens_afterwards_to_both(
    schedule: Schedule, before: Sequence[Happening], after: Sequence[Happening], signs_after: int, later: int
) -> None:
    """Leaves, exemptions and moves that come after a signature do not make it a disadvantage."""
    signed, unsigned = tell(schedule, before), tell(schedule, before)
    day = signed.day + timedelta(days=signs_after)
    assume(signed.tale.on(day).sign())
    for number, (gap, what) in enumerate(after, start=100):
        day += timedelta(days=gap)
        if what not in {"sign", "decline", "paper"}:
            happen(signed.tale.on(day), what, number)
            happen(unsigned.tale.on(day), what, number)
    looked_at = day + timedelta(days=later)
    assert signed.badness(looked_at) <= unsigned.badness(looked_at)


@settings(max_examples=60)
@given(st.one_of(schedules(), schedules(limited=True)), HAPPENINGS, DAYS, st.integers(1, 400))
def test_a_day_later_nobody_is_less_due_when_nothing_happens(
    schedule: Schedule, happenings: Sequence[Happening], days: int, more: int
) -> None:
    told = tell(schedule, happenings)
    day = told.day + timedelta(days=days)
    assert told.badness(day) <= told.badness(day + timedelta(days=more))
    assert told.standing(day).due == told.standing(day + timedelta(days=more)).due


@settings(max_examples=60)
@given(
    st.one_of(schedules(), schedules(limited=True)),
    HAPPENINGS,
    st.tuples(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["leave", "exemption"])),
    DAYS,
)
def test_time_away_never_makes_anyone_overdue(
    schedule: Schedule, happenings: Sequence[Happening], spell: tuple[int, int, str], later: int
) -> None:
    begins, lasts, what = spell
    away, present = tell(schedule, happenings), tell(schedule, happenings)
    start = away.day + timedelta(days=begins)
    back = start + timedelta(days=lasts)
    [person] = away.tale.book.records().people()
    assume(person.duty is DutyStatus.ON_DUTY)
    history = away.tale.book.records().history(person.id, DIRECTIVE)
    assume(not any(each.until is None for each in history.exemptions))
    if what == "leave":
        away.tale.on(start).duty(DutyStatus.ON_LEAVE, start)
        away.tale.on(back).duty(DutyStatus.ON_DUTY, back)
    else:
        away.tale.on(start).exempt(start, None)
        away.tale.on(back).end_exemption(back)
    for day in (start, back, start + timedelta(days=later)):
        assert away.badness(day) <= present.badness(day)
    if away.standing(back).kind is Kind.OVERDUE:
        assert present.standing(start).kind is Kind.OVERDUE


@settings(max_examples=60)
@given(
    st.one_of(schedules(), schedules(limited=True)), HAPPENINGS, HAPPENINGS, st.integers(0, 1000), st.integers(-900, 0)
)
def test_what_is_true_as_of_a_day_never_changes_whatever_is_written_later_for_whatever_day(
    schedule: Schedule, happenings: Sequence[Happening], afterwards: Sequence[Happening], looked_back: int, clock: int
) -> None:
    told = tell(schedule, happenings)
    told.tale.on(told.day).record_rules()
    day = max(ISSUED, told.day - timedelta(days=looked_back))
    before = told.standing(day)
    now = told.day + timedelta(days=1)
    for number, (gap, what) in enumerate(afterwards, start=100):
        now += timedelta(days=gap)
        happen(told.tale.on(now), what, number)
    told.tale.on(now).fail()  # an entry of a later day, after which the clock is wrong
    told.tale.on(now + timedelta(days=clock))
    told.tale.duty(DutyStatus.ON_LEAVE, day - timedelta(days=5))
    told.tale.exempt(day - timedelta(days=9), None)
    told.tale.schedule = msgspec.structs.replace(schedule, first_issue_days=1, grace_days=0)
    told.tale.record_rules()
    assert told.standing(day) == before


def was_ever_overdue(told: Told, happenings: Sequence[Happening], until: date) -> bool:
    """Whether the book ever said so: on a day before something happened, on the day of it, or at last.

    On the day of it also before it was entered: whoever is excused on the first day on which they are late was late.
    """
    days, day = {until}, ISSUED
    for gap, _ in happenings:
        day += timedelta(days=gap)
        days.add(day)
    said = [told.standing(each) for day in days for each in (day - timedelta(days=1), day) if each >= ISSUED]
    said += [tell(told.tale.schedule, before_the_day(happenings, each)).standing(each) for each in days]
    return any(standing.kind is Kind.OVERDUE for standing in said)


def before_the_day(happenings: Sequence[Happening], day: date) -> list[Happening]:
    """What happened before *day*: of two entries of one day the second is not late, and may undo the first."""
    on, kept = ISSUED, list[Happening]()
    for gap, what in happenings:
        on += timedelta(days=gap)
        if on < day:
            kept.append((gap, what))
    return kept


LATE: dict[str, Callable[[Tale, date], object]] = {
    "leave": lambda tale, since: tale.duty(DutyStatus.ON_LEAVE, since),
    "back": lambda tale, since: tale.duty(DutyStatus.ON_DUTY, since),
    "corrected": lambda tale, since: tale.correct_duty(since),
    "never": lambda tale, _: tale.correct_duty(None),
    "exempt": lambda tale, since: tale.exempt(since, None),
    "end": lambda tale, since: tale.end_exemption(since),
    "move in": lambda tale, since: tale.move("Patrol", "", since),
    "move out": lambda tale, since: tale.move("Records", "", since),
    "assign": lambda tale, since: tale.assign(since),
    "unassign": lambda tale, since: tale.end_assignment(since),
}  # fmt: skip


@settings(max_examples=120, suppress_health_check=[HealthCheck.filter_too_much])
@example(AT_ONCE, [(0, "leave")], 1, [("corrected", 1), ("back", 1)])
@example(AT_ONCE, [(0, "leave")], 1, [("leave", 1), ("back", 1)])
@given(
    st.one_of(schedules(), schedules(limited=True)),
    HAPPENINGS,
    SOON,
    st.lists(st.tuples(st.sampled_from(sorted(LATE)), st.integers(0, 200)), min_size=1, max_size=3),
)
def test_nobody_is_late_for_what_nobody_had_told_them_however_late_it_is_entered(
    schedule: Schedule, happenings: Sequence[Happening], gap: int, late: Sequence[tuple[str, int]]
) -> None:
    told = tell(schedule, happenings)
    day = told.day + timedelta(days=gap)
    assume(not was_ever_overdue(told, happenings, day))
    told.tale.on(day)
    for what, days in late:
        assume(what not in {"corrected", "never"} or told.tale.book.records().duty_changes(WHO))
        LATE[what](told.tale, day - timedelta(days=days))
    assert told.standing(day).kind is not Kind.OVERDUE


@settings(max_examples=40)
@given(schedules(), st.integers(0, 600), st.integers(0, 4000))
def test_nobody_is_late_on_the_day_they_are_put_on_the_roster(schedule: Schedule, gap: int, before: int) -> None:
    tale = Tale(schedule)
    tale.on(ISSUED).issue("R0", "first issue")
    day = ISSUED + timedelta(days=gap)
    tale.on(day).start(day - timedelta(days=before))
    standing = tale.standing(day)
    assert standing is not None
    assert standing.kind is Kind.DUE


@settings(max_examples=80, suppress_health_check=[HealthCheck.filter_too_much])
@given(
    st.one_of(schedules(), schedules(limited=True)),
    st.lists(st.one_of(schedules(), schedules(limited=True)), min_size=1, max_size=3),
    HAPPENINGS,
    SOON,
)
def test_new_rules_make_nobody_overdue_on_their_day(
    schedule: Schedule, later: Sequence[Schedule], happenings: Sequence[Happening], gap: int
) -> None:
    told = tell(schedule, ())
    told.tale.record_rules()
    day = told.day
    for number, (apart, what) in enumerate(happenings, start=1):
        day += timedelta(days=apart)
        happen(told.tale.on(day), what, number)
    day += timedelta(days=gap)
    assume(not was_ever_overdue(told, happenings, day))
    told.tale.on(day)
    for each in later:
        told.tale.schedule = msgspec.structs.replace(each, after_review_days=max(each.after_review_days, 1))
        told.tale.record_rules()
    assert told.standing(day).kind is not Kind.OVERDUE


@settings(max_examples=50)
@given(schedules(), st.dates(date(2023, 12, 20), date(2032, 12, 31)), st.integers(0, 60))
@example(Schedule(
    new_hire_days=30, first_issue_days=30, after_review_days=30, after_return_days=14, cycle_months=12,
    renewal_window_days=30, grace_days=14, anchor="03-01",
), date(2024, 2, 29), 0)  # fmt: skip
def test_a_new_employee_is_never_asked_twice_within_the_days_of_credit(
    schedule: Schedule, started: date, signs_after: int
) -> None:
    told = tell(schedule, (), started)
    signed = started + timedelta(days=signs_after)
    assume(told.tale.on(signed).sign())
    due = told.standing(signed).due
    assert due is not None
    if schedule.anchor == "last signature":
        assert due > signed
        return
    assert due > signed + timedelta(days=max(schedule.fixed_day_credit_days, schedule.renewal_window_days))
    assert f"{due:%m-%d}" == schedule.anchor
    assert due <= signed + timedelta(days=365 + 366 * (schedule.cycle_months // 12) + 90)


@pytest.mark.parametrize("night", [date(2026, 3, 8), date(2026, 11, 1)])
@pytest.mark.parametrize("minutes", [0, 59, 60, 61, 119, 120, 121, 179, 180, 1378])
def test_on_both_nights_of_the_summer_time_a_day_is_the_stations_day(night: date, minutes: int) -> None:
    tale = Tale()
    tale.on(night - timedelta(days=30)).start(date(2010, 1, 1))
    tale.issue("A", "first issue")
    due = tale.standing(night)
    assert due is not None
    assert (due.kind, due.due) == (Kind.DUE, night)
    # So many minutes after midnight, counted as they pass and not as the clock on the wall shows them.
    moment = datetime(night.year, night.month, night.day, tzinfo=ZONE).timestamp() + minutes * 60
    tale.clock.forward(datetime.fromtimestamp(moment, ZONE) - tale.clock.now())
    assert tale.sign()
    after = tale.standing(night)
    assert after is not None
    assert (after.kind, after.signed) == (Kind.CURRENT, night)
    assert tale.standing(night - timedelta(days=1)) != after
