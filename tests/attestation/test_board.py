"""The board: worst first, counted by unit, as of any past day; and what supervisors record there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.sign_in_events import SignInLocked
from oc_training.attestation.signature_events import PaperRecorded
from oc_training.attestation.standing import Kind
from oc_training.attestation.standings import BoardRow
from oc_training.attestation.station_events import Exported
from oc_training.attestation.unit_counts import unit_counts
from oc_training.attestation.walk import Ask, Review
from oc_training.errors import NotFound, NotSignedIn, Refused
from oc_training.roster.model import DutyStatus, Role
from oc_training.roster.pins import Secret
from tests.support.station import PIN, SET_UP_ON, Station, memory_station, walk_to

RIGHT = Secret(PIN)


@pytest.fixture
def station(small: Content) -> Station:
    """Somebody of every standing on 2026-02-02."""
    station = memory_station(small)
    station.sign("100")
    for badge, name, unit in (
        ("201", "Bea Late", "Patrol"),
        ("202", "Abe Late", "Patrol"),
        ("203", "Cal Away", "Patrol"),
        ("204", "Dee Gone", "Records"),
        ("301", "Sam Supervisor", "Patrol"),
    ):
        station.hire(badge, name, unit=unit, role=Role.SUPERVISOR if badge == "301" else Role.EMPLOYEE)
    station.duty("203", DutyStatus.ON_LEAVE)
    station.duty("204", DutyStatus.SEPARATED)
    station.stand_on(date(2026, 1, 20))
    station.sign("301")
    station.hire("205", "Eve New", unit="Records")
    station.stand_on(date(2026, 2, 2))
    return station


def shown(rows: tuple[BoardRow, ...]) -> list[tuple[str, Kind]]:
    return [(row.person.badge, row.standing.kind) for row in rows]


def test_the_worst_stand_first_then_by_due_date_and_name(station: Station) -> None:
    rows = station.house.board.rows(station.sign_in("100"))
    assert shown(rows) == [
        ("202", Kind.OVERDUE),
        ("201", Kind.OVERDUE),
        ("100", Kind.OVERDUE),
        ("205", Kind.DUE),
        ("301", Kind.CURRENT),
        ("203", Kind.EXCUSED),
        ("204", Kind.EXCUSED),
    ]
    assert rows == station.house.board.status()


def test_units_are_counted_without_those_who_left(station: Station) -> None:
    counts = unit_counts(station.house.board.status())
    assert [(count.unit, dict(count.counts), count.total) for count in counts] == [
        ("Patrol", {Kind.OVERDUE: 2, Kind.CURRENT: 1, Kind.EXCUSED: 1}, 4),
        ("Records", {Kind.DUE: 1}, 1),
        ("Training", {Kind.OVERDUE: 1}, 1),
    ]


def test_status_as_of_a_past_day_is_what_was_shown_on_that_day(station: Station) -> None:
    then = {day: station.house.board.status(day) for day in (SET_UP_ON, date(2025, 6, 1), date(2026, 1, 20))}
    assert shown(then[date(2025, 6, 1)])[-1] == ("204", Kind.EXCUSED)
    assert ("100", Kind.CURRENT) in shown(then[date(2025, 6, 1)])
    assert "205" not in [badge for badge, _ in shown(then[date(2025, 6, 1)])]
    station.sign("201")
    station.duty("203", DutyStatus.ON_DUTY)
    station.pass_days(40)
    for day, rows in then.items():
        assert station.house.board.status(day) == rows
    assert station.house.board.status(SET_UP_ON - timedelta(days=1)) == ()
    assert station.house.board.status(date.min) == ()


def test_status_of_a_day_to_come_says_what_will_be_if_nothing_happens(station: Station) -> None:
    assert ("205", Kind.OVERDUE) in shown(station.house.board.status(date(2026, 12, 31)))
    assert ("301", Kind.OVERDUE) in shown(station.house.board.status(date.max))


def test_status_of_one_directive_and_of_one_that_was_never_issued(station: Station) -> None:
    assert station.house.board.status(None, "9-100") == station.house.board.status()
    with pytest.raises(NotFound, match="1-1 was not issued here"):
        station.house.board.status(None, "1-1")


def test_progress_is_shown_while_a_walk_is_under_way_and_only_today(station: Station) -> None:
    sitting = station.sit_down("205")
    assert progress(station, "205") == "None"
    walk_to(sitting, Ask)
    shown_now = progress(station, "205")
    assert shown_now.endswith("of 3 sections, 0 of 4 scenarios")
    walk_to(sitting, Review)
    assert progress(station, "205") == "3 of 3 sections, 4 of 4 scenarios"
    yesterday = station.today - timedelta(days=1)
    assert all(row.progress is None for row in station.house.board.status(yesterday))
    station.house.signing.sign(sitting, "Eve New", RIGHT)
    assert progress(station, "205") == "None"


def progress(station: Station, badge: str) -> str:
    return next(str(row.progress) for row in station.house.board.status() if row.person.badge == badge)


def test_a_history_is_newest_first_and_of_one_person(station: Station) -> None:
    sam = station.person("301")
    history = station.house.board.history(station.sign_in("100"), sam.id)
    numbers = [recorded.entry.seq for recorded in history]
    assert numbers == sorted(numbers, reverse=True)
    assert [recorded.entry.kind for recorded in history] == [
        "acknowledged",
        "attempt made",
        "pin set",
        "code issued",
        "people added",
    ]
    assert station.house.board.name_of(sam.id) == "Sam Supervisor"
    assert station.house.board.name_of("command") == station.house.board.name_of(None) == "an administrator's command"


def test_a_locked_person_is_seen_as_locked(station: Station) -> None:
    for _ in range(5):
        station.wait_for_the_next_try()
        with pytest.raises(NotSignedIn):
            station.enter("201", "a wrong one")
    coordinator = station.sign_in("100")
    assert station.house.board.is_locked(coordinator, station.person("201").id)
    assert not station.house.board.is_locked(coordinator, station.person("202").id)
    assert station.entries(SignInLocked)


# ---- on paper -----------------------------------------------------------------------------------------------------


def row_of(station: Station, badge: str) -> BoardRow:
    (row,) = station.house.board.rows_of(station.sign_in("100"), station.person(badge).id)
    return row


def test_a_signature_on_paper_counts_from_the_day_on_the_paper(station: Station) -> None:
    recorded = station.house.board.record_paper(
        station.sign_in("301"), row_of(station, "201"), RIGHT, date(2026, 1, 30), " Drawer 3,\nfolder B "
    )
    paper = recorded.event
    assert isinstance(paper, PaperRecorded)
    assert (paper.signed_on, paper.original, paper.by) == (
        date(2026, 1, 30),
        "Drawer 3, folder B",
        station.person("301").id,
    )
    assert (paper.who.name, paper.text.directive, paper.cycle.why) == ("Bea Late", "9-100", "first issue")
    standing = row_of(station, "201").standing
    assert (standing.kind, standing.signed, standing.due) == (Kind.CURRENT, date(2026, 1, 30), date(2027, 1, 30))


def test_paper_is_refused_where_it_cannot_be(station: Station) -> None:
    sam, board, row = station.sign_in("301"), station.house.board, row_of(station, "201")
    head = station.house.book.head()
    for day, original, words in (
        (station.today + timedelta(days=1), "Drawer 3", "lies ahead"),
        (SET_UP_ON - timedelta(days=1), "Drawer 3", "too early: this could be signed from 2025-01-06"),
        (station.today, " \u200b\n", "where the signed paper is kept"),
    ):
        with pytest.raises(Refused, match=words):
            board.record_paper(sam, row, RIGHT, day, original)
    other = replace(row, standing=replace(row.standing, revision="2024-01-01"))
    with pytest.raises(Refused, match="revised meanwhile"):
        board.record_paper(sam, other, RIGHT, station.today, "Drawer 3")
    with pytest.raises(Refused, match="nothing to sign"):
        board.record_paper(station.sign_in("100"), row_of(station, "301"), RIGHT, station.today, "Drawer 3")
    assert station.house.book.head() == head


def test_paper_recorded_from_a_board_that_is_out_of_date_is_not_recorded_twice(station: Station) -> None:
    row = row_of(station, "201")
    station.house.board.record_paper(station.sign_in("301"), row, RIGHT, station.today, "Drawer 3")
    with pytest.raises(Refused, match="nothing to sign"):
        station.house.board.record_paper(station.sign_in("301"), row, RIGHT, station.today, "Drawer 3")
    assert len(station.entries(PaperRecorded)) == 1


def test_paper_recorded_while_somebody_trains_ends_their_walk(station: Station) -> None:
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    station.house.board.record_paper(station.sign_in("301"), row_of(station, "201"), RIGHT, station.today, "Drawer 3")
    with pytest.raises(Refused, match="nothing to sign"):
        station.house.signing.sign(sitting, "Bea Late", RIGHT)
    station.stand_on(date(2027, 1, 20))
    assert station.sit_down("201").walk.displays == ()


def test_an_export_is_noted_with_its_digest(station: Station) -> None:
    station.house.board.note_export("command", "standing", 7, "ab" * 32)
    (noted,) = station.entries(Exported)
    assert noted.event == Exported(by="command", what="standing", rows=7, sha256="ab" * 32)
