"""A bank beside a revision: which questions fit, which wait to be looked at, which clauses nobody asks about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oc_training.attestation.staleness import BankState, Freshness, QuestionState
from oc_training.ledger.port import Json
from oc_training.policy.comparison import ClauseChange


def bank_text(state: BankState, unasked: Sequence[ClauseChange]) -> str:
    """For whoever looks the questions through: what is red, what is yellow, and what to do about either."""
    return "\n".join(_lines(state, unasked))


def _lines(state: BankState, unasked: Sequence[ClauseChange]) -> Iterator[str]:
    number = state.bank.directive
    red, yellow = state.of(Freshness.STALE), state.of(Freshness.RENUMBERED)
    fit = len(state.questions) - len(red) - len(yellow)
    yield f"Directive {number}: the questions beside revision {state.revision.id}"
    yield f"{fit} fit, {len(yellow)} only renumbered, {len(red)} out of the draw. An attempt draws {state.bank.draw}."
    if red:
        yield "\nOut of the draw (red), until somebody has looked at them:"
        yield from (line for each in red for line in _question(state, each, each.why))
        yield "Mend what does not hold any more; of each that holds, say so:"
        yield f"  oc-training revision questions {number} --confirm {red[0].question.id}"
    if yellow:
        yield "\nAsked, but called by old labels in the file (yellow):"
        yield from (line for each in yellow for line in _question(state, each, each.why))
        yield "To have the labels rewritten in the file:"
        yield f"  oc-training revision questions {number} --renumber"
    named = [each for each in state.questions if each.names]
    if named:
        yield "\nAsked, but their words name a clause that changed and that they do not cite:"
        yield from (line for each in named for line in _question(state, each, each.names))
        yield "Mend what does not hold any more; of each that holds, say so:"
        yield f"  oc-training revision questions {number} --confirm {named[0].question.id}"
    if unasked:
        yield "\nNew or amended, and cited by no question that can be asked:"
        yield from (f"  {change.clause.citation}  {change.kind}" for change in unasked)


def _question(state: BankState, each: QuestionState, sentences: Sequence[str]) -> Iterator[str]:
    question = each.question
    yield f"  {question.id}  {question.title}  ({state.bank.path}:{question.line})"
    yield from (f"    {sentence}" for sentence in sentences)


def bank_json(state: BankState, unasked: Sequence[ClauseChange]) -> dict[str, Json]:
    """The same as data; every question, those that fit too."""
    return {
        "directive": state.bank.directive,
        "revision": state.revision.id,
        "draw": state.bank.draw,
        "questions": [
            {
                "id": each.question.id,
                "state": each.freshness.value,
                "line": each.question.line,
                "looked_through_against": each.against,
                "cites": list(each.question.cites),
                "cites_now": list(each.adapted.cites),
                "why": list(each.why),
                "names": list(each.names),
            }
            for each in state.questions
        ],
        "unasked": [change.clause.citation for change in unasked],
    }
