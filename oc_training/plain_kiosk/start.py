"""From a house to the plain kiosk, one person after another, and from its end to an exit code."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Final

from oc_training.attestation.presence import Patience
from oc_training.bootstrap import House
from oc_training.errors import OcTrainingError, Refused
from oc_training.plain_kiosk.door import TO_CLOSE, WELCOME, Doorway
from oc_training.plain_kiosk.lines import InputEnded, Lines, NobodyThere
from oc_training.plain_kiosk.stay import Stay
from oc_training.plain_kiosk.talk import Talk

NOT_SET_UP: Final = (
    "This station is not set up yet, and that is done at the full kiosk: start it once with run_kiosk.sh --set-up."
)
KEPT: Final = "Everything you did so far is kept."
SIGNED_OUT: Final = f"You are signed out. {KEPT}"
STOPPED: Final = f"Stopped. {SIGNED_OUT}"
NOBODY: Final = f"Nobody answered. {SIGNED_OUT}"
CLOSED: Final = "The kiosk is closed. Nobody is signed in, and everything that was recorded is safe."

ENDED_BY: Final = 128
"""Added to the number of the signal that ended the program, as shells do."""


def run_plain(house: House, lines: Lines, hints: Sequence[str] = ()) -> int:
    """Let one person after another in until the kiosk is closed; the exit code is 0.

    Raises:
        Refused: the station was never set up.
        OcTrainingError: the book or a file of content cannot be used; nobody was let in.
    """
    if house.is_new or house.setting_up.is_needed():
        raise Refused(NOT_SET_UP)
    house.refuse_open_folders()
    house.open()
    _ = (house.content.agency, house.content.schedule, house.content.statement)
    house.checkpoints.start()
    _take_signals()
    receive(house, lines, hints)
    return 0


def receive(house: House, lines: Lines, hints: Sequence[str] = ()) -> None:
    """Let one person after another in at a station that is open, until the kiosk is closed."""
    talk = Talk(lines, Patience.of(house.content.agency))
    talk.say(f"{house.content.agency.name}, training kiosk in plain lines.")
    try:
        while _one_person(house, talk, hints):
            pass
    except (InputEnded, KeyboardInterrupt):
        lines.write("")
    talk.say(CLOSED)


def _one_person(house: House, talk: Talk, hints: Sequence[str]) -> bool:
    """Welcome somebody and lead them to the end of their stay; False when the kiosk is to be closed."""
    talk.lines.write("")
    talk.say(WELCOME, house.content.agency.ask, TO_CLOSE, *hints)
    try:
        entrance = Doorway(talk, house.door).sign_in()
    except NobodyThere:
        return True
    except OcTrainingError as error:
        talk.lines.wipe()
        talk.say(str(error))
        return True
    if entrance is None:
        return False
    talk.lines.wipe()
    try:
        said = _led(Stay(house, talk, entrance).run)
    finally:
        # Whoever comes next sees nothing of whoever was here (KSK-9), whatever ended this; the terminal may be gone.
        with contextlib.suppress(OSError):
            talk.lines.wipe()
    talk.say(said)
    return True


def _led(stay: Callable[[], None]) -> str:
    """Lead a stay to its end, whatever that is, and give the sentence about it."""
    try:
        stay()
    except KeyboardInterrupt:
        return STOPPED
    except NobodyThere:
        return NOBODY
    except InputEnded:
        return SIGNED_OUT
    return SIGNED_OUT


def _take_signals() -> None:
    """Ctrl-C ends a stay, whatever the launcher set; nothing suspends or aborts; a request to end ends with order."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for ignored in (signal.SIGTSTP, signal.SIGQUIT):
        signal.signal(ignored, signal.SIG_IGN)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end)


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(ENDED_BY + number)
