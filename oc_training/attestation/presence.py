"""When somebody at a terminal is asked whether they are still there, and when, who they are (AUT-10).

By a clock that only goes forward, so setting the machine's own keeps nobody signed in. What is asked, and how, is the
kiosks' business; both go by this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

from oc_training.attestation.content_files import READING_IDLE, USUAL_IDLE, Agency

USUAL_SECONDS: Final = USUAL_IDLE * 60
SCENARIO_SECONDS: Final = 300
READING_SECONDS: Final = READING_IDLE * 60

PAUSE: Final = 2.0
"""Seconds without a key before a question comes up over something, so that nothing typed for that goes into it."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds pass without a key before somebody is asked whether they are still there."""

    usual: int = USUAL_SECONDS
    reading: int = READING_SECONDS
    """While a directive is before them."""

    @classmethod
    def of(cls, agency: Agency) -> Self:
        """As the agency wants it."""
        return cls(agency.idle_minutes * 60, agency.idle_minutes_reading * 60)

    def seconds(self, wanted: int) -> int:
        """The time for something that waits *wanted* seconds where the agency says nothing.

        What lies between the two times keeps its own where they leave room for it.
        """
        if wanted <= USUAL_SECONDS:
            return self.usual
        if wanted >= READING_SECONDS:
            return self.reading
        return min(max(wanted, self.usual), self.reading)


class Attendance:
    """How long ago somebody gave a sign of life, and how long ago they showed who they are."""

    def __init__(self, agency: Agency, monotonic: Callable[[], float]) -> None:
        self.patience = Patience.of(agency)
        self.session_minutes = agency.session_minutes
        """After so many at one stretch somebody shows again who they are."""
        self._monotonic = monotonic
        self._alive_at = self._proved_at = monotonic()

    def is_alive(self) -> None:
        """Somebody pressed a key, or the like."""
        self._alive_at = self._monotonic()

    def is_proved(self) -> None:
        """Whoever is here has shown who they are."""
        self._proved_at = self._monotonic()

    def is_silent(self, wanted: int) -> bool:
        """Whether to ask if somebody is still there, before something that waits *wanted* seconds by itself."""
        return self._silence >= self.patience.seconds(wanted)

    @property
    def is_pausing(self) -> bool:
        """Whether nobody is typing just now."""
        return self._silence >= PAUSE

    @property
    def is_to_prove(self) -> bool:
        """Whether to ask who is there."""
        return self._monotonic() - self._proved_at >= self.session_minutes * 60

    @property
    def _silence(self) -> float:
        return self._monotonic() - self._alive_at
