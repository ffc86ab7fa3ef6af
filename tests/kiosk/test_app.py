"""The program as a whole: who is signed out when, and that nothing of them stays."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from textual import events
from textual.await_complete import AwaitComplete
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button

from oc_training.attestation.door import NOT_ACCEPTED
from oc_training.attestation.presence import PAUSE
from oc_training.attestation.session import Entrance, Session
from oc_training.attestation.station_events import KioskLeft
from oc_training.attestation.way_out import NOT_FOR_YOU
from oc_training.bootstrap import House, station_book
from oc_training.clock import Clock
from oc_training.errors import NotFound
from oc_training.kiosk import theme
from oc_training.kiosk.app import COUNTDOWN, KioskApp
from oc_training.kiosk.pages.act_dialog import Act, ActDialog, Asked
from oc_training.kiosk.pages.choose_pin import ChoosePinPage
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.pages.leave_dialog import LeaveDialog
from oc_training.kiosk.pages.notice import NoticePage
from oc_training.kiosk.pages.set_up import SetUpDonePage
from oc_training.kiosk.pages.still_there import StillThere
from oc_training.kiosk.pages.still_you import StillYou
from oc_training.kiosk.pages.too_small import TooSmall
from oc_training.kiosk.pages.welcome import NOBODY_WAS_HERE, NOT_TAKEN, WelcomePage
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.kiosk.widgets.settling import Settling
from oc_training.kiosk.widgets.text_field import TextField
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from oc_training.roster.model import Details, Role
from oc_training.roster.pace import WAITS
from oc_training.roster.pins import Secret
from oc_training.wording.pins import PIN_MISSING
from tests.kiosk.host import COORDINATOR, COORDINATOR_PIN, house_with_coordinator, new_house
from tests.kiosk.support import screen_text
from tests.support.fixed_clock import FixedClock

NAME = COORDINATOR.name
IDLE = timedelta(seconds=DirectivesPage.IDLE_SECONDS)
PAUSE_OF_THE_HAND = timedelta(seconds=PAUSE)


class Station:
    """A kiosk that runs, and the person in front of it."""

    def __init__(self, house: House, clock: FixedClock, pilot: Pilot[int]) -> None:
        self.house, self.clock, self.pilot = house, clock, pilot

    @property
    def app(self) -> KioskApp:
        assert isinstance(self.pilot.app, KioskApp)
        return self.pilot.app

    @property
    def screen(self) -> Screen[object]:
        return self.app.screen

    @property
    def text(self) -> str:
        return screen_text(self.app)

    async def shows(self, kind: type[Widget]) -> None:
        await self.until(lambda: isinstance(self.screen, kind) and self.screen.is_current and bool(self.text.strip()))

    async def says(self, words: str) -> None:
        await self.until(lambda: words in " ".join(self.text.replace("║", " ").split()))

    async def until(self, happened: Callable[[], bool]) -> None:
        for _ in range(400):
            await self.pilot.pause(0.02)
            if happened():
                return
        raise TimeoutError(f"It did not happen. The screen says:\n{self.text}")

    async def sign_in(self, badge: str = COORDINATOR.badge, pin: str = COORDINATOR_PIN) -> None:
        await self.shows(WelcomePage)
        fields = list(self.screen.query(TextField))
        for field, text in zip(fields, (badge, pin), strict=True):
            field.value = text
        fields[-1].focus_input()
        await self.pilot.press("enter")

    async def look_for_life(self, after: timedelta) -> None:
        self.clock.forward(after)
        self.app._look_for_life()
        await self.pilot.pause()


@asynccontextmanager
async def running(house: House, clock: FixedClock, *, lock: bool = False) -> AsyncIterator[Station]:
    app = KioskApp(house, lock=lock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        station = Station(house, clock, pilot)
        await station.until(lambda: len(app.screen_stack) > 1)
        yield station


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def house(tmp_path: Path, clock: FixedClock) -> House:
    return house_with_coordinator(tmp_path, clock)[0]


def nothing_of_anybody(station: Station) -> bool:
    return all(word not in station.text for word in (NAME, "Invented", "Hello", "3-400"))


async def to_directives(station: Station) -> None:
    await station.sign_in()
    await station.shows(DirectivesPage)


async def to_own_pin(station: Station) -> None:
    coordinator = station.house.people.with_badge(COORDINATOR.badge)
    details = Details("Ben Invented", "417", "Officer", "Day Shift", Role.EMPLOYEE, date(2026, 3, 1))
    person = station.house.people.add(details, coordinator.id, Secret(COORDINATOR_PIN))
    code = station.house.door.issue_code(person.id, coordinator.id, Secret(COORDINATOR_PIN))
    await station.sign_in("417", code.reveal())
    await station.shows(ChoosePinPage)


async def to_notice(station: Station) -> None:
    await to_directives(station)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(station.house.shelf, "in_force", not_found)
        await station.pilot.press("l")
        await station.shows(NoticePage)


def not_found(directive: str, day: date) -> None:
    raise NotFound(f"No revision of Directive {directive} is in force on {day}.")


@pytest.mark.parametrize("to_page", [to_directives, to_own_pin, to_notice])
async def test_f10_signs_out_from_every_page_and_leaves_nothing_of_the_person(
    house: House,
    clock: FixedClock,
    to_page: Callable[[Station], Awaitable[None]],
) -> None:
    async with running(house, clock) as station:
        await to_page(station)
        assert "Invented" in station.text
        await station.pilot.press("f10")
        await station.shows(WelcomePage)
        assert nothing_of_anybody(station)
        assert len(station.app.screen_stack) == 2


async def test_the_page_of_whoever_was_there_is_gone_from_memory(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        gone = weakref.ref(station.screen)
        await station.pilot.press("f10")
        await station.shows(WelcomePage)
        await station.pilot.press("1")
        await station.pilot.pause(0.1)
        gc.collect()
        assert gone() is None


async def left_alone(station: Station) -> None:
    """Nobody is there for as long as it takes."""
    await station.look_for_life(IDLE)
    await station.shows(StillThere)
    question = station.screen
    assert isinstance(question, StillThere)
    station.clock.forward(timedelta(seconds=COUNTDOWN))
    question._count()
    await station.shows(WelcomePage)


def in_memory(*kinds: type[object]) -> list[object]:
    gc.unfreeze()
    gc.collect()
    return [thing for thing in gc.get_objects() if type(thing) in kinds]


async def test_after_an_idle_sign_out_neither_session_nor_page_of_the_person_is_in_memory(
    house: House, clock: FixedClock
) -> None:
    kinds = (Session, Entrance, DirectivesPage, StillThere)
    others = {id(thing): thing for thing in in_memory(*kinds)}  # what other tests left, held so that no id comes again
    async with running(house, clock) as station:

        def theirs() -> set[type[object]]:
            return {type(thing) for thing in in_memory(*kinds) if id(thing) not in others}

        await to_directives(station)
        assert {Session, DirectivesPage} <= theirs()
        await left_alone(station)
        await station.until(lambda: not theirs())


async def test_the_welcome_says_why_somebody_was_signed_out_until_somebody_types(
    house: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WelcomePage, "SILENCE_SECONDS", 0.1)
    async with running(house, clock) as station:
        await to_directives(station)
        await left_alone(station)
        assert NOBODY_WAS_HERE in " ".join(station.text.split())
        assert nothing_of_anybody(station)
        await station.pilot.pause(0.2)
        await station.pilot.press("1")
        await station.until(lambda: NOBODY_WAS_HERE not in " ".join(station.text.split()))
        await station.sign_in()
        await station.shows(DirectivesPage)
        await station.pilot.press("f10")
        await station.shows(WelcomePage)
        assert "Signed out" not in station.text


async def test_a_pin_typed_on_into_an_idle_sign_out_does_not_stand_in_the_badge_field(
    house: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WelcomePage, "SILENCE_SECONDS", 60.0)
    async with running(house, clock) as station:
        await to_directives(station)
        await left_alone(station)
        page = station.screen
        assert isinstance(page, WelcomePage)
        for key in "905731":
            await station.pilot.press(key)
        await station.pilot.press("enter")
        station.app.post_message(events.Paste("905731"))
        await station.pilot.pause(0.05)
        assert [field.value for field in station.screen.query(TextField)] == ["", ""]
        assert NOT_TAKEN in " ".join(station.text.split())
        page._silence = Settling(0.0)  # as it is after a minute
        page._silence.start()
        await station.pilot.press("4", "1", "7")
        await station.until(lambda: station.screen.query(TextField).first().value == "417")
        assert NOT_TAKEN not in " ".join(station.text.split())


async def test_after_a_sign_out_of_ones_own_the_next_person_can_type_at_once(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        await station.pilot.press("f10")
        await station.shows(WelcomePage)
        await station.pilot.press("4", "1", "7")
        await station.until(lambda: station.screen.query(TextField).first().value == "417")


@pytest.mark.parametrize("turns", range(6))
async def test_a_sign_out_while_pages_change_leads_to_the_welcome_and_ends_nothing(
    house: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    switch = KioskApp.switch_screen

    async def later(app: KioskApp) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        app.action_sign_out()

    def interrupted(app: KioskApp, page: Screen[object]) -> AwaitComplete:
        changing = switch(app, page)
        if isinstance(page, DirectivesPage):
            tasks.append(asyncio.create_task(later(app)))
        return changing

    tasks = list[asyncio.Task[None]]()
    monkeypatch.setattr(KioskApp, "switch_screen", interrupted)
    async with running(house, clock) as station:
        await station.sign_in()
        await station.until(lambda: bool(tasks) and tasks[0].done())
        await station.shows(WelcomePage)
        await station.pilot.press("4")
        await station.until(lambda: station.screen.query(TextField).first().value == "4")
        assert station.app.is_running


async def test_the_agencys_minutes_are_what_the_kiosk_goes_by(house: House, clock: FixedClock) -> None:
    house.content.__dict__["agency"] = replace(house.content.agency, idle_minutes=7)
    async with running(house, clock) as station:
        await to_directives(station)
        await station.look_for_life(timedelta(minutes=7, seconds=-1))
        assert isinstance(station.screen, DirectivesPage)
        await station.look_for_life(timedelta(seconds=1))
        await station.shows(StillThere)


async def busy_for(station: Station, minutes: int) -> None:
    """Keys all the time, with never so long between two that somebody seems to have left."""
    for _ in range(minutes // 2):
        await station.look_for_life(timedelta(minutes=2))
        await station.pilot.press("up")


async def test_after_an_hour_at_one_stretch_it_asks_who_is_there_and_the_pin_goes_on_where_one_was(
    house: House, clock: FixedClock
) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        page = station.screen
        await busy_for(station, 58)
        assert station.screen is page
        await station.look_for_life(timedelta(minutes=2))
        await station.shows(StillYou)
        await station.says("You have been signed in for 60 minutes. Please type your PIN to go on.")
        await station.pilot.press(*"a wrong one".replace(" ", ""), "enter", "enter")
        await station.says("That PIN was not accepted.")
        clock.forward(timedelta(seconds=max(WAITS)))
        await station.pilot.press(*(each if each != " " else "space" for each in COORDINATOR_PIN), "enter", "enter")
        await station.until(lambda: station.screen is page)
        await busy_for(station, 58)
        assert station.screen is page
        await station.look_for_life(timedelta(minutes=2))
        await station.shows(StillYou)


@pytest.mark.parametrize("key", ["escape", "f10"])
async def test_who_does_not_say_who_they_are_is_signed_out(house: House, clock: FixedClock, key: str) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        await busy_for(station, 58)
        await station.look_for_life(timedelta(minutes=2))
        await station.shows(StillYou)
        await station.pilot.press(key)
        await station.shows(WelcomePage)
        assert nothing_of_anybody(station)


async def test_who_walks_away_from_that_question_is_signed_out_like_from_any_page(
    house: House, clock: FixedClock
) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        await busy_for(station, 58)
        await station.look_for_life(timedelta(minutes=2))
        await station.shows(StillYou)
        await station.look_for_life(IDLE)
        await station.shows(StillThere)
        clock.forward(timedelta(seconds=COUNTDOWN))
        await station.shows(WelcomePage)
        assert nothing_of_anybody(station)


async def test_it_never_asks_while_somebody_is_typing_or_has_a_dialog_open(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        page = station.screen
        await busy_for(station, 58)
        clock.forward(timedelta(seconds=119))
        await station.pilot.press("up")
        await station.look_for_life(timedelta(seconds=1))
        assert station.screen is page
        station.app.push_screen(Dialog("A dialog", ["Words."], [Choice("Back", 0, "b")], on_escape=0))
        await station.shows(Dialog)
        await station.look_for_life(PAUSE_OF_THE_HAND)
        assert station.app.screen_stack[-1] is not page
        assert not isinstance(station.screen, StillYou)
        station.app.pop_screen()
        await station.until(lambda: station.screen is page)
        await station.look_for_life(PAUSE_OF_THE_HAND)
        await station.shows(StillYou)


async def test_who_has_no_pin_yet_is_not_asked_for_one(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await to_own_pin(station)
        await busy_for(station, 58)
        await station.look_for_life(timedelta(minutes=2))
        assert isinstance(station.screen, ChoosePinPage)


async def test_how_long_a_stretch_is_is_the_agencys_decision(house: House, clock: FixedClock) -> None:
    house.content.__dict__["agency"] = replace(house.content.agency, session_minutes=20)
    async with running(house, clock) as station:
        await to_directives(station)
        await busy_for(station, 18)
        assert isinstance(station.screen, DirectivesPage)
        await station.look_for_life(timedelta(minutes=2))
        await station.shows(StillYou)
        await station.says("You have been signed in for 20 minutes.")


async def test_a_pin_beneath_the_question_whether_somebody_is_there_is_taken_out(
    house: House, clock: FixedClock
) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        tried = list[Secret]()
        act = Act("An act", ["Words."], [], "Do it", lambda _, pin: tried.append(pin))
        station.app.push_screen(ActDialog(act))
        await station.shows(ActDialog)
        pin = station.screen.query_one(PinInput)
        await station.pilot.press(*"905731")
        await station.until(lambda: pin.value == "905731")
        await station.look_for_life(IDLE)
        await station.shows(StillThere)
        assert pin.value == ""
        await station.pilot.press("x")
        await station.shows(ActDialog)
        await station.says("Your PIN was taken out")
        await station.pilot.press("tab", "enter")
        await station.says(PIN_MISSING)
        assert tried == []


def _done(_: Mapping[str, str], __: Secret) -> bool:
    return True


async def test_whoever_types_elsewhere_on_the_page_keeps_the_pin_they_typed_before(
    house: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PinInput, "FORGET_SECONDS", 0.5)
    async with running(house, clock) as station:
        await to_directives(station)
        station.app.push_screen(ActDialog(Act("An act", [], [Asked("why", "Why", optional=True)], "Do it", _done)))
        await station.shows(ActDialog)
        pin = station.screen.query_one(PinInput)
        await station.pilot.press(*"905731", "tab")
        for letter in "abcdefgh":
            await station.pilot.press(letter)
            await asyncio.sleep(0.1)
        assert pin.value == "905731"
        await station.until(lambda: pin.value == "")


@pytest.mark.parametrize(
    ("event", "stays"),
    [(events.MouseMove, False), (events.MouseDown, True), (events.MouseScrollDown, True)],
)
async def test_a_pointer_that_moves_is_no_sign_of_life_and_a_button_or_wheel_is(
    house: House, clock: FixedClock, event: type[events.MouseEvent], *, stays: bool
) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        clock.forward(IDLE - timedelta(seconds=1))
        station.app.post_message(event(None, 1, 0, 0, 0, 0, shift=False, meta=False, ctrl=False))
        await station.pilot.pause()
        await station.look_for_life(timedelta(seconds=1))
        assert isinstance(station.screen, DirectivesPage) is stays


async def test_in_a_window_too_small_for_any_page_whoever_is_asked_can_still_stay(
    house: House, clock: FixedClock
) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        page = station.screen
        await station.look_for_life(IDLE)
        await station.shows(StillThere)
        await station.pilot.resize_terminal(24, 8)
        await station.pilot.pause()
        assert isinstance(station.screen, StillThere)
        await station.says("You will be signed out in 30 seconds. Press any key to stay.")
        await station.pilot.press("x")
        await station.shows(TooSmall)
        await station.pilot.resize_terminal(80, 24)
        await station.until(lambda: station.screen is page)
        clock.forward(timedelta(seconds=COUNTDOWN))
        await station.pilot.pause(0.1)
        assert station.screen is page


async def test_a_window_that_grows_again_does_not_begin_the_countdown_anew(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        await station.pilot.resize_terminal(40, 10)
        await station.shows(TooSmall)
        await station.look_for_life(IDLE)
        await station.shows(StillThere)
        question = station.screen
        await station.pilot.resize_terminal(80, 24)
        await station.look_for_life(timedelta(seconds=COUNTDOWN - 1))
        assert station.screen is question
        clock.forward(timedelta(seconds=1))
        await station.shows(WelcomePage)


async def test_a_sign_out_while_an_act_is_done_comes_when_it_is_done(house: House, clock: FixedClock) -> None:
    go_on = threading.Event()
    async with running(house, clock) as station:
        await to_directives(station)
        station.app.push_screen(ActDialog(Act("An act", [], [], "Do it", lambda _, __: go_on.wait(10))))
        await station.shows(ActDialog)
        await station.pilot.press(*"905731", "enter", "enter")
        await station.until(lambda: station.app._acting)
        await station.pilot.press("f10")
        await station.pilot.pause(0.1)
        assert isinstance(station.screen, ActDialog)
        go_on.set()
        await station.shows(WelcomePage)
        await to_directives(station)
        await station.look_for_life(timedelta(seconds=1))
        assert isinstance(station.screen, DirectivesPage)


async def leave_with(station: Station, badge: str, pin: str) -> None:
    await station.shows(WelcomePage)
    await station.pilot.pause(WelcomePage.SILENCE_SECONDS)
    await station.pilot.press("f12")
    await station.shows(LeaveDialog)
    for field, text in zip(station.screen.query(TextField), (badge, pin), strict=True):
        field.value = text
    station.screen.query_one("#act-do", Button).press()


async def test_a_locked_kiosk_is_left_by_a_coordinator_and_that_is_recorded(house: House, clock: FixedClock) -> None:
    async with running(house, clock, lock=True) as station:
        await leave_with(station, COORDINATOR.badge, COORDINATOR_PIN)
        await station.until(lambda: station.app.return_value == 0)
    assert house.book.entry(house.book.head().seq).event == KioskLeft(
        person=house.people.with_badge(COORDINATOR.badge).id
    )


async def test_an_employee_or_a_wrong_pin_does_not_leave_a_locked_kiosk(house: House, clock: FixedClock) -> None:
    coordinator = house.people.with_badge(COORDINATOR.badge)
    details = Details("Ben Invented", "417", "Officer", "Day Shift", Role.EMPLOYEE, date(2026, 3, 1))
    person = house.people.add(details, coordinator.id, Secret(COORDINATOR_PIN))
    entrance = house.door.sign_in("417", house.door.issue_code(person.id, coordinator.id, Secret(COORDINATOR_PIN)))
    house.door.set_pin(entrance.session, Secret("river stone 5"))
    async with running(house, clock, lock=True) as station:
        before = house.book.head().seq
        for badge, pin, words in (("417", "river stone 5", NOT_FOR_YOU), ("100", "not it 12", NOT_ACCEPTED)):
            await leave_with(station, badge, pin)
            await station.says(words)
            await station.pilot.press("escape")
        await station.shows(WelcomePage)
        assert station.app.return_value is None
        assert house.book.head().seq == before


async def test_what_was_typed_into_the_way_out_and_left_goes_away(
    house: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WelcomePage, "SILENCE_SECONDS", 0.0)
    monkeypatch.setattr(WelcomePage, "FORGET_SECONDS", 1.5)
    async with running(house, clock, lock=True) as station:
        await station.shows(WelcomePage)
        await station.pilot.press("f12")
        await station.shows(LeaveDialog)
        await station.pilot.press("1", "0", "0")
        await station.shows(WelcomePage)


def files_in(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


async def test_the_ways_out_that_textual_has_do_nothing(house: House, clock: FixedClock, tmp_path: Path) -> None:
    async with running(house, clock) as station:
        await station.shows(WelcomePage)
        before = files_in(tmp_path)
        app = station.app
        app.copy_to_clipboard("905731")
        app.open_url("https://example.invalid")
        assert app.deliver_text(StringIO("x")) is None
        assert app.deliver_binary(BytesIO(b"x")) is None
        assert app.deliver_screenshot() is None
        for action in ("screenshot", "quit", "help_quit", "suspend_process", "command_palette", "show_help_panel"):
            await app.run_action(action)
        await station.pilot.pause()
        assert app.clipboard == ""
        assert app.is_running
        assert isinstance(station.screen, WelcomePage)
        assert files_in(tmp_path) == before


async def test_f10_and_idleness_do_nothing_where_nobody_is_signed_in(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await station.shows(WelcomePage)
        assert "F10" not in station.text
        await station.pilot.press("f10")
        await station.look_for_life(timedelta(hours=10))
        assert isinstance(station.screen, WelcomePage)


@pytest.mark.parametrize("key", ["x", "enter", "f2", "escape", "tab"])
async def test_any_key_stays_and_does_nothing_else(house: House, clock: FixedClock, key: str) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        await station.look_for_life(IDLE - timedelta(seconds=1))
        assert isinstance(station.screen, DirectivesPage)
        await station.look_for_life(timedelta(seconds=1))
        await station.shows(StillThere)
        assert "Are you still there?" in station.text
        assert f"{COUNTDOWN} seconds" in station.text
        assert NAME not in station.text
        await station.pilot.press(key)
        await station.shows(DirectivesPage)
        assert station.app.theme == theme.NIGHT


async def test_whoever_does_not_answer_is_signed_out(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        await station.look_for_life(IDLE)
        await station.shows(StillThere)
        question = station.screen
        assert isinstance(question, StillThere)
        station.clock.forward(timedelta(seconds=COUNTDOWN))
        question._count()
        await station.shows(WelcomePage)
        assert nothing_of_anybody(station)


async def test_one_can_stay_ten_times_and_more(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        for _ in range(11):
            await station.look_for_life(IDLE)
            await station.shows(StillThere)
            await station.pilot.press("x")
            await station.shows(DirectivesPage)


async def test_signing_out_while_being_asked_leaves_the_next_person_watched_over(
    house: House, clock: FixedClock
) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        await station.look_for_life(IDLE)
        await station.shows(StillThere)
        await station.pilot.press("f10")
        await to_directives(station)
        await station.look_for_life(IDLE)
        await station.shows(StillThere)


async def test_a_key_puts_the_question_off(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await to_directives(station)
        clock.forward(IDLE - timedelta(seconds=1))
        await station.pilot.press("up")
        await station.look_for_life(timedelta(seconds=2))
        assert isinstance(station.screen, DirectivesPage)


async def test_f2_changes_between_dark_and_light(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await station.shows(WelcomePage)
        assert station.app.theme == theme.NIGHT
        await station.pilot.press("f2")
        assert station.app.theme == theme.DAY
        await station.pilot.press("f2")
        assert station.app.theme == theme.NIGHT


async def test_the_keys_that_end_a_stock_program_do_nothing(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        for kind in (WelcomePage, DirectivesPage):
            await station.shows(kind)
            await station.pilot.press("ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z", "ctrl+backslash")
            await station.pilot.pause()
            assert station.app.is_running
            assert isinstance(station.screen, kind)
            if kind is WelcomePage:
                await station.sign_in()


async def test_closing_the_kiosk_ends_it_with_exit_code_0(house: House, clock: FixedClock) -> None:
    async with running(house, clock) as station:
        await station.shows(WelcomePage)
        await station.pilot.press("f12")
        await station.pilot.pause(0.4)
        await station.pilot.press("c")
        await station.pilot.pause(0.2)
        assert station.app.return_value == 0


async def test_the_first_start_leads_from_the_set_up_to_the_directives(tmp_path: Path, clock: FixedClock) -> None:
    async with running(new_house(tmp_path, clock), clock) as station:
        fields = list(station.screen.query(TextField))
        for field, text in zip(fields, (NAME, "100", "", "Training", COORDINATOR_PIN, COORDINATOR_PIN), strict=True):
            field.value = text
        fields[-1].focus_input()
        await station.pilot.press("enter")
        await station.shows(SetUpDonePage)
        assert "F10 Sign out" in station.text
        await station.pilot.press("d")
        await station.shows(DirectivesPage)
        assert f"Hello, {NAME}. You have 1 directive to sign by April 13, 2026." in " ".join(station.text.split())


async def test_whoever_set_the_kiosk_up_and_left_is_signed_out_too(tmp_path: Path, clock: FixedClock) -> None:
    house = new_house(tmp_path, clock)
    async with running(house, clock) as station:
        fields = list(station.screen.query(TextField))
        for field, text in zip(fields, (NAME, "100", "", "Training", COORDINATOR_PIN, COORDINATOR_PIN), strict=True):
            field.value = text
        fields[-1].focus_input()
        await station.pilot.press("enter")
        await station.shows(SetUpDonePage)
        await station.look_for_life(IDLE)
        await station.shows(StillThere)
        await station.pilot.press("f10")
        await station.shows(WelcomePage)
    assert not house.door.sign_in("100", Secret(COORDINATOR_PIN)).must_choose_pin


@pytest.fixture
def long_book(house: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> House:
    """The same station started again, whose book counts as a long one."""
    monkeypatch.setattr(station_book, "LONG_BOOK", 0)
    return House(house.places, clock, house._hasher)


async def test_the_first_page_is_drawn_and_takes_a_sign_in_while_a_long_book_is_opened(
    long_book: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = threading.Event()
    real = TinyDBLedger.open

    def slow(path: Path, key: Ed25519PrivateKey, clock: Clock) -> TinyDBLedger:
        assert loaded.wait(10)
        return real(path, key, clock)

    monkeypatch.setattr(TinyDBLedger, "open", slow)
    async with running(long_book, clock) as station:
        await station.sign_in()
        await station.pilot.pause(0.1)
        assert isinstance(station.screen, WelcomePage)
        loaded.set()
        await station.shows(DirectivesPage)


async def test_a_long_book_that_cannot_be_opened_ends_the_kiosk_with_one_sentence(
    long_book: House, capsys: pytest.CaptureFixture[str]
) -> None:
    book = long_book.places.book
    book.write_bytes(book.read_bytes()[:100] + b"?" + book.read_bytes()[101:])
    app = KioskApp(long_book)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(100):
            await pilot.pause(0.02)
            if app.return_value is not None:
                break
    assert app.return_value == 1
    assert "Line 1 of the book of records is damaged" in capsys.readouterr().err
