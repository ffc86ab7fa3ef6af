from __future__ import annotations

import asyncio
import time

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.geometry import Offset
from textual.widgets import Input

from oc_training.kiosk.widgets.pin_input import MASKS, PinInput
from oc_training.kiosk.widgets.quiet import Quiet
from oc_training.kiosk.widgets.text_field import CleanInput, TextField
from oc_training.text import clean
from oc_training.wording.pins import TAKEN_OUT
from tests.kiosk.support import HOSTILE, is_harmless, screen_text
from tests.kiosk.widgets.stage import Stage


async def test_typing_gives_the_value_and_enter_submits_it() -> None:
    field = TextField("Badge number")
    app = Stage(field)
    async with app.run_test(message_hook=app.hear) as pilot:
        field.focus_input()
        await pilot.press(*"0417", "enter")
        assert field.value == "0417"
        assert [message.value for message in app.of(Input.Submitted)] == ["0417"]


async def test_pasted_and_set_values_are_cleaned() -> None:
    field = TextField("\n".join(HOSTILE))
    async with Stage(field).run_test(notifications=True) as pilot:
        field.focus_input()
        for words in HOSTILE:
            field.value = words
            assert is_harmless(field.value)
            field.value = ""
            field.input.post_message(Paste(words))
            field.error = words
            await pilot.pause()
            assert is_harmless(field.value)
            assert field.value == clean(words.splitlines()[0], 200)
            assert is_harmless(screen_text(pilot.app))


async def test_a_paste_that_is_too_long_is_cut_to_the_room_there_is() -> None:
    field = TextField("Name", CleanInput(limit=5))
    async with Stage(field).run_test() as pilot:
        field.focus_input()
        await pilot.press("A", "B")
        field.input.post_message(Paste("cdefgh"))
        await pilot.pause()
        assert field.value == "ABcde"
        await pilot.press("x")
        assert field.value == "ABcde"


async def test_focus_is_seen_without_colour_and_the_error_is_a_sentence() -> None:
    field = TextField("Badge number")
    async with Stage(field).run_test() as pilot:
        pilot.app.set_focus(None)
        await pilot.pause()
        assert ">" not in screen_text(pilot.app)
        blurred = screen_text(pilot.app)
        field.focus_input()
        await pilot.pause()
        assert "> Badge number" in screen_text(pilot.app)
        assert screen_text(pilot.app).split("\n")[1] != blurred.split("\n")[1]
        field.error = "Enter your badge number."
        await pilot.pause()
        assert "! Enter your badge number." in screen_text(pilot.app)


async def test_a_pin_is_never_on_the_screen_and_its_length_neither() -> None:
    pin = PinInput()
    async with Stage(pin).run_test() as pilot:
        pin.focus()
        shown = set()
        for digit in "905731":
            await pilot.press(digit)
            text = screen_text(pilot.app)
            assert not any(char.isdigit() for char in text)
            shown.add(text)
        assert len(shown) == len(MASKS)
        assert pin.take() == "905731"
        assert pin.value == ""


async def test_a_pin_cannot_be_selected_copied_cut_or_pasted() -> None:
    pin = PinInput()
    app = Stage(pin)
    async with app.run_test() as pilot:
        pin.focus()
        await pilot.press(*"905731")
        await pilot.press("shift+home", "ctrl+c", "ctrl+shift+a", "ctrl+c", "ctrl+x")
        await pilot.click(pin, offset=Offset(3, 0))
        assert pin.selection.is_empty
        assert app.clipboard == ""
        assert pin.value == "905731"
        pin.post_message(Paste("111111"))
        app.copy_to_clipboard("222222")
        await pilot.press("ctrl+v")
        await pilot.pause()
        assert pin.value == "905731"
        await pilot.press("backspace")
        assert pin.value == "90573"


async def test_a_pin_may_be_sixty_four_characters_of_any_kind() -> None:
    pin = PinInput()
    async with Stage(pin).run_test() as pilot:
        pin.focus()
        pin.value = "correct horse [/] é " * 10
        await pilot.pause()
        assert len(pin.value) == 64
        await pilot.press("space")
        assert len(pin.value) == 64


async def test_a_pin_that_is_left_is_taken_out_and_the_field_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PinInput, "FORGET_SECONDS", 1.5)
    pin = PinInput()
    field = TextField("Your PIN", pin)
    async with Stage(field).run_test() as pilot:
        pin.focus()
        for digit in "905731":
            await pilot.press(digit)
            await asyncio.sleep(0.3)  # each key begins the time anew
        assert pin.value == "905731"
        await asyncio.sleep(2.5)
        assert pin.value == ""
        assert field.error == TAKEN_OUT
        await pilot.press("1")
        assert pin.value == "1"


async def test_on_a_page_that_forgets_everything_nothing_is_said_of_the_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PinInput, "FORGET_SECONDS", 0.05)
    pin = PinInput(quietly=True)
    field = TextField("PIN", pin)
    async with Stage(field).run_test() as pilot:
        pin.focus()
        await pilot.press("9")
        await asyncio.sleep(0.15)
        assert (pin.value, field.error) == ("", "")


async def test_a_key_begins_the_time_anew_and_it_is_not_longer_than_it_says() -> None:
    heard = list[float]()
    field = CleanInput()
    async with Stage(field).run_test() as pilot:
        quiet = Quiet(field, lambda: heard.append(time.monotonic()))
        quiet.begin(0.3)
        await asyncio.sleep(0.1)
        began = time.monotonic()
        quiet.begin(0.3)
        while not heard and time.monotonic() < began + 2:
            await pilot.pause(0.01)
        assert 0.29 <= heard[0] - began < 0.45


async def test_what_is_only_proposed_is_replaced_by_what_is_typed() -> None:
    class Proposed(App[None]):
        def compose(self) -> ComposeResult:
            yield CleanInput("2026-11-22", limit=10, proposed=True)

    app = Proposed()
    async with app.run_test() as pilot:
        app.query_one(CleanInput).focus()
        await pilot.pause()
        await pilot.press(*"3/14/2026")
        assert app.query_one(CleanInput).value == "3/14/2026"


def test_a_field_of_a_page_that_is_gone_already_takes_no_focus() -> None:
    TextField("Badge number", id="badge").focus_input()
