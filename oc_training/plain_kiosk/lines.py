"""What the plain kiosk needs of a terminal, and the ways in which somebody can leave it.

The conversation knows this port alone, so it can be held in a test without a terminal.
"""

from __future__ import annotations

from typing import Final, Protocol

from oc_training.roster.pins import Secret
from oc_training.stopwatch import Stopwatch

COUNTDOWN: Final = 30
"""Seconds that somebody who seems to have left has to press Enter (A11Y-5: at least 20)."""

STILL_THERE: Final = (
    f"Are you still there? You will be signed out in {COUNTDOWN} seconds. Press Enter to stay. "
    "Everything you have done so far is kept."
)
STAYED: Final = "You are still signed in. What you typed just now was not taken."


class Parted(Exception):
    """Nobody goes on with this stay."""


class InputEnded(Parted):
    """The keyboard was closed (Ctrl-D)."""


class NobodyThere(Parted):
    """Nothing was typed for a long time, the warning included."""


class Lines(Protocol):
    """A terminal that shows lines and takes lines."""

    @property
    def columns(self) -> int:
        """The width now, in cells."""
        ...

    @property
    def rows(self) -> int:
        """The height now, in lines."""
        ...

    @property
    def can_wipe(self) -> bool:
        """Whether what was shown can be taken away again."""
        ...

    def write(self, line: str) -> None:
        """Show one line."""
        ...

    def read(self, prompt: str, idle_seconds: float, watch: Stopwatch | None = None) -> str:
        """Ask for one line, cleaned; a *watch* stands still while somebody is asked whether they are still there.

        Raises:
            Parted: nobody answers any more.
            KeyboardInterrupt: at Ctrl-C.
        """
        ...

    def read_secret(self, prompt: str, idle_seconds: float) -> Secret:
        """Ask for a PIN, which is not shown.

        Raises:
            Parted: nobody answers any more.
            KeyboardInterrupt: at Ctrl-C.
        """
        ...

    def pause(self, prompt: str, seconds: float) -> None:
        """Wait for Enter, and no longer than so many *seconds*.

        Raises:
            Parted: the keyboard was closed.
            KeyboardInterrupt: at Ctrl-C.
        """
        ...

    def forget_typed(self) -> None:
        """Drop what was typed before the last line could be seen."""
        ...

    def wipe(self) -> None:
        """Take away everything that was shown."""
        ...
