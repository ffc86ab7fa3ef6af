"""Makes the disk fail, through the one place by which this room reaches it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
