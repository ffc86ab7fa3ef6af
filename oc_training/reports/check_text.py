"""What a check of the content files found, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator

from oc_training.attestation.checking import CheckReport, Coverage
from oc_training.ledger.port import Json


def check_text(report: CheckReport) -> str:
    """Every problem on a line of its own; when nothing has to be mended, a summary too."""
    lines = [str(problem) for problem in report.problems]
    if report.is_sound:
        lines += [line for coverage in report.coverage for line in _summary(coverage)]
    return "\n".join(lines)


def _summary(coverage: Coverage) -> Iterator[str]:
    yield f"Directive {coverage.directive}, {coverage.title}, revision {coverage.revision}: in order."
    yield f"  {coverage.questions} questions, of which an attempt draws {coverage.draw}."
    yield f"  {coverage.cited} of {coverage.clauses} clauses without further clauses below are cited by a question."
    if coverage.stale or coverage.renumbered:
        stale, renumbered = len(coverage.stale), len(coverage.renumbered)
        yield f"  {stale} questions are out of the draw, {renumbered} wait to be renumbered."
        yield f"  To see them: oc-training revision questions {coverage.directive}"
    if coverage.uncited:
        yield f"  Cited by none: {', '.join(coverage.uncited)}"


def check_json(report: CheckReport) -> dict[str, Json]:
    """The same as data."""
    return {
        "sound": report.is_sound,
        "problems": [
            {
                "path": problem.path,
                "line": problem.line,
                "severity": problem.severity.value,
                "message": problem.message,
            }
            for problem in report.problems
        ],
        "directives": [
            {
                "directive": coverage.directive,
                "revision": coverage.revision,
                "title": coverage.title,
                "questions": coverage.questions,
                "draw": coverage.draw,
                "clauses": coverage.clauses,
                "cited": coverage.cited,
                "uncited": list(coverage.uncited),
            }
            for coverage in report.coverage
        ],
    }
