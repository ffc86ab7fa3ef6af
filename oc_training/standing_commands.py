"""The commands that answer who is asked, by when, by which rules: status, explain, history and their like."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import click

from oc_training.command_parts import (
    USED_WRONGLY,
    as_of_option,
    complain,
    data_option,
    house,
    in_words,
    json_option,
    print_calendar,
    print_json,
    say,
    tell_of_the_clock,
)
from oc_training.counting import count_words


@click.command()
@click.argument("badge")
@click.option("--directive", help="Only this directive, such as 3-400.")
@click.option("--words", is_flag=True, help="Add the words of the directive as they were in force.")
@click.option("--entries", is_flag=True, help="Instead, every entry about them with its number, oldest first.")
@as_of_option
@json_option
@data_option
@in_words
def history(  # noqa: PLR0913 - each option of a command is an argument
    badge: str, directive: str | None, as_of: date | None, *, words: bool, entries: bool, as_json: bool
) -> int:
    """Say on one screen whether a person was current on a day, why, by which text, and what proves it."""
    from oc_training.policy.printed import as_printed
    from oc_training.reports.dossier_report import dossier_json, dossier_text, dossiers_text

    if entries:
        if directive or words:
            complain("--entries shows every entry about the person. Leave --directive and --words out.")
            return USED_WRONGLY
        _entries(badge, as_of, as_json=as_json)
        return 0
    with house() as ours:
        day = as_of or ours.standings.today()
        found = ours.dossiers.of(badge, day, directive)
        others = ours.people.also_had(badge, found[0].person)
        newest = [ours.keeping.newest_over(each.shown.entry.seq) for each in found]
    for other in others:
        say(other, err=True)
    checkpoints = [(over[0], over[1].name) if over else None for over in newest]
    if as_json:
        shown = [dossier_json(each, point) for each, point in zip(found, checkpoints, strict=True)]
        print_json({"as_of": day.isoformat(), "directives": shown})
        return 0
    if len(found) == 1:
        say(dossier_text(found[0], checkpoints[0]))
    else:
        say(dossiers_text(found, min(checkpoints, key=lambda point: point[0] if point else 0)))
    if words:
        for each in found:
            say(f"\n{as_printed(each.revision)}")
    return 0


def _entries(badge: str, as_of: date | None, *, as_json: bool) -> None:
    """Print every entry about somebody, as the person's page at the board shows them."""
    from oc_training.reports.history_words import entries_json, entries_text

    with house() as ours:
        person = ours.people.find(badge, as_of)
        others = ours.people.also_had(badge, person)
        past = as_of is not None and as_of < ours.standings.today()
        records = ours.book.records_as_of(as_of) if as_of is not None and past else ours.book.records()
        found, superseded = records.of_person(person.id), records.superseded(person.id)
    for other in others:
        say(other, err=True)
    if as_json:
        print_json(entries_json(person, found, superseded, records.name_of))
    else:
        say(entries_text(person, found, superseded, records.name_of))


@click.command()
@as_of_option
@click.option("--again", type=click.IntRange(min=1), metavar="NUMBER", help="The list of that entry once more.")
@click.option("--ics", "as_calendar", is_flag=True, help="Print a calendar (RFC 5545).")
@json_option
@data_option
@in_words
def remind(as_of: date | None, again: int | None, *, as_calendar: bool, as_json: bool) -> int:
    """Draw up today's list of reminders and record it; nothing is told twice.

    With --as-of or --again a list is only shown, and nothing is recorded.
    """
    from oc_training.attestation.events import COMMAND
    from oc_training.reports.calendar_file import calendar_text
    from oc_training.reports.reminder_list import reminders_json, reminders_text

    if (as_of and again) or (as_calendar and as_json):
        complain("Choose one: --as-of or --again, --ics or --json.")
        return USED_WRONGLY
    with house() as ours:
        if again is not None:
            drawn = ours.reminding.again(again)
        else:
            drawn = ours.reminding.draw_up(COMMAND) if as_of is None else ours.reminding.as_of(as_of)
        now = ours.clock.now()
    if as_json:
        print_json(reminders_json(drawn))
    elif as_calendar:
        print_calendar(calendar_text(drawn, now))
    else:
        say(reminders_text(drawn))
    return 0


