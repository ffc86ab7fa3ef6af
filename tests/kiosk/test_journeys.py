"""Whole ways through the kiosk, by keys alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from oc_training.kiosk.pages import reader
from oc_training.kiosk.pages.board import BoardPage
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.pages.receipt import ReceiptPage
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.pages.set_up import SetUpDonePage
from oc_training.kiosk.widgets.settling import Settling
from tests.kiosk.support import SIZES
from tests.kiosk.traveller import Traveller, house_at, kiosk
from tests.support.fixed_clock import FixedClock

BOSS, BOSS_BADGE, BOSS_PIN = "Ada Invented", "100", "oak tree 77"
NEW, NEW_BADGE, NEW_PIN = "Robin Sample", "417", "river stone 5"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody types ahead here, so nothing has to settle first; places are kept at once."""
    monkeypatch.setattr(Settling, "over", property(lambda self: self._since is not None))
    monkeypatch.setattr(reader, "PLACE_SECONDS", 0.01)


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_first_start_to_a_receipt_and_the_coordinators_board(
    size: tuple[int, int], tmp_path: Path
) -> None:
    clock = FixedClock()
    async with kiosk(house_at(tmp_path, clock), clock, size) as one:
        await one.set_up(BOSS, BOSS_BADGE, BOSS_PIN)
        await one.press("a")
        await one.fill_in_person(NEW, NEW_BADGE, "Officer", "Patrol")
        code = await one.issue_code(BOSS_PIN)
        await one.press("escape")
        await one.comes_to(SetUpDonePage)
        await one.sees("2 people on the roster")
        await one.press("d")
        await one.comes_to(DirectivesPage)
        await one.sign_out()

        await one.sign_in(NEW_BADGE, code)
        await one.choose_pin(NEW_PIN)
        await one.sees(f"Hello, {NEW}. You have 1 directive to sign", "First signature")
        await one.begin()
        titles = await one.go_to(ReviewPage)
        assert len(titles) == 12
        await one.sign(NEW, NEW_PIN, "I asked about III.A.7.")
        await one.sees("Recorded as entry")
        assert "I asked about III.A.7." in await one.whole_page()
        await one.press("enter")
        await one.comes_to(DirectivesPage)
        await one.sees("You are current.", "Due again")
        await one.press("r", "enter")
        await one.comes_to(ReceiptPage)
        await one.sign_out()

        await one.sign_in(BOSS_BADGE, BOSS_PIN)
        await one.open_board()
        await one.press("4")
        await one.sees(NEW, "Current")
        await one.press("enter")
        await one.comes_to(PersonPage)
        history = await one.whole_page()
        assert "Current until March 14, 2027" in history
