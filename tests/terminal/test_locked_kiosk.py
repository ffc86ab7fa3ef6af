"""A locked kiosk on a pseudo-terminal: what ends it, what does not, and what is left on the screen."""

from __future__ import annotations

import base64
import re
import signal
import stat
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from oc_training.attestation.events import Event
from oc_training.attestation.station_events import KioskLeft
from oc_training.bootstrap import House
from oc_training.kiosk.crash_log import OUT_OF_SERVICE
from oc_training.kiosk.pages.leave_dialog import TITLE
from oc_training.kiosk.pages.welcome import WelcomePage
from oc_training.launch import BLANK
from oc_training.places import CHECKOUT, Places
from tests.kiosk.host import COORDINATOR, COORDINATOR_PIN, house_with_coordinator
from tests.support.fixed_clock import FixedClock
from tests.support.station import ZONE
from tests.terminal.screen import Screen

NAME, BADGE = COORDINATOR.name, COORDINATOR.badge
WELCOME = ("Badge number", "First time here?")
PERSONAL = (NAME, "Ada", "Invented", "Hello", "3-400", "Social Media", "My directives")
ENDS = [(signal.SIGTERM, 143), (signal.SIGHUP, 129)]


class Station:
    """A station that was set up, and its kiosk in a terminal."""

    def __init__(self, script: Path, folder: Path) -> None:
        self._script = script
        self.home = folder / "home"
        self.home.mkdir()
        house, _ = house_with_coordinator(folder, FixedClock(datetime.now(ZONE)))
        with house:
            self.places = house.places
            self.checkpoints = house.checkpoints

    def start(self, *options: str, **variables: str) -> Screen:
        return Screen(
            [str(self._script), *options], self.home, {"OC_TRAINING_DATA": str(self.places.data), **variables}
        )

    def newest(self) -> Event:
        """What was recorded last."""
        with House(Places(self.places.data)) as house:
            return house.book.entry(house.book.head().seq).event

    def files(self) -> set[Path]:
        """Every file below the home folder, which is also the one the kiosk is started in."""
        return {path for path in self.home.rglob("*") if path.is_file()}


@pytest.fixture
def station(script: Path, tmp_path: Path) -> Station:
    return Station(script, tmp_path)


def welcomed(screen: Screen) -> None:
    """Wait for the welcome page as somebody does who does not type ahead."""
    screen.sees(*WELCOME)
    time.sleep(WelcomePage.SILENCE_SECONDS + 0.2)


def sign_in(screen: Screen) -> None:
    welcomed(screen)
    screen.write(BADGE, COORDINATOR_PIN)
    screen.sees(f"Hello, {NAME}.", "3-400")


def squashed(text: str) -> str:
    """A text without its blanks: a line may be broken anywhere."""
    return text.replace(" ", "")


def is_clean(text: str) -> bool:
    """Whether a text says nothing of whoever was there."""
    return not [word for word in PERSONAL if word in text]


# What does not end it -------------------------------------------------------------------------------------------------


def test_interrupting_keys_do_not_end_it_from_its_first_moment_on(station: Station) -> None:
    with station.start() as screen:
        for _ in range(100):
            time.sleep(0.05)
            screen.send(b"\x03\x1a\x1c")
        welcomed(screen)
        sign_in(screen)
        assert "fault" not in screen.everything


def test_interrupting_signals_do_not_end_or_stop_it(station: Station) -> None:
    with station.start() as screen:
        sign_in(screen)
        for number in (signal.SIGINT, signal.SIGTSTP, signal.SIGQUIT):
            screen.signal(number)
            screen.signal(number, screen.kiosk)
        time.sleep(0.3)
        screen.send("\x1b[21~")  # F10
        screen.sees(*WELCOME)


EVERY_KEY = [
    *(bytes([code]) for code in range(0x20)),
    *(f"\x1bO{letter}".encode() for letter in "PQRS"),
    *(f"\x1b[{code}~".encode() for code in (15, 17, 18, 19, 20, 21, 23, 24)),
    *(f"\x1b[{code}~".encode() for code in (25, 26, 28, 29, 31, 32, 33, 34, 42, 43, 44, 45)),
    *(f"\x1b[{code};{held}~".encode() for code in (15, 21, 24, 3, 5, 6) for held in range(2, 9)),
    *(f"\x1b[1;{held}{letter}".encode() for letter in "ABCDFHPQRS" for held in range(2, 9)),
    *(b"\x1b" + bytes([code]) for code in range(0x20, 0x7F)),
    *(f"\x1b[<{button};{column};{row}{end}".encode()
      for button in (0, 1, 2, 32, 35, 64, 65) for column, row in ((5, 5), (50, 20), (99, 39)) for end in "Mm"),
    b"\x1b[200~pasted \x9b text\x1b[201~", b"\x1b[I", b"\x1b[O", b"\x7f",
]  # fmt: skip


