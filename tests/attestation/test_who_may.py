"""Who may do what: every service call of the house, tried by everybody (REC-2, AUT-17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import msgspec
import pytest

from oc_training.attestation.board import Board
from oc_training.attestation.content import Content
from oc_training.attestation.door import Door
from oc_training.attestation.dossier import Dossiers
from oc_training.attestation.duties import Duties, Walks
from oc_training.attestation.duty_acts import DutyActs
from oc_training.attestation.events import COMMAND
from oc_training.attestation.issuing import Issuing
from oc_training.attestation.notices import Notices
from oc_training.attestation.people import People
from oc_training.attestation.receipt import Receipts
from oc_training.attestation.reminding import Reminding
from oc_training.attestation.session import Session
from oc_training.attestation.setting_up import SettingUp
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.signature_events import Acknowledged
from oc_training.attestation.signing import SigningDesk
from oc_training.attestation.sitting import Sitting, TrainingDesk
from oc_training.attestation.standings import Standings
from oc_training.attestation.timekeeping import Timekeeping
from oc_training.attestation.walk import Review
from oc_training.attestation.way_out import WayOut
from oc_training.errors import NotFound, NotSignedIn, Refused, WrongPin
from oc_training.ledger.keeping import Keeping
from oc_training.policy.model import Revision
from oc_training.roster.model import Details, DutyStatus, Person, Role
from oc_training.roster.pins import Secret
from tests.support.small_content import FIRST
from tests.support.station import PIN, Station, memory_station, walk_to

RIGHT = Secret(PIN)
ROLES = (
    "themselves",
    "employee",
    "own supervisor",
    "other supervisor",
    "coordinator",
    "left supervisor",
    "left coordinator",
)
"""Of whoever acts, as seen from the person acted on."""

NOBODY: frozenset[str] = frozenset()
THEMSELVES = frozenset({"themselves"})
COORDINATOR = frozenset({"coordinator"})
OVERSEERS = frozenset({"own supervisor", "coordinator"})
SUPERVISORS = frozenset({"own supervisor", "other supervisor", "coordinator"})
PRESENT = frozenset({"themselves", "employee", "own supervisor", "other supervisor", "coordinator"})
EVERYBODY = frozenset(ROLES)

SIGNED = "204"
"""The badge of a colleague of the target, who has signed."""


@dataclass
class Scene:
    """A station with somebody of every role, and the person they act on."""

    station: Station
    sessions: dict[str, Session]
    target: Person
    signed: int
    """Entry of a signature by a colleague of the target, whom the same people oversee."""
    walk: Sitting
    """Somebody's training, come to the review; somebody's who is none of those that act."""


@pytest.fixture
def scene(small: Content) -> Scene:
    station = memory_station(small)
    for badge, unit, role in (
        ("201", "Patrol", Role.EMPLOYEE),
        ("202", "patrol", Role.EMPLOYEE),
        ("203", "Patrol", Role.EMPLOYEE),
        (SIGNED, "Patrol", Role.EMPLOYEE),
        ("301", "Patrol", Role.SUPERVISOR),
        ("302", "Records", Role.SUPERVISOR),
        ("303", "Patrol", Role.SUPERVISOR),
        ("101", "Training", Role.COORDINATOR),
    ):
        station.hire(badge, f"Person {badge} X", unit=unit, role=role)
    badges = dict(zip(ROLES, ("202", "201", "301", "302", "100", "303", "101"), strict=True))
    sessions = {role: station.sign_in(badge) for role, badge in badges.items()}
    station.duty("303", DutyStatus.SEPARATED)
    station.duty("101", DutyStatus.SEPARATED)
    signed = station.sign(SIGNED).entry.seq
    walk = station.sit_down("203")
    walk_to(walk, Review)
    for _ in range(3):
        station.fail("202")
    for _ in range(5):
        station.wait_for_the_next_try()
        with pytest.raises(NotSignedIn):
            station.enter("202", "a wrong one")
    return Scene(station, sessions, station.person("202"), signed, walk)


def _record_paper(scene: Scene, session: Session) -> object:
    board = scene.station.house.board
    (row,) = board.rows_of(scene.sessions["coordinator"], scene.target.id)
    return board.record_paper(session, row, RIGHT, scene.station.today, "Drawer 3")


def _details(badge: str) -> Details:
    return Details("New Person", badge, "", "Patrol", Role.EMPLOYEE, date(2025, 1, 6))


def _export(scene: Scene, session: Session) -> None:
    board = scene.station.house.board
    rows = board.rows_of(scene.sessions["coordinator"], scene.target.id)
    board.export(session, rows, RIGHT, lambda record: record("ab" * 32))


def _issue(scene: Scene, issue: Callable[[Revision], object]) -> None:
    """Issue a revision that is in force already, so that whoever may is told that, and whoever may not is not."""
    try:
        issue(scene.station.house.shelf.revision("9-100", FIRST))
    except Refused as refused:
        if "issued already" not in str(refused):
            raise


def _withdraw(withdraw: Callable[[], object]) -> None:
    """Withdraw a revision that is in force, so that whoever may is told that, and whoever may not is not."""
    try:
        withdraw()
    except Refused as refused:
        if "is in force since" not in str(refused):
            raise


def _badge(scene: Scene, session: Session) -> str:
    return scene.station.house.book.records().person(session.person_id).details.badge


def _forged(scene: Scene, session: Session) -> Sitting:
    """Somebody else's training, put together with one's own session, as no screen does."""
    return _as(scene.walk, session)


def _as(sitting: Sitting, session: Session) -> Sitting:
    return Sitting(session, sitting.course, sitting.walk, sitting._desk)


def _own(scene: Scene, session: Session) -> Sitting:
    """One's own training, begun before one left: nothing is displayed yet, the scenarios are answered."""
    walk = msgspec.structs.replace(scene.walk.walk, person=session.person_id, displays=(), version=0)
    return Sitting(session, scene.walk.course, walk, scene.walk._desk)


