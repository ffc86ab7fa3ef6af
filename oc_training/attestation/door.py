"""Signing in, and the PIN that important acts ask for again."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence

from oc_training.attestation.book import Book
from oc_training.attestation.events import COMMAND, Event
from oc_training.attestation.lockout import Lockout, once_for
from oc_training.attestation.reasons import has_left, required_reason
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.session import (
    Entrance,
    OneTimeCode,
    Session,
    require_issuer,
    require_oversight,
    require_own_pin,
    require_present,
)
from oc_training.attestation.sign_in_events import CodeIssued, NotThisPerson, PinSet, SignInPaused, SignInReleased
from oc_training.clock import Clock, stamp
from oc_training.errors import NotSignedIn, Refused, WrongPin
from oc_training.roster.credentials import Kind, Outcome
from oc_training.roster.locksmith import RELEASE_FIRST, Locksmith
from oc_training.roster.model import DutyStatus, Person
from oc_training.roster.pace import Pace
from oc_training.roster.pins import RandomBelow, Secret, check_chosen_pin, issue_pin, stands_in

_AFTER_FIVE = "After five wrong tries a supervisor has to release the badge."
NOT_ACCEPTED = f"That badge number and PIN were not accepted. {_AFTER_FIVE}"
"""Said for an unknown badge, a wrong PIN and a locked person alike (AUT-6)."""

NOT_THE_OFFERED = "That is not the PIN that was shown. Please look at it again and type it once more."
MAY_BE_LOCKED = f"That PIN was not accepted. {_AFTER_FIVE}"
PIN_NEEDED = "That takes your PIN once more. Nothing was changed."
PIN_IN_WORDS = "Your PIN stands in the words that you typed, where others would read it. Nothing was recorded."


class Door:
    """Lets people in with badge number and PIN, and asks for the PIN again when they act."""

    def __init__(  # noqa: PLR0913, PLR0917  # each part is handed in
        self,
        book: Book,
        locksmith: Locksmith,
        pace: Pace,
        clock: Clock,
        forget_training: Callable[[str, str], None],
        random_below: RandomBelow = secrets.randbelow,
    ) -> None:
        """*forget_training* is given a person and a directive whose training was gone through by somebody else."""
        self._book = book
        self._locksmith = locksmith
        self._lockout = Lockout(book, locksmith)
        self._pace = pace
        self._clock = clock
        self._forget_training = forget_training
        self._random_below = random_below
        self._one_try = threading.Lock()
        """A try counts as wrong until it was looked at, so another at the same time would wait for it in vain."""

    def sign_in(self, badge: str, pin: Secret, *, in_passing: bool = False) -> Entrance:
        """Open a session for whoever holds *badge*.

        *in_passing* is for whoever shows who they are without staying: the wrong tries before them are told to nobody
        there, so they are kept for the next sign-in (AUT-5).

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
            wrong_before = self._pace.was_right(badge, at_the_door=True, keep_others=in_passing)
        code = OneTimeCode() if outcome is Outcome.ACCEPTED_CODE else None
        session = Session(person.id, stamp(self._clock.now()), code)
        return Entrance(session, session.must_choose_pin, wrong_before)

    def _is_here(self, person: Person) -> bool:
        """Not before the first day of whoever is hired again."""
        today = self._clock.now().date()
        return self._book.records().duty_on(person.id, today) is not DutyStatus.SEPARATED

    def _pause_if_too_many(self) -> None:
        minutes = self._pace.was_wrong()
        if minutes:
            self._book.write(SignInPaused(minutes=minutes))

    def confirm(self, session: Session, pin: Secret, typed: Sequence[str] = ()) -> None:
        """Ask for the PIN again, as every signature and release does (SIG-8, AUT-11).

        *typed* is what the person wrote, and what will stand in the book.

        Raises:
            WrongPin: when it does not match.
            TooSoon: when a wait after wrong tries is not over.
            Refused: when the PIN stands in what they wrote, or they have only a one-time code.
            NotHereAnyMore: when the person has left the department since they signed in (AUT-12).
        """
        self.prove(session.person_id, pin, typed)

    def prove(self, person_id: str, pin: Secret | None, typed: Sequence[str] = ()) -> None:
        """Ask for the PIN of a person again, where a service knows who acts by their id.

        Raises:
            WrongPin: when it does not match, or none was given.
            TooSoon: when a wait after wrong tries is not over.
            Refused: when the PIN stands in what they *typed*: no book and no list is to hold it.
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
        if any(stands_in(pin, each) for each in typed):
            raise Refused(PIN_IN_WORDS)

    def act(
        self,
        session: Session,
        pin: Secret,
        decide: Callable[[Records], Event],
        typed: Sequence[str] = (),
        entry_id: str | None = None,
    ) -> Recorded:
        """Refuse what cannot be before any PIN is tried; then ask for it; then write what still can be.

        *decide* makes the entry of the records and is asked again where others wrote meanwhile; *typed* is what of it
        the person wrote.

        Raises:
            WrongPin: when the PIN does not match; nothing was written.
            OcTrainingError: whatever *decide* raises; nothing was written.
        """
        decide(self._book.records())
        self.confirm(session, pin, typed)
        return self._book.decide(decide, entry_id)

    def set_pin(self, session: Session, pin: Secret) -> None:
        """Replace a one-time code by the person's own PIN.

        Raises:
            Refused: when no code was used, or the PIN is too easy to guess, with the reason.
            NotHereAnyMore: when they have left the department since they signed in.
        """
        person = require_present(self._book.records(), session.person_id)
        objection = check_chosen_pin(pin, person.badge, person.details.public_words)
        if objection:
            raise Refused(objection)
        self._keep_pin(session, pin)

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
        self._keep_pin(session, offered)

    def _keep_pin(self, session: Session, pin: Secret) -> None:
        """Record that a PIN is set, and set it; tried again with the same code it is recorded once."""
        before = self._locksmith.kept(session.person_id)
        if before is None or before.kind is not Kind.CODE:  # or whoever finds the terminal unattended could set one
            raise Refused("A new PIN takes a one-time code from your supervisor.")
        if before.locked:
            raise Refused(RELEASE_FIRST)
        event = PinSet(person=session.person_id, authorised_by=before.authorised_by)
        self._book.write(event, once_for("pin set", before.name))
        self._locksmith.set_pin(session.person_id, pin)
        if session.code is not None:
            session.code.replaced = True

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
                raise Refused(has_left(person))
            return CodeIssued(person=person.id, by=by)

        issued(self._book.records())
        if by != COMMAND:
            self.prove(by, pin)
        with self._one_try:
            lock = self._lockout.in_both(person_id) or self._lockout.in_the_book(person_id)
            before = self._locksmith.kept(person_id)
            # Where the PIN of before could not be replaced once it was recorded, the next try is the same act.
            self._book.decide(issued, once_for(f"code issued by {by}", before.name if before else None))
            code = self._locksmith.issue_code(person_id, by, lock)
        self._pace.forget(self._book.records().person(person_id).badge)
        return code

    def release(self, session: Session, person_id: str, pin: Secret, reason: str) -> None:
        """Let a locked person try again; their PIN stays as it is (AUT-4).

        Raises:
            Refused: when the signed-in person does not supervise them or gives no reason, or they are not locked.
            WrongPin: when the PIN does not match.
        """
        by = require_own_pin(session)

        def released(records: Records) -> SignInReleased:
            person = self._locked(require_oversight(records, by, person_id))
            return SignInReleased(person=person.id, by=by, reason=required_reason(reason))

        released(self._book.records())
        self.confirm(session, pin, [reason])
        self._release(person_id, by, released)

    def release_by_command(self, person_id: str, reason: str) -> None:
        """Let a locked person try again, by whoever administers the machine: the only coordinator may be locked.

        Raises:
            Refused: when they are not locked, or no reason is given.
        """

        def released(records: Records) -> SignInReleased:
            person = self._locked(records.person(person_id))
            return SignInReleased(person=person.id, by=COMMAND, reason=required_reason(reason))

        self._release(person_id, COMMAND, released)

    def _locked(self, person: Person) -> Person:
        if not self._lockout.holds(person.id):
            raise Refused(f"The sign-in of {person.name} is not locked.")
        return person

    def _release(self, person_id: str, by: str, released: Callable[[Records], SignInReleased]) -> None:
        """Record a release and carry it out; where only the first was done, the next try does the second."""
        with self._one_try:
            lock = self._lockout.in_both(person_id)
            self._book.decide(released, once_for(f"released by {by}", lock))
            self._locksmith.release(person_id, lock)
        self._pace.forget(self._book.records().person(person_id).badge)

    def is_locked(self, person_id: str) -> bool:
        """Whether five wrong tries locked this person out, by what is kept of their PIN or by the book."""
        return self._lockout.holds(person_id)

    def not_me(self, session: Session, directive: str | None) -> None:
        """Record that whoever stands here is not the person on the screen (SIG-5).

        What they went through of a *directive* is forgotten: sections that a stranger had before them must not count
        as displayed to the person who signs. What is lost is reading, never anything recorded.

        Raises:
            NotHereAnyMore: when the person on the screen has left the department since they signed in.
        """
        person_id = require_present(self._book.records(), session.person_id).id
        self._book.write(NotThisPerson(person=person_id, directive=directive))
        if directive is not None:
            self._forget_training(person_id, directive)

    def _verify(self, person_id: str | None, pin: Secret) -> Outcome:
        if person_id is not None:
            self._lockout.settle(person_id)
        outcome = self._locksmith.verify(person_id, pin)
        if person_id is not None and outcome is Outcome.REFUSED:
            self._lockout.in_both(person_id)  # recorded with the try that brought it about
        return outcome
