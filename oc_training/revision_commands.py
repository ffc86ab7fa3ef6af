"""The commands about revisions that work on files: start one, compare two, look the questions through."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from oc_training import issue_commands
from oc_training.command_parts import (
    FOUND_WRONG,
    USED_WRONGLY,
    complain,
    data_option,
    day_option,
    house,
    in_words,
    json_option,
    print_json,
    say,
)
from oc_training.errors import NotFound, OcTrainingError

if TYPE_CHECKING:
    from oc_training.attestation.staleness import BankState, TextOf
    from oc_training.bootstrap import House
    from oc_training.policy.comparison import ClauseChange
    from oc_training.policy.model import Revision
    from oc_training.quiz.rewriting import Rewrite


@click.group(no_args_is_help=False)
def revision() -> None:
    """Revisions of a directive: start one, compare two, look its questions through, issue it."""


for command in issue_commands.COMMANDS:
    revision.add_command(command)


@revision.command()
@click.argument("which", nargs=-1, required=True, metavar="[DIRECTIVE] OLD NEW")
@json_option
@data_option
def compare(which: tuple[str, ...], *, as_json: bool) -> int:
    """Show what changed from OLD to NEW, clause by clause and word by word.

    With a directive's number, OLD and NEW are revisions of it by their dates, from the book of records or the
    folder of directives; without, they are two files. Exits with 0 if nothing changed, 1 if something did, 2 if the
    two cannot be compared.
    """
    from oc_training.policy.comparison import compare as compare_revisions
    from oc_training.reports.comparison_report import comparison_json, comparison_text

    try:
        old, new = _two_files(which) if len(which) == 2 else _two_revisions(which)  # noqa: PLR2004 - OLD and NEW
    except OcTrainingError as error:
        complain(str(error))
        return USED_WRONGLY
    found = compare_revisions(old, new)
    if as_json:
        print_json(comparison_json(found))
    else:
        say(comparison_text(found))
    return 0 if found.is_empty else FOUND_WRONG


def _two_files(which: tuple[str, ...]) -> tuple[Revision, Revision]:
    from oc_training.attestation.content import read_text
    from oc_training.policy.notation import parse_revision

    old, new = (parse_revision(read_text(Path(name), name), name) for name in which)
    return old, new


def _two_revisions(which: tuple[str, ...]) -> tuple[Revision, Revision]:
    if len(which) != 3:  # noqa: PLR2004 - DIRECTIVE, OLD and NEW
        raise click.UsageError("Name a directive and two revisions, or two files.")
    directive, *dates = which
    with house() as ours:
        text_of = _texts(ours, directive)
        old, new = (_known(text_of(each), directive, each) for each in dates)
    return old, new


def _known(found: Revision | None, directive: str, name: str) -> Revision:
    if found is None:
        raise NotFound(f"There is no revision {name[:40]} of Directive {directive[:40]} here.")
    return found


def _texts(ours: House, directive: str) -> TextOf:
    """Texts of a directive: from the book where a station is there, and from the files."""
    if ours.is_new:
        return lambda revision: ours.content.library.find(directive, revision)
    return ours.shelf.texts(directive)


@revision.command()
@click.argument("directive")
@day_option("--reviewed", "The day of the review; also the name of the new revision.", required=True)
@click.option("--change", type=click.Choice(["material", "editorial", "reaffirmed"]), required=True)
@click.option("--note", required=True, help="What changed, in a sentence; shown when it is issued, and kept.")
@day_option("--effective", "From which day it holds; else as before.")
@day_option("--signed-off", "The day of the Chief's signature; else the day of the review, until you write it.")
@data_option
@in_words
def new(  # noqa: PLR0913 - each option of a command is an argument
    directive: str, *, reviewed: date, change: str, note: str, effective: date | None, signed_off: date | None
) -> None:
    """Start the file of a new revision: the words issued last, under a new head."""
    from oc_training.policy.new_revision import issued_text, successor
    from oc_training.policy.notation import parse_revision
    from oc_training.policy.succession import days_ahead
    from oc_training.text import one_line

    with house() as ours:
        before = _to_start_from(ours, directive, reviewed)
        source = successor(
            before, reviewed=reviewed, change=change, note=one_line(note), effective=effective, signed_off=signed_off
        )
        file = ours.content.library.add(source)
        pending = _pending_from(ours, directive)
        ahead = [problem.message for problem in days_ahead(parse_revision(source, file.name), ours.clock.now().date())]
    named = f"{directive} {before.id} {reviewed.isoformat()}"
    say(f"{click.format_filename(file)} was started from revision {before.id}. Next:")
    if pending is not None:
        say(f"  (Revision {before.id} was issued ahead and is in force from {pending}; its words are in the new file.)")
    for message in ahead:
        say(f"  (Mind: {message}.)")
    say(f"  1. Change the words as the Chief signs them{'' if change != 'reaffirmed' else ' (none, as reaffirmed)'}.")
    if signed_off is None:
        say(f"     'signed_off' says {reviewed.isoformat()}; write the day of the Chief's signature.")
    say(f"  2. Put the issued text beside it; 'source' calls it {issued_text(directive, reviewed)}.")
    say(f"  3. oc-training revision compare {named}")
    say(f"  4. oc-training revision questions {directive}")
    say("  5. oc-training check")
    say(f"  6. oc-training revision issue {directive} {reviewed.isoformat()}")


def _to_start_from(ours: House, directive: str, reviewed: date) -> Revision:
    """The text issued last at the station; where there is no station, the newest file before the day of the review.

    Its day may still be to come: a revision started from the one in force would drop what that changed.
    """
    from oc_training.attestation.content import newest

    issued = None if ours.is_new else ours.shelf.newest_issued(directive)
    if issued is not None:
        return issued
    files = ours.content.library.read_directive(directive)
    return newest(tuple(each for each in files if each.reviewed < reviewed) or files, directive)


def _pending_from(ours: House, directive: str) -> date | None:
    """The day on which the revision issued last takes effect, if it still lies ahead."""
    issued = () if ours.is_new else ours.book.records().issued(directive)
    return issued[-1].in_force if issued and issued[-1].in_force > ours.duties.today() else None


@revision.command()
@click.argument("directive")
@click.option("--revision", "wanted", metavar="DATE", help="Beside this revision; else the newest file.")
@click.option("--confirm", "confirmed", multiple=True, metavar="ID", help="Somebody looked at this question: it holds.")
@click.option("--renumber", is_flag=True, help="Rewrite the citations of those of which only labels changed.")
@json_option
@data_option
@in_words
def questions(directive: str, *, wanted: str | None, confirmed: tuple[str, ...], renumber: bool, as_json: bool) -> None:
    """List the questions that do not fit a revision any more, and say of them that they do."""
    from oc_training.attestation.bank_review import confirmations, renumberings, save
    from oc_training.reports.bank_report import bank_json, bank_text

    with house() as ours:
        state, unasked = _bank_state(ours, directive, wanted)
        rewrites = [*confirmations(state, confirmed), *(renumberings(state) if renumber else ())]
        if rewrites:
            once = {rewrite.question.id: rewrite for rewrite in rewrites}
            save(ours.content, state.bank, once.values())
            ours.content.renew()
            state, unasked = _bank_state(ours, directive, wanted)
            for rewrite in once.values():
                say(_written(rewrite), err=True)
    if as_json:
        print_json(bank_json(state, unasked))
    else:
        say(bank_text(state, unasked))


def _bank_state(ours: House, directive: str, wanted: str | None) -> tuple[BankState, tuple[ClauseChange, ...]]:
    """The bank beside the wanted revision, and the clauses nobody asks about that are not as they were before it."""
    from oc_training.attestation.content import newest
    from oc_training.attestation.issued_texts import before_of
    from oc_training.attestation.staleness import state_of, unasked
    from oc_training.policy.comparison import compare as compare_revisions

    files = ours.content.library.read_directive(directive)
    text_of = _texts(ours, directive)
    beside = newest(files, directive) if wanted is None else _known(text_of(wanted), directive, wanted)
    before = before_of(beside, () if ours.is_new else ours.shelf.issued_texts(directive), files)
    state = state_of(ours.content.bank(directive), beside, text_of)
    return state, unasked(compare_revisions(before, beside), state.usable) if before is not None else ()


def _written(rewrite: Rewrite) -> str:
    """What was written of one question."""
    before, after = ", ".join(rewrite.question.cites), ", ".join(rewrite.result.cites)
    cites = f"cites {before} -> {after}; " if before != after else ""
    return f"{rewrite.question.id}: {cites}revision {rewrite.revision}"