def _visit(scene: Scene, session: Session) -> None:
    sitting = _own(scene, session)
    section = sitting.course.revision.sections[0]
    sitting.visit(section, sitting.now(), 600.0, section.clauses[-1].citation, whole=True)


def _unless_told(do: Callable[[], object], words: str) -> None:
    """Do what cannot be done just now by anybody, so that whoever may is told that, and whoever may not is not."""
    try:
        do()
    except Refused as refused:
        if words not in str(refused):
            raise


Act = Callable[[Scene, Session], object]

ACTS: dict[str, tuple[Act, frozenset[str]]] = {
    # ---- the board
    "Board.rows": (lambda s, who: s.station.house.board.rows(who), SUPERVISORS),
    "Board.rows_of": (lambda s, who: s.station.house.board.rows_of(who, s.target.id), OVERSEERS),
    "Board.person": (lambda s, who: s.station.house.board.person(who, s.target.id), OVERSEERS),
    "Board.is_locked": (lambda s, who: s.station.house.board.is_locked(who, s.target.id), OVERSEERS),
    "Board.history": (lambda s, who: s.station.house.board.history(who, s.target.id), OVERSEERS),
    "Board.signatures": (lambda s, who: s.station.house.board.signatures(who, s.target.id), OVERSEERS),
    "Board.flagged": (lambda s, who: s.station.house.board.flagged(who, s.target.id), OVERSEERS),
    "Board.needs_release": (lambda s, who: s.station.house.board.needs_release(who, s.target.id, "9-100"), OVERSEERS),
    "Board.release_attempt": (
        lambda s, who: s.station.house.board.release_attempt(who, s.target.id, "9-100", RIGHT, "talked"),
        OVERSEERS,
    ),
    "Board.release_sign_in": (
        lambda s, who: s.station.house.board.release_sign_in(who, s.target.id, RIGHT, "talked"),
        OVERSEERS,
    ),
    "Board.issue_code": (lambda s, who: s.station.house.board.issue_code(who, s.target.id, RIGHT), OVERSEERS),
    "Board.record_paper": (_record_paper, OVERSEERS),
    "Board.void": (lambda s, who: s.station.house.board.void(who, s.signed, RIGHT, "somebody else"), OVERSEERS),
    "Board.waiting_directives": (lambda s, who: s.station.house.board.waiting_directives(who), COORDINATOR),
    "Board.export": (_export, OVERSEERS),
    "Board.note_export": (
        lambda s, who: s.station.house.board.note_export(who.person_id, "standing", 1, "ab" * 32),
        SUPERVISORS,
    ),
    "Dossiers.of_person": (
        lambda s, who: s.station.house.dossiers.of_person(who, s.target.id, s.station.today),
        OVERSEERS,
    ),
    "DutyActs.move": (
        lambda s, who: s.station.house.duty_acts.move(
            s.target.id, "Night Shift", None, s.station.today, who.person_id, "why", RIGHT
        ),
        COORDINATOR,
    ),
    "DutyActs.exempt": (
        lambda s, who: s.station.house.duty_acts.exempt(
            s.target.id, "9-100", s.station.today, None, who.person_id, "why", RIGHT
        ),
        COORDINATOR,
    ),
    "Issuing.confirm": (
        lambda s, who: _issue(s, lambda revision: s.station.house.issuing.confirm(who, revision, RIGHT)),
        COORDINATOR,
    ),
    "Issuing.confirm_withdrawal": (
        lambda s, who: _withdraw(lambda: s.station.house.issuing.confirm_withdrawal(who, "9-100", FIRST, RIGHT)),
        COORDINATOR,
    ),
    "Issuing.withdraw": (
        lambda s, who: _withdraw(lambda: s.station.house.issuing.withdraw(who, "9-100", FIRST, RIGHT, reason="why")),
        COORDINATOR,
    ),
    "Issuing.issue": (
        lambda s, who: _issue(s, lambda revision: s.station.house.issuing.issue(who, revision, RIGHT)),
        COORDINATOR,
    ),
    # ---- the door
    "WayOut.leave": (lambda s, who: s.station.house.way_out.leave(_badge(s, who), RIGHT), SUPERVISORS),
    "Door.confirm": (lambda s, who: s.station.house.door.confirm(who, RIGHT), PRESENT - THEMSELVES),
    "Door.prove": (lambda s, who: s.station.house.door.prove(who.person_id, RIGHT), PRESENT - THEMSELVES),
    "Door.set_pin": (lambda s, who: s.station.house.door.set_pin(who, Secret("another heron")), NOBODY),
    "Door.offer_pin": (lambda s, who: s.station.house.door.offer_pin(who), PRESENT),
    "Door.accept_pin": (
        lambda s, who: s.station.house.door.accept_pin(who, Secret("482913"), Secret("482913")),
        NOBODY,
    ),
    "Door.release": (lambda s, who: s.station.house.door.release(who, s.target.id, RIGHT, "talked"), OVERSEERS),
    "Door.issue_code": (
        lambda s, who: s.station.house.door.issue_code(s.target.id, who.person_id, RIGHT),
        OVERSEERS,
    ),
    # ---- one's own
    "Duties.of": (lambda s, who: s.station.house.duties.of(who), PRESENT),
    "Duties.one": (lambda s, who: s.station.house.duties.one(who, "9-100"), PRESENT),
    "Duties.receipts": (lambda s, who: s.station.house.duties.receipts(who), PRESENT),
    "Receipts.own": (lambda s, who: s.station.house.receipts.own(who, s.signed), NOBODY),
    "TrainingDesk.sit_down": (lambda s, who: s.station.house.training.sit_down(who, "9-100"), PRESENT),
    "Sitting.next_step": (lambda s, who: _own(s, who).next_step(), PRESENT),
    "Sitting.visit": (_visit, PRESENT),
    "Sitting.said_haste": (lambda s, who: _own(s, who).said_haste(), PRESENT),
    "Sitting.note_place": (lambda s, who: _own(s, who).note_place("I.A"), PRESENT),
    "Sitting.answer": (
        lambda s, who: _unless_told(lambda: _own(s, who).answer("a", 1.0), "No question is asked now"),
        PRESENT,
    ),
    "Sitting.try_again": (
        lambda s, who: _unless_told(lambda: _own(s, who).try_again(), "The present attempt comes first"),
        PRESENT,
    ),
    "Door.not_me": (lambda s, who: s.station.house.door.not_me(who, "9-100"), PRESENT),
    # ---- the clock
    "Timekeeping.sheet": (lambda s, who: s.station.house.timekeeping.sheet(who), PRESENT),
    "Timekeeping.confirm": (
        lambda s, who: _unless_told(
            lambda: s.station.house.timekeeping.confirm(who, RIGHT, s.station.clock.now()), "not in doubt any more"
        ),
        SUPERVISORS,
    ),
    # ---- nobody signs for anybody else
    "SigningDesk.review": (lambda s, who: s.station.house.signing.review(_forged(s, who)), NOBODY),
    "SigningDesk.sign": (lambda s, who: s.station.house.signing.sign(_forged(s, who), "Person 203 X", RIGHT), NOBODY),
    "SigningDesk.decline": (lambda s, who: s.station.house.signing.decline(_forged(s, who), RIGHT), NOBODY),
    "SigningDesk.ask_for_paper": (lambda s, who: s.station.house.signing.ask_for_paper(_forged(s, who), RIGHT), NOBODY),
    # ---- the roster
    "People.add": (lambda s, who: s.station.house.people.add(_details("777"), who.person_id, RIGHT), COORDINATOR),
    "People.import_file": (
        lambda s, who: s.station.house.people.import_file(
            b"badge,name,unit\n778,A B,Patrol\n", "r.csv", who.person_id, RIGHT
        ),
        COORDINATOR,
    ),
    "People.change": (
        lambda s, who: s.station.house.people.change(s.target.id, _details("202"), "typo", who.person_id, RIGHT),
        COORDINATOR,
    ),
    "People.set_duty": (
        lambda s, who: s.station.house.people.set_duty(
            s.target.id, DutyStatus.ON_LEAVE, s.station.today, who.person_id, "why", RIGHT
        ),
        COORDINATOR,
    ),
    # ---- set-up and directives
    "SettingUp.make_coordinator": (
        lambda s, _: s.station.house.setting_up.make_coordinator(
            Details("Second One", "888", "", "Training", Role.COORDINATOR, date(2025, 1, 6)), RIGHT
        ),
        NOBODY,
    ),
    "Shelf.issue": (
        lambda s, who: _issue(s, lambda revision: s.station.house.shelf.issue(revision, who.person_id)),
        COORDINATOR,
    ),
}
"""What can be done by whoever is signed in, and who may."""

