"""The calendar of reminders, read back by a reader of RFC 5545 of the tests' own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oc_training.attestation.reminders import Notice
from oc_training.attestation.reminding import ReminderList
from oc_training.reports.calendar_file import FOLD, calendar_text, escaped, fold
from oc_training.roster.model import Details, DutyStatus, Person, Role
from oc_training.text import clean

STAMP = datetime(2026, 3, 8, 2, 30, tzinfo=UTC)
DANA = Person(
    "P-1", Details("Núñez; Dana, Jr. \\o/", "201", "", "Patrol", Role.EMPLOYEE, date(2020, 1, 1)),
    DutyStatus.ON_DUTY, date(2020, 1, 1),
)  # fmt: skip
NOTICE = Notice("k", (DANA,), DANA, "3-400", date(2026, 12, 31), "7 days before", "Annual renewal: due in 7 days.")


def unfolded(text: str) -> list[str]:
    """Content lines, with every rule about lines checked (3.1)."""
    assert text.endswith("\r\n")
    raw = text.removesuffix("\r\n").split("\r\n")
    assert all("\n" not in line and "\r" not in line for line in raw)
    assert all(len(line.encode()) <= FOLD for line in raw)
    lines: list[str] = []
    for line in raw:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def value_of(text: str) -> str:
    """A value of type TEXT without its escapes (3.3.11)."""
    out, letters = "", iter(text)
    for letter in letters:
        if letter == "\\":
            following = next(letters)
            assert following in "\\;,nN"
            out += "\n" if following in "nN" else following
        else:
            assert letter not in ";,"
            out += letter
    return out


def events_of(text: str) -> list[dict[str, str]]:
    lines = unfolded(text)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines[1:4] == ["VERSION:2.0", "PRODID:-//oc-training//reminders//EN", "CALSCALE:GREGORIAN"]
    found: list[dict[str, str]] = []
    for line in lines[4:-1]:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif line != "END:VEVENT":
            name, _, value = line.partition(":")
            assert name not in found[-1], "each of ours may stand once"
            found[-1][name] = value
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(found)
    return found


def test_an_event_has_what_a_calendar_needs_and_gives_back_every_letter() -> None:
    [event] = events_of(calendar_text(ReminderList(date(2026, 12, 24), (NOTICE,), 57), STAMP))
    assert event["DTSTAMP"] == "20260308T023000Z"
    assert event["DTSTART;VALUE=DATE"] == "20261231"
    assert event["DTEND;VALUE=DATE"] == "20270101"
    assert value_of(event["SUMMARY"]) == "Núñez; Dana, Jr. \\o/: Directive 3-400, 7 days before"
    assert value_of(event["DESCRIPTION"]) == "For Núñez; Dana, Jr. \\o/. Annual renewal: due in 7 days."
    assert set(event) == {
        "UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "DESCRIPTION", "TRANSP",
    }  # fmt: skip


def test_the_same_duty_has_one_uid_at_every_stage_and_another_due_date_another() -> None:
    later = replace(NOTICE, key="l", stage="1 day before")
    moved = replace(NOTICE, key="m", due=NOTICE.due + timedelta(days=3))
    drawn = ReminderList(date(2026, 12, 24), (NOTICE, later, moved), None)
    uids = [event["UID"] for event in events_of(calendar_text(drawn, STAMP))]
    assert uids[0] == uids[1] != uids[2]


def test_a_calendar_without_reminders_is_a_calendar() -> None:
    assert events_of(calendar_text(ReminderList(date(2026, 12, 24), (), None), STAMP)) == []


def test_a_review_of_a_directive_is_nobodys_duty_and_an_event() -> None:
    review = replace(NOTICE, about=None, stage="review of the directive")
    [event] = events_of(calendar_text(ReminderList(date(2026, 12, 24), (review,), None), STAMP))
    assert value_of(event["SUMMARY"]) == "Directive 3-400, review of the directive"


@given(st.text())
def test_any_text_is_escaped_and_comes_back(text: str) -> None:
    assert value_of(escaped(text)) == clean(text, 10_000, keep_newlines=True)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=400))
def test_a_folded_line_never_parts_a_letter_and_comes_back_whole(line: str) -> None:
    pieces = list(fold(f"X:{line}"))
    assert all(len(piece.encode()) <= FOLD for piece in pieces)
    assert pieces[0] + "".join(piece.removeprefix(" ") for piece in pieces[1:]) == f"X:{line}"
    assert all(piece.startswith(" ") for piece in pieces[1:])
