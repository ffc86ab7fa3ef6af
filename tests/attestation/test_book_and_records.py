"""The book with typed events: read back as written, damage named, the fold the same however it is grown."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from oc_training.attestation import directive_events, events, roster_events, sign_in_events
from oc_training.attestation.book import Book
from oc_training.attestation.content import Content
from oc_training.attestation.records import Records
from oc_training.errors import LedgerDamaged, NotFound
from oc_training.ledger.port import Entry
from oc_training.roster.model import DutyStatus, Role
from tests.support.fixed_clock import FixedClock
from tests.support.memory_ledger import MemoryLedger
from tests.support.station import Station, memory_station, new_station, started_again

UNKNOWN = "P-nobody"


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201")
    station.fail("201")
    station.hire("202", "Lee Other")
    station.sign("202")
    station.duty("202", DutyStatus.ON_LEAVE)
    return station


def test_every_entry_is_read_back_as_it_was_written(station: Station) -> None:
    for recorded in station.entries():
        assert events.kind_of(recorded.event) == recorded.entry.kind
        again = events.from_json(recorded.entry.kind, json.dumps(events.to_json(recorded.event)).encode())
        assert again == recorded.event
        assert set(recorded.entry.body) == set(type(recorded.event).__struct_fields__)


def test_no_two_kinds_of_entry_share_a_name_and_every_absent_value_is_null() -> None:
    kinds = [kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, events.Body)]
    tags = [kind.__struct_config__.tag for kind in kinds if kind is not events.Body]
    assert len(tags) == len(set(tags)) >= 16
    defaults = [dict(zip(kind.__struct_fields__[::-1], kind.__struct_defaults__[::-1], strict=False)) for kind in kinds]
    # A default would leave a value out of the seal; this one the book puts in itself.
    assert defaults == [{"clock": None}] * len(kinds)


def test_an_entry_with_a_stranger_in_its_body_is_not_taken_in() -> None:
    ledger = MemoryLedger(FixedClock())
    book = Book(ledger)
    ledger.append("code issued", {"person": "P-1", "by": "command", "pin": "1234"}, "id-1")
    with pytest.raises(LedgerDamaged, match="Entry 2"):
        book.records()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("never heard of", {}),
        ("code issued", {}),
        ("duty changed", {"person": UNKNOWN, "duty": "on leave", "since": "2025-01-01", "reason": "", "by": "command"}),
    ],
)
def test_what_cannot_be_understood_is_reported_every_time_and_never_passed_over(
    station: Station, kind: str, body: dict[str, str]
) -> None:
    book = station.house.book
    number = book.head().seq + 1
    book._ledger.append(kind, body, "a-strange-entry")
    for _ in range(2):
        with pytest.raises(LedgerDamaged, match=f"Entry {number}"):
            book.records()
    with pytest.raises(LedgerDamaged, match=f"Entry {number}"):
        book.records_as_of(station.today)


def test_an_entry_of_an_unknown_kind_is_named_when_it_is_asked_for(station: Station) -> None:
    entry = station.house.book._ledger.append("never heard of", {}, "a-strange-entry")
    with pytest.raises(LedgerDamaged, match=f"Entry {entry.seq}"):
        station.house.book.entry(entry.seq)


def test_the_fold_is_the_same_grown_step_by_step_or_all_at_once(station: Station) -> None:
    entries = list(station.house.book._ledger.read_from(1))
    grown = Records(lambda seq: entries[seq - 1])
    for number, entry in enumerate(entries, start=1):
        grown.apply(entry)
        whole = Records(lambda seq: entries[seq - 1])
        for other in entries[:number]:
            whole.apply(other)
        assert grown.people() == whole.people()
    now = station.house.book.records()
    for person in now.people():
        assert grown.history(person.id, "9-100") == now.history(person.id, "9-100")
        assert grown.of_person(person.id) == now.of_person(person.id)
    assert grown.head == now.head == station.house.book.head()


def test_the_entries_of_another_program_are_seen(tmp_path: Path, department: Path) -> None:
    one = new_station(tmp_path, department)
    other = started_again(tmp_path, one, department)
    assert len(other.house.book.records().people()) == 1
    one.hire("201")
    assert len(other.house.book.records().people()) == 2
    assert other.enter("201").session.person_id == one.person("201").id


def test_a_second_write_with_the_same_id_returns_the_first(station: Station) -> None:
    said = sign_in_events.NotThisPerson(person="P-1", directive=None)
    first = station.house.book.write(said, "the-same-id")
    assert station.house.book.write(sign_in_events.NotThisPerson(person="P-2", directive=None), "the-same-id") == first


def test_people_and_revisions_that_are_not_there_are_not_found(station: Station) -> None:
    records = station.house.book.records()
    with pytest.raises(NotFound):
        records.person(UNKNOWN)
    with pytest.raises(NotFound):
        records.issue_entry("9-100", "1999-01-01")
    assert records.attempts(UNKNOWN, "9-100") == ()
    assert records.failed_attempts(UNKNOWN, "9-100") == 0
    assert records.of_person(UNKNOWN) == ()
    assert records.holder_of("999") is None
    assert records.pin_set(UNKNOWN) is None
    assert records.acknowledgment(UNKNOWN, "id") is None


def test_directives_are_listed_as_people_read_their_numbers() -> None:
    ledger = MemoryLedger(FixedClock())
    book = Book(ledger)
    station = memory_station()
    issued = next(
        entry.event for entry in station.entries() if isinstance(entry.event, directive_events.RevisionIssued)
    )
    for number, directive in enumerate(["10-100", "3-400", "3-40", "A-1", "3-400.2"]):
        body = {**events.to_json(issued), "directive": directive}
        ledger.append("revision issued", body, f"id-{number}")
    assert book.records().directives() == ("A-1", "3-40", "3-400", "3-400.2", "10-100")


def test_a_whole_roster_in_one_entry_is_read_from_the_book_once(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book(MemoryLedger(FixedClock()))
    people = tuple(
        roster_events.NewPerson(
            person=f"P-{number:012x}",
            name=f"Officer {number}",
            badge=f"{number:04}",
            rank="Officer",
            unit="Patrol",
            role=Role.EMPLOYEE,
            started=date(2020, 1, 6),
        )
        for number in range(1, 301)
    )
    book.write(roster_events.PeopleAdded(people=people, by="command", source=None))
    read = list[int]()

    def offset(entry: Entry) -> str:
        read.append(entry.seq)
        return "-06:00"

    monkeypatch.setattr(Entry, "offset", property(offset))
    assert len(book.records().people()) == len(people)
    assert len(read) == 1, "the entry is long: to read it anew for each person takes time by the square of them"
