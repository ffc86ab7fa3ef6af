"""What was checked on the records still holds when the entry is written, whoever else writes meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from oc_training.attestation import events, roster_events, sign_in_events, signature_events, station_events
from oc_training.attestation.book import MOST_LOOKS, Book
from oc_training.attestation.events import COMMAND
from oc_training.attestation.records import Records
from oc_training.attestation.roster_events import PeopleAdded
from oc_training.attestation.signature_events import Voided
from oc_training.attestation.walk import Review
from oc_training.errors import NotRecorded, Refused
from oc_training.ledger.port import Entry, Head, Json
from oc_training.roster.model import Details, DutyStatus, Role
from oc_training.roster.pins import Secret
from tests.support.fixed_clock import FixedClock
from tests.support.memory_ledger import MemoryLedger
from tests.support.small_content import small_content
from tests.support.station import PIN, SET_UP_ON, Station, new_station, started_again, walk_to

PROJECT = Path(__file__).parents[2]
RIGHT = Secret(PIN)
SAID = sign_in_events.NotThisPerson(person="P-1", directive=None)


def details(badge: str, name: str) -> Details:
    return Details(name, badge, "Officer", "Patrol", Role.EMPLOYEE, SET_UP_ON)


def both(*acts: Callable[[], object]) -> list[object]:
    """Do all of these at the same moment; what each gave, or with what it was refused."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.fixture
def terminals(tmp_path: Path) -> tuple[Station, Station]:
    """Two programs on one folder."""
    content = small_content(tmp_path / "department")
    here = new_station(tmp_path, content)
    return here, started_again(tmp_path, here, content)


# ---- the book -----------------------------------------------------------------------------------------------------


def test_what_is_decided_is_decided_anew_when_somebody_else_wrote_meanwhile() -> None:
    book = Book(MemoryLedger(FixedClock()))
    heads: list[int] = []

    def decide(records: Records) -> events.Event:
        heads.append(records.head.seq)
        if len(heads) < 3:
            book.write(sign_in_events.NotThisPerson(person=f"P-{len(heads)}", directive="other"))
        return SAID

    recorded = book.decide(decide)
    assert heads == [1, 2, 3]
    assert recorded.entry.seq == 4
    assert recorded.event == SAID


def test_what_is_refused_at_the_second_look_is_not_written() -> None:
    book = Book(MemoryLedger(FixedClock()))
    looks: list[int] = []

    def decide(records: Records) -> events.Event:
        if looks:
            raise Refused("Taken meanwhile.")
        looks.append(records.head.seq)
        book.write(SAID)
        return sign_in_events.NotThisPerson(person="P-2", directive=None)

    with pytest.raises(Refused, match="Taken meanwhile"):
        book.decide(decide)
    assert book.head().seq == 2


def test_a_book_that_never_rests_is_given_up_with_a_sentence() -> None:
    book = Book(MemoryLedger(FixedClock()))
    looks: list[int] = []

    def decide(records: Records) -> events.Event:
        looks.append(records.head.seq)
        book.write(sign_in_events.NotThisPerson(person=f"P-{len(looks)}", directive="other"))
        return SAID

    with pytest.raises(NotRecorded, match="try again in a moment"):
        book.decide(decide)
    assert len(looks) == MOST_LOOKS
    assert SAID not in [book.entry(number).event for number in range(2, book.head().seq + 1)]


# ---- two programs -------------------------------------------------------------------------------------------------


def test_a_badge_number_given_at_two_terminals_at_once_is_given_to_one(terminals: tuple[Station, Station]) -> None:
    here, there = terminals
    for number in range(10):
        badge = f"4{number:02d}"
        results = both(
            lambda badge=badge: here.house.people.add(details(badge, "Ann Here"), here.coordinator.id, RIGHT),  # type: ignore[misc]  # a default is how a loop's value is kept
            lambda badge=badge: there.house.people.add(details(badge, "Ben There"), COMMAND),  # type: ignore[misc]  # the same
        )
        refused = [result for result in results if isinstance(result, Refused)]
        assert len(refused) == 1
        assert f"Badge number {badge} is held by" in str(refused[0])
    holders = [new.badge for entry in here.entries(PeopleAdded) for new in _people(entry.event)]
    assert len(holders) == len(set(holders)) == 11


