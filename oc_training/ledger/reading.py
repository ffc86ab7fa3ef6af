"""Entries as they are read from the file when somebody asks for them.

What is handed out is checked against the hash that the entry had when the book was opened or the entry written, so a
change on the disk since then is not handed out as a record. Only whoever goes through what was checked a moment ago
and was not handed out yet, as the kiosk does at its start, is spared hashing all of it a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from oc_training.errors import LedgerUnusable
from oc_training.ledger import disk
from oc_training.ledger.contents import Contents
from oc_training.ledger.disk import Descriptor
from oc_training.ledger.frame import damaged
from oc_training.ledger.port import Entry
from oc_training.ledger.seal import BrokenSeal, read_known

_AT_ONCE_FIRST, _AT_ONCE = 1 << 12, 1 << 18
"""Bytes that are read from the file in one go, at least one line: few for whoever wants one entry, then more."""


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
        contents, seq, last, size = self._contents, self._seqs.start, self._seqs.stop - 1, _AT_ONCE_FIRST
        while seq <= last:
            until = min(last, contents.reach(seq, size))
            place = start = contents.span(seq)[0]
            ends, digests = contents.several(seq, until)
            data = _bytes_of(self._descriptor, start, ends[-1])
            again = contents.is_read_again(seq, until)
            for end, digest in zip(ends, digests, strict=True):
                yield read_entry(seq, data[place - start : end - start], digest, again=again)
                seq, place = seq + 1, end
            size = min(2 * size, _AT_ONCE)

    def _read(self, seq: int) -> Entry:
        line = _bytes_of(self._descriptor, *self._contents.span(seq))
        return read_entry(seq, line, self._contents.digest(seq), again=True)


def read_entry(seq: int, line: bytes, digest: bytes, *, again: bool) -> Entry:
    """The entry of *line*; where it is read *again*, its words are hashed again too.

    Raises:
        LedgerDamaged: its words are not those that were checked when the book was opened or the entry written.
    """
    try:
        entry = read_known(line, seq, digest, again=again)
    except BrokenSeal as error:
        raise damaged(seq, str(error)) from error
    if entry is None:
        raise damaged(seq, "it is not what it was when the book was opened")
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
