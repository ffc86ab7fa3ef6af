"""What the book says about one person and one directive, as far as the schedule is concerned.

Plain values between the fold over entries, which makes them, and the arithmetic, which reads them. Each carries the
number of the entry it comes from, and the day of that entry where it says something about an earlier day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from oc_training.attestation.signature_events import CycleRecord
from oc_training.roster.model import DutyStatus


@dataclass(frozen=True, slots=True)
class IssuedRevision:
    """A revision as far as the schedule is concerned."""

    directive: str
    revision: str
    change: str
    in_force: date
    """The later of its effective date and the day it was issued at the station."""
    entry: int
    reviewed: date


class Signature(msgspec.Struct, frozen=True):
    """An acknowledgment, electronic or on paper, as far as the schedule is concerned."""

    revision: str
    signed: date
    cycle: CycleRecord
    entry: int
    on_paper: bool = False
    recorded: date | None = None
    """The day of the entry, where it can be later than *signed*."""


class Answer(msgspec.Struct, frozen=True):
    """An answer other than a signature: a matter for the supervisor."""

    paper: bool
    """Whether paper was asked for; otherwise the person declined."""
    day: date
    cycle: CycleRecord
    entry: int

    @property
    def words(self) -> str:
        """What the supervisor is told."""
        if self.paper:
            return f"Asked on {self.day} to sign on paper."
        return f"Declined to sign on {self.day}; supervisor to follow up."

    @property
    def words_on_an_earlier_text(self) -> str:
        """The same once a new text asks everyone anew."""
        if self.paper:
            return f"Asked on {self.day} to sign the earlier text on paper."
        return f"Declined to sign the earlier text on {self.day}; supervisor to follow up."

    @property
    def revision(self) -> str:
        """The text that was answered."""
        return self.cycle.id.split("/")[1]

    def is_to(self, cycle: CycleRecord) -> bool:
        """Whether it is an answer to this duty, and not to an earlier one."""
        return self.day >= cycle.opened or self.cycle.id == cycle.id


@dataclass(frozen=True, slots=True)
class VoidedSignature:
    """A signature that was declared not to count."""

    signature: Signature
    entry: int
    """The entry that voids it."""
    day: date
    by: str
    """The name of whoever voided it."""
    reason: str


@dataclass(frozen=True, slots=True)
class DutyChange:
    """Another duty status from a day on."""

    since: date
    duty: DutyStatus
    reason: str
    entry: int
    recorded: date
    known_from: date
    """The first day on which the book said so; a correction that leaves such a day as it was does not move it."""


@dataclass(frozen=True, slots=True)
class ReplacedChange:
    """A change of duty status that counts no more."""

    change: DutyChange
    by: int
    """The entry that took its place, or corrected it."""


@dataclass(frozen=True, slots=True)
class Leave:
    """A spell away from duty; ``until`` is the first day back, None while it lasts."""

    start: date
    until: date | None
    entry: int
    """The entry of the latest change: the return, or while it lasts the beginning."""
    recorded: date | None = None
    """The day of that entry."""
    start_entry: int = 0
    """The entry of the beginning."""
    start_recorded: date | None = None
    """The day of that entry."""
    known_from: date | None = None
    """The first day of it on which the book said so."""
    separated: bool = False
    """Whether they had left the department, and were not on leave."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A time for which something was decided about a person and a directive: an exemption, an assignment."""

    start: date
    until: date | None
    """The first day on which it no longer holds; None without an end."""
    entry: int
    recorded: date
    by: str
    reason: str
    ended_entry: int = 0
    """The entry that ended it before its day; 0 where none did."""
    ended_recorded: date | None = None
    """The day of that entry."""

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.start <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Placement:
    """Unit and rank from a day on."""

    since: date
    unit: str
    rank: str
    entry: int
    recorded: date


@dataclass(frozen=True, slots=True)
class History:
    """What the records hold about one person and one directive up to a date."""

    issued: Sequence[IssuedRevision]
    """In the order in which they came in force; at least one in force on the date asked about."""
    signatures: Sequence[Signature] = ()
    leaves: Sequence[Leave] = ()
    added_entry: int = 0
    remarks: Sequence[str] = ()
    """What else a supervisor should see in the reason: attempts used up."""
    answers: Sequence[Answer] = ()
    """Answers other than a signature; each stays, for a signature that came after it may be voided."""
    exemptions: Sequence[Spell] = ()
    assignments: Sequence[Spell] = ()
    """Times for which the directive was assigned to this person by name."""
    placements: Sequence[Placement] = ()
    """Units and ranks, oldest first; empty for whoever never moved."""
    added: date = date.min
    """The day on which they were put on the roster."""
    not_asked: Sequence[Leave] = ()
    """Days on which the book excused them as it stood then, though a later entry says that they were on duty."""
    voidings: Sequence[VoidedSignature] = ()
    """Signatures that were voided, where none that counts came after them; in the order of the voiding."""

    @property
    def voided(self) -> VoidedSignature | None:
        """The latest of these voidings."""
        return self.voidings[-1] if self.voidings else None

    @property
    def answer(self) -> Answer | None:
        """The latest answer other than a signature, where no signature that counts followed it."""
        latest = self.answers[-1] if self.answers else None
        if latest is None:
            return None
        after = (each for each in self.signatures if each.entry > latest.entry)
        return latest if all(_is_before(each, latest) for each in after) else None

    def by_the_end_of(self, day: date) -> History:
        """What was signed and answered by then; what is known about duty status stays as it is known now."""
        signatures = tuple(each for each in self.signatures if each.signed <= day)
        return replace(self, signatures=signatures, answers=tuple(each for each in self.answers if each.day <= day))


def _is_before(signature: Signature, answer: Answer) -> bool:
    """Whether it is of a paper for an earlier revision, recorded late, that was signed before *answer* was given."""
    if not signature.on_paper or signature.signed >= answer.day:
        return False
    return answer.revision != signature.revision
