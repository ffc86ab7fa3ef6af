"""The cleaning at every boundary: nothing that a terminal acts upon, NFC, and never slow."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oc_training.text import UNWANTED, clean, one_line, squash, words_sha256

MARKS = "\u0301\u0323"


@given(st.text(), st.integers(0, 50), st.booleans())
@example("e\u200b\u0301", 10, False)
@example("\u1f82" * 9, 8, False)
@example("\u03b1\u0313\u0300\u0345" * 9, 8, False)
def test_what_is_cleaned_is_nfc_without_unwanted_characters_and_no_longer_than_allowed(
    text: str,
    limit: int,
    keep_newlines: bool,  # noqa: FBT001  # drawn by hypothesis
) -> None:
    cleaned = clean(text, limit, keep_newlines=keep_newlines)
    assert len(cleaned) <= limit
    assert unicodedata.is_normalized("NFC", cleaned)
    assert all(unicodedata.category(char) not in UNWANTED or (keep_newlines and char == "\n") for char in cleaned)
    assert clean(cleaned, limit, keep_newlines=keep_newlines) == cleaned


NORMAL = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


@given(st.text(NORMAL, max_size=200), st.integers(0, 60))
def test_of_normal_text_cleaning_takes_the_beginning_of_its_nfc(text: str, limit: int) -> None:
    assert clean(text, limit) == unicodedata.normalize("NFC", text)[:limit]


@pytest.mark.parametrize(
    "text", ["José Núñez", "Zoë", "Nguyễn Thị Hồng", "각하", "O'Brien", "Ludwig van Beethoven Jr."]
)
def test_names_are_the_same_however_their_accents_were_typed(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text), 80) == clean(text, 80) == text


def test_exactly_as_many_characters_as_allowed_are_kept_when_each_is_made_of_four() -> None:
    assert clean("\u03b1\u0313\u0300\u0345" * 100, 60) == "\u1f82" * 60


@pytest.mark.parametrize("limit", [80, 1_000])
def test_a_long_run_of_marks_takes_no_time(limit: int) -> None:
    hostile = "a" + MARKS * 500_000
    begun = time.perf_counter()
    assert len(clean(hostile, limit)) == limit
    assert len(one_line(hostile, limit)) == limit
    assert time.perf_counter() - begun < 2, "it grows with the square of the marks again"


def test_what_somebody_typed_becomes_one_line() -> None:
    assert one_line(" I want\nto\task \u200b first\r\n") == "I want to ask first"
    assert one_line("") == one_line(" \n\t\u200b") == ""
    assert one_line("word " * 1_000) == ("word " * 200).strip()


def test_the_digest_of_words_does_not_know_lines_or_blanks_but_every_letter() -> None:
    assert words_sha256("a  b\nc") == words_sha256(" a b c ")
    assert words_sha256("a b c") != words_sha256("a b C")
    assert squash("e\u0301  x") == "é x"
