"""What whoever issues or approves a revision has to see before they do: what changed, and what the check says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oc_training.attestation.checking import BeforeIssue
from oc_training.attestation.staleness import Freshness
from oc_training.counting import count_words
from oc_training.policy.comparison import Comparison
from oc_training.policy.editorial import duty_changes, editorial_doubt
from oc_training.problems import Severity
from oc_training.reports.comparison_report import WARNING, counts_words

MOST_DUTIES = 3
"""So many changed duty words are told; all of them stand in the comparison."""
MOST_QUESTIONS = 5
"""So many questions are named; ``oc-training revision questions`` lists all of them."""
MOST_WARNINGS = 10
"""So many warnings are told by the command; ``oc-training check`` tells all of them."""


def issue_lines(beside: Comparison | None, found: BeforeIssue) -> Iterator[str]:
    """In few sentences: what changed beside the revision issued last, and how the questions stand."""
    changed = f"Beside revision {beside.old.id}: {counts_words(beside)} " if beside is not None else ""
    yield f"{changed}{_questions(found)}"
    duties = duty_changes(beside) if beside is not None else ()
    if duties:
        yield f"{'; '.join(_few(duties, MOST_DUTIES))}."
    if beside is not None and (doubt := editorial_doubt(beside)):
        yield f"{WARNING}{doubt}"
    wrong = sum(problem.severity is Severity.ERROR for problem in found.problems)
    if wrong:
        yield f"It cannot be issued as it is: {count_words(wrong, 'thing')} to be mended, see oc-training check."


def _questions(found: BeforeIssue) -> str:
    red = [each.question.id for each in found.state.of(Freshness.STALE)]
    yellow = len(found.state.of(Freshness.RENUMBERED))
    fit = len(found.state.questions) - len(red) - yellow
    renumbered = f", {yellow} only renumbered" if yellow else ""
    out = f", {len(red)} out of the draw ({', '.join(_few(red, MOST_QUESTIONS))})" if red else ""
    return f"Of {count_words(len(found.state.questions), 'question')} {fit} fit{renumbered}{out}."


def _few(names: Sequence[str], most: int) -> list[str]:
    left = len(names) - most
    return [*names[:most], *([f"{left} more"] if left > 0 else [])]


def check_lines(beside: Comparison | None, found: BeforeIssue) -> Iterator[str]:
    """What else the check says, line by line; not again what :func:`issue_lines` says in full."""
    if beside is not None and found.can_be_issued:
        yield "Every new or amended clause has a question that can be asked."
    told = editorial_doubt(beside).removesuffix(".") if beside is not None else ""
    lines = [str(problem) for problem in found.problems if problem.message != told]
    yield from lines[:MOST_WARNINGS]
    if len(lines) > MOST_WARNINGS:
        yield f"{len(lines) - MOST_WARNINGS} more: oc-training check"
