"""From a house to a running kiosk, and from its end to an exit code."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import Protocol

from oc_training.bootstrap import House
from oc_training.errors import OcTrainingError
from oc_training.kiosk.app import KioskApp
from oc_training.kiosk.crash_log import OUT_OF_SERVICE, CrashLog
from oc_training.kiosk.plain import LONGEST
from oc_training.launch import BLANK
from oc_training.text import clean

FAULT = 1
"""The exit code after a fault of the program: whoever started it may start it again."""
REFUSED = 2
"""The exit code when the records or the content cannot be used: starting again would not help."""


def run_kiosk(house: House, hints: tuple[str, ...] = (), *, lock: bool = False, ascii_only: bool = False) -> int:
    """Show the kiosk until it is closed.

    With *ascii_only* its furniture is drawn in letters, digits and signs that every font and line has.

    The exit code is 0 when it was closed, 1 after a fault, 2 when it could not begin, 128 and the signal's number
    after TERM or HUP. Everything that could refuse to open (book, keys, content) is opened first, so that a
    refusal is one sentence on the terminal and not a broken screen. A long book is opened while the first page is
    drawn; if it refuses, the kiosk ends with that sentence. A locked kiosk leaves an empty terminal.
    """
    log = CrashLog(house.places.data / "crash.log", house.clock.now)
    try:
        with _every_fault_goes_to(log):
            return _run(house, hints, log, lock=lock, ascii_only=ascii_only)
    except OcTrainingError as error:
        sys.stderr.write(f"{clean(str(error), LONGEST, keep_newlines=True)}\n")
        return REFUSED
    except Exception as fault:  # noqa: BLE001  whatever it is, nobody at the terminal may see its details (INJ-6)
        log.note(fault)
        sys.stderr.write(f"{OUT_OF_SERVICE}\n")
        return FAULT


def _run(house: House, hints: tuple[str, ...], log: CrashLog, *, lock: bool, ascii_only: bool) -> int:
    house.found()
    _open_what_is_needed(house)
    house.checkpoints.start()
    app = KioskApp(house, hints=hints, crash_log=log, lock=lock, ascii_only=ascii_only)
    result = app.run(mouse=True)
    if lock:
        sys.stderr.write(BLANK + (f"{app.last_words}\n" if app.last_words else ""))
    if app.refused:
        return REFUSED
    return result if isinstance(result, int) else app.return_code or 0


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
