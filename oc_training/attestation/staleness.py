"""Which questions of a bank still fit a revision: what decided their answers when somebody last looked at them.

A question is bound to the words of the passages it cites, in the text against which it was last looked through
(the ``revision:`` of the bank's head, or its own). Do these words differ in the text that is asked about, then the
question is stale: nobody has said that its answer is still right, so it leaves the draw until somebody has. Are they
the same under other labels, it is asked all the same, with the labels of today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from oc_training.policy.comparison import SAME_MEANING, ChangeKind, ClauseChange, Comparison, compare
from oc_training.policy.model import Clause, ClauseKind, Revision
from oc_training.policy.passages import binding_of
from oc_training.quiz.model import Bank, Question
from oc_training.quiz.rewriting import adapted, named_in

TextOf = Callable[[str], Revision | None]
"""Gives the text of a directive's revision by its id, wherever it is kept; None where there is none of that id."""

_END_OF_SENTENCE = tuple(".:;,?!")


class Freshness(StrEnum):
    """Whether a question still fits."""

    FRESH = "fresh"
    RENUMBERED = "renumbered"
    """Yellow: asked, with the labels of today, which wait to be written into the file."""
    STALE = "stale"
    """Red: out of the draw until somebody has looked at it."""


@dataclass(frozen=True)
class QuestionState:
    """One question beside the revision that is asked about."""

    question: Question
    """As the file has it."""
    freshness: Freshness
    against: str
    """The revision against which it was last looked through."""
    now: Mapping[str, str]
    """What each clause it cites or names is cited by in the revision asked about; without those that are gone."""
    why: tuple[str, ...] = ()
    """What is the matter, a sentence each; empty where nothing is."""
    names: tuple[str, ...] = ()
    """What changed that its words name and it does not cite, a sentence each; it is asked all the same."""
    known: bool = True
    """Whether there is a text of the revision it was looked through against."""

    @property
    def adapted(self) -> Question:
        """The question with the labels of the revision asked about."""
        return adapted(self.question, self.now)


@dataclass(frozen=True)
class BankState:
    """A whole bank beside the revision that is asked about."""

    bank: Bank
    revision: Revision
    questions: tuple[QuestionState, ...]

    def of(self, freshness: Freshness) -> tuple[QuestionState, ...]:
        """The questions of one freshness, in the order of the file."""
        return tuple(state for state in self.questions if state.freshness is freshness)

    @property
    def usable(self) -> Bank:
        """The bank as it is asked: without the stale, the others with the labels of the revision asked about."""
        kept = tuple(state.adapted for state in self.questions if state.freshness is not Freshness.STALE)
        return replace(self.bank, questions=kept)

    @property
    def if_all_were_fresh(self) -> Bank:
        """The bank as it would be asked if somebody looked at the stale ones and found them right.

        Without those of which no cited clause is left: nobody knows where they would belong.
        """
        kept = [state.adapted for state in self.questions]
        here = self.revision.by_citation
        asked = (replace(each, cites=tuple(cited for cited in each.cites if cited in here)) for each in kept)
        return replace(self.bank, questions=tuple(each for each in asked if each.cites))


def state_of(bank: Bank, revision: Revision, text_of: TextOf) -> BankState:
    """Judge every question of *bank* beside *revision*."""
    compared = cache(lambda against: _compared(text_of(against), revision))
    states = (_judged(question, question.revision or bank.revision, revision, compared) for question in bank.questions)
    return BankState(bank, revision, tuple(states))


def _compared(old: Revision | None, new: Revision) -> Comparison | None:
    return compare(old, new) if old is not None else None


def _judged(
    question: Question, against: str, revision: Revision, compared: Callable[[str], Comparison | None]
) -> QuestionState:
    if against == revision.id:
        return QuestionState(question, Freshness.FRESH, against, {})
    comparison = compared(against)
    if comparison is None:
        unknown = f"It was looked through against revision {against}, of which there is no text here."
        return QuestionState(question, Freshness.STALE, against, {}, (unknown,), known=False)
    concerned = sorted({*question.cites, *named_in(question)})
    now = {cited: new for cited in concerned if (new := _now(cited, comparison)) is not None}
    why = tuple(dict.fromkeys(_reasons(question, comparison)))
    if why:
        return QuestionState(question, Freshness.STALE, against, now, why)
    moved = tuple(f"{old} is {new} now." for old, new in now.items() if old != new)
    freshness = Freshness.RENUMBERED if moved else Freshness.FRESH
    return QuestionState(question, freshness, against, now, moved, tuple(_named_changes(question, comparison)))


