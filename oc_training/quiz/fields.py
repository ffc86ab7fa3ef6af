"""The ``cites: ...`` lines below the heading of a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from oc_training.front_matter import nearest
from oc_training.quiz.citation import canonical
from oc_training.quiz.findings import Findings, quoted
from oc_training.text import clean, squash

KNOWN = ("cites", "critical", "reviewed", "revision", "shuffle")
"""The fields a question may have, in the order in which they are written."""

LONGEST_VALUE = 500
"""What a field's value may hold, in characters."""

_FIELD = re.compile(r"[ \t]*([A-Za-z][A-Za-z_-]{1,39})[ \t]*:[ \t]*(.*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUTH = {"yes": True, "no": False}


@dataclass
class Fields:
    """What the field lines of one question say, as far as they could be understood."""

    cites: tuple[str, ...] = ()
    cites_line: int = 0
    """0 while no ``cites`` was met."""
    critical: bool = False
    reviewed: str | None = None
    revision: str | None = None
    shuffle: bool = True
    line_of: dict[str, int] = field(default_factory=dict)
    """Where each field stands; a misspelt one counts as the one that was meant."""


def opens_fields(line: str, *, first: bool) -> bool:
    """Whether a paragraph that begins with *line* is a block of fields and not part of the scenario.

    The *first* paragraph of a question is one whenever it begins with a small word and a colon; a later one
    only if that word is, or is nearly, the name of a field.
    """
    matched = _FIELD.fullmatch(line)
    if matched is None:
        return False
    name = matched[1]
    return name.casefold() in KNOWN or (name.islower() and (first or nearest(name, KNOWN) is not None))


def read_fields(lines: list[str], line: int, fields: Fields, findings: Findings) -> None:
    """Read a paragraph of field lines that begins on *line* into *fields*."""
    for number, text in enumerate(lines, start=line):
        matched = _FIELD.fullmatch(text)
        if matched is None:
            findings.error(number, f"{quoted(text)} is no field; leave an empty line between the fields and the text")
            return
        _read_field(matched[1], clean(squash(matched[2])), number, fields, findings)


def _read_field(written: str, value: str, line: int, fields: Fields, findings: Findings) -> None:
    name = written.casefold()
    if name not in KNOWN:
        guess = nearest(name, KNOWN)
        hint = f"did you mean '{guess}'?" if guess else f"known are {', '.join(KNOWN)}"
        findings.error(line, f"unknown field {quoted(written)}; {hint}")
        fields.line_of.setdefault(guess or name, line)
        return
    if name in fields.line_of:
        findings.error(line, f"'{name}' stands twice; it is already on line {fields.line_of[name]}")
        return
    fields.line_of[name] = line
    if not value:
        findings.error(line, f"'{name}' has no value")
    elif len(value) > LONGEST_VALUE:
        findings.error(line, f"'{name}' is longer than {LONGEST_VALUE} characters")
    else:
        _take_value(name, value, line, fields, findings)


def _take_value(name: str, value: str, line: int, fields: Fields, findings: Findings) -> None:
    if name == "cites":
        fields.cites, fields.cites_line = _cites(value, line, findings), line
    elif name == "reviewed":
        fields.reviewed = value
    elif name == "revision":
        fields.revision = _revision(value, line, findings)
    elif value.casefold() not in _TRUTH:
        findings.error(line, f"'{name}' is 'yes' or 'no', not {quoted(value)}")
    elif name == "critical":
        fields.critical = _TRUTH[value.casefold()]
    else:
        fields.shuffle = _TRUTH[value.casefold()]


def _revision(value: str, line: int, findings: Findings) -> str:
    if not is_date(value):
        message = f"'revision' is the date of the directive's text, such as 2021-06-14, not {quoted(value)}"
        findings.error(line, message)
    return value


def is_date(value: str) -> bool:
    """Whether *value* is a day of the calendar, written ``2021-06-14``."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _cites(value: str, line: int, findings: Findings) -> tuple[str, ...]:
    cites: dict[str, None] = {}
    for written in value.split(","):
        citation = canonical(written)
        if citation is None:
            message = f"{quoted(written)} is not a citation; write it as printed, such as III.A.2.a"
            findings.error(line, f"{message}, and put a comma between two")
        elif citation in cites:
            findings.error(line, f"{citation} is cited twice")
        else:
            cites[citation] = None
    return tuple(cites)
