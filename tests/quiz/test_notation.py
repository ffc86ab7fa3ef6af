"""Banks are read whole or refused with every slip named at its line, in words a sergeant understands."""

from __future__ import annotations

import pytest

from oc_training.errors import ContentProblems
from oc_training.quiz.notation import LARGEST, parse_bank
from oc_training.quiz.page import LONGEST_TEXT
from tests.quiz.samples import GOOD, PATH, line_of, problems_of, spoiled

RIGHT = "- [x] It falls under"
LAST = "- [ ] It is outside"
BOX = "option must start with '[ ]' or '[x]'"
APART = "the explanation must start at the margin with '> Explanation:', after an empty line"
STRAY_OPTION = "looks like an option but is not a list item; write '- [ ] text'"
EXPLANATION = '> Explanation: The definition is "A user\'s representation of himself/herself, or an alter ego."'


def test_a_good_bank_is_read_without_a_word() -> None:
    bank = parse_bank(GOOD, PATH)
    assert (bank.directive, bank.revision, bank.title) == ("9-100", "2021-06-14", "Radio scenarios")
    assert (bank.pass_mark, bank.draw, bank.reviewed) == (80, 2, "2026-03-04 Sgt. Example")
    assert bank.source == GOOD
    assert bank.path == PATH
    assert bank.warnings == ()
    assert [question.id for question in bank.questions] == ["RA-01", "RA-02"]


def test_a_question_holds_its_texts_plain_and_on_one_line() -> None:
    question = parse_bank(GOOD, PATH).by_id["RA-01"]
    assert question.title == "Held over at shift end"
    assert question.cites == ("III.A.2.a", "III.A.2")
    assert question.critical
    assert question.shuffle
    assert question.reviewed is None
    assert question.scenario == (
        "A dispatcher is ordered to stay four more hours. At her console she uses her own phone to tell her family.",
        "The console is quiet at the time.",
    )
    assert question.stem == "How does the directive treat that message?"
    assert [option.letter for option in question.options] == ["a", "b", "c"]
    assert question.options[0].text == "It is barred during work hours, whatever the reason."
    assert question.options[0].feedback == "The general rule says so, and then lists exceptions."
    assert question.right_letter == "b"
    assert question.explanation.endswith('"When exigent circumstances dictate". Hers is one.')


def test_fields_may_follow_the_heading_at_once_and_say_otherwise() -> None:
    question = parse_bank(GOOD, PATH).by_id["RA-02"]
    assert question.cites == ("II.A",)
    assert not question.critical
    assert not question.shuffle
    assert question.reviewed == "2026-04-01 Sgt. Example"
    assert question.scenario == ()


def test_every_part_of_a_question_knows_its_line() -> None:
    question = parse_bank(GOOD, PATH).by_id["RA-01"]
    assert question.line == line_of("## RA-01")
    assert question.cites_line == line_of("cites: III")
    assert question.scenario_lines == (line_of("A dispatcher"), line_of("The console"))
    assert question.stem_line == line_of("How does")
    assert question.explanation_line == line_of("> Explanation: The passage")
    assert [option.line for option in question.options] == [line_of("It is barred"), line_of(RIGHT), line_of(LAST)]
    assert [option.feedback_line for option in question.options] == [
        line_of("> The general"),
        line_of("> Telling"),
        line_of("> Personal"),
    ]


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ((GOOD, GOOD.replace("\n", "\r\n")), "lines that end in the way of Windows"),
        ((GOOD, "\ufeff" + GOOD), "a byte order mark"),
        (("- [x]", "- [X]"), "a capital X"),
        (("III.A.2.a,", "III.A.2.a.,"), "a full stop after a citation"),
        (("> Explanation: The def", "> **Explanation:** The def"), "an emphasised keyword"),
        (("cites: II.A\n", "Cites:  II.A\n"), "a capital in a field"),
        (("  > Telling", " \t> Telling"), "a tab as indent"),
    ],
)
def test_harmless_ways_of_writing_make_no_difference(changed: tuple[str, str], same: str) -> None:
    bank = parse_bank(spoiled(changed), PATH)
    assert bank.questions == parse_bank(GOOD, PATH).questions, same
    assert bank.warnings == ()


