"""One writer at a time, between threads and between processes.

The lock is ``flock`` on a file of its own that is never deleted, so that the file it guards can be replaced.
(POSIX record locks would be lost as soon as *any* descriptor of the file is closed.)

Somebody may delete the lock file all the same while it is held, and the next program would make a new one. So whoever
writes to the book, and whoever puts another file in its place, also holds the guarded file itself: always the lock file
first. Where there is no such file yet, that is its folder.
"""

from __future__ import annotations

import fcntl
import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oc_training.errors import LedgerError, LedgerUnusable
from oc_training.ledger.disk import PRIVATE, Descriptor

PATIENCE = 15.0
"""Seconds that a writer waits for another before it gives up; a write holds the lock for well under a millisecond."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.00002, 0.001
"""Seconds between two tries for the lock: short at first, for it is mostly held for less than that."""


def lock_of(path: Path) -> Path:
    """The lock file that stands beside *path*."""
    return path.with_name(path.name + ".lock")


@contextmanager
def locked(path: Path, busy: type[LedgerError]) -> Iterator[None]:
    """Hold the lock of the file *path*, and that file itself, for a ``with`` block, for whoever needs it once.

    Raises:
        LedgerUnusable: the lock file or the file cannot be opened.
        LedgerError: of the type *busy*, when others held it too long.
    """
    lock = FileLock(lock_of(path))
    try:
        with lock.hold(busy), _itself(path, busy):
            yield
    finally:
        lock.close()


@contextmanager
def _itself(path: Path, busy: type[LedgerError]) -> Iterator[None]:
    """Hold the file that has the name *path* now, or its folder where there is none."""
    until = time.monotonic() + PATIENCE
    while True:
        descriptor = _standing(path)
        try:
            _wait_for(descriptor, until, busy)
            if _stands(path, descriptor):
                yield
                return
        finally:
            descriptor.close()  # and with it the lock


def _standing(path: Path) -> Descriptor:
    """The file *path*, or its folder where there is none, opened."""
    for each, how in ((path, os.O_NOFOLLOW | os.O_NONBLOCK), (path.parent, os.O_DIRECTORY)):
        try:
            return Descriptor(os.open(each, os.O_RDONLY | os.O_CLOEXEC | how))
        except FileNotFoundError:
            continue
        except OSError as error:
            raise LedgerUnusable(f"{each} cannot be opened: {error.strerror}.") from error
    raise LedgerUnusable(f"There is no folder {path.parent}.")


def _stands(path: Path, descriptor: Descriptor) -> bool:
    """Whether what was held is still what counts, now that the wait for it is over."""
    held = os.fstat(descriptor.number)
    try:
        return os.path.samestat(held, path.lstat())
    except OSError:
        return stat.S_ISDIR(held.st_mode)


def _wait_for(descriptor: Descriptor, until: float, busy: type[LedgerError]) -> None:
    """Lock an open file.

    Raises:
        LedgerError: of the type *busy*, when others hold it at the time *until*.
    """
    pause = _FIRST_PAUSE
    while True:
        try:
            fcntl.flock(descriptor.number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise _gave_up(busy) from None
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return


def _gave_up(busy: type[LedgerError]) -> LedgerError:
    return busy("Another program is holding the records. Nothing was changed; please try again in a minute.")


class _Held:
    """A lock for the length of a ``with`` block."""

    __slots__ = ("_busy", "_lock")

    def __init__(self, lock: FileLock, busy: type[LedgerError]) -> None:
        self._lock = lock
        self._busy = busy

    def __enter__(self) -> None:
        self._lock.take(self._busy)

    def __exit__(self, *_: object) -> None:
        self._lock.let_go()


class FileLock:
    """Held by one thread of one process at a time. Not to be taken twice by the same thread."""

    def __init__(self, path: Path, patience: float = PATIENCE, *, guarded: Descriptor | None = None) -> None:
        """Open the lock file *path*. *guarded* is the file to be written to, where it is held as well."""
        self._path = path
        self._patience = patience
        self._guarded = guarded
        self._open()

    def _open(self) -> None:
        self._threads = threading.Lock()
        self._pid = os.getpid()
        self._descriptor = self._opened()

    def _opened(self) -> Descriptor:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            return Descriptor(os.open(self._path, flags, PRIVATE))
        except OSError as error:
            raise LedgerUnusable(f"{self._path} cannot be opened: {error.strerror}.") from error

    def hold(self, busy: type[LedgerError]) -> _Held:
        """Hold the lock for the length of a ``with`` block.

        Raises:
            LedgerError: of the type *busy*, when others held it too long.
        """
        return _Held(self, busy)

    def take(self, busy: type[LedgerError]) -> None:
        """Take the lock; :meth:`let_go` gives it back. What :meth:`hold` does is safer."""
        if os.getpid() != self._pid:
            self._open()  # a lock taken before a fork belongs to both processes, so the child opens its own
            self._guarded = None  # so does this one; to write to the book the child opens that anew as well
        until = time.monotonic() + self._patience
        if not self._threads.acquire(timeout=self._patience):
            raise _gave_up(busy)
        try:
            self._take(until, busy)
        except BaseException:
            self._threads.release()
            raise

    def let_go(self) -> None:
        """Give the lock back."""
        try:
            if self._guarded is not None:
                fcntl.flock(self._guarded.number, fcntl.LOCK_UN)
        finally:
            try:
                fcntl.flock(self._descriptor.number, fcntl.LOCK_UN)
            finally:
                self._threads.release()

    def _take(self, until: float, busy: type[LedgerError]) -> None:
        _wait_for(self._descriptor, until, busy)
        while not os.fstat(self._descriptor.number).st_nlink:
            self._descriptor = self._opened()  # somebody took the file away; with what is left nobody else is kept out
            _wait_for(self._descriptor, until, busy)
        if self._guarded is not None:
            try:
                _wait_for(self._guarded, until, busy)
            except BaseException:
                fcntl.flock(self._descriptor.number, fcntl.LOCK_UN)
                raise

    def close(self) -> None:
        """Let go of the lock file. It stays where it is."""
        self._descriptor.close()
