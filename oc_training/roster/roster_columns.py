"""The header row of a roster file: which column holds which field.

Spreadsheets name the same thing in many ways; the names understood here are the ones agencies use.
A name that is not understood is refused, because guessing could put a unit where a rank belongs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oc_training.roster.details import Field, tidy

NAMES: Mapping[Field, tuple[str, ...]] = {
    Field.BADGE: ("badge", "badge number", "badge no", "badge id"),
    Field.NAME: ("name", "full name", "employee", "employee name"),
    Field.RANK: ("rank", "title", "rank or title", "rank title"),
    Field.UNIT: ("unit", "assignment", "assigned unit", "division", "shift"),
    Field.ROLE: ("role", "kiosk role"),
    Field.STARTED: ("started", "start date", "first day", "hired", "hire date", "date hired", "date of hire"),
}
"""What a column may be called, in small letters and without marks; the first is the field's own name."""

REQUIRED = (Field.BADGE, Field.NAME, Field.UNIT)
"""Without these columns nobody can be put on the roster."""

SHOWN = 40
"""How much of a name that is not understood is repeated in a message (characters)."""

_FIELDS: Mapping[str, Field] = {name: field for field, names in NAMES.items() for name in names}
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which field each column holds, from left to right."""

    fields: tuple[Field, ...]

    def named(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of one row by field name; as many cells as there are columns."""
        return {field.value: cell for field, cell in zip(self.fields, cells, strict=True)}


def recognised(cells: Sequence[str]) -> int:
    """Count the cells that are names of columns."""
    return sum(_field(cell) is not None for cell in cells)


def read_columns(cells: Sequence[str]) -> Columns | tuple[str, ...]:
    """Return the columns of a header row, or a sentence for everything that is wrong with it."""
    fields: list[Field] = []
    messages: list[str] = []
    for number, cell in enumerate(cells, start=1):
        field = _field(cell)
        if field is None:
            messages.append(_not_understood(cell, number))
        elif field in fields:
            messages.append(f"Two columns hold the {field.value}; please leave one.")
        else:
            fields.append(field)
    missing = [field.value for field in REQUIRED if field not in fields]
    if missing:
        messages.append(f"The first row must name the columns; {_listed(missing)} not among them.")
    return tuple(messages) if messages else Columns(tuple(fields))


def _field(cell: str) -> Field | None:
    return _FIELDS.get(_plain(cell))


def _plain(cell: str) -> str:
    return _MARKS.sub(" ", tidy(cell).casefold()).strip()


def _not_understood(cell: str, number: int) -> str:
    shown = tidy(cell)[:SHOWN]
    if not shown:
        return f"Column {number} has no name; please name it or take it out."
    nearest = difflib.get_close_matches(_plain(cell)[:SHOWN], _FIELDS, n=1, cutoff=0.5)
    hint = f'did you mean "{_FIELDS[nearest[0]].value}"?' if nearest else f"the columns are {', '.join(Field)}."
    return f'The column "{shown}" is not known; {hint}'


def _listed(names: Sequence[str]) -> str:
    """``badge is``, ``badge and unit are``, ``badge, name and unit are``."""
    if len(names) == 1:
        return f"{names[0]} is"
    return f"{', '.join(names[:-1])} and {names[-1]} are"
