"""The reader of ``content/schedule.toml``: the department's rules about time, written by hand.

Every figure has its line; the lines that came later may be missing and then count as the shipped file has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TypeGuard

from oc_training.attestation.figures import LAST_SIGNATURE, Audience, ReviewEvery, Schedule
from oc_training.attestation.issue_rules import HEADING as ISSUE
from oc_training.attestation.toml_file import lines_of_names, strangers, toml_table
from oc_training.counting import count_words
from oc_training.errors import ContentProblems
from oc_training.problems import Problem
from oc_training.text import clean, squash

SCHEDULE_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "first": ("new_hire_days", "first_issue_days"),
    "review": ("after_review_days",),
    "annual": ("cycle_months", "renewal_window_days"),
    "late": ("grace_days",),
    "leave": ("after_return_days",),
}
"""Which figure stands under which heading."""

OPTIONAL: Final[Mapping[str, tuple[str, ...]]] = {
    "first": ("moved_days",),
    "review": ("sign_again_when_reaffirmed", "directive_months"),
    "annual": ("anchor", "fixed_day_credit_days"),
    "leave": ("clock_stands_still",),
}
"""What may be missing."""

PER_DIRECTIVE = ("assigned", "reviewed")
"""Headings with a part for each directive: ``[assigned."3-400"]``."""

LARGEST = 3_650
"""Ten years of days: a figure beyond it is a slip of the finger."""

SHORTEST_MONTH = 28
"""Days."""

HALF_A_YEAR = 183
"""Days: a longer credit for a fixed day would let a signature hold for nearly two years."""

A_COMMON_YEAR = 2023
"""Every day that every year has."""

_YES_OR_NO = frozenset({"sign_again_when_reaffirmed", "clock_stands_still"})


def read_schedule(source: str, path: str) -> Schedule:
    """Read ``schedule.toml``.

    Raises:
        ContentProblems: naming every wrong line.
    """
    return _Reader(source, path).schedule()


class _Reader:
    """Reads heading by heading and collects what is wrong."""

    def __init__(self, source: str, path: str) -> None:
        self._source = source
        self._line_of = lines_of_names(source)
        self._path = path
        self._tables = toml_table(source, path)
        self._problems: list[Problem] = []

    def schedule(self) -> Schedule:
        figures: dict[str, int] = {}
        switches: dict[str, bool] = {}
        anchor = LAST_SIGNATURE
        for heading, needed in SCHEDULE_TABLES.items():
            table = self._table(heading)
            if table is None:
                continue
            optional = OPTIONAL.get(heading, ())
            self._problems += strangers(self._line_of, self._path, table, (*needed, *optional))
            for name in (*needed, *(name for name in optional if name in table)):
                if name in _YES_OR_NO:
                    switches[name] = self._yes_or_no(heading, name, table[name])
                elif name == "anchor":
                    anchor = self._anchor(table[name])
                else:
                    self._figure(heading, name, table.get(name), figures)
        self._problems += strangers(self._line_of, self._path, self._tables, (*SCHEDULE_TABLES, *PER_DIRECTIVE, ISSUE))
        assigned, reviewed = self._assigned(), self._reviewed()
        self._problems += self._cycle_problems(figures, anchor)
        if self._problems:
            raise ContentProblems(tuple(sorted(self._problems)))
        return Schedule(
            new_hire_days=figures["new_hire_days"],
            first_issue_days=figures["first_issue_days"],
            after_review_days=figures["after_review_days"],
            after_return_days=figures["after_return_days"],
            cycle_months=figures["cycle_months"],
            renewal_window_days=figures["renewal_window_days"],
            grace_days=figures["grace_days"],
            moved_days=figures.get("moved_days", _SHIPPED.moved_days),
            anchor=anchor,
            fixed_day_credit_days=figures.get("fixed_day_credit_days", _SHIPPED.fixed_day_credit_days),
            clock_stands_still=switches.get("clock_stands_still", _SHIPPED.clock_stands_still),
            sign_again_when_reaffirmed=switches.get("sign_again_when_reaffirmed", _SHIPPED.sign_again_when_reaffirmed),
            directive_months=figures.get("directive_months", _SHIPPED.directive_months),
            assigned=assigned,
            reviewed=reviewed,
        )

    def _note(self, name: str, words: str) -> None:
        self._problems.append(Problem(self._path, self._line_of(name), words))

    def _note_part(self, heading: str, directive: str, words: str) -> None:
        """A problem below a heading with a directive's number in it."""
        wanted = re.compile(rf"""\s*\[\s*{heading}\s*\.\s*["']?{re.escape(directive)}["']?\s*\]""")
        lines = enumerate(self._source.splitlines(), 1)
        line = next((number for number, text in lines if wanted.match(text)), self._line_of(heading))
        self._problems.append(Problem(self._path, line, words))

    def _table(self, heading: str) -> Mapping[str, object] | None:
        table = self._tables.get(heading, {})
        if _is_table(table):
            return table
        self._note(heading, f"'{heading}' must be a heading: [{heading}]")
        return None

    # ---- single lines -------------------------------------------------------------------------------------------

    def _figure(self, heading: str, name: str, value: object, figures: dict[str, int]) -> None:
        if _is_figure(value):
            figures[name] = value
        else:
            self._note(name, f"'{name}' under [{heading}] must be a whole number from 0 to {LARGEST}")

    def _yes_or_no(self, heading: str, name: str, value: object) -> bool:
        if not isinstance(value, bool):
            self._note(name, f"'{name}' under [{heading}] must be true or false")
        return value is True

    def _anchor(self, value: object) -> str:
        if value == LAST_SIGNATURE or (isinstance(value, str) and _is_day_of_every_year(value)):
            return str(value)
        self._note("anchor", f'\'anchor\' must be "{LAST_SIGNATURE}", or a day that every year has, such as "03-01"')
        return LAST_SIGNATURE

    def _cycle_problems(self, figures: Mapping[str, int], anchor: str) -> Iterator[Problem]:
        months, window = figures.get("cycle_months"), figures.get("renewal_window_days")
        if months == 0:
            yield self._problem("cycle_months", "'cycle_months' must be at least 1")
        elif months is not None and window is not None and window >= months * SHORTEST_MONTH:
            after = count_words(months, "month")
            message = f"'renewal_window_days' must be less than the {after} after which a signature is due again"
            yield self._problem("renewal_window_days", message)
        if anchor != LAST_SIGNATURE and months is not None and months % 12:
            yield self._problem("cycle_months", "'cycle_months' must be whole years (12, 24 ...) with a fixed day")
        if figures.get("fixed_day_credit_days", 0) > HALF_A_YEAR:
            message = f"'fixed_day_credit_days' must be at most {HALF_A_YEAR}, half a year"
            yield self._problem("fixed_day_credit_days", message)

    def _problem(self, name: str, words: str) -> Problem:
        return Problem(self._path, self._line_of(name), words)

    # ---- a part for each directive ------------------------------------------------------------------------------

    def _assigned(self) -> tuple[Audience, ...]:
        audiences = []
        for directive, table in self._parts("assigned", ("units", "ranks")):
            names = {key: self._names(directive, key, table.get(key, [])) for key in ("units", "ranks")}
            audiences.append(Audience(directive, names["units"], names["ranks"]))
            if not names["units"] and not names["ranks"]:
                heading = f'[assigned."{clean(directive, 40)}"]'
                self._note_part(
                    "assigned",
                    directive,
                    f"{heading} must name units or ranks; without the heading it is for everybody",
                )
        return tuple(audiences)

    def _reviewed(self) -> tuple[ReviewEvery, ...]:
        reviewed = []
        for directive, table in self._parts("reviewed", ("directive_months",)):
            value = table.get("directive_months")
            if _is_figure(value):
                reviewed.append(ReviewEvery(directive, value))
            else:
                shown = clean(directive, 40)
                words = f"'directive_months' under [reviewed.\"{shown}\"] must be a whole number from 0 to {LARGEST}"
                self._note_part("reviewed", directive, words)
        return tuple(reviewed)

    def _parts(self, heading: str, known: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, object]]]:
        for directive, table in (self._table(heading) or {}).items():
            if _is_table(table):
                self._problems += strangers(self._line_of, self._path, table, known)
                yield directive, table
            else:
                shown = clean(directive, 40)
                self._note(directive, f"'{shown}' is not understood under [{heading}]; write [{heading}.\"3-400\"]")

    def _names(self, directive: str, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) and squash(clean(each)) for each in value):
            return tuple(squash(clean(each)) for each in value)
        self._note_part(
            "assigned",
            directive,
            f"'{key}' of Directive {clean(directive, 40)} must be names in brackets: [\"Day Shift\"]",
        )
        return ("?",)


_SHIPPED = Schedule(
    new_hire_days=30,
    first_issue_days=30,
    after_review_days=30,
    after_return_days=14,
    cycle_months=12,
    renewal_window_days=30,
    grace_days=14,
)


def _is_table(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)


def _is_figure(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _is_day_of_every_year(value: str) -> bool:
    if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date(A_COMMON_YEAR, int(value[:2]), int(value[3:]))
    except ValueError:
        return False
    return True
