"""The clock of the station."""

from __future__ import annotations

import time
from datetime import datetime
from functools import cached_property

from oc_training.attestation.content import Content
from oc_training.clock import SystemClock


class StationClock:
    """The clock of the machine in the agency's zone, which is first read when the time is first asked for.

    So a receipt can be shown from the book when the agency's file is gone (SIG-14).
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    def now(self) -> datetime:
        """The present moment with the station's offset."""
        return self._clock.now()

    def monotonic(self) -> float:
        """Seconds that go forward."""
        return time.monotonic()

    @cached_property
    def _clock(self) -> SystemClock:
        return SystemClock(self._content.agency.time_zone)
