"""The signature: by the person, with name and PIN, for the words in force, once, and with everything in one entry."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from oc_training import __version__
from oc_training.attestation.content import Content
from oc_training.attestation.duties import Walks
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.session import Session
from oc_training.attestation.sign_in_events import PinSet, SignInLocked
from oc_training.attestation.signature_events import Acknowledged, Declined, PaperRequested
from oc_training.attestation.sitting import Sitting
from oc_training.attestation.standing import Kind
from oc_training.attestation.training_events import AttemptMade
from oc_training.attestation.walk import Ask, Read, Review
from oc_training.clock import Clock
from oc_training.errors import NotFound, NotRecorded, OutOfOrder, Refused, WrongPin
from oc_training.ledger.port import Entry
from oc_training.reports.receipt_text import receipt_text
from oc_training.roster.model import DutyStatus
from oc_training.roster.pins import Secret
from tests.attestation.test_sitting import FailingLedger
from tests.support.small_content import FIRST, put_bank, put_revision
from tests.support.station import (
    PIN,
    SET_UP_ON,
    Station,
    memory_station,
    new_station,
    started_again,
    take,
    walk_to,
)

NAME = "Robin Sample"
RIGHT = Secret(PIN)

WORDS = """
I, Dana {badge} Braces, badge number 0417, was given Directive 3-400, SOCIAL MEDIA POLICY, of the Oak Creek Police \
Department, effective December 16, 2015, in the revision of June 14, 2021. Every section of it was displayed to me, I \
had the opportunity to read it, and I could ask questions about it.

This records that I received and reviewed the directive. It does not record that I agree with it. It is not a \
contract, and I waive no right under law or a labor agreement by signing.

The current directive can be opened at this kiosk at any time. My supervisor or the training coordinator answers \
questions about it.

