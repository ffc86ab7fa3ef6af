"""Every administrative act as a command. Imports no Textual, and each command only what it uses.

Exit codes: 0 done, 1 something was found wrong, 2 used wrongly. An error is one sentence on standard error.
"""

from __future__ import annotations

import contextlib
import os
from datetime import date
from typing import TYPE_CHECKING

import click

from oc_training import (
    __version__,
    book_commands,
    clock_commands,
    doctor_commands,
    duty_commands,
    people_commands,
    revision_commands,
    standing_commands,
)
from oc_training.command_parts import (
    FOUND_WRONG,
    USED_WRONGLY,
    data_option,
    house,
    in_words,
    json_option,
    nobody_reads_on,
    say,
    usage_sentence,
)
from oc_training.command_parts import complain as _complain
from oc_training.command_parts import print_json as _print_json
from oc_training.errors import ContentProblems, OcTrainingError
from oc_training.launch import LOCK, start_kiosk, start_plain

if TYPE_CHECKING:
    from oc_training.bootstrap import House


def main() -> int:
    """Run the command line and return the exit code."""
    try:
        code = cli.main(prog_name="oc-training", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        say("Stopped.", err=True)
        return FOUND_WRONG
    except click.ClickException as error:
        _complain(usage_sentence(error))
        return USED_WRONGLY
    except OSError as error:
        nobody_reads_on()
        _complain(f"The command could not be finished: {error.strerror}.")
        return FOUND_WRONG
    return code if isinstance(code, int) else 0


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="oc-training")
@data_option
@click.pass_context
def cli(context: click.Context) -> int:
    """Training and attestation kiosk: read a directive, work its scenarios, sign for it.

    Without a command the kiosk is started.
    """
    if context.invoked_subcommand is None:
        return int(context.invoke(kiosk, demo=False, lock=False, set_up=False, plain=False, appearance="auto"))
    return 0


@cli.command()
@click.option("--demo", is_flag=True, help="A demonstration with invented people, in a temporary folder.")
@click.option(LOCK, "lock", is_flag=True, help="No key ends it; only a supervisor or the coordinator closes it.")
@click.option("--set-up", is_flag=True, help=f"With {LOCK}: this station is new, its coordinator is made now.")
@click.option("--plain", is_flag=True, help="Plain lines and numbered choices: for a screen reader or a slow line.")
@click.option(
    "--appearance",
    type=click.Choice(["auto", "ascii", "unicode"]),
    default="auto",
    help="What the screens are drawn with; auto goes by content/agency.toml, then by the terminal.",
)
@data_option
@in_words
def kiosk(*, demo: bool, lock: bool, set_up: bool, plain: bool, appearance: str) -> int:
    """Start the kiosk on this terminal."""
    if plain and lock:
        raise click.UsageError(f"{LOCK} is for the screens; lines cannot be locked to a terminal.")

    def show(ours: House, hints: tuple[str, ...]) -> int:
        if plain:
            return _run_plain(ours, hints)
        return _run_kiosk(ours, hints, lock=lock, set_up=set_up, appearance=appearance)

    def run() -> int:
        try:
            return begin()
        except OcTrainingError as error:
            _complain(str(error))
            return USED_WRONGLY  # it could not begin: whoever started it need not start it again

    def begin() -> int:
        if demo:
            from oc_training.demonstration.station import demonstration

            with demonstration() as (invented, sign_ins):
                say("\n".join(sign_ins.listing))
                if not plain:
                    click.pause(info="Scroll up to see everybody. Press any key to open the kiosk ...")
                return show(invented, sign_ins.hints)
        with house() as ours:
            return show(ours, ())

    return start_plain(run) if plain else start_kiosk(run, lock=lock)


def _run_kiosk(ours: House, hints: tuple[str, ...], *, lock: bool, set_up: bool, appearance: str) -> int:
    from oc_training.kiosk.start import run_kiosk

    return run_kiosk(ours, hints, lock=lock, set_up=set_up, wanted=appearance)


