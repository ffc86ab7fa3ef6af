"""The commands about the roster: who is on it, who comes, and with what they sign in."""

from __future__ import annotations

from pathlib import Path

import click

from oc_training.command_parts import (
    FOUND_WRONG,
    USED_WRONGLY,
    complain,
    data_option,
    house,
    in_words,
    json_option,
    print_json,
    say,
    tell_of_the_clock,
)
from oc_training.counting import count_words
from oc_training.errors import RosterProblems


@click.group(no_args_is_help=False)
def people() -> None:
    """The roster: list, add, import, one-time codes."""


@people.command("list")
@json_option
@data_option
@in_words
def people_list(*, as_json: bool) -> None:
    """List everybody who was ever on the roster."""
    from oc_training.reports.roster_report import roster_json, roster_text

    with house() as ours:
        everybody = ours.book.records().people_on(ours.standings.today())
    if as_json:
        print_json(roster_json(everybody))
    else:
        say(roster_text(everybody))


@people.command("add")
@click.option("--name", required=True)
@click.option("--badge", required=True)
@click.option("--unit", required=True)
@click.option("--rank", default="")
@click.option("--role", default="employee", help="employee, supervisor or coordinator")
@click.option("--started", default="", help="First day, as 2026-03-14; else today.")
@data_option
@in_words
def people_add(**fields: str) -> int:
    """Put one person on the roster."""
    from oc_training.attestation.events import COMMAND
    from oc_training.roster.details import parse_details

    with house() as ours:
        ours.found()
        details = parse_details(fields, ours.standings.today())
        if isinstance(details, tuple):
            for problem in details:
                complain(problem.message)
            return USED_WRONGLY
        person = ours.people.add(details, COMMAND)
    say(f"{person.name}, badge {person.badge}, is on the roster. Next: oc-training people code {person.badge}")
    return 0


@people.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@data_option
@in_words
def people_import(file: Path) -> int:
    """Put everybody in a CSV file on the roster: all of them, or nobody if a line is wrong."""
    from oc_training.attestation.events import COMMAND

    with house() as ours:
        ours.found()
        try:
            added = ours.people.import_file(file.read_bytes(), file.name, COMMAND)
        except RosterProblems as error:
            complain(f"{error}\nNobody was imported.")
            return FOUND_WRONG
    say(f"{count_words(len(added), 'person was', 'people were')} put on the roster.")
    return 0


@people.command("code")
@click.argument("badge")
@data_option
@in_words
def people_code(badge: str) -> None:
    """Issue a one-time code with which a person signs in and sets a PIN. It is shown once."""
    from oc_training.attestation.events import COMMAND
    from oc_training.attestation.pin_origin import signs_in_with
    from oc_training.wording.pins import issued_words

    with house() as ours:
        person = ours.people.with_badge(badge)
        before = signs_in_with(reversed(ours.book.records().of_person(person.id)))
        code = ours.door.issue_code(person.id, COMMAND)
        tell_of_the_clock(ours)
    say(f"One-time code for {person.name}, badge {person.badge}: {code.reveal()}")
    say(issued_words(before))


@people.command("release")
@click.argument("badge")
@click.option("--reason", required=True, help="Why, in a sentence; it is kept.")
@data_option
@in_words
def people_release(badge: str, reason: str) -> None:
    """Let somebody try to sign in again after five wrong PINs, where no supervisor can; their PIN stays as it is."""
    with house() as ours:
        person = ours.people.with_badge(badge)
        ours.door.release_by_command(person.id, reason)
        tell_of_the_clock(ours)
    say(f"{person.name}, badge {person.badge}, can sign in again.")
