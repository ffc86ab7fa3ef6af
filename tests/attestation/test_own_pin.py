"""A PIN made for somebody, and one that somebody chooses, in place of a one-time code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oc_training.attestation.door import Door
from oc_training.attestation.session import Entrance
from oc_training.attestation.sign_in_events import PinSet
from oc_training.bootstrap import House
from oc_training.errors import NotSignedIn, Refused
from oc_training.places import Places
from oc_training.roster.hashing import Argon2id, Profile
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret
from tests.support.fixed_clock import FixedClock

TODAY = date(2026, 3, 14)
ADAS = Secret("oak tree 77")
"""The coordinator's PIN."""


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(Places(tmp_path / "data"), FixedClock(), Argon2id(Profile(8, 1)))
    house.found()
    return house


@pytest.fixture
def entrance(house: House) -> Entrance:
    """Somebody who has just signed in with a one-time code."""
    coordinator = house.setting_up.make_coordinator(
        Details("Ada Invented", "100", "", "Training", Role.COORDINATOR, TODAY), ADAS
    )
    person = house.people.add(Details("Ben Invented", "417", "", "Day", Role.EMPLOYEE, TODAY), coordinator, ADAS)
    return house.door.sign_in("417", house.door.issue_code(person.id, coordinator, ADAS))


def test_an_offered_pin_has_six_digits_and_sets_nothing_by_itself(house: House, entrance: Entrance) -> None:
    offered = house.door.offer_pin(entrance.session)
    assert len(offered.reveal()) == 6
    assert offered.reveal().isdigit()
    with pytest.raises(NotSignedIn):
        house.door.sign_in("417", offered)


def test_an_accepted_pin_lets_its_owner_in_and_is_recorded_without_itself(house: House, entrance: Entrance) -> None:
    offered = house.door.offer_pin(entrance.session)
    house.door.accept_pin(entrance.session, offered, Secret(offered.reveal()))
    again = house.door.sign_in("417", offered)
    assert (again.session.person_id, again.must_choose_pin) == (entrance.session.person_id, False)
    newest = house.book.entry(house.book.head().seq)
    assert isinstance(newest.event, PinSet)
    assert newest.event.authorised_by is not None
    assert offered.reveal() not in str(newest.entry.body)


def test_a_pin_typed_differently_is_refused_and_the_code_stays_good(house: House, entrance: Entrance) -> None:
    before = house.book.head()
    with pytest.raises(Refused, match="not the PIN that was shown"):
        house.door.accept_pin(entrance.session, Secret("482913"), Secret("482914"))
    assert house.book.head() == before
    with pytest.raises(NotSignedIn):
        house.door.sign_in("417", Secret("482913"))


def test_a_chosen_pin_of_six_characters_is_refused(house: House, entrance: Entrance) -> None:
    with pytest.raises(Refused, match="at least 8"):
        house.door.set_pin(entrance.session, Secret("482913"))


def test_no_pin_of_the_blocklist_is_offered(house: House, entrance: Entrance) -> None:
    draws = iter([123456, 111111, 417417, 482913])
    door = Door(house.book, house._locksmith, house._pace, house.clock, house.walks.forget, lambda _: next(draws))
    assert door.offer_pin(entrance.session) == Secret("482913")
