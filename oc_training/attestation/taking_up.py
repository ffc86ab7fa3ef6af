"""The rules about time are taken up from their file into the book, where they count from then on.

A deadline decides who is overdue, so a change of one is an act like any other: an entry, with its day. It is written
when the kiosk starts, when a directive is issued, and by command, whenever the file differs from what was recorded
last. Until then the recorded rules go on to count.
"""

from __future__ import annotations

import uuid

from oc_training.attestation.book import Book
from oc_training.attestation.content import Content
from oc_training.attestation.duty_events import ScheduleSet
from oc_training.attestation.recorded import Recorded


def differs(book: Book, content: Content) -> bool:
    """Whether the file is another than the one that was recorded last.

    Raises:
        ContentProblems: when the file cannot be read.
    """
    recorded = book.records().rules.schedules
    return not recorded or recorded[-1].text_sha256 != content.schedule_sha256


def take_up_schedule(book: Book, content: Content, by: str) -> Recorded | None:
    """Record the file's rules if they differ from those recorded last; None where there was nothing to do.

    Raises:
        ContentProblems: when the file is wrong; nothing is recorded.
        LedgerError: when it could not be recorded.
    """
    schedule, digest = content.schedule, content.schedule_sha256
    if not differs(book, content):
        return None
    recorded = book.records().rules.schedules
    before = recorded[-1].entry if recorded else 0
    # The id follows from what was there before, so that two terminals at once record it once.
    entry_id = uuid.uuid5(uuid.NAMESPACE_OID, f"schedule/{before}/{digest}").hex
    return book.write(ScheduleSet(schedule=schedule, text_sha256=digest, by=by), entry_id)
