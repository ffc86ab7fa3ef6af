"""What the writer of a directive is told: every slip, at its line, in one run."""

from __future__ import annotations

import pytest

from oc_training.errors import ContentProblems
from oc_training.ledger.verify import digest_of_text
from oc_training.policy.inline import UNDERSCORES
from oc_training.policy.labels import Label, read_label, roman, roman_value
from oc_training.policy.notation import LARGEST_FILE, parse_revision

HEAD = """\
---
directive: 1-100
title: Example
agency: Example Police
effective: 2020-01-01
reviewed: 2020-01-02
signed_off: 2020-01-03
applicability: All
critical_policy: no
open_record: yes
total_pages: 1
source: issued.txt
change: first issue
change_note: none
---
"""
"""Fifteen lines; a body below it begins on line 16."""

BULLET = (
    "'-' begins this line like a bullet; type the printed label instead, "
    "or move a dash that belongs to the sentence to the end of the line above"
)
CHANGES = "first issue, material, editorial, reaffirmed"
GLUED = (
    "begins this line like a label, without a blank line above it; put a blank line there, "
    "or, if it belongs to the sentence, move it to the end of the line above"
)
LADDER = "is no label of the ladder A., 1., a., 1)"
NEEDS_NUMERAL = "needs a Roman numeral, as in '# I. PURPOSE' (only 'REFERENCE:' has none)"
NO_HEADING = "text stands before the first heading; begin with one such as '# I. PURPOSE'"
OUTSIDE = (
    r"links to the outside do not work at a kiosk; if this address is printed in the directive, write it with '\:'"
)
OWN_LINE = "each line of the signature block stands alone: no spaces before it, a blank line after it"
PARTNER = r"a '*' has no partner; close the emphasis, or write '\*' for the sign itself"
REPEATED = "this line only repeats a heading at the top of a printed page; leave it out"
UNDER_WORDS = "it must stand under the words of the clause it belongs to"
TABLE = "tables are not allowed; a table has no citations"


