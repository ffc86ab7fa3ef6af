"""One person at two terminals, an older working file put back, a roster changed under the review: nothing slips in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from oc_training.attestation.signature_events import Acknowledged
from oc_training.attestation.training_events import AttemptMade
from oc_training.attestation.walk import Ask, Review
from oc_training.errors import NotRecorded, OutOfOrder, Refused
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret
from tests.support.station import PIN, Station, memory_station, new_station, walk_to

NAME = "Robin Reader"


@pytest.fixture
def station() -> Station:
    station = memory_station()
    station.hire("201", NAME)
    return station


def test_of_two_terminals_only_one_goes_on_with_a_walk(station: Station) -> None:
    here = station.sit_down("201")
    walk_to(here, Ask)
    there = station.sit_down("201")
    asked = there.next_step()
    assert isinstance(asked, Ask)
    wrong = next(option.letter for option in asked.question.options if not option.right)
    there.answer(wrong, 1)
    with pytest.raises(OutOfOrder, match="another terminal"):
        here.answer(asked.question.right_letter, 1)
    kept = station.sit_down("201").walk.attempt
    assert kept is not None
    assert [answer.letter for answer in kept.answers] == [wrong]


def test_an_attempt_that_failed_cannot_be_told_anew_from_an_older_working_file(station: Station) -> None:
    sitting = station.sit_down("201")
    walk_to(sitting, Ask)
    older = sitting.walk
    station.fail("201")
    (failed,) = [entry.event for entry in station.entries(AttemptMade)]
    assert isinstance(failed, AttemptMade)
    station.house.walks.forget(older.person, older.directive)
    station.house.walks.keep(msgspec.structs.replace(older, version=0))
    again = station.sit_down("201")
    assert again.walk.attempt is not None
    assert again.walk.attempt.id == failed.attempt
    walk_to(again, Review)
    assert again.walk.attempt.id != failed.attempt
    signed = station.house.signing.sign(again, NAME, Secret(PIN))
    assert isinstance(signed.event, Acknowledged)
    recorded = station.house.book.entry(signed.event.attempt_entry).event
    assert isinstance(recorded, AttemptMade)
    assert recorded.passed
    assert (recorded.right, recorded.of) == (signed.event.right, signed.event.of)


def test_what_changed_after_it_was_shown_is_not_signed(station: Station) -> None:
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    seen = station.house.signing.review(sitting)
    person = station.person("201")
    moved = Details(person.name, person.badge, "Sergeant", "Night Shift", Role.EMPLOYEE, person.details.started)
    station.house.people.change(person.id, moved, "promoted", station.coordinator.id, Secret(PIN))
    with pytest.raises(Refused, match="has changed meanwhile"):
        station.house.signing.sign(sitting, NAME, Secret(PIN), seen=seen)
    assert station.entries(Acknowledged) == []
    station.house.signing.sign(sitting, NAME, Secret(PIN), seen=station.house.signing.review(sitting))
    assert len(station.entries(Acknowledged)) == 1


def test_a_disk_that_fills_up_right_after_a_signature_does_not_unsay_it(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = station.sit_down("201")
    walk_to(sitting, Review)

    def full(*_: object) -> None:
        raise NotRecorded("The disk is full. Nothing was changed.")

    monkeypatch.setattr(station.house.walks, "forget", full)
    signed = station.house.signing.sign(sitting, NAME, Secret(PIN))
    assert station.house.book.entry(signed.entry.seq).event == signed.event
    with pytest.raises(Refused, match="nothing to sign"):
        station.sit_down("201")


@pytest.mark.parametrize("typed", ["José Núñez", "jose nunez", "JOSE  NUÑEZ"])
def test_a_name_with_accents_can_be_signed_on_any_keyboard(typed: str) -> None:
    station = memory_station()
    station.hire("202", "José Núñez")
    sitting = station.sit_down("202")
    walk_to(sitting, Review)
    signed = station.house.signing.sign(sitting, typed, Secret(PIN))
    assert isinstance(signed.event, Acknowledged)
    assert signed.event.who.name == "José Núñez"


def test_another_name_is_still_another_name() -> None:
    station = memory_station()
    station.hire("202", "José Núñez")
    sitting = station.sit_down("202")
    walk_to(sitting, Review)
    with pytest.raises(Refused, match="Please type your name"):
        station.house.signing.sign(sitting, "Jose Nunes", Secret(PIN))


def test_paper_from_before_the_revision_is_not_taken_for_it(tmp_path: Path) -> None:
    station = new_station(tmp_path)
    station.hire("201", NAME)
    (row,) = [row for row in station.house.board.status() if row.person.badge == "201"]
    with pytest.raises(Refused):
        station.house.board.record_paper(station.sign_in("100"), row, Secret(PIN), date(2001, 1, 1), "Room 1")
