"""What one person has to do, by when and why, and what they have done."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from oc_training.attestation.book import Book
from oc_training.attestation.content import Content
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.schedule import standing_of
from oc_training.attestation.session import Session, require_own_pin, require_present
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.signature_events import Acknowledged
from oc_training.attestation.standing import Standing
from oc_training.attestation.walk import Walk
from oc_training.clock import Clock
from oc_training.counting import count_words
from oc_training.errors import LedgerUnusable, OutOfOrder
from oc_training.ledger.port import Drawer, Json
from oc_training.roster.model import Person

WALKS = "walks"
"""The drawer's table of walks under way, by person and directive."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come with a walk that is under way."""

    sections: int
    sections_of: int
    scenarios: int
    """Questions of the present attempt that have been answered at least once."""
    scenarios_of: int
    missed: tuple[int, int] | None = None
    """Where the present attempt is over and did not reach the mark: right at the first try, of how many."""

    def __str__(self) -> str:
        """In words: ``3 of 6 sections, 5 of 12 scenarios``."""
        sections = f"{self.sections} of {count_words(self.sections_of, 'section')}"
        if self.missed is not None:
            right, of = self.missed
            return f"{sections}; the scenarios did not reach the mark ({right} of {of}), fresh ones come next"
        if not self.scenarios_of:
            return sections
        return f"{sections}, {self.scenarios} of {count_words(self.scenarios_of, 'scenario')}"


@dataclass(frozen=True, slots=True)
class Duty:
    """One directive as it concerns one person today."""

    directive: str
    title: str
    standing: Standing
    progress: Progress | None
    """None where no walk is under way."""
    coming: date | None = None
    """The day on which a revision that was issued ahead takes effect; None where none is waiting for its day."""

    @property
    def can_be_done(self) -> bool:
        """Whether there is something to sign today."""
        return self.standing.cycle is not None


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One past acknowledgment in a person's list."""

    number: int
    directive: str
    revision: str
    title: str
    signed: date
    voided: bool = False
    """Whether a supervisor declared that it does not count (REF-7)."""


class Walks:
    """The walks under way, kept in the drawer."""

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer

    def of(self, person_id: str, directive: str) -> Walk | None:
        """The walk under way, or None."""
        kept = self._drawer.get(WALKS, _key(person_id, directive))
        return _read(kept) if kept is not None else None

    def all(self) -> dict[tuple[str, str], Walk]:
        """Every walk under way by person and directive, without those that cannot be read.

        A board of a whole department does not fail for one of them; its owner is told when they come.
        """
        walks: dict[tuple[str, str], Walk] = {}
        for kept in self._drawer.items(WALKS).values():
            with contextlib.suppress(LedgerUnusable):
                walk = _read(kept)
                walks[walk.person, walk.directive] = walk
        return walks

    def keep(self, walk: Walk) -> Walk:
        """Keep a walk and give it back as it is kept; it is on the disk when this returns.

        Raises:
            OutOfOrder: when somebody went on with it elsewhere meanwhile; nothing is kept.
        """
        before = self.of(walk.person, walk.directive)
        if walk.version and (before is None or (before.id, before.version) != (walk.id, walk.version)):
            raise OutOfOrder("This training was taken up at another terminal meanwhile. Please sign in again to go on.")
        kept = msgspec.structs.replace(walk, version=walk.version + 1)
        self._drawer.put(WALKS, _key(walk.person, walk.directive), msgspec.to_builtins(kept))
        return kept

    def forget(self, person_id: str, directive: str) -> None:
        """Forget a walk that came to its end."""
        self._drawer.remove(WALKS, _key(person_id, directive))


def under_way(walks: Walks, shelf: Shelf) -> Callable[[Person, str, Standing], Progress | None]:
    """What tells how far anybody is with a directive they have to sign; the working file is read once, now."""
    kept = walks.all()

    def progress(person: Person, directive: str, standing: Standing) -> Progress | None:
        walk = kept.get((person.id, directive))
        if walk is None or standing.cycle is None or walk.revision != standing.revision:
            return None
        return progress_of(walk, len(shelf.revision(directive, walk.revision).sections))

    return progress


