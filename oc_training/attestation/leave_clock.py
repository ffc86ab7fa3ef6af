"""The clock that stands still: what time away from duty does to a due date.

Nobody is asked for anything while away, so the days away are added to the time they have, and nobody is due sooner
than some days after they came back. Where a return was entered late, the days up to its entry count as away, for until
then nobody asked. An exemption that has ended counts as time away. Whoever was overdue before they
went is overdue when they come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oc_training.attestation.figures import Schedule
from oc_training.attestation.happened import History, Leave, Spell
from oc_training.attestation.recorded_late import late
from oc_training.attestation.schedule_lines import Say
from oc_training.counting import days_words


@dataclass(frozen=True, slots=True)
class Away:
    """Days away that have come to an end."""

    start: date
    back: date
    """The first day on which something is asked again."""
    entry: int
    recorded: date | None
    what: str
    """``a leave``, ``time outside the department`` or ``an exemption``."""
    begun_recorded: date | None = None
    """The day on which its beginning was entered."""
    known_late: bool = False
    """Whether it was over before anybody entered that; the days up to that entry count as away."""


def spells_away(history: History, today: date) -> Sequence[Away]:
    """Every time away that is over by *today*, oldest first, those that overlap put together."""
    if not history.leaves and not history.exemptions and not history.not_asked:
        return ()
    leaves = (*_leaves(history.leaves, today), *_leaves(history.not_asked, today, known_late=True))
    found = sorted((*leaves, *_exemptions(history.exemptions, today)), key=_start)
    return tuple(_put_together(found))


def _leaves(leaves: Iterable[Leave], today: date, *, known_late: bool = False) -> Iterator[Away]:
    for leave in leaves:
        if leave.until is not None and leave.start < leave.until <= today:
            begun = leave.start_recorded
            what = "time outside the department" if leave.separated else "a leave"
            yield Away(leave.start, leave.until, leave.entry, leave.recorded, what, begun, known_late)


def _exemptions(exemptions: Iterable[Spell], today: date) -> Iterator[Away]:
    for exemption in exemptions:
        if exemption.until is None or exemption.until > today:
            continue
        entry, ended = exemption.ended_entry or exemption.entry, exemption.ended_recorded
        recorded, what = ended or exemption.recorded, "an exemption"
        if exemption.start < exemption.until:
            yield Away(exemption.start, exemption.until, entry, recorded, what, exemption.recorded)
        known_from = max(exemption.start, exemption.recorded)
        if ended is not None and max(exemption.until, known_from) < ended <= today:
            yield Away(known_from, ended, entry, ended, what, exemption.recorded, known_late=True)


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
            before = replace(away, start=before.start, begun_recorded=before.begun_recorded)
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
                "The clock stood still for {} away, until {} (entry {}{}): due {} instead of {}.",
                *(days_words(stood_still), away.back, away.entry, _late(away), later, due),
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
    """What was entered late about it, behind the number of the entry."""
    said = late(away.start, away.begun_recorded)
    begun = f", begun {away.start}, {said}" if said else ""
    over = f"recorded later, on {away.recorded}" if away.known_late else late(away.back, away.recorded)
    return f"{begun}, {over}" if over else begun
