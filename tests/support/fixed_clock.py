"""A clock that a test sets."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


class FixedClock:
    """Stands at one moment until it is told to go on."""

    def __init__(self, now: datetime | None = None) -> None:
        self._now = now or datetime(2026, 3, 14, 9, 26, 53, 580_000, tzinfo=ZoneInfo("America/Chicago"))
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def forward(self, step: timedelta) -> None:
        """Let time pass; a step back sets only the clock on the wall."""
        self._now += step
        self._monotonic += max(step.total_seconds(), 0)
