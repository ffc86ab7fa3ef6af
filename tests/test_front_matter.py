"""The head of a content file is read as plain text, and its slips are named once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from oc_training.front_matter import FrontMatterEntry, check_keys, lines_of, nearest, read_front_matter

PATH = "content/9-100.md"


def test_values_stay_the_text_that_was_written() -> None:
    front = read_front_matter("---\ndirective: 4.10\n\n# a remark\nCritical: No\ntime:  12:30 \n---\nBody\n", PATH)
    assert front.entries == (
        FrontMatterEntry("directive", "4.10", 2),
        FrontMatterEntry("critical", "No", 5),
        FrontMatterEntry("time", "12:30", 6),
    )
    assert (front.body_line, front.problems) == (8, ())
    assert (front.get("time"), front.line_of("time"), front.get("none"), front.line_of("none")) == ("12:30", 6, None, 1)


def test_an_unclosed_head_ends_where_its_lines_end() -> None:
    front = read_front_matter("---\ntitle: Radio\nSome words\nmore: words\n", PATH)
    assert [entry.key for entry in front.entries] == ["title"]
    assert front.body_line == 3
    assert [problem.line for problem in front.problems] == [1]


def test_of_a_key_that_stands_twice_the_first_counts() -> None:
    front = read_front_matter("---\ntitle: One\ntitle: Two\n---\n", PATH)
    assert front.get("title") == "One"
    assert [str(problem) for problem in front.problems] == [f"{PATH}:3: 'title' stands twice; it is already on line 2"]


def test_a_misspelt_key_is_not_also_called_missing() -> None:
    front = read_front_matter("---\ntitel: One\nwidth: 3\n---\n", PATH)
    assert [str(problem) for problem in check_keys(front, ("title", "draw"))] == [
        f"{PATH}:2: unknown key 'titel'; did you mean 'title'?",
        f"{PATH}:3: unknown key 'width'; known are draw, title",
        f"{PATH}:1: 'draw' is missing; write a line 'draw: ...' between the '---' lines",
    ]


def test_a_very_long_word_is_compared_with_nothing() -> None:
    assert nearest("t" * 1_000_000, ("title",)) is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_exception(source: str) -> None:
    for whole in (source, f"---\n{source}\n---\n"):
        front = read_front_matter(whole, PATH)
        assert 1 <= front.body_line <= len(lines_of(whole)) + 1
        check_keys(front, ("title",))
