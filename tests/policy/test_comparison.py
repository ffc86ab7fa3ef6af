"""What became of each clause: edits that mislead a comparison by labels, its laws, a directive of another shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oc_training.policy import matching, word_changes
from oc_training.policy.comparison import (
    SAME_MEANING,
    SAME_WORDS,
    ChangeKind,
    ClauseChange,
    Comparison,
    FactChange,
    compare,
)
from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision
from oc_training.policy.word_changes import marked, words_of, work
from tests.policy.conftest import NOTATION
from tests.policy.rebuilt import before_and_after
from tests.policy.trees import Node, all_different, directives, parsed, texts, with_first
from tests.support import evidence_lockers

REAL = NOTATION.read_text(encoding="utf-8")
ITEMS = ("Missing persons,", "Wanted persons,", "Gang participation,")
III_A_4 = REAL[REAL.index("   4. Any information") : REAL.index("   5. Any information")]

Told = dict[tuple[str | None, str | None], str]
"""What became of the clauses that did not stay as they were, by their citation before and after."""


def edited(*edits: tuple[str, str]) -> str:
    """3-400 with each first text replaced by the second, once."""
    source = REAL
    for old, new in edits:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def told(source: str) -> Told:
    return changed(compare(parse_revision(REAL, "old.md"), parse_revision(source, "new.md")))


def changed(comparison: Comparison) -> Told:
    return {places(each): each.kind.value for each in comparison.clauses if each.kind is not ChangeKind.UNCHANGED}


def places(change: ClauseChange) -> tuple[str | None, str | None]:
    """Where a clause stood and stands."""
    return change.before.citation if change.before else None, change.after.citation if change.after else None


def relabelled(source: str, first: int, last: int, step: int) -> str:
    """3-400 with the labels III.A.*first* to III.A.*last* moved on by *step*."""
    start, end = source.index("A. Personal Use"), source.index("B. Department Use")
    section = source[start:end]
    for number in sorted(range(first, last + 1), reverse=step > 0):
        assert section.count(f"\n   {number}. ") == 1
        section = section.replace(f"\n   {number}. ", f"\n   {number + step}. ")
    return source[:start] + section + source[end:]


# ---- the edits of 3-400 -------------------------------------------------------------------------------------------


def test_a_short_item_that_goes_and_another_that_comes_are_not_one_item_moved_and_amended() -> None:
    listed = edited(
        ("         1) Missing persons,\n\n", ""), ("2) Wanted", "1) Wanted"), ("3) Gang", "2) Gang"),
        ("4) Cyber", "3) Cyber"), ("5) Audio, photos", "4) Audio, photos"),
        ("6) Events to promote civil unrest (i.e., fights, flash mobs, etc.)",
         "5) Events to promote civil unrest (i.e., fights, flash mobs, etc.)\n\n         6) Abducted persons,"),
    )  # fmt: skip
    place = "III.B.1.a."
    renumbered: Told = {(f"{place}{number})", f"{place}{number - 1})"): "renumbered" for number in range(2, 7)}
    assert told(listed) == {(f"{place}1)", None): "removed", **renumbered, (None, f"{place}6)"): "added"}


def test_of_two_clauses_that_begin_alike_the_amended_one_is_followed_to_its_new_label() -> None:
    source = relabelled(REAL.replace(III_A_4, ""), 5, 9, -1)
    found = told(source.replace("may be subject to discovery", "shall be subject to discovery at any time"))
    assert found["III.A.4", None] == "removed"
    assert found["III.A.5", "III.A.4"] == "moved and amended"
    assert {kind for key, kind in found.items() if key[0] not in {"III.A.4", "III.A.5"}} == {"renumbered"}


def test_two_items_that_change_places_are_two_renumberings() -> None:
    swapped = edited(
        ("1) Crime prevention tips", "1) Community resources?"),
        ("2) Community resources\n", "2) Crime prevention tips\n"),
        ("Community resources?", "Community resources"),
    )
    place = "III.B.2.f."
    assert told(swapped) == {(f"{place}2)", f"{place}1)"): "renumbered", (f"{place}1)", f"{place}2)"): "renumbered"}


def test_a_mended_letter_amends_exactly_one_clause_and_affects_what_completes_it() -> None:
    found = told(edited(("as long it\n", "as long as it\n")))
    assert found.pop(("III.A.1", "III.A.1")) == "amended"
    assert found == {(f"III.A.1.{letter}", f"III.A.1.{letter}"): "affected" for letter in "abcdef"}


def test_an_item_in_other_words_is_removed_and_added() -> None:
    found = told(edited(("2) Wanted persons,", "2) Fugitives,")))
    assert found == {("III.B.1.a.2)", None): "removed", (None, "III.B.1.a.2)"): "added"}


def test_a_ban_that_becomes_a_permission_affects_its_exceptions() -> None:
    old, new = parse_revision(REAL, ""), parse_revision(edited(("shall not post, update", "may post, update")), "")
    found = compare(old, new)
    assert changed(found) == {
        ("III.A.2", "III.A.2"): "amended",
        ("III.A.2.a", "III.A.2.a"): "affected",
        ("III.A.2.b", "III.A.2.b"): "affected",
    }
    amended = found.by_new["III.A.2"]
    assert marked(amended.words).startswith("Employees [-!shall not-] [+!may+] post, update")
    assert [piece.text for piece in amended.duty_words] == ["shall not", "may"]


def test_a_new_section_pushes_labels_down_and_changes_nothing_else() -> None:
    source = (
        REAL.replace("# IV. DISC", "# V. DISC").replace("# III. PRO", "# IV. PRO").replace("# II. DEF", "# III. DEF")
    )
    source = source.replace("# III. DEF", "# II. SCOPE\n\nThis is for everybody.\n\n# III. DEF")
    found = compare(parse_revision(REAL, ""), parse_revision(source, ""))
    assert {key: kind for key, kind in changed(found).items() if kind != "renumbered"} == {
        (None, "II"): "added",
        (None, "II¶1"): "added",
    }
    assert found.counts[ChangeKind.RENUMBERED] == len([c for c in found.clauses if c.is_renumbered]) == 78
    assert found.now("III.B.2.f.9)") == "IV.B.2.f.9)"
    assert found.by_new["III"].kind is ChangeKind.RENUMBERED


def test_an_exception_that_comes_under_another_rule_is_no_mere_renumbering() -> None:
    exception = "      b. As outlined in Section B—*Department Use and Investigations*.\n\n"
    source = edited((exception, ""), ("      b. Impede", f"{exception}      c. Impede"))
    for old, new in (("f. Dis", "g. Dis"), ("e. Neg", "f. Neg"), ("d. Aff", "e. Aff"), ("c. Impair", "d. Impair")):
        source = source.replace(f"      {old}", f"      {new}")
    assert told(source)["III.A.2.b", "III.A.1.b"] == "affected"


def test_what_was_removed_is_told_where_it_stood() -> None:
    found = compare(parse_revision(REAL, ""), parse_revision(relabelled(REAL.replace(III_A_4, ""), 5, 9, -1), ""))
    order = [places(each) for each in found.clauses]
    at = order.index(("III.A.4", None))
    assert (order[at - 1], order[at + 1]) == (("III.A.3", "III.A.3"), ("III.A.5", "III.A.4"))


def test_title_and_dates_are_told_as_facts_of_their_own() -> None:
    source = edited(
        ("title: SOCIAL MEDIA POLICY", "title: SOCIAL MEDIA"), ("effective: 2015-12-16", "effective: 2027-01-01")
    )
    found = compare(parse_revision(REAL, ""), parse_revision(source, ""))
    assert found.facts == (
        FactChange("title", "SOCIAL MEDIA POLICY", "SOCIAL MEDIA"),
        FactChange("effective", "2015-12-16", "2027-01-01"),
    )
    assert changed(found) == {}
    assert not found.is_empty
    assert found.is_only_renumbered


# ---- a directive of another shape ---------------------------------------------------------------------------------


def test_a_section_that_moved_up_in_a_deeper_directive() -> None:
    old, new = (parse_revision(text, "") for text in (evidence_lockers.first(), evidence_lockers.second()))
    assert max(clause.depth for clause in old.clauses) == 4
    found = compare(old, new)
    assert changed(found) == {
        ("III.B.1", "III.B.1"): "amended",
        ("III.B.1.a", "III.B.1.a"): "affected",
        ("V", "IV"): "renumbered",
        ("V.A", "IV.A"): "renumbered",
        ("V.B", "IV.B"): "moved and amended",
        ("IV", "V"): "renumbered",
        ("IV.A", "V.A"): "renumbered",
        ("IV.B", "V.B"): "renumbered",
    }
    assert [fact.key for fact in found.facts] == ["title", "effective", "reviewed", "signed_off", "source", "change"]
    assert marked(found.by_new["IV.B"].words).endswith("the end of the [-shift.-] [+shift and the lock is changed.+]")


def test_an_item_that_many_lists_have_stays_with_its_own_list() -> None:
    source = evidence_lockers.first().replace("         1) the number of the case,\n\n", "")
    source = source.replace("2) the time", "1) the time").replace("3) Other", "2) Other")
    found = compare(parse_revision(evidence_lockers.first(), ""), parse_revision(source, ""))
    assert changed(found) == {
        ("III.A.1.a.1)", None): "removed",
        ("III.A.1.a.2)", "III.A.1.a.1)"): "renumbered",
        ("III.A.1.a.3)", "III.A.1.a.2)"): "renumbered",
    }
    assert found.now("III.A.1.b.2)") == "III.A.1.b.2)"


def test_two_lists_that_change_places_take_the_item_that_both_have_with_them() -> None:
    source = evidence_lockers.first()
    slip = source[source.index("      a. Fill in") : source.index("      b. Choose")]
    locker = source[source.index("      b. Choose") : source.index("      The slip goes")]
    swapped = source.replace(
        slip + locker, locker.replace("b. Choose", "a. Choose") + slip.replace("a. Fill", "b. Fill")
    )
    found = compare(parse_revision(source, ""), parse_revision(swapped, ""))
    assert set(changed(found).values()) == {"renumbered"}
    assert (found.now("III.A.1.a.3)"), found.now("III.A.1.b.2)")) == ("III.A.1.b.3)", "III.A.1.a.2)")


# ---- laws ---------------------------------------------------------------------------------------------------------

some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(directives(), directives())
@some
def test_every_clause_of_both_texts_is_told_exactly_once_in_the_order_of_the_new(
    one: tuple[Node, ...], other: tuple[Node, ...]
) -> None:
    old, new = parsed(one), parsed(other)
    found = compare(old, new)
    assert Counter(each.before for each in found.clauses if each.before) == Counter(old.clauses)
    assert [each.after for each in found.clauses if each.after] == list(new.clauses)
    assert all(each.before or each.after for each in found.clauses)
    assert sum(found.counts.values()) == len(found.clauses)


@given(directives(), directives())
@some
def test_the_differences_rebuild_both_texts(one: tuple[Node, ...], other: tuple[Node, ...]) -> None:
    for each in compare(parsed(one), parsed(other)).clauses:
        before, after = before_and_after(each.words)
        assert before == (each.before.text if each.before else "")
        assert after == (each.after.text if each.after else "")


@given(directives(), directives())
@some
def test_a_clause_that_counts_as_standing_has_the_same_words(one: tuple[Node, ...], other: tuple[Node, ...]) -> None:
    for each in compare(parsed(one), parsed(other)).clauses:
        if each.before and each.after:
            assert (each.kind in SAME_WORDS) == (each.before.sha256 == each.after.sha256)
        if each.kind is ChangeKind.UNCHANGED:
            assert each.before is not None
            assert each.before.citation == each.clause.citation


@given(directives())
@some
def test_a_text_beside_itself_shows_nothing(tree: tuple[Node, ...]) -> None:
    revision = parsed(tree)
    assert compare(revision, revision).is_empty
    assert compare(revision, parsed(tree)).is_empty


@given(directives(), texts())
@some
def test_a_clause_put_before_others_only_renumbers_them(tree: tuple[Node, ...], words: str) -> None:
    tree = all_different(tree)
    found = compare(parsed(tree), parsed(with_first(tree, Node(f"quite new {words.rstrip(':')}"))))
    kinds = Counter(each.kind for each in found.clauses)
    assert kinds.pop(ChangeKind.ADDED) == 1
    assert set(kinds) <= SAME_MEANING


@given(directives(), st.data())
@some
def test_renumbering_alone_leaves_every_word_standing(tree: tuple[Node, ...], data: st.DataObject) -> None:
    """Sections in another order, each whole: every label may be another, and no clause says anything else."""
    shuffled = data.draw(st.permutations(tree))
    found = compare(parsed(all_different(tree)), parsed(_as_in(all_different(tree), tree, shuffled)))
    assert {each.kind for each in found.clauses} <= SAME_MEANING
    assert found.is_only_renumbered


def _as_in(marked_tree: tuple[Node, ...], tree: tuple[Node, ...], order: list[Node]) -> tuple[Node, ...]:
    left = list(zip(tree, marked_tree, strict=True))
    found = []
    for wanted in order:
        at = next(number for number, (plain, _) in enumerate(left) if plain is wanted)
        found.append(left.pop(at)[1])
    return tuple(found)


@given(directives(), st.data())
@some
def test_two_clauses_that_change_places_are_two_renumberings(tree: tuple[Node, ...], data: st.DataObject) -> None:
    tree = all_different(tree)
    leaves = (*(Node(child.text) for child in tree[0].children), Node("one more"), Node("and another"))
    old = (Node(tree[0].text, leaves), *tree[1:])
    one, other = data.draw(st.lists(st.integers(0, len(leaves) - 1), min_size=2, max_size=2, unique=True))
    swapped = list(leaves)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    kinds = Counter(
        each.kind for each in compare(parsed(old), parsed((Node(tree[0].text, tuple(swapped)), *tree[1:]))).clauses
    )
    assert kinds.pop(ChangeKind.RENUMBERED) == 2
    assert set(kinds) == {ChangeKind.UNCHANGED}


@given(directives(), directives())
@some
def test_what_is_left_out_unmeasured_would_not_have_been_paired(one: tuple[Node, ...], other: tuple[Node, ...]) -> None:
    """The same pairs as if every clause had been measured against every other, the most alike first."""
    old, new = parsed(one), parsed(other)
    by_words = [
        pair for pair in matching.paired(old, new) if old.clauses[pair[0]].sha256 == new.clauses[pair[1]].sha256
    ]
    expected = sorted(by_words + _all_measured(old, new, by_words))
    assert matching.paired(old, new) == expected


def _all_measured(old: Revision, new: Revision, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    scored = []
    for place, before in enumerate(old.clauses):
        for partner, after in enumerate(new.clauses):
            words = words_of(before.text), words_of(after.text)
            ratio = matching.similarity(*words)
            same = before.citation == after.citation
            may = before.kind is after.kind or not {before.kind, after.kind} & {"heading", "signature"}
            enough = ratio >= 0.4 if same else ratio >= 0.75 and min(map(len, words)) >= 4
            if may and enough:
                scored.append((-(ratio + 0.15 * same), not same, (place, partner)))
    found: list[tuple[int, int]] = []
    for _, _, pair in sorted(scored):
        if all(pair[0] != before and pair[1] != after for before, after in (*taken, *found)):
            found.append(pair)
    return found


# ---- what it costs ------------------------------------------------------------------------------------------------


def long_directive(clauses: int, word: str = "") -> Revision:
    """So many clauses of some thirty words each, as a directive has them; *word* goes into every one."""
    lines = []
    for number in range(clauses):
        own = " ".join(SYLLABLES[(number * 7 + at * at * 3 + number * at) % len(SYLLABLES)] for at in range(28))
        lines.append(f"{number + 1}. Employees {word} number{number} {own}.")
    chapters = [lines[at : at + 90] for at in range(0, clauses, 90)]
    body = ""
    for letter, chapter in zip("ABCDEFGH", chapters, strict=False):
        numbered = (f"   {place}. {line.split('. ', 1)[1]}" for place, line in enumerate(chapter, 1))
        body += f"{letter}. Part {letter}\n\n" + "\n\n".join(numbered) + "\n\n"
    return parse_revision(f"{REAL[: REAL.index('# I.')]}# I. RULES\n\n{body}", "long.md")


SYLLABLES = tuple(
    f"{start}{end}"
    for start in ("re", "con", "de", "im", "pro", "sub", "ad")
    for end in ("port", "duct", "fer", "pose", "tain", "cord", "vise", "spect", "fine")
)


@pytest.mark.parametrize(
    "new",
    [long_directive(350, "may"), long_directive(351, "may"), long_directive(349)],
    ids=["every clause amended", "every clause amended and one more", "one clause less"],
)
def test_three_hundred_and_fifty_clauses_are_measured_a_few_times_each(
    new: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[int] = []
    real = matching.similarity

    def counted(one: Sequence[str], other: Sequence[str]) -> float:
        measured.append(1)
        return real(one, other)

    monkeypatch.setattr(matching, "similarity", counted)
    found = compare(long_directive(350, "shall"), new)
    assert all(isinstance(each, ClauseChange) for each in found.clauses)
    assert len(measured) <= 3 * 355


def same_words_over_and_over(seed: int) -> list[list[str]]:
    """Four clauses of three hundred words, of which there are two."""
    shuffle = Random(seed)  # noqa: S311 -- nothing secret
    return [[f"w{at}", *shuffle.choices("ab", k=300)] for at in range(4)]


def test_what_it_costs_to_compare_does_not_grow_with_how_often_words_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four clauses of thousands of equal words: counted, not timed."""
    spent = 0
    real = matching.similarity

    def counted(old: Sequence[str], new: Sequence[str]) -> float:
        nonlocal spent
        spent += work(old, new)
        return real(old, new)

    monkeypatch.setattr(matching, "similarity", counted)
    monkeypatch.setattr(matching, "MOST_WORK", 50_000)
    monkeypatch.setattr(word_changes, "MOST_WORK", 5_000)
    old, new = (parsed(tuple(Node(" ".join(words)) for words in same_words_over_and_over(seed))) for seed in (1, 2))
    found = compare(old, new)
    assert spent <= 50_000
    assert all(change.is_renumbered is False for change in found.clauses)
    for change in found.clauses:
        before, after = before_and_after(change.words)
        assert (before, after) == (change.before and change.before.text, change.after and change.after.text)


def test_where_words_stand_too_often_all_between_the_ends_is_one_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_changes, "MOST_WORK", 3)
    pieces = word_changes.word_changes("so a b a shall go on", "so b a b may go on")
    assert marked(pieces) == "so [-a b a-] [-!shall-] [+b a b+] [+!may+] go on"
    assert before_and_after(pieces) == ("so a b a shall go on", "so b a b may go on")
    assert marked(word_changes.word_changes("a b a b", "a b a b a b")) == "a b a b [+a b+]"
