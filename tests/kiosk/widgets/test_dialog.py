from __future__ import annotations

import pytest
from textual.app import App
from textual.binding import Binding

from oc_training.kiosk import theme
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.settling import Settling
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text


class Asker(App[object]):
    CSS = theme.STOCK_CSS
    BINDINGS = [Binding("s", "fail", "Below")]  # noqa: RUF012  Textual's own declaration

    def __init__(self, dialog: Dialog[str]) -> None:
        super().__init__()
        self.dialog = dialog
        self.answers: list[str | None] = []

    def on_mount(self) -> None:
        theme.dress(self)
        self.push_screen(self.dialog, self.answers.append)

    def action_fail(self) -> None:
        raise AssertionError


def dialog(settling: Settling | None = None, words: str = "What you have done is kept.") -> Dialog[str]:
    return Dialog(
        "Stop here?",
        [words],
        [Choice("Stop and sign out", "stop", "s"), Choice("Go on reading", "stay", "g"), Choice(words, "odd", "o")],
        on_escape="stay",
        settling=settling or Settling(0.0),
    )


@pytest.mark.parametrize(("keys", "answer"), [("s", "stop"), ("g", "stay"), ("escape", "stay")])
async def test_each_choice_has_its_key_and_escape_is_harmless(keys: str, answer: str) -> None:
    app = Asker(dialog())
    async with app.run_test(notifications=True) as pilot:
        await pilot.press(keys)
        await pilot.pause()
        assert app.answers == [answer]


async def test_nothing_is_focused_so_enter_answers_nothing() -> None:
    app = Asker(dialog())
    async with app.run_test() as pilot:
        assert app.focused is None
        await pilot.press("enter", "space", "enter")
        assert app.answers == []
        await pilot.press("tab")
        assert "> [S] Stop and sign out" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers == ["stop"]


async def test_what_is_typed_ahead_is_ignored_and_a_click_too() -> None:
    moment = 0.0
    app = Asker(dialog(Settling(0.3, lambda: moment)))
    async with app.run_test() as pilot:
        moment = 0.2
        await pilot.press("s", "escape", "tab", "enter")
        await pilot.click("#dialog-choice-0")
        assert app.answers == []
        moment = 0.4
        await pilot.press("s")
        await pilot.pause()
        assert app.answers == ["stop"]


async def test_two_answers_at_once_count_as_the_first() -> None:
    app = Asker(dialog())
    async with app.run_test() as pilot:
        app.dialog.answer("stop")
        app.dialog.answer("stay")
        await pilot.pause()
        assert app.answers == ["stop"]


async def test_a_click_answers() -> None:
    app = Asker(dialog())
    async with app.run_test() as pilot:
        await pilot.click("#dialog-choice-1")
        await pilot.pause()
        assert app.answers == ["stay"]


@pytest.mark.parametrize("size", SIZES)
async def test_words_and_every_choice_fit_every_size(size: tuple[int, int]) -> None:
    app = Asker(dialog(words="A sentence that says what happens next, and that nothing is lost. " * 8))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shown = screen_text(app)
        assert "Stop here?" in shown
        assert "[S] Stop and sign out" in shown
        assert "[G] Go on reading" in shown


async def test_hostile_words_in_a_question_are_letters() -> None:
    asked = Dialog(HOSTILE[3], HOSTILE, [Choice(w, w, "s") for w in HOSTILE], on_escape="stay", settling=Settling(0.0))
    app = Asker(asked)
    async with app.run_test(size=(132, 60), notifications=True) as pilot:
        await pilot.pause()
        assert is_harmless(screen_text(app))
        await pilot.click("#dialog-choice-3")
        await pilot.pause()
        assert app.answers == ["[@click=app.exit]x[/]"]
