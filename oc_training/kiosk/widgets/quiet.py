"""Something that is done when nobody has pressed a key for so long."""

from __future__ import annotations

from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer


class Quiet:
    """Counts from the last key on, and again when it has come to the end.

    Textual's own ``Timer.reset`` takes effect at the next tick only, so that what is to last half a minute can last a
    whole one; here each key begins a new timer.
    """

    def __init__(self, owner: MessagePump, then: Callable[[], None]) -> None:
        """*then* is called in *owner*'s turn."""
        self._owner = owner
        self._then = then
        self._timer: Timer | None = None

    def begin(self, seconds: float) -> None:
        """Count from now on, whatever was counted before."""
        self.end()
        self._timer = self._owner.set_interval(seconds, self._then)

    def end(self) -> None:
        """Count no more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
