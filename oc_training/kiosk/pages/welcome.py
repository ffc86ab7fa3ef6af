"""The page that a terminal shows while nobody is signed in: whose kiosk it is, what time it is, and the way in.

Nothing on it points to a person (KSK-12), and what somebody typed and left is gone after half a minute.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Horizontal, Vertical
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Input, Static

from oc_training.attestation.session import Entrance
from oc_training.errors import OcTrainingError, TooSoon
from oc_training.kiosk.form_page import FormPage, Said, Words
from oc_training.kiosk.outcomes import Leave
from oc_training.kiosk.page import Frame
from oc_training.kiosk.pages.leave_dialog import LeaveDialog
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.banner import Banner, DayAndTime
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.key_bar import KeyBar
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.quiet import Quiet
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.widgets.settling import Settling
from oc_training.kiosk.widgets.text_field import CleanInput, TextField
from oc_training.roster.details import CAPS, Field
from oc_training.roster.pins import Secret
from oc_training.wording.pins import BADGE_MISSING, FIRST_TIME

DEMONSTRATION = "Demonstration with invented people"
ROOM_FOR_LARGE_LETTERS = 24
"""Lines of a screen from which on the agency's name stands in large letters."""
NOBODY_WAS_HERE = "Signed out because nobody was here; what you did is kept."
NOT_TAKEN = "Those keys were not taken. Please wait a moment, then type your badge number."
TOLD_LINES = 2
PIN_MISSING = "Please type your PIN, or the one-time code."


