"""What is known of people beyond their details: leaves, units and ranks, exemptions, assignments by name.

A part of the fold over entries (:mod:`oc_training.attestation.records`), kept apart because only the schedule asks for
it. Of whoever never moved nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from oc_training.attestation.duty_events import (
    Assigned,
    AssignmentEnded,
    DutyCorrected,
    Exempted,
    ExemptionEnded,
    Moved,
)
from oc_training.attestation.happened import DutyChange, Leave, Placement, ReplacedChange, Spell
from oc_training.roster.model import DutyStatus, Person

_Spells: TypeAlias = dict[tuple[str, str], list[Spell]]
"""By person and directive."""

Circumstance: TypeAlias = Moved | Exempted | ExemptionEnded | Assigned | AssignmentEnded

A_DAY = timedelta(days=1)


class Circumstances:
    """Grows entry by entry, as the records do."""

    def __init__(self) -> None:
        self._changes: dict[str, list[DutyChange]] = {}
        self._replaced: dict[str, list[ReplacedChange]] = {}
        self._not_asked: dict[str, list[Leave]] = {}
        self._placements: dict[str, list[Placement]] = {}
        self._moves_replaced: dict[str, dict[int, int]] = {}
        self._exemptions: _Spells = {}
        self._assignments: _Spells = {}

    def placements(self, person: str) -> tuple[Placement, ...]:
        """Units and ranks in order; empty for whoever never had another."""
        return tuple(self._placements.get(person, ()))

    def exemptions(self, person: str, directive: str) -> tuple[Spell, ...]:
        """Every exemption of a person from a directive."""
        return tuple(self._exemptions.get((person, directive), ()))

    def assignments(self, person: str, directive: str) -> tuple[Spell, ...]:
        """Every time for which a directive was assigned to a person by name."""
        return tuple(self._assignments.get((person, directive), ()))

    def duty_changes(self, person: str) -> tuple[DutyChange, ...]:
        """Every change of duty status that still holds, in the order of its day; those ahead too."""
        return tuple(self._changes.get(person, ()))

    def replaced_changes(self, person: str) -> tuple[ReplacedChange, ...]:
        """Every change of duty status that counts no more, in the order in which it was replaced."""
        return tuple(self._replaced.get(person, ()))

    def superseded(self, person: str) -> Mapping[int, int]:
        """By entry that counts no more, the one that took its place: changes of duty status and moves."""
        changes = {each.change.entry: each.by for each in self.replaced_changes(person)}
        return changes | self._moves_replaced.get(person, {})

    def leaves(self, person: str) -> tuple[Leave, ...]:
        """Every time away from duty, oldest first."""
        return tuple(_leaves(self._changes.get(person, ())))

    def not_asked(self, person: str) -> tuple[Leave, ...]:
        """Days on which the book excused somebody as it stood then, though a later entry says otherwise."""
        return tuple(self._not_asked.get(person, ()))

    def take_duty(self, change: DutyChange, person: str) -> None:
        """A change of duty status: the newer word, in place of every change that lies on its day or after it."""
        before = self._changes.get(person, [])
        kept = [each for each in before if each.since < change.since]
        self._put(person, before, [*kept, change], change.entry, change.recorded)

    def take_correction(self, event: DutyCorrected, seq: int, recorded: date) -> None:
        """A change of duty status or a move counts from another day, or a leave never was."""
        if event.since is not None and self._move_corrected(event.person, event.corrects, event.since, seq):
            return
        before = self._changes.get(event.person, [])
        after: list[DutyChange] = []
        for each in before:
            if each.entry != event.corrects:
                after.append(each)
            elif event.since is not None:
                known = max(event.since, recorded)
                after.append(replace(each, since=event.since, entry=seq, recorded=recorded, known_from=known))
        self._put(event.person, before, after, seq, recorded)

    def _move_corrected(self, person: str, wrong: int, since: date, seq: int) -> bool:
        """Whether it was a move; the book has said it since its first entry, so nobody's days begin anew."""
        placements = self._placements.get(person, [])
        number = next((number for number, each in enumerate(placements) if number and each.entry == wrong), None)
        if number is None:
            return False
        placements[number] = replace(placements[number], since=since, entry=seq)
        self._moves_replaced.setdefault(person, {})[wrong] = seq
        return True

    def _put(
        self, person: str, before: Sequence[DutyChange], after: list[DutyChange], seq: int, recorded: date
    ) -> None:
        """Nobody is late for days on which nothing was asked of them, so such days are kept as they were."""
        replaced = [ReplacedChange(each, seq) for each in before if each not in after]
        if replaced:
            self._replaced.setdefault(person, []).extend(replaced)
        for leave in _leaves(before):
            start = leave.known_from or leave.start
            until = min(leave.until or recorded, recorded)
            if start >= until:
                continue
            lasting = next((each for each in _leaves(after) if each.start <= start and each.until is None), None)
            if lasting is not None and until == recorded:
                after = [_known_from(change, start) if change.entry == lasting.entry else change for change in after]
            elif not any(each.start <= start and until <= (each.until or until) for each in _leaves(after)):
                excused = replace(leave, start=start, until=until, entry=seq, recorded=recorded)
                self._not_asked.setdefault(person, []).append(excused)
        self._changes[person] = after

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
                _end(self._exemptions.get(key), event.since, seq, recorded)
            case AssignmentEnded():
                _end(self._assignments.get(key), event.since, seq, recorded)


def _known_from(change: DutyChange, day: date) -> DutyChange:
    """The same, which the book has said since *day* or longer."""
    return replace(change, known_from=min(change.known_from, day))


def _leaves(changes: Sequence[DutyChange]) -> Iterator[Leave]:
    """What is not duty, each until the next change."""
    for number, change in enumerate(changes):
        if change.duty is DutyStatus.ON_DUTY:
            continue  # whoever left and is hired again also was away
        after = changes[number + 1] if number + 1 < len(changes) else None
        latest = after or change
        yield Leave(
            change.since,
            after.since if after else None,
            latest.entry,
            latest.recorded,
            change.entry,
            change.recorded,
            change.known_from,
            separated=change.duty is DutyStatus.SEPARATED,
        )


def _end(spells: list[Spell] | None, since: date, seq: int, recorded: date) -> None:
    """The spell that holds on a day ends before it; of old books, in which none does, the last."""
    if not spells:
        return
    number = next((number for number, spell in enumerate(spells) if spell.holds_on(since)), len(spells) - 1)
    ended = spells[number]
    if ended.until is None or ended.until > since:
        spells[number] = replace(ended, until=since, ended_entry=seq, ended_recorded=recorded)
