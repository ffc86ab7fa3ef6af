"""What happens with the scenarios, as typed bodies of ledger entries: an attempt made, a further one allowed.

The same promises as in :mod:`oc_training.attestation.events` hold.
"""

from __future__ import annotations

import msgspec

from oc_training.attestation.event_body import Body


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