WITHOUT_A_PERSON: dict[str, str] = {
    "Board.name_of": "a name for a history that was asked for with a session",
    "Board.status": "for commands: whoever administers the machine",
    "Board.void_by_command": "for commands: the entry says so",
    "Door.sign_in": "anybody stands at the door",
    "Door.act": "what the services above do their acts by; what is done says who may",
    "Door.is_locked": "asked by Board.is_locked and by commands",
    "Door.release_by_command": "for commands: the entry says so",
    "Dossiers.of": "for commands: whoever administers the machine",
    "Duties.today": "the day",
    "Keeping.backup": "for commands: whoever administers the machine",
    "Keeping.change_key": "for commands: whoever administers the machine",
    "Keeping.checkpoint": "for commands: whoever administers the machine",
    "Keeping.daily": "made by itself, once a day",
    "Keeping.migrate": "for commands: whoever administers the machine",
    "Keeping.newest_over": "for commands: whoever administers the machine",
    "Keeping.proof": "for commands, and for receipts that were asked for with a session",
    "Keeping.public_key": "what everybody may have who checks the book",
    "Keeping.restore": "for commands: whoever administers the machine",
    "Notices.all": "the state of the station, which names no employee; shown to the coordinator",
    "Notices.rules_not_recorded": "noted at the start, before anybody signs in",
    "Notices.rules_waiting": "the state of a file, for commands",
    "Reminding.again": "for commands: whoever administers the machine",
    "Reminding.as_of": "for commands: whoever administers the machine",
    "Reminding.draw_up": "for commands: whoever administers the machine",
    "Sitting.is_complete": "what the training in hand says of itself; nothing is looked up or kept",
    "Sitting.may_open": "what the training in hand says of itself; nothing is looked up or kept",
    "Sitting.monotonic": "the clock",
    "Sitting.now": "the clock",
    "Sitting.shown": "what the training in hand says of itself; nothing is looked up or kept",
    "Standings.status": "for commands: whoever administers the machine",
    "Standings.today": "the day",
    "Timekeeping.in_doubt": "what the clock says, for commands and the page that a supervisor is shown",
    "Timekeeping.look": "what the clock says, for commands",
    "Timekeeping.require": "whether the clock is in doubt, asked by the services above",
    "Walks.all": "the working file, below the services that ask who it is",
    "Walks.forget": "the working file, below the services that ask who it is",
    "Walks.keep": "the working file, below the services that ask who it is",
    "Walks.of": "the working file, below the services that ask who it is",
    "People.correct_duty": "as People.set_duty, which begins the same way; there has to be something to correct",
    "People.also_had": "for commands: whoever administers the machine",
    "People.find": "for commands: whoever administers the machine",
    "People.with_badge": "for commands: whoever administers the machine",
    "Receipts.receipt": "for commands: whoever administers the machine",
    "SettingUp.is_needed": "asked before anybody is on the roster",
    "SettingUp.directives": "the words of directives, which are for everybody",
    "Shelf.check_ready": "the words of directives, which are for everybody",
    "DutyActs.assign": "as DutyActs.move, which begins the same way; there has to be somebody it is not for",
    "DutyActs.end_assignment": "as DutyActs.move, which begins the same way",
    "DutyActs.end_exemption": "as DutyActs.move, which begins the same way",
    "DutyActs.assignable": "what the coordinator is offered about a person",
    "DutyActs.assigned_by_name": "what the coordinator is offered about a person",
    "DutyActs.changes": "what the coordinator is offered about a person",
    "DutyActs.replaced": "what the coordinator is offered about a person",
    "DutyActs.superseded": "what the coordinator is offered about a person",
    "DutyActs.moves": "what the coordinator is offered about a person",
    "DutyActs.changes_ahead": "what the coordinator is offered about a person",
    "DutyActs.exempt_from": "what the coordinator is offered about a person",
    "DutyActs.directives": "numbers of directives, which are for everybody",
    "Issuing.can_withdraw": "which day a revision has; withdrawing it asks who it is",
    "Issuing.beside_the_last": "what stands in the files and the texts issued, which are for everybody",
    "Issuing.looked_through": "what stands in the files and the texts issued, which are for everybody",
    "Issuing.ready": "what stands in the files; issuing it asks who it is",
    "Shelf.bank": "the questions of directives, which are for everybody",
    "Shelf.texts": "the words of directives, which are for everybody",
    "Shelf.looked_through": "the words of directives and their questions, which are for everybody",
    "Shelf.newest_issued": "the words of directives, which are for everybody",
    "Shelf.in_force": "the words of directives, which are for everybody",
    "Shelf.issued_entry": "the words of directives, which are for everybody",
    "Shelf.issued_texts": "the words of directives, which are for everybody",
    "Shelf.not_issued_yet": "the words of directives, which are for everybody",
    "Shelf.revision": "the words of directives, which are for everybody",
    "Shelf.statement": "the words of directives, which are for everybody",
}
"""Calls that know nobody who is signed in, and why that is right."""

