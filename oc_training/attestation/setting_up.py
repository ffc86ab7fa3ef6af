"""The first start on an empty data folder: the training coordinator is made, the directives are issued."""

from __future__ import annotations

from collections.abc import Callable

from oc_training.attestation.book import Book
from oc_training.attestation.people import new_person
from oc_training.attestation.roster_events import PeopleAdded
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.sign_in_events import PinSet
from oc_training.clock import Clock
from oc_training.errors import Refused
from oc_training.policy.model import Revision
from oc_training.policy.succession import refuse_days_ahead
from oc_training.roster.locksmith import Locksmith
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret, check_chosen_pin


class SettingUp:
    """Opens the house for the first time."""

    def __init__(
        self, book: Book, shelf: Shelf, locksmith: Locksmith, clock: Clock, require_clock: Callable[[], None]
    ) -> None:
        """*require_clock* refuses a clock that cannot be right: nobody is there yet who could confirm the time."""
        self._clock = clock
        self._require_clock = require_clock
        self._book = book
        self._shelf = shelf
        self._locksmith = locksmith

    def is_needed(self) -> bool:
        """Whether there is no training coordinator on the roster yet."""
        return all(person.details.role is not Role.COORDINATOR for person in self._book.records().people())

    def directives(self) -> tuple[Revision, ...]:
        """What will be issued with the set-up."""
        return self._shelf.not_issued_yet()

    def make_coordinator(self, details: Details, pin: Secret) -> str:
        """Put the training coordinator on the roster with their PIN, issue the directives; returns the person id.

        Raises:
            Refused: when the kiosk is set up already, the clock cannot be right, the PIN is too easy to guess, or the
                review or the signature of a directive lies ahead.
            ContentProblems: when a content file cannot be used; nobody was made.
        """
        if not self.is_needed():
            raise Refused("This kiosk is set up already.")
        self._require_clock()
        objection = check_chosen_pin(pin, details.badge, details.public_words)
        if objection:
            raise Refused(objection)
        if details.role is not Role.COORDINATOR:
            raise Refused("The first person is the training coordinator.")
        waiting = self.directives()
        for revision in waiting:
            refuse_days_ahead(revision, self._clock.now().date())
            self._shelf.check_ready(revision)
        new = new_person(details)
        self._locksmith.set_pin(new.person, pin)
        self._book.write(PeopleAdded(people=(new,), by=None, source=None))
        self._book.write(PinSet(person=new.person, authorised_by=None))
        for revision in waiting:
            self._shelf.issue(revision, new.person)
        return new.person
