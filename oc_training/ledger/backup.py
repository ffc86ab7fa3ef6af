"""A backup: one file with the book as it stands and the checkpoints that lie beside it. Keys are never in it.

It is a plain tar, so that it can be opened in fifty years without this program. The working file is left out on
purpose: PIN verifiers from an old copy would bring replaced PINs and used codes back to life. After a restore on a new
machine people are given new one-time codes; what was not signed yet is started again.

A book that is not in order is copied as well, byte for byte, for no station needs a copy more. The copy says so itself,
and is never restored.
"""

from __future__ import annotations

import contextlib
import io
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded
from oc_training.ledger import disk
from oc_training.ledger.checkpoint import ENDING, SignedCheckpoint
from oc_training.ledger.port import Head
from oc_training.ledger.verify import Span, Verdict, verify

BOOK = "records.book"
"""The book's name in a backup, whatever it is called at the station."""
CHECKPOINTS = "checkpoints"
DAMAGED = "DAMAGED.txt"
"""A text that lies in a backup beside a book that is not in order, and says what is wrong with it."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written, or read: all of it, from the file."""

    path: Path
    book: Span
    """Where in the file the book lies."""
    verdict: Verdict
    checkpoints: tuple[tuple[str, bytes], ...]
    """Names and texts of the checkpoints in it."""

    @property
    def damage(self) -> str:
        """What is wrong with the book in it, in one sentence; empty where it is in order."""
        return self.verdict.sentence if self.verdict.problems else ""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a book's file is copied."""

    end: int
    """Bytes from the beginning of the file."""
    head: Head | None
    """The newest entry in them; None of a book that is not in order."""


def write_backup(path: Path, book: Path, extent: Extent, checkpoint: SignedCheckpoint | None, kept: Path) -> Backup:
    """Write what *extent* names of the file *book* to the new file *path*, and read it all again.

    With *checkpoint*, how the book stands now, and those in the folder *kept*. What is appended meanwhile is
    not in it. Where the book is not in order the copy is the same, and says so.

    Raises:
        NotRecorded: it cannot be written, or there is a file of that name; nothing is left of it.
        LedgerDamaged: what was written does not read as the book does: the disk or the memory is at fault.
    """
    if path.exists():
        raise NotRecorded(f"There is a file {path} already. A backup never replaces one; give it another name.")
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        try:
            _write(beside, book, extent.end, _notes(checkpoint, kept))
            written = _read(beside)
            sound = extent.head is not None and not written.damage
            if not (written.verdict.head == extent.head if sound else _same(book, written.book)):
                raise LedgerDamaged(f"The backup in {path} could not be made: the book was altered meanwhile.")
            if written.damage:
                _mark(beside, written.damage)
            disk.replace(beside, path)
            with contextlib.suppress(OSError):  # some shares cannot sync a folder; the file itself is on the disk
                disk.sync_folder(path.parent)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise NotRecorded(f"The backup could not be written to {path}: {error.strerror}.") from error
    return Backup(path, Span(path, written.book.start, written.book.end), written.verdict, written.checkpoints)


def read_backup(path: Path) -> Backup:
    """Read a backup from its first byte to its last, and check the book in it as ``verify`` does.

    Raises:
        LedgerUnusable: it cannot be read, or is no backup.
        LedgerDamaged: the book in it is not in order.
    """
    found = _read(path)
    if found.damage:
        raise LedgerDamaged(f"The backup {path} is not in order. {found.damage}")
    return found


def _read(path: Path) -> Backup:
    """Read a backup, whatever is wrong with the book in it.

    Raises:
        LedgerUnusable: it cannot be read, or is no backup.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            members = {member.name: member for member in tar.getmembers() if member.isfile()}
            found = members.get(BOOK)
            notes = tuple(
                (name.rpartition("/")[2], _content(tar, member))
                for name, member in members.items()
                if name.startswith(f"{CHECKPOINTS}/") and name.endswith(ENDING) and member.size <= disk.SMALL
            )
    except (tarfile.TarError, EOFError):
        raise LedgerUnusable(f"{path} is not a backup of a book of records, or is damaged.") from None
    except OSError as error:
        raise LedgerUnusable(f"The backup {path} cannot be read: {error.strerror}.") from error
    if found is None:
        raise LedgerUnusable(f"{path} is not a backup of a book of records: there is no {BOOK} in it.")
    span = Span(path, found.offset_data, found.offset_data + found.size)
    return Backup(path, span, verify(span), notes)


def _notes(checkpoint: SignedCheckpoint | None, kept: Path) -> dict[str, bytes]:
    files = {path.name: disk.read_small(path) for path in sorted(kept.glob(f"*{ENDING}"))}
    notes = {name: data for name, data in files.items() if data is not None}
    if checkpoint is not None:
        notes[checkpoint.file_name] = checkpoint.note.encode()
    return notes


def _write(path: Path, book: Path, length: int, notes: dict[str, bytes]) -> None:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, disk.PRIVATE), "wb") as file, book.open("rb") as source:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            tar.addfile(_member(BOOK, length), source)
            for name, note in notes.items():
                tar.addfile(_member(f"{CHECKPOINTS}/{name}", len(note)), io.BytesIO(note))
        file.flush()
        disk.fsync(file.fileno())


def _same(book: Path, copy: Span) -> bool:
    """Whether the copy holds the bytes that the book's file holds."""
    left = copy.end - copy.start
    with book.open("rb") as one, copy.path.open("rb") as other:
        other.seek(copy.start)
        while left > 0:
            block = other.read(min(_BLOCK, left))
            if not block or one.read(len(block)) != block:
                return False
            left -= len(block)
    return True


def _mark(path: Path, damage: str) -> None:
    """Put into the backup that the book in it is not in order."""
    said = (
        f"The book of records in this backup is not in order: {damage}\n"
        "It is a copy to look into and to compare, byte for byte what lay at the station. It is not restored.\n"
    ).encode()
    with tarfile.open(path, "a:", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(_member(DAMAGED, len(said)), io.BytesIO(said))
    with path.open("rb") as file:
        disk.fsync(file.fileno())


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, disk.PRIVATE
    return member


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""
