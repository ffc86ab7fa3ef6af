"""Every file that a crash may leave behind is opened, and what was acknowledged is there."""

from __future__ import annotations

import itertools
import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from oc_training.errors import LedgerDamaged, LedgerError, LedgerUnusable
from oc_training.ledger import disk
from oc_training.ledger.verify import verify
from tests.ledger.books import all_entries, ids, new_book, open_book, put_file, side_files
from tests.ledger.faults import PowerCut, power_cut_at, power_cut_at_sync, writing_only

SECTOR = 512
STEP = 7
"""Bytes between two places at which a line is cut; each place is tried where ``--times`` asks for more."""


@dataclass(frozen=True)
class Moment:
    """The file just before a sync: what is certain to be on the disk, and what may be."""

    synced: bytes
    pending: bytes


def left_behind(moment: Moment, chance: random.Random, step: int = STEP) -> Iterator[bytes]:
    """Each file that may be found after the power was cut at this moment, of one that is only appended to."""
    synced, pending, size = moment.synced, moment.pending, len(moment.pending)
    yield synced
    yield moment.synced + bytes(size)
    yield synced + chance.randbytes(size)
    for cut in sorted({*range(0, size, step), size - 1, size}):
        yield synced + pending[:cut]
    for cut in range(0, size, SECTOR):
        yield synced + pending[:cut] + bytes(size - cut)
        yield synced + bytes(cut) + pending[cut:]
        yield synced + pending[:cut] + bytes(min(SECTOR, size - cut)) + pending[cut + SECTOR :]
        yield synced + pending[:cut] + chance.randbytes(min(SECTOR, size - cut)) + pending[cut + SECTOR :]
        yield synced + pending[:cut] + chance.randbytes(size - cut)
    # A disk has sectors of the whole file, not of what was appended to it.
    whole = synced + pending
    for cut in range(len(synced) - len(synced) % SECTOR + SECTOR, len(whole), SECTOR):
        yield whole[:cut]
        yield whole[:cut] + bytes(len(whole) - cut)
        yield synced + bytes(cut - len(synced)) + whole[cut:]


