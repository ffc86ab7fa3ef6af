"""What else a record could be written with, each appending one record at a time and durable after each."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Protocol

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage, Storage

from oc_training.ledger.port import Json
from oc_training.ledger.seal import Draft, Sealer
from oc_training.ledger.tinydb_ledger import TinyDBLedger

Line = dict[str, Json]


class Peer(Protocol):
    """Something that records are appended to."""

    def append(self, draft: Draft) -> None:
        """Record one, and return once it is on the disk."""

    def close(self) -> None:
        """Let go of the file."""


class Unsealed(Sealer):
    """Seals without a signature: what the storage costs by itself."""

    def sign(self, digest: bytes) -> bytes:  # noqa: ARG002 - nothing is signed
        """Sixty-four zeros."""
        return bytes(64)


class OurBook:
    """The book of records."""

    def __init__(self, path: Path, sealer: Sealer) -> None:
        self._ledger = TinyDBLedger(path, sealer)

    def append(self, draft: Draft) -> None:
        """Record one."""
        self._ledger.append(draft.kind, draft.body, draft.id)

    def close(self) -> None:
        """Let go of the file."""
        self._ledger.close()


class ReadyLines:
    """The limit: a line of the same length that was ready before, appended and fdatasynced."""

    def __init__(self, path: Path, line: bytes) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._line = line

    def append(self, _: Draft) -> None:
        """Write the line."""
        os.write(self._descriptor, self._line)
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)


class JsonLines:
    """One record as ``json.dumps`` writes it, a line, fdatasynced."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def append(self, draft: Draft) -> None:
        """Write the record."""
        os.write(self._descriptor, json.dumps(line_of(draft)).encode() + b"\n")
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)


class Sqlite:
    """sqlite3 with a write-ahead log and synchronous=FULL, a commit each."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("pragma journal_mode=wal")
        self._connection.execute("pragma synchronous=full")
        self._connection.execute("create table if not exists entries (seq integer primary key, id text, words text)")

    def fill(self, drafts: list[Draft]) -> None:
        """Put many in at once."""
        self._connection.execute("begin")
        rows = ((draft.id, json.dumps(line_of(draft))) for draft in drafts)
        self._connection.executemany("insert into entries (id, words) values (?, ?)", rows)
        self._connection.execute("commit")
        self._connection.execute("pragma wal_checkpoint(truncate)")

    def append(self, draft: Draft) -> None:
        """Insert the record."""
        self._connection.execute(
            "insert into entries (id, words) values (?, ?)", (draft.id, json.dumps(line_of(draft)))
        )

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class Stock:
    """TinyDB as it comes: its JSON file is written anew for each record."""

    def __init__(self, path: Path) -> None:
        self._database = TinyDB(path)
        self._table = self._database.table("entries")

    def append(self, draft: Draft) -> None:
        """Insert the record."""
        self._table.insert(line_of(draft))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


class Flushed:
    """TinyDB with its CachingMiddleware, written out after each record, so that it is on the disk."""

    def __init__(self, path: Path) -> None:
        self._cache: CachingMiddleware = CachingMiddleware(JSONStorage)  # type: ignore[no-untyped-call]  # TinyDB's
        self._database = TinyDB(path, storage=self._made)
        self._table = self._database.table("entries")

    def _made(self, path: Path) -> Storage:
        made: Storage = self._cache(path)
        return made

    def append(self, draft: Draft) -> None:
        """Insert the record and write everything out."""
        self._table.insert(line_of(draft))
        self._cache.flush()  # type: ignore[no-untyped-call]  # TinyDB's

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def line_of(draft: Draft) -> Line:
    """The record as the peers keep it."""
    return {"id": draft.id, "kind": draft.kind, "body": draft.body}


def stock_file(path: Path, drafts: list[Draft]) -> None:
    """A file as TinyDB's own storage would have left it after so many inserts."""
    entries = {str(number): line_of(draft) for number, draft in enumerate(drafts, 1)}
    path.write_text(json.dumps({"entries": entries}), encoding="utf-8")