SERVICES: tuple[type, ...] = (
    Board, Door, Dossiers, Duties, DutyActs, Issuing, Keeping, Notices, People, Receipts, Reminding, SettingUp, Shelf,
    SigningDesk, Sitting, Standings, Timekeeping, TrainingDesk, Walks, WayOut,
)  # fmt: skip


def test_the_table_names_every_call_of_every_service() -> None:
    calls = {
        f"{service.__name__}.{name}"
        for service in SERVICES
        for name, what in vars(service).items()
        if not name.startswith("_") and callable(what)
    }
    assert calls == ACTS.keys() | WITHOUT_A_PERSON.keys()
    assert not ACTS.keys() & WITHOUT_A_PERSON.keys()


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
    with pytest.raises((Refused, NotFound)) as refused:
        do(scene, scene.sessions[role])
    assert str(refused.value).endswith(".")
    assert scene.station.house.book.head() == before


WRONG = Secret("not that one")


PIN_ACTS: dict[str, tuple[str, Callable[[Scene, Session, Secret], object]]] = {
    "release an attempt": (
        "own supervisor",
        lambda s, who, pin: s.station.house.board.release_attempt(who, s.target.id, "9-100", pin, "talked"),
    ),
    "release a sign-in": (
        "own supervisor",
        lambda s, who, pin: s.station.house.board.release_sign_in(who, s.target.id, pin, "talked"),
    ),
    "issue a code": ("own supervisor", lambda s, who, pin: s.station.house.board.issue_code(who, s.target.id, pin)),
    "issue a code at the door": (
        "own supervisor",
        lambda s, who, pin: s.station.house.door.issue_code(s.target.id, who.person_id, pin),
    ),
    "record paper": (
        "own supervisor",
        lambda s, who, pin: s.station.house.board.record_paper(
            who, s.station.house.board.rows_of(who, s.target.id)[0], pin, s.station.today, "Drawer 3"
        ),
    ),
    "void": ("own supervisor", lambda s, who, pin: s.station.house.board.void(who, s.signed, pin, "somebody else")),
    "export": (
        "own supervisor",
        lambda s, who, pin: s.station.house.board.export(
            who, s.station.house.board.rows_of(who, s.target.id), pin, lambda record: record("ab" * 32)
        ),
    ),
    "add": ("coordinator", lambda s, who, pin: s.station.house.people.add(_details("777"), who.person_id, pin)),
    "import": (
        "coordinator",
        lambda s, who, pin: s.station.house.people.import_file(
            b"badge,name,unit\n778,A B,Patrol\n", "r.csv", who.person_id, pin
        ),
    ),
    "change": (
        "coordinator",
        lambda s, who, pin: s.station.house.people.change(s.target.id, _details("202"), "typo", who.person_id, pin),
    ),
    "change of duty": (
        "coordinator",
        lambda s, who, pin: s.station.house.people.set_duty(
            s.target.id, DutyStatus.ON_LEAVE, s.station.today, who.person_id, "why", pin
        ),
    ),
    "move": (
        "coordinator",
        lambda s, who, pin: s.station.house.duty_acts.move(
            s.target.id, "Night Shift", None, s.station.today, who.person_id, "why", pin
        ),
    ),
    "exempt": (
        "coordinator",
        lambda s, who, pin: s.station.house.duty_acts.exempt(
            s.target.id, "9-100", s.station.today, None, who.person_id, "why", pin
        ),
    ),
    "sign": (
        "signer",
        lambda s, who, pin: s.station.house.signing.sign(_as(s.walk, who), "Person 203 X", pin),
    ),
    "decline": ("signer", lambda s, who, pin: s.station.house.signing.decline(_as(s.walk, who), pin)),
    "ask for paper": (
        "signer",
        lambda s, who, pin: s.station.house.signing.ask_for_paper(_as(s.walk, who), pin),
    ),
}
"""Every act that writes something in a person's name (SIG-8, AUT-11)."""


