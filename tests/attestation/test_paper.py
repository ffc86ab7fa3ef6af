"""Paper that arrives late: judged by what was asked, and by the words in force, on the day it was signed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oc_training.attestation.signature_events import Declined, PaperRecorded
from oc_training.attestation.standing import Kind
from oc_training.attestation.standings import BoardRow, Standings
from oc_training.attestation.walk import Review
from oc_training.errors import Refused
from oc_training.roster.model import DutyStatus
from oc_training.roster.pins import Secret
from tests.support.small_content import FIRST, put_bank, put_revision
from tests.support.station import PIN, Station, new_station, take, walk_to

RIGHT = Secret(PIN)
NEXT = "2025-02-01"
SIGNED = date(2025, 1, 10)


@pytest.fixture
def station(tmp_path: Path, department: Path) -> Station:
    station = new_station(tmp_path, department)
    station.hire("201")
    station.hire("202", "Robin Other")
    station.stand_on(date(2025, 1, 20))
    return station


def revised(station: Station) -> None:
    """A material revision is in force, which asks everybody to sign again."""
    folder = station.house.places.content
    put_revision(folder, NEXT, "material", " or sings")
    put_bank(folder, NEXT)
    station.house.content.renew()
    station.stand_on(date(2025, 2, 1))
    (revision,) = station.house.board.waiting_directives(station.sign_in("100"))
    station.house.issuing.issue(station.sign_in("100"), revision, RIGHT)


def row(station: Station) -> BoardRow:
    (found,) = station.house.board.rows_of(station.sign_in("100"), station.person("201").id)
    return found


def record(station: Station, signed_on: date = SIGNED) -> PaperRecorded:
    board = station.house.board
    event = board.record_paper(station.sign_in("100"), row(station), RIGHT, signed_on, "Drawer 3").event
    assert isinstance(event, PaperRecorded)
    return event


@pytest.mark.parametrize("duty", [DutyStatus.ON_LEAVE, DutyStatus.SEPARATED])
def test_paper_signed_before_somebody_went_is_recorded_after_it(station: Station, duty: DutyStatus) -> None:
    station.duty("201", duty, date(2025, 1, 15))
    assert row(station).standing.cycle is None
    paper = record(station)
    assert (paper.signed_on, paper.text.revision, paper.cycle.why) == (SIGNED, FIRST, "first issue")
    assert station.entries(PaperRecorded)[-1].day == date(2025, 1, 20)
    assert row(station).standing.kind is Kind.EXCUSED


def test_paper_from_the_time_away_is_refused(station: Station) -> None:
    station.duty("201", DutyStatus.ON_LEAVE, date(2025, 1, 8))
    with pytest.raises(Refused, match="nothing to sign for Directive 9-100 on 2025-01-10"):
        record(station)


def test_paper_is_for_the_revision_that_was_in_force_on_its_day(station: Station) -> None:
    revised(station)
    paper = record(station)
    assert paper.text.revision == FIRST
    standing = row(station).standing
    assert (standing.kind, standing.revision, standing.cycle is not None) == (Kind.DUE, NEXT, True)
    assert record(station, date(2025, 2, 1)).text.revision == NEXT
    assert row(station).standing.kind is Kind.CURRENT


def test_a_standing_as_of_a_day_before_the_recording_stays_what_it_was(station: Station) -> None:
    standings = Standings(station.house.book, station.house.content, station.house.clock)
    before = [each for each in standings.status(date(2025, 1, 19)) if each.person.badge == "201"]
    record(station)
    assert [each for each in standings.status(date(2025, 1, 19)) if each.person.badge == "201"] == before


def test_paper_for_an_earlier_revision_takes_nothing_from_what_was_done_about_the_present_one(station: Station) -> None:
    revised(station)
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    station.house.signing.decline(sitting, RIGHT, "I would like to ask the union first")
    station.stand_on(date(2025, 2, 3))
    record(station)
    standing = row(station).standing
    assert standing.answer is not None
    assert standing.answer.day == station.entries(Declined)[-1].day
    assert station.sit_down("201").walk.displays == sitting.walk.displays


def test_an_answer_to_the_same_duty_is_followed_by_the_paper(station: Station) -> None:
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    station.house.signing.ask_for_paper(sitting, RIGHT)
    record(station, date(2025, 1, 19))
    assert row(station).standing.answer is None


def test_the_same_paper_is_recorded_once_and_not_after_a_signature_of_the_same_words(station: Station) -> None:
    record(station)
    with pytest.raises(Refused, match="nothing to sign"):
        record(station)
    station.sign("202")
    (other,) = station.house.board.rows_of(station.sign_in("100"), station.person("202").id)
    with pytest.raises(Refused, match="was signed on 2025-01-20"):
        station.house.board.record_paper(station.sign_in("100"), other, RIGHT, SIGNED, "Drawer 3")
    assert len(station.entries(PaperRecorded)) == 1


def test_what_was_not_displayed_yet_is_not_lost_by_paper_for_other_words(station: Station) -> None:
    revised(station)
    sitting = station.sit_down("201")
    take(sitting, sitting.next_step())
    record(station)
    assert station.sit_down("201").walk.id == sitting.walk.id
