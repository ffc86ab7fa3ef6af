"""Every page and dialog, in every state worth showing, for every eye and every terminal (A11Y-1, -2, -3, -6)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.app import App
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import Button

from oc_training.kiosk import theme
from oc_training.kiosk.appearance import ASCII_CLASS, STAND_INS
from oc_training.kiosk.widgets.scroll_room import MORE
from tests.kiosk.scenes import SCENES, Ground, played
from tests.kiosk.support import SIZES, ratio, screen_text, strips

EDGES = frozenset("─│┌┐└┘═║╔╗╚╝█▀▄▌░■○+-|=:#· ")
"""Signs that draw edges and bars; whatever else is drawn is read."""
TEXT, EDGE = 4.5, 3.0

VT = (
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
    (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255),
    (255, 255, 255),
)  # fmt: skip
"""The sixteen colours of the Linux console."""

DEPTHS = {
    (theme.NIGHT, ColorSystem.TRUECOLOR), (theme.DAY, ColorSystem.TRUECOLOR),
    (theme.NIGHT, ColorSystem.EIGHT_BIT), (theme.DAY, ColorSystem.EIGHT_BIT),
    (theme.NIGHT_16, ColorSystem.STANDARD), (theme.DAY_16, ColorSystem.STANDARD),
}  # fmt: skip

AS_ISSUED = frozenset("\N{EM DASH}\N{EN DASH}\N{SECTION SIGN}\N{PILCROW SIGN}")
"""Signs of the directive's own text and of its citations; the kiosk adds none of them."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("scenes"))


def shown_as(colour: RichColor, depth: ColorSystem, *, bold: bool, behind: bool) -> Color:
    """What the terminal shows for a colour.

    With sixteen colours that is the Linux console: it draws bold letters in the bright variant, and has the first
    eight alone behind letters.
    """
    found = colour.downgrade(depth)
    if depth is ColorSystem.STANDARD and found.number is not None:
        number = found.number % 8 if behind else found.number + 8 if bold and found.number < 8 else found.number
        return Color(*VT[number])
    return Color(*found.get_truecolor())


def pairs(app: App[None], depth: ColorSystem) -> Iterator[tuple[str, float]]:
    """Every drawn text with the contrast of its letters against what is behind them, as the terminal shows it."""
    for line in strips(app):
        for text, style, _ in line:
            if style is None or not text.strip():
                continue
            assert style.color is not None, text
            assert style.bgcolor is not None, text
            assert not style.dim, text
            front = shown_as(style.color, depth, bold=bool(style.bold), behind=bool(style.reverse))
            back = shown_as(style.bgcolor, depth, bold=False, behind=not style.reverse)
            yield text, ratio(front, back)


async def in_theme(app: App[None], pilot: Pilot[None], name: str) -> None:
    app.theme = name
    await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("name", SCENES)
async def test_every_pair_of_colours_can_be_told_apart_in_both_themes_and_in_few_colours(
    name: str, ground: Ground
) -> None:
    async with played(ground, SCENES[name]) as (app, pilot):
        pale: list[tuple[str, str, str, float]] = []
        for theme_name, depth in sorted(DEPTHS, key=str):
            await in_theme(app, pilot, theme_name)
            for text, contrast in pairs(app, depth):
                if contrast < (EDGE if set(text) <= EDGES else TEXT):
                    pale.append((theme_name, depth.name, text.strip(), round(contrast, 2)))
        assert pale == []


@pytest.mark.parametrize("name", SCENES)
async def test_in_ascii_the_kiosk_draws_with_ascii_alone_and_nothing_moves(name: str, ground: Ground) -> None:
    async with played(ground, SCENES[name]) as (app, pilot):
        before = screen_text(app)
        app.set_class(True, ASCII_CLASS)
        await in_theme(app, pilot, theme.NIGHT_16)
        after = screen_text(app)
        assert {char for char in after if not char.isascii()} <= AS_ISSUED
        if "█" not in before and "▄" not in before:  # letters made of blocks are other letters in ASCII
            assert after.split("\n") == [
                line.translate(STAND_INS).replace("\N{MIDDLE DOT}", ".") for line in before.split("\n")
            ]


@pytest.mark.parametrize("name", SCENES)
async def test_every_size_shows_each_page_without_scrolling_sideways_and_leads_to_what_does_not_fit(
    name: str, ground: Ground
) -> None:
    for size in SIZES:
        async with played(ground, SCENES[name], size) as (app, pilot):
            await pilot.pause()
            text = screen_text(app)
            assert max(len(line) for line in text.split("\n")) <= size[0]
            assert [widget for widget in app.screen.query("*") if widget.show_horizontal_scrollbar] == []
            hidden = [button for button in app.screen.query(Button) if button.display and not _is_whole(app, button)]
            flat = " ".join(text.split())
            assert not hidden or MORE in text or "PgDn Page" in flat or "PgUp/PgDn" in flat, (size, hidden, text)


def _is_whole(app: App[None], button: Button) -> bool:
    if not any(button.region.size):
        return True  # in a stage that is not shown
    words = str(button.label).strip()
    return words in screen_text(app)


@pytest.mark.parametrize("name", SCENES)
async def test_without_colour_what_is_in_hand_is_marked_by_signs(name: str, ground: Ground) -> None:
    async with played(ground, SCENES[name]) as (app, pilot):
        with_focus = screen_text(app)
        held = app.screen.focused
        if held is None:
            return
        app.screen.set_focus(None)
        await pilot.pause()
        await pilot.pause()
        assert screen_text(app) != with_focus, f"{held} looks the same with and without the focus"
