from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot

from oc_training.attestation.receipt import Receipt
from oc_training.kiosk import theme
from oc_training.kiosk.pages.receipt import ReceiptPage
from oc_training.kiosk.widgets.settling import Settling
from oc_training.roster.model import Role
from oc_training.roster.pins import Secret
from oc_training.wording.training import MEANING
from tests.kiosk.host import Host, frame, least_contrast, until
from tests.kiosk.pages.walkers import EVIL, hostile, settled
from tests.kiosk.support import SIZES, is_harmless, screen_text
from tests.support.small_content import small_content
from tests.support.station import PIN, Station, memory_station, new_station, started_again

NAME, BADGE = "Robin Sample", "417"
COMMENT = "I asked about III.A.7 and got an answer."
DUE = date(2026, 1, 6)


def signed(station: Station) -> Receipt:
    station.hire(BADGE, NAME)
    return drawn_up(station, station.sign(BADGE, COMMENT).entry.seq)


def drawn_up(station: Station, number: int) -> Receipt:
    return station.house.receipts.receipt(number)


@pytest.fixture(scope="module")
def receipt() -> Receipt:
    station = memory_station()
    before = signed(station)
    station.hire("418", "Somebody Else")
    return drawn_up(station, before.number)


def showing(
    receipt: Receipt, theme_name: str = theme.NIGHT, *, due: date | None = DUE, settling: Settling | None = None
) -> Host[None]:
    def make() -> ReceiptPage:
        return ReceiptPage(frame(person=receipt.acknowledged.who.name), receipt, due, settling=settling or settled())

    return Host(make, theme_name)


async def whole_page(pilot: Pilot[None]) -> str:
    """Every line of the page, by scrolling, on one line."""
    shown = [screen_text(pilot.app)]
    while len(shown) < 2 or shown[-1] != shown[-2]:
        await pilot.press("pagedown")
        await pilot.pause()
        shown.append(screen_text(pilot.app))
    return " ".join("\n".join(shown).replace("║", " ").split())


def runs_of_words(text: str) -> set[str]:
    """Every three words that stand beside each other: together they are the text, wherever it is broken."""
    words = text.split()
    return {" ".join(words[start : start + 3]) for start in range(len(words) - 2)}


@pytest.mark.parametrize("size", SIZES)
async def test_everything_a_receipt_has_to_say_can_be_seen(size: tuple[int, int], receipt: Receipt) -> None:
    entry, text = receipt.recorded.entry, receipt.acknowledged.text
    async with showing(receipt).run_test(size=size) as pilot:
        await pilot.pause(0.1)
        shown = await whole_page(pilot)
        for words in (
            f"Recorded as entry {receipt.number}.",
            "Due again January 6, 2026.",
            f"{NAME}, badge {BADGE}",
            "Officer, Patrol",
            f"Typed name {NAME}",
            "January 6, 2025, 09:00:00 (UTC-06:00)",
            MEANING,
            f"3-400 {text.title}",
            "Effective December 16, 2015",
            "Revision June 14, 2021",
            text.text_sha256[:12],
            "6 sections, each to its end",
            "12 of 12 right at the first try",
            COMMENT,
            f"at station {entry.station}",
            "badge number and PIN, PIN entered again",
            "PIN set January 6, 2025, 09:00",
            *runs_of_words(receipt.acknowledged.statement),
        ):
            assert words in shown, words
        for digest in (entry.hash, text.text_sha256, receipt.head.hash):
            assert digest in shown.replace(" ", "")


@pytest.mark.parametrize("size", SIZES)
async def test_w_shows_the_very_words_that_were_signed_for_and_leads_back(
    size: tuple[int, int], receipt: Receipt
) -> None:
    app = showing(receipt)
    async with app.run_test(size=size) as pilot:
        await pilot.press("w")
        await pilot.pause()
        assert "Back to the receipt" in " ".join(screen_text(app).split())
        shown = await whole_page(pilot)
        for clause in receipt.revision.clauses:
            for words in runs_of_words(clause.text):
                assert words in shown, (clause.citation, words)
        await pilot.press("escape")
        await until(pilot, lambda: "Recorded as entry" in screen_text(app))
        assert app.results == []