@pytest.mark.parametrize("act", PIN_ACTS)
def test_every_act_asks_for_the_pin_again_and_its_entry_says_who_did_it(scene: Scene, act: str) -> None:
    role, do = PIN_ACTS[act]
    who = scene.walk.session if role == "signer" else scene.sessions[role]
    book = scene.station.house.book
    before = book.head()
    with pytest.raises(WrongPin):
        do(scene, who, WRONG)
    assert book.head() == before
    do(scene, who, RIGHT)
    assert book.head().seq == before.seq + 1
    written = book.entry(book.head().seq).entry.stored_body.decode()
    assert who.person_id in written


def test_a_person_id_without_a_pin_does_nothing(scene: Scene) -> None:
    house, ada = scene.station.house, scene.station.coordinator
    before = house.book.head()
    with pytest.raises(WrongPin, match="takes your PIN"):
        house.people.add(_details("777"), ada.id)
    with pytest.raises(WrongPin, match="takes your PIN"):
        house.door.issue_code(scene.target.id, ada.id)
    assert house.book.head() == before


def test_an_export_that_is_not_allowed_writes_no_file(scene: Scene) -> None:
    written: list[object] = []
    board = scene.station.house.board
    everybody = board.rows(scene.sessions["coordinator"])
    for role, pin in (("own supervisor", RIGHT), ("employee", RIGHT), ("coordinator", WRONG)):
        with pytest.raises(Refused):
            board.export(scene.sessions[role], everybody, pin, written.append)
    assert written == []


