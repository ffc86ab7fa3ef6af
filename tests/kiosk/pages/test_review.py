from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pytest
from textual.pilot import Pilot

from oc_training.attestation.sign_in_events import NotThisPerson, SignInLocked
from oc_training.attestation.signature_events import Acknowledged, Declined, PaperRequested
from oc_training.attestation.sitting import Sitting
from oc_training.attestation.walk import Review
from oc_training.clock import Clock
from oc_training.errors import LedgerError, NotRecorded, OutcomeUnknown
from oc_training.kiosk import theme
from oc_training.kiosk.outcomes import Answer, Aside, ReadAgain, ReviewOutcome, Signed
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.review import READ_FIRST, ReviewPage
from oc_training.kiosk.widgets.dialog import Dialog
from oc_training.kiosk.widgets.settling import Settling
from oc_training.ledger.port import Entry, Head, Json
from oc_training.wording.pins import PIN_MISSING
from oc_training.wording.training import DECLINE, MEANING, NO_CASES, ON_PAPER
from tests.kiosk.host import Host, frame, least_contrast, until, write
from tests.kiosk.pages.walkers import EVIL, settled
from tests.kiosk.support import SIZES, is_harmless, screen_text
from tests.support.memory_ledger import MemoryLedger
from tests.support.station import PIN, Station, memory_station, walk_to

NAME = "Robin Sample"
BADGE = "417"


