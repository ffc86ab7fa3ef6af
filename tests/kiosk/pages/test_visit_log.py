"""Visits are kept once, one after the other, whoever stops waiting for them."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from oc_training.attestation.walk import Walk
from oc_training.errors import NotRecorded
from oc_training.kiosk.pages.visit_log import VisitLog
from tests.kiosk.pages.walkers import Walker, walk_to_section


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker.at(tmp_path)


async def test_a_visit_whose_waiting_was_cancelled_is_kept_once(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = walker.sit_down()
    section = walk_to_section(sitting, "I")
    log = VisitLog(sitting)
    log.begin(section)
    log.shown()
    walker.clock.forward(timedelta(seconds=30))
    keep = walker.house.walks.keep
    begun, go_on = threading.Event(), threading.Event()
    calls: list[Walk] = []

    def slowly(walk: Walk) -> Walk:
        calls.append(walk)
        begun.set()
        go_on.wait(5)
        return keep(walk)

    monkeypatch.setattr(walker.house.walks, "keep", slowly)
    waiting = asyncio.create_task(log.close("I¶1", whole=True))
    await asyncio.to_thread(begun.wait, 5)
    waiting.cancel()
    again = asyncio.create_task(log.close("I¶1", whole=True))
    go_on.set()
    await again
    assert len(calls) == 1
    assert [(shown.visits, shown.seconds) for shown in sitting.walk.displays] == [(1, 30)]


async def test_places_noted_while_a_visit_is_kept_do_not_lose_it(walker: Walker) -> None:
    sitting = walker.sit_down()
    section = walk_to_section(sitting, "III.A")
    log = VisitLog(sitting)
    log.begin(section)
    log.shown()
    notes = [log.note_place(clause.citation) for clause in section.clauses]
    await asyncio.gather(*notes[:9], log.close("III.A.9", whole=False), *notes[9:])
    assert [shown.visits for shown in sitting.walk.displays if shown.section == "III.A"] == [1]


async def test_a_visit_that_could_not_be_kept_is_kept_at_the_next_try(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = walker.sit_down()
    log = VisitLog(sitting)
    log.begin(walk_to_section(sitting, "I"))
    log.shown()

    def refuse(_: Walk) -> None:
        raise NotRecorded

    with monkeypatch.context() as broken:
        broken.setattr(walker.house.walks, "keep", refuse)
        with pytest.raises(NotRecorded):
            await log.close("I¶1", whole=False)
    walker.clock.forward(timedelta(seconds=3))
    await log.close("I¶1", whole=False)
    assert [(shown.visits, shown.seconds) for shown in sitting.walk.displays] == [(1, 3)]


async def test_what_was_never_on_the_screen_is_no_visit(walker: Walker) -> None:
    sitting = walker.sit_down()
    log = VisitLog(sitting)
    log.begin(walk_to_section(sitting, "I"))
    await log.close("I¶1", whole=True)
    log.shown()
    log.retire()
    await log.close("I¶1", whole=True)
    assert sitting.walk.displays == ()
