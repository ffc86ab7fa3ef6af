"""From a house to a running kiosk, and from its end to an exit code."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import Protocol

from oc_training.bootstrap import House
from oc_training.errors import OcTrainingError, Refused
from oc_training.kiosk.app import KioskApp
from oc_training.kiosk.crash_log import OUT_OF_SERVICE, CrashLog
from oc_training.kiosk.plain import LONGEST
from oc_training.launch import BLANK, Appearance, appearance_for, read_terminal
from oc_training.text import clean

FAULT = 1
"""The exit code after a fault of the program: whoever started it may start it again."""
REFUSED = 2
"""The exit code when the records or the content cannot be used: starting again would not help."""


NOT_SET_UP = (
    "There are no records of a station here. If this station is new, set it up once with: run_kiosk.sh --set-up. "
    "If it is not, its records are missing: please call whoever looks after this machine."
)
"""A locked kiosk makes nobody coordinator by itself: whoever stands there may be anybody."""


def run_kiosk(
    house: House,
    hints: tuple[str, ...] = (),
    *,
    lock: bool = False,
    set_up: bool = False,
    wanted: str = Appearance.AUTO,
) -> int:
    """Show the kiosk until it is closed.

    *wanted* is the appearance that was asked for; what the agency and the terminal want comes after it. A locked
    kiosk sets up a station that is new only where *set_up* says so.

    The exit code is 0 when it was closed, 1 after a fault, 2 when it could not begin, 128 and the signal's number
    after TERM or HUP. Everything that could refuse to open (book, keys, content) is opened first, so that a
    refusal is one sentence on the terminal and not a broken screen. A long book is opened while the first page is
    drawn; if it refuses, the kiosk ends with that sentence. A locked kiosk leaves an empty terminal.
    """
    log = CrashLog(house.places.data / "crash.log", house.clock.now)
    try:
        with _every_fault_goes_to(log):
            return _run(house, hints, log, lock=lock, set_up=set_up, wanted=wanted)
    except OcTrainingError as error:
        sys.stderr.write(f"{clean(str(error), LONGEST, keep_newlines=True)}\n")
        return REFUSED
    except Exception as fault:  # noqa: BLE001  whatever it is, nobody at the terminal may see its details (INJ-6)
        log.note(fault)
        sys.stderr.write(f"{OUT_OF_SERVICE}\n")
        return FAULT


def _run(  # noqa: PLR0913  what it was started with
    house: House, hints: tuple[str, ...], log: CrashLog, *, lock: bool, set_up: bool, wanted: str
) -> int:
    appearance = appearance_for(read_terminal(), wanted, house.content.agency.appearance)
    _make_or_find(house, may_set_up=set_up or not lock)
    house.refuse_open_folders()
    _open_what_is_needed(house)
    house.checkpoints.start()
    app = KioskApp(house, hints=hints, crash_log=log, lock=lock, ascii_only=appearance is Appearance.ASCII)
    result = app.run(mouse=True)
    if lock:
        sys.stderr.write(BLANK + (f"{app.last_words}\n" if app.last_words else ""))
    if app.refused:
        return REFUSED
    return result if isinstance(result, int) else app.return_code or 0


def _make_or_find(house: House, *, may_set_up: bool) -> None:
    """The station's files; where nobody was made coordinator yet, only whoever may set it up gets in."""
    if may_set_up:
        house.found()
    elif house.is_new:
        house.refuse_half_a_station()
        raise Refused(NOT_SET_UP)
    elif not house.opens_slowly and house.setting_up.is_needed():  # a long book was set up long ago
        raise Refused(NOT_SET_UP)


def _open_what_is_needed(house: House) -> None:
    if not house.opens_slowly:
        house.open()
    _ = (house.content.agency, house.content.schedule, house.content.statement)


class _Fault(Protocol):
    """What Python tells of an error that nobody took up: in a thread, or while an object was thrown away."""

    @property
    def exc_value(self) -> BaseException | None: ...


@contextlib.contextmanager
def _every_fault_goes_to(log: CrashLog) -> Iterator[None]:
    """Have Python write errors beside the program's own course to *log*, and not with their words on the screen."""
    before = sys.unraisablehook, threading.excepthook

    def aside(fault: _Fault) -> None:
        if fault.exc_value is not None:
            log.note(fault.exc_value)

    sys.unraisablehook = threading.excepthook = aside
    try:
        yield
    finally:
        sys.unraisablehook, threading.excepthook = before
