"""The TinyDB storage of the book: one line appended and synced for each entry.

TinyDB's own storage writes the whole file anew for each insert and can be left unreadable by a power cut, so it
must not hold a legal record. Here an entry has one of three outcomes: *recorded* (the disk has it), *not recorded*
(it was taken back, nothing changed) or *unknown* (a sync failed); after the last the book refuses everything
until it has been opened anew, for a later sync may succeed without having written.
"""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import NoReturn

from tinydb.storages import Storage

from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded, OutcomeUnknown, Refused
from oc_training.ledger import disk, side_file
from oc_training.ledger.contents import Contents
from oc_training.ledger.documents import EntriesByNumber
from oc_training.ledger.frame import damaged, decode, encode
from oc_training.ledger.frozen import FrozenDict
from oc_training.ledger.genesis import Genesis, read_genesis
from oc_training.ledger.lock import FileLock, lock_of
from oc_training.ledger.port import Entry, Head
from oc_training.ledger.seal import Draft, Sealer, signature_holds
from oc_training.ledger.side_file import SetAside

TABLE = "entries"
"""The one table of the book."""
_UNKNOWN = (
    "It is not certain that the last record was saved. Please start the kiosk again and look whether "
    "it is there before anything more is signed."
)


class JournalStorage(Storage):
    """An existing book, opened for reading and appending."""

    def __init__(self, path: Path, sealer: Sealer) -> None:
        """Open the book at *path*, whose entries *sealer* will seal.

        Raises:
            LedgerUnusable: it is missing, empty, foreign, open to others, or another station key's.
            LedgerDamaged: a line that had been on the disk is broken or was altered.
        """
        self._path = path
        self._sealer = sealer
        self._lock: FileLock
        self._descriptor = -1
        self._open()

    # -- what callers use ------------------------------------------------------------------------

    def append(self, draft: Draft) -> Entry:
        """Record *draft* and return it once it is on the disk; what the book holds under its id is not written twice.

        Raises:
            NotRecorded: nothing was written; it can be tried again.
            OutcomeUnknown: it may or may not be on the disk.
            LedgerDamaged: the book is damaged and takes no entries.
            LedgerUnusable: the file was removed or replaced while it was open.
            ValueError: the draft cannot be sealed.
        """
        self._belong_to_this_process()
        with self._lock.hold(NotRecorded):
            if self._poisoned:
                raise self._outcome_while_poisoned(draft)
            self._catch_up()
            entry = self._contents.find(draft.id) or self._write(draft)
        self._sync(self._contents.end_of(entry.seq))
        return entry

    def entries(self) -> list[Entry]:
        """All entries, those of other processes included. Not to be changed by the caller.

        Raises:
            LedgerError: as for :meth:`append`.
        """
        self._belong_to_this_process()
        if self._poisoned:
            raise LedgerUnusable(_UNKNOWN)
        if self._size() != self._contents.end:
            with self._lock.hold(LedgerUnusable):
                self._catch_up()
        return self._contents.entries

    def entry(self, seq: int) -> Entry:
        """The entry *seq*, which this process has seen before."""
        return self._contents.entries[seq - 1]

    def head(self) -> Head:
        """The newest entry's number and hash."""
        self.entries()
        return self._contents.head

    @property
    def genesis(self) -> Genesis:
        """What the first entry says."""
        return self._genesis

    @property
    def public_key(self) -> str:
        """The public key in force, 64 hexadecimal digits."""
        return self._contents.key

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """The torn ends that were taken off this book and lie beside it, for whoever administers the kiosk."""
        return side_file.lying_beside(self._path)

    def reopen(self) -> None:
        """Read the whole book anew from the disk; after an outcome that was unknown this is the way back.

        Raises:
            LedgerError: as for opening.
        """
        self.close()
        self._open()

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
        """Let go of the files; further use is refused."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._lock.close()
        self._descriptor = -1

    # -- opening and following -------------------------------------------------------------------

    def _open(self) -> None:
        self._pid = os.getpid()
        self._syncing = threading.Lock()
        self._poisoned = False
        self._durable = 0
        self._contents = Contents()
        self._descriptor = _open_private(self._path)
        try:
            self._lock = FileLock(lock_of(self._path))
        except BaseException:
            os.close(self._descriptor)
            raise
        try:
            with self._lock.hold(LedgerUnusable):
                self._catch_up()
                self._genesis = read_genesis(self._contents.first())
                self._check_keys()
                self._have_it_on_the_disk()
        except BaseException:
            self.close()
            raise

    def _check_keys(self) -> None:
        """The newest signature covers the newest hash, and that the whole chain: one check vouches for every entry."""
        newest = self._contents.entries[-1]
        if not signature_holds(newest, self._contents.newest_key):
            raise damaged(newest.seq, "it was not signed by this station")
        if self._contents.key != self._sealer.public_key:
            raise LedgerUnusable(
                f"The station key here is not that of the book of records of {self._genesis.station}. "
                "Nothing was changed; put the key and the book together that belong together."
            )

    def _have_it_on_the_disk(self) -> None:
        """Sync what a dead writer may have left unsynced, before anything is built on it."""
        start, end = min(self._contents.vouched, self._contents.end), self._contents.end
        try:
            disk.rewrite(self._path, start, os.pread(self._descriptor, end - start, start))
            disk.fdatasync(self._descriptor)
        except OSError as error:
            raise LedgerUnusable(
                "The disk does not confirm the newest entries of the book of records. Please call the coordinator."
            ) from error
        self._durable = end

    def _belong_to_this_process(self) -> None:
        """After a fork parent and child would share lock and place in the file, so the child opens its own."""
        if self._descriptor < 0:
            raise LedgerUnusable("The book of records was closed.")
        if os.getpid() != self._pid:
            self.reopen()

    def _size(self) -> int:
        """How long the file is, once it is certain that it is still the one that was opened."""
        held = os.fstat(self._descriptor)
        try:
            named = self._path.stat()
        except OSError as error:
            raise LedgerUnusable("The book of records was removed while it was open.") from error
        if not os.path.samestat(held, named):
            raise LedgerUnusable("The book of records was replaced while it was open. Please start the kiosk again.")
        if held.st_size < self._contents.end:
            raise LedgerDamaged("The book of records is shorter than it was. Restore it from a backup.")
        return held.st_size

    def _catch_up(self) -> None:
        """Take in what others appended. Under the lock nobody is writing, so an unfinished end is a dead writer's."""
        size = self._size()
        if size == self._contents.end:
            return
        self._contents.follow(disk.lines_from(self._descriptor, self._contents.end))
        if self._contents.end < size:
            self._contents.first()
            self._take_off_the_end(size)

    def _take_off_the_end(self, size: int) -> None:
        start = self._contents.end
        try:
            side_file.put_aside(self._path, os.pread(self._descriptor, size - start, start))
            disk.ftruncate(self._descriptor, start)
            disk.fsync(self._descriptor)
        except OSError as error:
            raise LedgerUnusable(
                f"The end of the book of records is unfinished and cannot be put aside: {error.strerror}. "
                "Nothing was recorded."
            ) from error

    # -- writing ---------------------------------------------------------------------------------

    def _write(self, draft: Draft) -> Entry:
        """Append one line; it is not yet certain to be on the disk."""
        start = self._contents.end
        if self._contents.key != self._sealer.public_key:
            raise NotRecorded(
                "The station was given a new key since this program was started. "
                "Nothing was recorded; please start the kiosk again."
            )
        sealed = self._sealer.seal(draft, self._genesis.station, self._contents.head)
        line = encode(self._contents.head.seq + 1, self._durable, sealed)
        try:
            disk.write_all(self._descriptor, line)
        except OSError as error:
            self._cut_back(start)
            why = "The disk is full." if error.errno in disk.FULL else "The disk did not take the record."
            raise NotRecorded(f"{why} Nothing was recorded; please call the training coordinator.") from error
        written = decode(line)
        if written is None:
            raise RuntimeError("a line that was just made cannot be read")
        return self._contents.take_in(written)

    def _cut_back(self, start: int) -> None:
        try:
            disk.ftruncate(self._descriptor, start)
        except OSError as error:
            self._poisoned = True
            raise OutcomeUnknown(_UNKNOWN) from error

    def _sync(self, end: int) -> None:
        """Have the first *end* bytes on the disk. Outside the file lock, so that others can write meanwhile."""
        with self._syncing:
            if self._poisoned:
                raise OutcomeUnknown(_UNKNOWN)
            if end <= self._durable:
                return
            written = self._contents.end
            try:
                disk.fdatasync(self._descriptor)
            except OSError as error:
                self._poisoned = True
                raise OutcomeUnknown(_UNKNOWN) from error
            self._durable = written

    def _outcome_while_poisoned(self, draft: Draft) -> NotRecorded | OutcomeUnknown:
        if self._contents.find(draft.id):
            return OutcomeUnknown(_UNKNOWN)
        return NotRecorded(f"Nothing was recorded. {_UNKNOWN}")


def _open_private(path: Path) -> int:
    """Open the file of the book.

    Raises:
        LedgerUnusable: it cannot be opened, is no plain file, or others may read or write it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise LedgerUnusable(
            f"There is no book of records at {path}. If there was one, restore it from a backup; it is not made anew."
        ) from None
    except OSError as error:
        raise LedgerUnusable(f"The book of records at {path} cannot be opened: {error.strerror}.") from error
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode) and not mode & disk.OTHERS:
        return descriptor
    os.close(descriptor)
    raise LedgerUnusable(
        f"The book of records at {path} can be opened by other accounts of this machine. "
        "Take that right away (chmod 600), then start again."
    )
