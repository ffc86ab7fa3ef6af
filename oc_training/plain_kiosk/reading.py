"""Reading a section in plain lines: as many clauses at a time as the terminal holds, each page acknowledged.

A section counts as displayed only when every clause of it was put out and Enter was pressed after it. What was
acknowledged is kept at once, so that whoever is interrupted comes back to the clause they left. It says and records
what was displayed, when and for how long, and never that anything was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

from oc_training.attestation.presence import READING_SECONDS
from oc_training.attestation.sitting import Sitting
from oc_training.errors import OcTrainingError
from oc_training.plain_kiosk.talk import Talk
from oc_training.policy.model import Clause, Section
from oc_training.policy.printed import wrapped
from oc_training.stopwatch import Stopwatch
from oc_training.text import clean
from oc_training.wording.training import HASTE

AROUND: Final = 3
"""Lines of the terminal that a page leaves to the prompt and to the last line before it."""
LEAST_ROWS: Final = 5
INDENT: Final = "  "
"""For each level below the first."""
NEXT: Final = "Enter: go on. 1: this section from its beginning. 0: put it aside. "
LAST: Final = "That was all of this section. " + NEXT
NOT_A_WAY: Final = "Please press Enter alone, or type 1 or 0."


class Way(Enum):
    """How a page of words was left."""

    ON = auto()
    AGAIN = auto()
    ASIDE = auto()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is put out between two prompts."""

    lines: tuple[str, ...]
    begins_at: str
    """Citation of its first clause."""
    ends: tuple[str, ...]
    """Citations of the clauses that end on it: what an Enter acknowledges."""


def clause_lines(clause: Clause, width: int) -> tuple[str, ...]:
    """One clause with its printed label, indented by its level."""
    indent = INDENT * max(clause.depth - 1, 0)
    words = clean(f"{clause.label} {clause.text}".strip(), len(clause.text) + len(clause.label) + 1)
    return tuple(indent + line for line in wrapped(words, max(width - len(indent), LEAST_ROWS)))


def sheets(clauses: Sequence[Clause], width: int, rows: int) -> Iterator[Sheet]:
    """*clauses* on sheets of at most *rows* lines; a clause is broken only where it is longer than a sheet."""
    lines: list[str] = []
    ends: list[str] = []
    begins_at = ""
    for clause in clauses:
        more = clause_lines(clause, width)
        if lines and len(lines) + len(more) > rows:
            yield Sheet(tuple(lines), begins_at, tuple(ends))
            lines, ends = [], []
        begins_at = begins_at if lines else clause.citation
        while len(more) > rows:
            yield Sheet(more[:rows], clause.citation, ())
            more = more[rows:]
        lines += more
        ends.append(clause.citation)
    if lines:
        yield Sheet(tuple(lines), begins_at, tuple(ends))


class _Visit:
    """One stay in a section: what was acknowledged, since when and for how long it was before the person."""

    def __init__(self, sitting: Sitting, section: Section) -> None:
        self._sitting, self._section = sitting, section
        self._again = sitting.is_complete(section)
        self._first: datetime | None = None
        self._acknowledged = dict.fromkeys(sitting.shown(section))
        self._place = sitting.walk.place
        self.watch = Stopwatch(sitting.monotonic)

    @property
    def left(self) -> tuple[Clause, ...]:
        """The clauses still to be put out."""
        return tuple(clause for clause in self._section.clauses if clause.citation not in self._acknowledged)

    def put_out(self, sheet: Sheet) -> None:
        """The sheet is before the person now."""
        self._first = self._first or self._sitting.now()
        self._place = self._place if self._again else sheet.begins_at
        self.watch.start()

    def acknowledge(self, sheet: Sheet) -> None:
        """Enter was pressed after the sheet; the clauses that end on it are kept as shown."""
        self._acknowledged.update(dict.fromkeys(sheet.ends))
        if self.left and not self._again:
            self._place = self.left[0].citation
            self._sitting.note_place(self._place, tuple(self._acknowledged))

    def close(self) -> bool:
        """Keep the visit; returns whether to say that the section went by very fast."""
        self.watch.stop()
        if self._first is None:
            return False
        shown = tuple(self._acknowledged)
        first, self._first = self._first, None
        return self._sitting.visit(
            self._section, first, self.watch.seconds, self._place, whole=not self.left, shown=shown
        )


class Reading:
    """Puts sections before a person and keeps what was displayed."""

    def __init__(self, talk: Talk, sitting: Sitting) -> None:
        self._talk, self._sitting = talk, sitting

    def read(self, section: Section) -> bool:
        """One section to its end; False when it was put aside."""
        while True:
            self._talk.heading(self._name(section))
            way, hasty = self._visit(section)
            if way is Way.ASIDE:
                return False
            if not (hasty and self._wants_it_again()):
                return True

    def _name(self, section: Section) -> str:
        sections = self._sitting.course.revision.sections
        if section not in sections:  # what changed since the person signed: no section of the directive
            return f"{section.title}."
        number = sections.index(section) + 1
        title = section.title if section.title == section.id else f"{section.id} {section.title}"
        return f"Section {number} of {len(sections)}: {title}"

    def _visit(self, section: Section) -> tuple[Way, bool]:
        visit = _Visit(self._sitting, section)
        clauses = visit.left
        if 0 < len(clauses) < len(section.clauses):
            self._talk.say(f"Going on at {clauses[0].citation}, where you stopped.")
        hasty = False
        try:
            while (way := self._pages(visit, clauses)) is Way.AGAIN:
                clauses = section.clauses
            hasty = visit.close()
        finally:
            self._keep_what_was_shown(visit)
        return way, hasty

    def _keep_what_was_shown(self, visit: _Visit) -> None:
        """Whoever leaves in the middle: what was displayed so far is kept; a visit closed before is not kept twice.

        Where it cannot be kept, that is said; the section then counts as not displayed and is shown again.
        """
        try:
            visit.close()
        except OcTrainingError as error:
            self._talk.say(str(error))

    def _pages(self, visit: _Visit, clauses: Sequence[Clause]) -> Way:
        talk = self._talk
        rows = max(talk.lines.rows - AROUND, LEAST_ROWS)
        pages = list(sheets(clauses, talk.width, rows))
        for number, sheet in enumerate(pages, start=1):
            for line in sheet.lines:
                talk.lines.write(line)
            visit.put_out(sheet)
            way = self._way(visit, LAST if number == len(pages) else NEXT)
            visit.watch.stop()
            if way is not Way.ON:
                return way
            visit.acknowledge(sheet)
        return Way.ON

    def _way(self, visit: _Visit, prompt: str) -> Way:
        while True:
            typed = self._talk.key(prompt, READING_SECONDS, visit.watch)
            found = {"": Way.ON, "1": Way.AGAIN, "0": Way.ASIDE}.get(typed)
            if found is not None:
                return found
            self._talk.say(NOT_A_WAY)

    def _wants_it_again(self) -> bool:
        self._sitting.said_haste()
        self._talk.say(*HASTE)
        return self._talk.choose([("Go on", False), ("This section again", True)], READING_SECONDS)
