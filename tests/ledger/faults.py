"""Makes the disk fail, through the one place by which this room reaches it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from oc_training.ledger import disk

CALLS = ("write", "pwrite", "fsync", "fdatasync", "ftruncate", "replace")


class PowerCut(BaseException):
    """The process ends here: nothing of it runs on."""


@contextmanager
def refusing(call: str, error: int) -> Iterator[None]:
    """Every use of *call* fails with the error number *error*."""

    def fail(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, call, fail)
        yield


@contextmanager
def writing_only(size: int, error: int | None) -> Iterator[None]:
    """The next write takes *size* bytes; the one after fails with *error*, or the power is cut where that is None."""
    left = [size]

    def write_some(descriptor: int, data: bytes) -> int:
        if left:
            return os.write(descriptor, bytes(data)[: left.pop()])
        if error is None:
            raise PowerCut
        raise OSError(error, os.strerror(error))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "write", write_some)
        yield


@contextmanager
def writing_in_pieces(size: int) -> Iterator[None]:
    """Each write takes at most *size* bytes, as the system may."""

    def write_some(descriptor: int, data: bytes) -> int:
        return os.write(descriptor, bytes(data)[:size])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "write", write_some)
        yield


@contextmanager
def power_cut_at(step: int) -> Iterator[list[str]]:
    """The power is cut before the call numbered *step* (from 0) of those that change the disk. Yields their names."""
    seen: list[str] = []

    def counting(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            if len(seen) == step:
                raise PowerCut
            seen.append(name)
            return real(*arguments)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(disk, name, counting(name, getattr(disk, name)))
        yield seen


@contextmanager
def power_cut_at_sync() -> Iterator[None]:
    """The power is cut when an entry is to be synced: it was written and nobody was told."""

    def cut(_: int) -> None:
        raise PowerCut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "fdatasync", cut)
        yield


class Platter:
    """What of one file is on the disk: what a sync that returned has put there.

    As on Linux a sync that fails gives up what it was to write: the system goes on showing those bytes, and no later
    sync writes them unless somebody writes them again.
    """

    _MARK = 1 << 40
    """A place in the file, by which an opening is known of which a sync has failed."""

    def __init__(self, path: Path, failing: range) -> None:
        """The syncs of those numbers fail, counted from 0 over all files and folders."""
        self.content = path.read_bytes()
        self.syncs = 0
        self.used_after_a_failure: list[str] = []
        self._path = path
        self._failing = failing
        self._unwritten: list[tuple[int, int]] = []

    @contextmanager
    def spinning(self) -> Iterator[None]:
        """For so long everything goes to this disk."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("write", "pwrite", "ftruncate", "fsync", "fdatasync"):
                patch.setattr(disk, name, getattr(self, f"_{name}"))
            yield

    def _write(self, descriptor: int, data: bytes) -> int:
        self._look_at("write", descriptor)
        written = os.write(descriptor, data)
        end = os.fstat(descriptor).st_size
        return self._wrote(descriptor, end - written, written)

    def _pwrite(self, descriptor: int, data: bytes, place: int) -> int:
        return self._wrote(descriptor, place, os.pwrite(descriptor, data, place))

    def _ftruncate(self, descriptor: int, size: int) -> None:
        self._look_at("ftruncate", descriptor)
        os.ftruncate(descriptor, size)

    def _fsync(self, descriptor: int) -> None:
        self._look_at("sync", descriptor)
        number, self.syncs = self.syncs, self.syncs + 1
        is_it = self._is_it(descriptor)
        unwritten, self._unwritten = (self._unwritten, []) if is_it else ([], self._unwritten)
        if number in self._failing:
            os.lseek(descriptor, self._MARK if is_it else 0, os.SEEK_SET)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if is_it:
            now = self._path.read_bytes()
            after = bytearray(self.content[: len(now)].ljust(len(now), b"?"))
            for start, end in unwritten:
                after[start:end] = now[start:end]
            self.content = bytes(after)

    _fdatasync = _fsync

    def _wrote(self, descriptor: int, start: int, size: int) -> int:
        if self._is_it(descriptor):
            self._unwritten.append((start, start + size))
        return size

    def _is_it(self, descriptor: int) -> bool:
        return os.path.samestat(os.fstat(descriptor), self._path.stat())

    def _look_at(self, call: str, descriptor: int) -> None:
        if self._is_it(descriptor) and os.lseek(descriptor, 0, os.SEEK_CUR) == self._MARK:
            self.used_after_a_failure.append(call)
