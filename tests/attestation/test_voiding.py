"""A signature that does not count: it stays, standing is what it would be without it, and both are shown (REF-7)."""

from __future__ import annotations

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.events import COMMAND
from oc_training.attestation.signature_events import Acknowledged, PaperRecorded, Voided
from oc_training.attestation.standing import Kind
from oc_training.attestation.walk import Review
from oc_training.errors import NotFound, Refused, WrongPin
from oc_training.reports.history_words import in_words
from oc_training.reports.receipt_text import receipt_text
from oc_training.roster.model import Role
from oc_training.roster.pins import Secret
from tests.support.station import PIN, Station, memory_station, walk_to

RIGHT = Secret(PIN)
REASON = "Officer Lee stood at the terminal"


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201")
    station.hire("301", "Sam Supervisor", role=Role.SUPERVISOR)
    return station


def standing(station: Station) -> Kind:
    (row,) = [row for row in station.house.board.status() if row.person.badge == "201"]
    return row.standing.kind


def void(station: Station, number: int, reason: str = REASON) -> Voided:
    event = station.house.board.void(station.sign_in("301"), number, RIGHT, reason).event
    assert isinstance(event, Voided)
    return event


def test_the_entry_names_the_signature_by_number_and_id_and_who_voided_it_and_why(station: Station) -> None:
    signed = station.sign("201")
    assert void(station, signed.entry.seq, " Officer Lee\nstood there ") == Voided(
        person=station.person("201").id,
        directive="9-100",
        signature=signed.entry.seq,
        signature_id=signed.entry.id,
        by=station.person("301").id,
        reason="Officer Lee stood there",
    )


def test_standing_is_what_it_was_before_the_signature_and_as_of_then_it_still_counted(station: Station) -> None:
    before = standing(station)
    signed = station.sign("201")
    assert standing(station) is Kind.CURRENT
    station.pass_days(3)
    void(station, signed.entry.seq)
    assert before is standing(station) is Kind.DUE
    (row,) = [row for row in station.house.board.status() if row.person.badge == "201"]
    number = signed.entry.seq
    by = station.house.book.head().seq
    said = f"The signature of 2025-01-06 (entry {number}) was voided on 2025-01-09 (entry {by})."
    assert said in row.standing.reason
    station.pass_days(1)
    (then,) = [row for row in station.house.board.status(signed.day) if row.person.badge == "201"]
    assert then.standing.kind is Kind.CURRENT


def test_signature_and_voiding_are_lines_of_their_own_until_a_signature_that_counts_follows(station: Station) -> None:
    numbers: list[tuple[int, int]] = []
    why = "Reason: Officer Lee stood at the terminal"
    for _ in range(2):
        signed = station.sign("201").entry.seq
        void(station, signed)
        numbers.append((signed, station.house.book.head().seq))
        station.pass_days(1)
    assert steps(station) == [
        f"entry {numbers[0][0]}: Signed revision 2025-01-06 at the kiosk on 2025-01-06.",
        f"entry {numbers[0][1]}: Voided on 2025-01-06 by Sam Supervisor: entry {numbers[0][0]} does not count. {why}",
        f"entry {numbers[1][0]}: Signed revision 2025-01-06 at the kiosk on 2025-01-07.",
        f"entry {numbers[1][1]}: Voided on 2025-01-07 by Sam Supervisor: entry {numbers[1][0]} does not count. {why}",
    ]
    station.sign("201")
    assert not any(": Voided" in line for line in steps(station))


def steps(station: Station) -> list[str]:
    """What the answer says of signatures and voidings."""
    (row,) = [row for row in station.house.board.status() if row.person.badge == "201"]
    lines = [f"{line.source}: {line.text}" for line in row.standing.lines if line.source != "result"]
    return [line for line in lines if ": Signed revision" in line or ": Voided" in line]


