"""Clauses set in lines as they are printed: labels hanging, deeper clauses further in.

Used by whatever shows the directive's own words, so that they look the same in the reader,
in feedback and in a definition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.typeset import Spot, fold
from oc_training.policy.model import Clause, ClauseKind

STEP = 3
"""Cells by which each level stands further in, as in the directive's own notation."""
TIGHT_DEPTH = 4
"""From this depth on, neighbours stand without a blank line between them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a column: a stretch of one clause's words, or nothing."""

    clause: Clause | None
    """None for a blank line."""
    bounds: tuple[int, int]
    """Offsets into the clause's text."""
    indent: int
    """Cells before the words."""
    label: str
    """The printed label, on a clause's first line only; it ends one blank before the words."""
    title: bool = False
    """Whether the clause is a heading or the title of the section shown."""

    @property
    def label_indent(self) -> int:
        """Cells before the label."""
        return self.indent - hang(self.label) if self.label else self.indent


def hang(label: str) -> int:
    """Cells that a printed label and the blank after it take, so that neighbours' words stand under each other."""
    return max(STEP, cell_len(label) + 1) if label else 0


def set_clauses(clauses: Sequence[Clause], width: int, *, title: str | None = None) -> tuple[Row, ...]:
    """Set *clauses* in a column of *width* cells.

    *title* is the citation of a labelled clause that is drawn like a heading: the section's own.
    """
    shallowest = min((clause.depth for clause in clauses if clause.kind is ClauseKind.LABELLED), default=1)
    rows: list[Row] = []
    before: Clause | None = None
    for clause in clauses:
        if before is not None and not _tight(before, clause):
            rows.append(Row(None, (0, 0), 0, ""))
        rows.extend(_rows_of(clause, width, shallowest, is_title=clause.citation == title))
        before = clause
    return tuple(rows)


def _tight(before: Clause, clause: Clause) -> bool:
    """Whether two neighbours stand without a blank line between them."""
    if clause.kind is ClauseKind.SIGNATURE:
        return before.kind is ClauseKind.SIGNATURE
    return clause.depth >= TIGHT_DEPTH


def _rows_of(clause: Clause, width: int, shallowest: int, *, is_title: bool) -> list[Row]:
    is_title = is_title or clause.kind is ClauseKind.HEADING
    level = max(clause.depth - shallowest, 0)
    indent = (STEP * level if clause.kind is ClauseKind.LABELLED else 0) + hang(shown_label(clause))
    label = shown_label(clause)
    return [
        Row(clause, bounds, indent, label if number == 0 else "", is_title)
        for number, bounds in enumerate(fold(shown_text(clause), width - indent))
    ]


def shown_text(clause: Clause) -> str:
    """The clause's words as drawn: the recorded offsets stay true."""
    return same_length(clause.text)


def shown_label(clause: Clause) -> str:
    """The printed label as drawn."""
    return same_length(clause.label)


def emphasis(clause: Clause, role: str) -> tuple[Spot, ...]:
    """Where the clause is printed in emphasis, as spots of *role*."""
    spots: list[Spot] = []
    start = 0
    for run in clause.runs:
        end = start + len(run.text)
        if run.emphasis:
            spots.append(Spot(start, end, role))
        start = end
    return tuple(spots)
