from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from textual.pilot import Pilot

from oc_training.attestation.door import NOT_ACCEPTED
from oc_training.attestation.session import Entrance, Session
from oc_training.errors import NotRecorded, NotSignedIn, TooSoon
from oc_training.kiosk import theme
from oc_training.kiosk.outcomes import Leave
from oc_training.kiosk.pages.welcome import PIN_MISSING, WelcomePage
from oc_training.roster.pins import Secret
from oc_training.wording.pins import BADGE_MISSING, FIRST_TIME
from tests.kiosk.host import Host, frame, least_contrast, until, write
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text

ASK = "Ask your supervisor or the training coordinator."
ENTRANCE = Entrance(Session("P-0123456789ab", "2026-03-14T14:26:53.58Z"), must_choose_pin=False)
HINTS = ("A new hire: badge 1201, PIN 493817", "A supervisor: badge 300, PIN 938812")


class Doorkeeper:
    """Lets in who has badge 417 and PIN 493817, and remembers who tried what."""

    def __init__(self) -> None:
        self.tries: list[tuple[str, Secret]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def sign_in(self, badge: str, pin: Secret) -> Entrance:
        self.tries.append((badge, pin))
        self.may_answer.wait(5)
        if (badge, pin) == ("417", Secret("493817")):
            return ENTRANCE
        raise NotSignedIn(NOT_ACCEPTED)


@pytest.fixture
def door() -> Iterator[Doorkeeper]:
    keeper = Doorkeeper()
    yield keeper
    keeper.may_answer.set()


def welcome(door: Doorkeeper, *hints: str, agency: str = "Oak Creek Police Department") -> Host[Entrance | Leave]:
    return Host(lambda: WelcomePage(frame(agency), ASK, door.sign_in, hints))


def squashed(app: Host[Entrance | Leave]) -> str:
    """The words of the screen without their lines."""
    return " ".join(screen_text(app).split())


async def test_badge_enter_pin_enter_signs_in(door: Doorkeeper) -> None:
    app = welcome(door)
    async with app.run_test() as pilot:
        await write(pilot, "417")
        await pilot.press("enter")
        await write(pilot, "493817")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [ENTRANCE]
    assert door.tries == [("417", Secret("493817"))]


async def test_a_refusal_stays_until_the_next_key_and_the_pin_is_gone(door: Doorkeeper) -> None:
    app = welcome(door)
    async with app.run_test() as pilot:
        await write(pilot, "417")
        await pilot.press("enter", "9", "9", "enter")
        await until(pilot, lambda: NOT_ACCEPTED in squashed(app))
        assert "417" in screen_text(app)
        assert "*" not in screen_text(app)
        await pilot.press("shift+tab", "tab")
        assert NOT_ACCEPTED in squashed(app)
        await write(pilot, "4")
        assert "not accepted" not in screen_text(app)
        await write(pilot, "93817")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert [pin for _, pin in door.tries] == [Secret("99"), Secret("493817")]


async def test_nothing_of_a_pin_is_on_the_screen(door: Doorkeeper) -> None:
    app = welcome(door)
    async with app.run_test() as pilot:
        await pilot.press("tab")
        await write(pilot, "493817")
        shown = screen_text(app)
        assert "493817" not in shown
        assert "* * * *" in shown


async def test_enter_without_a_badge_or_a_pin_says_what_is_missing_and_tries_nothing(door: Doorkeeper) -> None:
    app = welcome(door)
    async with app.run_test() as pilot:
        await pilot.press("tab", "enter")
        await until(pilot, lambda: BADGE_MISSING in screen_text(app))
        await write(pilot, "417")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: PIN_MISSING in screen_text(app))
    assert door.tries == []


async def test_while_a_pin_is_looked_at_a_second_enter_is_no_second_try(door: Doorkeeper) -> None:
    door.may_answer.clear()
    app = welcome(door)
    async with app.run_test() as pilot:
        await pilot.press("4", "enter", "9", "enter", "enter", "enter")
        await until(pilot, lambda: "One moment" in screen_text(app))
        await pilot.press("9", "9", "enter")
        door.may_answer.set()
        await until(pilot, lambda: "not accepted" in screen_text(app))
        await pilot.pause()
        assert "*" not in screen_text(app), "what was typed meanwhile is part of no PIN"
    assert len(door.tries) == 1


async def test_after_a_refusal_the_cursor_is_in_the_pin_field(door: Doorkeeper) -> None:
    app = welcome(door)
    async with app.run_test() as pilot:
        await pilot.press("4", "enter", "9", "enter")
        await until(pilot, lambda: "not accepted" in screen_text(app))
        assert any(line.strip() == "> PIN" for line in screen_text(app).splitlines())


