"""The entries of the book as TinyDB's documents, made one by one when a query looks at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from oc_training.ledger.frozen import FrozenDict
from oc_training.ledger.port import Entry


class EntriesByNumber(Mapping[str, FrozenDict]):
    """What TinyDB calls the raw table: documents under their number, written as text.

    A view: it costs nothing to make, whatever the size of the book.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def __getitem__(self, number: str) -> FrozenDict:
        if number.isascii() and number.isdigit() and 1 <= int(number) <= len(self._entries):
            return document(self._entries[int(number) - 1])
        raise KeyError(number)

    def __iter__(self) -> Iterator[str]:
        return (str(entry.seq) for entry in self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def document(entry: Entry) -> FrozenDict:
    """All fields of *entry* under their names."""
    return FrozenDict(
        seq=entry.seq,
        id=entry.id,
        at=entry.at,
        offset=entry.offset,
        station=entry.station,
        kind=entry.kind,
        body=entry.body,
        previous=entry.previous,
        hash=entry.hash,
        signature=entry.signature,
    )
