"""Keys that come all at once: nothing of a PIN gets into a field other than its own, on any page."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from oc_training.attestation.door import NOT_ACCEPTED
from oc_training.attestation.session import Entrance, Session
from oc_training.errors import NotSignedIn, WrongPin
from oc_training.kiosk import theme
from oc_training.kiosk.outcomes import Leave
from oc_training.kiosk.pages.act_dialog import Act, ActDialog, Asked
from oc_training.kiosk.pages.choose_pin import ChoosePinPage
from oc_training.kiosk.pages.person_form import PersonFormPage
from oc_training.kiosk.pages.set_up import SetUpPage
from oc_training.kiosk.pages.welcome import WelcomePage
from oc_training.kiosk.typed_ahead import all_taken_in
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.kiosk.widgets.text_field import CleanInput
from oc_training.roster.model import Details, DutyStatus, Person, Role
from oc_training.roster.pins import Secret
from tests.kiosk.host import COORDINATOR, COORDINATOR_PIN, Host, frame, house_with_coordinator, new_house, until
from tests.kiosk.support import screen_text

PIN = "zqx#%&jk"
"""Made of signs that nothing else in these tests is made of, so that each of them gives itself away."""
ENTRANCE = Entrance(Session("P-0123456789ab", "2026-03-14T14:26:53.58Z"), must_choose_pin=False)
MOVES = ["enter", "tab", "down", "ctrl+j"]
"""Every key that leads to the next field; card readers end a line with Enter, Tab or Ctrl+J."""


@pytest.fixture(autouse=True)
def astray(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whatever stood, if only for a moment, in a field that is for no PIN."""
    stood: list[str] = []
    validate = CleanInput.validate_value

    def watch(field: CleanInput, value: str) -> str:
        if not isinstance(field, PinInput):
            stood.append(value)
        return validate(field, value)

    monkeypatch.setattr(CleanInput, "validate_value", watch)
    yield stood
    assert not any(sign in value for value in stood for sign in PIN)


def keys(*parts: str) -> list[events.Key]:
    """Each part is a key by name, such as ``enter``, or else letters."""
    named = {*MOVES, "escape", "shift+tab"}
    return [
        events.Key(key, None if part in named else key)
        for part in parts
        for key in ([part] if part in named else list(part))
    ]


async def burst(app: App[None], *parts: str, slack: bool = False) -> None:
    """All keys at once, as a card reader sends them; with *slack*, the program gets a turn between two keys."""
    for key in keys(*parts):
        app.post_message(key)
        if slack:
            await asyncio.sleep(0)


