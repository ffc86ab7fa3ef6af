"""The program on the screen: it shows one page after another and signs people out.

It holds no rule of the training: what is shown next is the journey's business, what it means the core's. What a
terminal can be made to do by its keys and signals is stopped one floor below, in :mod:`oc_training.kiosk.closed_app`.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, TypeVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.geometry import Size
from textual.widgets import Input

from oc_training.attestation.presence import Attendance
from oc_training.attestation.session import Entrance
from oc_training.bootstrap import House
from oc_training.errors import OcTrainingError
from oc_training.kiosk.appearance import furniture_filters
from oc_training.kiosk.closed_app import ClosedApp
from oc_training.kiosk.crash_log import CrashLog
from oc_training.kiosk.journey import Journey
from oc_training.kiosk.page import Page
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.choose_pin import ChoosePinPage
from oc_training.kiosk.pages.still_there import StillThere
from oc_training.kiosk.pages.still_you import StillYou
from oc_training.kiosk.pages.too_small import TooSmall, is_too_small
from oc_training.kiosk.pages.welcome import WelcomePage
from oc_training.kiosk.plain import LONGEST
from oc_training.kiosk.theme import OPPOSITE, STOCK_CSS, WITHOUT_BOLD, dress
from oc_training.kiosk.widgets.pin_input import pin_inputs
from oc_training.launch import ignore_interrupting_keys
from oc_training.roster.pins import Secret
from oc_training.text import clean

T = TypeVar("T")

COUNTDOWN = 30
"""Seconds that somebody who seems to have left has to press a key (A11Y-5: at least 20)."""

REFUSED = 1
"""The exit value when the book cannot be opened."""

BY_SIGNAL = 128
"""Added to a signal's number it is the exit code of a program that ended by it: 143 after TERM, 129 after HUP."""

ENDING_SIGNALS = (signal.SIGTERM, signal.SIGHUP)

LONGEST_CHANGE = 5.0
"""Seconds that a sign-out waits for a page that is just being put up."""

LONGEST_ACT = 20.0
"""Seconds that the program waits at its end for an act that is being recorded."""

SIGNS_OF_LIFE = (
    events.Key, events.Paste, events.MouseDown,
    events.MouseScrollUp, events.MouseScrollDown, events.MouseScrollLeft, events.MouseScrollRight,
)  # fmt: skip
"""What only a person does. A pointer moves by itself too: on a table that shakes, under a sleeve."""

WITH_A_PAGE = 2
"""Screens on the stack: Textual's own empty one, which cannot be replaced, and the one page."""


