"""One person's walk through one directive, kept on the disk at every step.

The walk itself is a value (:mod:`oc_training.attestation.walk`); this is the service that
gives it the time, keeps it, and writes an attempt into the book the moment it ends.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from oc_training.attestation import kept_walk, visits
from oc_training.attestation import walk as walking
from oc_training.attestation.book import Book, new_entry_id
from oc_training.attestation.content import Content
from oc_training.attestation.duties import Duties, Walks
from oc_training.attestation.examination import seen_questions
from oc_training.attestation.fitting import Fitting, Overtaken
from oc_training.attestation.session import Session, require_own_pin, require_present
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.standing import in_force_on
from oc_training.attestation.visits import Visit
from oc_training.attestation.walk import Ask, Choice, Course, DrawNeeded, Missed, Read, Review, ShowChanges, Walk
from oc_training.clock import Clock, stamp
from oc_training.errors import OutOfOrder, Refused
from oc_training.policy.model import Passage, Revision, Section
from oc_training.quiz.attempt import Attempt
from oc_training.quiz.model import Option, Question


@dataclass(frozen=True, slots=True)
class Blocked:
    """Next: nothing, until a supervisor allows a further attempt."""

    clauses: tuple[str, ...]
    """What was missed in the latest attempt."""
    failed: int


SittingStep = ShowChanges | Read | Ask | Missed | Blocked | Review
"""What the person does next, as a screen."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What is shown after an answer: right or not, and the words that decide it."""

    question: Question
    chosen: Option
    right: bool
    passages: tuple[Passage, ...]
    """The cited clauses with their sentences, the deciding one first."""


def quoted(revision: Revision, cites: Sequence[str]) -> tuple[Passage, ...]:
    """The passages of some citations, without those that another of them holds whole."""
    passages = [revision.passage(cited) for cited in cites]
    return tuple(
        passage
        for place, passage in enumerate(passages)
        if not any(
            set(passage.clauses) < set(other.clauses) or (passage.clauses == other.clauses and before < place)
            for before, other in enumerate(passages)
        )
    )


class Sitting:
    """A walk under way at the terminal."""

    def __init__(
        self, session: Session, course: Course, walk: Walk, desk: TrainingDesk, overtaken: Overtaken | None = None
    ) -> None:
        self.session = session
        self.overtaken = overtaken
        """What the person is to be told first: another revision came in force since they were here."""
        self.course = course
        self.walk = walk
        self._desk = desk

    @property
    def is_overtaken(self) -> bool:
        """Whether another revision is in force by now; :meth:`TrainingDesk.sit_down` leads on to it."""
        issued = self._desk.book.records().issued(self.walk.directive)
        now = in_force_on(issued, self.now().date())
        return now is None or now.revision != self.walk.revision

    def next_step(self) -> SittingStep:
        """What comes next; draws an attempt where one is needed and allowed, and records one that has ended.

        Raises:
            NotHereAnyMore: when the person has left the department since they signed in; nothing is recorded (AUT-12).
        """
        self._require_present()
        step = self.course.next_step(self.walk)
        if isinstance(step, DrawNeeded):
            if self._needs_release:
                return Blocked((), self._failed)
            self._draw()
            return self.next_step()
        if isinstance(step, Missed | Review) and not self._attempt_is_in_the_book():
            self._keep(msgspec.structs.replace(self.walk, attempt=None))
            return self.next_step()
        if isinstance(step, Missed) and self._needs_release:
            return Blocked(step.clauses, self._failed)
        return step

    @property
    def _failed(self) -> int:
        return self._desk.book.records().failed_attempts(self.walk.person, self.walk.directive)

    @property
    def _needs_release(self) -> bool:
        return self._desk.book.records().needs_release(self.walk.person, self.walk.directive)

    def is_complete(self, section: Section) -> bool:
        """Whether a section was displayed to its end."""
        return walking.is_complete(self.walk, section.id)

    def may_open(self, section: Section) -> bool:
        """Whether a section can be looked at: displayed already, or the next one to read."""
        return self.course.may_read(self.walk, section.id)

    def now(self) -> datetime:
        """The station's time."""
        return self._desk.clock.now()

    def monotonic(self) -> float:
        """Seconds for measuring how long something was on the screen."""
        return self._desk.clock.monotonic()

    def visit(  # noqa: PLR0913  what the reader measured
        self,
        section: Section,
        first: datetime,
        seconds: float,
        place: str,
        *,
        whole: bool,
        shown: Sequence[str] = (),
    ) -> bool:
        """Keep that a section was on the screen; returns whether to say that it went by very fast.

        *whole* says that every letter of it has been on the screen, over all visits; until then *shown* names the
        clauses of which that is true.
        Whoever says it calls :meth:`said_haste` then, so that it is said once.

        Raises:
            OutOfOrder: when something else comes before this section.
            NotHereAnyMore: when the person has left the department since they signed in.
        """
        visit = Visit(section, stamp(first), stamp(self.now()), round(seconds), whole, place, tuple(shown))
        walk = visits.visited(self.walk, self.course, visit)
        self._keep(walk)
        return whole and not walk.told_of_haste and visits.goes_too_fast(walk, section)

    def said_haste(self) -> None:
        """Keep that the person was told, and need not be told again, that a section went by very fast."""
        self._keep(msgspec.structs.replace(self.walk, told_of_haste=True))

    def note_place(self, citation: str, shown: Sequence[str] = ()) -> None:
        """Keep which clause is at the top of the screen, so that an interrupted person comes back to it.

        *shown* are the clauses of the section under way that have been on the screen whole, so that they need not be
        shown again.
        """
        walk = visits.placed(self.walk, self.course, citation, shown)
        if walk != self.walk:
            self._keep(walk)

    def shown(self, section: Section) -> tuple[str, ...]:
        """Of the section under way, the clauses that have been on the screen whole; of any other, none."""
        return self.walk.shown if section == visits.section_under_way(self.walk, self.course) else ()

    def answer(self, letter: str, seconds: float) -> Answered:
        """Take the answer to the question that is asked now and say how it went.

        Raises:
            OutOfOrder: when no question is asked now.
        """
        step = self.next_step()
        if not isinstance(step, Ask):
            raise OutOfOrder("No question is asked now.")
        choice = Choice(step.question.id, letter, stamp(self.now()), round(seconds * 100))
        self._keep(walking.answered(self.walk, self.course, choice))
        chosen = step.question.option(letter)
        return Answered(step.question, chosen, chosen.right, quoted(self.course.revision, step.question.cites))

    def try_again(self) -> None:
        """Draw a fresh attempt after one that did not pass.

        Raises:
            OutOfOrder: when the present attempt is not finished or passed.
            Refused: when a supervisor's release is needed first.
        """
        step = self.next_step()
        if isinstance(step, Blocked):
            raise Refused("A supervisor has to allow the next attempt.")
        if not isinstance(step, Missed):
            raise OutOfOrder("The present attempt comes first.")
        self._draw()

    def _draw(self) -> None:
        records = self._desk.book.records()
        attempts = records.attempts(self.walk.person, self.walk.directive)
        seen = seen_questions(attempts, self.walk.attempt)
        missed = Fitting(records, self._desk.shelf).clauses_to_favour(self.walk.person, self.course.revision)
        attempt = Attempt(
            id=new_entry_id(),
            number=records.failed_attempts(self.walk.person, self.walk.directive) + 1,
            bank_sha256=self.course.bank.sha256,
            draw=self.course.fresh_draw(secrets.randbits(48), seen, missed),
        )
        self._keep(walking.with_attempt(self.walk, attempt))

    def _attempt_is_in_the_book(self) -> bool:
        """Write the finished attempt into the book, once; False when the book holds the same attempt told otherwise.

        That is so when an older working file was put back: what the book says of an attempt then stands.
        """
        event = walking.attempt_event(self.walk, self.course)
        known = self._desk.book.records().attempts(self.walk.person, self.walk.directive)
        recorded = next((earlier for earlier in known if earlier.attempt == event.attempt), None)
        return (recorded or self._desk.book.write(event, event.attempt).event) == event

    def _require_present(self) -> None:
        require_present(self._desk.book.records(), require_own_pin(self.session))

    def _keep(self, walk: Walk) -> None:
        self._require_present()
        self.walk = self._desk.walks.keep(walk)


