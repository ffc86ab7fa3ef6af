"""The terminal under the plain kiosk: the warning, the parting, and bytes that no keyboard sends."""

from __future__ import annotations

import io
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pexpect  # type: ignore[import-untyped]  # it comes without types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.places import CHECKOUT
from oc_training.plain_kiosk.lines import COUNTDOWN, STAYED, STILL_THERE, InputEnded
from oc_training.plain_kiosk.terminal import LONGEST_LINE, UNREADABLE, WIPE, Terminal
from tests.plain_kiosk.script import is_printable

TALKER = """
import sys
import oc_training.plain_kiosk.terminal as module
from oc_training.plain_kiosk.lines import NobodyThere
from oc_training.stopwatch import Stopwatch
import time
module.COUNTDOWN = 1.0
terminal = module.Terminal("xterm")
holding = terminal.held()
holding.__enter__()
watch = Stopwatch(time.monotonic)
watch.start()
try:
    while True:
        if sys.argv[1] == "line":
            print("got", repr(terminal.read("Say: ", 0.7, watch)), round(watch.seconds, 1), flush=True)
        else:
            print("length", len(terminal.read_secret("PIN: ", 0.7).reveal()), flush=True)
except NobodyThere:
    print("parted", flush=True)
"""


@contextmanager
def typing(keys: bytes) -> Iterator[int]:
    """A keyboard on which somebody types these, by its descriptor."""
    reading, writing = os.pipe()

    def write() -> None:
        with os.fdopen(writing, "wb") as hand:
            hand.write(keys)

    hand = threading.Thread(target=write)
    hand.start()
    try:
        yield reading
    finally:
        hand.join()
        os.close(reading)


@pytest.fixture(params=["line", "secret"])
def talker(request: pytest.FixtureRequest) -> Iterator[pexpect.spawn]:
    child = pexpect.spawn(
        sys.executable, ["-c", TALKER, request.param], encoding="utf-8", cwd=str(CHECKOUT), timeout=20
    )
    yield child
    child.close(force=True)


def test_the_warning_leaves_at_least_twenty_seconds_and_says_how_many() -> None:
    assert COUNTDOWN >= 20
    assert f"{COUNTDOWN} seconds" in STILL_THERE


def test_who_says_nothing_is_warned_in_words_and_then_parted(talker: pexpect.spawn) -> None:
    talker.expect("Are you still there?")
    talker.expect("parted")


def test_ten_times_over_an_enter_stays_and_is_not_taken_for_an_answer(talker: pexpect.spawn) -> None:
    for _ in range(10):
        talker.expect("Are you still there?")
        talker.sendline("")
        talker.expect(re.escape(STAYED[:25]))
    talker.expect("(Say|PIN): ")
    talker.sendline("here")
    talker.expect("got 'here'|length 4")


def test_the_watch_stands_still_while_somebody_is_asked_whether_they_are_there() -> None:
    child = pexpect.spawn(sys.executable, ["-c", TALKER, "line"], encoding="utf-8", cwd=str(CHECKOUT), timeout=20)
    child.expect("Are you still there?")
    child.expect(pexpect.TIMEOUT, timeout=0.6)
    child.sendline("")
    child.expect("Say: ")
    child.sendline("here")
    child.expect(r"got 'here' (\d\.\d)")
    assert float(child.match.group(1)) < 0.7 + 0.6
    child.close(force=True)


@given(st.binary(max_size=200).filter(lambda typed: b"\n" not in typed))
def test_whatever_bytes_come_in_a_line_of_harmless_letters_is_given(typed: bytes) -> None:
    with typing(typed.replace(b"\x04", b"") + b"\n") as keyboard:
        assert is_printable(Terminal("xterm", keyboard, io.StringIO()).read("> ", 100.0))


@given(st.text(max_size=200))
def test_whatever_is_written_reaches_the_terminal_as_letters_on_one_line(text: str) -> None:
    screen = io.StringIO()
    Terminal("xterm", 0, screen).write(text)
    [line, end] = screen.getvalue().split("\n")
    assert end == ""
    assert is_printable(line)


def test_a_line_of_a_megabyte_is_cut_and_the_next_is_whole() -> None:
    with typing(b"x" * 1_000_000 + b"\nnext\n") as keyboard:
        terminal = Terminal("xterm", keyboard, io.StringIO())
        assert len(terminal.read("> ", 100.0)) == LONGEST_LINE
        assert terminal.read("> ", 100.0) == "next"


@pytest.mark.parametrize(("term", "sent"), [("xterm", WIPE), ("linux", WIPE), ("dumb", ""), ("", "")])
def test_only_a_terminal_that_has_a_name_is_wiped(term: str, sent: str) -> None:
    screen = io.StringIO()
    terminal = Terminal(term, 0, screen)
    terminal.wipe()
    assert screen.getvalue() == sent
    assert terminal.can_wipe is bool(sent)


def test_a_pin_of_bytes_that_are_no_letters_is_asked_for_again() -> None:
    child = pexpect.spawn(sys.executable, ["-c", TALKER, "secret"], cwd=str(CHECKOUT), timeout=20)
    child.expect(b"PIN: ")
    child.send(b"\xff\xfe\n")
    child.expect(UNREADABLE.encode()[:20])
    child.expect(b"PIN: ")
    child.sendline(b"good one")
    child.expect(b"length 8")
    child.close(force=True)


def test_a_pause_ends_by_itself_and_shows_nothing_of_what_was_typed() -> None:
    screen = io.StringIO()
    reading, writing = os.pipe()
    os.write(writing, b"905731")
    began = time.monotonic()
    Terminal("xterm", reading, screen).pause("Enter: go on. ", 0.2)
    assert 0.2 <= time.monotonic() - began < 2
    assert screen.getvalue() == "Enter: go on. \n"
    os.write(writing, b"x\n")
    Terminal("xterm", reading, screen).pause("Enter: go on. ", 30)
    assert time.monotonic() - began < 10
    assert "x" not in screen.getvalue()
    os.close(writing)
    with pytest.raises(InputEnded):
        Terminal("xterm", reading, screen).pause("", 30)
    os.close(reading)
