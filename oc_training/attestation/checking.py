"""Everything that can be wrong with the department's files, found in one run, and how far a bank reaches.

A bank names clauses and a directive has them: neither package knows the other, so the two meet here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

from oc_training.attestation.content import Content, newest
from oc_training.attestation.walk import Course
from oc_training.errors import ContentProblems, NotFound, Refused
from oc_training.policy.model import ClauseKind, Revision
from oc_training.problems import Problem, Severity
from oc_training.quiz.lint import lint_bank
from oc_training.quiz.model import Bank, Question


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which clauses of a revision the bank's questions cite."""

    directive: str
    revision: str
    title: str
    questions: int
    draw: int
    clauses: int
    """Labelled clauses that have nothing below them: definitions, rules, items of lists."""
    cited: int
    uncited: tuple[str, ...]
    """In printed order."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of all files found."""

    problems: tuple[Problem, ...]
    coverage: tuple[Coverage, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing has to be mended; warnings may remain."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)


def check(content: Content) -> CheckReport:
    """Read every content file and report every problem of all of them."""
    problems: list[Problem] = []
    for part in (lambda: content.agency, lambda: content.schedule, lambda: content.statement):
        problems += _problems_of(part)
    problems += content.library.check()
    coverage: list[Coverage] = []
    for directive in content.library.numbers():
        wrong = _problems_of(partial(content.library.read_directive, directive))
        wrong += _problems_of(partial(content.bank, directive))
        if wrong:
            problems += wrong
            continue
        revision = newest(content.library.read_directive(directive), directive)
        bank = content.bank(directive)
        problems += bank.warnings
        problems += bank_problems(bank, revision)
        coverage.append(_coverage(bank, revision))
    return CheckReport(tuple(sorted(set(problems))), tuple(coverage))


def _problems_of(part: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        part()
    except ContentProblems as error:
        return error.problems
    return ()


def bank_problems(bank: Bank, revision: Revision) -> Iterator[Problem]:
    """What is wrong between a bank and the revision it is to be asked about."""
    if bank.directive != revision.directive:
        yield Problem(bank.path, 1, f"'directive' says {bank.directive}, but the file is named {revision.directive}")
    if bank.revision != revision.id:
        yield Problem(
            bank.path, 1, f"the bank was reviewed against revision {bank.revision}; the newest is {revision.id}"
        )
    wrong = [problem for question in bank.questions for problem in _citation_problems(bank, question, revision)]
    yield from wrong
    if wrong:
        return
    yield from lint_bank(bank, lambda cited: _words(revision, cited))
    try:
        Course(revision, bank).fresh_draw(0, frozenset())
    except Refused as error:
        yield Problem(bank.path, 1, str(error))


def _citation_problems(bank: Bank, question: Question, revision: Revision) -> Iterator[Problem]:
    for cited in question.cites:
        try:
            clause = revision.clause(cited)
        except NotFound:
            near = ", ".join(get_close_matches(cited, revision.by_citation, 3)) or "none is near"
            yield Problem(
                bank.path,
                question.cites_line,
                f"{question.id} cites {cited}, which is not in the directive (near: {near})",
            )
            continue
        if clause.kind is ClauseKind.HEADING:
            yield Problem(
                bank.path, question.cites_line, f"{question.id} cites the heading {cited}; cite a clause below it"
            )
        elif clause.citation != cited:
            yield Problem(bank.path, question.cites_line, f"{question.id} cites {cited}; write it {clause.citation}")


def _words(revision: Revision, cited: str) -> str:
    return " ".join(clause.text for clause in revision.passage(cited).clauses)


def _coverage(bank: Bank, revision: Revision) -> Coverage:
    leaves = [
        clause.citation
        for clause in revision.clauses
        if clause.kind is ClauseKind.LABELLED and not revision.children(clause.citation)
    ]
    cited = {citation for question in bank.questions for citation in question.cites}
    uncited = tuple(leaf for leaf in leaves if leaf not in cited)
    return Coverage(
        revision.directive,
        revision.id,
        revision.title,
        len(bank.questions),
        bank.draw,
        len(leaves),
        len(leaves) - len(uncited),
        uncited,
    )
