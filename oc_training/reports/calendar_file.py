"""Reminders as a calendar that other programs take in: RFC 5545, one all-day event for each due date.

Lines end with CR and LF and are folded after 75 bytes, never inside a letter; commas, semicolons, backslashes and line
breaks in what people wrote are escaped. An event's UID follows from the person, the directive and the due date, so that
a calendar that takes in two lists shows the duty once, in its newest words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from oc_training.attestation.reminders import Notice
from oc_training.attestation.reminding import ReminderList
from oc_training.text import clean

FOLD = 75
"""Bytes of a line, its line break not counted (RFC 5545, 3.1)."""


def calendar_text(drawn: ReminderList, stamp: datetime) -> str:
    """The whole calendar; *stamp* is the moment at which it is made."""
    return "".join(f"{folded}\r\n" for line in _lines(drawn, stamp) for folded in fold(line))


def _lines(drawn: ReminderList, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//oc-training//reminders//EN"
    yield "CALSCALE:GREGORIAN"
    for notice in drawn.notices:
        yield from _event(notice, f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    yield "END:VCALENDAR"


def _event(notice: Notice, stamp: str) -> Iterator[str]:
    about = f"{notice.about.name}: " if notice.about else ""
    whom = ", ".join(person.name for person in notice.to)
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(notice)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{notice.due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{notice.due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(f'{about}Directive {notice.directive}, {notice.stage}')}"
    yield f"DESCRIPTION:{escaped(f'For {whom}. {notice.words}')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(notice: Notice) -> str:
    who = notice.about.id if notice.about else "review"
    digest = hashlib.sha256(f"{who}/{notice.directive}/{notice.due}".encode()).hexdigest()
    return f"{digest[:32]}@oc-training"


def escaped(text: str) -> str:
    """A text as a value of type TEXT (RFC 5545, 3.3.11)."""
    kept = clean(text, 10_000, keep_newlines=True)
    for letter in ("\\", ";", ","):
        kept = kept.replace(letter, f"\\{letter}")
    return kept.replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """A line in pieces of at most :data:`FOLD` bytes; each further one begins with a blank (RFC 5545, 3.1)."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > FOLD:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
