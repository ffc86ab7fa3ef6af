"""A book in memory, for tests of the rooms that call a ledger.

Sealed by the same code as the real one (numbers, hashes, signatures, one entry an id); it only keeps no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from oc_training.clock import Clock
from oc_training.errors import MovedOn, NotFound, NotRecorded
from oc_training.ledger.frozen import freeze_object
from oc_training.ledger.genesis import KIND, Genesis, check_station
from oc_training.ledger.port import Drawer, Entry, Head, Json, Ledger
from oc_training.ledger.seal import BEFORE_ALL, Draft, Sealer, unseal

KEY = Ed25519PrivateKey.from_private_bytes(b"the key of a station in a test..")


class MemoryLedger:
    """The port of the book, kept in a list."""

    def __init__(self, clock: Clock, station: str = "TEST-1", key: Ed25519PrivateKey = KEY) -> None:
        check_station(station)
        self._sealer = Sealer(key, clock)
        self._station = station
        self._entries: list[Entry] = []
        genesis = Genesis(station, self._sealer.public_key, "00" * 16)
        self._add(Draft(genesis.log, KIND, genesis.body()))

    def append(self, kind: str, body: Mapping[str, Json], entry_id: str, *, expected_head: Head | None = None) -> Entry:
        if kind == KIND:
            raise ValueError("only the first entry of a book is its genesis")
        for entry in self._entries:
            if entry.id == entry_id:
                if entry.kind != kind:
                    raise NotRecorded(f"Something else was recorded in place of this, as entry {entry.seq}.")
                return entry
        if expected_head not in {None, self.head()}:
            raise MovedOn("Something else was recorded meanwhile. Nothing was recorded; please look again.")
        return self._add(Draft(entry_id, kind, body))

    def read_from(self, seq: int) -> Iterator[Entry]:
        return iter(self._entries[max(seq - 1, 0) :])

    def head(self) -> Head:
        newest = self._entries[-1]
        return Head(newest.seq, newest.hash)

    def close(self) -> None:
        """Nothing to let go of."""

    def _add(self, draft: Draft) -> Entry:
        entry = unseal(self._sealer.seal(draft, self._station, self.head() if self._entries else BEFORE_ALL))
        self._entries.append(entry)
        return entry


class MemoryDrawer:
    """The port of the working file, kept in a dictionary."""

    def __init__(self) -> None:
        self._tables: dict[tuple[str, str], Mapping[str, Json]] = {}

    def get(self, table: str, key: str) -> Mapping[str, Json] | None:
        return self._tables.get((table, key))

    def items(self, table: str) -> Mapping[str, Mapping[str, Json]]:
        return {key: value for (name, key), value in self._tables.items() if name == table}

    def put(self, table: str, key: str, value: Mapping[str, Json]) -> None:
        self._tables[table, key] = freeze_object(value)

    def remove(self, table: str, key: str) -> None:
        self._tables.pop((table, key), None)


def entry_at(ledger: Ledger, seq: int) -> Entry:
    """The entry with the number *seq*."""
    for entry in ledger.read_from(seq):
        return entry
    raise NotFound(f"There is no entry {seq}.")


_LEDGER: type[Ledger] = MemoryLedger
_DRAWER: type[Drawer] = MemoryDrawer
