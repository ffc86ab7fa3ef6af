from __future__ import annotations

import pytest
from textual.containers import VerticalScroll

from oc_training.kiosk.widgets.card_list import Card, CardList
from tests.kiosk.support import HOSTILE, is_harmless, screen_text
from tests.kiosk.widgets.stage import Stage

CARDS = tuple(
    Card(str(number), "[!]", f"Directive {number}", "Overdue", "overdue", (f"Reason {number}.",), f"Do {number}.")
    for number in range(12)
)


async def test_the_caret_shows_which_entry_is_chosen_without_colour() -> None:
    app = Stage(CardList(CARDS))
    async with app.run_test(size=(60, 40)) as pilot:
        await pilot.press("tab", "down")
        marked = [line for line in screen_text(app).splitlines() if line.startswith(">")]
        assert len(marked) == 1
        assert "Directive 1 " in marked[0]


async def test_only_the_chosen_entry_says_what_enter_does() -> None:
    app = Stage(CardList(CARDS))
    async with app.run_test(size=(60, 60)) as pilot:
        await pilot.press("tab", "down", "down")
        assert [line.strip() for line in screen_text(app).splitlines() if "Do " in line] == ["Do 2."]


async def test_enter_opens_the_chosen_entry() -> None:
    app = Stage(CardList(CARDS))
    async with app.run_test(message_hook=app.hear) as pilot:
        await pilot.press("tab", "down", "down", "up", "enter")
        assert [message.card.key for message in app.of(CardList.Opened)] == ["1"]


async def test_a_click_chooses_and_a_second_one_opens() -> None:
    app = Stage(CardList(CARDS))
    async with app.run_test(size=(60, 40), message_hook=app.hear) as pilot:
        await pilot.press("tab")
        await pilot.click(CardList, offset=(5, 4))
        assert not app.of(CardList.Opened)
        await pilot.click(CardList, offset=(5, 3))
        assert [message.card.key for message in app.of(CardList.Opened)] == ["1"]


async def test_the_chosen_entry_is_whole_in_sight_however_far_down_it_is() -> None:
    app = Stage(VerticalScroll(CardList(CARDS), can_focus=False))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("tab", "end")
        await pilot.pause()
        assert "Do 11." in screen_text(app)
        await pilot.press("home")
        await pilot.pause()
        assert "> [!] Directive 0" in screen_text(app)


async def test_an_empty_list_takes_no_key() -> None:
    app = Stage(CardList([]))
    async with app.run_test(message_hook=app.hear) as pilot:
        await pilot.press("tab", "down", "up", "home", "end", "enter")
        assert not app.of(CardList.Opened)


@pytest.mark.parametrize("width", [20, 60, 132])
async def test_hostile_words_are_shown_as_they_are(width: int) -> None:
    cards = [Card("k", word, word, word, word, (word,), word) for word in HOSTILE]
    app = Stage(CardList(cards))
    async with app.run_test(size=(width, 60)) as pilot:
        await pilot.press("tab", "down")
        assert is_harmless(screen_text(app))
        assert width < 60 or "[@click=app.exit]x[/]" in screen_text(app)
