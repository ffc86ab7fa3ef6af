"""A program on a pseudo-terminal, and what somebody sees there: the screen and the lines that scrolled off it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 30.0
"""Seconds to wait for something on the screen."""
LOOK_EVERY = 0.03
COLUMNS, ROWS = 100, 40


class Screen:
    """Keeps every byte, and draws them as a terminal with a scrollback does."""

    def __init__(self, command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> None:
        surroundings = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        self._terminal, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._program = subprocess.Popen(  # noqa: S603  this project's programs
            ["setsid", "--ctty", *command],  # noqa: S607  of this machine; it makes the terminal the program's own
            stdin=theirs, stdout=theirs, stderr=theirs, env={**surroundings, **variables}, cwd=folder,
        )  # fmt: skip
        os.close(theirs)
        self.raw = b""
        self._drawn = pyte.HistoryScreen(COLUMNS, ROWS, history=5_000)
        self._stream = pyte.ByteStream(self._drawn)
        self._drawing = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._program.wait()
        self._reader.join(5)
        os.close(self._terminal)

    def _read(self) -> None:
        while True:
            try:
                part = os.read(self._terminal, 65_536)
            except OSError:  # Linux reports the end of a pseudo-terminal as an error
                return
            if not part:
                return
            with self._drawing:
                self.raw += part
                # The two questions that pyte does not know and would print a letter of.
                self._stream.feed(re.sub(rb"\x1b\[\?\d+\$p|\x1b\[[<>]\d*u", b"", part))

    @property
    def pid(self) -> int:
        return self._program.pid

    @property
    def kiosk(self) -> int:
        """Process number of the kiosk itself, which the script started."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return int(children[0])

    @property
    def words(self) -> str:
        """What is shown now, with single blanks."""
        with self._drawing:
            return " ".join(re.sub(r"[\u2500-\u259f]", " ", "\n".join(self._drawn.display)).split())

    @property
    def everything(self) -> str:
        """What is shown and what can be scrolled back to."""
        with self._drawing:
            above = ["".join(cell.data for cell in line.values()) for line in self._drawn.history.top]
        return " ".join([*above, self.words]).strip()

    def until(self, happened: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + PATIENCE
        while not happened():
            if time.monotonic() > end:
                raise AssertionError(f"{otherwise}: {self.words}")
            time.sleep(LOOK_EVERY)

    def sees(self, *words: str) -> None:
        self.until(lambda: all(one in self.words for one in words), f"{words} did not come up")

    def send(self, keys: bytes | str) -> None:
        os.write(self._terminal, keys if isinstance(keys, bytes) else keys.encode())

    def write(self, *values: str) -> None:
        """Type each value and press Enter, a key at a time."""
        for value in values:
            for letter in (*value, "\r"):
                self.send(letter)
                time.sleep(0.004)

    def signal(self, number: int, to: int | None = None) -> None:
        os.kill(to or self.pid, number)

    def shows_typing(self) -> bool:
        """Whether the terminal itself writes what is typed."""
        local_modes = 3
        return bool(termios.tcgetattr(self._terminal)[local_modes] & termios.ECHO)

    def exit_code(self) -> int:
        """Wait for the end; negative after a signal."""
        self.until(lambda: self._program.poll() is not None, "It did not end")
        self._reader.join(5)
        return self._program.returncode
