"""What changed since a person signed: the text they themselves signed last, beside the one in force.

Not the revision before: whoever was on leave over two of them is shown what both changed. The comparison is laid out
as a section, so that it is displayed, counted and kept by the same rules as the directive's own sections: to its end,
every letter of it. Its lines are the program's words around the directive's; no clause of it is ever cited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from oc_training.attestation.happened import Signature
from oc_training.policy.changed_passages import ChangedPassage, changed_passages, renumbered_words
from oc_training.policy.comparison import ClauseChange, Comparison, FactChange, compare
from oc_training.policy.model import Clause, ClauseKind, Revision, Run, Section
from oc_training.policy.word_changes import Edit, marked

CHANGES = "CHANGES"
"""Id of the section that shows what changed; no directive has one of that name."""

LEGEND = "Words that were struck stand in [- -], words that were added in [+ +]; a ! marks a duty word among them."
TOLD_FACTS = ("title", "effective", "applicability")
"""Lines of the head that concern whoever signs, if they changed."""

EditSpan = tuple[int, int, Edit]
"""Words struck or added: offsets (start, end) in a clause of the section, the signs around them included."""


def last_signed(signatures: Sequence[Signature]) -> Signature | None:
    """The signature that was given last, at the kiosk or on paper; None where there is none."""
    return max(signatures, key=lambda each: (each.signed, each.entry), default=None)


@dataclass(frozen=True)
class SinceSigned:
    """What a person signed last, and what has become of its words since."""

    signed: date
    """The day they signed."""
    signature: int
    """Number of the entry that holds the signature."""
    issued_entry: int
    """Number of the entry that holds the full text they signed."""
    comparison: Comparison

    @cached_property
    def section(self) -> Section:
        """What changed, to be displayed like a section of the directive."""
        return Section(CHANGES, self._title, tuple(clause for clause, _ in self._laid_out))

    @cached_property
    def edits(self) -> Mapping[str, tuple[EditSpan, ...]]:
        """Where struck and added words stand, by citation of the section's clauses: for colour, which adds nothing."""
        return {clause.citation: spans for clause, spans in self._laid_out if spans}

    @property
    def names(self) -> tuple[str, int, int, str, str]:
        """What a record of this comparison names it by, in its record's order.

        Revision and entry of the signature, the entry with the words signed, the digests of the two texts.
        """
        old, new = self.comparison.old, self.comparison.new
        return old.id, self.signature, self.issued_entry, old.sha256, new.sha256

    @property
    def _title(self) -> str:
        return f"What changed since you signed on {self.signed:%B} {self.signed.day}, {self.signed.year}"

    @cached_property
    def _laid_out(self) -> tuple[tuple[Clause, tuple[EditSpan, ...]], ...]:
        page = _Layout()
        page.say(self._title, ClauseKind.HEADING)
        for words in self._introduction():
            page.say(words)
        for passage in changed_passages(self.comparison):
            page.add(passage)
        renumbered = renumbered_words(self.comparison)
        if renumbered:
            page.say(renumbered)
        return tuple(page.lines)

    def _introduction(self) -> Sequence[str]:
        old, new = self.comparison.old, self.comparison.new
        words = [f"You signed revision {old.id}. In force now: revision {new.id}."]
        note = new.front_matter.get("change_note", "")
        if note:
            words.append(f"Note on this revision: {note}")
        words += [_fact_words(fact) for fact in self.comparison.facts if fact.key in TOLD_FACTS]
        return [*words, LEGEND] if any(map(_has_edits, self.comparison.clauses)) else words


def since_signed(signature: Signature, old: Revision, new: Revision, issued_entry: int) -> SinceSigned | None:
    """What changed from the text of *signature*, which is *old*; None where its words and labels are those of *new*."""
    if old.sha256 == new.sha256:
        return None
    return SinceSigned(signature.signed, signature.entry, issued_entry, compare(old, new))


def _has_edits(change: ClauseChange) -> bool:
    return any(piece.edit is not Edit.KEPT for piece in change.words)


def _fact_words(fact: FactChange) -> str:
    key = fact.key.replace("_", " ").capitalize()
    return f"{key}: {fact.before or '(nothing)'} -> {fact.after or '(nothing)'}"


class _Layout:
    """Sets lines under each other; each gets a number by which what was displayed of it is kept."""

    def __init__(self) -> None:
        self.lines: list[tuple[Clause, tuple[EditSpan, ...]]] = []

    def say(self, words: str, kind: ClauseKind = ClauseKind.PARAGRAPH) -> None:
        """A line of the program's own."""
        self._put("", words, kind, 0)

    def add(self, passage: ChangedPassage) -> None:
        """A passage: what became of it, what is to be known, the sentence, the words."""
        self.say(passage.title, ClauseKind.HEADING)
        for note in passage.notes:
            self.say(note)
        for each in passage.lead_ins:
            self._put(each.clause.label, each.words, ClauseKind.LABELLED, each.clause.depth)
        for change in passage.changes:
            spans = tuple(_spans(change))
            self._put(change.clause.label, marked(change.words), ClauseKind.LABELLED, change.clause.depth, spans)

    def _put(self, label: str, words: str, kind: ClauseKind, depth: int, spans: tuple[EditSpan, ...] = ()) -> None:
        citation = f"{CHANGES} {len(self.lines) + 1}"
        self.lines.append((Clause(citation, label, kind, (Run(words),), None, depth), spans))


def _spans(change: ClauseChange) -> Sequence[EditSpan]:
    """Where the struck and added words stand in the marked words."""
    spans: list[EditSpan] = []
    start = 0
    for piece in change.words:
        end = start + len(marked([piece]))
        if piece.edit is not Edit.KEPT:
            spans.append((start, end, piece.edit))
        start = end + 1
    return spans
