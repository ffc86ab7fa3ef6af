"""A revision of a directive as values: clauses, sections, definitions, passages.

A revision is read once from its notation and never changes; everything that quotes the
directive (reader, feedback, receipt, command line) takes its words from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from oc_training.errors import NotFound
from oc_training.text import words_sha256


class ClauseKind(StrEnum):
    """What sort of passage a clause is; it decides how its citation is formed and how it is drawn."""

    HEADING = "heading"
    """``III. PROCEDURE``: cited ``III``. ``REFERENCE:`` is the one heading without a numeral."""
    LABELLED = "labelled"
    """A clause with a printed label; cited by its path: ``III.B.2.f.3)``."""
    PARAGRAPH = "paragraph"
    """A clause without a label; cited by place: ``I¶1``."""
    SIGNATURE = "signature"
    """A line of the block at the end: signer, title, typist's mark; cited ``SIGNATURE¶1`` and so on."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a clause's words that is printed in one style."""

    text: str
    emphasis: bool = False


@dataclass(frozen=True)
class Clause:
    """One labelled passage of a directive, word for word."""

    citation: str
    label: str
    """As printed (``III.``, ``A.``, ``2.``, ``f.``, ``9)``); empty for paragraphs and signature lines."""
    kind: ClauseKind
    runs: tuple[Run, ...]
    parent: str | None
    """Citation of the clause this one hangs below; None for headings and signature lines."""
    depth: int
    """0 for headings, paragraphs under a heading and signature lines; 1 for ``A.``, 2 ``1.``, 3 ``a.``, 4 ``1)``."""
    term: str | None = None
    """The defined term, where the clause is a definition (*Avatar*); None elsewhere."""
    line: int = 1
    """Where the clause begins in its file, counted from 1. No part of its identity."""

    @cached_property
    def text(self) -> str:
        """The clause's words without its label, in NFC with single spaces."""
        return "".join(run.text for run in self.runs)

    @cached_property
    def sha256(self) -> str:
        """Digest of the clause's words without its label (see :func:`oc_training.text.words_sha256`)."""
        return words_sha256(self.text)

    @property
    def is_lead_in(self) -> bool:
        """Whether the clause's words end in a colon, so that what hangs below completes its sentence."""
        return self.text.endswith(":")


@dataclass(frozen=True)
class Section:
    """What is read in one go: ``I``, ``II``, ``III.A``, ``III.B``, ``IV``, ``REFERENCE``."""

    id: str
    title: str
    """The words of its heading as printed: ``PURPOSE AND OBJECTIVES``, ``Personal Use``."""
    clauses: tuple[Clause, ...]
    """In printed order. The heading of a Roman section belongs to the first section below it."""

    @cached_property
    def sha256(self) -> str:
        """Digest over labels and words of the section's clauses, in order."""
        return words_sha256("\n".join(f"{clause.label} {clause.text}" for clause in self.clauses))

    @cached_property
    def words(self) -> int:
        """How many words there are to read, labels not counted."""
        return sum(len(clause.text.split()) for clause in self.clauses)


@dataclass(frozen=True)
class Passage:
    """A clause as it must be quoted: with the lead-ins it completes and what hangs below it.

    ``III.A.2.a`` alone reads like a rule; with the sentence it belongs to it is an exception.
    """

    cited: Clause
    breadcrumb: tuple[Clause, ...]
    """The headings above that are not part of the sentence, outermost first."""
    clauses: tuple[Clause, ...]
    """Lead-ins, the cited clause and its descendants, in printed order."""

    @cached_property
    def sha256(self) -> str:
        """Digest of the passage's labels and words: what a question is bound to."""
        return words_sha256("\n".join(f"{clause.label} {clause.text}" for clause in self.clauses))


@dataclass(frozen=True)
class Revision:
    """One dated text of a directive, whole and in order."""

    directive: str
    """The directive's number as printed: ``3-400``."""
    id: str
    """The revision's name: its date, ``2021-06-14``, which is also the name of its file."""
    title: str
    effective: date
    reviewed: date
    signed_off: date
    front_matter: Mapping[str, str]
    """Every key of the front matter as written, for display; the typed fields above come from it."""
    clauses: tuple[Clause, ...]
    sections: tuple[Section, ...]
    source: str = field(repr=False, default="")
    """The notation this was read from, so that the ledger can keep the full text."""

    @cached_property
    def sha256(self) -> str:
        """Digest over labels and words of all clauses in order: the digest that is signed for."""
        joined = "\n".join(f"{clause.label} {clause.text}" for clause in self.clauses)
        return words_sha256(joined)

    @cached_property
    def by_citation(self) -> dict[str, Clause]:
        """Every clause by its canonical citation."""
        return {clause.citation: clause for clause in self.clauses}

    @cached_property
    def definitions(self) -> tuple[Clause, ...]:
        """The clauses that define a term, in printed order."""
        return tuple(clause for clause in self.clauses if clause.term is not None)

    def clause(self, citation: str) -> Clause:
        """Return the clause that *citation* names; a missing final ``)`` or ``.`` is forgiven.

        Raises:
            NotFound: when the directive has no such clause.
        """
        wanted = citation.strip()
        for spelled in (wanted, wanted + ")", wanted.rstrip(".")):
            if spelled in self.by_citation:
                return self.by_citation[spelled]
        raise NotFound(f"Directive {self.directive} has no clause {wanted}.")

    def children(self, citation: str) -> tuple[Clause, ...]:
        """The clauses that hang directly below *citation*."""
        return self._children.get(citation, ())

    @cached_property
    def _children(self) -> dict[str, tuple[Clause, ...]]:
        below: dict[str, list[Clause]] = {}
        for clause in self.clauses:
            if clause.parent is not None:
                below.setdefault(clause.parent, []).append(clause)
        return {parent: tuple(found) for parent, found in below.items()}

    def section_of(self, citation: str) -> Section:
        """The section in which *citation* is read."""
        clause = self.clause(citation)
        return self._section_by_citation[clause.citation]

    @cached_property
    def _section_by_citation(self) -> dict[str, Section]:
        return {clause.citation: section for section in self.sections for clause in section.clauses}

    def section(self, section_id: str) -> Section:
        """The section named *section_id*.

        Raises:
            NotFound: when there is no such section.
        """
        for section in self.sections:
            if section.id == section_id:
                return section
        raise NotFound(f"Directive {self.directive} has no section {section_id}.")

    def passage(self, citation: str) -> Passage:
        """The clause with every ancestor whose words it completes and everything that hangs below it."""
        cited = self.clause(citation)
        ancestors = tuple(self._ancestors(cited))
        lead_ins = self.lead_ins(cited)
        breadcrumb = tuple(reversed(ancestors[len(lead_ins) :]))
        return Passage(cited, breadcrumb, (*lead_ins, cited, *self._descendants(cited)))

    def lead_ins(self, clause: Clause) -> tuple[Clause, ...]:
        """The clauses whose sentence *clause* completes, outermost first; empty where it stands by itself."""
        found: list[Clause] = []
        for ancestor in self._ancestors(clause):
            if not ancestor.is_lead_in or ancestor.kind is ClauseKind.HEADING:
                break
            found.insert(0, ancestor)
        return tuple(found)

    def _ancestors(self, clause: Clause) -> Iterator[Clause]:
        above = clause.parent
        while above is not None:
            parent = self.by_citation[above]
            yield parent
            above = parent.parent

    def _descendants(self, clause: Clause) -> Iterator[Clause]:
        for child in self.children(clause.citation):
            yield child
            yield from self._descendants(child)
