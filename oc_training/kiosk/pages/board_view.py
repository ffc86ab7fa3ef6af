"""What the board's list shows of its rows: the pure half of the board, quick enough for ten thousand people.

Every row is put into words once, when the board is opened; filtering afterwards only picks among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from oc_training.attestation.happened import Answer
from oc_training.attestation.standing import Kind, Standing
from oc_training.attestation.standings import BoardRow
from oc_training.attestation.unit_counts import UnitCount, unit_counts
from oc_training.counting import days_words
from oc_training.kiosk.widgets.people_columns import PeopleRow
from oc_training.kiosk.words import GLYPHS, STANDINGS, away_words, day_words, spoken
from oc_training.roster.model import DutyStatus


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted."""

    kind: Kind | None = None
    """None is every standing."""
    unit: str | None = None
    """None is every unit."""
    text: str = ""
    """Every word of it must occur in the name or the badge number, in capital or small letters."""
    left_too: bool = False
    """Whether people who have left the department are shown."""


@dataclass(slots=True)
class BoardPlace:
    """Where somebody left the board, so that coming back from one person shows the same list."""

    wanted: Filter = field(default_factory=Filter)
    key: str = ""
    """The row at the cursor; or with what it begins."""

    @classmethod
    def at(cls, person_id: str) -> BoardPlace:
        """Everybody, with the cursor on the first row of a person."""
        return cls(key=row_key(person_id))

    def row_in(self, rows: Sequence[PeopleRow]) -> int | None:
        """The number of that row among *rows*; None where it is not there."""
        alike = [number for number, row in enumerate(rows) if self.key and row.key.startswith(self.key)]
        return next((number for number in alike if rows[number].key == self.key), next(iter(alike), None))


def row_key(person_id: str, directive: str = "") -> str:
    """What names the row of a person and a directive; without one, how all rows of the person begin."""
    return f"{person_id}/{directive}"


@dataclass(frozen=True, slots=True)
class _Listed:
    row: BoardRow
    shown: PeopleRow
    words: str
    left: bool


class BoardView:
    """The rows of the board, ready to be filtered; their order, worst first, is kept."""

    def __init__(self, rows: Sequence[BoardRow], today: date) -> None:
        self._today = today
        self._several = len({row.directive for row in rows}) > 1
        self._listed = tuple(self._prepared(row) for row in rows)
        self._by_key = {listed.shown.key: listed.row for listed in self._listed}
        self.units: tuple[UnitCount, ...] = unit_counts(rows)
        """How each unit stands; who has left is not counted."""

    def _prepared(self, row: BoardRow) -> _Listed:
        person, standing = row.person, row.standing
        about = f"{row.directive}: " if self._several else ""
        shown = PeopleRow(
            key=row_key(person.id, row.directive),
            standing=standing.kind.value,
            name=person.name,
            badge=person.badge,
            unit=person.unit,
            due=short_day(standing.due),
            reason=about + short_reason(standing, self._today),
            last_signature=short_day(standing.signed),
            progress=_short_progress(row),
            brief=brief_reason(standing, self._today, row.directive if self._several else ""),
        )
        words = f"{person.name} {person.badge}".casefold()
        return _Listed(row, shown, words, person.duty is DutyStatus.SEPARATED)

    def listed(self, wanted: Filter) -> tuple[PeopleRow, ...]:
        """The rows that *wanted* asks for."""
        found = self._of_unit(wanted)
        if wanted.kind is not None:
            found = [listed for listed in found if listed.row.standing.kind is wanted.kind]
        for word in wanted.text.casefold().split():
            found = [listed for listed in found if word in listed.words]
        return tuple(listed.shown for listed in found)

    def counts(self, wanted: Filter) -> Mapping[Kind, int]:
        """How many rows there are of each standing in the unit that *wanted* asks for, whatever else it asks."""
        return Counter(listed.row.standing.kind for listed in self._of_unit(wanted))

    def rows(self, wanted: Filter) -> tuple[BoardRow, ...]:
        """The board's own rows behind :meth:`listed`."""
        return tuple(self._by_key[shown.key] for shown in self.listed(wanted))

    def row(self, key: str) -> BoardRow:
        """The board's row that stands behind a row of the list."""
        return self._by_key[key]

    def _of_unit(self, wanted: Filter) -> list[_Listed]:
        unit = wanted.unit
        return [
            listed
            for listed in self._listed
            if (unit is None or listed.row.person.unit == unit) and (wanted.left_too or not listed.left)
        ]


