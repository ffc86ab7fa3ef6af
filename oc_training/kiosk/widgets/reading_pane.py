"""The reader's pane: one section of a directive in a column that is easy to read.

It draws its own lines: opening a section takes milliseconds whatever its length, every line knows
which words of which clause it shows, and what counts as displayed is what was really painted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from oc_training.kiosk.plain import harmless, plain
from oc_training.kiosk.widgets.painted import Painted
from oc_training.kiosk.widgets.places import MarkSpec, Place, Places
from oc_training.kiosk.widgets.reading_column import MARKED, ReadingColumn, Styled
from oc_training.kiosk.widgets.steady_scroll import SteadyScrollView
from oc_training.policy.model import Section

MARKED_WORDS = f"Words marked {MARKED}"
NO_MARKS = "No marked words in this section"


class ReadingPane(SteadyScrollView, can_focus=True, inherit_bindings=False):
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
        "reading-pane--struck",
        "reading-pane--added",
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
    ReadingPane > .reading-pane--hit { color: $block-cursor-foreground; background: $secondary; }
    ReadingPane > .reading-pane--hit-current { color: $block-cursor-foreground; background: $accent; text-style: bold; }
    ReadingPane > .reading-pane--margin { color: $text-accent; text-style: bold; }
    ReadingPane > .reading-pane--struck { color: $text-error; text-style: strike; }
    ReadingPane > .reading-pane--added { color: $text-success; text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "Move", key_display="Up"),
        Binding("down", "scroll_down", "Move", key_display="Down"),
        Binding("space", "page_down", "Page down", key_display="Space"),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("pageup", "page_up", "Page up", key_display="PgUp"),
        Binding("home", "scroll_home", "Start", show=False),
        Binding("end", "scroll_end", "End", show=False),
        Binding("n", "step_mark(1)", MARKED_WORDS, key_display="N"),
        Binding("p", "step_mark(-1)", MARKED_WORDS, key_display="P"),
        Binding("n,p", "tell_no_marks", show=False),
        Binding("enter", "open_mark", "Open the word", key_display="Enter"),
        Binding("escape", "leave_mark", "Leave the word", key_display="Esc"),
    ]

    class Displayed(Message):
        """More of the section was painted."""

        def __init__(self, section: str, fraction: float) -> None:
            super().__init__()
            self.section = section
            self.fraction = fraction
            """Share of the section's letters that have been on the screen, 0.0 to 1.0; 1.0 is all of them."""

    class Whole(Message):
        """The last letter that was still missing has been painted: all of the section has been on the screen."""

        def __init__(self, section: str) -> None:
            super().__init__()
            self.section = section

    class TopClauseChanged(Message):
        """Another clause stands at the top of the pane: the place to come back to."""

        def __init__(self, citation: str) -> None:
            super().__init__()
            self.citation = citation

    class MarkMoved(Message):
        """The cursor came to a marked word or left it."""

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
        shown: Collection[str] | None = (),
        styled: Styled | None = None,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        """Open *section* with its marked words, by citation; *styled* words (struck, added) are drawn in their own way.

        *shown* are the clauses that have been on the screen whole before; None where it does not matter what was
        displayed, because the section is only looked up.
        """
        super().__init__(id=id)
        self._strips: dict[int, Strip] = {}
        self._role_styles: dict[str, Style] = {}
        self._styled = styled or {}
        self._load(section, marks or {}, shown)

    def show(
        self,
        section: Section,
        marks: Mapping[str, Sequence[MarkSpec]] | None = None,
        shown: Collection[str] | None = (),
    ) -> None:
        """Open another section at its beginning."""
        self._load(section, marks or {}, shown)
        self._finds_its_place = True
        self._set_column()
        self.scroll_to(y=0, animate=False, immediate=True)
        self._redraw()

    def _load(self, section: Section, marks: Mapping[str, Sequence[MarkSpec]], shown: Collection[str] | None) -> None:
        self.section = section
        self._counts = shown is not None
        self._painted = Painted(section.clauses, shown or ())
        self._marks = Places.of_marks(section.clauses, marks)
        self._hits = Places()
        self._column: ReadingColumn | None = None
        self._wanted: tuple[str, int] | None = None
        self._finds_its_place = False
        self._top: str | None = None
        self._told: float | None = None
        self._foot = ""
        self._rests_at_end = False

    # ---- where it stands

    @property
    def has_its_place(self) -> bool:
        """Whether it was drawn where it is to stand."""
        return self._told is not None and not self._finds_its_place

    @property
    def fraction(self) -> float:
        """Share of the section's letters that have been on the screen, 0.0 to 1.0."""
        return self._painted.fraction

    @property
    def whole(self) -> bool:
        """Whether every letter of the section has been on the screen."""
        return self._painted.whole

    @property
    def shown(self) -> tuple[str, ...]:
        """Citations of the clauses that have been on the screen whole, in printed order."""
        return self._painted.shown

    @property
    def passed_over(self) -> bool:
        """Whether what has not been on the screen yet stands only above what is in sight: it was jumped over."""
        if self.whole or self._column is None:
            return False
        in_sight_or_below = self._column.rows[self.scroll_offset.y :]
        return all(
            row.clause is None or self._painted.is_drawn(row.clause.citation, row.bounds) for row in in_sight_or_below
        )

    def go_to_left(self) -> None:
        """Bring the first line that has not been on the screen yet to the top."""
        left = self._painted.first_left
        if left is not None:
            self.scroll_to_citation(*left)

    @property
    def top_citation(self) -> str:
        """The clause whose words stand at the top."""
        return self._top or self.section.clauses[0].citation

    def scroll_to_citation(self, citation: str, offset: int = 0) -> None:
        """Bring the clause *citation* (at *offset* into its words) to the top; nothing happens if it is not here."""
        if self._column is None or self._finds_its_place:
            self._wanted = (citation, offset)
            return
        row = self._column.row_of(citation, offset)
        if row is not None:
            self.scroll_to(y=row, animate=False)

    def highlight(self, spans: Mapping[str, Sequence[tuple[int, int]]]) -> int:
        """Mark search hits, offsets (start, end) by citation, go to the first from here, and return how many there are.

        An empty mapping takes the marks away.
        """
        self._hits = Places.of_spans(self.section.clauses, spans)
        self.step_hit(1)
        return len(self._hits.all)

    def step_hit(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) search hit, round the end; False where there is none."""
        self._step(self._hits, by)
        return bool(self._hits.all)

    @property
    def at_mark(self) -> bool:
        """Whether the cursor is on a marked word, which Enter opens."""
        return self._marks.current is not None

    # ---- keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Keys for marked words work where there are any; the rest of the time they belong to the screen."""
        if action in {"step_mark", "tell_no_marks"}:
            return bool(self._marks.all) == (action == "step_mark")
        return action not in {"open_mark", "leave_mark"} or self._marks.current is not None

    def action_step_mark(self, by: int) -> None:
        """Go to the next (1) or previous (-1) marked word, round the end."""
        self._step(self._marks, by)
        self.post_message(self.MarkMoved())

    def action_tell_no_marks(self) -> None:
        """Say at the foot that there are none; what stands there otherwise comes back with the next move."""
        self._foot = NO_MARKS
        self.border_subtitle = plain(f" {NO_MARKS} ")

    def action_leave_mark(self) -> None:
        """Take the cursor off the marked words; without one there, Escape belongs to the screen."""
        if self._marks.current is None:
            raise SkipAction
        self._marks.at = None
        self._redraw()
        self.post_message(self.MarkMoved())

    def action_open_mark(self) -> None:
        """Open the marked word the cursor is on; without one, Enter belongs to the screen."""
        if self._marks.current is None:
            raise SkipAction
        self._open(self._marks.current)

    def on_click(self, event: events.Click) -> None:
        """Open the marked word that was clicked."""
        spot = event.get_content_offset(self)
        if spot is None or self._column is None:
            return
        place = self._column.under(spot.x, spot.y + self.scroll_offset.y, self._marks)
        if place is not None:
            event.stop()
            self._marks.go_to(place)
            self._redraw()
            self.post_message(self.MarkMoved())
            self._open(place)

    def _open(self, place: Place) -> None:
        self.post_message(self.MarkChosen(place.kind, place.target))

    def _step(self, places: Places, by: int) -> None:
        column = self._column
        if column is not None:
            top = self.scroll_offset.y
            place = places.step(by, lambda ahead: (column.row_of(ahead.clause.citation, ahead.start) or 0) >= top)
            row = None if place is None else column.row_of(place.clause.citation, place.start)
            if row is not None:
                self.scroll_to_region(Region(0, row - 1, 1, 3), animate=False, force=True)
        self._redraw()

    # ---- setting and drawing

    def on_resize(self) -> None:
        """Set the section anew for another width; the clause at the top stays there, and the end if it stood there."""
        if self._column is None or self._column.width != self.size.width:
            self._set_column()
        elif self._rests_at_end:
            self.call_after_refresh(self.action_scroll_end)
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Say what is true at the new size."""
        self._note_rest()
        self._tell_foot()

    def _note_rest(self) -> None:
        self._rests_at_end = 0 < self.max_scroll_y <= self.scroll_offset.y

    def _set_column(self) -> None:
        # Kept until it was gone to: a second change of size may come before that.
        self._wanted = self._wanted or (
            self._column.first_from(self.scroll_offset.y) if self._column is not None else None
        )
        self._column = ReadingColumn(self.section, self.size.width, self._styled)
        self._strips.clear()
        self._finds_its_place = self._finds_its_place or self._wanted is not None
        self.virtual_size = Size(self.size.width, len(self._column.rows))
        self.call_after_refresh(self._go_to_wanted)

    def _go_to_wanted(self) -> None:
        """Stand where it is to stand, and draw. Until then nothing is drawn, so nothing that passes by is counted."""
        if self._column is None or not self._finds_its_place:
            return
        row = None if self._wanted is None else self._column.row_of(*self._wanted)
        self._wanted = None
        self._finds_its_place = False
        if row is not None:
            self.scroll_to(y=row, animate=False, immediate=True)
        self._redraw()

    def notify_style_update(self) -> None:
        """Draw anew in the colours of the theme now chosen."""
        self._strips.clear()
        self._role_styles.clear()
        super().notify_style_update()

    def _redraw(self) -> None:
        self._strips.clear()
        self._tell_foot()
        self.refresh_bindings()
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw, then say what has now been displayed."""
        strips = super().render_lines(crop)
        self._tell_displayed()
        return strips

    def render_line(self, y: int) -> Strip:
        """Line *y* of the pane."""
        number = y + self.scroll_offset.y
        base = self.rich_style
        column = self._column
        if self._finds_its_place or column is None or column.width != self.size.width or number >= len(column.rows):
            return Strip.blank(self.size.width, base)
        if number not in self._strips:
            segments = column.segments(number, self._marks, self._hits, base, self._style)
            self._strips[number] = Strip(harmless(segments)).crop_extend(0, self.size.width, base)
        row = column.rows[number]
        if row.clause is not None:
            self._painted.add(row.clause.citation, row.bounds)
        return self._strips[number]

    def _style(self, role: str) -> Style:
        if role not in self._role_styles:
            self._role_styles[role] = self.get_component_rich_style(f"reading-pane--{role}", partial=True)
        return self._role_styles[role]

    # ---- what is told

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw from the new place."""
        super().watch_scroll_y(old_value, new_value)
        self._note_rest()
        self._tell_top()
        self._tell_foot()

    def _tell_displayed(self) -> None:
        now = self.fraction
        column = self._column
        if column is None or column.width != self.size.width or self._finds_its_place or now == self._told:
            return
        self._told = now
        self._tell_top()
        self.post_message(self.Displayed(self.section.id, now))
        if self.whole:
            self.post_message(self.Whole(self.section.id))

    def on_reading_pane_displayed(self) -> None:
        """Keep the foot of the pane true."""
        self._tell_foot()

    def _tell_top(self) -> None:
        first = None if self._column is None else self._column.first_from(self.scroll_offset.y)
        if first is not None and first[0] != self._top:
            self._top = first[0]
            self.post_message(self.TopClauseChanged(first[0]))

    def _tell_foot(self) -> None:
        words = self._foot_words()
        if words != self._foot:
            self._foot = words
            self.border_subtitle = plain(f" {words} ")

    def _foot_words(self) -> str:
        mark = self._marks.current
        if mark is not None:
            word = mark.clause.text[mark.start : mark.end]
            return f"> {word}: {mark.target}, {self._marks.words}. Enter opens it"
        if self._hits.current is not None:
            return f"> Found {self._hits.words}"
        at_end = self.scroll_offset.y >= self.max_scroll_y
        if at_end and (self.whole or not self._counts):
            return "End of this section"
        # Rounded down: all of it is said only of all of it.
        return f"{'Last lines' if at_end else 'More below'}, {int(self.fraction * 100)}% shown"
