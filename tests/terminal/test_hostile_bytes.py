"""Hostile words through every field and as data on the screens, on a real pseudo-terminal: what the terminal then gets.

The station's book holds what a careless or hostile program wrote: nothing in it was cleaned when it came in.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pyte
import pytest

from oc_training.attestation import roster_events, sign_in_events, signature_events, training_events
from oc_training.attestation.walk import Review
from oc_training.kiosk.widgets.settling import SETTLE_SECONDS
from oc_training.places import CHECKOUT
from oc_training.roster.model import Role
from oc_training.roster.pins import Secret
from tests.support.station import COORDINATOR_BADGE, PIN, ZONE, Station, new_station, started_again, walk_to

PIECES = (
    "\x9b6n", "\x9d0;t\x9c", "\x90q", "\u202eover", "\u200bzero", "\ufeffmark", "\u2028line", "\ue000own", "\x07", "\b",
    "[/", "[/]", "[b]bold", "[@click=app.exit]x[/]", "[link=file:///etc/passwd]y[/link]", "{}", "{0.__class__}", "%s",
    "$name", "\\[", "\x00", "\x7f", "\r",
)  # fmt: skip
SEQUENCES = ("\x1b[31mred", "\x1b]52;c;aGVsbG8=\x07", "\x1b]0;title\x07", "\x1b[6n")
EVIL = "Eve " + " ".join((*SEQUENCES, *PIECES))
"""All of it in one text, as the book can hold it."""
PASTED = "Eve " + " ".join(PIECES) + "".join(f" {sequence} {'x' * 40}" for sequence in SEQUENCES)
"""The same as it is pasted. Textual takes some characters behind an ESC within a paste for keys: they are harmless."""

FORBIDDEN = (
    b"\x1b]52", b"\x1b]0;", b"\x1b[31mred", b"\x1b[6n", b"\x07", b"\x08", b"\x7f",
    *(bytes((0xC2, second)) for second in range(0x80, 0xA0)),
    *(char.encode() for char in "\u202e\u200b\ufeff\u2028\ue000"),
)  # fmt: skip
"""What must not be among the bytes that the program sends; of the rest of ESC Textual itself makes its drawing."""

POINTER = re.compile(rb"\x1b\]22;[a-z-]*\x07")
"""Textual's own word to the terminal about the shape of the mouse pointer, which ends with a BEL."""

PATIENCE = 40.0
SIZE = (40, 110)


