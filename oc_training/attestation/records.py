"""What the book's entries add up to: people, issued revisions, attempts, signatures.

Everything a screen shows is a fold over entries, so the state as of a past date is the same fold
over fewer of them. Nothing here is stored; it can be built again from the book at any time.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

import msgspec

from oc_training.attestation import (
    directive_events,
    duty_events,
    events,
    roster_events,
    sign_in_events,
    signature_events,
    station_events,
    training_events,
)
from oc_training.attestation.circumstances import Circumstance, Circumstances
from oc_training.attestation.clock_guard import ClockState, Trail
from oc_training.attestation.figures import ALWAYS_AGAIN
from oc_training.attestation.happened import (
    Answer,
    DutyChange,
    History,
    IssuedRevision,
    Placement,
    ReplacedChange,
    Signature,
    VoidedSignature,
)
from oc_training.attestation.recorded_rules import RecordedRules
from oc_training.clock import local_date, moment, stamp
from oc_training.errors import LedgerDamaged, NotFound
from oc_training.ledger.port import OWN_KINDS, Entry, Head
from oc_training.roster.model import DutyStatus, Person

FAILED_ATTEMPTS_ALLOWED = 3
"""After so many attempts that did not pass, each further one needs a supervisor's release."""


SOON_AFTER_A_RESET = timedelta(hours=24)
"""A signature this soon after its signer's PIN was reset is flagged (SIG-9)."""


_SUSPECT = ClockState.SUSPECT.value


class Recorded(msgspec.Struct, frozen=True):
    """An event with the entry that holds it."""

    entry: Entry
    event: events.Event
    """What happened, as it was handed over to be written."""
    clock: str | None = None
    """What was thought of the clock that dated the entry; None in entries of older programs."""

    @property
    def day(self) -> date:
        """The station's calendar day on which it was written."""
        return local_date(self.entry.at, self.entry.offset)


def read_entry(entry: Entry) -> Recorded:
    """An entry of the book with its event.

    Raises:
        LedgerDamaged: when the entry is of a kind or shape this program does not know.
    """
    try:
        return _recorded(entry, events.from_json(entry.kind, entry.stored_body))
    except msgspec.DecodeError as error:
        raise _unknown(entry) from error


def _recorded(entry: Entry, event: events.Event) -> Recorded:
    """The clock's state taken out of the event, which is then equal to what was handed over."""
    clock = event.clock
    return Recorded(entry, msgspec.structs.replace(event, clock=None) if clock else event, clock)


def _unknown(entry: Entry) -> LedgerDamaged:
    return LedgerDamaged(
        f"Entry {entry.seq} of the book of records is of a kind this program does not know ({entry.kind})."
    )


@dataclass(slots=True)
class _Trail:
    """What happened between one person and one directive, in order."""

    attempts: array[int] = field(default_factory=partial(array, "Q"))
    """Numbers of the entries."""
    failed: int = 0
    """Attempts that did not pass, since the last that did."""
    allowed: int = FAILED_ATTEMPTS_ALLOWED
    """How many may fail before a release is needed; a release allows one more."""
    signatures: list[Signature] = field(default_factory=list)
    answers: tuple[Answer, ...] = ()
    """Answers other than a signature; each stays, for a signature that came after it may be voided."""
    voided: tuple[VoidedSignature, ...] = ()
    """Every signature that was voided, in the order of the voiding."""

    @property
    def voidings(self) -> tuple[VoidedSignature, ...]:
        """Those of signatures after which none came that counts: what the standing would be otherwise."""
        if not self.voided:
            return ()
        latest = max((each.entry for each in self.signatures), default=0)
        return tuple(each for each in self.voided if each.signature.entry > latest)

    @property
    def answer(self) -> Answer | None:
        """The latest answer other than a signature, where no signature that counts followed it."""
        latest = self.answers[-1] if self.answers else None
        if latest is None:
            return None
        after = (each for each in self.signatures if each.entry > latest.entry)
        return latest if all(_is_before(each, latest) for each in after) else None

    @property
    def needs_release(self) -> bool:
        """Whether the next attempt needs a supervisor's release."""
        return self.failed >= self.allowed


