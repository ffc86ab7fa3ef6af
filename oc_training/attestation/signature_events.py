"""How a directive is answered, as typed bodies of ledger entries: signed, declined, on paper; and a signature voided.

The same promises as in :mod:`oc_training.attestation.events` hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from oc_training.attestation.event_body import Body


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
