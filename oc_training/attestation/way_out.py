"""Out of a locked kiosk: only with the badge number and PIN of somebody who supervises, and on record.

What lies behind the kiosk (a login, a shell, the records' own folder) is not for whoever walks past, so the way there
is asked for here, below the screens (AUT-17).
"""

from __future__ import annotations

from oc_training.attestation.book import Book
from oc_training.attestation.door import Door
from oc_training.attestation.session import may_supervise
from oc_training.attestation.station_events import KioskLeft
from oc_training.errors import Refused
from oc_training.roster.pins import Secret

NOT_FOR_YOU = "Only a supervisor or the training coordinator can close this kiosk."
CODE_ONLY = "Please sign in with the one-time code and choose your PIN first."


class WayOut:
    """Lets supervisors and coordinators close the kiosk."""

    def __init__(self, book: Book, door: Door) -> None:
        self._book = book
        self._door = door

    def leave(self, badge: str, pin: Secret) -> None:
        """Record that whoever holds *badge* closes the kiosk, which may then be closed.

        Raises:
            NotSignedIn: badge number and PIN do not match; a wrong try counts as one at the sign-in (AUT-4).
            Refused: they supervise nobody, or have only a one-time code.
            NotRecorded: it could not be recorded; the kiosk stays.
        """
        entrance = self._door.sign_in(badge, pin, in_passing=True)
        if entrance.must_choose_pin:
            raise Refused(CODE_ONLY)
        if not may_supervise(self._book.records().person(entrance.session.person_id)):
            raise Refused(NOT_FOR_YOU)
        self._book.write(KioskLeft(person=entrance.session.person_id))
