"""Words that lead to a definition or to another clause."""

from __future__ import annotations

import time

import pytest

from oc_training.policy.marks import Mark, Marker, MarkKind, marks_in
from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision
from tests.policy.test_notation_messages import HEAD

BODY = """
# I. DEFINITIONS

A. *Blog* - A page. A blog is a blog, not a Policy.

B. *Page* - It shows a post.

C. *Social Media* - Sites.

D. *Mobile Social Media* - Social media on the move.

E. *Policy* - See Section II.

F. *Comments* - Words.

G. *Social Media Site* - A place.

H. *Page of Rules*-like - Words.

I. *Internet* - See Section I.

# II. RULES

A. Use

   1. WORDS

B. Duties

   1. x

# III. MORE

A. Use

   1. y

B. Duties

   1. z
"""


def marked(words: str, citation: str = "III.B.1") -> list[tuple[str, str]]:
    """The marked words, and where they lead, of a directive in which *words* stand at III.B.1 or II.A.1."""
    at = {"III.B.1": "1. z", "II.A.1": "1. WORDS"}[citation]
    revision = parse_revision(HEAD + BODY.replace(at, f"1. {words}"), "x.md")
    clause = revision.clause(citation)
    return [(clause.text[mark.start : mark.end], mark.target) for mark in marks_in(clause, revision)]


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("A blog and two blogs.", [("blog", "I.A"), ("blogs", "I.A")]),
        ("A BLOG, a 'page'.", [("BLOG", "I.A"), ("page", "I.B")]),
        ("Policies, a comment.", [("Policies", "I.E"), ("comment", "I.F")]),
        ("On mobile social media, and social media.", [("mobile social media", "I.D"), ("social media", "I.C")]),
        ("Pager, blogger, weblog, blog-like, anti-blog, blog_1.", []),
        (
            "On a social media site or two social media sites.",
            [("social media site", "I.G"), ("social media sites", "I.G")],
        ),
        ("On *social* media.", [("social media", "I.C")]),
        ("\u0130 \u0131 blog\u017f and a blog.", [("blog", "I.A")]),
    ],
)
def test_whole_words_lead_to_the_definition_of_the_longest_term(words: str, marks: list[tuple[str, str]]) -> None:
    assert marked(words) == marks


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("As in Section A.", [("Section A", "III.A")]),
        ("As in Section A—*Use*.", [("Section A", "III.A")]),
        ('As in Section A, "use".', [("Section A", "III.A")]),
        ("As in Section A—*Duties*.", []),
        ("As in Section II.A.1.", [("Section II.A.1", "II.A.1")]),
        ("As in Section A.1, and Section B.", [("Section A.1", "III.A.1"), ("Section B", "III.B")]),
        ("As in Section C (*Social Media*).", [("Social Media", "I.C")]),
        ("As in Section 19 or subsection A or Section Z.", []),
    ],
)
def test_a_section_is_looked_for_in_its_own_roman_section_first(words: str, marks: list[tuple[str, str]]) -> None:
    assert marked(words) == marks


def test_the_same_reference_leads_elsewhere_from_another_roman_section() -> None:
    assert marked("Section B", "II.A.1") == [("Section B", "II.B")]
    assert marked("Section B", "III.B.1") == [("Section B", "III.B")]


def test_a_definition_is_not_marked_in_itself() -> None:
    revision = parse_revision(HEAD + BODY, "x.md")
    assert [mark.target for mark in marks_in(revision.clause("I.A"), revision)] == ["I.B", "I.E"]
    assert [mark.target for mark in marks_in(revision.clause("I.D"), revision)] == ["I.C"]
    assert [mark.target for mark in marks_in(revision.clause("I.E"), revision)] == ["II"]
    assert marks_in(revision.clause("I.H"), revision) == ()


def test_a_letter_that_is_also_a_numeral_means_the_letter_where_the_roman_section_has_one() -> None:
    revision = parse_revision(HEAD + BODY.replace("z\n", "See Section I.\n"), "x.md")
    assert [mark.target for mark in marks_in(revision.clause("I.I"), revision)] == ["I.I"]
    assert [mark.target for mark in marks_in(revision.clause("III.B.1"), revision)] == ["I"]


def test_a_directive_without_definitions_has_no_marks() -> None:
    revision = parse_revision(f"{HEAD}# I. RULES\n\nA blog.\n", "x.md")
    assert marks_in(revision.clauses[-1], revision) == ()


def test_section_b_in_3_400_is_the_department_s_use_and_not_the_blog(revision: Revision) -> None:
    (mark,) = marks_in(revision.clause("III.A.2.b"), revision)
    assert mark == Mark(15, 24, MarkKind.CROSS_REFERENCE, "III.B")
    assert revision.clause("III.A.2.b").text[mark.start : mark.end] == "Section B"


def test_the_words_of_3_400_that_lead_to_definitions(revision: Revision) -> None:
    clause = revision.clause("III.A.8.a")
    marks = marks_in(clause, revision)
    assert [(clause.text[mark.start : mark.end], mark.target) for mark in marks] == [
        ("social media", "II.Q"),
        ("pages", "II.M"),
    ]


def test_marks_are_in_order_apart_and_lead_to_clauses_that_exist(revision: Revision) -> None:
    marker = Marker(revision)
    total = 0
    for clause in revision.clauses:
        end = 0
        for mark in marker.marks_in(clause):
            assert end <= mark.start < mark.end <= len(clause.text)
            assert mark.target in revision.by_citation
            end = mark.end
            total += 1
    assert total == 61


def test_the_whole_directive_is_marked_in_milliseconds(revision: Revision) -> None:
    before = time.process_time()
    marker = Marker(revision)
    for clause in revision.clauses:
        marker.marks_in(clause)
    assert time.process_time() - before < 0.1
