"""The lock on what is kept of PINs and tries."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from oc_training.errors import NotRecorded
from oc_training.ledger.lock import FileLock


class Exclusive:
    """The lock on credentials, between threads and programs."""

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path)
        self._held: AbstractContextManager[None] | None = None

    def __enter__(self) -> None:
        held = self._lock.hold(NotRecorded)
        held.__enter__()
        self._held = held  # only whoever holds the lock may say so

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held is not None:
            self._held.__exit__(kind, error, trace)