def _now(citation: str, comparison: Comparison) -> str | None:
    """What a clause is cited by now; what only the newer text has is meant as it stands there."""
    if citation not in comparison.old.by_citation and citation in comparison.new.by_citation:
        return citation
    return comparison.now(citation)


def _reasons(question: Question, comparison: Comparison) -> Iterator[str]:
    """Why a question is stale, as sentences; none if the words that decide it stand."""
    old = comparison.old
    for cited in question.cites:
        if cited not in old.by_citation:
            yield f"It cites {cited}, which revision {old.id} does not have."
        elif comparison.now(cited) is None:
            yield f"{cited} was removed."
        else:
            yield from _passage_changes(cited, comparison)
    for named in sorted(named_in(question) - set(question.cites)):
        if named in old.by_citation and comparison.now(named) is None:
            yield f"Its words name {named}, which was removed."


def _named_changes(question: Question, comparison: Comparison) -> Iterator[str]:
    """What became of clauses that the words of a question name; whether those are still true only a reader can say."""
    for named in sorted(named_in(question) - set(question.cites)):
        change = comparison.by_old.get(named)
        if change is None:
            continue
        if change.kind is ChangeKind.AFFECTED:
            yield f"Its words name {named}, which completes a sentence that was amended."
        elif sentence := _sentence(change).removeprefix(named):
            yield f"Its words name {named}, which{sentence}"


def _passage_changes(cited: str, comparison: Comparison) -> Iterator[str]:
    now = comparison.now(cited) or cited
    if binding_of(comparison.old, [cited]) == binding_of(comparison.new, [now]):
        return
    old, new = comparison.old.passage(cited).clauses, comparison.new.passage(now).clauses
    changes = [comparison.by_old[clause.citation] for clause in old]
    changes += [comparison.by_new[clause.citation] for clause in new]
    found = list(dict.fromkeys(sentence for change in changes if (sentence := _sentence(change))))
    yield from found or [f"What belongs to {cited} stands in another order or in another place."]


def _sentence(change: ClauseChange) -> str:
    """What became of a clause; empty where only its label changed, or only the sentence it completes."""
    if change.kind in SAME_MEANING or change.kind is ChangeKind.AFFECTED:
        return ""
    was = change.before.citation if change.before is not None else change.clause.citation
    place = f" and is {change.clause.citation} now" if change.is_renumbered else ""
    verb = {ChangeKind.ADDED: "is new", ChangeKind.REMOVED: "was removed"}.get(change.kind, "was amended")
    return f"{was} {verb}{place}."


def unasked(comparison: Comparison, bank: Bank) -> tuple[ClauseChange, ...]:
    """The new and amended clauses that no question of *bank* asks about.

    Only clauses with a label ask or define something, and of those not the bare titles (*Investigations*).
    """
    revision = comparison.new
    reached = {citation for question in bank.questions for citation in _reached(question, comparison)}
    wanted = {ChangeKind.ADDED, ChangeKind.AMENDED, ChangeKind.MOVED_AND_AMENDED}
    return tuple(
        change
        for change in comparison.clauses
        if change.kind in wanted and change.clause.citation not in reached and asks_something(revision, change.clause)
    )


def _reached(question: Question, comparison: Comparison) -> Iterator[str]:
    """The clauses of the newer text that a question asks about: what it cites, its lead-ins, what hangs below.

    A clause that has come in below one that was there before is not among them: no question was written for it.
    """
    for cited in question.cites:
        passage = comparison.new.passage(cited)
        was_there = not _is_new(passage.cited, comparison)
        below = False
        for clause in passage.clauses:
            if not (below and was_there and _is_new(clause, comparison)):
                yield clause.citation
            below = below or clause is passage.cited


def _is_new(clause: Clause, comparison: Comparison) -> bool:
    return comparison.by_new[clause.citation].kind is ChangeKind.ADDED


def asks_something(revision: Revision, clause: Clause) -> bool:
    """Whether a clause is a rule, an item of one or a definition, and not a heading or the title of what is below."""
    if clause.kind is not ClauseKind.LABELLED:
        return False
    return not revision.children(clause.citation) or clause.text.endswith(_END_OF_SENTENCE)