async def test_it_tells_all_of_this_when_the_content_files_are_gone(tmp_path: Path) -> None:
    content = small_content(tmp_path / "content")
    station = new_station(tmp_path, content)
    number = signed(station).number
    words = "Nobody jokes on the air."
    station.house.book.close()
    shutil.rmtree(content)
    later = started_again(tmp_path, station, content)
    app = showing(drawn_up(later, number), due=None)
    async with app.run_test(size=(132, 43)) as pilot:
        await pilot.pause(0.1)
        shown = await whole_page(pilot)
        assert f"{NAME}, badge {BADGE}" in shown
        assert "was given Directive 9-100, RADIO PROCEDURE" in shown
        await pilot.press("w")
        await pilot.pause()
        assert words in await whole_page(pilot)
    later.house.book.close()


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_a_key_goes_on(key: str, receipt: Receipt) -> None:
    app = showing(receipt)
    async with app.run_test() as pilot:
        assert app.focused is None
        await pilot.press(key)
        await until(pilot, lambda: bool(app.results))


async def test_an_enter_that_is_still_held_does_not_pass_the_receipt_by(receipt: Receipt) -> None:
    now = 0.0
    app = showing(receipt, settling=Settling(0.3, lambda: now))
    async with app.run_test() as pilot:
        for _ in range(20):
            now += 0.2
            await pilot.press("enter")
        await pilot.pause()
        assert app.results == []
        now += 0.4
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))


async def test_hostile_words_are_shown_as_they_are_on_both_sides(receipt: Receipt) -> None:
    signed = receipt.acknowledged
    who = msgspec.structs.replace(signed.who, name=EVIL, badge=EVIL, rank=EVIL, unit=EVIL)
    text = msgspec.structs.replace(signed.text, title=EVIL)
    evil = msgspec.structs.replace(signed, who=who, text=text, statement=EVIL, typed_name=EVIL, comment=EVIL)
    hostile_one = replace(receipt, acknowledged=evil, revision=hostile(receipt.revision))
    for size in SIZES:
        app = showing(hostile_one)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause(0.1)
            shown = await whole_page(pilot)
            assert "[@click=app.exit]x[/]" in shown
            await pilot.press("w")
            await pilot.pause()
            shown += screen_text(app).replace("\n", " ")
            assert is_harmless(shown)
            assert app.is_running


@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_every_word_can_be_read_in_both_themes(name: str, receipt: Receipt) -> None:
    app = showing(receipt, name)
    async with app.run_test(size=(132, 43)) as pilot:
        await pilot.pause(0.1)
        assert least_contrast(app) >= 4.5
        await pilot.press("w")
        await pilot.pause()
        assert least_contrast(app) >= 4.5


@pytest.mark.parametrize("size", SIZES)
async def test_a_voided_signature_says_so_first_and_keeps_everything_else(size: tuple[int, int]) -> None:
    station = memory_station()
    before = signed(station)
    station.hire("301", "Sam Supervisor", role=Role.SUPERVISOR)
    station.house.board.void(station.sign_in("301"), before.number, Secret(PIN), "Somebody else stood there")
    receipt = drawn_up(station, before.number)
    async with showing(receipt).run_test(size=size) as pilot:
        await pilot.pause(0.1)
        first = " ".join(screen_text(pilot.app).split())
        shown = await whole_page(pilot)
    assert f"[!] Recorded as entry {before.number}. Voided " in first
    assert "by Sam Supervisor, badge 301" in shown
    assert "It does not count any more. Reason: Somebody else stood there" in shown
    assert NAME in shown
    assert runs_of_words("Entering my PIN is my electronic signature.") <= runs_of_words(shown)


async def test_a_pin_that_was_reset_is_said_with_who_authorised_it_and_how_soon_it_was_used() -> None:
    station = memory_station()
    person = station.hire(BADGE, NAME)
    station.hire("301", "Sam Supervisor", role=Role.SUPERVISOR)
    code = station.house.board.issue_code(station.sign_in("301"), person.id, Secret(PIN))
    station.house.door.set_pin(station.enter(BADGE, code.reveal()).session, Secret(PIN))
    receipt = drawn_up(station, station.sign(BADGE).entry.seq)
    async with showing(receipt).run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        shown = await whole_page(pilot)
    assert "reset authorised by Sam Supervisor, badge 301" in shown
    assert "[!] Signed less than 24 hours after the PIN was reset" in shown
