"""Where a book lies, and its lines one after the other."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oc_training.ledger.audit.entry import Words, Wrong, read
from oc_training.ledger.audit.line import Line, take_apart

_LOOKS, _BETWEEN = 4, 0.05
"""How often an end that is not a whole line is looked at again, and seconds in between: a record is written in less."""


class BecameShorter(OSError):
    """The file has fewer bytes than when the check began: its torn end was taken off, or somebody cut it."""

    def __init__(self, *_: object) -> None:
        """One sentence's middle, as other errors of the system have it."""
        super().__init__(errno.ESTALE, "it became shorter while it was read; check it again")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a book lies: a file of its own, or a part of a backup."""

    path: Path
    start: int
    end: int

    @classmethod
    def whole(cls, path: Path) -> Span:
        """All of the file *path*, as long as it is now, or in a moment, where a record is just being written.

        Raises:
            OSError: it cannot be looked at.
        """
        with path.open("rb") as file:
            for look in range(_LOOKS):
                if look:
                    time.sleep(_BETWEEN)
                size = file.seek(0, os.SEEK_END)
                if not size or (file.seek(size - 1), file.read(1))[1] in {b"\n", b""}:
                    break
        return cls(path, 0, size)


def lines_of(span: Span) -> Iterator[tuple[int, bytes]]:
    """Each line of a book with its number, without its line feed.

    Raises:
        BecameShorter: the file is not as long as it was.
        OSError: it cannot be read.
    """
    with span.path.open("rb") as file:
        file.seek(span.start)
        left, number = span.end - span.start, 0
        while left > 0:
            line = file.readline(left)
            if not line:
                raise BecameShorter
            left, number = left - len(line), number + 1
            yield number, line.removesuffix(b"\n")


def read_line(line: bytes) -> tuple[Line, Words] | None:
    """The parts of a line and the entry in it, where both can be read."""
    parts = take_apart(line)
    if parts is None or not parts.words:
        return None
    try:
        return parts, read(parts.words)
    except Wrong:
        return None