def _key(person_id: str, directive: str) -> str:
    return f"{person_id}/{directive}"


def _read(kept: Mapping[str, Json]) -> Walk:
    try:
        return msgspec.convert(kept, type=Walk)
    except msgspec.ValidationError as error:
        raise LedgerUnusable("The file of unfinished training cannot be read; ask the training coordinator.") from error


class Duties:
    """Answers to whoever is signed in what they have to do, and nothing about anybody else (REC-2)."""

    def __init__(self, book: Book, content: Content, shelf: Shelf, walks: Walks, clock: Clock) -> None:
        self._book = book
        self._content = content
        self._shelf = shelf
        self._walks = walks
        self._clock = clock

    def today(self) -> date:
        """The station's calendar day."""
        return self._clock.now().date()

    def of(self, session: Session) -> tuple[Duty, ...]:
        """Every directive in force as it concerns the signed-in person today, what is most urgent first.

        Raises:
            NotHereAnyMore: when they have left the department since they signed in.
        """
        records = self._book.records()
        found = (self.one(session, directive) for directive in records.directives())
        order = {"overdue": 0, "due": 1, "current": 2, "excused": 3}
        return tuple(sorted((duty for duty in found if duty), key=lambda duty: order[duty.standing.kind]))

    def one(self, session: Session, directive: str) -> Duty | None:
        """One directive as it concerns the signed-in person today; None if no revision is in force.

        Raises:
            NotHereAnyMore: when they have left the department since they signed in.
        """
        records = self._book.records()
        person_id = require_present(records, require_own_pin(session)).id
        standing = standing_in(records, person_id, directive, self._content, self.today())
        if standing is None:
            return None
        revision = self._shelf.revision(directive, standing.revision)
        walk = self._walks.of(person_id, directive)
        under_way = walk is not None and standing.cycle is not None and walk.revision == revision.id
        progress = _progress(records, walk, len(revision.sections)) if walk and under_way else None
        ahead = [each.in_force for each in records.issued(directive) if each.in_force > self.today()]
        return Duty(directive, revision.title, standing, progress, min(ahead, default=None))

    def receipts(self, session: Session) -> tuple[ReceiptLine, ...]:
        """The signed-in person's own acknowledgments, newest first, the voided ones too.

        Raises:
            NotHereAnyMore: when they have left the department since they signed in.
        """
        records = self._book.records()
        person_id = require_present(records, require_own_pin(session)).id
        found = (_receipt_line(records, recorded) for recorded in records.of_person(person_id))
        return tuple(reversed([line for line in found if line is not None]))


def standing_in(records: Records, person_id: str, directive: str, content: Content, day: date) -> Standing | None:
    """Where a person stands with a directive on *day* by the given records; None if nothing is in force."""
    history = records.history(person_id, directive, day)
    rules = records.rules.rules(lambda: content.schedule)
    return standing_of(records.person(person_id), history, rules, day)


def progress_of(walk: Walk, sections: int) -> Progress:
    """How far a walk has come."""
    attempt = walk.attempt
    drawn = len(attempt.draw.items) if attempt else 0
    answered = drawn - len(attempt.open_questions) if attempt else 0
    return Progress(sum(display.complete for display in walk.displays), sections, answered, drawn)


def _progress(records: Records, walk: Walk, sections: int) -> Progress:
    """How far a walk has come, and whether its attempt is in the book as one that did not pass."""
    progress = progress_of(walk, sections)
    now = walk.attempt.id if walk.attempt else None
    last = next((each for each in records.attempts(walk.person, walk.directive) if each.attempt == now), None)
    return progress if last is None or last.passed else replace(progress, missed=(last.right, last.of))


def _receipt_line(records: Records, recorded: Recorded) -> ReceiptLine | None:
    event = recorded.event
    if not isinstance(event, Acknowledged):
        return None
    text = event.text
    voided = records.voided(recorded.entry.seq) is not None
    return ReceiptLine(recorded.entry.seq, text.directive, text.revision, text.title, event.local_date, voided)
