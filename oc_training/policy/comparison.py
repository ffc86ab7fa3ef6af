"""Two revisions of a directive, clause by clause: what stands, what moved, what was amended, what came and went.

The outcome is a value that a command prints, a screen shows and a question is judged by, so that all of them tell
the same. Every clause of either text is in it exactly once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from oc_training.policy.head import KEYS
from oc_training.policy.matching import Pair, paired
from oc_training.policy.model import Clause, Revision
from oc_training.policy.word_changes import Edit, Piece, word_changes


class ChangeKind(StrEnum):
    """What became of a clause."""

    UNCHANGED = "unchanged"
    RENUMBERED = "renumbered"
    """The same words in the same sentence under another label."""
    AFFECTED = "affected"
    """The same words, under whichever label, but the sentence they complete has changed or is another."""
    AMENDED = "amended"
    MOVED_AND_AMENDED = "moved and amended"
    ADDED = "added"
    REMOVED = "removed"


SAME_WORDS = frozenset({ChangeKind.UNCHANGED, ChangeKind.RENUMBERED, ChangeKind.AFFECTED})
"""What a clause may be whose own words stand."""

SAME_MEANING = frozenset({ChangeKind.UNCHANGED, ChangeKind.RENUMBERED})
"""What a clause may be of which nothing changed but the label."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """A line of the front matter that changed: a title, a date, the note."""

    key: str
    before: str
    """Empty where the key is new."""
    after: str
    """Empty where the key is gone."""


@dataclass(frozen=True)
class ClauseChange:
    """What became of one clause."""

    kind: ChangeKind
    before: Clause | None
    """None where the clause was added."""
    after: Clause | None
    """None where it was removed."""

    @property
    def clause(self) -> Clause:
        """The clause as it stands now; as it stood, where it was removed."""
        clause = self.after or self.before
        if clause is None:
            raise ValueError("a change is about a clause")
        return clause

    @property
    def is_renumbered(self) -> bool:
        """Whether the clause has another citation than before, whatever else became of it."""
        return self.before is not None and self.after is not None and self.before.citation != self.after.citation

    @cached_property
    def words(self) -> tuple[Piece, ...]:
        """Word by word what changed; a single piece where the clause is whole as it was, new or gone."""
        if self.before is None:
            return (Piece(Edit.ADDED, self.clause.text),)
        if self.after is None:
            return (Piece(Edit.STRUCK, self.clause.text),)
        if self.kind in SAME_WORDS:
            return (Piece(Edit.KEPT, self.after.text),)
        return word_changes(self.before.text, self.after.text)

    @property
    def duty_words(self) -> tuple[Piece, ...]:
        """The duty words that were struck or added, in reading order."""
        return tuple(piece for piece in self.words if piece.duty)


@dataclass(frozen=True)
class Comparison:
    """What changed from one revision to another."""

    old: Revision
    new: Revision
    facts: tuple[FactChange, ...]
    clauses: tuple[ClauseChange, ...]
    """In the reading order of the new text, each removed clause behind what it used to follow."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all changed: no clause, no label, no line of the front matter."""
        return not self.facts and all(change.kind is ChangeKind.UNCHANGED for change in self.clauses)

    @property
    def is_only_renumbered(self) -> bool:
        """Whether no word of the text changed; labels may have."""
        return all(change.kind in SAME_MEANING for change in self.clauses)

    @cached_property
    def counts(self) -> Mapping[ChangeKind, int]:
        """How many clauses of each kind there are, in the order of the kinds; 0 for those that are none."""
        found = Counter(change.kind for change in self.clauses)
        return {kind: found[kind] for kind in ChangeKind}

    @cached_property
    def by_old(self) -> Mapping[str, ClauseChange]:
        """Every clause of the old text by its citation there."""
        return {change.before.citation: change for change in self.clauses if change.before is not None}

    @cached_property
    def by_new(self) -> Mapping[str, ClauseChange]:
        """Every clause of the new text by its citation there."""
        return {change.after.citation: change for change in self.clauses if change.after is not None}

    def now(self, citation: str) -> str | None:
        """What *citation* of the old text is cited by now; None where that clause is gone or never was."""
        change = self.by_old.get(citation)
        return change.after.citation if change is not None and change.after is not None else None


def compare(old: Revision, new: Revision) -> Comparison:
    """Everything that changed from *old* to *new*.

    Clauses are paired by words before labels (:mod:`oc_training.policy.matching`).
    """
    pairs = paired(old, new)
    became = {place: _became(old, new, (before, place)) for before, place in pairs}
    gone = _gone_behind(old, pairs)
    changes = list(gone[-1])
    for place, clause in enumerate(new.clauses):
        changes.append(became.get(place) or ClauseChange(ChangeKind.ADDED, None, clause))
        changes += gone[place]
    return Comparison(old, new, tuple(_facts(old, new)), tuple(changes))


def _became(old: Revision, new: Revision, pair: Pair) -> ClauseChange:
    before, after = old.clauses[pair[0]], new.clauses[pair[1]]
    moved = before.citation != after.citation
    if before.sha256 != after.sha256:
        kind = ChangeKind.MOVED_AND_AMENDED if moved else ChangeKind.AMENDED
    elif _sentence(old, before) != _sentence(new, after):
        kind = ChangeKind.AFFECTED
    else:
        kind = ChangeKind.RENUMBERED if moved else ChangeKind.UNCHANGED
    return ClauseChange(kind, before, after)


def _sentence(revision: Revision, clause: Clause) -> tuple[str, ...]:
    return tuple(lead_in.sha256 for lead_in in revision.lead_ins(clause))


def _gone_behind(old: Revision, pairs: list[Pair]) -> defaultdict[int, list[ClauseChange]]:
    """The removed clauses by the place in the new text behind which they are told; -1 is before everything."""
    partner = dict(pairs)
    gone: defaultdict[int, list[ClauseChange]] = defaultdict(list)
    behind = -1
    for place, clause in enumerate(old.clauses):
        if place in partner:
            behind = partner[place]
        else:
            gone[behind].append(ClauseChange(ChangeKind.REMOVED, clause, None))
    return gone


def _facts(old: Revision, new: Revision) -> Iterator[FactChange]:
    for key in KEYS:
        before, after = old.front_matter.get(key, ""), new.front_matter.get(key, "")
        if before != after:
            yield FactChange(key, before, after)
