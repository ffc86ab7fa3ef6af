"""The question of a hearing: was this person current on that day, why, what did the text say, and what proves it?

Everything comes from the book as it stood at the end of that day; only the checkpoint is the newest there is, because a
later one vouches for more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oc_training.attestation.badge_holders import find_on, require_on_roster
from oc_training.attestation.book import Book
from oc_training.attestation.content import Content
from oc_training.attestation.directive_review import DirectiveReview, review_of
from oc_training.attestation.duties import standing_in
from oc_training.attestation.later_entries import later_entries
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.session import Session, require_oversight, require_own_pin
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.standing import Standing
from oc_training.clock import Clock
from oc_training.errors import NotFound, Refused
from oc_training.ledger.port import Head
from oc_training.policy.model import Revision
from oc_training.roster.model import Person


@dataclass(frozen=True, slots=True)
class Dossier:
    """One person and one directive at the end of one day, or so far today."""

    person: Person
    """As the roster had them."""
    day: date
    directive: str
    standing: Standing
    revision: Revision
    """The words in force, from the book."""
    issued: Recorded
    """The entry that holds them."""
    proof: Recorded | None
    """The entry that shows the standing; None where it is that nothing was signed."""
    head: Head
    """The last entry recorded by then."""
    review: DirectiveReview | None
    """The directive's own next review, where the schedule watches it."""
    so_far: bool = False
    """Whether the day is today, so that more may come."""
    later: tuple[int, ...] = ()
    """Entries made after the day that speak of it: the answer is by what was known then, and more is known since."""

    @property
    def shown(self) -> Recorded:
        """The entry by which it is proven: what shows the standing, else what issued the words."""
        return self.proof or self.issued


class Dossiers:
    """Draws up answers about a day."""

    def __init__(self, book: Book, content: Content, shelf: Shelf, clock: Clock) -> None:
        self._book = book
        self._content = content
        self._shelf = shelf
        self._clock = clock

    def of(self, badge: str, day: date, directive: str | None = None) -> tuple[Dossier, ...]:
        """Whoever held *badge* at the end of *day*, with every directive in force then, or with one.

        *badge* may be a person id too, where somebody else has the badge now.

        Raises:
            NotFound: when nobody had that badge by then, or nothing was in force.
            Refused: when the day lies ahead: nothing proves what has not come.
        """
        if day > self._clock.now().date():
            raise Refused(
                f"{day} lies ahead; what is recorded proves nothing about it. The status as of a day forecasts."
            )
        records = self._records(day)
        return self._drawn_up(records, find_on(self._book.records(), records, badge, day), day, directive)

    def of_person(
        self, session: Session, person_id: str, day: date, directive: str | None = None
    ) -> tuple[Dossier, ...]:
        """The same about one of those whom the signed-in person oversees today (REC-2).

        Raises:
            Refused: when they do not oversee them, or the day has not come.
            NotFound: when the person was not on the roster by then, or nothing was in force.
        """
        person = require_oversight(self._book.records(), require_own_pin(session), person_id)
        if day > self._clock.now().date():
            raise Refused("That day has not come yet. Please give today or a day before.")
        records = self._records(day)
        require_on_roster(self._book.records(), records, person, day)
        return self._drawn_up(records, records.person(person_id), day, directive)

    def _records(self, day: date) -> Records:
        return self._book.records_as_of(day) if day < self._clock.now().date() else self._book.records()

    def _drawn_up(self, records: Records, person: Person, day: date, directive: str | None) -> tuple[Dossier, ...]:
        if directive is not None and directive not in records.directives():
            raise NotFound(f"Directive {directive} was not issued here by {day}.")
        rules = records.rules.rules(lambda: self._content.schedule)
        so_far = day == self._clock.now().date()
        found: list[Dossier] = []
        for name in records.directives() if directive is None else (directive,):
            standing = standing_in(records, person.id, name, self._content, day)
            if standing is None:
                continue
            revision = self._shelf.revision(name, standing.revision)
            issued = records.issue_entry(name, standing.revision)
            proof = self._book.entry(standing.proof) if standing.proof else None
            review = review_of(records.issued(name), rules, day)
            later = () if so_far else later_entries(self._book, person.id, name, day, records.head.seq)
            found.append(
                Dossier(
                    person,
                    day,
                    name,
                    standing,
                    revision,
                    issued,
                    proof,
                    records.head,
                    review,
                    so_far=so_far,
                    later=later,
                )
            )
        if not found:
            raise NotFound(f"No directive was in force on {day}.")
        return tuple(found)
