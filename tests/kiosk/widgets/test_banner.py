from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.kiosk.widgets.banner import Banner, DayAndTime, set_in_letters
from oc_training.kiosk.widgets.letters import can_be_drawn, dots_wide, draw_lines
from tests.kiosk.support import HOSTILE, is_harmless, screen_text
from tests.kiosk.widgets.stage import Stage
from tests.support.fixed_clock import FixedClock

NAME = "Oak Creek Police Department"


def test_every_letter_and_digit_is_drawn_differently() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789-.'&"
    assert len({tuple(draw_lines([letter])) for letter in letters}) == len(letters)


def test_a_name_of_two_lines_breaks_where_the_shorter_line_stands_above() -> None:
    assert set_in_letters(NAME, 80, large=True) == draw_lines(["Oak Creek", "Police Department"])


def test_without_room_for_large_letters_the_name_stands_in_spaced_capitals() -> None:
    assert set_in_letters(NAME, 56, large=True) == ["O A K   C R E E K   P O L I C E   D E P A R T M E N T"]
    assert set_in_letters(NAME, 80, large=False) == ["O A K   C R E E K   P O L I C E   D E P A R T M E N T"]


def test_what_has_no_large_letters_is_written_as_it_is() -> None:
    assert not can_be_drawn("Πολιτεία")
    assert set_in_letters("Πολιτεία", 10, large=True) == ["Πολιτεία"]


def test_accents_are_left_out_of_large_letters() -> None:
    assert draw_lines(["Málaga"]) == draw_lines(["MALAGA"])


@given(text=st.text(alphabet="ABCxyz 019&'.-é", min_size=1, max_size=40), width=st.integers(10, 140), large=...)
def test_no_row_is_wider_than_the_room_for_it(text: str, width: int, large: bool) -> None:  # noqa: FBT001  drawn
    assert all(len(row) <= width for row in set_in_letters(text, width, large=large))


@given(st.text(alphabet="OAKCREE", min_size=1, max_size=12))
def test_the_width_told_is_the_width_drawn(text: str) -> None:
    assert {len(row) for row in draw_lines([text])} == {dots_wide(text)}


def test_letters_are_of_the_blocks_that_every_console_has() -> None:
    drawn = "".join(draw_lines(["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789-.'&"]))
    assert set(drawn) <= set(" \u2580\u2584\u2588")
    assert drawn.encode("cp437")


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_is_drawn_without_harm(name: str) -> None:
    app = Stage(Banner(name), Banner(name, large=False))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert is_harmless(screen_text(app))


async def test_the_time_has_no_seconds_and_follows_the_clock() -> None:
    clock = FixedClock()
    line = DayAndTime(clock.now)
    app = Stage(line)
    async with app.run_test() as pilot:
        assert screen_text(app).strip() == "Saturday, March 14, 2026  09:26"
        clock.forward(timedelta(minutes=1))
        line._next_minute()
        await pilot.pause()
        assert screen_text(app).strip() == "Saturday, March 14, 2026  09:27"
