"""How a book stands: everything that a checkpoint, a proof or a backup needs to know, read from its file.

Read beside whoever is writing: the length is taken under the lock, where no line is half written, and what lies before
it is never changed again; it is on the disk before anything is said of it. Nothing here needs the engine, so it costs
the kiosk nothing. As at every opening the newest signature is checked, which covers all the others: what somebody
without the key put at the end is never made part of a checkpoint.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from oc_training.errors import LedgerUnusable
from oc_training.ledger import disk
from oc_training.ledger.contents import Contents
from oc_training.ledger.frame import damaged, sound_frames
from oc_training.ledger.genesis import Genesis, check_format, read_genesis
from oc_training.ledger.lock import locked
from oc_training.ledger.merkle import leaf
from oc_training.ledger.port import Entry, Head
from oc_training.ledger.reading import read_entry
from oc_training.ledger.seal import OPENING, SEAL_LENGTH, signature_holds

_ONLY_TO_BE_READ = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@dataclass(frozen=True, slots=True)
class Survey:
    """A book up to some entry that is on the disk."""

    genesis: Genesis
    keys: tuple[str, ...]
    """The public keys that were ever in force, 64 hexadecimal digits each, the first one first."""
    key: str
    """The public key in force."""
    format: int
    """The format in which the book goes on."""
    head: Head
    leaves: list[bytes]
    """Hashes of the Merkle tree's leaves, one an entry."""
    end: int
    """Bytes of the file that these entries take up."""


def survey(path: Path) -> Survey:
    """Read the book at *path*: every checksum, hash and link is checked.

    Raises:
        LedgerUnusable: it is missing, unreadable, no book, or not of this program's format.
        LedgerDamaged: a line that had been on the disk is broken or was altered.
    """
    found = survey_of_any_format(path)
    check_format(found.format)
    return found


def survey_of_any_format(path: Path) -> Survey:
    """The same of a book whose format may be older than this program's, as long as its lines are written alike.

    Raises:
        LedgerUnusable: it is missing, unreadable or no book, or of a newer format.
        LedgerDamaged: a line that had been on the disk is broken or was altered.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise LedgerUnusable(f"The book of records at {path} cannot be read: {error.strerror}.") from error
    try:
        return _surveyed(descriptor, path)
    except OSError as error:
        raise LedgerUnusable(f"The book of records at {path} cannot be read: {error.strerror}.") from error
    finally:
        os.close(descriptor)


def settled_size(path: Path) -> int:
    """Bytes of the file *path* when nobody is writing a line, whatever is wrong with them; they are on the disk.

    Raises:
        LedgerUnusable: it is missing or unreadable.
    """
    try:
        with path.open("rb") as file:
            size = _settled_length(file.fileno(), path)
            disk.fdatasync(file.fileno())
            return size
    except OSError as error:
        raise LedgerUnusable(f"The book of records at {path} cannot be read: {error.strerror}.") from error


def entry_bytes(sealed: bytes) -> bytes:
    """The bytes of an entry that were hashed, out of its stored form."""
    return sealed[len(OPENING) : -SEAL_LENGTH]


def sealed_entry(path: Path, seq: int, end: int) -> bytes | None:
    """The stored form of the entry *seq* in the first *end* bytes of a book.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        for frame in sound_frames(disk.lines_from(file.fileno(), 0, end), 0, 1):
            if frame.seq == seq:
                return frame.sealed
    return None


def _surveyed(descriptor: int, path: Path) -> Survey:
    found, vouched = _read(descriptor, _settled_length(descriptor, path))
    _have_it_on_the_disk(descriptor, path, vouched, found.end)
    return found


def _settled_length(descriptor: int, path: Path) -> int:
    """How long the file is when nobody is writing a line."""
    with locked(path, LedgerUnusable):
        return os.fstat(descriptor).st_size


def _have_it_on_the_disk(descriptor: int, path: Path, vouched: int, end: int) -> None:
    """Sync the file, its end written once more before: what a sync gave up that failed for another program.

    Of that the other program was told and this one never will be, while the system goes on showing the bytes. Where
    the file may only be read there is nothing to do but to sync, and to go by what can be read.

    Raises:
        OSError: the disk does not confirm it.
    """
    with locked(path, LedgerUnusable):
        if os.path.samestat(os.fstat(descriptor), path.stat()):
            try:
                disk.rewrite(path, vouched, disk.read_at(descriptor, vouched, end))
            except OSError as error:
                if error.errno not in _ONLY_TO_BE_READ:
                    raise
    disk.fdatasync(descriptor)


def _read(descriptor: int, length: int) -> tuple[Survey, int]:
    """What stands in the file, and up to which byte its lines say themselves that they are on the disk."""
    contents, leaves = Contents(), list[bytes]()
    contents.follow(lambda start: _counted(disk.lines_from(descriptor, start, length), leaves))
    contents.require_a_line()
    genesis, newest = read_genesis(_entry(descriptor, contents, 1)), contents.newest()
    if not signature_holds(_entry(descriptor, contents, newest.head.seq), newest.key):
        raise damaged(newest.head.seq, "it was not signed by this station")
    del leaves[len(contents) :]  # what a crash left behind the last entry is none
    found = Survey(genesis, contents.keys, contents.key, contents.format, newest.head, leaves, newest.end)
    return found, contents.vouched


def _counted(lines: Iterable[bytes], leaves: list[bytes]) -> Iterator[bytes]:
    """The same lines; the leaf of each goes to *leaves*."""
    for line in lines:
        leaves.append(leaf(line[line.find(OPENING) + len(OPENING) : -SEAL_LENGTH - 1]))
        yield line


def _entry(descriptor: int, contents: Contents, seq: int) -> Entry:
    """The entry *seq*, read and checked once more.

    Raises:
        LedgerDamaged: its line is not what it was a moment ago.
    """
    return read_entry(seq, disk.read_at(descriptor, *contents.span(seq)), contents.digest(seq), again=True)
