"""Somebody who goes through the whole kiosk by its keys alone, and looks at nothing but its screen.

One thing is looked up behind the screen: which of the options shown is the right one.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from textual.pilot import Pilot
from textual.widget import Widget

from oc_training.bootstrap import House
from oc_training.kiosk.app import COUNTDOWN, KioskApp
from oc_training.kiosk.page import Page
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.board import BoardPage
from oc_training.kiosk.pages.changes import ALL_CHANGES_SHOWN
from oc_training.kiosk.pages.choose_pin import ChoosePinPage
from oc_training.kiosk.pages.code_dialog import CodeDialog
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.pages.dossier import DossierPage
from oc_training.kiosk.pages.past_day import PastDayPage
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.pages.person_form import PersonFormPage
from oc_training.kiosk.pages.reader import AGAIN, ALL_SHOWN, PASSED_OVER, DisplayPage
from oc_training.kiosk.pages.receipt import ReceiptPage
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.pages.scenario import ScenarioPage
from oc_training.kiosk.pages.set_up import SetUpDonePage, SetUpPage
from oc_training.kiosk.pages.still_there import StillThere
from oc_training.kiosk.pages.welcome import WelcomePage
from oc_training.kiosk.widgets.dialog import Dialog
from oc_training.places import CHECKOUT, Places
from oc_training.roster.hashing import Argon2id
from tests.kiosk.support import is_harmless, screen_text
from tests.support.fixed_clock import FixedClock
from tests.support.station import CHEAP

W = TypeVar("W", bound=Widget)

PATIENCE = 15.0
"""Seconds to wait for something on the screen."""
READING_TIME = timedelta(seconds=240)
"""Long enough for any section; too short for anybody to be asked whether they are still there."""
MOST_PAGES = 60
"""Screens of the longest section."""


class Traveller:
    """Hands on the keys, eyes on the screen."""

    def __init__(self, app: KioskApp, pilot: Pilot[int], clock: FixedClock) -> None:
        self.app = app
        self.clock = clock
        self._pilot = pilot
        self.saw: list[str] = []
        """Every screen on which something was waited for."""

    # ---- eyes -----------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> str:
        """The screen as lines."""
        return screen_text(self.app)

    @property
    def words(self) -> str:
        """The words of the screen, wherever they are broken and whatever stands around them."""
        return " ".join(re.sub(r"[║═╔╗╚╝│─█]", " ", self.screen).split())

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait for a condition."""
        async with asyncio.timeout(PATIENCE):
            while not happened():
                await self._pilot.pause()
                await asyncio.sleep(0.005)

    async def sees(self, *words: str) -> None:
        """Wait until all of these stand on the screen."""
        try:
            await self.until(lambda: all(one in self.words for one in words))
        except TimeoutError:
            raise AssertionError(f"{words} did not come up on {self.app.screen}:\n{self.screen}") from None
        self._look()

    async def comes_to(self, kind: type[W]) -> W:
        """Wait for a page or dialog, and for its first drawing."""
        try:
            await self.until(lambda: isinstance(self.app.screen, kind) and self.app.screen.is_mounted)
        except TimeoutError:
            raise AssertionError(f"no {kind.__name__} but {self.app.screen}:\n{self.screen}") from None
        await self._pilot.pause()
        self._look()
        found = self.app.screen
        assert isinstance(found, kind)
        return found

    def _look(self) -> None:
        assert is_harmless(self.screen)
        self.saw.append(self.screen)

    # ---- hands ----------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        await self._pilot.press(*keys)

    async def write(self, *values: str) -> None:
        """Type each value and press Enter."""
        for value in values:
            await self.press(*("space" if letter == " " else letter for letter in value), "enter")

    async def sign_in(self, badge: str, secret: str) -> None:
        await self.comes_to(WelcomePage)
        await self.write(badge, secret)
        await self.until(lambda: not isinstance(self.app.screen, WelcomePage))

    async def sign_out(self) -> None:
        await self.press("f10")
        await self.comes_to(WelcomePage)

    @property
    def idle_time(self) -> timedelta:
        """How long the page on the screen waits for somebody."""
        page = next(screen for screen in self.app.screen_stack if isinstance(screen, Page))
        return timedelta(seconds=page.IDLE_SECONDS)

    async def walk_away(self) -> None:
        """Leave the kiosk alone until it has signed the person out."""
        self.clock.forward(self.idle_time)
        await self.comes_to(StillThere)
        self.clock.forward(timedelta(seconds=COUNTDOWN))
        await self.comes_to(WelcomePage)

    # ---- ways that several journeys share -------------------------------------------------------------------------

    async def set_up(self, name: str, badge: str, pin: str) -> None:
        """The first start, to the question who else is to be added."""
        await self.comes_to(SetUpPage)
        await self.write(name, badge, "Lieutenant", "", pin, pin)
        await self.comes_to(SetUpDonePage)

    async def fill_in_person(self, name: str, badge: str, rank: str, unit: str, pin: str) -> None:
        """The form for somebody new, an employee; *pin* is that of whoever fills it in."""
        await self.comes_to(PersonFormPage)
        await self.write(name, badge, rank, unit, "")
        await self.press("enter")
        await self.write(pin)
        await self.press("enter")
        await self.comes_to(PersonPage)
        await self.sees(badge)

    async def issue_code(self, pin: str) -> str:
        """On a person's page: ask for a one-time code and read it."""
        await self.press("c")
        await self.comes_to(ActDialog)
        await self.write(pin)
        await self.press("enter")
        await self.comes_to(CodeDialog)
        found = re.search(r"\b([A-Z0-9]{4}) ([A-Z0-9]{4})\b", self.words)
        assert found is not None, self.screen
        await self.press("c")
        await self.comes_to(PersonPage)
        return found[1] + found[2]

    async def choose_pin(self, pin: str) -> None:
        await self.comes_to(ChoosePinPage)
        await self.press("2")
        await self.sees("The same PIN again")
        await self.write(pin, pin)
        await self.comes_to(DirectivesPage)
        await self.sees("Your PIN is set.")

    async def display_section(self) -> None:
        """Page to the end of the section on the screen, or of what changed, and go on."""
        page = await self.comes_to(DisplayPage)
        self.clock.forward(READING_TIME)
        for _ in range(MOST_PAGES):
            if any(words in self.words for words in (ALL_SHOWN, ALL_CHANGES_SHOWN, AGAIN)):
                break
            await self.press("enter" if PASSED_OVER in self.words else "pagedown")
            await self._pilot.pause()
        await self.press("enter")
        await self.leaves(page)

    async def answer(self, *, right: bool = True) -> str:
        """Choose an option, confirm it, look at how it went, and go on; returns the scenario's title."""
        page = await self.comes_to(ScenarioPage)
        asked = page._ask
        letters = [letter for letter in asked.shown if asked.question.option(letter).right is right]
        await self.press(str(asked.shown.index(letters[0]) + 1), "enter")
        await self.until(lambda: page.has_class("-answered"))
        await self.sees("Right." if right else "Not right.")
        await self.press("enter")
        await self.leaves(page)
        return asked.question.title

    async def leaves(self, page: Widget) -> None:
        """Wait until another page stands in place of this one."""
        try:
            await self.until(lambda: page not in self.app.screen_stack and self.app.screen.is_mounted)
        except TimeoutError:
            raise AssertionError(f"{page} does not go away:\n{self.screen}") from None
        await self._pilot.pause()

    async def go_to(self, *kinds: type[Widget], right: Callable[[ScenarioPage], bool] | None = None) -> list[str]:
        """Read and answer until one of these pages comes; *right* says of a scenario whether to answer it rightly."""
        titles: list[str] = []
        while not isinstance(self.app.screen, kinds):
            page = self.app.screen
            if isinstance(page, DisplayPage):
                await self.display_section()
            else:
                asked = await self.comes_to(ScenarioPage)
                titles.append(await self.answer(right=right(asked) if right else True))
        await self._pilot.pause()
        self._look()
        return titles

    async def begin(self) -> None:
        """From the list to the next step of the training."""
        await self.comes_to(DirectivesPage)
        await self.press("c")
        await self.until(lambda: not isinstance(self.app.screen, DirectivesPage))
        await self._pilot.pause()

    async def open_signing(self) -> None:
        """At the review: page to the end of the statement, where it is not in sight at once, and ask to sign."""
        await self.comes_to(ReviewPage)
        for _ in range(MOST_PAGES):
            if "Sign here ..." in self.words:
                break
            await self.press("pagedown")
            await self._pilot.pause()
        await self.press("s")
        await self.comes_to(ActDialog)

    async def sign(self, name: str, pin: str, comment: str = "") -> None:
        """From the review to the receipt."""
        await self.open_signing()
        await self.write(name, pin, comment)
        await self.press("enter")
        await self.comes_to(ReceiptPage)

    async def open_person(self, name: str) -> None:
        """On the board: find somebody and open their page."""
        await self.press("slash")
        await self.write(name)
        await self.sees("With")
        await self.press("enter")
        page = await self.comes_to(PersonPage)
        await self.until(lambda: page._found is not None)
        await self._pilot.pause()

    async def record_duty(self, what: str, since: date, why: str, pin: str) -> None:
        """On a person's page: another duty status by the words of its choice, from a day on."""
        await self.press("d")
        await self.comes_to(Dialog)
        (line,) = [line for line in self.screen.splitlines() if what in line]
        await self.press(line.split("[")[1][0].lower())
        await self.comes_to(ActDialog)
        await self.write(since.isoformat(), why, pin)
        await self.press("enter")
        await self.comes_to(PersonPage)
        await self.sees("Recorded:")

    async def ask_about(self, day: date) -> list[str]:
        """On a person's page: what the records said at the end of a past day, line by line as it stands there."""
        await self.press("t")
        await self.comes_to(PastDayPage)
        await self.write(day.isoformat())
        await self.comes_to(DossierPage)
        await self.sees("Check")
        return [line.rstrip() for line in self.screen.splitlines()]

    async def open_board(self) -> BoardPage:
        await self.comes_to(DirectivesPage)
        await self.press("b")
        page = await self.comes_to(BoardPage)
        await self.until(lambda: page.has_class("-loaded"))
        await self._pilot.pause()
        return page

    async def whole_page(self) -> str:
        """Every word of the page, by scrolling."""
        shown = [self.words]
        while len(shown) < 2 or shown[-1] != shown[-2]:
            await self.press("pagedown")
            await self._pilot.pause()
            shown.append(self.words)
        return " ".join(shown)


def house_at(folder: Path, clock: FixedClock, content: Path = CHECKOUT) -> House:
    """A station on the disk with quick hashes, made if it is not there."""
    house = House(Places(folder / "data", content), clock, Argon2id(CHEAP))
    house.found()
    return house


@asynccontextmanager
async def kiosk(house: House, clock: FixedClock, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Traveller]:
    """The kiosk, running; at the end it is torn down wherever it stands, and the files are let go."""
    with house:
        app = KioskApp(house)
        async with app.run_test(size=size, notifications=True) as pilot:
            yield Traveller(app, pilot, clock)
