"""What all commands share: the data folder, the exit codes, and how an error becomes a sentence.

Exit codes: 0 done, 1 something was found wrong, 2 used wrongly. An error is one sentence on standard error.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import textwrap
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TextIO

import click

from oc_training.errors import ClockSuspect, NotFound, OcTrainingError
from oc_training.text import UNWANTED, clean

if TYPE_CHECKING:
    from oc_training.bootstrap import House
    from oc_training.roster.pins import Secret

P = ParamSpec("P")

FOUND_WRONG = 1
USED_WRONGLY = 2

IN_PLAIN_WORDS = {
    "No such command": "There is no command",
    "Got unexpected extra arguments": "There is more than the command takes:",
    "Got unexpected extra argument": "There is more than the command takes:",
}
"""What the library for commands says, and how it is said here."""
NARROWEST = 20
"""Columns of a terminal under which lines are left as they are."""
CLOCK_IN_DOUBT = (
    "The clock of this machine may be wrong, so nothing was recorded: set it where it is wrong; "
    "where it is right, a supervisor confirms the time with oc-training clock --confirm."
)
CLOCK_NOTED = "The clock of this machine may be wrong, and the entry says so. See oc-training clock."
LONGEST_OUTPUT = 20_000_000
"""Characters of one output: ten thousand people with their reasons are two million."""


def say(words: str, *, err: bool = False, nl: bool = True) -> None:
    """Write to standard output, or standard error, without anything that a terminal would act upon (INJ-1).

    Every command writes through this and :func:`print_json` alone. What the terminal's encoding lacks becomes a
    question mark.
    """
    stream = sys.stderr if err else sys.stdout
    shown = at_words(clean(words, LONGEST_OUTPUT, keep_newlines=True), _columns(stream))
    encoding = stream.encoding or "utf-8"
    click.echo(shown.encode(encoding, "replace").decode(encoding), err=err, nl=nl)


def _columns(stream: TextIO) -> int:
    """How wide the terminal is that *stream* leads to; 0 where it leads to none, or none that says."""
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0


def at_words(text: str, width: int) -> str:
    """Lines that a terminal would break anywhere, broken between words: a command in them can be read and copied."""
    if width < NARROWEST:
        return text
    return "\n".join(
        part
        for line in text.split("\n")
        for part in (
            textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) if len(line) > width else [line]
        )
    )


def print_calendar(calendar: str) -> None:
    """Write an iCalendar file, whose lines end as RFC 5545 wants it; nothing in it is for a terminal to act upon."""
    lines = (clean(line, LONGEST_OUTPUT) for line in calendar.split("\r\n"))
    click.echo("\r\n".join(lines).encode(), nl=False)


def complain(sentence: str) -> None:
    """Write to standard error."""
    say(sentence, err=True)


def usage_sentence(error: click.ClickException) -> str:
    """What was wrong with a command as it was typed, and where to read how it is used."""
    return f"{_what_is_wrong(error)}{_where_to_read(error)}"


def _what_is_wrong(error: click.ClickException) -> str:
    said = error.format_message().rstrip(".")
    match error:
        case click.MissingParameter(param=click.Parameter() as missing):
            said = f"{_called(missing)} is missing"
        case click.NoSuchOption(option_name=name, possibilities=near):
            said = f"There is no option {name}" + (f". Did you mean {near[0]}?" if near else "")
        case click.BadOptionUsage(option_name=name) if "requires" in said:
            said = f"The option {name} takes a value after it"
        case click.BadParameter(param=click.Parameter() as wrong):
            said = f"{_called(wrong)} {_wanted(wrong) or 'is not right: ' + error.message.rstrip('.')}"
        case click.UsageError(ctx=click.Context(command=click.Group() as group) as ctx) if said == "Missing command":
            said = f"A command is missing. There are: {', '.join(group.list_commands(ctx))}"
        case _:
            for clicks, ours in IN_PLAIN_WORDS.items():
                said = said.replace(clicks, ours)
    return said if said.endswith("?") else f"{said}."


def _wanted(parameter: click.Parameter) -> str:
    """What a value has to be; empty where only the error can tell."""
    match parameter.type:
        case click.IntRange(min=int() as least):
            return f"has to be a whole number from {least} on"
        case click.Choice(choices=choices):
            return f"has to be one of: {', '.join(map(str, choices))}"
        case _:
            return ""


def _called(parameter: click.Parameter) -> str:
    """``BADGE``, ``--reason``."""
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(click.get_current_context(silent=True) or click.Context(click.Command(None)))
    return max(parameter.opts, key=len)


def _where_to_read(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f" How it is used: {context.command_path if context else 'oc-training'} --help"


def in_words(command: Callable[P, int | None]) -> Callable[P, int]:
    """Turn the program's own errors into a sentence and an exit code."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return command(*args, **kwargs) or 0
        except NotFound as error:
            complain(str(error))
            return USED_WRONGLY
        except ClockSuspect:
            complain(CLOCK_IN_DOUBT)
            return FOUND_WRONG
        except OcTrainingError as error:
            complain(str(error))
            return FOUND_WRONG
        except BrokenPipeError:  # here, because click makes it an exit code of its own
            nobody_reads_on()
            return 0

    return guarded


