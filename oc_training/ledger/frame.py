"""One line of the book's file, and which lines a crash may have left.

``crc32 seq durable entry``: the checksum tells a torn line from a whole one; ``durable`` is how many bytes
of the file its writer knew to be on the disk, and so a later line vouches for those before it. That decides
between the tail of a crash, in which nothing was ever acknowledged, and damage to something that was.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oc_training.errors import LedgerDamaged

_CHECKSUM_LENGTH = 8
_PARTS = 3
_MOST_DIGITS = 19
_BEGINNING = re.compile(rb'(?=[0-9a-f]{8} [0-9]{1,19} [0-9]{1,19} \{"entry":)')
"""How a line begins. No text inside of an entry looks like that: its quotation marks are escaped."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A line of the file that is whole."""

    seq: int
    durable: int
    """Bytes of the file that the writer knew to be on the disk when it wrote this line."""
    sealed: bytes
    size: int
    """Bytes of the line, its line feed included."""


def encode(seq: int, durable: int, sealed: bytes) -> bytes:
    """Write one line of the file."""
    covered = b"%d %d %s" % (seq, durable, sealed)
    return b"%s %s\n" % (_checksum(covered), covered)


def decode(line: bytes) -> Frame | None:
    """Read one line of the file, its line feed included; None whatever may be wrong with it."""
    if not line.endswith(b"\n"):
        return None
    covered = line[_CHECKSUM_LENGTH + 1 : -1]
    if line[: _CHECKSUM_LENGTH + 1] != _checksum(covered) + b" ":
        return None
    parts = covered.split(b" ", _PARTS - 1)
    if len(parts) != _PARTS or not is_number(parts[0]) or not is_number(parts[1]):
        return None
    return Frame(int(parts[0]), int(parts[1]), parts[2], len(line))


def sound_frames(lines: Iterable[bytes], start: int, seq: int) -> Iterator[Frame]:
    """The whole lines up to the end or to the tail of a crash.

    *start* is the place in the file at which *lines* begin, *seq* the number that belongs there.

    Raises:
        LedgerDamaged: a line is broken or out of turn that had once been on the disk.
    """
    place, torn = start, None
    for line in lines:
        found = decode(line) if torn is None else None
        if found is None:
            torn = place if torn is None else torn
            hidden = frame_within(line)
            if hidden and hidden.durable > torn:
                raise damaged(seq, "a later line shows that it was whole once")
        elif found.seq != seq or found.durable > place:
            raise damaged(seq, "it is not the line that belongs there")
        else:
            yield found
            seq += 1
        place += len(line)


def frame_within(line: bytes) -> Frame | None:
    """The whole line at the end of *line*: where a line feed was lost, two lines have become one.

    Only the last beginning can be that of a whole line, for none stands inside of an entry.
    """
    beginnings = deque(_BEGINNING.finditer(line), maxlen=1)
    return decode(line[beginnings[0].start() :]) if beginnings else None


def damaged(line: int, what: str) -> LedgerDamaged:
    """The error for one line of the file: every line is one entry, so its number is the entry's."""
    return LedgerDamaged(
        f"Line {line} of the book of records is damaged: {what}. Nothing more is recorded in it; "
        "please call the training coordinator and restore the book from a backup."
    )


def _checksum(covered: bytes) -> bytes:
    return b"%08x" % zlib.crc32(covered)


def is_number(digits: bytes) -> bool:
    """Whether these bytes are a number as the book writes it: decimal, without leading zeros, below 10^19."""
    return digits.isdigit() and (len(digits) == 1 or not digits.startswith(b"0")) and len(digits) <= _MOST_DIGITS
