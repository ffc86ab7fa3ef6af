"""The roster as data and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from oc_training.ledger.port import Json
from oc_training.reports.status_report import aligned
from oc_training.roster.model import Person


def roster_json(people: Sequence[Person]) -> list[Json]:
    """Everybody, in the order they were added."""
    return [
        {
            "id": person.id,
            "badge": person.badge,
            "name": person.name,
            "rank": person.details.rank,
            "unit": person.unit,
            "role": person.details.role.value,
            "started": person.details.started.isoformat(),
            "duty": person.duty.value,
            "duty_since": person.duty_since.isoformat(),
        }
        for person in people
    ]


def roster_text(people: Sequence[Person]) -> str:
    """The same as a table to read."""
    if not people:
        return "Nobody is on the roster yet."
    rows = [
        (person.badge, person.name, person.details.rank, person.unit, person.details.role.value, person.duty.value)
        for person in people
    ]
    return "\n".join(aligned([("BADGE", "NAME", "RANK", "UNIT", "ROLE", "DUTY"), *rows]))
