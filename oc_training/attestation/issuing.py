"""Putting a revision in force: who may, who has to agree, and what must be in order on the day it is issued.

The entry is written now and the revision is in force from its effective date, so that a department can have
everything ready and announced before the day comes.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from msgspec.structs import asdict

from oc_training.attestation.book import Book
from oc_training.attestation.checking import BeforeIssue
from oc_training.attestation.confirmed import Confirmations, Confirmed
from oc_training.attestation.content import Content
from oc_training.attestation.directive_events import RevisionWithdrawn, RevisionWithdrawnByTwo
from oc_training.attestation.door import Door
from oc_training.attestation.happened import IssuedRevision
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.session import Session, may_supervise, require_coordinator, require_own_pin
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.standing import in_force_on
from oc_training.attestation.walk import Course
from oc_training.clock import Clock
from oc_training.errors import ContentProblems, NotFound, Refused
from oc_training.policy.comparison import Comparison, compare
from oc_training.policy.model import Revision
from oc_training.policy.succession import refuse_days_ahead
from oc_training.roster.pins import Secret
from oc_training.text import one_line


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Somebody else who approves, proven by what they alone know."""

    badge: str
    pin: Secret


class Issuing:
    """Issues revisions for the training coordinator."""

    def __init__(self, book: Book, content: Content, shelf: Shelf, door: Door, clock: Clock) -> None:
        self._book = book
        self._content = content
        self._shelf = shelf
        self._door = door
        self._clock = clock
        self._confirmations = Confirmations(clock)

    @property
    def asks_second_person(self) -> bool:
        """Whether the department wants a second person's approval, by its file as it is now."""
        return self._content.fresh().issue_rules.second_person

    def ready(self, directive: str, revision: str) -> Revision:
        """The revision of that id among the files, if it can be issued today.

        Raises:
            NotFound: when there is no such file.
            Refused: when it was issued already, or something about its days is not in order.
            ContentProblems: when a file is wrong, or the bank does not fit; names all that a check finds of the two.
        """
        found = self._content.library.find(directive, revision)
        if found is None:
            raise NotFound(f"There is no file content/{directive}/{revision}.md.")
        if any(known.revision == revision for known in self._book.records().issued(directive)):
            raise Refused(f"Revision {revision} of Directive {directive} was issued already.")
        looked = self.looked_through(found)
        if not looked.can_be_issued:
            raise ContentProblems(looked.problems)
        self._shelf.check_ready(found)
        self._days_in_order(found)
        return found

    def beside_the_last(self, revision: Revision) -> Comparison | None:
        """What changed from the revision issued last to this one; None where it is the first."""
        before = self._shelf.newest_issued(revision.directive)
        return compare(before, revision) if before is not None else None

    def looked_through(self, revision: Revision) -> BeforeIssue:
        """What the check says of it and of its questions, for whoever issues it to see.

        Raises:
            ContentProblems: when a file cannot be read.
            Refused: when the words of an issued revision were changed in its file.
        """
        return self._shelf.looked_through(revision)

    def confirm(self, session: Session, revision: Revision, pin: Secret) -> Confirmed:
        """The coordinator's half of issuing, where a second person has to approve as well; nothing is written.

        Raises:
            Refused: when the signed-in person is not the coordinator, or the revision cannot be issued today.
            WrongPin: when the PIN does not match.
        """
        self._may_issue(session, revision)
        self._door.confirm(session, pin)
        return self._confirmations.give(session, revision)

    def issue(
        self, session: Session, revision: Revision, proof: Secret | Confirmed, second: SecondPerson | None = None
    ) -> Recorded:
        """Write *revision* into the book: in force from its effective date, or from today if that has passed.

        *proof* is the coordinator's PIN, or what :meth:`confirm` gave for it until the second person was there.

        Raises:
            Refused: when the signed-in person is not the coordinator, a second person has to approve and did not or
                may not, too long after the coordinator, or the revision cannot be issued today.
            NotSignedIn: when the second person's badge and PIN do not match.
            WrongPin: when the coordinator's PIN does not match.
            ContentProblems: when a file is wrong, or the bank does not fit.
        """
        if second is None and self.asks_second_person:
            require_coordinator(self._book.records(), require_own_pin(session))
            raise Refused("Here a second person has to approve what is issued. Nothing was issued.")
        self._may_issue(session, revision)
        self._prove(session, revision, proof)
        approved_by = self._approval(second, session) if second is not None else None
        recorded = self._shelf.issue(revision, session.person_id, approved_by)
        self._confirmations.forget()
        return recorded

    def can_withdraw(self, directive: str, revision: str) -> IssuedRevision:
        """The issue of a revision, if it can still be withdrawn: it is the last one and its day has not come.

        Raises:
            NotFound: when it was not issued, or was withdrawn already.
            Refused: when its day has come, or another was issued after it.
        """
        records = self._book.records()
        records.issue_entry(directive, revision)
        last = records.issued(directive)[-1]
        if last.revision != revision:
            raise Refused(f"Revision {last.revision} was issued after it; withdraw that one first, if its day allows.")
        if last.in_force <= self._clock.now().date():
            raise Refused(
                f"Revision {revision} of Directive {directive} is in force since {last.in_force}. What is in force is "
                "not withdrawn; issue a new revision."
            )
        return last

    def confirm_withdrawal(self, session: Session, directive: str, revision: str, pin: Secret) -> Confirmed:
        """The coordinator's half of taking a revision back, where a second person has to approve; nothing is written.

        Raises:
            NotFound: when it was not issued, or was withdrawn already.
            Refused: when the signed-in person is not the coordinator, or it cannot be withdrawn any more.
            WrongPin: when the PIN does not match.
        """
        require_coordinator(self._book.records(), require_own_pin(session))
        issued = self.can_withdraw(directive, revision)
        self._door.confirm(session, pin)
        return self._confirmations.give(session, issued)

    def withdraw(  # noqa: PLR0913 - who, what, why and who agrees
        self,
        session: Session,
        directive: str,
        revision: str,
        proof: Secret | Confirmed,
        *,
        reason: str,
        second: SecondPerson | None = None,
    ) -> Recorded:
        """Take back a revision before its day: from now on it is as if it had never been issued.

        *proof* is the coordinator's PIN, or what :meth:`confirm_withdrawal` gave for it.

        Raises:
            NotFound: when it was not issued, or was withdrawn already.
            Refused: when the signed-in person is not the coordinator, gives no reason, a second person has to approve
                and did not or may not, too long after the coordinator, its day has come, or another was issued later.
            NotSignedIn: when the second person's badge and PIN do not match.
            WrongPin: when the coordinator's PIN does not match.
        """
        require_coordinator(self._book.records(), require_own_pin(session))
        why = one_line(reason)
        if not why:
            raise Refused("Say in a sentence why it is withdrawn; it is kept.")
        issued = self.can_withdraw(directive, revision)
        self._prove(session, issued, proof)
        if second is None and self.asks_second_person:
            raise Refused("Here a second person has to approve what is withdrawn. Nothing was withdrawn.")
        event = RevisionWithdrawn(
            directive=directive, revision=revision, issued_entry=issued.entry, reason=why, by=session.person_id
        )
        if second is not None:
            event = RevisionWithdrawnByTwo(**asdict(event), approved_by=self._approval(second, session))
        # The id follows from the issue, so that two terminals at once withdraw it once.
        recorded = self._book.write(event, uuid.uuid5(uuid.NAMESPACE_OID, f"{directive}/withdrawn/{issued.entry}").hex)
        self._confirmations.forget()
        return recorded

    def _may_issue(self, session: Session, revision: Revision) -> None:
        require_coordinator(self._book.records(), require_own_pin(session))
        self._days_in_order(revision)

    def _prove(self, session: Session, act: Revision | IssuedRevision, proof: Secret | Confirmed) -> None:
        if isinstance(proof, Confirmed):
            self._confirmations.require(proof, session, act)
        else:
            self._door.confirm(session, proof)

    def _approval(self, second: SecondPerson, session: Session) -> str:
        entrance = self._door.sign_in(second.badge, second.pin, in_passing=True)
        person = self._book.records().person(entrance.session.person_id)
        if person.id == session.person_id:
            raise Refused("The second person has to be somebody else.")
        if entrance.must_choose_pin:
            raise Refused(f"{person.name} has to set a PIN at the kiosk first.")
        if not may_supervise(person):
            raise Refused("The second person has to be a supervisor or another training coordinator.")
        return person.id

    def _days_in_order(self, revision: Revision) -> None:
        today = self._clock.now().date()
        refuse_days_ahead(revision, today)
        if revision.effective > today:
            self._people_can_train_until_then(revision)

    def _people_can_train_until_then(self, revision: Revision) -> None:
        """Until a revision takes effect people train on the one before, with the same bank."""
        issued = self._book.records().issued(revision.directive)
        present = in_force_on(issued, self._clock.now().date())
        if present is None:
            return
        now = self._shelf.revision(revision.directive, present.revision)
        self._content.renew()
        try:
            Course(now, self._shelf.bank(now)).fresh_draw(0, frozenset())
        except Refused as error:
            raise Refused(
                f"Until {revision.effective} people train on revision {now.id}, and of the bank too few questions fit "
                f"that. {error} Issue it on its effective date, or put the questions back that fit the present text."
            ) from error