class Records:
    """The state of the book up to some entry; grows by :meth:`apply` and never shrinks.

    Of most entries only the number is kept: *entry_of* reads one from the book when it is asked for.
    """

    def __init__(self, entry_of: Callable[[int], Entry]) -> None:
        self.rules = RecordedRules()
        self._circumstances = Circumstances()
        self._entry_of = entry_of
        self._last: Entry | None = None
        self._people: dict[str, Person] = {}
        self._badges: dict[str, str] = {}
        self._former: dict[str, list[str]] = {}
        """By badge number, who has another by now, in the order in which they gave it up."""
        self._added: dict[str, tuple[int, date]] = {}
        """By person, the entry that put them on the roster, and its day."""
        self._pins: dict[str, Recorded] = {}
        self._issued: dict[str, list[tuple[IssuedRevision, Recorded]]] = {}
        self._ever_issued: dict[str, list[tuple[IssuedRevision, Recorded]]] = {}
        self._withdrawn: dict[int, Recorded] = {}
        """By the number of the entry that issued a revision, the entry that withdrew it."""
        self._flagged_until: dict[str, str] = {}
        """By person, the moment up to which a signature comes too soon after a reset of the PIN, as it is stamped."""
        self._after_resets: set[int] = set()
        self._voided: dict[int, Recorded] = {}
        self._locks: dict[str, Recorded] = {}
        self._paused: Recorded | None = None
        self._trails: dict[tuple[str, str], _Trail] = {}
        self._clock_mark = ""
        self._clock_confirmed = 0
        self._by_person: defaultdict[str, array[int]] = defaultdict(partial(array, "Q"))

    @property
    def head(self) -> Head:
        """Number and hash of the last entry applied; 0 before the first."""
        return Head(self._last.seq, self._last.hash) if self._last else Head(0, "")

    @property
    def clock(self) -> Trail:
        """What the entries know about the time."""
        return Trail(self._clock_mark, self._clock_confirmed)

    def apply(self, entry: Entry) -> None:
        """Take one further entry in.

        Raises:
            LedgerDamaged: when the entry is of a kind or shape this program does not know.
        """
        if entry.kind not in OWN_KINDS:
            try:
                event = events.outline(entry.kind, entry.stored_body)
            except msgspec.DecodeError as error:
                raise _unknown(entry) from error
            self._take(entry, event)
            self._take_time(entry, event)
        # Last, so that an entry that cannot be taken in is not passed over at the next try.
        self._last = entry

    def _take(self, entry: Entry, event: events.Outline) -> None:
        match event:  # what is most of a book comes first, here and below
            case events.AttemptOutline():
                self._take_attempt(entry.seq, event)
            case events.AcknowledgedOutline():
                self._take_signature(entry, event)
            case training_events.AttemptReleased():
                self._take_release(event)
            case signature_events.PaperRecorded() | signature_events.Declined() | signature_events.PaperRequested():
                self._take_answer(entry, event)
            case directive_events.RevisionIssued() | directive_events.RevisionWithdrawn():
                self._take_revision(_recorded(entry, event), event)
            case signature_events.Voided():
                self._take_voided(_recorded(entry, event), event)
            case (
                sign_in_events.PinSet()
                | sign_in_events.SignInPaused()
                | sign_in_events.SignInLocked()
                | sign_in_events.SignInReleased()
            ):
                self._take_sign_in(_recorded(entry, event), event)
            case duty_events.ScheduleSet() | duty_events.Reminded():
                self.rules.take(event, entry.seq, local_date(entry.at, entry.offset))
            case _:
                self._take_roster(entry, event)
        for person in _people_in(event):
            self._by_person[person].append(entry.seq)

    def _take_sign_in(
        self,
        recorded: Recorded,
        event: sign_in_events.PinSet
        | sign_in_events.SignInPaused
        | sign_in_events.SignInLocked
        | sign_in_events.SignInReleased,
    ) -> None:
        match event:
            case sign_in_events.SignInPaused():
                self._paused = recorded
            case sign_in_events.SignInLocked() | sign_in_events.SignInReleased():
                self._locks[event.person] = recorded
            case sign_in_events.PinSet():
                if event.person in self._pins:
                    self._flagged_until[event.person] = stamp(moment(recorded.entry.at) + SOON_AFTER_A_RESET)
                self._pins[event.person] = recorded

    def _take_time(self, entry: Entry, event: events.Outline) -> None:
        """The latest time that was believed; a confirmation begins it anew, wherever it stood."""
        if isinstance(event, station_events.ClockConfirmed):
            self._clock_mark, self._clock_confirmed = entry.at, entry.seq
        elif event.clock != _SUSPECT and (at := entry.at) > self._clock_mark:
            self._clock_mark = at

    def _take_roster(self, entry: Entry, event: events.Outline) -> None:
        match event:
            case roster_events.PeopleAdded(people=people):
                day = local_date(entry.at, entry.offset)  # once: a whole roster may stand in one entry
                for new in people:
                    self._take_person(entry.seq, day, new)
            case roster_events.PersonChanged():
                self._take_person(entry.seq, local_date(entry.at, entry.offset), event)
            case roster_events.DutyChanged():
                self._take_duty(entry, event)
            case duty_events.DutyCorrected():
                self._take_correction(entry, event)
            case (
                duty_events.Moved()
                | duty_events.Exempted()
                | duty_events.ExemptionEnded()
                | duty_events.Assigned()
                | duty_events.AssignmentEnded()
            ):
                self._take_circumstance(entry, event)
            case _:
                pass

    def _take_person(self, seq: int, day: date, event: roster_events.NewPerson | roster_events.PersonChanged) -> None:
        details = event.details
        before = self._people.get(event.person)
        if before is None:
            self._people[event.person] = Person(event.person, details, DutyStatus.ON_DUTY, event.started)
            self._added[event.person] = seq, day
        else:
            self._circumstances.take_placement(before, event.unit, event.rank, day, seq, day)
            if before.badge != details.badge:
                former = self._former.setdefault(before.badge.casefold(), [])
                former.append(event.person)
            if self._badges.get(before.badge.casefold()) == event.person:
                del self._badges[before.badge.casefold()]
            never_away = not self._circumstances.duty_changes(event.person)
            since = event.started if never_away else before.duty_since
            self._people[event.person] = replace(before, details=details, duty_since=since)
        if self._people[event.person].duty is not DutyStatus.SEPARATED:
            self._badges[details.badge.casefold()] = event.person

    def _take_duty(self, entry: Entry, event: roster_events.DutyChanged) -> None:
        person = self._known(entry, event.person)
        self._people[event.person] = replace(person, duty=event.duty, duty_since=event.since, duty_reason=event.reason)
        day = local_date(entry.at, entry.offset)
        change = DutyChange(event.since, event.duty, event.reason, entry.seq, day)
        self._circumstances.take_duty(change, event.person)
        badge = person.badge.casefold()
        if event.duty is DutyStatus.SEPARATED and self._badges.get(badge) == event.person:
            del self._badges[badge]
        elif event.duty is not DutyStatus.SEPARATED:
            self._badges.setdefault(badge, event.person)

    def _take_correction(self, entry: Entry, event: duty_events.DutyCorrected) -> None:
        person = self._known(entry, event.person)
        self._circumstances.take_correction(event, entry.seq, local_date(entry.at, entry.offset))
        self._people[event.person] = self._with_duty(person, date.max)

    def _with_duty(self, person: Person, day: date) -> Person:
        """The person with the duty status they have on a day, by the latest word on it."""
        changes = self._circumstances.duty_changes(person.id)
        if not changes:
            return person
        begun = [change for change in changes if change.since <= day]
        if not begun:
            return replace(person, duty=DutyStatus.ON_DUTY, duty_since=person.details.started, duty_reason="")
        last = begun[-1]
        return replace(person, duty=last.duty, duty_since=last.since, duty_reason=last.reason)

    def _known(self, entry: Entry, person_id: str) -> Person:
        person = self._people.get(person_id)
        if person is None:
            raise LedgerDamaged(f"Entry {entry.seq} of the book of records is about nobody on the roster.")
        return person

    def _take_circumstance(self, entry: Entry, event: Circumstance) -> None:
        person = self._known(entry, event.person)
        by = self.name_of(event.by)
        self._circumstances.take(event, person, by, entry.seq, local_date(entry.at, entry.offset))
        if isinstance(event, duty_events.Moved):
            details = replace(person.details, unit=event.unit, rank=event.rank)
            self._people[event.person] = replace(person, details=details)

    def _take_revision(
        self, recorded: Recorded, event: directive_events.RevisionIssued | directive_events.RevisionWithdrawn
    ) -> None:
        if isinstance(event, directive_events.RevisionWithdrawn):
            self._take_withdrawal(recorded, event)
            return
        issued = IssuedRevision(
            event.directive,
            event.revision,
            event.change,
            max(event.effective, recorded.day),
            recorded.entry.seq,
            event.reviewed,
        )
        self._issued.setdefault(event.directive, []).append((issued, recorded))
        self._ever_issued.setdefault(event.directive, []).append((issued, recorded))

    def _take_withdrawal(self, recorded: Recorded, event: directive_events.RevisionWithdrawn) -> None:
        self._withdrawn[event.issued_entry] = recorded
        left = [pair for pair in self._issued[event.directive] if pair[0].entry != event.issued_entry]
        if left:
            self._issued[event.directive] = left
        else:
            del self._issued[event.directive]

    def _take_attempt(self, seq: int, event: events.AttemptOutline) -> None:
        trail = self._trail(event.person, event.directive)
        trail.attempts.append(seq)
        if event.passed:
            trail.failed, trail.allowed = 0, FAILED_ATTEMPTS_ALLOWED
        else:
            trail.failed += 1

    def _take_release(self, event: training_events.AttemptReleased) -> None:
        trail = self._trail(event.person, event.directive)
        trail.allowed = max(trail.failed + 1, FAILED_ATTEMPTS_ALLOWED)

    def _take_signature(self, entry: Entry, event: events.AcknowledgedOutline) -> None:
        person, text = event.who.person, event.text
        # A clock that was set back since then makes no difference: it is flagged too.
        if entry.at < self._flagged_until.get(person, ""):
            self._after_resets.add(entry.seq)
        trail = self._trail(person, text.directive)
        trail.signatures.append(Signature(text.revision, event.local_date, event.cycle, entry.seq))

    def _take_answer(
        self,
        entry: Entry,
        event: signature_events.PaperRecorded | signature_events.Declined | signature_events.PaperRequested,
    ) -> None:
        trail = self._trail(event.who.person, event.text.directive)
        seq = entry.seq
        match event:
            case signature_events.PaperRecorded():
                day = local_date(entry.at, entry.offset)
                trail.signatures.append(
                    Signature(event.text.revision, event.signed_on, event.cycle, seq, on_paper=True, recorded=day)
                )
            case signature_events.Declined() | signature_events.PaperRequested():
                on_paper = isinstance(event, signature_events.PaperRequested)
                answer = Answer(on_paper, local_date(entry.at, entry.offset), event.cycle, seq)
                trail.answers = (*trail.answers, answer)

    def _take_voided(self, recorded: Recorded, event: signature_events.Voided) -> None:
        """Standing is what it would be without the signature; that there was one stays to be seen."""
        self._voided[event.signature] = recorded
        trail, by, seq = self._trail(event.person, event.directive), self.name_of(event.by), recorded.entry.seq
        for signature in trail.signatures:
            if signature.entry == event.signature:
                voided = VoidedSignature(signature, seq, recorded.day, by, event.reason)
                trail.voided = (*trail.voided, voided)
        trail.signatures = [signature for signature in trail.signatures if signature.entry != event.signature]

    def _trail(self, person: str, directive: str) -> _Trail:
        found = self._trails.get((person, directive))
        if found is None:
            found = self._trails[person, directive] = _Trail()
        return found

    def people(self) -> tuple[Person, ...]:
        """Everybody who was ever on the roster, in the order they were added, by the latest word on their duty.

        That word may be about a day ahead: :meth:`people_on` tells who is on duty on a day.
        """
        return tuple(self._people.values())

    def person(self, person_id: str) -> Person:
        """The person with that id.

        Raises:
            NotFound: when nobody has it.
        """
        if person_id not in self._people:
            raise NotFound("There is no such person on the roster.")
        return self._people[person_id]

    def added(self, person_id: str) -> tuple[int, date]:
        """The entry that put somebody on the roster, and its day.

        Raises:
            NotFound: when nobody has that id.
        """
        return self._added[self.person(person_id).id]

    def person_on(self, person_id: str, day: date) -> Person:
        """The person with the duty status they have on *day*, where another may be recorded for a day ahead.

        Raises:
            NotFound: when nobody has that id.
        """
        return self._with_duty(self.person(person_id), day)

    def people_on(self, day: date) -> tuple[Person, ...]:
        """Everybody who was ever on the roster, each with the duty status they have on *day*."""
        return tuple(self._with_duty(person, day) for person in self._people.values())

    def duty_on(self, person_id: str, day: date) -> DutyStatus:
        """Somebody's duty status on *day*.

        Raises:
            NotFound: when nobody has that id.
        """
        return self.person_on(person_id, day).duty

    def duty_changes(self, person_id: str) -> tuple[DutyChange, ...]:
        """Every change of somebody's duty status that still holds, in the order of its day; those ahead too."""
        return self._circumstances.duty_changes(person_id)

    def replaced_changes(self, person_id: str) -> tuple[ReplacedChange, ...]:
        """Every change of somebody's duty status that counts no more, and the entry that took its place."""
        return self._circumstances.replaced_changes(person_id)

    def holder_of(self, badge: str) -> Person | None:
        """Who holds that badge number now; letters count the same in either case."""
        person_id = self._badges.get(badge.strip().casefold())
        return self._people[person_id] if person_id else None

    def former_holders_of(self, badge: str) -> tuple[Person, ...]:
        """Whoever had that badge number before and has another now; the last to give it up comes last."""
        return tuple(self._people[person] for person in self._former.get(badge.strip().casefold(), ()))

    def pin_set(self, person_id: str) -> Recorded | None:
        """The entry of the latest time this person set a PIN."""
        return self._pins.get(person_id)

    def is_soon_after_a_reset(self, seq: int) -> bool:
        """Whether entry *seq* is a signature made less than 24 hours after its signer's PIN was reset (SIG-9)."""
        return seq in self._after_resets

    def voided(self, seq: int) -> Recorded | None:
        """The entry that voided the signature in entry *seq*, or None."""
        return self._voided.get(seq)

    def lock_of(self, person_id: str) -> Recorded | None:
        """The entry of the latest time this person's sign-in was locked or released, whichever came last."""
        return self._locks.get(person_id)

    @property
    def latest_pause(self) -> Recorded | None:
        """The entry of the latest time that the station took no sign-ins for a while."""
        return self._paused

    def directives(self) -> tuple[str, ...]:
        """Numbers of the directives of which a revision was issued, sorted as people read them."""
        return tuple(sorted(self._issued, key=_reading_order))

    def issued(self, directive: str) -> tuple[IssuedRevision, ...]:
        """The issued revisions of a directive in the order of issue."""
        return tuple(revision for revision, _ in self._issued.get(directive, ()))

    def ever_issued(self, directive: str) -> tuple[tuple[IssuedRevision, Recorded, Recorded | None], ...]:
        """Every issue of a directive with its entry and, where it was withdrawn before its day, the entry of that."""
        found = self._ever_issued.get(directive, ())
        return tuple((issued, recorded, self._withdrawn.get(issued.entry)) for issued, recorded in found)

    def issue_entry(self, directive: str, revision: str) -> Recorded:
        """The entry that issued a revision and holds its text.

        Raises:
            NotFound: when it was never issued.
        """
        for issued, recorded in self._issued.get(directive, ()):
            if issued.revision == revision:
                return recorded
        raise NotFound(f"Revision {revision} of Directive {directive} was not issued at this kiosk.")

    def attempts(self, person_id: str, directive: str) -> tuple[training_events.AttemptMade, ...]:
        """Every attempt this person made at a directive's scenarios, oldest first."""
        trail = self._trails.get((person_id, directive))
        made = (self._recorded(seq).event for seq in trail.attempts) if trail else ()
        return tuple(event for event in made if isinstance(event, training_events.AttemptMade))

    def failed_attempts(self, person_id: str, directive: str) -> int:
        """Attempts that did not pass since the last that did."""
        trail = self._trails.get((person_id, directive))
        return trail.failed if trail else 0

    def needs_release(self, person_id: str, directive: str) -> bool:
        """Whether the next attempt needs a supervisor's release."""
        trail = self._trails.get((person_id, directive))
        return trail is not None and trail.needs_release

    def answered_since(self, person_id: str, text: tuple[str, str], stamped: str, entry_id: str) -> bool:
        """Whether a signature for a text was recorded at or after a stamped moment, or under that entry id.

        *text* is a directive and its revision: paper for an earlier one may be recorded late.

        The id also recognises it where the station's clock was set back in between.
        """
        return any(
            isinstance(recorded.event, signature_events.Acknowledged | signature_events.PaperRecorded)
            and (recorded.event.text.directive, recorded.event.text.revision) == text
            and (recorded.entry.at >= stamped or recorded.entry.id == entry_id)
            for recorded in self.of_person(person_id)
        )

    def given_up_since(self, person_id: str, directive: str, stamped: str) -> bool:
        """Whether somebody else said, after a stamped moment, that a training in this person's name is not theirs."""
        return any(
            isinstance(recorded.event, sign_in_events.NotThisPerson)
            and recorded.event.directive == directive
            and recorded.entry.at > stamped
            for recorded in self.of_person(person_id)
        )

    def acknowledgment(self, person_id: str, entry_id: str) -> Recorded | None:
        """The acknowledgment that this person signed under an entry id, or None."""
        for recorded in reversed(self.of_person(person_id)):
            if isinstance(recorded.event, signature_events.Acknowledged) and recorded.entry.id == entry_id:
                return recorded
        return None

    def history(self, person_id: str, directive: str, day: date = date.max) -> History:
        """What the schedule needs to know about one person and one directive on *day*."""
        trail = self._trails.get((person_id, directive)) or _Trail()
        known = self._circumstances
        added_entry, added = self._added.get(person_id, (0, date.min))
        return History(
            self.issued(directive),
            tuple(trail.signatures),
            known.leaves(person_id),
            added_entry,
            tuple(self._remarks(trail, directive, day)),
            trail.answer,
            known.exemptions(person_id, directive),
            known.assignments(person_id, directive),
            known.placements(person_id),
            added,
            known.not_asked(person_id),
            trail.voidings,
        )

    def _remarks(self, trail: _Trail, directive: str, day: date) -> Iterator[str]:
        """What a supervisor should see besides; a voided signature until a revision in force asks again."""
        for voided in trail.voidings[-1:]:
            asked = [each for each in self.issued(directive) if each.change in ALWAYS_AGAIN and each.in_force <= day]
            if all(voided.entry > each.entry and voided.day >= each.in_force for each in asked):
                signature = voided.signature
                signed = f"The signature of {signature.signed} (entry {signature.entry})"
                yield f"{signed} was voided on {voided.day} (entry {voided.entry})."
        if trail.needs_release:
            yield f"{trail.failed} attempts did not pass; a supervisor's release is needed."
        if trail.signatures and trail.signatures[-1].entry in self._after_resets:
            yield "The last signature was made less than 24 hours after a PIN reset."

    def placements(self, person_id: str) -> tuple[Placement, ...]:
        """Units and ranks in order; empty for whoever never had another."""
        return self._circumstances.placements(person_id)

    def name_of(self, person_id: str | None) -> str:
        """Who did something: a name, or in words where there is none."""
        person = self._people.get(person_id or "")
        return person.name if person else "an administrator's command"

    def of_person(self, person_id: str) -> tuple[Recorded, ...]:
        """Every entry that concerns a person, oldest first."""
        return tuple(self._recorded(seq) for seq in self._by_person.get(person_id, ()))

    def _recorded(self, seq: int) -> Recorded:
        return read_entry(self._entry_of(seq))


