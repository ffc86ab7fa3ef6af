"""What is true of every history, however it went: laws of the schedule that no example could show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oc_training.attestation.calendar_days import add_months
from oc_training.attestation.standing import Kind, Standing
from oc_training.roster.model import DutyStatus
from tests.attestation.histories import Tale

ISSUED = date(2023, 2, 20)
BADNESS = {Kind.EXCUSED: 0, Kind.CURRENT: 0, Kind.DUE: 1, Kind.OVERDUE: 2}

Happening: TypeAlias = tuple[int, str]
"""So many days after the happening before it, and what."""

HAPPENINGS = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from(["sign", "sign", "leave", "back", "decline", "editorial", "material", "reaffirmed", "fail"]),
    ),
    max_size=8,
)
STARTS = st.sampled_from([date(2010, 1, 1), ISSUED, ISSUED + timedelta(days=9), date(2024, 2, 29)])
DAYS = st.integers(0, 800)


@dataclass
class Told:
    """A history with the day of its last happening."""

    tale: Tale
    day: date

    def standing(self, day: date) -> Standing:
        standing = self.tale.standing(day)
        assert standing is not None
        return standing

    def badness(self, day: date) -> int:
        return BADNESS[self.standing(day).kind]


def tell(started: date, happenings: Sequence[Happening]) -> Told:
    tale = Tale()
    tale.on(ISSUED).start(started)
    tale.issue("R0", "first issue")
    day = max(ISSUED, started)
    for number, (gap, what) in enumerate(happenings, start=1):
        day += timedelta(days=gap)
        happen(tale.on(day), what, number)
    return Told(tale, day)


def happen(tale: Tale, what: str, number: int) -> None:
    day = tale.clock.now().date()
    standing = tale.standing(day)
    away = standing is not None and standing.kind is Kind.EXCUSED
    match what:
        case "sign":
            tale.sign()
        case "leave" if not away:
            tale.duty(DutyStatus.ON_LEAVE, day)
        case "back" if away:
            tale.duty(DutyStatus.ON_DUTY, day)
        case "decline" if standing is not None and standing.cycle is not None:
            tale.decline()
        case "editorial" | "material" | "reaffirmed":
            tale.issue(f"R{number}", what)
        case "fail":
            tale.fail()
        case _:
            pass


@settings(max_examples=50)
@given(STARTS, HAPPENINGS, st.integers(0, 500), DAYS)
def test_signing_never_makes_anyone_worse_off(
    started: date, happenings: Sequence[Happening], signs_after: int, later: int
) -> None:
    signed, unsigned = tell(started, happenings), tell(started, happenings)
    day = signed.day + timedelta(days=signs_after)
    assume(signed.tale.on(day).sign())
    looked_at = day + timedelta(days=later)
    assert signed.badness(looked_at) <= unsigned.badness(looked_at)
    with_it, without = signed.standing(looked_at).due, unsigned.standing(looked_at).due
    if with_it is not None and without is not None:
        assert with_it > without


@settings(max_examples=50)
@given(STARTS, HAPPENINGS, DAYS, st.integers(1, 400))
def test_a_day_later_nobody_is_less_due_when_nothing_happens(
    started: date, happenings: Sequence[Happening], days: int, more: int
) -> None:
    told = tell(started, happenings)
    day = told.day + timedelta(days=days)
    assert told.badness(day) <= told.badness(day + timedelta(days=more))
    assert told.standing(day).due == told.standing(day + timedelta(days=more)).due


@settings(max_examples=50)
@given(STARTS, HAPPENINGS, st.integers(0, 400), st.integers(1, 400), DAYS)
def test_a_leave_never_makes_anyone_overdue(
    started: date, happenings: Sequence[Happening], begins: int, lasts: int, later: int
) -> None:
    away, present = tell(started, happenings), tell(started, happenings)
    start = away.day + timedelta(days=begins)
    back = start + timedelta(days=lasts)
    assume(away.standing(start).kind is not Kind.EXCUSED)
    away.tale.on(start).duty(DutyStatus.ON_LEAVE, start)
    away.tale.on(back).duty(DutyStatus.ON_DUTY, back)
    for day in (start, back, start + timedelta(days=later)):
        assert away.badness(day) <= present.badness(day)
    if away.standing(back).kind is Kind.OVERDUE:
        assert present.standing(start).kind is Kind.OVERDUE


@settings(max_examples=60)
@given(STARTS, HAPPENINGS, HAPPENINGS, st.integers(0, 1000))
def test_what_happens_after_a_day_never_changes_the_standing_as_of_that_day(
    started: date, happenings: Sequence[Happening], afterwards: Sequence[Happening], looked_back: int
) -> None:
    told = tell(started, happenings)
    day = max(ISSUED, started, told.day - timedelta(days=looked_back))
    before = told.standing(day)
    now = told.day + timedelta(days=1)
    for number, (gap, what) in enumerate(afterwards, start=100):
        now += timedelta(days=gap)
        happen(told.tale.on(now), what, number)
    assert told.standing(day) == before


@settings(max_examples=60)
@given(STARTS, HAPPENINGS, DAYS)
def test_due_and_overdue_say_what_is_to_be_signed_and_current_only_within_the_window(
    started: date, happenings: Sequence[Happening], days: int
) -> None:
    told = tell(started, happenings)
    day = told.day + timedelta(days=days)
    standing = told.standing(day)
    cycle = standing.cycle
    if standing.kind in {Kind.DUE, Kind.OVERDUE}:
        assert cycle is not None
        assert (cycle.due, cycle.overdue_from) == (standing.due, standing.overdue_from)
        if standing.answer is None:
            assert (standing.kind is Kind.OVERDUE) == (day >= cycle.overdue_from)
        else:  # whoever answered otherwise than by signing is the supervisor's business, and not overdue
            assert standing.kind is Kind.DUE
        assert cycle.overdue_from == cycle.due + timedelta(days=told.tale.schedule.grace_days + 1)
    elif standing.kind is Kind.CURRENT:
        assert standing.due is not None
        assert day <= standing.due
        assert cycle is None or cycle.opened <= day
    else:
        assert (standing.due, cycle) == (None, None)


@given(st.dates(date(1999, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_adding_months_keeps_the_day_of_the_month_or_takes_the_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
