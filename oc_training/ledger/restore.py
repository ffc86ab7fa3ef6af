"""Putting a backup back: never over entries that the backup does not have, unless somebody says how many are lost."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from oc_training.counting import count_words
from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded, Refused
from oc_training.ledger import disk, restore_note
from oc_training.ledger.backup import Backup
from oc_training.ledger.lock import locked
from oc_training.ledger.restore_note import RestoreNote
from oc_training.ledger.verify import Span

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
        _put(backup, book, 0)
        return Restored(entries, 0, None, changed=True)
    there, common = _compared(Span.whole(book), backup.book)
    lost = there - common
    if lost == 0 and there == entries:
        return Restored(entries, 0, None, changed=False)
    if lost != over:
        raise Refused(_why_not(there, common, lost))
    replaced = _set_aside(book)
    _put(backup, book, lost)
    return Restored(entries, lost, replaced, changed=True)


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


def _set_aside(book: Path) -> Path:
    number = 1
    while (path := book.with_name(f"{book.name}{REPLACED}{number:03d}")).exists():
        number += 1
    os.link(book, path)
    return path


def _put(backup: Backup, book: Path, lost: int) -> None:
    beside = book.with_name(f"{book.name}.restored")
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(beside, flags, disk.PRIVATE)
    try:
        wrote = hashlib.sha256()
        for block in _blocks(backup.book):
            disk.write_all(descriptor, block)
            wrote.update(block)
        disk.fsync(descriptor)
        reads = hashlib.sha256()
        for block in _blocks(Span(beside, 0, os.fstat(descriptor).st_size)):
            reads.update(block)
        if reads.digest() != wrote.digest() or backup.book.end - backup.book.start != os.fstat(descriptor).st_size:
            raise LedgerDamaged(f"The backup {backup.path} could not be copied without a fault. Nothing was changed.")
        number = os.fstat(descriptor).st_ino
        # Where the book that was there had not said yet how it was restored, what was lost then is lost now too.
        unsaid = restore_note.pending(book) if book.exists() else None
        lost += unsaid.lost if unsaid else 0
        restore_note.leave(book, RestoreNote(uuid.uuid4().hex, backup.verdict.entries, lost, backup.path.name, number))
        try:
            disk.replace(beside, book)
        except OSError:
            restore_note.take_away(book)
            raise
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


def _blocks(span: Span) -> Iterator[bytes]:
    with span.path.open("rb") as file:
        file.seek(span.start)
        left = span.end - span.start
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block