@dataclass(frozen=True, slots=True)
class TrainingDesk:
    """Where a person's walk is opened; what a sitting needs from the house."""

    book: Book
    content: Content
    shelf: Shelf
    duties: Duties
    walks: Walks
    clock: Clock
    require_room: Callable[[], None]
    """Refuses when there is too little room on the disk for what would have to be recorded at the end."""

    def sit_down(self, session: Session, directive: str) -> Sitting:
        """Open or go on with the walk that answers a person's duty today.

        Where another revision came in force meanwhile it is a new walk, with what still holds of the one before.

        Raises:
            Refused: when there is nothing to sign today, or too little room on the disk to record it.
            NotHereAnyMore: when they have left the department since they signed in.
            ContentProblems: when the directive's bank cannot be used.
        """
        duty = self.duties.one(session, directive)
        if duty is None or duty.standing.cycle is None:
            raise Refused(f"There is nothing to sign for Directive {directive} today.")
        self.require_room()
        revision = self.shelf.revision(directive, duty.standing.revision)
        course = Fitting(self.book.records(), self.shelf).course(session.person_id, revision)
        before = self._under_way(session.person_id, directive)
        if before is not None and (before.revision, before.text_sha256) == (revision.id, revision.sha256):
            walk = msgspec.structs.replace(kept_walk.believable(before, course), cycle=duty.standing.cycle)
            return Sitting(session, course, walk, self)
        walk = Walk(
            id=new_entry_id(),
            person=session.person_id,
            directive=directive,
            revision=revision.id,
            text_sha256=revision.sha256,
            cycle=duty.standing.cycle,
            started=stamp(self.clock.now()),
        )
        if before is None:
            return Sitting(session, course, walk, self)
        walk = kept_walk.carried_over(before, walk, course)
        return Sitting(session, course, walk, self, Overtaken.of(before, walk, revision))

    def _under_way(self, person_id: str, directive: str) -> Walk | None:
        """The kept walk, unless it was answered meanwhile (a crash after signing, a signature on paper).

        Nor where whoever went through it said that they are somebody else, and it could not be forgotten then.
        """
        walk = self.walks.of(person_id, directive)
        if walk is None or (walk.person, walk.directive) != (person_id, directive):
            return None
        if self.book.records().answered_since(person_id, (directive, walk.revision), walk.started, walk.id):
            return None
        if self.book.records().given_up_since(person_id, directive, walk.started):
            return None
        return walk
