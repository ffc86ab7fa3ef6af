"""Signing in: the same words for every cause, five tries, a code before the first PIN."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.events import COMMAND
from oc_training.attestation.session import Entrance
from oc_training.attestation.sign_in_events import (
    CodeIssued,
    NotThisPerson,
    PinSet,
    SignInLocked,
    SignInPaused,
    SignInReleased,
)
from oc_training.errors import NotSignedIn, Refused, TooSoon, WrongPin
from oc_training.ledger.port import Json
from oc_training.roster.locksmith import LOCK_AFTER
from oc_training.roster.model import Details, DutyStatus, Role
from oc_training.roster.pace import MOST_WRONG
from oc_training.roster.pins import Secret
from tests.support.station import PIN, SET_UP_ON, MemoryHouse, Station, memory_station, new_station, started_again, take


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
    with pytest.raises(Refused, match="give a reason"):
        station.house.door.release_by_command(station.coordinator.id, " ")
    station.house.door.release_by_command(station.coordinator.id, "Forgot it, back from leave")
    station.enter("100")
    (released,) = station.entries(SignInReleased)
    assert released.event == SignInReleased(station.coordinator.id, by=COMMAND, reason="Forgot it, back from leave")
    with pytest.raises(Refused, match="not locked"):
        station.house.door.release_by_command(station.coordinator.id, "Forgot it, back from leave")


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


def test_what_a_stranger_went_through_is_forgotten_with_this_is_not_me(station: Station) -> None:
    sitting = station.sit_down("201")
    take(sitting, sitting.next_step())
    assert station.sit_down("201").walk.displays
    station.house.door.not_me(sitting.session, station.directive)
    assert station.sit_down("201").walk.displays == ()


def kept_before(station: Station, person_id: str) -> Callable[[], None]:
    """What puts the working file's knowledge of somebody's PIN back as it is now."""
    house = station.house
    assert isinstance(house, MemoryHouse)
    kept = house._kept.get("credentials", person_id)
    assert kept is not None
    return lambda: house._kept.put("credentials", person_id, kept)


def test_a_lock_that_the_working_file_lost_is_known_from_the_book(station: Station) -> None:
    robin = station.person("201")
    put_back = kept_before(station, robin.id)
    station.lock("201")
    put_back()
    assert station.house.door.is_locked(robin.id)
    assert "not accepted" in refusal(station, "201", PIN)
    station.house.board.release_sign_in(station.sign_in("301"), robin.id, Secret(PIN), "Saw his card")
    station.wait_for_the_next_try()
    station.enter("201")
    assert (len(station.entries(SignInLocked)), len(station.entries(SignInReleased))) == (1, 1)


def test_a_new_code_after_the_working_file_is_gone_is_no_release(station: Station) -> None:
    robin, house = station.person("201"), station.house
    station.lock("201")
    assert isinstance(house, MemoryHouse)
    house._kept.remove("credentials", robin.id)
    code = house.board.issue_code(station.sign_in("301"), robin.id, Secret(PIN))
    assert house.door.is_locked(robin.id)
    assert "not accepted" in refusal(station, "201", code.reveal())
    house.board.release_sign_in(station.sign_in("301"), robin.id, Secret(PIN), "Saw his card")
    assert station.enter("201", code.reveal()).must_choose_pin


def test_a_lock_that_the_working_file_has_again_after_its_release_does_not_hold(station: Station) -> None:
    robin = station.person("201")
    station.lock("201")
    put_back = kept_before(station, robin.id)
    station.house.board.release_sign_in(station.sign_in("301"), robin.id, Secret(PIN), "Saw his card")
    put_back()
    station.wait_for_the_next_try()
    station.enter("201")


def test_a_lock_of_an_older_program_is_released_as_ever(station: Station) -> None:
    robin, house = station.person("201"), station.house
    assert isinstance(house, MemoryHouse)
    station.lock("201")
    kept = house._kept.get("credentials", robin.id)
    assert kept is not None
    older = {field: value for field, value in kept.items() if field not in {"lock", "name", "too_old"}}
    house._kept.put("credentials", robin.id, older)
    assert "not accepted" in refusal(station, "201", PIN)
    house.board.release_sign_in(station.sign_in("301"), robin.id, Secret(PIN), "Saw his card")
    station.wait_for_the_next_try()
    station.enter("201")
    assert (len(station.entries(SignInLocked)), len(station.entries(SignInReleased))) == (1, 1)


def test_no_pin_is_recorded_for_whoever_was_locked_while_they_chose_it(station: Station) -> None:
    _, code = added(station)
    session = station.sign_in("202", code.reveal())
    station.lock("202")
    head = station.house.book.head()
    with pytest.raises(Refused, match="until a supervisor has released"):
        station.house.door.set_pin(session, Secret("a heron at dusk"))
    assert station.house.book.head() == head


def test_a_code_that_was_too_old_once_stays_so_when_the_clock_is_set_back(station: Station) -> None:
    _, code = added(station)
    station.clock.forward(timedelta(hours=73))
    assert "not accepted" in refusal(station, "202", code.reveal())
    station.clock.forward(timedelta(hours=-72))
    assert "not accepted" in refusal(station, "202", code.reveal())


def test_wrong_tries_are_told_at_the_next_sign_in_though_the_kiosk_was_closed_meanwhile(station: Station) -> None:
    for _ in range(3):
        refusal(station, "301", "a wrong one")
    station.wait_for_the_next_try()
    station.house.way_out.leave("301", Secret(PIN))
    station.wait_for_the_next_try()
    assert station.enter("301").wrong_before == 3
    assert station.enter("301").wrong_before == 0


def test_wrong_tries_are_told_at_the_next_sign_in_though_a_lock_was_released_meanwhile(station: Station) -> None:
    station.lock("201")
    station.house.board.release_sign_in(station.sign_in("301"), station.person("201").id, Secret(PIN), "Saw his card")
    assert station.enter("201").wrong_before == LOCK_AFTER
    assert station.enter("201").wrong_before == 0


def test_no_pin_and_no_code_is_ever_in_the_book(station: Station) -> None:
    _, code = added(station)
    station.house.door.set_pin(station.sign_in("202", code.reveal()), Secret("a heron at dusk"))
    whole = repr([entry.entry for entry in station.entries()])
    assert not any(secret in whole for secret in (PIN, code.reveal(), "heron", "argon2"))


# ---- how fast it can be tried ---------------------------------------------------------------------------------------


def too_soon(station: Station, badge: str, pin: str = "a wrong one") -> str:
    with pytest.raises(TooSoon) as told:
        station.enter(badge, pin)
    return str(told.value)


def wrong(station: Station, badge: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        station.enter(badge, "a wrong one")
    assert not isinstance(refused.value, TooSoon)


UNKNOWN, LEFT, LOCKED, WITHOUT_PIN = "999", "204", "205", "206"


@pytest.fixture
def all_kinds(station: Station) -> Station:
    """A station where besides badge 201 there are badges of every kind that lets nobody in."""
    for badge in (LEFT, LOCKED):
        station.hire(badge, f"Person {badge}")
    station.duty(LEFT, DutyStatus.SEPARATED)
    details = Details("No Pin", WITHOUT_PIN, "", "Patrol", Role.EMPLOYEE, SET_UP_ON)
    station.house.people.add(details, COMMAND)
    for _ in range(5):
        refusal(station, LOCKED, "a wrong one")
    station.house._pace.forget(LOCKED)
    station.clock.forward(timedelta(days=1))
    return station


def test_the_wait_is_told_in_the_same_words_at_the_same_try_for_every_kind_of_badge(all_kinds: Station) -> None:
    told: dict[str, list[str]] = {}
    for badge in ("201", UNKNOWN, LEFT, LOCKED, WITHOUT_PIN):
        said = told.setdefault(badge, [])
        for _ in range(6):
            try:
                all_kinds.enter(badge, "a wrong one")
            except NotSignedIn as refused:
                said.append(str(refused))
            all_kinds.clock.forward(timedelta(seconds=0.5))
        all_kinds.clock.forward(timedelta(days=1))
    assert told["201"][2] == "Please wait 1 second, then try again. This try was not counted."
    assert all(said == told["201"] for said in told.values()), told


def test_a_try_at_any_kind_of_badge_writes_as_much_and_hashes_once(all_kinds: Station) -> None:
    house = all_kinds.house
    assert isinstance(house, MemoryHouse)
    hashed: list[str] = []
    written: list[tuple[str, int]] = []
    put, argon2 = house._kept.put, house._locksmith._hasher

    def count(table: str, key: str, value: Mapping[str, Json]) -> None:
        written.append((table, len(json.dumps(value)) // 100))
        put(table, key, value)

    class Counting:
        def hash(self, data: bytes) -> str:
            hashed.append("hash")
            return argon2.hash(data)

        def matches(self, phc: str, data: bytes) -> bool:
            hashed.append("matches")
            return argon2.matches(phc, data)

        def outdated(self, phc: str) -> bool:
            return argon2.outdated(phc)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house._kept, "put", count)
        patch.setattr(house._locksmith, "_hasher", Counting())
        seen = {}
        for badge in ("201", UNKNOWN, LEFT, LOCKED, WITHOUT_PIN):
            hashed.clear()
            written.clear()
            wrong(all_kinds, badge)
            seen[badge] = ([table for table, _ in written], len(hashed))
    assert all(what == (["tries", "credentials"], 1) for what in seen.values()), seen


def test_what_is_kept_of_tries_names_no_badge_number(station: Station) -> None:
    for badge in ("201", "999", "some other badge"):
        wrong(station, badge)
    house = station.house
    assert isinstance(house, MemoryHouse)
    kept = json.dumps(house._kept.get("tries", "station"))
    assert not any(badge in kept for badge in ('"201"', '"999"', "some other"))


def test_a_try_that_has_to_wait_is_not_counted_towards_the_lock(station: Station) -> None:
    robin = station.person("201")
    for _ in range(4):
        refusal(station, "201", "a wrong one")
    for _ in range(20):
        assert "Please wait 4 seconds" in too_soon(station, "201")
        assert "Please wait 4 seconds" in too_soon(station, "201", PIN), "nor is it looked at when it is right"
    assert not station.house.door.is_locked(robin.id)
    station.wait_for_the_next_try()
    assert station.enter("201").wrong_before == 4


def test_a_wait_at_an_act_is_told_beside_the_pin(station: Station) -> None:
    session = station.sign_in("201")
    for _ in range(2):
        with pytest.raises(WrongPin):
            station.house.door.confirm(session, Secret("a wrong one"))
    with pytest.raises(WrongPin, match="Please wait 1 second"):
        station.house.door.confirm(session, Secret(PIN))
    station.clock.forward(timedelta(seconds=1))
    station.house.door.confirm(session, Secret(PIN))


def test_one_pin_at_sixty_badges_pauses_the_station_and_is_in_the_book_without_a_name(station: Station) -> None:
    for number in range(MOST_WRONG):
        wrong(station, f"7{number:02d}")
    said = {too_soon(station, badge, PIN) for badge in ("201", "301", "700", "999")}
    (sentence,) = said
    assert sentence == (
        "Too many tries at this terminal were wrong, so it takes none until 09:05. Please come back then. "
        "Nothing was counted against you."
    )
    (paused,) = station.entries(SignInPaused)
    assert paused.event == SignInPaused(minutes=5)
    assert station.house.book.records().latest_pause == paused
    station.clock.forward(timedelta(minutes=5))
    station.enter("201")


def test_nobody_who_is_signed_in_is_held_up_by_a_pause(station: Station) -> None:
    sam = station.sign_in("301")
    for number in range(MOST_WRONG):
        wrong(station, f"7{number:02d}")
    station.house.board.issue_code(sam, station.person("201").id, Secret(PIN))


def test_the_coordinator_is_told_of_a_pause_for_a_week(tmp_path: Path) -> None:
    station = new_station(tmp_path)
    for number in range(MOST_WRONG):
        wrong(station, f"7{number:02d}")
    (notice,) = station.house.notices.all()
    assert notice.startswith("On 2025-01-06 at 09:00 so many tries to sign in were wrong")
    station.pass_days(7)
    assert station.house.notices.all() == (notice,)
    station.pass_days(1)
    assert station.house.notices.all() == ()


def test_a_restart_forgets_neither_wrong_tries_nor_a_wait_nor_a_pause(tmp_path: Path) -> None:
    station = new_station(tmp_path)
    for _ in range(4):
        refusal(station, "100", "a wrong one")
    station.clock.forward(timedelta(seconds=3.9))
    again = started_again(tmp_path, station)
    assert "Please wait 4 seconds" in too_soon(again, "100", PIN)
    again.wait_for_the_next_try()
    for number in range(MOST_WRONG - 4):
        wrong(again, f"7{number:02d}")
    station.clock.forward(timedelta(minutes=4))
    over = station.clock.now() + timedelta(minutes=6)
    assert f"none until {over:%H:%M}." in too_soon(started_again(tmp_path, again), "100", PIN)


def test_programs_at_once_let_nobody_try_faster(tmp_path: Path) -> None:
    here = new_station(tmp_path)
    there = started_again(tmp_path, here)
    refusal(here, "100", "a wrong one")
    wrong(there, "100")
    assert "Please wait" in too_soon(here, "100", PIN)
    assert "Please wait" in too_soon(there, "100", PIN)
