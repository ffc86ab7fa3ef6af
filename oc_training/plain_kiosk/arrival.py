"""What comes once at the plain kiosk, between the sign-in and the list of directives."""

from __future__ import annotations

from oc_training.attestation.session import Entrance
from oc_training.attestation.timekeeping import ClockSheet
from oc_training.bootstrap import House
from oc_training.errors import OcTrainingError
from oc_training.plain_kiosk.talk import Talk
from oc_training.roster.model import Role
from oc_training.wording.arrival import (
    CLOCK,
    IF_WRONG,
    SEE_TO_THIS,
    WAITS,
    WORTH_TELLING,
    clock_facts,
    confirming_words,
    wrong_tries_words,
)


class Arrival:
    """Tells somebody what they have to know first, and has a supervisor confirm a time that is in doubt (AUD-9)."""

    def __init__(self, house: House, talk: Talk, entrance: Entrance) -> None:
        self._house, self._talk, self._entrance = house, talk, entrance

    def run(self) -> bool:
        """Go through it; it always leads on.

        Raises:
            OcTrainingError: what is told of could not be found out.
        """
        talk, entrance = self._talk, self._entrance
        doubtful = self._house.timekeeping.sheet(entrance.session)
        if doubtful is not None:
            self._ask_for_the_time(doubtful)
        if entrance.wrong_before >= WORTH_TELLING:
            talk.heading("Wrong tries before.")
            talk.say(wrong_tries_words(entrance.wrong_before))
        person = self._house.book.records().person(entrance.session.person_id)
        if person.details.role is Role.COORDINATOR and (notices := self._house.notices.all()):
            talk.heading(f"{SEE_TO_THIS}:")
            talk.say(*notices)
        return True

    def _ask_for_the_time(self, sheet: ClockSheet) -> None:
        talk = self._talk
        talk.heading(CLOCK)
        talk.facts(clock_facts(sheet))
        talk.say(sheet.why, WAITS, IF_WRONG)
        choices = [("Confirm the time", True)] if sheet.can_be_confirmed else []
        if not talk.choose(choices, last=("Not now", False)):
            return
        shown = self._house.clock.now()
        talk.say(*confirming_words(shown))
        while (pin := talk.ask_secret("Your PIN, or Enter alone to leave it")).reveal():
            try:
                self._house.timekeeping.confirm(self._entrance.session, pin, shown)
            except OcTrainingError as error:
                talk.say(str(error))
            else:
                talk.say("It is recorded that the time is right.")
                return
