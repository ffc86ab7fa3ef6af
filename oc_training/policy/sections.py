"""Which clauses are read in one go, and which of them define a term.

A Roman section whose every ``A.`` has clauses below it (``III. PROCEDURE``) is read one ``A.`` at a time; any other
is read whole. Nothing but the shape of the text decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from oc_training.policy.model import Clause, ClauseKind, Section

DEFINITIONS = "definitions"
"""The words, in any case, of the heading below which emphasised first words are defined terms."""


def with_terms(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """*clauses* with the defined term set on each that defines one."""
    defining = False
    found: list[Clause] = []
    for clause in clauses:
        if clause.kind is ClauseKind.HEADING:
            defining = clause.text.casefold() == DEFINITIONS
        defines = defining and clause.kind is ClauseKind.LABELLED and clause.runs[0].emphasis
        found.append(replace(clause, term=clause.runs[0].text.strip()) if defines else clause)
    return tuple(found)


def sections_of(clauses: tuple[Clause, ...]) -> tuple[Section, ...]:
    """The sections of a directive in printed order; together they hold each clause once."""
    return tuple(section for chapter in _chapters(clauses) for section in _split(chapter))


def _chapters(clauses: Iterable[Clause]) -> Iterator[list[Clause]]:
    """Each heading with everything up to the next one."""
    chapter: list[Clause] = []
    for clause in clauses:
        if clause.kind is ClauseKind.HEADING and chapter:
            yield chapter
            chapter = []
        chapter.append(clause)
    if chapter:
        yield chapter


def _split(chapter: list[Clause]) -> Iterator[Section]:
    heading = chapter[0]
    outer = [clause for clause in chapter if clause.kind is ClauseKind.LABELLED and clause.depth == 1]
    parents = {clause.parent for clause in chapter}
    if not outer or any(clause.citation not in parents for clause in outer):
        yield Section(heading.citation, heading.text.rstrip(":"), tuple(chapter))
        return
    starts = {clause.citation: clause for clause in outer}
    at = outer[0]
    placed: list[tuple[Clause, Clause]] = []
    for clause in chapter:
        at = starts.get(clause.citation, at)
        placed.append((at, clause))
    for first, group in groupby(placed, key=lambda pair: pair[0].citation):
        yield Section(first, starts[first].text, tuple(clause for _, clause in group))
