"""One person on a past day, asked for and shown: the day, the directive, the answer, the words as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from textual.pilot import Pilot

from oc_training.attestation.dossier import Dossier
from oc_training.kiosk.pages.dossier import DossierPage
from oc_training.kiosk.pages.panels import PickPanel
from oc_training.kiosk.pages.past_day import PastDayPage
from oc_training.reports.dossier_report import dossier_text
from tests.kiosk.host import Host, frame, until, write
from tests.kiosk.pages.station import Station, settled
from tests.kiosk.support import SIZES, is_harmless, screen_text

CHECKPOINT = (120, "records-120.checkpoint")


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """Nothing is written to it here."""
    return Station.at(tmp_path_factory.mktemp("station"))


@pytest.fixture(scope="module")
def found(station: Station) -> Dossier:
    today = station.house.duties.today()
    (found,) = station.house.dossiers.of_person(station.coordinator, station.by_badge["201"].id, today)
    return found


def asking(station: Station, badge: str = "201", copies: int = 1) -> Host[Dossier | None]:
    """*copies* is of how many directives the answer is."""
    house = station.house

    def look_up(day: date) -> Sequence[Dossier]:
        one = house.dossiers.of_person(station.coordinator, station.by_badge[badge].id, day)[0]
        return [replace(one, directive=f"{3 + number}-400") for number in range(copies)]

    return Host(lambda: PastDayPage(frame(), "Bo Reed", house.duties.today(), look_up))


async def seen(pilot: Pilot[None], words: str) -> None:
    await until(pilot, lambda: words in " ".join(screen_text(pilot.app).split()))


async def test_today_is_proposed_and_enter_shows_it(station: Station, found: Dossier) -> None:
    app = asking(station)
    async with app.run_test(size=(80, 24)) as pilot:
        await seen(pilot, f"{found.day}")
        await pilot.press("enter")
        await until(pilot, lambda: app.results == [found])


async def test_another_day_is_typed_over_the_proposal(station: Station) -> None:
    app = asking(station)
    async with app.run_test(size=(80, 24)) as pilot:
        await seen(pilot, "The day")
        await write(pilot, "3/20/2026")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
        (shown,) = app.results
        assert shown is not None
        assert (shown.day, shown.standing.kind.value) == (date(2026, 3, 20), "due")


@pytest.mark.parametrize(
    ("badge", "day", "sentence"),
    [
        ("201", "2031-01-01", "That day has not come yet."),
        ("201", "soon", "The day is not understood."),
        ("201", "", "The day is not understood."),
        ("205", "2026-03-20", "Flo Marten was not on the roster by the end of 2026-03-20. They were put on"),
    ],
)
async def test_a_day_that_cannot_be_answered_is_refused_in_a_sentence_and_can_be_mended(
    badge: str, day: str, sentence: str, station: Station
) -> None:
    app = asking(station, badge)
    async with app.run_test(size=(80, 24)) as pilot:
        await seen(pilot, "The day")
        await pilot.press("backspace")
        await write(pilot, day)
        await pilot.press("enter")
        await seen(pilot, f"! {sentence}")
        assert app.results == []
        await until(pilot, lambda: pilot.app.screen.focused is not None)
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])


async def test_of_several_directives_one_is_chosen(station: Station) -> None:
    app = asking(station, copies=3)
    async with app.run_test(size=(80, 24)) as pilot:
        await seen(pilot, "The day")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickPanel))
        await seen(pilot, "4-400 SOCIAL MEDIA POLICY: Current")
        await settled(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: bool(app.results))
        (shown,) = app.results
        assert shown is not None
        assert shown.directive == "4-400"


def answer(found: Dossier) -> Host[None]:
    return Host(lambda: DossierPage(frame(), found, CHECKPOINT))


async def test_the_answer_stands_on_one_screen_of_80_by_24_line_for_line_as_the_command_prints_it(
    found: Dossier,
) -> None:
    async with answer(found).run_test(size=(80, 24)) as pilot:
        await seen(pilot, "CURRENT")
        shown = [line.rstrip() for line in screen_text(pilot.app).split("\n")]
        printed = dossier_text(found, CHECKPOINT).split("\n")
        assert shown[2 : 2 + len(printed)] == printed
        assert "PgDn" not in shown[-1], "nothing is left to be scrolled to"
        assert is_harmless(screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
async def test_on_every_screen_all_of_it_is_there_in_order_and_seals_can_be_read(
    size: tuple[int, int], found: Dossier
) -> None:
    async with answer(found).run_test(size=size) as pilot:
        await seen(pilot, "CURRENT")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, DossierPage)
        whole = "".join(str(screen._lines.content).split())
        assert whole == "".join(dossier_text(found, CHECKPOINT, None).split())
        shown = screen_text(pilot.app)
        last = "".join(f"{found.shown.entry.seq}, {found.shown.entry.kind}".split())
        for _ in range(10):
            await pilot.press("pagedown")
            await pilot.pause()
            shown += screen_text(pilot.app)
        assert last in "".join(shown.split())
        assert "oc-training key show" in shown


async def test_a_long_arithmetic_is_scrolled_to_and_never_cut(found: Dossier) -> None:
    lines = [line for _ in range(4) for line in found.standing.lines]
    long = replace(found, standing=replace(found.standing, lines=lines))
    async with answer(long).run_test(size=(80, 24)) as pilot:
        await seen(pilot, "More below")
        assert "PgDn" in screen_text(pilot.app)
        assert "all of it:" not in screen_text(pilot.app)
        await pilot.press("end")
        await seen(pilot, "oc-training key show")


async def test_the_words_as_they_were_are_one_key_away_and_escape_leads_back_by_the_answer(found: Dossier) -> None:
    app = answer(found)
    async with app.run_test(size=(80, 24)) as pilot:
        await seen(pilot, "W The words as they were")
        await pilot.press("w")
        await seen(pilot, "I. PURPOSE")
        await pilot.press("escape")
        await seen(pilot, "CURRENT")
        assert app.results == []
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])
