"""TOML files written by hand: each wrong line is named, and a slip of the finger gets a hint."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping

from oc_training.counting import count_words
from oc_training.errors import ContentProblems
from oc_training.front_matter import nearest
from oc_training.problems import Problem
from oc_training.text import clean

LARGEST_SETTINGS = 20_000
"""Characters of such a file: some eight times what the shipped ones have."""

MOST_STRANGERS = 20
"""So many unknown names of one table are told one by one."""

LineOf = Callable[[str], int]
"""The line on which a name stands, counted from 1."""

_NAME = re.compile(r"\s*\[?\s*([^\s=\[\]]+)\s*[\]=]")


def not_too_large(source: str, path: str, most: int) -> str:
    """The file as it is.

    Raises:
        ContentProblems: it has more than *most* characters.
    """
    if len(source) > most:
        raise ContentProblems((Problem(path, 1, f"the file is longer than {most:,} characters"),))
    return source


def toml_table(source: str, path: str) -> dict[str, object]:
    """What a file says.

    Raises:
        ContentProblems: naming the first line that is not understood.
    """
    try:
        return tomllib.loads(not_too_large(source, path, LARGEST_SETTINGS))
    except (ValueError, RecursionError) as error:
        # ValueError also for a number of thousands of digits, RecursionError for brackets in brackets in brackets.
        place = re.search(r"line (\d+)", str(error)) if isinstance(error, tomllib.TOMLDecodeError) else None
        line = int(place[1]) if place else max(source.count("\n"), 1)
        raise ContentProblems((Problem(path, line, "this line is not understood; write: name = value"),)) from error


def strangers(line_of: LineOf, path: str, table: Mapping[str, object], known: tuple[str, ...]) -> list[Problem]:
    """What is said of names that are not known, with the one that was likely meant."""
    strange = [name for name in table if name not in known]
    problems = []
    for name in strange[:MOST_STRANGERS]:
        near = nearest(name, known)
        hint = f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}"
        problems.append(Problem(path, line_of(name), f"'{clean(name, 40)}' is not known; {hint}"))
    if len(strange) > MOST_STRANGERS:
        more = count_words(len(strange) - MOST_STRANGERS, "more name is", "more names are")
        problems.append(Problem(path, 1, f"{more} not known"))
    return problems


def lines_of_names(source: str) -> LineOf:
    """What finds the line that sets a name or opens the table so called; 1 when there is none."""
    first: dict[str, int] = {}
    for number, line in enumerate(source.replace("\r\n", "\n").split("\n"), 1):
        found = _NAME.match(line)
        if found is not None:
            first.setdefault(found[1].strip("\"'"), number)
    return lambda name: first.get(name, 1)
