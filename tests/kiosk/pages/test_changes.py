"""The page that shows what changed: to its end, legible without colour, harmless whatever the words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from oc_training.attestation.happened import Signature
from oc_training.attestation.since_signed import SinceSigned, since_signed
from oc_training.attestation.sitting import Sitting
from oc_training.attestation.walk import Course
from oc_training.kiosk import theme
from oc_training.kiosk.outcomes import Onward, ReaderOutcome
from oc_training.kiosk.pages.changes import ALL_CHANGES_SHOWN, ChangesPage
from oc_training.kiosk.pages.reader import NOT_YET
from oc_training.policy.notation import parse_revision
from tests.attestation.test_walk import CYCLE
from tests.kiosk.host import Host, frame, least_contrast, until
from tests.kiosk.pages.walkers import Walker, hostile, settled
from tests.kiosk.support import is_harmless, screen_text
from tests.support import evidence_lockers as lockers


def compared(sitting: Sitting, *, evil: bool = False) -> SinceSigned:
    """The invented directive after its review, in place of the sitting's own."""
    old, new = parse_revision(lockers.first(), "first.md"), parse_revision(lockers.second(), "second.md")
    new = hostile(new) if evil else new
    since = since_signed(Signature(old.id, date(2024, 5, 1), CYCLE, 7), old, new, 2)
    assert since is not None
    sitting.course = Course(new, sitting.course.bank, since)
    return since


@pytest.mark.parametrize("colours", [theme.NIGHT, theme.DAY])
async def test_what_changed_is_told_in_characters_and_can_be_read_in_both_themes(colours: str, tmp_path: Path) -> None:
    walker = Walker.at(tmp_path)
    with walker.house:
        sitting = walker.sit_down()
        since = compared(sitting)
        app: Host[ReaderOutcome] = Host(lambda: ChangesPage(frame(), sitting, since, settled()), colours)
        async with app.run_test(size=(132, 43)) as pilot:
            await until(pilot, lambda: ALL_CHANGES_SHOWN in screen_text(app))
            shown = screen_text(app)
            for words in ("[-!shall not-]", "[+!may+]", "Duty word changed: shall not -> may", "III.B.1.a: affected"):
                assert words in shown
            assert least_contrast(app) >= 4.5


async def test_enter_goes_on_only_after_the_end_was_on_the_screen_and_the_display_is_kept(tmp_path: Path) -> None:
    walker = Walker.at(tmp_path)
    with walker.house:
        sitting = walker.sit_down()
        since = compared(sitting)
        app: Host[ReaderOutcome] = Host(lambda: ChangesPage(frame(), sitting, since, settled()))
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: NOT_YET in screen_text(app))
            await pilot.press("enter")
            await pilot.pause()
            assert app.results == []
            walker.clock.forward(timedelta(minutes=4))  # long enough to read it, so nothing is said of haste
            await pilot.press("pagedown", "pagedown")
            await until(pilot, lambda: ALL_CHANGES_SHOWN in screen_text(app))
            await pilot.press("enter")
            await until(pilot, lambda: app.results == [Onward.NEXT])
        changes = sitting.walk.changes
        assert changes is not None
        assert changes.complete
        assert changes.new_sha256 == since.comparison.new.sha256


async def test_hostile_words_of_a_directive_stay_words(tmp_path: Path) -> None:
    walker = Walker.at(tmp_path)
    with walker.house:
        sitting = walker.sit_down()
        since = compared(sitting, evil=True)
        app: Host[ReaderOutcome] = Host(lambda: ChangesPage(frame(), sitting, since, settled()))
        async with app.run_test(size=(80, 24)) as pilot:
            for _ in range(12):
                await pilot.press("pagedown")
                assert is_harmless(screen_text(app))
            assert app.is_running
