"""What is said about PINs and one-time codes, at the screens and in plain lines alike."""

from __future__ import annotations

from typing import Final

from oc_training.roster.credentials import Kind
from oc_training.roster.pins import LONGEST_CHOSEN, SHORTEST_CHOSEN

FIRST_TIME: Final = (
    "First time here? Use the one-time code from your supervisor or the training coordinator in place of the PIN."
)
BADGE_MISSING: Final = "Please type your badge number first."
PIN_MISSING: Final = "Please type your PIN."
TAKEN_OUT: Final = "Your PIN was taken out, since nobody typed on; please type it again."

CODE_ACCEPTED: Final = (
    "Your one-time code was accepted. Now you need a PIN of your own. You sign in with it, and you sign with it. "
    "Nobody else can see it, and nobody will ever ask you for it."
)
RULE: Final = f"A PIN of your own has {SHORTEST_CHOSEN} to {LONGEST_CHOSEN} characters of any kind, blanks too."
NOT_THE_SAME: Final = "The two PINs are not the same. Please type both again."
NO_PIN_YET: Final = "No PIN yet: needs a one-time code"
"""Said of somebody who never had a PIN, and has no code that is still good."""


def code_words(name: str, now: Kind | None, *, had_pin: bool) -> str:
    """What a one-time code is for, before it is issued; *now* is what they have to sign in with."""
    if not had_pin:
        words = f"{name} has had no PIN yet. With this code they sign in for the first time and choose one."
    else:
        words = f"{name} gets a code with which to sign in once and choose a PIN."
    return f"{words} The {now.words} they have now ends at once." if now else words


def issued_words(before: Kind | None) -> str:
    """What a one-time code does, once it is issued; *before* is what they had to sign in with."""
    ended = f" Their old {before.words} has ended." if before else ""
    return f"It opens the kiosk once, within 72 hours, and then asks for a PIN of their own.{ended}"


SHOWN_SECONDS: Final = 30.0
"""For so long a PIN that was made for somebody stands on the screen (AUT-13)."""
