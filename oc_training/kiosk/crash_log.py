"""What is kept of a fault of the program: its type and its place, nothing that anybody typed.

A message or a local variable can hold a PIN, a name or a path; none of them is written (INJ-6).
"""

from __future__ import annotations

import contextlib
import os
import termios
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from oc_training.clock import stamp
from oc_training.errors import OcTrainingError

OUT_OF_SERVICE = (
    "The training kiosk stopped because of a fault. Nothing that was recorded is lost. Please start it again."
)
"""The one sentence that a person sees."""

LONGEST_TRAIL = 30
"""How many places are kept of one fault, the innermost last."""

LARGEST = 200_000
"""Bytes: a file that has become larger makes room for a new one, and the one before that goes."""


class CrashLog:
    """A file that only its owner can open, with a few lines for each fault; it is never very large."""

    def __init__(self, path: Path, now: Callable[[], datetime], terminal: int = 0) -> None:
        """*terminal* is a descriptor of the terminal on which the kiosk was started."""
        self._path = path
        self._now = now
        self._terminal = terminal

    def note(self, error: BaseException) -> None:
        """Add *error* if that is possible: a full disk must not turn a neutral sentence into a traceback."""
        with contextlib.suppress(OSError, OcTrainingError):
            self.record(error)

    def record(self, error: BaseException) -> None:
        """Add type and place of *error* and of what caused it, if it is a fault of the program.

        A window that was closed is none: then the terminal is gone, and nothing more can be written to it or read.

        Raises:
            OSError: when the file cannot be written; the caller is already ending the program.
        """
        if isinstance(error, OSError | termios.error) and not os.isatty(self._terminal):
            return
        lines = [f"{stamp(self._now())} {_kind(error)}", *_trail(error)]
        cause = error.__cause__ or error.__context__
        while cause is not None and len(lines) < LONGEST_TRAIL:
            lines += [f"  from {_kind(cause)}", *_trail(cause)]
            cause = cause.__cause__ or cause.__context__
        self._make_room()
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write("\n".join(lines) + "\n")

    def _make_room(self) -> None:
        """A kiosk that fails at every start writes here each minute, for weeks perhaps."""
        with contextlib.suppress(FileNotFoundError):
            if self._path.lstat().st_size > LARGEST:
                self._path.replace(self._path.with_name(f"{self._path.name}.before"))


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _trail(error: BaseException) -> list[str]:
    """Where it passed, without the lines' own text and without folders, which can name people."""
    frames = traceback.extract_tb(error.__traceback__)[-LONGEST_TRAIL:]
    return [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
