"""Where a PIN is typed: never shown, never copied, never pasted, and gone when its owner is (AUT-9, INJ-3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from oc_training.kiosk.widgets.quiet import Quiet
from oc_training.kiosk.widgets.text_field import CleanInput, TextField
from oc_training.wording.pins import TAKEN_OUT

PIN_LIMIT = 64
"""The longest secret that may be typed (AUT-1)."""
MASKS = ("* * * * ", " * * * *")
"""The same length whatever was typed; each key changes which of the two is shown, so that it is seen to count."""


class PinInput(CleanInput):
    """An input that shows one of two masks and gives its value to the screen alone.

    A PIN that is left in it would be the signature of whoever comes by and presses Enter. So it does not stay there
    when nobody presses a key, on whatever page or dialog it is.
    """

    ALLOW_SELECT = False
    FORGET_SECONDS: ClassVar[float] = 30.0
    """After so long without a key a PIN is taken out: whoever typed it has walked away."""

    def __init__(self, *, quietly: bool = False, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        """*quietly* says nothing where a PIN is taken out: on a page that forgets everything then."""
        super().__init__(limit=PIN_LIMIT, id=id)
        self.password = True
        self._says_so = not quietly
        self._quiet = Quiet(self, self.forget)

    def watch_value(self) -> None:
        """A key in the field: somebody is there, or nothing is left to be taken out."""
        self.somebody_is_there()

    def somebody_is_there(self) -> None:
        """Count anew: a key was pressed here or elsewhere on the page."""
        if self.value and self.is_running:
            self._quiet.begin(self.FORGET_SECONDS)
        else:
            self._quiet.end()

    def forget(self) -> None:
        """Take out a PIN whose owner seems to have left, and say so beside the field."""
        if not self.value:
            return
        with self.prevent(Input.Changed):
            self.take()
        if self._says_so and isinstance(self.parent, TextField):
            self.parent.error = TAKEN_OUT

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


def pin_inputs(screens: Iterable[Screen[object]]) -> list[PinInput]:
    """The fields for PINs on *screens*, those that are covered included."""
    return [field for screen in screens for field in screen.query(PinInput)]
