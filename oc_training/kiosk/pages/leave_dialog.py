"""The way out of a locked kiosk: badge number and PIN of somebody who supervises, asked for over the welcome page.

What somebody typed here and left is forgotten with the dialog after half a minute, as on the welcome page itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.widgets import Input

from oc_training.kiosk.pages.act_dialog import Act, ActDialog, Asked
from oc_training.kiosk.widgets.quiet import Quiet
from oc_training.roster.details import CAPS, Field
from oc_training.roster.pins import Secret
from oc_training.wording.pins import BADGE_MISSING

TITLE = "Close the kiosk?"
WORDS = (
    "Behind the kiosk anybody can use this terminal, so it takes a supervisor or the training coordinator. "
    "It is recorded who closed it."
)


class LeaveDialog(ActDialog[bool]):
    """Gives True once the leaving was recorded, and None or nothing where somebody went back."""

    def __init__(self, leave: Callable[[str, Secret], None], forget_seconds: float) -> None:
        """*leave* records it or raises a sentence; after *forget_seconds* without a key the dialog goes away."""
        self._leave = leave
        self._forget_seconds = forget_seconds
        badge = Asked("badge", "Your badge number", CAPS[Field.BADGE], objection=_missing)
        super().__init__(Act(TITLE, [WORDS], [badge], "Close the kiosk", self._do_leave))
        self._quiet = Quiet(self, self.action_back)

    def _do_leave(self, values: Mapping[str, str], pin: Secret) -> bool:
        self._leave(values["badge"], pin)
        return True

    def on_mount(self) -> None:
        """Begin to wait for keys."""
        super().on_mount()
        self._quiet.begin(self._forget_seconds)

    def on_input_changed(self, event: Input.Changed) -> None:
        """A key: somebody is there."""
        super().on_input_changed(event)
        self._quiet.begin(self._forget_seconds)


def _missing(badge: str) -> str:
    return "" if badge.strip() else BADGE_MISSING