class FaultyLedger(MemoryLedger):
    """A book that, while it has a fault, writes nothing; or writes and cannot say so."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.fault: LedgerError | None = None

    def append(self, kind: str, body: Mapping[str, Json], entry_id: str, *, expected_head: Head | None = None) -> Entry:
        if isinstance(self.fault, NotRecorded):
            raise self.fault
        entry = super().append(kind, body, entry_id, expected_head=expected_head)
        if self.fault is not None:
            raise self.fault
        return entry


@dataclass
class Desk:
    """Somebody at the end of the training, in front of the review."""

    station: Station
    book: FaultyLedger
    sitting: Sitting
    results: list[ReviewOutcome] = field(default_factory=list)

    @property
    def person_id(self) -> str:
        return self.sitting.walk.person

    def app(self, theme_name: str = theme.NIGHT, settling: Settling | None = None) -> Host[ReviewOutcome]:
        house = self.station.house
        sheet = house.signing.review(self.sitting)
        return Host(
            lambda: ReviewPage(
                frame(person=sheet.person.name), self.sitting, sheet, house.signing, settling=settling or settled()
            ),
            theme_name,
        )

    def wrong_tries(self) -> int:
        kept = self.station.house._locksmith.kept(self.person_id)
        assert kept is not None
        return kept.failures

    def answers(self) -> int:
        return len(self.station.entries(Acknowledged, Declined, PaperRequested, NotThisPerson))


def desk(name: str = NAME, unit: str = "Patrol", rank: str = "Officer") -> Desk:
    books: list[FaultyLedger] = []

    def make(clock: Clock) -> FaultyLedger:
        books.append(FaultyLedger(clock))
        return books[0]

    station = memory_station(ledger=make)
    station.hire(BADGE, name, unit=unit, rank=rank)
    sitting = station.sit_down(BADGE)
    walk_to(sitting, Review)
    return Desk(station, books[0], sitting)


async def fill_in(pilot: Pilot[None], *values: str) -> None:
    """Type each value and press Enter, from the first field to the button."""
    for value in values:
        await write(pilot, value)
        await pilot.press("enter")


async def open_dialog(pilot: Pilot[None], key: str) -> None:
    """Ask to answer in one way, once the page has been gone through to its end."""
    await whole_page(pilot)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, ActDialog))


async def whole_page(pilot: Pilot[None]) -> str:
    """Every line of the page, by scrolling, without blanks that the width decides."""
    shown = [screen_text(pilot.app)]
    while len(shown) < 2 or shown[-1] != shown[-2]:
        await pilot.press("pagedown")
        await pilot.pause()
        shown.append(screen_text(pilot.app))
    return " ".join("\n".join(shown).replace("║", " ").split())


def framed_lines(app: Host[ReviewOutcome]) -> list[str]:
    """The lines of the statement that are in sight."""
    return [line.strip(" ║") for line in screen_text(app).splitlines() if "║" in line]


def runs_of_words(text: str) -> Iterator[str]:
    """Every four words that stand beside each other: together they are the text, wherever it is broken."""
    words = text.split()
    for start in range(len(words) - 3):
        yield " ".join(words[start : start + 4])


# ---- arriving ---------------------------------------------------------------------------------------------------


async def test_nothing_is_focused_and_no_stray_enter_or_space_does_anything() -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.focused is None
        await pilot.press(*["enter"] * 30, *["space"] * 5, *["enter"] * 5, "right", "left", "1", "a", "c", "e")
        await pilot.pause()
        assert isinstance(app.screen, ReviewPage)
    assert app.results == []
    assert at.answers() == 0


async def test_option_letters_typed_ahead_do_nothing() -> None:
    at = desk()
    app = at.app(settling=Settling(60))
    async with app.run_test() as pilot:
        await pilot.press("b", "d", "s", "x", "p", "escape", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ReviewPage)
    assert app.results == []


# ---- the statement first ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_signing_opens_once_the_statement_has_been_on_the_screen_to_its_end(size: tuple[int, int]) -> None:
    at = desk()
    statement = at.station.house.signing.review(at.sitting).statement
    app = at.app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shown = framed_lines(app)
        assert READ_FIRST not in screen_text(app)
        for _ in range(10):  # S leads on through what is left of it, and signs only after that
            await pilot.press("s")
            await pilot.pause()
            if isinstance(app.screen, ActDialog):
                break
            shown += framed_lines(app)
            assert READ_FIRST in screen_text(app)
        assert isinstance(app.screen, ActDialog)
    words = " ".join(dict.fromkeys(shown)).split()
    assert words == statement.split()


async def test_the_button_to_sign_leads_to_the_statement_where_it_was_passed_over() -> None:
    at = desk()
    app = at.app()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await pilot.press("tab")
        await pilot.pause()
        assert "> [S] Sign here ... <" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ReviewPage)
        assert READ_FIRST in screen_text(app)
        assert f"I, {NAME}, badge number" in screen_text(app)
    assert at.answers() == 0


async def test_where_all_of_the_statement_is_in_sight_signing_opens_at_once() -> None:
    app = desk().app()
    async with app.run_test(size=(132, 43)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ActDialog))


async def test_the_first_half_of_the_statement_at_one_width_and_the_second_at_another_are_not_the_whole() -> None:
    app = desk().app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(60, 20)
        await pilot.press("tab")
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, ReviewPage)
        assert f"I, {NAME}, badge number" in screen_text(app)


async def test_what_leads_on_to_the_statement_takes_no_key_at_once() -> None:
    times = [0.0]
    app = desk().app(settling=Settling(0.3, lambda: times[0]))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        times[0] = 1.0
        await pilot.press(*["s"] * 12)
        await pilot.pause()
        assert isinstance(app.screen, ReviewPage)
        assert f"I, {NAME}, badge number" in screen_text(app)


# ---- signing ----------------------------------------------------------------------------------------------------


async def test_name_and_pin_sign_and_the_comment_is_inside_the_signed_entry() -> None:
    at = desk()
    app = at.app()
    async with app.run_test(notifications=True) as pilot:
        await open_dialog(pilot, "s")
        await fill_in(pilot, "robin  sample", PIN, "I asked about III.A.7.")
        assert at.answers() == 0
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    (recorded,) = at.station.entries(Acknowledged)
    assert app.results == [Signed(recorded.entry.seq)]
    assert isinstance(recorded.event, Acknowledged)
    assert recorded.event.comment == "I asked about III.A.7."
    assert recorded.event.typed_name == "robin sample"


async def test_signing_is_recorded_once_however_often_the_key_is_pressed() -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await open_dialog(pilot, "s")
        await fill_in(pilot, NAME, PIN, "")
        await pilot.press(*["enter"] * 30)
        await until(pilot, lambda: bool(app.results))
        await pilot.press(*["enter"] * 5)
    assert len(app.results) == 1
    assert len(at.station.entries(Acknowledged)) == 1


async def test_a_held_enter_in_the_dialog_never_signs_and_counts_as_no_wrong_pin() -> None:
    at = desk()
    app = at.app()
    for key in ("s", "d", "p"):
        async with app.run_test() as pilot:
            await open_dialog(pilot, key)
            await pilot.press(*["enter"] * 24)
            await pilot.pause()
            assert PIN_MISSING in screen_text(app)
            await pilot.press("escape")
        app = at.app()
    assert at.answers() == 0
    assert at.wrong_tries() == 0


async def test_another_name_is_refused_beside_the_field_and_no_pin_is_tried() -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await open_dialog(pilot, "s")
        await fill_in(pilot, "Robin Simple", PIN, "")
        await pilot.press("enter")
        await until(pilot, lambda: f"! Please type your name as it stands above: {NAME}" in screen_text(app))
        assert "> Your name" in screen_text(app)
        await pilot.press("shift+home", "delete")
        await fill_in(pilot, NAME, PIN, "")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert len(at.station.entries(Acknowledged)) == 1
    assert at.wrong_tries() == 0


async def test_a_wrong_pin_is_counted_and_said_beside_the_field_and_five_of_them_lock() -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await open_dialog(pilot, "s")
        await fill_in(pilot, NAME, "oak tree 78", "")
        await pilot.press("enter")
        await until(pilot, lambda: "! That PIN was not accepted." in screen_text(app))
        assert "* *" not in screen_text(app)
        assert at.wrong_tries() == 1
        for count in range(2, 6):
            at.station.wait_for_the_next_try()
            await fill_in(pilot, "oak tree 78", "")
            await pilot.press("enter")
            await until(pilot, lambda: "! That PIN was not accepted." in screen_text(app))
            assert at.wrong_tries() == count
        at.station.wait_for_the_next_try()
        await fill_in(pilot, PIN, "")
        await pilot.press("enter")
        await until(pilot, lambda: "! That PIN was not accepted." in screen_text(app))
    assert len(at.station.entries(SignInLocked)) == 1
    assert at.answers() == 0
    assert app.results == []


async def test_a_pin_in_the_comment_is_said_and_nothing_is_signed() -> None:
    at = desk()
    app = at.app()
    async with app.run_test(size=(60, 20)) as pilot:
        await open_dialog(pilot, "s")
        await fill_in(pilot, NAME, PIN, f"x {PIN} y")
        await pilot.press("enter")
        await until(pilot, lambda: "! Your PIN stood in this field" in screen_text(app))
        await pilot.pause(0.2)
        assert "! Your PIN stood in this field" in screen_text(app)
        assert PIN not in screen_text(app)
    assert at.answers() == 0


async def test_escape_in_the_dialog_goes_back_to_the_review() -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await open_dialog(pilot, "s")
        await fill_in(pilot, NAME, PIN, "")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewPage) or bool(app.results))
    assert at.answers() == 0


@pytest.mark.parametrize("size", SIZES)
async def test_in_every_size_the_field_in_hand_and_the_buttons_are_in_sight(size: tuple[int, int]) -> None:
    at = desk()
    app = at.app()
    async with app.run_test(size=size) as pilot:
        await open_dialog(pilot, "s")
        await fill_in(pilot, NAME, "oak tree 78", "")
        await pilot.press("enter")
        await until(pilot, lambda: "! That PIN was not accepted." in screen_text(app))
        await until(pilot, lambda: "release the badge." in " ".join(screen_text(app).split()))
        for words in ("> Your PIN", "Sign now", "[Esc] Back"):
            assert words in screen_text(app)
        await pilot.press("shift+tab")
        await pilot.pause()
        assert "> Your name" in screen_text(app)
        assert "Sign now" in screen_text(app)


# ---- the other ways ---------------------------------------------------------------------------------------------


async def test_declining_is_recorded_once_with_its_reason() -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await open_dialog(pilot, "d")
        await fill_in(pilot, PIN, "I want to ask first.")
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: bool(app.results))
    (recorded,) = at.station.entries(Declined)
    assert isinstance(recorded.event, Declined)
    assert recorded.event.reason == "I want to ask first."
    assert app.results == [Answer(DECLINE, recorded.entry.seq)]
    assert at.station.entries(Acknowledged) == []


async def test_paper_can_be_asked_for() -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await open_dialog(pilot, "p")
        await fill_in(pilot, PIN, "")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    (recorded,) = at.station.entries(PaperRequested)
    assert isinstance(recorded.event, PaperRequested)
    assert recorded.event.comment is None
    assert app.results == [Answer(ON_PAPER, recorded.entry.seq)]


@pytest.mark.parametrize(("key", "outcome"), [("b", ReadAgain.BACK), ("escape", Aside.LATER)])
async def test_one_can_leave_without_answering(key: str, outcome: ReviewOutcome) -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await pilot.press(key)
        await until(pilot, lambda: bool(app.results))
    assert app.results == [outcome]
    assert at.answers() == 0


async def test_somebody_else_is_asked_first_and_then_nothing_of_theirs_is_kept() -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Dialog))
        await pilot.pause(0.4)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, ReviewPage))
        assert app.results == []
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Dialog))
        await pilot.pause(0.4)
        await pilot.press("y")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [Aside.NOT_ME]
    assert at.answers() == 0


async def test_every_way_can_be_taken_with_tab_and_enter_and_none_stands_out() -> None:
    app = desk().app()
    async with app.run_test(size=(132, 43)) as pilot:
        await pilot.pause(0.1)
        buttons = list(app.screen.query("PushButton"))
        assert len({(button.size, button.styles.background, button.styles.color) for button in buttons}) == 1
        await pilot.press(*["tab"] * 5)
        assert "> [B] Back to the sections <" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [ReadAgain.BACK]


# ---- faults -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "values"), [("s", (NAME, PIN, "")), ("d", (PIN, "")), ("p", (PIN, ""))])
@pytest.mark.parametrize(
    "fault", [NotRecorded("The disk is full. Nothing was recorded."), OutcomeUnknown("Ask before you sign again.")]
)
async def test_a_fault_of_the_book_is_said_and_what_is_tried_again_is_recorded_once(
    key: str, values: tuple[str, ...], fault: LedgerError
) -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        await open_dialog(pilot, key)
        at.book.fault = fault
        await fill_in(pilot, *values)
        await pilot.press("enter")
        await until(pilot, lambda: f"! {fault}" in screen_text(app))
        assert app.results == []
        assert at.station.house.walks.of(at.person_id, "3-400") == at.sitting.walk
        assert at.answers() == (0 if isinstance(fault, NotRecorded) else 1)
        at.book.fault = None
        await fill_in(pilot, PIN, "")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert at.answers() == 1
    assert len(app.results) == 1


# ---- what is shown ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_everything_that_will_be_signed_can_be_seen(size: tuple[int, int]) -> None:
    at = desk()
    sheet = at.station.house.signing.review(at.sitting)
    app = at.app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        shown = await whole_page(pilot)
        for words in (
            f"Name {NAME}",
            f"Badge number {BADGE}",
            "Officer, Patrol",
            f"{sheet.revision.directive} {sheet.revision.title}",
            "December 16, 2015",
            "June 14, 2021",
            sheet.revision.sha256[:12],
            "6 of 6 displayed to their end",
            "12 of 12 right at the first try",
            MEANING,
            "January 6, 2025",
            *runs_of_words(sheet.statement),
            *("[S] Sign", "[P] Sign on paper", "[D] Decline", "[Esc] Not now", "[B] Back", "[X] This is not me"),
        ):
            assert words in shown, words
        for keys in ("S Sign", "P Paper", "D Decline", "Esc Not now", "B Sections", "X Not me"):
            assert keys in shown, keys


async def test_whoever_writes_a_remark_is_asked_to_keep_cases_out_of_it() -> None:
    at = desk()
    app = at.app()
    async with app.run_test() as pilot:
        for key in ("s", "d", "p"):
            await open_dialog(pilot, key)
            await pilot.pause()
            assert NO_CASES in screen_text(app)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ReviewPage))


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_shown_as_they_are(size: tuple[int, int]) -> None:
    at = desk()
    house = at.station.house
    sheet = house.signing.review(at.sitting)
    details = replace(sheet.person.details, name=EVIL, badge=EVIL, rank=EVIL, unit=EVIL)
    revision = replace(sheet.revision, title=EVIL)
    evil = replace(sheet, person=replace(sheet.person, details=details), revision=revision, statement=EVIL)
    app = Host(lambda: ReviewPage(frame(EVIL, EVIL), at.sitting, evil, house.signing, settling=settled()))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause(0.1)
        shown = await whole_page(pilot)
        await open_dialog(pilot, "s")
        await fill_in(pilot, "[/", PIN, "[@click=app.exit]x[/]")
        await pilot.press("enter")
        await until(pilot, lambda: "Please type your name" in screen_text(app))
        shown += screen_text(app).replace("\n", " ")
        assert is_harmless(shown)
        assert "[@click=app.exit]x[/]" in shown
        assert app.is_running


async def test_a_name_that_looks_like_markup_can_be_signed_with() -> None:
    name = "[@click=app.exit]x[/]"
    at = desk(name)
    app = at.app()
    async with app.run_test(notifications=True) as pilot:
        await open_dialog(pilot, "s")
        await fill_in(pilot, name, PIN, "[/")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    (recorded,) = at.station.entries(Acknowledged)
    assert isinstance(recorded.event, Acknowledged)
    assert (recorded.event.typed_name, recorded.event.comment) == (name, "[/")


@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_every_word_can_be_read_in_both_themes(name: str) -> None:
    app = desk().app(name)
    async with app.run_test(size=(132, 43)) as pilot:
        await pilot.press("tab")
        await pilot.pause(0.1)
        assert least_contrast(app) >= 4.5
