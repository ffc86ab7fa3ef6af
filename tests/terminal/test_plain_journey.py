"""The whole way through the plain kiosk on a real pseudo-terminal, at the station's own strength (A11Y-10)."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pexpect  # type: ignore[import-untyped]  # it comes without types
import pyte
import pytest

from oc_training.attestation.signature_events import Acknowledged, Interface
from oc_training.attestation.training_events import AttemptMade
from oc_training.bootstrap import House
from oc_training.places import CHECKOUT, Places
from oc_training.plain_kiosk.reading import NEXT
from oc_training.plain_kiosk.start import CLOSED, NOT_SET_UP, SIGNED_OUT, STOPPED
from oc_training.plain_kiosk.terminal import WIPE
from oc_training.quiz.model import Question
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret
from tests.plain_kiosk.person import NUMBER, Person

BOSS, BOSS_BADGE, BOSS_PIN = "Ada Invented", "100", "oak tree 77"
NEW, NEW_BADGE, NEW_PIN = "Robin Sample", "417", "river stone 5"
COMMENT = "Is III.A.7 meant for closed groups too?"
PATIENCE = 30
BADGE = "Badge number: "
PIN = r"PIN \(it is not shown\): "
READ_ON = re.escape(NEXT)
ROWS, COLUMNS = 24, 80


@dataclass
class Plain:
    """The plain kiosk on a pseudo-terminal of its own."""

    child: pexpect.spawn[str]
    said: list[str] = field(default_factory=list)

    def expect(self, *patterns: str) -> int:
        """Wait for one of these; gives which, and keeps what was said before it."""
        found = self.child.expect(list(patterns), timeout=PATIENCE)
        before = self.child.before
        self.said.append((before if isinstance(before, str) else "").replace("\r\n", "\n"))
        return int(found)

    def answer(self, pattern: str, *lines: str) -> str:
        """Wait for a prompt and type each of these lines at it and those that follow; gives what was said."""
        self.expect(pattern)
        for line in lines:
            self.child.sendline(line)
        return self.said[-1]

    @property
    def sent(self) -> str:
        """Everything that reached the terminal."""
        return self.log.getvalue()

    @property
    def log(self) -> Log:
        kept = self.child.logfile_read
        assert isinstance(kept, Log)
        return kept


class Log:
    """What pexpect read, as one text."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def write(self, text: str) -> None:
        self._parts.append(text)

    def flush(self) -> None:
        pass

    def getvalue(self) -> str:
        return "".join(self._parts)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data")


@pytest.fixture
def code(places: Places) -> str:
    """A station that was set up, and the one-time code of somebody new."""
    with House(places) as house:
        house.found()
        boss = Details(BOSS, BOSS_BADGE, "Lieutenant", "Training", Role.COORDINATOR, date(2026, 1, 5))
        coordinator = house.setting_up.make_coordinator(boss, Secret(BOSS_PIN))
        today = house.duties.today()
        hired = Details(NEW, NEW_BADGE, "Officer", "Patrol", Role.EMPLOYEE, today)
        new = house.people.add(hired, coordinator, Secret(BOSS_PIN))
        return house.door.issue_code(new.id, coordinator, Secret(BOSS_PIN)).reveal()


def started(places: Places, term: str = "xterm", *more: str) -> Plain:
    command = ["-I", "-m", "oc_training", "--data", str(places.data), "kiosk", "--plain", *more]
    environ = {"PATH": "/usr/bin:/bin", "TERM": term, "LC_ALL": "C.UTF-8", "TZ": "America/Chicago"}
    child = pexpect.spawn(
        sys.executable, command, env=environ, encoding="utf-8", dimensions=(ROWS, COLUMNS), cwd=str(CHECKOUT)
    )
    child.logfile_read = Log()
    return Plain(child)


@pytest.fixture
def plain(places: Places, code: str) -> Iterator[Plain]:
    assert code
    kiosk = started(places)
    yield kiosk
    kiosk.child.close(force=True)


def sign_in(plain: Plain, secret: str, badge: str = NEW_BADGE) -> None:
    plain.answer(BADGE, badge)
    plain.answer(PIN, secret)


def choose_pin(plain: Plain) -> None:
    plain.answer("Type a number from 1 to 2: ", "1")
    plain.answer("Your " + PIN, NEW_PIN)
    plain.answer("The same PIN again", NEW_PIN)
    plain.expect("Your PIN is set.")


def walk(plain: Plain, person: Person, until: str) -> None:
    """Answer every prompt until one comes."""
    said = ""
    while True:
        found = plain.expect(until, READ_ON, "Enter: go on. $", NUMBER.pattern.removesuffix("$"))
        said += plain.said[-1]
        if found == 0:
            return
        plain.child.sendline(person.number_for(said) if found == 3 else "")
        said = "" if found == 3 else said


