"""What every screen of the kiosk has in common: a head, a body, the keys, and one value that it hands back.

A page is given values and services and returns a value; where that leads is decided by the journey
(:mod:`oc_training.kiosk.journey`), so no page knows another. At any time there is exactly one page, so
nothing of whoever was there before can lie beneath it (KSK-9).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from oc_training.attestation.presence import USUAL_SECONDS
from oc_training.kiosk.widgets.header_bar import HeaderBar
from oc_training.kiosk.widgets.key_bar import KeyBar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    agency: str
    now: Callable[[], datetime]
    person: str = ""
    """Name of whoever is signed in; empty on the welcome page."""

    def of(self, person: str) -> Frame:
        """The same frame for somebody who has signed in."""
        return replace(self, person=person)


class Page(Screen[None], Generic[T]):
    """One screen; :meth:`finish` hands back its value, once."""

    ALLOW_SELECT = False
    AUTO_FOCUS: ClassVar[str | None] = ""
    IDLE_SECONDS: ClassVar[int] = USUAL_SECONDS
    """After so long without a key the person is asked whether they are still there, unless the agency says otherwise
    (AUT-10, :class:`oc_training.attestation.presence.Patience`)."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next field", show=False),
        Binding("shift+tab", "app.focus_previous", "Previous field", show=False),
    ]

    def __init__(self, frame: Frame, place: str) -> None:
        """*place* says in a few words where one is: ``My directives``."""
        super().__init__()
        self.frame = frame
        self._place = place
        self._result: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    def compose(self) -> ComposeResult:
        """Head, body, keys."""
        yield HeaderBar(self.frame.agency, self._place, self.frame.now, person=self.frame.person)
        yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """What stands between head and keys."""
        yield from ()

    def finish(self, value: T) -> None:
        """Hand back the page's value; a second press of a key is ignored."""
        if not self._result.done():
            self._result.set_result(value)

    async def result(self) -> T:
        """Wait for the page's value."""
        return await self._result
