"""Signing in: the same words for every cause, five tries, a code before the first PIN."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.door import Entrance
from oc_training.attestation.events import (
    COMMAND,
    CodeIssued,
    NotThisPerson,
    PinSet,
    SignInLocked,
    SignInReleased,
)
from oc_training.errors import NotSignedIn, Refused, WrongPin
from oc_training.roster.model import Details, DutyStatus, Role
from oc_training.roster.pins import Secret
from tests.support.station import PIN, SET_UP_ON, Station, memory_station


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201")
    station.hire("301", "Sam Supervisor", role=Role.SUPERVISOR)
    return station


def added(station: Station, badge: str = "202") -> tuple[str, Secret]:
    """Somebody who was put on the roster and given a code."""
    details = Details("Nora New", badge, "Officer", "Patrol", Role.EMPLOYEE, SET_UP_ON)
    person = station.house.people.add(details, station.coordinator.id, Secret(PIN))
    return person.id, station.house.door.issue_code(person.id, station.coordinator.id, Secret(PIN))


def refusal(station: Station, badge: str, pin: str) -> str:
    station.wait_for_the_next_try()
    with pytest.raises(NotSignedIn) as refused:
        station.enter(badge, pin)
    return str(refused.value)


def test_the_words_are_the_same_for_every_cause(station: Station) -> None:
    said = {refusal(station, "999", PIN), refusal(station, "201", "a wrong one"), refusal(station, "", "")}
    for _ in range(4):
        refusal(station, "201", "a wrong one")
    said.add(refusal(station, "201", PIN))
    station.house.people.add(Details("No Pin", "203", "", "Patrol", Role.EMPLOYEE, SET_UP_ON), COMMAND)
    said.add(refusal(station, "203", PIN))
    station.hire("204", "Lea Left")
    station.duty("204", DutyStatus.SEPARATED)
    said.add(refusal(station, "204", PIN))
    _, code = added(station)
    station.clock.forward(timedelta(hours=73))
    said.add(refusal(station, "202", code.reveal()))
    assert len(said) == 1


@pytest.mark.parametrize("badge", ["201", " 201 ", "K-9", "k-9"])
def test_a_badge_is_recognised_in_any_case_and_with_blanks_around(station: Station, badge: str) -> None:
    station.hire("K-9", "Rex Handler")
    assert not station.enter(badge).must_choose_pin


@pytest.mark.parametrize("badge", ["\x1b[31m", "\ud800", "[/", "201\x00", "٢٠١", "9" * 100_000])
def test_hostile_badges_are_like_any_unknown_badge(station: Station, badge: str) -> None:
    assert "not accepted" in refusal(station, badge, PIN)


def test_five_wrong_pins_in_a_row_lock_and_are_in_the_book_once(station: Station) -> None:
    robin = station.person("201")
    for _ in range(4):
        refusal(station, "201", "a wrong one")
    station.wait_for_the_next_try()
    station.enter("201")
    for number in range(5):
        assert station.house.door.is_locked(robin.id) is False, number
        refusal(station, "201", "a wrong one")
    assert station.house.door.is_locked(robin.id)
    for _ in range(3):
        refusal(station, "201", PIN)
    (locked,) = station.entries(SignInLocked)
    assert locked.event == SignInLocked(person=robin.id)


def test_wrong_tries_at_the_door_and_at_an_act_count_together(station: Station) -> None:
    session = station.sign_in("201")
    for _ in range(3):
        station.wait_for_the_next_try()
        with pytest.raises(WrongPin):
            station.house.door.confirm(session, Secret("a wrong one"))
    for _ in range(2):
        refusal(station, "201", "a wrong one")
    assert station.house.door.is_locked(session.person_id)


def test_a_release_leaves_the_pin_as_it_is_and_names_who_released(station: Station) -> None:
    robin, sam = station.person("201"), station.person("301")
    for _ in range(5):
        refusal(station, "201", "a wrong one")
    station.house.board.release_sign_in(station.sign_in("301"), robin.id, Secret(PIN), "Saw\nhis card")
    station.enter("201")
    (released,) = station.entries(SignInReleased)
    assert released.event == SignInReleased(person=robin.id, by=sam.id, reason="Saw his card")
    with pytest.raises(Refused, match="not locked"):
        station.house.board.release_sign_in(station.sign_in("301"), robin.id, Secret(PIN), "")


def test_a_command_releases_the_only_coordinator(station: Station) -> None:
    for _ in range(5):
        refusal(station, "100", "a wrong one")
    station.house.door.release_by_command(station.coordinator.id)
    station.enter("100")
    (released,) = station.entries(SignInReleased)
    assert released.event == SignInReleased(person=station.coordinator.id, by=COMMAND, reason="")
    with pytest.raises(Refused, match="not locked"):
        station.house.door.release_by_command(station.coordinator.id)


def test_a_code_leads_to_ones_own_pin_and_is_used_up_by_it(station: Station) -> None:
    person_id, code = added(station)
    entrance = station.enter("202", f" {code.reveal().lower()} ")
    assert entrance.must_choose_pin
    station.house.door.set_pin(entrance.session, Secret("a heron at dusk"))
    assert station.enter("202", "a heron at dusk") == Entrance(
        station.sign_in("202", "a heron at dusk"), must_choose_pin=False
    )
    assert "not accepted" in refusal(station, "202", code.reveal())
    issued = [entry.event for entry in station.entries(CodeIssued)][-1]
    assert issued == CodeIssued(person=person_id, by=station.coordinator.id)
    set_by = [entry.event for entry in station.entries(PinSet)][-1]
    assert set_by == PinSet(person=person_id, authorised_by=station.coordinator.id)


@pytest.mark.parametrize("pin", ["short", "12345678", "password1", "20220202", "x" * 65, "", "abc\x00defg"])
def test_a_pin_that_would_be_guessed_is_refused_with_the_reason_and_nothing_is_set(station: Station, pin: str) -> None:
    _, code = added(station)
    entrance = station.enter("202", code.reveal())
    with pytest.raises(Refused):
        station.house.door.set_pin(entrance.session, Secret(pin))
    assert station.enter("202", code.reveal()).must_choose_pin


def test_a_pin_is_not_replaced_without_a_code(station: Station) -> None:
    session = station.sign_in("201")
    with pytest.raises(Refused, match="one-time code"):
        station.house.door.set_pin(session, Secret("a heron at dusk"))
    offered = station.house.door.offer_pin(session)
    with pytest.raises(Refused, match="one-time code"):
        station.house.door.accept_pin(session, offered, offered)
    station.enter("201")


def test_an_offered_pin_is_set_once_it_was_typed_as_offered(station: Station) -> None:
    _, code = added(station)
    session = station.sign_in("202", code.reveal())
    offered = station.house.door.offer_pin(session)
    with pytest.raises(Refused):
        station.house.door.accept_pin(session, offered, Secret("000000"))
    station.house.door.accept_pin(session, offered, Secret(offered.reveal()))
    assert not station.enter("202", offered.reveal()).must_choose_pin


def test_a_new_code_ends_the_old_pin(station: Station) -> None:
    station.house.board.issue_code(station.sign_in("301"), station.person("201").id, Secret(PIN))
    assert "not accepted" in refusal(station, "201", PIN)


def test_no_code_for_somebody_who_has_left(station: Station) -> None:
    station.duty("201", DutyStatus.SEPARATED)
    with pytest.raises(Refused, match="has left the department"):
        station.house.door.issue_code(station.person("201").id, COMMAND)


def test_whoever_leaves_while_signed_in_can_do_nothing_more(station: Station) -> None:
    session = station.sign_in("201")
    station.duty("201", DutyStatus.SEPARATED)
    with pytest.raises(Refused, match="no longer on the roster"):
        station.house.door.confirm(session, Secret(PIN))


def test_this_is_not_me_is_recorded(station: Station) -> None:
    session = station.sign_in("201")
    station.house.door.not_me(session, "9-100")
    station.house.door.not_me(session, None)
    said = [entry.event for entry in station.entries(NotThisPerson)]
    assert said == [
        NotThisPerson(person=session.person_id, directive="9-100"),
        NotThisPerson(person=session.person_id, directive=None),
    ]


def test_no_pin_and_no_code_is_ever_in_the_book(station: Station) -> None:
    _, code = added(station)
    station.house.door.set_pin(station.sign_in("202", code.reveal()), Secret("a heron at dusk"))
    whole = repr([entry.entry for entry in station.entries()])
    assert not any(secret in whole for secret in (PIN, code.reveal(), "heron", "argon2"))