@click.command()
@click.option("--record", is_flag=True, help="Record the rules of content/schedule.toml, so that they count.")
@as_of_option
@json_option
@data_option
@in_words
def schedule(as_of: date | None, *, record: bool, as_json: bool) -> int:
    """Show the deadlines that count, where they are recorded, and when directives are to be reviewed."""
    from oc_training.attestation.events import COMMAND
    from oc_training.attestation.reminders import reviews
    from oc_training.attestation.taking_up import take_up_schedule
    from oc_training.reports.schedule_report import schedule_json, schedule_text

    if record and as_of:
        complain("Rules are recorded as of now. Leave --as-of out.")
        return USED_WRONGLY
    with house() as ours:
        if record:
            taken = take_up_schedule(ours.book, ours.content, COMMAND)
            said = f"Recorded as entry {taken.entry.seq}." if taken else "The file is recorded already."
            say(said, err=True)
        day = as_of or ours.standings.today()
        records = ours.book.records_as_of(day) if day < ours.standings.today() else ours.book.records()
        rules = records.rules.rules(lambda: ours.content.schedule)
        watched = reviews(records, ours.content, day)
        for waiting in ours.notices.rules_waiting():
            say(waiting, err=True)
    if as_json:
        print_json(schedule_json(rules, watched, day))
    else:
        say(schedule_text(rules, watched, day))
    return 0


@click.command()
@click.option("--directive", help="Only this directive, such as 3-400.")
@as_of_option
@json_option
@data_option
@in_words
def status(directive: str | None, as_of: date | None, *, as_json: bool) -> None:
    """Say who is current, due, overdue or excused, worst first."""
    from oc_training.reports.status_report import status_json, status_text

    with house() as ours:
        day = as_of or ours.standings.today()
        rows = ours.standings.status(as_of, directive)
        issued = ours.book.records().directives()
        for torn in (*ours.set_aside, *ours.notices.rules_waiting()):
            say(torn, err=True)
    if not issued:
        say("No directive has been issued here yet; the training coordinator does that at the board.", err=True)
    if as_json:
        print_json(status_json(rows, day))
    else:
        say(status_text(rows, day))


@click.command()
@click.argument("badge")
@click.option("--directive", help="Only this directive, such as 3-400.")
@as_of_option
@json_option
@data_option
@in_words
def explain(badge: str, directive: str | None, as_of: date | None, *, as_json: bool) -> None:
    """Show the arithmetic behind a person's due dates, line by line."""
    from oc_training.reports.explanation import explanation_json, explanation_text

    with house() as ours:
        person = ours.people.find(badge, as_of)
        for other in ours.people.also_had(badge, person):
            say(other, err=True)
        rows = [row for row in ours.standings.status(as_of, directive) if row.person.id == person.id]
        day = as_of or ours.standings.today()
        for waiting in ours.notices.rules_waiting():
            say(waiting, err=True)
    if as_json:
        print_json(explanation_json(person, rows, day))
    else:
        say(explanation_text(person, rows, day))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--directive", help="Only this directive, such as 3-400.")
@click.option("--replace", is_flag=True, help="Replace FILE if there is one; else it is left alone.")
@data_option
@in_words
def export(file: Path, directive: str | None, *, replace: bool) -> None:
    """Write everybody's standing to FILE as CSV that a spreadsheet opens safely."""
    from oc_training.attestation.events import COMMAND
    from oc_training.reports.export_file import export_list

    with house() as ours:
        rows = ours.board.status(None, directive)
        note = partial(ours.board.note_export, COMMAND, "standing", len(rows))
        export_list(file, rows, note, replace=replace)
        tell_of_the_clock(ours)
    say(f"{count_words(len(rows), 'line')} written to {click.format_filename(file)}.")


COMMANDS = (status, explain, export, history, remind, schedule)
"""To be put into the group of all commands."""
