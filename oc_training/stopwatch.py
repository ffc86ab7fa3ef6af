"""How long something was before a person."""

from __future__ import annotations

from collections.abc import Callable


class Stopwatch:
    """Counts seconds while it runs; whatever takes it away stops it."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._counted = 0.0
        self._since: float | None = None

    def start(self) -> None:
        """Begin to count, unless it counts already."""
        if self._since is None:
            self._since = self._monotonic()

    def stop(self) -> None:
        """Stop counting; what was counted stays."""
        self._counted = self.seconds
        self._since = None

    @property
    def seconds(self) -> float:
        """Seconds counted so far."""
        running = 0.0 if self._since is None else self._monotonic() - self._since
        return self._counted + running
