"""A disk that is full or broken: three outcomes, and never a wrong one."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from oc_training.errors import LedgerError, LedgerUnusable, NotRecorded, OutcomeUnknown
from oc_training.ledger import disk
from oc_training.ledger.frame import encode
from oc_training.ledger.verify import verify
from tests.ledger.books import ids, new_book, open_book
from tests.ledger.faults import refusing, writing_in_pieces, writing_only


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_book(tmp_path / "book", 2)
    return tmp_path / "book"


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("written", [0, 1, 300])
def test_a_write_that_fails_records_nothing_and_can_be_tried_again(path: Path, error: int, written: int) -> None:
    book, before = open_book(path), path.read_bytes()
    fault = writing_only(written, error) if written else refusing("write", error)
    with fault, pytest.raises(NotRecorded, match="Nothing was recorded"):
        book.append("acknowledged", {"n": 1}, "new")
    assert path.read_bytes() == before
    assert ids(book) == ["id-1", "id-2"]
    assert book.append("acknowledged", {"n": 1}, "new").seq == 4
    assert ids(open_book(path)) == ["id-1", "id-2", "new"]
    assert verify(path).problems == ()


def test_a_full_disk_is_called_by_its_name(path: Path) -> None:
    with refusing("write", errno.ENOSPC), pytest.raises(NotRecorded, match="disk is full"):
        open_book(path).append("acknowledged", {}, "new")


def test_the_system_may_write_in_pieces(path: Path) -> None:
    with writing_in_pieces(7):
        open_book(path).append("acknowledged", {"words": "w" * 500}, "new")
    assert ids(open_book(path)) == ["id-1", "id-2", "new"]
    assert verify(path).problems == ()


def test_a_sync_that_fails_is_an_unknown_outcome_and_nothing_more_is_taken_while_the_disk_does_not_confirm(
    path: Path,
) -> None:
    book = open_book(path)
    with refusing("fdatasync", errno.EIO):
        for _ in range(3):
            with pytest.raises(OutcomeUnknown, match="not certain"):
                book.append("acknowledged", {}, "unsure")
        with pytest.raises(NotRecorded, match="Nothing was recorded"):
            book.append("acknowledged", {}, "another")
        asked: tuple[Callable[[], object], ...] = (book.head, lambda: book.read_from(1))
        for ask in asked:
            with pytest.raises(LedgerUnusable, match="does not confirm"):
                ask()


def test_after_an_unknown_outcome_the_same_call_finds_the_entry_and_writes_nothing_twice(path: Path) -> None:
    book = open_book(path)
    with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown):
        book.append("acknowledged", {"n": 1}, "unsure")
    assert book.append("acknowledged", {"n": 1}, "unsure").seq == 4
    assert ids(book) == ["id-1", "id-2", "unsure"]
    assert ids(open_book(path)) == ["id-1", "id-2", "unsure"]


def test_after_an_unknown_outcome_nothing_is_written_or_synced_through_the_same_opening(path: Path) -> None:
    book = open_book(path)
    with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown):
        book.append("acknowledged", {}, "unsure")
    before = book.table.journal._file
    assert before is not None
    used: list[int] = []
    real = disk.fdatasync

    def note(descriptor: int) -> None:
        used.append(descriptor)
        real(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "fdatasync", note)
        book.append("acknowledged", {}, "next")
    assert book.table.journal._file is not before
    assert before._descriptor.number not in used
    assert ids(open_book(path)) == ["id-1", "id-2", "unsure", "next"]


def test_a_disk_that_may_only_be_read_records_nothing_and_says_so(path: Path) -> None:
    book = open_book(path)
    with refusing("write", errno.EROFS), refusing("ftruncate", errno.EROFS):
        with pytest.raises(NotRecorded, match="did not take"):
            book.append("acknowledged", {}, "new")
        assert ids(book) == ["id-1", "id-2"]
    assert book.append("acknowledged", {}, "new").seq == 4


def test_after_a_failed_sync_reopening_writes_the_unsure_lines_again_before_it_trusts_them(path: Path) -> None:
    book = open_book(path)
    start = path.stat().st_size
    with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown):
        book.append("acknowledged", {}, "unsure")
    written: list[tuple[int, bytes]] = []
    real = disk.pwrite

    def note(descriptor: int, data: bytes, place: int) -> int:
        written.append((place, bytes(data)))
        return real(descriptor, data, place)

    whole = path.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "pwrite", note)
        book.reopen()
    assert written == [(start, whole[start:])]
    assert path.read_bytes() == whole


def test_a_line_that_cannot_be_taken_back_is_an_unknown_outcome_and_is_put_aside_later(path: Path) -> None:
    book = open_book(path)
    with writing_only(50, errno.ENOSPC), refusing("ftruncate", errno.EIO), pytest.raises(OutcomeUnknown):
        book.append("acknowledged", {}, "half")
    assert book.append("acknowledged", {}, "half").seq == 4
    assert len(book.set_aside) == 1
    assert verify(path).problems == ()


@pytest.mark.parametrize("call", ["pwrite", "fdatasync"])
def test_a_book_whose_end_cannot_be_synced_is_not_opened(path: Path, call: str) -> None:
    with refusing(call, errno.EIO), pytest.raises(LedgerUnusable, match="does not confirm"):
        open_book(path)
    assert ids(open_book(path)) == ["id-1", "id-2"]


@pytest.mark.parametrize("call", ["write", "fsync", "ftruncate"])
def test_a_torn_end_that_cannot_be_put_aside_stays_where_it_is(path: Path, call: str) -> None:
    with path.open("ab") as file:
        file.write(b"torn")
    with refusing(call, errno.ENOSPC), pytest.raises(LedgerUnusable, match="cannot be put aside"):
        open_book(path)
    assert path.read_bytes().endswith(b"torn")
    assert ids(open_book(path)) == ["id-1", "id-2"]
    assert path.read_bytes().endswith(b"}\n")


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_book_that_cannot_be_made_is_not_there(tmp_path: Path, call: str) -> None:
    with refusing(call, errno.ENOSPC), pytest.raises(LedgerError, match=r"cannot be made|not certain"):
        new_book(tmp_path / "new" / "book")
    assert not (tmp_path / "new" / "book").exists()
    assert ids(new_book(tmp_path / "new" / "book", 1)) == ["id-1"]


def test_each_line_says_how_much_was_on_the_disk_before_it(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    marks = [int(line.split(b" ")[2]) for line in lines]
    assert marks == [0, len(lines[0]), len(lines[0] + lines[1])]
    assert encode(3, marks[2], lines[2].rstrip(b"\n").split(b" ", 3)[3]) == lines[2]


def test_recorded_is_said_after_the_sync_of_that_entry(path: Path) -> None:
    book, events = open_book(path), list[str]()

    def note(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            events.append(name)
            return real(*arguments)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("write", "fdatasync"):
            patch.setattr(disk, name, note(name, getattr(disk, name)))
        book.append("acknowledged", {}, "new")
        events.append("said")
        book.append("acknowledged", {}, "new")
        events.append("said")
    assert events == ["write", "fdatasync", "said", "said"]


def test_an_entry_that_another_terminal_has_not_synced_is_synced_before_it_counts_as_recorded(path: Path) -> None:
    book, other = open_book(path), open_book(path)
    with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown):
        other.append("acknowledged", {}, "unsure")
    with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown):
        book.append("acknowledged", {}, "unsure")
