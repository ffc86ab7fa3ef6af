"""What is shown while the window is too small for any page: a sentence instead of a broken screen (A11Y-6)."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from oc_training.kiosk.plain import plain
from oc_training.wording.window import LEAST_COLUMNS, LEAST_ROWS

WORDS = (
    f"This window is too small for the kiosk, which needs {LEAST_COLUMNS} columns by {LEAST_ROWS} rows. "
    "Make it larger, or its letters smaller. Everything you have done so far is kept."
)


def is_too_small(size: Size) -> bool:
    """Whether pages cannot be shown whole at this size."""
    return size.width < LEAST_COLUMNS or size.height < LEAST_ROWS


class TooSmall(ModalScreen[None]):
    """Lies over whatever was shown until there is room again; keys reach nothing below it but the way out."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    DEFAULT_CSS = """
    TooSmall { background: $background; }
    TooSmall VerticalScroll { background: $background; scrollbar-size-vertical: 0; }
    TooSmall Static { width: 1fr; height: auto; color: $foreground; background: $background; }
    """

    def compose(self) -> ComposeResult:
        """One sentence, from the upper left corner on."""
        with VerticalScroll(can_focus=False):
            yield Static(plain(WORDS))

    def on_key(self, event: events.Key) -> None:
        """Whoever cannot see what a key does has not meant it."""
        event.stop()
        event.prevent_default()
