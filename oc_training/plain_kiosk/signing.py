"""The end of a training in plain lines: what would be signed, and every way to answer it, none of them proposed.

Signing takes a number, the typed name and the PIN; Enter alone does nothing (SIG-1, SIG-8).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from oc_training.attestation.book import new_entry_id
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.review_sheet import ReviewSheet, objection_to_name
from oc_training.attestation.signature_events import Interface
from oc_training.attestation.signing import SigningDesk
from oc_training.attestation.sitting import Sitting
from oc_training.errors import OcTrainingError
from oc_training.plain_kiosk.talk import Talk
from oc_training.roster.pins import Secret
from oc_training.text import one_line
from oc_training.wording.training import (
    DECLINE,
    NO_CASES,
    NOT_ME,
    ON_PAPER,
    PLEASE_CHECK,
    YOU_DECIDE,
    OtherAnswer,
    review_facts,
    signing_words,
)

NO_COMMENT = "Enter alone for none"
GONE_BACK = "Nothing was recorded."


class Ending(Enum):
    """Ways in which the review ends without a signature."""

    ANSWERED = auto()
    """Declined, or paper asked for; it was recorded."""
    LATER = auto()
    SECTIONS = auto()
    NOT_ME = auto()
    OVERTAKEN = auto()
    """Another revision is in force meanwhile; nothing of this one can be signed."""


class _Wish(Enum):
    SIGN = auto()
    COMMENT = auto()
    PAPER = auto()
    DECLINE = auto()
    LATER = auto()
    SECTIONS = auto()
    NOT_ME = auto()


WAYS = (
    ("Sign here", _Wish.SIGN),
    ("Sign here, with a comment", _Wish.COMMENT),
    ("Sign on paper", _Wish.PAPER),
    ("Decline to sign", _Wish.DECLINE),
    ("Back to the sections", _Wish.SECTIONS),
    ("This is not me", _Wish.NOT_ME),
)


class Signing:
    """Asks what somebody who has come to the end wants to do, and does it."""

    def __init__(self, talk: Talk, sitting: Sitting, desk: SigningDesk) -> None:
        self._talk, self._sitting, self._desk = talk, sitting, desk

    def review(self) -> int | Ending:
        """The number of the recorded acknowledgment, or how it ended without one."""
        talk = self._talk
        while True:
            sheet = self._desk.review(self._sitting)
            talk.heading("Review and sign.")
            talk.say(PLEASE_CHECK)
            talk.facts(review_facts(sheet))
            talk.heading("This is what you would sign:")
            talk.say(sheet.statement)
            talk.heading(YOU_DECIDE)
            wish = talk.choose(WAYS, last=("Not now; all is kept", _Wish.LATER))
            ended = self._follow(wish, sheet)
            if ended in {None, Ending.SECTIONS} and self._sitting.is_overtaken:
                return Ending.OVERTAKEN
            if ended is not None:
                return ended
            talk.say(GONE_BACK)

    def _follow(self, wish: _Wish, sheet: ReviewSheet) -> int | Ending | None:
        """Do what was chosen; None when the person went back without it."""
        match wish:
            case _Wish.SIGN | _Wish.COMMENT:
                return self._sign(sheet, with_comment=wish is _Wish.COMMENT)
            case _Wish.PAPER:
                return self._other(ON_PAPER, self._desk.ask_for_paper)
            case _Wish.DECLINE:
                return self._other(DECLINE, self._desk.decline)
            case _Wish.NOT_ME:
                self._talk.say(*NOT_ME)
                sure = self._talk.choose([("Yes, this is not me", True)], last=("Back", False))
                return Ending.NOT_ME if sure else None
            case _Wish.SECTIONS:
                return Ending.SECTIONS
            case _:
                return Ending.LATER

    def _sign(self, sheet: ReviewSheet, *, with_comment: bool) -> int | None:
        talk = self._talk
        talk.heading("Sign.")
        # The comment comes first: after the name everybody types their PIN, and a comment is shown as it is typed.
        comment = one_line(talk.ask(f"Your comment. {NO_CASES} {NO_COMMENT}")) if with_comment else ""
        if comment:
            talk.say(f"Your comment will stand in the record: {comment}")
        talk.say(*signing_words(sheet), "To go back without signing, press Enter alone.")
        while typed := talk.ask("Your name"):
            objection = objection_to_name(typed, sheet.person)
            if not objection:
                break
            talk.say(objection)
        else:
            return None
        return self._with_pin(
            lambda pin: (
                self._desk.sign(self._sitting, typed, pin, comment, seen=sheet, interface=Interface.PLAIN).entry.seq
            )
        )

    def _other(
        self, other: OtherAnswer, record: Callable[[Sitting, Secret, str, str | None], Recorded]
    ) -> Ending | None:
        """Record an answer other than a signature, once, however often the PIN is tried."""
        talk, entry_id = self._talk, new_entry_id()
        talk.heading(f"{other.title}.")
        talk.say(*other.words)
        remark = one_line(talk.ask(f"Your {other.remark.lower()}. {NO_CASES} {NO_COMMENT}"))
        number = self._with_pin(lambda pin: record(self._sitting, pin, remark, entry_id).entry.seq)
        if number is None:
            return None
        talk.say(other.recorded(number))
        return Ending.ANSWERED

    def _with_pin(self, do: Callable[[Secret], int]) -> int | None:
        """Do an act that asks for the PIN again; Enter alone goes back, and what goes wrong is said."""
        while True:
            pin = self._talk.ask_secret("Your PIN, or Enter alone to go back")
            if not pin.reveal():
                return None
            try:
                return do(pin)
            except OcTrainingError as error:
                self._talk.say(str(error))
