"""What is said about PINs and one-time codes, at the screens and in plain lines alike."""

from __future__ import annotations

from typing import Final

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
SHOWN_SECONDS: Final = 30.0
"""For so long a PIN that was made for somebody stands on the screen (AUT-13)."""
