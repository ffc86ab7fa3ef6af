"""One writer at a time, between threads and between processes.

The lock is ``flock`` on a file of its own that is never deleted, so that the file it guards can be replaced.
(POSIX record locks would be lost as soon as *any* descriptor of the file is closed.)
"""

from __future__ import annotations

import fcntl
import os
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
    """Hold the lock of the file *path* for the length of a ``with`` block, for whoever needs it once.

    Raises:
        LedgerUnusable: the lock file cannot be opened.
        LedgerError: of the type *busy*, when others held it too long.
    """
    lock = FileLock(lock_of(path))
    try:
        with lock.hold(busy):
            yield
    finally:
        lock.close()


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

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience
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
        until = time.monotonic() + self._patience
        if not self._threads.acquire(timeout=self._patience):
            raise self._gave_up(busy)
        try:
            self._take(until, busy)
        except BaseException:
            self._threads.release()
            raise

    def let_go(self) -> None:
        """Give the lock back."""
        try:
            fcntl.flock(self._descriptor.number, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def _take(self, until: float, busy: type[LedgerError]) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                fcntl.flock(self._descriptor.number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise self._gave_up(busy) from None
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                if os.fstat(self._descriptor.number).st_nlink:
                    return
                self._descriptor = self._opened()  # somebody took the file away, and with it what the lock is worth

    def _gave_up(self, busy: type[LedgerError]) -> LedgerError:
        return busy("Another program is holding the records. Nothing was changed; please try again in a minute.")

    def close(self) -> None:
        """Let go of the lock file. It stays where it is."""
        self._descriptor.close()