class KioskApp(ClosedApp[int], inherit_bindings=False):
    """The kiosk. Its exit value is the exit code of the program."""

    TITLE = "Training kiosk"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS = STOCK_CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "refuse", show=False, priority=True, system=True),
        Binding("f10", "sign_out", "Sign out", key_display="F10", priority=True),
        Binding("f2", "change_theme", "Light or dark", key_display="F2", priority=True),
    ]

    def __init__(
        self,
        house: House,
        *,
        hints: Sequence[str] = (),
        crash_log: CrashLog | None = None,
        lock: bool = False,
        ascii_only: bool = False,
    ) -> None:
        """With *lock* the kiosk can only be closed by somebody who supervises."""
        super().__init__(crash_log)
        self.animation_level = "none"
        self._monotonic = house.clock.monotonic
        self._lock = lock
        self._ascii_only = ascii_only
        self._attendance = Attendance(house.content.agency, house.clock.monotonic)
        self._journey = Journey(house, self.show, hints=hints, lock=lock)
        self._stay: asyncio.Task[None] | None = None
        self._prove: Callable[[Secret], None] | None = None
        self._nobody_was_here = False
        self._is_to_sign_out = False
        self._ending = False
        self.refused = False
        """Whether the book could not be opened while the first page was shown."""

    def on_mount(self) -> None:
        """Dress, start the journey, and look once a second whether somebody is still there."""
        dress(self, ascii_only=self._ascii_only)
        if not self.is_headless:
            self._take_signals()
        self.run_worker(self._run(), name="journey")
        self.set_interval(1.0, self._look_for_life)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What lines pass before they are shown: also what the appearance and the theme ask for."""
        return [*super().get_line_filters(), *furniture_filters(self, WITHOUT_BOLD)]

    def _take_signals(self) -> None:
        """End cleanly at TERM and HUP; where the kiosk is locked, let no key interrupt it (KSK-3).

        Here, because Textual puts a handler of its own for ctrl+z in place while it starts.
        """
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self.note_stray_fault)
        for number in ENDING_SIGNALS:
            loop.add_signal_handler(number, self.end_by_signal, number)
        if self._lock:
            ignore_interrupting_keys()

    def end_by_signal(self, number: int) -> None:
        """Sign out whoever is there, with everything kept, and end."""
        if not self._ending:
            self._ending = True
            self.run_worker(self._end(BY_SIGNAL + number), name="ending")

    async def _end(self, code: int) -> None:
        """What is being recorded is recorded first; then everything is as at a sign-out."""
        waited = 0.0
        while self._acting and waited < LONGEST_ACT:
            await asyncio.sleep(0.05)
            waited += 0.05
        if self._stay is not None:
            self._stay.cancel()
            await asyncio.wait([self._stay])
        self.exit(code)

    async def _open(self) -> None:
        """Open a long book while somebody looks at the first page; they can sign in already, and wait if need be."""
        try:
            await self._journey.open()
        except OcTrainingError as error:
            self._refuse(error)

    def _refuse(self, error: OcTrainingError) -> None:
        """End before anybody was let in, with the sentence that says why."""
        self.refused, self.last_words = True, clean(str(error), LONGEST, keep_newlines=True)
        self.exit(REFUSED, message=Text(self.last_words))

    async def _run(self) -> None:
        self.run_worker(self._open(), name="opening")
        try:
            await self._set_up()
        except OcTrainingError as error:
            self._refuse(error)
            return
        while not self._ending and await self._one_person():
            pass
        if not self._ending:
            self.exit(0)

    async def _set_up(self) -> None:
        entrance = await self._journey.set_up()
        if entrance is not None:
            await self._until_signed_out(entrance, just_set_up=True)

    async def _one_person(self) -> bool:
        """From the welcome to the sign-out; False when the kiosk is to be closed.

        A method of its own: with it ends the last name by which the person's session is held (KSK-9).
        """
        entrance = await self._journey.welcome(nobody_was_here=self._nobody_was_here)
        self._nobody_was_here = False
        if entrance is not None:
            await self._until_signed_out(entrance)
        return entrance is not None

    async def _until_signed_out(self, entrance: Entrance, *, just_set_up: bool = False) -> None:
        self._prove = partial(self._journey.prove, entrance.session)
        self._attendance.is_proved()
        self._stay = asyncio.create_task(self._journey.stay(entrance, just_set_up=just_set_up))
        try:
            await self._stay
        except asyncio.CancelledError:
            if not self._stay.cancelled():
                raise  # the program itself is ending
        finally:
            self._stay = self._prove = None
            self._is_to_sign_out = False

    async def show(self, page: Page[T]) -> T:
        """Show *page* in place of the one before and wait for its value; whatever lay over that one goes with it.

        A sign-out in the very moment in which pages change lets the change end first: cut off half way it takes
        Textual's own tasks with it, and the program would end.
        """
        change = asyncio.create_task(self._put_up(page))
        try:
            await asyncio.shield(change)
        except asyncio.CancelledError:
            await asyncio.wait([change], timeout=LONGEST_CHANGE)
            raise
        return await page.result()

    async def _put_up(self, page: Page[T]) -> None:
        while len(self.screen_stack) > WITH_A_PAGE:
            await self.pop_screen()
        if len(self.screen_stack) < WITH_A_PAGE:
            await self.push_screen(page)
        else:
            await self.switch_screen(page)
        self._mind(self.size)

    def on_resize(self, event: events.Resize) -> None:
        """Say so while no page can be shown whole, and show the page again when it can."""
        self._mind(event.size)

    def _mind(self, size: Size) -> None:
        if self._asking:
            return  # the question can be answered in any window, and nothing may lie over it or take it away
        lying_over = next((screen for screen in self.screen_stack if isinstance(screen, TooSmall)), None)
        if is_too_small(size) and lying_over is None:
            self.push_screen(TooSmall())
        elif lying_over is not None and not is_too_small(size):
            lying_over.dismiss()

    async def on_event(self, event: events.Event) -> None:
        """Notice that somebody is there; a key with Caps Lock on is the key."""
        if isinstance(event, events.Key) and _is_capital(event.key) and not isinstance(self.focused, Input):
            event = events.Key(event.key.lower(), event.key.lower())
        if isinstance(event, SIGNS_OF_LIFE):
            self._attendance.is_alive()
        if isinstance(event, events.Key | events.Paste):
            if not self._takes_keys():
                return
            for field in pin_inputs(self.screen_stack[-1:]):
                field.somebody_is_there()
        await super().on_event(event)

    def _takes_keys(self) -> bool:
        """Whether what is on the screen takes a key now, or it was typed for what was there before."""
        shown = self.screen_stack[-1] if self.screen_stack else None
        return not isinstance(shown, WelcomePage) or shown.takes_keys()

    @property
    def _asking(self) -> bool:
        """Whether somebody is being asked if they are still there."""
        return any(isinstance(screen, StillThere) for screen in self.screen_stack)

    @property
    def _acting(self) -> bool:
        """Whether an act with a PIN is being done: it ends, and says how, before anybody is signed out."""
        return any(isinstance(screen, ActDialog) and screen.is_busy for screen in self.screen_stack)

    def _look_for_life(self) -> None:
        page = next((screen for screen in self.screen_stack if isinstance(screen, Page)), None)
        if self._is_to_sign_out:
            self.action_sign_out()
        if self._stay is None or self._asking or page is None:
            return
        if self._attendance.is_silent(page.IDLE_SECONDS):
            self._take_pins_out()
            self.push_screen(StillThere(COUNTDOWN, self._monotonic), self._answer_from_whoever_is_there)
        elif self._prove is not None and self._attendance.is_to_prove and self._can_prove(page):
            self._take_pins_out()
            self.push_screen(StillYou(self._attendance.session_minutes, self._prove), self._answer_with_the_pin)

    def _take_pins_out(self) -> None:
        """Whoever answers what is asked now may be somebody else, and must not find a PIN beneath."""
        for field in pin_inputs(self.screen_stack):
            field.forget()

    def _can_prove(self, page: Page[T]) -> bool:
        """Whether the question who it is can be put now: nothing else is asked, nobody types, and there is a PIN."""
        return page is self.screen and self._attendance.is_pausing and not isinstance(page, ChoosePinPage)

    def _answer_with_the_pin(self, proved: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        self._attendance.is_proved()
        if not proved:
            self.action_sign_out()

    def _answer_from_whoever_is_there(self, still_there: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        self._attendance.is_alive()
        self.call_later(lambda: self._mind(self.size))
        if not still_there:
            self._nobody_was_here = True
            self.action_sign_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Nobody can sign out who is not signed in; who is asked whether they are there answers with any other key."""
        if action == "change_theme":
            return not self._asking
        return self._stay is not None if action == "sign_out" else True

    def action_sign_out(self) -> None:
        """End the person's stay; everything so far is kept. An act that is being done comes to its end first."""
        self._is_to_sign_out = self._stay is not None
        if self._stay is not None and not self._acting:
            self._stay.cancel()

    def action_refuse(self) -> None:
        """Take a key that would end or copy elsewhere, and do nothing."""

    def action_change_theme(self) -> None:
        """Dark for a dim hall, light for a bright one."""
        self.theme = OPPOSITE[self.theme]


def _is_capital(key: str) -> bool:
    return len(key) == 1 and key.isupper()
