"""TinyDB over the book: its queries as they are, its inserts appended, everything else refused.

TinyDB's own table builds the whole table anew for each insert and finds the next number by looking at all of them;
ours hands the document to the storage, so that an insert costs the same in a small book and in a large one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NoReturn

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from oc_training.errors import Refused
from oc_training.ledger.documents import EntriesByNumber, FrozenDocument
from oc_training.ledger.journal import TABLE, JournalStorage
from oc_training.ledger.port import OWN_KINDS, Json
from oc_training.ledger.seal import Draft, Sealer

_APPEND_ONLY = "What is in the book of records stays as it is. A correction is a further entry."


class BookTable(Table):
    """The table of entries. A document to insert has the fields ``id``, ``kind`` and ``body``, and no others."""

    document_class = FrozenDocument

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:  # noqa: FBT001, FBT002 - TinyDB's signature
        """Make the table as TinyDB does.

        Raises:
            Refused: a cache is asked for, which would not see another terminal's entries, or *persist_empty*, by
                which TinyDB empties a table that is there.
        """
        if cache_size or persist_empty:
            raise Refused(_APPEND_ONLY)
        if not isinstance(storage, JournalStorage):
            raise TypeError("the book's table needs the book's storage")
        super().__init__(storage, name, cache_size=0)
        self.journal = storage
        """The storage, for what TinyDB has no word for."""

    def insert(self, document: Mapping[str, Json]) -> int:
        """Record one entry and return its number once it is on the disk.

        Raises:
            LedgerError: as :meth:`oc_training.ledger.port.Ledger.append`.
            ValueError: the document is not that of an entry.
        """
        return self.journal.append(_draft(document)).seq

    def insert_multiple(self, documents: Iterable[Mapping[str, Json]]) -> NoReturn:  # noqa: ARG002 - the name is TinyDB's
        """Refuse: what stands or falls together is one entry.

        Raises:
            Refused: always.
        """
        raise Refused("Entries are recorded one by one.")

    def _read_table(self) -> EntriesByNumber:  # type: ignore[override]  # TinyDB only reads what it gets here
        return self.journal.table()

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Json]]], None]) -> NoReturn:  # noqa: ARG002 - TinyDB's
        """Every other way in which TinyDB writes comes through here."""
        raise Refused(_APPEND_ONLY)


class Book(TinyDB):
    """The book as a TinyDB database with one table."""

    table_class = BookTable
    default_table_name = TABLE

    def __init__(self, path: Path, sealer: Sealer) -> None:
        super().__init__(path, sealer, storage=JournalStorage)

    def table(self, name: str, **kwargs: bool) -> BookTable:
        """The table of entries.

        Raises:
            Refused: another name is given; the book has one table.
        """
        if name != TABLE:
            raise Refused(f"The book of records has no table {name!r}.")
        found = super().table(name, **kwargs)
        if not isinstance(found, BookTable):
            raise TypeError("the book's table is of another class")
        return found

    def drop_tables(self) -> NoReturn:
        """Refuse.

        Raises:
            Refused: always.
        """
        raise Refused(_APPEND_ONLY)

    def drop_table(self, name: str) -> NoReturn:  # noqa: ARG002 - the name is TinyDB's
        """Refuse.

        Raises:
            Refused: always.
        """
        raise Refused(_APPEND_ONLY)


def _draft(document: Mapping[str, Json]) -> Draft:
    match document:
        case {"id": str(entry_id), "kind": str(kind), "body": Mapping() as body, **rest} if (
            not rest and kind not in OWN_KINDS
        ):
            return Draft(entry_id, kind, body)
    raise ValueError("an entry is made of id, kind and body, and of no kind of the book's own, such as genesis")