@pytest.mark.parametrize(
    ("edit", "at", "message"),
    [
        ((RIGHT, "- [ ] It falls under"), "## RA-01", "exactly one option must be marked correct with '[x]', found 0"),
        ((LAST, "- [x] It is outside"), "## RA-01", "exactly one option must be marked correct with '[x]', found 2"),
        ((LAST, "- [] It is outside"), "It is outside", f"{BOX} (did you mean '- [ ]'?)"),
        ((RIGHT, "- [*] It falls under"), "It falls under", f"{BOX} (did you mean '- [x]'?)"),
        ((LAST, "- ( ) It is outside"), "It is outside", f"{BOX} (did you mean '- [ ]'?)"),
        ((RIGHT, "- (x) It falls under"), "It falls under", f"{BOX} (did you mean '- [x]'?)"),
        ((RIGHT, "- It falls under"), "It falls under", BOX),
        ((RIGHT, "- [x]It falls under"), "It falls under", "put a space after '[x]'"),
        (("- [ ] A private chat room.", "-[ ] A room."), "A room.", f"'-[ ] A room.' {STRAY_OPTION}"),
        (("- [ ] A private chat room.", "\u2013 [ ] A room."), "A room.", f"'\u2013 [ ] A room.' {STRAY_OPTION}"),
        (("- [ ] A private chat room.", "[ ] A room."), "A room.", f"'[ ] A room.' {STRAY_OPTION}"),
        (
            ("  > Telling", "  Telling"),
            "Telling",
            (
                "this line continues the option above; if it is feedback, start it with '  >' "
                "(every option needs feedback)"
            ),
        ),
        (
            ("  > Telling", "Telling"),
            "Telling",
            "this line continues the option above; indent it, or start it with '  >'",
        ),
        (
            ("  whatever the reason", "whatever the reason"),
            "whatever the reason",
            "this line continues the option above; indent it, or start it with '  >'",
        ),
        (("  > Telling", "> Telling"), "> Telling", "this feedback is not indented; put two spaces before '>'"),
        (("  > Personal", "> Personal"), "> Personal", "this feedback is not indented; put two spaces before '>'"),
        (
            ("  > and then", "  and then"),
            "and then",
            "this line joins the feedback above; start it with '>', or leave an empty line before it",
        ),
        (
            ("  > and then", "and then"),
            "and then",
            "this line joins the feedback above; start it with '>', or leave an empty line before it",
        ),
        (
            ("> Hers is", "Hers is"),
            "Hers is",
            "this line joins the explanation above; start it with '>', or leave an empty line before it",
        ),
        (
            ("  > That is a forum.", ""),
            "A site for",
            "this option has no feedback; write it on the next line, as '  > ...'",
        ),
        (("cites: II.A\n", "cite: II.A\n"), "cite: II.A", "unknown field 'cite'; did you mean 'cites'?"),
        (
            ("cites: II.A\n", ""),
            "## RA-02",
            "'cites' is missing; write 'cites:' and the clause that decides the answer below the heading",
        ),
        (
            ("cites: II.A\n", "cites: II.a, II.A\n"),
            "cites: II.a",
            "'II.a' is not a citation; write it as printed, such as III.A.2.a, and put a comma between two",
        ),
        (("cites: II.A\n", "cites: II.A, II.A\n"), "cites: II.A", "II.A is cited twice"),
        (("critical: yes", "critical: maybe"), "critical: maybe", "'critical' is 'yes' or 'no', not 'maybe'"),
        (
            ("critical: yes", "critical: yes\ncritical: no"),
            "critical: no",
            "'critical' stands twice; it is already on line 13",
        ),
        (
            ("critical: yes\n\nA dispatcher", "critical: yes\nA dispatcher"),
            "A dispatcher",
            (
                "'A dispatcher is ordered to stay four more hours. …' is no field; "
                "leave an empty line between the fields and the text"
            ),
        ),
        (
            (LAST, "* [ ] It is outside"),
            "It is outside",
            "second list of options; start every option of a question with the same mark '-'",
        ),
        (
            (LAST, "  - [ ] It is outside"),
            "It is outside",
            "this option is indented; start it at the margin like the first",
        ),
        (
            ("- [x] A user", "1. [x] A user"),
            "1. [x]",
            "a numbered list cannot stand in a question; start options with '- [ ]'",
        ),
        (
            ("## RA-01", "Some words.\n\n## RA-01"),
            "Some words.",
            "text before the first question; a question starts with a line such as '## SM-07 Title'",
        ),
        (("## RA-01", "# RA-01"), "# RA-01", "a question starts with two number signs: '## RA-01 ...'"),
        (("## RA-02", "##RA-02"), "##RA-02", "put a space after '##': '## RA-02'"),
        (
            ("## RA-02", "## Ra-2"),
            "## Ra-2",
            (
                "'Ra-2 A word defined' does not say which question this is; a question starts with its id: "
                "two to six capitals, a dash, two or three digits, then a title"
            ),
        ),
        (
            ("## RA-02", "## RA-01"),
            "## RA-01 A word",
            "RA-01 is already the id of the question on line 10; every question has its own",
        ),
        (("## RA-02 A word defined", "## RA-02"), "## RA-02", "RA-02 has no title; write one after the id"),
        (
            ("What is an avatar?\n", ""),
            "## RA-02",
            "there is no question; write it as the last paragraph above the options",
        ),
        ((EXPLANATION, ""), "## RA-02", "there is no explanation; write '> Explanation: ...' below the options"),
        (
            ("> Explanation: The d", "Explanation: The d"),
            "Explanation: The d",
            "the explanation must start with '> Explanation:'",
        ),
        (
            ("> Explanation: The d", "> Explantion: The d"),
            "> Explantion",
            "a quotation here must start with '> Explanation:'",
        ),
        (("definition.\n\n> Exp", "definition.\nExp"), "Explanation: The def", APART),
        (("definition.\n\n> Exp", "definition.\n  > Exp"), "Explanation: The def", APART),
        (("definition.\n\n> Exp", "definition.\n\n  > Exp"), "Explanation: The def", APART),
        (
            (EXPLANATION, f"{EXPLANATION}\n\nOne more thing."),
            "One more",
            "text after the options; only the options and the explanation may stand here",
        ),
        (
            (EXPLANATION, f"{EXPLANATION}\n\n> Explanation: Twice."),
            "Twice.",
            "second explanation; the first is on line 50",
        ),
        (("What is an avatar?", "```\nWhat is an avatar?"), "```", "a block of code cannot stand in a question"),
        (
            ("What is an avatar?", "    What is an avatar?"),
            "What is an",
            "text indented by four spaces or more cannot stand in a question",
        ),
        (("What is an avatar?", "### Hint\n\nWhat is an avatar?"), "### Hint", "a heading cannot stand in a question"),
        (
            ("What is an avatar?", "| a | b |\n|---|---|\n\nWhat is an avatar?"),
            "| a | b |",
            "a table cannot be shown here; write it as sentences",
        ),
        (
            ("What is an avatar?", "What\nis <b>an</b> avatar?"),
            "is <b>",
            "'<b>' is HTML, which cannot be shown here; write plain words",
        ),
        (
            ("What is an avatar?", "What\nis ![an](avatar.png)?"),
            "is ![an]",
            "a picture cannot be shown at the kiosk; describe it in words",
        ),
        (
            ("private chat", "private [chat](https://example.org)"),
            "private [chat]",
            "a link cannot be followed at the kiosk; write it as plain words",
        ),
        (
            ("private chat", "private <https://example.org>"),
            "private <",
            "a link cannot be followed at the kiosk; write it as plain words",
        ),
        (
            ("private chat", "`private` chat"),
            "`private`",
            "words between backticks (`) are for programmers; write them plainly or in quotation marks",
        ),
        (
            ("A private chat room.", "a site for  online discussions."),
            "a site",
            "this option says the same as the one on line 44",
        ),
        (
            ("chat room", "chat\u202eroom"),
            "chat\u202eroom",
            "this line holds a character that cannot be shown (U+202E, right-to-left override); delete it",
        ),
        (
            ("chat room", "chat&#x202e;room"),
            "chat&#x202e;room",
            "'&...;' stands here for a character that cannot be shown (U+202E); delete it",
        ),
        (("A private chat room.", "&nbsp;"), "&nbsp;", "there are no words here"),
        (("pass_mark: 80", "passmark: 80"), "passmark", "unknown key 'passmark'; did you mean 'pass_mark'?"),
        (
            ("pass_mark: 80", "pass_mark: 101"),
            "pass_mark",
            "'pass_mark' is a whole number from 1 to 100, such as 80 for 80 per cent, not '101'",
        ),
        (("draw: 2", "draw: 0"), "draw: 0", "'draw' is a whole number from 1 to 9,999, such as 12, not '0'"),
        (("draw: 2", "draw: 3"), "draw: 3", "'draw' asks for 3 questions, but the file holds 2"),
        (
            ("revision: 2021-06-14", "revision: 2021-02-30"),
            "revision",
            "'revision' is the date of the directive's text, such as 2021-06-14, not '2021-02-30'",
        ),
        (("title: Radio scenarios", "title:"), "title:", "'title' has no value"),
        (("title: Radio scenarios", "Radio scenarios"), "Radio", "this line is not of the form 'key: value'"),
        (("title: Radio", "draw: 4\ntitle: Radio"), "draw: 2", "'draw' stands twice; it is already on line 4"),
    ],
)
def test_a_slip_is_named_once_at_its_line(edit: tuple[str, str], at: str, message: str) -> None:
    source = spoiled(edit)
    assert problems_of(source) == [f"{PATH}:{line_of(at, source)}: {message}"]