def told(source: str) -> list[str]:
    """Every problem of *source*, as a command prints it."""
    with pytest.raises(ContentProblems) as caught:
        parse_revision(source, "x.md")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("# I. R\n\nA. a\n\n   1. b\n\n      a. c\n\n      f. d\n", ["x.md:24: 'f.' does not follow 'a.'"]),
        ("# I. R\n\nA. a\n\nF. b\n\nG. c\n", ["x.md:20: 'F.' does not follow 'A.'"]),
        ("# I. R\n\nA. a\n\n   2. b\n\n   3. c\n", ["x.md:20: '2.' cannot be the first below I.A; begin with '1.'"]),
        ("# I. R\n\nA. a\n\n      a. b\n\n      b. c\n", ["x.md:20: 'a.' skips a level (parent is I.A)"]),
        (
            "# I. R\n\nA. a\n\n   1. b\n\n   2. c\n\n         1) d\n\n         2) e\n",
            ["x.md:24: '1)' skips a level (parent is I.A.2)"],
        ),
        ("# I. R\n\nA. a\n\n  1. b\n", ["x.md:20: '1.' is indented by 2; its level stands at 3 spaces"]),
        (
            "# I. R\n\nA. a\n\n    b\n",
            [f"x.md:20: this paragraph is indented by 4; {UNDER_WORDS} (here 0 or 3 spaces)"],
        ),
        (
            "# I. R\n\nA. a\nb\n    c\n   d\n",
            [
                "x.md:19: this line goes on from the one above; indent it by 3 spaces, not 0",
                "x.md:20: this line goes on from the one above; indent it by 3 spaces, not 4",
            ],
        ),
        ("# I. R\n\n(a) b\n", [f"x.md:18: '(a)' {LADDER}"]),
        ("# I. R\n\na) b\n\nA) c\n", [f"x.md:18: 'a)' {LADDER}", f"x.md:20: 'A)' {LADDER}"]),
        ("# I. R\n\n1.1 b\n\niv. c\n", [f"x.md:18: '1.1' {LADDER}", f"x.md:20: 'iv.' {LADDER}"]),
        ("# I. R\n\nA. a\n\n   1. b\n   2. c\n", [f"x.md:21: '2.' {GLUED}"]),
        ("# I. R\n\nA. a\n\n   words of it\n   1. b\n", [f"x.md:21: '1.' {GLUED}"]),
        ("# I. R\n\nA. a\n\nA. b\n\nC. c\n", ["x.md:20: I.A stands twice; it is already on line 18"]),
        (
            "# I. R\n\nA. a\n\n   1. b\n\n      a. c\n\n   words of A\n\n      b. d\n",
            ["x.md:26: 'b.' skips a level (parent is I.A)"],
        ),
        ("# I. R\n\nA. Steven\n   J. Anderson\n\nB. b\n", [f"x.md:19: 'J.' {GLUED}"]),
        ("# I. R\n\nDeep paragraph\n         1) swallowed\n", [f"x.md:19: '1)' {GLUED}"]),
        ("# I. R\n\nA. §19-31\n   - 19.35\n", [f"x.md:19: {BULLET}"]),
        (
            "# I. R\n\nA. a\n\n   1. b\n\nA. c\n\n   1. d\n\nB. e\n",
            ["x.md:22: I.A stands twice; it is already on line 18"],
        ),
        ("# I. R\n\na\n\n# I. S\n\nA. b\n\n# III. T\n\nc\n", ["x.md:20: I stands twice; it is already on line 16"]),
        ("# I. R\n\na\n\n# III. S\n\nb\n\n# IV. T\n\nc\n", ["x.md:20: 'III.' does not follow 'I.'"]),
        ("# II. R\n\na\n", ["x.md:16: 'II.' cannot be the first; begin with 'I.'"]),
        ("# RULES\n\na\n\n# II. S\n\nb\n", [f"x.md:16: the heading 'RULES' {NEEDS_NUMERAL}"]),
        ("# IIII. RULES\n\na\n", [f"x.md:16: the heading 'IIII. RULES' {NEEDS_NUMERAL}"]),
        (
            "# I. R\n\nA. a\n\nII. NEXT\n\nA. b\n\n# III. S\n\nc\n",
            ["x.md:20: 'II.' is the numeral of a heading; write '# II. ...'"],
        ),
        (
            "# I. R\n\na\n\n# REFERENCE:\n\nb\n\n# II. S\n\nc\n",
            ["x.md:24: 'II.' stands after 'REFERENCE:', which must be the last heading"],
        ),
        ("# I. R\n\na\n\nREFERENCE:\n\nb\n", ["x.md:20: 'REFERENCE:' is a heading; write '# REFERENCE:'"]),
        ("# REFERENCE:\n\na\n", ["x.md:16: 'REFERENCE:' cannot be the first heading; begin with '# I. PURPOSE'"]),
        ("## I. R\n\na\n", ["x.md:16: a heading has one '#'; what stands below it has a printed label such as 'A.'"]),
        (" # I. R\n\na\n", ["x.md:16: a heading must begin at the edge of the page, without spaces before '#'"]),
        (
            "# I. R #\n\na\n",
            [r"x.md:16: '#' at the end of a heading would be lost; remove it, or write '\#' if it is printed"],
        ),
        ("# I. R\n\na\n# II. S\n\nb\n", ["x.md:19: put a blank line before a heading"]),
        ("Hello\n\nA. a\n\n# I. R\n\nb\n", [f"x.md:16: {NO_HEADING}"]),
        ("# I. R\n\nA.\n\nB. b\n", ["x.md:18: I.A has no words"]),
        ("# I.\n\na\n", ["x.md:16: I has no words"]),
        ("", ["x.md:16: the directive has no text below its front matter"]),
        ("# I. R\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", [f"x.md:18: {TABLE}"]),
        ("# I. R\n\na | b\n--|--\n", [f"x.md:19: {TABLE}"]),
        ("# I. R\n\nA. a\n\n* b\n", ["x.md:20: '*' begins this line like a bullet; type the printed label instead"]),
        ("# I. R\n\n- A. a\n\nB. b\n", [f"x.md:18: {BULLET}"]),
        (
            "# I. R\n\na\n\n```\n* b\n```\n",
            ["x.md:20: '```' opens a block of program code, which a directive has none of"],
        ),
        ("# I. R\n\nA `b`.\n", ["x.md:18: '`' marks program code, which a directive has none of"]),
        ("# I. R\n\nA _b_.\n\nC\nand __d__.\n", [f"x.md:18: {UNDERSCORES}", f"x.md:21: {UNDERSCORES}"]),
        ("# I. R\n\n*__b__* c\n", [f"x.md:18: {UNDERSCORES}"]),
        ("# I. R\n\n\\__b__ c\n", [f"x.md:18: {UNDERSCORES}"]),
        ("# I. _R_\n\na\n", [f"x.md:16: {UNDERSCORES}"]),
        ("# I. R\n\nA <b>c</b>\n", ["x.md:18: HTML is not allowed; write the words alone"]),
        ("# I. R\n\nA &amp; b\n", ["x.md:18: this line has a code such as '&amp;'; type the character itself"]),
        (
            "# I. R\n\n![a](b.png)\n",
            [
                "x.md:18: links do not work at a kiosk; write the words alone",
                "x.md:18: pictures are not shown here; leave the picture out",
            ],
        ),
        ("# I. R\n\n[a](b)\n", ["x.md:18: links do not work at a kiosk; write the words alone"]),
        ("# I. R\n\n[a]: b\n", ["x.md:18: links do not work at a kiosk; write the words alone"]),
        ("# I. R\n\n<https://a.b>\n", [f"x.md:18: {OUTSIDE}"]),
        ("# I. R\n\nsee HTTP://a.b\n", [f"x.md:18: {OUTSIDE}"]),
        ("# I. R\n\na\\\nb\n", ["x.md:18: a backslash at the end of a line would be lost; remove it"]),
        ("# I. R\n\nA. *b\n   c** d\n", [f"x.md:19: {PARTNER}"]),
        ("# I. R\n\n***\n\nb\n", ["x.md:18: a line across the page; only '---' may stand, before the signature block"]),
        (
            "# I. R\n\n> b\n",
            [
                "x.md:18: '>' marks a quotation; type the words alone",
            ],
        ),
        (
            "# I. R\n\na\u200bb\n",
            ["x.md:18: this line has a character that does not print (U+200B ZERO WIDTH SPACE); remove it"],
        ),
        ("# I. R\n\na\tb\n", ["x.md:18: this line has a tab; use spaces"]),
        (
            "# I. R\n\na\u00a0b\n",
            ["x.md:18: this line has an unusual space (U+00A0 NO-BREAK SPACE); use an ordinary space"],
        ),
        ("# I. R\n\na\ud800b\n", ["x.md:18: this line has a character that does not print (U+D800); remove it"]),
        (
            "# I. R\n\ne*\u0301b*\n",
            ["x.md:18: an accent stands apart from its letter; type the letter and its accent as one"],
        ),
        ("# I. R\n\nA. a\n\n# I. R - *Continued*\n\nB. b\n", [f"x.md:20: {REPEATED}"]),
        ("# I. R\n\nA. a\n\nI. R - *Continued*\n\nB. b\n", [f"x.md:20: {REPEATED}"]),
        ("# I. R\n\na\n---\n\nb\n", ["x.md:19: put a blank line before '---'"]),
        ("# I. R\n\na\n\n---\n\nb\nc\n\n  d\n", [f"x.md:22: {OWN_LINE}", f"x.md:25: {OWN_LINE}"]),
        (
            "# I. R\n\na\n\n---\n\nb\n\n---\n",
            ["x.md:24: a second line '---'; the signature block was opened on line 20"],
        ),
        (
            "# I. R\n\na\n\n---\n\nb\n\n# II. S\n",
            ["x.md:24: a heading stands below the signature block, which must come last"],
        ),
        ("# I. R\n\n" + "a " * 5_001, ["x.md:18: a clause of more than 10,000 characters; are blank lines missing?"]),
    ],
)
def test_each_slip_in_the_text_is_told_once_at_its_line(body: str, problems: list[str]) -> None:
    assert told(HEAD + body) == problems


