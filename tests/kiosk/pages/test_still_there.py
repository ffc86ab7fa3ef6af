from __future__ import annotations

import pytest
from textual.app import App
from textual.binding import Binding

from oc_training.kiosk import theme
from oc_training.kiosk.pages.still_there import StillThere
from tests.kiosk.host import least_contrast, until
from tests.kiosk.support import SIZES, screen_text


class Alone(App[None]):
    """Shows the question over a page on which every key does harm."""

    CSS = theme.STOCK_CSS
    BINDINGS = [Binding("s,enter,escape", "harm", "Below")]  # noqa: RUF012  Textual's own declaration

    def __init__(self, theme_name: str = theme.NIGHT) -> None:
        super().__init__()
        self.seconds = 0.0
        self.answers: list[bool | None] = []
        self._theme_name = theme_name

    def on_mount(self) -> None:
        theme.dress(self, self._theme_name)
        self.push_screen(StillThere(30, lambda: self.seconds), self.answers.append)

    def action_harm(self) -> None:
        raise AssertionError


@pytest.mark.parametrize("key", ["s", "enter", "escape", "space", "f5"])
async def test_any_key_stays_and_does_nothing_else(key: str) -> None:
    app = Alone()
    async with app.run_test() as pilot:
        await pilot.press(key)
        await until(pilot, lambda: bool(app.answers))
    assert app.answers == [True]


async def test_a_click_stays() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        await pilot.click("#countdown")
        await until(pilot, lambda: bool(app.answers))
    assert app.answers == [True]


async def test_it_counts_down_in_words_and_then_nobody_was_there() -> None:
    app = Alone()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "signed out in 30 seconds" in screen_text(app)
        app.seconds = 29.0
        await until(pilot, lambda: "signed out in 1 second." in screen_text(app))
        assert app.answers == []
        app.seconds = 30.0
        await until(pilot, lambda: bool(app.answers))
        await pilot.pause()
    assert app.answers == [False]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_its_words_fit_and_can_be_read(size: tuple[int, int], name: str) -> None:
    app = Alone(name)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shown = " ".join(screen_text(app).replace("║", " ").split())
        for words in ("Are you still there?", "Press any key to stay.", "Everything you have done so far is kept."):
            assert words in shown
        assert least_contrast(app) >= 4.5
