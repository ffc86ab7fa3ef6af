"""What can happen, as typed bodies of ledger entries.

The ledger keeps JSON; the rest of the house handles these values and nothing else. A kind once
written is never renamed and a field never changes its meaning: entries outlive programs. What is
absent is written as null, so that the seal covers absence too. ``by`` is the id of the person who did
it, or :data:`COMMAND` for a command, which knows no person. Times are stamps
(``2026-11-22T17:03:04.12Z``), dates ISO, digests lower-case hexadecimal SHA-256, durations whole seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias, get_args

import msgspec

from oc_training.attestation.duty_events import (
    Assigned,
    AssignmentEnded,
    Exempted,
    ExemptionEnded,
    Moved,
    Reminded,
    ScheduleSet,
)
from oc_training.attestation.event_body import Body as Body  # noqa: PLC0414  the root of every kind, named here too
from oc_training.ledger.port import Json
from oc_training.roster.model import Details, DutyStatus, Role

COMMAND = "command"
"""Stands for whoever administers the machine and used a command."""


class RevisionIssued(Body, frozen=True, tag="revision issued"):
    """A revision of a directive was put in force, with its full text and the statement to be signed."""

    directive: str
    revision: str
    title: str
    effective: date
    reviewed: date
    signed_off: date
    change: str
    """``first issue``, ``material``, ``editorial`` or ``reaffirmed``."""
    change_note: str
    text_sha256: str
    """Digest of the words (:attr:`oc_training.policy.model.Revision.sha256`)."""
    source: str
    """The directive notation in full, so that the words can be shown without the file (SIG-14)."""
    statement_version: str
    statement: str
    """The statement with its placeholders, as it will be filled in and signed."""
    by: str


class RevisionIssuedByTwo(RevisionIssued, frozen=True, tag="revision issued by two"):
    """The same, where the department wants the approval of a second person.

    A kind of its own, because a field that old entries lack would be outside their seal.
    """

    approved_by: str
    """Person id of whoever approved it beside *by*."""


class RevisionWithdrawn(Body, frozen=True, tag="revision withdrawn"):
    """A revision was taken back before its day; from then on it is as if it had never been issued."""

    directive: str
    revision: str
    issued_entry: int
    """Number of the entry that issued it; that stays in the book."""
    reason: str
    by: str


class RevisionWithdrawnByTwo(RevisionWithdrawn, frozen=True, tag="revision withdrawn by two"):
    """The same, where the department wants the approval of a second person."""

    approved_by: str
    """Person id of whoever approved it beside *by*."""


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who is put on the roster."""

    person: str
    name: str
    badge: str
    rank: str
    unit: str
    role: Role
    started: date

    @property
    def details(self) -> Details:
        """The same as the roster holds it."""
        return Details(self.name, self.badge, self.rank, self.unit, self.role, self.started)


class PeopleAdded(Body, frozen=True, tag="people added"):
    """People were put on the roster: one by hand, or all of a file, which stand or fall together."""

    people: tuple[NewPerson, ...]
    by: str | None
    """Null only for the first coordinator, who is made at set-up."""
    source: str | None
    """Name of the roster file; null for a person added by hand."""


class PersonChanged(Body, frozen=True, tag="person changed"):
    """A person's details were corrected or changed: moved, promoted, given another badge."""

    person: str
    name: str
    badge: str
    rank: str
    unit: str
    role: Role
    started: date
    by: str
    reason: str

    @property
    def details(self) -> Details:
        """The same as the roster holds it."""
        return Details(self.name, self.badge, self.rank, self.unit, self.role, self.started)


class DutyChanged(Body, frozen=True, tag="duty changed"):
    """Somebody went on leave, came back or left the department."""

    person: str
    duty: DutyStatus
    since: date
    reason: str
    by: str


class CodeIssued(Body, frozen=True, tag="code issued"):
    """A one-time enrolment code was issued to a person (never the code itself)."""

    person: str
    by: str


class PinSet(Body, frozen=True, tag="pin set"):
    """A person set their own PIN (never the PIN itself)."""

    person: str
    authorised_by: str | None
    """Person id of whoever issued the code; null for the first coordinator."""


