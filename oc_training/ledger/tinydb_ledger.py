"""The book of records in TinyDB: the engine behind the port :class:`oc_training.ledger.port.Ledger`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from oc_training.clock import Clock
from oc_training.errors import NotRecorded, OutcomeUnknown
from oc_training.ledger import restore_note
from oc_training.ledger.book_table import Book, BookTable
from oc_training.ledger.genesis import create_book
from oc_training.ledger.journal import TABLE
from oc_training.ledger.key_change import KIND as KEY_CHANGED
from oc_training.ledger.key_change import change_body
from oc_training.ledger.port import OWN_KINDS, Entry, Head, Json
from oc_training.ledger.seal import Draft, Sealer
from oc_training.ledger.side_file import SetAside


class TinyDBLedger:
    """One station's book, opened for reading and appending."""

    def __init__(self, path: Path, sealer: Sealer) -> None:
        self._path = path
        self._book = Book(path, sealer)
        self._table = self._book.table(TABLE)
        self._journal = self._table.journal
        self.noted: int | None = None
        """Number of the entry that was written at this opening because a restore had not come so far."""

    @classmethod
    def create(cls, path: Path, station: str, key: Ed25519PrivateKey, clock: Clock) -> Self:
        """Make a new book for *station* at *path* and open it.

        Raises:
            LedgerUnusable: there is one already, or none can be made there.
            ValueError: the station's name is not made of ASCII letters, digits, ``-``, ``_``, ``.``.
        """
        sealer = Sealer(key, clock)
        create_book(path, station, sealer)
        return cls(path, sealer)

    @classmethod
    def open(cls, path: Path, key: Ed25519PrivateKey, clock: Clock) -> Self:
        """Open the book at *path*: every line, hash and link is checked, and the newest signature.

        Raises:
            LedgerUnusable: it is missing, empty, foreign, open to others, or belongs to another key.
            LedgerDamaged: a line that had been on the disk is broken or was altered.
        """
        ledger = cls(path, Sealer(key, clock))
        with contextlib.suppress(NotRecorded, OutcomeUnknown):  # it is said at the next opening then
            ledger.noted = ledger.say_restored()
        return ledger

    @property
    def station(self) -> str:
        """The station to which the book belongs."""
        return self._journal.genesis.station

    @property
    def public_key(self) -> str:
        """The public half of the key in force, 64 hexadecimal digits: to be kept where an auditor can find it."""
        return self._journal.public_key

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Torn ends that were taken off this book and still lie beside it; each is to be shown as its own sentence."""
        return self._journal.set_aside

    @property
    def table(self) -> BookTable:
        """The entries as a TinyDB table, for queries: ``ledger.table.search(where("kind") == "acknowledged")``."""
        return self._table

    def append(self, kind: str, body: Mapping[str, Json], entry_id: str, *, expected_head: Head | None = None) -> Entry:
        """Write one entry and return it once it is on the disk; see :meth:`oc_training.ledger.port.Ledger.append`.

        Raises:
            MovedOn: the head is another one than *expected_head*; nothing was written.
            NotRecorded: nothing was written; it can be tried again.
            OutcomeUnknown: it may or may not be on the disk; the same call again finds out.
            LedgerDamaged: the book is damaged and takes no entries.
            LedgerUnusable: the file was removed or replaced, or the book was closed.
            ValueError: the entry is outside the profile of :mod:`oc_training.ledger.canonical`.
        """
        if kind in OWN_KINDS:
            raise ValueError(f"callers append no kind of the book's own, such as {kind!r}")
        return self._journal.append(Draft(entry_id, kind, body), expected_head)

    def read_from(self, seq: int) -> Iterator[Entry]:
        """All entries with a number of *seq* or more as they are now, those of other processes included.

        Raises:
            LedgerError: the book cannot be read.
        """
        return iter(self._journal.entries(seq))

    def head(self) -> Head:
        """The newest entry's number and hash.

        Raises:
            LedgerError: the book cannot be read.
        """
        return self._journal.head()

    def note(self, kind: str, body: Mapping[str, Json], entry_id: str) -> Entry:
        """Write an entry of the book's own (:data:`oc_training.ledger.port.OWN_KINDS`), as :meth:`append` does.

        Raises:
            LedgerError: as for :meth:`append`.
        """
        return self._journal.append(Draft(entry_id, kind, body))

    def say_restored(self) -> int | None:
        """Write how the book was restored where it has not said so yet; the last such entry's number, or None.

        Raises:
            LedgerError: as for :meth:`append`.
        """
        notes, seq = restore_note.pending(self._path), None
        for note in notes:
            seq = self.note(restore_note.KIND, note.body(), note.id).seq
        if notes:
            restore_note.take_away(self._path, notes)
        return seq

    def change_key(self, new: Ed25519PrivateKey, entry_id: str) -> Entry:
        """Record that *new* signs from the next entry on. Then this takes no more entries: open the book with *new*.

        Raises:
            LedgerError: as for :meth:`append`.
        """
        body = change_body(self._journal.genesis.log, self.public_key, new)
        return self.note(KEY_CHANGED, body, entry_id)

    def reopen(self) -> None:
        """Read the whole book anew from the disk, as it is also done by itself after an outcome that was unknown.

        Raises:
            LedgerError: as for :meth:`open`.
        """
        self._journal.reopen()

    def close(self) -> None:
        """Let go of the files. Nothing is lost if this is never called."""
        self._book.close()
