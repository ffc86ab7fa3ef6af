"""Which of three roles somebody has: all three in sight, the chosen one marked by a glyph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType

from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.words import ROLES
from oc_training.roster.model import Role


class RoleChoice(LinesWidget, can_focus=True):
    """Arrows, space or a click choose; Tab goes on."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"role-choice--here"}
    DEFAULT_CSS = """
    RoleChoice { color: $foreground; background: $background; }
    RoleChoice > .role-choice--here { color: $text-accent; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "move(-1)", "Another role", key_display="Up"),
        Binding("down,right,space", "move(1)", "Another role", key_display="Down"),
    ]

    def __init__(self, role: Role, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.role = role
        """The role now chosen."""

    def on_focus(self) -> None:
        """Mark the field in hand."""
        self.remake()

    def on_blur(self) -> None:
        """Take the mark away."""
        self.remake()

    def action_move(self, by: int) -> None:
        """The next or previous role, round the end."""
        roles = list(Role)
        self._take(roles[(roles.index(self.role) + by) % len(roles)])

    def on_click(self, event: events.Click) -> None:
        """Choose the line that was clicked."""
        spot = event.get_content_offset(self)
        if spot is not None and 1 <= spot.y <= len(Role):
            self._take(list(Role)[spot.y - 1])

    def _take(self, role: Role) -> None:
        self.role = role
        self.remake()

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:  # noqa: ARG002  short lines
        """The field's name and the three roles."""
        base = self.rich_style
        here = base + self.get_component_rich_style("role-choice--here", partial=True)
        head = Segment("> Role at the kiosk", here) if self.has_focus else Segment("  Role at the kiosk", base)
        lines: list[Sequence[Segment]] = [[head]]
        for role, words in ROLES.items():
            chosen = role is self.role
            lines.append([Segment(f"  {'(o)' if chosen else '( )'} {words}", here if chosen else base)])
        return lines
