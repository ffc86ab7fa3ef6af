"""The question of a hearing, asked by whoever oversees somebody, about a day that has passed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.events import COMMAND
from oc_training.attestation.roster_events import PeopleAdded
from oc_training.errors import NotFound, Refused
from oc_training.roster.model import DutyStatus, Role
from oc_training.roster.pins import Secret
from tests.support.station import COORDINATOR_BADGE, PIN, SET_UP_ON, Station, memory_station

BADGE = "417"


@pytest.fixture
def station(small: Content) -> Station:
    found = memory_station(small)
    found.pass_days(3)
    found.hire(BADGE)
    return found


def test_it_is_the_same_answer_as_by_the_badge_of_that_day(station: Station) -> None:
    signed = station.sign(BADGE)
    station.pass_days(60)
    session, person = station.sign_in(COORDINATOR_BADGE), station.person(BADGE)
    for days in range(3, 60, 7):
        day = SET_UP_ON + timedelta(days=days)
        assert station.house.dossiers.of_person(session, person.id, day) == station.house.dossiers.of(BADGE, day)
    (found,) = station.house.dossiers.of_person(session, person.id, station.today, "9-100")
    assert found.shown.entry == signed.entry


def test_a_day_ahead_and_a_day_before_they_came_are_refused_in_a_sentence(station: Station) -> None:
    session, person = station.sign_in(COORDINATOR_BADGE), station.person(BADGE)
    with pytest.raises(Refused, match="has not come yet"):
        station.house.dossiers.of_person(session, person.id, station.today + timedelta(days=1))
    entry = station.entries(PeopleAdded)[-1].entry.seq
    by = f"They were put on it on 2025-01-09 (entry {entry})."
    then = f"Robin Sample was not on the roster by the end of 2025-01-07. {by}"
    with pytest.raises(NotFound, match=re.escape(then)):
        station.house.dossiers.of_person(session, person.id, date(2025, 1, 7))
    for named in (BADGE, person.id):
        with pytest.raises(NotFound, match=re.escape(then)):
            station.house.dossiers.of(named, date(2025, 1, 7))
        with pytest.raises(NotFound, match=re.escape(then)):
            station.house.people.find(named, date(2025, 1, 7))
    with pytest.raises(NotFound, match="Directive 1-1 was not issued here by 2025-01-09"):
        station.house.dossiers.of_person(session, person.id, station.today, "1-1")


def test_of_a_badge_number_that_somebody_was_given_later_it_is_said_which_they_had(station: Station) -> None:
    person, before = station.person(BADGE), station.today
    station.pass_days(5)
    details = replace(person.details, badge="900")
    station.house.people.change(person.id, details, "New badge", COMMAND)
    said = f"Nobody had badge number 900 by the end of {before}. Robin Sample, who had it later, had {BADGE}."
    with pytest.raises(NotFound, match=re.escape(said)):
        station.house.dossiers.of("900", before)
    with pytest.raises(NotFound, match=re.escape("Nobody on the roster has badge number 901.")):
        station.house.dossiers.of("901", before)


def test_who_moved_is_a_matter_of_the_supervisor_of_today_on_every_day(station: Station) -> None:
    station.hire("301", "Sam Vale", unit="Patrol", role=Role.SUPERVISOR)
    station.hire("302", "Sue Dale", unit="Records", role=Role.SUPERVISOR)
    before, person = station.today, station.person(BADGE)
    station.pass_days(10)
    by, why = station.coordinator.id, "Transfer"
    station.house.duty_acts.move(person.id, "Records", None, station.today, by, why, Secret(PIN))
    (found,) = station.house.dossiers.of_person(station.sign_in("302"), person.id, before)
    assert found.person.unit == "Patrol"
    with pytest.raises(Refused):
        station.house.dossiers.of_person(station.sign_in("301"), person.id, before)


def test_entries_made_since_that_speak_of_the_day_are_named_and_change_no_answer(station: Station) -> None:
    house, who, day = station.house, station.person(BADGE).id, station.today + timedelta(days=10)
    station.stand_on(day)
    signed = station.sign(BADGE).entry.seq
    station.pass_days(20)
    [before] = house.dossiers.of(BADGE, day)
    assert (before.later, before.so_far) == ((), False)
    house.people.set_duty(who, DutyStatus.ON_LEAVE, day, COMMAND, "Entered late")
    leave = house.book.head().seq
    house.people.correct_duty(who, leave, day + timedelta(days=1), COMMAND, "Typed wrong")
    house.people.correct_duty(who, leave + 1, None, COMMAND, "Somebody else")
    house.people.set_duty(who, DutyStatus.ON_LEAVE, day + timedelta(days=5), COMMAND, "Not about the day")
    house.people.set_duty(who, DutyStatus.ON_DUTY, day + timedelta(days=6), COMMAND, "Nor is this")
    exemption = house.duty_acts.exempt(who, "9-100", day, day, COMMAND, "Detail").entry.seq
    person = house.book.records().person(who)
    house.people.change(who, replace(person.details, unit="Records"), "Transfer", COMMAND)
    house.people.change(who, replace(person.details, started=day - timedelta(days=5)), "Typed wrong", COMMAND)
    started = house.book.head().seq
    voiding = house.board.void_by_command(signed, "Somebody else").entry.seq
    [after] = house.dossiers.of(BADGE, day)
    assert after.later == (leave, leave + 1, exemption, started, voiding)
    assert replace(after, later=()) == before
    [earlier] = house.dossiers.of(BADGE, day - timedelta(days=7))
    assert earlier.later == (started,)


def test_a_correction_speaks_of_the_wrong_day_and_of_the_right_one(station: Station) -> None:
    house, who, day = station.house, station.person(BADGE).id, station.today
    station.pass_days(5)
    station.duty(BADGE, DutyStatus.ON_LEAVE, station.today)
    leave = house.book.head().seq
    station.pass_days(1)
    house.people.correct_duty(who, leave, day, COMMAND, "Typed wrong")
    for days in (0, 4, 5):
        [found] = house.dossiers.of(BADGE, day + timedelta(days=days))
        assert found.later == (leave + 1,)


def test_of_today_it_is_said_that_the_day_is_not_over(station: Station) -> None:
    day = station.today
    [today] = station.house.dossiers.of(BADGE, day)
    station.pass_days(1)
    [over] = station.house.dossiers.of(BADGE, day)
    assert (today.so_far, over.so_far) == (True, False)
