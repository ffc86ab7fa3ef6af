"""One page of the kiosk on a screen of its own, and a station with invented people on a folder of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from textual.app import App
from textual.filter import LineFilter
from textual.pilot import Pilot

from oc_training.bootstrap import House
from oc_training.kiosk import theme
from oc_training.kiosk.appearance import furniture_filters
from oc_training.kiosk.page import Frame, Page
from oc_training.places import Places
from oc_training.roster.hashing import Argon2id, Profile
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret
from tests.kiosk.support import contrasts, screen_text
from tests.support.fixed_clock import FixedClock

T = TypeVar("T")

PATIENCE = 200
"""Pauses to wait for something that happens in a thread."""

COORDINATOR = Details("Ada Invented", "100", "Sergeant", "Training", Role.COORDINATOR, FixedClock().now().date())
COORDINATOR_PIN = "oak tree 77"


class Host(App[None], Generic[T], inherit_bindings=False):
    """Shows one page and keeps what it hands back."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS = theme.STOCK_CSS

    def __init__(self, make: Callable[[], Page[T]], theme_name: str = theme.NIGHT) -> None:
        super().__init__()
        self.animation_level = "none"
        self._make = make
        self._theme_name = theme_name
        self.results: list[T] = []

    def on_mount(self) -> None:
        theme.dress(self, self._theme_name)
        self.run_worker(self._show())

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *furniture_filters(self, theme.WITHOUT_BOLD)]

    async def _show(self) -> None:
        page = self._make()
        await self.push_screen(page)
        self.results.append(await page.result())


async def until(pilot: Pilot[None], happened: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    for _ in range(PATIENCE):
        await pilot.pause()
        if happened():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError(f"It did not happen. The screen says:\n{screen_text(pilot.app)}")


def least_contrast(app: App[None]) -> float:
    """The contrast of the words that are hardest to read; lines and boxes are no words."""
    return min(figure for text, figure in contrasts(app) if any(char.isalnum() for char in text))


async def write(pilot: Pilot[None], text: str) -> None:
    """Type *text* as keys."""
    await pilot.press(*("space" if letter == " " else letter for letter in text))


def frame(agency: str = "Oak Creek Police Department", person: str = "") -> Frame:
    return Frame(agency, FixedClock().now, person)


def new_house(folder: Path, clock: FixedClock | None = None) -> House:
    """A station that was never set up, with quick hashes."""
    house = House(Places(folder / "data"), clock or FixedClock(), Argon2id(Profile(8, 1)))
    house.found()
    return house


def house_with_coordinator(folder: Path, clock: FixedClock | None = None) -> tuple[House, str]:
    """A station that was set up, and the coordinator's person id."""
    house = new_house(folder, clock)
    return house, house.setting_up.make_coordinator(COORDINATOR, Secret(COORDINATOR_PIN))
