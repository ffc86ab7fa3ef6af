"""The entries of a book as they are held in memory: in order, by number and by id.

What is here was read from the file (also what this process wrote itself), so memory and disk cannot differ.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from oc_training.errors import LedgerUnusable
from oc_training.ledger.frame import Frame, damaged, sound_frames
from oc_training.ledger.genesis import FORMAT_CHANGED, check_format, read_genesis
from oc_training.ledger.key_change import KIND as KEY_CHANGED
from oc_training.ledger.key_change import key_after
from oc_training.ledger.port import Entry, Head
from oc_training.ledger.seal import BEFORE_ALL, BrokenSeal, follows, unseal

_MANY = 2_000


class Contents:
    """Grows at its end, and only by lines that are whole, in turn, and chained to the one before."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.end = 0
        """Bytes of the file that the entries take up."""
        self.vouched = 0
        """The most bytes that any line says were on the disk when it was written."""
        self.key = ""
        """The public key in force: with which the next entry is to be signed."""
        self.newest_key = ""
        """The public key with which the newest entry was signed."""
        self._log = ""
        self._ends: list[int] = []
        self._numbers: dict[str, int] = {}

    @property
    def head(self) -> Head:
        """The newest entry's number and hash."""
        return Head(self.entries[-1].seq, self.entries[-1].hash) if self.entries else BEFORE_ALL

    def find(self, entry_id: str) -> Entry | None:
        """The entry that was appended under this id."""
        number = self._numbers.get(entry_id)
        return None if number is None else self.entries[number - 1]

    def end_of(self, seq: int) -> int:
        """Bytes of the file up to and with the entry *seq*."""
        return self._ends[seq - 1]

    def follow(self, lines: Iterable[bytes]) -> None:
        """Take in *lines*, which begin where the entries end, up to the end or to the tail of a crash.

        Raises:
            LedgerDamaged: a line is broken that once was on the disk, or its hash does not fit the chain.
        """
        before = len(self.entries)
        with _collector_at_rest():
            for frame in sound_frames(lines, self.end, len(self.entries) + 1):
                self.take_in(frame)
        if len(self.entries) - before > _MANY:
            # Thousands of values that live as long as the program: keep the collector from walking over them.
            gc.freeze()

    def take_in(self, frame: Frame) -> Entry:
        """Add the entry of one whole line.

        Raises:
            LedgerDamaged: its hash does not fit, or it does not follow the entry before.
        """
        try:
            entry = unseal(frame.sealed)
        except BrokenSeal as error:
            raise damaged(frame.seq, str(error)) from error
        if entry.seq != frame.seq or not follows(entry, self.head):
            raise damaged(frame.seq, "it does not follow the entry before it")
        if entry.id in self._numbers:
            raise damaged(frame.seq, f"entry {self._numbers[entry.id]} has the same id")
        self._follow_keys(entry)
        self.end += frame.size
        self.vouched = max(self.vouched, frame.durable)
        self.entries.append(entry)
        self._ends.append(self.end)
        self._numbers[entry.id] = entry.seq
        return entry

    def _follow_keys(self, entry: Entry) -> None:
        if not self.entries:
            self._log, self.key = (genesis := read_genesis(entry)).log, genesis.public_key
        self.newest_key = self.key
        if entry.kind == FORMAT_CHANGED:
            version = entry.body.get("format")
            check_format(version if isinstance(version, int) else 0)
        if entry.kind == KEY_CHANGED:
            try:
                self.key = key_after(entry.kind, entry.body, self._log, self.key)
            except ValueError as error:
                raise damaged(entry.seq, str(error)) from error

    def first(self) -> Entry:
        """The genesis entry.

        Raises:
            LedgerUnusable: there is not even one whole line.
        """
        if not self.entries:
            raise LedgerUnusable(
                "The file is empty or is not a book of records. Nothing was changed; restore the book from a backup."
            )
        return self.entries[0]


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Spare the cyclic garbage collector while many values are made that will all be kept."""
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()
