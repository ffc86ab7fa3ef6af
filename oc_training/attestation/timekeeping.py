"""What waits while the clock is in doubt, and how a supervisor ends that (AUD-9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from oc_training.attestation.book import Book
from oc_training.attestation.clock_guard import PROGRAM_YEAR, ClockGuard, Doubt, Look
from oc_training.attestation.door import Door
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.session import Session, may_supervise, require_own_pin, require_present
from oc_training.attestation.station_events import ClockConfirmed
from oc_training.clock import offset, stamp
from oc_training.errors import ClockSuspect, Refused
from oc_training.roster.pins import Secret

LONG_AGO = timedelta(minutes=10)
"""So long after it was shown a time is not confirmed any more."""

NOT_IN_DOUBT = "The clock is not in doubt any more. Nothing has to be confirmed."


@dataclass(frozen=True, slots=True)
class ClockSheet:
    """What a supervisor looks at before they confirm the time."""

    now: datetime
    """What the clock says, with the station's offset."""
    mark: datetime | None
    """The latest time that was believed."""
    doubt: Doubt

    @property
    def can_be_confirmed(self) -> bool:
        """Whether it may be right at all; a year before the program was made cannot be."""
        return self.doubt is not Doubt.YEAR

    @property
    def why(self) -> str:
        """What speaks against it, as a sentence."""
        return {
            Doubt.BACK: "It is earlier than a time at which something was recorded here.",
            Doubt.LEAP: "It has run ahead by more than a day since this program was started.",
            Doubt.LONG: "It is more than two months after the latest time that is known here.",
            Doubt.YEAR: f"This program was made in {PROGRAM_YEAR}, so it cannot be right.",
        }[self.doubt]


class Timekeeping:
    """Says whether the clock is in doubt and lets a supervisor confirm it."""

    def __init__(self, book: Book, guard: ClockGuard, door: Callable[[], Door]) -> None:
        """*door* is asked for when somebody confirms: to look at the clock takes no key of the PINs."""
        self._book = book
        self._guard = guard
        self._door = door

    def require(self) -> None:
        """Make sure that what is begun now can be dated (asked before a training and before a signing).

        Raises:
            ClockSuspect: the clock is in doubt.
        """
        if self.look().doubt is not None:
            raise ClockSuspect(ClockSuspect.SENTENCE)

    def sheet(self, session: Session) -> ClockSheet | None:
        """What the signed-in person is asked to confirm; None where there is nothing, or it is not for them.

        Raises:
            NotHereAnyMore: when they have left the department since they signed in.
        """
        viewer = require_present(self._book.records(), require_own_pin(session))
        return self.in_doubt() if may_supervise(viewer) else None

    def in_doubt(self) -> ClockSheet | None:
        """What speaks against the clock now; None where nothing does."""
        look = self.look()
        return ClockSheet(look.now, look.mark, look.doubt) if look.doubt is not None else None

    def confirm(self, session: Session, pin: Secret, shown: datetime) -> Recorded:
        """Record that the signed-in supervisor found the time *shown* to be right.

        Raises:
            Refused: when they are no supervisor, nothing is in doubt, the time cannot be right, or the clock is not
                where it was when it was shown.
            WrongPin: when the PIN does not match.
        """
        by = require_own_pin(session)
        return self._door().act(session, pin, lambda records: self._confirmed(records, by, shown))

    def _confirmed(self, records: Records, by: str, shown: datetime) -> ClockConfirmed:
        if not may_supervise(require_present(records, by)):
            raise Refused("The time is confirmed by a supervisor or the training coordinator.")
        look = self._guard.look(records.clock)
        if look.doubt is None:
            raise Refused(NOT_IN_DOUBT)
        sheet = ClockSheet(look.now, look.mark, look.doubt)
        if not sheet.can_be_confirmed:
            raise Refused(f"{sheet.why} Whoever administers this machine has to set its clock.")
        if abs(look.now.astimezone(UTC) - shown.astimezone(UTC)) > LONG_AGO:
            raise Refused("The clock has moved on since the time was shown. Please look at it again.")
        return ClockConfirmed(
            by=by,
            shown=stamp(shown),
            shown_offset=offset(shown),
            mark=stamp(look.mark) if look.mark else None,
            doubt=look.doubt.value,
        )

    def look(self) -> Look:
        """What is to be thought of the clock now."""
        return self._guard.look(self._book.records().clock)