@pytest.mark.parametrize(
    ("before", "after", "problems"),
    [
        ("effective:", "efective:", ["x.md:5: unknown key 'efective'; did you mean 'effective'?"]),
        ("title: Example\n", "", ["x.md:1: 'title' is missing; write a line 'title: ...' between the '---' lines"]),
        ("title: Example\n", "title: a\ntitle: b\n", ["x.md:4: 'title' stands twice; it is already on line 3"]),
        ("title: Example", "title:", ["x.md:3: 'title' has no value"]),
        (
            "title: Example",
            'title: "Example"',
            ["x.md:3: 'title' stands in quotation marks, which would be shown; leave them out"],
        ),
        ("2020-01-02", "2020-02-30", ["x.md:6: 'reviewed: 2020-02-30' is not a day of the calendar"]),
        (
            "2020-01-03",
            "Jan 3, 2020",
            ["x.md:7: 'signed_off: Jan 3, 2020' is not a date; write it as year-month-day, such as 2021-06-14"],
        ),
        (
            "2020-01-01",
            "20200101",
            [
                "x.md:5: 'effective: 20200101' is not a date; write it as year-month-day, such as 2021-06-14",
            ],
        ),
        (
            "critical_policy: no",
            "critical_policy: maybe",
            ["x.md:9: 'critical_policy: maybe' must be one of yes, no, unmarked"],
        ),
        (
            "first issue",
            "materiel",
            [f"x.md:13: 'change: materiel' must be one of {CHANGES}; did you mean 'material'?"],
        ),
        ("total_pages: 1", "total_pages: one", ["x.md:11: 'total_pages: one' is not a number of pages"]),
        (
            "issued.txt",
            "../issued.txt",
            ["x.md:12: 'source: ../issued.txt' is not the plain name of a file beside this one"],
        ),
        ("1-100", "1/100", ["x.md:2: 'directive: 1/100' is not a directive number such as 3-400"]),
    ],
)
def test_each_slip_in_the_front_matter_is_told_once_at_its_line(before: str, after: str, problems: list[str]) -> None:
    assert told(HEAD.replace(before, after, 1) + "# I. R\n\na\n") == problems


