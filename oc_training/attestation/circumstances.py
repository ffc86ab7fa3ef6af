"""What is known of people beyond their details: leaves, units and ranks, exemptions, assignments by name.

A part of the fold over entries (:mod:`oc_training.attestation.records`), kept apart because only the schedule asks for
it. Of whoever never moved nothing is kept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from oc_training.attestation.duty_events import Assigned, AssignmentEnded, Exempted, ExemptionEnded, Moved
from oc_training.attestation.happened import Leave, Placement, Spell
from oc_training.roster.model import DutyStatus, Person

_Spells: TypeAlias = dict[tuple[str, str], list[Spell]]
"""By person and directive."""

Circumstance: TypeAlias = Moved | Exempted | ExemptionEnded | Assigned | AssignmentEnded

A_DAY = timedelta(days=1)


class Circumstances:
    """Grows entry by entry, as the records do."""

    def __init__(self) -> None:
        self._leaves: dict[str, list[Leave]] = {}
        self._placements: dict[str, list[Placement]] = {}
        self._exemptions: _Spells = {}
        self._assignments: _Spells = {}

    def leaves(self, person: str) -> tuple[Leave, ...]:
        """Every time away from duty, in the order of the entries."""
        return tuple(self._leaves.get(person, ()))

    def placements(self, person: str) -> tuple[Placement, ...]:
        """Units and ranks in order; empty for whoever never had another."""
        return tuple(self._placements.get(person, ()))

    def exemptions(self, person: str, directive: str) -> tuple[Spell, ...]:
        """Every exemption of a person from a directive."""
        return tuple(self._exemptions.get((person, directive), ()))

    def assignments(self, person: str, directive: str) -> tuple[Spell, ...]:
        """Every time for which a directive was assigned to a person by name."""
        return tuple(self._assignments.get((person, directive), ()))

    def take_duty(self, person: str, duty: DutyStatus, since: date, seq: int, recorded: date) -> None:
        """A change of duty status: what was open ends, and what is not duty begins."""
        leaves = self._leaves.setdefault(person, [])
        if leaves and leaves[-1].until is None:
            begun = leaves[-1]
            leaves[-1] = Leave(begun.start, since, seq, recorded, begun.start_entry, begun.start_recorded)
        if duty is not DutyStatus.ON_DUTY:  # whoever left and is hired again also was away
            leaves.append(Leave(since, None, seq, recorded, seq, recorded))

    def take_placement(self, before: Person, unit: str, rank: str, since: date, seq: int, recorded: date) -> None:  # noqa: PLR0913, PLR0917  one fact each
        """Another unit or rank since a day; never before the one that was recorded before."""
        if (unit, rank) == (before.unit, before.details.rank):
            return
        first = Placement(date.min, before.unit, before.details.rank, 0, date.min)
        placements = self._placements.setdefault(before.id, [first])
        placements.append(Placement(max(since, placements[-1].since), unit, rank, seq, recorded))

    def take(self, event: Circumstance, before: Person, by: str, seq: int, recorded: date) -> None:
        """One further entry about a person as they were *before* it; *by* is the name of whoever did it."""
        key = event.person, event.directive if not isinstance(event, Moved) else ""
        match event:
            case Moved():
                self.take_placement(before, event.unit, event.rank, event.since, seq, recorded)
            case Exempted():
                until = event.through + A_DAY if event.through else None
                spell = Spell(event.since, until, seq, recorded, by, event.reason)
                self._exemptions.setdefault(key, []).append(spell)
            case Assigned():
                spell = Spell(event.since, None, seq, recorded, by, event.reason)
                self._assignments.setdefault(key, []).append(spell)
            case ExemptionEnded():
                _end(self._exemptions.get(key), event.since, seq)
            case AssignmentEnded():
                _end(self._assignments.get(key), event.since, seq)


def _end(spells: list[Spell] | None, since: date, seq: int) -> None:
    """The last of *spells* ends before its day."""
    if spells and (spells[-1].until is None or spells[-1].until > since):
        spells[-1] = replace(spells[-1], until=since, ended_entry=seq)
