"""The statement that is signed, and which of its lines have been on the screen."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

from oc_training.kiosk.plain import plain

TITLE = " This is what you would sign "


class Statement(Static):
    """Shows the statement in a frame and knows when every line of it has been drawn.

    At another width the lines are others, and in another height there may have been room for some that stood there
    only while the page was laid out: what was not whole by then counts from the beginning again.
    """

    DEFAULT_CSS = """
    Statement {
        height: auto; padding: 0 2; margin: 0 0 1 0; background: $surface; border: double $border;
        border-title-color: $text-accent; border-title-style: bold;
    }
    """

    def __init__(self, statement: str, height_around: Callable[[], int]) -> None:
        """*height_around* tells how many lines there are for what it scrolls in."""
        super().__init__(plain(statement, keep_newlines=True))
        self.border_title = plain(TITLE)
        self._drawn: set[int] = set()
        self._height_around = height_around
        self._counted_in = (0, 0)
        self._whole = False

    @property
    def whole(self) -> bool:
        """Whether every line has been on the screen."""
        return self._whole

    @property
    def first_left(self) -> int:
        """The line of this widget, its frame counted, on which the first line stands that has not been shown yet."""
        lines = range(self.content_size.height)
        return self.gutter.top + next((line for line in lines if line not in self._drawn), 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines that are in sight, and note them."""
        strips = super().render_lines(crop)
        if not self._whole:
            self._note(crop)
        return strips

    def _note(self, crop: Region) -> None:
        width, height = self.content_size
        counted_in = (width, self._height_around())
        if counted_in != self._counted_in:
            self._counted_in = counted_in
            self._drawn.clear()
        top = self.gutter.top
        self._drawn |= set(range(max(crop.y - top, 0), min(crop.bottom - top, height)))
        self._whole = len(self._drawn) >= height > 0