def written_moments(path: Path) -> list[Moment]:
    """A working day: three terminals, entries of several sizes, up to three of them unsynced at one moment."""
    book = new_book(path)
    others = [open_book(path), open_book(path)]
    synced, moments = [path.read_bytes()], []

    def sync(descriptor: int) -> None:
        found = path.read_bytes()
        moments.append(Moment(synced[-1], found[len(synced[-1]) :]))
        synced.append(found)
        real(descriptor)

    real = disk.fdatasync
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "fdatasync", sync)
        for number, size in enumerate((10, 700, 3_000, 40, 1_500)):
            book.append("acknowledged", {"words": "w" * size}, f"plain-{number}")
    for group in range(3):
        for dead in range(group):
            with power_cut_at_sync(), pytest.raises(PowerCut):
                others[dead].append("acknowledged", {"words": "d" * 600}, f"dead-{group}-{dead}")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(disk, "fdatasync", sync)
            book.append("acknowledged", {"words": "a" * 800}, f"after-{group}")
    return moments


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the state of the disk is given, syncing only costs time."""
    for call in ("fsync", "fdatasync"):
        monkeypatch.setattr(disk, call, lambda _: None)


def acknowledged_in(data: bytes) -> int:
    return data.count(b"\n")


@pytest.mark.slow
@pytest.mark.usefixtures("quick_disk")
def test_after_every_crash_all_that_was_acknowledged_is_there_and_nothing_is_invented(
    tmp_path: Path, times: int
) -> None:
    chance = random.Random(3_400)  # noqa: S311 - the same states in each run
    path = tmp_path / "day" / "book"
    moments = written_moments(path)
    whole = [entry.hash for entry in all_entries(open_book(path))]
    states = 0
    for moment in moments:
        for data in left_behind(moment, chance, max(1, STEP // times)):
            states += 1
            survivor = put_file(tmp_path / str(states) / "book", data)
            book = open_book(survivor)
            found = [entry.hash for entry in all_entries(book)]
            assert found == whole[: len(found)], "something was invented"
            assert len(found) >= acknowledged_in(moment.synced), "something acknowledged was lost"
            kept = survivor.stat().st_size
            assert side_files(survivor) == ([data[kept:]] if kept < len(data) else [])
            book.append("acknowledged", {}, "one more")
            assert verify(survivor).problems == ()
            assert [entry.hash for entry in all_entries(open_book(survivor))][:-1] == found
            shutil.rmtree(survivor.parent)
    assert states > 2_000


def overwritten(old: bytes, new: bytes) -> Iterator[bytes]:
    """Each file that may be found after a crash while *old* was being written over with *new*, as it is elsewhere."""
    yield new
    for cut in range(SECTOR, len(new), SECTOR):
        yield new[:cut] + old[cut:]
        yield old[:cut] + new[cut:] if cut < len(old) else old + bytes(cut - len(old)) + new[cut:]
    if len(new) < len(old):
        yield new + old[len(new) :]


def test_the_same_crashes_leave_tinydbs_own_file_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "stock.json"
    files = [b""]
    with TinyDB(path) as database:
        table = database.table("entries")
        for number in range(12):
            table.insert({"id": f"id-{number}", "words": "w" * 700})
            files.append(path.read_bytes())
        table.remove(where("id") == "id-3")
        files.append(path.read_bytes())
    states = wrong = 0
    for old, new in itertools.pairwise(files):
        for data in overwritten(old, new):
            states += 1
            (tmp_path / "left.json").write_bytes(data)
            try:
                with TinyDB(tmp_path / "left.json") as left:
                    found = {each["id"] for each in left.table("entries").all()}
            except (ValueError, AttributeError):
                wrong += 1
            else:
                acknowledged = {each["id"] for each in json.loads(old)["entries"].values()} if old else set()
                wrong += not acknowledged - {"id-3"} <= found
    assert states > 100
    assert wrong > states // 10


def test_a_crash_while_a_torn_end_is_put_aside_loses_nothing_of_it(tmp_path: Path) -> None:
    new_book(tmp_path / "book", 3)
    torn = (tmp_path / "book").read_bytes() + b"half a li"
    step = 0
    while True:
        path = put_file(tmp_path / str(step) / "book", torn)
        try:
            with power_cut_at(step) as seen:
                open_book(path)
        except PowerCut:
            assert ids(open_book(path)) == ["id-1", "id-2", "id-3"]
            assert b"half a li" in side_files(path)
            step += 1
        else:
            break
    assert seen == ["write", "fsync", "fsync", "ftruncate", "fsync", "pwrite", "fdatasync"]


def test_a_crash_while_a_book_is_made_leaves_it_whole_or_not_there(tmp_path: Path) -> None:
    step = 0
    while True:
        path = tmp_path / str(step) / "book"
        try:
            with power_cut_at(step) as seen:
                new_book(path)
        except PowerCut:
            if path.exists():
                assert ids(open_book(path)) == []
            else:
                new_book(path)
            step += 1
        else:
            break
    assert seen[:4] == ["write", "fsync", "replace", "fsync"]


def test_a_torn_end_left_by_another_terminal_is_put_aside_before_the_next_entry(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book, other = new_book(path, 1), open_book(path)
    with writing_only(100, None), pytest.raises(PowerCut):
        other.append("acknowledged", {"lost": True}, "torn")
    assert ids(book) == ["id-1"]
    book.append("acknowledged", {}, "next")
    assert [len(side) for side in side_files(path)] == [100]
    assert [aside.holds_a_whole_entry for aside in book.set_aside] == [False]
    assert verify(path).problems == ()
    assert ids(open_book(path)) == ["id-1", "next"]


def test_a_newest_line_that_rotted_is_reported_as_perhaps_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path, 2)
    put_file(path, path.read_bytes()[:-1] + b"\x00")
    book = open_book(path)
    assert ids(book) == ["id-1"]
    (aside,) = book.set_aside
    assert aside.holds_a_whole_entry
    assert aside.path == path.with_name("book.set-aside-001")
    assert "compare it with the receipts" in str(aside)
    put_file(path, path.read_bytes() + aside.path.read_bytes()[:-1])
    assert [found.holds_a_whole_entry for found in open_book(path).set_aside] == [True, True]


@pytest.mark.usefixtures("quick_disk")
def test_a_lost_line_feed_does_not_make_a_crash_tail_of_an_entry_that_was_vouched_for(tmp_path: Path) -> None:
    new_book(tmp_path / "book", 3)
    sound = (tmp_path / "book").read_bytes()
    for number, place in enumerate([place for place, byte in enumerate(sound[:-1]) if byte == ord("\n")]):
        path = put_file(tmp_path / str(number) / "book", sound[:place] + b"\x0b" + sound[place + 1 :])
        with pytest.raises(LedgerDamaged, match=f"Line {number + 1} "):
            open_book(path)


@pytest.mark.usefixtures("quick_disk")
def test_no_flipped_bit_is_passed_over_in_silence(tmp_path: Path) -> None:
    chance = random.Random(3_400)  # noqa: S311 - the same bits in each run
    path = tmp_path / "book"
    new_book(path, 4)
    sound = path.read_bytes()
    last = sound[:-1].rindex(b"\n") + 1
    refused = set_aside = 0
    for number in range(2_000):
        place = chance.randrange(len(sound))
        flipped = bytearray(sound)
        flipped[place] ^= 1 << chance.randrange(8)
        copy = put_file(tmp_path / str(number) / "book", bytes(flipped))
        assert verify(copy).problems, f"the check missed byte {place}"
        try:
            book = open_book(copy)
        except (LedgerDamaged, LedgerUnusable):
            refused += 1
            assert copy.read_bytes() == flipped, "a damaged book was changed"
        else:
            set_aside += 1
            assert place >= last, "an entry that had been vouched for was dropped"
            assert side_files(copy) == [bytes(flipped[last:])]
            assert ids(book) == ["id-1", "id-2", "id-3"]
    assert refused > 1_000
    assert set_aside > 150


def test_damage_before_the_end_names_its_line_and_stops_every_terminal(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book = new_book(path, 4)
    data = bytearray(path.read_bytes())
    data[data.index(b"id-2")] ^= 1
    put_file(path, bytes(data))
    with pytest.raises(LedgerDamaged, match="Line 3 of the book of records is damaged"):
        open_book(path)
    assert side_files(path) == []
    put_file(path, bytes(data[:-20]))
    with pytest.raises(LedgerError, match="shorter"):
        book.append("acknowledged", {}, "more")
