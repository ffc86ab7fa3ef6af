"""The clock is in doubt: a supervisor looks at a watch and confirms the time with their PIN, or leaves it (AUD-9).

Nothing here sets a clock. Where the time is wrong, whoever administers the machine has to put it right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from oc_training.attestation.session import Session
from oc_training.attestation.timekeeping import ClockSheet, Timekeeping
from oc_training.kiosk.form_page import Sheet, Words
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.act_dialog import Act, ActDialog
from oc_training.kiosk.widgets.facts import Fact, Facts
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.settling import Settling
from oc_training.roster.pins import Secret
from oc_training.wording.arrival import CLOCK, IF_WRONG, WAITS, clock_facts, confirming_words


class ClockPage(Page[None]):
    """Shows the time and why it is in doubt."""

    DEFAULT_CSS = """
    ClockPage #sheet { border: solid $border-blurred; padding: 1 1 0 1; }
    ClockPage Facts { margin: 0 2 1 2; }
    ClockPage PushButton { margin: 0 0 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "confirm", "Confirm the time", key_display="C"),
        Binding("escape", "later", "Not now", key_display="Esc"),
        Binding("tab,down", "app.focus_next", "Next", show=False),
        Binding("shift+tab,up", "app.focus_previous", "Previous", show=False),
        Binding("pageup", "scroll_pages(-1)", "Page", show=False),
        Binding("pagedown", "scroll_pages(1)", "Page", show=False),
    ]

    def __init__(
        self,
        frame: Frame,
        sheet: ClockSheet,
        timekeeping: Timekeeping,
        session: Session,
        *,
        settling: Settling | None = None,
    ) -> None:
        super().__init__(frame, "The kiosk's clock")
        self._clock = sheet
        self._timekeeping = timekeeping
        self._session = session
        self._settling = settling or Settling()
        self._room = Sheet(
            Words(CLOCK, kind="head"),
            Facts(tuple(Fact(name, value) for name, value in clock_facts(sheet))),
            Words(sheet.why),
            Words(WAITS),
            Words(IF_WRONG, kind="quiet"),
            *([PushButton("Confirm the time ...", key="C", id="confirm")] if sheet.can_be_confirmed else []),
            PushButton("Not now", key="Esc", id="later"),
        )

    def body(self) -> ComposeResult:
        """Time, reason, ways."""
        yield self._room

    def on_mount(self) -> None:
        """Begin the moment in which keys are ignored."""
        self._settling.start()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What cannot be right cannot be confirmed."""
        if action == "confirm":
            return self._clock.can_be_confirmed
        return super().check_action(action, parameters)

    def on_button_pressed(self, event: PushButton.Pressed) -> None:
        """A button does what its key does."""
        ways: dict[str, Callable[[], None]] = {"confirm": self.action_confirm, "later": self.action_later}
        ways[event.button.id or ""]()

    def action_scroll_pages(self, pages: int) -> None:
        """Show what does not fit."""
        self._room.action_scroll_pages(pages)

    def action_confirm(self) -> None:
        """Ask for the PIN with the time as it is now."""
        if self._settling.over:
            self.app.push_screen(ActDialog(self._act(self.frame.now())), self._confirmed)

    def _act(self, shown: datetime) -> Act[int]:
        def confirm(_: Mapping[str, str], pin: Secret) -> int:
            return self._timekeeping.confirm(self._session, pin, shown).entry.seq

        return Act(
            "Confirm the time",
            confirming_words(shown),
            (),
            "The time is right",
            confirm,
        )

    def _confirmed(self, number: int | None) -> None:
        if number is not None:
            self.finish(None)

    def action_later(self) -> None:
        """Leave it in doubt."""
        if self._settling.over:
            self.finish(None)
