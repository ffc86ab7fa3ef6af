"""Where a PIN is typed: never shown, never copied, never pasted (AUT-9, INJ-3)."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widgets.input import Selection

from oc_training.kiosk.widgets.text_field import CleanInput

PIN_LIMIT = 64
"""The longest secret that may be typed (AUT-1)."""
MASKS = ("* * * * ", " * * * *")
"""The same length whatever was typed; each key changes which of the two is shown, so that it is seen to count."""


class PinInput(CleanInput):
    """An input that shows one of two masks and gives its value to the screen alone."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(limit=PIN_LIMIT, id=id)
        self.password = True

    def take(self) -> str:
        """Return what was typed and empty the field."""
        typed = self.value
        self.value = ""
        return typed

    def validate_selection(self, selection: Selection) -> Selection:  # noqa: ARG002  Textual's signature
        """Nothing can be selected; the cursor stays at the end."""
        return Selection.cursor(len(self.value))

    def on_paste(self, event: events.Paste) -> None:
        """Ignore what is pasted."""
        event.stop()
        event.prevent_default()

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing."""

    def action_paste(self) -> None:
        """Paste nothing."""

    def render_line(self, y: int) -> Strip:
        """The mask, and the cursor when the field is in hand."""
        base = self.rich_style
        width = self.size.width
        if y != 0:
            return Strip.blank(width, base)
        shown = MASKS[len(self.value) % 2] if self.value else ""
        segments = [Segment(shown, base)]
        if self.has_focus:
            segments.append(Segment(" ", base + self.get_component_rich_style("input--cursor", partial=True)))
        return Strip(segments).crop_extend(0, width, base)
