"""The department's rules about time as values: what ``content/schedule.toml`` says and the book keeps.

Apart from the arithmetic, because the book records them: an answer about a past day goes by the rules
of that day, not by those of today. A figure that comes later needs a default, so that entries written before it
still say what they said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

LAST_SIGNATURE = "last signature"
"""The anchor by which a year counts from what the person signed last."""


class Audience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a directive is assigned to. Capital and small letters count alike."""

    directive: str
    units: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()

    def holds(self, unit: str, rank: str) -> bool:
        """Whether somebody of that unit and rank belongs to it: one of the two is enough."""
        return _among(unit, self.units) or _among(rank, self.ranks)


class ReviewEvery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often a single directive is to be reviewed."""

    directive: str
    directive_months: int


def _among(name: str, names: Sequence[str]) -> bool:
    return any(name.casefold() == each.casefold() for each in names)


class Schedule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules about time. Days are calendar days."""

    new_hire_days: int
    first_issue_days: int
    after_review_days: int
    after_return_days: int
    cycle_months: int
    renewal_window_days: int
    grace_days: int
    moved_days: int = 30
    """For whoever comes to a directive later: moved into its audience, or assigned to it."""
    anchor: str = LAST_SIGNATURE
    """:data:`LAST_SIGNATURE`, or a fixed day of every year as ``03-01``."""
    fixed_day_credit_days: int = 90
    """A signature so many days before the fixed day counts for that day."""
    clock_stands_still: bool = True
    """Whether days away from duty are added to the time somebody has."""
    sign_again_when_reaffirmed: bool = False
    directive_months: int = 0
    """So long after its last review a directive is to be reviewed again; 0: not watched."""
    assigned: tuple[Audience, ...] = ()
    """A directive that is not named here is for everybody."""
    reviewed: tuple[ReviewEvery, ...] = ()
    """Directives with a review of their own."""

    def audience(self, directive: str) -> Audience | None:
        """Whom a directive is assigned to; None when it is everybody."""
        return next((audience for audience in self.assigned if audience.directive == directive), None)

    def review_months(self, directive: str) -> int:
        """How often a directive is to be reviewed; 0: not watched."""
        own = (every.directive_months for every in self.reviewed if every.directive == directive)
        return next(own, self.directive_months)

    def asks_again(self, change: str) -> bool:
        """Whether everyone signs anew after a revision of that kind."""
        return change in ALWAYS_AGAIN or (change == "reaffirmed" and self.sign_again_when_reaffirmed)


ALWAYS_AGAIN = frozenset({"first issue", "material"})


@dataclass(frozen=True, slots=True)
class RecordedSchedule:
    """A schedule as an entry of the book holds it."""

    schedule: Schedule
    day: date
    """The day on which it was recorded; from then on it counts."""
    entry: int
    text_sha256: str
    """Digest of the file it was read from."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The schedule that counts for an answer, where it is recorded, and those that counted before it."""

    now: Schedule
    source: int | str
    """Number of the entry that holds it, or the name of the file where none does."""
    words: str
    """A sentence on why it is this one; ``{}`` stands for *day*."""
    day: date | None = None
    before: Sequence[RecordedSchedule] = ()
    """Every recorded schedule, oldest first, the present one included."""
    limited: frozenset[str] = frozenset()
    """Directives that are, or once were, for some people only; all others are for everybody."""


def rules_from_file(schedule: Schedule) -> Rules:
    """What counts while no schedule is recorded."""
    words = "No schedule is recorded yet; the figures of the present file count."
    return Rules(schedule, "schedule", words, limited=_limited(schedule))


def rules_of(recorded: Sequence[RecordedSchedule]) -> Rules:
    """What counts once schedules are recorded: the last of them."""
    last = recorded[-1]
    limited = frozenset[str]().union(*(_limited(each.schedule) for each in recorded))
    return Rules(last.schedule, last.entry, "The schedule recorded on {} counts.", last.day, recorded, limited)


def rules_before(first: RecordedSchedule) -> Rules:
    """What counts for a day before any schedule was recorded, once one has been: the first that was."""
    words = "No schedule was recorded up to that day; the first one, recorded on {}, counts."
    return Rules(first.schedule, first.entry, words, first.day, limited=_limited(first.schedule))


def rules_on(rules: Rules, day: date) -> Rules:
    """What counted on a day that has passed, of what *rules* know."""
    recorded = tuple(each for each in rules.before if each.day <= day)
    if recorded:
        return rules_of(recorded)
    return rules_before(rules.before[0]) if rules.before else rules


def _limited(schedule: Schedule) -> frozenset[str]:
    return frozenset(audience.directive for audience in schedule.assigned)
