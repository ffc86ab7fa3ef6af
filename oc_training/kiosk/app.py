"""The program on the screen: it shows one page after another and signs people out.

It holds no rule of the training: what is shown next is the journey's business, what it means the core's.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType

from oc_training.bootstrap import House
from oc_training.kiosk.crash_log import CrashLog
from oc_training.kiosk.journey import Journey, Start
from oc_training.kiosk.page import Page
from oc_training.kiosk.pages.still_there import StillThere
from oc_training.kiosk.private_api import QuietApp
from oc_training.kiosk.theme import STOCK_CSS, dress

T = TypeVar("T")

COUNTDOWN = 30
"""Seconds that somebody who seems to have left has to press a key (A11Y-5: at least 20)."""


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

    def __init__(self, house: House, start: Start, crash_log: CrashLog | None = None) -> None:
        super().__init__(crash_log)
        self.animation_level = "none"
        self._house = house
        self._journey = Journey(house, start, self.show)
        self._stay: asyncio.Task[None] | None = None
        self._last_sign_of_life = house.clock.monotonic()
        self._asking = False
