"""A roster file as a spreadsheet saves it: everybody in it, or every line that is wrong.

Nothing of a file is used unless all of it is right, so that half an import never has to be undone.
The file comes from outside: its size, its characters and its shape are checked before its meaning (INJ-9).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from oc_training.counting import count_words
from oc_training.errors import RosterProblems
from oc_training.problems import Problem
from oc_training.roster.details import Field, badge_key, parse_details, tidy
from oc_training.roster.model import Details
from oc_training.roster.roster_columns import Columns, read_columns, recognised

MAX_BYTES = 5_000_000
"""The largest file that is looked at."""

MAX_ROWS = 20_000
"""The most people in one file."""

MAX_LINE = 10_000
"""The longest line, in characters; a longer one is not a line of a roster."""

SEPARATORS = (",", ";", "\t")
"""What may stand between cells: RFC 4180's comma, Excel's semicolon, and the tab of text exports."""

_EMPTY = "The file is empty."
_QUOTES_WRONG = (
    "The quotation marks do not pair up; a quotation mark within a cell is written twice, "
    "and the whole cell stands in quotation marks."
)


def read_roster(data: bytes, name: str, taken: Mapping[str, str], today: date) -> tuple[Details, ...]:
    """Read the people of a roster file, in the order of the file.

    *name* is the file's name, for the messages. *taken* says who holds each badge number now (badge number
    to name). *today* is the first day of everybody for whom the file gives none.

    Raises:
        RosterProblems: something is wrong; every wrong line is named and nobody is to be imported.
    """
    path = tidy(name) or "roster"
    text = _text_of(data, path)
    rows = tuple(row for row in _rows(text, _separator(text)) if not row.blank)
    if not rows:
        _refuse(path, 1, _EMPTY)
    header, people = rows[0], rows[1:]
    if header.cells is None:
        _refuse(path, header.line, header.wrong)
    columns = read_columns(header.cells)
    if not isinstance(columns, Columns):
        raise RosterProblems(tuple(Problem(path, header.line, message) for message in columns))
    if not people:
        _refuse(path, header.line, "The file names its columns but holds nobody.")
    return _Import(path, columns, taken, today).read(people)


@dataclass(frozen=True, slots=True)
class _Row:
    """One record of the file and the line on which it begins."""

    line: int
    cells: tuple[str, ...] | None
    """None where the quotation marks of the record are wrong."""
    wrong: str = ""

    @property
    def blank(self) -> bool:
        return self.cells is not None and not any(tidy(cell) for cell in self.cells)


class _Import:
    """The people of one file against each other and against the roster."""

    def __init__(self, path: str, columns: Columns, taken: Mapping[str, str], today: date) -> None:
        self._path = path
        self._columns = columns
        self._today = today
        self._taken = {badge_key(badge): tidy(who) for badge, who in taken.items()}
        self._lines: dict[str, int] = {}
        self._problems: list[Problem] = []

    def read(self, rows: tuple[_Row, ...]) -> tuple[Details, ...]:
        """Everybody, or :class:`RosterProblems` with all that is wrong."""
        people = [details for row in rows[:MAX_ROWS] if (details := self._person(row)) is not None]
        if len(rows) > MAX_ROWS:
            self._note(rows[MAX_ROWS].line, f"The file holds more than {MAX_ROWS:,} people; please divide it.")
        if self._problems:
            raise RosterProblems(tuple(self._problems))
        return tuple(people)

    def _person(self, row: _Row) -> Details | None:
        if row.cells is None:
            self._note(row.line, row.wrong)
            return None
        expected = len(self._columns.fields)
        if len(row.cells) != expected:
            self._note(row.line, f"This line has {count_words(len(row.cells), 'cell')}; the first row has {expected}.")
            return None
        fields = self._columns.named(row.cells)
        details = parse_details(fields, self._today)
        if not isinstance(details, Details):
            for problem in details:
                self._note(row.line, problem.message)
        self._check_badge(tidy(fields[Field.BADGE]), row.line)
        return details if isinstance(details, Details) else None

    def _check_badge(self, badge: str, line: int) -> None:
        """Note a badge number that another line or somebody on the roster has."""
        key = badge_key(badge)
        if not key:
            return
        if key in self._lines:
            self._note(line, f"Badge number {badge} is also on line {self._lines[key]}.")
        elif key in self._taken:
            self._note(line, f"Badge number {badge} already belongs to {self._taken[key]}.")
        self._lines.setdefault(key, line)

    def _note(self, line: int, message: str) -> None:
        self._problems.append(Problem(self._path, line, message))


def _text_of(data: bytes, path: str) -> str:
    """The file's text without its byte order mark, once it is text that can be a roster."""
    if len(data) > MAX_BYTES:
        _refuse(path, 1, f"The file is larger than {MAX_BYTES // 1_000_000} MB; that is not a roster.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _refuse(path, line, 'The file is not in UTF-8; please save it as "CSV UTF-8".', error)
    problems = tuple(
        Problem(path, number, message)
        for number, line in enumerate(io.StringIO(text, newline=""), start=1)
        if (message := _unfit(line))
    )
    if problems:
        raise RosterProblems(problems)
    return text


def _unfit(line: str) -> str:
    """What makes a line no text of a roster, whatever it says; empty where nothing does."""
    if len(line) > MAX_LINE:
        return f"The line is longer than {MAX_LINE:,} characters."
    if "\0" in line:
        return 'The line holds a character that no text has (NUL); please save the file as "CSV UTF-8".'
    return ""


def _separator(text: str) -> str:
    """What stands between the cells: whatever makes most column names of the first row."""

    def understood(separator: str) -> tuple[int, int]:
        first = next((row for row in _rows(text, separator) if not row.blank), None)
        if first is None:
            # Nothing but this separator and blanks: the file is empty, which no other separator would show.
            return (0, len(text))
        if first.cells is None:
            return (0, 0)
        return (recognised(first.cells), len(first.cells))

    return max(SEPARATORS, key=understood)


def _rows(text: str, separator: str) -> Iterator[_Row]:
    """The records of the file with the lines they begin on.

    After a record over several lines whose quotation marks are wrong nobody can tell where the next one
    begins, so the reading ends there, and the message says so.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if reader.line_num > line:
                yield _Row(line, None, f"{_QUOTES_WRONG} The lines after this one were not checked.")
                return
            yield _Row(line, None, _QUOTES_WRONG)
        else:
            yield _Row(line, tuple(cells))


def _refuse(path: str, line: int, message: str, cause: Exception | None = None) -> NoReturn:
    raise RosterProblems((Problem(path, line, message),)) from cause