@pytest.mark.parametrize(
    ("edit", "line", "message"),
    [
        (("- [ ] A private chat room.", "- [ ]"), 47, "this option has no text"),
        (("  > That is a forum.", "  >"), 45, "the feedback is empty"),
        (("cites: II.A\n", "cites:\n"), 35, "'cites' has no value"),
        ((EXPLANATION, "> Explanation:"), 50, "the explanation is empty"),
        (
            ("What is an avatar?", "What is an avatar?\n---\n"),
            40,
            "a line of dashes or stars cannot stand in a question",
        ),
        (
            ("reviewed: 2026-03-04 Sgt. Example\n---\n", ""),
            1,
            "the lines at the head of the file are not closed; end them with a line '---'",
        ),
        (
            ("---\ndirective", "directive"),
            1,
            "the file must begin with a line '---', then lines such as 'title: ...'",
        ),
    ],
)
def test_a_part_that_is_empty_or_swallowed_is_named(edit: tuple[str, str], line: int, message: str) -> None:
    assert problems_of(spoiled(edit)) == [f"{PATH}:{line}: {message}"]


def test_every_slip_of_a_file_is_reported_in_one_run_in_the_order_of_lines() -> None:
    source = spoiled(
        ("title: Radio scenarios\n", ""),
        ("critical: yes", "critcal: yes"),
        (RIGHT, "- [*] It falls under"),
        ("## RA-02", "## RA-01"),
        ("A private chat room.", "None of the above."),
        (EXPLANATION, ""),
    )
    assert problems_of(source) == [
        f"{PATH}:1: 'title' is missing; write a line 'title: ...' between the '---' lines",
        f"{PATH}:12: unknown field 'critcal'; did you mean 'critical'?",
        f"{PATH}:25: {BOX} (did you mean '- [x]'?)",
        f"{PATH}:33: RA-01 is already the id of the question on line 9; every question has its own",
        f"{PATH}:33: there is no explanation; write '> Explanation: ...' below the options",
        (
            f"{PATH}:46: warning: options are shuffled, so 'all of the above' and the like may point anywhere; "
            "name what is meant"
        ),
    ]


