"""What stands large on a page: a name or a number in big letters, and the day and time below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment

from oc_training.kiosk.appearance import drawn_in_ascii
from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.header_bar import MINUTE, clock_words
from oc_training.kiosk.widgets.letters import can_be_drawn, dots_wide, draw_lines
from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.widgets.typeset import fold


class Banner(LinesWidget):
    """A text in the largest letters for which there is room, each line in the middle."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"banner--letters"}
    DEFAULT_CSS = """
    Banner > .banner--letters { color: $text-accent; text-style: bold; }
    """

    def __init__(self, text: str, *, large: bool = True, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        """Take the text; with *large* False it takes one line where it fits one."""
        super().__init__(id=id)
        self._text = text
        self._large = large

    def show(self, text: str | None = None, *, large: bool | None = None) -> None:
        """Show another text, or in another size."""
        self._text = self._text if text is None else text
        self._large = self._large if large is None else large
        self.remake()

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Large letters, which are made of blocks, else spaced capitals, else the text as it is."""
        style = self.rich_style + self.get_component_rich_style("banner--letters", partial=True)
        lines = set_in_letters(self._text, width, large=self._large and not drawn_in_ascii(self))
        return [[Segment(" " * ((width - cell_len(line)) // 2) + line, style)] for line in lines]


def set_in_letters(text: str, width: int, *, large: bool) -> list[str]:
    """Return *text* as rows of at most *width* cells in the largest letters that fit."""
    words = " ".join(same_length(text).split())
    if large and can_be_drawn(words):
        broken = _in_few_lines(words, width)
        if broken:
            return draw_lines(broken)
    spaced = "   ".join(" ".join(word.upper()) for word in words.split())
    if cell_len(spaced) <= width:
        return [spaced]
    return [words[start:end] for start, end in fold(words, width)]


def _in_few_lines(words: str, width: int) -> list[str]:
    """The words in one or two lines of large letters; nothing where they do not fit.

    A break that leaves the shorter line above is better: ``Oak Creek`` over ``Police Department``.
    """
    if dots_wide(words) <= width:
        return [words]
    parts = words.split()
    breaks = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    fitting = [two for two in breaks if max(map(dots_wide, two)) <= width]
    return list(min(fitting, key=lambda two: (dots_wide(two[0]) > dots_wide(two[1]), dots_wide(two[1])), default=()))


class DayAndTime(LinesWidget):
    """``Tuesday, August 4, 2026   14:05`` in the middle of a line; it changes once a minute (A11Y-8)."""

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        """Take *now*, where the time comes from."""
        super().__init__(id=id)
        self._now = now

    def on_mount(self) -> None:
        """Wait for the next full minute."""
        self._wait()

    def _wait(self) -> None:
        self.set_timer(max(MINUTE - self._now().second, 1.0), self._next_minute)

    def _next_minute(self) -> None:
        self.remake()
        self._wait()

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """One line."""
        words = clock_words(self._now())
        return [[Segment(" " * max((width - cell_len(words)) // 2, 0) + words, self.rich_style)]]
