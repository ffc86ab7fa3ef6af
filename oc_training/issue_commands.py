"""The commands that put a revision in force, take it back before its day, and list what was issued."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from oc_training.command_parts import (
    USED_WRONGLY,
    badge_and_pin,
    data_option,
    house,
    in_words,
    is_at_a_terminal,
    json_option,
    print_json,
    say,
)
from oc_training.errors import NotFound, Refused

if TYPE_CHECKING:
    from oc_training.attestation.confirmed import Confirmed
    from oc_training.attestation.issuing import SecondPerson
    from oc_training.attestation.recorded import Recorded
    from oc_training.attestation.session import Session
    from oc_training.bootstrap import House
    from oc_training.policy.model import Revision
    from oc_training.roster.pins import Secret


@click.command()
@click.argument("directive")
@click.argument("name", metavar="REVISION")
@data_option
@in_words
def issue(directive: str, name: str) -> int:
    """Put a revision in force, now or from an effective date that lies ahead. Asks for the coordinator's PIN."""
    from oc_training.reports.before_issue import check_lines, issue_lines

    if not is_at_a_terminal():
        return USED_WRONGLY
    with house() as ours:
        ours.book.records()  # an error about the book comes before anybody types a PIN
        found = ours.issuing.ready(directive, name)
        say(f"Directive {found.directive}, {found.title}, revision {found.id}")
        say(f"Kind of change: {found.front_matter['change']}. {found.front_matter['change_note']}")
        beside, looked = ours.issuing.beside_the_last(found), ours.issuing.looked_through(found)
        for line in (*issue_lines(beside, looked), *check_lines(beside, looked)):
            say(line)
        say("Its words and the statement to be signed are recorded as they are now, and can never be changed.")
        recorded = _issued(ours, found)
    when = "at once" if found.effective <= recorded.day else f"from {found.effective}"
    say(f"Revision {found.id} was issued with entry {recorded.entry.seq}. It is in force {when}.")
    return 0


@click.command()
@click.argument("directive")
@click.argument("name", metavar="REVISION")
@click.option("--reason", required=True, help="Why, in a sentence; it is kept.")
@data_option
@in_words
def withdraw(directive: str, name: str, *, reason: str) -> int:
    """Take back a revision that was issued ahead, before its day. Asks for the coordinator's PIN."""
    if not is_at_a_terminal():
        return USED_WRONGLY
    with house() as ours:
        pending = ours.issuing.can_withdraw(directive, name)
        say(f"Directive {directive}, revision {name}, would be in force from {pending.in_force}.")
        say("Once withdrawn it is as if it had never been issued. Both entries stay in the book.")
        session, proof, second = _who_agrees(
            ours, lambda session, pin: ours.issuing.confirm_withdrawal(session, directive, name, pin)
        )
        recorded = ours.issuing.withdraw(session, directive, name, proof, reason=reason, second=second)
    say(f"Revision {name} was withdrawn with entry {recorded.entry.seq}.")
    return 0


@click.command(name="list")
@click.argument("directive")
@json_option
@data_option
@in_words
def list_issued(directive: str, *, as_json: bool) -> None:
    """List what was issued of a directive, by whom and when: in force, pending, past or withdrawn."""
    from oc_training.reports.issued_report import issued_json, issued_text

    with house() as ours:
        records, today = ours.book.records(), ours.duties.today()
        ever = records.ever_issued(directive)
        if not ever:
            raise NotFound(f"Nothing was issued of a Directive {directive[:40]} here.")
        if as_json:
            print_json(issued_json(records, directive, today))
        else:
            say(issued_text(records, directive, today))


def _issued(ours: House, found: Revision) -> Recorded:
    session, proof, second = _who_agrees(ours, lambda session, pin: ours.issuing.confirm(session, found, pin))
    return ours.issuing.issue(session, found, proof, second)


def _who_agrees(
    ours: House, confirm: Callable[[Session, Secret], Confirmed]
) -> tuple[Session, Secret | Confirmed, SecondPerson | None]:
    """The coordinator with their PIN; or with no more than that it was right, and the second person, where two agree.

    *confirm* looks at the coordinator's PIN for the act in question.

    Raises:
        NotSignedIn: when the coordinator's badge number and PIN do not match.
        OcTrainingError: whatever *confirm* raises.
    """
    from oc_training.attestation.issuing import SecondPerson

    badge, pin = badge_and_pin("Training coordinator")
    entrance = ours.door.sign_in(badge, pin)
    if entrance.must_choose_pin:
        raise Refused("Set a PIN at the kiosk first; a one-time code cannot be signed with.")
    if not ours.issuing.asks_second_person:
        return entrance.session, pin, None
    confirmed = confirm(entrance.session, pin)
    del pin  # nothing of it is kept while the second person types
    return entrance.session, confirmed, SecondPerson(*badge_and_pin("Second person"))


COMMANDS = (issue, withdraw, list_issued)