def test_a_front_matter_that_is_never_closed_is_not_closed_by_the_signature_line() -> None:
    found = told(HEAD.removesuffix("---\n") + "\n# I. R\n\na\n\n---\n\nb\n")
    assert found == ["x.md:1: the lines at the head of the file are not closed; end them with a line '---'"]


def test_a_file_without_front_matter_is_told_so_in_one_line() -> None:
    assert told("# I. R\n\na\n") == ["x.md:1: the file must begin with a line '---', then lines such as 'title: ...'"]


def test_all_slips_of_a_file_are_told_in_one_run_by_line() -> None:
    source = HEAD.replace("effective", "efective").replace("2020-01-02", "soon") + (
        "# I. R\n\nA. a <b>\n\n   2. c\n\n         1) d\n\n* e\n\n# III. S\n\n[f](g)\n"
    )
    assert told(source) == [
        "x.md:5: unknown key 'efective'; did you mean 'effective'?",
        "x.md:6: 'reviewed: soon' is not a date; write it as year-month-day, such as 2021-06-14",
        "x.md:18: HTML is not allowed; write the words alone",
        "x.md:20: '2.' cannot be the first below I.A; begin with '1.'",
        "x.md:22: '1)' skips a level (parent is I.A.2)",
        "x.md:24: '*' begins this line like a bullet; type the printed label instead",
        "x.md:26: 'III.' does not follow 'I.'",
        "x.md:28: links do not work at a kiosk; write the words alone",
    ]


def test_a_file_over_one_megabyte_is_refused_in_one_sentence() -> None:
    assert told("x" * (LARGEST_FILE + 1)) == ["x.md:1: the file is larger than 1 MB; no directive is that long"]


def test_what_is_printed_with_a_special_sign_can_be_written_with_a_backslash() -> None:
    body = "# I. R\n\nA. See \\<b\\>, \\&amp;, \\*, http\\://a.b\n\n\\(a) and J\\. Anderson\n"
    clauses = parse_revision(HEAD + body, "x.md").clauses
    assert [clause.text for clause in clauses[1:]] == ["See <b>, &amp;, *, http://a.b", "(a) and J. Anderson"]


