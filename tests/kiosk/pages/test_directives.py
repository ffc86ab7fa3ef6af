from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from oc_training.attestation.duties import Duty, Progress, ReceiptLine
from oc_training.attestation.schedule_lines import Line
from oc_training.attestation.signature_events import CycleRecord
from oc_training.attestation.standing import Kind, Standing
from oc_training.kiosk import theme
from oc_training.kiosk.outcomes import Begin, DirectivesOutcome, Elsewhere, Look, ShowReceipt
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.widgets.settling import SETTLE_SECONDS
from oc_training.wording.duties import NO_DUTIES, NO_RECEIPTS, summary_words
from tests.kiosk.host import Host, frame, least_contrast, until
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text

TODAY = date(2026, 3, 14)


def duty(  # noqa: PLR0913  a duty has many facets, and each test names the few it is about
    directive: str,
    kind: Kind,
    due: date | None = None,
    *,
    reason: str = "A reason.",
    title: str = "A Title",
    progress: Progress | None = None,
    can_be_done: bool = False,
) -> Duty:
    cycle = None
    if can_be_done and due is not None:
        cycle = CycleRecord(id="x", why="annual", opened=TODAY, due=due, overdue_from=due + timedelta(days=15))
    return Duty(directive, title, Standing(kind, reason, "2021-06-14", due, None, None, cycle), progress)


OVERDUE = duty(
    "3-400",
    Kind.OVERDUE,
    date(2026, 2, 10),
    reason="Annual renewal was due 2026-02-10; 32 days late.",
    title="Social Media Policy",
    progress=Progress(2, 6, 3, 12),
    can_be_done=True,
)
DUE = duty(
    "5-120",
    Kind.DUE,
    date(2026, 3, 26),
    reason="First signature as a new employee: due in 12 days.",
    title="Pursuits",
    can_be_done=True,
)
CURRENT = duty("1-100", Kind.CURRENT, date(2027, 1, 4), reason="Signed 2026-01-04.", title="Written Directives")
EXCUSED = duty("2-300", Kind.EXCUSED, reason="On leave since 2026-01-04.")
ALL = (OVERDUE, DUE, CURRENT, EXCUSED)
RECEIPTS = (
    ReceiptLine(57, "1-100", "2021-06-14", "Written Directives", date(2026, 1, 4)),
    ReceiptLine(12, "3-400", "2021-06-14", "Social Media Policy", date(2025, 2, 10)),
)


def page(
    *duties: Duty, receipts: tuple[ReceiptLine, ...] = RECEIPTS, supervisor: bool = False, theme_name: str = theme.NIGHT
) -> Host[DirectivesOutcome]:
    return Host(
        lambda: DirectivesPage(frame(person="Ada Invented"), duties, receipts, TODAY, supervisor=supervisor), theme_name
    )


async def after(app: Host[DirectivesOutcome], *keys: str) -> list[DirectivesOutcome]:
    async with app.run_test() as pilot:
        await until(pilot, lambda: "My directives" in screen_text(app))
        await pilot.press(*keys)
        await pilot.pause()
    return app.results


@pytest.mark.parametrize(
    ("duties", "sentence"),
    [
        ([DUE], "You have 1 directive to sign by March 26, 2026."),
        ([OVERDUE], "You have 1 directive to sign; it is overdue."),
        ([OVERDUE, DUE, CURRENT], "You have 2 directives to sign; 1 is overdue."),
        ([OVERDUE, OVERDUE, DUE], "You have 3 directives to sign; 2 are overdue."),
        ([DUE, DUE], "You have 2 directives to sign, the first by March 26, 2026."),
        (
            [duty("3-400", Kind.DUE, date(2026, 3, 10), can_be_done=True)],
            "You have 1 directive to sign; it was due March 10, 2026.",
        ),
        ([CURRENT], "You are current. There is nothing to sign today; the next signature is due January 4, 2027."),
        (
            [duty("3-400", Kind.CURRENT, date(2026, 4, 1), can_be_done=True), CURRENT],
            "You are current. You can renew 1 directive now, by April 1, 2026.",
        ),
        ([EXCUSED], "You are excused for now; there is nothing to sign."),
        ([], "There is nothing to sign."),
    ],
)
def test_one_sentence_says_what_there_is_to_do(duties: list[Duty], sentence: str) -> None:
    assert summary_words(duties, TODAY) == sentence


async def test_what_by_when_why_and_how_far_stand_on_the_page() -> None:
    app = page(*ALL)
    async with app.run_test(size=(80, 43)) as pilot:
        await until(pilot, lambda: "Hello, Ada Invented." in screen_text(app))
        lines = [" ".join(line.split()) for line in screen_text(app).splitlines()]
        for words in (
            "> [!] 3-400 Social Media Policy Overdue",
            "Annual renewal was due February 10, 2026; 32 days late.",
            "Done so far: 2 of 6 sections, 3 of 12 scenarios.",
            "Press Enter to go on where you stopped.",
            "[ ] 5-120 Pursuits Due",
            "Due March 26, 2026.",
            "[x] 1-100 Written Directives Current",
            "Due again January 4, 2027.",
            "[-] 2-300 A Title Excused",
            "No. 57 1-100 Written Directives January 4, 2026",
        ):
            assert words in lines


