"""The program on the screen: it shows one page after another and signs people out.

It holds no rule of the training: what is shown next is the journey's business, what it means the core's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType

from oc_training.attestation.door import Entrance
from oc_training.bootstrap import House
from oc_training.errors import OcTrainingError
from oc_training.kiosk.crash_log import CrashLog
from oc_training.kiosk.journey import Journey
from oc_training.kiosk.page import Page
from oc_training.kiosk.pages.still_there import StillThere
from oc_training.kiosk.private_api import QuietApp
from oc_training.kiosk.theme import DAY, NIGHT, STOCK_CSS, dress

T = TypeVar("T")

COUNTDOWN = 30
"""Seconds that somebody who seems to have left has to press a key (A11Y-5: at least 20)."""

REFUSED = 1
"""The exit code when the book cannot be opened."""

WITH_A_PAGE = 2
"""Screens on the stack: Textual's own empty one, which cannot be replaced, and the one page."""


class KioskApp(QuietApp[int], inherit_bindings=False):
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

    def __init__(self, house: House, *, hints: Sequence[str] = (), crash_log: CrashLog | None = None) -> None:
        super().__init__(crash_log)
        self.animation_level = "none"
        self._clock = house.clock
        self._journey = Journey(house, self.show, hints=hints)
        self._stay: asyncio.Task[None] | None = None
        self._last_sign_of_life = self._clock.monotonic()
        self._asking = False

    def on_mount(self) -> None:
        """Dress, start the journey, and look once a second whether somebody is still there."""
        dress(self)
        self.run_worker(self._run(), name="journey")
        self.set_interval(1.0, self._look_for_life)

    async def _open(self) -> None:
        """Open a long book while somebody looks at the first page; they can sign in already, and wait if need be."""
        try:
            await self._journey.open()
        except OcTrainingError as error:
            self.exit(REFUSED, message=str(error))

    async def _run(self) -> None:
        self.run_worker(self._open(), name="opening")
        coordinator = await self._journey.set_up()
        if coordinator is not None:
            await self._until_signed_out(coordinator, just_set_up=True)
        while (entrance := await self._journey.welcome()) is not None:
            await self._until_signed_out(entrance)
        self.exit(0)

    async def _until_signed_out(self, entrance: Entrance, *, just_set_up: bool = False) -> None:
        self._stay = asyncio.create_task(self._journey.stay(entrance, just_set_up=just_set_up))
        try:
            await self._stay
        except asyncio.CancelledError:
            if not self._stay.cancelled():
                raise  # the program itself is ending
        finally:
            self._stay = None
            self._asking = False  # whoever signs out while being asked gives no answer

    async def show(self, page: Page[T]) -> T:
        """Show *page* in place of the one before and wait for its value; whatever lay over that one goes with it."""
        while len(self.screen_stack) > WITH_A_PAGE:
            await self.pop_screen()
        if len(self.screen_stack) < WITH_A_PAGE:
            await self.push_screen(page)
        else:
            await self.switch_screen(page)
        return await page.result()

    async def on_event(self, event: events.Event) -> None:
        """Notice that somebody is there."""
        if isinstance(event, events.Key | events.Paste | events.MouseEvent):
            self._last_sign_of_life = self._clock.monotonic()
        await super().on_event(event)

    def _look_for_life(self) -> None:
        page = next((screen for screen in self.screen_stack if isinstance(screen, Page)), None)
        if self._stay is None or self._asking or page is None:
            return
        if self._clock.monotonic() - self._last_sign_of_life >= page.IDLE_SECONDS:
            self._asking = True
            self.push_screen(StillThere(COUNTDOWN, self._clock.monotonic), self._answer_from_whoever_is_there)

    def _answer_from_whoever_is_there(self, still_there: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        self._asking = False
        self._last_sign_of_life = self._clock.monotonic()
        if not still_there:
            self.action_sign_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Nobody can sign out who is not signed in; who is asked whether they are there answers with any other key."""
        if action == "change_theme":
            return not self._asking
        return self._stay is not None if action == "sign_out" else True

    def action_sign_out(self) -> None:
        """End the person's stay; everything so far is kept."""
        if self._stay is not None:
            self._stay.cancel()

    def action_refuse(self) -> None:
        """Take a key that would end or copy elsewhere, and do nothing."""

    def action_change_theme(self) -> None:
        """Dark for a dim hall, light for a bright one."""
        self.theme = DAY if self.theme == NIGHT else NIGHT
