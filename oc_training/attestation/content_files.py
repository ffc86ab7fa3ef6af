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

from oc_training.attestation.toml_file import line_of, strangers, toml_table
from oc_training.errors import ContentProblems
from oc_training.problems import Problem
from oc_training.text import clean, squash

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
    names = ("name", "time_zone", "ask")
    problems = strangers(source, path, table, (*names, "checkpoints"))
    values: dict[str, str] = {}
    for name in names:
        value = table.get(name)
        text = squash(clean(value)) if isinstance(value, str) else ""
        values[name] = text
        if not text:
            problems.append(Problem(path, line_of(source, name), f"'{name}' must be a text in quotation marks"))
    values["checkpoints"] = folder if isinstance(folder := table.get("checkpoints", ""), str) else "?"
    if values["checkpoints"] and not PurePath(values["checkpoints"]).is_absolute():
        wanted = "'checkpoints' must be a folder's whole path in quotation marks, such as \"/mnt/records\""
        problems.append(Problem(path, line_of(source, "checkpoints"), wanted))
    if values["time_zone"] and not _is_zone(values["time_zone"]):
        unknown = f"there is no time zone '{values['time_zone']}'; Wisconsin is in \"America/Chicago\""
        problems.append(Problem(path, line_of(source, "time_zone"), unknown))
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


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
