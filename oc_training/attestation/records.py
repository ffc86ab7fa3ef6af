"""What the book's entries add up to: people, issued revisions, attempts, signatures.

Everything a screen shows is a fold over entries, so the state as of a past date is the same fold
over fewer of them. Nothing here is stored; it can be built again from the book at any time.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import msgspec

from oc_training.attestation import (
    directive_events,
    duty_events,
    events,
    sign_in_events,
    signature_events,
    station_events,
    training_events,
)
from oc_training.attestation.clock_guard import ClockState, Trail
from oc_training.attestation.dealings import Dealings
from oc_training.attestation.figures import ALWAYS_AGAIN
from oc_training.attestation.happened import History, Signature
from oc_training.attestation.issued_fold import IssuedFold
from oc_training.attestation.recorded import Recorded, people_in, read_entry, recorded_as, unknown_kind
from oc_training.attestation.recorded_rules import RecordedRules
from oc_training.attestation.roster_fold import RosterFold
from oc_training.clock import local_date, moment, stamp
from oc_training.ledger.port import OWN_KINDS, Entry, Head

SOON_AFTER_A_RESET = timedelta(hours=24)
"""A signature this soon after its signer's PIN was reset is flagged (SIG-9)."""


_SUSPECT = ClockState.SUSPECT.value


class Records(RosterFold, IssuedFold):
    """The state of the book up to some entry; grows by :meth:`apply` and never shrinks.

    Of most entries only the number is kept: *entry_of* reads one from the book when it is asked for.
    """

    def __init__(self, entry_of: Callable[[int], Entry]) -> None:
        RosterFold.__init__(self)
        IssuedFold.__init__(self)
        self.rules = RecordedRules()
        self._entry_of = entry_of
        self._last: Entry | None = None
        self._pins: dict[str, Recorded] = {}
        self._flagged_until: dict[str, str] = {}
        """By person, the moment up to which a signature comes too soon after a reset of the PIN, as it is stamped."""
        self._after_resets: set[int] = set()
        self._voided: dict[int, Recorded] = {}
        self._locks: dict[str, Recorded] = {}
        self._paused: Recorded | None = None
        self._between: dict[tuple[str, str], Dealings] = {}
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
                raise unknown_kind(entry) from error
            self._take(entry, event)
            self._take_time(entry, event)
        # Last, so that an entry that cannot be taken in is not passed over at the next try.
        self._last = entry

    def _take(self, entry: Entry, event: events.Outline) -> None:
        match event:  # what is most of a book comes first, here and below
            case events.AttemptOutline():
                self._dealings(event.person, event.directive).take_attempt(entry.seq, passed=event.passed)
            case events.AcknowledgedOutline():
                self._take_signature(entry, event)
            case training_events.AttemptReleased():
                self._dealings(event.person, event.directive).take_release()
            case signature_events.PaperRecorded() | signature_events.Declined() | signature_events.PaperRequested():
                dealings = self._dealings(event.who.person, event.text.directive)
                dealings.take_answer(entry.seq, local_date(entry.at, entry.offset), event)
            case directive_events.RevisionIssued() | directive_events.RevisionWithdrawn():
                self._take_revision(recorded_as(entry, event), event)
            case signature_events.Voided():
                self._take_voided(recorded_as(entry, event), event)
            case (
                sign_in_events.PinSet()
                | sign_in_events.SignInPaused()
                | sign_in_events.SignInLocked()
                | sign_in_events.SignInReleased()
            ):
                self._take_sign_in(recorded_as(entry, event), event)
            case duty_events.ScheduleSet() | duty_events.Reminded():
                self.rules.take(event, entry.seq, local_date(entry.at, entry.offset))
            case _:
                self._take_roster(entry, event)
        for person in people_in(event):
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

    def _take_signature(self, entry: Entry, event: events.AcknowledgedOutline) -> None:
        person, text = event.who.person, event.text
        # A clock that was set back since then makes no difference: it is flagged too.
        if entry.at < self._flagged_until.get(person, ""):
            self._after_resets.add(entry.seq)
        dealings = self._dealings(person, text.directive)
        dealings.signatures.append(Signature(text.revision, event.local_date, event.cycle, entry.seq))

    def _take_voided(self, recorded: Recorded, event: signature_events.Voided) -> None:
        """Standing is what it would be without the signature; that there was one stays to be seen."""
        self._voided[event.signature] = recorded
        dealings = self._dealings(event.person, event.directive)
        dealings.take_voided(recorded.entry.seq, recorded.day, event, self.name_of(event.by))

    def _dealings(self, person: str, directive: str) -> Dealings:
        found = self._between.get((person, directive))
        if found is None:
            found = self._between[person, directive] = Dealings()
        return found

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

    def attempts(self, person_id: str, directive: str) -> tuple[training_events.AttemptMade, ...]:
        """Every attempt this person made at a directive's scenarios, oldest first."""
        dealings = self._between.get((person_id, directive))
        made = (self._recorded(seq).event for seq in dealings.attempts) if dealings else ()
        return tuple(event for event in made if isinstance(event, training_events.AttemptMade))

    def failed_attempts(self, person_id: str, directive: str) -> int:
        """Attempts that did not pass since the last that did."""
        dealings = self._between.get((person_id, directive))
        return dealings.failed if dealings else 0

    def needs_release(self, person_id: str, directive: str) -> bool:
        """Whether the next attempt needs a supervisor's release."""
        dealings = self._between.get((person_id, directive))
        return dealings is not None and dealings.needs_release

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
        dealings = self._between.get((person_id, directive)) or Dealings()
        known = self._circumstances
        added_entry, added = self._added.get(person_id, (0, date.min))
        return History(
            self.issued(directive),
            tuple(dealings.signatures),
            known.leaves(person_id),
            added_entry,
            tuple(self._remarks(dealings, directive, day)),
            dealings.answers,
            known.exemptions(person_id, directive),
            known.assignments(person_id, directive),
            known.placements(person_id),
            added,
            known.not_asked(person_id),
            dealings.voidings,
        )

    def _remarks(self, dealings: Dealings, directive: str, day: date) -> Iterator[str]:
        """What a supervisor should see besides; a voided signature until a revision in force asks again."""
        for voided in dealings.voidings[-1:]:
            asked = [each for each in self.issued(directive) if each.change in ALWAYS_AGAIN and each.in_force <= day]
            if all(voided.entry > each.entry and voided.day >= each.in_force for each in asked):
                signature = voided.signature
                signed = f"The signature of {signature.signed} (entry {signature.entry})"
                yield f"{signed} was voided on {voided.day} (entry {voided.entry})."
        if dealings.needs_release:
            yield f"{dealings.failed} attempts did not pass; a supervisor's release is needed."
        if dealings.signatures and dealings.signatures[-1].entry in self._after_resets:
            yield "The last signature was made less than 24 hours after a PIN reset."

    def of_person(self, person_id: str) -> tuple[Recorded, ...]:
        """Every entry that concerns a person, oldest first."""
        return tuple(self._recorded(seq) for seq in self._by_person.get(person_id, ()))

    def _recorded(self, seq: int) -> Recorded:
        return read_entry(self._entry_of(seq))