def test_the_original_stays_and_history_and_receipt_show_both(station: Station) -> None:
    signed = station.sign("201")
    before = signed.entry.words
    note = void(station, signed.entry.seq)
    assert station.house.book.entry(signed.entry.seq).entry.words == before
    sam = station.sign_in("301")
    history = station.house.board.history(sam, station.person("201").id)
    words = [in_words(recorded, station.house.board.name_of) for recorded in history]
    assert "was voided by Sam Supervisor. Reason: Officer Lee stood at the terminal" in words[0]
    assert any("Signed Directive 9-100" in line for line in words)
    receipt = station.house.receipts.own(station.sign_in("201"), signed.entry.seq)
    assert receipt.voided is not None
    assert (receipt.voided.by, receipt.voided.reason) == ("Sam Supervisor, badge 301", note.reason)
    text = receipt_text(receipt)
    assert "VOIDED: this signature does not count any more" in text
    assert REASON in text
    assert "Typed name            Robin Sample" in text
    (line,) = station.house.duties.receipts(station.sign_in("201"))
    assert line.voided


def test_the_right_person_signs_anew_and_that_signature_counts(station: Station) -> None:
    first = station.sign("201").entry.seq
    void(station, first)
    second = station.sign("201").entry.seq
    assert second != first
    assert standing(station) is Kind.CURRENT
    assert [line.voided for line in station.house.duties.receipts(station.sign_in("201"))] == [False, True]
    (row,) = [row for row in station.house.board.status() if row.person.badge == "201"]
    assert "voided" not in row.standing.reason


def test_voiding_an_older_signature_leaves_a_newer_one_standing(station: Station) -> None:
    older = station.sign("201").entry.seq
    station.pass_days(360)
    station.sign("201")
    void(station, older)
    (row,) = [row for row in station.house.board.status() if row.person.badge == "201"]
    assert row.standing.kind is Kind.CURRENT
    assert "voided" not in row.standing.reason


def test_the_training_that_led_to_a_voided_signature_cannot_be_signed_again(station: Station) -> None:
    here = station.sit_down("201")
    walk_to(here, Review)
    there = station.sit_down("201")
    walk_to(there, Review)
    signed = station.house.signing.sign(here, "Robin Sample", RIGHT)
    void(station, signed.entry.seq)
    head = station.house.book.head()
    with pytest.raises(Refused, match="voided"):
        station.house.signing.sign(there, "Robin Sample", RIGHT)
    assert station.house.book.head() == head
    assert station.sit_down("201").walk.id != here.walk.id


def test_a_signature_on_paper_can_be_voided_too(station: Station) -> None:
    (row,) = [row for row in station.house.board.status() if row.person.badge == "201"]
    paper = station.house.board.record_paper(station.sign_in("301"), row, RIGHT, station.today, "Drawer 3")
    assert isinstance(paper.event, PaperRecorded)
    void(station, paper.entry.seq)
    assert standing(station) is Kind.DUE


def test_it_is_done_once_and_only_to_a_signature(station: Station) -> None:
    signed = station.sign("201").entry.seq
    void(station, signed)
    with pytest.raises(Refused, match="voided before"):
        void(station, signed)
    with pytest.raises(NotFound, match="is not a signature"):
        void(station, signed - 1)
    with pytest.raises(NotFound):
        void(station, 9_999)
    assert len(station.entries(Voided)) == 1


@pytest.mark.parametrize("reason", ["", "  ", "\n", "\u200b"])
def test_it_takes_a_reason(station: Station, reason: str) -> None:
    signed = station.sign("201").entry.seq
    with pytest.raises(Refused, match="Please give a reason"):
        void(station, signed, reason)
    with pytest.raises(Refused, match="Please give a reason"):
        station.house.board.void_by_command(signed, reason)
    assert not station.entries(Voided)


def test_it_takes_the_pin(station: Station) -> None:
    signed = station.sign("201").entry.seq
    with pytest.raises(WrongPin):
        station.house.board.void(station.sign_in("301"), signed, Secret("not that one"), REASON)
    assert not station.entries(Voided)


def test_a_command_says_that_it_was_one(station: Station) -> None:
    signed = station.sign("201").entry.seq
    event = station.house.board.void_by_command(signed, REASON).event
    assert isinstance(event, Voided)
    assert event.by == COMMAND
    receipt = station.house.receipts.receipt(signed)
    assert receipt.voided is not None
    assert receipt.voided.by == "an administrator's command"
    assert isinstance(receipt.acknowledged, Acknowledged)
