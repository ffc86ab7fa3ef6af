"""What happens to a directive, as typed bodies of ledger entries: a revision is issued, or withdrawn before its day.

The same promises as in :mod:`oc_training.attestation.events` hold.
"""

from __future__ import annotations

from datetime import date

from oc_training.attestation.event_body import Body


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
