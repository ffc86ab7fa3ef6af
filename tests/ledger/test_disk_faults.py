"""A disk that is full or broken: three outcomes, and never a wrong one."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from oc_training.errors import LedgerDamaged, LedgerError, LedgerUnusable, NotRecorded, OutcomeUnknown
from oc_training.ledger import disk
from oc_training.ledger.frame import encode
from oc_training.ledger.survey import survey
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from oc_training.ledger.verify import verify
from tests.ledger.books import ids, new_book, open_book, put_file
from tests.ledger.faults import (
    Platter,
    PowerCut,
    power_cut_at_sync,
    refusing,
    writing_in_pieces,
    writing_only,
)


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
    assert before._file.number not in used
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


def _until_it_works(act: Callable[[], object]) -> object:
    for _ in range(5):
        try:
            return act()
        except LedgerError:
            continue
    raise AssertionError("five times refused")


def a_session(path: Path, platter: Platter) -> None:
    """Two terminals, one of which dies twice; whatever is refused is tried again. What is recorded is on the disk."""
    terminals: dict[str, TinyDBLedger] = {}

    def opened(name: str) -> None:
        terminals[name] = open_book(path)

    def append(name: str, entry_id: str) -> None:
        _until_it_works(lambda: terminals[name].append("acknowledged", {"words": "w" * 90}, entry_id))
        assert f'"id":"{entry_id}"'.encode() in platter.content, "called recorded, and not on the disk"

    _until_it_works(lambda: opened("one"))
    _until_it_works(lambda: opened("other"))
    append("one", "a")
    append("other", "b")
    with power_cut_at_sync(), pytest.raises(PowerCut):
        terminals["other"].append("acknowledged", {}, "dead")
    with writing_only(100, None), pytest.raises(PowerCut):
        terminals["other"].append("acknowledged", {}, "torn")
    for entry_id in ("c", "dead", "torn", "c"):
        append("one", entry_id)
    _until_it_works(terminals["one"].reopen)
    append("one", "d")
    _until_it_works(lambda: opened("other"))
    append("other", "e")
    append("one", "b")


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_whichever_sync_fails_nothing_is_called_recorded_that_is_not_on_the_disk(path: Path, at_once: int) -> None:
    tried, begun = 0, path.read_bytes()
    while True:
        for file in path.parent.iterdir():
            file.unlink()
        put_file(path, begun)
        platter = Platter(path, range(tried, tried + at_once))
        with platter.spinning():
            a_session(path, platter)
        assert platter.used_after_a_failure == []
        assert sorted(ids(open_book(path))) == ["a", "b", "c", "d", "dead", "e", "id-1", "id-2", "torn"]
        assert platter.content == path.read_bytes()
        assert verify(path).problems == ()
        if platter.syncs <= tried:
            break
        tried += 1
    assert tried > 10


def test_what_a_checkpoint_is_made_of_is_on_the_disk_though_another_program_was_told_of_a_failed_sync(
    path: Path,
) -> None:
    book, platter = open_book(path), Platter(path, range(1))
    with platter.spinning():
        with pytest.raises(OutcomeUnknown):
            book.append("acknowledged", {}, "unsure")
        assert platter.content != path.read_bytes()
        assert survey(path).head.seq == 4
        assert platter.content == path.read_bytes()


def test_a_book_that_may_only_be_read_is_surveyed_all_the_same(path: Path) -> None:
    with refusing("pwrite", errno.EROFS):
        assert survey(path).head.seq == 3
    with refusing("pwrite", errno.EIO), pytest.raises(LedgerUnusable, match="cannot be read"):
        survey(path)


def test_of_a_file_that_is_another_one_now_nothing_is_called_recorded(path: Path) -> None:
    book, copy = open_book(path), path.read_bytes()
    book.append("acknowledged", {}, "new")
    put_file(path.with_name("new"), copy).replace(path)
    with pytest.raises(LedgerUnusable, match="replaced"):
        book.append("acknowledged", {}, "new")
    assert ids(open_book(path)) == ["id-1", "id-2"]
    path.unlink()
    with pytest.raises(LedgerUnusable, match="removed"):
        book.append("acknowledged", {}, "new")


def test_an_entry_that_something_else_was_written_over_is_not_called_recorded(path: Path) -> None:
    book = open_book(path)
    before = path.stat().st_size
    book.append("acknowledged", {"n": 1}, "new")
    book.append("acknowledged", {"n": 1}, "newer")
    with path.open("r+b") as file:
        file.seek(before)
        file.write(b"x" * (path.stat().st_size - before))
    with pytest.raises(LedgerDamaged):
        book.append("acknowledged", {"n": 1}, "new")


def test_the_id_of_another_kind_of_act_is_refused_and_nothing_is_called_recorded(path: Path) -> None:
    before = path.read_bytes()
    for book in (open_book(path), open_book(path)):
        with pytest.raises(NotRecorded, match=r"in place of this, as entry 3 \(acknowledged\)"):
            book.append("declined", {}, "id-2")
    assert path.read_bytes() == before


def test_a_book_that_is_closed_while_another_thread_writes_takes_that_line_and_no_other_file_does(path: Path) -> None:
    book, foreign = open_book(path), path.with_name("foreign")
    ready, closed = threading.Event(), threading.Event()
    real = disk.write

    def late(descriptor: int, data: bytes) -> int:
        ready.set()
        assert closed.wait(10)
        return real(descriptor, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "write", late)
        said: list[int] = []
        thread = threading.Thread(target=lambda: said.append(book.append("acknowledged", {}, "late").seq))
        thread.start()
        assert ready.wait(10)
        book.close()
        numbers = [os.open(foreign, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600) for _ in range(3)]
        closed.set()
        thread.join()
    for number in numbers:
        os.close(number)
    assert foreign.read_bytes() == b""
    assert said == [4]
    assert ids(open_book(path)) == ["id-1", "id-2", "late"]
