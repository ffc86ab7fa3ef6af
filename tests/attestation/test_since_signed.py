"""What changed since one signed, laid out as a section that is displayed like any other."""

from __future__ import annotations

from datetime import date

from oc_training.attestation.happened import Signature
from oc_training.attestation.since_signed import SinceSigned, last_signed, since_signed
from oc_training.policy.comparison import SAME_MEANING
from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision
from oc_training.policy.word_changes import Edit
from tests.attestation.test_walk import CYCLE
from tests.support import evidence_lockers as lockers


def text(source: str) -> Revision:
    return parse_revision(source, "lockers.md")


def signature(day: date, entry: int, revision: str = lockers.FIRST) -> Signature:
    return Signature(revision, day, CYCLE, entry)


def reviewed() -> SinceSigned:
    found = since_signed(signature(date(2024, 5, 1), 7), text(lockers.first()), text(lockers.second()), 2)
    assert found is not None
    return found


def test_the_same_words_under_the_same_labels_are_no_change_whatever_the_head_says() -> None:
    other_head = lockers.first().replace("title: EVIDENCE LOCKERS", "title: LOCKERS")
    assert since_signed(signature(date(2024, 5, 1), 7), text(lockers.first()), text(other_head), 2) is None


def test_it_is_known_by_what_was_signed_and_by_both_texts() -> None:
    old, new = text(lockers.first()), text(lockers.second())
    assert reviewed().names == (lockers.FIRST, 7, 2, old.sha256, new.sha256)


def test_the_section_begins_with_when_one_signed_and_ends_with_what_was_only_renumbered() -> None:
    lines = [clause.text for clause in reviewed().section.clauses]
    assert lines[0] == "What changed since you signed on May 1, 2024"
    assert lines[1] == "You signed revision 2024-03-01. In force now: revision 2025-09-15."
    assert "Title: EVIDENCE LOCKERS -> LOCKERS FOR EVIDENCE" in lines
    assert lines[-1].startswith("Renumbered: 5 clauses")


def test_every_line_has_a_name_of_its_own_and_every_changed_word_stands_in_one() -> None:
    since = reviewed()
    names = [clause.citation for clause in since.section.clauses]
    assert len(set(names)) == len(names)
    whole = " ".join(clause.text for clause in since.section.clauses)
    for change in since.comparison.clauses:
        if change.kind not in SAME_MEANING:
            assert all(piece.text in whole for piece in change.words)


def test_the_spans_for_colour_hold_struck_and_added_words_with_their_signs() -> None:
    since = reviewed()
    by_name = {clause.citation: clause.text for clause in since.section.clauses}
    found = [(edit, by_name[name][start:end]) for name, spans in since.edits.items() for start, end, edit in spans]
    assert found == [
        (Edit.STRUCK, "[-!shall not-]"),
        (Edit.ADDED, "[+!may+]"),
        (Edit.STRUCK, "[-shift.-]"),
        (Edit.ADDED, "[+shift and the lock is changed.+]"),
    ]


def test_an_item_that_changed_comes_with_its_sentence_which_is_said_to_be_unchanged() -> None:
    source = lockers.first()
    new = text(source.replace("the item is a firearm", "the item is a firearm or a knife"))
    found = since_signed(signature(date(2024, 5, 1), 7), text(source), new, 2)
    assert found is not None
    lines = [f"{clause.label} {clause.text}" for clause in found.section.clauses]
    assert lines[-2:] == [
        "1. (unchanged) The shift supervisor shall not open the intake window; unless:",
        "a. the item is a [-firearm.-] [+firearm or a knife.+]",
    ]


def test_the_last_signature_is_by_the_day_signed_and_of_one_day_by_the_entry() -> None:
    on_paper_earlier = signature(date(2024, 1, 1), 9)
    first, second = signature(date(2024, 5, 1), 5), signature(date(2024, 5, 1), 6)
    assert last_signed([second, on_paper_earlier, first]) == second
    assert last_signed([]) is None
