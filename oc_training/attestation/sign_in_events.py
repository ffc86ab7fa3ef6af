"""What happens at the sign-in, as typed bodies of ledger entries: codes, PINs (never themselves), locks, pauses.

The same promises as in :mod:`oc_training.attestation.events` hold.
"""

from __future__ import annotations

from oc_training.attestation.event_body import Body


class CodeIssued(Body, frozen=True, tag="code issued"):
    """A one-time enrolment code was issued to a person (never the code itself)."""

    person: str
    by: str


class PinSet(Body, frozen=True, tag="pin set"):
    """A person set their own PIN (never the PIN itself)."""

    person: str
    authorised_by: str | None
    """Person id of whoever issued the code; null for the first coordinator."""


class SignInLocked(Body, frozen=True, tag="sign-in locked"):
    """Five wrong PINs in a row locked a person out (AUT-4)."""

    person: str


class SignInReleased(Body, frozen=True, tag="sign-in released"):
    """A supervisor released a locked person."""

    person: str
    by: str
    reason: str


class SignInPaused(Body, frozen=True, tag="sign-in paused"):
    """So many tries to sign in were wrong, whatever the badge numbers, that the station took none for a while (AUT-5).

    It names nobody: which badge numbers were typed is kept nowhere.
    """

    minutes: int
    """How long the pause was to last."""


class NotThisPerson(Body, frozen=True, tag="not this person"):
    """Whoever stood at the screen said that the name on it is not theirs (SIG-5)."""

    person: str
    directive: str | None