def _is_before(signature: Signature, answer: Answer) -> bool:
    """Whether it is of a paper for an earlier revision, recorded late, that was signed before *answer* was given."""
    if not signature.on_paper or signature.signed >= answer.day:
        return False
    return answer.cycle.id.split("/")[1] != signature.revision


def _people_in(event: events.Outline) -> tuple[str, ...]:
    """The person an event is about: what their history shows. Whoever wrote it is named inside it."""
    match event:
        case events.AttemptOutline():
            return (event.person,)
        case (
            events.AcknowledgedOutline()
            | signature_events.Acknowledged()
            | signature_events.Declined()
            | signature_events.PaperRequested()
            | signature_events.PaperRecorded()
        ):
            return (event.who.person,)
        case (
            directive_events.RevisionIssued()
            | directive_events.RevisionWithdrawn()
            | station_events.Exported()
            | sign_in_events.SignInPaused()
            | station_events.ClockConfirmed()
            | duty_events.ScheduleSet()
        ):
            return ()
        case duty_events.Reminded():
            return event.people
        case roster_events.PeopleAdded():
            return tuple(new.person for new in event.people)
        case _:
            return (event.person,)


def _reading_order(directive: str) -> tuple[tuple[int, str], ...]:
    """``3-400`` before ``10-100``: numbers by value, the rest by letter."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", directive) if part)