def one_wrong() -> Person:
    """Somebody who gets the first scenario wrong the first time."""
    with House(Places(Path("nowhere"))) as house:
        bank = house.content.bank("3-400")
    person = Person(bank, NEW, NEW_PIN, wishes=["Directive 3-400", "Begin", "Sign here, with a comment"])

    def wrong(question: Question) -> bool:
        return not person.answered_wrongly or question.id in person.answered_wrongly

    person.wrong = wrong
    return person


def acknowledgment(places: Places) -> Acknowledged:
    with House(places) as house:
        number = house.book.head().seq
        event = house.book.entry(number).event
        assert isinstance(event, Acknowledged)
        return event


def test_from_the_one_time_code_to_the_receipt_in_lines_alone(plain: Plain, places: Places, code: str) -> None:
    sign_in(plain, code)
    choose_pin(plain)
    person = one_wrong()
    walk(plain, person, "Enter alone for none: ")
    told = "".join(plain.said)
    assert "Not right. It will come back until it is." in told
    assert "You have met this one before." in told
    assert "What the directive says:" in told
    assert "Section 1 of 6: I PURPOSE AND OBJECTIVES" in told
    plain.child.sendline(COMMENT)
    plain.answer("Your name: ", "Robin Smaple")
    plain.answer("Please type your name as it stands above: Robin Sample.*Your name: ", NEW)
    plain.answer("Your PIN, or Enter alone to go back", "wrong pin 99")
    plain.answer("That PIN was not accepted.*Your PIN, or Enter alone to go back", NEW_PIN)
    plain.expect("Recorded as entry")
    plain.answer("Type a number from 0 to 1: ", "0")
    receipt = plain.said[-1]
    assert "11 of 12 right at the first try, attempt 1" in receipt
    assert "Signed where: at the kiosk in plain lines" in receipt
    assert f"Comment: {COMMENT}" in receipt
    plain.answer("You are current..*Type a number from 0 to 2: ", "0")
    plain.answer(BADGE, "close")
    plain.expect(pexpect.EOF)
    assert CLOSED.split(".")[0] in plain.said[-1]
    plain.child.close()
    assert plain.child.exitstatus == 0
    signed = acknowledgment(places)
    assert signed.interface is Interface.PLAIN
    assert (signed.typed_name, signed.comment, signed.right) == (NEW, COMMENT, 11)
    assert all(display.complete for display in signed.displays)
    with House(places) as house:
        attempt = house.book.entry(signed.attempt_entry).event
        assert isinstance(attempt, AttemptMade)
        [missed] = [item for item in attempt.items if len(item.answers) > 1]
        assert missed.question == person.answered_wrongly[0]
        text = house.content.library.read_directive("3-400")[-1]
    assert_every_word_was_put_out(plain.sent, [clause.text for clause in text.clauses])
    assert_nothing_but_print(plain.sent)
    assert_nothing_is_left(plain.sent)
    for secret in (NEW_PIN, code, "wrong pin 99"):
        assert secret not in plain.sent


def assert_every_word_was_put_out(sent: str, clauses: list[str]) -> None:
    flat = " ".join(sent.split())
    assert [text for text in clauses if " ".join(text.split()) not in flat] == []


def assert_nothing_but_print(sent: str) -> None:
    """No control but the ends of lines, and the wiping between two stays; no lines, no boxes."""
    rest = sent.replace(WIPE, "").replace("\r\n", "\n")
    assert [char for char in rest if char != "\n" and not char.isprintable()] == []
    assert [char for char in rest if "\u2500" <= char <= "\u259f"] == []


def assert_nothing_is_left(sent: str) -> None:
    """Neither on the screen nor among what has scrolled away stands anything of whoever was there (KSK-9)."""
    screen = pyte.HistoryScreen(COLUMNS, ROWS, history=10_000)
    pyte.Stream(screen).feed(sent)
    if "\x1b[3J" in sent:
        # pyte knows no 3J; what scrolled away before the last of them is gone.
        screen = pyte.HistoryScreen(COLUMNS, ROWS, history=10_000)
        pyte.Stream(screen).feed(sent[sent.rindex("\x1b[3J") + 4 :])
    assert not screen.history.top
    shown = "\n".join(screen.display)
    assert [personal for personal in (NEW, "Robin", NEW_BADGE, COMMENT) if personal in shown] == []


