"""Who may do what: every service call that acts on others, tried by everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.events import COMMAND
from oc_training.attestation.session import Session
from oc_training.errors import NotSignedIn, OutOfOrder, Refused, WrongPin
from oc_training.roster.model import Details, DutyStatus, Person, Role
from oc_training.roster.pins import Secret
from tests.support.station import PIN, Station, memory_station

RIGHT = Secret(PIN)
ROLES = ("employee", "own supervisor", "other supervisor", "coordinator", "left supervisor", "left coordinator")

NOBODY: frozenset[str] = frozenset()
COORDINATOR = frozenset({"coordinator"})
OVERSEERS = frozenset({"own supervisor", "coordinator"})
SUPERVISORS = frozenset({"own supervisor", "other supervisor", "coordinator"})


@dataclass
class Scene:
    """A station with somebody of every role, and the person they act on."""

    station: Station
    sessions: dict[str, Session]
    target: Person


@pytest.fixture
def scene(small: Content) -> Scene:
    station = memory_station(small)
    for badge, unit, role in (
        ("201", "Patrol", Role.EMPLOYEE),
        ("202", "patrol", Role.EMPLOYEE),
        ("301", "Patrol", Role.SUPERVISOR),
        ("302", "Records", Role.SUPERVISOR),
        ("303", "Patrol", Role.SUPERVISOR),
        ("101", "Training", Role.COORDINATOR),
    ):
        station.hire(badge, f"Person {badge} X", unit=unit, role=role)
    badges = dict(zip(ROLES, ("201", "301", "302", "100", "303", "101"), strict=True))
    sessions = {role: station.sign_in(badge) for role, badge in badges.items()}
    station.duty("303", DutyStatus.SEPARATED)
    station.duty("101", DutyStatus.SEPARATED)
    for _ in range(3):
        station.fail("202")
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            station.enter("202", "a wrong one")
    return Scene(station, sessions, station.person("202"))


def _record_paper(scene: Scene, session: Session) -> object:
    board = scene.station.house.board
    (row,) = board.rows_of(scene.sessions["coordinator"], scene.target.id)
    return board.record_paper(session, row, RIGHT, scene.station.today, "Drawer 3")


def _details(badge: str) -> Details:
    return Details("New Person", badge, "", "Patrol", Role.EMPLOYEE, date(2025, 1, 6))


ACTS: dict[str, tuple[Callable[[Scene, Session], object], frozenset[str]]] = {
    "board.rows": (lambda s, who: s.station.house.board.rows(who), SUPERVISORS),
    "board.rows_of": (lambda s, who: s.station.house.board.rows_of(who, s.target.id), OVERSEERS),
    "board.person": (lambda s, who: s.station.house.board.person(who, s.target.id), OVERSEERS),
    "board.history": (lambda s, who: s.station.house.board.history(who, s.target.id), OVERSEERS),
    "board.release_attempt": (
        lambda s, who: s.station.house.board.release_attempt(who, s.target.id, "9-100", RIGHT, "talked"),
        OVERSEERS,
    ),
    "board.release_sign_in": (
        lambda s, who: s.station.house.board.release_sign_in(who, s.target.id, RIGHT, "talked"),
        OVERSEERS,
    ),
    "board.issue_code": (lambda s, who: s.station.house.board.issue_code(who, s.target.id, RIGHT), OVERSEERS),
    "board.record_paper": (_record_paper, OVERSEERS),
    "board.waiting_directives": (lambda s, who: s.station.house.board.waiting_directives(who), COORDINATOR),
    "door.release": (lambda s, who: s.station.house.door.release(who, s.target.id, "talked"), OVERSEERS),
    "door.issue_code": (lambda s, who: s.station.house.door.issue_code(s.target.id, who.person_id), OVERSEERS),
    "people.add": (lambda s, who: s.station.house.people.add(_details("777"), who.person_id), COORDINATOR),
    "people.import_file": (
        lambda s, who: s.station.house.people.import_file(b"badge,name,unit\n778,A B,Patrol\n", "r.csv", who.person_id),
        COORDINATOR,
    ),
    "people.change": (
        lambda s, who: s.station.house.people.change(s.target.id, _details("202"), "typo", who.person_id),
        COORDINATOR,
    ),
    "people.set_duty": (
        lambda s, who: s.station.house.people.set_duty(
            s.target.id, DutyStatus.ON_LEAVE, s.station.today, who.person_id
        ),
        COORDINATOR,
    ),
    "setting_up.make_coordinator": (
        lambda s, _: s.station.house.setting_up.make_coordinator(
            Details("Second One", "888", "", "Training", Role.COORDINATOR, date(2025, 1, 6)), RIGHT
        ),
        NOBODY,
    ),
    "door.set_pin": (lambda s, who: s.station.house.door.set_pin(who, Secret("another heron")), NOBODY),
}
"""What can be done, and who may."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_allowed_to_some_and_refused_to_all_others_with_nothing_written(
    scene: Scene, act: str, role: str
) -> None:
    do, allowed = ACTS[act]
    before = scene.station.house.book.head()
    if role in allowed:
        do(scene, scene.sessions[role])
        return
    with pytest.raises(Refused) as refused:
        do(scene, scene.sessions[role])
    assert str(refused.value).endswith(".")
    assert scene.station.house.book.head() == before


