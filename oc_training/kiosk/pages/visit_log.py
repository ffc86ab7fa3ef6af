"""Keeps what the reader displayed: the first moment, the seconds, the place; each visit once.

Calls go to a thread, because each is on the disk when it returns, and one after the other, because each takes
up the walk where the one before left it. Whoever waits may be cancelled by a sign-out: the call still runs to
its end, so that nothing is lost and nothing counted twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from oc_training.attestation.sitting import Sitting
from oc_training.policy.model import Section
from oc_training.stopwatch import Stopwatch


class VisitLog:
    """The visits of one page to sections, one section at a time."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._one_at_a_time = asyncio.Lock()
        self._section: Section | None = None
        self._again = False
        self._first: datetime | None = None
        self._watch = Stopwatch(sitting.monotonic)

    def begin(self, section: Section) -> None:
        """Another section is about to be shown; the visit to the one before must have been closed."""
        self._section = section
        self._again = self._sitting.is_complete(section)
        self._first = None
        self._watch = Stopwatch(self._sitting.monotonic)

    def shown(self) -> None:
        """The section is on the screen now."""
        if self._section is not None:
            self._first = self._first or self._sitting.now()
            self._watch.start()

    def hidden(self) -> None:
        """Something lies over the section, or it is gone."""
        self._watch.stop()

    def retire(self) -> None:
        """The page is done: what may still be painted of it counts no more."""
        self._section = None
        self._first = None

    async def note_place(self, citation: str, shown: Sequence[str] = ()) -> None:
        """Keep the clause at the top of the screen, and which clauses have been on it whole.

        A section looked at again does not move the place kept.

        Raises:
            LedgerError: when it could not be kept.
        """
        await asyncio.shield(self._note_place(citation, shown))

    async def _note_place(self, citation: str, shown: Sequence[str]) -> None:
        async with self._one_at_a_time:
            if self._section is not None and not self._again:
                await asyncio.to_thread(self._sitting.note_place, citation, shown)

    async def said_haste(self) -> None:
        """Keep that the person is being told that a section went by very fast.

        Raises:
            LedgerError: when it could not be kept.
        """
        await asyncio.shield(self._said_haste())

    async def _said_haste(self) -> None:
        async with self._one_at_a_time:
            await asyncio.to_thread(self._sitting.said_haste)

    async def close(self, place: str, *, whole: bool, shown: Sequence[str] = ()) -> bool:
        """Keep the visit that is under way, once; returns whether to say that it went by very fast.

        *whole* says that every letter of the section has been on the screen, *shown* of which clauses that is true.
        After an error it can be called again and keeps the same visit.

        Raises:
            LedgerError: when it could not be kept.
            OutOfOrder: when the section before was not displayed to its end.
        """
        return await asyncio.shield(self._close(place, whole=whole, shown=shown))

    async def _close(self, place: str, *, whole: bool, shown: Sequence[str]) -> bool:
        async with self._one_at_a_time:
            section, first = self._section, self._first
            if section is None or first is None:
                return False
            place = self._sitting.walk.place if self._again else place
            hasty = await asyncio.to_thread(
                self._sitting.visit, section, first, self._watch.seconds, place, whole=whole, shown=shown
            )
            self.begin(section)
            return hasty
