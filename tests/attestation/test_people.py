"""The roster: all or nothing, one badge one holder, old records stay with the person who made them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.events import COMMAND
from oc_training.attestation.roster_events import DutyChanged, PeopleAdded, PersonChanged
from oc_training.attestation.session import Session
from oc_training.attestation.signature_events import Acknowledged
from oc_training.errors import NotFound, Refused, RosterProblems
from oc_training.roster.model import Details, DutyStatus, Role
from oc_training.roster.pins import Secret
from tests.support.station import COORDINATOR_BADGE, PIN, SET_UP_ON, Station, memory_station

RIGHT = Secret(PIN)


@pytest.fixture
def station(small: Content) -> Station:
    return memory_station(small)


def details(badge: str, name: str = "Robin Sample", role: Role = Role.EMPLOYEE) -> Details:
    return Details(name, badge, "Officer", "Patrol", role, SET_UP_ON)


def test_a_file_is_one_entry_with_everybody_in_it(station: Station) -> None:
    before = station.house.book.head().seq
    people = station.house.people.import_file(
        b"Badge,Name,Unit,Rank\n201,Ana One,Patrol,Officer\n0201,Bo Two,Patrol,\n", " ros\u200bter.csv\n", COMMAND
    )
    assert [(person.badge, person.name) for person in people] == [("201", "Ana One"), ("0201", "Bo Two")]
    assert station.house.book.head().seq == before + 1
    added = station.entries(PeopleAdded)[-1].event
    assert isinstance(added, PeopleAdded)
    assert added.source == "roster.csv"
    assert len({new.person for new in added.people}) == 2


@pytest.mark.parametrize(
    "rows",
    [
        b"badge,name,unit\n201,Ana One,Patrol\n201,Bo Two,Patrol\n",
        b"badge,name,unit\n201,Ana One,Patrol\n100,Bo Two,Patrol\n",
        b"badge,name,unit\n201,Ana One,Patrol\n202,,Patrol\n",
        b"badge,name\n201,Ana One\n",
        b"\xff\xfe",
        b"",
    ],
)
def test_one_wrong_line_and_nobody_is_imported(station: Station, rows: bytes) -> None:
    before = station.house.book.head()
    with pytest.raises(RosterProblems):
        station.house.people.import_file(rows, "roster.csv", COMMAND)
    assert station.house.book.head() == before


def test_a_badge_has_one_holder_in_any_case(station: Station) -> None:
    station.house.people.add(details("K-9"), COMMAND)
    with pytest.raises(Refused, match=r"Badge number k-9 is held by Robin Sample\."):
        station.house.people.add(details("k-9", "Lee Other"), COMMAND)
    lee = station.house.people.add(details("202", "Lee Other"), COMMAND)
    with pytest.raises(Refused, match="is held by"):
        station.house.people.change(lee.id, details("K-9", "Lee Other"), "why", COMMAND)


def test_a_badge_issued_again_leaves_old_records_with_the_old_person(station: Station) -> None:
    old = station.hire("412", "Olga Old")
    number = station.sign("412").entry.seq
    station.duty("412", DutyStatus.SEPARATED)
    new = station.hire("412", "Nick New")
    assert new.id != old.id
    assert station.person("412").id == new.id
    receipt = station.house.receipts.receipt(number)
    assert (receipt.acknowledged.who.person, receipt.acknowledged.who.name) == (old.id, "Olga Old")
    assert station.house.duties.receipts(Session(new.id, "")) == ()
    duty = station.house.duties.one(Session(new.id, ""), "9-100")
    assert duty is not None
    assert duty.standing.signed is None
    about_nick = [type(recorded.event) for recorded in station.house.book.records().of_person(new.id)]
    assert about_nick[0] is PeopleAdded
    assert Acknowledged not in about_nick
    with pytest.raises(Refused, match="Badge number 412 is held by Nick New"):
        station.house.people.set_duty(old.id, DutyStatus.ON_DUTY, station.today, COMMAND)


def test_who_held_a_badge_on_a_past_day_is_found(station: Station) -> None:
    station.hire("412", "Olga Old")
    station.pass_days(10)
    station.duty("412", DutyStatus.SEPARATED)
    assert station.person("412").name == "Olga Old"
    station.pass_days(10)
    station.hire("412", "Nick New")
    assert station.house.people.with_badge("412").name == "Nick New"
    assert station.house.people.with_badge("412", SET_UP_ON + timedelta(days=15)).name == "Olga Old"
    with pytest.raises(NotFound, match="badge number 999"):
        station.house.people.with_badge("999")


def test_a_change_keeps_the_person_and_says_who_and_why(station: Station) -> None:
    robin = station.hire("201")
    changed = station.house.people.change(
        robin.id, replace(robin.details, unit="Records", badge="777"), " moved\nunits ", station.coordinator.id, RIGHT
    )
    assert (changed.id, changed.unit, changed.badge) == (robin.id, "Records", "777")
    assert station.enter("777").session.person_id == robin.id
    (entry,) = station.entries(PersonChanged)
    assert isinstance(entry.event, PersonChanged)
    assert (entry.event.reason, entry.event.by) == ("moved units", station.coordinator.id)
    with pytest.raises(NotFound):
        station.person("201")


@pytest.mark.parametrize("duty", [DutyStatus.SEPARATED])
def test_the_last_coordinator_cannot_be_removed(station: Station, duty: DutyStatus) -> None:
    ada = station.coordinator
    with pytest.raises(Refused, match="at least one training coordinator"):
        station.house.people.set_duty(ada.id, duty, station.today, ada.id, "why", RIGHT)
    with pytest.raises(Refused, match="at least one training coordinator"):
        station.house.people.change(ada.id, replace(ada.details, role=Role.SUPERVISOR), "why", ada.id, RIGHT)
    station.hire("101", "Second Coordinator", role=Role.COORDINATOR)
    station.house.people.change(ada.id, replace(ada.details, role=Role.SUPERVISOR), "why", ada.id, RIGHT)
    assert station.person(COORDINATOR_BADGE).details.role is Role.SUPERVISOR


def test_somebody_who_left_does_not_count_as_the_other_coordinator(station: Station) -> None:
    ada = station.coordinator
    second = station.hire("101", "Second Coordinator", role=Role.COORDINATOR)
    station.house.people.set_duty(second.id, DutyStatus.SEPARATED, station.today, ada.id, "why", RIGHT)
    with pytest.raises(Refused, match="at least one training coordinator"):
        station.house.people.set_duty(ada.id, DutyStatus.SEPARATED, station.today, ada.id, "why", RIGHT)


def test_a_change_of_duty_is_recorded_with_its_day_and_reason(station: Station) -> None:
    robin = station.hire("201")
    station.pass_days(5)
    station.house.people.set_duty(robin.id, DutyStatus.ON_LEAVE, date(2025, 1, 9), COMMAND, "Family\nleave")
    after = station.house.book.records().person(robin.id)
    assert (after.duty, after.duty_since, after.duty_reason) == (DutyStatus.ON_LEAVE, date(2025, 1, 9), "Family leave")
    (entry,) = station.entries(DutyChanged)
    assert entry.event == DutyChanged(
        person=robin.id, duty=DutyStatus.ON_LEAVE, since=date(2025, 1, 9), reason="Family leave", by=COMMAND
    )


def test_impossible_changes_of_duty_are_refused(station: Station) -> None:
    robin = station.hire("201")
    station.pass_days(5)
    people = station.house.people
    with pytest.raises(Refused, match="is on duty already"):
        people.set_duty(robin.id, DutyStatus.ON_DUTY, station.today, COMMAND)
    with pytest.raises(Refused, match="when it has come"):
        people.set_duty(robin.id, DutyStatus.SEPARATED, station.today + timedelta(days=1), COMMAND)
    people.set_duty(robin.id, DutyStatus.ON_LEAVE, station.today, COMMAND, "why")
    with pytest.raises(Refused, match="must not be before"):
        people.set_duty(robin.id, DutyStatus.ON_DUTY, station.today - timedelta(days=1), COMMAND, "why")
    with pytest.raises(NotFound):
        people.set_duty("P-nobody", DutyStatus.ON_LEAVE, station.today, COMMAND)


def test_whoever_is_hired_again_has_their_own_records_back(station: Station) -> None:
    robin = station.hire("201")
    station.sign("201")
    station.duty("201", DutyStatus.SEPARATED)
    station.pass_days(30)
    station.duty("201", DutyStatus.ON_DUTY)
    assert station.person("201").id == robin.id
    assert station.enter("201").session.person_id == robin.id
    assert len(station.house.duties.receipts(Session(robin.id, ""))) == 1


def test_a_former_holder_of_a_badge_is_found_by_it_or_by_their_id_and_others_are_named(station: Station) -> None:
    people = station.house.people
    old = station.hire("412", "Olga Old")
    station.sign("412")
    people.change(old.id, details("413", "Olga Old"), "new badge", COMMAND)
    assert people.find("412").id == old.id
    new = station.hire("412", "Nick New")
    assert (people.find("412").id, people.find(old.id).id, people.find("413").id) == (new.id, old.id, old.id)
    assert people.also_had("412", new) == (
        f"Badge number 412 was also held by Olga Old; ask for {old.id} to hear about them.",
    )
    [found] = station.house.dossiers.of(old.id, station.today)
    assert (found.person.id, found.proof is not None) == (old.id, True)


def test_a_day_ahead_has_no_answer_for_a_hearing(station: Station) -> None:
    station.hire("201")
    with pytest.raises(Refused, match="lies ahead"):
        station.house.dossiers.of("201", station.today + timedelta(days=1))
