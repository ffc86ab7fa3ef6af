"""The clock that stands still: what time away from duty does to a due date.

Nobody is asked for anything while away, so the days away are added to the time they have, and nobody is due sooner
than some days after they came back. An exemption that has ended counts as time away. Whoever was overdue before they
went is overdue when they come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oc_training.attestation.figures import Schedule
from oc_training.attestation.happened import History, Leave, Spell
from oc_training.attestation.schedule_lines import Say


@dataclass(frozen=True, slots=True)
class Away:
    """Days away that have come to an end."""

    start: date
    back: date
    """The first day on which something is asked again."""
    entry: int
    recorded: date | None
    what: str
    """``a leave`` or ``an exemption``."""


def spells_away(history: History, today: date) -> Sequence[Away]:
    """Every time away that is over by *today*, oldest first, those that overlap put together."""
    if not history.leaves and not history.exemptions:
        return ()
    found = sorted((*_leaves(history.leaves, today), *_exemptions(history.exemptions, today)), key=_start)
    return tuple(_put_together(found))


def _leaves(leaves: Iterable[Leave], today: date) -> Iterator[Away]:
    for leave in leaves:
        if leave.until is not None and leave.start < leave.until <= today:
            yield Away(leave.start, leave.until, leave.entry, leave.recorded, "a leave")


def _exemptions(exemptions: Iterable[Spell], today: date) -> Iterator[Away]:
    for exemption in exemptions:
        if exemption.until is not None and exemption.start < exemption.until <= today:
            entry = exemption.ended_entry or exemption.entry
            yield Away(exemption.start, exemption.until, entry, exemption.recorded, "an exemption")


def _start(away: Away) -> date:
    return away.start


def _put_together(spells: Iterable[Away]) -> Iterator[Away]:
    before: Away | None = None
    for away in spells:
        if before is None or away.start > before.back:
            if before is not None:
                yield before
            before = away
        elif away.back > before.back:
            before = replace(away, start=before.start)
    if before is not None:
        yield before


def due_after_time_away(  # noqa: PLR0913, PLR0917  a duty's two days, what happened, the rules, and where to say it
    opened: date, due: date, spells: Iterable[Away], schedule: Schedule, say: Say, since: date = date.min
) -> date:
    """The due date of a duty that *opened* on a day, moved by time away; only what began after *since* counts."""
    grace = timedelta(days=schedule.grace_days)
    for away in spells:
        if away.start < since or away.start > due + grace:
            continue
        stood_still = (away.back - max(away.start, opened)).days
        resumed = due + timedelta(days=max(stood_still, 0)) if schedule.clock_stands_still else due
        at_least = away.back + timedelta(days=schedule.after_return_days)
        later = max(resumed, at_least)
        if later <= due:
            continue
        if later == resumed:
            say(
                "schedule: clock_stands_still",
                "The clock stood still for {} days until {} (entry {}{}): due {} instead of {}.",
                *(stood_still, away.back, away.entry, _late(away), later, due),
            )
        else:
            say(
                "schedule: after_return_days",
                "Back after {} on {} (entry {}{}): due {} instead of {}.",
                *(away.what, away.back, away.entry, _late(away), later, due),
            )
        due = later
    return due


def _late(away: Away) -> str:
    if away.recorded is None or away.recorded <= away.back:
        return ""
    return f", recorded later, on {away.recorded}"