def _people(event: events.Event) -> tuple[roster_events.NewPerson, ...]:
    assert isinstance(event, PeopleAdded)
    return event.people


def test_the_check_of_the_first_look_alone_would_not_do(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other terminal gives the badge away after this one looked and before it writes."""
    here, there = terminals
    prove = here.house.door.prove

    def prove_slowly(person_id: str, pin: Secret | None) -> None:
        prove(person_id, pin)
        there.house.people.add(details("412", "Ben There"), COMMAND)

    monkeypatch.setattr(here.house.door, "prove", prove_slowly)
    with pytest.raises(Refused, match="Badge number 412 is held by Ben There"):
        here.house.people.add(details("412", "Ann Here"), here.coordinator.id, RIGHT)


def just_before_writing(station: Station, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let *act* happen elsewhere at the last moment before this station's next entry is written."""
    ledger = station.house.book._ledger
    append, done = ledger.append, list[bool]()

    def later(kind: str, body: Mapping[str, Json], entry_id: str, *, expected_head: Head | None = None) -> Entry:
        if not done:
            done.append(True)
            act()
        return append(kind, body, entry_id, expected_head=expected_head)

    monkeypatch.setattr(ledger, "append", later)


def test_a_badge_number_that_is_given_away_at_the_last_moment_is_not_given_twice(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    just_before_writing(here, monkeypatch, lambda: there.house.people.add(details("412", "Ben There"), COMMAND))
    with pytest.raises(Refused, match="Badge number 412 is held by Ben There"):
        here.house.people.add(details("412", "Ann Here"), COMMAND)


def test_an_entry_about_something_else_at_the_last_moment_keeps_nobody_from_writing(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    just_before_writing(here, monkeypatch, lambda: there.house.people.add(details("413", "Ben There"), COMMAND))
    assert here.house.people.add(details("412", "Ann Here"), COMMAND).badge == "412"


def test_whoever_comes_back_does_not_find_their_badge_with_two(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    old = here.hire("412", "Olga Old")
    here.duty("412", DutyStatus.SEPARATED)
    just_before_writing(here, monkeypatch, lambda: there.house.people.add(details("412", "Nick New"), COMMAND))
    with pytest.raises(Refused, match="Badge number 412 is held by Nick New"):
        here.house.people.set_duty(old.id, DutyStatus.ON_DUTY, here.today, COMMAND, "why")


def test_two_coordinators_cannot_remove_each_other_at_once(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    ada = here.coordinator
    second = here.hire("101", "Second One", role=Role.COORDINATOR)
    people = there.house.people
    just_before_writing(
        here, monkeypatch, lambda: people.set_duty(ada.id, DutyStatus.SEPARATED, there.today, COMMAND, "why")
    )
    with pytest.raises(Refused, match="at least one training coordinator"):
        here.house.people.set_duty(second.id, DutyStatus.SEPARATED, here.today, COMMAND, "why")


def test_a_signature_is_voided_once_at_two_terminals_at_once(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    here.hire("201")
    number = here.sign("201").entry.seq
    just_before_writing(here, monkeypatch, lambda: there.house.board.void_by_command(number, "somebody else"))
    with pytest.raises(Refused, match="voided before"):
        here.house.board.void_by_command(number, "somebody else")
    assert len(here.entries(Voided)) == 1


def test_a_sign_in_that_is_released_elsewhere_at_the_last_moment_is_not_released_twice(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    robin = here.hire("201")
    here.lock("201")
    just_before_writing(here, monkeypatch, lambda: there.house.door.release_by_command(robin.id, "talked"))
    with pytest.raises(Refused, match="is not locked"):
        here.house.board.release_sign_in(here.sign_in("100"), robin.id, RIGHT, "Saw his card")
    assert len(here.entries(sign_in_events.SignInReleased)) == 1


def test_whoever_stops_being_a_supervisor_at_the_last_moment_releases_nobody(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    robin, sam = here.hire("201"), here.hire("301", "Sam Super", role=Role.SUPERVISOR)
    session = here.sign_in("301")
    here.lock("201")
    demoted = details("301", "Sam Super")
    just_before_writing(here, monkeypatch, lambda: there.house.people.change(sam.id, demoted, "typo", COMMAND))
    with pytest.raises(Refused, match="supervisor or the training coordinator"):
        here.house.board.release_sign_in(session, robin.id, RIGHT, "Saw his card")
    assert here.house.door.is_locked(robin.id)


def test_a_time_is_confirmed_by_a_supervisor_at_the_moment_of_writing(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    sam = here.hire("301", "Sam Super", role=Role.SUPERVISOR)
    session = here.sign_in("301")
    here.clock._now += timedelta(hours=25)  # a leap for this program, and none for one that has just begun
    demoted = details("301", "Sam Super")
    just_before_writing(here, monkeypatch, lambda: there.house.people.change(sam.id, demoted, "typo", COMMAND))
    with pytest.raises(Refused, match="confirmed by a supervisor"):
        here.house.timekeeping.confirm(session, RIGHT, here.clock.now())
    assert not here.entries(station_events.ClockConfirmed)


def test_paper_recorded_elsewhere_at_the_last_moment_leaves_nothing_to_sign(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    here.hire("201")
    sitting = here.sit_down("201")
    walk_to(sitting, Review)
    (row,) = [row for row in there.house.board.status() if row.person.badge == "201"]
    ada, board = there.sign_in("100"), there.house.board
    just_before_writing(here, monkeypatch, lambda: board.record_paper(ada, row, RIGHT, there.today, "Drawer 3"))
    with pytest.raises(Refused, match="nothing to sign"):
        here.house.signing.sign(sitting, "Robin Sample", RIGHT)
    assert not here.entries(signature_events.Acknowledged)


def test_whoever_becomes_a_coordinator_meanwhile_gets_no_code_from_a_supervisor(
    terminals: tuple[Station, Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = terminals
    robin = here.hire("201")
    here.hire("301", "Sam Supervisor", role=Role.SUPERVISOR)
    sam = here.sign_in("301")
    prove = here.house.door.prove

    def prove_slowly(person_id: str, pin: Secret | None) -> None:
        prove(person_id, pin)
        made = Details("Robin Sample", "201", "", "Patrol", Role.COORDINATOR, SET_UP_ON)
        there.house.people.change(robin.id, made, "made coordinator", COMMAND)

    monkeypatch.setattr(here.house.door, "prove", prove_slowly)
    with pytest.raises(Refused, match="training coordinator"):
        here.house.board.issue_code(sam, robin.id, RIGHT)
    here.sign_in("201")


def test_two_processes_that_add_the_same_badges_give_each_to_one(tmp_path: Path) -> None:
    station = new_station(tmp_path, small_content(tmp_path / "department"))
    station.house.book.close()
    command = [sys.executable, "-m", "tests.attestation.badge_giver", str(tmp_path), "12"]
    workers = [
        subprocess.Popen([*command, name], cwd=PROJECT, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own worker
        for name in ("Ann Here", "Ben There")
    ]
    said = [worker.communicate(timeout=120)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    given = sorted(badge for one in said for badge in one)
    assert given == [str(number) for number in range(400, 412)], "each was given, and to one of the two"
    again = started_again(tmp_path, station, tmp_path / "department")
    badges = [person.badge for person in again.house.book.records().people()]
    assert len(badges) == len(set(badges)) == 13
