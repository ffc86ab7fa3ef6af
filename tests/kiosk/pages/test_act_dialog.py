from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import pytest
from textual import events
from textual.app import App

from oc_training.errors import NotRecorded, OcTrainingError, WrongPin
from oc_training.kiosk import theme
from oc_training.kiosk.pages.act_dialog import PIN_ELSEWHERE, Act, ActDialog, Asked
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.roster.pins import Secret
from oc_training.wording.pins import PIN_MISSING, TAKEN_OUT
from tests.kiosk.host import least_contrast, until, write
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text

ROUNDS = 10
"""How often a held Enter comes round: through the fields to the button and back to the field that is wrong."""

REASON = "Please give a reason."


class Desk(App[None]):
    """Shows the dialog and keeps what it gives back and every try."""

    CSS = theme.STOCK_CSS

    def __init__(self, *words: str, do: Callable[[], str] = lambda: "done", theme_name: str = theme.NIGHT) -> None:
        super().__init__()
        self.tries: list[tuple[Mapping[str, str], Secret]] = []
        self.answers: list[str | None] = []
        self._do = do
        self._theme_name = theme_name
        asked = Asked("reason", "Reason", 40, objection=lambda typed: "" if typed.strip() else REASON)
        self._act = Act("Release", words or ("They can sign in again.",), (asked,), "Release now", self._try)

    def on_mount(self) -> None:
        theme.dress(self, self._theme_name)
        self.push_screen(ActDialog(self._act), self.answers.append)

    def _try(self, values: Mapping[str, str], pin: Secret) -> str:
        self.tries.append((dict(values), pin))
        return self._do()


def squashed(app: Desk) -> str:
    return " ".join(screen_text(app).replace("║", " ").split())


def failing(error: OcTrainingError) -> Callable[[], str]:
    def fail() -> str:
        raise error

    return fail


async def test_enter_leads_through_the_fields_to_the_button_which_does_it() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await write(pilot, "Vacation")
        await pilot.press("enter")
        await write(pilot, "oak tree 77")
        await pilot.press("enter")
        await pilot.pause()
        assert app.tries == []
        assert "> Release now <" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.answers))
    assert app.answers == ["done"]
    assert app.tries == [({"reason": "Vacation"}, Secret("oak tree 77"))]


async def test_a_pin_that_somebody_left_signs_nothing_for_whoever_comes_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PinInput, "FORGET_SECONDS", 0.2)
    app = Desk()
    async with app.run_test() as pilot:
        await write(pilot, "Vacation")
        await pilot.press("enter")
        await write(pilot, "493817")
        await until(pilot, lambda: TAKEN_OUT.split(",", maxsplit=1)[0] in squashed(app))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: PIN_MISSING in squashed(app))
        assert app.tries == []


async def test_a_held_enter_does_nothing_and_tries_no_pin() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press(*["enter"] * 3 * ROUNDS)
        await pilot.pause()
        assert app.tries == []
        assert app.answers == []
        assert REASON in screen_text(app)
        await write(pilot, "Vacation")
        await pilot.press("enter", "enter", *["enter"] * 2 * ROUNDS)
        await pilot.pause()
        assert app.tries == []
        assert PIN_MISSING in screen_text(app)


async def test_what_is_typed_faster_than_fields_take_it_still_gets_into_the_right_field() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in ("V", "a", "c", "enter", "4", "9", "3", "8", "1", "7", "enter", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: bool(app.answers))
    assert app.tries == [({"reason": "Vac"}, Secret("493817"))]


async def test_a_button_pressed_many_times_does_it_once_and_there_is_no_way_back_meanwhile() -> None:
    go_on = threading.Event()
    app = Desk(do=lambda: "done" if go_on.wait(5) else "late")
    async with app.run_test() as pilot:
        await pilot.press("x", "enter", "9", "enter", "enter", "enter", "enter")
        await until(pilot, lambda: "One moment" in screen_text(app))
        await pilot.press("enter", "escape", "enter")
        await pilot.click("#act-do")
        await pilot.click("#act-back")
        assert app.answers == []
        go_on.set()
        await until(pilot, lambda: bool(app.answers))
        await pilot.pause()
    assert app.answers == ["done"]
    assert len(app.tries) == 1


