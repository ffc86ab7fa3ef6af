"""What can happen: every kind of body, and how bodies become the JSON that the ledger keeps.

The bodies themselves lie beside, by who writes them: ``directive_events``, ``roster_events``, ``sign_in_events``,
``training_events``, ``signature_events``, ``duty_events``, ``station_events``. What holds for all of them:
The ledger keeps JSON; the rest of the house handles these values and nothing else. A kind once
written is never renamed and a field never changes its meaning: entries outlive programs. What is
absent is written as null, so that the seal covers absence too. ``by`` is the id of the person who did
it, or :data:`COMMAND` for a command, which knows no person. Times are stamps
(``2026-11-22T17:03:04.12Z``), dates ISO, digests lower-case hexadecimal SHA-256, durations whole seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias, get_args

import msgspec

from oc_training.attestation.directive_events import (
    RevisionIssued,
    RevisionIssuedByTwo,
    RevisionWithdrawn,
    RevisionWithdrawnByTwo,
)
from oc_training.attestation.duty_events import (
    Assigned,
    AssignmentEnded,
    DutyCorrected,
    Exempted,
    ExemptionEnded,
    Moved,
    Reminded,
    ScheduleSet,
)
from oc_training.attestation.event_body import Body as Body  # noqa: PLC0414  the root of every kind, named here too
from oc_training.attestation.roster_events import DutyChanged, PeopleAdded, PersonChanged
from oc_training.attestation.sign_in_events import (
    CodeIssued,
    NotThisPerson,
    PinSet,
    SignInLocked,
    SignInPaused,
    SignInReleased,
)
from oc_training.attestation.signature_events import (
    Acknowledged,
    AcknowledgedAfterChanges,
    CycleRecord,
    Declined,
    PaperRecorded,
    PaperRequested,
    Voided,
)
from oc_training.attestation.station_events import ClockConfirmed, Exported, KioskLeft
from oc_training.attestation.training_events import AttemptFavouring, AttemptMade, AttemptReleased
from oc_training.ledger.port import Json

COMMAND = "command"
"""Stands for whoever administers the machine and used a command."""


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
    | DutyCorrected
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


_BY_THEMSELVES = (
    AttemptMade,
    SignInLocked,
    SignInPaused,
    NotThisPerson,
    CodeIssued,
    PinSet,
    Exported,
    ClockConfirmed,
)


def waits_for_the_clock(event: Event) -> bool:
    """Whether an act is not done while the clock is in doubt, because its date matters (AUD-9).

    What happened by itself is recorded even so, and says that the clock was in doubt; so are the acts by which a
    supervisor can get in to confirm the time: a one-time code, and a release by a command, where the only one who
    could confirm it is locked. Every other act waits, by a command as at the kiosk.
    """
    lets_somebody_in = isinstance(event, SignInReleased) and event.by == COMMAND
    return not isinstance(event, _BY_THEMSELVES) and not lets_somebody_in


_OUTLINES: Final[Mapping[str, msgspec.json.Decoder[AttemptOutline] | msgspec.json.Decoder[AcknowledgedOutline]]] = {
    "attempt made": msgspec.json.Decoder(AttemptOutline),
    "attempt made, missed clauses favoured": msgspec.json.Decoder(AttemptOutline),
    "acknowledged": msgspec.json.Decoder(AcknowledgedOutline),
    "acknowledged after changes": msgspec.json.Decoder(AcknowledgedOutline),
}
