"""The first start: one coordinator, the directives issued, or nothing at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.content_files import Statement
from oc_training.attestation.directive_events import RevisionIssued
from oc_training.attestation.duty_events import ScheduleSet
from oc_training.attestation.roster_events import PeopleAdded
from oc_training.attestation.sign_in_events import PinSet
from oc_training.bootstrap import House
from oc_training.errors import ContentProblems, LedgerUnusable, NotFound, Refused
from oc_training.policy.model import Revision
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret
from tests.support.fixed_clock import FixedClock
from tests.support.memory_ledger import MemoryDrawer, MemoryLedger
from tests.support.small_content import BANK, FIRST, put_bank, put_revision
from tests.support.station import (
    PIN,
    SET_UP_ON,
    MemoryHouse,
    Station,
    new_station,
    project_content,
    started_again,
)

ADA = Details("Ada Invented", "100", "Lieutenant", "Training", Role.COORDINATOR, SET_UP_ON)


def empty_house(content: Content) -> House:
    clock = FixedClock()
    return MemoryHouse(clock, content, MemoryLedger(clock), MemoryDrawer())


def test_it_makes_one_coordinator_and_issues_every_directive_with_its_words_and_statement() -> None:
    house = empty_house(project_content())
    assert house.setting_up.is_needed()
    assert [revision.directive for revision in house.setting_up.directives()] == ["3-400"]
    person_id = house.setting_up.make_coordinator(ADA, Secret(PIN))
    station = Station(house, FixedClock())
    assert [type(entry.event) for entry in station.entries()] == [PeopleAdded, PinSet, RevisionIssued, ScheduleSet]
    issued = station.entries(RevisionIssued)[0].event
    assert isinstance(issued, RevisionIssued)
    (revision,) = project_content().library.read_directive("3-400")
    assert issued.source == revision.source
    assert issued.text_sha256 == revision.sha256
    assert issued.statement == project_content().statement.text
    assert (issued.change, issued.by, issued.effective) == ("first issue", person_id, date(2015, 12, 16))
    rules = station.entries(ScheduleSet)[0].event
    assert isinstance(rules, ScheduleSet)
    assert (rules.schedule, rules.by) == (project_content().schedule, person_id)
    assert not house.setting_up.is_needed()
    assert house.setting_up.directives() == ()
    assert house.door.sign_in("100", Secret(PIN)).must_choose_pin is False


def test_it_is_done_once(small: Content) -> None:
    house = empty_house(small)
    house.setting_up.make_coordinator(ADA, Secret(PIN))
    with pytest.raises(Refused, match="set up already"):
        house.setting_up.make_coordinator(ADA, Secret(PIN))


def test_a_directive_of_which_the_review_lies_ahead_is_not_issued_and_nobody_is_made(department: Path) -> None:
    put_revision(department, "2999-01-01", "material")
    put_bank(department, "2999-01-01")
    house = empty_house(Content(department))
    with pytest.raises(Refused, match="The day of the review, 2999-01-01, lies ahead"):
        house.setting_up.make_coordinator(ADA, Secret(PIN))
    assert house.setting_up.is_needed()


@pytest.mark.parametrize(
    ("details", "pin"),
    [(ADA, "12345678"), (ADA, ""), (Details("Eve", "9", "", "Patrol", Role.EMPLOYEE, SET_UP_ON), PIN)],
)
def test_what_is_refused_writes_nothing(small: Content, details: Details, pin: str) -> None:
    house = empty_house(small)
    with pytest.raises(Refused):
        house.setting_up.make_coordinator(details, Secret(pin))
    assert house.book.head().seq == 1
    assert house.setting_up.is_needed()


def test_a_revision_with_an_amended_clause_that_nobody_asks_about_is_not_issued(
    tmp_path: Path, department: Path
) -> None:
    station = new_station(tmp_path, department)
    put_revision(department, "2025-02-01", "material", " or sings")
    station = started_again(tmp_path, station, department)
    station.stand_on(date(2025, 2, 1))
    (waiting,) = station.house.shelf.not_issued_yet()
    head = station.house.book.head()
    with pytest.raises(ContentProblems, match=r"III\.B was amended in revision 2025-02-01, and no question"):
        station.house.issuing.issue(station.sign_in("100"), waiting, Secret(PIN))
    assert station.house.book.head() == head


@pytest.mark.parametrize("file", [BANK, "content/statement.md", "content/schedule.toml", f"content/9-100/{FIRST}.md"])
def test_with_a_broken_content_file_nobody_is_made(department: Path, file: str) -> None:
    (department / file).write_text("Not what it should be", encoding="utf-8")
    house = empty_house(Content(department))
    with pytest.raises(ContentProblems):
        house.setting_up.make_coordinator(ADA, Secret(PIN))
    assert house.book.head().seq == 1


def test_a_revision_in_the_files_waits_until_it_is_issued_and_then_no_more(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    coordinator = station.sign_in("100")
    assert station.house.board.waiting_directives(coordinator) == ()
    put_revision(department, "2025-02-01", "material", " or sings")
    put_bank(department, "2025-02-01")
    station = started_again(tmp_path, station, department)
    board = station.house.board
    (waiting,) = board.waiting_directives(coordinator)
    assert waiting.id == "2025-02-01"
    station.stand_on(date(2025, 1, 31))
    with pytest.raises(Refused, match="The day of the review, 2025-02-01, lies ahead"):
        station.house.issuing.issue(coordinator, waiting, Secret(PIN))
    station.stand_on(date(2025, 2, 1))
    station.house.issuing.issue(coordinator, waiting, Secret(PIN))
    assert board.waiting_directives(coordinator) == ()
    assert [revision.change for revision in station.house.book.records().issued("9-100")] == ["first issue", "material"]
    assert station.house.shelf.in_force("9-100", date(2025, 1, 31)).id == FIRST
    assert station.house.shelf.in_force("9-100", date(2025, 2, 1)).id == "2025-02-01"
    with pytest.raises(NotFound):
        station.house.shelf.in_force("9-100", date(2025, 1, 5))
    with pytest.raises(NotFound):
        station.house.shelf.revision("9-100", "1999-01-01")


def test_two_terminals_issue_a_revision_once(tmp_path: Path, department: Path) -> None:
    one = new_station(tmp_path, department)
    put_revision(department, "2025-02-01", "material", " or sings")
    put_bank(department, "2025-02-01")
    one, other = started_again(tmp_path, one, department), started_again(tmp_path, one, department)
    (waiting,) = one.house.shelf.not_issued_yet()
    other.house.shelf.issue(waiting, one.coordinator.id)
    with pytest.raises(Refused, match="issued already"):
        one.house.shelf.issue(waiting, one.coordinator.id)
    assert len(one.entries(RevisionIssued)) == 2


def test_of_two_terminals_with_other_words_one_issues_and_the_other_is_told(
    tmp_path: Path, department: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = new_station(tmp_path, department)
    waiting = []
    for words in (" or sings", " or shouts"):
        put_revision(department, "2025-02-01", "material", words)
        put_bank(department, "2025-02-01")
        terminal = started_again(tmp_path, station, department)
        waiting.append((terminal, terminal.house.shelf.not_issued_yet()[0]))
    (one, first), (other, second) = waiting
    check = other.house.shelf.check_ready

    def overtaken(revision: Revision) -> Statement:
        ready = check(revision)
        one.house.shelf.issue(first, one.coordinator.id)
        return ready

    monkeypatch.setattr(other.house.shelf, "check_ready", overtaken)
    with pytest.raises(Refused, match=r"at this moment by somebody else, with other words \(entry \d+\)"):
        other.house.shelf.issue(second, other.coordinator.id)
    assert [issued.text_sha256 for issued in _issued(one)] == [_issued(one)[0].text_sha256, first.sha256]


def _issued(station: Station) -> list[RevisionIssued]:
    return [entry.event for entry in station.entries(RevisionIssued) if isinstance(entry.event, RevisionIssued)]


# ---- the files of a station ---------------------------------------------------------------------------------------


def test_founding_twice_changes_nothing(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    head = station.house.book.head()
    again = started_again(tmp_path, station, department)
    again.house.found()
    assert again.house.book.head() == head
    assert not again.house.setting_up.is_needed()


def test_a_missing_book_beside_other_files_is_never_replaced_by_an_empty_one(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    station.house.places.book.unlink()
    again = started_again(tmp_path, station, department)
    with pytest.raises(LedgerUnusable, match="Restore the data folder"):
        again.house.found()
    assert not again.house.places.book.exists()


def test_the_keys_lie_beside_the_data_and_the_data_is_its_owners_alone(tmp_path: Path, department: Path) -> None:
    places = new_station(tmp_path, department).house.places
    assert places.keys.parent == places.data.parent
    assert {file.name for file in places.keys.iterdir()} == {"station.pem", "pins.key"}
    for file in (places.data, places.keys, places.book, places.drawer, places.station_key, places.pepper):
        assert file.stat().st_mode & 0o077 == 0, file
