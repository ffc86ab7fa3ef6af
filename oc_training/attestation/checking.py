"""Everything that can be wrong with the department's files, found in one run, and how far a bank reaches.

A bank names clauses and a directive has them: neither package knows the other, so the two meet here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import partial

from oc_training.attestation.content import Content, newest
from oc_training.attestation.issued_texts import IssuedOf, before_of, changed_after_issue, none_issued
from oc_training.attestation.staleness import BankState, Freshness, QuestionState, TextOf, state_of, unasked
from oc_training.attestation.walk import Course
from oc_training.counting import count_words
from oc_training.errors import ContentProblems, NotFound, Refused
from oc_training.policy.comparison import ChangeKind, Comparison, compare
from oc_training.policy.model import ClauseKind, Revision
from oc_training.policy.passages import binding_of, words_of
from oc_training.policy.succession import days_ahead, succession_problems
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
    stale: tuple[str, ...] = ()
    """Ids of the questions that are out of the draw until somebody has looked at them; they cite nothing here."""
    renumbered: tuple[str, ...] = ()
    """Ids of the questions whose citations wait to be rewritten."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of all files found."""

    problems: tuple[Problem, ...]
    coverage: tuple[Coverage, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing has to be mended; warnings may remain."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)


def check(content: Content, issued_of: IssuedOf = none_issued, today: date = date.max) -> CheckReport:
    """Read every content file and report every problem of all of them.

    With the texts a station has issued, files that were changed since are problems too, and what a revision comes
    after is what was issued. Of reviews and signatures that lie ahead of *today* it warns.
    """
    problems: list[Problem] = []
    for part in (
        lambda: content.agency,
        lambda: content.schedule,
        lambda: content.issue_rules,
        lambda: content.statement,
    ):
        problems += _problems_of(part)
    problems += content.library.check()
    coverage: list[Coverage] = []
    for directive in content.library.numbers():
        wrong = _problems_of(partial(content.library.read_directive, directive))
        wrong += _problems_of(partial(content.bank, directive))
        if wrong:
            problems += wrong
            continue
        revisions = content.library.read_directive(directive)
        revision = newest(revisions, directive)
        issued = issued_of(directive)
        before = before_of(revision, issued, revisions)
        bank = content.bank(directive)
        texts = {each.id: each for each in (*revisions, *issued)}
        state = state_of(bank, texts[revision.id], texts.get)
        problems += _changed_files(revisions, {each.id: each for each in issued})
        problems += [ahead for each in revisions for ahead in days_ahead(each, today)]
        problems += bank.warnings
        problems += words_problems(revision)
        problems += succession_problems(revision, before)
        problems += bank_problems(state, before)
        coverage.append(_coverage(state))
    return CheckReport(tuple(sorted(set(problems))), tuple(coverage))


def _changed_files(files: Iterable[Revision], issued: Mapping[str, Revision]) -> Iterator[Problem]:
    for file in files:
        changed = changed_after_issue(issued[file.id], file) if file.id in issued else ""
        if changed:
            yield Problem(f"content/{file.directive}/{file.id}.md", 1, changed.removesuffix("."))


def _problems_of(part: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        part()
    except ContentProblems as error:
        return error.problems
    return ()


@dataclass(frozen=True, slots=True)
class BeforeIssue:
    """What a revision is found to be when it is to be put in force."""

    state: BankState
    """Its questions, beside it."""
    problems: tuple[Problem, ...]
    """What stands against it; warnings among it do not."""

    @property
    def can_be_issued(self) -> bool:
        """Whether nothing but warnings was found."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)


def before_issue(bank: Bank, revision: Revision, before: Revision | None, text_of: TextOf) -> BeforeIssue:
    """The same that a check finds of *revision* and its bank, where it is to come after *before*."""
    state = state_of(bank, revision, text_of)
    found = (*bank.warnings, *words_problems(revision), *succession_problems(revision, before))
    return BeforeIssue(state, tuple(sorted({*found, *bank_problems(state, before)})))


def words_problems(revision: Revision) -> Iterator[Problem]:
    """A text whose words the check of the book would read otherwise; its check would fail for as long as it is kept."""
    from oc_training.ledger.verify import digest_of_text  # noqa: PLC0415 - only who issues or checks pays for it

    if digest_of_text(revision.source) != revision.sha256:
        message = (
            "the check of the book would read other words here than people do; are there unusual marks in the text?"
        )
        yield Problem(f"content/{revision.directive}/{revision.id}.md", 1, message)


def bank_problems(state: BankState, before: Revision | None) -> Iterator[Problem]:
    """What is wrong between a bank and the revision it is to be asked about, which comes after *before*."""
    bank, revision = state.bank, state.revision
    if bank.directive != revision.directive:
        yield Problem(bank.path, 1, f"'directive' says {bank.directive}, but the file is named {revision.directive}")
    usable = state.usable
    wrong = [problem for question in usable.questions for problem in _citation_problems(bank, question, revision)]
    yield from wrong
    if before is not None:
        yield from _looked_at_together(bank, revision, before)
    for question in state.questions:
        yield from _staleness_problems(bank, question) if question.known else _unknown_text(bank, question)
    if wrong:
        return
    yield from lint_bank(usable, partial(words_of, revision))
    yield from _draw_problems(state)
    if before is not None:
        yield from _unasked_problems(before, revision, usable)


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


def _looked_at_together(bank: Bank, revision: Revision, before: Revision) -> Iterator[Problem]:
    """Questions whose clauses changed, and of which only the bank's head says that somebody looked at them again.

    Whoever writes a newer revision into the head makes every red question fit at once; so each is named.
    """
    if bank.revision != revision.id:
        return
    comparison = compare(before, revision)
    named = [
        f"{question.id} ({', '.join(changed)})"
        for question in bank.questions
        if question.revision is None and (changed := [cited for cited in question.cites if _changed(cited, comparison)])
    ]
    if named:
        message = (
            f"'revision: {revision.id}' in the head says that somebody looked at every question again, those among "
            f"them whose clauses have changed since {before.id}: {'; '.join(named)}. If nobody did, write {before.id} "
            "there and confirm them one by one"
        )
        yield Problem(bank.path, 1, message, Severity.WARNING)


def _changed(cited: str, comparison: Comparison) -> bool:
    """Whether a clause of the newer text was there before and what belongs to it has changed."""
    change = comparison.by_new.get(cited)
    if change is None or change.before is None:
        return False
    return binding_of(comparison.old, [change.before.citation]) != binding_of(comparison.new, [cited])


def _staleness_problems(bank: Bank, state: QuestionState) -> Iterator[Problem]:
    """Red and yellow questions are listed, so that somebody looks; too few for a draw is an error of its own."""
    name, line = state.question.id, state.question.cites_line
    because = f"{name} was last looked through against revision {state.against}. {' '.join(state.why)}"
    if state.freshness is Freshness.STALE:
        message = f"{because} It is out of the draw until somebody has looked at it and said so"
        yield Problem(bank.path, line, message, Severity.WARNING)
    elif state.freshness is Freshness.RENUMBERED:
        yield Problem(bank.path, line, f"{because} It is asked; the citation waits to be rewritten", Severity.WARNING)
    for named in state.names:
        message = f"{name}: {named} It is asked; look at it, and say with revision questions --confirm that it holds"
        yield Problem(bank.path, line, message, Severity.WARNING)


def _unknown_text(bank: Bank, state: QuestionState) -> Iterator[Problem]:
    """Without that text nobody can say whether a question fits; told once for all that follow the bank's head."""
    line = state.question.revision_line or 1
    message = f"'revision: {state.against}' names a text that is not here; write the revision that was looked through"
    yield Problem(bank.path, line, message)


def _draw_problems(state: BankState) -> Iterator[Problem]:
    """Whether a draw can be made, and holds what a draw would hold if no question had gone stale."""
    bank, usable = state.bank, state.usable
    left = {question.id for question in usable.questions}
    if state.of(Freshness.STALE):
        for quota in Course(state.revision, state.if_all_were_fresh).quotas():
            held = len(left & quota.ids)
            if held < quota.at_least:
                of = count_words(len(quota.ids), "question")
                others = "It waits" if len(quota.ids) == 1 else "The others wait"
                message = f"{held} of the {of} for {quota.name} can be asked; a draw needs {quota.at_least}. "
                message += f"{others} for somebody to look at them"
                yield Problem(bank.path, 1, message)
    try:
        Course(state.revision, usable).fresh_draw(0, frozenset())
    except Refused as error:
        yield Problem(bank.path, 1, str(error))


def _unasked_problems(before: Revision, revision: Revision, usable: Bank) -> Iterator[Problem]:
    for change in unasked(compare(before, revision), usable):
        how = "is new" if change.kind is ChangeKind.ADDED else "was amended"
        message = (
            f"{change.clause.citation} {how} in revision {revision.id}, and no question that can be asked cites it"
        )
        yield Problem(usable.path, 1, message)


def _coverage(state: BankState) -> Coverage:
    bank, revision = state.bank, state.revision
    leaves = [
        clause.citation
        for clause in revision.clauses
        if clause.kind is ClauseKind.LABELLED and not revision.children(clause.citation)
    ]
    cited = {citation for question in state.usable.questions for citation in question.cites}
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
        tuple(each.question.id for each in state.of(Freshness.STALE)),
        tuple(each.question.id for each in state.of(Freshness.RENUMBERED)),
    )
