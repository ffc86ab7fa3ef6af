"""The question whether somebody is still there, with a countdown in words; any key stays (A11Y-5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from oc_training.kiosk.plain import plain

ROOM_FOR_A_BOX = 12
"""Lines of a window from which on the question has a box around it; in a smaller one it still has to be readable."""


class StillThere(ModalScreen[bool]):
    """Counts down; gives True at any sign of life, False when nobody was there."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    DEFAULT_CSS = """
    StillThere { align: center middle; background: $background; }
    StillThere > Vertical {
        width: 56; max-width: 94%; height: auto; border: double $border; background: $surface;
        padding: 1 2 0 2; border-title-color: $text-accent; border-title-style: bold;
    }
    StillThere Static { width: 1fr; height: auto; background: $surface; margin: 0 0 1 0; }
    StillThere #countdown { text-style: bold; }
    StillThere.-tiny { align: left top; }
    StillThere.-tiny > Vertical { width: 1fr; max-width: 100%; border: none; padding: 0; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (ROOM_FOR_A_BOX, "-roomy")]  # noqa: RUF012  Textual's own declaration

    def __init__(self, seconds: int, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._end = monotonic() + seconds
        self._answered = False

    def compose(self) -> ComposeResult:
        """A question and three sentences."""
        with Vertical() as box:
            box.border_title = plain(" Are you still there? ")
            yield Static(plain(self._words()), id="countdown")
            yield Static(plain("Everything you have done so far is kept."))

    def on_mount(self) -> None:
        """Count once a second."""
        self.set_interval(1.0, self._count)

    def _words(self) -> str:
        left = max(round(self._end - self._monotonic()), 0)
        seconds = "1 second" if left == 1 else f"{left} seconds"
        return f"You will be signed out in {seconds}. Press any key to stay."

    def _count(self) -> None:
        self.query_one("#countdown", Static).update(plain(self._words()))
        if self._monotonic() >= self._end:
            self._answer(still_there=False)

    def on_key(self, event: events.Key) -> None:
        """Any key stays, and does nothing else."""
        event.stop()
        event.prevent_default()
        self._answer(still_there=True)

    def on_click(self) -> None:
        """So does a click."""
        self._answer(still_there=True)

    def _answer(self, *, still_there: bool) -> None:
        if not self._answered:
            self._answered = True
            self.dismiss(still_there)
