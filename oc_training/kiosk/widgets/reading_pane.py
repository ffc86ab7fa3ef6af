"""The reader's pane: one section of a directive in a column that is easy to read.

It draws its own lines: opening a section takes milliseconds whatever its length, every line knows
which words of which clause it shows, and what counts as displayed is what was really painted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.clause_rows import Row, emphasis, set_clauses, shown_text
from oc_training.kiosk.widgets.painted import Painted
from oc_training.kiosk.widgets.typeset import Spot, draw, offset_at
from oc_training.policy.model import Section

COLUMN = 76
"""The widest column of text, in cells; longer lines are hard to find the next one of."""
MARGIN = 3
"""Cells at the left of the column, for the margin's marks."""


class MarkSpec(Protocol):
    """A stretch of a clause's words that leads somewhere: a defined word or a cross reference."""

    @property
    def start(self) -> int:
        """Offset of the first letter in the clause's text."""

    @property
    def end(self) -> int:
        """Offset after the last letter."""

    @property
    def kind(self) -> str:
        """``definition`` or ``reference``."""

    @property
    def target(self) -> str:
        """The citation it leads to."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A mark or a search hit, where it stands."""

    citation: str
    start: int
    end: int
    mark: MarkSpec | None = None

    def inside(self, row: Row) -> bool:
        """Whether any of it is drawn on *row*."""
        drawn = row.clause is not None and row.clause.citation == self.citation
        return drawn and self.start < row.bounds[1] and self.end > row.bounds[0]


