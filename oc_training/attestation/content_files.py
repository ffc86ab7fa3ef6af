"""Readers of the small content files beside the directives: agency, statement.

Each is written by hand by the training coordinator, so each wrong line is named, all in one run. The schedule's
reader is :mod:`oc_training.attestation.schedule_file`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from oc_training.attestation.toml_file import LineOf, lines_of_names, not_too_large, strangers, toml_table
from oc_training.errors import ContentProblems
from oc_training.front_matter import lines_of
from oc_training.problems import Problem
from oc_training.text import clean, same_length, squash

APPEARANCES = ("auto", "ascii", "unicode")
"""How the kiosk may be told to draw its screens."""

LARGEST_STATEMENT = 40_000
"""Characters of ``statement.md`` with its notes."""

LONGEST_PARAGRAPH = 10_000
"""Characters of one paragraph of the statement."""

LONGEST_TEXT = 1_000
"""Characters of a text in ``agency.toml``."""

PLACEHOLDERS = frozenset({"name", "badge", "rank", "unit", "directive", "title", "agency", "effective", "revision"})
"""What may stand in braces in the statement."""

REQUIRED_PLACEHOLDERS = frozenset({"name", "directive", "title", "effective", "revision"})
"""Without these a statement would not say who signed for which text (SIG-6)."""


IDLE_NAMES = ("idle_minutes", "idle_minutes_reading")
USUAL_IDLE, READING_IDLE = 3, 10
"""Minutes, where ``agency.toml`` names none."""
LONGEST_IDLE = 30
"""Minutes: the longest that a terminal may wait for somebody (AUT-10)."""
SESSION_NAME = "session_minutes"
USUAL_SESSION, SHORTEST_SESSION, LONGEST_SESSION = 60, 15, 480
"""Minutes after which whoever is signed in shows again who they are: unless told otherwise, and at least and at most
(AUT-10)."""
FENCE = "---"
"""The line that opens and closes the head of the statement."""


@dataclass(frozen=True, slots=True)
class Agency:
    """Whose kiosk this is (``content/agency.toml``)."""

    name: str
    time_zone: str
    """IANA name of the zone in which the station's days begin and end."""
    ask: str
    """Whom people should ask: one sentence for the welcome screen."""
    checkpoints: str = ""
    """A folder away from the station for the book's checkpoints, as an absolute path; empty where none is named."""
    idle_minutes: int = USUAL_IDLE
    """After so long without a key somebody is asked whether they are still there (AUT-10)."""
    idle_minutes_reading: int = READING_IDLE
    """The same while a directive is on the screen; never shorter than the other."""
    session_minutes: int = USUAL_SESSION
    """After so long at one stretch, busy or not, whoever is signed in types their PIN once more (AUT-10)."""
    appearance: str = "auto"
    """What the screens are drawn with, one of :data:`APPEARANCES`; ``auto`` leaves it to the terminal."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The sentence that is signed, with its placeholders (``content/statement.md``)."""

    version: str
    text: str
    """Paragraphs separated by an empty line; placeholders in braces."""

    def filled_in(self, values: Mapping[str, str]) -> str:
        """The statement with every placeholder replaced by its value, for one person and one revision."""
        return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], self.text)

    @property
    def sha256(self) -> str:
        """Digest of the text with its placeholders."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def read_agency(source: str, path: str) -> Agency:
    """Read ``agency.toml``.

    Raises:
        ContentProblems: naming every wrong line.
    """
    table = toml_table(source, path)
    line_of = lines_of_names(source)
    names = ("name", "time_zone", "ask")
    problems = strangers(line_of, path, table, (*names, "checkpoints", "appearance", SESSION_NAME, *IDLE_NAMES))
    values: dict[str, str] = {}
    for name in names:
        value = table.get(name)
        values[name] = squash(clean(value, LONGEST_TEXT + 1)) if isinstance(value, str) else ""
        if not values[name]:
            problems.append(Problem(path, line_of(name), f"'{name}' must be a text in quotation marks"))
        elif len(values[name]) > LONGEST_TEXT:
            problems.append(Problem(path, line_of(name), f"'{name}' is longer than {LONGEST_TEXT:,} characters"))
    folder = table.get("checkpoints", "")
    values["checkpoints"] = folder if isinstance(folder, str) else "?"
    if values["checkpoints"] and not _is_folder_name(values["checkpoints"]):
        wanted = "'checkpoints' must be a folder's whole path in quotation marks, such as \"/mnt/records\""
        problems.append(Problem(path, line_of("checkpoints"), wanted))
    values["appearance"] = str(table.get("appearance", APPEARANCES[0]))
    if values["appearance"] not in APPEARANCES:
        wanted = f"'appearance' must be one of {', '.join(APPEARANCES)}, in quotation marks"
        problems.append(Problem(path, line_of("appearance"), wanted))
    if values["time_zone"] and not _is_zone(values["time_zone"]):
        unknown = f"there is no time zone '{values['time_zone'][:40]}'; Wisconsin is in \"America/Chicago\""
        problems.append(Problem(path, line_of("time_zone"), unknown))
    minutes = _Minutes(table, line_of, path)
    usual = minutes.named(IDLE_NAMES[0], USUAL_IDLE, 1, LONGEST_IDLE)
    reading = minutes.named(IDLE_NAMES[1], READING_IDLE, 1, LONGEST_IDLE)
    session = minutes.named(SESSION_NAME, USUAL_SESSION, SHORTEST_SESSION, LONGEST_SESSION)
    if IDLE_NAMES[1] in table and reading < usual and not minutes.problems:
        wanted = f"'{IDLE_NAMES[1]}' must not be less than '{IDLE_NAMES[0]}', which is {usual}"
        problems.append(Problem(path, line_of(IDLE_NAMES[1]), wanted))
    if problems or minutes.problems:
        raise ContentProblems(tuple(sorted((*problems, *minutes.problems))))
    return Agency(**values, idle_minutes=usual, idle_minutes_reading=max(usual, reading), session_minutes=session)


class _Minutes:
    """Whole numbers of minutes in a table, and what is wrong with them."""

    def __init__(self, table: Mapping[str, object], line_of: LineOf, path: str) -> None:
        self._table, self._line_of, self._path = table, line_of, path
        self.problems: list[Problem] = []

    def named(self, name: str, usual: int, least: int, most: int) -> int:
        """The minutes of that *name*; the *usual* ones where there are none or wrong ones."""
        value = self._table.get(name, usual)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        wanted = f"'{name}' must be a whole number of minutes from {least} to {most}"
        self.problems.append(Problem(self._path, self._line_of(name), wanted))
        return usual


def _is_folder_name(typed: str) -> bool:
    """Whether a path is whole, and nothing in it that a terminal or a system would trip over."""
    return clean(typed, LONGEST_TEXT) == typed and PurePath(typed).is_absolute()


def read_statement(source: str, path: str) -> Statement:
    """Read ``statement.md``: a ``version`` between ``---`` lines, then the words.

    Raises:
        ContentProblems: naming every wrong line.
    """
    lines = lines_of(not_too_large(source, path, LARGEST_STATEMENT))
    end = next((at for at, line in enumerate(lines[2:], 2) if line == FENCE), 0) if lines[0] == FENCE else 0
    if not end:
        raise ContentProblems((Problem(path, 1, "the file must begin with '---', 'version: ...', '---'"),))
    problems: list[Problem] = []
    version = ""
    for number, line in enumerate(lines[1:end], start=2):
        key, _, value = line.partition(":")
        version = squash(clean(value, 40))
        if key.strip() != "version" or not version:
            problems.append(Problem(path, number, f"'{clean(line, 60)}' is not understood here; write 'version: 1'"))
    body = _without_notes("\n".join(lines[end + 1 :]))
    paragraphs = tuple(_paragraphs(body))
    problems += _statement_problems(body, path, end + 1)
    if any(len(words) > LONGEST_PARAGRAPH for words in paragraphs):
        problems.append(Problem(path, 1, f"a paragraph is longer than {LONGEST_PARAGRAPH:,} characters"))
    if not version and not problems:
        problems.append(Problem(path, 1, "'version' is missing"))
    if problems:
        raise ContentProblems(tuple(sorted(problems)))
    return Statement(version, "\n\n".join(paragraphs))


def _without_notes(body: str) -> str:
    """The words without the notes between ``<!--`` and ``-->``, of which only the ends of lines are left."""
    kept: list[str] = []
    place = 0
    while (begin := body.find("<!--", place)) >= 0 and (end := body.find("-->", begin)) >= 0:
        kept += body[place:begin], "\n" * body.count("\n", begin, end)
        place = end + len("-->")
    return "".join((*kept, body[place:]))


def _paragraphs(body: str) -> Iterator[str]:
    """What stands between empty lines, each on one line."""
    gathered: list[str] = []
    for line in (*body.split("\n"), ""):
        if line.strip():
            gathered.append(line)
        elif gathered:
            words = squash(clean("\n".join(gathered), LARGEST_STATEMENT, keep_newlines=True))
            gathered.clear()
            if words:
                yield words


def _statement_problems(body: str, path: str, lines_before: int) -> Iterator[Problem]:
    found: set[str] = set()
    for number, line in enumerate(body.split("\n"), start=lines_before + 1):
        for name in re.findall(r"\{([^{}]*)\}", line):
            found.add(name)
            if name not in PLACEHOLDERS:
                known = ", ".join(sorted(PLACEHOLDERS))
                yield Problem(path, number, f"'{{{clean(name, 40)}}}' is not known; these are: {known}")
        if set("{}") & set(re.sub(r"\{[^{}]*\}", "", line)):
            yield Problem(path, number, "a brace is open or closed without its partner")
        if "<!--" in line or "-->" in line:
            yield Problem(
                path, number, "a note is opened with '<!--' and closed with '-->'; here one of the two is missing"
            )
        if line != same_length(line, ""):
            yield Problem(path, number, "this line holds a character that cannot be shown; type the line anew")
    for name in sorted(REQUIRED_PLACEHOLDERS - found):
        yield Problem(path, lines_before + bool(body), f"the statement must name {{{name}}}")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
