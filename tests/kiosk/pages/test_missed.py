"""After an attempt that did not pass: kindly, with the clauses, and no further than the rule allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from oc_training.attestation.sitting import Blocked, Sitting
from oc_training.attestation.walk import Course, Missed
from oc_training.kiosk.outcomes import Aside, MissedOutcome, Onward
from oc_training.kiosk.pages.missed import MissedPage
from oc_training.kiosk.widgets.settling import Settling
from oc_training.wording.training import in_words
from tests.kiosk.host import Host, frame, until
from tests.kiosk.pages.walkers import Walker, fail, hostile, settled
from tests.kiosk.support import SIZES, is_harmless, screen_text

App = Host[MissedOutcome]


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Walker.at(tmp_path).sit_down()


def app_for(sitting: Sitting, step: Missed | Blocked, settling: Settling | None = None) -> App:
    return Host(lambda: MissedPage(frame(person="Ada Invented"), sitting, step, settling or settled()))


@pytest.mark.parametrize("size", SIZES)
async def test_score_mark_and_every_missed_clause_are_shown(sitting: Sitting, size: tuple[int, int]) -> None:
    step = fail(sitting)
    app = app_for(sitting, step)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.05)
        assert "0 of 12 at the first try; 80 % is needed (10 of 12)." in screen_text(app)
        assert "Try again with fresh scenarios" in screen_text(app)
        seen = screen_text(app)
        for _ in range(60):
            await pilot.press("pagedown")
            await pilot.pause()
            if "More below" not in screen_text(app):
                break
            seen += screen_text(app)
        seen += screen_text(app)
        for citation in step.clauses:
            assert f"Directive 3-400, {citation}" in seen


async def test_enter_tries_again_but_not_when_typed_ahead(sitting: Sitting) -> None:
    moment = [0.0]
    app = app_for(sitting, fail(sitting), Settling(0.3, lambda: moment[0]))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert not app.results
        moment[0] = 1.0
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [Onward.NEXT]
    sitting.try_again()


async def test_escape_is_later(sitting: Sitting) -> None:
    app = app_for(sitting, fail(sitting))
    async with app.run_test() as pilot:
        await pilot.press("escape")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [Aside.LATER]


async def test_after_three_attempts_only_a_supervisor_leads_on(sitting: Sitting) -> None:
    for _ in range(2):
        assert isinstance(fail(sitting), Missed)
        sitting.try_again()
    step = fail(sitting)
    assert isinstance(step, Blocked)
    app = app_for(sitting, step)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "Three attempts did not pass" in screen_text(app)
        assert "Your supervisor can allow the next one. Everything you did is kept." in screen_text(app)
        assert "Try again" not in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert not app.results
        await pilot.click("#missed-next")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [Aside.LATER]


async def test_blocked_without_an_attempt_under_way_names_no_score(sitting: Sitting) -> None:
    assert sitting.walk.attempt is None
    app = app_for(sitting, Blocked((), 3))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "Three attempts did not pass" in screen_text(app)
        assert "first try" not in screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_in_clauses_are_shown_and_do_nothing(sitting: Sitting, size: tuple[int, int]) -> None:
    step = fail(sitting)
    sitting.course = Course(hostile(sitting.course.revision), sitting.course.bank)
    app = app_for(sitting, step)
    async with app.run_test(size=size, notifications=True) as pilot:
        seen = ""
        for _ in range(12):  # what was missed, and so where it stands, differs from draw to draw
            await pilot.press("pagedown")
            await pilot.pause()
            assert is_harmless(screen_text(app))
            seen += screen_text(app)
        assert "[/" in seen


def test_numbers_of_attempts_are_said_in_words() -> None:
    assert [in_words(number) for number in (3, 9, 12)] == ["Three", "Nine", "12"]
