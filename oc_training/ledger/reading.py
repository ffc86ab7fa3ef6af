"""Entries as they are read from the file when somebody asks for them.

What is handed out was checked against the hash that the entry had when the book was opened or the entry written, so a
change on the disk since then is not handed out as a record.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import overload

from oc_training.errors import LedgerDamaged, LedgerUnusable
from oc_training.ledger import disk
from oc_training.ledger.contents import Contents
from oc_training.ledger.disk import Descriptor
from oc_training.ledger.frame import damaged
from oc_training.ledger.port import Entry
from oc_training.ledger.seal import BrokenSeal, unseal

_AT_ONCE_FIRST, _AT_ONCE = 1 << 12, 1 << 18
"""Bytes that are read from the file in one go, at least one line: few for whoever wants one entry, then more."""
_AFTER_CHECKSUM = 9


class Entries(Sequence[Entry]):
    """The entries of a book at one moment, in order. It costs nothing to make; each is read when it is asked for.

    Reading one raises :class:`oc_training.errors.LedgerDamaged` when its line is no longer what it was.
    """

    def __init__(self, descriptor: Descriptor, contents: Contents, first: int = 1) -> None:
        """Make a view of the entries that *contents* has now, from number *first* on."""
        self._descriptor = descriptor
        self._contents = contents
        self._seqs = range(max(first, 1), len(contents) + 1)

    def __len__(self) -> int:
        return len(self._seqs)

    @overload
    def __getitem__(self, place: int) -> Entry: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...

    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(place, slice):
            return [self._read(seq) for seq in self._seqs[place]]
        return self._read(self._seqs[place])

    def __iter__(self) -> Iterator[Entry]:
        rest, size = self._seqs, _AT_ONCE_FIRST
        while rest:
            several = rest[: self._contents.reach(rest[0], size) - rest[0] + 1]
            start, end = self._contents.span(several[0])[0], self._contents.span(several[-1])[1]
            data = _bytes_of(self._descriptor, start, end)
            for seq in several:
                begins, ends = self._contents.span(seq)
                yield self._checked(seq, data[begins - start : ends - start])
            rest, size = rest[len(several) :], min(2 * size, _AT_ONCE)

    def _read(self, seq: int) -> Entry:
        return self._checked(seq, _bytes_of(self._descriptor, *self._contents.span(seq)))

    def _checked(self, seq: int, line: bytes) -> Entry:
        """The entry of *line*.

        Raises:
            LedgerDamaged: the line is not the one that was checked when the book was opened or the entry written.
        """
        covered = line[_AFTER_CHECKSUM:-1]
        if not line.startswith(b"%08x %d " % (zlib.crc32(covered), seq)):
            raise _changed(seq)
        try:
            entry = unseal(covered.split(b" ", 2)[2])
        except (BrokenSeal, IndexError) as error:
            raise damaged(seq, str(error)) from error
        if entry.hash != self._contents.digest(seq) or entry.seq != seq:
            raise _changed(seq)
        return entry


def _bytes_of(descriptor: Descriptor, start: int, end: int) -> bytes:
    """What the file holds from *start* to *end*; less, where it is shorter by now.

    Raises:
        LedgerUnusable: the disk does not give it.
    """
    try:
        return disk.read_at(descriptor.number, start, end)
    except OSError as error:
        raise LedgerUnusable(f"The book of records cannot be read: {error.strerror}.") from error


def _changed(seq: int) -> LedgerDamaged:
    return damaged(seq, "it is not what it was when the book was opened")
