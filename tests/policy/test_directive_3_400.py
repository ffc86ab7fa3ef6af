"""The first directive stands in its notation word for word as it was issued."""

from __future__ import annotations

from collections import Counter
from datetime import date
from difflib import SequenceMatcher

import pytest

from oc_training.policy.model import Clause, ClauseKind, Revision
from oc_training.policy.notation import parse_revision
from oc_training.policy.printed import plain
from oc_training.text import squash
from tests.policy.conftest import ISSUED

FORM = (
    "DIRECTIVES",
    "Oak Creek Police Department",
    "Effective Date:",
    "December 16, 2015",
    "Reviewed Date:",
    "June 14, 2021",
    "Sign-Off Date:",
    "July 6, 2021",
    "Title:",
    "SOCIAL MEDIA POLICY",
    "Directive Number:",
    "3-400",
    "Critical Policy",
    "Yes No",
    "Open Record",
    "Yes No",
    "Total Pages:",
    "5",
    "Applicability:",
    "All Employees",
)
"""The lines of the header form, in order, each once: they are in the front matter."""

CONTINUED = {"II. DEFINITIONS - *Continued*": 1, "III. PROCEDURE - *Continued*": 3}
"""Headings repeated at the top of a printed page, and how often."""

BULLETS = 64
"""Lines before which the conversion of the issued file set ``- ``."""

EMPHASIS_MARKS = 48
"""``*`` signs in the text that is left."""

DEFINED = (
    "Avatar", "Blog", "Blogging", "Comments", "Commenting", "Forum", "Handle", "Instant messaging", "Internet",
    "Intranet", "Micro-blogging", "Mobile Social Networking", "Page", "Post", "Posting", "Profile", "Social Media",
    "Social Networking", "Speech", "World Wide Web",
)  # fmt: skip

LABELLED = (
    *(f"II.{letter}" for letter in "ABCDEFGHIJKLMNOPQRST"),
    "III.A",
    "III.A.1", *(f"III.A.1.{letter}" for letter in "abcdef"),
    "III.A.2", "III.A.2.a", "III.A.2.b",
    "III.A.3", "III.A.4", "III.A.5", "III.A.6", "III.A.7",
    "III.A.8", "III.A.8.a", "III.A.8.b",
    "III.A.9", "III.A.9.a",
    "III.B",
    "III.B.1", "III.B.1.a", *(f"III.B.1.a.{number})" for number in range(1, 7)), "III.B.1.b",
    "III.B.2", "III.B.2.a", "III.B.2.b", "III.B.2.c",
    "III.B.2.d", "III.B.2.d.1)", "III.B.2.d.2)",
    "III.B.2.e", "III.B.2.e.1)", "III.B.2.e.2)", "III.B.2.e.3)",
    "III.B.2.f", *(f"III.B.2.f.{number})" for number in range(1, 10)),
    "III.B.3", "III.B.3.a",
)  # fmt: skip


def issued_words() -> list[str]:
    """The words of the issued file without what is named above; each of those is used as often as it occurs."""
    lines = [line.strip() for line in ISSUED.read_text(encoding="utf-8").split("\n") if line.strip()]
    assert tuple(lines[: len(FORM)]) == FORM
    text = [line for line in lines[len(FORM) :] if line not in CONTINUED]
    assert Counter(line for line in lines if line in CONTINUED) == CONTINUED
    assert sum(line.startswith("- ") for line in text) == BULLETS
    bare = "\n".join(line.removeprefix("- ") for line in text)
    assert bare.count("*") == EMPHASIS_MARKS
    return squash(bare.replace("*", "")).split(" ")


def differences(issued: list[str], revision: Revision) -> list[str]:
    """Each stretch of words that differs, with the clause it stands in."""
    placed = [(word, clause) for clause in revision.clauses for word in f"{clause.label} {clause.text}".split()]
    matcher = SequenceMatcher(None, issued, [word for word, _ in placed], autojunk=False)
    return [
        f"{placed[min(start, len(placed) - 1)][1].citation}: {tag} {issued[before:after]} -> "
        f"{[word for word, _ in placed[start:end]]}"
        for tag, before, after, start, end in matcher.get_opcodes()
        if tag != "equal"
    ]


def test_every_word_of_the_issued_text_stands_in_order_and_no_other(revision: Revision) -> None:
    issued = issued_words()
    if squash(plain(revision)).split(" ") != issued:
        pytest.fail("\n".join(differences(issued, revision)))
    assert len(issued) == 1577


def test_a_mended_typo_would_be_found_and_named_by_its_clause(revision: Revision, source: str) -> None:
    mended = parse_revision(source.replace("as long it", "as long as it"), "mended.md")
    assert differences(issued_words(), mended) == ["III.A.1: insert [] -> ['as']"]
    assert not differences(issued_words(), revision)


def test_the_front_matter_says_what_the_form_says_and_guesses_nothing(revision: Revision) -> None:
    assert (revision.directive, revision.id, revision.title) == ("3-400", "2021-06-14", "SOCIAL MEDIA POLICY")
    assert (revision.effective, revision.reviewed) == (date(2015, 12, 16), date(2021, 6, 14))
    assert revision.signed_off == date(2021, 7, 6)
    said = revision.front_matter
    assert (said["critical_policy"], said["open_record"]) == ("unmarked", "unmarked")
    assert (said["agency"], said["applicability"]) == ("Oak Creek Police Department", "All Employees")
    assert (said["total_pages"], said["change"]) == ("5", "first issue")
    assert said["source"] == ISSUED.name


