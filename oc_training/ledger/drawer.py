"""The small working file beside the book, in TinyDB: progress not signed yet, and PIN verifiers.

Its values change and vanish, so it is no place for records. Each change replaces the whole file by a new one
under a process lock: a crash leaves the old or the new, and two terminals lose nothing of each other's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn, TypeAlias

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from oc_training.errors import LedgerUnusable, NotRecorded
from oc_training.ledger import disk
from oc_training.ledger.frozen import FrozenDict, freeze_object
from oc_training.ledger.lock import FileLock, lock_of
from oc_training.ledger.port import Json
from oc_training.ledger.where import refuse_network

_Tables: TypeAlias = dict[str, dict[str, FrozenDict]]


class DrawerStorage(Storage):
    """A TinyDB storage that replaces its file whole; the caller holds the lock around reading and writing back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = -1
        """Kept open while its content is remembered, so that its inode number cannot be given to a newer file."""
        self._seen: os.stat_result | None = None
        self._tables: _Tables = {}

    def read(self) -> _Tables | None:
        """What the file says now, whoever wrote it; None when there is no file yet.

        Raises:
            LedgerUnusable: the file cannot be read, or is not what this class writes. It is never taken for empty.
        """
        try:
            now = self._path.stat()
        except FileNotFoundError:
            self._forget()
            return None
        except OSError as error:
            raise _unreadable(self._path, error) from error
        if self._seen is None or not _same(self._seen, now):
            self._load()
        return dict(self._tables)

    def write(self, data: Mapping[str, Mapping[str, Mapping[str, Json]]]) -> None:
        """Replace the file, and return once the new one is on the disk.

        Raises:
            NotRecorded: the old file is still there; nothing was changed.
            OutcomeUnknown: the new file is there, but may be the old one again after a power cut.
        """
        text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        try:
            disk.replace_whole(self._path, text)
        except OSError as error:
            why = "The disk is full." if error.errno in disk.FULL else "The disk did not take the change."
            raise NotRecorded(f"{why} Nothing was changed; please call the training coordinator.") from error

    def close(self) -> None:
        """Let go of the file."""
        self._forget()

    def _forget(self) -> None:
        if self._held >= 0:
            os.close(self._held)
        self._held, self._seen, self._tables = -1, None, {}

    def _load(self) -> None:
        self._forget()
        try:
            self._held = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            seen = os.fstat(self._held)
            with os.fdopen(os.dup(self._held), "rb") as file:
                text = file.read()
        except OSError as error:
            raise _unreadable(self._path, error) from error
        if seen.st_mode & disk.OTHERS:
            raise LedgerUnusable(
                f"The working file {self._path} can be opened by other accounts of this machine. "
                "Take that right away (chmod 600), then start again."
            )
        self._tables = _parse(text, self._path)
        self._seen = seen


class DrawerTable(Table):
    """Values under keys of the caller's own, each replaced whole."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB calls it on a key; nothing needs a number of it

    def __init__(self, storage: Storage, name: str) -> None:
        super().__init__(storage, name, cache_size=0)

    def rows(self) -> dict[str, Mapping[str, Json]]:
        """All values under their keys, in a dictionary of the caller's own."""
        return dict(self._read_table())

    def look_up(self, key: str) -> Mapping[str, Json] | None:
        """The value under *key*."""
        found: Mapping[str, Json] | None = self._read_table().get(key)
        return found

    def replace(self, key: str, value: FrozenDict) -> None:
        """Keep *value* under *key*."""
        self._write_rows({**self._read_table(), key: value})

    def forget(self, key: str) -> None:
        """Remove *key*, if it is there."""
        rows = self._read_table()
        if key in rows:
            self._write_rows({name: row for name, row in rows.items() if name != key})

    def _write_rows(self, rows: Mapping[str, Mapping[str, Json]]) -> None:
        self.storage.write({**(self.storage.read() or {}), self.name: dict(rows)})