def test_nobody_signs_for_somebody_else_with_their_own_pin(scene: Scene) -> None:
    """Told apart from the table, because there the PIN of both is the same."""
    forged = _forged(scene, scene.sessions["coordinator"])
    with pytest.raises(Refused, match="Nobody can sign for somebody else"):
        scene.station.house.signing.sign(forged, "Person 203 X", RIGHT)
    signed = scene.station.house.signing.sign(scene.walk, "Person 203 X", RIGHT)
    assert isinstance(signed.event, Acknowledged)


def test_a_supervisor_sees_their_own_unit_however_it_is_written_and_the_coordinator_all(scene: Scene) -> None:
    board = scene.station.house.board
    seen = {row.person.badge for row in board.rows(scene.sessions["own supervisor"])}
    assert seen == {"201", "202", "203", SIGNED, "301", "303"}
    assert {row.person.badge for row in board.rows(scene.sessions["other supervisor"])} == {"302"}
    everybody = {row.person.badge for row in board.rows(scene.sessions["coordinator"])}
    assert everybody == {"100", "101", "201", "202", "203", SIGNED, "301", "302", "303"}


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
    signed = scene.station.sign("301").entry.seq
    with pytest.raises(Refused, match="Somebody else"):
        board.void(session, signed, RIGHT, "it was not me")


