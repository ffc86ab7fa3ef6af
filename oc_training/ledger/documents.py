"""The entries of the book as TinyDB's documents, made one by one when a query looks at them."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence

from tinydb.table import Document

from oc_training.ledger.frozen import Frozen, FrozenDict
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
        return map(str, range(1, len(self._entries) + 1))

    def __len__(self) -> int:
        return len(self._entries)

    def items(self) -> ItemsView[str, FrozenDict]:
        """All of them, read in order: many times quicker than one by one."""
        return _Items(self, self._entries)


class _Items(ItemsView[str, FrozenDict]):
    """What a query over the whole book goes through."""

    def __init__(self, documents: EntriesByNumber, entries: Sequence[Entry]) -> None:
        super().__init__(documents)
        self._entries = entries

    def __iter__(self) -> Iterator[tuple[str, FrozenDict]]:
        return ((str(entry.seq), document(entry)) for entry in self._entries)


class FrozenDocument(Frozen, Document):
    """What a TinyDB query over the book returns: the entry's fields, with the number as ``doc_id``."""


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
