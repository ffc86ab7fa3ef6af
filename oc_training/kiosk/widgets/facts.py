"""Facts as a short table: a name and a value on each line, values under each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment

from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.widgets.typeset import paragraph

GAP = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is, and its value."""

    name: str
    value: str


class Facts(LinesWidget):
    """Shows facts; a long value wraps under itself."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"facts--name"}
    DEFAULT_CSS = """
    Facts { height: auto; color: $foreground; background: $background; }
    Facts > .facts--name { color: $text-muted; }
    """

    def __init__(self, facts: Sequence[Fact], *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._facts = tuple(facts)

    def show(self, facts: Sequence[Fact]) -> None:
        """Show other facts."""
        self._facts = tuple(facts)
        self.remake()

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Names in a column, values beside them."""
        base = self.rich_style
        quiet = base + self.get_component_rich_style("facts--name", partial=True)
        column = max((cell_len(fact.name) for fact in self._facts), default=0) + GAP
        lines: list[Sequence[Segment]] = []
        for fact in self._facts:
            name = same_length(fact.name)
            first = [Segment(name + " " * (column - cell_len(name)), quiet)]
            lines += paragraph(same_length(fact.value), width, base, first=first, hang=column)
        return lines
