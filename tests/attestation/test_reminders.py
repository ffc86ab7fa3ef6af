"""Who is told what on which day: each stage once, the latest where days were skipped, nothing to whoever is excused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oc_training.attestation.content import Content
from oc_training.attestation.duty_events import Reminded
from oc_training.attestation.events import COMMAND
from oc_training.attestation.reminders import Notice, reviews_to_tell
from oc_training.attestation.reminding import Reminding
from oc_training.attestation.standing import Kind
from oc_training.attestation.walk import Review
from oc_training.errors import NotFound
from oc_training.roster.model import DutyStatus, Role
from oc_training.roster.pins import Secret
from tests.attestation.histories import DIRECTIVE as OF_THE_TALE
from tests.attestation.histories import WHO, Tale
from tests.support.small_content import DIRECTIVE
from tests.support.station import PIN, SET_UP_ON, Station, memory_station, project_content, walk_to


@pytest.fixture
def station(small: Content) -> Station:
    """An officer, a supervisor of the same unit, a coordinator of another; the two have signed on the first day."""
    station = memory_station(small)
    station.hire("201")
    station.hire("300", "Sam Sergeant", role=Role.SUPERVISOR)
    station.sign("300")
    station.sign("100")
    station.house.reminding.draw_up(COMMAND)
    return station


def told_on(station: Station, days_after: int) -> Sequence[Notice]:
    station.stand_on(SET_UP_ON + timedelta(days=days_after))
    return station.house.reminding.draw_up(COMMAND).notices


def stages(notices: Sequence[Notice]) -> list[tuple[str, str]]:
    return [(notice.to[0].badge, notice.stage) for notice in notices]


def test_each_stage_is_told_on_its_day_and_the_supervisor_each_week(station: Station) -> None:
    every_day = {days: stages(found) for days in range(1, 70) if (found := told_on(station, days))}
    assert every_day == {
        23: [("201", "7 days before")],
        29: [("201", "1 day before")],
        30: [("201", "due")],
        45: [("300", "overdue")],
        52: [("300", "overdue")],
        59: [("300", "overdue")],
        66: [("300", "overdue")],
    }


def test_when_it_is_first_asked_the_person_is_told(station: Station) -> None:
    [first] = station.entries(Reminded)
    assert isinstance(first.event, Reminded)
    assert [station.house.book.records().person(person).badge for person in first.event.people] == ["201"]
    station.hire("202", "Lee Other")
    assert stages(station.house.reminding.draw_up(COMMAND).notices) == [("202", "asked for")]


def test_after_days_without_a_list_only_the_latest_stage_is_told(station: Station) -> None:
    assert stages(told_on(station, 31)) == [("201", "due")]
    assert stages(told_on(station, 53)) == [("300", "overdue")]
    assert told_on(station, 58) == ()


def test_a_second_list_of_the_same_day_is_empty_and_names_the_first_which_can_be_had_again(station: Station) -> None:
    station.stand_on(SET_UP_ON + timedelta(days=23))
    first = station.house.reminding.draw_up(COMMAND)
    second = station.house.reminding.draw_up(COMMAND)
    assert first.entry is not None
    assert (second.notices, second.entry, second.last_list) == ((), None, first.entry)
    station.sign("201")
    again = station.house.reminding.again(first.entry)
    assert (again.day, again.notices) == (first.day, first.notices)
    with pytest.raises(NotFound, match="not a list of reminders"):
        station.house.reminding.again(2)


def test_a_list_as_of_a_day_is_only_shown(station: Station) -> None:
    station.stand_on(SET_UP_ON + timedelta(days=40))
    before = station.house.book.head()
    seen = station.house.reminding.as_of(SET_UP_ON + timedelta(days=23))
    assert stages(seen.notices) == [("201", "7 days before")]
    assert seen.entry is None
    assert station.house.book.head() == before


def test_whoever_is_excused_is_told_nothing_and_what_was_issued_meanwhile_on_coming_back(station: Station) -> None:
    station.duty("201", DutyStatus.ON_LEAVE)
    assert all(not told_on(station, days) for days in range(1, 50))
    station.duty("201", DutyStatus.ON_DUTY)
    assert told_on(station, 49) == ()  # it was asked of them before they went
    assert stages(told_on(station, 79 - 7)) == [("201", "7 days before")]


def test_whoever_answered_otherwise_is_the_supervisors_business_each_week_and_is_told_nothing_more(
    station: Station,
) -> None:
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    station.house.signing.decline(sitting, Secret(PIN))
    found = {days: stages(told) for days in range(1, 60) if (told := told_on(station, days))}
    assert found == {day: [("300", "for the supervisor")] for day in (1, *range(7, 60, 7))}


def test_without_a_supervisor_at_work_the_coordinator_is_told(station: Station) -> None:
    station.duty("300", DutyStatus.ON_LEAVE)
    assert stages(told_on(station, 45)) == [("100", "overdue")]


def test_a_supervisor_who_is_late_is_not_told_of_it_as_the_supervisor(small: Content) -> None:
    station = memory_station(small)
    station.hire("300", "Sam Sergeant", role=Role.SUPERVISOR)
    station.sign("100")
    assert stages(told_on(station, 46)) == [("100", "overdue")]


def test_the_review_of_a_directive_is_told_to_the_coordinators(department: Path) -> None:
    file = department / "content" / "schedule.toml"
    file.write_text(file.read_text() + f'\n[reviewed."{DIRECTIVE}"]\ndirective_months = 6\n')
    station = memory_station(Content(department))
    station.sign("100")
    reviewed_again = date(2025, 7, 6)
    days = [(reviewed_again - SET_UP_ON).days + apart for apart in (-31, -30, -29, 0, 1, 27, 28)]
    found = {
        day - (reviewed_again - SET_UP_ON).days: [notice.words for notice in told]
        for day in days
        if (told := [notice for notice in told_on(station, day) if notice.about is None])
    }
    assert found == {
        -30: ["Directive 9-100 is to be reviewed by 2025-07-06, in 30 days."],
        0: ["Directive 9-100 is to be reviewed by 2025-07-06, in 0 days."],
        28: ["The review of Directive 9-100 was due 2025-07-06; 28 days ago."],
    }
    at_sign_in = reviews_to_tell(station.house.book.records(), station.house.content, station.today)
    assert at_sign_in == ("The review of Directive 9-100 was due 2025-07-06; 28 days ago.",)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["list", "list", "list", "sign", "leave", "back"]))))
def test_no_notice_is_ever_told_twice_however_often_and_late_lists_are_drawn_up(
    happenings: Sequence[tuple[int, str]],
) -> None:
    tale = Tale()
    tale.on(SET_UP_ON).start(SET_UP_ON)
    tale.issue("A", "first issue")
    reminding = Reminding(tale.book, project_content(), tale.clock)
    told: Counter[str] = Counter()
    day = SET_UP_ON
    for gap, what in happenings:
        day += timedelta(days=gap)
        tale.on(day)
        away = (standing := tale.standing(day)) is not None and standing.cycle is None and standing.due is None
        match what:
            case "list":
                told.update(notice.key for notice in reminding.draw_up(COMMAND).notices)
            case "sign":
                tale.sign()
            case "leave" if not away:
                tale.duty(DutyStatus.ON_LEAVE, day)
            case "back" if away:
                tale.duty(DutyStatus.ON_DUTY, day)
            case _:
                pass
    assert set(told.values()) <= {1}


def test_the_only_coordinator_is_told_of_their_own_lateness(small: Content) -> None:
    station = memory_station(small)
    assert stages(told_on(station, 46)) == [("100", "overdue")]


def test_after_a_signature_was_voided_the_person_is_told_again(station: Station) -> None:
    number = station.sign("201").entry.seq
    assert told_on(station, 3) == ()
    station.house.board.void(station.sign_in("100"), number, Secret(PIN), "wrong person")
    found = station.house.reminding.draw_up(COMMAND)
    assert stages(found.notices) == [("201", "asked for")]
    assert found.entry is not None
    assert stages(station.house.reminding.again(found.entry).notices) == [("201", "asked for")]
    assert told_on(station, 4) == ()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["list", "list", "sign", "sign", "void", "material"]))))
def test_whoever_is_asked_anew_is_always_told(happenings: Sequence[tuple[int, str]]) -> None:
    """A revision, another on the same day, a signature that was voided: the next list says so."""
    tale = Tale()
    tale.on(SET_UP_ON).start(SET_UP_ON)
    tale.issue("A", "first issue")
    reminding, day, owed = Reminding(tale.book, project_content(), tale.clock), SET_UP_ON, True
    for number, (gap, what) in enumerate(happenings):
        day += timedelta(days=gap)
        tale.on(day)
        match what:
            case "list":
                found = reminding.draw_up(COMMAND).notices
                assert bool(found) >= owed
                assert all(notice.to for notice in found)
                owed = False
            case "sign":
                owed = owed and not tale.sign()
            case "void" if tale.book.records().history(WHO, OF_THE_TALE).signatures:
                before = tale.standing(day)
                tale.void()
                owed = owed or (before is not None and before.kind is Kind.CURRENT)
            case "material":
                tale.issue(f"R{number}", "material")
                owed = True
            case _:
                pass
