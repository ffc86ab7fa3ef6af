"""Word by word: both texts can be rebuilt, and a duty word that changed is marked, one that only got a comma is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oc_training.policy.word_changes import DUTY_WORDS, Edit, Piece, marked, word_changes, words_of
from tests.policy.rebuilt import before_and_after

DUTIES = st.sampled_from(sorted(DUTY_WORDS))
SENTENCES = st.lists(st.one_of(DUTIES, st.sampled_from(["officers", "report", "not", "to,", "the", "desk"]))).map(
    " ".join
)


@given(st.one_of(SENTENCES, st.text()), st.one_of(SENTENCES, st.text()))
@settings(max_examples=200)
def test_the_pieces_rebuild_both_texts_letter_by_letter(old: str, new: str) -> None:
    assert before_and_after(word_changes(old, new)) == (old, new)


@given(st.one_of(SENTENCES, st.text()))
@settings(max_examples=100)
def test_a_text_beside_itself_is_one_piece_that_was_kept(text: str) -> None:
    assert word_changes(text, text) == (Piece(Edit.KEPT, text),)


@given(st.lists(st.sampled_from(["officers", "report", "at", "noon"]), min_size=1), DUTIES, DUTIES, st.data())
@settings(max_examples=60)
def test_a_duty_word_in_the_place_of_another_is_marked_on_both_sides(
    words: list[str], one: str, other: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(words)))
    pieces = word_changes(*(" ".join([*words[:at], duty, *words[at:]]) for duty in (one, other)))
    expected = [] if one == other else [(Edit.STRUCK, one), (Edit.ADDED, other)]
    assert [(piece.edit, piece.text) for piece in pieces if piece.duty] == expected


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("They shall not post.", "They may post.", "They [-!shall not-] [+!may+] post."),
        ("They shall not post.", "They may not post.", "They [-!shall not-] [+!may not+] post."),
        ("They shall post.", "They shall not post.", "They [-!shall-] [+!shall not+] post."),
        ("They may post", "They may, on leave, post", "They [-may-] [+may, on leave,+] post"),
        ("on devices; except:", "on devices:", "on [-devices;-] [-!except:-] [+devices:+]"),
        ("Except on leave", "On leave", "[-!Except-] [-on-] [+On+] leave"),
        ("a camera may see", "a camera will see", "a camera [-!may-] [+!will+] see"),
        ("They shall, however, not post.", "They shall, however, post.", "They shall, however, [-!not-] post."),
        ("They shall (not) post.", "They shall post.", "They [-!shall (not)-] [+!shall+] post."),
        ("They shall never post.", "They shall post.", "They shall [-!never-] post."),
        ("They are not permitted to.", "They are permitted to.", "They are [-!not-] permitted to."),
        ("They cannot post.", "They can post.", "They [-!cannot-] [+!can+] post."),
        ("It is forbidden.", "It is allowed.", "It is [-!forbidden.-] [+!allowed.+]"),
        ("They are required to.", "They are encouraged to.", "They are [-!required-] [+!encouraged+] to."),
        ("No employee posts.", "An employee posts.", "[-!No-] [+An+] employee posts."),
        ("Nobody posts.", "Everybody posts.", "[-!Nobody-] [+Everybody+] posts."),
        ("They may only post.", "They may post.", "They may [-!only-] post."),
        ("They shan't post.", "They shall post.", "They [-!shan't-] [+!shall+] post."),
        ("They don’t post.", "They do post.", "They [-!don’t-] [+do+] post."),  # noqa: RUF001 -- as it is printed
        ("from May 3 on", "from June 3 on", "from [-May-] [+June+] 3 on"),
        ("from May 2026 on", "from June 2026 on", "from [-May-] [+June+] 2026 on"),
        ("three may post", "three will post", "three [-!may-] [+!will+] post"),
        ("see No. 5", "see number 5", "see [-No.-] [+number+] 5"),
        ("as long it does", "as long as it does", "as long [+as+] it does"),
        ("when hours end", "where hours end", "[-when-] [+where+] hours end"),
    ],
)
def test_what_changed_can_be_read_without_colour(old: str, new: str, shown: str) -> None:
    assert marked(word_changes(old, new)) == shown


def test_punctuation_and_capitals_do_not_make_items_alike() -> None:
    assert words_of("Missing persons,") == ("missing", "persons")
    assert words_of("The Chief's OK (i.e., §19.35).") == ("the", "chief's", "ok", "i", "e", "19", "35")
