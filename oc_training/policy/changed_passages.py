"""What changed, as passages for somebody who reads it: each changed clause with the sentence it completes.

A comparison tells of clauses one by one; a person reads sentences. So what changed is told in reading order, an item
below its lead-in, and what befell it is said in words: no colour and no sign is needed to understand it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest

from oc_training.policy.comparison import SAME_MEANING, SAME_WORDS, ChangeKind, ClauseChange, Comparison
from oc_training.policy.model import Clause, ClauseKind
from oc_training.policy.word_changes import Edit, Piece, bare

MOST_NAMED = 3
"""So many renumbered clauses are named in the line that sums them up."""

AFFECTED = "The words below stand as they were. The sentence that they complete has changed."

UNCHANGED = "(unchanged)"
"""Stands before a sentence that is shown only because something changed below it."""
AS_NOW = "(as it reads now)"
"""Before one that has changed too, and is told as a change of its own."""
AS_BEFORE = "(as it read before)"
"""Before one that a removed clause completed, and that has changed too."""


@dataclass(frozen=True, slots=True)
class LeadIn:
    """A sentence that a changed clause completes: context, not a change."""

    clause: Clause
    """As it stands in the same text as the changed clause."""
    mark: str
    """What is said before its words, so that nobody takes it for a change."""

    @property
    def words(self) -> str:
        """Its words with what is said before them."""
        return f"{self.mark} {self.clause.text}"


@dataclass(frozen=True)
class ChangedPassage:
    """Something that changed, as it is read: one clause, or the items of one sentence that are affected together."""

    title: str
    """Where it stands and what became of it: ``III.A.5, before III.A.4: moved and amended``."""
    notes: tuple[str, ...]
    """What is to be known before reading it, as sentences: which duty words changed, or why it is here."""
    lead_ins: tuple[LeadIn, ...]
    """The clauses whose sentence it completes, outermost first."""
    changes: tuple[ClauseChange, ...]


def changed_passages(comparison: Comparison) -> tuple[ChangedPassage, ...]:
    """Everything of which more than the label changed, in reading order.

    A lead-in that stands in the passage right before is not repeated.
    """
    changed = (change for change in comparison.clauses if change.kind not in SAME_MEANING)
    found: list[ChangedPassage] = []
    for _, together in groupby(changed, key=lambda change: _sentence(comparison, change)):
        changes = tuple(together)
        before = _told_in(found[-1]) if found else frozenset()
        lead_ins = tuple(each for each in lead_ins_of(comparison, changes[0]) if each.clause not in before)
        found.append(ChangedPassage(_title(changes), tuple(_notes(changes)), lead_ins, changes))
    return tuple(found)


def lead_ins_of(comparison: Comparison, change: ClauseChange) -> tuple[LeadIn, ...]:
    """The clauses whose sentence a changed one completes, outermost first; an item alone would read like a rule."""
    changes, since = (comparison.by_new, AS_NOW) if change.after is not None else (comparison.by_old, AS_BEFORE)
    return tuple(
        LeadIn(clause, UNCHANGED if changes[clause.citation].kind in SAME_WORDS else since)
        for clause in _lead_ins(comparison, change)
    )


def _sentence(comparison: Comparison, change: ClauseChange) -> tuple[str, str]:
    """What is told in one passage: every clause by itself, but the affected items of one sentence together."""
    if change.kind is ChangeKind.AFFECTED:
        outermost = _lead_ins(comparison, change)[:1]
        return "affected", outermost[0].citation if outermost else change.clause.citation
    return change.kind, f"{change.before and change.before.citation} {change.after and change.after.citation}"


def _lead_ins(comparison: Comparison, change: ClauseChange) -> tuple[Clause, ...]:
    text = comparison.new if change.after is not None else comparison.old
    return text.lead_ins(change.clause)


def _told_in(passage: ChangedPassage) -> frozenset[Clause]:
    return frozenset((*(each.clause for each in passage.lead_ins), *(change.clause for change in passage.changes)))


def _title(changes: tuple[ClauseChange, ...]) -> str:
    first, last = changes[0], changes[-1]
    if len(changes) > 1:
        return f"{first.clause.citation} to {last.clause.citation}: {first.kind}"
    what = " (heading)" if first.clause.kind is ClauseKind.HEADING else ""
    before = f", before {first.before.citation}" if first.before is not None and first.is_renumbered else ""
    return f"{first.clause.citation}{what}{before}: {first.kind}"


def _notes(changes: tuple[ClauseChange, ...]) -> Iterator[str]:
    if changes[0].kind is ChangeKind.AFFECTED:
        yield AFFECTED
    for change in changes:
        yield from duty_notes(change.words)


def duty_notes(pieces: Iterable[Piece]) -> Iterator[str]:
    """Which duty words changed, in words: ``Duty word changed: shall not -> may``.

    A word struck and a word added belong to each other where nothing that was kept stands between them.
    """
    for kept, group in groupby(pieces, key=lambda piece: piece.edit is Edit.KEPT):
        if kept:
            continue
        duties = [piece for piece in group if piece.duty]
        struck = [bare(piece.text) for piece in duties if piece.edit is Edit.STRUCK]
        added = [bare(piece.text) for piece in duties if piece.edit is Edit.ADDED]
        for before, after in zip_longest(struck, added):
            yield _duty_note(before, after)


def _duty_note(before: str | None, after: str | None) -> str:
    if before is None:
        return f"Duty word added: {after}"
    return f"Duty word struck: {before}" if after is None else f"Duty word changed: {before} -> {after}"


def renumbered_words(comparison: Comparison) -> str:
    """One line that sums up the clauses of which nothing changed but the label; empty where there are none."""
    found = [
        f"{change.before.citation} is {change.after.citation} now"
        for change in comparison.clauses
        if change.kind is ChangeKind.RENUMBERED and change.before is not None and change.after is not None
    ]
    if not found:
        return ""
    count = "1 clause has" if len(found) == 1 else f"{len(found)} clauses have"
    left = len(found) - MOST_NAMED
    more = f"; {left} more" if left > 0 else ""
    return f"Renumbered: {count} the same words under another label ({'; '.join(found[:MOST_NAMED])}{more})."