@pytest.mark.parametrize("act", ["release_attempt", "release_sign_in", "issue_code", "record_paper", "confirm"])
def test_acts_of_a_supervisor_ask_for_the_pin_again(scene: Scene, act: str) -> None:
    board, who, wrong = scene.station.house.board, scene.sessions["own supervisor"], Secret("not that one")
    (row,) = board.rows_of(who, scene.target.id)
    before = scene.station.house.book.head()
    acts: dict[str, Callable[[], object]] = {
        "release_attempt": lambda: board.release_attempt(who, scene.target.id, "9-100", wrong, ""),
        "release_sign_in": lambda: board.release_sign_in(who, scene.target.id, wrong, ""),
        "issue_code": lambda: board.issue_code(who, scene.target.id, wrong),
        "record_paper": lambda: board.record_paper(who, row, wrong, scene.station.today, "Drawer 3"),
        "confirm": lambda: board.confirm(who, wrong),
    }
    with pytest.raises(WrongPin):
        acts[act]()
    assert scene.station.house.book.head() == before


def test_a_supervisor_sees_their_own_unit_however_it_is_written_and_the_coordinator_all(scene: Scene) -> None:
    board = scene.station.house.board
    seen = {row.person.badge for row in board.rows(scene.sessions["own supervisor"])}
    assert seen == {"201", "202", "301", "303"}
    assert {row.person.badge for row in board.rows(scene.sessions["other supervisor"])} == {"302"}
    everybody = {row.person.badge for row in board.rows(scene.sessions["coordinator"])}
    assert everybody == {"100", "101", "201", "202", "301", "302", "303"}


def test_nobody_acts_on_themselves_as_their_own_supervisor(scene: Scene) -> None:
    board, sam = scene.station.house.board, scene.station.person("301")
    session = scene.sessions["own supervisor"]
    (row,) = board.rows_of(session, sam.id)
    with pytest.raises(Refused, match="Somebody else"):
        board.issue_code(session, sam.id, RIGHT)
    with pytest.raises(Refused, match="Somebody else"):
        board.record_paper(session, row, RIGHT, scene.station.today, "Drawer 3")
    with pytest.raises(Refused, match="Somebody else"):
        board.release_attempt(session, sam.id, "9-100", RIGHT, "")


def test_a_supervisor_cannot_become_the_coordinator_by_a_code(scene: Scene) -> None:
    station = scene.station
    station.hire("304", "Sue Pervisor", unit="Training", role=Role.SUPERVISOR)
    session = station.sign_in("304")
    assert station.house.board.person(session, station.coordinator.id) == station.coordinator
    with pytest.raises(Refused, match="training coordinator"):
        station.house.board.issue_code(session, station.coordinator.id, RIGHT)
    with pytest.raises(Refused, match="training coordinator"):
        station.house.door.issue_code(station.coordinator.id, session.person_id)


def test_commands_may_keep_the_roster_and_issue_codes(scene: Scene) -> None:
    people = scene.station.house.people
    assert people.add(_details("777"), COMMAND).badge == "777"
    assert len(scene.station.house.door.issue_code(scene.target.id, COMMAND).reveal()) == 8


def test_a_code_is_not_enough_to_sign_or_to_act(scene: Scene) -> None:
    station = scene.station
    added = station.house.people.add(_details("777"), COMMAND)
    code = station.house.door.issue_code(added.id, COMMAND)
    entrance = station.house.door.sign_in("777", code)
    assert entrance.must_choose_pin
    with pytest.raises(WrongPin):
        station.house.door.confirm(entrance.session, code)
    sitting = station.house.training.sit_down(entrance.session, "9-100")
    with pytest.raises(OutOfOrder):
        station.house.signing.sign(sitting, "New Person", code)
