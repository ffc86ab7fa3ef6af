"""After a one-time code: the person gets a PIN of their own, made for them or chosen, that nobody else sees.

A PIN that is shown stays for half a minute or until the first key; it is set once it has been typed from
memory or from a note, so that nobody leaves with a PIN they do not have (AUT-1, AUT-13).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher, Input

from oc_training.attestation.door import Door
from oc_training.attestation.session import Session
from oc_training.errors import OcTrainingError, Refused
from oc_training.kiosk.form_page import FormPage, Said, Sheet, Words
from oc_training.kiosk.page import Frame
from oc_training.kiosk.widgets.banner import Banner
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.text_field import TextField
from oc_training.roster.pins import Secret
from oc_training.wording.pins import CODE_ACCEPTED, NOT_THE_SAME, RULE, SHOWN_SECONDS

WAYS, OFFER, OWN = "ways", "offer", "own"
NOTE_IT = "This is your PIN. Learn it, or note it where nobody else looks. Then type it once."
HIDDEN = "The PIN is hidden. Press F5 to see it again."


class ChoosePinPage(FormPage[None]):
    """Ends when the person has a PIN."""

    SHOW_SECONDS: ClassVar[float] = SHOWN_SECONDS
    """How long a PIN stays on the screen."""
    DEFAULT_CSS = """
    ChoosePinPage ContentSwitcher, ChoosePinPage ContentSwitcher > Vertical { height: auto; }
    ChoosePinPage PushButton { margin: 0 0 1 2; }
    ChoosePinPage Banner { height: 3; margin: 0 0 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "offer", "Show me a PIN"),
        Binding("2", "own", "Choose my own"),
        Binding("f5", "show_again", "Show it again", key_display="F5"),
        Binding("escape", "back", "Back", key_display="Esc", priority=True),
    ]

    def __init__(self, frame: Frame, door: Door, session: Session) -> None:
        super().__init__(frame, "Your own PIN")
        self._door, self._session = door, session
        self._offered: Secret | None = None
        self._hiding: Timer | None = None
        self._banner = Banner("")
        self._note = Words("")
        self._noted, self._first, self._second = PinInput(), PinInput(), PinInput()
        self._offer_fields = (TextField("Type the PIN", self._noted),)
        self._own_fields = (TextField("Your PIN", self._first), TextField("The same PIN again", self._second))
        self._stages = ContentSwitcher(*self._ways(), initial=WAYS)
        self._said = Said()

    def _ways(self) -> Iterator[Widget]:
        yield Vertical(
            PushButton("Show me a PIN of 6 digits that only I see", key="1", id="to-offer"),
            PushButton("Choose my own PIN", key="2", id="to-own"),
            id=WAYS,
        )
        yield Vertical(self._banner, self._note, *self._offer_fields, PushButton("Set this PIN"), id=OFFER)
        yield Vertical(Words(RULE), *self._own_fields, PushButton("Set this PIN"), id=OWN)

    def body(self) -> ComposeResult:
        """What it is for, then the two ways."""
        yield Sheet(Words(CODE_ACCEPTED), self._stages, self._said)

    @property
    def _stage(self) -> str:
        return self._stages.current or WAYS

    # ---- what FormPage asks for ---------------------------------------------------------------------------------

    def fields(self) -> Sequence[TextField]:
        """Those of the way chosen."""
        return {OFFER: self._offer_fields, OWN: self._own_fields}.get(self._stage, ())

    def takes(self) -> Widget:
        """All of the way chosen."""
        return self._stages

    def said(self) -> Said:
        """The line below."""
        return self._said

    async def send(self) -> None:
        """Set the PIN."""
        with self.prevent(Input.Changed):
            noted, first, second = (Secret(field.take()) for field in (self._noted, self._first, self._second))
        self.clear_errors()
        try:
            if self._stage == OFFER and self._offered is not None:
                await asyncio.to_thread(self._door.accept_pin, self._session, self._offered, noted)
            elif first != second:
                raise Refused(NOT_THE_SAME)
            else:
                await asyncio.to_thread(self._door.set_pin, self._session, first)
        except OcTrainingError as refused:
            self.fields()[0].error = str(refused)
        else:
            self._offered = None
            self.finish(None)

    # ---- keys ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each key only where it does something."""
        match action:
            case "offer" | "own":
                return self._stage == WAYS
            case "back":
                return self._stage != WAYS and not self.sending
            case "show_again":
                return self._stage == OFFER and self._hiding is None
            case _:
                return super().check_action(action, parameters)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A way, or the PIN typed."""
        match event.button.id:
            case "to-offer":
                self.action_offer()
            case "to-own":
                self.action_own()
            case _:
                self.start_sending()

    def action_offer(self) -> None:
        """Show a PIN made for this person; asking again shows the same one."""
        if self._offered is None:
            self._offered = self._door.offer_pin(self._session)
        self._go_to(OFFER)
        self.action_show_again()

    def action_own(self) -> None:
        """Let the person choose."""
        self._go_to(OWN)

    def action_back(self) -> None:
        """To the two ways."""
        self._hide()
        self._go_to(WAYS)

    def action_show_again(self) -> None:
        """Show the PIN for a while, with an empty field."""
        if self._offered is None:
            return
        with self.prevent(Input.Changed):
            self._noted.take()
        digits = " ".join(self._offered.reveal())
        self._banner.show(digits)
        self._note.say(f"{digits}\n{NOTE_IT}")
        self._hiding = self.set_timer(self.SHOW_SECONDS, self._hide)
        self.refresh_bindings()

    def on_input_changed(self) -> None:
        """The first key hides the PIN: it is typed from memory or from a note."""
        self.clear_errors()
        self._hide()

    def _hide(self) -> None:
        if self._hiding is None:
            return
        self._hiding.stop()
        self._hiding = None
        self._banner.show("")
        self._note.say(HIDDEN)
        self.refresh_bindings()

    def _go_to(self, stage: str) -> None:
        """Show one stage, its first field in hand."""
        self._stages.current = stage
        self.clear_errors()
        for field in (self._noted, self._first, self._second):
            with self.prevent(Input.Changed):
                field.take()
        if self.fields():
            self.fields()[0].focus_input()
        else:
            self.set_focus(None)
        self.refresh_bindings()
