"""The columns of the list of people: what is shown of each, and how many cells it gets."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from oc_training.kiosk.plain import same_length

CARET = 2
"""Cells at the left of a row, for the caret."""
GAP = 2
"""Cells between two columns."""


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """One person as the list shows them; every value as it is to be read."""

    key: str
    """What the row stands for: the person's id. Never shown."""
    standing: str
    """``overdue``, ``due``, ``current`` or ``excused``."""
    name: str
    badge: str
    unit: str
    due: str
    reason: str
    last_signature: str
    progress: str
    brief: str = ""
    """The reason in a few words, for a narrow column."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: which value, and how many cells it wants."""

    title: str
    field: str
    least: int
    share: int = 0
    """Parts of the cells left over that it gets beyond its least."""

    def value(self, row: PeopleRow) -> str:
        """The row's value for this column."""
        found: object = getattr(row, self.field)
        return str(found)


STANDING = Column("Standing", "standing", 8)
NAME = Column("Name", "name", 16, 3)
BADGE = Column("Badge", "badge", 6)
SHORT_NAME = Column("Name", "name", 15, 2)
UNIT = Column("Unit", "unit", 14, 1)
DUE = Column("Due", "due", 10)
REASON = Column("Why", "reason", 14, 5)
BRIEF = Column("Why", "brief", 14, 1)
SIGNED = Column("Signed", "last_signature", 10)
PROGRESS = Column("Progress", "progress", 10)

LAYOUTS: tuple[tuple[int, tuple[Column, ...]], ...] = (
    (110, (STANDING, NAME, BADGE, UNIT, DUE, SIGNED, PROGRESS, REASON)),
    (79, (STANDING, SHORT_NAME, BADGE, UNIT, DUE, BRIEF)),
    (0, (STANDING, NAME, BADGE, DUE)),
)
"""Which columns are shown from which width on; what is left out is told by the screen for the row at the cursor."""


def fitted(text: str, cells: int) -> str:
    """Return *text* in exactly *cells* cells; what is cut off is shown by two dots."""
    text = same_length(text)
    return set_cell_size(text, cells) if cell_len(text) <= cells else set_cell_size(text, cells - 2) + ".."


def columns_for(width: int) -> list[tuple[Column, int]]:
    """The columns for *width*, each with its cells."""
    chosen = next(columns for least, columns in LAYOUTS if width >= least)
    spare = width + GAP - CARET - sum(column.least + GAP for column in chosen)  # none after the last
    shares = sum(column.share for column in chosen)
    return [(column, column.least + max(spare, 0) * column.share // shares) for column in chosen]