def test_a_line_that_begins_with_a_number_sign_and_a_number_stays_in_its_clause() -> None:
    clauses = parse_revision(HEAD + "# I. R\n\nA. Supervisor SOG\n   #29 – Use\n", "x.md").clauses  # noqa: RUF001
    assert [clause.text for clause in clauses] == ["R", "Supervisor SOG #29 – Use"]  # noqa: RUF001 -- as issued


def test_a_paragraph_belongs_to_the_clause_its_indent_says() -> None:
    body = (
        "# I. R\n\np\n\nA. a\n\n   q\n\n   1. b\n\n      a. c\n\n      r\n\n      s\n\n   t\n\n   2. d\n\nu\n\nB. e\n"
    )
    clauses = parse_revision(HEAD + body, "x.md").clauses
    paragraphs = {clause.text: (clause.citation, clause.parent, clause.depth) for clause in clauses if not clause.label}
    assert paragraphs == {
        "p": ("I¶1", "I", 0),
        "q": ("I.A¶1", "I.A", 1),
        "r": ("I.A.1¶1", "I.A.1", 2),
        "s": ("I.A.1¶2", "I.A.1", 2),
        "t": ("I.A¶2", "I.A", 1),
        "u": ("I¶2", "I", 0),
    }
    assert [clause.citation for clause in clauses if clause.label] == ["I", "I.A", "I.A.1", "I.A.1.a", "I.A.2", "I.B"]


def test_a_signer_s_initial_is_no_label() -> None:
    clauses = parse_revision(HEAD + "# I. R\n\na\n\n---\n\nJ. Anderson\n", "x.md").clauses
    assert [(clause.citation, clause.text) for clause in clauses[2:]] == [("SIGNATURE¶1", "J. Anderson")]


def test_windows_line_ends_change_no_word(source: str) -> None:
    windows = parse_revision(source.replace("\n", "\r\n"), "x.md")
    assert windows.sha256 == parse_revision(source, "x.md").sha256


def test_letters_go_on_with_doubled_ones_after_z() -> None:
    letters = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "BB", "CC"]
    body = "# I. R\n\n" + "\n\n".join(f"{letter}. word" for letter in letters) + "\n"
    clauses = parse_revision(HEAD + body.replace("AA. word", "AA. word"), "x.md").clauses
    assert [clause.citation for clause in clauses[1:]] == [f"I.{letter}" for letter in letters]


def test_roman_numerals_are_read_back_as_written() -> None:
    assert [roman_value(roman(number)) for number in range(1, 100)] == list(range(1, 100))
    assert [roman_value(wrong) for wrong in ("", "IIII", "VX", "A", "ii", "IVX")] == [None] * 6


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("I. *Internet*", Label("I.", 1)),
        ("12. x", Label("12.", 2)),
        ("z. x", Label("z.", 3)),
        ("9) x", Label("9)", 4)),
        ("A.", Label("A.", 1)),
        ("IV. DISCLAIMER", Label("IV.", None)),
        ("(a) x", Label("(a)", None)),
        ("i.e., x", None),
        ("19.35 x", None),
        ("2015. Then", None),
        ("U.S. law", None),
        ("#29 x", None),
        ("A user", None),
    ],
)
def test_a_label_is_known_by_its_shape_alone(line: str, label: Label | None) -> None:
    assert read_label(line) == label


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("write to john_m_doe@example.org", "write to john_m_doe@example.org"),
        ("the field unit_number_2 and _x alone", "the field unit_number_2 and _x alone"),
        (r"the sign \_so\_ as printed", "the sign _so_ as printed"),
        (r"*so* and **so** and \*so\*", "so and so and *so*"),
        ("a blank ____ to fill in", "a blank ____ to fill in"),
    ],
)
def test_an_underscore_that_is_a_word_stays_one_and_the_check_of_the_book_agrees(typed: str, words: str) -> None:
    revision = parse_revision(f"{HEAD}# I. R\n\n{typed}\n", "x.md")
    assert revision.clauses[1].text == words
    assert digest_of_text(revision.source) == revision.sha256


def test_what_was_issued_with_underscores_once_can_still_be_read() -> None:
    assert parse_revision(f"{HEAD}# I. R\n\nIt _is_ so.\n", "x.md", was_issued=True).clauses[1].text == "It is so."