async def test_what_somebody_typed_and_left_is_forgotten(door: Doorkeeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WelcomePage, "FORGET_SECONDS", 0.4)
    app = welcome(door)
    async with app.run_test() as pilot:
        await write(pilot, "88417")
        await pilot.press("enter", "9")
        assert "88417" in screen_text(app)
        assert "*" in screen_text(app)
        await until(pilot, lambda: "88417" not in screen_text(app))
        assert "*" not in screen_text(app)
        assert any(line.strip() == "> Badge number" for line in screen_text(app).splitlines())


async def test_a_fault_of_the_book_is_said_in_words_and_the_page_goes_on() -> None:
    def broken(badge: str, pin: Secret) -> Entrance:
        raise NotRecorded(f"The disk is full, {len(badge)}, {len(pin.reveal())}.")

    app = Host(lambda: WelcomePage(frame(), ASK, broken))
    async with app.run_test() as pilot:
        await pilot.press("4", "enter", "9", "enter")
        await until(pilot, lambda: "The disk is full, 1, 1." in screen_text(app))
    assert app.results == []


PAUSED = "It takes none until 09:32."


async def told_of_a_pause(pilot: Pilot[None]) -> None:
    await pilot.press("4", "enter", "9", "enter")
    await until(pilot, lambda: PAUSED in screen_text(pilot.app))


def paused(seconds: float) -> Host[Entrance | Leave]:
    def refuse(badge: str, pin: Secret) -> Entrance:  # noqa: ARG001  as the page gives it
        raise TooSoon(PAUSED, pause=seconds)

    return Host(lambda: WelcomePage(frame(), ASK, refuse))


async def test_a_pause_is_told_for_as_long_as_it_lasts() -> None:
    app = paused(0.8)
    async with app.run_test() as pilot:
        await told_of_a_pause(pilot)
        await until(pilot, lambda: PAUSED not in screen_text(app))


async def test_escape_takes_away_what_was_said() -> None:
    app = paused(300)
    async with app.run_test() as pilot:
        await told_of_a_pause(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: PAUSED not in screen_text(app))


async def test_closing_the_kiosk_is_asked_about_first(door: Doorkeeper) -> None:
    app = welcome(door)
    async with app.run_test() as pilot:
        await pilot.press("f12")
        await until(pilot, lambda: "Close the kiosk?" in screen_text(app))
        await pilot.press("escape")
        await pilot.pause(0.4)
        await pilot.press("escape")
        await until(pilot, lambda: "Badge number" in screen_text(app))
        assert app.results == []
        await pilot.press("f12")
        await pilot.pause(0.4)
        await pilot.press("c")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [Leave.KIOSK]


@pytest.mark.parametrize("size", SIZES)
async def test_everything_a_newcomer_needs_is_on_the_page(size: tuple[int, int], door: Doorkeeper) -> None:
    app = welcome(door)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        shown = squashed(app)
        for words in ("March 14, 2026", "09:26", "Badge number", "PIN", FIRST_TIME, ASK, "F12 Close kiosk"):
            assert words in shown


async def test_the_demonstration_shows_its_badges_and_pins(door: Doorkeeper) -> None:
    app = welcome(door, *HINTS)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        for words in (*HINTS, ASK, "Demonstration with invented people"):
            assert words in screen_text(app)


async def test_what_does_not_fit_can_be_paged_to(door: Doorkeeper) -> None:
    app = welcome(door, *HINTS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause(0.1)
        assert HINTS[1] not in screen_text(app)
        assert "PgUp/PgDn" in screen_text(app)
        await pilot.press("pagedown")
        await pilot.pause()
        assert HINTS[1] in screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_shown_as_they_are(size: tuple[int, int], door: Doorkeeper) -> None:
    words = "  ".join(HOSTILE)
    app = Host(lambda: WelcomePage(frame(words), words, door.sign_in, HOSTILE))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        shown = screen_text(app)
        for _ in range(6):
            await pilot.press("pagedown")
            shown += screen_text(app)
        assert is_harmless(shown)
        assert "[@click=app.exit]x[/]" in shown


@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_every_word_can_be_read_in_both_themes(name: str, door: Doorkeeper) -> None:
    app = Host(lambda: WelcomePage(frame(), ASK, door.sign_in, HINTS), name)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("4", "enter", "9", "enter")
        await until(pilot, lambda: "not accepted" in screen_text(app))
        assert least_contrast(app) >= 4.5
