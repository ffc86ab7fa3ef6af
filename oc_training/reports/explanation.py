"""The arithmetic behind a due date, line by line, each line with the entry or rule it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from oc_training.attestation.standings import BoardRow
from oc_training.ledger.port import Json
from oc_training.reports.status_report import aligned
from oc_training.roster.model import Person


def explanation_text(person: Person, rows: Sequence[BoardRow], day: date) -> str:
    """Every directive's arithmetic for one person."""
    return "\n".join(_lines(person, rows, day))


def _lines(person: Person, rows: Sequence[BoardRow], day: date) -> Iterator[str]:
    rank = f"{person.details.rank} " if person.details.rank else ""
    yield f"{rank}{person.name}, badge {person.badge}, {person.unit}, as of {day.isoformat()}"
    if not rows:
        yield "No directive is in force for them on that day."
    for row in rows:
        yield ""
        yield f"Directive {row.directive}: {row.standing.kind.value.upper()}"
        yield from (f"  {line}" for line in aligned([(line.source, line.text) for line in row.standing.lines]))


def explanation_json(person: Person, rows: Sequence[BoardRow], day: date) -> dict[str, Json]:
    """The same as data."""
    return {
        "as_of": day.isoformat(),
        "badge": person.badge,
        "name": person.name,
        "directives": [
            {
                "directive": row.directive,
                "revision": row.standing.revision,
                "standing": row.standing.kind.value,
                "due": row.standing.due.isoformat() if row.standing.due else None,
                "lines": [{"source": line.source, "text": line.text} for line in row.standing.lines],
            }
            for row in rows
        ],
    }
