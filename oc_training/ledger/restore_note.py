"""What a restore still has to say in the book, kept in a file beside it until the book says it.

The restored book is put in its place by one step, and the entry ``restored`` is written by the next: a crash in between
must not lose it. So the note is there before the first, and whoever opens the book writes the entry, once. It names the
file that was to be put in place: where that did not happen any more, there is nothing to say.

Where a book is replaced again before it has said how it was restored, its notes stay, each a line, in front of the new
one. So each restore is said, with what it lost itself, by whichever book is there in the end.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from oc_training.errors import LedgerUnusable, NotRecorded, OutcomeUnknown
from oc_training.ledger import disk
from oc_training.ledger.lock import locked
from oc_training.ledger.port import Json

KIND = "restored"
"""The kind of the entry."""


class RestoreNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The entry that is to be written."""

    id: str
    """Made once, so that the entry is written once, whoever tries."""
    entries: int
    lost: int
    """By this restore alone."""
    backup: str
    """Name of the backup's file."""
    file: int
    """Number of the file (its inode) that is the restored book."""

    def body(self) -> dict[str, Json]:
        """The body of the entry."""
        return {"entries": self.entries, "lost": self.lost, "backup": self.backup}


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(RestoreNote)


@contextmanager
def left(book: Path, note: RestoreNote) -> Iterator[None]:
    """Put *note* beside *book*, on the disk, behind what the book has still to say, for a block that puts it in place.

    If the block fails the note is taken away again. The caller holds the lock of the book.

    Raises:
        OSError: it is not there, or what the block raises.
        NotRecorded: it is not certain to be there.
        LedgerUnusable: what lies there cannot be read.
    """
    unsaid = pending(book)
    try:
        _write(book, (*unsaid, note))
        yield
    except (OSError, NotRecorded):
        with contextlib.suppress(OSError, NotRecorded):
            _write(book, unsaid)
        raise


def pending(book: Path) -> tuple[RestoreNote, ...]:
    """What the book at *book* has still to say about how it was restored, the first restore first.

    Raises:
        LedgerUnusable: there is such a file, and it cannot be read.
    """
    path = _beside(book)
    try:
        notes = _DECODER.decode_lines(path.read_bytes())
        here = book.stat().st_ino
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LedgerUnusable(
            f"The file {path}, by which the book of records is to say that it was restored, cannot be read. Move it "
            "away, and write down that the book was restored."
        ) from error
    files = [note.file for note in notes]
    return tuple(notes[: files.index(here) + 1]) if here in files else ()


def take_away(book: Path, said: tuple[RestoreNote, ...]) -> None:
    """Forget the notes *said*, which the book has said now. If they stay they are still said once.

    Where another restore came meanwhile they stay, for its book has not said them.
    """
    with contextlib.suppress(OSError, LedgerUnusable, NotRecorded), locked(book, NotRecorded):
        if pending(book) == said:
            _write(book, ())


def _write(book: Path, notes: tuple[RestoreNote, ...]) -> None:
    """Have these notes beside *book*, on the disk; no file where there are none."""
    if not notes:
        _beside(book).unlink(missing_ok=True)
        return
    try:
        disk.replace_whole(_beside(book), _ENCODER.encode_lines(notes))
    except OutcomeUnknown as error:
        raise NotRecorded(f"The disk does not confirm what is written beside {book}. Nothing was changed.") from error


def _beside(book: Path) -> Path:
    return book.with_name(f"{book.name}.restore-note")
