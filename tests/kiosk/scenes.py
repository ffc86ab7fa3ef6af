"""Every page and dialog of the kiosk in each state worth looking at, for tests that look at all of them.

A scene is a page and what is done on it: keys, words to type (``+``), words to wait for (``?``).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TypeAlias

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from oc_training.attestation.door import MAY_BE_LOCKED, NOT_ACCEPTED
from oc_training.attestation.dossier import Dossier
from oc_training.attestation.duties import Duty
from oc_training.attestation.session import Entrance
from oc_training.attestation.sitting import Blocked, Sitting
from oc_training.attestation.walk import Missed, Review, ShowChanges
from oc_training.errors import NotSignedIn, WrongPin
from oc_training.kiosk.outcomes import (
    BoardOutcome,
    DirectivesOutcome,
    Leave,
    MissedOutcome,
    PersonWish,
    ReaderOutcome,
    ReviewOutcome,
    ScenarioOutcome,
)
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.board import BoardPage
from oc_training.kiosk.pages.changes import ChangesPage
from oc_training.kiosk.pages.choose_pin import ChoosePinPage
from oc_training.kiosk.pages.clock import ClockPage
from oc_training.kiosk.pages.code_dialog import CodeDialog
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.pages.dossier import DossierPage
from oc_training.kiosk.pages.import_people import ImportPage
from oc_training.kiosk.pages.look import LookPage
from oc_training.kiosk.pages.missed import MissedPage
from oc_training.kiosk.pages.notice import NoticePage
from oc_training.kiosk.pages.past_day import PastDayPage
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.pages.person_form import PersonFormPage
from oc_training.kiosk.pages.reader import ReaderPage, haste
from oc_training.kiosk.pages.receipt import ReceiptPage
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.pages.scenario import ScenarioPage
from oc_training.kiosk.pages.set_up import SetUpDone, SetUpDonePage, SetUpPage
from oc_training.kiosk.pages.still_there import StillThere
from oc_training.kiosk.pages.still_you import StillYou
from oc_training.kiosk.pages.too_small import TooSmall
from oc_training.kiosk.pages.welcome import WelcomePage
from oc_training.kiosk.widgets.settling import SETTLE_SECONDS
from oc_training.policy.marks import Marker
from oc_training.roster.credentials import Kind as Credential
from oc_training.roster.model import Details, Person
from oc_training.roster.pins import Secret
from tests.kiosk.host import Host, frame, new_house, until
from tests.kiosk.pages.station import Station as Board
from tests.kiosk.pages.walkers import settled, walk_to_question, walk_to_section
from tests.kiosk.support import screen_text
from tests.support.revising import revise
from tests.support.small_content import small_content
from tests.support.station import COORDINATOR_BADGE, PIN, Station, memory_station, new_station, walk_to

NAME, BADGE = "Robin Sample", "417"
HINTS = ("A new hire: badge 1201, PIN 493817", "A supervisor: badge 300, PIN 938812")
WRONG_ROSTER = "badge,name,unit\n1,Ann,Day Shift\n1,Bea,Day Shift\n,Cas,Day Shift\n"


AnyPage: TypeAlias = (
    Page[Entrance | Leave]
    | Page[Entrance]
    | Page[None]
    | Page[DirectivesOutcome]
    | Page[ReaderOutcome]
    | Page[ScenarioOutcome]
    | Page[MissedOutcome]
    | Page[ReviewOutcome]
    | Page[BoardOutcome]
    | Page[PersonWish]
    | Page[Person | None]
    | Page[int | None]
    | Page[Dossier | None]
    | Page[SetUpDone]
)
AnyScreen: TypeAlias = Screen[bool] | Screen[bool | None] | Screen[None]


@dataclass
class Ground:
    """Where the scenes play: a station with a board, and one in memory with somebody who is trained."""

    folder: Path

    @cached_property
    def board(self) -> Board:
        return Board.at(self.folder / "board")

    def trainee(self) -> Station:
        station = memory_station()
        station.hire(BADGE, NAME)
        return station

    def sitting(self, *wanted: type, right: bool = True) -> tuple[Station, Sitting]:
        station = self.trainee()
        sitting = station.sit_down(BADGE)
        if wanted:
            walk_to(sitting, *wanted, right_first=right)
        return station, sitting

    @property
    def wrong_roster(self) -> str:
        path = self.folder / "w.csv"
        path.write_text(WRONG_ROSTER, encoding="utf-8")
        return str(path)


@dataclass(frozen=True)
class Scene:
    """One state of one page."""

    make: Callable[[Ground], AnyPage]
    does: tuple[str, ...] = ()
    over: Callable[[Pilot[None]], AnyScreen] | None = None
    """A dialog that is laid over the page in the end."""
    path: Callable[[Ground], str] | None = field(default=None)
    """What is typed for ``+path``."""


def framed() -> Frame:
    return frame(person=NAME)


def _refused(_: str, __: Secret) -> Entrance:
    raise NotSignedIn(NOT_ACCEPTED)


def _welcome(_: Ground) -> AnyPage:
    return WelcomePage(frame(), "Need help, or another format? Ask your supervisor.", _refused, HINTS)


def _set_up(ground: Ground) -> AnyPage:
    house = new_house(ground.folder / f"new {len(list(ground.folder.iterdir()))}")
    return SetUpPage(frame(), house.setting_up, house.door)


def _choose_pin(ground: Ground) -> AnyPage:
    station = ground.trainee()
    code = station.house.door.issue_code(station.person(BADGE).id, station.coordinator.id, Secret(PIN))
    return ChoosePinPage(framed(), station.house.door, station.enter(BADGE, code.reveal()).session)


def _directives(ground: Ground) -> AnyPage:
    station = ground.trainee()
    station.sign(BADGE)
    station.pass_days(400)
    person = station.sign_in(BADGE)
    duties: tuple[Duty, ...] = station.house.duties.of(person)
    return DirectivesPage(framed(), duties, station.house.duties.receipts(person), station.today, supervisor=True)


def _changes(ground: Ground) -> AnyPage:
    folder = ground.folder / f"changes {len(list(ground.folder.iterdir()))}"
    content = small_content(folder / "department")
    station = new_station(folder, content)
    station.hire(BADGE, NAME)
    station.sign(BADGE)
    sitting = revise(folder, station, content, "2025-03-03", " or sings").sit_down(BADGE)
    step = sitting.next_step()
    assert isinstance(step, ShowChanges)
    return ChangesPage(framed(), sitting, step.since, settled())


def _clock(ground: Ground) -> AnyPage:
    station = ground.trainee()
    station.clock.forward(timedelta(hours=-2))
    session = station.sign_in(COORDINATOR_BADGE)
    sheet = station.house.timekeeping.sheet(session)
    assert sheet is not None
    return ClockPage(framed(), sheet, station.house.timekeeping, session, settling=settled())


def _no_directives(_: Ground) -> AnyPage:
    return DirectivesPage(framed(), (), (), memory_station().today, supervisor=False)


def _reader(ground: Ground) -> AnyPage:
    _, sitting = ground.sitting()
    section = walk_to_section(sitting, "III.A")
    return ReaderPage(framed(), sitting, section, Marker(sitting.course.revision), settled())


def _look(ground: Ground) -> AnyPage:
    revision = ground.trainee().house.shelf.in_force("3-400", memory_station().today)
    return LookPage(framed(), revision, Marker(revision))


def _scenario(ground: Ground) -> AnyPage:
    _, sitting = ground.sitting()
    return ScenarioPage(framed(), sitting, walk_to_question(sitting), settled())


def _missed(ground: Ground) -> AnyPage:
    _, sitting = ground.sitting(Missed, right=False)
    step = sitting.next_step()
    assert isinstance(step, Missed)
    return MissedPage(framed(), sitting, step, settled())


def _blocked(ground: Ground) -> AnyPage:
    station = ground.trainee()
    for _ in range(3):
        station.fail(BADGE)
    sitting = station.sit_down(BADGE)
    step = sitting.next_step()
    assert isinstance(step, Blocked)
    return MissedPage(framed(), sitting, step, settled())


def _review(ground: Ground) -> AnyPage:
    station, sitting = ground.sitting(Review)
    desk = station.house.signing
    return ReviewPage(framed(), sitting, desk.review(sitting), desk, settling=settled())


def _receipt(ground: Ground) -> AnyPage:
    station = ground.trainee()
    receipt = station.house.receipts.receipt(station.sign(BADGE, "Is III.A.7 meant for closed groups?").entry.seq)
    return ReceiptPage(framed(), receipt, station.today, settling=settled())


def _notice(_: Ground) -> AnyPage:
    return NoticePage(framed(), "That did not work", ["The disk is full. Nothing was lost."], settling=settled())


def _board(ground: Ground) -> AnyPage:
    house = ground.board.house
    return BoardPage(framed(), house.board, ground.board.coordinator, house.duties.today())


def _person(ground: Ground, badge: str = "204") -> AnyPage:
    house = ground.board.house
    who = ground.board.person(badge).id
    return PersonPage(framed(), house.board, house.people, ground.board.coordinator, who, house.duty_acts)


def _answers(ground: Ground, day: date, *, of: int = 1) -> tuple[Dossier, ...]:
    """What the records say about somebody on a day; *of* is of how many directives, all with the same words."""
    station = ground.board
    found = station.house.dossiers.of_person(station.coordinator, station.person("201").id, day)
    return tuple(replace(found[0], directive=f"{number}-400") for number in range(3, 3 + of))


def _past_day(ground: Ground, of: int = 1) -> AnyPage:
    today = ground.board.house.duties.today()
    return PastDayPage(framed(), "Bo Reed", today, lambda day: _answers(ground, day, of=of))


def _dossier(ground: Ground) -> AnyPage:
    (found,) = _answers(ground, ground.board.house.duties.today())
    return DossierPage(framed(), found, (120, "records-2026-03-14-120.checkpoint"))


def _form(ground: Ground, badge: str = "") -> AnyPage:
    person = ground.board.person(badge) if badge else None

    def keep(details: Details, reason: str, pin: Secret) -> Person:  # noqa: ARG001  the form's names
        raise AssertionError("nothing is saved here")

    return PersonFormPage(framed(), ground.board.house.duties.today(), keep, person)


def _import(ground: Ground) -> AnyPage:
    people, by = ground.board.house.people, ground.board.coordinator.person_id
    return ImportPage(framed(), lambda data, name, pin: people.import_file(data, name, by, pin))


def _imported(ground: Ground) -> AnyPage:
    return ImportPage(framed(), lambda _, __, ___: (ground.board.person("204"),))


def _done(_: Ground) -> AnyPage:
    return SetUpDonePage(framed(), 1)


def _still_there(_: Pilot[None]) -> AnyScreen:
    return StillThere(30, lambda: 0.0)


def _still_you(_: Pilot[None]) -> AnyScreen:
    return StillYou(60, _wrong_pin)


def _wrong_pin(_: Secret) -> None:
    raise WrongPin(MAY_BE_LOCKED)


def _haste(_: Pilot[None]) -> AnyScreen:
    return haste()


def _code(_: Pilot[None]) -> AnyScreen:
    return CodeDialog(NAME, Secret("4TGP7WXK"), Credential.PIN)


def _small(_: Pilot[None]) -> AnyScreen:
    return TooSmall()


LISTED = ("?Enter Open",)
SCENES: dict[str, Scene] = {
    "welcome": Scene(_welcome, ("+417", "enter", "+4938")),
    "welcome, refused": Scene(_welcome, ("+417", "enter", "+1", "enter", "?not accepted")),
    "welcome, button": Scene(_welcome, ("tab", "tab")),
    "welcome, closing": Scene(_welcome, ("f12", "~", "tab")),
    "set-up": Scene(_set_up, ("?Your name",)),
    "set-up, wrong": Scene(_set_up, ("?Your name", "enter", "enter", "enter", "enter", "enter", "enter", "?!")),
    "set up": Scene(_done, ("tab",)),
    "PIN, two ways": Scene(_choose_pin, ("tab",)),
    "PIN, shown": Scene(_choose_pin, ("1", "?This is your PIN")),
    "PIN, hidden": Scene(_choose_pin, ("1", "?This is your PIN", "+1", "?hidden")),
    "PIN, own, refused": Scene(_choose_pin, ("2", "+1", "enter", "+2", "enter", "?not the same")),
    "directives": Scene(_directives),
    "directives, receipts": Scene(_directives, ("r",)),
    "directives, why": Scene(_directives, ("y", "?Entry 4")),
    "changes": Scene(_changes),
    "clock": Scene(_clock, ("tab",)),
    "clock, confirming": Scene(_clock, ("c", "?You confirm")),
    "no directives": Scene(_no_directives),
    "reader": Scene(_reader, ("down", "down")),
    "reader, marked word": Scene(_reader, ("n",)),
    "reader, sections": Scene(_reader, ("o", "down")),
    "reader, find": Scene(_reader, ("slash", "+post", "enter", "?times in this section")),
    "reader, found elsewhere": Scene(_reader, ("slash", "+post", "enter", "?times in this section", "f3", "?In other")),
    "reader, found nothing": Scene(_reader, ("slash", "+zebra", "enter", "?Not found")),
    "reader, haste": Scene(_reader, ("end",), _haste),
    "look": Scene(_look),
    "scenario": Scene(_scenario),
    "scenario, nothing chosen": Scene(_scenario, ("enter", "?No answer is chosen yet.")),
    "scenario, chosen": Scene(_scenario, ("2",)),
    "scenario, answered 1": Scene(_scenario, ("1", "enter", "?About your answer:")),
    "scenario, answered 2": Scene(_scenario, ("2", "enter", "?About your answer:", "end")),
    "missed": Scene(_missed),
    "blocked": Scene(_blocked, ("tab",)),
    "review": Scene(_review),
    "review, button": Scene(_review, ("tab",)),
    "review, signing": Scene(_review, ("pagedown", "pagedown", "pagedown", "s")),
    "review, signing, wrong": Scene(
        _review, ("pagedown", "pagedown", "pagedown", "s", "+Bob", "enter", "+x", "enter", "enter", "enter", "?!")
    ),
    "review, declining": Scene(_review, ("d", "tab")),
    "review, not me": Scene(_review, ("x", "~", "tab")),
    "receipt": Scene(_receipt),
    "receipt, words": Scene(_receipt, ("w", "end")),
    "notice": Scene(_notice, ("tab",)),
    "board": Scene(_board, LISTED),
    "board, filtered": Scene(_board, (*LISTED, "2", "slash", "+e")),
    "board, units": Scene(_board, (*LISTED, "u")),
    "person": Scene(_person, ("?No PIN yet",)),
    "person, issuing a code": Scene(_person, ("?No PIN yet", "c", "+1", "enter", "enter", "?!")),
    "person, code": Scene(_person, ("?No PIN yet",), _code),
    "person, duties": Scene(_person, ("?No PIN yet", "d", "~", "tab")),
    "past day": Scene(_past_day),
    "past day, ahead": Scene(_past_day, ("+2031-01-01", "enter", "?has not come")),
    "past day, which": Scene(partial(_past_day, of=3), ("enter", "?Which directive?")),
    "past day, answered": Scene(_dossier, ("?CURRENT",)),
    "past day, words": Scene(_dossier, ("?CURRENT", "w", "?Back to the answer", "pagedown")),
    "form": Scene(_form),
    "form, wrong": Scene(_form, ("end", "f4", "?!")),
    "form, editing": Scene(partial(_form, badge="204")),
    "form, leaving": Scene(_form, ("+x", "escape", "~", "tab")),
    "import": Scene(_import),
    "import, no file": Scene(_import, ("+/nowhere", "enter", f"+{PIN}", "enter", "?!")),
    "import, wrong lines": Scene(
        _import, ("+path", "enter", f"+{PIN}", "enter", "?to mend"), path=lambda ground: ground.wrong_roster
    ),
    "import, done": Scene(
        _imported, ("+path", "enter", f"+{PIN}", "enter", "?1 person put on"), path=lambda ground: ground.wrong_roster
    ),
    "still there?": Scene(_directives, (), _still_there),
    "still you?": Scene(_directives, (), _still_you),
    "too small": Scene(_directives, (), _small),
}
"""By their names."""


async def _do(pilot: Pilot[None], ground: Ground, scene: Scene, what: str) -> None:
    if what == "~":
        await asyncio.sleep(SETTLE_SECONDS + 0.05)
    elif what.startswith("?"):
        await until(pilot, lambda: what[1:] in " ".join(screen_text(pilot.app).split()))
    elif what.startswith("+"):
        words = scene.path(ground) if scene.path and what == "+path" else what[1:]
        await pilot.press(*("space" if letter == " " else letter for letter in words))
    else:
        await pilot.press(what)
    await pilot.pause()


class Shown(Host[object]):
    """Shows one page of whatever kind."""

    def __init__(self, make: Callable[[], AnyPage]) -> None:
        super().__init__(make)  # type: ignore[arg-type]  # what a page hands back is of no interest here


@asynccontextmanager
async def played(
    ground: Ground, scene: Scene, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[App[None], Pilot[None]]]:
    """The scene on a screen, in its last state."""
    app = Shown(lambda: scene.make(ground))
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page) and app.screen.is_mounted)
        await pilot.pause()
        for what in scene.does:
            await _do(pilot, ground, scene, what)
        if scene.over is not None:
            await app.push_screen(scene.over(pilot))
            await pilot.pause()
        await pilot.pause()
        yield app, pilot
