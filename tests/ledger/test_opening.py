"""What is opened as a book, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded
from oc_training.ledger.genesis import check_station
from oc_training.ledger.lock import FileLock
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from tests.ledger.books import (
    KEY,
    OTHER_KEY,
    STATION,
    all_entries,
    checked_line,
    ids,
    new_book,
    open_book,
    put_file,
    rewritten,
    sealed_by_hand,
    take_line_apart,
)
from tests.support.fixed_clock import FixedClock


def test_a_missing_book_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="restore it from a backup"):
        open_book(tmp_path / "book")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}", b'{"_default": {}}\n', bytes(4096), b"half a line of a book", b"\xff\xfe\n" * 9]
)
def test_an_empty_or_foreign_file_is_refused_and_left_alone(tmp_path: Path, data: bytes) -> None:
    path = put_file(tmp_path / "book", data)
    with pytest.raises(LedgerUnusable, match="backup"):
        open_book(path)
    assert path.read_bytes() == data
    assert list(tmp_path.glob("*.set-aside-*")) == []


def test_a_sealed_first_entry_that_is_no_genesis_is_refused(tmp_path: Path) -> None:
    new_book(tmp_path / "book")
    seq, durable, entry, _, _ = take_line_apart((tmp_path / "book").read_bytes())
    put_file(tmp_path / "book", checked_line(seq, durable, sealed_by_hand({**entry, "kind": "acknowledged"})))
    with pytest.raises(LedgerUnusable, match="does not begin as a book"):
        open_book(tmp_path / "book")


def test_a_format_of_the_future_is_refused(tmp_path: Path) -> None:
    new_book(tmp_path / "book")
    seq, durable, entry, _, _ = take_line_apart((tmp_path / "book").read_bytes())
    body = entry["body"]
    assert isinstance(body, dict)
    put_file(tmp_path / "book", checked_line(seq, durable, sealed_by_hand({**entry, "body": {**body, "format": 2}})))
    with pytest.raises(LedgerUnusable, match="format 2"):
        open_book(tmp_path / "book")


def test_a_book_is_never_made_over_a_file(tmp_path: Path) -> None:
    new_book(tmp_path / "book", 1)
    put_file(tmp_path / "empty", b"")
    for name in ("book", "empty"):
        with pytest.raises(LedgerUnusable, match="already"):
            new_book(tmp_path / name)
    assert ids(open_book(tmp_path / "book")) == ["id-1"]


def test_the_book_its_lock_and_its_side_files_are_the_kiosks_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "book"
    new_book(path, 1)
    with path.open("ab") as file:
        file.write(b"torn")
    open_book(path)
    assert {each.name: oct(each.stat().st_mode)[-3:] for each in path.parent.iterdir()} == {
        "book": "600",
        "book.lock": "600",
        "book.set-aside-001": "600",
    }
    assert oct(path.parent.stat().st_mode)[-3:] == "700"


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o601])
def test_a_book_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    new_book(tmp_path / "book")
    (tmp_path / "book").chmod(mode)
    with pytest.raises(LedgerUnusable, match="chmod 600"):
        open_book(tmp_path / "book")


def test_a_link_or_a_folder_is_no_book(tmp_path: Path) -> None:
    new_book(tmp_path / "book")
    (tmp_path / "link").symlink_to(tmp_path / "book")
    for name in ("link", "."):
        with pytest.raises(LedgerUnusable, match="cannot be opened"):
            open_book(tmp_path / name)


def test_a_book_opens_only_with_its_own_stations_key(tmp_path: Path) -> None:
    new_book(tmp_path / "book")
    with pytest.raises(LedgerUnusable, match="station key here is not that of the book"):
        TinyDBLedger.open(tmp_path / "book", OTHER_KEY, FixedClock())


def test_a_book_names_its_station_and_its_public_key(tmp_path: Path) -> None:
    new_book(tmp_path / "book")
    book = open_book(tmp_path / "book")
    assert book.station == STATION
    assert book.public_key == KEY.public_key().public_bytes_raw().hex()


def test_an_edit_with_a_new_checksum_is_found_at_opening(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    seq, durable, entry, digest, signature = take_line_apart(lines[2])
    lines[2] = checked_line(seq, durable, sealed_by_hand({**entry, "kind": "declined"}, digest, signature))
    put_file(path, b"".join(lines))
    with pytest.raises(LedgerDamaged, match=r"Line 3 .* its hash is not the hash of its words"):
        open_book(path)


def test_a_book_made_to_fit_again_without_the_key_is_found_at_opening_by_its_newest_signature(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    put_file(path, rewritten([*lines[:2], *lines[3:]], None, 3))
    with pytest.raises(LedgerDamaged, match=r"Line 4 .* not signed by this station"):
        open_book(path)


def test_an_entry_of_another_book_is_found_at_opening_by_the_chain(tmp_path: Path) -> None:
    new_book(tmp_path / "book", 4)
    new_book(tmp_path / "second", 4)
    lines, others = ((tmp_path / name).read_bytes().splitlines(keepends=True) for name in ("book", "second"))
    put_file(tmp_path / "book", b"".join([*lines[:2], others[2], *lines[3:]]))
    with pytest.raises(LedgerDamaged, match=r"Line 3 .* does not follow the entry before it"):
        open_book(tmp_path / "book")


def test_an_id_that_occurs_twice_is_found_at_opening_even_if_the_key_sealed_it(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path, 3)
    lines = path.read_bytes().splitlines(keepends=True)
    put_file(path, rewritten([*lines, lines[2]], KEY, 5))
    with pytest.raises(LedgerDamaged, match=r"Line 5 .* entry 3 has the same id"):
        open_book(path)


@pytest.mark.parametrize("name", ["", "a b", "Zoë", "a/b", "..."])
def test_a_stations_name_is_plain(name: str) -> None:
    with pytest.raises(ValueError, match="station"):
        check_station(name)


def test_a_book_taken_away_or_replaced_while_open_takes_no_entry(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book = new_book(path, 1)
    data = path.read_bytes()
    path.unlink()
    with pytest.raises(LedgerUnusable, match="removed"):
        book.append("acknowledged", {}, "lost")
    put_file(path, data)
    with pytest.raises(LedgerUnusable, match="replaced"):
        book.append("acknowledged", {}, "lost")
    assert path.read_bytes() == data
    book.reopen()
    assert book.append("acknowledged", {}, "kept").seq == 3


def test_a_closed_book_says_so(tmp_path: Path) -> None:
    book = new_book(tmp_path / "book")
    book.close()
    book.close()
    with pytest.raises(LedgerUnusable, match="closed"):
        book.append("acknowledged", {}, "late")
    with pytest.raises(LedgerUnusable, match="closed"):
        book.head()


def test_a_lock_that_others_hold_too_long_means_not_recorded(tmp_path: Path) -> None:
    lock, other = FileLock(tmp_path / "lock", 0.02), FileLock(tmp_path / "lock", 0.02)
    with lock.hold(LedgerUnusable):
        with pytest.raises(NotRecorded, match="try again"), other.hold(NotRecorded):
            pass
        with pytest.raises(NotRecorded, match="try again"), lock.hold(NotRecorded):
            pass
    with other.hold(NotRecorded):
        pass


def test_opening_a_sound_book_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path, 5)
    before = path.read_bytes()
    assert len(all_entries(open_book(path))) == 6
    assert path.read_bytes() == before