async def test_a_wrong_pin_is_said_beside_it_the_field_is_empty_and_has_the_cursor() -> None:
    app = Desk(do=failing(WrongPin("That PIN was not accepted.")))
    async with app.run_test() as pilot:
        await pilot.press("x", "enter", "9", "9", "enter", "enter")
        await until(pilot, lambda: "! That PIN was not accepted." in screen_text(app))
        shown = screen_text(app)
        assert "* *" not in shown
        assert shown.index("Your PIN") < shown.index("! That PIN") < shown.index("Release now")
        await pilot.press("8")
        await pilot.pause()
        assert "not accepted" not in screen_text(app)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: len(app.tries) == 2)
        await until(pilot, lambda: "! That PIN was not accepted." in screen_text(app))
    assert [pin for _, pin in app.tries] == [Secret("99"), Secret("8")]
    assert app.answers == []


async def test_any_other_fault_is_said_in_a_line_that_stays_and_it_can_be_tried_again() -> None:
    app = Desk(do=failing(NotRecorded("The disk is full. Nothing was recorded.")))
    async with app.run_test() as pilot:
        await pilot.press("x", "enter", "9", "enter", "enter")
        await until(pilot, lambda: "! The disk is full. Nothing was recorded." in screen_text(app))
        await pilot.press("9", "enter", "enter")
        await until(pilot, lambda: len(app.tries) == 2)
        await until(pilot, lambda: "! The disk is full. Nothing was recorded." in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: bool(app.answers))
    assert app.answers == [None]


@pytest.mark.parametrize("back", ["escape", "click"])
async def test_one_can_go_back_and_nothing_is_done(back: str) -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("x", "enter", "9")
        if back == "click":
            await pilot.click("#act-back")
        else:
            await pilot.press("escape", "escape")
        await until(pilot, lambda: bool(app.answers))
    assert app.answers == [None]
    assert app.tries == []


@pytest.mark.parametrize("size", SIZES)
async def test_words_fields_and_buttons_are_all_there_in_every_size(size: tuple[int, int]) -> None:
    app = Desk("A sentence that says what is going to happen, and that it is recorded. " * 2)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        shown = squashed(app)
        for words in ("A sentence that", "Reason", "Your PIN", "Release now", "[Esc] Back"):
            assert words in shown


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_letters(size: tuple[int, int]) -> None:
    app = Desk(*HOSTILE, do=failing(NotRecorded("".join(HOSTILE))))
    async with app.run_test(size=size, notifications=True) as pilot:
        shown = screen_text(app)
        await write(pilot, "[/]")
        await pilot.press("enter", "9", "enter", "enter")
        await until(pilot, lambda: len(app.tries) == 1)
        await pilot.pause(0.1)
        shown += screen_text(app)
        assert is_harmless(shown)
        assert "[@click=app.exit]x[/]" in shown
        assert app.is_running


@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_every_word_can_be_read_in_both_themes(name: str) -> None:
    app = Desk(do=failing(WrongPin("That PIN was not accepted.")), theme_name=name)
    async with app.run_test() as pilot:
        await pilot.press("x", "enter", "9", "enter", "enter")
        await until(pilot, lambda: "not accepted" in screen_text(app))
        assert least_contrast(app) >= 4.5


@pytest.mark.parametrize("typed", ["x oak tree 77 y", "oak tree 77", "x OAK TREE 77"])
async def test_a_pin_in_the_words_is_taken_out_and_that_is_said_and_stays(typed: str) -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await write(pilot, typed)
        await pilot.press("enter")
        await write(pilot, "oak tree 77")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: f"! {PIN_ELSEWHERE}" in squashed(app))
        await pilot.pause(0.2)
        assert f"! {PIN_ELSEWHERE}" in squashed(app)
        assert "> Reason" in screen_text(app)
        assert typed not in screen_text(app)
        assert app.tries == []
        await write(pilot, "Vacation")
        await pilot.press("enter")
        assert PIN_ELSEWHERE not in squashed(app)
        await write(pilot, "oak tree 77")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: bool(app.answers))
