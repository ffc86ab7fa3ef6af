"""What was true as of a past day: cut by the order of entries, by the rules of that day, and told as recorded later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from oc_training.attestation import signature_events
from oc_training.attestation.content import Content
from oc_training.attestation.duty_events import ScheduleSet
from oc_training.attestation.events import COMMAND
from oc_training.attestation.standing import Kind
from oc_training.attestation.taking_up import take_up_schedule
from oc_training.errors import ContentProblems
from oc_training.reports.explanation import explanation_json
from oc_training.reports.status_report import status_json
from oc_training.roster.model import DutyStatus
from tests.attestation.histories import WHO, Tale
from tests.support.station import SET_UP_ON, Station, memory_station

ISSUED = date(2021, 7, 6)


class ExplainedDirective(msgspec.Struct):
    standing: str
    due: str | None
    lines: list[dict[str, str]]


class Explained(msgspec.Struct):
    directives: list[ExplainedDirective]


def lines(tale: Tale, day: date) -> Sequence[str]:
    standing = tale.standing(day)
    assert standing is not None
    return [f"{line.source}: {line.text}" for line in standing.lines]


# ---- the order of entries -------------------------------------------------------------------------------------------


def test_an_entry_of_a_clock_that_was_set_back_counts_after_the_entries_before_it() -> None:
    tale = Tale()
    tale.start(tale.started)
    tale.on(ISSUED).issue("A", "first issue")
    tale.on(date(2021, 9, 1)).duty(DutyStatus.ON_LEAVE, date(2021, 9, 1))
    before = tale.standing(date(2021, 8, 1))
    tale.clock.forward(timedelta(days=-43))  # the battery of the clock
    tale.duty(DutyStatus.ON_DUTY, date(2021, 9, 1))
    assert tale.clock.now().date() == date(2021, 7, 20)
    assert tale.standing(date(2021, 8, 1)) == before, "as of August nothing of it was recorded"
    later = tale.standing(date(2021, 9, 1))
    assert later is not None
    assert later.kind is Kind.OVERDUE, "as of September it was"


def test_a_clock_that_ran_ahead_leaves_every_answer_before_it_as_it_was() -> None:
    tale = Tale()
    tale.start(tale.started)
    tale.on(ISSUED).issue("A", "first issue")
    day = date(2021, 8, 25)
    before = tale.standing(day)
    tale.on(date(2022, 8, 1)).fail()
    tale.clock.forward(date(2021, 8, 10) - tale.clock.now().date())
    tale.duty(DutyStatus.ON_LEAVE, date(2021, 8, 10))
    assert tale.standing(day) == before
    after = tale.standing(date(2022, 8, 1))
    assert after is not None
    assert after.kind is Kind.EXCUSED


# ---- the rules of that day ------------------------------------------------------------------------------------------


def test_an_answer_goes_by_the_rules_of_its_day_and_names_the_entry_that_holds_them() -> None:
    tale = Tale()
    tale.start(tale.started)
    tale.on(date(2021, 7, 1)).record_rules()
    tale.on(ISSUED).issue("A", "first issue")
    tale.schedule = msgspec.structs.replace(tale.schedule, first_issue_days=5)
    tale.on(date(2021, 8, 1)).record_rules()
    before, after = tale.standing(date(2021, 7, 31)), tale.standing(date(2021, 8, 1))
    assert before is not None
    assert after is not None
    assert (before.due, after.due) == (date(2021, 8, 5), date(2021, 8, 5))
    assert "entry 3: The schedule recorded on 2021-07-01 counts." in lines(tale, date(2021, 7, 31))
    assert "entry 5: The schedule recorded on 2021-08-01 counts." in lines(tale, date(2021, 8, 1))
    said = "By the rules of 2021-08-01 it would be sooner, but new rules leave time: "
    assert f"entry 5: {said}due 2021-08-05, overdue from 2021-08-20." in lines(tale, date(2021, 8, 1))


def test_before_any_was_recorded_the_first_that_was_counts_and_a_line_says_so() -> None:
    tale = Tale()
    tale.start(tale.started)
    tale.on(ISSUED).issue("A", "first issue")
    said = "schedule: No schedule is recorded yet; the figures of the present file count."
    assert said in lines(tale, date(2021, 7, 10))
    tale.on(date(2021, 8, 1)).record_rules()
    tale.schedule = msgspec.structs.replace(tale.schedule, first_issue_days=5)
    first = "No schedule was recorded up to that day; the first one, recorded on 2021-08-01, counts."
    assert f"entry 4: {first}" in lines(tale, date(2021, 7, 10))
    standing = tale.standing(date(2021, 7, 10))
    assert standing is not None
    assert standing.due == date(2021, 8, 5), "the file changed since and does not count"


@pytest.fixture
def station(department: Path) -> Station:
    return memory_station(Content(department))


def set_grace(station: Station, days: int, note: str = "") -> Content:
    folder = station.house.content.folder
    file = folder / "content" / "schedule.toml"
    text = file.read_text().replace("grace_days = 14", f"grace_days = {days}")
    file.write_text(text + note)
    station.house.content = Content(folder)
    return station.house.content


def test_the_rules_are_recorded_with_the_first_issue_and_then_only_when_their_file_differs(station: Station) -> None:
    [first] = station.entries(ScheduleSet)
    assert first.event == ScheduleSet(
        schedule=station.house.content.schedule,
        text_sha256=station.house.content.schedule_sha256,
        by=station.coordinator.id,
    )
    book = station.house.book
    assert take_up_schedule(book, station.house.content, COMMAND) is None
    recorded = take_up_schedule(book, set_grace(station, 3), COMMAND)
    assert recorded is not None
    assert isinstance(recorded.event, ScheduleSet)
    assert (recorded.event.schedule.grace_days, recorded.event.by) == (3, COMMAND)
    assert take_up_schedule(book, station.house.content, COMMAND) is None
    assert len(station.entries(ScheduleSet)) == 2


def test_two_terminals_that_find_the_same_new_file_record_it_once(station: Station) -> None:
    content = set_grace(station, 3)
    records = station.house.book.records().rules
    kept = list(records.schedules)
    take_up_schedule(station.house.book, content, COMMAND)
    records.schedules[:] = kept  # what the other terminal saw before
    take_up_schedule(station.house.book, content, COMMAND)
    assert len(station.entries(ScheduleSet)) == 2


def test_a_changed_file_counts_only_once_it_is_recorded_and_the_kiosk_records_it_when_it_opens(
    station: Station,
) -> None:
    station.hire("201")
    station.stand_on(SET_UP_ON + timedelta(days=46))
    set_grace(station, 20)
    [row] = [row for row in station.house.board.status() if row.person.badge == "201"]
    assert row.standing.kind is Kind.OVERDUE
    assert station.house.notices.rules_waiting()
    station.house.open()
    assert not station.house.notices.rules_waiting()
    [row] = [row for row in station.house.board.status() if row.person.badge == "201"]
    assert row.standing.kind is Kind.DUE
    [yesterday] = [row for row in station.house.board.status(station.today - timedelta(days=1))
                   if row.person.badge == "201"]  # fmt: skip
    assert yesterday.standing.kind is Kind.OVERDUE


def test_a_wrong_file_is_not_recorded(station: Station) -> None:
    before = station.house.book.head()
    with pytest.raises(ContentProblems, match="grace_days"):
        take_up_schedule(station.house.book, set_grace(station, -1), COMMAND)
    assert station.house.book.head() == before


# ---- recorded later -------------------------------------------------------------------------------------------------


def test_a_paper_that_was_recorded_later_says_so() -> None:
    tale = Tale()
    tale.start(tale.started)
    tale.on(ISSUED).issue("A", "first issue")
    tale.on(date(2021, 7, 25)).paper(date(2021, 7, 22))
    entry = next(
        e for e in tale.book.records().of_person(WHO) if isinstance(e.event, signature_events.PaperRecorded)
    ).entry.seq
    said = f"entry {entry}: Signed revision A on paper on 2021-07-22 (recorded later, on 2021-07-25)."
    assert said in lines(tale, date(2021, 7, 26))


# ---- one function ---------------------------------------------------------------------------------------------------


def test_explain_and_status_are_the_same_answer_on_every_day(station: Station) -> None:
    station.hire("201")
    station.hire("202", "Lee Other")
    station.sign("201")
    station.pass_days(10)
    station.duty("202", DutyStatus.ON_LEAVE)
    station.pass_days(60)
    for back in range(0, 75, 5):
        day = station.today - timedelta(days=back)
        rows = station.house.board.status(day)
        people = status_json(rows, day)["people"]
        assert isinstance(people, list)
        for row, told in zip(rows, people, strict=True):
            explained = msgspec.convert(explanation_json(row.person, [row], day), Explained).directives[0]
            assert isinstance(told, dict)
            assert (explained.standing, explained.due) == (told["standing"], told["due"])
            assert str(told["reason"]) in explained.lines[-1]["text"]
