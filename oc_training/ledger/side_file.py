"""Where the torn end of a book goes: into a numbered file beside it, for somebody to look at.

A crash leaves such an end, but so would the decay of the newest line. It is therefore never thrown away,
and it is reported as long as the file lies there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from oc_training.ledger import disk
from oc_training.ledger.frame import frame_within

_MARK = ".set-aside-"


@dataclass(frozen=True, slots=True)
class SetAside:
    """One torn end that was taken off the book."""

    path: Path
    holds_a_whole_entry: bool
    """It may then have been acknowledged to somebody, and has to be compared with the receipts."""

    def __str__(self) -> str:
        """The sentence for whoever administers the kiosk."""
        what = (
            "holds a whole record"
            if self.holds_a_whole_entry
            else "is most likely a record cut short by a power failure"
        )
        return (
            f"The end of the book of records was unfinished and was put aside in {self.path}; it {what}. "
            "Please compare it with the receipts of that day, then move the file away."
        )


def put_aside(book: Path, tail: bytes) -> SetAside:
    """Write *tail* to the first free numbered file beside *book*, and have it on the disk.

    Raises:
        OSError: it could not be written; nothing is left of it.
    """
    number = 1
    while True:
        path = book.with_name(f"{book.name}{_MARK}{number:03d}")
        try:
            disk.write_new(path, tail)
        except FileExistsError:
            number += 1
        else:
            return _describe(path, tail)


def lying_beside(book: Path) -> tuple[SetAside, ...]:
    """All torn ends that lie beside *book*, in the order in which they were found."""
    names = sorted(name for name in book.parent.iterdir() if name.name.startswith(book.name + _MARK))
    return tuple(_described(path, (seen := path.stat()).st_size, seen.st_mtime_ns) for path in names)


@lru_cache(maxsize=64)
def _described(path: Path, _size: int, _written: int) -> SetAside:
    """A file is looked through once: it is asked about at each sign-in of a coordinator."""
    return _describe(path, path.read_bytes())


def _describe(path: Path, tail: bytes) -> SetAside:
    # The newest line may be whole but for its line feed, which is lost or another byte now.
    ends = [*tail.splitlines(keepends=True), tail + b"\n", tail[:-1] + b"\n"]
    return SetAside(path, any(frame_within(end) for end in ends))
