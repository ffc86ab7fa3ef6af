"""Header, keys, outline, passage, buttons: what stands around the work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button

from oc_training.kiosk import theme
from oc_training.kiosk.widgets.header_bar import HeaderBar
from oc_training.kiosk.widgets.key_bar import KeyBar
from oc_training.kiosk.widgets.outline import Outline, OutlineItem, PlaceLine, State, place_words
from oc_training.kiosk.widgets.passage_view import PassageView
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.policy.model import Passage
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text
from tests.kiosk.widgets import samples
from tests.kiosk.widgets.stage import Stage


@pytest.mark.parametrize("size", SIZES)
async def test_the_header_says_agency_place_person_and_time(size: tuple[int, int]) -> None:
    bar = HeaderBar("Oak Creek Police Department", "My directives", lambda: samples.NOW, person="Ada Marsh · 0417")
    async with Stage(bar).run_test(size=size) as pilot:
        await pilot.pause()
        shown = screen_text(pilot.app)
        for words in ("Oak Creek Police Department", "14:05", "My directives", "Ada Marsh · 0417"):
            assert words in shown
        bar.show(place="Receipt 12", person="")
        await pilot.pause()
        assert "Receipt 12" in screen_text(pilot.app)
        assert "Ada" not in screen_text(pilot.app)


async def test_the_time_is_drawn_anew_at_the_full_minute() -> None:
    now = samples.NOW.replace(second=59)

    def clock() -> datetime:
        return now

    async with Stage(HeaderBar("A", "B", clock)).run_test() as pilot:
        await pilot.pause()
        now += timedelta(seconds=1)
        assert "14:05" in screen_text(pilot.app)
        await pilot.pause(1.1)
        assert "14:06" in screen_text(pilot.app)


class Keyed(Screen[object]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "press_one('Help')", "Help", key_display="F1"),
        Binding("up", "press_one('up')", "Move", key_display="Up"),
        Binding("down", "press_one('down')", "Move", key_display="Down"),
        Binding("x,y", "press_one('cross')", "Cross out", key_display="X"),
        Binding("z", "press_one('hidden')", "Hidden", show=False),
        Binding("escape", "press_one('Back')", "Back to my directives", key_display="Esc"),
        Binding("f10", "press_one('out')", "Sign out", key_display="F10"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []

    def compose(self) -> ComposeResult:
        yield KeyBar()

    def action_press_one(self, name: str) -> None:
        self.pressed.append(name)


class KeyedApp(App[object], inherit_bindings=False):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.keyed = Keyed()

    def on_mount(self) -> None:
        theme.dress(self)
        self.push_screen(self.keyed)


@pytest.mark.parametrize("size", SIZES)
async def test_every_key_with_words_is_shown_and_same_words_stand_together(size: tuple[int, int]) -> None:
    app = KeyedApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        shown = screen_text(app)
        for words in ("F1 Help", "Up/Down Move", "X Cross out", "Esc Back to my directives", "F10 Sign out"):
            assert words in shown
        assert "Hidden" not in shown


async def test_a_click_on_a_keys_words_is_that_key() -> None:
    app = KeyedApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause(0.1)
        lines = screen_text(app).split("\n")
        for words, name in (("Help", "Help"), ("Sign out", "out")):
            row = next(number for number, line in enumerate(lines) if words in line)
            await pilot.click(offset=Offset(lines[row].index(words), row))
            await pilot.pause()
            assert app.keyed.pressed[-1] == name


async def test_the_outline_tells_each_state_by_sign_and_word() -> None:
    async with Stage(Outline("Directive 3-400", samples.ITEMS, 0.42)).run_test(size=(132, 43)) as pilot:
        await pilot.pause()
        shown = screen_text(pilot.app)
        assert "[x] I      PURPOSE AND OBJECTIVES (done)" in shown
        assert "[>] III.A  Personal Use (here)" in shown
        assert "[ ] III.B  Department Use and Investigations (to come)" in shown
        assert "[ ] REFERENCE (to come)" in shown
        assert " 42 %" in shown


@pytest.mark.parametrize("size", SIZES)
async def test_the_place_is_told_in_words_with_a_bar(size: tuple[int, int]) -> None:
    line = PlaceLine(samples.ITEMS, 0.42)
    async with Stage(line).run_test(size=size) as pilot:
        await pilot.pause()
        assert "Section 3 of 6: III.A Personal Use" in screen_text(pilot.app)
        assert "\N{LIGHT SHADE}  42 %" in screen_text(pilot.app)


def test_without_a_section_in_hand_the_place_is_what_is_done() -> None:
    items = tuple(OutlineItem(item.id, item.title, State.DONE) for item in samples.ITEMS)
    assert place_words(items) == "6 of 6 sections done"


@pytest.mark.parametrize("size", SIZES)
async def test_a_passage_is_quoted_with_its_lead_in_and_the_cited_clause_marked(size: tuple[int, int]) -> None:
    view = PassageView(samples.REVISION.passage("III.A.2.a"), "3-400")
    async with Stage(view).run_test(size=size) as pilot:
        await pilot.pause()
        shown = screen_text(pilot.app)
        flat = " ".join(shown.replace("│", " ").replace("▌", " ").replace(">", " ").split())
        assert "III. PROCEDURE / A. Personal Use" in flat
        assert "2. Employees shall not post" in flat
        assert "a. When exigent circumstances dictate (i.e., inform family of extended hours)" in flat
        assert "Directive 3-400, III.A.2.a" in flat
        marked = [line for line in shown.split("\n") if line.strip().startswith("> ▌")]
        assert marked
        assert "When exigent" in marked[0]
        assert not any("shall not" in line for line in marked)


async def test_a_button_shows_its_focus_and_is_pressed_by_key_and_click() -> None:
    buttons = PushButton("Sign", id="sign"), PushButton("Not now", key="N", id="later")
    app = Stage(*buttons)
    async with app.run_test(message_hook=app.hear) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert ">" not in screen_text(app)
        buttons[1].focus()
        await pilot.pause()
        assert "> [N] Not now <" in screen_text(app)
        await pilot.press("enter")
        await pilot.click("#sign")
        assert [message.button.id for message in app.of(Button.Pressed)] == ["later", "sign"]


def around(words: str) -> list[Widget]:
    clause = samples.clause("I.A", words, words, "I", 1)
    header = HeaderBar(words, words, lambda: samples.NOW, person=words)
    header.styles.dock = "none"
    return [
        header,
        PlaceLine([OutlineItem(words, words, State.HERE)], 0.1),
        Outline(words, [OutlineItem(words, f"x{words}", State.DONE)]),
        PassageView(Passage(clause, (clause,), (clause,)), words),
        PushButton(words, key=words),
    ]


async def test_hostile_words_around_the_work_are_letters() -> None:
    app = Stage(*(widget for words in HOSTILE for widget in around(words)))
    async with app.run_test(size=(132, 400), notifications=True) as pilot:
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert is_harmless(screen_text(app))
        assert screen_text(app).count("[@click=app.exit]x[/]") >= 8
