"""Signing in, and the PIN that important acts ask for again."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass

from oc_training.attestation.book import Book
from oc_training.attestation.events import (
    COMMAND,
    CodeIssued,
    NotThisPerson,
    PinSet,
    SignInLocked,
    SignInPaused,
    SignInReleased,
)
from oc_training.attestation.records import Records
from oc_training.attestation.session import Session, require_issuer, require_oversight, require_present
from oc_training.clock import Clock, stamp
from oc_training.errors import NotSignedIn, Refused, WrongPin
from oc_training.roster.credentials import Kind, Outcome
from oc_training.roster.locksmith import Locksmith
from oc_training.roster.model import DutyStatus, Person
from oc_training.roster.pace import Pace
from oc_training.roster.pins import RandomBelow, Secret, check_chosen_pin, issue_pin
from oc_training.text import one_line

NOT_ACCEPTED = (
    "That badge number and PIN were not accepted. After five wrong tries a supervisor has to release the badge."
)
"""Said for an unknown badge, a wrong PIN and a locked person alike (AUT-6)."""

NOT_THE_OFFERED = "That is not the PIN that was shown. Please look at it again and type it once more."
MAY_BE_LOCKED = "That PIN was not accepted. After five wrong tries a supervisor has to release you."
PIN_NEEDED = "That takes your PIN once more. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Entrance:
    """What a successful sign-in leads to."""

    session: Session
    must_choose_pin: bool
    """Whether a one-time code was used, so that a PIN has to be set before anything else."""
    wrong_before: int = 0
    """How many wrong tries at this badge number came before, for its owner to hear of (AUT-5)."""


class Door:
    """Lets people in with badge number and PIN, and asks for the PIN again when they act."""

    def __init__(
        self, book: Book, locksmith: Locksmith, pace: Pace, clock: Clock, random_below: RandomBelow = secrets.randbelow
    ) -> None:
        self._book = book
        self._locksmith = locksmith
        self._pace = pace
        self._clock = clock
        self._random_below = random_below
        self._one_try = threading.Lock()
        """A try counts as wrong until it was looked at, so another at the same time would wait for it in vain."""

    def sign_in(self, badge: str, pin: Secret) -> Entrance:
        """Open a session for whoever holds *badge*.

        Raises:
            NotSignedIn: in the same words whatever the cause.
            TooSoon: when a wait after wrong tries is not over, in the same words whether anybody holds the badge.
        """
        with self._one_try:
            self._pace.begin(badge, at_the_door=True)
            person = self._book.records().holder_of(badge)
            known = person is not None and self._is_here(person)
            outcome = self._verify(person.id if person and known else None, pin)
            if person is None or outcome not in {Outcome.ACCEPTED_PIN, Outcome.ACCEPTED_CODE}:
                self._pause_if_too_many()
                raise NotSignedIn(NOT_ACCEPTED)
            wrong_before = self._pace.was_right(badge, at_the_door=True)
        session = Session(person.id, stamp(self._clock.now()))
        return Entrance(session, outcome is Outcome.ACCEPTED_CODE, wrong_before)

    def _is_here(self, person: Person) -> bool:
        """Not before the first day of whoever is hired again."""
        today = self._clock.now().date()
        return self._book.records().duty_on(person.id, today) is not DutyStatus.SEPARATED

    def _pause_if_too_many(self) -> None:
        minutes = self._pace.was_wrong()
        if minutes:
            self._book.write(SignInPaused(minutes=minutes))

    def confirm(self, session: Session, pin: Secret) -> None:
        """Ask for the PIN again, as every signature and release does (SIG-8, AUT-11).

        Raises:
            WrongPin: when it does not match.
            TooSoon: when a wait after wrong tries is not over.
            NotHereAnyMore: when the person has left the department since they signed in (AUT-12).
        """
        self.prove(session.person_id, pin)

    def prove(self, person_id: str, pin: Secret | None) -> None:
        """Ask for the PIN of a person again, where a service knows who acts by their id.

        Raises:
            WrongPin: when it does not match, or none was given.
            TooSoon: when a wait after wrong tries is not over.
            NotHereAnyMore: when they have left the department.
        """
        if pin is None:
            raise WrongPin(PIN_NEEDED)
        with self._one_try:
            person = require_present(self._book.records(), person_id)
            self._pace.begin(person.badge, at_the_door=False)
            if self._verify(person_id, pin) is not Outcome.ACCEPTED_PIN:
                raise WrongPin(MAY_BE_LOCKED)
            self._pace.was_right(person.badge, at_the_door=False)

    def set_pin(self, session: Session, pin: Secret) -> None:
        """Replace a one-time code by the person's own PIN.

        Raises:
            Refused: when no code was used, or the PIN is too easy to guess, with the reason.
            NotHereAnyMore: when they have left the department since they signed in.
        """
        person = require_present(self._book.records(), session.person_id)
        objection = check_chosen_pin(pin, person.badge)
        if objection:
            raise Refused(objection)
        self._keep_pin(person.id, pin)

    def offer_pin(self, session: Session) -> Secret:
        """Make a random PIN for the person to accept, which nobody else sees; nothing is set yet (AUT-1, AUT-13).

        Raises:
            NotHereAnyMore: when they have left the department since they signed in.
        """
        return issue_pin(require_present(self._book.records(), session.person_id).badge, self._random_below)

    def accept_pin(self, session: Session, offered: Secret, typed: Secret) -> None:
        """Replace a one-time code by the PIN that was offered, once the person has typed it themselves.

        Raises:
            Refused: when what they typed is another, or no code was used; nothing is set.
            NotHereAnyMore: when they have left the department since they signed in.
        """
        require_present(self._book.records(), session.person_id)
        if typed != offered:
            raise Refused(NOT_THE_OFFERED)
        self._keep_pin(session.person_id, offered)

    def _keep_pin(self, person_id: str, pin: Secret) -> None:
        before = self._locksmith.kept(person_id)
        if before is None or before.kind is not Kind.CODE:  # or whoever finds the terminal unattended could set one
            raise Refused("A new PIN takes a one-time code from your supervisor.")
        self._book.write(PinSet(person=person_id, authorised_by=before.authorised_by))
        self._locksmith.set_pin(person_id, pin)

    def issue_code(self, person_id: str, by: str, pin: Secret | None = None) -> Secret:
        """Issue a one-time code with which a person sets a new PIN; their old PIN ends (AUT-13).

        *by* is a person id, with that person's *pin* asked for again for this act; or :data:`COMMAND`.

        Raises:
            Refused: when the person has left the department, or *by* does not supervise them.
            WrongPin: when the PIN does not match or is missing.
        """

        def issued(records: Records) -> CodeIssued:
            person = records.person(person_id) if by == COMMAND else require_issuer(records, by, person_id)
            if person.duty is DutyStatus.SEPARATED:
                raise Refused(f"{person.name} has left the department.")
            return CodeIssued(person=person.id, by=by)

        issued(self._book.records())
        if by != COMMAND:
            self.prove(by, pin)
        self._book.decide(issued)
        code = self._locksmith.issue_code(person_id, by)
        self._pace.forget(self._book.records().person(person_id).badge)
        return code

    def release(self, session: Session, person_id: str, pin: Secret, reason: str) -> None:
        """Let a locked person try again; their PIN stays as it is (AUT-4).

        Raises:
            Refused: when the signed-in person does not supervise them, or they are not locked.
            WrongPin: when the PIN does not match.
        """
        person = self._locked(require_oversight(self._book.records(), session.person_id, person_id))
        self.confirm(session, pin)
        self._release(person, session.person_id, reason)

    def release_by_command(self, person_id: str) -> None:
        """Let a locked person try again, by whoever administers the machine: the only coordinator may be locked.

        Raises:
            Refused: when they are not locked.
        """
        self._release(self._locked(self._book.records().person(person_id)), COMMAND, "")

    def _locked(self, person: Person) -> Person:
        if not self.is_locked(person.id):
            raise Refused(f"The sign-in of {person.name} is not locked.")
        return person

    def _release(self, person: Person, by: str, reason: str) -> None:
        self._book.write(SignInReleased(person=person.id, by=by, reason=one_line(reason)))
        self._locksmith.release(person.id)
        self._pace.forget(person.badge)

    def is_locked(self, person_id: str) -> bool:
        """Whether five wrong tries locked this person out."""
        kept = self._locksmith.kept(person_id)
        return kept is not None and kept.locked

    def not_me(self, session: Session, directive: str | None) -> None:
        """Record that whoever stands here is not the person on the screen (SIG-5)."""
        self._book.write(NotThisPerson(person=session.person_id, directive=directive))

    def _verify(self, person_id: str | None, pin: Secret) -> Outcome:
        locked_before = person_id is not None and self.is_locked(person_id)
        outcome = self._locksmith.verify(person_id, pin)
        if person_id is not None and not locked_before and self.is_locked(person_id):
            self._book.write(SignInLocked(person=person_id))
        return outcome
