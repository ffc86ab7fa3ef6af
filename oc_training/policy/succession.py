"""What must hold between a revision and the one before it: its dates, and what it says of itself.

A date out of order puts a wrong text in force on some day, and a text that says *reaffirmed* over changed words
leaves signatures standing that nobody gave to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from oc_training.errors import Refused
from oc_training.front_matter import lines_of
from oc_training.policy.comparison import SAME_MEANING, compare
from oc_training.policy.editorial import EDITORIAL, editorial_doubt
from oc_training.policy.model import Revision
from oc_training.problems import Problem, Severity

MOST_NAMED = 3
"""So many clauses are named in a message."""

_NEVER_REAFFIRMED = frozenset({"title", "applicability"})
"""Lines of the head that say what is asked of whom; whoever changes one has not only reviewed the text."""


def succession_problems(revision: Revision, before: Revision | None) -> Iterator[Problem]:
    """What is wrong with the dates and the kind of change of *revision*, which comes after *before*."""
    if revision.signed_off < revision.reviewed:
        yield _problem(
            revision, "signed_off", f"signed off on {revision.signed_off}, before the review of {revision.reviewed}"
        )
    if before is None:
        return
    if revision.reviewed <= before.reviewed:
        message = f"reviewed on {revision.reviewed}, which is not after revision {before.id}"
        yield _problem(revision, "reviewed", message)
    if (source := revision.front_matter.get("source")) and source == before.front_matter.get("source"):
        message = f"'source: {source}' names the issued text of revision {before.id}; name that of this one"
        yield _problem(revision, "source", message, Severity.WARNING)
    if revision.effective != before.effective:
        yield from _effective_problems(revision, before)
    yield from _change_problems(revision, before)


def days_ahead(revision: Revision, today: date) -> Iterator[Problem]:
    """Which days that must have come before *revision* is issued lie ahead of *today*; until then it may be written."""
    for key, what, day in (
        ("reviewed", "review", revision.reviewed),
        ("signed_off", "Chief's signature", revision.signed_off),
    ):
        if day > today:
            message = f"the day of the {what}, {day}, lies ahead; a revision is issued when that is done"
            yield _problem(revision, key, message, Severity.WARNING)


def refuse_days_ahead(revision: Revision, today: date) -> None:
    """A review and a signature are recorded when they have happened.

    Raises:
        Refused: when the day of either lies ahead of *today*.
    """
    for problem in days_ahead(revision, today):
        raise Refused(f"{problem.message[:1].upper()}{problem.message[1:]}.")


def _effective_problems(revision: Revision, before: Revision) -> Iterator[Problem]:
    if revision.effective < before.effective:
        message = f"effective from {revision.effective}, before revision {before.id} is ({before.effective})"
        yield _problem(revision, "effective", message)
    elif revision.effective < revision.signed_off:
        message = f"effective from {revision.effective}, before it was signed off on {revision.signed_off}"
        yield _problem(revision, "effective", message)


def _change_problems(revision: Revision, before: Revision) -> Iterator[Problem]:
    kind = revision.front_matter.get("change")
    if kind == "first issue":
        message = f"'change: first issue' cannot be: revision {before.id} came before"
        yield _problem(revision, "change", f"{message}; write material, editorial or reaffirmed")
    elif kind == EDITORIAL:
        doubt = editorial_doubt(compare(before, revision))
        if doubt:
            yield _problem(revision, "change", doubt.removesuffix("."), Severity.WARNING)
    elif kind == "reaffirmed":
        compared = compare(before, revision)
        for fact in compared.facts:
            if fact.key in _NEVER_REAFFIRMED:
                message = f"'change: reaffirmed' cannot be: '{fact.key}' differs from revision {before.id}"
                yield _problem(revision, fact.key, f"{message}; write material or editorial")
        differing = [each.clause.citation for each in compared.clauses if each.kind not in SAME_MEANING]
        if differing:
            more = " and more" if len(differing) > MOST_NAMED else ""
            named = f"{', '.join(differing[:MOST_NAMED])}{more}"
            message = f"'change: reaffirmed' cannot be: words differ from revision {before.id} ({named})"
            yield _problem(revision, "change", f"{message}; write material or editorial")


def _problem(revision: Revision, key: str, message: str, severity: Severity = Severity.ERROR) -> Problem:
    lines = enumerate(lines_of(revision.source), 1)
    line = next((number for number, text in lines if text.split(":")[0].rstrip().casefold() == key), 1)
    return Problem(f"content/{revision.directive}/{revision.id}.md", line, message, severity)
