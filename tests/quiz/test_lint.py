"""Texts that go further than the directive are found by their words; its own words are always allowed."""

from __future__ import annotations

import pytest

from oc_training.errors import NotFound
from oc_training.quiz.lint import lint_bank
from oc_training.quiz.notation import parse_bank
from tests.quiz.samples import GOOD, PATH, spoiled

PASSAGES = {
    "III.A.2": "2. Employees shall not post during their work hours; except:",
    "III.A.2.a": "2. Employees shall not post during their work hours; except: "
    "a. When exigent circumstances dictate (i.e., inform family of extended hours)",
    "II.A": "Avatar \u2013 A user's representation of himself/herself, or an alter ego.",
    "III.A.8": "While not prohibited, employees are cautioned. Employees are discouraged from: a. Displaying badges",
    "III.A.3": "An employee's speech is not protected speech under the First Amendment and may form the basis "
    "for discipline if deemed detrimental to the Department.",
}
STEM = "How does the directive treat *that* message?"
EXPLAINED = "Hers is one."
WRONG = "It is barred during work hours,\n  whatever the reason."
RIGHT = "It falls under the exception for exigent circumstances."
FEEDBACK = "Personal devices are named too."


def words(citation: str) -> str:
    if citation not in PASSAGES:
        raise NotFound(f"There is no clause {citation}.")
    return PASSAGES[citation]


def found(*edits: tuple[str, str], cites: str = "III.A.2.a, III.A.2", names: tuple[str, ...] = ()) -> list[str]:
    source = spoiled(("III.A.2.a, III.A.2", cites), *edits)
    return [str(problem) for problem in lint_bank(parse_bank(source, PATH), words, names)]


def test_a_bank_that_says_no_more_than_its_clauses_passes() -> None:
    assert [str(problem) for problem in lint_bank(parse_bank(GOOD, PATH), words)] == []


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ('It says "When urgent circumstances dictate".', "quotes 'When urgent circumstances dictate', which stands in"),
        ("It says \u201cEmployees may post\u201d.", "quotes 'Employees may post', which stands in no passage"),
        ('"dictate ... When exigent" it says.', "quotes 'dictate ... When exigent', which stands in no passage"),
        ('Say "When exigent circumstances dictate to her.', "warning: RA-01: the explanation opens a quotation mark"),
        ("She must ask.", "warning: RA-01: the explanation says 'must'; the passage cited does not use"),
        ("It is prohibited.", "warning: RA-01: the explanation says 'prohibited'"),
        ("The directive forbids it.", "warning: RA-01: the explanation says 'forbids'"),
        ("It is illegal.", "RA-01: the explanation draws a legal conclusion: 'illegal'"),
        ("It is protected by the First Amendment.", "a legal conclusion: 'protected by the First Amendment'"),
        ("Employees have the right to text.", "a legal conclusion: 'Employees have the right to'"),
        ("Courts have held so.", "a legal conclusion: 'Courts have held'"),
        ("She may face disciplinary action.", "a consequence the passage cited does not name: 'disciplinary'"),
        ("She can be fired.", "a consequence the passage cited does not name: 'fired'"),
        ("Suspension follows.", "a consequence the passage cited does not name: 'Suspension'"),
        ("She may lose her job.", "a consequence the passage cited does not name: 'lose her job'"),
        ("It is termination.", "a consequence the passage cited does not name: 'termination'"),
        ("Compare Smith v. Jones here.", "warning: RA-01: the explanation names something real: 'Smith v. Jones'"),
        ("Republicans agree.", "warning: RA-01: the explanation names something real: 'Republicans'"),
        ("Think of your own account.", "warning: RA-01: the explanation may be taken to ask"),
    ],
)
def test_an_explanation_that_goes_further_is_named_at_its_line(said: str, message: str) -> None:
    (line,) = found((EXPLAINED, said))
    assert line.startswith(f"{PATH}:31: ")
    assert message in line


