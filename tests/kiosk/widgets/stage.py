"""One widget on a screen of its own, with every message it sends."""

from __future__ import annotations

from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from oc_training.kiosk import theme

M = TypeVar("M", bound=Message)


class Stage(App[object], inherit_bindings=False):
    ENABLE_COMMAND_PALETTE = False
    CSS = theme.STOCK_CSS

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.animation_level = "none"
        self._widgets = widgets
        self.seen: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def on_mount(self) -> None:
        theme.dress(self)

    def hear(self, message: Message) -> None:
        """A message hook: each message once, though it bubbles through several levels."""
        if not any(message is one for one in self.seen):
            self.seen.append(message)

    def of(self, kind: type[M]) -> list[M]:
        return [message for message in self.seen if isinstance(message, kind)]
