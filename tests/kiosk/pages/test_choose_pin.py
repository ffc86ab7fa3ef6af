from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from oc_training.attestation.session import Session
from oc_training.bootstrap import House
from oc_training.errors import NotSignedIn
from oc_training.kiosk import theme
from oc_training.kiosk.pages.choose_pin import HIDDEN, ChoosePinPage
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret
from oc_training.wording.pins import NOT_THE_SAME
from tests.kiosk.host import COORDINATOR_PIN, Host, frame, house_with_coordinator, least_contrast, until, write
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text

OWN = "lake path 19"


@dataclass
class Newcomer:
    """Somebody who has signed in with a one-time code."""

    house: House
    session: Session
    code: Secret

    def page(self, name: str = "Ben Invented", theme_name: str = theme.NIGHT) -> Host[None]:
        return Host(lambda: ChoosePinPage(frame(person=name), self.house.door, self.session), theme_name)

    def signs_in_with(self, pin: Secret) -> bool:
        try:
            return not self.house.door.sign_in("417", pin).must_choose_pin
        except NotSignedIn:
            return False


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    house, coordinator = house_with_coordinator(tmp_path)
    details = Details("Ben Invented", "417", "Officer", "Day Shift", Role.EMPLOYEE, date(2026, 3, 1))
    person = house.people.add(details, coordinator, Secret(COORDINATOR_PIN))
    code = house.door.issue_code(person.id, coordinator, Secret(COORDINATOR_PIN))
    entrance = house.door.sign_in("417", code)
    assert entrance.must_choose_pin
    return Newcomer(house, entrance.session, code)


def squashed(app: Host[None]) -> str:
    return " ".join(screen_text(app).split())


def shown_pin(app: Host[None]) -> str:
    found = re.search(r"(\d) (\d) (\d) (\d) (\d) (\d)", screen_text(app))
    return "".join(found.groups()) if found else ""


async def test_the_pin_shown_becomes_the_pin_once_it_is_typed(newcomer: Newcomer) -> None:
    app = newcomer.page()
    async with app.run_test() as pilot:
        await pilot.press("1")
        await until(pilot, lambda: bool(shown_pin(app)))
        pin = shown_pin(app)
        await write(pilot, pin)
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert newcomer.signs_in_with(Secret(pin))
    assert not newcomer.signs_in_with(newcomer.code)


async def test_the_first_key_hides_the_pin(newcomer: Newcomer) -> None:
    app = newcomer.page()
    async with app.run_test() as pilot:
        await pilot.press("1")
        await until(pilot, lambda: bool(shown_pin(app)))
        assert "\u2588" in screen_text(app)
        await pilot.press("9")
        await until(pilot, lambda: HIDDEN in screen_text(app))
        assert shown_pin(app) == ""
        assert "\u2588" not in screen_text(app)


async def test_the_pin_is_hidden_after_a_while_and_the_same_one_can_be_seen_again(
    newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChoosePinPage, "SHOW_SECONDS", 0.3)
    app = newcomer.page()
    async with app.run_test() as pilot:
        await pilot.press("1")
        await until(pilot, lambda: bool(shown_pin(app)))
        pin = shown_pin(app)
        await until(pilot, lambda: HIDDEN in screen_text(app))
        assert "F5 Show it again" in screen_text(app)
        monkeypatch.setattr(ChoosePinPage, "SHOW_SECONDS", 60)
        await pilot.press("f5")
        await until(pilot, lambda: bool(shown_pin(app)))
        assert shown_pin(app) == pin
        await pilot.press("escape")
        assert shown_pin(app) == ""
        await pilot.press("1")
        assert shown_pin(app) == pin


async def test_another_pin_than_the_one_shown_is_not_set(newcomer: Newcomer) -> None:
    app = newcomer.page()
    async with app.run_test() as pilot:
        await pilot.press("1", *"135246", "enter")
        await until(pilot, lambda: "not the PIN that was shown" in squashed(app))
    assert app.results == []
    assert not newcomer.signs_in_with(Secret("135246"))
    assert newcomer.house.door.sign_in("417", newcomer.code).must_choose_pin


async def test_a_pin_of_ones_own_is_typed_twice(newcomer: Newcomer) -> None:
    app = newcomer.page()
    async with app.run_test() as pilot:
        await pilot.press("2")
        await write(pilot, OWN)
        await pilot.press("enter")
        await write(pilot, OWN)
        assert "lake" not in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert newcomer.signs_in_with(Secret(OWN))


async def test_two_different_pins_are_not_set(newcomer: Newcomer) -> None:
    app = newcomer.page()
    async with app.run_test() as pilot:
        await pilot.press("2")
        await write(pilot, OWN)
        await pilot.press("enter")
        await write(pilot, OWN + "x")
        await pilot.press("enter")
        await until(pilot, lambda: NOT_THE_SAME in squashed(app))
        assert "*" not in screen_text(app)
    assert not newcomer.signs_in_with(Secret(OWN))


@pytest.mark.parametrize(("pin", "why"), [("417417417", "badge number"), ("493817", "at least 8 characters")])
async def test_a_pin_that_would_be_guessed_is_refused_with_the_reason(newcomer: Newcomer, pin: str, why: str) -> None:
    app = newcomer.page()
    async with app.run_test() as pilot:
        await pilot.press("2", *pin, "enter", *pin, "enter")
        await until(pilot, lambda: why in squashed(app))
    assert app.results == []


async def test_a_stray_enter_shows_nobody_a_pin(newcomer: Newcomer) -> None:
    app = newcomer.page()
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert shown_pin(app) == ""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["1", "2"])
async def test_a_hostile_name_harms_nothing_and_the_field_is_in_sight(
    newcomer: Newcomer, size: tuple[int, int], key: str
) -> None:
    app = newcomer.page("".join(HOSTILE))
    async with app.run_test(size=size) as pilot:
        await pilot.press(key)
        await pilot.pause(0.1)
        shown = screen_text(app)
        assert is_harmless(shown)
        assert ("> Type the PIN" if key == "1" else "> Your PIN") in shown
        assert key == "2" or shown_pin(app)


@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_every_word_can_be_read_in_both_themes(newcomer: Newcomer, name: str) -> None:
    app = newcomer.page(theme_name=name)
    async with app.run_test() as pilot:
        for keys in ([], ["1"], ["9", "enter"], ["escape", "2"]):
            await pilot.press(*keys)
            await pilot.pause(0.1)
            assert least_contrast(app) >= 4.5