@pytest.mark.parametrize(
    "said",
    [
        'It says "Employees shall not post ... When exigent circumstances dictate."',
        "It says \u201cEmployees shall not post during their work hours; except:\u201d",
        'Her words are "four more hours".',
        "She shall not post otherwise.",
        "It is not prohibited.",
        "It does not strictly forbid it.",
        "On a shots fired call she may.",
        "The exception covers it.",
    ],
)
def test_an_explanation_that_keeps_to_the_clause_is_left_alone(said: str) -> None:
    assert found((EXPLAINED, said)) == []


def test_exact_quotations_may_hold_any_word_and_inexact_ones_may_not() -> None:
    first = ('The passage excepts messages "When exigent circumstances dictate".', "Read it.")
    exact = 'The clause: "not protected speech under the First Amendment and may form the basis for discipline".'
    assert found(first, (EXPLAINED, exact), cites="III.A.3") == []
    inexact = exact.replace("may form", "will form")
    problems = found(first, (EXPLAINED, inexact), cites="III.A.3")
    assert any("legal conclusion: 'protected speech'" in line for line in problems)
    assert any("quotes 'not protected speech" in line for line in problems)


def test_discipline_may_be_spoken_of_where_the_passage_speaks_of_it() -> None:
    first = ('The passage excepts messages "When exigent circumstances dictate".', "Read it.")
    assert found(first, (EXPLAINED, "It may be a basis for discipline."), cites="III.A.3") == []


def test_a_wrong_option_may_state_a_wrong_belief_but_its_feedback_may_not() -> None:
    belief = "It is illegal, and she must be fired."
    assert found((WRONG, belief)) == []
    (legal, fired) = found((FEEDBACK, "It is illegal. She is fired."))
    assert legal.startswith(f"{PATH}:29: RA-01: the feedback draws a legal conclusion")
    assert fired.startswith(f"{PATH}:29: RA-01: the feedback speaks of a consequence")


def test_feedback_quotes_word_for_word_or_what_the_question_itself_says() -> None:
    (line,) = found((FEEDBACK, 'It says "whenever she likes".'))
    assert line.startswith(f"{PATH}:29: RA-01: the feedback quotes 'whenever she likes', which stands in no passage")
    for said in ("When exigent circumstances dictate", "whatever the reason", "four more hours"):
        assert found((FEEDBACK, f'Look at "{said}".')) == []
    (right,) = found((RIGHT, '"When urgent circumstances dictate"'))
    assert right.startswith(f"{PATH}:26: RA-01: the right option quotes")


def test_the_right_option_is_held_to_the_force_of_the_clause() -> None:
    first = ('The passage excepts messages "When exigent circumstances dictate".', "Read it.")
    (line,) = found(first, (RIGHT, "It is forbidden."), cites="III.A.8")
    assert line.startswith(f"{PATH}:26: warning: RA-01: the right option says 'forbidden'")
    assert found(first, (RIGHT, "It is discouraged, not prohibited."), cites="III.A.8") == []


def test_a_question_about_the_readers_own_affairs_is_an_error() -> None:
    (line,) = found((STEM, "Have you ever posted at work?"))
    assert line.startswith(f"{PATH}:20: RA-01: the question may be taken to ask about the reader's own affairs")
    (scenario,) = found(("The console is quiet", "Your own profile is quiet"))
    assert scenario.startswith(f"{PATH}:18: warning: RA-01: the scenario may be taken")


def test_nobody_on_the_roster_appears_in_a_scenario() -> None:
    (line,) = found(("A dispatcher is ordered", "Jane [Doe is ordered"), names=("jane [doe", "Xi", ""))
    assert line == f"{PATH}:15: RA-01: the scenario names somebody on the roster: 'Jane [Doe'; invent a name (TXT-6)"


def test_a_citation_that_names_nothing_is_passed_over() -> None:
    assert found((EXPLAINED, "She must."), cites="IX") == []


def test_quotation_marks_cannot_be_left_open_to_hide_a_word() -> None:
    problems = found((EXPLAINED, '" It is illegal.'))
    assert any("opens a quotation mark" in line for line in problems)
    assert any("legal conclusion" in line for line in problems)
