"""What changed, as it is read: in order, below its sentence, and said in words."""

from __future__ import annotations

import pytest

from oc_training.policy.changed_passages import AFFECTED, changed_passages, duty_notes, renumbered_words
from oc_training.policy.comparison import SAME_MEANING, Comparison, compare
from oc_training.policy.notation import parse_revision
from oc_training.policy.word_changes import word_changes
from tests.support import evidence_lockers as lockers


def lockers_compared(*edits: tuple[str, str]) -> Comparison:
    source = lockers.first()
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    return compare(parse_revision(lockers.first(), "first.md"), parse_revision(source, "second.md"))


def reviewed() -> Comparison:
    return compare(parse_revision(lockers.first(), "first.md"), parse_revision(lockers.second(), "second.md"))


def test_every_clause_of_which_more_than_the_label_changed_is_told_once_in_reading_order() -> None:
    comparison = reviewed()
    told = [change for passage in changed_passages(comparison) for change in passage.changes]
    assert told == [change for change in comparison.clauses if change.kind not in SAME_MEANING]


def test_the_title_names_where_it_stands_where_it_stood_and_what_became_of_it() -> None:
    assert [passage.title for passage in changed_passages(reviewed())] == [
        "III.B.1: amended",
        "III.B.1.a: affected",
        "IV.B, before V.B: moved and amended",
    ]


def test_a_ban_that_became_a_permission_is_said_in_words_and_so_is_why_its_exception_is_told() -> None:
    amended, affected, _ = changed_passages(reviewed())
    assert amended.notes == ("Duty word changed: shall not -> may",)
    assert affected.notes == (AFFECTED,)


def test_an_item_comes_with_its_sentence_unless_that_stands_right_before() -> None:
    (item,) = changed_passages(lockers_compared(("the number of the case", "the number of the report")))
    assert [each.clause.citation for each in item.lead_ins] == ["III.A.1", "III.A.1.a"]
    _, affected, _ = changed_passages(reviewed())
    assert affected.lead_ins == ()


def test_a_sentence_shown_for_context_says_whether_it_stands_as_it_was() -> None:
    (item,) = changed_passages(lockers_compared(("the number of the case", "the number of the report")))
    assert item.lead_ins[1].words == "(unchanged) Fill in a transfer slip with:"
    second = "2) the time of the seizure", "2) the time and place of the seizure"
    first = "1) the number of the case", "1) the number of the report"
    changed = lockers_compared(("Fill in a transfer slip", "Write a transfer slip"), first, second)
    told = {passage.title: [each.mark for each in passage.lead_ins] for passage in changed_passages(changed)}
    assert told["III.A.1.a: amended"] == ["(unchanged)"]
    assert told["III.A.1.a.2): amended"] == ["(unchanged)", "(as it reads now)"]
    shorter = "2) the time of the seizure,\n\n         3) Other\n\n      b.", "2) Other\n\n      b."
    changed = lockers_compared(("Fill in a transfer slip", "Write a transfer slip"), first, shorter)
    told = {passage.title: [each.mark for each in passage.lead_ins] for passage in changed_passages(changed)}
    assert told["III.A.1.a.2): removed"] == ["(unchanged)", "(as it read before)"]


def test_the_items_of_one_sentence_are_told_together_when_it_alone_was_amended() -> None:
    passages = changed_passages(lockers_compared(("brings an item in shall:", "brings an item in should:")))
    assert [passage.title for passage in passages] == ["III.A.1: amended", "III.A.1.a to III.A.1¶1: affected"]
    assert len(passages[1].changes) == 8
    assert passages[0].notes == ("Duty word changed: shall -> should",)


def test_a_clause_that_is_gone_is_told_with_the_sentence_it_stood_in() -> None:
    comparison = lockers_compared(("         2) the time of the seizure,\n\n         3) Other", "         2) Other"))
    (removed,) = changed_passages(comparison)
    assert removed.title == "III.A.1.a.2): removed"
    assert [each.clause.citation for each in removed.lead_ins] == ["III.A.1", "III.A.1.a"]
    assert renumbered_words(comparison) == (
        "Renumbered: 1 clause has the same words under another label (III.A.1.a.3) is III.A.1.a.2) now)."
    )


def test_renumbered_clauses_are_one_line_and_nothing_is_said_where_there_are_none() -> None:
    assert renumbered_words(reviewed()) == (
        "Renumbered: 5 clauses have the same words under another label "
        "(V is IV now; V.A is IV.A now; IV is V now; 2 more)."
    )
    assert renumbered_words(lockers_compared()) == ""
    assert changed_passages(lockers_compared()) == ()


@pytest.mark.parametrize(
    ("old", "new", "notes"),
    [
        ("He shall not go.", "He may go.", ["Duty word changed: shall not -> may"]),
        ("He may go.", "He goes, unless told.", ["Duty word changed: may -> unless"]),
        ("He goes.", "He goes, except at noon.", ["Duty word added: except"]),
        ("He shall go home.", "He home.", ["Duty word struck: shall"]),
        ("He shall go and she may stay.", "He may go and she shall stay.", None),
        ("He goes.", "She goes.", []),
    ],
)
def test_duty_words_are_named_in_pairs_where_nothing_kept_stands_between(
    old: str, new: str, notes: list[str] | None
) -> None:
    expected = ["Duty word changed: shall -> may", "Duty word changed: may -> shall"] if notes is None else notes
    assert list(duty_notes(word_changes(old, new))) == expected
