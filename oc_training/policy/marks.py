"""Which words of a clause lead somewhere: defined terms and cross references.

The reader underlines them and opens the definition, or goes to the clause, on a key. Everything is found in the
directive's own words: its definitions, and ``Section B``, which means the clause ``B.`` of the Roman section it is
written in and not the ``B.`` of another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from oc_training.policy.model import Clause, ClauseKind, Revision
from oc_training.text import squash

_REFERENCE = re.compile(r"(?<!\w)Section ([A-Z][A-Z]{0,6}(?:\.(?:[A-Z]{1,2}|[a-z]{1,2}|[0-9]{1,3}\)?))*)(?!\w)")
_BETWEEN = re.compile(r"[\s,:(–—-]*")  # noqa: RUF001 -- what may stand between a reference and the title it quotes
_QUOTED = re.compile(r'["“]([^"“”]*)["”]')
_AROUND_TERM = " .,;:()–—-"  # noqa: RUF001 -- what a printed definition may set right behind its term
_END_OF_TITLE = " .,;:"
_SHORTEST_PLURAL = 3
_MARKED = frozenset({ClauseKind.LABELLED, ClauseKind.PARAGRAPH})


class MarkKind(StrEnum):
    """Where marked words lead."""

    DEFINITION = "definition"
    CROSS_REFERENCE = "cross reference"


@dataclass(frozen=True, slots=True)
class Mark:
    """Some words of a clause that lead to another clause."""

    start: int
    """Offset into ``clause.text``."""
    end: int
    kind: MarkKind
    target: str
    """Citation of the clause it leads to."""


class Marker:
    """Finds the marks of one revision's clauses; what is costly is done once, when it is made."""

    def __init__(self, revision: Revision) -> None:
        self._revision = revision
        self._targets = dict(_forms(revision))
        longest_first = sorted(self._targets, key=lambda form: (-len(form), form))
        terms = "|".join(re.escape(form) for form in longest_first)
        self._terms = re.compile(rf"(?<![\w-])(?:{terms})(?!-?\w)", re.IGNORECASE) if terms else None

    def marks_in(self, clause: Clause) -> tuple[Mark, ...]:
        """The marks of *clause* in order, none overlapping another. Headings and signature lines have none."""
        if clause.kind not in _MARKED:
            return ()
        references = tuple(self._references(clause))
        definitions = (
            mark
            for mark in self._definitions(clause)
            if all(mark.end <= other.start or mark.start >= other.end for other in references)
        )
        return tuple(sorted((*references, *definitions), key=lambda mark: mark.start))

    def _definitions(self, clause: Clause) -> Iterator[Mark]:
        if self._terms is None:
            return
        own_term = len(clause.runs[0].text) if clause.term is not None else 0
        for match in self._terms.finditer(clause.text, own_term):
            target = self._targets.get(match[0].lower())
            if target is not None and target != clause.citation:
                yield Mark(match.start(), match.end(), MarkKind.DEFINITION, target)

    def _references(self, clause: Clause) -> Iterator[Mark]:
        for match in _REFERENCE.finditer(clause.text):
            target = self._resolve(match[1], clause, _title_after(clause, match.end()))
            if target is not None:
                yield Mark(match.start(), match.end(), MarkKind.CROSS_REFERENCE, target)

    def _resolve(self, path: str, clause: Clause, title: str | None) -> str | None:
        """The clause that *path* names: inside the Roman section first, then in the whole directive.

        Where a title is quoted, only a clause with exactly that title is meant.
        """
        enclosing = re.split(r"[.¶]", clause.citation, maxsplit=1)[0]
        for citation in (f"{enclosing}.{path}", path):
            meant = self._revision.by_citation.get(citation)
            if meant is not None and (title is None or _same_title(title, meant.text)):
                return citation
        return None


def marks_in(clause: Clause, revision: Revision) -> tuple[Mark, ...]:
    """The marks of one clause; whoever needs those of many keeps a :class:`Marker`."""
    return Marker(revision).marks_in(clause)


def _forms(revision: Revision) -> Iterator[tuple[str, str]]:
    """Each form under which a defined term may stand in a text, with the citation of its definition.

    The terms themselves come last, so that no plural of another term can take their place.
    """
    definitions = [
        (squash(clause.term or "").lower().strip(_AROUND_TERM), clause.citation) for clause in revision.definitions
    ]
    for term, citation in definitions:
        for form in _other_forms(term):
            yield form, citation
    yield from ((term, citation) for term, citation in definitions if term)


def _other_forms(term: str) -> Iterator[str]:
    """The simple plural of *term*; for a term that is a plural itself, its singular."""
    if not term:
        return
    if term.endswith("s") and not term.endswith("ss"):
        if len(term) > _SHORTEST_PLURAL:
            yield term[:-1]
    elif term.endswith(("ss", "x", "z", "ch", "sh")):
        yield f"{term}es"
    elif term.endswith("y") and term[-2:-1] not in "aeiou":
        yield f"{term[:-1]}ies"
    else:
        yield f"{term}s"


def _title_after(clause: Clause, offset: int) -> str | None:
    """The title quoted right after *offset*: words in quotation marks or in emphasis."""
    between = _BETWEEN.match(clause.text, offset)
    start = between.end() if between is not None else offset
    quoted = _QUOTED.match(clause.text, start)
    if quoted is not None:
        return quoted[1]
    begins = 0
    for run in clause.runs:
        if begins == start and run.emphasis:
            return run.text
        begins += len(run.text)
    return None


def _same_title(quoted: str, heading: str) -> bool:
    return squash(quoted).casefold().strip(_END_OF_TITLE) == squash(heading).casefold().strip(_END_OF_TITLE)