@dataclass
class Typist:
    """A program on a pseudo-terminal, every byte of it, and hands that paste what nobody should."""

    child: subprocess.Popen[bytes]
    terminal: int
    raw: bytearray
    screen: pyte.Screen
    stream: pyte.ByteStream

    @property
    def words(self) -> str:
        return " ".join(re.sub(r"[\u2500-\u259f]", " ", " ".join(self.screen.display)).split())

    def take_in(self, seconds: float) -> None:
        """Take what comes for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.terminal], [], [], left)[0] and not self._read():
                return

    def _read(self) -> bool:
        try:
            data = os.read(self.terminal, 65_536)
        except OSError:  # what Linux says when the other side has gone
            return False
        self.raw += data
        # pyte does not know private sequences with > or <, such as those of the keyboard protocol.
        self.stream.feed(re.sub(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]", b"", data))
        return bool(data)

    def send(self, data: bytes) -> None:
        """Write as much as the terminal takes at a time, and take in what it answers meanwhile."""
        rest = memoryview(data)
        while rest:
            ready, writable, _ = select.select([self.terminal], [self.terminal], [], PATIENCE)
            assert ready or writable, "It takes nothing"
            if ready and not self._read():
                return
            if writable:
                rest = rest[os.write(self.terminal, rest[:1_024]) :]

    def sees(self, *wanted: str) -> None:
        end = time.monotonic() + PATIENCE
        while not all(one in self.words for one in wanted):
            assert self.child.poll() is None, f"It ended:\n{self.words}"
            assert time.monotonic() < end, f"{wanted} did not come up:\n" + "\n".join(self.screen.display)
            self.take_in(0.1)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.send(key.encode())
            self.take_in(0.15)

    def settle(self) -> None:
        self.take_in(SETTLE_SECONDS + 0.2)

    def paste(self, text: str, *, then: str = "\r") -> None:
        """As a terminal does it, between its own brackets; text that ends them early goes on as keys."""
        self.send(b"\x1b[200~" + text.encode("utf-8", "surrogatepass") + b"\x1b[201~")
        self.take_in(0.15)
        self.press(then)

    def write(self, *values: str) -> None:
        for value in values:
            self.send(value.encode())
            self.take_in(0.1)
            self.press("\r")


@contextmanager
def kiosk(data: Path) -> Iterator[Typist]:
    """The kiosk on a pseudo-terminal of its own."""
    command = [sys.executable, "-m", "oc_training", "--data", str(data), "kiosk"]
    environment = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], "HOME": str(data.parent)}
    terminal, side = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
    settings = termios.tcgetattr(side)
    settings[0] &= ~termios.IMAXBEL  # or the system itself rings the bell when a megabyte comes faster than it is read
    termios.tcsetattr(side, termios.TCSANOW, settings)
    with subprocess.Popen(  # noqa: S603 - this interpreter, on the program under test
        command, stdin=side, stdout=side, stderr=side, env=environment, cwd=CHECKOUT, start_new_session=True
    ) as child:
        os.close(side)
        screen = pyte.Screen(SIZE[1], SIZE[0])
        try:
            yield Typist(child, terminal, bytearray(), screen, pyte.ByteStream(screen))
        finally:
            child.kill()
            os.close(terminal)


def check(typist: Typist) -> None:
    """Nothing of it reached the terminal, and the program is still there."""
    assert typist.child.poll() is None
    assert len(typist.raw) > 5_000
    sent = POINTER.sub(b"", bytes(typist.raw))
    found = [(piece, sent[max(at - 60, 0) : at + 20]) for piece in FORBIDDEN if (at := sent.find(piece)) >= 0]
    assert found == []
    assert b"Traceback" not in typist.raw
    typist.raw.decode("utf-8")


@pytest.fixture
def station(tmp_path: Path) -> Station:
    """Set up yesterday; everybody's words are hostile, in every kind of entry that a screen shows."""
    made = new_station(tmp_path)
    made.clock.forward(datetime.now(ZONE) - timedelta(days=40) - made.clock.now())
    sitting = made.sit_down(COORDINATOR_BADGE)
    walk_to(sitting, Review)
    signed = made.house.signing.sign(sitting, "Ada Invented", Secret(PIN)).event
    assert isinstance(signed, signature_events.Acknowledged)
    boss, book = made.coordinator, made.house.book
    made.clock.forward(timedelta(days=39))
    who = msgspec.structs.replace(signed.who, name=EVIL, rank=EVIL, unit=EVIL)
    evil = roster_events.NewPerson(
        person="P-evil", name=EVIL, badge="666", rank=EVIL, unit=EVIL, role=Role.EMPLOYEE, started=date(2025, 1, 6)
    )
    details = boss.details
    for event in (
        msgspec.structs.replace(
            signed, who=who, statement=EVIL, typed_name=EVIL, comment=EVIL, method=EVIL, statement_version=EVIL,
            text=msgspec.structs.replace(signed.text, title=EVIL),
        ),
        roster_events.PeopleAdded(people=(evil,), by=boss.id, source=EVIL),
        roster_events.PersonChanged(
            person=boss.id, name=f"Boss {EVIL}", badge=COORDINATOR_BADGE, rank=EVIL, unit=EVIL,
            role=Role.COORDINATOR, started=details.started, by=boss.id, reason=EVIL,
        ),
        roster_events.DutyChanged(person="P-evil", duty=boss.duty, since=date(2025, 2, 1), reason=EVIL, by=boss.id),
        sign_in_events.SignInReleased(person="P-evil", by=boss.id, reason=EVIL),
        training_events.AttemptReleased(person="P-evil", directive="3-400", by=boss.id, reason=EVIL),
        signature_events.Declined(
            who=msgspec.structs.replace(who, person="P-evil"), text=signed.text, cycle=signed.cycle, reason=EVIL
        ),
    ):  # fmt: skip
        book.write(event)
    made.hire("201", "Robin Sample")
    walk_to(made.sit_down("201"), Review)
    book.close()
    return started_again(tmp_path, made)


def test_bytes_that_are_no_text_neither_end_the_kiosk_nor_get_into_a_field(station: Station) -> None:
    with kiosk(station.house.places.data) as typist:
        typist.sees("Badge number", "First time here?")
        for foreign in (b"\xff", b"\xfe\xed\xa0\x80", b"\xc3", b"\xf0\x9f", b"\x1b[200~a\xff\xed\xbf\xbfb\x1b[201~"):
            typist.send(foreign)
            typist.take_in(0.3)
        typist.press("c")
        typist.sees("abc")
        check(typist)