def test_no_key_and_no_mouse_leads_out_of_it_copies_anything_or_makes_a_file(station: Station) -> None:
    before = station.files()
    with station.start() as screen:
        welcomed(screen)
        for keys in EVERY_KEY:
            screen.send(keys)
            time.sleep(0.01)
        screen.send("\x1b")
        time.sleep(0.5)
        for _ in range(3):
            screen.send("\x1b")
            time.sleep(0.3)
        screen.sees("Badge number")
        sign_in_again(screen)
        for keys in EVERY_KEY:
            screen.send(keys)
            time.sleep(0.01)
        screen.send("\x1b[21~")
        screen.sees("Badge number")
        # The shape of the mouse pointer is all that is told the terminal: no clipboard (52), title (0, 2), link (8).
        assert set(re.findall(rb"\x1b\](\d+)", screen.raw)) <= {b"22"}
        assert "fault" not in screen.everything
    assert station.files() == before
    assert not (station.places.data / "crash.log").exists()


def sign_in_again(screen: Screen) -> None:
    """From fields that may hold something."""
    screen.send("\x1b")
    time.sleep(WelcomePage.SILENCE_SECONDS + 0.2)
    screen.write(BADGE, COORDINATOR_PIN)
    screen.sees(f"Hello, {NAME}.")


# What ends it ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "code"), ENDS)
@pytest.mark.parametrize("whom", ["script", "kiosk"])
def test_a_signal_to_end_keeps_everything_and_leaves_an_empty_terminal(
    station: Station, number: signal.Signals, code: int, whom: str
) -> None:
    with station.start() as screen:
        sign_in(screen)
        screen.signal(number, screen.kiosk if whom == "kiosk" else None)
        assert screen.exit_code() == code
        assert screen.everything == ""
        assert "fault" not in screen.words
    assert not (station.places.data / "crash.log").exists()


def test_a_kiosk_that_is_killed_leaves_nothing_on_the_screen_and_comes_back(station: Station) -> None:
    with station.start() as screen:
        sign_in(screen)
        first = screen.kiosk
        screen.signal(signal.SIGKILL, first)
        screen.sees("It starts again by itself.")
        assert is_clean(screen.everything)
        assert not screen.shows_typing(), "what is typed meanwhile may be a PIN"
        screen.send("48151623")
        welcomed(screen)
        assert screen.kiosk != first
        assert "48151623" not in screen.everything
        sign_in(screen)
        screen.signal(signal.SIGTERM)
        assert screen.exit_code() == 143


def test_the_scrollback_is_looked_at_and_would_show_what_was_left_there(tmp_path: Path) -> None:
    lines = 'for n in 1 2 3 4 5 6 7 8; do seq -f "Ada %g" 10; done; printf "$1"'
    with Screen(["sh", "-c", lines, "sh", ""], tmp_path, {}) as screen:
        assert screen.exit_code() == 0
        assert "Ada 1 " in screen.everything.replace("  ", " ")
    with Screen(["sh", "-c", lines, "sh", BLANK.replace("\x1b", "\\033")], tmp_path, {}) as screen:
        assert screen.exit_code() == 0
        assert screen.everything == ""


# Leaving --------------------------------------------------------------------------------------------------------------


def test_a_supervisor_leaves_with_badge_and_pin_on_record_and_it_is_not_started_again(station: Station) -> None:
    with station.start() as screen:
        welcomed(screen)
        screen.send("\x1b[24~")
        screen.sees(TITLE)
        screen.write(BADGE, "not it 12")
        screen.send("\r")
        screen.sees("were not accepted")
        screen.write(COORDINATOR_PIN)
        screen.send("\r")
        assert screen.exit_code() == 0
        assert screen.everything == ""
    assert isinstance(station.newest(), KioskLeft)


def test_without_the_lock_f12_closes_it_after_a_question(station: Station) -> None:
    with station.start("--", "kiosk") as screen:
        welcomed(screen)
        screen.send("\x1b[24~")
        screen.sees("Nobody is signed in")
        time.sleep(0.5)
        screen.send("c")
        assert screen.exit_code() == 0
    assert not isinstance(station.newest(), KioskLeft)


# Faults ---------------------------------------------------------------------------------------------------------------

FAULTY = """
import sys
from pathlib import Path
from oc_training.launch import start_kiosk
def run():
    from oc_training.bootstrap import House
    from oc_training.places import Places
    from oc_training.kiosk import start
    from oc_training.kiosk.pages.welcome import WelcomePage
    async def fail(page):
        pin = page._typed_pin.take()
        raise LookupError(f"no such PIN {pin} of {page._badge.value}")
    WelcomePage.send = fail
    with House(Places(Path(sys.argv[1]))) as house:
        return start.run_kiosk(house, lock=True)
sys.exit(start_kiosk(run, lock=True))
"""
SECRET = "9057 8141 3362"


