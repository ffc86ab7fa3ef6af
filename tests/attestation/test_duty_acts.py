"""Moves, exemptions, assignments by name, leaves: who may, on which day, and what is marked as recorded later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.duty_acts import DutyActs
from oc_training.attestation.duty_events import Assigned, AssignmentEnded, Exempted, ExemptionEnded, Moved
from oc_training.attestation.events import COMMAND
from oc_training.attestation.roster_events import DutyChanged
from oc_training.attestation.standing import Kind
from oc_training.errors import NotFound, Refused, WrongPin
from oc_training.reports.history_words import recorded_later
from oc_training.roster.model import DutyStatus
from oc_training.roster.pins import Secret
from tests.support.small_content import DIRECTIVE
from tests.support.station import PIN, SET_UP_ON, Station, memory_station

RIGHT = Secret(PIN)

ROOMS = f"""
[assigned."{DIRECTIVE}"]
units = ["Traffic"]
"""


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201")
    return station


@pytest.fixture
def limited(department: Path) -> Station:
    """A station whose directive is for Traffic only."""
    file = department / "content" / "schedule.toml"
    file.write_text(file.read_text() + ROOMS)
    station = memory_station(Content(department))
    station.hire("201")
    return station


def acts(station: Station) -> DutyActs:
    return station.house.duty_acts


def who(station: Station) -> str:
    return station.person("201").id


def kind(station: Station) -> Kind:
    [row] = [row for row in station.house.board.status() if row.person.badge == "201"]
    return row.standing.kind


def test_every_act_is_an_entry_with_who_when_and_why(limited: Station) -> None:
    person, by, today = who(limited), limited.coordinator.id, limited.today
    acts(limited).assign(person, DIRECTIVE, today, by, " Instructor\n", RIGHT)
    assert kind(limited) is Kind.DUE
    acts(limited).end_assignment(person, DIRECTIVE, today, by, "Over", RIGHT)
    assert kind(limited) is Kind.EXCUSED
    acts(limited).move(person, "Traffic", None, today, by, "Transfer", RIGHT)
    assert kind(limited) is Kind.DUE
    acts(limited).exempt(person, DIRECTIVE, today, None, by, "Detail", RIGHT)
    assert kind(limited) is Kind.EXCUSED
    acts(limited).end_exemption(person, DIRECTIVE, today, by, "Back", RIGHT)
    assert kind(limited) is Kind.DUE
    written = [recorded.event for recorded in limited.entries()][-5:]
    assert written == [
        Assigned(person=person, directive=DIRECTIVE, since=today, by=by, reason="Instructor"),
        AssignmentEnded(person=person, directive=DIRECTIVE, since=today, by=by, reason="Over"),
        Moved(person=person, unit="Traffic", rank="Officer", since=today, by=by, reason="Transfer"),
        Exempted(person=person, directive=DIRECTIVE, since=today, through=None, by=by, reason="Detail"),
        ExemptionEnded(person=person, directive=DIRECTIVE, since=today, by=by, reason="Back"),
    ]
    assert limited.person("201").unit == "Traffic"


def test_a_person_is_asked_for_their_pin_once_more_and_nothing_is_written_without_it(limited: Station) -> None:
    person, by, today = who(limited), limited.coordinator.id, limited.today
    head = limited.house.book.head()
    for pin in (None, Secret("not the pin")):
        with pytest.raises(WrongPin):
            acts(limited).move(person, "Traffic", None, today, by, "Transfer", pin)
    assert limited.house.book.head().seq == head.seq


def test_what_is_entered_for_an_earlier_day_is_marked_everywhere(station: Station) -> None:
    station.pass_days(40)
    person, earlier = who(station), station.today - timedelta(days=10)
    moved = acts(station).move(person, "Night Shift", "", earlier, COMMAND, "Transfer")
    exempted = acts(station).exempt(person, DIRECTIVE, earlier, None, COMMAND, "Detail")
    assert recorded_later(moved) == recorded_later(exempted) == "Recorded later."
    [row] = station.house.board.rows_of(station.enter("100").session, person)
    assert any(f"Recorded later, on {station.today}." in line.text for line in row.standing.lines)
    on_the_day = acts(station).move(person, "Traffic", "", station.today, COMMAND, "Transfer")
    assert recorded_later(on_the_day) == ""


def test_a_leave_entered_late_is_marked_in_lines_and_one_entered_in_time_is_not(station: Station) -> None:
    station.pass_days(5)
    earlier = station.today - timedelta(days=3)
    station.duty("201", DutyStatus.ON_LEAVE, earlier)
    [row] = station.house.board.rows_of(station.enter("100").session, who(station))
    lines = [line.text for line in row.standing.lines]
    assert f"On leave since {earlier}. Recorded later, on {station.today}." in lines
    station.pass_days(20)
    station.duty("201", DutyStatus.ON_DUTY, station.today - timedelta(days=1))
    [row] = station.house.board.rows_of(station.enter("100").session, who(station))
    assert any(f"recorded later, on {station.today}" in line.text for line in row.standing.lines)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda it, p, d: it.move(p, "", None, d, COMMAND, "why"), "already"),
        (lambda it, p, d: it.move(p, "patrol " * 20, None, d, COMMAND, "why"), "too long"),
        (lambda it, p, d: it.move(p, "Traffic", None, d + timedelta(days=1), COMMAND, "why"), "when its day has come"),
        (lambda it, p, _: it.move(p, "Traffic", None, SET_UP_ON - timedelta(days=1), COMMAND, "why"), "not be before"),
        (lambda it, p, d: it.move(p, "Traffic", None, d, COMMAND, " \n"), "give a reason"),
        (lambda it, p, d: it.exempt(p, DIRECTIVE, d, d - timedelta(days=1), COMMAND, "why"), "before the first"),
        (lambda it, p, d: it.exempt(p, DIRECTIVE, d + timedelta(days=400), None, COMMAND, "why"), "more than a year"),
        (lambda it, p, d: it.exempt(p, DIRECTIVE, d, None, p, "why"), "for the training coordinator"),
        (lambda it, p, d: it.end_exemption(p, DIRECTIVE, d, COMMAND, "why"), "is not exempt"),
        (lambda it, p, d: it.assign(p, DIRECTIVE, d, COMMAND, "why"), "for everybody"),
        (lambda it, p, d: it.end_assignment(p, DIRECTIVE, d, COMMAND, "why"), "not assigned"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_changes_nothing(
    station: Station, act: Callable[[DutyActs, str, date], object], sentence: str
) -> None:
    before = station.house.book.head()
    with pytest.raises(Refused, match=sentence):
        act(acts(station), who(station), station.today)
    assert station.house.book.head() == before


def test_nobody_exempts_themselves(station: Station) -> None:
    own = station.coordinator.id
    with pytest.raises(Refused, match="Somebody else"):
        acts(station).exempt(own, DIRECTIVE, station.today, None, own, "why")


def test_a_directive_that_was_never_issued_is_not_found(station: Station) -> None:
    person, today = who(station), station.today
    for act in (acts(station).assign, acts(station).end_assignment, acts(station).end_exemption):
        with pytest.raises(NotFound, match="was not issued"):
            act(person, "1-1", today, COMMAND, "why")
    with pytest.raises(NotFound, match="was not issued"):
        acts(station).exempt(person, "1-1", today, None, COMMAND, "why")


def test_two_exemptions_at_a_time_are_refused_and_one_after_the_other_are_not(station: Station) -> None:
    person, today = who(station), station.today
    acts(station).exempt(person, DIRECTIVE, today, today + timedelta(days=9), COMMAND, "why")
    for start, through in ((5, 20), (-0, None), (9, 9)):
        until = None if through is None else today + timedelta(days=through)
        with pytest.raises(Refused, match="exempt from Directive 9-100 already"):
            acts(station).exempt(person, DIRECTIVE, today + timedelta(days=start), until, COMMAND, "why")
    acts(station).exempt(person, DIRECTIVE, today + timedelta(days=10), None, COMMAND, "why")
    assert acts(station).exempt_from(person) == (DIRECTIVE,)


def test_whoever_has_left_is_not_moved_exempted_or_assigned_anything(station: Station) -> None:
    station.duty("201", DutyStatus.SEPARATED)
    person = station.house.people.with_badge("201").id
    with pytest.raises(Refused, match="has left"):
        acts(station).move(person, "Traffic", None, station.today, COMMAND, "why")


def test_what_is_theirs_already_is_not_assigned_again(limited: Station) -> None:
    person, today = who(limited), limited.today
    assert acts(limited).assignable(person) == (DIRECTIVE,)
    acts(limited).assign(person, DIRECTIVE, today, COMMAND, "why")
    assert (acts(limited).assignable(person), acts(limited).assigned_by_name(person)) == ((), (DIRECTIVE,))
    with pytest.raises(Refused, match="assigned to Robin Sample already"):
        acts(limited).assign(person, DIRECTIVE, today, COMMAND, "why")


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ((DutyStatus.ON_LEAVE, 0), (DutyStatus.ON_LEAVE, 4), "is on leave already"),
        ((DutyStatus.ON_LEAVE, 400), None, "more than a year ahead"),
        ((DutyStatus.ON_LEAVE, -2), None, "is on duty since .*; the day must not be before"),
    ],
)
def test_a_leave_or_return_on_a_day_that_cannot_be_is_refused(
    station: Station, first: tuple[DutyStatus, int], second: tuple[DutyStatus, int] | None, sentence: str
) -> None:
    if second is not None:
        station.duty("201", first[0], station.today + timedelta(days=first[1]))
        first = second
    with pytest.raises(Refused, match=sentence):
        station.duty("201", first[0], station.today + timedelta(days=first[1]))


def test_a_leave_may_lie_ahead_and_so_may_the_return(station: Station) -> None:
    station.duty("201", DutyStatus.ON_LEAVE, station.today + timedelta(days=10))
    assert kind(station) is Kind.DUE
    station.duty("201", DutyStatus.ON_DUTY, station.today + timedelta(days=20))
    station.pass_days(12)
    assert kind(station) is Kind.EXCUSED
    station.pass_days(8)
    assert kind(station) is Kind.DUE
    assert len(station.entries(DutyChanged)) == 2


def test_a_corrected_first_day_is_the_day_from_which_a_leave_can_begin(station: Station) -> None:
    person = station.person("201")
    station.pass_days(10)
    earlier = SET_UP_ON - timedelta(days=1000)
    details = station.person("201").details
    station.house.people.change(person.id, type(details)(
        details.name, details.badge, details.rank, details.unit, details.role, earlier
    ), "typed wrong", COMMAND)  # fmt: skip
    station.duty("201", DutyStatus.ON_LEAVE, SET_UP_ON - timedelta(days=5))
    assert station.person("201").duty is DutyStatus.ON_LEAVE
