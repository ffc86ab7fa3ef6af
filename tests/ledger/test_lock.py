"""The lock of the book keeps programs apart also where somebody deletes its file while it is held."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from oc_training.errors import LedgerError, LedgerUnusable, NotRecorded
from oc_training.ledger import lock as locking
from oc_training.ledger.lock import FileLock, lock_of, locked
from oc_training.ledger.survey import survey
from tests.ledger.books import ids, new_book, open_book, put_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_book(tmp_path / "book", 2).close()
    return tmp_path / "book"


@pytest.fixture
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oc_training.ledger.lock.FileLock.__init__.__defaults__", (0.02,))
    monkeypatch.setattr(locking, "PATIENCE", 0.02)


def _held_by_a_writer(path: Path) -> AbstractContextManager[object]:
    journal = open_book(path).table.journal._file
    assert journal is not None
    return journal._lock.hold(LedgerUnusable)


def _held_by_a_restore(path: Path) -> AbstractContextManager[object]:
    return locked(path, LedgerUnusable)


@pytest.mark.usefixtures("_in_a_hurry")
@pytest.mark.parametrize("held", [_held_by_a_writer, _held_by_a_restore])
def test_a_lock_file_that_is_deleted_while_it_is_held_lets_nobody_in(
    path: Path, held: Callable[[Path], AbstractContextManager[object]]
) -> None:
    running, before = open_book(path), path.read_bytes()

    def locked_once() -> None:
        with locked(path, NotRecorded):
            pass

    acts: tuple[Callable[[], object], ...] = (
        lambda: running.append("acknowledged", {}, "new"),
        lambda: open_book(path),
        lambda: survey(path),
        locked_once,
    )
    with held(path):
        for act in acts:
            lock_of(path).unlink(missing_ok=True)
            with pytest.raises(LedgerError, match="Another program is holding the records"):
                act()
        assert path.read_bytes() == before
    for act in acts:
        act()
    assert ids(open_book(path)) == ["id-1", "id-2", "new"]


@pytest.mark.usefixtures("_in_a_hurry")
def test_where_there_is_no_book_yet_its_folder_is_held(tmp_path: Path) -> None:
    path = tmp_path / "book"
    with locked(path, NotRecorded):
        lock_of(path).unlink()
        with pytest.raises(LedgerUnusable, match="Another program"):
            new_book(path)
        put_file(path, b"restored")
    with pytest.raises(LedgerUnusable, match="already"):
        new_book(path)
    assert path.read_bytes() == b"restored"


def test_whoever_waited_for_a_file_that_was_replaced_meanwhile_holds_the_new_one(path: Path) -> None:
    begun, done, held = threading.Event(), threading.Event(), list[bool]()

    def other() -> None:
        begun.set()
        with locked(path, NotRecorded):
            held.append(_is_held(path))
        done.set()

    with locked(path, NotRecorded):
        lock_of(path).unlink()
        thread = threading.Thread(target=other)
        thread.start()
        assert begun.wait(10)
        assert not done.wait(0.05)
        put_file(path.with_name("new"), path.read_bytes()).replace(path)
    thread.join(10)
    assert held == [True]
    assert not _is_held(path)


@pytest.mark.usefixtures("_in_a_hurry")
def test_a_lock_that_gave_up_waiting_for_the_file_keeps_nobody_out(path: Path) -> None:
    running = open_book(path)
    with path.open("rb") as file:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        with pytest.raises(NotRecorded, match="Another program"):
            running.append("acknowledged", {}, "new")
        with FileLock(lock_of(path)).hold(NotRecorded):
            pass
    assert running.append("acknowledged", {}, "new").seq == 4


def test_a_book_that_is_a_link_is_not_locked_through_it(path: Path) -> None:
    path.with_name("link").symlink_to(path)
    with pytest.raises(LedgerUnusable, match="link cannot be opened"), locked(path.with_name("link"), NotRecorded):
        pass


def _is_held(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
