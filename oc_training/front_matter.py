"""The ``key: value`` lines at the head of a content file, between two lines of three dashes.

Directives and question banks both begin with such lines. Which keys a file may have is each
room's own affair; how the lines are written, and what is said about a slip, is the same for all.
Every value is plain text: nothing turns ``2021-06-14`` into a date or ``No`` into a truth value,
as a YAML reader would.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass

from oc_training.problems import Problem
from oc_training.text import clean, squash

FENCE = "---"
"""The line that opens and closes the front matter."""

LONGEST_WORD = 40
"""Longer words are not compared with known ones: comparing takes time with the square of the length."""

LONGEST_VALUE = 2_000
"""What a value may hold, in characters."""

_NOT_AN_ENTRY = "this line is not of the form 'key: value'"
_ENTRY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)[ \t]*:(.*)")


@dataclass(frozen=True, slots=True)
class FrontMatterEntry:
    """One ``key: value`` line."""

    key: str
    value: str
    """Cleaned, with single spaces; may be empty."""
    line: int
    """Counted from 1."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of a content file as read, whether or not it is right."""

    path: str
    entries: tuple[FrontMatterEntry, ...]
    """In file order; of a key that stands twice, only the first."""
    body_line: int
    """The line on which the rest of the file begins, counted from 1."""
    problems: tuple[Problem, ...]
    readable: bool = True
    """Whether every line was of the form ``key: value``; otherwise a missing key may stand on another line."""

    def get(self, key: str) -> str | None:
        """The value written for *key*, or None where the key is not there."""
        return next((entry.value for entry in self.entries if entry.key == key), None)

    def line_of(self, key: str) -> int:
        """The line of *key*, or 1 where the key is not there."""
        return next((entry.line for entry in self.entries if entry.key == key), 1)


def lines_of(source: str) -> list[str]:
    """The lines of a text file, whatever way its lines end, without a byte order mark."""
    return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that *word* was most likely meant to be, or None."""
    if len(word) > LONGEST_WORD:
        return None
    found = difflib.get_close_matches(word.casefold(), sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None


def read_front_matter(source: str, path: str) -> FrontMatter:
    """Read the head of *source*. Never raises: what is wrong stands in ``problems``.

    Empty lines and lines that begin with ``#`` are passed over. A key may be written in any case and is
    kept in small letters.
    """
    lines = lines_of(source)
    if lines[0].rstrip() != FENCE:
        problem = Problem(path, 1, f"the file must begin with a line '{FENCE}', then lines such as 'title: ...'")
        return FrontMatter(path, (), 1, (problem,), readable=False)
    end = next((number for number, line in enumerate(lines[1:], start=2) if line.rstrip() == FENCE), None)
    if end is not None:
        entries, problems = _read_entries(lines[1 : end - 1], path)
        return FrontMatter(
            path, entries, end + 1, problems, readable=_NOT_AN_ENTRY not in {p.message for p in problems}
        )
    stop = next((number for number, line in enumerate(lines[1:], start=2) if not _may_stand(line)), len(lines) + 1)
    entries, problems = _read_entries(lines[1 : stop - 1], path)
    unclosed = Problem(path, 1, f"the lines at the head of the file are not closed; end them with a line '{FENCE}'")
    return FrontMatter(path, entries, stop, (unclosed, *problems), readable=False)


def check_keys(front: FrontMatter, required: Collection[str], optional: Collection[str] = ()) -> tuple[Problem, ...]:
    """What is wrong with the keys: unknown ones (with the likely meant one), missing ones, empty values.

    A key that is missing only because it was misspelt is reported once, where it is misspelt; and no key is
    called missing while a line could not be read.
    """
    known = {*required, *optional}
    problems: list[Problem] = []
    meant: set[str] = set()
    for entry in front.entries:
        if entry.key not in known:
            guess = nearest(entry.key, known)
            meant.add(guess or "")
            hint = f"; did you mean '{guess}'?" if guess else f"; known are {', '.join(sorted(known))}"
            problems.append(Problem(front.path, entry.line, f"unknown key '{entry.key[:LONGEST_WORD]}'{hint}"))
        elif not entry.value:
            problems.append(Problem(front.path, entry.line, f"'{entry.key}' has no value"))
    present = {entry.key for entry in front.entries}
    problems.extend(
        Problem(front.path, 1, f"'{key}' is missing; write a line '{key}: ...' between the '{FENCE}' lines")
        for key in required
        if front.readable and key not in present | meant
    )
    return tuple(problems)


def _may_stand(line: str) -> bool:
    return not line.strip() or bool(_ENTRY.match(line))


def _read_entries(lines: list[str], path: str) -> tuple[tuple[FrontMatterEntry, ...], tuple[Problem, ...]]:
    entries: dict[str, FrontMatterEntry] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=2):
        if not line.strip() or line.startswith("#"):
            continue
        matched = _ENTRY.match(line)
        if matched is None:
            problems.append(Problem(path, number, _NOT_AN_ENTRY))
            continue
        key = matched[1].casefold()
        if len(matched[2]) > LONGEST_VALUE:
            problems.append(Problem(path, number, f"the value is longer than {LONGEST_VALUE:,} characters"))
        if key in entries:
            message = f"'{key[:LONGEST_WORD]}' stands twice; it is already on line {entries[key].line}"
            problems.append(Problem(path, number, message))
            continue
        entries[key] = FrontMatterEntry(key, clean(squash(matched[2]), LONGEST_VALUE), number)
    return tuple(entries.values()), tuple(problems)
