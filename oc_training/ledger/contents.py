"""Where each entry of a book stands in its file, which hash it has, and which id.

Nothing of an entry's words is kept: the file holds them, and they are read, and checked against the hash that is
kept here, when somebody asks. So a large book opens without being read as JSON, and takes little memory.
"""

from __future__ import annotations

import hashlib
import re
import threading
import zlib
from array import array
from binascii import hexlify
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from oc_training.errors import LedgerDamaged, LedgerUnusable
from oc_training.ledger.canonical import canonical
from oc_training.ledger.frame import Frame, damaged, decode, sound_frames
from oc_training.ledger.genesis import format_following, read_genesis
from oc_training.ledger.key_change import key_following
from oc_training.ledger.port import Entry, Head
from oc_training.ledger.seal import (
    BEFORE_ALL,
    BEFORE_HASH,
    BEFORE_SIGNATURE,
    HASH_LENGTH,
    OPENING,
    SEAL_LENGTH,
    BrokenSeal,
    chained,
    follows,
    unseal,
)

_DIGEST = 32
_AFTER_CHECKSUM = 9
_BEFORE_WORDS = len(" ") + len(OPENING)
"""Bytes between a line's durable mark and the words of its entry."""
_AFTER_WORDS = SEAL_LENGTH + 1
_SIGNATURE = slice(-SEAL_LENGTH - 1 + len(BEFORE_HASH) + HASH_LENGTH + len(BEFORE_SIGNATURE), -len('"}\n'))
_HEXADECIMAL = b"0123456789abcdef"
_BEGINS = re.compile(
    rb"(0|[1-9]\d{0,18}) " + OPENING + rb"\{"
    rb'"at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ","body":\{'
).match
"""How a line goes on after its number: the durable mark, then the entry as far as its body."""
_AFTER_BODY = b'},"id":'
_GOES_ON = re.compile(
    rb'\},"id":("[ !#-\[\]-~]+"),"kind":"(?!genesis"|key changed"|format changed")[ !#-\[\]-~]+",'
    rb'"offset":"[+-]\d\d:\d\d'
).match
"""How an entry goes on after its body, where id and kind are plain ASCII.

Not for the kinds that say how later lines are to be checked.
"""


class Rules(NamedTuple):
    """By what the entries of a book are checked."""

    log: str
    """The name of the book."""
    signed_by: str
    """The public key with which the newest entry was signed."""
    key: str
    """The public key in force: with which the next entry is to be signed."""
    format: int
    """The format in which the book goes on."""


class Newest(NamedTuple):
    """The newest entry that was taken in."""

    head: Head
    key: str
    """The public key with which it was signed."""
    end: int
    """Bytes of the file up to the end of its line."""