class ReadingPane(ScrollView, can_focus=True):
    """Shows one section; keys move through it and through its marked words."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reading-pane--title",
        "reading-pane--label",
        "reading-pane--emphasis",
        "reading-pane--mark",
        "reading-pane--mark-current",
        "reading-pane--hit",
        "reading-pane--hit-current",
        "reading-pane--margin",
    }
    DEFAULT_CSS = """
    ReadingPane {
        width: 1fr; height: 1fr;
        overflow-x: hidden; overflow-y: scroll;
        background: $background; color: $foreground;
        border-bottom: solid $border-blurred;
        border-subtitle-color: $text-muted; border-subtitle-align: right;
        scrollbar-size-vertical: 1;
    }
    ReadingPane:focus { border-bottom: double $border; border-subtitle-color: $text; border-subtitle-style: bold; }
    ReadingPane > .reading-pane--title { color: $text-accent; text-style: bold; }
    ReadingPane > .reading-pane--label { color: $text-primary; text-style: bold; }
    ReadingPane > .reading-pane--emphasis { color: $text-accent; text-style: italic; }
    ReadingPane > .reading-pane--mark { text-style: underline; }
    ReadingPane > .reading-pane--mark-current {
        color: $block-cursor-foreground; background: $primary; text-style: bold;
    }
    ReadingPane > .reading-pane--hit { color: $block-cursor-foreground; background: $text-muted; }
    ReadingPane > .reading-pane--hit-current { color: $block-cursor-foreground; background: $accent; text-style: bold; }
    ReadingPane > .reading-pane--margin { color: $text-accent; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "Move", key_display="Up"),
        Binding("down", "scroll_down", "Move", key_display="Down"),
        Binding("space", "page_down", "Page down", key_display="Space"),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("pageup", "page_up", "Page up", key_display="PgUp"),
        Binding("home", "scroll_home", "Start", show=False),
        Binding("end", "scroll_end", "End", show=False),
        Binding("n", "step_mark(1)", "Marked words", key_display="N"),
        Binding("p", "step_mark(-1)", "Marked words", key_display="P"),
        Binding("enter", "open_mark", "Open the word", show=False),
    ]

    class Displayed(Message):
        """More of the section was painted."""

        def __init__(self, section: str, fraction: float, *, reached_end: bool) -> None:
            super().__init__()
            self.section = section
            self.fraction = fraction
            """Share of the section's letters that have been on the screen, 0.0 to 1.0; 1.0 is all of them."""
            self.reached_end = reached_end
            """Whether the last line has been on the screen."""

    class ReachedEnd(Message):
        """The last line of the section was painted for the first time since the section was opened."""

        def __init__(self, section: str) -> None:
            super().__init__()
            self.section = section

    class TopClauseChanged(Message):
        """Another clause stands at the top of the pane: the place to come back to."""

        def __init__(self, citation: str) -> None:
            super().__init__()
            self.citation = citation

    class MarkChosen(Message):
        """A marked word was opened, by key or by click."""

        def __init__(self, kind: str, target: str) -> None:
            super().__init__()
            self.kind = kind
            self.target = target

    def __init__(
        self,
        section: Section,
        marks: Mapping[str, Sequence[MarkSpec]] | None = None,
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = ()
        self._width = 0
        self._strips: dict[int, Strip] = {}
        self._styles_by_role: dict[str, Style] = {}
        self._wanted: tuple[str, int] | None = None
        self._load(section, marks or {})

    def show(self, section: Section, marks: Mapping[str, Sequence[MarkSpec]] | None = None) -> None:
        """Open another section at its beginning."""
        self._load(section, marks or {})
        self._wanted = None
        self.scroll_to(y=0, animate=False)
        self._set_rows()
        self.refresh()

    def _load(self, section: Section, marks: Mapping[str, Sequence[MarkSpec]]) -> None:
        self.section = section
        self._painted = Painted(section.clauses)
        self._marks = tuple(
            _Place(clause.citation, mark.start, mark.end, mark)
            for clause in section.clauses
            for mark in sorted(marks.get(clause.citation, ()), key=lambda found: found.start)
        )
        self._hits: tuple[_Place, ...] = ()
        self._mark_at: int | None = None
        self._hit_at: int | None = None
        self._top: str | None = None
        self._ended = False
        self._told: float | None = None

    # ---- where it stands ----------------------------------------------------------------------------------------

    @property
    def fraction(self) -> float:
        """Share of the section's letters that have been on the screen, 0.0 to 1.0."""
        return self._painted.fraction

    @property
    def reached_end(self) -> bool:
        """Whether the section's last line has been on the screen."""
        return self._painted.reached_end

    @property
    def top_citation(self) -> str:
        """The clause whose words stand at the top."""
        return self._top_place()[0]

    def scroll_to_citation(self, citation: str, offset: int = 0) -> None:
        """Bring the clause *citation* (at *offset* into its words) to the top; nothing happens if it is not here."""
        if not self._rows:
            self._wanted = (citation, offset)
            return
        row = self._row_of(citation, offset)
        if row is not None:
            self.scroll_to(y=row, animate=False)

    def highlight(self, spans: Mapping[str, Sequence[tuple[int, int]]]) -> int:
        """Mark search hits, offsets (start, end) by citation, go to the first from here, and return how many there are.

        An empty mapping takes the marks away.
        """
        self._hits = tuple(
            _Place(clause.citation, start, end)
            for clause in self.section.clauses
            for start, end in sorted(spans.get(clause.citation, ()))
        )
        self._hit_at = None
        if self._hits:
            self.step_hit(1)
        self._redraw()
        return len(self._hits)

    def step_hit(self, by: int) -> None:
        """Go to the next (1) or previous (-1) search hit, round the end."""
        self._hit_at = self._step(self._hits, self._hit_at, by)
        self._redraw()

    # ---- keys and mouse -----------------------------------------------------------------------------------------

    def action_step_mark(self, by: int) -> None:
        """Go to the next (1) or previous (-1) marked word, round the end."""
        self._mark_at = self._step(self._marks, self._mark_at, by)
        self._redraw()

    def action_open_mark(self) -> None:
        """Open the marked word the cursor is on; without one, Enter belongs to the screen."""
        if self._mark_at is None:
            raise SkipAction
        self._choose(self._marks[self._mark_at])

    def action_scroll_up(self) -> None:
        """One line up."""
        self.scroll_relative(y=-1, animate=False)

    def action_scroll_down(self) -> None:
        """One line down."""
        self.scroll_relative(y=1, animate=False)

    def action_page_down(self) -> None:
        """A page down, keeping one line in sight."""
        self.scroll_relative(y=max(self.size.height - 1, 1), animate=False)

    def action_page_up(self) -> None:
        """A page up, keeping one line in sight."""
        self.scroll_relative(y=-max(self.size.height - 1, 1), animate=False)

    def action_scroll_home(self) -> None:
        """To the first line."""
        self.scroll_to(y=0, animate=False)

    def action_scroll_end(self) -> None:
        """To the last line."""
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def on_click(self, event: events.Click) -> None:
        """Open the marked word that was clicked."""
        spot = event.get_content_offset(self)
        place = None if spot is None else self._mark_under(spot.x, spot.y + self.scroll_offset.y)
        if place is not None:
            event.stop()
            self._mark_at = self._marks.index(place)
            self._redraw()
            self._choose(place)

    def _choose(self, place: _Place) -> None:
        if place.mark is not None:
            self.post_message(self.MarkChosen(str(place.mark.kind), place.mark.target))

    def _mark_under(self, x: int, y: int) -> _Place | None:
        if not 0 <= y < len(self._rows) or self._rows[y].clause is None:
            return None
        row = self._rows[y]
        if row.clause is None:
            return None
        offset = offset_at(shown_text(row.clause), row.bounds, x - self._left - row.indent)
        return next(
            (
                place
                for place in self._marks
                if offset is not None and place.citation == row.clause.citation and place.start <= offset < place.end
            ),
            None,
        )

    def _step(self, places: Sequence[_Place], at: int | None, by: int) -> int | None:
        if not places:
            return None
        if at is None:
            at = self._first_from_top(places) if by > 0 else self._first_from_top(places) - 1
        else:
            at += by
        at %= len(places)
        row = self._row_of(places[at].citation, places[at].start)
        if row is not None:
            self.scroll_to_region(Region(0, row - 1, 1, 3), animate=False, force=True)
        return at

    def _first_from_top(self, places: Sequence[_Place]) -> int:
        top = self.scroll_offset.y
        for number, place in enumerate(places):
            row = self._row_of(place.citation, place.start)
            if row is not None and row >= top:
                return number
        return 0

    # ---- setting and drawing ------------------------------------------------------------------------------------

    @property
    def _column(self) -> int:
        return max(min(COLUMN, self.size.width - MARGIN - 1), 10)

    @property
    def _left(self) -> int:
        return max(MARGIN, (self.size.width - self._column) // 2)

    def on_resize(self) -> None:
        """Set the section anew for another width; the clause at the top stays there."""
        if self.size.width != self._width:
            self._set_rows()

    def _set_rows(self) -> None:
        keep = self._wanted or (self._top_place() if self._rows and self._top is not None else None)
        self._wanted = None
        self._width = self.size.width
        self._rows = set_clauses(self.section.clauses, self._column, title=self.section.id)
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self._rows))
        if keep is not None:
            self.call_after_refresh(self.scroll_to_citation, *keep)

    def _row_of(self, citation: str, offset: int) -> int | None:
        found: int | None = None
        for number, row in enumerate(self._rows):
            if (
                row.clause is not None
                and row.clause.citation == citation
                and (found is None or row.bounds[0] <= offset)
            ):
                found = number
        return found

    def _top_place(self) -> tuple[str, int]:
        for row in self._rows[self.scroll_offset.y :]:
            if row.clause is not None:
                return row.clause.citation, row.bounds[0]
        return self.section.clauses[0].citation, 0

    def notify_style_update(self) -> None:
        """Draw anew in the colours of the theme now chosen."""
        self._strips.clear()
        self._styles_by_role.clear()
        super().notify_style_update()

    def _redraw(self) -> None:
        self._strips.clear()
        self._tell_foot()
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw, then say what has now been displayed."""
        strips = super().render_lines(crop)
        self._report()
        return strips

    def render_line(self, y: int) -> Strip:
        """Line *y* of the pane."""
        number = y + self.scroll_offset.y
        base = self.rich_style
        if number >= len(self._rows) or self._width != self.size.width:
            return Strip.blank(self.size.width, base)
        if number not in self._strips:
            self._strips[number] = Strip(self._segments(self._rows[number], base))
        row = self._rows[number]
        if row.clause is not None:
            self._painted.add(row.clause.citation, row.bounds)
        return self._strips[number].crop_extend(0, self.size.width, base)

    def _style(self, role: str) -> Style:
        if role not in self._styles_by_role:
            self._styles_by_role[role] = self.get_component_rich_style(f"reading-pane--{role}", partial=True)
        return self._styles_by_role[role]

    def _segments(self, row: Row, base: Style) -> list[Segment]:
        if row.clause is None:
            return []
        margin = self._margin(row)
        before = [
            Segment(" " * (self._left - MARGIN), base),
            Segment(f"{margin:<{MARGIN}}", base + self._style("margin")),
        ]
        words = base + self._style("title") if row.title else base
        if row.label:
            label = words if row.title else base + self._style("label")
            before.append(Segment(" " * row.label_indent, base))
            before.append(Segment(f"{row.label:<{row.indent - row.label_indent}}", label))
        else:
            before.append(Segment(" " * row.indent, base))
        spots = tuple(self._spots(row))
        styles = {spot.role: self._style(spot.role) for spot in spots}
        return [*before, *draw(shown_text(row.clause), row.bounds, spots, words, styles)]

    def _margin(self, row: Row) -> str:
        """``>`` beside the current word or hit, ``/`` beside other hits, a dot beside other marked words."""
        if any(place.inside(row) for place in self._current()):
            return ">"
        if any(place.inside(row) for place in self._hits):
            return "/"
        return "\N{MIDDLE DOT}" if any(place.inside(row) for place in self._marks) else ""

    def _current(self) -> Iterator[_Place]:
        if self._mark_at is not None:
            yield self._marks[self._mark_at]
        if self._hit_at is not None:
            yield self._hits[self._hit_at]

    def _spots(self, row: Row) -> Iterator[Spot]:
        if row.clause is None:
            return
        yield from emphasis(row.clause, "emphasis")
        for role, places in (("mark", self._marks), ("hit", self._hits)):
            yield from (Spot(place.start, place.end, role) for place in places if place.inside(row))
        if self._hit_at is not None and (hit := self._hits[self._hit_at]).inside(row):
            yield Spot(hit.start, hit.end, "hit-current")
        if self._mark_at is not None and (mark := self._marks[self._mark_at]).inside(row):
            yield Spot(mark.start, mark.end, "mark-current")

    # ---- what is told -------------------------------------------------------------------------------------------

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw from the new place."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_top()

    def _report(self) -> None:
        fraction = self._painted.fraction
        if fraction == self._told:
            return
        self._told = fraction
        self._tell_top()
        self.post_message(self.Displayed(self.section.id, fraction, reached_end=self.reached_end))
        if self.reached_end and not self._ended:
            self._ended = True
            self.post_message(self.ReachedEnd(self.section.id))

    def on_reading_pane_displayed(self) -> None:
        """Keep the foot of the pane true."""
        self._tell_foot()

    def _tell_top(self) -> None:
        top = self.top_citation
        if self._rows and top != self._top:
            self._top = top
            self.post_message(self.TopClauseChanged(top))
        if self.is_mounted:
            self._tell_foot()

    def _tell_foot(self) -> None:
        if self._mark_at is not None:
            place = self._marks[self._mark_at]
            word = next(clause for clause in self.section.clauses if clause.citation == place.citation)
            target = place.mark.target if place.mark is not None else ""
            which = f"{self._mark_at + 1} of {len(self._marks)}"
            words = f"> {word.text[place.start : place.end]}: {target}, {which}. Enter opens it"
        elif self._hit_at is not None:
            words = f"> Found {self._hit_at + 1} of {len(self._hits)}"
        elif self.scroll_offset.y >= self.max_scroll_y:
            words = "End of this section"
        else:
            words = f"More below \N{MIDDLE DOT} {self.fraction:.0%} shown"
        self.border_subtitle = plain(f" {words} ")
