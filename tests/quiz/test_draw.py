"""A draw meets its quotas, prefers the unseen, and can be worked out again from its seed."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from oc_training.errors import Refused
from oc_training.quiz.draw import Draw, Quota, draw
from oc_training.quiz.model import Option, Question

SEEDS = st.integers(0, 2**53 - 1)


def question(name: str) -> Question:
    options = tuple(Option(letter, f"{name} {letter}", "Feedback.", letter == "a") for letter in "abc")
    return Question(name, "Title", ("I",), False, (), f"{name}?", options, "Because.")


def bank_of(size: int) -> tuple[Question, ...]:
    return tuple(question(f"QQ-{number:02d}") for number in range(1, size + 1))


@st.composite
def asks(draw_: st.DrawFn) -> tuple[tuple[Question, ...], int, tuple[Quota, ...], frozenset[str]]:
    """A bank, a count, quotas that may overlap, and what was seen; small enough to try every draw."""
    questions = bank_of(draw_(st.integers(1, 8)))
    ids = [each.id for each in questions]
    some = st.frozensets(st.sampled_from(ids))
    quotas = draw_(st.lists(st.builds(Quota, st.just("kind"), some, st.integers(0, 3)), max_size=4))
    return questions, draw_(st.integers(1, len(ids))), tuple(quotas), draw_(some)


def meets(chosen: frozenset[str], quotas: tuple[Quota, ...]) -> bool:
    return all(len(chosen & quota.ids) >= quota.at_least for quota in quotas)


@settings(max_examples=180, deadline=None)
@given(asks(), SEEDS)
def test_a_draw_is_one_of_those_with_the_fewest_seen_questions_that_meet_every_quota(
    ask: tuple[tuple[Question, ...], int, tuple[Quota, ...], frozenset[str]], seed: int
) -> None:
    questions, count, quotas, seen = ask
    every = [frozenset(each) for each in itertools.combinations([each.id for each in questions], count)]
    valid = [chosen for chosen in every if meets(chosen, quotas)]
    if not valid:
        with pytest.raises(Refused):
            draw(questions, count, quotas, seed, seen)
        return
    drawn = draw(questions, count, quotas, seed, seen)
    assert len(drawn.ids) == len(set(drawn.ids)) == count
    assert meets(frozenset(drawn.ids), quotas)
    assert len(seen.intersection(drawn.ids)) == min(len(seen & chosen) for chosen in valid)


@settings(max_examples=60, deadline=None)
@given(asks(), SEEDS)
def test_the_same_seed_gives_the_same_draw_whatever_the_order_of_bank_and_quotas(
    ask: tuple[tuple[Question, ...], int, tuple[Quota, ...], frozenset[str]], seed: int
) -> None:
    questions, count, quotas, seen = ask
    try:
        first = draw(questions, count, quotas, seed, seen)
    except Refused:
        reject()
    assert draw(questions[::-1], count, quotas[::-1], seed, seen) == first


def test_a_draw_of_a_known_seed_never_changes_between_versions_of_python() -> None:
    drawn = draw(bank_of(9), 4, (Quota("last", frozenset({"QQ-09"}), 1),), 20211, frozenset({"QQ-01"}))
    assert [(item.question_id, "".join(item.shown)) for item in drawn.items] == [
        ("QQ-07", "cab"),
        ("QQ-09", "bca"),
        ("QQ-04", "acb"),
        ("QQ-02", "abc"),
    ]


def test_the_order_can_be_worked_out_with_sha256_alone() -> None:
    drawn = draw(bank_of(6), 6, (), 7)
    by_hand = sorted(drawn.ids, key=lambda name: hashlib.sha256(f"7:order:{name}".encode()).hexdigest())
    assert list(drawn.ids) == by_hand


def test_every_question_is_drawn_by_some_seed_and_every_order_is_shown() -> None:
    questions = bank_of(20)
    quotas = (Quota("few", frozenset({"QQ-01", "QQ-02", "QQ-03"}), 2), Quota("one", frozenset({"QQ-03", "QQ-20"}), 1))
    draws = [draw(questions, 5, quotas, seed) for seed in range(300)]
    assert {name for drawn in draws for name in drawn.ids} == {each.id for each in questions}
    assert {drawn.ids[0] for drawn in draws} == {each.id for each in questions}
    assert {item.shown for drawn in draws for item in drawn.items} == set(itertools.permutations("abc"))


def test_draws_without_quotas_favour_no_question() -> None:
    questions = bank_of(10)
    tally = dict.fromkeys((each.id for each in questions), 0)
    for seed in range(2_000):
        for name in draw(questions, 3, (), seed).ids:
            tally[name] += 1
    assert all(480 < drawn < 720 for drawn in tally.values())


def test_a_fresh_draw_holds_only_questions_not_seen_while_they_suffice() -> None:
    questions = bank_of(24)
    first = draw(questions, 12, (), 1)
    second = draw(questions, 12, (), 1, frozenset(first.ids))
    assert not set(first.ids) & set(second.ids)


def test_an_unseen_question_is_left_out_where_taking_it_would_call_for_more_seen_ones() -> None:
    kinds = {"A": {"QQ-02", "QQ-04"}, "B": {"QQ-03", "QQ-04"}, "C": {"QQ-05"}, "D": {"QQ-05"}}
    quotas = tuple(Quota(name, frozenset(ids), 1) for name, ids in kinds.items())
    for seed in range(40):
        drawn = draw(bank_of(5), 3, quotas, seed, frozenset({"QQ-04", "QQ-05"}))
        assert set(drawn.ids) == {"QQ-02", "QQ-03", "QQ-05"}


def test_options_stay_in_file_order_where_the_question_asks_for_it() -> None:
    fixed = tuple(replace(each, shuffle=False) for each in bank_of(8))
    assert all(item.shown == ("a", "b", "c") for seed in range(20) for item in draw(fixed, 8, (), seed).items)


def test_a_drawn_question_carries_the_digest_of_what_was_asked() -> None:
    questions = bank_of(3)
    drawn = draw(questions, 3, (), 5)
    assert {item.question_id: item.sha256 for item in drawn.items} == {each.id: each.sha256 for each in questions}


def test_a_draw_survives_being_kept_as_json() -> None:
    drawn = draw(bank_of(5), 3, (), 2**53 - 1)
    assert msgspec.json.decode(msgspec.json.encode(drawn), type=Draw) == drawn


def test_a_large_bank_with_many_quotas_is_drawn_from_at_once() -> None:
    questions = bank_of(99)
    ids = [each.id for each in questions]
    quotas = tuple(Quota(f"kind {step}", frozenset(ids[step :: step + 2]), 2) for step in range(9))
    drawn = draw(questions, 12, quotas, 3, frozenset(ids[:80]))
    assert meets(frozenset(drawn.ids), quotas)


@pytest.mark.parametrize(
    ("count", "quotas", "sentence"),
    [
        (0, (), "An attempt must hold at least one question."),
        (6, (), "The question bank holds 5 questions that can be asked; 6 are needed."),
        (
            3,
            (Quota("definitions", frozenset({"QQ-01", "XX-99"}), 2),),
            "The question bank holds 1 question for definitions; 2 are needed.",
        ),
        (
            1,
            (Quota("definitions", frozenset({"QQ-01"}), 1), Quota("III.A", frozenset({"QQ-02"}), 1)),
            "The question bank cannot give 1 question with 1 of definitions, 1 of III.A all at once.",
        ),
    ],
)
def test_what_the_bank_cannot_give_is_refused_in_a_sentence(
    count: int, quotas: tuple[Quota, ...], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        draw(bank_of(5), count, quotas, 1)
    assert str(refused.value) == sentence


# ---- clauses missed before --------------------------------------------------------------------------------------


def cited_by(name: str, questions: tuple[Question, ...]) -> str:
    return next(each.cites[0] for each in questions if each.id == name)


def about(clauses: Sequence[str], count: int) -> tuple[Question, ...]:
    """Questions that cite these clauses in turn."""
    return tuple(replace(each, cites=(clauses[at % len(clauses)],)) for at, each in enumerate(bank_of(count)))


def test_a_missed_clause_is_asked_about_and_by_one_question_only_unless_chance_adds_more() -> None:
    questions = about([f"III.{letter}" for letter in "ABCDEFGHIJKL"], 24)
    for seed in range(60):
        drawn = draw(questions, 2, (), seed, missed=frozenset({"III.C", "III.F"}))
        assert {cited_by(name, questions) for name in drawn.ids} == {"III.C", "III.F"}
        assert drawn.missed == ("III.C", "III.F")


def test_of_a_missed_clause_a_question_not_seen_yet_is_asked_and_one_seen_only_where_there_is_no_other() -> None:
    questions = about(["III.A", "III.B", "III.C"], 12)
    about_b = [each.id for each in questions if each.cites == ("III.B",)]
    for seed in range(40):
        fresh = draw(questions, 3, (), seed, frozenset(about_b[:-1]), missed=frozenset({"III.B"}))
        assert about_b[-1] in fresh.ids
        again = draw(questions, 3, (), seed, frozenset(about_b), missed=frozenset({"III.B"}))
        assert len(set(about_b) & set(again.ids)) == 1


def test_quotas_are_met_whatever_was_missed() -> None:
    questions = about(["III.A", "III.B"], 10)
    quota = Quota("critical", frozenset({questions[1].id}), 1)
    for seed in range(40):
        drawn = draw(questions, 1, (quota,), seed, missed=frozenset({"III.A"}))
        assert drawn.ids == (questions[1].id,)


def test_without_missed_clauses_the_draw_is_what_it_always_was_and_a_clause_nobody_cites_changes_nothing() -> None:
    questions = bank_of(20)
    for seed in range(20):
        plainly = draw(questions, 6, (), seed)
        assert draw(questions, 6, (), seed, missed=frozenset()) == plainly
        assert draw(questions, 6, (), seed, missed=frozenset({"IX.Z"})).items == plainly.items
