"""A supervisor signs in while the clock is in doubt: they see the time, confirm it with their PIN, or leave it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from oc_training.attestation.station_events import ClockConfirmed
from oc_training.errors import ClockSuspect
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.clock import ClockPage
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.pages.notice import NoticePage
from tests.kiosk.traveller import Traveller, kiosk
from tests.support.small_content import small_content
from tests.support.station import COORDINATOR_BADGE, PIN, Station, new_station, started_again


@pytest.fixture
def station(tmp_path: Path) -> Station:
    made = new_station(tmp_path, small_content(tmp_path / "department"))
    made.hire("201")
    made.house.book.close()
    return started_again(tmp_path, made, tmp_path / "department")


def confirmations(station: Station) -> list[ClockConfirmed]:
    return [each.event for each in station.entries(ClockConfirmed) if isinstance(each.event, ClockConfirmed)]


async def settled(traveller: Traveller, page: ClockPage) -> None:
    await traveller.until(lambda: page._settling.over)


async def test_the_time_is_confirmed_and_then_people_can_sign(station: Station) -> None:
    async with kiosk(station.house, station.clock) as traveller:
        station.clock._now -= timedelta(hours=2)
        await traveller.sign_in("201", PIN)
        await traveller.comes_to(DirectivesPage)
        await traveller.press("c")
        await traveller.comes_to(NoticePage)
        await traveller.sees("The clock of this kiosk may be wrong", "Please call a supervisor")
        await traveller.sign_out()
        await traveller.sign_in(COORDINATOR_BADGE, PIN)
        page = await traveller.comes_to(ClockPage)
        await traveller.sees("This clock says January 6, 2025, 07:00", "Latest time known January 6, 2025, 09:00")
        await traveller.sees("earlier than a time at which something was recorded")
        await settled(traveller, page)
        await traveller.press("c")
        await traveller.comes_to(ActDialog)
        await traveller.sees("You confirm that it is now January 6, 2025, 07:00.")
        await traveller.write(PIN)
        await traveller.press("enter")
        await traveller.comes_to(DirectivesPage)
        [event] = confirmations(station)
        assert (event.by, event.doubt) == (station.coordinator.id, "back")
        station.house.timekeeping.require()


async def test_it_can_be_left_and_stays_in_doubt(station: Station) -> None:
    async with kiosk(station.house, station.clock) as traveller:
        station.clock._now -= timedelta(hours=2)
        await traveller.sign_in(COORDINATOR_BADGE, PIN)
        page = await traveller.comes_to(ClockPage)
        await settled(traveller, page)
        await traveller.press("escape")
        await traveller.comes_to(DirectivesPage)
        with pytest.raises(ClockSuspect):
            station.house.timekeeping.require()
        assert confirmations(station) == []


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (132, 43)])
async def test_everything_on_it_can_be_read_at_any_size(station: Station, size: tuple[int, int]) -> None:
    async with kiosk(station.house, station.clock, size) as traveller:
        station.clock._now += timedelta(days=90)
        await traveller.sign_in(COORDINATOR_BADGE, PIN)
        await traveller.comes_to(ClockPage)
        shown = await traveller.whole_page()
        for words in ("This clock says", "run ahead by more than a day", "[C] Confirm the time", "[Esc] Not now"):
            assert words in shown
