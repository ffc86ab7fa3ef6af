"""What is said when somebody has been signed in for so long that they show once more who they are (AUT-10)."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Is it still you?"
GO_ON, SIGN_OUT = "Go on", "Sign out"
WHY: Final = "Everything you have done so far is kept, whether you go on or sign out."


def signed_in_words(minutes: int) -> str:
    """Why it is asked: ``You have been signed in for 60 minutes. Please type your PIN to go on.``."""
    return f"You have been signed in for {minutes} minutes. Please type your PIN to go on."
