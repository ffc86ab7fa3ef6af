"""A short moment in which keys are ignored, so that typing ahead cannot answer what nobody has seen yet."""

from __future__ import annotations

import time
from collections.abc import Callable

SETTLE_SECONDS: float = 0.3
"""Long enough for the second half of a double press, short enough that nobody waits for it."""


class Settling:
    """Whether what has just appeared may be acted on yet."""

    def __init__(self, seconds: float = SETTLE_SECONDS, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._since: float | None = None

    def start(self) -> None:
        """Begin the moment: it appeared just now."""
        self._since = self._now()

    @property
    def over(self) -> bool:
        """Whether the moment has passed; never before it began."""
        return self._since is not None and self._now() - self._since >= self._seconds
