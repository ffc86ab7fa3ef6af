"""A PIN that was reset shows on what is signed with it: when, by whose leave, and how soon (SIG-9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.events import COMMAND
from oc_training.attestation.receipt import Receipt
from oc_training.reports.receipt_text import receipt_text
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret
from tests.support.station import PIN, SET_UP_ON, Station, memory_station

RIGHT = Secret(PIN)
FLAG = "The last signature was made less than 24 hours after a PIN reset."


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201")
    station.hire("301", "Sam Supervisor", role=Role.SUPERVISOR)
    station.stand_on(station.today)
    return station


def reset(station: Station, *, by_command: bool = False) -> None:
    robin = station.person("201")
    code = (
        station.house.door.issue_code(robin.id, COMMAND)
        if by_command
        else station.house.board.issue_code(station.sign_in("301"), robin.id, RIGHT)
    )
    station.house.door.set_pin(station.enter("201", code.reveal()).session, RIGHT)


def signed(station: Station) -> Receipt:
    return station.house.receipts.receipt(station.sign("201").entry.seq)


def reason(station: Station) -> str:
    (row,) = [row for row in station.house.board.status() if row.person.badge == "201"]
    return row.standing.reason


def words(receipt: Receipt) -> str:
    return " ".join(receipt_text(receipt).split())


def test_a_first_pin_is_no_reset_and_is_not_flagged(station: Station) -> None:
    receipt = signed(station)
    assert "Code issued by Ada Invented, badge 100" in words(receipt)
    assert "PIN was reset" not in words(receipt)
    assert FLAG not in reason(station)


def test_a_receipt_says_when_the_pin_was_set_and_who_authorised_the_reset(station: Station) -> None:
    station.pass_days(2)
    reset(station)
    set_on = station.today
    station.pass_days(2)
    receipt = signed(station)
    assert f"PIN set at {set_on} 10:00:00.00 -06:00" in words(receipt)
    assert "Reset authorised by Sam Supervisor, badge 301" in words(receipt)
    assert not receipt.soon_after_a_reset


@pytest.mark.parametrize(("later", "soon"), [(timedelta(), True), (timedelta(hours=23, minutes=59), True),
                                             (timedelta(hours=24), False), (timedelta(days=-1), True)])  # fmt: skip
def test_a_signature_within_24_hours_after_a_reset_is_flagged_on_receipt_and_lists(
    station: Station, later: timedelta, soon: object
) -> None:
    station.pass_days(3)
    reset(station)
    station.clock.forward(later)
    station.confirm_time()
    receipt = signed(station)
    assert ("Signed less than 24 hours after the PIN was reset" in words(receipt)) is bool(soon)
    assert (FLAG in reason(station)) is bool(soon)
    sam = station.sign_in("301")
    flagged = station.house.board.flagged(sam, station.person("201").id)
    assert flagged == (frozenset({receipt.number}) if soon else frozenset())


def test_the_flag_goes_with_the_next_signature(station: Station) -> None:
    station.pass_days(3)
    reset(station)
    station.sign("201")
    station.pass_days(350)
    station.sign("201")
    assert FLAG not in reason(station)
    assert len(station.house.board.flagged(station.sign_in("301"), station.person("201").id)) == 1


def test_whoever_authorised_it_is_named_as_they_were_then(station: Station) -> None:
    reset(station)
    receipt = signed(station)
    sam = station.person("301")
    promoted = Details("Sam Lieutenant", "399", "Lieutenant", "Records", Role.SUPERVISOR, SET_UP_ON)
    station.house.people.change(sam.id, promoted, "promoted", COMMAND)
    again = station.house.receipts.receipt(receipt.number)
    assert "Reset authorised by Sam Supervisor, badge 301" in words(again)


def test_a_reset_by_command_says_so(station: Station) -> None:
    reset(station, by_command=True)
    assert "Reset authorised by an administrator's command" in words(signed(station))


def test_a_code_that_somebody_kept_for_themselves_leaves_its_marks(station: Station) -> None:
    """A supervisor who issues a code and keeps it leaves three marks: the code, the PIN, and the flag."""
    reset(station)
    receipt = signed(station)
    history = station.house.board.history(station.sign_in("301"), station.person("201").id)
    kinds = [recorded.entry.kind for recorded in history]
    assert kinds[:4] == ["acknowledged", "attempt made", "pin set", "code issued"]
    assert receipt.soon_after_a_reset
