"""One plain message, for which nothing is to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from oc_training.kiosk.form_page import Sheet, Words
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.settling import Settling


class NoticePage(Page[None]):
    """Shows a title and some sentences until Enter is pressed; what was typed ahead does not send it away unseen."""

    DEFAULT_CSS = """
    NoticePage #sheet { border: solid $border-blurred; padding: 1 1 0 1; }
    NoticePage PushButton { margin: 0 0 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,escape", "go_on", "Go on", key_display="Enter", priority=True),
        Binding("up,pageup", "scroll(-1)", "Scroll", show=False),
        Binding("down,pagedown", "scroll(1)", "Scroll", show=False),
    ]

    def __init__(self, frame: Frame, title: str, sentences: Sequence[str], *, settling: Settling | None = None) -> None:
        """Each of *sentences* is a paragraph; lines within one are kept."""
        super().__init__(frame, title)
        self._title = title
        self._sentences = tuple(sentences)
        self._settling = settling or Settling()
        self._sheet = Sheet(
            Words(title, kind="head"), *(Words(sentence) for sentence in self._sentences), PushButton("Go on")
        )

    def body(self) -> ComposeResult:
        """The message and the button."""
        yield self._sheet

    def on_mount(self) -> None:
        """Begin the moment in which keys are ignored."""
        self._settling.start()

    def on_button_pressed(self) -> None:
        """Clicked."""
        self.action_go_on()

    def action_scroll(self, pages: int) -> None:
        """Show what does not fit."""
        self._sheet.action_scroll_pages(pages)

    def action_go_on(self) -> None:
        """Go on, once the message has been there for a moment."""
        if self._settling.over:
            self.finish(None)