class SignInLocked(Body, frozen=True, tag="sign-in locked"):
    """Five wrong PINs in a row locked a person out (AUT-4)."""

    person: str


class SignInReleased(Body, frozen=True, tag="sign-in released"):
    """A supervisor released a locked person."""

    person: str
    by: str
    reason: str


class SignInPaused(Body, frozen=True, tag="sign-in paused"):
    """So many tries to sign in were wrong, whatever the badge numbers, that the station took none for a while (AUT-5).

    It names nobody: which badge numbers were typed is kept nowhere.
    """

    minutes: int
    """How long the pause was to last."""


class ItemRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of an attempt: what was shown and every answer to it."""

    question: str
    sha256: str
    shown: str
    """The option letters (of the file) in the order shown: ``cab``."""
    answers: str
    """The option letters chosen, first try first: ``ab``."""
    hundredths: tuple[int, ...]
    """How long each answer took, in hundredths of a second."""
    critical: bool
    cites: tuple[str, ...]


class AttemptMade(Body, frozen=True, tag="attempt made"):
    """An attempt at a directive's scenarios came to its end, passed or not."""

    attempt: str
    number: int
    person: str
    directive: str
    revision: str
    bank_sha256: str
    seed: int
    items: tuple[ItemRecord, ...]
    right: int
    """First tries that were right."""
    of: int
    pass_mark: int
    passed: bool


class AttemptFavouring(AttemptMade, frozen=True, tag="attempt made, missed clauses favoured"):
    """The same, where the draw favoured clauses that the person had missed before.

    A kind of its own, because a field that old entries lack would be outside their seal; an ``attempt made`` favoured
    none.
    """

    favoured: tuple[str, ...]
    """Citations, by the labels of *revision*, that were handed to the draw."""


class AttemptReleased(Body, frozen=True, tag="attempt released"):
    """A supervisor allowed a further attempt after three that did not pass."""

    person: str
    directive: str
    by: str
    reason: str


class CycleRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which recurring duty an acknowledgment answers."""

    id: str
    """``3-400/2021-06-14/2026-12-22``: directive, revision in force when it opened, due date."""
    why: str
    """``new hire``, ``first issue``, ``moved``, ``assigned``, ``review`` or ``annual``."""
    opened: date
    due: date
    overdue_from: date


class DisplayRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One section as it was displayed. Displayed, never "read": only the person knows that."""

    section: str
    sha256: str
    first: str
    """Stamp of the moment its first line came on the screen."""
    last: str
    """Stamp of the latest moment it was on the screen."""
    seconds: int
    """Whole seconds on the screen in all, over every visit."""
    visits: int
    complete: bool
    """Whether it was displayed to its end: every letter of it has been on the screen."""


class ChangesRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The comparison that was displayed before the sections: what the person signed last beside what they sign now."""

    revision: str
    """The revision they signed last."""
    signature: int
    """Number of the entry that holds that signature."""
    issued_entry: int
    """Number of the entry that holds the full text of that revision."""
    old_sha256: str
    """Digest of the words signed last."""
    new_sha256: str
    """Digest of the words signed now; the two texts give the comparison again."""
    first: str
    """Stamp of the moment its first line came on the screen."""
    last: str
    """Stamp of the latest moment it was on the screen."""
    seconds: int
    """Whole seconds on the screen in all, over every visit."""
    visits: int
    complete: bool
    """Whether it was displayed to its end: every letter of it has been on the screen."""


class WhoRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person as they were at the moment of an act (SIG-6)."""

    person: str
    name: str
    rank: str
    badge: str
    unit: str


class TextRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which text an act was about."""

    directive: str
    title: str
    revision: str
    effective: date
    reviewed: date
    text_sha256: str
    issued_entry: int
    """Number of the entry that holds the full text."""


class Interface(StrEnum):
    """Which way of working at the kiosk somebody signed in; the text, the steps and the services are the same."""

    SCREEN = "screen"
    """The full kiosk."""
    PLAIN = "plain"
    """Plain lines with numbered choices (A11Y-10)."""


INTERFACES: Final[Mapping[Interface, str]] = {
    Interface.SCREEN: "at the kiosk's screens",
    Interface.PLAIN: "at the kiosk in plain lines",
}
"""Where somebody signed, as a receipt says it."""


class Acknowledged(Body, frozen=True, tag="acknowledged"):
    """A person signed for a directive: everything needed to judge it alone."""

    who: WhoRecord
    text: TextRecord
    cycle: CycleRecord
    displays: tuple[DisplayRecord, ...]
    attempt: str
    """Id of the attempt that passed."""
    attempt_entry: int
    attempt_number: int
    """Which of the person's attempts that was, counted from 1."""
    right: int
    of: int
    statement_version: str
    statement: str
    """Verbatim, as it stood on the screen."""
    typed_name: str
    comment: str | None
    method: str
    """``badge number and PIN, PIN entered again``."""
    signed_in: str
    """Stamp of the sign-in."""
    pin_set: str | None
    """Stamp of when the PIN was set (SIG-9)."""
    pin_authorised_by: str | None
    consent: str
    """``electronic``: the person chose to sign here and not on paper (SIG-3)."""
    program: str
    local_date: date
    interface: Interface | None
    """Where it was signed; null of entries that were written before this was kept (:data:`ADDED_LATER`).

    An attempt and a section's display have no such field: one and the same may be begun in one and ended in the other.
    """


class AcknowledgedAfterChanges(Acknowledged, frozen=True, tag="acknowledged after changes"):
    """The same, by somebody who was first shown what changed since they signed before.

    A kind of its own, because a field that old entries lack would be outside their seal; to an ``acknowledged`` no
    comparison was displayed.
    """

    changes: ChangesRecord


class Declined(Body, frozen=True, tag="declined"):
    """A person chose not to sign. A matter for the supervisor, not an offence (REF-3)."""

    who: WhoRecord
    text: TextRecord
    cycle: CycleRecord
    reason: str | None


class PaperRequested(Body, frozen=True, tag="paper requested"):
    """A person wants to sign on paper (SIG-3)."""

    who: WhoRecord
    text: TextRecord
    cycle: CycleRecord
    comment: str | None


class PaperRecorded(Body, frozen=True, tag="paper recorded"):
    """A supervisor attests that a person signed on paper, and where the original lies."""

    who: WhoRecord
    text: TextRecord
    cycle: CycleRecord
    signed_on: date
    original: str
    by: str


class Voided(Body, frozen=True, tag="voided"):
    """A supervisor declared that a signature does not count: the wrong person was at the terminal (REF-7).

    The signature stays in the book and is shown as voided.
    """

    person: str
    """Under whose name it was signed."""
    directive: str
    signature: int
    """Number of the entry that holds the signature."""
    signature_id: str
    """That entry's id."""
    by: str
    reason: str


class NotThisPerson(Body, frozen=True, tag="not this person"):
    """Whoever stood at the screen said that the name on it is not theirs (SIG-5)."""

    person: str
    directive: str | None


class Exported(Body, frozen=True, tag="exported"):
    """A list left the kiosk as a file (REC-15)."""

    by: str
    what: str
    rows: int
    sha256: str


class KioskLeft(Body, frozen=True, tag="kiosk left"):
    """A supervisor or coordinator took a locked kiosk off the screen."""

    person: str
    """Person id of whoever did it."""


class ClockConfirmed(Body, frozen=True, tag="clock confirmed"):
    """A supervisor found that the time on the screen was right, though the clock had been in doubt (AUD-9)."""

    by: str
    shown: str
    """Stamp of the time they were shown."""
    shown_offset: str
    mark: str | None
    """Stamp of the latest time that was believed before."""
    doubt: str
    """Why it was in doubt: ``back``, ``leap`` or ``long``."""


