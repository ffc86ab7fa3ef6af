"""What the full kiosk sends to terminals of several kinds: characters, colours, silence, and sizes (A11Y-6, A11Y-8)."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pexpect  # type: ignore[import-untyped]  # it comes without types
import pyte
import pytest

from oc_training.bootstrap import House
from oc_training.kiosk.pages.too_small import WORDS
from oc_training.places import CHECKOUT, Places
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret

BADGE, PIN = "100", "oak tree 77"
PATIENCE = 30.0
QUIET = 10.0
COLOUR = re.compile(r"\x1b\[([0-9;]*)m")


class Eyes:
    """The kiosk on a pseudo-terminal, and what a terminal shows of what it sends."""

    def __init__(self, places: Places, term: str, *options: str, **variables: str) -> None:
        command = ["-I", "-m", "oc_training", "--data", str(places.data), "kiosk", *options]
        environ = {"PATH": "/usr/bin:/bin", "TERM": term, "LC_ALL": "C.UTF-8", "TZ": "America/Chicago", **variables}
        self.child = pexpect.spawn(
            sys.executable, command, env=environ, encoding="utf-8", dimensions=(24, 80), cwd=str(CHECKOUT)
        )
        self.sent = ""
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.Stream(self.screen)

    def take_in(self, seconds: float) -> str:
        """What is sent within some seconds."""
        end, got = time.monotonic() + seconds, ""
        while (left := end - time.monotonic()) > 0:
            try:
                got += self.child.read_nonblocking(65_536, timeout=left)
            except pexpect.TIMEOUT:
                break
            except pexpect.EOF:
                break
        self.sent += got
        self._stream.feed(got)
        return got

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.screen.display).split())

    def until(self, happened: Callable[[str], bool]) -> str:
        end = time.monotonic() + PATIENCE
        while not happened(self.words):
            assert time.monotonic() < end, "\n".join(self.screen.display)
            self.take_in(0.05)
        return self.words

    def sees(self, words: str) -> None:
        self.until(lambda shown: words in shown)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places(tmp_path / "data")
    with House(found) as house:
        house.found()
        boss = Details("Ada Invented", BADGE, "Lieutenant", "Training", Role.COORDINATOR, date(2026, 1, 5))
        house.setting_up.make_coordinator(boss, Secret(PIN))
    return found


@pytest.fixture
def look(places: Places) -> Iterator[Callable[..., Eyes]]:
    opened: list[Eyes] = []

    def start(term: str, *options: str, **variables: str) -> Eyes:
        opened.append(Eyes(places, term, *options, **variables))
        return opened[-1]

    yield start
    for eyes in opened:
        eyes.child.close(force=True)


def sign_in(eyes: Eyes) -> None:
    eyes.sees("Badge number")
    eyes.child.send(f"{BADGE}\r{PIN}\r")
    eyes.sees("Hello, Ada Invented.")


def test_the_linux_console_gets_ascii_and_its_own_sixteen_colours_by_itself(look: Callable[..., Eyes]) -> None:
    eyes = look("linux")
    sign_in(eyes)
    eyes.child.send("c")
    eyes.sees("PURPOSE AND OBJECTIVES")
    eyes.take_in(0.5)
    assert {char for char in eyes.sent if not char.isascii()} <= {"\N{PILCROW SIGN}"}
    numbers = {number for found in COLOUR.findall(eyes.sent) for number in found.split(";") if number}
    assert not numbers & {"38", "48"}  # no colours but the sixteen
    behind = {int(number) for number in numbers if 100 <= int(number) <= 107 or 40 <= int(number) <= 47}
    assert behind
    assert max(behind) <= 47  # bright ones are not shown behind letters there
    assert numbers & {"30", "37", "93"}


def test_a_terminal_with_many_colours_gets_lines_and_blocks_unless_somebody_says_otherwise(
    look: Callable[..., Eyes],
) -> None:
    rich = look("xterm-256color", COLORTERM="truecolor")
    sign_in(rich)
    assert "\N{BOX DRAWINGS LIGHT VERTICAL}" in rich.sent
    told = look("xterm-256color", "--appearance", "ascii", COLORTERM="truecolor")
    sign_in(told)
    assert told.sent.isascii()
    linux = look("linux", "--appearance", "unicode")
    linux.sees("Badge number")
    assert not linux.sent.isascii()


def test_nothing_moves_or_blinks_while_nobody_does_anything(look: Callable[..., Eyes]) -> None:
    eyes = look("xterm-256color")
    sign_in(eyes)
    eyes.take_in(2.0)
    second = time.localtime().tm_sec
    if second > 60 - QUIET - 2:  # the clock in the head changes once a minute
        eyes.take_in(60 - second + 2)
    assert eyes.take_in(QUIET) == ""
    blinking = {"5", "6"}
    assert not [found for found in COLOUR.findall(eyes.sent) if blinking & _plain_numbers(found)]


def _plain_numbers(found: str) -> set[str]:
    """The numbers of a colour code that are not part of a colour."""
    numbers, kept = found.split(";"), set()
    while numbers:
        number = numbers.pop(0)
        if number in {"38", "48"}:
            del numbers[: 2 if numbers[:1] == ["5"] else 4]
        else:
            kept.add(number)
    return kept


def test_a_window_made_too_small_says_so_and_one_made_large_again_shows_the_page(look: Callable[..., Eyes]) -> None:
    eyes = look("xterm-256color")
    sign_in(eyes)
    eyes.resize(40, 12)
    eyes.sees("This window is too small for the kiosk")
    assert "Ada Invented" not in eyes.words
    assert WORDS in eyes.words
    eyes.child.send("s")  # which would sign out
    eyes.take_in(0.5)
    eyes.resize(80, 24)
    eyes.sees("Hello, Ada Invented.")
    assert "too small" not in eyes.words
