"""TinyDB's own storages, and the book without its syncs, as programs: what the same faults do to them."""

from __future__ import annotations

import sys
from pathlib import Path

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage

from oc_training.ledger import disk
from tests.ledger.books import open_book
from tests.ledger.worker import append, say


def stock(path: Path, name: str, count: int) -> None:
    """Insert into TinyDB's JSON file."""
    table = TinyDB(path).table("entries")
    for number in range(count):
        table.insert({"id": f"{name}-{number}", "words": "w" * 700})
        say(f"{name}-{number}")


def caching(path: Path, name: str, count: int) -> None:
    """Insert through TinyDB's cache, which is written out now and then."""
    table = TinyDB(path, storage=CachingMiddleware(JSONStorage)).table("entries")  # type: ignore[no-untyped-call]  # TinyDB's own
    for number in range(count):
        table.insert({"id": f"{name}-{number}", "words": "w" * 700})
        say(f"{name}-{number}")


def unsynced(path: Path, name: str, count: int) -> None:
    """Append to a book and say so without waiting for the disk."""
    open_book(path).close()
    disk.fdatasync = lambda _: None  # type: ignore[assignment]  # the fault
    append(path, name, count)


if __name__ == "__main__":
    what, path, name, count = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    {"stock": stock, "caching": caching, "unsynced": unsynced}[what](path, name, count)
