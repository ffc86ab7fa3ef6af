"""How many people there are of each standing: as tabs to choose one, and as a bar for each unit.

Each standing has a character and a word of its own, so that a bar says the same without colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from oc_training.attestation.standing import Kind
from oc_training.attestation.unit_counts import UnitCount
from oc_training.counting import count_words
from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.widgets.people_columns import fitted
from oc_training.kiosk.words import GLYPHS

BAR_CELLS: Final[Mapping[Kind, str]] = {
    Kind.OVERDUE: "!",
    Kind.DUE: "\N{WHITE CIRCLE}",
    Kind.CURRENT: "\N{BLACK SQUARE}",
    Kind.EXCUSED: "-",
}
"""What a bar is made of; every console font has these."""

WIDEST_NAME = 24
WIDEST_BAR = 32
GAP = 2


def share_out(counts: Mapping[Kind, int], cells: int) -> dict[Kind, int]:
    """How many of a bar's *cells* each standing gets: in proportion, and at least one where there is anybody.

    Together they are *cells*, as long as there is anybody and a cell for each standing.
    """
    present = [kind for kind in Kind if counts.get(kind, 0)]
    total = sum(counts.get(kind, 0) for kind in present)
    if not present:
        return {}
    share = {kind: max(counts[kind] * cells // total, 1) for kind in present}
    while sum(share.values()) > cells and max(share.values()) > 1:
        share[max(share, key=lambda kind: share[kind])] -= 1
    while sum(share.values()) < cells:
        share[max(present, key=lambda kind: counts[kind] * cells / total - share[kind])] += 1
    return share


def bar(counts: Mapping[Kind, int], cells: int) -> str:
    """``!!○○○○■■■■■■■■■--``, worst first, *cells* wide."""
    share = share_out(counts, cells)
    return "".join(BAR_CELLS[kind] * share.get(kind, 0) for kind in WORST_FIRST).ljust(cells)


def counted(counts: Mapping[Kind, int]) -> str:
    """``1 overdue, 2 due, 6 current``; who there is none of is left out."""
    return ", ".join(f"{counts[kind]:,} {kind}" for kind in WORST_FIRST if counts.get(kind, 0)) or "nobody"


WORST_FIRST: Final = (Kind.OVERDUE, Kind.DUE, Kind.CURRENT, Kind.EXCUSED)

CLASSES: Final = {"standing--overdue", "standing--due", "standing--current", "standing--excused"}
COLOURS: Final = """
    {name} > .standing--overdue {{ color: $text-error; text-style: bold; }}
    {name} > .standing--due {{ color: $text-warning; text-style: bold; }}
    {name} > .standing--current {{ color: $text-success; }}
    {name} > .standing--excused {{ color: $text-muted; }}
"""


class StandingTabs(LinesWidget):
    """``>1 All 38   2 [!] overdue 5 ...``: the counts, each with the key that shows only these."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*CLASSES, "standing--here"}
    DEFAULT_CSS = (
        COLOURS.format(name="StandingTabs") + "    StandingTabs > .standing--here { background: $surface-active; }"
    )

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number
            """0 is everybody, then the standings, worst first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._counts: Mapping[Kind, int] = {}
        self._here: Kind | None = None

    def show(self, counts: Mapping[Kind, int], here: Kind | None) -> None:
        """Show other counts; *here* is the standing now shown, None for all of them."""
        self._counts, self._here = counts, here
        self.remake()

    def _tabs(self) -> list[tuple[str, Kind | None]]:
        tabs: list[tuple[str, Kind | None]] = [(f"1 All {sum(self._counts.values()):,}", None)]
        for number, kind in enumerate(WORST_FIRST, start=2):
            tabs.append((f"{number} {GLYPHS[kind]} {self._counts.get(kind, 0):,} {kind}", kind))
        return tabs

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """The tabs, on as many lines as they need."""
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        lines: list[list[Segment]] = []
        for row in _arranged(self._tabs(), width):
            line: list[Segment] = []
            for words, kind in row:
                style = self.rich_style + (styles[f"standing--{kind}"] if kind else Style(bold=True))
                here = kind is self._here
                ground = style + styles["standing--here"] + Style(bold=True) if here else style
                line.append(Segment(f"{'>' if here else ' '}{words} ", ground))
            lines.append(line)
        return lines

    def on_click(self, event: events.Click) -> None:
        """A click on a tab is its key."""
        spot = event.get_content_offset(self)
        rows = _arranged(self._tabs(), self.size.width)
        if spot is None or spot.y >= len(rows):
            return
        left = 0
        for words, kind in rows[spot.y]:
            if left <= spot.x < left + len(words) + GAP:
                self.post_message(self.Picked(0 if kind is None else WORST_FIRST.index(kind) + 1))
            left += len(words) + GAP


def _arranged(tabs: Sequence[tuple[str, Kind | None]], width: int) -> list[list[tuple[str, Kind | None]]]:
    rows: list[list[tuple[str, Kind | None]]] = []
    used = 0
    for words, kind in tabs:
        cells = len(words) + GAP
        if rows and used + cells <= width:
            rows[-1].append((words, kind))
            used += cells
        else:
            rows.append([(words, kind)])
            used = cells
    return rows


class UnitBars(LinesWidget):
    """A line for each unit: its name, its bar, the same in words."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*CLASSES, "standing--rest"}
    DEFAULT_CSS = COLOURS.format(name="UnitBars") + "    UnitBars > .standing--rest { color: $text-muted; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._units: tuple[UnitCount, ...] = ()
        self._most = 0

    def show(self, units: Sequence[UnitCount], most: int) -> None:
        """Show *units*, on at most so many lines."""
        self._units, self._most = tuple(units), most
        self.remake()

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """One line a unit; the last says how many more there are."""
        base = self.rich_style
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        shown = self._units if len(self._units) <= self._most else self._units[: max(self._most - 1, 0)]
        names = max((cell_len(same_length(unit.unit)) for unit in shown), default=0)
        name_cells = min(names, WIDEST_NAME)
        cells = min(WIDEST_BAR, max(width // 4, len(WORST_FIRST)))
        lines: list[list[Segment]] = []
        for unit in shown:
            share = share_out(unit.counts, cells)
            parts = [
                Segment(BAR_CELLS[kind] * share.get(kind, 0), base + styles[f"standing--{kind}"])
                for kind in WORST_FIRST
            ]
            words = counted(unit.counts)
            lines.append(
                [Segment(f"{fitted(unit.unit, name_cells)}{' ' * GAP}", base), *parts, Segment("  " + words, base)]
            )
        if len(shown) < len(self._units):
            rest = f"and {count_words(len(self._units) - len(shown), 'more unit')}; U shows them all."
            lines.append([Segment(rest, base + styles["standing--rest"])])
        return lines
