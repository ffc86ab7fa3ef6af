"""Moves, exemptions and assignments by name at the board: each by keys, with PIN and reason, and each an entry."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from oc_training.attestation.content import Content
from oc_training.attestation.duty_events import (
    Assigned,
    AssignmentEnded,
    DutyCorrected,
    Exempted,
    ExemptionEnded,
    Moved,
)
from oc_training.attestation.taking_up import take_up_schedule
from oc_training.errors import OcTrainingError
from oc_training.kiosk.app import KioskApp
from oc_training.kiosk.outcomes import PersonWish
from oc_training.kiosk.page import Frame
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.widgets.dialog import Dialog
from oc_training.kiosk.words import day_words
from oc_training.roster.model import DutyStatus
from oc_training.roster.pins import Secret
from tests.kiosk.host import COORDINATOR_PIN, Host, until, write
from tests.kiosk.pages.station import Station, settled
from tests.kiosk.support import SIZES, screen_text

LIMITED = '\n[assigned."3-400"]\nunits = ["Day Shift"]\n'


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station.at(tmp_path)


def page(station: Station, badge: str) -> Host[PersonWish]:
    house, who = station.house, station.coordinator
    person_id = house.people.with_badge(badge).id
    shown = Frame("Oak Creek Police Department", station.clock.now)
    return Host(lambda: PersonPage(shown, house.board, house.people, who, person_id, house.duty_acts))


async def choose(pilot: Pilot[None], what: str, then: str = "") -> None:
    """Press D and then the letter beside *what*, and in the dialog after it beside *then*."""
    await until(pilot, lambda: bool(pilot.app.screen.query("#person-history")))
    await until(pilot, lambda: "Looking" not in screen_text(pilot.app))
    await pilot.press("d")
    await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
    await settled(pilot)
    [line] = [line for line in screen_text(pilot.app).splitlines() if what in line]
    await pilot.press(line.split("[")[1][0].lower())
    if then:
        await pick(pilot, then)
    await until(pilot, lambda: isinstance(pilot.app.screen, ActDialog))


async def fill_in(pilot: Pilot[None], pin: str, *typed: str) -> None:
    fields = list(pilot.app.screen.query(Input))
    assert len(fields) == len(typed) + 1
    for field, text in zip(fields, typed, strict=False):
        field.value = text
    fields[-1].focus()
    await write(pilot, pin)
    await pilot.press("enter", "enter")


async def recorded(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "Recorded as entry" in screen_text(pilot.app))


def newest(station: Station) -> object:
    return station.house.book.entry(station.house.book.head().seq).event


async def test_a_move_is_recorded_with_day_and_reason_and_not_with_a_wrong_pin(station: Station) -> None:
    before = station.house.book.head().seq
    async with page(station, "204").run_test(size=(80, 24)) as pilot:
        await choose(pilot, "Move to another unit")
        await fill_in(pilot, "not the pin", "Day Shift", "Sergeant", "2026-05-01", "Promoted")
        await until(pilot, lambda: "not accepted" in screen_text(pilot.app))
        assert station.house.book.head().seq == before
        await fill_in(pilot, COORDINATOR_PIN, "Day Shift", "Sergeant", "2026-05-01", "")
        await until(pilot, lambda: "Please give a reason." in screen_text(pilot.app))
        assert station.house.book.head().seq == before
        await fill_in(pilot, COORDINATOR_PIN, "Day Shift", "Sergeant", "2026-05-01", "Promoted")
        await recorded(pilot)
    assert newest(station) == Moved(
        person=station.by_badge["204"].id,
        unit="Day Shift",
        rank="Sergeant",
        since=date(2026, 5, 1),
        by=station.coordinator.person_id,
        reason="Promoted",
    )


async def test_an_exemption_is_recorded_shown_with_its_reason_and_ended(station: Station) -> None:
    person = station.by_badge["204"].id
    by, today = station.coordinator.person_id, station.clock.now().date()
    async with page(station, "204").run_test(size=(132, 43)) as pilot:
        await choose(pilot, "Exempt from a directive")
        await fill_in(pilot, COORDINATOR_PIN, "2026-05-01", "2026-12-31", "Detail elsewhere")
        await recorded(pilot)
        assert "[-] Excused" in screen_text(pilot.app)
        assert "Detail elsewhere" in screen_text(pilot.app)
        assert newest(station) == Exempted(
            person=person,
            directive="3-400",
            since=date(2026, 5, 1),
            through=date(2026, 12, 31),
            by=by,
            reason="Detail elsewhere",
        )
        await choose(pilot, "End an exemption")
        await fill_in(pilot, COORDINATOR_PIN, today.isoformat(), "Back")
        await until(pilot, lambda: "[-] Excused" not in screen_text(pilot.app))
    assert newest(station) == ExemptionEnded(person=person, directive="3-400", since=today, by=by, reason="Back")


async def test_a_directive_for_others_is_assigned_by_name_and_the_assignment_ended(
    station: Station, tmp_path: Path
) -> None:
    house = station.house
    (tmp_path / "limited" / "content").mkdir(parents=True)
    file = tmp_path / "limited" / "content" / "schedule.toml"
    file.write_text((house.content.folder / "content" / "schedule.toml").read_text() + LIMITED)
    take_up_schedule(house.book, Content(tmp_path / "limited"), station.coordinator.person_id)
    person, today = station.by_badge["204"].id, station.clock.now().date()
    by = station.coordinator.person_id
    async with page(station, "204").run_test(size=(80, 24)) as pilot:
        await choose(pilot, "Assign a directive by name")
        await fill_in(pilot, COORDINATOR_PIN, today.isoformat(), "Instructor")
        await recorded(pilot)
        assert newest(station) == Assigned(person=person, directive="3-400", since=today, by=by, reason="Instructor")
        await choose(pilot, "End an assignment by name")
        await fill_in(pilot, COORDINATOR_PIN, (today + timedelta(days=3)).isoformat(), "Over")
        await until(pilot, lambda: isinstance(newest(station), AssignmentEnded))


async def test_of_whoever_has_left_only_the_duty_status_can_be_changed(station: Station) -> None:
    async with page(station, "203").run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(pilot.app.screen.query("#person-history")))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert "On duty" in shown
        assert "Move" not in shown
        assert "Exempt" not in shown


async def pick(pilot: Pilot[None], what: str) -> None:
    """Press the letter beside *what* in the dialog that is there now."""
    await until(pilot, lambda: what in screen_text(pilot.app))
    await settled(pilot)
    [line] = [line for line in screen_text(pilot.app).splitlines() if what in line]
    await pilot.press(line.split("[")[1][0].lower())


async def test_a_wrong_day_is_corrected_and_a_leave_that_never_was_is_taken_back(station: Station) -> None:
    person, by = station.by_badge["202"].id, station.coordinator.person_id
    [leave] = station.house.duty_acts.changes(person)
    right = leave.since - timedelta(days=3)
    async with page(station, "202").run_test(size=(80, 24)) as pilot:
        await choose(pilot, "Correct a wrong day", then=f"(entry {leave.entry}): another day")
        await fill_in(pilot, COORDINATOR_PIN, right.isoformat(), "Typed wrong")
        await until(pilot, lambda: "Recorded: on leave from" in screen_text(pilot.app))
        corrected = DutyCorrected(person=person, corrects=leave.entry, since=right, by=by, reason="Typed wrong")
        assert newest(station) == corrected
        number = station.house.book.head().seq
        await choose(pilot, "Correct a wrong day", then=f"(entry {number}): it never was")
        await fill_in(pilot, COORDINATOR_PIN, "Somebody else")
        await until(pilot, lambda: f"the leave of entry {number} never was" in screen_text(pilot.app))
    assert newest(station) == DutyCorrected(person=person, corrects=number, since=None, by=by, reason="Somebody else")


async def test_the_day_of_a_move_is_corrected_too(station: Station) -> None:
    house, person, by = station.house, station.by_badge["204"].id, station.coordinator.person_id
    today = station.clock.now().date()
    move = house.duty_acts.move(person, "Records", None, today, by, "Transfer", Secret(COORDINATOR_PIN)).entry.seq
    right = today - timedelta(days=3)
    async with page(station, "204").run_test(size=(80, 24)) as pilot:
        await choose(pilot, "Correct a wrong day", then=f"(entry {move}): another day")
        await fill_in(pilot, COORDINATOR_PIN, right.isoformat(), "Typed wrong")
        said = f"Recorded: moved to Officer, Records from {day_words(right)} (entry {move + 1})."
        await until(pilot, lambda: said in " ".join(screen_text(pilot.app).split()))
    assert newest(station) == DutyCorrected(person=person, corrects=move, since=right, by=by, reason="Typed wrong")


async def test_a_leave_ahead_that_an_earlier_one_took_the_place_of_is_seen_with_what_did(station: Station) -> None:
    today, house, person = station.clock.now().date(), station.house, station.by_badge["204"].id
    pin, by = Secret(COORDINATOR_PIN), station.coordinator.person_id
    for days in (60, 30):
        since = today + timedelta(days=days)
        house.people.set_duty(person, DutyStatus.ON_LEAVE, since, by, "Family leave", pin)
    second = house.book.head().seq
    async with page(station, "204").run_test(size=(110, 70)) as pilot:
        await until(pilot, lambda: "Counts no more" in screen_text(pilot.app))
        said = " ".join(screen_text(pilot.app).split())
        assert f"On leave from {day_words(today + timedelta(days=30))} (entry {second})" in said
        planned = f"On leave from {day_words(today + timedelta(days=60))} (entry {second - 1})"
        assert f"{planned}. Entry {second} took its place" in said
        assert f"(entry {second - 1}) Counts no more: entry {second} took its place." in said


@pytest.mark.parametrize("size", SIZES)
async def test_every_choice_and_every_field_is_there_at_every_size(station: Station, size: tuple[int, int]) -> None:
    async with page(station, "204").run_test(size=size) as pilot:
        await until(pilot, lambda: bool(pilot.app.screen.query("#person-history")))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await settled(pilot)
        shown = screen_text(pilot.app)
        for words in ("On leave", "Has left the department", "Move to another unit or rank", "Exempt from a directive"):
            assert words in shown
        await pilot.press("escape")
        await choose(pilot, "Move to another unit")
        assert len(list(pilot.app.screen.query(Input))) == 5
        assert "Record it" in screen_text(pilot.app)


def test_a_supervisor_cannot_do_what_only_the_coordinator_is_offered(station: Station) -> None:
    before = station.house.book.head()
    today = station.clock.now().date()
    with pytest.raises(OcTrainingError, match="for the training coordinator"):
        station.house.duty_acts.move(
            station.by_badge["201"].id, "Night Shift", None, today, station.supervisor.person_id, "why"
        )
    assert station.house.book.head() == before


async def test_the_welcome_page_tells_nobody_of_anybodys_duties(station: Station) -> None:
    assert station.house.reminding.as_of(station.clock.now().date()).notices
    app = KioskApp(station.house)
    async with app.run_test(size=(132, 43)) as pilot:
        while "badge number" not in screen_text(app).casefold():
            await pilot.pause(0.02)
        shown = screen_text(app)
        assert not any(person.name in shown for person in station.by_badge.values())
        assert not any(word in shown.casefold() for word in ("overdue", "3-400", "reminder"))
        app.exit(0)
