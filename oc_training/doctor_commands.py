"""The command that says whether a station is fit to be left alone, one line a check."""

from __future__ import annotations

import os
from pathlib import Path

import click

from oc_training.command_parts import FOUND_WRONG, data_option, house, in_words, json_option, print_json, say

WIDTH_OF_RESULT = 20
"""Columns: the longest result in words."""


@click.command()
@click.option(
    "--backups",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder in which backups are kept, so that the newest one's age is checked.",
)
@json_option
@data_option
@in_words
def doctor(*, backups: Path | None, as_json: bool) -> int:
    """Check this station: files, keys, book, clock, disk, terminal, machine. Run it on the kiosk's own terminal."""
    from oc_training.checkup.finding import Result
    from oc_training.checkup.whole import Surroundings, check_up
    from oc_training.launch import read_terminal

    found = []
    for finding in check_up(house(), Surroundings(read_terminal(), os.environ, backups=backups)):
        found.append(finding)
        if not as_json:
            line = f"{finding.result.value + ':':<{WIDTH_OF_RESULT + 1}} {finding.about}. {finding.words}"
            say(line)
    to_mend = sum(finding.result is Result.MEND for finding in found)
    open_questions = sum(finding.result is Result.UNKNOWN for finding in found)
    if as_json:
        lines = [{"about": one.about, "result": one.result.value, "words": one.words} for one in found]
        print_json({"fit": not to_mend, "findings": lines})
    else:
        say(_sum(len(found), to_mend, open_questions))
    return FOUND_WRONG if to_mend else 0


def _sum(checks: int, to_mend: int, open_questions: int) -> str:
    things = "Nothing has" if to_mend == 0 else "1 thing has" if to_mend == 1 else f"{to_mend} things have"
    rest = f"; {open_questions} could not be checked" if open_questions else ""
    return f"{checks} checks. {things} to be mended{rest}."
