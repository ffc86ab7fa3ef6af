"""A short list of which one is picked: a caret that needs no colour, words that wrap, nothing as markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.message import Message

from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.widgets.typeset import paragraph

CARET = "> "


@dataclass(frozen=True, slots=True)
class PickItem:
    """One line of the list."""

    value: str
    """What comes back when it is picked."""
    lead: str
    """Stands before the words and is not wrapped: a sign, a label."""
    words: str
    enabled: bool = True
    """Whether it can be picked; what cannot is shown, and the caret passes over it."""


class PickList(LinesWidget, can_focus=True):
    """Up and Down move, Enter or a click picks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick-list--caret", "pick-list--here", "pick-list--off"}
    DEFAULT_CSS = """
    PickList { color: $foreground; background: $surface; }
    PickList > .pick-list--caret { color: $text-accent; text-style: bold; }
    PickList > .pick-list--here { color: $text-accent; text-style: bold; }
    PickList > .pick-list--off { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Move", key_display="Up"),
        Binding("down", "move(1)", "Move", key_display="Down"),
        Binding("enter", "pick", "Open", key_display="Enter"),
    ]

    class Picked(Message):
        """A line was picked."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, items: Sequence[PickItem], at: str = "", *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        """Take the lines; the caret begins at the value *at*, else at the first that can be picked."""
        super().__init__(id=id)
        self._items = tuple(items)
        usable = [number for number, item in enumerate(self._items) if item.enabled]
        self._usable = usable
        self._at = next((number for number in usable if self._items[number].value == at), usable[0] if usable else -1)

    def on_mount(self) -> None:
        """Show the line at the caret, however far down it is."""
        self.call_after_refresh(self._keep_in_sight)

    def on_focus(self) -> None:
        """Show the caret."""
        self.remake()

    def on_blur(self) -> None:
        """Hide the caret."""
        self.remake()

    def action_move(self, by: int) -> None:
        """Move the caret to the next line that can be picked; the end does not lead back to the beginning."""
        if self._usable:
            place = self._usable.index(self._at) + by
            self._at = self._usable[min(max(place, 0), len(self._usable) - 1)]
            self.remake()
            self.call_after_refresh(self._keep_in_sight)

    def action_pick(self) -> None:
        """Pick the line at the caret."""
        if self._usable:
            self.post_message(self.Picked(self._items[self._at].value))

    def on_click(self, event: events.Click) -> None:
        """Pick the line that was clicked."""
        spot = event.get_content_offset(self)
        top = 0
        for number, item in enumerate(self._items):
            height = len(self._item_lines(number, self.size.width))
            if spot is not None and item.enabled and top <= spot.y < top + height:
                self._at = number
                self.remake()
                self.action_pick()
            top += height

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Every line, wrapped."""
        return [line for number in range(len(self._items)) for line in self._item_lines(number, width)]

    def _item_lines(self, number: int, width: int) -> list[list[Segment]]:
        item = self._items[number]
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        role = "pick-list--here" if number == self._at else None if item.enabled else "pick-list--off"
        style = self.rich_style + styles[role] if role else self.rich_style
        caret = CARET if number == self._at and self.has_focus else " " * len(CARET)
        lead = same_length(item.lead)
        first = [Segment(caret, self.rich_style + styles["pick-list--caret"]), Segment(lead, style)]
        return paragraph(same_length(item.words), width, style, first=first, hang=len(CARET) + cell_len(lead))

    def _keep_in_sight(self) -> None:
        around = next((node for node in self.ancestors if isinstance(node, ScrollableContainer)), None)
        if around is None or self._at < 0:
            return
        heights = [len(self._item_lines(number, self.size.width)) for number in range(len(self._items))]
        place = self.virtual_region_with_margin.offset
        here = Region(place.x, place.y + sum(heights[: self._at]), self.size.width, heights[self._at])
        around.scroll_to_region(here, animate=False, force=True)
