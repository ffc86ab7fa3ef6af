"""Duty status is that of the day asked about: what lies ahead locks nothing, and a wrong day can be put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.duty_events import DutyCorrected
from oc_training.attestation.events import COMMAND
from oc_training.attestation.roster_events import DutyChanged
from oc_training.attestation.standing import Kind
from oc_training.errors import NotSignedIn, Refused, WrongPin
from oc_training.roster.model import DutyStatus, Role
from oc_training.roster.pins import Secret
from tests.support.small_content import DIRECTIVE
from tests.support.station import PIN, SET_UP_ON, Station, memory_station

LEAVE, BACK, GONE = DutyStatus.ON_LEAVE, DutyStatus.ON_DUTY, DutyStatus.SEPARATED


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201")
    station.stand_on(date(2025, 2, 1))
    return station


def status(station: Station, day: date) -> DutyStatus:
    return station.house.book.records().duty_on(station.person("201").id, day)


def ahead(days: int) -> date:
    return date(2025, 2, 1) + timedelta(days=days)


def test_a_leave_ahead_does_not_keep_anybody_from_resigning_before_it(station: Station) -> None:
    station.duty("201", LEAVE, ahead(100))
    station.pass_days(10)
    station.duty("201", GONE)
    assert [status(station, ahead(days)) for days in (9, 10, 101)] == [BACK, GONE, GONE]


def test_a_leave_ahead_is_called_off_begins_earlier_and_another_may_come_before_it(station: Station) -> None:
    station.duty("201", LEAVE, ahead(100))
    station.duty("201", BACK)
    assert status(station, ahead(100)) is BACK
    station.duty("201", LEAVE, ahead(100))
    station.pass_days(5)
    station.duty("201", LEAVE)
    assert [status(station, ahead(days)) for days in (4, 5, 100)] == [BACK, LEAVE, LEAVE]


def test_whoever_comes_back_earlier_than_was_entered_ahead_can_sign_at_once(station: Station) -> None:
    station.duty("201", LEAVE, ahead(-10))
    station.duty("201", BACK, ahead(30))
    station.pass_days(10)
    station.duty("201", BACK)
    station.sign("201")
    [row] = [row for row in station.house.board.status() if row.person.badge == "201"]
    assert (row.standing.kind, row.person.duty) == (Kind.CURRENT, BACK)


def test_what_lies_ahead_is_not_shown_as_todays(station: Station) -> None:
    station.duty("201", LEAVE, ahead(20))
    for day, shown in ((ahead(0), BACK), (ahead(20), LEAVE)):
        station.stand_on(day)
        [row] = [row for row in station.house.board.status() if row.person.badge == "201"]
        assert row.person.duty is shown
        assert station.house.board.person(station.sign_in("100"), row.person.id).duty is shown


def test_nobody_signs_in_before_the_first_day_of_a_new_hiring(station: Station) -> None:
    station.duty("201", GONE)
    station.duty("201", BACK, ahead(20))
    with pytest.raises(NotSignedIn):
        station.sign_in("201")
    [row] = [row for row in station.house.board.status() if row.person.badge == "201"]
    assert row.standing.reason == "Separated since 2025-02-01."
    station.pass_days(20)
    station.sign_in("201")


def test_a_supervisor_is_told_as_long_as_they_are_here_and_not_before_they_are(station: Station) -> None:
    sam = station.hire("300", "Sam Sergeant", role=Role.SUPERVISOR)
    for badge in ("300", "100"):
        station.sign(badge)

    def told() -> list[str]:
        found = station.house.reminding.as_of(station.today).notices
        return [notice.to[0].badge for notice in found if notice.stage == "overdue"]

    station.stand_on(SET_UP_ON + timedelta(days=46))
    station.house.people.set_duty(sam.id, LEAVE, station.today + timedelta(days=60), COMMAND, "why")
    assert told() == ["300"]
    station.house.people.set_duty(sam.id, LEAVE, station.today, COMMAND, "why")
    station.house.people.set_duty(sam.id, BACK, station.today + timedelta(days=60), COMMAND, "why")
    assert told() == ["100"]


def test_a_wrong_day_is_corrected_by_an_entry_that_names_the_mistake(station: Station) -> None:
    people, who = station.house.people, station.person("201").id
    station.duty("201", LEAVE, ahead(-20))
    station.duty("201", BACK, ahead(-5))
    [leave, back] = [recorded.entry.seq for recorded in station.entries(DutyChanged)]
    people.correct_duty(who, leave, ahead(-10), COMMAND, "Typed wrong")
    assert [status(station, ahead(days)) for days in (-11, -10, -6, -5)] == [BACK, LEAVE, LEAVE, BACK]
    [corrected] = [recorded.event for recorded in station.entries(DutyCorrected)]
    assert corrected == DutyCorrected(person=who, corrects=leave, since=ahead(-10), by=COMMAND, reason="Typed wrong")
    number = station.entries(DutyCorrected)[0].entry.seq
    for entry, day, sentence in (
        (leave, ahead(-9), f"Entry {leave} counts no more: entry {number} took its place"),
        (1, ahead(-9), "no leave, return, separation or move"),
        (number, ahead(-10), "already"),
        (number, ahead(-5), "must lie between"),
        (back, None, "Only a leave"),
        (back, ahead(-11), "must lie between"),
        (back, ahead(500), "more than a year ahead"),
    ):
        with pytest.raises(Refused, match=sentence):
            people.correct_duty(who, entry, day, COMMAND, "why")
    people.correct_duty(who, number, None, COMMAND, "Somebody else")
    assert status(station, ahead(-8)) is BACK


def test_after_the_only_leave_never_was_somebody_is_on_duty_as_if_it_had_not_been_entered(station: Station) -> None:
    house, before = station.house, station.person("201")
    station.duty("201", LEAVE, ahead(-5))
    [leave] = house.duty_acts.changes(before.id)
    house.people.correct_duty(before.id, leave.entry, None, COMMAND, "Somebody else")
    records = house.book.records()
    assert records.person(before.id) == records.person_on(before.id, ahead(0)) == before
    assert before in records.people()
    assert before in records.people_on(ahead(-3))
    assert status(station, ahead(-3)) is BACK
    station.duty("201", LEAVE, ahead(2))
    assert [status(station, ahead(days)) for days in (1, 2)] == [BACK, LEAVE]


def test_an_entry_for_a_day_before_what_has_come_says_how_it_is_put_right(station: Station) -> None:
    station.duty("201", LEAVE, ahead(-20))
    station.duty("201", BACK, ahead(-10))
    with pytest.raises(Refused, match="put right by correcting entry"):
        station.duty("201", LEAVE, ahead(-22))
    station.duty("201", LEAVE, ahead(-5))
    station.duty("201", LEAVE, ahead(-7))
    assert [status(station, ahead(days)) for days in (-8, -7)] == [BACK, LEAVE]


def test_the_day_of_a_move_is_corrected_like_that_of_a_leave(station: Station) -> None:
    house, who = station.house, station.person("201").id
    people, acts = house.people, house.duty_acts
    wrong = acts.move(who, "Records", None, ahead(-5), COMMAND, "Transfer").entry.seq
    right = people.correct_duty(who, wrong, ahead(-10), COMMAND, "Typed wrong").entry.seq
    [move] = acts.moves(who)
    assert (move.since, move.unit, move.entry) == (ahead(-10), "Records", right)
    assert acts.superseded(who) == {wrong: right}
    acts.move(who, "Night Shift", None, ahead(-2), COMMAND, "Transfer")
    for entry, day, sentence in (
        (wrong, ahead(-9), f"Entry {wrong} counts no more: entry {right} took its place"),
        (right, ahead(-10), "already"),
        (right, ahead(-2), "must lie between the moves"),
        (right, SET_UP_ON - timedelta(days=1), "not before they started"),
        (right, None, "record a move to the unit before"),
        (right + 1, ahead(1), "when its day has come"),
    ):
        with pytest.raises(Refused, match=sentence):
            people.correct_duty(who, entry, day, COMMAND, "why")
    assert station.person("201").unit == "Night Shift"


def test_an_entry_of_a_move_for_a_wrong_day_says_how_it_is_put_right(station: Station) -> None:
    acts, who = station.house.duty_acts, station.person("201").id
    move = acts.move(who, "Records", None, ahead(-5), COMMAND, "Transfer").entry.seq
    for unit, day in (("Records", ahead(-9)), ("Night Shift", ahead(-9))):
        with pytest.raises(Refused, match=f"A wrong day is put right by correcting entry {move}"):
            acts.move(who, unit, None, day, COMMAND, "Transfer")


def test_a_last_day_that_was_a_mistake_is_undone_by_the_act_that_the_refusal_names(station: Station) -> None:
    house, who = station.house, station.person("201").id
    gone = house.people.set_duty(who, GONE, ahead(-3), COMMAND, "Somebody else").entry.seq
    with pytest.raises(Refused, match=rf"To undo entry {gone}, record a return \(On duty\) from that last day"):
        house.people.correct_duty(who, gone, None, COMMAND, "why")
    for act in (
        lambda: house.door.issue_code(who, COMMAND),
        lambda: house.duty_acts.move(who, "Records", None, ahead(0), COMMAND, "Transfer"),
    ):
        with pytest.raises(Refused, match="Where that is a mistake, record a return from their last day first"):
            act()
    back = house.people.set_duty(who, BACK, ahead(-3), COMMAND, "Was somebody else").entry.seq
    assert station.person("201").duty is BACK
    station.sign_in("201")
    with pytest.raises(Refused, match=f"To undo entry {back}, record the leave again"):
        house.people.correct_duty(who, back, None, COMMAND, "why")


def test_a_return_that_never_was_is_undone_by_the_leave_once_more(station: Station) -> None:
    house, who = station.house, station.person("201").id
    station.duty("201", LEAVE, ahead(-10))
    station.duty("201", BACK, ahead(-5))
    house.people.set_duty(who, LEAVE, ahead(-5), COMMAND, "Not back yet")
    assert [status(station, ahead(days)) for days in (-11, -6, -5, 0)] == [BACK, LEAVE, LEAVE, LEAVE]


@pytest.mark.parametrize("right", [-12, -2])
def test_an_exemption_for_a_wrong_day_is_ended_from_its_first_and_entered_anew(station: Station, right: int) -> None:
    house, who = station.house, station.person("201").id
    acts = house.duty_acts
    exemption = acts.exempt(who, DIRECTIVE, ahead(-7), ahead(40), COMMAND, "Detail").entry.seq
    said = f"Entry {exemption} is about an exemption .Directive {DIRECTIVE}.: end it from its first day, then exempt"
    with pytest.raises(Refused, match=said):
        house.people.correct_duty(who, exemption, ahead(right), COMMAND, "why")
    acts.end_exemption(who, DIRECTIVE, ahead(-7), COMMAND, "Typed wrong")
    acts.exempt(who, DIRECTIVE, ahead(right), ahead(40), COMMAND, "Detail")
    [row] = [row for row in house.board.status() if row.person.badge == "201"]
    assert row.standing.kind is Kind.EXCUSED
    with pytest.raises(Refused, match="is exempt from Directive 9-100 already"):
        acts.exempt(who, DIRECTIVE, ahead(30), None, COMMAND, "Detail")


def test_a_correction_takes_the_pin_of_whoever_makes_it(station: Station) -> None:
    people, who, by = station.house.people, station.person("201").id, station.coordinator.id
    station.duty("201", LEAVE, station.today)
    [leave] = station.house.duty_acts.changes(who)
    head = station.house.book.head()
    with pytest.raises(WrongPin):
        people.correct_duty(who, leave.entry, None, by, "Somebody else", Secret("not that one"))
    assert station.house.book.head() == head
    people.correct_duty(who, leave.entry, None, by, "Somebody else", Secret(PIN))
    assert station.house.duty_acts.changes(who) == ()


def test_what_counts_no_more_is_kept_with_the_entry_that_took_its_place(station: Station) -> None:
    people, acts, who = station.house.people, station.house.duty_acts, station.person("201").id
    station.duty("201", LEAVE, ahead(60))
    station.duty("201", LEAVE, ahead(30))
    [leave] = acts.changes(who)
    [planned] = acts.replaced(who)
    assert (planned.change.since, planned.by) == (ahead(60), leave.entry)
    people.correct_duty(who, leave.entry, ahead(31), COMMAND, "Typed wrong")
    [right] = acts.changes(who)
    assert [(each.change.since, each.by) for each in acts.replaced(who)] == [
        (ahead(60), leave.entry),
        (ahead(30), right.entry),
    ]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_an_act_about_somebody_needs_a_reason_whoever_asks(station: Station, reason: str) -> None:
    person, people, today = station.person("201"), station.house.people, station.today
    head = station.house.book.head()
    for act in (
        lambda: people.set_duty(person.id, LEAVE, today, COMMAND, reason),
        lambda: people.change(person.id, replace(person.details, unit="Traffic"), reason, COMMAND),
        lambda: station.house.duty_acts.move(person.id, "Traffic", None, today, COMMAND, reason),
    ):
        with pytest.raises(Refused, match="Please give a reason"):
            act()
    assert station.house.book.head() == head


def test_what_was_decided_about_a_duty_still_holds_when_it_is_written(station: Station) -> None:
    """Another terminal exempts the same person while the PIN is asked for: there are never two at a time."""
    acts, who, by = station.house.duty_acts, station.person("201").id, station.coordinator.id
    prove = acts._prove

    def meanwhile(person: str, pin: Secret | None) -> None:
        prove(person, pin)
        acts.exempt(who, DIRECTIVE, station.today, None, COMMAND, "First")

    acts._prove = meanwhile
    with pytest.raises(Refused, match="exempt from Directive 9-100 already"):
        acts.exempt(who, DIRECTIVE, station.today, None, by, "Second", Secret(PIN))


def test_of_two_assignments_or_exemptions_the_one_that_holds_is_ended(station: Station) -> None:
    acts, who = station.house.duty_acts, station.person("201").id
    acts.exempt(who, DIRECTIVE, station.today, ahead(10), COMMAND, "why")
    acts.exempt(who, DIRECTIVE, ahead(50), None, COMMAND, "why")
    station.pass_days(5)
    acts.end_exemption(who, DIRECTIVE, station.today, COMMAND, "why")
    [row] = [row for row in station.house.board.status() if row.person.badge == "201"]
    assert row.standing.kind is not Kind.EXCUSED
    assert acts.exempt_from(who) == (DIRECTIVE,)
