"""What the coordinator does to the roster, as typed bodies of ledger entries: people, their details, their duty status.

The same promises as in :mod:`oc_training.attestation.events` hold.
"""

from __future__ import annotations

from datetime import date

import msgspec

from oc_training.attestation.event_body import Body
from oc_training.roster.model import Details, DutyStatus, Role


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
