"""Several terminals on one book, and terminals that are killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from oc_training.ledger.verify import verify
from tests.ledger.books import ids, new_book, open_book
from tests.ledger.real_disks import Writer

PROJECT = Path(__file__).parents[2]


def start(what: str, path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ledger.worker", what, str(path), name, str(count)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=PROJECT, stdout=pipe, stderr=pipe, text=True)  # noqa: S603 - our own worker


def finish(worker: subprocess.Popen[str]) -> list[str]:
    out, err = worker.communicate(timeout=60)
    assert worker.returncode == 0, err
    return out.split("\n")[:-1]


@pytest.mark.slow
@pytest.mark.parametrize("processes", [2, 4, 8])
def test_processes_at_once_make_one_unbroken_chain_and_lose_nothing(tmp_path: Path, processes: int) -> None:
    path, each_writes = tmp_path / "book", 500
    book = new_book(path)
    workers = [start("append", path, f"w{number}", each_writes) for number in range(processes)]
    said = [finish(worker) for worker in workers]
    assert said == [[f"w{number}-{each}" for each in range(each_writes)] for number in range(processes)]
    verdict = verify(path)
    assert verdict.problems == ()
    assert verdict.entries == 1 + processes * each_writes
    found = ids(book)
    assert sorted(found) == sorted(each for one in said for each in one)
    for number in range(processes):
        assert [each for each in found if each.startswith(f"w{number}-")] == said[number]
    assert book.head() == verdict.head == open_book(path).head()


def test_threads_at_once_make_one_unbroken_chain(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book = new_book(path)

    def work(name: int) -> None:
        for number in range(25):
            book.append("acknowledged", {}, f"{name}-{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids(book)) == 100
    assert verify(path).problems == ()


@pytest.mark.slow
def test_a_terminal_killed_while_it_writes_loses_nothing_that_it_said_was_recorded(tmp_path: Path, times: int) -> None:
    path = tmp_path / "book"
    new_book(path)
    said: list[str] = []
    for kill in range(12 * times):
        writers = [Writer("append", path, f"kill{kill}-{number}") for number in range(1 + kill % 2)]
        for writer in writers:
            writer.listen_until(5 + kill % 7)
        time.sleep(0.0007 * (kill % 9))
        for writer in writers:
            writer.kill()
        said += [each for writer in writers for each in writer.said]
        found = ids(open_book(path))
        assert set(said) <= set(found)
        assert len(found) == len(set(found))
    assert verify(path).problems == ()
    assert len(said) >= 60 * times


def test_a_real_limit_of_the_system_refuses_one_entry_and_harms_none(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path)
    said = finish(start("fill", path, "f", 2_000))
    assert said[-2].startswith("The disk is full. Nothing was recorded")
    assert ids(open_book(path)) == [*said[:-2], "f-after"]
    assert len(said) > 3
    assert verify(path).problems == ()


def test_a_forked_child_opens_the_book_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path)
    assert finish(start("fork", path, "f", 40)) == ["0"]
    found = ids(open_book(path))
    assert len(found) == len(set(found)) == 80
    assert verify(path).problems == ()


def test_a_lock_is_not_shared_with_a_forked_child(tmp_path: Path) -> None:
    assert finish(start("fork_lock", tmp_path / "lock", "it is", 2)) == ["it is busy", "it is busy"]


def test_a_change_of_process_id_makes_the_book_open_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = new_book(tmp_path / "book", 1)
    journal = book.table.journal
    before = journal._file
    assert before is not None
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert ids(book) == ["id-1"]
    assert journal._file is not before
    assert book.append("acknowledged", {}, "new").seq == 3
