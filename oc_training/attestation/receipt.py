"""A receipt: what was signed, by whom and when, from the book alone.

It needs no content file: the words of the directive and the statement lie in the book (SIG-14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oc_training.attestation.book import Book
from oc_training.attestation.events import COMMAND
from oc_training.attestation.pin_origin import PinOrigin, pin_origin
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.session import Session, require_own_pin, require_present
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.signature_events import Acknowledged, Voided
from oc_training.clock import moment
from oc_training.errors import NotFound
from oc_training.ledger.port import Head
from oc_training.policy.model import Revision


@dataclass(frozen=True, slots=True)
class VoidNote:
    """That a signature does not count any more: it stands, and this stands beside it (REF-7)."""

    recorded: Recorded
    by: str
    """Name and badge number of whoever voided it, as the roster stands now."""
    reason: str

    @property
    def at(self) -> datetime:
        """The moment of the voiding with the station's offset."""
        return moment(self.recorded.entry.at, self.recorded.entry.offset)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One acknowledgment as its signer keeps it (notes on its contents: SIG-6)."""

    recorded: Recorded
    acknowledged: Acknowledged
    revision: Revision
    """The words signed for, read from the book."""
    head: Head
    """The newest entry when the receipt was drawn up."""
    origin: PinOrigin | None = None
    """Where the PIN came from with which it was signed; None where the book does not say."""
    voided: VoidNote | None = None
    """None while the signature counts."""
    soon_after_a_reset: bool = False
    """Whether it was signed less than 24 hours after the PIN was reset (SIG-9)."""

    @property
    def number(self) -> int:
        """The entry's number in the book."""
        return self.recorded.entry.seq

    @property
    def signed_at(self) -> datetime:
        """The moment of the signature with the station's offset."""
        return moment(self.recorded.entry.at, self.recorded.entry.offset)


class Receipts:
    """Draws up receipts."""

    def __init__(self, book: Book, shelf: Shelf) -> None:
        self._book = book
        self._shelf = shelf

    def receipt(self, number: int, of_person: str | None = None) -> Receipt:
        """The receipt of the acknowledgment in entry *number*; only the signer's own where *of_person* is given.

        Raises:
            NotFound: when that entry is no acknowledgment, or not theirs.
        """
        recorded = self._book.entry(number)
        event = recorded.event
        if not isinstance(event, Acknowledged) or of_person not in {None, event.who.person}:
            raise NotFound(f"Entry {number} is not a signed acknowledgment.")
        records = self._book.records()
        revision = self._shelf.revision(event.text.directive, event.text.revision)
        origin = pin_origin(records, event.who.person, number)
        return Receipt(
            recorded,
            event,
            revision,
            self._book.head(),
            origin,
            _void_note(records, number),
            records.is_soon_after_a_reset(number),
        )

    def own(self, session: Session, number: int) -> Receipt:
        """The receipt of the signed-in person's own acknowledgment in entry *number*.

        Raises:
            NotFound: when that entry is no acknowledgment, or not theirs.
            NotHereAnyMore: when they have left the department since they signed in.
        """
        return self.receipt(number, require_present(self._book.records(), require_own_pin(session)).id)


def _void_note(records: Records, number: int) -> VoidNote | None:
    recorded = records.voided(number)
    if recorded is None or not isinstance(recorded.event, Voided):
        return None
    if recorded.event.by == COMMAND:
        return VoidNote(recorded, "an administrator's command", recorded.event.reason)
    by = records.person(recorded.event.by)
    return VoidNote(recorded, f"{by.name}, badge {by.badge}", recorded.event.reason)
