"""A revision and a year going by, through the real screens, by keys alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from oc_training.attestation.signature_events import Acknowledged, AcknowledgedAfterChanges
from oc_training.attestation.training_events import AttemptFavouring
from oc_training.kiosk.pages import reader
from oc_training.kiosk.pages.changes import ALL_CHANGES_SHOWN, ChangesPage
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.pages.notice import NoticePage
from oc_training.kiosk.pages.reader import NOT_YET, ReaderPage
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.pages.scenario import ScenarioPage
from oc_training.kiosk.widgets.settling import Settling
from oc_training.roster.pins import Secret
from tests.kiosk.traveller import Traveller, kiosk
from tests.support.small_content import DIRECTIVE, put_bank, put_revision, small_content
from tests.support.station import PIN, Station, new_station, started_again

NEW, NEW_BADGE = "Robin Sample", "417"
MATERIAL = "2025-02-01"
IN_FORCE = date(2025, 3, 3)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody types ahead here, so nothing has to settle first; places are kept at once."""
    monkeypatch.setattr(Settling, "over", property(lambda self: self._since is not None))
    monkeypatch.setattr(reader, "PLACE_SECONDS", 0.01)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_content(tmp_path / "small")


@pytest.fixture
def station(tmp_path: Path, small: Path) -> Station:
    found = new_station(tmp_path, small)
    found.hire(NEW_BADGE, NEW)
    return found


def issued_ahead(tmp_path: Path, station: Station, small: Path, further: str = "") -> Station:
    """The last clause with *further* words, issued to take effect on :data:`IN_FORCE`."""
    put_revision(small, MATERIAL, "material")
    file = small / "content" / DIRECTIVE / f"{MATERIAL}.md"
    words = file.read_text(encoding="utf-8").replace("effective: 2025-02-01", f"effective: {IN_FORCE}")
    words = words.replace("change_note: Written for a test.", "change_note: Callers may be put at ease.")
    file.write_text(
        words.replace("Nobody jokes on the air.", f"Nobody jokes or sings on the air{further}."), encoding="utf-8"
    )
    put_bank(small, MATERIAL)
    bank = small / "quizzes" / f"{DIRECTIVE}.md"
    bank.write_text(
        bank.read_text(encoding="utf-8").replace("Nobody jokes on the air", "Nobody jokes or sings on the air")
    )
    station = started_again(tmp_path, station, small)
    station.stand_on(IN_FORCE - timedelta(days=1), hour=23)
    (waiting,) = station.house.board.waiting_directives(station.sign_in("100"))
    station.house.issuing.issue(station.sign_in("100"), waiting, Secret(PIN))
    return station


async def sign_in_and_begin(one: Traveller, badge: str) -> None:
    await one.sign_in(badge, PIN)
    await one.begin()


@pytest.mark.parametrize("size", [(80, 24), (132, 43), (60, 20)])
async def test_a_material_revision_from_its_issue_to_everyones_signature_with_one_caught_in_the_middle(
    size: tuple[int, int], tmp_path: Path, small: Path, station: Station
) -> None:
    station.sign(NEW_BADGE)
    station.hire("418", "Nora Night")
    station = issued_ahead(tmp_path, station, small)
    async with kiosk(station.house, station.clock, size) as one:
        # Somebody sits before the open review when midnight comes.
        await sign_in_and_begin(one, "418")
        await one.go_to(ReviewPage)
        await one.open_signing()
        station.clock.forward(timedelta(minutes=70))
        await one.press("space")
        await one.write("Nora Night", PIN, "")
        await one.press("enter")
        await one.sees("was revised while you were reading.", "Nothing was signed")
        assert len(station.entries(Acknowledged, AcknowledgedAfterChanges)) == 1
        await one.press("escape")
        await one.comes_to(NoticePage)
        await one.sees(
            f"Revision {MATERIAL} is in force now.",
            "Sections I and II have the same words and stay displayed. Section III is shown now.",
        )
        await one.press("enter")
        await one.go_to(ReaderPage)
        page = await one.comes_to(ReaderPage)
        assert page._view.section.id == "III"
        await one.go_to(ReviewPage)
        await one.sees("3 of 3 displayed to their end")
        await one.sign("Nora Night", PIN)
        await one.sign_out()

        # Somebody who signed the revision before is first shown what changed.
        await one.sign_in(NEW_BADGE, PIN)
        await one.sees("You have 1 directive to sign")
        await one.begin()
        await one.comes_to(ChangesPage)
        await one.sees("What changed since you signed on January 6, 2025")
        shown = await one.whole_page()
        assert "[+or sings+]" in shown
        assert "III.B: amended" in shown
        await one.display_section()
        page = await one.comes_to(ReaderPage)
        assert page._view.section.id == "I"
        await one.go_to(ReviewPage)
        await one.sees("What changed", "since revision 2025-01-06")
        await one.sign(NEW, PIN)
        assert "since revision 2025-01-06" in await one.whole_page()
        (with_changes,) = station.entries(AcknowledgedAfterChanges)
        assert isinstance(with_changes.event, AcknowledgedAfterChanges)
        assert with_changes.event.changes.complete
        assert [display.section for display in with_changes.event.displays] == ["I", "II", "III"]
        await one.sign_out()

        # The coordinator sees that everybody who was asked has signed.
        await one.sign_in("100", PIN)
        await one.open_board()
        await one.press("4")
        await one.sees(NEW, "Nora Night")


