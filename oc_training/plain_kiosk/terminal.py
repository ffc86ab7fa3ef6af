"""The terminal itself: lines out, lines in, a PIN without echo, and a clock that notices when nobody is there.

It is the only place here that touches a terminal. Whatever goes out and whatever comes in is cleaned (INJ-1). What is
sent holds no control but the ends of lines, except where the screen is wiped when somebody has signed out (KSK-9).
"""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO, TypeVar

from oc_training.plain_kiosk.keyboard import Keyboard, Show
from oc_training.plain_kiosk.lines import COUNTDOWN, STAYED, STILL_THERE, InputEnded, NobodyThere
from oc_training.roster.pins import Secret
from oc_training.stopwatch import Stopwatch
from oc_training.text import clean

T = TypeVar("T")

LONGEST_LINE = 4_096
"""Characters; a terminal gives no longer line."""
LONGEST_SECRET = 256
"""Characters; longer than any PIN, so that a PIN is never cut to one that fits."""
WIPE = "\x1b[H\x1b[2J\x1b[3J"
"""To the corner, clear the screen, clear what has scrolled away; understood wherever ``TERM`` names a terminal."""
UNREADABLE = "That held characters which do not reach the kiosk from this keyboard. Please type it again."


class _TimeOver(Exception):
    """Nobody pressed Enter in time."""


class Terminal:
    """The terminal on which the program was started."""

    def __init__(self, term: str, keyboard: int | None = None, screen: TextIO | None = None) -> None:
        """*term* is the kind of terminal (``TERM``); a dumb one cannot be wiped. *keyboard* is a descriptor."""
        self._keyboard = Keyboard(sys.stdin.fileno() if keyboard is None else keyboard)
        self._screen = screen or sys.stdout
        self._can_wipe = term not in {"", "dumb"}
        self._warned = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the terminal show only what is written here, to the end of the program, whatever ends it (AUT-9)."""
        with self._keyboard.held():
            yield

    @property
    def columns(self) -> int:
        """The width now, in cells."""
        return shutil.get_terminal_size().columns

    @property
    def rows(self) -> int:
        """The height now, in lines."""
        return shutil.get_terminal_size().lines

    @property
    def can_wipe(self) -> bool:
        """Whether what was shown can be taken away again."""
        return self._can_wipe

    def write(self, line: str) -> None:
        """Show one line."""
        self._screen.write(f"{clean(line, LONGEST_LINE)}\n")
        self._screen.flush()

    def read(self, prompt: str, idle_seconds: float, watch: Stopwatch | None = None) -> str:
        """Ask for one line; an empty end of input parts."""

        def line() -> str:
            typed = self._line(prompt, LONGEST_LINE, self._show)
            return clean(typed.decode("utf-8", "replace"), LONGEST_LINE)

        return self._asked(line, idle_seconds, watch)

    def read_secret(self, prompt: str, idle_seconds: float) -> Secret:
        """Ask for a PIN; it is neither echoed nor kept."""

        def line() -> Secret:
            typed = self._line(prompt, LONGEST_SECRET, self._show_ends_of_lines)
            return Secret(clean(typed.decode("utf-8"), LONGEST_SECRET))

        while True:
            try:
                return self._asked(line, idle_seconds, None)
            except UnicodeDecodeError:
                self.write(UNREADABLE)

    def pause(self, prompt: str, seconds: float) -> None:
        """Wait for Enter, and no longer than so many seconds; what is typed is not shown."""

        def over(_: int, __: FrameType | None) -> None:
            raise _TimeOver

        before = signal.signal(signal.SIGALRM, over)
        try:
            try:
                signal.setitimer(signal.ITIMER_REAL, seconds)
                self._line(prompt, LONGEST_SECRET, self._show_ends_of_lines)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except _TimeOver:
            self.write("")
        finally:
            signal.signal(signal.SIGALRM, before)

    def _line(self, prompt: str, longest: int, show: Show) -> bytes:
        self._show(clean(prompt))
        try:
            return self._keyboard.line(longest, show)
        except InputEnded:
            self.write("")
            raise

    def _show(self, seen: str) -> None:
        self._screen.write(seen)
        self._screen.flush()

    def _show_ends_of_lines(self, seen: str) -> None:
        if seen == "\n":
            self._show(seen)

    def _asked(self, line: Callable[[], T], idle_seconds: float, watch: Stopwatch | None) -> T:
        """Wait for a line; one that came after the warning says only that somebody is there, and is asked for again."""
        while True:
            with self._patience(idle_seconds, watch):
                typed = line()
            if not self._warned:
                return typed
            self.write(STAYED)
            if watch is not None:
                watch.start()

    @contextmanager
    def _patience(self, idle_seconds: float, watch: Stopwatch | None) -> Iterator[None]:
        """Warn when nothing was typed for so long, and part when nothing is typed then."""

        def alarm(_: int, __: FrameType | None) -> None:
            if self._warned:
                raise NobodyThere
            self._warned = True
            if watch is not None:
                watch.stop()
            self.write("")
            self.write(STILL_THERE)
            signal.setitimer(signal.ITIMER_REAL, COUNTDOWN)

        self._warned = False
        before = signal.signal(signal.SIGALRM, alarm)
        signal.setitimer(signal.ITIMER_REAL, idle_seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def forget_typed(self) -> None:
        """Drop what was typed before everything written had reached the terminal."""
        self._screen.flush()
        self._keyboard.forget()

    def wipe(self) -> None:
        """Take away everything that was shown, also what has scrolled away."""
        if self._can_wipe:
            self._screen.write(WIPE)
            self._screen.flush()
