"""How each unit stands: how many people of each standing, for the board's bars and its choice of a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oc_training.attestation.standing import Kind
from oc_training.attestation.standings import BoardRow
from oc_training.roster.model import DutyStatus


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How a unit stands: how many people of each standing."""

    unit: str
    counts: Mapping[Kind, int]

    @property
    def total(self) -> int:
        """Everybody counted, the excused too."""
        return sum(self.counts.values())


def unit_counts(rows: Sequence[BoardRow]) -> tuple[UnitCount, ...]:
    """How each unit stands, in alphabetical order; the separated are not counted."""
    by_unit: dict[str, Counter[Kind]] = {}
    for row in rows:
        if row.person.duty is not DutyStatus.SEPARATED:
            by_unit.setdefault(row.person.unit, Counter())[row.standing.kind] += 1
    return tuple(UnitCount(unit, counts) for unit, counts in sorted(by_unit.items()))