async def test_who_left_in_the_middle_is_told_at_the_next_visit(tmp_path: Path, small: Path, station: Station) -> None:
    station = issued_ahead(tmp_path, station, small)
    async with kiosk(station.house, station.clock) as one:
        await sign_in_and_begin(one, NEW_BADGE)
        await one.display_section()
        await one.sign_out()
        station.pass_days(2)
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        await one.comes_to(NoticePage)
        await one.sees("Section I has the same words and stays displayed.", "Sections II and III are shown now.")
        await one.press("enter")
        await one.until(lambda: isinstance(one.app.screen, ReaderPage | ScenarioPage))
        await one.go_to(ReviewPage)
        await one.sign(NEW, PIN)


async def test_at_midnight_a_page_of_the_old_revision_leads_on_to_the_new_one(
    tmp_path: Path, small: Path, station: Station
) -> None:
    station = issued_ahead(tmp_path, station, small)
    async with kiosk(station.house, station.clock) as one:
        await sign_in_and_begin(one, NEW_BADGE)
        await one.go_to(ScenarioPage)
        station.clock.forward(timedelta(minutes=61))
        await one.press("space")
        await one.answer()
        await one.comes_to(NoticePage)
        await one.sees("was revised while you were in the middle of it")


@pytest.mark.parametrize("key", ["s", "p", "d", "b"])
async def test_every_way_from_an_overtaken_review_leads_to_the_new_revision(
    key: str, tmp_path: Path, small: Path, station: Station
) -> None:
    station = issued_ahead(tmp_path, station, small)
    async with kiosk(station.house, station.clock) as one:
        await sign_in_and_begin(one, NEW_BADGE)
        await one.go_to(ReviewPage)
        station.clock.forward(timedelta(minutes=61))
        await one.press("up", key)
        await one.comes_to(NoticePage)
        await one.sees("was revised while you were in the middle of it")


async def test_what_changed_put_aside_in_the_middle_goes_on_there_and_is_not_passed_over(
    tmp_path: Path, small: Path, station: Station
) -> None:
    station.sign(NEW_BADGE)
    further = ", whatever the hour, the unit, the channel and the weather may be" * 6
    station = issued_ahead(tmp_path, station, small, further)
    station.pass_days(1)
    async with kiosk(station.house, station.clock, (60, 20)) as one:
        await sign_in_and_begin(one, NEW_BADGE)
        page = await one.comes_to(ChangesPage)
        await one.sees(NOT_YET)
        await one.press("enter")
        assert one.app.screen is page
        await one.press("down")
        await one.until(lambda: page._sitting.walk.place == page._view.place != page._view.section.clauses[0].citation)
        place = page._view.place
        await one.press("escape")
        await one.comes_to(DirectivesPage)
        await one.begin()
        page = await one.comes_to(ChangesPage)
        await one.until(lambda: page._view.place == place)
        await one.press("end")
        await one.sees(ALL_CHANGES_SHOWN)


async def test_a_year_later_the_same_words_are_displayed_again_and_what_was_missed_is_asked(station: Station) -> None:
    async with kiosk(station.house, station.clock) as one:
        await sign_in_and_begin(one, NEW_BADGE)
        await one.go_to(ReviewPage, right=lambda page: page._ask.number != 1 or page._ask.again)
        await one.sign(NEW, PIN)
        await one.sign_out()
        station.pass_days(364)
        await sign_in_and_begin(one, NEW_BADGE)
        await one.comes_to(ReaderPage)
        await one.go_to(ReviewPage)
        await one.sign(NEW, PIN)
        (attempt,) = station.entries(AttemptFavouring)
        assert isinstance(attempt.event, AttemptFavouring)
        (missed,) = attempt.event.favoured
        assert any(missed in item.cites for item in attempt.event.items)
        assert len(station.entries(Acknowledged)) == 2
