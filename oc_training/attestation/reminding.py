"""Lists of reminders: drawn up once, recorded, and never told twice.

The entry comes first: what stands on a list is recorded before it is handed out, and the same list can be had again by
the entry's number, worked out from the entries before it.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date

from oc_training.attestation.book import Book
from oc_training.attestation.content import Content
from oc_training.attestation.duty_events import Reminded
from oc_training.attestation.reminders import AFTER, Notice, notices
from oc_training.clock import Clock
from oc_training.errors import NotFound


@dataclass(frozen=True, slots=True)
class ReminderList:
    """What is to be told on a day."""

    day: date
    notices: tuple[Notice, ...]
    entry: int | None
    """The entry that records it; None where nothing was recorded."""
    last_list: int = 0
    """The entry of the list before; 0 where there was none."""


class Reminding:
    """Draws up lists of reminders."""

    def __init__(self, book: Book, content: Content, clock: Clock) -> None:
        self._book = book
        self._content = content
        self._clock = clock

    def draw_up(self, by: str) -> ReminderList:
        """Today's list, recorded; what stood on an earlier list is not on it, and what was passed over is.

        Raises:
            LedgerError: when it could not be recorded; then nobody is to be told by it.
        """
        today, records = self._clock.now().date(), self._book.records()
        before = records.rules.last_list
        found = notices(records, self._content, today)
        if not found:
            return ReminderList(today, (), None, before)
        keys = tuple(notice.key for notice in found)
        people = tuple(dict.fromkeys(notice.about.id for notice in found if notice.about))
        # The id follows from the list and the one before, so that two terminals at once record it once.
        digest = hashlib.sha256("\n".join(keys).encode()).hexdigest()
        entry_id = uuid.uuid5(uuid.NAMESPACE_OID, f"reminded/{before}/{digest}").hex
        recorded = self._book.write(Reminded(day=today, keys=keys, people=people, by=by), entry_id)
        return ReminderList(today, found, recorded.entry.seq, before)

    def as_of(self, day: date) -> ReminderList:
        """What a list drawn up on *day* tells, or told; nothing is recorded."""
        today = self._clock.now().date()
        records = self._book.records_as_of(day) if day < today else self._book.records()
        return ReminderList(day, notices(records, self._content, day), None, records.rules.last_list)

    def again(self, number: int) -> ReminderList:
        """The list that was recorded in entry *number*, once more.

        Raises:
            NotFound: when that entry is no list of reminders.
        """
        event = self._book.entry(number).event
        if not isinstance(event, Reminded):
            raise NotFound(f"Entry {number} is not a list of reminders.")
        records = self._book.records_before(number)
        told = set(event.keys)
        found = notices(records, self._content, event.day)
        return ReminderList(event.day, tuple(notice for notice in found if _stood(notice, told)), number)


def _stood(notice: Notice, told: set[str]) -> bool:
    """Whether it stood on a list; one of an older program has keys without what asked anew."""
    return notice.key in told or notice.key.partition(AFTER)[0] in told
