from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from oc_training.errors import Refused
from oc_training.kiosk import theme
from oc_training.kiosk.pages.person_form import REASON_MISSING, PersonFormPage
from oc_training.kiosk.widgets.dialog import Dialog
from oc_training.kiosk.widgets.role_choice import RoleChoice
from oc_training.kiosk.widgets.text_field import TextField
from oc_training.roster.model import Details, DutyStatus, Person, Role
from oc_training.roster.pins import Secret
from tests.kiosk.host import COORDINATOR_PIN, Host, frame, house_with_coordinator, until, write
from tests.kiosk.pages.station import settled
from tests.kiosk.support import HOSTILE, SIZES, contrasts, is_harmless, screen_text

TODAY = date(2026, 3, 14)
PIN = "blue canoe 61"
DETAILS = Details("Bo Reed", "201", "Officer", "Day Shift", Role.EMPLOYEE, date(2020, 5, 1))
BO = Person("P-000000000001", DETAILS, DutyStatus.ON_DUTY, DETAILS.started)


class Saved:
    """Keeps what it is given."""

    def __init__(self, refuse: str = "") -> None:
        self.calls: list[tuple[Details, str]] = []
        self._refuse = refuse

    def __call__(self, details: Details, reason: str, pin: Secret) -> Person:
        assert pin == Secret(PIN)
        self.calls.append((details, reason))
        if self._refuse:
            raise Refused(self._refuse)
        return replace(BO, details=details)


def form(save: Saved, person: Person | None = None, name: str = theme.NIGHT) -> Host[Person | None]:
    return Host(lambda: PersonFormPage(frame(), TODAY, save, person), name)


async def ready(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, PersonFormPage))
    await pilot.pause()


async def fill(pilot: Pilot[None], *texts: str) -> None:
    """Name, badge, rank, unit as keys; Enter goes on."""
    for text in texts:
        await write(pilot, text)
        await pilot.press("enter")


async def test_somebody_new_is_typed_field_by_field_and_kept() -> None:
    save = Saved()
    host = form(save)
    async with host.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await fill(pilot, "Kim Ott", "417", "Officer", "Night Shift", "")
        assert isinstance(pilot.app.focused, RoleChoice)
        await pilot.press("right", "enter")
        await write(pilot, PIN)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: bool(host.results))
    wanted = Details("Kim Ott", "417", "Officer", "Night Shift", Role.SUPERVISOR, TODAY)
    assert save.calls == [(wanted, "")]
    assert host.results == [replace(BO, details=wanted)]


async def test_it_is_kept_by_the_real_roster(tmp_path: Path) -> None:
    house, coordinator = house_with_coordinator(tmp_path)
    person = house.people.add(DETAILS, coordinator, Secret(COORDINATOR_PIN))

    def change(details: Details, reason: str, pin: Secret) -> Person:
        return house.people.change(person.id, details, reason, coordinator, pin)

    host: Host[Person | None] = Host(lambda: PersonFormPage(frame(), TODAY, change, person))
    async with host.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await write(pilot, "er")
        await pilot.press("enter", "enter", "enter", "enter", "enter")
        await write(pilot, "Married")
        await pilot.press("enter", "enter")
        await write(pilot, "not that one")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "That PIN was not accepted." in screen_text(pilot.app))
        assert house.people.with_badge("201").name == "Bo Reed"
        await write(pilot, COORDINATOR_PIN)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: bool(host.results))
    assert house.people.with_badge("201").name == "Bo Reeder"


async def test_what_is_wrong_is_said_beside_each_field_and_nothing_is_saved() -> None:
    save = Saved()
    async with form(save).run_test(size=(132, 43)) as pilot:
        await ready(pilot)
        await fill(pilot, "4711", "a b", "")
        await pilot.press("enter", *["backspace"] * 10)
        await write(pilot, "next week")
        await pilot.press("enter", "enter")
        await write(pilot, PIN)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "The name has no letters" in screen_text(pilot.app))
        said = [field.error for field in pilot.app.screen.query(TextField) if field.error]
        assert len(said) == 4
        assert "Please write the first day as 2026-03-14 or 3/14/2026." in said
        assert pilot.app.focused is pilot.app.screen.query(TextField).first().input
    assert save.calls == []


async def test_a_change_needs_a_reason() -> None:
    save = Saved()
    host = form(save, BO)
    async with host.run_test(size=(132, 43)) as pilot:
        await ready(pilot)
        await pilot.press(*["enter"] * 5)
        await pilot.press("enter", "enter")
        await write(pilot, PIN)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "Please say why the details change." in screen_text(pilot.app))
        await write(pilot, "Moved")
        await pilot.press("enter", "enter")
        await write(pilot, PIN)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: bool(host.results))
    assert save.calls == [(DETAILS, "Moved")]


async def test_what_the_service_refuses_is_said_and_what_was_typed_stays() -> None:
    save = Saved("Badge number 417 is held by [/ Ann.")
    async with form(save).run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await fill(pilot, "Kim Ott", "417", "", "Night Shift", "")
        await pilot.press("enter")
        await write(pilot, PIN)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "! Badge number 417 is held by [/ Ann." in screen_text(pilot.app))
        assert pilot.app.screen.query(TextField).first().value == "Kim Ott"
        assert not pilot.app.screen.query_one("#form-takes").disabled


async def test_leaving_asks_only_where_something_was_typed() -> None:
    host = form(Saved(), BO)
    async with host.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: bool(host.results))
    assert host.results == [None]
    host = form(Saved(), BO)
    async with host.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await write(pilot, "x")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await settled(pilot)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, PersonFormPage))
        assert pilot.app.screen.query(TextField).first().value == "Bo Reedx"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await settled(pilot)
        await pilot.press("l")
        await until(pilot, lambda: bool(host.results))
    assert host.results == [None]


async def test_a_role_is_chosen_by_key_and_by_mouse_and_shown_by_a_sign() -> None:
    async with form(Saved(), BO).run_test(size=(132, 43)) as pilot:
        await ready(pilot)
        choice = pilot.app.screen.query_one(RoleChoice)
        assert "(o) Employee" in screen_text(pilot.app)
        choice.focus()
        await pilot.press("left")
        await pilot.pause()
        assert "(o) Training coordinator" in screen_text(pilot.app)
        await pilot.click(choice, offset=(8, 2))
        assert choice.role is Role.SUPERVISOR


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_that_stands_on_every_size_of_screen_saves_from_any_field(size: tuple[int, int]) -> None:
    saved = Saved()
    async with form(saved, BO).run_test(size=size) as pilot:
        await ready(pilot)
        assert "F4 Save" in screen_text(pilot.app)
        await pilot.press("f4")
        await until(pilot, lambda: REASON_MISSING in screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_the_button_can_be_reached_and_every_text_read(size: tuple[int, int], name: str) -> None:
    async with form(Saved(), BO, name).run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press(*["tab"] * 8)
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "> Save <" in text
        assert "(o) Employee" in text
        drawn = [(words, contrast) for words, contrast in contrasts(pilot.app) if any(map(str.isalnum, words))]
        assert [words for words, contrast in drawn if contrast < 4.5] == []


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_details_are_shown_as_letters(hostile: str) -> None:
    person = replace(BO, details=replace(DETAILS, name=hostile, badge=hostile, rank=hostile, unit=hostile))
    async with form(Saved(hostile), person).run_test(size=(132, 43), notifications=True) as pilot:
        await ready(pilot)
        assert is_harmless(screen_text(pilot.app))
