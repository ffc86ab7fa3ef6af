"""Which wrong day can be corrected, and what is done instead where an entry cannot be.

A correction is an entry of its own that names the mistake. It moves the day of a leave, return, last day or move
between what came before it and after it; all else is undone by the act that does the opposite, and the refusal says
which.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from oc_training.attestation.happened import DutyChange, Placement
from oc_training.attestation.records import Records
from oc_training.errors import Refused
from oc_training.roster.details import FURTHEST_AHEAD
from oc_training.roster.model import DutyStatus, Person

A_DAY = timedelta(days=1)

_UNDONE = {
    DutyStatus.ON_DUTY: "record the leave again, from the day of that return",
    DutyStatus.SEPARATED: "record a return (On duty) from that last day",
}
"""How a change of duty status is undone that cannot be taken back."""


def require_correctable(records: Records, person: Person, entry: int, since: date | None, today: date) -> None:
    """Make sure that *entry* can be corrected to the day *since*; None: what it says never was.

    Raises:
        Refused: when it is nothing that can be corrected or counts no more, or the day cannot be; it says what can be
            done instead.
    """
    changes = records.duty_changes(person.id)
    moves = records.placements(person.id)
    for number, change in enumerate(changes):
        if change.entry == entry:
            _require_of_duty(person, changes, number, since, today)
            return
    for number, move in enumerate(moves):
        if move.entry == entry and number:
            _require_of_a_move(person, moves, number, since, today)
            return
    raise Refused(_why_not(records, person, entry))


def _require_of_duty(
    person: Person, changes: Sequence[DutyChange], number: int, since: date | None, today: date
) -> None:
    change = changes[number]
    if since is None:
        if change.duty is not DutyStatus.ON_LEAVE:
            raise Refused(f"Only a leave can be taken back. To undo entry {change.entry}, {_UNDONE[change.duty]}.")
        return
    before = changes[number - 1].since if number else person.details.started - A_DAY
    after = changes[number + 1].since if number + 1 < len(changes) else date.max
    if since == change.since:
        raise Refused(f"Entry {change.entry} says {since} already.")
    if not before < since < after:
        raise Refused("The day must lie between the changes of duty status before and after it.")
    require_not_too_far_ahead(change.duty, since, today)


def _require_of_a_move(
    person: Person, placements: Sequence[Placement], number: int, since: date | None, today: date
) -> None:
    move = placements[number]
    if since is None:
        raise Refused(f"Only a leave can be taken back. To undo entry {move.entry}, record a move to the unit before.")
    before = max(placements[number - 1].since, person.details.started - A_DAY)
    after = placements[number + 1].since if number + 1 < len(placements) else date.max
    if since == move.since:
        raise Refused(f"Entry {move.entry} says {since} already.")
    if not before < since < after:
        raise Refused("The day must lie between the moves before and after it, and not before they started.")
    if since > today:
        raise Refused("A move counts when its day has come: the roster says where somebody is now.")


def _why_not(records: Records, person: Person, entry: int) -> str:
    for directive in records.directives():
        history = records.history(person.id, directive)
        if any(entry in {spell.entry, spell.ended_entry} for spell in history.exemptions):
            return _ended_and_entered_anew(entry, directive, "exemption", "exempt")
        if any(entry in {spell.entry, spell.ended_entry} for spell in history.assignments):
            return _ended_and_entered_anew(entry, directive, "assignment", "assign")
    by = records.superseded(person.id).get(entry)
    if by is not None:
        return f"Entry {entry} counts no more: entry {by} took its place."
    return f"Entry {entry} is no leave, return, separation or move of {person.name} that still counts."


def _ended_and_entered_anew(entry: int, directive: str, what: str, anew: str) -> str:
    return (
        f"Entry {entry} is about an {what} (Directive {directive}): end it from its first day, "
        f"then {anew} them anew from the right one."
    )


def require_not_too_far_ahead(duty: DutyStatus, since: date, today: date) -> None:
    """Make sure that a change of duty status may be entered for that day.

    Raises:
        Refused: when it lies too far ahead.
    """
    if duty is DutyStatus.SEPARATED and since > today:
        raise Refused("Enter a last day when it has come: from the entry on, the person can no longer sign in.")
    if since > today + FURTHEST_AHEAD:
        raise Refused("The day is more than a year ahead; please check the year.")
