"""The commands about one person's duties: leave, return, separation, moves, exemptions, assignments by name.

Each is an entry with who, when and why; a day before today is marked as recorded later.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, ParamSpec, Protocol

import click

from oc_training.command_parts import USED_WRONGLY, complain, data_option, day_option, house, in_words, say
from oc_training.roster.model import DutyStatus, Person

if TYPE_CHECKING:
    from oc_training.attestation.duty_acts import DutyActs
    from oc_training.attestation.recorded import Recorded

P = ParamSpec("P")

why_option = click.option("--why", required=True, metavar="WORDS", help="The reason. Never a medical one.")
since_option = day_option("--from", "From this day on, as 2026-03-14; else today.")
badge_argument = click.argument("badge")
directive_argument = click.argument("directive")


@click.group()
def duty() -> None:
    """Leave, return, separation, moves, exemptions, assignments by name."""


def _status(badge: str, status: DutyStatus, since: date | None, why: str) -> None:
    from oc_training.attestation.events import COMMAND

    with house() as ours:
        day = since or ours.standings.today()
        person = ours.people.find(badge)
        before = ours.book.records().duty_changes(person.id)
        recorded = ours.people.set_duty(person.id, status, day, COMMAND, why)
    _say(person, f"{status} from {day}", recorded)
    for change in before:
        if change.since >= day:
            say(f"Counts no more: {change.duty} from {change.since} (entry {change.entry}).")


@duty.command("correct")
@badge_argument
@click.argument("entry", type=click.IntRange(min=1))
@day_option("--from", "The right day.")
@click.option("--never", is_flag=True, help="The leave in that entry never was.")
@why_option
@data_option
@in_words
def correct(badge: str, entry: int, why: str, *, never: bool, **days: date | None) -> int:
    """Correct the day of a leave, return, separation or move that was entered wrong.

    ENTRY is the entry's number, or that of its latest correction: history BADGE --entries shows all.
    """
    from oc_training.attestation.events import COMMAND

    day = days["from"]
    if (day is None) is not never:
        complain("Give the right day with --from, or --never for a leave that never was.")
        return USED_WRONGLY
    with house() as ours:
        person = ours.people.find(badge)
        recorded = ours.people.correct_duty(person.id, entry, day, COMMAND, why)
    _say(person, f"entry {entry} corrected: {f'from {day}' if day else 'the leave never was'}", recorded)
    return 0


def _say(person: Person, what: str, recorded: Recorded) -> None:
    from oc_training.reports.history_words import recorded_later

    late = " Recorded later than that day, and marked so." if recorded_later(recorded) else ""
    say(f"{person.name}, badge {person.badge}: {what} (entry {recorded.entry.seq}).{late}")


@duty.command("leave")
@badge_argument
@since_option
@why_option
@data_option
@in_words
def leave(badge: str, why: str, **days: date | None) -> None:
    """Record that somebody is away from duty. The day may lie ahead."""
    _status(badge, DutyStatus.ON_LEAVE, days["from"], why)


@duty.command("return")
@badge_argument
@since_option
@why_option
@data_option
@in_words
def back(badge: str, why: str, **days: date | None) -> None:
    """Record the first day back on duty. It may lie ahead."""
    _status(badge, DutyStatus.ON_DUTY, days["from"], why)


@duty.command("separate")
@badge_argument
@since_option
@why_option
@data_option
@in_words
def separate(badge: str, why: str, **days: date | None) -> None:
    """Record that somebody has left the department. Nothing about them is ever deleted."""
    _status(badge, DutyStatus.SEPARATED, days["from"], why)


@duty.command("move")
@badge_argument
@click.option("--unit", default="", help="The unit they are in from then on.")
@click.option("--rank", help="The rank they have from then on.")
@since_option
@why_option
@data_option
@in_words
def move(badge: str, unit: str, rank: str | None, why: str, **days: date | None) -> None:
    """Record another unit or rank."""
    from oc_training.attestation.events import COMMAND

    with house() as ours:
        day = days["from"] or ours.standings.today()
        person = ours.people.find(badge)
        recorded = ours.duty_acts.move(person.id, unit, rank, day, COMMAND, why)
        moved = ours.book.records().person(person.id)
    where = ", ".join(part for part in (moved.details.rank, moved.unit) if part)
    _say(moved, f"{where} from {day}", recorded)


@duty.command("exempt")
@badge_argument
@directive_argument
@since_option
@day_option("--through", "The last day; else until it is ended.")
@why_option
@data_option
@in_words
def exempt(badge: str, directive: str, through: date | None, why: str, **days: date | None) -> None:
    """Excuse somebody from one directive for a time."""
    until = f" through {through}" if through else ""

    def record(acts: DutyActs, person: str, day: date, by: str) -> Recorded:
        return acts.exempt(person, directive, day, through, by, why)

    _about_a_directive(badge, days["from"], record, f"exempt from Directive {directive}{until}")


class _Act(Protocol):
    """What is done about one person and one directive from a day on."""

    def __call__(self, person_id: str, directive: str, since: date, by: str, reason: str, /) -> Recorded:
        """Record it."""


def _about_a_directive(
    badge: str, since: date | None, record: Callable[[DutyActs, str, date, str], Recorded], what: str
) -> None:
    from oc_training.attestation.events import COMMAND

    with house() as ours:
        day = since or ours.standings.today()
        person = ours.people.find(badge)
        recorded = record(ours.duty_acts, person.id, day, COMMAND)
    _say(person, f"{what}, from {day}", recorded)


def _of_a_directive(name: str, summary: str, act: Callable[[DutyActs], _Act], said: str) -> None:
    """Add a command that takes a badge number, a directive, a day and a reason."""

    @duty.command(name, help=summary)
    @badge_argument
    @directive_argument
    @since_option
    @why_option
    @data_option
    @in_words
    def command(badge: str, directive: str, why: str, **days: date | None) -> None:
        def record(acts: DutyActs, person: str, day: date, by: str) -> Recorded:
            return act(acts)(person, directive, day, by, why)

        _about_a_directive(badge, days["from"], record, said.format(directive))


_of_a_directive(
    "end-exemption",
    "Ask somebody for a directive again.",
    lambda acts: acts.end_exemption,
    "asked for Directive {} again",
)
_of_a_directive(
    "assign",
    "Assign a directive to somebody by name, though it is for other units or ranks.",
    lambda acts: acts.assign,
    "Directive {} is assigned by name",
)
_of_a_directive(
    "end-assignment",
    "End an assignment by name.",
    lambda acts: acts.end_assignment,
    "Directive {} is no longer assigned by name",
)

COMMANDS = (duty,)
"""To be put into the group of all commands."""
