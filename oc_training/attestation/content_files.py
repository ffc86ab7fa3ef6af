"""Readers of the small content files beside the directives: agency, schedule, statement.

Each is written by hand by the training coordinator, so each wrong line is named, all in one run.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import PurePath
from typing import TypeGuard
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from oc_training.attestation.schedule import Schedule
from oc_training.errors import ContentProblems
from oc_training.problems import Problem
from oc_training.text import clean, squash

SCHEDULE_TABLES = {
    "first": ("new_hire_days", "first_issue_days"),
    "review": ("after_review_days",),
    "annual": ("cycle_months", "renewal_window_days"),
    "late": ("grace_days",),
    "leave": ("after_return_days",),
}
"""Which figure stands under which heading of ``schedule.toml``."""

APPEARANCES = ("auto", "ascii", "unicode")
"""How the kiosk may be told to draw its screens."""

LARGEST = 3_650
"""Ten years of days: a figure beyond it is a slip of the finger."""

SHORTEST_MONTH = 28
"""Days."""

PLACEHOLDERS = frozenset({"name", "badge", "rank", "unit", "directive", "title", "agency", "effective", "revision"})
"""What may stand in braces in the statement."""

REQUIRED_PLACEHOLDERS = frozenset({"name", "directive", "title", "effective", "revision"})
"""Without these a statement would not say who signed for which text (SIG-6)."""


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


def read_schedule(source: str, path: str) -> Schedule:
    """Read ``schedule.toml``.

    Raises:
        ContentProblems: naming every wrong line.
    """
    tables = _toml(source, path)
    problems: list[Problem] = []
    figures: dict[str, int] = {}
    for heading, names in SCHEDULE_TABLES.items():
        table = tables.get(heading, {})
        if not isinstance(table, dict):
            problems.append(Problem(path, _line_of(source, heading), f"'{heading}' must be a heading: [{heading}]"))
            continue
        problems += _strangers(source, path, table, names)
        for name in names:
            value = table.get(name)
            if _is_figure(value):
                figures[name] = value
            else:
                wanted = f"'{name}' under [{heading}] must be a whole number from 0 to {LARGEST}"
                problems.append(Problem(path, _line_of(source, name), wanted))
    problems += _strangers(source, path, tables, tuple(SCHEDULE_TABLES))
    problems += _cycle_problems(figures, source, path)
    if problems:
        raise ContentProblems(tuple(sorted(problems)))
    return Schedule(**{field.name: figures[field.name] for field in fields(Schedule)})


def _cycle_problems(figures: Mapping[str, int], source: str, path: str) -> Iterator[Problem]:
    months, window = figures.get("cycle_months"), figures.get("renewal_window_days")
    if months == 0:
        yield Problem(path, _line_of(source, "cycle_months"), "'cycle_months' must be at least 1")
    elif months is not None and window is not None and window >= months * SHORTEST_MONTH:
        message = f"'renewal_window_days' must be less than the {months} months after which a signature is due again"
        yield Problem(path, _line_of(source, "renewal_window_days"), message)


def read_agency(source: str, path: str) -> Agency:
    """Read ``agency.toml``.

    Raises:
        ContentProblems: naming every wrong line.
    """
    table = _toml(source, path)
    names = ("name", "time_zone", "ask")
    problems = _strangers(source, path, table, (*names, "checkpoints", "appearance"))
    values: dict[str, str] = {}
    for name in names:
        value = table.get(name)
        text = squash(clean(value)) if isinstance(value, str) else ""
        values[name] = text
        if not text:
            problems.append(Problem(path, _line_of(source, name), f"'{name}' must be a text in quotation marks"))
    values["checkpoints"] = folder if isinstance(folder := table.get("checkpoints", ""), str) else "?"
    if values["checkpoints"] and not PurePath(values["checkpoints"]).is_absolute():
        wanted = "'checkpoints' must be a folder's whole path in quotation marks, such as \"/mnt/records\""
        problems.append(Problem(path, _line_of(source, "checkpoints"), wanted))
    values["appearance"] = str(table.get("appearance", APPEARANCES[0]))
    if values["appearance"] not in APPEARANCES:
        wanted = f"'appearance' must be one of {', '.join(APPEARANCES)}, in quotation marks"
        problems.append(Problem(path, _line_of(source, "appearance"), wanted))
    if values["time_zone"] and not _is_zone(values["time_zone"]):
        unknown = f"there is no time zone '{values['time_zone']}'; Wisconsin is in \"America/Chicago\""
        problems.append(Problem(path, _line_of(source, "time_zone"), unknown))
    if problems:
        raise ContentProblems(tuple(sorted(problems)))
    return Agency(**values)


def read_statement(source: str, path: str) -> Statement:
    """Read ``statement.md``: a ``version`` between ``---`` lines, then the words.

    Raises:
        ContentProblems: naming every wrong line.
    """
    opening = re.match(r"---\n(.*?)\n---\n", source, re.DOTALL)
    if opening is None:
        raise ContentProblems((Problem(path, 1, "the file must begin with '---', 'version: ...', '---'"),))
    problems: list[Problem] = []
    version = ""
    for number, line in enumerate(opening[1].splitlines(), start=2):
        key, _, value = line.partition(":")
        if key.strip() != "version" or not value.strip():
            problems.append(Problem(path, number, f"'{clean(line, 60)}' is not understood here; write 'version: 1'"))
        version = squash(clean(value, 40))
    body = re.sub(r"<!--.*?-->", lambda note: "\n" * note[0].count("\n"), source[opening.end() :], flags=re.DOTALL)
    problems += _statement_problems(body, path, source[: opening.end()].count("\n"))
    if not version and not problems:
        problems.append(Problem(path, 1, "'version' is missing"))
    if problems:
        raise ContentProblems(tuple(sorted(problems)))
    paragraphs = (squash(clean(part, 10_000, keep_newlines=True)) for part in re.split(r"\n\s*\n", body))
    return Statement(version, "\n\n".join(part for part in paragraphs if part))


def _statement_problems(body: str, path: str, lines_before: int) -> Iterator[Problem]:
    found: set[str] = set()
    for number, line in enumerate(body.splitlines(), start=lines_before + 1):
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
    for name in sorted(REQUIRED_PLACEHOLDERS - found):
        yield Problem(path, lines_before + 1, f"the statement must name {{{name}}}")


def _toml(source: str, path: str) -> dict[str, object]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else max(source.count("\n"), 1)
        raise ContentProblems((Problem(path, line, "this line is not understood; write: name = value"),)) from error


def _strangers(source: str, path: str, table: Mapping[str, object], known: tuple[str, ...]) -> list[Problem]:
    problems = []
    for name in table:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
            problems.append(Problem(path, _line_of(source, name), f"'{clean(name, 40)}' is not known; {hint}"))
    return problems


def _line_of(source: str, name: str) -> int:
    """The line that sets *name* or opens the table so called; 1 when there is none."""
    wanted = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[\]=]")
    return next((number for number, line in enumerate(source.splitlines(), 1) if wanted.match(line)), 1)


def _is_figure(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
