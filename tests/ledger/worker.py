"""A terminal of its own, as a process: run by the tests with the name of what it is to do."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from oc_training.errors import NotRecorded
from oc_training.ledger.drawer import TinyDBDrawer
from oc_training.ledger.lock import FileLock
from oc_training.ledger.port import Json
from tests.ledger.books import open_book


def say(words: str) -> None:
    """Tell the test, at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def append(path: Path, name: str, count: int) -> None:
    """Append *count* entries and say the id of each once it is recorded."""
    book = open_book(path)
    for number in range(count):
        say(book.append("acknowledged", {"number": number}, f"{name}-{number}").id)


def fill(path: Path, name: str, room: int) -> None:
    """Append while the system lets the file grow by no more than *room* bytes; say what happens to each."""
    book = open_book(path)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + room, most))
    for number in range(20):
        try:
            book.append("acknowledged", {"number": number}, f"{name}-{number}")
        except NotRecorded as error:
            say(str(error))
            break
        say(f"{name}-{number}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    say(book.append("acknowledged", {}, f"{name}-after").id)


def fork(path: Path, name: str, count: int) -> None:
    """Append from a parent and its child at the same time, through the book that the parent opened."""
    book = open_book(path)
    child = os.fork()
    who = "parent" if child else "child"
    for number in range(count):
        book.append("acknowledged", {}, f"{name}-{who}-{number}")
    if child:
        _, status = os.waitpid(child, 0)
        say(str(os.waitstatus_to_exitcode(status)))
    else:
        os._exit(0)


def fork_lock(path: Path, name: str, count: int) -> None:
    """Hold a lock in a child that was forked after it was opened, and try it *count* times in the parent."""
    lock = FileLock(path, 0.02)
    held, let_go = os.pipe(), os.pipe()
    if not os.fork():
        with lock.hold(NotRecorded):
            os.write(held[1], b"x")
            os.read(let_go[0], 1)
        os._exit(0)
    os.read(held[0], 1)
    for _ in range(count):
        try:
            with lock.hold(NotRecorded):
                say(f"{name} held by both")
        except NotRecorded:
            say(f"{name} busy")
    os.write(let_go[1], b"x")
    os.wait()


def keep(path: Path, name: str, count: int) -> None:
    """Put *count* values into the drawer."""
    drawer = TinyDBDrawer(path)
    for number in range(count):
        value: dict[str, Json] = {"number": number}
        drawer.put("progress", f"{name}-{number}", value)
        say(f"{name}-{number}")


if __name__ == "__main__":
    what, path, name, count = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    {"append": append, "fill": fill, "fork": fork, "fork_lock": fork_lock, "keep": keep}[what](path, name, count)