NOBODY = "Nobody to show here."


def shown_words(wanted: Filter, units: Sequence[str]) -> str:
    """What the list shows, such as ``Night Shift. Overdue only.``, in words; *units* are those of the board."""
    where = wanted.unit or (units[0] if len(units) == 1 else "All units")
    parts = [where, f"{STANDINGS[wanted.kind]} only" if wanted.kind else "Every standing"]
    if wanted.text.strip():
        parts.append(f'With "{wanted.text.strip()}" in name or badge')
    if wanted.left_too:
        parts.append("Also who has left")
    return ". ".join(parts) + "."


def nobody_words(wanted: Filter, *, finding: bool) -> str:
    """What an empty list says: that nobody is there, and how to see others again."""
    if wanted.text.strip():
        return f"{NOBODY} {'Esc' if finding else '/ and then Esc'} ends the search."
    if wanted.kind is not None:
        return f"{NOBODY} 1 shows every standing."
    return NOBODY


EXCUSES = ("On leave", "Exempt", "Not applicable", "Separated")
"""How the reasons of whoever is excused begin."""


def short_day(day: date | None) -> str:
    """``08/04/2026``, for a narrow column; empty where there is none."""
    return f"{day:%m/%d/%Y}" if day else ""


def short_reason(standing: Standing, today: date) -> str:
    """The reason with what matters first, so that a narrow column cuts off what matters least."""
    reason = spoken(standing.reason)
    if standing.answer is not None:
        return f"{_answered(standing.answer)}. {reason}"
    if standing.due is None:
        return reason
    match standing.kind:
        case Kind.OVERDUE:
            return f"{days_words((today - standing.due).days)} late. {reason}"
        case Kind.DUE:
            return f"{away_words(standing.due, today).capitalize() if today <= standing.due else 'In grace'}. {reason}"
        case _:
            return f"Can renew now. {reason}" if standing.cycle else reason


def _answered(answer: Answer) -> str:
    """What waits for the supervisor, in front of everything else."""
    return "Wants paper" if answer.paper else "Declined"


def brief_reason(standing: Standing, today: date, directive: str) -> str:
    """The reason in a column of 14 cells, the *directive* named where there are several; the whole is told below."""
    days = abs((today - standing.due).days) if standing.due else 0
    match standing:
        case Standing(kind=Kind.OVERDUE, due=date()):
            brief = days_words(days) if directive else f"{days_words(days)} late"
        case Standing(answer=Answer() as answer):
            brief = "Paper" if directive and answer.paper else _answered(answer)
        case Standing(kind=Kind.DUE, due=date() as due) if today <= due:
            brief = days_words(days) if directive and days else away_words(due, today).capitalize()
        case Standing(kind=Kind.DUE, due=date()):
            brief = "In grace"
        case Standing(kind=Kind.CURRENT, cycle=cycle) if cycle:
            brief = "Can renew" if directive else "Can renew now"
        case Standing(kind=Kind.CURRENT):
            brief = "Signed"
        case _:
            brief = next((word for word in EXCUSES if standing.reason.startswith(word)), spoken(standing.reason))
    return f"{directive} {brief[:1].lower()}{brief[1:]}" if directive else brief


def detail_lines(row: BoardRow) -> tuple[str, str, str]:
    """Everything about one row that its line in the list may have cut off."""
    person, standing = row.person, row.standing
    who = ", ".join(part for part in (person.name, person.details.rank, f"badge {person.badge}", person.unit) if part)
    signed = f"Last signed {day_words(standing.signed)}." if standing.signed else "Never signed."
    under_way = f" Under way: {row.progress}." if row.progress else ""
    return (
        who,
        f"{GLYPHS[standing.kind]} {STANDINGS[standing.kind]}. {spoken(standing.reason)}",
        f"Directive {row.directive}. {signed}{under_way}",
    )


def _short_progress(row: BoardRow) -> str:
    """``3/6, 5/12``: sections, scenarios; in the column's ten cells."""
    progress = row.progress
    if progress is None:
        return ""
    scenarios = f", {progress.scenarios}/{progress.scenarios_of}" if progress.scenarios_of else ""
    return f"{progress.sections}/{progress.sections_of}{scenarios}"
