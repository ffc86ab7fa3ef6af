"""The training walk: reading → scenarios → review → signature, as one state machine of values.

A walk belongs to one person, one revision and one cycle. It is kept as JSON while it lasts, so an
interrupted employee comes back to the clause or question they left. Every operation returns a new
walk; whatever is out of order is refused here, below any screen (SIG-12).
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from oc_training.attestation.examination import Examination
from oc_training.attestation.signature_events import ChangesRecord, CycleRecord, DisplayRecord
from oc_training.attestation.since_signed import CHANGES, SinceSigned
from oc_training.attestation.training_events import AttemptFavouring, AttemptMade
from oc_training.errors import OutOfOrder
from oc_training.policy.model import Revision, Section
from oc_training.quiz.attempt import Attempt
from oc_training.quiz.model import Bank, Question


class Walk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far one person has come with one revision in one cycle."""

    id: str
    """Also the entry id under which the acknowledgment will be written: signing twice writes once."""
    person: str
    directive: str
    revision: str
    text_sha256: str
    cycle: CycleRecord
    started: str
    changes: ChangesRecord | None = None
    """How what changed since the person signed was displayed; None before that, and where nothing has changed."""
    displays: tuple[DisplayRecord, ...] = ()
    carried: tuple[str, ...] = ()
    """Ids of the sections that were displayed while an earlier revision was in force, which has them word for word."""
    place: str = ""
    """Citation of the clause at the top of the screen when it was last noted."""
    shown: tuple[str, ...] = ()
    """Of the section under way, the citations of the clauses that have been on the screen whole, in printed order."""
    attempt: Attempt | None = None
    told_of_haste: bool = False
    version: int = 0
    """Counts how often the walk was kept, so that of two terminals only one can go on with it."""


@dataclass(frozen=True, slots=True)
class ShowChanges:
    """Next: display what changed since the person signed, to its end, every letter of it."""

    since: SinceSigned


@dataclass(frozen=True, slots=True)
class Read:
    """Next: display this section to its end, every letter of it."""

    section: Section


@dataclass(frozen=True, slots=True)
class Ask:
    """Next: this question."""

    question: Question
    shown: tuple[str, ...]
    """Option letters in the order to show."""
    number: int
    """Which question of the attempt this is, counted from 1 in the order asked."""
    of: int
    again: bool
    """Whether it was missed before and comes back."""


@dataclass(frozen=True, slots=True)
class DrawNeeded:
    """Next: draw an attempt; none is under way."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Next: look at the missed clauses; the attempt did not pass."""

    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Next: review and sign."""


Step = ShowChanges | Read | Ask | DrawNeeded | Missed | Review
"""What a person does next."""


class Course(Examination):
    """The fixed ground of a walk: one revision and its bank, and what comes next by the two.

    For somebody who signed other words before, what changed since comes first; all sections follow all the same,
    because the statement says that every one of them was displayed.
    """

    def __init__(self, revision: Revision, bank: Bank, since: SinceSigned | None = None) -> None:
        super().__init__(revision, bank)
        self.since = since

    def next_step(self, walk: Walk) -> Step:
        """What comes next: what changed, a section not displayed yet, a question it calls for, or what follows."""
        if self.since is not None and not is_complete(walk, CHANGES):
            return ShowChanges(self.since)
        if walk.attempt is None or not self.still_holds(walk.attempt):
            return DrawNeeded()
        for section in self.revision.sections:
            if not is_complete(walk, section.id):
                return Read(section)
            waiting = [asked for asked in walk.attempt.open_questions if self.asked_after(asked) == section.id]
            if waiting:
                return self._ask(walk.attempt, waiting[0], again=False)
        if walk.attempt.to_repeat:
            return self._ask(walk.attempt, walk.attempt.to_repeat[0], again=True)
        return Review() if self.passed(walk.attempt) else Missed(self.missed_clauses(walk.attempt))

    def may_read(self, walk: Walk, section_id: str) -> bool:
        """Whether a section can be looked at: displayed to its end before, or the next thing to do."""
        step = self.next_step(walk)
        if isinstance(step, ShowChanges):
            return section_id == CHANGES
        return is_complete(walk, section_id) or (isinstance(step, Read) and step.section.id == section_id)

    def section(self, section_id: str) -> Section:
        """A section of the revision, or the one that shows what changed.

        Raises:
            NotFound: when there is no such section.
        """
        if self.since is not None and section_id == CHANGES:
            return self.since.section
        return self.revision.section(section_id)

    def _ask(self, attempt: Attempt, question_id: str, *, again: bool) -> Ask:
        drawn = next(item for item in attempt.draw.items if item.question_id == question_id)
        asked = self.asking_order(attempt)
        return Ask(self.bank.by_id[question_id], drawn.shown, asked.index(question_id) + 1, len(asked), again)


def is_complete(walk: Walk, section_id: str) -> bool:
    """Whether the section was displayed to its end, every letter of it."""
    display = display_of(walk, section_id)
    return display is not None and display.complete


def display_of(walk: Walk, section_id: str) -> DisplayRecord | ChangesRecord | None:
    """How a section, or what changed, was displayed so far; None where it was not."""
    if section_id == CHANGES:
        return walk.changes
    return next((display for display in walk.displays if display.section == section_id), None)


def with_attempt(walk: Walk, attempt: Attempt) -> Walk:
    """The walk with a freshly drawn attempt."""
    return msgspec.structs.replace(walk, attempt=attempt)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option chosen in answer to a question."""

    question_id: str
    letter: str
    at: str
    hundredths: int
    """How long the question was on the screen, in hundredths of a second."""


def answered(walk: Walk, course: Course, choice: Choice) -> Walk:
    """The walk after an answer to the question that is asked now.

    Raises:
        OutOfOrder: when another step comes first, or another question.
    """
    step = course.next_step(walk)
    if walk.attempt is None or not isinstance(step, Ask) or step.question.id != choice.question_id:
        raise OutOfOrder("That question is not the one that is asked now.")
    attempt = walk.attempt.answered(course.bank, choice.question_id, choice.letter, choice.at, choice.hundredths)
    return msgspec.structs.replace(walk, attempt=attempt)


def attempt_event(walk: Walk, course: Course) -> AttemptMade:
    """What the book records of the attempt that has just come to its end.

    Raises:
        OutOfOrder: when the attempt is not finished.
    """
    attempt = walk.attempt
    if attempt is None or not attempt.finished:
        raise OutOfOrder("The scenarios are not finished yet.")
    right, of = attempt.score
    made = AttemptMade(
        attempt=attempt.id,
        number=attempt.number,
        person=walk.person,
        directive=walk.directive,
        revision=walk.revision,
        bank_sha256=attempt.bank_sha256,
        seed=attempt.draw.seed,
        items=course.item_records(attempt),
        right=right,
        of=of,
        pass_mark=course.bank.pass_mark,
        passed=course.passed(attempt),
    )
    favoured = attempt.draw.missed
    return AttemptFavouring(**msgspec.structs.asdict(made), favoured=favoured) if favoured else made
