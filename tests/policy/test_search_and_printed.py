"""Finding words, and the directive as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oc_training.errors import NotFound
from oc_training.policy.model import Revision
from oc_training.policy.printed import NARROWEST, as_printed, columns_of, wrapped
from oc_training.policy.search import Hit, find


def cited(revision: Revision, words: str) -> list[str]:
    return [hit.citation for hit in find(revision, words)]


def test_words_are_found_in_any_case_in_printed_order(revision: Revision) -> None:
    assert cited(revision, "CHIEF of police") == [
        "III.A.6",
        "III.A.9",
        "III.B.1.a",
        "III.B.1.b",
        "III.B.2.a",
        "III.B.2.a",
        "III.B.2.e.3)",
        "SIGNATURE¶2",
    ]


def test_a_hit_names_the_place_of_the_words(revision: Revision) -> None:
    (hit,) = find(revision, "  flash   mobs ")
    assert hit == Hit("III.B.1.a.6)", 46, 56)
    assert revision.clause(hit.citation).text[hit.start : hit.end] == "flash mobs"


def test_a_search_finds_the_beginning_of_a_word_but_not_its_middle(revision: Revision) -> None:
    assert cited(revision, "bully") == ["III.B.1.a.4)"]
    assert cited(revision, "ullying") == []


def test_a_dash_on_the_keyboard_finds_any_printed_dash(revision: Revision) -> None:
    assert cited(revision, "Section B-Department") == ["III.A.2.b"]
    assert cited(revision, "#29 - department") == ["REFERENCE¶3"]
    assert cited(revision, "(§19.35)") == ["III.A.5"]


@pytest.mark.parametrize("words", ["", "   ", "\n", "zebra", "(", "[a", "\\", "*" * 5_000])
def test_a_search_for_nothing_or_for_signs_finds_nothing(revision: Revision, words: str) -> None:
    assert [hit for hit in find(revision, words) if words != "("] == []


def test_a_passage_is_printed_with_its_sentence_and_its_clause_marked(revision: Revision) -> None:
    assert as_printed(revision, "III.A.2.a") == (
        "  III        III. PROCEDURE\n"
        "\n"
        "  III.A      A. Personal Use\n"
        "\n"
        "  III.A.2       2. Employees shall not post, update or transmit to or from\n"
        "                   social media sites during their work hours on personal,\n"
        "                   Department or City-owned devices; except:\n"
        "\n"
        "> III.A.2.a        a. When exigent circumstances dictate (i.e., inform family of\n"
        "                      extended hours)"
    )


def test_a_final_bracket_is_forgiven_and_what_hangs_below_is_printed(revision: Revision) -> None:
    assert as_printed(revision, "III.B.2.f.9").splitlines()[-1] == "> III.B.2.f.9)           9) Press releases"
    assert "III.B.2.f.9)" in as_printed(revision, "III.B.2.f")


def test_a_clause_that_does_not_exist_is_not_found(revision: Revision) -> None:
    with pytest.raises(NotFound, match=r"^Directive 3-400 has no clause III\.C\.$"):
        as_printed(revision, "III.C")


def test_the_whole_directive_is_printed_with_its_dates_and_every_citation(revision: Revision) -> None:
    lines = as_printed(revision).splitlines()
    assert lines[:4] == [
        "Oak Creek Police Department",
        "Directive 3-400 SOCIAL MEDIA POLICY",
        "Effective 2015-12-16, reviewed 2021-06-14, signed off 2021-07-06",
        "",
    ]
    margin = [line.split(" ")[0] for line in lines[4:] if line and not line.startswith(" ")]
    assert margin == [clause.citation for clause in revision.clauses]


@pytest.mark.parametrize("width", [NARROWEST, 60, 80, 132])
def test_no_printed_line_is_wider_than_asked_and_no_word_is_lost(revision: Revision, width: int) -> None:
    printed = as_printed(revision, width=width)
    assert max(columns_of(line) for line in printed.splitlines()) <= width
    body = printed.split("\n\n", 1)[1]
    expected = " ".join(f"{clause.citation} {clause.label} {clause.text}" for clause in revision.clauses)
    assert "".join(body.split()) == "".join(expected.split())


def test_a_width_that_no_terminal_has_is_not_followed_below_the_narrowest(revision: Revision) -> None:
    assert as_printed(revision, "I¶1", width=-5) == as_printed(revision, "I¶1", width=NARROWEST)


def test_wide_characters_take_two_columns_and_accents_none() -> None:
    assert (columns_of("ab"), columns_of("警察"), columns_of("e\u0301")) == (2, 4, 1)
    assert list(wrapped("警察署 abc", 6)) == ["警察署", "abc"]
    assert list(wrapped("警察署", 5)) == ["警察", "署"]
    assert list(wrapped("警", 1)) == ["警"]


@given(text=st.text(max_size=80), width=st.integers(2, 30))
@settings(max_examples=100, deadline=None)
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns_of(line) <= width for line in lines)
