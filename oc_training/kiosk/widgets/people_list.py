"""The supervisor's list of people: ten thousand rows open and scroll without a pause.

Only the rows in view are ever drawn. A stock table measures every cell of every row first and
stands still for seconds meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from oc_training.kiosk.plain import harmless
from oc_training.kiosk.widgets.people_columns import GAP, STANDING, Column, PeopleRow, columns_for, fitted

SINGLE, DOUBLE = "\N{BOX DRAWINGS LIGHT HORIZONTAL}", "\N{BOX DRAWINGS DOUBLE HORIZONTAL}"
HEAD = 1
"""Lines of the list's own heading."""
FOOT = 1
"""Lines of the list's own foot. It is drawn here, since a border's words cost a drawing of the whole list."""


class PeopleList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of people with a cursor; Enter or a click on the row at the cursor opens it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "people-list--head",
        "people-list--foot",
        "people-list--count",
        "people-list--cursor",
        "people-list--overdue",
        "people-list--due",
        "people-list--current",
        "people-list--excused",
    }
    DEFAULT_CSS = """
    PeopleList {
        width: 100%; height: 1fr;
        overflow-x: hidden; overflow-y: scroll;
        background: $background; color: $foreground;
        scrollbar-size-vertical: 1;
    }
    PeopleList > .people-list--head { color: $text-primary; background: $surface; text-style: bold; }
    PeopleList > .people-list--foot { color: $border-blurred; }
    PeopleList:focus > .people-list--foot { color: $border; text-style: bold; }
    PeopleList > .people-list--count { color: $text-muted; }
    PeopleList > .people-list--cursor { background: $surface-active; text-style: bold; }
    PeopleList > .people-list--overdue { color: $text-error; text-style: bold; }
    PeopleList > .people-list--due { color: $text-warning; text-style: bold; }
    PeopleList > .people-list--current { color: $text-success; }
    PeopleList > .people-list--excused { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Move", key_display="Up"),
        Binding("down", "move(1)", "Move", key_display="Down"),
        Binding("pageup", "page(-1)", "Page", key_display="PgUp"),
        Binding("pagedown", "page(1)", "Page", key_display="PgDn"),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(-1)", "Last", show=False),
        Binding("enter", "choose", "Open", key_display="Enter"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row the cursor is on, from 0."""

    class RowHighlighted(Message):
        """The cursor came to another row."""

        def __init__(self, index: int, row: PeopleRow) -> None:
            super().__init__()
            self.index = index
            self.row = row

    class RowChosen(Message):
        """A row was opened."""

        def __init__(self, index: int, row: PeopleRow) -> None:
            super().__init__()
            self.index = index
            self.row = row

        @property
        def key(self) -> str:
            """What the row stands for."""
            return self.row.key

    def __init__(
        self,
        rows: Sequence[PeopleRow] = (),
        *,
        nothing: str = "Nobody to show.",
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        """Take the rows in the order to be shown; *nothing* is what an empty list says."""
        super().__init__(id=id)
        self._rows = tuple(rows)
        self._nothing = nothing
        self.rows_drawn = 0
        """How many rows have been drawn since the list was made."""

    @property
    def rows(self) -> tuple[PeopleRow, ...]:
        """What the list holds now."""
        return self._rows

    def set_rows(self, rows: Sequence[PeopleRow], nothing: str | None = None) -> None:
        """Show other rows; the cursor stays with the same person where they are still there.

        *nothing* is what the list says from now on where it is empty.
        """
        self._nothing = self._nothing if nothing is None else nothing
        held = self._rows[self.cursor].key if self._rows else None
        self._rows = tuple(rows)
        found = next((number for number, row in enumerate(self._rows) if row.key == held), None)
        self._measure()
        self.cursor = min(self.cursor, max(len(self._rows) - 1, 0)) if found is None else found
        self._follow()
        self.refresh()
        self.refresh_bindings()

    def on_mount(self) -> None:
        """Take the size of the rows."""
        self._measure()

    def on_resize(self) -> None:
        """Fit the columns and keep the cursor in sight."""
        self._measure()
        self._follow()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows) + HEAD + FOOT)

    # ---- cursor -------------------------------------------------------------------------------------------------

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return min(max(cursor, 0), max(len(self._rows) - 1, 0))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows concerned and follow the cursor."""
        if not self._rows:
            return
        self._follow()
        self.refresh_lines(old + HEAD)
        self.refresh_lines(new + HEAD)
        self.refresh_lines(self.scroll_offset.y + self.size.height - FOOT)
        self.post_message(self.RowHighlighted(new, self._rows[new]))

    def _follow(self) -> None:
        page = self._page
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + page:
            self.scroll_to(y=self.cursor - page + 1, animate=False)

    @property
    def _page(self) -> int:
        return max(self.size.height - HEAD - FOOT, 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """In an empty list there is nowhere to go and nobody to open."""
        return bool(self._rows) or action not in {"move", "page", "edge", "choose"}

    def action_move(self, by: int) -> None:
        """One row up or down."""
        self.cursor += by

    def action_page(self, by: int) -> None:
        """One page up or down."""
        self.cursor += by * self._page

    def action_edge(self, edge: int) -> None:
        """To the first (0) or last (-1) row."""
        self.cursor = 0 if edge == 0 else len(self._rows) - 1

    def action_choose(self) -> None:
        """Open the row at the cursor."""
        if self._rows:
            self.post_message(self.RowChosen(self.cursor, self._rows[self.cursor]))

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked; a click on the row at the cursor opens it."""
        spot = event.get_content_offset(self)
        if spot is None or not HEAD <= spot.y < self.size.height - FOOT:
            return
        index = spot.y - HEAD + self.scroll_offset.y
        if index == self.cursor:
            self.action_choose()
        elif index < len(self._rows):
            self.cursor = index

    # ---- drawing ------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """The heading, or the row that stands on line *y*."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        columns = columns_for(width)
        if y < HEAD:
            head = base + self._style("head")
            return self._joined([(title.title, cells, head) for title, cells in columns], "  ", head, width)
        if y >= self.size.height - FOOT:
            return self._foot_line(base, width)
        index = y - HEAD + self.scroll_offset.y
        if index < len(self._rows):
            return self._row(index, columns, base, width)
        words = self._nothing if not self._rows and y == HEAD + 1 else ""
        return Strip(harmless([Segment(f"  {words}", base)])).crop_extend(0, width, base)

    def _foot_line(self, base: Style, width: int) -> Strip:
        """A rule, double while the list has the focus, and which of how many rows the cursor is on."""
        words = f" {self.cursor + 1:,} of {len(self._rows):,} " if self._rows else " 0 "
        rule = DOUBLE if self.has_focus else SINGLE
        return Strip(
            [
                Segment(rule * max(width - len(words) - 1, 0), base + self._style("foot")),
                Segment(words, base + self._style("count")),
                Segment(rule, base + self._style("foot")),
            ]
        ).crop_extend(0, width, base)

    def _row(self, index: int, columns: Sequence[tuple[Column, int]], base: Style, width: int) -> Strip:
        self.rows_drawn += 1
        row = self._rows[index]
        here = index == self.cursor
        ground = base + self._style("cursor") if here else base
        known = f"people-list--{row.standing}" in self.COMPONENT_CLASSES
        standing = ground + Style(color=self._style(row.standing).color, bold=True) if known else ground
        cells = [(column.value(row), room, standing if column is STANDING else ground) for column, room in columns]
        return self._joined(cells, "> " if here else "  ", ground, width)

    def _joined(self, cells: Sequence[tuple[str, int, Style]], caret: str, ground: Style, width: int) -> Strip:
        segments = [Segment(caret, ground)]
        for text, room, style in cells:
            segments += [Segment(fitted(text, room), style), Segment(" " * GAP, ground)]
        return Strip(harmless(segments)).crop_extend(0, width, ground)

    def _style(self, role: str) -> Style:
        return self.get_component_rich_style(f"people-list--{role}", partial=True)
