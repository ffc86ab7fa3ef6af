"""A list of which each entry has a heading and some lines below it: what one has to do, what one has signed.

One entry is chosen at any time, shown by a caret; Enter or a click on it opens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.message import Message

from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.widgets.people_columns import fitted
from oc_training.kiosk.widgets.typeset import paragraph

CARET = "> "
LEAST_GAP = 2


@dataclass(frozen=True, slots=True)
class Card:
    """One entry; every text as it is to be read."""

    key: str
    """What the entry stands for. Never shown."""
    glyph: str
    """Stands before the title, such as ``[x]``; the lines below hang under the title."""
    title: str
    word: str
    """Stands at the right end of the title's line: a standing, a day."""
    kind: str = ""
    """``overdue``, ``due``, ``current``, ``excused`` or empty: how glyph and word are coloured."""
    lines: tuple[str, ...] = ()
    """Paragraphs below the title."""
    wish: str = ""
    """What Enter does, as a sentence below the others while the entry is chosen; empty where nothing needs saying."""


class CardList(LinesWidget, can_focus=True):
    """Up and Down choose, Enter or a click on the chosen entry opens."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "card-list--caret",
        "card-list--title",
        "card-list--wish",
        "card-list--overdue",
        "card-list--due",
        "card-list--current",
        "card-list--excused",
    }
    DEFAULT_CSS = """
    CardList { color: $foreground; background: $background; }
    CardList > .card-list--caret { color: $text-accent; text-style: bold; }
    CardList > .card-list--title { text-style: bold; }
    CardList > .card-list--wish { color: $text-accent; }
    CardList > .card-list--overdue { color: $text-error; text-style: bold; }
    CardList > .card-list--due { color: $text-warning; text-style: bold; }
    CardList > .card-list--current { color: $text-success; }
    CardList > .card-list--excused { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Choose", key_display="Up"),
        Binding("down", "move(1)", "Choose", key_display="Down"),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(-1)", "Last", show=False),
        Binding("enter", "open", "Open", key_display="Enter"),
    ]

    class Opened(Message):
        """The chosen entry was opened."""

        def __init__(self, cards: CardList, card: Card) -> None:
            super().__init__()
            self.cards = cards
            self.card = card

        @property
        def control(self) -> CardList:
            """The list it was in."""
            return self.cards

    def __init__(self, cards: Sequence[Card], *, spaced: bool = True, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        """Take the entries in the order to be shown; with *spaced* there is an empty line between them."""
        super().__init__(id=id)
        self._cards = tuple(cards)
        self._spaced = spaced
        self._at = 0

    @property
    def chosen(self) -> Card | None:
        """The entry at the caret; None in an empty list."""
        return self._cards[self._at] if self._cards else None

    def on_focus(self) -> None:
        """Show the caret."""
        self.remake()
        self.call_after_refresh(self._keep_in_sight)

    def on_blur(self) -> None:
        """Hide the caret."""
        self.remake()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """An empty list has no keys, and one entry leaves no choice."""
        return len(self._cards) > 1 if action == "move" else bool(self._cards)

    def action_move(self, by: int) -> None:
        """Choose the next entry; at an end, leave the key to whatever scrolls around this list."""
        if not 0 <= self._at + by < len(self._cards):
            raise SkipAction
        self._go_to(self._at + by)

    def action_edge(self, edge: int) -> None:
        """Choose the first (0) or last (-1) entry."""
        self._go_to(0 if edge == 0 else len(self._cards) - 1)

    def action_open(self) -> None:
        """Open the chosen entry."""
        if self.chosen is not None:
            self.post_message(self.Opened(self, self.chosen))

    def on_click(self, event: events.Click) -> None:
        """Choose the entry that was clicked; a click on the chosen one opens it."""
        spot = event.get_content_offset(self)
        for number, (top, height) in enumerate(self._extents(self.size.width)):
            if spot is not None and top <= spot.y < top + height:
                if number == self._at:
                    self.action_open()
                else:
                    self._go_to(number)
                return

    def _go_to(self, number: int) -> None:
        self._at = number
        self.remake()
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        around = next((node for node in self.ancestors if isinstance(node, ScrollableContainer)), None)
        if around is None or not self._cards or not self.is_attached:
            return
        top, height = self._extents(self.size.width)[self._at]
        place = self.virtual_region_with_margin.offset
        around.scroll_to_region(Region(place.x, place.y + top, self.size.width, height), animate=False, force=True)

    # ---- drawing ------------------------------------------------------------------------------------------------

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Every entry."""
        lines: list[Sequence[Segment]] = []
        for number in range(len(self._cards)):
            lines += [*([[]] if number and self._spaced else []), *self._card_lines(number, width)]
        return lines

    def _extents(self, width: int) -> list[tuple[int, int]]:
        """First line and height of each entry."""
        heights = [len(self._card_lines(number, width)) for number in range(len(self._cards))]
        gap = 1 if self._spaced else 0
        tops = accumulate((height + gap for height in heights[:-1]), initial=0)
        return list(zip(tops, heights, strict=True)) if heights else []

    def _card_lines(self, number: int, width: int) -> list[list[Segment]]:
        card = self._cards[number]
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        base = self.rich_style
        here = number == self._at and self.has_focus
        title = base + styles["card-list--title"] if here or card.lines else base
        glyph = same_length(card.glyph)
        first = [
            Segment(CARET if here else " " * len(CARET), base + styles["card-list--caret"]),
            Segment(f"{glyph} " if glyph else "", base + self._kind_style(card)),
        ]
        hang = sum(cell_len(segment.text) for segment in first)
        lines = [[*first, *self._head(card, width - hang, title)]]
        for text in card.lines:
            lines += paragraph(same_length(text), width, base, hang=hang)
        if card.wish and number == self._at:
            lines += paragraph(same_length(card.wish), width, base + styles["card-list--wish"], hang=hang)
        return lines

    def _head(self, card: Card, width: int, style: Style) -> list[Segment]:
        """The title, cut where it is too long, and the word at the right end."""
        word = same_length(card.word)
        room = max(width - cell_len(word) - LEAST_GAP, LEAST_GAP)
        return [
            Segment(fitted(card.title, room), style),
            Segment(" " * LEAST_GAP, style),
            Segment(word, self.rich_style + self._kind_style(card)),
        ]

    def _kind_style(self, card: Card) -> Style:
        role = f"card-list--{card.kind}"
        known = role in self.COMPONENT_CLASSES
        return self.get_component_rich_style(role, partial=True) if known else Style()
