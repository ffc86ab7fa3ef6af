"""Looking a directive up: everything can be opened, nothing is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from oc_training.kiosk.pages.look import LookPage
from oc_training.kiosk.pages.panels import PickPanel
from oc_training.kiosk.widgets.reading_pane import ReadingPane
from oc_training.policy.marks import Marker
from oc_training.policy.model import Revision
from tests.kiosk.host import Host, frame, until
from tests.kiosk.pages.walkers import Walker, hostile
from tests.kiosk.support import SIZES, is_harmless, screen_text

App = Host[None]


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker.at(tmp_path)


def in_force(walker: Walker) -> Revision:
    return walker.house.shelf.in_force("3-400", walker.house.duties.today())


def app_for(revision: Revision) -> App:
    return Host(lambda: LookPage(frame(person="Ada Invented"), revision, Marker(revision)))


def section_id(app: App) -> str:
    return app.screen_stack[1].query_one(ReadingPane).section.id


async def test_left_and_right_turn_through_all_sections_and_stop_at_both_ends(walker: Walker) -> None:
    app = app_for(in_force(walker))
    seen: list[str] = []
    async with app.run_test() as pilot:
        await pilot.press("left")
        for _ in range(7):
            await pilot.pause()
            seen.append(section_id(app))
            await pilot.press("right")
        assert seen == ["I", "II", "III.A", "III.B", "IV", "REFERENCE", "REFERENCE"]


async def test_any_section_opens_from_the_outline_and_nothing_is_kept(walker: Walker) -> None:
    app = app_for(in_force(walker))
    async with app.run_test() as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, PickPanel))
        assert "done" not in screen_text(app)
        assert "to come" not in screen_text(app)
        await pilot.pause(0.35)
        await pilot.press("down", "down", "down", "enter")
        await until(pilot, lambda: section_id(app) == "III.B")
        await pilot.press("end", "escape")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [None]
    assert walker.house.walks.all() == {}


async def test_b_leads_back_to_where_a_reference_was_followed(walker: Walker) -> None:
    app = app_for(in_force(walker))
    async with app.run_test(size=(132, 43)) as pilot:
        await pilot.press("right", "right")
        await pilot.pause()
        while "Section B: III.B" not in screen_text(app):
            await pilot.press("n")
            await pilot.pause()
        assert "B Back" not in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: section_id(app) == "III.B")
        await pilot.pause()
        assert "B Back" in screen_text(app)
        await pilot.press("b")
        await until(pilot, lambda: section_id(app) == "III.A")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_shown_and_do_nothing(walker: Walker, size: tuple[int, int]) -> None:
    app = app_for(hostile(in_force(walker)))
    async with app.run_test(size=size, notifications=True) as pilot:
        for keys in (["right"], ["n"], ["o"]):
            await pilot.press(*keys)
            await pilot.pause(0.05)
            assert is_harmless(screen_text(app))
            assert "[/" in screen_text(app)
