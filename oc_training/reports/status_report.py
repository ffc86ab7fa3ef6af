"""Who is current, due or overdue, as data, as a table to print and as a file for a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from oc_training.attestation.standing import Kind
from oc_training.attestation.standings import BoardRow
from oc_training.ledger.port import Json

EXPORT_HEADER = (
    "badge", "name", "rank", "unit", "duty", "directive", "revision", "standing", "due", "signed", "progress", "reason",
)  # fmt: skip
"""Columns of the exported list, in order."""


def status_json(rows: Sequence[BoardRow], as_of: date) -> dict[str, Json]:
    """The standing of everybody, worst first, and how many there are of each."""
    return {
        "as_of": as_of.isoformat(),
        "people": [
            {
                "badge": row.person.badge,
                "name": row.person.name,
                "unit": row.person.unit,
                "directive": row.directive,
                "revision": row.standing.revision,
                "standing": row.standing.kind.value,
                "due": _iso(row.standing.due),
                "signed": _iso(row.standing.signed),
                "reason": row.standing.reason,
            }
            for row in rows
        ],
        "counts": dict(count_standings(rows)),
    }


def count_standings(rows: Sequence[BoardRow]) -> dict[str, int]:
    """How many rows there are of each standing; every standing is named, also where there is none."""
    counted = Counter(row.standing.kind for row in rows)
    return {kind.value: counted[kind] for kind in Kind}


def status_text(rows: Sequence[BoardRow], as_of: date) -> str:
    """The same as a table to read in a terminal or on paper."""
    table = [
        (
            row.standing.kind.value.upper(),
            row.person.badge,
            row.person.name,
            row.person.unit,
            row.directive,
            _iso(row.standing.due) or "-",
            row.standing.reason,
        )
        for row in rows
    ]
    header = ("STANDING", "BADGE", "NAME", "UNIT", "DIRECTIVE", "DUE", "REASON")
    counts = ", ".join(f"{number} {kind}" for kind, number in count_standings(rows).items())
    lines = [f"Standing as of {as_of.isoformat()}: {counts}.", ""]
    return "\n".join([*lines, *aligned([header, *table])]) if rows else lines[0]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with their columns under each other; the last column is as long as it is."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)), row[-1]]).rstrip()
        for row in rows
    ]


def export_rows(rows: Sequence[BoardRow]) -> list[tuple[str, ...]]:
    """The list as cells, in the order of :data:`EXPORT_HEADER`."""
    return [
        (
            row.person.badge,
            row.person.name,
            row.person.details.rank,
            row.person.unit,
            row.person.duty.value,
            row.directive,
            row.standing.revision,
            row.standing.kind.value,
            _iso(row.standing.due) or "",
            _iso(row.standing.signed) or "",
            str(row.progress) if row.progress else "",
            row.standing.reason,
        )
        for row in rows
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
