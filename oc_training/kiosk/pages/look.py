"""A directive to look into: any section, whenever one likes, and nothing of it is recorded."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from oc_training.attestation.presence import READING_SECONDS
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.directive_view import DirectiveView
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.outline import State
from oc_training.policy.marks import Marker
from oc_training.policy.model import Revision

GUIDE = "You are looking this directive up. Nothing is recorded here."


class LookPage(Page[None]):
    """The same reader, without the training."""

    IDLE_SECONDS = READING_SECONDS
    DEFAULT_CSS = """
    LookPage #look-guide { height: auto; padding: 0 2; background: $background; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Other sections", key_display="Left"),
        Binding("right", "turn(1)", "Other sections", key_display="Right"),
        Binding("escape", "leave", "Back to the list", key_display="Esc"),
    ]

    def __init__(self, frame: Frame, revision: Revision, marker: Marker) -> None:
        super().__init__(frame, f"Directive {revision.directive}: {revision.title}")
        self._revision = revision
        self._view = DirectiveView(
            revision, marker, revision.sections[0], state_of=lambda _: State.OPEN, may_open=lambda _: True
        )

    def body(self) -> ComposeResult:
        """The directive, and one line that says what this is."""
        yield self._view
        yield Static(plain(GUIDE), id="look-guide")

    def on_mount(self) -> None:
        """Give the keys to the text."""
        self._view.take_focus()

    def action_turn(self, by: int) -> None:
        """To the next or previous section; the last does not lead back to the first."""
        sections = self._revision.sections
        number = sections.index(self._view.section) + by
        if 0 <= number < len(sections):
            self._view.open(sections[number])

    def on_directive_view_picked(self, event: DirectiveView.Picked) -> None:
        """A section from the outline."""
        self._view.open(self._revision.section(event.section))

    def on_directive_view_led(self, event: DirectiveView.Led) -> None:
        """A reference, or the way back."""
        self._view.open(self._revision.section(event.spot.section), event.spot.citation)

    def action_leave(self) -> None:
        """Back to where the person came from."""
        self.finish(None)