def test_who_is_interrupted_comes_back_to_the_clause_they_left(plain: Plain, places: Places, code: str) -> None:
    sign_in(plain, code)
    choose_pin(plain)
    person = one_wrong()
    person.wrong = lambda _: False
    walk(plain, person, "Section 2 of 6: II DEFINITIONS")
    plain.answer(READ_ON, "")
    plain.answer(READ_ON)
    left_at = plain.said[-1].strip().split()[0]
    plain.child.sendintr()
    plain.expect(re.escape(STOPPED[:30]))
    sign_in(plain, NEW_PIN)
    plain.answer(r"1 of\s+6 sections.*Type a number from 0 to 2: ", "1")
    plain.answer("Go on where you stopped.*Type a number from 0 to 3: ", "1")
    plain.answer(READ_ON, "0")
    assert f"Going on at II.{left_at.rstrip('.')}, where you stopped." in plain.said[-1]
    plain.expect("My directives.*Type a number from 0 to 2: ")
    plain.child.sendeof()
    plain.expect(re.escape(SIGNED_OUT[:23]))
    plain.expect(BADGE)
    with House(places) as house:
        walk_kept = house.walks.of(house.people.with_badge(NEW_BADGE).id, "3-400")
    assert walk_kept is not None
    assert [display.complete for display in walk_kept.displays] == [True, False]
    assert walk_kept.displays[1].visits == 2


def test_enter_alone_chooses_nothing_and_hostile_bytes_are_words_or_nothing(plain: Plain, code: str) -> None:
    for hostile in ("\x1b]52;c;aGVsbG8=\x07", "[/", "a\u202eb\u200b", "%s{}"):
        plain.answer(BADGE, hostile)
        plain.answer(PIN, hostile)
        plain.expect("were not accepted")
    plain.child.setecho(False)
    plain.child.send(b"\xff\xfe\x9b6n\n".decode("latin-1"))
    plain.answer(PIN, "x")
    sign_in(plain, code)
    choose_pin(plain)
    for nothing in ("", "9", "1x", "-1"):
        plain.answer("Type a number from 0 to 2: ", nothing)
        plain.expect("Nothing was chosen.")
    plain.expect("Type a number from 0 to 2: ")
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\u202e\u200b\x80-\x9f]", "".join(plain.said[-8:]))


def test_a_station_that_is_new_is_refused_with_a_sentence_and_nothing_is_made(places: Places) -> None:
    kiosk = started(places)
    kiosk.expect(pexpect.EOF)
    assert " ".join(kiosk.said[-1].split()) == NOT_SET_UP
    kiosk.child.close()
    assert kiosk.child.exitstatus == 2
    assert not places.data.exists()


@pytest.mark.parametrize(("signal_sent", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_with_order_and_the_echo_of_the_terminal_restored(
    plain: Plain, signal_sent: signal.Signals, status: int
) -> None:
    plain.answer(BADGE, NEW_BADGE)
    plain.expect(PIN)
    plain.child.waitnoecho(timeout=5)
    plain.child.kill(signal_sent)
    plain.expect(pexpect.EOF)
    assert "Traceback" not in plain.sent
    plain.child.close()
    assert plain.child.exitstatus == status


@pytest.mark.parametrize(("signal_sent", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_while_somebody_is_there_leaves_nothing_of_them_on_the_terminal(
    plain: Plain, code: str, signal_sent: signal.Signals, status: int
) -> None:
    sign_in(plain, code)
    choose_pin(plain)
    plain.answer("Type a number from 0 to 2: ", "1")
    plain.expect("Type a number from 0 to 3: ")
    plain.child.kill(signal_sent)
    plain.expect(pexpect.EOF)
    plain.child.close()
    assert plain.child.exitstatus == status
    assert_nothing_is_left(plain.sent)


def test_a_pin_typed_ahead_or_typed_while_another_is_looked_at_is_never_shown(plain: Plain, code: str) -> None:
    plain.answer(BADGE)
    plain.child.send(f"{NEW_BADGE}\rnot the {code}\r{code}\r")
    plain.expect("were not accepted")
    plain.expect(BADGE)
    assert code not in plain.sent
    assert "not the" not in plain.sent
    assert_nothing_is_left(plain.sent)
    plain.child.send(f"{NEW_BADGE}\r{code}\r")
    plain.expect("Your one-time code was accepted.")
    assert code not in plain.sent


def test_ctrl_c_at_the_welcome_closes_and_nothing_suspends(plain: Plain) -> None:
    plain.expect(BADGE)
    plain.child.sendcontrol("z")
    plain.child.sendcontrol("\\")
    plain.child.sendintr()
    plain.expect(pexpect.EOF)
    assert CLOSED.split(".")[0] in plain.said[-1]
    plain.child.close()
    assert plain.child.exitstatus == 0