Entering my PIN is my electronic signature.
"""
"""The statement as signed by somebody whose name looks like a placeholder."""


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201", NAME)
    return station


@pytest.fixture
def at_review(station: Station) -> Sitting:
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    return sitting


def acknowledgments(station: Station) -> list[Acknowledged]:
    return [recorded.event for recorded in station.entries(Acknowledged) if isinstance(recorded.event, Acknowledged)]


@contextmanager
def nothing_written(station: Station) -> Iterator[None]:
    before = station.house.book.head()
    yield
    assert station.house.book.head() == before


# ---- what it takes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [NAME, "robin sample", "  ROBIN   Sample ", "Robin\tSample", "Robin\nSample\u200b"])
def test_the_name_may_be_typed_in_any_case_and_spacing(station: Station, at_review: Sitting, typed: str) -> None:
    station.house.signing.sign(at_review, typed, RIGHT)
    (signed,) = acknowledgments(station)
    assert signed.typed_name.casefold() == NAME.casefold()


@pytest.mark.parametrize("typed", ["", "Robin", "Robin Samples", "RobinSample", "Ada Invented", "x" * 100_000])
def test_another_name_signs_nothing(station: Station, at_review: Sitting, typed: str) -> None:
    with nothing_written(station), pytest.raises(Refused, match=f"type your name as it stands above: {NAME}"):
        station.house.signing.sign(at_review, typed, RIGHT)


def test_a_wrong_pin_signs_nothing_and_counts_towards_the_lock(station: Station, at_review: Sitting) -> None:
    with nothing_written(station):
        for _ in range(4):
            station.wait_for_the_next_try()
            with pytest.raises(WrongPin):
                station.house.signing.sign(at_review, NAME, Secret("not that one"))
    station.wait_for_the_next_try()
    with pytest.raises(WrongPin):
        station.house.signing.sign(at_review, NAME, Secret("not that one"))
    assert len(station.entries(SignInLocked)) == 1
    with pytest.raises(WrongPin):
        station.house.signing.sign(at_review, NAME, RIGHT)
    assert not acknowledgments(station)


def test_a_wrong_name_does_not_count_towards_the_lock(station: Station, at_review: Sitting) -> None:
    for _ in range(6):
        with pytest.raises(Refused):
            station.house.signing.sign(at_review, "Somebody Else", RIGHT)
    station.house.signing.sign(at_review, NAME, RIGHT)


def test_nobody_signs_before_the_review(station: Station) -> None:
    sitting = station.sit_down("201")
    while not isinstance(step := sitting.next_step(), Review):
        with nothing_written(station), pytest.raises(OutOfOrder):
            station.house.signing.sign(sitting, NAME, RIGHT)
        with pytest.raises(OutOfOrder):
            station.house.signing.review(sitting)
        take(sitting, step)
    station.house.signing.sign(sitting, NAME, RIGHT)


def test_nobody_signs_after_an_attempt_that_did_not_pass(station: Station) -> None:
    station.fail("201")
    sitting = station.sit_down("201")
    with pytest.raises(OutOfOrder):
        station.house.signing.sign(sitting, NAME, RIGHT)
    assert not acknowledgments(station)


def test_nobody_signs_who_has_left_meanwhile_or_is_on_leave(station: Station, at_review: Sitting) -> None:
    station.duty("201", DutyStatus.ON_LEAVE)
    with nothing_written(station), pytest.raises(Refused, match="nothing to sign"):
        station.house.signing.sign(at_review, NAME, RIGHT)
    station.duty("201", DutyStatus.SEPARATED)
    for act in (station.house.signing.decline, station.house.signing.ask_for_paper):
        with nothing_written(station), pytest.raises(Refused, match="no longer on the roster"):
            act(at_review, RIGHT)
    with nothing_written(station), pytest.raises(Refused, match="no longer on the roster"):
        station.house.signing.sign(at_review, NAME, RIGHT)


# ---- once -------------------------------------------------------------------------------------------------------


def test_signed_twice_is_recorded_once(station: Station, at_review: Sitting) -> None:
    first = station.house.signing.sign(at_review, NAME, RIGHT)
    second = station.house.signing.sign(at_review, NAME, RIGHT)
    assert first == second
    assert len(acknowledgments(station)) == 1


def test_two_threads_sign_once(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    station.hire("201", NAME)
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    with ThreadPoolExecutor(4) as threads:
        tries = [threads.submit(station.house.signing.sign, sitting, NAME, RIGHT) for _ in range(4)]
        numbers = {one.result().entry.seq for one in tries}
    assert len(numbers) == 1
    assert len(acknowledgments(station)) == 1


def test_two_terminals_with_the_same_walk_sign_once(tmp_path: Path, department: Path) -> None:
    one = new_station(tmp_path, department)
    one.hire("201", NAME)
    walk_to(one.sit_down("201"), Review)
    other = started_again(tmp_path, one, department)
    here, there = one.sit_down("201"), other.sit_down("201")
    first = one.house.signing.sign(here, NAME, RIGHT)
    assert other.house.signing.sign(there, NAME, RIGHT).entry == first.entry


def test_two_walks_of_one_person_sign_once(station: Station, at_review: Sitting) -> None:
    station.house.walks.forget(at_review.walk.person, "9-100")
    other = station.sit_down("201")
    walk_to(other, Review)
    assert other.walk.id != at_review.walk.id
    station.house.signing.sign(other, NAME, RIGHT)
    with nothing_written(station), pytest.raises(Refused, match="nothing to sign"):
        station.house.signing.sign(at_review, NAME, RIGHT)
    with nothing_written(station), pytest.raises(Refused, match="nothing to sign"):
        station.house.signing.decline(at_review, RIGHT)


def test_a_crash_between_the_entry_and_the_forgetting_leaves_one_entry(
    tmp_path: Path, department: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = new_station(tmp_path, department)
    station.hire("201", NAME)
    sitting = station.sit_down("201")
    walk_to(sitting, Review)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Walks, "forget", crash)
        with pytest.raises(KeyboardInterrupt):
            station.house.signing.sign(sitting, NAME, RIGHT)
    station = started_again(tmp_path, station, department)
    station.house.open()
    assert len(acknowledgments(station)) == 1
    with pytest.raises(Refused, match="nothing to sign"):
        station.sit_down("201")
    station.stand_on(date(2025, 12, 20))
    renewal = station.sit_down("201")
    assert renewal.walk.id != sitting.walk.id
    assert renewal.walk.displays == ()


def test_a_signed_walk_is_recognised_also_when_the_clock_was_set_back(
    tmp_path: Path, department: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = new_station(tmp_path, department)
    station.hire("201", NAME)
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    station.stand_on(SET_UP_ON, hour=8)
    station.confirm_time()
    with monkeypatch.context() as patch:
        patch.setattr(Walks, "forget", lambda *_: None)
        station.house.signing.sign(sitting, NAME, RIGHT)
    station = started_again(tmp_path, station, department)
    station.house.open()
    station.stand_on(date(2025, 12, 20))
    assert station.sit_down("201").walk.id != sitting.walk.id


def test_what_could_not_be_recorded_can_be_signed_again(small: Content) -> None:
    books: list[FailingLedger] = []

    def make(clock: Clock) -> FailingLedger:
        books.append(FailingLedger(clock))
        return books[-1]

    station = memory_station(small, ledger=make)
    station.hire("201", NAME)
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    desk = station.house.signing
    acts: tuple[Callable[[], Recorded], ...] = (
        lambda: desk.sign(sitting, NAME, RIGHT),
        lambda: desk.decline(sitting, RIGHT),
        lambda: desk.ask_for_paper(sitting, RIGHT),
    )
    for act in acts:
        books[0].refuse = 1
        with nothing_written(station), pytest.raises(NotRecorded):
            act()
    assert isinstance(station.sit_down("201").next_step(), Review)
    recorded = station.house.signing.sign(station.sit_down("201"), NAME, RIGHT)
    assert recorded.entry.id == sitting.walk.id
    assert len(acknowledgments(station)) == 1


# ---- the words in force -----------------------------------------------------------------------------------------


def test_another_revision_in_force_meanwhile_signs_nothing(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    station.hire("201", NAME)
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    put_revision(department, "2025-01-05", "editorial", " or sings")
    put_revision(department, "2025-01-07", "editorial", " or whistles")
    put_bank(department, "2025-01-07")
    other = started_again(tmp_path, station, department)
    other.stand_on(date(2025, 1, 7))
    (revision,) = other.house.board.waiting_directives(other.sign_in("100"))
    other.house.issuing.issue(other.sign_in("100"), revision, RIGHT)
    with nothing_written(station), pytest.raises(Refused, match="was revised while you were reading"):
        station.house.signing.sign(sitting, NAME, RIGHT)
    with pytest.raises(Refused, match="was issued already"):
        other.house.issuing.issue(other.sign_in("100"), revision, RIGHT)


# ---- what the entry holds ---------------------------------------------------------------------------------------


def test_the_acknowledgment_holds_everything_needed_to_judge_it_alone() -> None:
    station = memory_station()
    person = station.hire("0417", "José  Ángel O'Brien-Núñez".replace("  ", " "), rank="Detective", unit="B Shift")
    station.pass_days(3)
    session = station.sign_in("0417")
    sitting = station.house.training.sit_down(session, "3-400")
    first_wrong = walk_to(sitting, Ask)
    assert isinstance(first_wrong, Ask)
    take(sitting, first_wrong, right_first=False)
    walk_to(sitting, Review)
    sheet = station.house.signing.review(sitting)
    recorded = station.house.signing.sign(sitting, person.name, RIGHT, " I have a question\nabout III.A.7. ")
    signed, entry = recorded.event, recorded.entry
    assert isinstance(signed, Acknowledged)
    revision = sitting.course.revision

    assert msgspec.to_builtins(signed.who) == {
        "person": person.id,
        "name": "José Ángel O'Brien-Núñez",
        "rank": "Detective",
        "badge": "0417",
        "unit": "B Shift",
    }
    assert msgspec.to_builtins(signed.text) == {
        "directive": "3-400",
        "title": "SOCIAL MEDIA POLICY",
        "revision": "2021-06-14",
        "effective": "2015-12-16",
        "reviewed": "2021-06-14",
        "text_sha256": revision.sha256,
        "issued_entry": station.house.shelf.issued_entry("3-400", "2021-06-14"),
    }
    assert msgspec.to_builtins(signed.cycle) == {
        "id": "3-400/2021-06-14/2025-02-05",
        "why": "first issue",
        "opened": "2025-01-06",
        "due": "2025-02-05",
        "overdue_from": "2025-02-20",
    }
    assert [(d.section, d.sha256, d.complete, d.visits, d.seconds) for d in signed.displays] == [
        (section.id, section.sha256, True, 1, 600) for section in revision.sections
    ]
    assert all(display.first == display.last == "2025-01-09T16:00:00.00Z" for display in signed.displays)
    (attempt,) = station.entries(AttemptMade)
    assert isinstance(attempt.event, AttemptMade)
    assert (signed.attempt, signed.attempt_entry) == (attempt.event.attempt, attempt.entry.seq)
    assert (signed.right, signed.of) == (11, 12)
    assert signed.statement == sheet.statement
    assert signed.statement_version == "1"
    assert signed.typed_name == person.name
    assert signed.comment == "I have a question about III.A.7."
    assert signed.method == "badge number and PIN, PIN entered again"
    assert signed.signed_in == session.since == "2025-01-09T16:00:00.00Z"
    pin_set = station.house.book.records().pin_set(person.id)
    assert pin_set is not None
    assert signed.pin_set == pin_set.entry.at == "2025-01-06T15:00:00.00Z"
    assert signed.pin_authorised_by == station.coordinator.id
    assert signed.consent == "electronic"
    assert signed.program == __version__
    assert signed.local_date == date(2025, 1, 9)
    assert (entry.kind, entry.id) == ("acknowledged", sitting.walk.id)
    assert (entry.at, entry.offset, entry.station) == ("2025-01-09T16:00:00.00Z", "-06:00", "TEST-1")
    assert set(entry.body) == set(Acknowledged.__struct_fields__)


def test_the_statement_is_signed_word_for_word_as_it_stood_on_the_sheet() -> None:
    station = memory_station()
    station.hire("0417", "Dana {badge} Braces")
    sitting = station.sit_down("0417")
    walk_to(sitting, Review)
    words = station.house.signing.review(sitting).statement
    recorded = station.house.signing.sign(sitting, "Dana {badge} Braces", RIGHT)
    assert isinstance(recorded.event, Acknowledged)
    assert recorded.event.statement == words
    assert words == WORDS.strip()


@pytest.mark.parametrize("never", ["fully understand", "agree with every", "termination", "perjury", "under oath"])
def test_the_statement_claims_nothing_that_nobody_can_know(never: str) -> None:
    statement = memory_station().house.content.statement.text
    assert never not in statement


def test_the_person_is_recorded_as_they_were(station: Station, at_review: Sitting) -> None:
    recorded = station.house.signing.sign(at_review, NAME, RIGHT)
    person = station.person("201")
    new = replace(person.details, name="Robin Married", badge="999", rank="Sergeant", unit="Records")
    station.house.people.change(person.id, new, "Promoted", station.coordinator.id, Secret(PIN))
    receipt = station.house.receipts.receipt(recorded.entry.seq)
    assert (receipt.acknowledged.who.name, receipt.acknowledged.who.badge) == (NAME, "201")
    assert (receipt.acknowledged.who.rank, receipt.acknowledged.who.unit) == ("Officer", "Patrol")


def test_an_absent_comment_is_null_and_a_long_one_is_cut_at_a_thousand(station: Station, at_review: Sitting) -> None:
    recorded = station.house.signing.sign(at_review, NAME, RIGHT, "  \u200b ")
    assert recorded.entry.body["comment"] is None
    station.hire("202", "Lee Long")
    long = station.sign("202", "word " * 1_000)
    assert isinstance(long.event, Acknowledged)
    assert long.event.comment == ("word " * 200).strip()


def test_the_renewal_is_a_cycle_of_its_own(station: Station) -> None:
    first = station.sign("201")
    station.stand_on(date(2025, 12, 20))
    second = station.sign("201")
    assert first.entry.id != second.entry.id
    assert isinstance(second.event, Acknowledged)
    assert (second.event.cycle.why, second.event.cycle.due) == ("annual", date(2026, 1, 6))
    duty = station.house.duties.one(Session(station.person("201").id, ""), "9-100")
    assert duty is not None
    assert duty.standing.due == date(2027, 1, 6)
    receipts = station.house.duties.receipts(Session(station.person("201").id, ""))
    assert [(line.number, line.signed) for line in receipts] == [
        (second.entry.seq, date(2025, 12, 20)),
        (first.entry.seq, SET_UP_ON),
    ]


# ---- other answers ------------------------------------------------------------------------------------------------


def test_declining_is_kept_with_its_reason_and_seen_in_the_standing(station: Station, at_review: Sitting) -> None:
    recorded = station.house.signing.decline(at_review, RIGHT, " I want to\nask first ")
    assert isinstance(recorded.event, Declined)
    assert recorded.event.reason == "I want to ask first"
    duty = station.house.duties.one(at_review.session, "9-100")
    assert duty is not None
    assert duty.standing.kind is Kind.DUE
    assert duty.standing.reason.endswith("Declined to sign on 2025-01-06; supervisor to follow up.")
    assert isinstance(station.sit_down("201").next_step(), Review)
    station.house.signing.sign(station.sit_down("201"), NAME, RIGHT)
    assert len(station.entries(Declined)) == 1
    after = station.house.duties.one(at_review.session, "9-100")
    assert after is not None
    assert "Declined" not in after.standing.reason


def test_one_may_decline_before_the_end_of_the_training(station: Station) -> None:
    sitting = station.sit_down("201")
    assert isinstance(sitting.next_step(), Read)
    station.house.signing.decline(sitting, RIGHT)
    assert station.entries(Declined)


def test_asking_for_paper_is_kept_and_seen_in_the_standing(station: Station, at_review: Sitting) -> None:
    recorded = station.house.signing.ask_for_paper(at_review, RIGHT, "My hands shake")
    assert isinstance(recorded.event, PaperRequested)
    assert recorded.event.comment == "My hands shake"
    duty = station.house.duties.one(at_review.session, "9-100")
    assert duty is not None
    assert duty.standing.reason.endswith("Asked on 2025-01-06 to sign on paper.")


@pytest.mark.parametrize("answer", ["decline", "ask_for_paper"])
def test_no_answer_is_recorded_with_a_wrong_pin(station: Station, at_review: Sitting, answer: str) -> None:
    with nothing_written(station), pytest.raises(WrongPin):
        getattr(station.house.signing, answer)(at_review, Secret("not that one"))


# ---- receipts -----------------------------------------------------------------------------------------------------


def test_a_receipt_is_shown_identically_when_the_content_is_gone(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    station.hire("201", NAME)
    number = station.sign("201").entry.seq
    before = station.house.receipts.receipt(number)
    shutil.rmtree(department)
    after = started_again(tmp_path, station, department).house.receipts.receipt(number)
    assert after == before
    assert after.revision.clauses == before.revision.clauses
    assert receipt_text(after) == receipt_text(before)


def test_a_receipt_keeps_its_words_when_the_files_change(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    station.hire("201", NAME)
    number = station.sign("201").entry.seq
    before = receipt_text(station.house.receipts.receipt(number))
    put_revision(department, FIRST, "first issue", " or sings")
    statement = department / "content" / "statement.md"
    statement.write_text(statement.read_text(encoding="utf-8").replace("I waive no right", "I waive"), encoding="utf-8")
    again = started_again(tmp_path, station, department)
    assert receipt_text(again.house.receipts.receipt(number)) == before
    with pytest.raises(Refused, match="Issued words never change"):
        again.house.board.waiting_directives(again.sign_in("100"))


def test_one_opens_only_ones_own_receipts(station: Station) -> None:
    robin = station.person("201")
    lee = station.hire("202", "Lee Other")
    number = station.sign("201").entry.seq
    assert station.house.receipts.receipt(number, robin.id).number == number
    with pytest.raises(NotFound):
        station.house.receipts.receipt(number, lee.id)


def test_what_is_no_acknowledgment_has_no_receipt(station: Station) -> None:
    number = station.sign("201").entry.seq
    for other in (0, -1, 1, 2, number - 1, number + 1, 10**12):
        with pytest.raises(NotFound):
            station.house.receipts.receipt(other)


def test_the_receipt_carries_the_newest_entry_as_an_anchor(station: Station) -> None:
    number = station.sign("201").entry.seq
    station.hire("203", "Max Later")
    assert station.house.receipts.receipt(number).head == station.house.book.head()
    assert [type(recorded.event) for recorded in station.entries(PinSet)][-1] is PinSet
    assert isinstance(station.house.book.entry(number).entry, Entry)
