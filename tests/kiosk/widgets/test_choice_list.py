from __future__ import annotations

import pytest
from textual.containers import VerticalScroll
from textual.geometry import Offset

from oc_training.kiosk.widgets.choice_list import ChoiceList
from oc_training.kiosk.widgets.key_bar import together
from oc_training.kiosk.widgets.settling import Settling
from oc_training.quiz.model import Option
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text
from tests.kiosk.widgets import samples
from tests.kiosk.widgets.stage import Stage


def choices(*, reveal: bool = True) -> ChoiceList:
    return ChoiceList(samples.OPTIONS, reveal=reveal, settling=Settling(0.0))


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_option_is_shown_whole_at_every_size(size: tuple[int, int]) -> None:
    async with Stage(choices()).run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        shown = " ".join(screen_text(pilot.app).split())
        for option in samples.OPTIONS:
            assert option.text in shown


@pytest.mark.parametrize(("keys", "shown"), [("12", "1/2"), ("123", "1-3"), ("12345", "1-5"), ("NP", "N/P")])
def test_keys_that_do_one_thing_stand_together(keys: str, shown: str) -> None:
    assert together(keys) == shown


def test_only_as_many_digits_choose_as_there_are_options() -> None:
    widget = choices()
    offered = [number for number in range(5) if widget.check_action("pick", (number,))]
    assert offered == list(range(len(samples.OPTIONS)))


@pytest.mark.parametrize(("key", "letter"), [("1", "c"), ("2", "a"), ("3", "b"), ("a", "c"), ("b", "a"), ("c", "b")])
async def test_digits_and_letters_select_by_the_place_shown(key: str, letter: str) -> None:
    widget = choices()
    app = Stage(widget)
    async with app.run_test(message_hook=app.hear) as pilot:
        widget.focus()
        await pilot.press(key)
        assert widget.selected == letter
        assert not app.of(ChoiceList.Chosen)
        await pilot.press("enter")
        assert [message.letter for message in app.of(ChoiceList.Chosen)] == [letter]


async def test_enter_without_a_selection_answers_nothing() -> None:
    widget = choices()
    app = Stage(widget)
    async with app.run_test(message_hook=app.hear) as pilot:
        widget.focus()
        await pilot.press("enter", "down", "enter", "5", "e", "enter")
        assert not app.of(ChoiceList.Chosen)
        assert len(app.of(ChoiceList.NothingChosen)) == 3
        assert widget.selected is None


async def test_arrows_move_space_selects_and_the_caret_can_be_seen_without_colour() -> None:
    widget = choices()
    async with Stage(widget).run_test() as pilot:
        widget.focus()
        await pilot.press("down", "space", "down")
        shown = screen_text(pilot.app).split("\n")
        assert next(line for line in shown if "2." in line).startswith("  (o) 2.")
        assert next(line for line in shown if "3." in line).startswith("> ( ) 3.")


async def test_an_answer_is_given_once_and_then_nothing_changes() -> None:
    widget = choices()
    app = Stage(widget)
    async with app.run_test(message_hook=app.hear) as pilot:
        widget.focus()
        await pilot.press("1", "enter", "enter", "2", "down", "space", "enter")
        widget.confirm()
        await pilot.click(widget, offset=Offset(10, 2))
        assert [message.letter for message in app.of(ChoiceList.Chosen)] == ["c"]
        assert widget.selected == "c"


async def test_after_the_answer_words_say_which_was_chosen_and_which_is_right() -> None:
    widget = choices()
    async with Stage(widget).run_test(size=(132, 43)) as pilot:
        widget.focus()
        await pilot.press("1", "enter")
        shown = [line.strip() for line in screen_text(pilot.app).split("\n")]
        assert shown.index("[your answer: not right]") == shown.index("(o) 1. It is forbidden.") + 1
        assert "[the right answer]" in shown


async def test_the_right_answer_is_praised_once() -> None:
    widget = choices()
    async with Stage(widget).run_test(size=(132, 43)) as pilot:
        widget.focus()
        await pilot.press("2", "enter")
        shown = screen_text(pilot.app)
        assert "[your answer: right]" in shown
        assert "[the right answer]" not in shown


async def test_without_revealing_only_the_choice_is_marked() -> None:
    widget = choices(reveal=False)
    async with Stage(widget).run_test(size=(132, 43)) as pilot:
        widget.focus()
        await pilot.press("1", "enter")
        assert "[your answer]" in screen_text(pilot.app)
        assert "right" not in screen_text(pilot.app)


async def test_what_is_typed_ahead_is_ignored() -> None:
    moment = 0.0
    widget = ChoiceList(samples.OPTIONS, settling=Settling(0.3, lambda: moment))
    app = Stage(widget)
    async with app.run_test(message_hook=app.hear) as pilot:
        widget.focus()
        moment = 0.29
        await pilot.press("1", "enter")
        assert widget.selected is None
        moment = 0.31
        await pilot.press("1", "enter")
        assert len(app.of(ChoiceList.Chosen)) == 1


async def test_a_click_selects_and_confirms_nothing() -> None:
    widget = choices()
    app = Stage(widget)
    async with app.run_test(message_hook=app.hear) as pilot:
        await pilot.pause()
        await pilot.click(widget, offset=Offset(12, 3))
        assert widget.selected == "a"
        assert not app.of(ChoiceList.Chosen)


async def test_an_earlier_answer_is_shown_again() -> None:
    widget = choices()
    widget.restore("b", confirmed=True)
    async with Stage(widget).run_test() as pilot:
        await pilot.pause()
        assert "(o) 3. It needs" in screen_text(pilot.app)
        assert "[your answer: not right]" in screen_text(pilot.app)


async def test_the_option_at_the_caret_is_scrolled_into_view() -> None:
    long = tuple(Option(letter, f"{letter} " + "word " * 60, "", right=letter == "a") for letter in "abcde")
    widget = ChoiceList(long, settling=Settling(0.0))
    async with Stage(VerticalScroll(widget, can_focus=False)).run_test(size=(60, 20)) as pilot:
        widget.focus()
        await pilot.press("5")
        await pilot.pause()
        assert "> (o) 5. e word" in screen_text(pilot.app)


async def test_hostile_options_are_shown_as_letters() -> None:
    options = tuple(Option(w, f"before {w} after", w, right=w == "{}") for w in HOSTILE)
    widget = ChoiceList(options, settling=Settling(0.0))
    async with Stage(widget).run_test(size=(132, 43), notifications=True) as pilot:
        widget.focus()
        await pilot.press("1", "enter")
        assert is_harmless(screen_text(pilot.app))
        assert screen_text(pilot.app).count("after") == len(HOSTILE)
