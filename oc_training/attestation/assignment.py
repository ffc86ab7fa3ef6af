"""Whom a directive is for, on a day, and since when.

The schedule can name units and ranks for a directive, and a directive can be assigned to one person by name. Whoever
comes to it later, by a move, by name or by a change of the schedule, has days of their own from then on; whoever goes
is excused. All of it follows from what was recorded, so a recomputation never asks anybody twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oc_training.attestation.figures import Rules, Schedule
from oc_training.attestation.happened import History, Placement
from oc_training.attestation.recorded_late import in_brackets
from oc_training.roster.model import Person

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Joined:
    """How somebody came to a directive that was not theirs before."""

    day: date
    """From when it concerns them; a move that was entered late counts from its entry, for nobody had told them."""
    why: str
    """``moved`` or ``assigned``."""
    entry: int
    words: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """How a directive that was somebody's came not to be any more."""

    entry: int
    words: str
    values: tuple[object, ...]


class Assignment:
    """Works out whether a directive is somebody's on a day; made for one person and one directive."""

    def __init__(self, directive: str, person: Person, history: History, rules: Rules) -> None:
        self._directive = directive
        self._person = person
        self._history = history
        self._rules = rules
        unit, rank = person.unit, person.details.rank
        always = Placement(date.min, unit, rank, history.added_entry, date.min)
        self._placements = history.placements or (always,)

    def holds_on(self, day: date) -> bool:
        """Whether the directive is this person's on that day."""
        audience = self._schedule_on(day).audience(self._directive)
        if audience is None:
            return True
        placed = self.placement_on(day)
        if audience.holds(placed.unit, placed.rank):
            return True
        return any(spell.holds_on(day) for spell in self._history.assignments)

    def joined(self, today: date) -> Joined | None:
        """How and when the directive became theirs; None where it was so all along, or is not so today.

        What was entered afterwards brings no such day forward: they go by what the book said until then.
        """
        if not self.holds_on(today):
            return None
        ways = [self.by_the_book(today), *self._before_what_was_late(today)]
        return max((way for way in ways if way), key=lambda way: way.day, default=None)

    def by_the_book(self, today: date) -> Joined | None:
        """The same by all that stands in the book now, whenever it was entered."""
        for day in sorted({day for day in self._changes() if date.min < day <= today}, reverse=True):
            if not self.holds_on(day):
                return None
            if not self.holds_on(day - A_DAY):
                return self._how(day)
        return None

    def _before_what_was_late(self, today: date) -> Iterator[Joined | None]:
        """How the directive was theirs already by the book, or became theirs by an entry that came afterwards."""
        since = {(spell.recorded, spell.start) for spell in self._history.assignments}
        since |= {(placement.recorded, placement.since) for placement in self._placements}
        for entered, day in since:
            if day < entered <= today and self.holds_on(day):
                eve = entered - A_DAY
                known = self._known_on(eve)
                yield known.by_the_book(eve) if known.holds_on(eve) else self._how(day)

    def _known_on(self, day: date) -> Assignment:
        """The same as the book stood then."""
        spells = (
            replace(spell, until=None) if spell.ended_recorded and spell.ended_recorded > day else spell
            for spell in self._history.assignments
            if spell.recorded <= day
        )
        placements = tuple(placement for placement in self._placements if placement.recorded <= day)
        known = replace(self._history, assignments=tuple(spells), placements=placements)
        return Assignment(self._directive, self._person, known, self._rules)

    def left(self, today: date) -> Left | None:
        """How the directive came not to be theirs; None where it never was, or is theirs today."""
        for day in sorted({day for day in self._changes() if date.min < day <= today}, reverse=True):
            if self.holds_on(day):
                return None
            if self.holds_on(day - A_DAY):
                return self._how_left(day)
        return None

    def _schedule_on(self, day: date) -> Schedule:
        schedule = self._rules.before[0].schedule if self._rules.before else self._rules.now
        for recorded in self._rules.before:
            if recorded.day <= day:
                schedule = recorded.schedule
        return schedule

    def placement_on(self, day: date) -> Placement:
        """Unit and rank on that day."""
        placed = self._placements[0]
        for each in self._placements:
            if each.since <= day:
                placed = each
        return placed

    def _changes(self) -> Iterator[date]:
        yield from (recorded.day for recorded in self._rules.before)
        yield from (placement.since for placement in self._placements)
        for spell in self._history.assignments:
            yield spell.start
            if spell.until is not None:
                yield spell.until

    def _how(self, day: date) -> Joined:
        for spell in self._history.assignments:
            if spell.start == day:
                words = "Assigned to this directive by name from {}{}."
                return self._recorded("assigned", spell.entry, day, spell.recorded, words)
        for placement in self._placements:
            if placement.since == day:
                where = ", ".join(part for part in (placement.rank, placement.unit) if part)
                words = "Moved from {}{}, to {}, for whom this directive is."
                return self._recorded("moved", placement.entry, day, placement.recorded, words, where)
        entry = next((each.entry for each in reversed(self._rules.before) if each.day == day), 0)
        return self._recorded("assigned", entry, day, day, "The schedule of {} assigns this directive to them{}.")

    def _recorded(self, why: str, entry: int, day: date, recorded: date, words: str, *more: object) -> Joined:
        return Joined(max(day, recorded), why, entry, words, (day, in_brackets(day, recorded), *more))

    def _how_left(self, day: date) -> Left:
        for spell in self._history.assignments:
            if spell.until == day:
                recorded = spell.ended_recorded or spell.recorded
                words = "No longer assigned to this directive by name from {}{}."
                return Left(spell.ended_entry or spell.entry, words, (day, in_brackets(day, recorded)))
        for placement in self._placements:
            if placement.since == day:
                where = ", ".join(part for part in (placement.rank, placement.unit) if part)
                words = "Moved from {}{}, to {}, for whom this directive is not."
                return Left(placement.entry, words, (day, in_brackets(day, placement.recorded), where))
        entry = next((each.entry for each in reversed(self._rules.before) if each.day == day), 0)
        return Left(entry, "The schedule of {} does not assign this directive to them any more.", (day,))
