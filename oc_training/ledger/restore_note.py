"""What a restore still has to say in the book, kept in a file beside it until the book says it.

The restored book is put in its place by one step, and the entry ``restored`` is written by the next: a crash in between
must not lose it. So the file is there before the first, and whoever opens the book writes the entry, once. It names the
file that was to be put in place: where that did not happen any more, there is nothing to say.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from oc_training.errors import LedgerUnusable, NotRecorded, OutcomeUnknown
from oc_training.ledger import disk
from oc_training.ledger.port import Json

KIND = "restored"
"""The kind of the entry."""


class RestoreNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The entry that is to be written."""

    id: str
    """Made once, so that the entry is written once, whoever tries."""
    entries: int
    lost: int
    backup: str
    """Name of the backup's file."""
    file: int
    """Number of the file (its inode) that is the restored book."""

    def body(self) -> dict[str, Json]:
        """The body of the entry."""
        return {"entries": self.entries, "lost": self.lost, "backup": self.backup}


def leave(book: Path, note: RestoreNote) -> None:
    """Put *note* beside *book*, on the disk. The caller holds the lock of the book.

    Raises:
        OSError: it is not there.
        NotRecorded: it is not certain to be there.
    """
    try:
        disk.replace_whole(_beside(book), msgspec.json.encode(note))
    except OutcomeUnknown as error:
        raise NotRecorded(f"The disk does not confirm what is written beside {book}. Nothing was changed.") from error


def pending(book: Path) -> RestoreNote | None:
    """What the book at *book* has still to say about how it was restored; None where there is nothing.

    Raises:
        LedgerUnusable: there is such a file, and it cannot be read.
    """
    path = _beside(book)
    try:
        note = msgspec.json.decode(path.read_bytes(), type=RestoreNote)
        return note if book.stat().st_ino == note.file else None
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise LedgerUnusable(
            f"The file {path}, by which the book of records is to say that it was restored, cannot be read. Move it "
            "away, and write down that the book was restored."
        ) from error


def take_away(book: Path) -> None:
    """Forget the note: the book has said it, or was not restored after all. If it stays it is still said once."""
    with contextlib.suppress(OSError):
        _beside(book).unlink()


def _beside(book: Path) -> Path:
    return book.with_name(f"{book.name}.restore-note")
