"""The commands for whoever keeps or checks the book of records."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

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
)

if TYPE_CHECKING:
    from oc_training.ledger.verify import Verdict, Witnesses

MOST_SHOWN = 40
"""So many problems are printed; ``--json`` shows all."""

_A_FILE = click.Path(path_type=Path, dir_okay=False)


def _public_key(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[0-9a-f]{64}", value := value.strip().lower()):
        raise click.BadParameter("a public key has 64 hexadecimal digits")
    return value


@click.command()
@click.option("--checkpoint", "checkpoints", multiple=True, type=_A_FILE, help="A checkpoint that was kept elsewhere.")
@click.option("--receipt", "receipts", multiple=True, type=_A_FILE, help="A receipt: printed, as JSON or with proof.")
@click.option(
    "--public-key",
    callback=_public_key,
    metavar="HEX",
    help="The public key as you keep it; else the book's word is taken.",
)
@click.option("--book", type=_A_FILE, help="Check this copy of a book instead of the station's.")
@click.option("--without-book", is_flag=True, help="Check only the proofs that the receipts bring with them.")
@json_option
@data_option
@in_words
def verify(  # noqa: PLR0913 - each option of a command is an argument
    *,
    checkpoints: tuple[Path, ...],
    receipts: tuple[Path, ...],
    public_key: str | None,
    book: Path | None,
    without_book: bool,
    as_json: bool,
) -> int:
    """Check the whole book of records, and whether it fits what was kept elsewhere."""
    from oc_training.ledger.verify import load_witnesses
    from oc_training.ledger.verify import verify as verify_book

    if without_book:
        return _receipts_alone(load_witnesses(public_key, (), receipts), as_json=as_json)
    ours = house()
    kept = () if book else ours.places.kept_checkpoints()
    witnesses = load_witnesses(public_key, (*checkpoints, *kept), receipts)
    verdict = verify_book(book or ours.places.book, witnesses)
    if as_json:
        print_json(_verdict_json(verdict))
    else:
        _print_verdict(verdict)
    return FOUND_WRONG if verdict.problems else 0


def _verdict_json(verdict: Verdict) -> dict[str, object]:
    return {
        "sound": not verdict.problems,
        "sentence": verdict.sentence,
        "entries": verdict.entries,
        "head": {"seq": verdict.head.seq, "hash": verdict.head.hash} if verdict.head else None,
        "public_key": verdict.public_key,
        "problems": list(verdict.problems),
        "remarks": list(verdict.remarks),
    }


def _print_verdict(verdict: Verdict) -> None:
    say(verdict.sentence)
    for remark in verdict.remarks:
        say(f"Please note: {remark}")
    others = [problem for problem in verdict.problems if problem != verdict.sentence]
    if others:
        say("\nAll that was found:")
    for problem in others[:MOST_SHOWN]:
        say(f"  {problem}")
    if len(others) > MOST_SHOWN:
        say(f"  and {len(others) - MOST_SHOWN} more; --json shows all.")


def _receipts_alone(witnesses: Witnesses, *, as_json: bool) -> int:
    from oc_training.ledger.verify import verify_receipts

    if not witnesses.receipts and not witnesses.unreadable:
        complain("Name at least one receipt: --receipt FILE.")
        return USED_WRONGLY
    problems = verify_receipts(witnesses)
    if as_json:
        print_json({"sound": not problems, "receipts": len(witnesses.receipts), "problems": list(problems)})
        return FOUND_WRONG if problems else 0
    for problem in problems:
        say(problem)
    if not problems:
        say(f"{_receipts(len(witnesses.receipts))} by the checkpoint in it. The book itself was not looked at.")
    if not problems and witnesses.public_key is None:
        say("The public key was taken from the receipt. Give it as you keep it: --public-key.")
    return FOUND_WRONG if problems else 0


def _receipts(number: int) -> str:
    return "The entry is proven" if number == 1 else f"The entries of all {number} receipts are proven, each"


@click.command()
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Keep it in this folder too.")
@data_option
@in_words
def checkpoint(folder: Path | None) -> None:
    """Print a signed checkpoint of the book: keep it where nobody at this machine can change it."""
    made = house().keeping.checkpoint(folder)
    say(made.note, nl=False)
    if folder is not None:
        say(f"Kept as {click.format_filename(folder / made.file_name)}.", err=True)


@click.group()
def key() -> None:
    """The station's key: show its public half, or change it."""


@key.command("show")
@data_option
@in_words
def key_show() -> None:
    """Print the public key, to be kept away from this machine."""
    shown = house().keeping.public_key()
    say(f"Station     {shown.station}\nBook        {shown.log}\nPublic key  {shown.hexadecimal}")
    say(f"For tools that read signed notes:\n{shown.verifier}")


@key.command("change")
@data_option
@in_words
def key_change() -> None:
    """Give the station a new key. The book keeps the old public key; the old private key is gone."""
    with house() as ours:
        ours.timekeeping.require()
    changed = house().keeping.change_key()
    say(f"The station signs with a new key from now on. Its public half:\n{changed.hexadecimal}")
    say("Keep it away from this machine, beside the old one, and start every kiosk of this station again.")


@click.command()
@click.argument("file", type=_A_FILE)
@data_option
@in_words
def backup(file: Path) -> int:
    """Write the book and its checkpoints to the new FILE, and read it all again. Keys are not in it."""
    written = house().keeping.backup(file)
    if written.damage:
        say(
            f"The book of records is damaged, and was copied to {click.format_filename(file)} as it is, byte for byte. "
            f"The copy says so itself and cannot be restored; keep every earlier backup. {written.damage}",
            err=True,
        )
        return 1
    say(f"{written.verdict.entries} entries were written to {click.format_filename(file)} and read again: in order.")
    say("The keys are not in it. They lie beside the data folder and are kept apart (docs/ledger.md).")
    return 0


@click.command()
@click.argument("file", type=_A_FILE)
@click.option("--over", default=0, metavar="NUMBER", help="How many entries of the book that is here may be lost.")
@data_option
@in_words
def restore(file: Path, over: int) -> int:
    """Put the book of a backup back. Entries that the backup does not have are lost only if you name their number."""
    put_back = house().keeping.restore(file, over)
    done = put_back.restored
    if not done.changed and put_back.noted is None and not put_back.why_not:
        say(f"The book that is here has the same {done.entries} entries already. Nothing was changed.")
        return 0
    was = "restored" if done.changed else "restored before"
    say(f"The book was {was} with {done.entries} entries.")
    if done.replaced is not None:
        are = "is" if done.lost == 1 else "are"
        say(f"The book that was here lies in {done.replaced}; {done.lost} of its entries {are} not in the new one.")
    if put_back.noted is None:
        say(f"The book could not be told that it was restored. {put_back.why_not}", err=True)
        return 1
    say(f"Entry {put_back.noted} says that it was restored.")
    return 0


@click.command()
@data_option
@in_words
def migrate() -> None:
    """Bring the book to the format of this program, where it has an older one."""
    done = house().keeping.migrate()
    if done.kept is None:
        say(f"The book has format {done.reached}, which is this program's. There is nothing to do.")
    else:
        say(f"The book was brought from format {done.found} to {done.reached}; the old file lies in {done.kept}.")


COMMANDS = (verify, checkpoint, key, backup, restore, migrate)
"""To be put into the group of all commands."""
