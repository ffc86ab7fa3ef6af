from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.attestation.standing import Kind
from oc_training.counting import count_words
from oc_training.kiosk.words import GLYPHS, STANDINGS, day_words, moment_words, spoken


def test_a_day_is_said_as_people_write_it() -> None:
    assert day_words(date(2026, 12, 22)) == "December 22, 2026"
    assert day_words(date(2027, 1, 4)) == "January 4, 2027"


def test_a_moment_has_the_hour_of_twenty_four() -> None:
    assert moment_words(datetime(2026, 12, 22, 14, 5)) == "December 22, 2026, 14:05"  # noqa: DTZ001  only its words matter


def test_one_is_not_said_in_the_plural() -> None:
    assert count_words(1, "person", "people") == "1 person"
    assert count_words(0, "directive") == "0 directives"
    assert count_words(1204, "person", "people") == "1,204 people"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_iso_date_in_a_sentence_is_said_as_a_day(day: date) -> None:
    assert spoken(f"Signed {day}. Due {day}; in grace.") == f"Signed {day_words(day)}. Due {day_words(day)}; in grace."


@pytest.mark.parametrize("text", ["2026-13-45", "12026-01-02", "2026-01-021", "3-400", "P-2026-01-02", ""])
def test_what_only_looks_like_a_date_stays_as_it_is(text: str) -> None:
    assert spoken(text) == text


def test_every_standing_has_a_word_and_a_sign_of_its_own() -> None:
    assert len(set(GLYPHS.values())) == len(set(STANDINGS.values())) == len(Kind)
    assert {len(glyph) for glyph in GLYPHS.values()} == {3}
