"""All use of what Textual keeps private, in one place, each with the reason and a test that notices a change.

Textual prints a fault of the program on the screen with every local variable, a PIN too. It has no public way
to change that, so :class:`QuietApp` overrides ``_fatal_error`` (and ``panic``, which prints what it is given).

Textual reads the keyboard with a decoder that raises at the first byte that is no UTF-8, and ends the program then
without an error that anybody could name: one byte of a terminal set to Latin-1, of a key with an eighth bit or of a
noisy line closes the kiosk. Its driver has no way to say otherwise; :func:`take_any_byte` has such bytes passed over.

Textual keeps the measured size of a widget under a count of its layout requests, and does not count a request while
an earlier one waits: a widget that asks twice in its first moments keeps the size of the first. :func:`measure_anew`
forgets what was measured.
"""

from __future__ import annotations

import asyncio
import codecs
import functools
from collections.abc import Callable, Mapping
from typing import TypeVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.drivers import linux_driver
from textual.widget import Widget
from textual.worker import WorkerFailed

from oc_training.kiosk.crash_log import OUT_OF_SERVICE, CrashLog

T = TypeVar("T")


class UnnamedFault(Exception):
    """Textual ended the program without saying what happened."""


def take_any_byte() -> None:
    """Have the keyboard read so that no byte is a fault."""
    vars(linux_driver)["getincrementaldecoder"] = _forgiving_decoder


def _forgiving_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return functools.partial(codecs.getincrementaldecoder(encoding), "ignore")


def measure_anew(widget: Widget) -> None:
    """Have *widget* measured when it is laid out next, whatever was measured before."""
    widget._box_model_cache.clear()  # noqa: SLF001  the reason is above


class QuietApp(App[T]):
    """An application that ends after a fault with one neutral sentence, exit code 1 and no details on the screen."""

    def __init__(self, crash_log: CrashLog | None = None) -> None:
        super().__init__()
        take_any_byte()
        self._crash_log = crash_log
        self.last_words = ""
        """What was said at the end, where the program did not end as it should: to be said again on an empty screen."""

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002  what Textual would print is what must not be seen
        """End neutrally, whatever was to be shown."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """End the program; keep type and place of the fault in the log alone."""
        if not self._exit_renderables:
            self._note_fault()
            self._return_code = 1
            # One and no more: with several Textual adds a hint for developers.
            self._exit_renderables.append(Text(OUT_OF_SERVICE))
            self.last_words = OUT_OF_SERVICE
        self._close_messages_no_wait()

    def _note_fault(self) -> None:
        error = self._exception
        while isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        if self._crash_log is not None:
            self._crash_log.note(error or UnnamedFault())

    def note_stray_fault(self, _: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
        """Keep a fault that no task took up in the log alone; asyncio would write it on the screen."""
        error = context.get("exception")
        if isinstance(error, BaseException) and self._crash_log is not None:
            self._crash_log.note(error)