def nobody_reads_on() -> None:
    """Whoever read the output has gone (``| head``): nothing is left to say, not at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _data_folder(context: click.Context, _: click.Parameter, value: Path | None) -> Path | None:
    """Let ``--data`` stand before or after the command."""
    if value is not None:
        context.find_root().meta["data"] = value
    return value


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_data_folder,
    expose_value=False,
    help="The data folder. Else $OC_TRAINING_DATA, else your user's data directory.",
)


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    from oc_training.roster.details import parse_day

    day = parse_day(value.strip())
    if day is None:
        raise click.BadParameter("write the date as 2026-03-14 or 3/14/2026")
    return day


def day_option(name: str, words: str, *, required: bool = False) -> Callable[[Callable[P, int]], Callable[P, int]]:
    """An option that takes a day."""
    return click.option(name, callback=_day, metavar="DATE", required=required, help=words)


as_of_option = day_option("--as-of", "As of the end of a past day: 2026-03-14.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def house() -> House:
    """The house of the data folder that was asked for."""
    from oc_training.bootstrap import House
    from oc_training.places import Places

    named = click.get_current_context().find_root().meta.get("data") or os.environ.get("OC_TRAINING_DATA")
    if named:
        return House(Places(Path(named).absolute()))
    from platformdirs import user_data_path

    return House(Places(user_data_path("oc-training", appauthor=False)))


def tell_of_the_clock(ours: House) -> None:
    """Say that the clock is in doubt, after an act that does not wait for it."""
    if ours.timekeeping.in_doubt() is not None:
        complain(CLOCK_NOTED)


def badge_and_pin(who: str) -> tuple[str, Secret]:
    """Ask for both; the PIN is not shown."""
    from oc_training.roster.pins import Secret

    badge = click.prompt(f"{who}, badge number", type=str)
    return badge, Secret(click.prompt(f"{who}, PIN", hide_input=True, type=str))


def is_at_a_terminal() -> bool:
    """Whether somebody can be asked for a PIN; a sentence where not."""
    if not sys.stdin.isatty():
        complain("This asks for a badge number and a PIN, and does so at a terminal only.")
    return sys.stdin.isatty()


def print_json(value: object) -> None:
    """Print *value* for other programs, exactly; what a terminal would act upon is written by its number."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo("\n".join(_escaped(line) for line in written.split("\n")))


def _escaped(line: str) -> str:
    if line.isprintable() and line.isascii():
        return line
    # json.dumps leaves DEL, C1, bidirectional marks and half characters as they are.
    return "".join(
        json.dumps(char)[1:-1] if unicodedata.category(char) in UNWANTED or not _can_be_written(char) else char
        for char in line
    )


def _can_be_written(char: str) -> bool:
    return bool(char.encode(sys.stdout.encoding or "utf-8", "ignore"))
