"""What is left of a PIN while somebody else is still to agree: a token without the PIN, good for a minute.

An act of two takes two PINs, one after the other. The first is looked at when it is typed. Until the second person
has typed theirs no more is kept than that it was right: for one stay, for one act, for a short while.
"""

from __future__ import annotations

from dataclasses import dataclass

from oc_training.attestation.session import Session
from oc_training.clock import Clock
from oc_training.errors import Refused

GOOD_FOR = 60.0
"""Seconds, by the monotonic clock, within which the second person has to agree."""

TOO_LATE = "More than a minute has passed since the training coordinator's PIN. Nothing was done; please begin again."
NOT_CONFIRMED = "The training coordinator's PIN was not given for this. Nothing was done; please begin again."


@dataclass(frozen=True, slots=True, eq=False)
class Confirmed:
    """Says that a PIN was right, to whoever gave it out; it holds nothing, and a copy of it says nothing."""


@dataclass(frozen=True, slots=True)
class _Given:
    token: Confirmed
    session: Session
    act: object
    at: float


class Confirmations:
    """Gives out tokens and knows them again. One is good at a time: the next, or its act once done, ends it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: _Given | None = None

    def give(self, session: Session, act: object) -> Confirmed:
        """A token for *act* in the stay of *session*, whose PIN was right just now.

        *act* is a value that says what is done, and to what; it is compared with what is done in the end.
        """
        token = Confirmed()
        self._given = _Given(token, session, act, self._clock.monotonic())
        return token

    def require(self, token: Confirmed, session: Session, act: object) -> None:
        """Let *act* be done on the strength of *token*.

        Raises:
            Refused: when it was given for something else, in another stay, too long ago, or was used.
        """
        given = self._given
        if given is None or given.token is not token or given.session is not session or given.act != act:
            raise Refused(NOT_CONFIRMED)
        if self._clock.monotonic() - given.at > GOOD_FOR:
            self.forget()
            raise Refused(TOO_LATE)

    def forget(self) -> None:
        """End the token that was given last."""
        self._given = None
