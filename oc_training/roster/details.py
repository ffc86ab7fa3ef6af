"""A person's details as somebody typed them: what is accepted, and what is said when they are not.

The form on the screen and the roster file go through this one reader, so that both accept the same
details and give the same reasons. It is given the day and reads no clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from oc_training.roster.model import Details, Role
from oc_training.text import clean, squash


class Field(StrEnum):
    """One field of the form; also the name of its column in a roster file."""

    BADGE = "badge"
    NAME = "name"
    RANK = "rank"
    UNIT = "unit"
    ROLE = "role"
    STARTED = "started"


CAPS: Mapping[Field, int] = {Field.NAME: 80, Field.BADGE: 16, Field.RANK: 60, Field.UNIT: 60}
"""The longest text of a field, in characters."""

RAW_CAP = 1_000
"""A field typed longer than this is refused before anything is done with it (characters)."""

EARLIEST = date(1950, 1, 1)
"""Nobody who is on the roster started before this day."""

FURTHEST_AHEAD = timedelta(days=366)
"""Somebody may be put on the roster before their first day, at most this long."""

_BADGE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_US_DAY = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})")
_ROLES: Mapping[str, Role] = {**{role.value: role for role in Role}, "training coordinator": Role.COORDINATOR}
_MISSING: Mapping[Field, str] = {
    Field.BADGE: "The badge number is missing.",
    Field.NAME: "The name is missing.",
    Field.UNIT: "The unit is missing.",
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that cannot be accepted, with the sentence to show beside it."""

    field: Field
    message: str


def tidy(raw: str) -> str:
    """Return *raw* on one line, with single blanks, without characters that may not reach a terminal (INJ-1).

    Line breaks and tabs part words; they are not dropped from between them.
    """
    text = raw[:RAW_CAP]
    if text.isascii() and text.isprintable():
        # Nearly every cell of a roster; it has nothing to be cleaned of, and there may be a hundred thousand.
        return " ".join(text.split())
    return squash(clean(squash(text), RAW_CAP))


def badge_key(badge: str) -> str:
    """Return what two badge numbers have in common when they are the same badge.

    A badge number is kept exactly as it was written, leading zeros too: ``0417`` is not ``417``.
    Capital and small letters are the same badge, because nobody can tell ``k-9`` from ``K-9`` by hearing it.
    """
    return tidy(badge).casefold()


def parse_details(fields: Mapping[str, str], today: date) -> Details | tuple[FieldProblem, ...]:
    """Read a person's details from what was typed, by field name.

    Name, badge and unit are required. An empty rank stays empty, an empty role is employee, and an empty
    first day is *today*. A first day is written ``2026-03-14`` or ``3/14/2026``.

    Returns the details, or every problem found, at most one a field, in the order of the form.
    """
    form = _Form(fields)
    badge, name = form.badge(), form.name()
    rank, unit = form.words(Field.RANK), form.words(Field.UNIT)
    role, started = form.role(), form.started(today)
    if form.problems or role is None or started is None:
        return tuple(form.problems)
    return Details(name=name, badge=badge, rank=rank, unit=unit, role=role, started=started)


class _Form:
    """The fields as typed, and the problems found so far."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self.problems: list[FieldProblem] = []

    def words(self, field: Field) -> str:
        """The field's tidy text; notes when it is too long, or missing where it is required."""
        raw = self._fields.get(field, "")
        text = tidy(raw)
        cap = CAPS[field]
        if len(raw) > RAW_CAP or len(text) > cap:
            self._note(field, f"The {_called(field)} is too long; {cap} characters are the most.")
        elif not text and field in _MISSING:
            self._note(field, _MISSING[field])
        return text

    def badge(self) -> str:
        """The badge number: letters, digits and hyphens between them."""
        badge = self.words(Field.BADGE)
        if badge and not self.problems and not _BADGE.fullmatch(badge):
            self._note(Field.BADGE, "A badge number has only the letters A to Z, digits, and hyphens between them.")
        return badge

    def name(self) -> str:
        """The name: any words with at least one letter, so that a badge in the wrong place is noticed."""
        before = len(self.problems)
        name = self.words(Field.NAME)
        if name and len(self.problems) == before and not any(char.isalpha() for char in name):
            self._note(Field.NAME, "The name has no letters; please write it in full.")
        return name

    def role(self) -> Role | None:
        """What the person may do at the kiosk; employee where nothing is written."""
        text = tidy(self._fields.get(Field.ROLE, "")).casefold()
        if not text:
            return Role.EMPLOYEE
        role = _ROLES.get(text)
        if role is None:
            self._note(Field.ROLE, "The role is employee, supervisor or coordinator.")
        return role

    def started(self, today: date) -> date | None:
        """The day from which duties count; *today* where nothing is written."""
        text = tidy(self._fields.get(Field.STARTED, ""))
        if not text:
            return today
        day = parse_day(text)
        if day is None:
            self._note(Field.STARTED, "Please write the first day as 2026-03-14 or 3/14/2026.")
        elif day < EARLIEST:
            self._note(Field.STARTED, f"The first day is before {EARLIEST.year}; please check the year.")
        elif day > today + FURTHEST_AHEAD:
            self._note(Field.STARTED, "The first day is more than a year ahead; please check the year.")
        return day

    def _note(self, field: Field, message: str) -> None:
        self.problems.append(FieldProblem(field, message))


def _called(field: Field) -> str:
    return "badge number" if field is Field.BADGE else field.value


def parse_day(text: str) -> date | None:
    """The calendar day that somebody typed as ``2026-03-14`` or ``3/14/2026``; None where *text* names none."""
    match = _ISO_DAY.fullmatch(text) or _US_DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
