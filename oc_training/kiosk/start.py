"""From a house to a running kiosk, and from its end to an exit code."""

from __future__ import annotations

from oc_training.bootstrap import House
from oc_training.kiosk.app import KioskApp
from oc_training.kiosk.crash_log import CrashLog


def run_kiosk(house: House, hints: tuple[str, ...] = (), *, ascii_only: bool = False) -> int:
    """Show the kiosk until it is closed; the exit code is 1 after a fault, else the program's own.

    With *ascii_only* its furniture is drawn in letters, digits and signs that every font and line has.

    Everything that could refuse to open (book, keys, content) is opened first, so that a refusal is
    one sentence on the terminal and not a broken screen. A long book is opened while the first page is drawn;
    if it refuses, the kiosk ends with that sentence.
    """
    _open_what_is_needed(house)
    house.checkpoints.start()
    log = CrashLog(house.places.data / "crash.log", house.clock.now)
    app = KioskApp(house, hints=hints, crash_log=log, ascii_only=ascii_only)
    result = app.run(mouse=True)
    return result if isinstance(result, int) else app.return_code or 0


def _open_what_is_needed(house: House) -> None:
    if not house.opens_slowly:
        house.open()
    _ = (house.content.agency, house.content.schedule, house.content.statement)
