"""A button whose focus can be seen without colour: ``> Sign out <``."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Button

from oc_training.kiosk.plain import joined, plain

MARKS = 6
"""Cells of the marks at both ends, and of the blanks that Textual puts around a button's line."""


class PushButton(Button):
    """A Button with a literal label, marks at its ends when it has the focus, and no animation."""

    DEFAULT_CSS = """
    PushButton, PushButton.-style-default {
        border: none; height: 1; min-width: 0; width: auto; padding: 0 1;
        text-style: bold; text-align: left; content-align: left middle;
        color: $foreground; background: $surface-active;
        &:hover { border: none; background: $surface-active; color: $text-accent; }
        &:focus {
            border: none; color: $block-cursor-foreground; text-style: bold;
            background: $primary; background-tint: $primary 0%;
        }
        &.-active { border: none; tint: transparent; }
        &.-tall { height: 3; padding: 1 2; }
        &.-quiet { background: $panel; }
        &:disabled { color: $text-disabled; text-opacity: 1; }
    }
    """

    def __init__(
        self,
        label: str,
        *,
        key: str = "",
        tall: bool = False,
        id: str | None = None,  # noqa: A002  Textual's own name
        disabled: bool = False,
    ) -> None:
        """Take a label, and the *key* that does the same, which is shown before it."""
        words = joined((f"[{key}] ", "bold"), label) if key else plain(label)
        super().__init__(words, id=id, disabled=disabled, classes="-tall" if tall else None)
        self.active_effect_duration = 0

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002  Textual's signature
        """The label and room for the marks."""
        return Content.from_text(self.label, markup=False).cell_length + MARKS

    def render(self) -> Content:
        """The label between its marks."""
        left, right = ("> ", " <") if self.has_focus else ("  ", "  ")
        return Content.assemble(left, Content.from_text(self.label, markup=False), right)
