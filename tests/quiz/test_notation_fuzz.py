"""Whatever stands in a bank file, the answer is a bank or a list of problems, and it comes in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oc_training.errors import ContentProblems
from oc_training.quiz.model import Bank
from oc_training.quiz.notation import LARGEST, parse_bank
from oc_training.text import clean, squash
from tests.quiz.samples import GOOD, PATH

HEAD = GOOD[: GOOD.index("## RA-01")]
SNIPPETS = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "> ",
            "  > ",
            "- ",
            "- [ ] ",
            "- [x] ",
            "-[ ] ",
            "* [ ] ",
            "1. ",
            "## ",
            "## RA-03 x\n",
            "##RA-09",
        ),
        *(
            "```\n",
            "---\n",
            "    ",
            "\t",
            "| a | b |\n|--|--|\n",
            "<b>",
            "![a](b)",
            "[a](b)",
            "`",
            "*",
            "_",
            "\\",
            "&#0;",
        ),
        *("&nbsp;", "Explanation: ", "> Explanation: ", "cites: ", "cites: I\n", ":", "\x00", "\r", "\u2028", "\u200b"),
        *("\ud800", "\ufeff", "\U0001f46e", "[a]: /b\n", "all of the above", "(x) ", "[", "]"),
    ]
)
EDITS = st.lists(
    st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), SNIPPETS | st.text(max_size=8)), min_size=1, max_size=6
)


def outcome(source: str) -> Bank | tuple[str, ...]:
    try:
        return parse_bank(source, PATH)
    except ContentProblems as error:
        problems = error.problems
    lines = source.count("\n") + source.count("\r") + 1
    assert problems
    assert all(1 <= problem.line <= lines for problem in problems)
    assert all(clean(problem.message, 10_000) == problem.message for problem in problems)
    return tuple(str(problem) for problem in problems)


def check_bank(bank: Bank) -> None:
    assert 1 <= bank.draw <= len(bank.questions) == len(bank.by_id)
    for question in bank.questions:
        options = question.options
        texts = [question.id, question.title, question.stem, question.explanation, *question.scenario]
        texts += [text for option in options for text in (option.text, option.feedback)]
        assert all(text and text == clean(squash(text), 10_000) for text in texts)
        assert 2 <= len(options) <= 5
        assert sum(option.right for option in options) == 1
        assert [option.letter for option in options] == list("abcde"[: len(options)])
        assert len({option.text.casefold() for option in options}) == len(options)
        assert question.cites


@settings(max_examples=150, deadline=None)
@given(EDITS)
def test_a_good_bank_spoiled_anywhere_gives_a_sound_bank_or_problems(edits: list[tuple[int, int, str]]) -> None:
    source = GOOD
    for at, removed, added in edits:
        source = source[:at] + added + source[at + removed :]
    result = outcome(source)
    if isinstance(result, Bank):
        check_bank(result)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400) | st.lists(SNIPPETS, max_size=60).map("".join))
@example("---")
@example("---\n---\n## RA-01")
@example("---\n---\n## RA-01\n- ")
@example("---\n---\n##\n>")
def test_any_text_at_all_gives_a_bank_or_problems(source: str) -> None:
    for whole in (source, HEAD + source):
        result = outcome(whole)
        if isinstance(result, Bank):
            check_bank(result)


@pytest.mark.parametrize("unit", [">", " ", "[", "\t", "a", "\x00"])
def test_a_megabyte_on_one_line_gives_problems(unit: str) -> None:
    source = f"{HEAD}## RA-01 Title\n\ncites: I\n\n"
    assert isinstance(outcome((source + unit * LARGEST)[:LARGEST]), tuple)


@pytest.mark.parametrize(
    "unit",
    [
        "[" * 1900 + "\n\n",
        "- [ ] a\n  > b\n",
        "* a\n+ b\n- c\n",
        "## RA-01 x\n",
        "_a*" * 600 + "\n\n",
        "word word word\n",
    ],
)
def test_the_time_grows_with_the_length_and_not_with_its_square(unit: str) -> None:
    def seconds(size: int) -> float:
        source = f"{HEAD}## RA-01 Title\n\ncites: I\n\n" + unit * (size // len(unit))
        tries: list[float] = []
        for _ in range(2):
            start = time.process_time()
            outcome(source)
            tries.append(time.process_time() - start)
        return min(tries)

    # Twelve times the text takes about twelve times as long; a square would take 144 times.
    assert seconds(48_000) < 60 * max(seconds(4_000), 0.001)
