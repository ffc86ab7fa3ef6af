"""Every page and dialog, in every state worth showing, for every eye and every terminal (A11Y-1, -2, -3, -6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.app import App
from textual.color import Color
from textual.filter import monochrome_style
from textual.pilot import Pilot
from textual.widgets import Button, Input

from oc_training.kiosk import theme
from oc_training.kiosk.appearance import ASCII_CLASS, STAND_INS
from oc_training.kiosk.widgets.scroll_room import MORE
from tests.kiosk.scenes import SCENES, Ground, played
from tests.kiosk.support import SIZES, ratio, screen_text, strips

EDGES = frozenset("─│┌┐└┘═║╔╗╚╝█▀▄▌░■○+-|=:# ")
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


def grey_pairs(app: App[None]) -> Iterator[tuple[str, float]]:
    """The same as a terminal shows it to whoever has set ``NO_COLOR``."""
    for line in strips(app):
        for text, style, _ in line:
            if style is not None and text.strip():
                grey = monochrome_style(style)
                assert grey.color is not None
                assert grey.bgcolor is not None
                yield text, ratio(Color.from_rich_color(grey.color), Color.from_rich_color(grey.bgcolor))


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
            if depth is ColorSystem.TRUECOLOR:
                pale += [
                    (theme_name, "NO_COLOR", text.strip(), round(contrast, 2))
                    for text, contrast in grey_pairs(app)
                    if contrast < (EDGE if set(text) <= EDGES else TEXT)
                ]
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
            assert after == before.translate(STAND_INS)


@pytest.mark.parametrize("name", SCENES)
async def test_every_size_shows_each_page_without_scrolling_sideways_and_leads_to_what_does_not_fit(
    name: str, ground: Ground
) -> None:
    for size in SIZES:
        async with played(ground, SCENES[name], size) as (app, pilot):
            await pilot.pause()
            text = screen_text(app)
            assert max(len(line) for line in text.split("\n")) <= size[0]
            sideways = [widget for widget in app.screen.query("*") if widget.show_horizontal_scrollbar]
            assert [widget for widget in sideways if not isinstance(widget, Input)] == []  # a long line is typed in one
            hidden = [button for button in app.screen.query(Button) if button.display and not _is_whole(app, button)]
            flat = " ".join(text.split())
            assert not hidden or MORE in text or "PgDn Page" in flat or "PgUp/PgDn" in flat, (size, hidden, text)


def _is_whole(app: App[None], button: Button) -> bool:
    if not any(button.region.size):
        return True  # in a stage that is not shown
    words = str(button.label).strip()
    return words in screen_text(app)


WITHOUT_COLOUR = {
    "welcome": ("> PIN", "* * * *"),
    "welcome, refused": ("! That badge number and PIN were not accepted.",),
    "welcome, closing": ("> [C] Close the kiosk <",),
    "set-up, wrong": ("! ",),
    "PIN, two ways": ("> [1] Show me a PIN",),
    "directives": ("> [!]", "Overdue", "Press Enter to begin."),
    "directives, receipts": ("> No. ",),
    "reader": ("Section 3 of 6", "56 %", "Page down to the end to go on.", "% shown"),
    "reader, marked word": ("> social media: II.Q", ">"),
    "reader, sections": ("(done)", "(here)", "(to come)", "[>]"),
    "reader, find": ("> Found 1 of 2", "2 times in this section."),
    "reader, found nothing": ("Not found in this directive.",),
    "scenario": ("> ( ) 1.",),
    "scenario, chosen": ("> (o) 2.", "( ) 1."),
    "missed": ("This attempt did not reach the mark", "0 of 12 at the first try; 80 % is needed"),
    "blocked": ("Three attempts did not pass", "> [Esc] Back to my directives <"),
    "review, button": ("> [S] Sign here ... <",),
    "review, signing, wrong": ("! Please type your name as it stands above: Robin Sample",),
    "receipt": ("[x] Recorded as entry",),
    "board": ("> overdue", "due", "current", "excused", ">1 All", "[!] 3 overdue"),
    "board, filtered": (">2 [!]", "Find: e", "1 of 3"),
    "person": ("[!] Overdue", "No PIN yet: needs a one-time code"),
    "form, wrong": ("! The name is missing.",),
    "form, editing": ("(o) Employee", "( ) Supervisor"),
    "import, wrong lines": ("! 2 things to mend.", "line 3: "),
    "import, done": ("[x] 1 person put on the roster.",),
    "still there?": ("You will be signed out in 30 seconds. Press any key to stay.",),
}
"""What stands on a scene in words or signs, so that it is understood without colour."""


@pytest.mark.parametrize("name", WITHOUT_COLOUR)
async def test_without_colour_every_meaning_stands_there_in_words_or_signs(name: str, ground: Ground) -> None:
    async with played(ground, SCENES[name], (80, 43)) as (app, _):
        shown = " ".join(re.sub("[─│┌┐└┘═║╔╗╚╝]", " ", screen_text(app)).split())
        assert [words for words in WITHOUT_COLOUR[name] if words not in shown] == [], shown


@pytest.mark.parametrize("name", ["scenario, answered 1", "scenario, answered 2"])
async def test_without_colour_an_answer_is_right_or_not_in_words(name: str, ground: Ground) -> None:
    async with played(ground, SCENES[name], (80, 43)) as (app, pilot):
        await pilot.press("home")
        await pilot.pause()
        shown = " ".join(screen_text(app).split())
        assert ("Right." in shown) is ("[your answer: right]" in shown)
        assert ("Not right." in shown) is ("[your answer: not right]" in shown)
        assert "ight." in shown


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