Event: TypeAlias = (
    RevisionIssued
    | RevisionIssuedByTwo
    | RevisionWithdrawn
    | RevisionWithdrawnByTwo
    | PeopleAdded
    | PersonChanged
    | DutyChanged
    | CodeIssued
    | PinSet
    | SignInLocked
    | SignInReleased
    | SignInPaused
    | AttemptMade
    | AttemptFavouring
    | AttemptReleased
    | Acknowledged
    | AcknowledgedAfterChanges
    | Declined
    | PaperRequested
    | PaperRecorded
    | Voided
    | NotThisPerson
    | Exported
    | KioskLeft
    | ClockConfirmed
    | Moved
    | Exempted
    | ExemptionEnded
    | Assigned
    | AssignmentEnded
    | ScheduleSet
    | Reminded
)
"""Every kind of body the house writes; the ledger's own genesis entry is not among them."""


def kind_of(event: Event) -> str:
    """The kind under which *event* is written: its tag."""
    return str(event.__struct_config__.tag)


def to_json(event: Event) -> dict[str, Json]:
    """The body of *event* as the ledger keeps it, without its kind."""
    built: dict[str, Json] = msgspec.to_builtins(event)
    built.pop("type")
    return built


def from_json(kind: str, body: bytes) -> Event:
    """Read a body back from the JSON that the ledger keeps.

    Raises:
        msgspec.DecodeError: when the entry is not of a kind or shape that this program writes.
    """
    decoder = _DECODERS.get(kind)
    if decoder is None:
        raise msgspec.ValidationError(f"there is no kind {kind!r}")
    try:
        return decoder.decode(body)
    except msgspec.ValidationError:
        if kind not in ADDED_LATER:
            raise
        kept = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        return decoder.decode(msgspec.json.encode({**ADDED_LATER[kind], **kept}))


ADDED_LATER: Final[Mapping[str, Mapping[str, Json]]] = {"acknowledged": {"interface": None}}
"""By kind, the fields that bodies got after the first were written, with what is read where a body has none."""

_DECODERS: Final[Mapping[str, msgspec.json.Decoder[Event]]] = {
    str(each.__struct_config__.tag): msgspec.json.Decoder(each) for each in get_args(Event)
}
"""One for each kind: the kind stands beside the body, not in it."""


class _Whose(msgspec.Struct, frozen=True):
    person: str


class _Which(msgspec.Struct, frozen=True):
    directive: str
    revision: str


class AttemptOutline(msgspec.Struct, frozen=True):
    """What of :class:`AttemptMade` decides what comes next; the answers are read when somebody asks for them."""

    person: str
    directive: str
    passed: bool
    clock: str | None = None


class AcknowledgedOutline(msgspec.Struct, frozen=True):
    """What of :class:`Acknowledged` the schedule goes by; the rest is read when somebody asks for it."""

    who: _Whose
    text: _Which
    cycle: CycleRecord
    local_date: date
    clock: str | None = None


Outline: TypeAlias = Event | AttemptOutline | AcknowledgedOutline
"""As much of a body as adds up to people, trainings and signatures: of the two longest and commonest kinds a part."""


def outline(kind: str, body: bytes) -> Outline:
    """Read as much of a body as the fold over all entries needs.

    Raises:
        msgspec.DecodeError: as :func:`from_json`, in what is read.
    """
    decoder = _OUTLINES.get(kind)
    return decoder.decode(body) if decoder else from_json(kind, body)


_BY_THEMSELVES = (AttemptMade, SignInLocked, NotThisPerson, CodeIssued, PinSet, Exported, ClockConfirmed)


def waits_for_the_clock(event: Event) -> bool:
    """Whether an act is not done while the clock is in doubt, because its date matters (AUD-9).

    What happened by itself is recorded even so, and says that the clock was in doubt; so are the acts by which a
    supervisor can get in to confirm the time, and those of whoever administers the machine, who sets its clock.
    """
    by: object = getattr(event, "by", None)
    return not isinstance(event, _BY_THEMSELVES) and by != COMMAND


_OUTLINES: Final[Mapping[str, msgspec.json.Decoder[AttemptOutline] | msgspec.json.Decoder[AcknowledgedOutline]]] = {
    "attempt made": msgspec.json.Decoder(AttemptOutline),
    "attempt made, missed clauses favoured": msgspec.json.Decoder(AttemptOutline),
    "acknowledged": msgspec.json.Decoder(AcknowledgedOutline),
    "acknowledged after changes": msgspec.json.Decoder(AcknowledgedOutline),
}
