"""The end of a walk: review, and then to sign, decline, ask for paper, or say "this is not me".

Nothing is signed by finishing, scrolling or waiting: it takes the typed name and the PIN again
(SIG-1, SIG-8), the walk must be complete (SIG-12), and the revision must still be the one in force (P3).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import asdict

from oc_training import __version__
from oc_training.attestation.as_they_were import text_record, who_record
from oc_training.attestation.book import Book
from oc_training.attestation.door import Door
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.review_sheet import ReviewSheet, objection_to_name
from oc_training.attestation.session import require_own_pin, require_present
from oc_training.attestation.sign_in_events import PinSet
from oc_training.attestation.signature_events import (
    Acknowledged,
    AcknowledgedAfterChanges,
    CycleRecord,
    Declined,
    Interface,
    PaperRequested,
    TextRecord,
    WhoRecord,
)
from oc_training.attestation.sitting import Sitting, TrainingDesk
from oc_training.attestation.training_events import AttemptMade
from oc_training.attestation.walk import Review
from oc_training.clock import Clock
from oc_training.errors import LedgerError, OutOfOrder, Refused
from oc_training.roster.model import Person
from oc_training.roster.pins import Secret
from oc_training.text import one_line

NOTHING_TO_SIGN = "There is nothing to sign for this directive any more. Nothing was recorded."

CHANGED = "What is shown here has changed meanwhile. Please go back and look at it again."
VOIDED = "What was signed in this training was voided. Nothing was recorded; please sign in again to begin anew."
METHOD = "badge number and PIN, PIN entered again"


@dataclass(frozen=True, slots=True)
class _Given:
    """What a person gives with a signature, as typed, and where."""

    typed_name: str
    comment: str
    interface: Interface


class SigningDesk:
    """Takes signatures and every other answer to a directive."""

    def __init__(self, desk: TrainingDesk, door: Door, book: Book, clock: Clock) -> None:
        self._desk = desk
        self._door = door
        self._book = book
        self._clock = clock

    def review(self, sitting: Sitting) -> ReviewSheet:
        """What is to be checked and signed.

        Raises:
            OutOfOrder: when sections or scenarios are still open.
            Refused: when there is too little room on the disk; asked now, so that nobody signs in vain.
            NotHereAnyMore: when the person has left the department since they signed in.
        """
        require_present(self._book.records(), require_own_pin(sitting.session))
        self._desk.require_room()
        return self._sheet(sitting)

    def _sheet(self, sitting: Sitting) -> ReviewSheet:
        _require_own(sitting)
        attempt = sitting.walk.attempt
        if attempt is None or not isinstance(sitting.next_step(), Review):
            raise OutOfOrder("The sections and scenarios come before the signature.")
        right, of = attempt.score
        return ReviewSheet(
            person=self._person(sitting),
            revision=sitting.course.revision,
            sections_displayed=sum(display.complete for display in sitting.walk.displays),
            sections_of=len(sitting.course.revision.sections),
            right=right,
            of=of,
            attempt_number=attempt.number,
            statement=self._statement(sitting),
            today=self._clock.now().date(),
            changes=sitting.walk.changes,
        )

    def sign(  # noqa: PLR0913  everything a signature is made of
        self,
        sitting: Sitting,
        typed_name: str,
        pin: Secret,
        comment: str = "",
        *,
        seen: ReviewSheet | None = None,
        interface: Interface = Interface.SCREEN,
    ) -> Recorded:
        """Record the acknowledgment; the same walk signed twice is recorded once.

        *seen* is the sheet that was shown: only what it shows is signed (P1). *interface* says where it was.

        Raises:
            Refused: when the walk or the typed name is not the person's, what was seen holds no more, another revision
                is in force now, or there is nothing to sign any more.
            WrongPin: when the PIN does not match.
            OutOfOrder: when a step is missing.
            LedgerError: when it could not be recorded; says what to do.
        """
        sheet = self._sheet(sitting)
        self._still_in_force(sitting)
        if seen is not None and seen != sheet:
            raise Refused(CHANGED)
        objection = objection_to_name(typed_name, sheet.person)
        if objection:
            raise Refused(objection)
        self._door.confirm(sitting.session, pin, [comment])
        recorded = self._recorded(sitting, sheet, _Given(typed_name, comment, interface))
        with contextlib.suppress(LedgerError):
            # It is recorded; what is left of the walk is passed over at the next visit.
            self._desk.walks.forget(sitting.walk.person, sitting.walk.directive)
        return recorded

    def _recorded(self, sitting: Sitting, sheet: ReviewSheet, given: _Given) -> Recorded:
        """The acknowledgment of this walk: the one that is there, or else a new one if it is still asked for."""
        walk = sitting.walk
        before = self._book.records().acknowledgment(walk.person, walk.id)
        if before is not None and self._book.records().voided(before.entry.seq) is not None:
            raise Refused(VOIDED)
        if before is not None:
            return self._book.write(before.event, walk.id)  # it may have been seen before it was on the disk

        def signed(_: Records) -> Acknowledged:
            self._still_in_force(sitting)
            if self._sheet(sitting) != sheet:
                raise Refused(CHANGED)
            return self._acknowledgment(sitting, sheet, self._cycle_to_answer(sitting), given)

        recorded = self._book.decide(signed, walk.id)
        if not isinstance(recorded.event, Acknowledged) or recorded.event.who.person != walk.person:
            raise Refused("What was kept of this training cannot be used. Nothing was signed; please start it again.")
        return recorded

    def _cycle_to_answer(self, sitting: Sitting) -> CycleRecord:
        """The duty that can be answered now."""
        duty = self._desk.duties.one(sitting.session, sitting.walk.directive)
        if duty is None or duty.standing.cycle is None:
            raise Refused(NOTHING_TO_SIGN)
        return duty.standing.cycle

    def decline(self, sitting: Sitting, pin: Secret, reason: str = "", entry_id: str | None = None) -> Recorded:
        """Record that the person chose not to sign; their progress is kept (REF-3).

        Tried again with the same *entry_id*, as after an unknown outcome, it is recorded once.

        Raises:
            WrongPin: when the PIN does not match.
            Refused: when there is nothing to sign any more.
        """
        return self._answer(sitting, pin, reason, _declined, entry_id)

    def ask_for_paper(self, sitting: Sitting, pin: Secret, comment: str = "", entry_id: str | None = None) -> Recorded:
        """Record that the person wants to sign on paper (SIG-3); once for each *entry_id*, and as :meth:`decline`.

        Raises:
            WrongPin: when the PIN does not match.
            Refused: when there is nothing to sign any more.
        """
        return self._answer(sitting, pin, comment, _asked_for_paper, entry_id)

    def _answer(
        self,
        sitting: Sitting,
        pin: Secret,
        typed: str,
        said: Callable[[WhoRecord, TextRecord, CycleRecord, str | None], Declined | PaperRequested],
        entry_id: str | None,
    ) -> Recorded:
        """Record an answer other than a signature, to the text that was displayed, while it is still asked for."""
        _require_own(sitting)

        def answered(_: Records) -> Declined | PaperRequested:
            self._still_in_force(sitting)
            who = who_record(self._person(sitting))
            return said(who, self._text(sitting), self._cycle_to_answer(sitting), _remark(typed))

        return self._door.act(sitting.session, pin, answered, [typed], entry_id)

    def _still_in_force(self, sitting: Sitting) -> None:
        now = self._desk.shelf.in_force(sitting.walk.directive, self._clock.now().date())
        if now.sha256 != sitting.walk.text_sha256 or now.id != sitting.walk.revision:
            raise Refused(
                f"Directive {sitting.walk.directive} was revised while you were reading. "
                "Nothing was signed; please go back, and you are led on to the new revision."
            )

    def _acknowledgment(self, sitting: Sitting, sheet: ReviewSheet, cycle: CycleRecord, given: _Given) -> Acknowledged:
        attempt = sitting.walk.attempt
        if attempt is None:
            raise OutOfOrder("The scenarios come before the signature.")
        walk = sitting.walk
        pin_set = self._book.records().pin_set(walk.person)
        signed = Acknowledged(
            who=who_record(sheet.person),
            text=self._text(sitting),
            cycle=cycle,
            displays=walk.displays,
            attempt=attempt.id,
            attempt_entry=self._attempt_entry(walk.person, attempt.id),
            attempt_number=attempt.number,
            right=sheet.right,
            of=sheet.of,
            statement_version=self._desk.shelf.statement(walk.directive, walk.revision).version,
            statement=sheet.statement,
            typed_name=one_line(given.typed_name),
            comment=_remark(given.comment),
            method=METHOD,
            signed_in=sitting.session.since,
            pin_set=pin_set.entry.at if pin_set else None,
            pin_authorised_by=pin_set.event.authorised_by if pin_set and isinstance(pin_set.event, PinSet) else None,
            consent="electronic",
            program=__version__,
            local_date=sheet.today,
            interface=given.interface,
        )
        return AcknowledgedAfterChanges(**asdict(signed), changes=sheet.changes) if sheet.changes else signed

    def _attempt_entry(self, person_id: str, attempt_id: str) -> int:
        for recorded in reversed(self._book.records().of_person(person_id)):
            if isinstance(recorded.event, AttemptMade) and recorded.event.attempt == attempt_id:
                return recorded.entry.seq
        raise OutOfOrder("The attempt at the scenarios is not recorded yet.")

    def _person(self, sitting: Sitting) -> Person:
        return self._book.records().person(sitting.walk.person)

    def _text(self, sitting: Sitting) -> TextRecord:
        revision = sitting.course.revision
        return text_record(revision, self._desk.shelf.issued_entry(revision.directive, revision.id))

    def _statement(self, sitting: Sitting) -> str:
        person, revision = self._person(sitting), sitting.course.revision
        values = {
            "name": person.name,
            "badge": person.badge,
            "rank": person.details.rank,
            "unit": person.unit,
            "directive": revision.directive,
            "title": revision.title,
            "agency": self._desk.content.agency.name,
            "effective": f"{revision.effective:%B} {revision.effective.day}, {revision.effective.year}",
            "revision": f"{revision.reviewed:%B} {revision.reviewed.day}, {revision.reviewed.year}",
        }
        return self._desk.shelf.statement(revision.directive, revision.id).filled_in(values)


def _declined(who: WhoRecord, text: TextRecord, cycle: CycleRecord, why: str | None) -> Declined:
    return Declined(who=who, text=text, cycle=cycle, reason=why)


def _asked_for_paper(who: WhoRecord, text: TextRecord, cycle: CycleRecord, why: str | None) -> PaperRequested:
    return PaperRequested(who=who, text=text, cycle=cycle, comment=why)


def _require_own(sitting: Sitting) -> None:
    """Nobody signs for anybody else, whatever was put together to look like a sitting (SIG-9).

    Raises:
        Refused: when the walk is not that of whoever is signed in.
    """
    if sitting.session.person_id != sitting.walk.person:
        raise Refused("Nobody can sign for somebody else. Nothing was recorded.")


def _remark(text: str) -> str | None:
    """A typed comment or reason as it is kept; null when there is none."""
    return one_line(text) or None
