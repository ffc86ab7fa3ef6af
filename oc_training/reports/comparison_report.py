"""What changed between two revisions, for reading without colour and as data for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oc_training.ledger.port import Json
from oc_training.policy.changed_passages import LeadIn, lead_ins_of
from oc_training.policy.comparison import ChangeKind, ClauseChange, Comparison
from oc_training.policy.editorial import editorial_doubt
from oc_training.policy.model import Clause, ClauseKind, Revision
from oc_training.policy.printed import wrapped
from oc_training.policy.word_changes import Edit, Piece, marked

WIDTH = 80
INDENT = "    "

LEGEND = "Struck words stand in [- -], added ones in [+ +]; ! marks a duty word that changed."
WARNING = "Look again: "
AFFECTED = "its own words stand, but the sentence it completes does not"


def comparison_text(comparison: Comparison) -> str:
    """Everything that changed, in the order of the new text; clauses that stand are only counted."""
    return "\n".join(_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    yield f"Directive {new.directive}, {new.title}: revision {old.id} compared with {new.id}"
    if comparison.is_empty:
        yield "Nothing changed."
        return
    yield counts_words(comparison)
    if doubt := editorial_doubt(comparison):
        yield from wrapped(f"{WARNING}{doubt}", WIDTH)
    for fact in comparison.facts:
        yield from wrapped(f"{fact.key}: {fact.before or '(nothing)'} -> {fact.after or '(nothing)'}", WIDTH)
    changed = [change for change in comparison.clauses if change.kind is not ChangeKind.UNCHANGED]
    if any(change.kind is not ChangeKind.RENUMBERED for change in changed):
        yield from ("", LEGEND)
    short_before = False
    told: tuple[Clause, ...] = ()
    for change in changed:
        short = change.kind is ChangeKind.RENUMBERED
        if not (short and short_before):
            yield ""
        # A sentence that stands right above is not repeated.
        lead_ins = () if short else tuple(e for e in lead_ins_of(comparison, change) if e.clause not in told)
        yield from change_lines(change, lead_ins)
        short_before, told = short, (*(each.clause for each in lead_ins), change.clause)


def counts_words(comparison: Comparison) -> str:
    """How many clauses of each kind there are: *2 amended, 1 added, 85 unchanged*."""
    worst_first = [*reversed(ChangeKind)]
    found = [f"{comparison.counts[kind]} {kind}" for kind in worst_first if comparison.counts[kind]]
    return f"{', '.join(found)}."


def change_lines(change: ClauseChange, lead_ins: Sequence[LeadIn]) -> Iterator[str]:
    """One clause: where it stands and stood, what became of it, the sentence it completes, its words with marks."""
    what = " heading" if change.clause.kind is ClauseKind.HEADING else ""
    label = change.clause.citation
    if change.before is not None and change.is_renumbered:
        label = f"{change.before.citation} -> {label}"
    if change.kind is ChangeKind.RENUMBERED:
        yield f"{label}{what}  renumbered"
        return
    note = f": {AFFECTED}" if change.kind is ChangeKind.AFFECTED else ""
    yield f"{label}{what}  {change.kind}{note}"
    for words in (*(each.words for each in lead_ins), marked(change.words)):
        yield from (f"{INDENT}{line}" for line in wrapped(words, WIDTH - len(INDENT)))
    if change.duty_words:
        yield f"{INDENT}Duty words: {marked(change.duty_words)}"


def comparison_json(comparison: Comparison) -> dict[str, Json]:
    """The same as data; every clause of both texts, the unchanged too."""
    return {
        "old": _revision_json(comparison.old),
        "new": _revision_json(comparison.new),
        "same": comparison.is_empty,
        "only_renumbered": comparison.is_only_renumbered,
        "counts": {kind.value: count for kind, count in comparison.counts.items()},
        "front_matter": [{"key": fact.key, "before": fact.before, "after": fact.after} for fact in comparison.facts],
        "clauses": [_change_json(change) for change in comparison.clauses],
    }


def _revision_json(revision: Revision) -> dict[str, Json]:
    return {"directive": revision.directive, "revision": revision.id, "sha256": revision.sha256}


def _change_json(change: ClauseChange) -> dict[str, Json]:
    return {
        "kind": change.kind.value,
        "before": change.before.citation if change.before is not None else None,
        "after": change.after.citation if change.after is not None else None,
        "words": [_piece_json(piece) for piece in change.words],
    }


def _piece_json(piece: Piece) -> dict[str, Json]:
    shown: dict[str, Json] = {"edit": piece.edit.value, "text": piece.text}
    if piece.edit is not Edit.KEPT:
        shown["duty"] = piece.duty
    return shown
