"""All widgets as they stand together on screens, for eyes and for tests of contrast and layout.

``python -m tests.kiosk.widgets.gallery FOLDER`` writes a picture (SVG) of each screen in both themes;
``python -m tests.kiosk.widgets.gallery golden`` writes the texts that the layout test compares with.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from oc_training.kiosk import theme
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.choice_list import ChoiceList
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.header_bar import HeaderBar
from oc_training.kiosk.widgets.key_bar import KeyBar
from oc_training.kiosk.widgets.outline import Outline, PlaceLine
from oc_training.kiosk.widgets.passage_view import PassageView
from oc_training.kiosk.widgets.people_list import PeopleList
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.reading_pane import ReadingPane
from oc_training.kiosk.widgets.settling import Settling
from oc_training.kiosk.widgets.text_field import TextField
from tests.kiosk.support import screen_text
from tests.kiosk.widgets import samples


def now() -> datetime:
    return samples.NOW


class Gallery(App[object], inherit_bindings=False):
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS = theme.STOCK_CSS

    def __init__(self, first: Screen[object], theme_name: str = theme.NIGHT) -> None:
        super().__init__()
        self._first = first
        self._theme_name = theme_name
        self.animation_level = "none"

    def on_mount(self) -> None:
        theme.dress(self, self._theme_name)
        self.push_screen(self._first)


class Room(Screen[object]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "nothing", "Help", key_display="F1"),
        Binding("escape", "nothing", "Back", key_display="Esc"),
        Binding("f10", "nothing", "Sign out", key_display="F10"),
    ]
    CSS = """
    Room VerticalScroll { scrollbar-size-vertical: 1; }
    Room .words { width: 1fr; height: auto; padding: 1 2 0 2; max-width: 88; }
    Room ChoiceList { margin: 1 2; }
    Room #side { width: 40; height: 1fr; background: $surface; }
    Room #fields { padding: 1 2; }
    Room #buttons { height: auto; padding: 0 2; }
    Room #buttons PushButton { margin: 0 2 0 0; }
    """

    def __init__(self, place: str, *parts: Widget) -> None:
        super().__init__()
        self._place = place
        self._parts = parts

    def compose(self) -> ComposeResult:
        yield HeaderBar("Oak Creek Police Department", self._place, now, person="Ofc. Ada Marsh · 0417")
        yield from self._parts
        yield KeyBar()

    def action_nothing(self) -> None:
        """A key for the key bar to show."""


def settled() -> Settling:
    return Settling(0.0)


def reader(*, wide: bool) -> Room:
    pane = ReadingPane(samples.SECTION, samples.MARKS)
    if not wide:
        return Room("Directive 3-400: Social Media Policy", PlaceLine(samples.ITEMS, 0.42), pane)
    side = VerticalScroll(Outline("Directive 3-400", samples.ITEMS, 0.42), id="side", can_focus=False)
    return Room("Directive 3-400: Social Media Policy", Horizontal(side, pane))


def scenario() -> Room:
    words = (
        "A patrol officer's own profile picture shows her in uniform beside a marked squad car.",
        "What does the directive say about that picture?",
    )
    return Room(
        "Scenario 4 of 12",
        VerticalScroll(
            *(Static(plain(each), classes="words") for each in words),
            ChoiceList(samples.OPTIONS, settling=settled()),
            can_focus=False,
        ),
    )


def feedback() -> Room:
    choices = ChoiceList(samples.OPTIONS, settling=settled())
    choices.restore("c", confirmed=True)
    passage = PassageView(samples.REVISION.passage("III.A.2.a"), "3-400")
    return Room("Scenario 4 of 12", VerticalScroll(choices, passage, can_focus=True))


def board() -> Room:
    return Room("Who is current on 3-400", PeopleList(samples.people(412)))


def signing() -> Room:
    name = TextField("Your name, as you sign it", id="name")
    pin = TextField("Your PIN", PinInput())
    pin.error = "That PIN did not match. Nothing was signed."
    return Room(
        "Review and sign",
        VerticalScroll(name, pin, id="fields", can_focus=False),
        Horizontal(PushButton("Sign", tall=True), PushButton("Not now", tall=True, id="later"), id="buttons"),
    )


class Over(Room):
    """A room with a question over it."""

    def on_mount(self) -> None:
        self.app.push_screen(question())


def question() -> Dialog[str]:
    return Dialog(
        "Stop here for now?",
        ["You can come back to this clause at any time. What you have done so far is kept."],
        [Choice("Stop and sign out", "stop", "s"), Choice("Go on reading", "stay", "g")],
        on_escape="stay",
        settling=settled(),
    )


def over() -> Room:
    return Over("Directive 3-400: Social Media Policy", ReadingPane(samples.SECTION, samples.MARKS))


ROOMS: dict[str, Callable[[int], Room]] = {
    "reader": lambda width: reader(wide=width >= 100),
    "scenario": lambda _: scenario(),
    "feedback": lambda _: feedback(),
    "board": lambda _: board(),
    "signing": lambda _: signing(),
    "dialog": lambda _: over(),
}


SIZES = ((60, 20), (80, 24), (132, 43))
GOLDEN = Path(__file__).with_name("golden")
KEYS: dict[str, tuple[str, ...]] = {
    "reader": ("down", "down", "n"),
    "scenario": ("2",),
    "board": ("down",),
    "signing": ("A", "d", "a"),
}
"""What is pressed before a screen is looked at."""


def golden_path(room: str, size: tuple[int, int]) -> Path:
    return GOLDEN / f"{room}-{size[0]}x{size[1]}.txt"


async def look(room: str, size: tuple[int, int], theme_name: str) -> tuple[str, str]:
    """The screen as text and as a picture."""
    app = Gallery(ROOMS[room](size[0]), theme_name)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause(0.1)
        await pilot.press(*KEYS.get(room, ()))
        await pilot.pause(0.05)
        # Without this some converters drop blanks at the edges of a piece of text.
        picture = app.export_screenshot(title="").replace("<text ", '<text xml:space="preserve" ')
        return screen_text(app), picture


async def write_all(where: str) -> None:
    for room in ROOMS:
        for size in SIZES:
            if where == "golden":
                text, _ = await look(room, size, theme.NIGHT)
                golden_path(room, size).write_text(f"{text}\n", encoding="utf-8")
                continue
            for theme_name in (theme.NIGHT, theme.DAY):
                _, picture = await look(room, size, theme_name)
                (Path(where) / f"{room}-{size[0]}-{theme_name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(write_all(sys.argv[1]))
