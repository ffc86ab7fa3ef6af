"""The calls that put bytes on the disk, in one place.

Everything durable in this package goes through these names, so that a test can refuse, shorten or
record any of them. Nothing here knows what the bytes mean.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from oc_training.errors import OutcomeUnknown

PRIVATE = 0o600
"""Readable and writable by the kiosk's own account alone (KSK-10)."""
OTHERS = 0o077
"""The permission bits that no file of the book may carry."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when there is no room for more."""

SMALL = 10_000_000
"""Bytes; a file beyond this is no checkpoint."""

write = os.write
pread = os.pread
pwrite = os.pwrite
fsync = os.fsync
fdatasync = os.fdatasync
ftruncate = os.ftruncate
replace = os.replace


class Descriptor:
    """An open file, closed when nobody uses it any more.

    So a thread that is still writing or syncing never finds its number given to another file.
    """

    def __init__(self, number: int) -> None:
        self.number = number

    def close(self, _close: Callable[[int], None] = os.close) -> None:
        """Close it now; once is enough."""
        number, self.number = self.number, -1
        if number >= 0:
            _close(number)

    def __del__(self) -> None:
        self.close()


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of *data*, in as many calls as the system wants.

    Raises:
        OSError: some of it could not be written; how much is there is not known.
    """
    rest = memoryview(data)
    while rest:
        written = write(descriptor, rest)
        if written <= 0:
            raise OSError(errno.EIO, "nothing was written")
        rest = rest[written:]


def rewrite(path: Path, start: int, data: bytes) -> None:
    """Write *data* over the same bytes that *path* shows from *start*, so that a later sync must put them on the disk.

    After a failed sync the system may show bytes that it has given up writing. The descriptor is one of its own,
    because on Linux a positioned write to an appending descriptor appends.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        rest = memoryview(data)
        while rest:
            written = pwrite(descriptor, rest, start)
            if written <= 0:
                raise OSError(errno.EIO, "nothing was written")
            start, rest = start + written, rest[written:]
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Put the names in *folder* on the disk: a new or renamed file is there for certain only after this."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_whole(path: Path, data: bytes) -> None:
    """Put *data* in the place of the file *path*: whatever happens, the old or the new is there whole.

    The caller holds the lock of *path*, for the file beside it has one name.

    Raises:
        OSError: it was not replaced.
        OutcomeUnknown: it was replaced, but may be the old one again after a power cut.
    """
    beside = path.with_name(path.name + ".new")
    try:
        _write_private(beside, data, os.O_TRUNC)
        replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise OutcomeUnknown(
            f"It is not certain that {path.name} was saved. Please look whether it was before trying again."
        ) from error


def write_new(path: Path, data: bytes) -> None:
    """Make the file *path*, readable by its owner alone, with *data* in it, on the disk with its name.

    Raises:
        FileExistsError: the name is taken.
        OSError: it could not be written; nothing is left of it.
    """
    try:
        _write_private(path, data, os.O_EXCL)
        sync_folder(path.parent)
    except FileExistsError:
        raise
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def write_new_whole(path: Path, data: bytes) -> None:
    """The same, and a crash leaves all of *data* under that name or no such file; a part of it under another at most.

    Raises:
        FileExistsError: the name is taken.
        OSError: it could not be written; nothing is left of it.
    """
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        _write_private(beside, data, os.O_EXCL)
        os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    try:
        sync_folder(path.parent)
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def _write_private(path: Path, data: bytes, how: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | how
    descriptor = os.open(path, flags, PRIVATE)
    try:
        write_all(descriptor, data)
        fsync(descriptor)
    finally:
        os.close(descriptor)


class _From(io.RawIOBase):
    """A file from one place on, read without moving the place at which others read or write."""

    def __init__(self, descriptor: int, start: int, end: int | None) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._place = start
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # it is given nothing else
        wanted = buffer if self._end is None else buffer[: max(self._end - self._place, 0)]
        got = os.preadv(self._descriptor, [wanted], self._place) if wanted else 0
        self._place += got
        return got


def lines_from(descriptor: int, start: int, end: int | None = None) -> Iterator[bytes]:
    """The lines of a file from the byte *start* to *end*, each with its line feed; the last may lack it."""
    with io.BufferedReader(_From(descriptor, start, end), 1 << 18) as file:
        yield from file


def read_at(descriptor: int, start: int, end: int) -> bytes:
    """What a file holds from *start* to *end*; less, where it is shorter.

    Raises:
        OSError: the disk does not give it.
    """
    data = pread(descriptor, end - start, start)
    while len(data) < end - start and (more := pread(descriptor, end - start - len(data), start + len(data))):
        data += more
    return data


def read_small(path: Path) -> bytes | None:
    """All of the file *path*; None where that is no plain file, or larger than :data:`SMALL`.

    In a folder that others can reach anything may have the name of a checkpoint: a pipe, say, for which reading waits
    until somebody writes.

    Raises:
        OSError: there is no such file, or the disk does not give it.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        seen = os.fstat(descriptor)
        if not stat.S_ISREG(seen.st_mode) or seen.st_size > SMALL:
            return None
        return read_at(descriptor, 0, seen.st_size)
    finally:
        os.close(descriptor)