@pytest.mark.parametrize("key", ["enter", "c"])
async def test_one_key_goes_on_with_the_most_urgent(key: str) -> None:
    assert await after(page(*ALL), key) == [Begin("3-400")]


async def test_c_goes_on_with_the_most_urgent_wherever_the_caret_is() -> None:
    assert await after(page(*ALL), "down", "down", "r", "c") == [Begin("3-400")]


async def test_enter_on_a_directive_with_nothing_to_sign_opens_it_for_reading() -> None:
    assert await after(page(*ALL), "down", "down", "enter") == [Look("1-100")]


async def test_l_opens_the_chosen_directive_for_reading() -> None:
    assert await after(page(*ALL), "down", "l") == [Look("5-120")]


async def test_r_leads_to_the_receipts_and_enter_opens_one() -> None:
    assert await after(page(*ALL), "r", "down", "enter") == [ShowReceipt(12)]


async def test_tab_leads_to_the_receipts_too() -> None:
    assert await after(page(*ALL), "tab", "enter") == [ShowReceipt(57)]


async def test_s_does_nothing_beside_things_to_sign() -> None:
    assert await after(page(*ALL), "s", "s") == []


async def test_the_board_is_for_supervisors_alone() -> None:
    assert await after(page(*ALL, supervisor=True), "b") == [Elsewhere.BOARD]
    assert await after(page(*ALL, supervisor=False), "b") == []


async def test_a_second_press_is_no_second_wish() -> None:
    assert await after(page(*ALL, supervisor=True), "b", "c", "enter") == [Elsewhere.BOARD]


async def test_escape_signs_nobody_out() -> None:
    assert await after(page(*ALL), "escape", "escape") == []


async def test_keys_that_would_do_nothing_are_not_offered() -> None:
    app = page(CURRENT, receipts=())
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        shown = screen_text(app)
        assert "Y Why this date" in shown
        for words in ("Sign out", "C Continue", "R Receipts", "B Board"):
            assert words not in shown


async def test_an_empty_page_says_so_in_words() -> None:
    app = page(receipts=())
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        shown = " ".join(screen_text(app).split())
        assert NO_DUTIES in shown
        assert NO_RECEIPTS in shown


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_shown_as_they_are(size: tuple[int, int]) -> None:
    duties = [
        duty(f"{number}-{word}", Kind.DUE, TODAY, reason=word, title=word, can_be_done=True)
        for number, word in enumerate(HOSTILE)
    ]
    receipts = [ReceiptLine(number, word, word, word, TODAY) for number, word in enumerate(HOSTILE)]
    app = Host(lambda: DirectivesPage(frame("[/", "".join(HOSTILE)), duties, receipts, TODAY, supervisor=True))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        shown = screen_text(app)
        for _ in HOSTILE:
            await pilot.press("down")
            shown += screen_text(app)
        await pilot.press("r", "end")
        await pilot.pause()
        shown += screen_text(app)
        assert is_harmless(shown)
        assert "[@click=app.exit]x[/]" in shown


@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_every_word_can_be_read_in_both_themes(name: str) -> None:
    app = page(*ALL, supervisor=True, theme_name=name)
    async with app.run_test(size=(132, 43)) as pilot:
        await pilot.pause(0.1)
        assert least_contrast(app) >= 4.5


STEPS = (
    Line("entry 12", "Signed revision 2021-06-14 at the kiosk on 2025-02-10."),
    Line("schedule: cycle_months", "12 months from 2025-02-10: due again 2026-02-10."),
)


@pytest.mark.parametrize("size", SIZES)
async def test_y_shows_why_the_chosen_directive_is_due_when_it_is(size: tuple[int, int]) -> None:
    explained = replace(OVERDUE, standing=replace(OVERDUE.standing, lines=STEPS))
    app: Host[DirectivesOutcome] = Host(
        lambda: DirectivesPage(frame(), (DUE, explained), RECEIPTS, TODAY, supervisor=False)
    )
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Y Why this date" in screen_text(pilot.app))
        await pilot.press("down", "y")
        await until(pilot, lambda: "Directive 3-400: why it is due when it is" in screen_text(pilot.app))
        shown = " ".join(re.sub("[║ ]+", " ", screen_text(pilot.app)).split())
        assert "Entry 12" in shown
        assert "Schedule: cycle months" in shown
        await asyncio.sleep(SETTLE_SECONDS + 0.05)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DirectivesPage))
        assert app.results == []


async def test_without_directives_there_is_nothing_to_explain() -> None:
    app: Host[DirectivesOutcome] = Host(lambda: DirectivesPage(frame(), (), (), TODAY, supervisor=False))
    async with app.run_test() as pilot:
        await until(pilot, lambda: NO_DUTIES in " ".join(screen_text(pilot.app).split()))
        assert "Why" not in screen_text(pilot.app)