def test_what_is_merely_unusual_is_a_warning_of_the_bank() -> None:
    two = spoiled(("- [ ] A private chat room.\n  > That belongs to another definition.\n", ""))
    bank = parse_bank(two, PATH)
    assert [str(problem) for problem in bank.warnings] == [
        f"{PATH}:34: warning: a question usually has 3 options, found 2"
    ]
    assert problems_of(spoiled(("A private chat room.", "Both of these."))) == [
        (
            f"{PATH}:47: warning: options are shuffled, so 'all of the above' and the like may point anywhere; "
            "name what is meant"
        )
    ]


@pytest.mark.parametrize(("more", "found"), [(-2, 1), (3, 6)])
def test_one_option_or_six_are_refused(more: int, found: int) -> None:
    if more < 0:
        start, end = GOOD.index("- [ ] A site"), GOOD.index(EXPLANATION)
        source = GOOD[:start] + GOOD[end:]
    else:
        extra = "".join(f"- [ ] Further option {number}.\n  > No.\n" for number in range(more))
        source = spoiled(("- [ ] A site", f"{extra}- [ ] A site"))
    assert problems_of(source) == [f"{PATH}:34: a question has 2 to 5 options, found {found}"]


def test_an_item_number_may_be_cited_without_its_bracket_and_is_kept_with_it() -> None:
    bank = parse_bank(
        spoiled(("cites: II.A\n", "cites: III.B.2.f.3, III.B.2.f.9), I\u00b61, REFERENCE\u00b62\n")), PATH
    )
    assert bank.by_id["RA-02"].cites == ("III.B.2.f.3)", "III.B.2.f.9)", "I\u00b61", "REFERENCE\u00b62")