@pytest.mark.slow
def test_hostile_records_on_the_coordinators_screens_and_hostile_words_into_their_fields(
    station: Station, tmp_path: Path
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(f'badge,name,unit\n"{EVIL}",{EVIL},x\n7,"{EVIL}","{EVIL}"\n{EVIL},,\n', encoding="utf-8")
    with kiosk(station.house.places.data) as typist:
        typist.sees("Badge number", "First time here?")
        typist.paste(PASTED)
        typist.paste(PASTED)
        typist.sees("!")
        typist.press("\x1b[Z")
        typist.paste("x" * 1_000_000, then="\r")
        typist.sees("Badge number")
        check(typist)
        typist.press("\x1b", "\x1b")
        typist.settle()
        sign_in(typist, COORDINATOR_BADGE)
        typist.sees("Hello,", "Boss Eve")
        typist.press("b")
        typist.sees("Supervisor's board", "Eve [31mred")
        typist.press("/")
        typist.paste(PASTED, then="\x1b")
        typist.press("i")
        typist.sees("File, for example on a USB stick")
        typist.paste(PASTED)
        typist.write(PIN)
        typist.sees("!")
        typist.press("\x1b")
        typist.sees("Supervisor's board")
        typist.press("i")
        typist.sees("File, for example on a USB stick")
        typist.write(str(roster))
        typist.write(PIN)
        typist.sees("Nobody was imported.", "line 2:")
        check(typist)
        typist.press("\x1b")
        typist.sees("Supervisor's board")
        typist.press("a")
        typist.sees("> Name", "First day")
        for _ in range(5):
            typist.paste(PASTED)
        typist.press("\x1bOS")  # F4 saves
        typist.sees("!")
        typist.press("\x1b")
        typist.sees("Leave the form?")
        typist.settle()
        typist.press("l")
        typist.sees("Supervisor's board")
        typist.press("/")
        typist.write("666")
        typist.press("\r")
        typist.sees("One-time code", "Signed on paper")  # the page, whose history lies below
        typist.press(*["\x1b[6~"] * 6)
        check(typist)


@pytest.mark.slow
def test_hostile_words_into_every_answer_to_a_directive(station: Station) -> None:
    with kiosk(station.house.places.data) as typist:
        typist.sees("Badge number", "First time here?")
        sign_in(typist, "201")
        typist.sees("Hello, Robin Sample")
        typist.press("c")
        typist.sees("Review and sign")
        typist.settle()
        for _ in range(3):  # the statement, to its end
            typist.press("\x1b[6~")
            typist.settle()
        for key, fields in (("p", 2), ("s", 3)):
            typist.press(key)
            typist.sees("Your PIN")
            for _ in range(fields):
                typist.paste(PASTED)
            typist.press("\x1b")
            typist.sees("Review and sign", "You decide.")
        typist.press("d")
        typist.sees("Your PIN")
        typist.write(PIN)
        typist.paste(PASTED)
        typist.press("\r")
        typist.sees("Not signed")
        check(typist)
    declined = station.entries(signature_events.Declined)[-1].event
    assert isinstance(declined, signature_events.Declined)
    assert declined.reason is not None
    assert "Eve 6n 0;t q over" in declined.reason
    assert declined.reason.isprintable()


@pytest.mark.slow
def test_hostile_words_into_the_set_up_and_the_choice_of_a_pin(station: Station, tmp_path: Path) -> None:
    with kiosk(tmp_path / "new" / "data") as typist:
        typist.sees("Setting up the kiosk", "directive will be issued")
        for _ in range(6):
            typist.paste(PASTED)
        typist.sees("!")
        check(typist)
    person = station.house.people.with_badge("201")
    code = station.house.door.issue_code(person.id, station.coordinator.id, Secret(PIN))
    with kiosk(station.house.places.data) as typist:
        typist.sees("Badge number", "First time here?")
        sign_in(typist, "201", code.reveal())
        typist.sees("Choose my own")
        typist.press("2")
        typist.sees("The same PIN again")
        typist.paste(PASTED)
        typist.paste(" ".join(PIECES))
        typist.sees("!")
        check(typist)


def sign_in(typist: Typist, badge: str, secret: str = PIN) -> None:
    typist.write(badge, secret)
