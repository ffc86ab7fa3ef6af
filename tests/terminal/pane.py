"""A program in a real terminal: tmux draws it, on a socket of its own and with nobody's settings."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE = 25.0
"""Seconds to wait for something on the screen."""
LOOK_EVERY = 0.04
A_MOMENT = 2.0


class Pane:
    """One terminal with one program in it, which stays to be looked at when the program has ended."""

    def __init__(
        self, tmux: str, folder: Path, command: Sequence[str], variables: Mapping[str, str], size: tuple[int, int]
    ) -> None:
        self._tmux = tmux
        self._folder = folder
        self._command = command
        self._variables = variables
        self._size = size
        self._socket = folder / "tmux"
        self._pid = folder / "pid"
        self._raw = folder / "raw"

    def __enter__(self) -> Self:
        self._folder.mkdir()
        begin = self._folder / "begin"
        width, height = self._size
        self._run(
            *("new-session", "-d", "-x", str(width), "-y", str(height)),
            *(part for name, value in self._variables.items() for part in ("-e", f"{name}={value}")),
            # The program begins when everything it writes is being kept.
            *("sh", "-c", f'while [ ! -e "{begin}" ]; do sleep 0.02; done; echo $$ >"{self._pid}"; exec "$@"', "sh"),
            *self._command,
        )
        self._run("set-option", "-g", "remain-on-exit", "on")
        self._run("pipe-pane", f"cat >'{self._raw}'")
        begin.touch()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("kill-server")

    # ---- looking --------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> str:
        """What the terminal shows now."""
        return self._run("capture-pane", "-p")

    @property
    def words(self) -> str:
        """The words of it, wherever they are broken."""
        return squashed(self.screen)

    @property
    def raw(self) -> bytes:
        """Every byte the program has sent to the terminal."""
        return self._raw.read_bytes()

    def sees(self, *words: str) -> str:
        """Wait until all of these are shown; returns the words of that screen."""
        return self.until(lambda shown: all(one in shown for one in words), f"{words} did not come up")

    def until(self, happened: Callable[[str], bool], otherwise: str = "It did not happen") -> str:
        """Wait until the words shown are as wanted."""
        end = time.monotonic() + PATIENCE
        while not happened(shown := self.words):
            if time.monotonic() > end:
                raise AssertionError(f"{otherwise}:\n{self.screen}")
            time.sleep(LOOK_EVERY)
        return shown

    def wait_for_a_change(self, before: str) -> None:
        """Wait a moment until the screen is another than it was; a key may also have had nothing to do."""
        end = time.monotonic() + A_MOMENT
        while self.screen == before and time.monotonic() < end:
            time.sleep(LOOK_EVERY)

    # ---- acting ---------------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: ``Enter``, ``Escape``, ``F10``, ``NPage``."""
        self._run("send-keys", *keys)

    def write(self, *values: str) -> None:
        """Type each value and press Enter."""
        for value in values:
            if value:
                self._run("send-keys", "-l", value)
            self._run("send-keys", "Enter")

    def kill(self) -> None:
        """End the program, and whatever it started, as a power cut does."""
        os.killpg(int(self._pid.read_text()), signal.SIGKILL)
        self.exit_code()

    def exit_code(self) -> int:
        """Wait for the end of the program; negative after a signal, as Python says it."""
        end = time.monotonic() + PATIENCE
        while (said := self._run("display-message", "-p", "#{pane_dead} #{pane_dead_status} #{pane_dead_signal}"))[
            0
        ] != "1":
            if time.monotonic() > end:
                raise AssertionError(f"It did not end:\n{self.screen}")
            time.sleep(LOOK_EVERY)
        status, by_signal = said.rstrip("\n").split(" ")[1:]
        return int(status) if status else -int(by_signal or 0)

    def _run(self, *arguments: str) -> str:
        command = [self._tmux, "-u", "-S", str(self._socket), "-f", "/dev/null", *arguments]
        # Nothing of this process's own terminal, such as its size, reaches the one made here.
        own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(  # noqa: S603  tmux of this machine
            command, check=True, capture_output=True, encoding="utf-8", timeout=30, env=own
        )
        return done.stdout


def squashed(text: str) -> str:
    """Words with single blanks between, lines and boxes left out."""
    return " ".join(re.sub(r"[\u2500-\u259f]", " ", text).split())
