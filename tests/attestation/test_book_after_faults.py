"""What the services do when the disk is full, was in doubt, or gave something up."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

import pytest

from oc_training.attestation import sign_in_events, signature_events
from oc_training.attestation.book import Book
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.walk import Review
from oc_training.errors import OutcomeUnknown, Refused
from oc_training.ledger.port import Entry
from oc_training.roster.pins import Secret
from tests.ledger.faults import PowerCut, power_cut_at_sync, refusing
from tests.support.fixed_clock import FixedClock
from tests.support.memory_ledger import MemoryLedger
from tests.support.station import PIN, Station, memory_station, new_station, walk_to

SAID = sign_in_events.NotThisPerson(person="P-1", directive=None)


def test_the_same_act_tried_again_after_an_unknown_outcome_is_recorded_once(tmp_path: Path) -> None:
    book = new_station(tmp_path).house.book
    before = book.head().seq
    with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown, match="try again"):
        book.write(SAID)
    assert book.write(SAID).entry.seq == before + 1
    assert book.head().seq == before + 1
    assert book.write(SAID).entry.seq == before + 2, "a further act of the same kind is a further entry"


def test_another_act_after_an_unknown_outcome_is_an_entry_of_its_own(tmp_path: Path) -> None:
    book = new_station(tmp_path).house.book
    with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown):
        book.write(SAID)
    other = sign_in_events.NotThisPerson(person="P-2", directive=None)
    assert book.write(other).event == other
    assert book.entry(book.head().seq - 1).event == SAID


def test_an_unknown_outcome_is_remembered_also_after_another_act(tmp_path: Path) -> None:
    book = new_station(tmp_path).house.book
    other = sign_in_events.NotThisPerson(person="P-2", directive=None)
    with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown):
        book.write(SAID)
    before = book.head().seq
    assert book.write(other).entry.seq == before + 1
    assert book.write(SAID).entry.seq == before, "found, and not written a second time"
    assert book.head().seq == before + 1


class Forgetful(MemoryLedger):
    """A book whose newest entry can be given up, as a failing disk may."""

    def give_up_the_newest(self) -> Entry:
        return self._entries.pop()


@pytest.mark.parametrize("more", [0, 1, 2])
def test_what_was_taken_in_and_then_given_up_by_the_disk_is_no_longer_shown(more: int) -> None:
    ledger = Forgetful(FixedClock())
    book = Book(ledger)
    book.write(SAID)
    book.write(sign_in_events.NotThisPerson(person="P-2", directive=None))
    assert len(book.records().of_person("P-2")) == 1
    ledger.give_up_the_newest()
    for number in range(more):
        book.write(sign_in_events.NotThisPerson(person=f"P-{3 + number}", directive=None))
    assert book.records().of_person("P-2") == ()
    assert len(book.records().of_person("P-1")) == 1
    assert book.records().head == book.head()


@dataclass
class Disk:
    """Room that can run out."""

    full: bool = False

    def require(self) -> None:
        if self.full:
            raise Refused("The disk is almost full.")


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def station(disk: Disk) -> Station:
    made = memory_station()
    made.house.__dict__["_room"] = disk
    made.hire("201")
    return made


def test_a_training_is_not_begun_where_it_could_not_be_recorded(station: Station, disk: Disk) -> None:
    disk.full = True
    with pytest.raises(Refused, match="almost full"):
        station.sit_down("201")
    disk.full = False
    station.sit_down("201")


def test_a_review_is_not_begun_where_it_could_not_be_signed_and_one_that_was_begun_is_signed(
    station: Station, disk: Disk
) -> None:
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    disk.full = True
    with pytest.raises(Refused, match="almost full"):
        station.house.signing.review(sitting)
    signed = station.house.signing.sign(sitting, station.person("201").name, Secret(PIN))
    assert isinstance(signed.event, signature_events.Acknowledged)


def test_a_signature_that_was_seen_before_it_was_on_the_disk_is_synced_before_it_counts_as_recorded(
    tmp_path: Path,
) -> None:
    station = new_station(tmp_path)
    station.hire("201")
    sitting = station.sit_down("201")
    walk_to(sitting, Review)

    def sign() -> Recorded:
        return station.house.signing.sign(sitting, station.person("201").name, Secret(PIN))

    with power_cut_at_sync(), pytest.raises(PowerCut):
        sign()
    with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown):
        sign()
    assert isinstance(sign().event, signature_events.Acknowledged)
    assert len(station.entries(signature_events.Acknowledged)) == 1