class WelcomePage(FormPage[Entrance | Leave]):
    """Badge number and PIN; gives the entrance of whoever signed in, or that the kiosk is to be closed."""

    FORGET_SECONDS: ClassVar[float] = 30.0
    """After so long without a key, what was typed is forgotten: whoever typed it has walked away."""
    DEFAULT_CSS = """
    WelcomePage > ScrollRoom { align: center middle; border-bottom: blank $background; }
    WelcomePage #welcome { width: 80; max-width: 100%; height: auto; }
    WelcomePage DayAndTime { margin: 1 0; color: $text-muted; }
    WelcomePage #column { width: 64; max-width: 94%; height: auto; }
    WelcomePage #way-in { height: auto; }
    WelcomePage #way-in TextField > Input { max-width: 100%; }
    WelcomePage #act { height: 1; margin: 0 0 1 2; }
    WelcomePage #told { color: $text-accent; text-style: bold; margin: 0 0 1 0; }
    WelcomePage .words { width: 1fr; height: auto; padding: 0 2; color: $text-muted; }
    WelcomePage.-tall DayAndTime { margin: 1 0 2 0; }
    WelcomePage.-tall .words { margin: 0 0 1 0; }
    WelcomePage #hints {
        width: 1fr; height: auto; padding: 0 1;
        border: solid $border-blurred; border-title-color: $text-accent; border-title-style: bold;
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-tall")]  # noqa: RUF012  Textual's own declaration
    SILENCE_SECONDS: ClassVar[float] = 0.8
    """Longer than anybody pauses between two keys of a PIN that they type without looking."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "close_kiosk", "Close kiosk", key_display="F12"),
        Binding("escape", "forget", "Clear", key_display="Esc"),
    ]

    def __init__(  # noqa: PLR0913  what the page says and the two things that it does
        self,
        frame: Frame,
        ask: str,
        sign_in: Callable[[str, Secret], Entrance],
        hints: Sequence[str] = (),
        *,
        leave: Callable[[str, Secret], None] | None = None,
        said: str = "",
        settle: bool = False,
    ) -> None:
        """*ask* says whom to ask; *hints* are badges and PINs of the demonstration, one a line.

        With *leave* the kiosk is closed by badge number and PIN, else after a question. *said* tells why somebody is
        here again. With *settle* keys are dropped until the keyboard was silent for a moment: they were typed for
        what was on the screen before, and the end of a PIN would stand in the badge field, readable (AUT-9).
        """
        super().__init__(frame, "Welcome")
        self._leave = leave
        self._told = Words(said, id="told")
        self._told.display = bool(said)
        self._silence = Settling(self.SILENCE_SECONDS)
        self._settle = settle
        self._ask = ask
        self._sign_in = sign_in
        self._hints = tuple(hints)
        self._badge = TextField("Badge number", CleanInput(limit=CAPS[Field.BADGE]), id="badge")
        self._typed_pin = PinInput(quietly=True)
        self._pin = TextField("PIN", self._typed_pin, id="pin")
        self._banner = Banner(frame.agency)
        self._said = Said()
        self._way_in = Vertical(
            self._badge,
            self._pin,
            Horizontal(PushButton("Sign in", id="sign-in"), self._said, id="act"),
            id="way-in",
        )
        self._quiet = Quiet(self, self._forget)
        self._pause = Quiet(self, self._end_pause)

    def compose(self) -> ComposeResult:
        """No head: the whole page is one."""
        column = Vertical(*self._column(), id="column")
        room = ScrollRoom(Vertical(self._banner, DayAndTime(self.frame.now), Center(column), id="welcome"))
        room.can_focus = False
        yield room
        yield KeyBar()

    def _column(self) -> Iterator[Widget]:
        yield self._told
        yield self._way_in
        yield Static(plain(FIRST_TIME), classes="words")
        yield Static(plain(self._ask), classes="words")
        if self._hints:
            yield self._hint_box()

    def _hint_box(self) -> Static:
        box = Static(plain("\n".join(self._hints), keep_newlines=True), id="hints")
        box.border_title = plain(DEMONSTRATION)
        return box

    def on_mount(self) -> None:
        """Begin with the badge number, and forget what is left there."""
        self._quiet.begin(self.FORGET_SECONDS)
        self._silence.start()
        if self._badge.is_attached:  # or the program is ending before its first page is drawn
            self.begin()

    def takes_keys(self) -> bool:
        """Whether a key that comes now was meant for this page; one that was not begins the silence anew."""
        if self._settle and not self._silence.over:
            self._silence.start()
            self._say(NOT_TAKEN)
            return False
        self._settle = False
        return True

    def _say(self, words: str) -> None:
        """Say something above the fields; an empty text takes what stands there away."""
        self._told.say(words)
        self._told.display = bool(words)

    def on_input_changed(self) -> None:
        """A key: what was said is old, and somebody is there."""
        self.clear_errors()
        if self._told.display:
            self._say("")
        self._quiet.begin(self.FORGET_SECONDS)

    def on_resize(self, event: Resize) -> None:
        """Large letters where there is room for them."""
        hints = len(self._hints) + 3 if self._hints else 0
        told = TOLD_LINES if self._told.display else 0
        self._banner.show(large=event.size.height >= ROOM_FOR_LARGE_LETTERS + hints + told)

    # ---- what FormPage asks for ---------------------------------------------------------------------------------

    def fields(self) -> Sequence[TextField]:
        """Badge number and PIN."""
        return (self._badge, self._pin)

    def takes(self) -> Widget:
        """Both fields and the button."""
        return self._way_in

    def said(self) -> Said:
        """Nothing is said here but beside the fields."""
        return self._said

    async def send(self) -> None:
        """Try badge number and PIN; the PIN is forgotten with the try."""
        with self.prevent(Input.Changed):  # or emptying the field would take away what is said about it
            pin = Secret(self._typed_pin.take())
        self._pause.end()
        self._badge.error = "" if self._badge.value.strip() else BADGE_MISSING
        self._pin.error = "" if pin.reveal() or self._badge.error else PIN_MISSING
        if self._badge.error or self._pin.error:
            return
        try:
            self.finish(await asyncio.to_thread(self._sign_in, self._badge.value, pin))
        except OcTrainingError as refused:
            self._pin.error = str(refused)
            if isinstance(refused, TooSoon) and refused.pause is not None:
                self._pause.begin(refused.pause)

    def _end_pause(self) -> None:
        """What was said of a pause is true no longer."""
        self._pause.end()
        self.clear_errors()

    # ---- keys ---------------------------------------------------------------------------------------------------

    def on_button_pressed(self) -> None:
        """Sign in."""
        self.start_sending()

    def action_forget(self) -> None:
        """Empty both fields, and take away what was said."""
        if not self.sending:
            self.clear_errors()
            self._say("")
        self._forget()

    def _forget(self) -> None:
        """Empty both fields; what was said stays until somebody comes."""
        if self.sending:
            return
        with self.prevent(Input.Changed):
            self._badge.value = ""
            self._typed_pin.take()
        self._badge.focus_input()

    def action_close_kiosk(self) -> None:
        """Ask before the terminal is given free: a question, or who it is."""
        if self._leave is not None:
            self.app.push_screen(LeaveDialog(self._leave, self.FORGET_SECONDS), self._close)
            return
        question = Dialog(
            "Close the kiosk?",
            ["Nobody is signed in, and everything that was recorded is safe."],
            [Choice("Close the kiosk", value=True, key="c"), Choice("Back", value=False, key="b")],
            on_escape=False,
        )
        self.app.push_screen(question, self._close)

    def _close(self, wanted: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if wanted:
            self.finish(Leave.KIOSK)
