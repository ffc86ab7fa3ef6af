"""TOML files written by hand: each wrong line is named, and a slip of the finger gets a hint."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches

from oc_training.errors import ContentProblems
from oc_training.problems import Problem
from oc_training.text import clean


def toml_table(source: str, path: str) -> dict[str, object]:
    """What a file says.

    Raises:
        ContentProblems: naming the first line that is not understood.
    """
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else max(source.count("\n"), 1)
        raise ContentProblems((Problem(path, line, "this line is not understood; write: name = value"),)) from error


def strangers(source: str, path: str, table: Mapping[str, object], known: tuple[str, ...]) -> list[Problem]:
    """A problem for each name in *table* that is not among the known ones."""
    problems = []
    for name in table:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
            problems.append(Problem(path, line_of(source, name), f"'{clean(name, 40)}' is not known; {hint}"))
    return problems


def line_of(source: str, name: str) -> int:
    """The line that sets *name* or opens the table so called; 1 when there is none."""
    wanted = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[\]=]")
    return next((number for number, line in enumerate(source.splitlines(), 1) if wanted.match(line)), 1)