def test_a_fault_shows_one_sentence_and_leaves_type_and_place_in_a_private_log(station: Station) -> None:
    command = [sys.executable, "-c", FAULTY, str(station.places.data)]
    with Screen(command, station.home, {"PYTHONPATH": str(CHECKOUT)}) as screen:
        welcomed(screen)
        screen.write(BADGE, SECRET)
        assert screen.exit_code() == 1
        assert squashed(screen.everything) == squashed(OUT_OF_SERVICE)
        assert SECRET.encode() not in screen.raw
        assert b"Traceback" not in screen.raw
    log = station.places.data / "crash.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    kept = log.read_text()
    assert "LookupError" in kept
    assert "in fail" in kept
    assert SECRET not in kept
    assert BADGE not in re.sub(r":\d+ in|^\S+Z", "", kept, flags=re.MULTILINE)


# A PIN ----------------------------------------------------------------------------------------------------------------


def test_nothing_of_a_pin_is_in_any_byte_that_is_sent_or_kept(station: Station) -> None:
    typed = [COORDINATOR_PIN, SECRET]
    with station.start() as screen:
        welcomed(screen)
        screen.write(BADGE, SECRET)
        screen.sees("were not accepted")
        screen.send(SECRET + "\x01\x18\x03\x16\x1b[1;2H\x03\x1b[1;2D\x18")  # select, cut, copy, paste
        screen.send(f"\x1b[200~{SECRET}\x1b[201~")
        screen.send("\x1b")
        time.sleep(0.3)
        sign_in_again(screen)
        screen.send("b")
        screen.sees("Supervisor's board")
        screen.send("e")
        screen.sees("Your PIN")
        screen.send("\x1b")
        time.sleep(0.3)
        screen.send("\x1b[21~")
        welcomed(screen)
        screen.send("\x1b[24~")
        screen.sees(TITLE)
        screen.write(BADGE, COORDINATOR_PIN)
        screen.send("\r")
        assert screen.exit_code() == 0
        sent = screen.raw
    kept = [path.read_bytes() for path in station.places.data.parent.rglob("*") if path.is_file()]
    assert len(sent) > 10_000
    assert len(kept) > 3
    for secret in typed:
        for form in (secret.encode(), base64.b64encode(secret.encode()), secret.replace(" ", "").encode()):
            assert form not in sent
            assert not [file for file in kept if form in file]


# Variables ------------------------------------------------------------------------------------------------------------


def test_variables_from_outside_have_no_effect_on_a_whole_start(station: Station, tmp_path: Path) -> None:
    evil = tmp_path / "evil"
    evil.mkdir()
    for module in ("sitecustomize", "usercustomize", "textual", "evil"):
        (evil / f"{module}.py").write_text(f"open({str(evil / 'was-here')!r}, 'w')")
    hostile = {
        "TEXTUAL": "debug,devtools", "TEXTUAL_ALLOW_SIGNALS": "1", "TEXTUAL_COLOR_SYSTEM": "standard",
        "TEXTUAL_DEBUG": "1", "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1", "TEXTUAL_DEVTOOLS_PORT": "1",
        "TEXTUAL_DRIVER": "evil:Driver", "TEXTUAL_LOG": str(evil / "log"), "TEXTUAL_PRESS": "f12,ctrl+q",
        "TEXTUAL_SCREENSHOT": "0", "TEXTUAL_SCREENSHOT_FILENAME": "shot.svg",
        "TEXTUAL_SCREENSHOT_LOCATION": str(evil), "TEXTUAL_SHOW_RETURN": "1", "TEXTUAL_THEME": "textual-light",
        "PYTHONPATH": str(evil), "PYTHONSTARTUP": str(evil / "evil.py"), "PYTHONINSPECT": "1",
        "PYTHONDEVMODE": "1", "PYTHONVERBOSE": "1", "PYTHONUSERBASE": str(evil), "PYTHONIOENCODING": "latin-1",
        "PYTHONBREAKPOINT": "evil.run", "PYTHONHOME": str(evil), "PYTHONFAULTHANDLER": "1",
        "ESCDELAY": "60000", "COLUMNS": "20", "LINES": "5",
    }  # fmt: skip
    files = set(evil.iterdir())
    with station.start(**hostile) as screen:
        sign_in(screen)
        screen.send("\x03")
        screen.send("\x1b[21~")
        screen.sees(*WELCOME)
        screen.send("417")
        screen.sees("417")
        screen.send("\x1b")  # Esc takes it away again
        screen.until(lambda: "417" not in screen.words, "Esc did nothing")
        screen.signal(signal.SIGTERM)
        assert screen.exit_code() == 143
        assert screen.everything == ""
    assert set(evil.iterdir()) == files
