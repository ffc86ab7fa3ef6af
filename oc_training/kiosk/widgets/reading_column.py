"""One section set in a column for one width of the reader's pane, and how its lines are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style

from oc_training.kiosk.widgets.clause_rows import Row, emphasis, set_clauses, shown_text
from oc_training.kiosk.widgets.places import Place, Places
from oc_training.kiosk.widgets.typeset import Spot, draw, offset_at
from oc_training.policy.model import Section

COLUMN = 76
"""The widest column of text, in cells; after longer lines the eye does not find the next one."""
MARGIN = 3
"""Cells at the left of the column, for the margin's marks."""
MARKED = "*"
"""Stands in the margin beside a line with marked words; the line of keys says so."""

Styled = Mapping[str, Sequence[Spot]]

StyleOf = Callable[[str], Style]
"""Gives the style of a role: ``title``, ``label``, ``emphasis``, ``mark``, ``hit`` and so on."""


class ReadingColumn:
    """The lines of a section in a pane ``width`` cells wide, centred where there is room."""

    def __init__(self, section: Section, width: int, styled: Styled | None = None) -> None:
        """*styled* are stretches of the words that are drawn in a way of their own, by citation."""
        self.width = width
        self._styled = styled or {}
        column = max(min(COLUMN, width - MARGIN - 1), 10)
        self._left = max(MARGIN, (width - column) // 2)
        self.rows = set_clauses(section.clauses, column, title=section.id)

    def row_of(self, citation: str, offset: int) -> int | None:
        """The number of the row on which the letter at *offset* of a clause stands; None for a clause not here."""
        found: int | None = None
        for number, row in enumerate(self.rows):
            if row.clause is not None and row.clause.citation == citation and (not found or row.bounds[0] <= offset):
                found = number
        return found

    def first_from(self, number: int) -> tuple[str, int] | None:
        """Citation and offset of the first words on or below row *number*."""
        for row in self.rows[number:]:
            if row.clause is not None:
                return row.clause.citation, row.bounds[0]
        return None

    def under(self, x: int, number: int, places: Places) -> Place | None:
        """Which of *places* is drawn at cell *x* of row *number*."""
        if not 0 <= number < len(self.rows):
            return None
        row = self.rows[number]
        if row.clause is None:
            return None
        offset = offset_at(shown_text(row.clause), row.bounds, x - self._left - row.indent)
        hits = (place for place in places.on(row) if offset is not None and place.start <= offset < place.end)
        return next(hits, None)

    def segments(self, number: int, marks: Places, hits: Places, base: Style, style_of: StyleOf) -> list[Segment]:
        """Row *number* as drawn: margin, label, words."""
        row = self.rows[number]
        if row.clause is None:
            return []
        words = base + style_of("title") if row.title else base
        spots = (*self._styled.get(row.clause.citation, ()), *_spots(row, marks, hits))
        return [
            Segment(" " * (self._left - MARGIN), base),
            Segment(f"{_margin(row, marks, hits):<{MARGIN}}", base + style_of("margin")),
            Segment(" " * row.label_indent, base),
            Segment(f"{row.label:<{row.indent - row.label_indent}}", words if row.title else base + style_of("label")),
            *draw(shown_text(row.clause), row.bounds, spots, words, {spot.role: style_of(spot.role) for spot in spots}),
        ]


def _margin(row: Row, marks: Places, hits: Places) -> str:
    """``>`` beside the current word or hit, ``/`` beside other hits, :data:`MARKED` beside other marked words."""
    if any(place is not None and place.is_on(row) for place in (marks.current, hits.current)):
        return ">"
    if hits.on(row):
        return "/"
    return MARKED if marks.on(row) else ""


def _spots(row: Row, marks: Places, hits: Places) -> Iterator[Spot]:
    """What is drawn in its own way on a row; later ones win."""
    if row.clause is None:
        return
    yield from emphasis(row.clause, "emphasis")
    yield from (Spot(place.start, place.end, "mark") for place in marks.on(row))
    yield from (Spot(place.start, place.end, "hit") for place in hits.on(row))
    for role, place in (("hit-current", hits.current), ("mark-current", marks.current)):
        if place is not None and place.is_on(row):
            yield Spot(place.start, place.end, role)