def test_a_supervisor_cannot_become_the_coordinator_by_a_code(scene: Scene) -> None:
    station = scene.station
    station.hire("304", "Sue Pervisor", unit="Training", role=Role.SUPERVISOR)
    session = station.sign_in("304")
    assert station.house.board.person(session, station.coordinator.id) == station.coordinator
    with pytest.raises(Refused, match="training coordinator"):
        station.house.board.issue_code(session, station.coordinator.id, RIGHT)
    with pytest.raises(Refused, match="training coordinator"):
        station.house.door.issue_code(station.coordinator.id, session.person_id, RIGHT)


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
    with pytest.raises(Refused, match="choose your own PIN first"):
        station.house.training.sit_down(entrance.session, "9-100")


BY_CODE = {"Door.set_pin", "Door.offer_pin", "Door.accept_pin", "Door.not_me"}
"""What can be done by whoever has shown no more than a one-time code."""

AFTER_A_PIN = {"Board.note_export", "Shelf.issue"}
"""Calls that know no more than who it is, by the services that have asked for their PIN."""


@pytest.mark.parametrize(
    "act", [act for act, (_, allowed) in ACTS.items() if "coordinator" in allowed and act not in BY_CODE | AFTER_A_PIN]
)
def test_until_a_pin_was_set_a_code_opens_nothing_at_all(scene: Scene, act: str) -> None:
    """For the coordinator, who may most; others have seen their code (AUT-13)."""
    station = scene.station
    code = station.house.door.issue_code(station.coordinator.id, COMMAND)
    session = station.house.door.sign_in("100", code).session
    before = station.house.book.head()
    with pytest.raises((Refused, NotSignedIn)):
        ACTS[act][0](scene, session)
    assert station.house.book.head() == before
    station.house.door.set_pin(session, RIGHT)
    station.house.board.rows(session)


