"""Whether a revision that calls itself editorial changes more than its wording.

Signatures carry over an editorial revision: whoever signed the old words is taken to have agreed to the new ones.
Only a person can say whether that is right, so nothing is forbidden here; but clauses that come or go and duty words
that change are told to whoever decides, before they decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from oc_training.policy.changed_passages import duty_notes
from oc_training.policy.comparison import ChangeKind, Comparison

EDITORIAL = "editorial"

MOST_NAMED = 3
"""So many clauses of one kind are named."""


def editorial_doubt(comparison: Comparison) -> str:
    """What speaks against calling the newer text editorial, for whoever issues it; empty where nothing does."""
    if comparison.new.front_matter.get("change") != EDITORIAL:
        return ""
    found = list(_weighty(comparison))
    if not found:
        return ""
    return (
        f"It is called editorial, so nobody signs again, yet {'; '.join(found)}. If anybody has to act otherwise than "
        "before, it is material."
    )


def duty_changes(comparison: Comparison) -> tuple[str, ...]:
    """Each duty word that changed, with its clause: ``III.B: duty word changed: shall not -> may``."""
    return tuple(
        f"{change.clause.citation}: {note[:1].lower()}{note[1:]}"
        for change in comparison.clauses
        if change.kind in {ChangeKind.AMENDED, ChangeKind.MOVED_AND_AMENDED}
        for note in duty_notes(change.words)
    )


def _weighty(comparison: Comparison) -> Iterator[str]:
    for kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        clauses = [change.clause.citation for change in comparison.clauses if change.kind is kind]
        if clauses:
            yield f"{len(clauses)} {'clause was' if len(clauses) == 1 else 'clauses were'} {kind} ({_named(clauses)})"
    words = [change.clause.citation for change in comparison.clauses if change.duty_words]
    if words:
        yield f"duty words changed ({_named(words)})"


def _named(citations: list[str]) -> str:
    more = f" and {len(citations) - MOST_NAMED} more" if len(citations) > MOST_NAMED else ""
    return f"{', '.join(citations[:MOST_NAMED])}{more}"
