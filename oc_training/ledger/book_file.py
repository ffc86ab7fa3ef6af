"""One opening of the book's file: following what is in it, and appending to it.

An opening ends when the disk has failed in a way that leaves something uncertain. It is never used again then: a
later sync may succeed without having written. The book goes on with a new opening, which starts from what the disk has.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

from oc_training.errors import LedgerUnusable, MovedOn, NotRecorded, OutcomeUnknown
from oc_training.ledger import disk, side_file
from oc_training.ledger.contents import Contents
from oc_training.ledger.frame import damaged, encode
from oc_training.ledger.genesis import check_format, read_genesis
from oc_training.ledger.held_file import HeldFile
from oc_training.ledger.lock import FileLock, lock_of
from oc_training.ledger.port import Entry, Head
from oc_training.ledger.reading import Entries
from oc_training.ledger.seal import Prepared, Sealer, signature_holds
from oc_training.ledger.where import refuse_network

UNKNOWN = (
    "It is not certain that the last record was saved. Please try again with the same keys: if it was saved, it will "
    "be found, and nothing is recorded twice. If this appears again, please call the training coordinator."
)
MOVED_ON = "Something else was recorded meanwhile. Nothing was recorded; please look again."


class BookFile:
    """The file of a book that exists, open for reading and appending by one process.

    A thread that is still writing when nobody else uses it any more does so to the end.
    """

    def __init__(self, path: Path, sealer: Sealer) -> None:
        """Open the book at *path*, and check all of it.

        Raises:
            LedgerUnusable: it is missing, empty, foreign, open to others, on a network, or another station key's.
            LedgerDamaged: a line that had been on the disk is broken or was altered.
        """
        refuse_network(path.parent)
        self.broken = False
        """Something is uncertain: this opening is over."""
        self._path = path
        self._sealer = sealer
        self._syncing = threading.Lock()
        self._durable = 0
        self._signed = 0
        """Up to this entry it is certain that the station signed."""
        self._contents = Contents()
        self._file = HeldFile(path)
        self._lock = FileLock(lock_of(path), guarded=self._file.descriptor)
        self._contents.follow_sound(self._file.lines_from)
        with self._lock.hold(LedgerUnusable):
            self._catch_up()
            self._contents.require_a_line()
            check_format(self._contents.format)
            self.genesis = read_genesis(self.entries()[0])
            self._vouch()
            self._check_key()
            self._have_it_on_the_disk()

    @property
    def contents(self) -> Contents:
        """What is where in the file, as far as it was followed."""
        return self._contents

    def entries(self, first: int = 1) -> Entries:
        """The entries from number *first* on, as far as the file was followed."""
        return Entries(self._file.descriptor, self._contents, first)

    def head_on_the_disk(self) -> Head:
        """The newest entry that was followed, once the disk has it.

        Raises:
            OutcomeUnknown: the disk does not confirm it; this opening is over.
        """
        newest = self._contents.newest()
        self._sync(newest.end)
        return newest.head

    def holds_unsynced(self, prepared: Prepared) -> bool:
        """Whether an entry was written under this id that the disk has not confirmed."""
        number = self._contents.number_of(prepared.id)
        return number is not None and self._contents.span(number)[1] > self._durable

    # -- following -------------------------------------------------------------------------------

    def follow(self) -> None:
        """Take in what others have appended, without keeping them from writing.

        Raises:
            LedgerError: the file is not what it was, or is damaged.
        """
        size = self._file.size(self._contents.end)
        self._file.require_the_newest(self._contents.newest())
        if size != self._contents.end:
            self._contents.follow_sound(self._file.lines_from)
            if self._contents.end < size:  # somebody is writing, or died of it: under the lock it is certain
                with self._lock.hold(LedgerUnusable):
                    self._catch_up()
        self._vouch()

    def _catch_up(self) -> None:
        """Take in what others appended. Under the lock nobody is writing, so an unfinished end is a dead writer's."""
        size = self._file.size(self._contents.end)
        self._file.require_the_newest(self._contents.newest())
        if size == self._contents.end:
            return
        self._contents.follow(self._file.lines_from)
        if self._contents.end < size:
            self._contents.require_a_line()
            self._take_off_the_end(size)

    def _take_off_the_end(self, size: int) -> None:
        start = self._contents.end
        with self._syncing:  # of two syncs at once only one is told of a failure
            try:
                side_file.put_aside(self._path, disk.read_at(self._file.number, start, size))
                disk.ftruncate(self._file.number, start)
                disk.fsync(self._file.number)
            except OSError as error:
                self.broken = True
                raise LedgerUnusable(
                    f"The end of the book of records is unfinished and cannot be put aside: {error.strerror}. "
                    "Nothing was recorded."
                ) from error

    def _vouch(self) -> None:
        """The newest signature covers the newest hash, and that the whole chain: one check vouches for every entry.

        Raises:
            LedgerDamaged: the station did not sign it. So it stays: nothing is shown of such a book, or sealed in it.
        """
        newest = self._contents.newest()
        if newest.head.seq <= self._signed:
            return
        entry = self.entries()[newest.head.seq - 1]
        if not self._is_ours(entry, newest.key) and not signature_holds(entry, newest.key):
            raise damaged(newest.head.seq, "it was not signed by this station")
        self._signed = newest.head.seq

    def _is_ours(self, entry: Entry, key: str) -> bool:
        """Whether this station's own key gives the very same signature.

        There is one signature of a key over the same bytes (Ed25519, RFC 8032), and to sign again takes a third of the
        time of a check; the file is locked meanwhile, and what comes from another terminal of the station is the rule.
        """
        return key == self._sealer.public_key and self._sealer.sign(entry.digest).hex() == entry.signature

    def _check_key(self) -> None:
        if self._contents.key != self._sealer.public_key:
            raise LedgerUnusable(
                f"The station key here is not that of the book of records of {self.genesis.station}. "
                "Nothing was changed; put the key and the book together that belong together."
            )

    def _have_it_on_the_disk(self) -> None:
        """Sync what a dead writer may have left unsynced, before anything is built on it."""
        start, end = min(self._contents.vouched, self._contents.end), self._contents.end
        try:
            disk.rewrite(self._path, start, disk.read_at(self._file.number, start, end))
            disk.fdatasync(self._file.number)
        except OSError as error:
            raise LedgerUnusable(
                "The disk does not confirm the newest entries of the book of records. Please call the coordinator."
            ) from error
        self._durable = end

    # -- writing ---------------------------------------------------------------------------------

    def append(self, prepared: Prepared, expected_head: Head | None = None) -> Entry:
        """Record a draft and return its entry once it is on the disk; an id that is there is not written twice.

        Raises:
            MovedOn: the head is another one than *expected_head*; nothing was written.
            NotRecorded: nothing was written; it can be tried again, unless something of another kind has the id.
            OutcomeUnknown: it may or may not be on the disk; this opening is over.
            LedgerDamaged: the book is damaged and takes no entries.
            LedgerUnusable: the file was removed or replaced while it was open.
        """
        if os.fstat(self._file.number).st_size != self._contents.end:
            self.follow()
        if (there := self._found(prepared)) is not None:  # it is not to be called unrecorded if others hold the lock
            self._file.size(self._contents.end)
            self._file.require_the_newest(self._contents.newest())
            self._sync(self._contents.span(there.seq)[1])
            return there
        with self._lock.hold(NotRecorded):
            if self.broken:
                raise NotRecorded("The book of records is being opened anew. Nothing was recorded; please try again.")
            self._catch_up()
            self._vouch()
            entry = self._found(prepared)
            if entry is None and expected_head not in {None, self._contents.head}:
                raise MovedOn(MOVED_ON)
            entry = entry or self._write(prepared)
        self._sync(self._contents.span(entry.seq)[1])
        return entry

    def _found(self, prepared: Prepared) -> Entry | None:
        """The entry that was written under this id.

        Raises:
            NotRecorded: it is of another kind.
        """
        number = self._contents.number_of(prepared.id)
        if number is None:
            return None
        entry = self.entries()[number - 1]
        if entry.kind != prepared.draft.kind:
            raise NotRecorded(
                f"Something else was recorded in place of this, as entry {number} ({entry.kind}). Nothing more was "
                "recorded; please look again."
            )
        return entry

    def _write(self, prepared: Prepared) -> Entry:
        """Append one line; it is not yet certain to be on the disk."""
        if self._contents.key != self._sealer.public_key:
            raise NotRecorded(
                "The station was given a new key since this program was started. "
                "Nothing was recorded; please start the kiosk again."
            )
        start = self._contents.end
        sealed, entry = self._sealer.seal_prepared(prepared, self.genesis.station, self._contents.head)
        self._contents.rules_with(entry)
        line = encode(entry.seq, max(self._durable, self._contents.vouched), sealed)
        try:
            disk.write_all(self._file.number, line)
        except OSError as error:
            self._cut_back(start)
            why = "The disk is full." if error.errno in disk.FULL else "The disk did not take the record."
            raise NotRecorded(f"{why} Nothing was recorded; please call the training coordinator.") from error
        self._contents.add(entry, prepared.id, start, line)
        self._signed = entry.seq
        return entry

    def _cut_back(self, start: int) -> None:
        """Take off what was written of a line that could not be written to its end."""
        try:
            if os.fstat(self._file.number).st_size != start:
                disk.ftruncate(self._file.number, start)
        except OSError as error:
            self.broken = True
            raise OutcomeUnknown(UNKNOWN) from error

    def _sync(self, end: int) -> None:
        """Have the first *end* bytes on the disk. Outside the file lock, so that others can write meanwhile."""
        with self._syncing:
            if self.broken:
                raise OutcomeUnknown(UNKNOWN)
            if end <= self._durable:
                return
            written = self._contents.end
            try:
                disk.fdatasync(self._file.number)
            except OSError as error:
                self.broken = True
                raise OutcomeUnknown(UNKNOWN) from error
            self._durable = written