class Contents:
    """Grows at its end, and only by lines that are whole, in turn, and chained to the one before."""

    def __init__(self) -> None:
        self.end = 0
        """Bytes of the file that the entries take up."""
        self.vouched = 0
        """The most bytes that any line says were on the disk when it was written."""
        self.head = BEFORE_ALL
        """The newest entry's number and hash."""
        self._rules = Rules("", "", "", 0)
        self._station = ""
        self._keys: dict[str, None] = {}
        self._handed_out = 0
        self._ends = array("Q")
        self._digests = bytearray()
        self._numbers: dict[bytes, int] = {}
        self._growing = threading.Lock()

    def __len__(self) -> int:
        return len(self._ends)

    @property
    def key(self) -> str:
        """The public key in force: with which the next entry is to be signed."""
        return self._rules.key

    @property
    def keys(self) -> tuple[str, ...]:
        """The public keys that were ever in force, the first one first."""
        return tuple(self._keys)

    @property
    def format(self) -> int:
        """The format in which the book goes on."""
        return self._rules.format

    def number_of(self, entry_id: bytes) -> int | None:
        """The number of the entry that was appended under this id, which is given as it is written in JSON."""
        return self._numbers.get(entry_id)

    def span(self, seq: int) -> tuple[int, int]:
        """Where the line of the entry *seq* begins and ends in the file, in bytes."""
        return self._ends[seq - 2] if seq > 1 else 0, self._ends[seq - 1]

    def reach(self, seq: int, size: int) -> int:
        """The number of the last entry whose line ends within *size* bytes of where that of *seq* begins, or *seq*."""
        return max(seq, bisect_right(self._ends, self.span(seq)[0] + size))

    def newest(self) -> Newest:
        """The newest entry as it was taken in, all of it from one moment."""
        with self._growing:
            return Newest(self.head, self._rules.signed_by, self.end)

    def digest(self, seq: int) -> bytes:
        """The hash of the entry *seq*, as it was when its line was checked."""
        return bytes(self._digests[(seq - 1) * _DIGEST : seq * _DIGEST])

    def several(self, first: int, last: int) -> tuple[array[int], list[bytes]]:
        """Where the lines of the entries *first* to *last* end in the file, and their hashes."""
        digests = bytes(self._digests[(first - 1) * _DIGEST : last * _DIGEST])
        return self._ends[first - 1 : last], [digests[at : at + _DIGEST] for at in range(0, len(digests), _DIGEST)]

    def is_read_again(self, first: int, last: int) -> bool:
        """Whether any of the entries *first* to *last* was handed out before; from now on they were."""
        again = first <= self._handed_out
        self._handed_out = max(self._handed_out, last)
        return again

    def follow(self, lines_from: Callable[[int], Iterator[bytes]]) -> None:
        """Take in the lines where the entries end, up to the end of the file or to the tail of a crash.

        *lines_from* gives the lines of the file from a byte on. Nobody writes meanwhile.

        Raises:
            LedgerDamaged: a line is broken that once was on the disk, or its hash does not fit the chain.
        """
        with self._growing:
            lines = lines_from(self.end)
            while odd := self._take_in_as_expected(lines):
                frame = next(sound_frames(chain((odd,), lines), self.end, len(self) + 1), None)
                if frame is None:
                    return  # the tail of a crash, looked through to its end
                self._take_in(frame)

    def follow_sound(self, lines_from: Callable[[int], Iterator[bytes]]) -> None:
        """Take in lines as far as they are sound, and judge nothing: somebody may be writing just now.

        A line that is whole stays: whoever writes takes back only what could not be written to its end.
        """
        with self._growing:
            lines = lines_from(self.end)
            while odd := self._take_in_as_expected(lines):
                frame = decode(odd)
                if frame is None or frame.seq != len(self) + 1 or frame.durable > self.end:
                    return
                try:
                    self._take_in(frame)
                except LedgerDamaged:
                    return

    def add(self, entry: Entry, entry_id: bytes, start: int, line: bytes) -> None:
        """Take in *line*, which was just written at the byte *start* for *entry*, whose id is *entry_id* in JSON."""
        with self._growing:
            if self.end == start:  # else another thread has found it in the file already
                self._grow(entry, entry_id, 0, len(line))

    def _take_in_as_expected(self, lines: Iterator[bytes]) -> bytes:
        """Take in lines as long as each is just what belongs there; return the first that is not, or nothing.

        All that is compared stands at fixed places, so this costs a checksum and a hash a line. A line that is refused
        here is looked at again with all care: this only has to be right about what it takes. The genesis and what
        changes key or format are never taken here, for they say how later lines are to be checked. What is inside of
        a body is not looked at: no program seals another form of it than the canonical one, and what it says is read,
        and refused if it is no JSON, by whoever asks for the entry.
        """
        station = self._station
        if not station:
            return next(lines, b"")
        sha256, crc32, numbers, ends, digests = hashlib.sha256, zlib.crc32, self._numbers, self._ends, self._digests
        seq, previous, end, vouched = self.head.seq, self.head.hash.encode(), self.end, self.vouched
        ties = b"%b%b%%b%b" % (
            chained(b"%b", 0, station).replace(b'"seq":0', b'"seq":%d'),
            BEFORE_HASH,
            BEFORE_SIGNATURE,
        )
        try:
            for line in lines:
                opening = b"%08x %d " % (crc32(line[_AFTER_CHECKSUM:-1]), seq + 1)
                begins = _BEGINS(line, len(opening))
                goes_on = _GOES_ON(line, line.rfind(_AFTER_BODY))
                if not begins or not goes_on:
                    return line
                digest = sha256(line[begins.end(1) + _BEFORE_WORDS : -_AFTER_WORDS]).digest()
                hash_ = hexlify(digest)
                if not (
                    line.startswith(opening)
                    and line[goes_on.end() : _SIGNATURE.start] == ties % (previous, seq + 1, hash_)
                    and not line[_SIGNATURE].translate(None, _HEXADECIMAL)
                    and line.endswith(b'"}\n')
                    and (durable := int(begins[1])) <= end
                    and numbers.setdefault(goes_on[1], seq + 1) == seq + 1
                ):
                    return line
                digests += digest
                end += len(line)
                ends.append(end)
                seq, previous = seq + 1, hash_
                vouched = max(vouched, durable)
        finally:
            # Whatever ended this, a break in the middle of a line too: what counts is what has an end.
            del digests[len(ends) * _DIGEST :]
            if len(ends) > self.head.seq:
                self._rules = self._rules._replace(signed_by=self.key)
                self.end, self.vouched, self.head = ends[-1], vouched, Head(len(ends), self.digest(len(ends)).hex())
        return b""

    def _take_in(self, frame: Frame) -> None:
        """Take in one whole line with all care, and say what is wrong with it.

        Raises:
            LedgerDamaged: its hash does not fit, or it does not follow the entry before.
        """
        try:
            entry = unseal(frame.sealed)
        except BrokenSeal as error:
            raise damaged(frame.seq, str(error)) from error
        if entry.seq != frame.seq or not follows(entry, self.head):
            raise damaged(frame.seq, "it does not follow the entry before it")
        if self._station not in {"", entry.station}:
            raise damaged(frame.seq, "it was written at another station")
        try:
            entry_id = canonical(entry.id)
        except ValueError as error:
            raise damaged(frame.seq, "its id is not written as one") from error
        if entry_id in self._numbers:
            raise damaged(frame.seq, f"entry {self._numbers[entry_id]} has the same id")
        self._grow(entry, entry_id, frame.durable, frame.size)

    def _grow(self, entry: Entry, entry_id: bytes, durable: int, size: int) -> None:
        """Take in one entry that was read with care or written here."""
        self._rules = self.rules_with(entry)
        self._keys[self._rules.key] = None
        self._station = self._station or entry.station
        self.head = Head(entry.seq, entry.hash)
        self.end += size
        self.vouched = max(self.vouched, durable)
        self._digests += entry.digest
        self._numbers[entry_id] = self.head.seq
        self._ends.append(self.end)

    def rules_with(self, entry: Entry) -> Rules:
        """By what the entries after *entry* are checked, which comes next.

        Raises:
            LedgerError: as :func:`oc_training.ledger.key_change.key_following` and
                :func:`oc_training.ledger.genesis.format_following`, or the book does not begin as one.
        """
        if not len(self):
            genesis = read_genesis(entry)
            return Rules(genesis.log, genesis.public_key, genesis.public_key, genesis.format)
        log, _, key, format_ = self._rules
        return Rules(log, key, key_following(entry, log, key), format_following(entry, format_, key))

    def require_a_line(self) -> None:
        """Refuse a file without even one whole line.

        Raises:
            LedgerUnusable: it is no book.
        """
        if not len(self):
            raise LedgerUnusable(
                "The file is empty or is not a book of records. Nothing was changed; restore the book from a backup."
            )
