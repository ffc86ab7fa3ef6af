from __future__ import annotations

import pytest
from textual.color import Color

from oc_training.kiosk import theme
from tests.kiosk.support import contrasts, ratio
from tests.kiosk.widgets.gallery import ROOMS, SIZES, Gallery, golden_path, look

LINES = set("─│═║█▌░┌┐└┘╔╗╚╝")
CP437 = set(bytes(range(32, 127)).decode("ascii") + bytes(range(128, 255)).decode("cp437"))
AS_ISSUED = set("\N{EM DASH}\N{EN DASH}\N{SECTION SIGN}")
"""Letters of the directive's own text; the kiosk adds none of them."""


@pytest.mark.parametrize("theme_name", [theme.NIGHT, theme.DAY])
@pytest.mark.parametrize("room", ROOMS)
async def test_every_text_drawn_has_enough_contrast(room: str, theme_name: str) -> None:
    app = Gallery(ROOMS[room](132), theme_name)
    async with app.run_test(size=(132, 43), notifications=True) as pilot:
        await pilot.pause(0.1)
        for keys in ((), ("n",), ("2",), ("tab",), ("tab",)):
            await pilot.press(*keys)
            await pilot.pause()
            for text, contrast in contrasts(app):
                needed = 3.0 if set(text.strip()) <= LINES else 4.5
                assert contrast >= needed, (text, round(contrast, 2))


@pytest.mark.parametrize("theme_name", [theme.NIGHT, theme.DAY])
async def test_rules_focus_and_scroll_bars_stand_out(theme_name: str) -> None:
    app = Gallery(ROOMS["reader"](80), theme_name)
    async with app.run_test() as pilot:
        await pilot.pause()
        variables = app.get_css_variables()
        for behind in ("background", "surface", "panel", "surface-active"):
            ground = Color.parse(variables[behind])
            for name in ("border", "text", "text-muted", "text-error", "text-success", "text-warning", "text-accent"):
                assert ratio(Color.parse(variables[name]), ground) >= 4.5, (name, behind)
            if behind != "surface-active":
                assert ratio(Color.parse(variables["text-disabled"]), ground) >= 4.5, behind
                assert ratio(Color.parse(variables["border-blurred"]), ground) >= 3.0, behind
                assert ratio(Color.parse(variables["scrollbar"]), ground) >= 3.0, behind


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_stands_as_agreed_in_letters_that_a_console_font_has(
    room: str, size: tuple[int, int]
) -> None:
    text, _ = await look(room, size, theme.NIGHT)
    assert text.rstrip() == golden_path(room, size).read_text(encoding="utf-8").rstrip()
    assert set(text) - {"\n"} <= CP437 | AS_ISSUED
    assert max(len(line) for line in text.split("\n")) <= size[0]


async def test_changing_the_theme_draws_everything_anew() -> None:
    app = Gallery(ROOMS["feedback"](132))
    async with app.run_test(size=(132, 43)) as pilot:
        await pilot.pause(0.1)
        app.theme = theme.DAY
        await pilot.pause(0.1)
        assert all(contrast >= 3.0 for _, contrast in contrasts(app))
