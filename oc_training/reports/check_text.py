"""What a check of the content files found, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator

from oc_training.attestation.checking import CheckReport, Coverage
from oc_training.counting import count_words
from oc_training.ledger.port import Json


def check_text(report: CheckReport) -> str:
    """Every problem on a line of its own; when nothing has to be mended, a summary too."""
    lines = [str(problem) for problem in report.problems]
    if report.is_sound:
        lines += [line for coverage in report.coverage for line in _summary(coverage)]
    return "\n".join(lines)


def _summary(coverage: Coverage) -> Iterator[str]:
    yield f"Directive {coverage.directive}, {coverage.title}, revision {coverage.revision}: in order."
    yield f"  {count_words(coverage.questions, 'question')}, of which an attempt draws {coverage.draw}."
    of, verb = count_words(coverage.clauses, "clause"), "is" if coverage.cited == 1 else "are"
    yield f"  {coverage.cited} of {of} without further clauses below {verb} cited by a question."
    if coverage.stale or coverage.renumbered:
        stale, renumbered = len(coverage.stale), len(coverage.renumbered)
        out = count_words(stale, "question is", "questions are")
        yield f"  {out} out of the draw, {count_words(renumbered, 'waits', 'wait')} to be renumbered."
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