class Doorkeeper:
    """Lets in who has badge 417 and the PIN, when it may answer."""

    def __init__(self) -> None:
        self.tries: list[tuple[str, Secret]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def sign_in(self, badge: str, pin: Secret) -> Entrance:
        self.tries.append((badge, pin))
        self.may_answer.wait(5)
        if (badge, pin) == ("417", Secret(PIN)):
            return ENTRANCE
        raise NotSignedIn(NOT_ACCEPTED)


@pytest.fixture
def door() -> Iterator[Doorkeeper]:
    keeper = Doorkeeper()
    yield keeper
    keeper.may_answer.set()


def welcome(door: Doorkeeper) -> Host[Entrance | Leave]:
    return Host(lambda: WelcomePage(frame(), "Ask somebody.", door.sign_in))


class Desk(App[None]):
    """Shows a dialog with some fields before the PIN and keeps every try."""

    CSS = theme.STOCK_CSS

    def __init__(self, fields: Sequence[str], *, opened_by_itself: bool = True, right: str = PIN) -> None:
        super().__init__()
        self.tries: list[tuple[Mapping[str, str], Secret]] = []
        self.answers: list[str | None] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._right = right
        self._opened_by_itself = opened_by_itself
        asked = tuple(Asked(name, name) for name in fields)
        self._act = Act("Release", ("They can sign in again.",), asked, "Release now", self._try)

    def on_mount(self) -> None:
        theme.dress(self)
        if self._opened_by_itself:
            self.open()

    def open(self) -> None:
        self.push_screen(ActDialog(self._act), self.answers.append)

    def _try(self, values: Mapping[str, str], pin: Secret) -> str:
        self.tries.append((dict(values), pin))
        self.may_answer.wait(5)
        if pin != Secret(self._right):
            raise WrongPin("That PIN was not accepted.")
        return "done"


@pytest.mark.parametrize("slack", [False, True])
@pytest.mark.parametrize("move", MOVES)
async def test_badge_and_pin_in_one_burst_sign_in(door: Doorkeeper, move: str, slack: object) -> None:
    app = welcome(door)
    async with app.run_test() as pilot:
        await pilot.pause()
        await burst(app, "417", move, PIN, "enter", slack=bool(slack))
        await until(pilot, lambda: bool(app.results))
    assert app.results == [ENTRANCE]
    assert door.tries == [("417", Secret(PIN))]


@pytest.mark.parametrize("slack", [False, True])
async def test_what_is_typed_while_a_pin_is_looked_at_reaches_no_field(door: Doorkeeper, slack: object) -> None:
    door.may_answer.clear()
    app = welcome(door)
    async with app.run_test() as pilot:
        await pilot.pause()
        late = ("enter", PIN, "tab", PIN, "shift+tab", PIN, "down", PIN, "enter")
        await burst(app, "411", "enter", PIN, *late, slack=bool(slack))
        await until(pilot, lambda: "One moment" in screen_text(app))
        await burst(app, *late, slack=bool(slack))
        await pilot.pause()
        door.may_answer.set()
        await until(pilot, lambda: "not accepted" in screen_text(app))
        await pilot.pause()
        assert "*" not in screen_text(app)
        assert "411" in screen_text(app)
    assert door.tries == [("411", Secret(PIN))]


@pytest.mark.parametrize("pasted", ["417\n", "417\r\n", "417\r", "417\t", "417\u2028"])
async def test_of_several_lines_pasted_only_the_first_gets_into_the_field(door: Doorkeeper, pasted: str) -> None:
    app = welcome(door)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.post_message(events.Paste(f"{pasted}{PIN}\n{PIN}"))
        await pilot.pause()
        assert app.screen.query(CleanInput).first().value == "417"
        assert "*" not in screen_text(app), "nothing is pasted into the field of the PIN either"
        app.post_message(events.Paste(f"\n{PIN}"))
        await pilot.pause()
        assert app.screen.query(CleanInput).first().value == "417"


@pytest.mark.parametrize("slack", [False, True])
@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("fields", [("reason",), ("name", "comment"), ()])
async def test_an_act_in_one_burst_is_done_with_each_word_in_its_field(
    fields: Sequence[str], move: str, slack: object
) -> None:
    app = Desk(fields)
    async with app.run_test() as pilot:
        await pilot.pause()
        typed = [part for field in fields for part in (f"the {field}", move)]
        await burst(app, *typed, PIN, move, "enter", slack=bool(slack))
        await until(pilot, lambda: bool(app.answers))
    assert app.answers == ["done"]
    assert app.tries == [({field: f"the {field}" for field in fields}, Secret(PIN))]


@pytest.mark.parametrize("slack", [False, True])
async def test_what_is_typed_while_an_act_is_done_reaches_no_field(slack: object) -> None:
    app = Desk(("reason",), right="another")
    app.may_answer.clear()
    late = ("enter", PIN, "tab", PIN, "shift+tab", PIN, "down", PIN, "enter")
    async with app.run_test() as pilot:
        await pilot.pause()
        await burst(app, "a word", "enter", PIN, "enter", *late, slack=bool(slack))
        await until(pilot, lambda: "One moment" in screen_text(app))
        await burst(app, *late, slack=bool(slack))
        await pilot.pause()
        app.may_answer.set()
        await until(pilot, lambda: "not accepted" in screen_text(app))
        await pilot.pause()
        assert "*" not in screen_text(app)
    assert app.tries == [({"reason": "a word"}, Secret(PIN))]


async def test_back_and_then_enter_in_one_burst_goes_back_and_does_nothing() -> None:
    app = Desk(("reason",))
    async with app.run_test() as pilot:
        await pilot.pause()
        await burst(app, "a word", "enter", PIN, "enter", "escape", "enter", PIN)
        await until(pilot, lambda: bool(app.answers))
        await pilot.pause()
    assert app.answers == [None]
    assert app.tries == []


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("turns", [0, 1, 4])
async def test_typed_before_the_dialog_stands_the_pin_still_finds_no_other_field(turns: int, move: str) -> None:
    app = Desk(("reason",), opened_by_itself=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.open()
        for _ in range(turns):
            await asyncio.sleep(0)
        await burst(app, move, PIN[:4])
        await pilot.pause(0.05)
        await burst(app, PIN[4:], "tab")
        await settled(pilot)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("turns", [0, 1, 4])
async def test_typed_before_the_page_stands_the_pin_still_finds_no_other_field(
    door: Doorkeeper, turns: int, move: str
) -> None:
    app = welcome(door)
    async with app.run_test() as pilot:
        app.push_screen(WelcomePage(frame(), "Ask somebody.", door.sign_in))
        for _ in range(turns):
            await asyncio.sleep(0)
        await burst(app, move, PIN[:4])
        await pilot.pause(0.05)
        await burst(app, PIN[4:], "tab")
        await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    """Until every field has taken in what it was given."""
    await all_taken_in(pilot.app.screen.query(CleanInput))
    await pilot.pause()


class Listener(Screen[None]):
    """A screen with a field deep inside, which hears of its changes."""

    def __init__(self) -> None:
        super().__init__()
        self.field = PinInput()
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield Vertical(Vertical(self.field))

    def on_input_changed(self, event: Input.Changed) -> None:
        self.heard.append(event.value)


async def test_all_is_taken_in_once_each_key_stands_in_its_field_and_the_page_has_heard_of_it() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        page = Listener()
        await app.push_screen(page)
        await pilot.pause()
        for key in keys(PIN):
            page.field.post_message(key)
        assert not page.field.value
        await all_taken_in([page.field])
        assert page.field.value == PIN
        assert page.heard == [PIN[:end] for end in range(1, len(PIN) + 1)]


@pytest.mark.parametrize("slack", [False, True])
@pytest.mark.parametrize("move", MOVES)
async def test_the_set_up_in_one_burst_puts_each_word_into_its_field(tmp_path: Path, move: str, slack: object) -> None:
    house = new_house(tmp_path)
    app = Host(lambda: SetUpPage(frame(), house.setting_up, house.door))
    async with app.run_test() as pilot:
        await pilot.pause()
        typed = [part for words in ("Ada Oneil", "100", "Sergeant", "", PIN) for part in (words, move)]
        await burst(app, *typed, PIN, "enter", slack=bool(slack))
        await until(pilot, lambda: bool(app.results))
    entrance = house.door.sign_in("100", Secret(PIN))
    details = house.people.with_badge("100").details
    assert entrance.session.person_id == app.results[0].session.person_id
    assert (details.name, details.rank, details.unit) == ("Ada Oneil", "Sergeant", "Training")


@pytest.mark.parametrize("slack", [False, True])
@pytest.mark.parametrize("move", MOVES)
async def test_a_pin_of_ones_own_in_one_burst_is_set(tmp_path: Path, move: str, slack: object) -> None:
    house, coordinator = house_with_coordinator(tmp_path)
    person = house.people.add(
        replace(COORDINATOR, badge="417", role=Role.EMPLOYEE), coordinator, Secret(COORDINATOR_PIN)
    )
    session = house.door.sign_in("417", house.door.issue_code(person.id, coordinator, Secret(COORDINATOR_PIN))).session
    app = Host(lambda: ChoosePinPage(frame(), house.door, session))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        await burst(app, PIN, move, PIN, "enter", slack=bool(slack))
        await until(pilot, lambda: bool(app.results))
    assert house.door.sign_in("417", Secret(PIN)).session.person_id == session.person_id


@pytest.mark.parametrize("slack", [False, True])
@pytest.mark.parametrize("move", MOVES)
async def test_a_persons_details_in_one_burst_stand_each_in_its_field(move: str, slack: object) -> None:
    kept: list[Details] = []

    def save(details: Details, reason: str, pin: Secret) -> Person:
        assert pin == Secret(PIN)
        kept.append(details)
        return Person("P-0123456789ab", details, DutyStatus.ON_DUTY, details.started, reason)

    app = Host(lambda: PersonFormPage(frame(), COORDINATOR.started, save, None))
    async with app.run_test() as pilot:
        await pilot.pause()
        typed = [part for words in ("Dana Oneil", "417", "Officer", "Day Shift", "") for part in (words, move)]
        await burst(app, *typed, "tab", PIN, move, "enter", slack=bool(slack))
        await until(pilot, lambda: bool(app.results))
    assert [(details.name, details.badge, details.rank, details.unit) for details in kept] == [
        ("Dana Oneil", "417", "Officer", "Day Shift")
    ]
