"""Putting a backup back: never over entries that the backup does not have, unless somebody says how many are lost."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from oc_training.counting import count_words
from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded, Refused
from oc_training.ledger import disk, restore_note
from oc_training.ledger.backup import Backup
from oc_training.ledger.lock import locked
from oc_training.ledger.restore_note import RestoreNote
from oc_training.ledger.verify import Span, verify

REPLACED = ".replaced-"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    entries: int
    """Entries of the book that is there now."""
    lost: int
    """Entries of the book that was there, which the backup does not have."""
    replaced: Path | None
    """Where the book that was there lies now; nothing is thrown away."""
    changed: bool
    """False where the book was there already, entry for entry."""


def restore(backup: Backup, book: Path, over: int = 0) -> Restored:
    """Put the book of *backup* in the place *book*, whole or not at all.

    *over* is how many entries of the book that is there may be lost: exactly as many as would be.

    Raises:
        Refused: entries would be lost that *over* does not name. Nothing was changed.
        NotRecorded: the disk did not take it. Nothing was changed.
        LedgerDamaged: the backup reads differently now than when it was checked. Nothing was changed.
    """
    try:
        book.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(book, NotRecorded):
            return _restore(backup, book, over)
    except OSError as error:
        raise NotRecorded(f"The backup could not be restored to {book}: {error.strerror}.") from error


def put_checkpoints_back(backup: Backup, folder: Path) -> None:
    """Put the checkpoints of *backup* into *folder*, but for those that lie there already.

    Raises:
        NotRecorded: the disk did not take one.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, note in backup.checkpoints:
            if not (folder / name).exists():
                disk.write_new(folder / name, note)
    except OSError as error:
        raise NotRecorded(f"The checkpoints could not be put back into {folder}: {error.strerror}.") from error


def _restore(backup: Backup, book: Path, over: int) -> Restored:
    entries = backup.verdict.entries
    if not book.exists():
        return Restored(entries, 0, _put(backup, book, 0), changed=True)
    there, common = _compared(Span.whole(book), backup.book)
    lost = there - common
    if lost == 0 and there == entries:
        return Restored(entries, 0, None, changed=False)
    if lost != over:
        raise Refused(_why_not(there, common, lost))
    return Restored(entries, lost, _put(backup, book, lost), changed=True)


def _why_not(there: int, common: int, lost: int) -> str:
    if lost == 0:
        return "The backup has every entry of the book that is here, so none would be lost: leave --over out."
    which = "It is another book" if common == 0 else f"Up to entry {common} the two are the same"
    are, they = ("is", "it is") if lost == 1 else ("are", f"these {lost} are")
    return (
        f"The book that is here has {count_words(there, 'entry', 'entries')}, and {lost} of them {are} not in the "
        f"backup. {which}. Nothing was changed. If {they} to be lost, say so: --over {lost}"
    )


def _compared(there: Span, restored: Span) -> tuple[int, int]:
    """How many lines the book has that is there, and how many from the first on are the same in the other."""
    count = common = 0
    for one, other in zip_longest(_lines(there), _lines(restored)):
        if one is not None:
            count += 1
        if one is not None and one == other and common == count - 1:
            common = count
    return count, common


def _lines(span: Span) -> Iterator[bytes]:
    with span.path.open("rb") as file:
        yield from disk.lines_from(file.fileno(), span.start, span.end)


def _put(backup: Backup, book: Path, lost: int) -> Path | None:
    """Put the book of *backup* in its place, once what was written was read and checked; where the old one lies now."""
    beside = book.with_name(f"{book.name}.restored")
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(beside, flags, disk.PRIVATE)
    try:
        for block in _blocks(backup.book):
            disk.write_all(descriptor, block)
        disk.fsync(descriptor)
        _check(beside, backup)
        number = os.fstat(descriptor).st_ino
        note = RestoreNote(uuid.uuid4().hex, backup.verdict.entries, lost, backup.path.name, number)
        with restore_note.left(book, note), _kept(book) as replaced:
            disk.replace(beside, book)
    finally:
        os.close(descriptor)
        beside.unlink(missing_ok=True)
    try:
        disk.sync_folder(book.parent)
    except OSError as error:
        raise LedgerUnusable(
            f"The book was restored to {book}, but the disk does not confirm it. Look whether it is there after the "
            "machine was started again."
        ) from error
    return replaced


def _check(copy: Path, backup: Backup) -> None:
    """Make sure that *copy* is the book that was checked: as the full check does, for the backup may be another now.

    Raises:
        LedgerDamaged: it is not.
    """
    found = verify(Span.whole(copy))
    if (found.problems, found.entries, found.head) != ((), backup.verdict.entries, backup.verdict.head):
        raise LedgerDamaged(f"The backup {backup.path} reads differently now than when it was checked.")


@contextmanager
def _kept(book: Path) -> Iterator[Path | None]:
    """Keep the file *book* under a further name while a block puts another in its place; not, if the block fails."""
    if not book.exists():
        yield None
        return
    number = 1
    while (path := book.with_name(f"{book.name}{REPLACED}{number:03d}")).exists() and not path.samefile(book):
        number += 1
    if not path.exists():  # a crash may have left it, before another file was put in the place of the book
        os.link(book, path)
    try:
        yield path
    except OSError:
        path.unlink()
        raise


def _blocks(span: Span) -> Iterator[bytes]:
    with span.path.open("rb") as file:
        file.seek(span.start)
        left = span.end - span.start
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block