class TinyDBDrawer:
    """The port :class:`oc_training.ledger.port.Drawer` on a TinyDB file. A missing file is a drawer not used yet."""

    def __init__(self, path: Path) -> None:
        """Open the drawer at *path*, whose folder exists.

        Raises:
            LedgerUnusable: the file is damaged, open to others, on a network or unreadable.
        """
        refuse_network(path.parent)
        self._lock = FileLock(lock_of(path))
        self._database = TinyDB(path, storage=DrawerStorage)
        self._tables: dict[str, DrawerTable] = {}
        with self._lock.hold(LedgerUnusable):
            self._database.storage.read()

    def get(self, table: str, key: str) -> Mapping[str, Json] | None:
        """The value kept under *key*, or None; it cannot be changed in place.

        Raises:
            LedgerUnusable: the file cannot be read.
        """
        with self._lock.hold(LedgerUnusable):
            return self._table(table).look_up(key)

    def items(self, table: str) -> Mapping[str, Mapping[str, Json]]:
        """Everything kept in *table*, by key; empty when there is none. A copy, whose values cannot be changed.

        Raises:
            LedgerUnusable: the file cannot be read.
        """
        with self._lock.hold(LedgerUnusable):
            return self._table(table).rows()

    def put(self, table: str, key: str, value: Mapping[str, Json]) -> None:
        """Keep *value* under *key*, replacing what was there, and return once it is on the disk.

        Raises:
            NotRecorded: nothing was changed; it can be tried again.
            OutcomeUnknown: it was changed, but may not outlast a power cut.
            LedgerUnusable: the file cannot be read.
            ValueError: the value is not JSON.
        """
        kept = _checked(key, value)
        with self._lock.hold(NotRecorded):
            self._table(table).replace(key, kept)

    def remove(self, table: str, key: str) -> None:
        """Forget *key*; nothing happens if it is not there.

        Raises:
            LedgerError: as for :meth:`put`.
        """
        with self._lock.hold(NotRecorded):
            self._table(table).forget(key)

    def close(self) -> None:
        """Let go of the files. Nothing is lost if this is never called."""
        self._database.close()
        self._lock.close()

    def _table(self, name: str) -> DrawerTable:
        return self._tables.setdefault(name, DrawerTable(self._database.storage, name))


def _checked(key: str, value: Mapping[str, Json]) -> FrozenDict:
    """Return *value* as it will be read back.

    Raises:
        ValueError: it would not come back the same.
    """
    kept = freeze_object(value)
    try:
        text = json.dumps({key: kept}, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise ValueError(f"the value for {key!r} is not JSON: {error}") from error
    if json.loads(text, object_pairs_hook=_frozen) != {key: kept}:
        raise ValueError(f"the value for {key!r} would not be read back as it is")
    return kept


def _same(seen: os.stat_result, now: os.stat_result) -> bool:
    return os.path.samestat(seen, now) and (seen.st_size, seen.st_mtime_ns) == (now.st_size, now.st_mtime_ns)


def _frozen(pairs: list[tuple[str, Json]]) -> FrozenDict:
    return freeze_object(dict(pairs))


def _parse(text: bytes, path: Path) -> _Tables:
    try:
        found: Json = json.loads(text, object_pairs_hook=_frozen, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not isinstance(found, FrozenDict):
        raise _damaged(path)
    return {name: _rows(table, path) for name, table in found.items()}


def _rows(table: Json, path: Path) -> dict[str, FrozenDict]:
    if not isinstance(table, FrozenDict):
        raise _damaged(path)
    rows = {key: value for key, value in table.items() if isinstance(value, FrozenDict)}
    if len(rows) != len(table):
        raise _damaged(path)
    return rows


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _damaged(path: Path) -> LedgerUnusable:
    return LedgerUnusable(
        f"The working file {path} is damaged. Nothing was changed; restore it from a backup. "
        "The book of records is not affected."
    )


def _unreadable(path: Path, error: OSError) -> LedgerUnusable:
    return LedgerUnusable(f"The working file {path} cannot be read: {error.strerror}.")