NO_REASONS = ("", "  ", "\n", "\u200b")


@pytest.mark.parametrize("reason", NO_REASONS)
@pytest.mark.parametrize(
    "act",
    [
        lambda s, who, why: s.station.house.board.release_attempt(who, s.target.id, "9-100", RIGHT, why),
        lambda s, who, why: s.station.house.board.release_sign_in(who, s.target.id, RIGHT, why),
        lambda s, who, why: s.station.house.door.release(who, s.target.id, RIGHT, why),
        lambda s, who, why: s.station.house.board.void(who, s.signed, RIGHT, why),
    ],
    ids=["release an attempt", "release a sign-in", "release at the door", "void"],
)
def test_an_act_that_takes_a_reason_is_refused_without_one(
    scene: Scene, act: Callable[[Scene, Session, str], object], reason: str
) -> None:
    before = scene.station.house.book.head()
    with pytest.raises(Refused, match=r"^Please give a reason\.$"):
        act(scene, scene.sessions["own supervisor"], reason)
    assert scene.station.house.book.head() == before


def _paper_kept(scene: Scene, session: Session, where: str) -> object:
    board = scene.station.house.board
    return board.record_paper(session, board.rows_of(session, scene.target.id)[0], RIGHT, scene.station.today, where)


WRITTEN: dict[str, Callable[[Scene, Session, str], object]] = {
    "release an attempt": lambda s, who, typed: s.station.house.board.release_attempt(
        who, s.target.id, "9-100", RIGHT, typed
    ),
    "release a sign-in": lambda s, who, typed: s.station.house.board.release_sign_in(who, s.target.id, RIGHT, typed),
    "void": lambda s, who, typed: s.station.house.board.void(who, s.signed, RIGHT, typed),
    "record paper": _paper_kept,
    "sign": lambda s, _, typed: s.station.house.signing.sign(s.walk, "Person 203 X", RIGHT, typed),
    "decline": lambda s, _, typed: s.station.house.signing.decline(s.walk, RIGHT, typed),
    "ask for paper": lambda s, _, typed: s.station.house.signing.ask_for_paper(s.walk, RIGHT, typed),
}


@pytest.mark.parametrize("typed", [PIN, f"Talked. {PIN}", "OAK  tree\t77!"])
@pytest.mark.parametrize("act", WRITTEN)
def test_a_pin_typed_into_words_is_not_recorded_for_good(scene: Scene, act: str, typed: str) -> None:
    before = scene.station.house.book.head()
    with pytest.raises(Refused, match="Your PIN stands in the words"):
        WRITTEN[act](scene, scene.sessions["own supervisor"], typed)
    assert scene.station.house.book.head() == before
    WRITTEN[act](scene, scene.sessions["own supervisor"], "Talked.")
