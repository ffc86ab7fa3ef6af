"""A passage of a directive, quoted: the cited clause with the sentence it belongs to and what hangs below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment

from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.clause_rows import Row, emphasis, set_clauses, shown_text
from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.widgets.typeset import draw, paragraph
from oc_training.policy.model import Passage

BAR = 3
"""Cells of the bar at the left of the quotation."""
COLUMN = 79
"""The widest the quotation becomes, its bar counted."""
CITED_BAR = "> \N{LEFT HALF BLOCK}"
CONTEXT_BAR = "  \N{BOX DRAWINGS LIGHT VERTICAL}"


class PassageView(LinesWidget):
    """Shows a passage as a quotation: where it stands, the words, the cited clause marked, and its citation."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "passage-view--place",
        "passage-view--cited",
        "passage-view--bar",
        "passage-view--emphasis",
        "passage-view--citation",
    }
    DEFAULT_CSS = """
    PassageView { color: $foreground; background: $surface; padding: 1 2; }
    PassageView > .passage-view--place { color: $text-muted; }
    PassageView > .passage-view--cited { text-style: bold; }
    PassageView > .passage-view--bar { color: $text-accent; }
    PassageView > .passage-view--emphasis { text-style: italic; }
    PassageView > .passage-view--citation { color: $text-accent; text-style: bold; }
    """

    def __init__(
        self,
        passage: Passage,
        directive: str,
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._passage = passage
        self._directive = directive

    def show(self, passage: Passage, directive: str) -> None:
        """Quote another passage."""
        self._passage, self._directive = passage, directive
        self.remake()

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Place, quotation, citation."""
        width = min(width, COLUMN)
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        base = self.rich_style
        words = width - BAR - 1
        place = same_length(" / ".join(f"{clause.label} {clause.text}".strip() for clause in self._passage.breadcrumb))
        citation = same_length(f"Directive {self._directive}, {self._passage.cited.citation}")
        lines: list[list[Segment]] = []
        if place:
            lines += [*paragraph(place, width, base + styles["passage-view--place"]), []]
        lines += [self._quoted(row) for row in set_clauses(self._passage.clauses, words)]
        return [*lines, [], *paragraph(citation, width, base + styles["passage-view--citation"])]

    def _quoted(self, row: Row) -> list[Segment]:
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        base = self.rich_style
        cited = row.clause is not None and row.clause.citation == self._passage.cited.citation
        line = [Segment(f"{CITED_BAR if cited else CONTEXT_BAR} ", base + styles["passage-view--bar"])]
        if row.clause is None:
            return line
        style = base + styles["passage-view--cited"] if cited else base
        line.append(Segment(" " * row.label_indent, base))
        line.append(Segment(f"{row.label:<{row.indent - row.label_indent}}", style))
        spots = emphasis(row.clause, "passage-view--emphasis")
        return [*line, *draw(shown_text(row.clause), row.bounds, spots, style, styles)]
