"""Citations brought up to a renumbered text: which words name a clause, and how little of the file is rewritten."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oc_training.quiz.citation import mentions, renumbered
from oc_training.quiz.notation import parse_bank
from oc_training.quiz.rewriting import Rewrite, adapted, named_in, rewritten
from tests.quiz.samples import GOOD, PATH, line_of, spoiled

NOW = {
    "III.A.2.a": "III.A.3.a",
    "III.A.2": "III.A.3",
    "III.A.3": "III.A.2",
    "II.A": "III.A",
    "III.B.2.f.3)": "III.B.2.f.4)",
}
NAMING = spoiled(
    ("The general rule says so,", "III.A.2 says so, and not III.A.3,"),
    ('"When exigent circumstances dictate".', '"When III.A.2 says so", in III.A.2.a.'),
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Under III.A.2, employees shall not.", {"III.A.2"}),
        ("See III.A.2.", {"III.A.2"}),
        ("(III.B.2.f.3)", {"III.B.2.f.3)"}),
        ("III.B.2.f.3 and II.A", {"III.B.2.f.3)", "II.A"}),
        ("I¶1 says so; Section I too.", {"I¶1", "I"}),
        ("I am on duty, and so is IV.", set()),
        ('It reads "as in III.A.2", no more.', set()),
        ("“as in III.A.2”, III.A.3", {"III.A.3"}),
        ("XIII.A.2x and A.2 and v2.II.A", set()),
    ],
)
def test_a_clause_is_named_by_its_whole_citation_outside_of_quotation_marks(text: str, named: set[str]) -> None:
    assert mentions(text) == named


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("III.A.2 before III.A.3", "III.A.3 before III.A.2"),
        ("III.B.2.f.3 here", "III.B.2.f.4 here"),
        ("(III.B.2.f.3)", "(III.B.2.f.4)"),
        ('"III.A.2" is III.A.2.', '"III.A.2" is III.A.3.'),
        ("IX.B stays", "IX.B stays"),
    ],
)
def test_clauses_are_renamed_all_at_once(text: str, after: str) -> None:
    assert renumbered(text, NOW) == after


@given(st.text())
@settings(max_examples=100)
def test_without_anything_new_every_letter_stays(text: str) -> None:
    assert renumbered(text, {}) == text
    assert renumbered(text, {cited: cited for cited in mentions(text)}) == text


def test_a_question_names_clauses_in_all_its_texts() -> None:
    first, second = parse_bank(NAMING, PATH).questions
    assert named_in(first) == {"III.A.2", "III.A.3", "III.A.2.a"}
    assert named_in(second) == frozenset()
    now = adapted(first, NOW)
    assert now.cites == ("III.A.3.a", "III.A.3")
    assert now.options[0].feedback.startswith("III.A.3 says so, and not III.A.2,")
    assert now.explanation.startswith('The passage excepts messages "When III.A.2 says so", in III.A.3.a.')
    assert now.sha256 == first.sha256


def lines_that_differ(before: str, after: str) -> list[str]:
    old = before.split("\n")
    return [line for line in after.split("\n") if line not in old]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_citations_of_that_question_and_its_revision_are_rewritten(ending: str, mark: str) -> None:
    source = mark + NAMING.replace("\n", ending)
    bank = parse_bank(source, PATH)
    rewrite = Rewrite(bank.questions[0], NOW, "2027-01-10")
    after = rewritten(source, bank.questions, [rewrite])
    assert [line.strip() for line in lines_that_differ(source, after)] == [
        "cites: III.A.3.a, III.A.3",
        "revision: 2027-01-10",
        "> III.A.3 says so, and not III.A.2,",
        '> Explanation: The passage excepts messages "When III.A.2 says so", in III.A.3.a.',
    ]
    assert after.count(ending) == source.count(ending) + 1
    assert (after.count("\r"), after.startswith("\ufeff")) == (after.count(ending) * (ending == "\r\n"), bool(mark))
    assert parse_bank(after, PATH).questions == (rewrite.result, bank.questions[1])


def test_the_line_of_an_earlier_revision_is_replaced_and_what_was_written_by_hand_stays() -> None:
    source = spoiled(
        ("cites: II.A\nshuffle: no\n", "Cites :  II.A  \nshuffle: no\nrevision:   2021-06-14 \n"),
    )
    bank = parse_bank(source, PATH)
    assert (bank.questions[1].revision, bank.questions[1].revision_line) == (
        "2021-06-14",
        line_of("revision:   ", source),
    )
    after = rewritten(source, bank.questions, [Rewrite(bank.questions[1], {"II.A": "III.A"}, "2027-01-10")])
    assert lines_that_differ(source, after) == ["Cites :  III.A  ", "revision:   2027-01-10 "]


def test_citations_that_stay_are_left_as_they_were_typed() -> None:
    source = NAMING.replace("cites: III.A.2.a, III.A.2", "cites: III.A.2.a ,III.A.2")
    bank = parse_bank(source, PATH)
    after = rewritten(source, bank.questions, [Rewrite(bank.questions[0], {"III.A.3": "III.A.4"}, "2027-01-10")])
    assert lines_that_differ(source, after) == ["revision: 2027-01-10", "  > III.A.2 says so, and not III.A.4,"]


def test_nothing_asked_for_changes_nothing() -> None:
    assert rewritten(GOOD, parse_bank(GOOD, PATH).questions, []) == GOOD


def test_a_revision_of_a_question_is_a_date() -> None:
    with pytest.raises(
        Exception, match="'revision' is the date of the directive's text, such as 2021-06-14, not 'last"
    ):
        parse_bank(spoiled(("cites: II.A\n", "cites: II.A\nrevision: last year\n")), PATH)
