from __future__ import annotations

import pytest

from oc_training.kiosk.pages.notice import NoticePage
from oc_training.kiosk.widgets.settling import Settling
from tests.kiosk.host import Host, frame, least_contrast, until
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text


def notice(*sentences: str, title: str = "Not signed", seconds: float = 0.0) -> Host[None]:
    return Host(lambda: NoticePage(frame(person="Ada Invented"), title, sentences, settling=Settling(seconds)))


@pytest.mark.parametrize("key", ["enter", "space", "escape"])
async def test_a_key_goes_on(key: str) -> None:
    app = notice("Your supervisor will talk with you.")
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Your supervisor will talk with you." in screen_text(app))
        await pilot.press(key)
        await until(pilot, lambda: bool(app.results))
    assert app.results == [None]


async def test_a_click_on_the_button_goes_on() -> None:
    app = notice("Something.")
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Something." in screen_text(app))
        await pilot.click("PushButton")
        await until(pilot, lambda: bool(app.results))


async def test_a_key_typed_ahead_does_not_send_it_away_unseen() -> None:
    app = notice("Something.", seconds=60)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Something." in screen_text(app))
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.results == []


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_shown_as_they_are_however_many(size: tuple[int, int]) -> None:
    app = notice(*HOSTILE, title="".join(HOSTILE))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        shown = screen_text(app)
        for _ in range(5):
            await pilot.press("pagedown")
            shown += screen_text(app)
        assert is_harmless(shown)
        assert "[@click=app.exit]x[/]" in shown
        assert "$name" in shown
        assert least_contrast(app) >= 4.5