def test_there_are_74_labelled_clauses_each_with_its_printed_path(revision: Revision) -> None:
    found = tuple(clause.citation for clause in revision.clauses if clause.kind is ClauseKind.LABELLED)
    assert found == LABELLED
    assert len(found) == 74
    assert all(clause.citation.endswith(clause.label.removesuffix(".")) for clause in revision.clauses)


def test_unlabelled_paragraphs_and_the_signature_block_are_cited_by_place(revision: Revision) -> None:
    unlabelled = [clause.citation for clause in revision.clauses if not clause.label]
    assert unlabelled == [
        "I¶1", "I¶2", "IV¶1",
        "REFERENCE", "REFERENCE¶1", "REFERENCE¶2", "REFERENCE¶3", "REFERENCE¶4",
        "SIGNATURE¶1", "SIGNATURE¶2", "SIGNATURE¶3",
    ]  # fmt: skip
    signed = [clause for clause in revision.clauses if clause.kind is ClauseKind.SIGNATURE]
    assert [clause.text for clause in signed] == ["Steven J. Anderson", "Chief of Police", "DRS/tp"]


def test_twenty_definitions_have_the_terms_they_define(revision: Revision) -> None:
    assert tuple(clause.term for clause in revision.definitions) == DEFINED
    assert tuple(clause.citation for clause in revision.definitions) == LABELLED[:20]


def test_the_letter_i_among_the_definitions_is_a_letter_and_no_numeral(revision: Revision) -> None:
    assert revision.clause("II.I").term == "Internet"
    assert revision.clause("I").text == "PURPOSE AND OBJECTIVES"


def test_sections_are_those_that_are_read_in_one_go(revision: Revision) -> None:
    assert [(section.id, section.title) for section in revision.sections] == [
        ("I", "PURPOSE AND OBJECTIVES"),
        ("II", "DEFINITIONS"),
        ("III.A", "Personal Use"),
        ("III.B", "Department Use and Investigations"),
        ("IV", "DISCLAIMER"),
        ("REFERENCE", "REFERENCE"),
    ]
    assert [section.words for section in revision.sections[:5]] == [132, 508, 387 + len(["PROCEDURE"]), 340, 81]


def test_the_sections_together_hold_every_clause_once_in_printed_order(revision: Revision) -> None:
    assert tuple(clause for section in revision.sections for clause in section.clauses) == revision.clauses
    assert revision.section("III.A").clauses[0].citation == "III"
    assert revision.section("REFERENCE").clauses[-1].citation == "SIGNATURE¶3"


def test_emphasis_is_kept_and_its_signs_are_not_words(revision: Revision) -> None:
    emphasised = [run.text for clause in revision.clauses for run in clause.runs if run.emphasis]
    assert emphasised == [
        *DEFINED[:7],
        "User Name",
        *DEFINED[7:],
        "Department Use and Investigations",
        '"Opinions posted by visitors do not reflect the opinions of the Department."',
        '"All posted comments are subject to public disclosure."',
    ]
    assert "*" not in plain(revision)


@pytest.mark.parametrize(
    ("citation", "words"),
    [
        ("II.J", "Intranet - A privately"),
        ("III.A.1", "as long it does not:"),
        ("III.A.2.b", "Section B—Department Use"),
        ("III.A.5", "(§19.35)."),
        ("REFERENCE¶1", "WI §19-31 - 19.35 - Open Records Act"),
        ("REFERENCE¶3", "SOG #29 – Department Use"),  # noqa: RUF001 -- the dash as issued
        ("III.B.2.f", "positive way as well and continuing"),
    ],
)
def test_typos_and_mixed_dashes_stay_as_issued(revision: Revision, citation: str, words: str) -> None:
    assert words in revision.clause(citation).text


@pytest.mark.parametrize(
    ("citation", "quoted", "breadcrumb"),
    [
        ("III.A.2.a", ("III.A.2", "III.A.2.a"), ("III", "III.A")),
        ("III.A.8.a", ("III.A.8", "III.A.8.a"), ("III", "III.A")),
        ("III.A.9.a", ("III.A.9", "III.A.9.a"), ("III", "III.A")),
        ("III.A.2", ("III.A.2", "III.A.2.a", "III.A.2.b"), ("III", "III.A")),
        ("III.B.1.a.4)", ("III.B.1.a", "III.B.1.a.4)"), ("III", "III.B", "III.B.1")),
        ("III.B.3.a", ("III.B.3.a",), ("III", "III.B", "III.B.3")),
        ("REFERENCE¶2", ("REFERENCE¶2",), ("REFERENCE",)),
        ("SIGNATURE¶1", ("SIGNATURE¶1",), ()),
    ],
)
def test_a_passage_has_the_sentence_its_clause_completes(
    revision: Revision, citation: str, quoted: tuple[str, ...], breadcrumb: tuple[str, ...]
) -> None:
    def citations(clauses: tuple[Clause, ...]) -> tuple[str, ...]:
        return tuple(clause.citation for clause in clauses)

    passage = revision.passage(citation)
    assert citations(passage.clauses) == quoted
    assert citations(passage.breadcrumb) == breadcrumb


def test_there_are_eight_lead_ins_and_31_tails(revision: Revision) -> None:
    lead_ins = [clause.citation for clause in revision.clauses if clause.is_lead_in and clause.label]
    assert len(lead_ins) == 8
    assert sum(len(revision.children(citation)) for citation in lead_ins) == 31


def test_no_two_clauses_share_a_digest(revision: Revision) -> None:
    assert len({clause.sha256 for clause in revision.clauses}) == len(revision.clauses)
