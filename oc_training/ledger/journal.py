"""The TinyDB storage of the book: one line appended and synced for each entry.

TinyDB's own storage writes the whole file anew for each insert and can be left unreadable by a power cut, so it
must not hold a legal record. Here an entry has one of three outcomes: *recorded* (the disk has it), *not recorded*
(it was taken back, nothing changed) or *unknown* (a sync failed); after the last the book is opened anew, from what
the disk has, before anything else is done with it.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import NoReturn

from tinydb.storages import Storage

from oc_training.errors import LedgerDamaged, LedgerError, LedgerUnusable, NotRecorded, OutcomeUnknown, Refused
from oc_training.ledger import side_file
from oc_training.ledger.book_file import UNKNOWN, BookFile
from oc_training.ledger.documents import EntriesByNumber
from oc_training.ledger.frozen import FrozenDict
from oc_training.ledger.genesis import KIND, Genesis
from oc_training.ledger.port import Entry, Head
from oc_training.ledger.reading import Entries
from oc_training.ledger.seal import Draft, Sealer, prepare
from oc_training.ledger.side_file import SetAside

TABLE = "entries"
"""The one table of the book."""


class JournalStorage(Storage):
    """An existing book, opened for reading and appending."""

    def __init__(self, path: Path, sealer: Sealer) -> None:
        """Open the book at *path*, whose entries *sealer* will seal.

        Raises:
            LedgerUnusable: it is missing, empty, foreign, open to others, on a network, or another station key's.
            LedgerDamaged: a line that had been on the disk is broken or was altered.
        """
        self._path = path
        self._sealer = sealer
        self._opening = threading.Lock()
        self._pid = os.getpid()
        self._file: BookFile | None = self._opened()

    # -- what callers use ------------------------------------------------------------------------

    def append(self, draft: Draft, expected_head: Head | None = None) -> Entry:
        """Record *draft* and return it once it is on the disk; what the book holds under its id is not written twice.

        Raises:
            MovedOn: the head is another one than *expected_head*; nothing was written.
            NotRecorded: nothing was written; it can be tried again, unless something of another kind has the id.
            OutcomeUnknown: it may or may not be on the disk; the same call again finds out.
            LedgerDamaged: the book is damaged and takes no entries.
            LedgerUnusable: the file was removed or replaced while it was open.
            ValueError: the draft cannot be sealed.
        """
        if draft.kind == KIND:
            raise ValueError("only the first entry of a book is its genesis")
        prepared = prepare(draft)
        before = self._file
        try:
            file = self._usable()
        except LedgerDamaged:
            raise
        except LedgerError as error:
            if before is None:
                raise
            if before.holds_unsynced(prepared):
                raise OutcomeUnknown(UNKNOWN) from error
            raise NotRecorded(f"Nothing was recorded. {error}") from error
        return file.append(prepared, expected_head)

    def entries(self, first: int = 1) -> Entries:
        """The entries from number *first* on, those of other processes included, each read when it is asked for.

        Raises:
            LedgerError: the book cannot be read.
        """
        file = self._usable()
        file.follow()
        return file.entries(first)

    def head(self) -> Head:
        """The newest entry's number and hash; it is on the disk, also where another program is still writing it.

        A receipt names it: after a power cut, a head that was not on the disk would look like an end that was cut off.

        Raises:
            LedgerError: the book cannot be read, or the disk does not confirm it.
        """
        file = self._usable()
        file.follow()
        return file.head_on_the_disk()

    @property
    def genesis(self) -> Genesis:
        """What the first entry says."""
        return self._usable().genesis

    @property
    def public_key(self) -> str:
        """The public key in force, 64 hexadecimal digits."""
        return self._usable().contents.key

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """The torn ends that were taken off this book and lie beside it, for whoever administers the kiosk."""
        return side_file.lying_beside(self._path)

    def reopen(self) -> None:
        """Read the whole book anew from the disk.

        Raises:
            LedgerError: as for opening; the book stays as it was, closed or not.
        """
        self._file = self._opened()
        self._pid = os.getpid()

    # -- what TinyDB uses ------------------------------------------------------------------------

    def read(self) -> dict[str, dict[str, FrozenDict]]:
        """The whole book, as TinyDB wants it for its few whole-database questions."""
        return {TABLE: dict(self.table())}

    def table(self) -> EntriesByNumber:
        """The entries as TinyDB's documents, without making any before it is asked for."""
        return EntriesByNumber(self.entries())

    def write(self, data: object) -> NoReturn:  # noqa: ARG002 - the name is TinyDB's
        """Refuse: TinyDB would write the whole database anew.

        Raises:
            Refused: always.
        """
        raise Refused("What is in the book of records stays as it is. A correction is a further entry.")

    def close(self) -> None:
        """Let go of the files; further use is refused. What another thread has begun it still ends."""
        self._file = None

    # -- opening ---------------------------------------------------------------------------------

    def _opened(self) -> BookFile:
        return BookFile(self._path, self._sealer)

    def _usable(self) -> BookFile:
        """The present opening; a new one after a fork, or when the disk has left the last in doubt.

        After a fork parent and child would share lock and place in the file, so the child opens its own.
        """
        if self._pid != os.getpid():
            self._opening = threading.Lock()
            if self._file is not None:
                self._file = self._opened()
            self._pid = os.getpid()
        file = self._file
        if file is not None and file.broken:
            with self._opening:
                if self._file is file:
                    self._file = self._opened()
                file = self._file
        if file is None:
            raise LedgerUnusable("The book of records was closed.")
        return file