@pytest.mark.parametrize(
    "written", ["", "3", "III A", "III.A.2.A", "III.A.2)", "a.b", "III.B.2.f.0)", "II\u00b60", "X" * 80]
)
def test_what_has_not_the_shape_of_a_citation_is_refused(written: str) -> None:
    with pytest.raises(ContentProblems, match=r"is not a citation|no value"):
        parse_bank(spoiled(("cites: II.A\n", f"cites: {written}\n")), PATH)


def test_a_text_that_is_too_long_is_refused_before_it_is_looked_into() -> None:
    source = spoiled(("What is an avatar?", "[" * (LONGEST_TEXT + 1)))
    assert problems_of(source) == [
        f"{PATH}:39: this text has 2,001 characters; 2,000 are the most; split it, or end it with an empty line"
    ]


def test_words_that_markdown_would_take_for_a_definition_of_a_link_are_kept() -> None:
    bank = parse_bank(spoiled(("What is an avatar?", "[note]: /over\n\nWhat is an avatar?")), PATH)
    assert bank.by_id["RA-02"].scenario == ("[note]: /over",)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    assert problems_of("x" * (LARGEST + 1)) == [f"{PATH}:1: the file has 1,000,001 characters; 1,000,000 are the most"]


def test_a_file_without_questions_says_what_one_looks_like() -> None:
    head = GOOD[: GOOD.index("## RA-01")]
    assert problems_of(head) == [
        f"{PATH}:1: the file holds no questions; a question starts with a line such as '## SM-07 Title'"
    ]


def test_an_empty_file_gets_one_sentence() -> None:
    assert problems_of("") == [f"{PATH}:1: the file must begin with a line '---', then lines such as 'title: ...'"]


def test_a_question_keeps_its_digest_when_only_feedback_or_wrapping_changes() -> None:
    good = parse_bank(GOOD, PATH).by_id["RA-01"]
    rewrapped = parse_bank(spoiled(("At her console she\nuses", "At her\nconsole she uses")), PATH).by_id["RA-01"]
    assert rewrapped.sha256 == good.sha256
    kinder = parse_bank(spoiled(("Personal devices are named too", "Personal ones are named")), PATH).by_id["RA-01"]
    assert kinder.sha256 == good.sha256
    other = parse_bank(spoiled(("four more hours", "five more hours")), PATH).by_id["RA-01"]
    assert other.sha256 != good.sha256
