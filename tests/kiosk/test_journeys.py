"""Whole ways through the kiosk, by keys alone."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from oc_training.attestation.sign_in_events import NotThisPerson
from oc_training.attestation.signature_events import Acknowledged, Declined, PaperRequested
from oc_training.attestation.training_events import AttemptMade
from oc_training.attestation.walk import Review
from oc_training.bootstrap import House
from oc_training.kiosk.page import Page
from oc_training.kiosk.pages import reader
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.board import BoardPage
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.pages.missed import MissedPage
from oc_training.kiosk.pages.notice import NoticePage
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.pages.person_form import PersonFormPage
from oc_training.kiosk.pages.reader import ReaderPage
from oc_training.kiosk.pages.receipt import ReceiptPage
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.pages.scenario import ScenarioPage
from oc_training.kiosk.pages.set_up import SetUpDonePage
from oc_training.kiosk.pages.welcome import WelcomePage
from oc_training.kiosk.widgets.dialog import Dialog
from oc_training.kiosk.widgets.settling import Settling
from oc_training.places import CHECKOUT
from oc_training.roster.model import DutyStatus, Role
from tests.kiosk.pages.walkers import EVIL, walk_to_section
from tests.kiosk.traveller import Traveller, house_at, kiosk
from tests.support.fixed_clock import FixedClock
from tests.support.small_content import small_content
from tests.support.station import PIN, Station, new_station, started_again

BOSS, BOSS_BADGE = "Ada Invented", "100"
NEW, NEW_BADGE, NEW_PIN = "Robin Sample", "417", "river stone 5"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody types ahead here, so nothing has to settle first; places are kept at once."""
    monkeypatch.setattr(Settling, "over", property(lambda self: self._since is not None))
    monkeypatch.setattr(reader, "PLACE_SECONDS", 0.01)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A directive of three sections and five questions, of which four are drawn."""
    return small_content(tmp_path / "small")


@pytest.fixture
def station(tmp_path: Path, small: Path) -> Station:
    """A station with that directive, the coordinator and one officer of Patrol."""
    found = new_station(tmp_path, small)
    found.hire(NEW_BADGE, NEW)
    return found


# ---- the whole way ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "questions"), [((80, 24), 12), ((60, 20), 4), ((132, 43), 4)])
async def test_from_the_first_start_to_a_receipt_and_the_coordinators_board(
    size: tuple[int, int], questions: int, tmp_path: Path, small: Path
) -> None:
    clock = FixedClock()
    house = house_at(tmp_path, clock, CHECKOUT if questions == 12 else small)
    async with kiosk(house, clock, size) as one:
        await one.set_up(BOSS, BOSS_BADGE, PIN)
        await one.press("a")
        await one.fill_in_person(NEW, NEW_BADGE, "Officer", "Patrol", PIN)
        code = await one.issue_code(PIN)
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
        assert len(await one.go_to(ReviewPage)) == questions
        await one.sign(NEW, NEW_PIN, "I asked about the radio.")
        await one.sees("Recorded as entry")
        assert "I asked about the radio." in await one.whole_page()
        await one.press("enter")
        await one.comes_to(DirectivesPage)
        await one.sees("You are current.", "March 14, 2027")
        await one.press("r", "enter")
        await one.comes_to(ReceiptPage)
        await one.sign_out()

        await one.sign_in(BOSS_BADGE, PIN)
        await one.open_board()
        await one.press("4")
        await one.sees(NEW, "Current only")
        await one.press("enter")
        await one.comes_to(PersonPage)
        await one.sees("Directive")
        assert "Current until March 14, 2027" in await one.whole_page()


async def test_right_after_the_set_up_one_can_sign_out_and_nobody_else_finds_the_kiosk_open(
    tmp_path: Path, small: Path
) -> None:
    clock = FixedClock()
    async with kiosk(house_at(tmp_path, clock, small), clock) as one:
        await one.set_up(BOSS, BOSS_BADGE, PIN)
        await one.press("a")
        await one.comes_to(PersonFormPage)
        await one.walk_away()
        await one.sign_in(BOSS_BADGE, PIN)
        await one.comes_to(DirectivesPage)


# ---- attempts that do not pass ----------------------------------------------------------------------------------


async def test_after_a_failed_attempt_the_missed_clauses_are_shown_and_what_was_not_asked_yet_comes_up(
    station: Station,
) -> None:
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        first = await one.go_to(MissedPage, right=lambda page: page._ask.again)
        assert len(first) == 8
        shown = await one.whole_page()
        assert "0 of 4 at the first try; 75 % is needed (3 of 4)." in shown
        assert "Every unit answers under its call sign." in shown
        await one.press("enter")
        await one.comes_to(ScenarioPage)
        second = await one.go_to(ReviewPage)
        assert len(set(first)) == len(second) == 4
        assert len(set(first) | set(second)) == 5
        await one.sign(NEW, PIN)
        attempts = [recorded.event for recorded in station.entries(AttemptMade)]
        assert [attempt.passed for attempt in attempts if isinstance(attempt, AttemptMade)] == [False, True]


async def test_after_three_failed_attempts_a_supervisor_lets_the_person_go_on(station: Station) -> None:
    station.hire("300", "Sam Supervisor", role=Role.SUPERVISOR, rank="Sergeant")
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        for attempt in range(3):
            await one.go_to(MissedPage, right=lambda page: page._ask.again)
            if attempt < 2:
                await one.press("enter")
                await one.comes_to(ScenarioPage)
        await one.sees("Three attempts did not pass", "Your supervisor can allow the next one.")
        await one.press("enter", "escape")
        await one.begin()
        await one.sees("Three attempts did not pass")
        await one.press("escape")
        await one.comes_to(DirectivesPage)
        await one.sign_out()

        await one.sign_in("300", PIN)
        await one.open_board()
        await one.open_person(NEW)
        await one.press("r")
        await one.comes_to(ActDialog)
        await one.write("We talked it over.", PIN)
        await one.press("enter")
        await one.sees("Released. A further attempt")
        await one.sign_out()

        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        if isinstance(one.app.screen, MissedPage):
            await one.press("enter")
            await one.comes_to(ScenarioPage)
        await one.go_to(ReviewPage)
        await one.sign(NEW, PIN)
        assert len(station.entries(Acknowledged)) == 1


# ---- interruptions ----------------------------------------------------------------------------------------------


class Interrupted:
    """A station whose kiosk is left in one of three ways, and come back to."""

    def __init__(self, folder: Path, content: Path, station: Station, way: str) -> None:
        self._folder, self._content, self._way = folder, content, way
        self.station = station

    async def leave(self, one: Traveller) -> None:
        """Sign out, walk away, or leave it to the end of the program."""
        if self._way == "F10":
            await one.sign_out()
        elif self._way == "time-out":
            await one.walk_away()

    def houses(self) -> Iterator[House]:
        """Nothing but the files is left from one start to the next."""
        yield self.station.house
        self.station = started_again(self._folder, self.station, self._content)
        yield self.station.house


WAYS = pytest.mark.parametrize("way", ["F10", "time-out", "torn down"])


@WAYS
async def test_interrupted_in_the_middle_of_a_section_one_comes_back_to_the_same_clause(
    way: str, tmp_path: Path
) -> None:
    station = new_station(tmp_path)
    station.hire(NEW_BADGE, NEW)
    walk_to_section(station.sit_down(NEW_BADGE), "III.A")
    at = Interrupted(tmp_path, CHECKOUT, station, way)
    before, after = at.houses(), ""
    async with kiosk(next(before), station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        page = await one.comes_to(ReaderPage)
        await one.press("pagedown", "pagedown")
        await one.until(lambda: page._sitting.walk.place == page._view.place)
        place = page._view.place
        await at.leave(one)
    async with kiosk(next(before), station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.sees("Done so far")
        await one.begin()
        page = await one.comes_to(ReaderPage)
        await one.until(lambda: page._view.place == place)
        after = page._view.section.id
    assert (after, place.startswith("III.A."), place != "III.A.1") == ("III.A", True, True)


@WAYS
async def test_interrupted_at_a_question_one_comes_back_to_it_with_the_answers_so_far(
    way: str, tmp_path: Path, small: Path, station: Station
) -> None:
    at = Interrupted(tmp_path, small, station, way)
    houses = at.houses()
    async with kiosk(next(houses), station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        await one.go_to(ScenarioPage)
        first = await one.answer()
        await one.go_to(ScenarioPage)
        asked = (await one.comes_to(ScenarioPage))._ask
        await one.press("2")
        await at.leave(one)
    async with kiosk(next(houses), station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.sees("1 of 4 scenarios")
        await one.begin()
        again = (await one.comes_to(ScenarioPage))._ask
        assert (again.question.id, again.shown, again.number) == (asked.question.id, asked.shown, 2)
        assert again.question.title != first
        assert "(o)" not in one.screen


@WAYS
async def test_interrupted_after_an_answer_one_goes_on_with_the_next_question(
    way: str, tmp_path: Path, small: Path, station: Station
) -> None:
    at = Interrupted(tmp_path, small, station, way)
    houses = at.houses()
    async with kiosk(next(houses), station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        await one.go_to(ScenarioPage)
        page = await one.comes_to(ScenarioPage)
        answered = page._ask.question.title
        await one.press("1", "enter")
        await one.until(lambda: page.has_class("-answered"))
        del page
        await at.leave(one)
    async with kiosk(next(houses), station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.sees("1 of 4 scenarios")
        await one.begin()
        await one.go_to(ScenarioPage)
        page = await one.comes_to(ScenarioPage)
        assert page._ask.number == 2
        assert page._ask.question.title != answered


@WAYS
@pytest.mark.parametrize("place", ["review", "dialog"])
async def test_interrupted_at_the_review_or_while_signing_nothing_is_signed_and_one_comes_back_to_it(
    way: str, place: str, tmp_path: Path, small: Path, station: Station
) -> None:
    at = Interrupted(tmp_path, small, station, way)
    houses = at.houses()
    async with kiosk(next(houses), station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        await one.go_to(ReviewPage)
        if place == "dialog":
            await one.open_signing()
            await one.write(NEW, PIN, "")
        await at.leave(one)
    async with kiosk(next(houses), station.clock) as one:
        assert at.station.entries(Acknowledged) == []
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        await one.comes_to(ReviewPage)
        await one.sign(NEW, PIN)
        assert len(at.station.entries(Acknowledged)) == 1
        assert len(at.station.entries(AttemptMade)) == 1


async def test_a_sign_of_life_keeps_the_person_where_they_are(station: Station) -> None:
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        page = await one.comes_to(DirectivesPage)
        station.clock.forward(one.idle_time)
        await one.sees("Are you still there?")
        await one.press("s")
        await one.comes_to(DirectivesPage)
        assert one.app.screen is page


# ---- other answers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "title", "event"),
    [("d", "It is recorded that you chose not to sign.", Declined), ("p", "paper", PaperRequested)],
)
async def test_one_can_decline_or_ask_for_paper_and_sign_later_after_all(
    key: str, title: str, event: type[Declined | PaperRequested], station: Station
) -> None:
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        await one.go_to(ReviewPage)
        await one.press(key)
        await one.comes_to(ActDialog)
        await one.write(PIN, "I want to ask first.")
        await one.press("enter")
        await one.comes_to(NoticePage)
        await one.sees(title)
        [entry] = station.entries(event)
        await one.sees(f"Its number in the records is {entry.entry.seq}.")
        await one.press("enter")
        await one.comes_to(DirectivesPage)
        assert station.entries(Acknowledged) == []
        await one.sign_out()
        await one.sign_in(BOSS_BADGE, PIN)
        await one.open_board()
        await one.open_person(NEW)
        assert "I want to ask first." in await one.whole_page()
        await one.sign_out()
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        await one.go_to(ReviewPage)
        await one.sign(NEW, PIN)
        assert len(station.entries(Acknowledged)) == 1


async def test_whoever_is_not_the_person_on_the_screen_says_so_and_is_signed_out(station: Station) -> None:
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        await one.go_to(ReviewPage)
        await one.press("x")
        await one.comes_to(Dialog)
        await asyncio.sleep(0.4)
        await one.press("y")
        await one.comes_to(WelcomePage)
        assert NEW not in one.words
        assert len(station.entries(NotThisPerson)) == 1
        assert not isinstance(station.sit_down(NEW_BADGE).next_step(), Review)


# ---- the board --------------------------------------------------------------------------------------------------


async def test_a_supervisor_sees_their_own_unit_and_the_coordinator_everybody(station: Station) -> None:
    station.hire("300", "Sam Supervisor", role=Role.SUPERVISOR, rank="Sergeant")
    station.hire("500", "Nora Night", unit="Night Shift")
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in("300", PIN)
        await one.open_board()
        await one.sees(NEW, "Sam Supervisor")
        assert "Nora Night" not in one.words
        assert BOSS not in one.words
        await one.press("4")
        await one.sees("Current only", "Nobody to show here.")
        await one.press("1")
        await one.open_person(NEW)
        shown = await one.whole_page()
        assert "How this was worked out" in shown
        assert "History, newest first" in shown
        assert "E Edit" not in shown
        await one.press("escape")
        await one.comes_to(BoardPage)
        await one.sees("With")
        await one.sign_out()

        await one.sign_in(BOSS_BADGE, PIN)
        await one.open_board()
        await one.sees(NEW, "Nora Night", BOSS)
        await one.press("u")
        await one.sees("Night Shift:")
        await one.press("down", "enter")
        await one.sees("Night Shift. Every standing.")
        assert NEW not in one.words
        await one.press("enter")
        await one.comes_to(PersonPage)
        await one.sees("Nora Night", "One-time code")


# ---- hostile words, and who comes next ---------------------------------------------------------------------------

LITERAL = "[@click=app.exit]x[/]"


async def test_words_that_look_like_markup_stay_words_from_the_roster_to_the_receipt(
    tmp_path: Path, small: Path
) -> None:
    clock = FixedClock()
    async with kiosk(house_at(tmp_path, clock, small), clock) as one:
        await one.set_up("[/ Ada", BOSS_BADGE, PIN)
        await one.press("a")
        await one.fill_in_person(LITERAL, NEW_BADGE, "[b]bold", "[/] Patrol", PIN)
        code = await one.issue_code(PIN)
        await one.press("escape")
        await one.comes_to(SetUpDonePage)
        await one.press("d")
        await one.comes_to(DirectivesPage)
        await one.sign_out()
        await one.sign_in(NEW_BADGE, code)
        await one.choose_pin(NEW_PIN)
        await one.sees(f"Hello, {LITERAL}.")
        await one.begin()
        await one.go_to(ReviewPage)
        await one.sees(f"Name {LITERAL}", "[b]bold, [/] Patrol")
        await one.sign(LITERAL, NEW_PIN, "[/b] \\[ {0.__class__} %s $name")
        await one.sees(f"Signed by {LITERAL}", "[/b] \\[ {0.__class__} %s $name")
        await one.press("w", "w")
        await one.sign_out()
        await one.sign_in(BOSS_BADGE, PIN)
        await one.open_board()
        await one.press("down")
        await one.sees(f"{LITERAL}, [b]bold, badge {NEW_BADGE}, [/] Patrol")
        await one.open_person(LITERAL)
        await one.sees("[b]bold, [/] Patrol")
        assert one.app.is_running


async def test_words_that_drive_a_terminal_reach_no_screen(station: Station) -> None:
    station.hire("666", EVIL, unit=EVIL, rank=EVIL)
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in("666", PIN)
        await one.sees("[@click=app.exit]x[/]")
        await one.begin()
        await one.go_to(ReviewPage)
        await one.open_signing()
        await one.write(EVIL.translate(dict.fromkeys(range(32))), PIN, "")
        await one.press("enter")
        await one.sees("Please type your name")
        await one.press("escape")
        await one.comes_to(ReviewPage)
        await one.press("d")
        await one.comes_to(ActDialog)
        await one.write(PIN, "[/")
        await one.press("enter")
        await one.comes_to(NoticePage)
        await one.sign_out()
        await one.sign_in(BOSS_BADGE, PIN)
        await one.open_board()
        await one.sees("[/")
        await one.open_person("666")
        await one.sees("Badge number 666")
        await one.press("e")
        await one.comes_to(PersonFormPage)
        assert "Why this changes" in await one.whole_page()
        assert one.app.is_running


async def test_after_signing_out_nothing_of_the_person_is_left(station: Station) -> None:
    of_other_tests = weakref.WeakSet(pages_alive())
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.begin()
        await one.go_to(ReviewPage)
        await one.sign(NEW, PIN)
        await one.press("enter")
        await one.comes_to(DirectivesPage)
        await one.press("l")
        await one.sees("You are looking this directive up.")
        await one.sign_out()
        for trace in (NEW, NEW_BADGE, "Robin", "Receipt"):
            assert trace not in one.words
        await one.until(lambda: [type(page) for page in pages_alive() if page not in of_other_tests] == [WelcomePage])


def pages_alive() -> list[Page[object]]:
    gc.collect()
    return [thing for thing in gc.get_objects() if isinstance(thing, Page)]


# ---- who is it --------------------------------------------------------------------------------------------------


async def test_whoever_leaves_the_department_while_signed_in_is_told_so_and_signed_out(station: Station) -> None:
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.comes_to(DirectivesPage)
        station.duty(NEW_BADGE, DutyStatus.SEPARATED)
        await one.press("c")
        await one.comes_to(NoticePage)
        await one.sees("You are no longer on the roster.")
        await one.press("enter")
        await one.comes_to(WelcomePage)


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_whoever_leaves_the_department_while_reading_is_told_so_at_the_next_step(
    station: Station, key: str
) -> None:
    async with kiosk(station.house, station.clock) as one:
        await one.sign_in(NEW_BADGE, PIN)
        await one.comes_to(DirectivesPage)
        await one.begin()
        await one.comes_to(ReaderPage)
        station.duty(NEW_BADGE, DutyStatus.SEPARATED)
        head = station.house.book.head()
        for _ in range(40):
            await one.press("pagedown")
        await one.press(key)
        await one.comes_to(NoticePage)
        await one.sees("You are no longer on the roster.")
        await one.press("enter")
        await one.comes_to(WelcomePage)
        assert station.house.book.head() == head


async def test_the_owner_of_a_badge_is_told_of_wrong_tries_that_came_before_and_how_long_to_wait(
    station: Station,
) -> None:
    async with kiosk(station.house, station.clock) as one:
        await one.comes_to(WelcomePage)
        for _ in range(3):
            station.wait_for_the_next_try()
            await one.write(NEW_BADGE, "not that one")
            await one.sees("That badge number and PIN were not accepted.")
            await one.press("escape")
        await one.write(NEW_BADGE, PIN)
        await one.sees("Please wait 2 seconds, then try again. This try was not counted.")
        await one.press("escape")
        station.wait_for_the_next_try()
        await one.write(NEW_BADGE, PIN)
        await one.comes_to(NoticePage)
        await one.sees("3 tries in a row with your badge number were wrong.", "please tell your supervisor")
        await one.press("enter")
        await one.comes_to(DirectivesPage)
