"""Lines from a terminal's keyboard, shown by this program alone, and only where they may be seen.

A terminal that shows by itself what is typed shows it as it comes in: also a PIN that somebody types right behind
their badge number, or while the one before is still being looked at. So it shows nothing by itself from the first
prompt to the end of the program, each line is taken up to its end and no further, and what may be seen is shown here.
"""

from __future__ import annotations

import os
import termios
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from typing import Final

from oc_training.plain_kiosk.lines import InputEnded
from oc_training.text import clean

_END, _NEW_LINES = b"\x04", (b"\n", b"\r")
_BACK, _ALL, _WORD, _ESCAPE = (b"\x08", b"\x7f"), b"\x15", b"\x17", b"\x1b"
_BEFORE_MORE: Final = (b"[", b"O")
"""What stands after Escape where a key sends several characters, such as an arrow."""
_FLAGS: Final = 3
"""Where a terminal's settings have the flags about echo and lines."""
_LONGEST_CHARACTER: Final = 4
"""Bytes of one character in UTF-8."""

Show = Callable[[str], None]


class Keyboard:
    """A keyboard by the number of its descriptor; what is no terminal gives its lines too."""

    def __init__(self, number: int) -> None:
        self._number = number

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the terminal show nothing by itself; afterwards it is as it was, and what was left over is dropped."""
        if not os.isatty(self._number):
            yield
            return
        before = termios.tcgetattr(self._number)
        quiet = [*before]
        quiet[_FLAGS] &= ~(termios.ECHO | termios.ECHONL | termios.ICANON | termios.IEXTEN)
        termios.tcsetattr(self._number, termios.TCSADRAIN, quiet)
        try:
            yield
        finally:
            termios.tcsetattr(self._number, termios.TCSAFLUSH, before)

    def forget(self) -> None:
        """Drop what was typed before everything written had reached the terminal, and was not read yet."""
        if os.isatty(self._number):
            termios.tcdrain(self._number)
            termios.tcflush(self._number, termios.TCIFLUSH)

    def line(self, longest: int, show: Show) -> bytes:
        """One line without its end, of so many characters at most; *show* is given what is to be seen of each key.

        Backspace, Ctrl-W and Ctrl-U take back a letter, a word, the line; keys that send no letter do nothing.

        Raises:
            InputEnded: Ctrl-D at the beginning of a line, or there is nobody to type any more.
        """
        typed = _Typed(longest, show)
        while True:
            key = os.read(self._number, 1)
            if not key or (key == _END and typed.is_empty):
                raise InputEnded
            if key in _NEW_LINES:
                show("\n")
                return typed.line
            typed.take(key)


class _Typed:
    """What was typed of a line so far."""

    def __init__(self, longest: int, show: Show) -> None:
        self._longest, self._show = longest, show
        self._letters: list[bytes] = []
        self._part = b""
        """Bytes of a letter that is not complete, or of a key that sends several characters."""

    @property
    def is_empty(self) -> bool:
        return not self._letters and not self._part

    @property
    def line(self) -> bytes:
        return b"".join(self._letters) + (b"" if self._part.startswith(_ESCAPE) else self._part)

    def take(self, key: bytes) -> None:
        if self._part.startswith(_ESCAPE):
            self._go_on_in_sequence(key)
        elif key in _BACK:
            self._take_back(1)
        elif key == _ALL:
            self._take_back(len(self._letters))
        elif key == _WORD:
            self._take_back(self._length_of_last_word())
        elif key == _ESCAPE:
            self._part = key
        elif key >= b" ":
            self._add(self._part + key)

    def _go_on_in_sequence(self, key: bytes) -> None:
        is_first = self._part == _ESCAPE
        ends = key not in _BEFORE_MORE if is_first else b"@" <= key <= b"~"
        self._part = b"" if ends else self._part + key

    def _add(self, letter: bytes) -> None:
        try:
            letter.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.end == len(letter) < _LONGEST_CHARACTER and error.reason == "unexpected end of data":
                self._part = letter
                return
        self._part = b""
        if len(self._letters) < self._longest:
            self._letters.append(letter)
            self._show(_seen(letter))

    def _length_of_last_word(self) -> int:
        backwards = self._letters[::-1]
        blanks = len(list(takewhile(bytes.isspace, backwards)))
        return blanks + len(list(takewhile(lambda letter: not letter.isspace(), backwards[blanks:])))

    def _take_back(self, count: int) -> None:
        self._part = b""
        for _ in range(min(count, len(self._letters))):
            self._show("\b \b" * _cells(_seen(self._letters.pop())))


def _seen(letter: bytes) -> str:
    return clean(letter.decode("utf-8", "replace"))


def _cells(seen: str) -> int:
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in seen)
