"""Where somebody is in a directive: its sections with their states, and how far along they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment

from oc_training.counting import count_words
from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.widgets.text_bar import text_bar
from oc_training.kiosk.widgets.typeset import paragraph


class State(StrEnum):
    """What has become of a section so far."""

    DONE = "done"
    HERE = "here"
    TO_COME = "to come"
    OPEN = "open"
    """Can be looked at whenever one likes; nothing is said about it."""


GLYPHS = {State.DONE: "[x]", State.HERE: "[>]", State.TO_COME: "[ ]", State.OPEN: "   "}
BAR_WIDTH = 26
"""The longest the bar becomes, in cells, its figure included."""


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One section as the outline shows it."""

    id: str
    title: str
    state: State

    @property
    def name(self) -> str:
        """``III.A Personal Use``; a section whose title is its id is named once."""
        return self.title if self.title == self.id else f"{self.id} {self.title}"

    @property
    def words(self) -> str:
        """``Personal Use (here)``: the title, and the state where there is one to tell."""
        return self.title if self.state is State.OPEN else f"{self.title} ({self.state})"


def place_words(items: Sequence[OutlineItem]) -> str:
    """``Section 3 of 6: III.A Personal Use``; without a section in hand, how many are done."""
    for number, item in enumerate(items, start=1):
        if item.state is State.HERE:
            return f"Section {number} of {len(items)}: {item.name}"
    done = sum(item.state is State.DONE for item in items)
    return f"{done} of {count_words(len(items), 'section')} done"


class PlaceLine(LinesWidget):
    """One line: the section in hand and a bar; two where one is too narrow."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"place-line--words", "place-line--bar"}
    DEFAULT_CSS = """
    PlaceLine { color: $foreground; background: $surface; padding: 0 2; }
    PlaceLine > .place-line--words { text-style: bold; }
    PlaceLine > .place-line--bar { color: $text-accent; }
    """

    def __init__(
        self,
        items: Sequence[OutlineItem],
        fraction: float = 0.0,
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._items, self._fraction = tuple(items), fraction

    def show(self, items: Sequence[OutlineItem], fraction: float) -> None:
        """Show another state; *fraction* is of the whole walk, 0.0 to 1.0."""
        self._items, self._fraction = tuple(items), fraction
        self.remake()

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """The words at the left, the bar at the right."""
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        base = self.rich_style
        words = same_length(place_words(self._items))
        bar = text_bar(self._fraction, min(BAR_WIDTH, width))
        gap = width - cell_len(words) - cell_len(bar)
        drawn_bar = Segment(bar, base + styles["place-line--bar"])
        if gap >= 2:  # noqa: PLR2004  words and bar must not touch
            return [[Segment(words + " " * gap, base + styles["place-line--words"]), drawn_bar]]
        return [*paragraph(words, width, base + styles["place-line--words"]), [drawn_bar]]


class Outline(LinesWidget):
    """The list of sections, each with its state as a sign and a word."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "outline--heading",
        "outline--done",
        "outline--here",
        "outline--to-come",
        "outline--open",
        "outline--bar",
    }
    DEFAULT_CSS = """
    Outline { color: $foreground; background: $surface; padding: 1 2; }
    Outline > .outline--heading { color: $text-primary; text-style: bold; }
    Outline > .outline--done { color: $text-muted; }
    Outline > .outline--here { color: $text-accent; text-style: bold; }
    Outline > .outline--to-come { color: $foreground; }
    Outline > .outline--open { color: $foreground; }
    Outline > .outline--bar { color: $text-accent; }
    """

    def __init__(
        self,
        heading: str,
        items: Sequence[OutlineItem],
        fraction: float = 0.0,
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._heading, self._items, self._fraction = heading, tuple(items), fraction

    def show(self, items: Sequence[OutlineItem], fraction: float) -> None:
        """Show another state; *fraction* is of the whole walk, 0.0 to 1.0."""
        self._items, self._fraction = tuple(items), fraction
        self.remake()

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Heading, bar, one block for each section."""
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        base = self.rich_style
        lines: list[list[Segment]] = [
            *paragraph(same_length(self._heading), width, base + styles["outline--heading"]),
            [
                Segment(
                    text_bar(self._fraction, min(width, BAR_WIDTH)),
                    base + styles["outline--bar"],
                )
            ],
            [],
        ]
        labels = max((cell_len(item.id) for item in self._items if item.id != item.title), default=0)
        for item in self._items:
            lines += self._item(item, width, labels)
        return lines

    def _item(self, item: OutlineItem, width: int, labels: int) -> list[list[Segment]]:
        role = f"outline--{item.state.replace(' ', '-')}"
        style = self.rich_style + self.get_component_rich_style(role, partial=True)
        glyph = f"{GLYPHS[item.state]} "
        label = "" if item.id == item.title else set_cell_size(same_length(item.id), labels) + "  "
        hang = len(glyph) + cell_len(label)
        return paragraph(same_length(item.words), width, style, first=[Segment(glyph + label, style)], hang=hang)
