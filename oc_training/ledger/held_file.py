"""The file of a book as one process holds it open: whether it is still the one that was opened, and all there.

Others may remove, replace, shorten or write over it meanwhile. So each look at the book and each write begins here;
what the lines mean is not known here.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from oc_training.errors import LedgerDamaged, LedgerUnusable
from oc_training.ledger import disk
from oc_training.ledger.contents import Newest
from oc_training.ledger.disk import Descriptor
from oc_training.ledger.seal import BEFORE_HASH, BEFORE_SIGNATURE, SEAL_LENGTH


class HeldFile:
    """A file that is open for reading and appending, and closed when nobody uses it any more."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            LedgerUnusable: it cannot be opened, is no plain file, or others may read or write it.
        """
        self._name = str(path)
        self.descriptor = _open_private(path)

    @property
    def number(self) -> int:
        """By which the system knows the open file."""
        return self.descriptor.number

    def lines_from(self, start: int) -> Iterator[bytes]:
        """Its lines from the byte *start* on, each with its line feed; the last may lack it."""
        return disk.lines_from(self.descriptor.number, start)

    def size(self, known: int) -> int:
        """How long it is, once it is certain that it is still the one that was opened.

        *known* is how many bytes it had, asked for before this look at it: others may make it longer meanwhile.

        Raises:
            LedgerUnusable: it was removed or replaced.
            LedgerDamaged: it is shorter than it was.
        """
        held = os.fstat(self.descriptor.number)
        try:
            named = os.stat(self._name)  # noqa: PTH116 - at each append; a Path costs more than the call
        except OSError as error:
            raise LedgerUnusable("The book of records was removed while it was open.") from error
        if (held.st_ino, held.st_dev) != (named.st_ino, named.st_dev):
            raise LedgerUnusable("The book of records was replaced while it was open. Please start the kiosk again.")
        if held.st_size < known:
            raise LedgerDamaged("The book of records is shorter than it was. Restore it from a backup.")
        return held.st_size

    def require_the_newest(self, known: Newest) -> None:
        """Make sure that the newest entry is still where it was: what was written after it builds on it.

        A file that became shorter and grew again, as when its end was set aside by another program or an old copy was
        put over it, is as long as it should be and yet another.

        Raises:
            LedgerDamaged: something else stands there.
        """
        if not known.head.seq:
            return
        try:
            seal = disk.read_at(self.descriptor.number, known.end - SEAL_LENGTH - 1, known.end)
        except OSError as error:
            raise LedgerUnusable(f"The book of records cannot be read: {error.strerror}.") from error
        if not seal.startswith(BEFORE_HASH + known.head.hash.encode() + BEFORE_SIGNATURE):
            raise LedgerDamaged(
                f"The book of records was changed by something else: entry {known.head.seq}, which was there, is gone. "
                "Nothing more is recorded in it; please call the training coordinator."
            )


def _open_private(path: Path) -> Descriptor:
    """Open the file of the book.

    Raises:
        LedgerUnusable: it cannot be opened, is no plain file, or others may read or write it.
    """
    try:
        descriptor = Descriptor(os.open(path, os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC))
    except FileNotFoundError:
        raise LedgerUnusable(
            f"There is no book of records at {path}. If there was one, restore it from a backup; it is not made anew."
        ) from None
    except OSError as error:
        raise LedgerUnusable(f"The book of records at {path} cannot be opened: {error.strerror}.") from error
    mode = os.fstat(descriptor.number).st_mode
    if stat.S_ISREG(mode) and not mode & disk.OTHERS:
        return descriptor
    raise LedgerUnusable(
        f"The book of records at {path} can be opened by other accounts of this machine. "
        "Take that right away (chmod 600), then start again."
    )
