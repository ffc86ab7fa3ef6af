"""What is typed at the plain kiosk is shown by the kiosk alone, key by key, and never where it may be a PIN."""

from __future__ import annotations

import os
import sys
import termios
import time
from collections.abc import Iterator

import pexpect  # type: ignore[import-untyped]  # it comes without types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.places import CHECKOUT
from oc_training.plain_kiosk.keyboard import Keyboard
from oc_training.plain_kiosk.lines import InputEnded
from tests.plain_kiosk.test_terminal import typing

LEFT, DELETE, F5 = b"\x1b[D", b"\x1b[3~", b"\x1bOt"


def line_of(keys: bytes, longest: int = 100) -> tuple[str, str]:
    """The line that was typed, and what was shown of it."""
    shown: list[str] = []
    with typing(keys + b"\n") as keyboard:
        line = Keyboard(keyboard).line(longest, shown.append)
    return line.decode(), "".join(shown)


@pytest.mark.parametrize(
    ("keys", "line", "shown"),
    [
        (b"417", "417", "417\n"),
        (b"417\x7f8", "418", "417\b \b8\n"),
        (b"41\x08\x7f\x7f7", "7", "41\b \b\b \b7\n"),
        (b"Robin  Sample \x17Vale", "Robin  Vale", None),
        (b"Robin\x17Vale", "Vale", None),
        (b"Robin Sample\x15Vale", "Vale", None),
        ("Zo\u00eb\x7fe".encode(), "Zoe", "Zo\u00eb\b \be\n"),
        ("\u6f22\x7fx".encode(), "x", "\u6f22\b \b\b \bx\n"),
        (LEFT + b"4" + DELETE + b"1" + F5 + b"7", "417", "417\n"),
        (b"4\t1\x011\x0b\x04", "411", "411\n"),
        (b"4\x1b", "4", "4\n"),
    ],
)
def test_each_key_does_what_it_does_on_a_terminal_and_others_do_nothing(
    keys: bytes, line: str, shown: str | None
) -> None:
    found = line_of(keys)
    assert found[0] == line
    assert shown is None or found[1] == shown


def test_a_full_line_takes_nothing_more_and_shows_nothing_more() -> None:
    assert line_of(b"123456", longest=4) == ("1234", "1234\n")


@given(st.text(st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs"]), max_size=60))
def test_what_is_typed_in_letters_is_the_line(text: str) -> None:
    assert line_of(text.encode())[0] == text


def test_bytes_that_are_no_letters_stay_in_the_line_for_whoever_reads_it() -> None:
    with typing(b"a\xff\xe2\x82b\xf0\x9f\n") as keyboard:
        assert Keyboard(keyboard).line(100, lambda _: None) == b"a\xff\xe2\x82b\xf0\x9f"


@pytest.mark.parametrize("keys", [b"", b"\x04", b"ab\x7f\x7f\x04"])
def test_the_end_of_the_keyboard_and_control_d_on_an_empty_line_end_it(keys: bytes) -> None:
    with typing(keys) as keyboard, pytest.raises(InputEnded):
        Keyboard(keyboard).line(100, lambda _: None)


def test_a_line_is_taken_up_to_its_end_and_no_further() -> None:
    shown: list[str] = []
    with typing(b"417\roak tree 77\r") as keyboard:
        board = Keyboard(keyboard)
        assert board.line(100, shown.append) == b"417"
        assert "".join(shown) == "417\n"
        assert board.line(100, lambda _: None) == b"oak tree 77"


PROGRAM = """
import sys, time
from oc_training.plain_kiosk.terminal import Terminal
terminal = Terminal("xterm")
try:
    with terminal.held():
        print("ready", flush=True)
        time.sleep(float(sys.argv[1]))
        print("badge", terminal.read("Badge number: ", 100), flush=True)
        print("length", len(terminal.read_secret("PIN: ", 100).reveal()), flush=True)
        if sys.argv[2] == "fault":
            raise ValueError
        if sys.argv[2] == "exit":
            raise SystemExit(7)
finally:
    print("ended", flush=True)
    time.sleep(1)
"""


@pytest.fixture
def child(request: pytest.FixtureRequest) -> Iterator[pexpect.spawn]:
    arguments: tuple[str, str] = request.param
    found = pexpect.spawn(sys.executable, ["-c", PROGRAM, *arguments], cwd=str(CHECKOUT), timeout=20, encoding="utf-8")
    yield found
    found.close(force=True)


@pytest.mark.parametrize("child", [("1", "end"), ("0", "end")], indirect=True)
def test_a_pin_typed_ahead_is_neither_shown_nor_lost(child: pexpect.spawn) -> None:
    child.expect("ready")
    child.send("417\roak tree 77\r")
    child.expect("length 11")
    assert "oak" not in child.before
    assert "badge 417" in child.before


@pytest.mark.parametrize("child", [("0", "end"), ("0", "fault"), ("0", "exit")], indirect=True)
def test_however_the_program_ends_the_terminal_shows_what_is_typed_again(child: pexpect.spawn) -> None:
    child.expect("Badge number: ")
    assert not _shows(child)
    child.send("1\r2\r")
    child.expect("ended")
    until = time.monotonic() + 5
    while not _shows(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert _shows(child)


def _shows(child: pexpect.spawn) -> bool:
    flags = termios.tcgetattr(child.child_fd)[3]
    assert isinstance(flags, int)
    return bool(flags & termios.ECHO) and bool(flags & termios.ICANON) and os.isatty(child.child_fd)
