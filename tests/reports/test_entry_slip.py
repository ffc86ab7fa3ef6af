"""What is printed of an entry that is no signature at the kiosk: what it holds, and what it is checked by."""

from __future__ import annotations

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.events import COMMAND
from oc_training.attestation.recorded import Recorded
from oc_training.reports.entry_slip import entry_text
from oc_training.reports.receipt_text import WIDTH
from oc_training.roster.model import DutyStatus
from oc_training.roster.pins import Secret
from tests.support.station import COORDINATOR_BADGE, PIN, Station, memory_station


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201")
    return station


def slip(station: Station, recorded: Recorded) -> str:
    text = entry_text(recorded, station.house.book.records())
    assert max(map(len, text.split("\n\n")[0].split("\n"))) <= WIDTH
    return text


def test_whoever_declines_has_their_reason_and_the_seals_on_paper(station: Station) -> None:
    declined = station.house.signing.decline(station.sit_down("201"), Secret(PIN), "I want to ask first.")
    text = slip(station, declined)
    said = " ".join(text.split())
    assert text.startswith(f"Entry {declined.entry.seq} of the book of records: declined\n")
    assert "About Robin Sample, badge 201, person id P-" in said
    assert "Declined to sign Directive 9-100 (revision 2025-01-06). Reason: I want to ask first." in said
    assert f"Hash {declined.entry.hash}" in said
    assert f"Newest entry {declined.entry.seq} {declined.entry.hash}" in said


def test_paper_that_was_voided_says_so(station: Station) -> None:
    session = station.sign_in(COORDINATOR_BADGE)
    [row] = station.house.board.rows_of(session, station.person("201").id)
    paper = station.house.board.record_paper(session, row, Secret(PIN), station.today, "Drawer 3")
    assert "The original: Drawer 3" in " ".join(slip(station, paper).split())
    assert "Voided" not in slip(station, paper)
    voiding = station.house.board.void_by_command(paper.entry.seq, "Somebody else").entry.seq
    assert f"Voided: it does not count any more (entry {voiding})." in " ".join(slip(station, paper).split())


def test_a_leave_whose_day_was_corrected_says_which_entry_took_its_place(station: Station) -> None:
    people, who = station.house.people, station.person("201").id
    leave = people.set_duty(who, DutyStatus.ON_LEAVE, station.today, COMMAND, "Leave")
    never = people.correct_duty(who, leave.entry.seq, None, COMMAND, "Somebody else").entry.seq
    assert f"Counts no more: entry {never} took its place." in " ".join(slip(station, leave).split())
    assert "Counts no more" not in slip(station, station.house.book.entry(never))


def test_an_entry_about_nobody_names_nobody(station: Station) -> None:
    issued = station.house.book.records().issue_entry("9-100", "2025-01-06")
    assert "About" not in slip(station, issued)
