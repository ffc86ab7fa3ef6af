"""The front matter of a directive: which keys it has and what may stand behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from oc_training.front_matter import check_keys, nearest, read_front_matter
from oc_training.policy.findings import Findings

KEYS = (
    "directive",
    "title",
    "agency",
    "effective",
    "reviewed",
    "signed_off",
    "applicability",
    "critical_policy",
    "open_record",
    "total_pages",
    "source",
    "change",
    "change_note",
)
"""Every key of a directive's front matter; all are required."""

CHANGES = ("first issue", "material", "editorial", "reaffirmed")
"""What a revision may be in relation to the one before it."""

MARKS = ("yes", "no", "unmarked")
"""What a box of the issued form may say; a box without a mark is recorded as that, never guessed."""

LONGEST_HEAD = 200
"""Lines within which the front matter must end."""

_DATES = ("effective", "reviewed", "signed_off")
_CHOICES = {"critical_policy": MARKS, "open_record": MARKS, "change": CHANGES}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_FILE_NAME = re.compile(r"[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*")
_PAGES = re.compile(r"[1-9][0-9]{0,3}")
_HEADING = re.compile(r"# *(?:[IVXLC]+\.|REFERENCE:)")


@dataclass(frozen=True, slots=True)
class Head:
    """The front matter of a directive; where a value is wrong, a stand-in that no one sees."""

    values: Mapping[str, str]
    """Every key as written."""
    dates: Mapping[str, date]
    """``effective``, ``reviewed`` and ``signed_off``."""
    body_line: int
    """The line on which the directive's text begins, counted from 1."""


def read_head(lines: list[str], path: str, findings: Findings) -> Head:
    """Read the front matter from the *lines* of a whole file; what is wrong goes to *findings*.

    It is looked for above the first heading only: the line that opens the signature block looks like its end.
    """
    above = next((at for at, line in enumerate(lines[:LONGEST_HEAD]) if _HEADING.match(line)), LONGEST_HEAD)
    front = read_front_matter("\n".join(lines[:above]), path)
    findings.add_all(front.problems)
    findings.add_all(check_keys(front, KEYS))
    values = {entry.key: entry.value for entry in front.entries}
    dates: dict[str, date] = {}
    for entry in front.entries:
        if not entry.value:
            continue
        if entry.key in _DATES:
            dates[entry.key] = _date(entry.key, entry.value, entry.line, findings)
        else:
            wrong = _wrong(entry.key, entry.value)
            if wrong:
                findings.add(entry.line, wrong)
    return Head(values, dates, front.body_line)


def _date(key: str, value: str, line: int, findings: Findings) -> date:
    if _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            findings.add(line, f"'{key}: {value}' is not a day of the calendar")
            return date.min
    findings.add(line, f"'{key}: {value[:40]}' is not a date; write it as year-month-day, such as 2021-06-14")
    return date.min


def _wrong(key: str, value: str) -> str | None:
    """What is wrong with a value that is not a date, if anything is."""
    shown = value[:40]
    if value[0] in "\"'" and value[-1] == value[0] and len(value) > 1:
        return f"'{key}' stands in quotation marks, which would be shown; leave them out"
    if key in _CHOICES and value not in _CHOICES[key]:
        guess = nearest(value, _CHOICES[key])
        hint = f"; did you mean '{guess}'?" if guess else ""
        return f"'{key}: {shown}' must be one of {', '.join(_CHOICES[key])}{hint}"
    if key == "directive" and not _NUMBER.fullmatch(value):
        return f"'directive: {shown}' is not a directive number such as 3-400"
    if key == "source" and not _FILE_NAME.fullmatch(value):
        return f"'source: {shown}' is not the plain name of a file beside this one"
    if key == "total_pages" and not _PAGES.fullmatch(value):
        return f"'total_pages: {shown}' is not a number of pages"
    return None