def _run_plain(ours: House, hints: tuple[str, ...]) -> int:
    from oc_training.kiosk.crash_log import OUT_OF_SERVICE, CrashLog
    from oc_training.plain_kiosk.start import run_plain
    from oc_training.plain_kiosk.terminal import Terminal

    terminal = Terminal(os.environ.get("TERM", ""))
    try:
        with terminal.held():
            return run_plain(ours, terminal, hints)
    except OcTrainingError:
        raise  # a sentence of its own
    except Exception as error:  # noqa: BLE001  whatever it is, a fault shows one neutral sentence and no details (INJ-6)
        with contextlib.suppress(OSError):
            CrashLog(ours.places.data / "crash.log", ours.clock.now).record(error)
        _complain(OUT_OF_SERVICE)
        return FOUND_WRONG


@cli.command()
@json_option
@data_option
@in_words
def check(*, as_json: bool) -> int:
    """Check every directive, bank, statement and schedule; say how far the questions reach."""
    from oc_training.attestation.checking import check as check_all
    from oc_training.attestation.issued_texts import none_issued
    from oc_training.reports.check_text import check_json, check_text

    with house() as ours:
        issued = none_issued if ours.is_new else ours.shelf.issued_texts
        report = check_all(ours.content, issued, _today(ours))
    if as_json:
        _print_json(check_json(report))
    else:
        say(check_text(report))
    return 0 if report.is_sound else FOUND_WRONG


def _today(ours: House) -> date:
    """The station's day; where the file with its time zone is wrong, one of which nothing lies ahead."""
    try:
        return ours.clock.now().date()
    except ContentProblems:
        return date.max


@cli.command()
@click.argument("directive")
@click.argument("citation", required=False)
@json_option
@data_option
@in_words
def show(directive: str, citation: str | None, *, as_json: bool) -> None:
    """Print a directive as it is written, or the passage that CITATION names."""
    from oc_training.attestation.content import newest
    from oc_training.policy.printed import as_printed
    from oc_training.reports.directive_report import directive_json

    revision = newest(house().content.library.read_directive(directive), directive)
    if as_json:
        _print_json(directive_json(revision, citation))
    else:
        say(as_printed(revision, citation))


@cli.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--words", is_flag=True, help="Add the words of the directive that was signed for.")
@click.option("--proof", is_flag=True, help="Print JSON with which anybody can check it without the book.")
@json_option
@data_option
@in_words
def receipt(number: int, *, words: bool, proof: bool, as_json: bool) -> None:
    """Print the receipt of a signed acknowledgment by its entry number; of any other entry, what it holds."""
    from oc_training.attestation.signature_events import Acknowledged
    from oc_training.policy.printed import as_printed
    from oc_training.reports.entry_slip import entry_text
    from oc_training.reports.receipt_text import entry_json, receipt_text

    with house() as ours:
        recorded, head = ours.book.entry(number), ours.book.head()
        if proof:
            _print_json(ours.keeping.proof(number))
            return
        if as_json:
            _print_json(entry_json(recorded.entry, head))
            return
        if not words and not isinstance(recorded.event, Acknowledged):
            say(entry_text(recorded, ours.book.records()), nl=False)
            return
        drawn_up = ours.receipts.receipt(number)
    say(receipt_text(drawn_up), nl=False)
    if words:
        say(f"\n{as_printed(drawn_up.revision)}")


@cli.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why: it stands beside the signature for good.")
@data_option
@in_words
def void(number: int, reason: str) -> None:
    """Void the signature in entry NUMBER, where the wrong person stood at the terminal. It stays in the book."""
    with house() as ours:
        recorded = ours.board.void_by_command(number, reason)
    say(f"Entry {number} does not count any more; that is recorded as entry {recorded.entry.seq}.")


for command in (
    *book_commands.COMMANDS,
    doctor_commands.doctor,
    clock_commands.clock,
    revision_commands.revision,
    *standing_commands.COMMANDS,
    *duty_commands.COMMANDS,
    people_commands.people,
):
    cli.add_command(command)
