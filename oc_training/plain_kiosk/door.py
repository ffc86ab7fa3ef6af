"""Signing in at the plain kiosk, and a PIN of one's own after a one-time code (AUT-1, AUT-13)."""

from __future__ import annotations

from oc_training.attestation.door import Door
from oc_training.attestation.session import Entrance, Session
from oc_training.errors import OcTrainingError
from oc_training.plain_kiosk.talk import Talk
from oc_training.roster.details import CAPS, Field
from oc_training.text import clean
from oc_training.wording.pins import CODE_ACCEPTED, FIRST_TIME, NOT_THE_SAME, PIN_SET, RULE, SHOWN_SECONDS

BADGE_IDLE = 3_600.0
"""Seconds after which the welcome is said again; nobody is signed in."""
CLOSE = "close"
"""Typed in place of a badge number, it ends the program."""
WELCOME = f"Type your badge number and press Enter. {FIRST_TIME}"
TO_CLOSE = f"To close the kiosk, type {CLOSE}."
NOTE_IT = (
    "This is your PIN. Learn it, or note it where nobody else looks. "
    f"After the next Enter, or after {SHOWN_SECONDS:.0f} seconds, it is taken away."
)


class Doorway:
    """Lets somebody in."""

    def __init__(self, talk: Talk, door: Door) -> None:
        self._talk, self._door = talk, door

    def sign_in(self) -> Entrance | None:
        """One try; None when the program is to be closed.

        Raises:
            NotSignedIn: badge number and PIN were not accepted.
        """
        badge = ""
        self._talk.lines.forget_typed()  # it may be a PIN, typed a second time while the first was looked at
        while not badge:
            badge = clean(self._talk.lines.read("Badge number: ", BADGE_IDLE), CAPS[Field.BADGE])
        if badge.casefold() == CLOSE:
            return None
        return self._door.sign_in(badge, self._talk.ask_secret("PIN"))

    def choose_pin(self, session: Session) -> None:
        """Replace the one-time code by a PIN of the person's own."""
        talk = self._talk
        talk.heading("Your own PIN.")
        talk.say(CODE_ACCEPTED, RULE)
        done = False
        while not done:
            # A PIN that is shown must be taken away again, which not every terminal can do.
            offered = talk.lines.can_wipe and talk.choose(
                [("Choose my own PIN", False), ("Show me a PIN of 6 digits that only I see", True)]
            )
            try:
                done = self._take_offered(session) if offered else self._take_own(session)
            except OcTrainingError as error:
                talk.say(str(error))
        talk.say(PIN_SET)

    def _take_own(self, session: Session) -> bool:
        first, second = self._talk.ask_secret("Your PIN"), self._talk.ask_secret("The same PIN again")
        if first != second:
            self._talk.say(NOT_THE_SAME)
            return False
        self._door.set_pin(session, first)
        return True

    def _take_offered(self, session: Session) -> bool:
        offered = self._door.offer_pin(session)
        self._talk.say(NOTE_IT, " ".join(offered.reveal()))
        try:
            self._talk.lines.forget_typed()
            self._talk.lines.pause("Enter: go on. ", SHOWN_SECONDS)
        finally:
            self._talk.lines.wipe()
        self._door.accept_pin(session, offered, self._talk.ask_secret("Type the PIN"))
        return True
