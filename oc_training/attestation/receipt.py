"""A receipt: what was signed, by whom and when, from the book alone.

It needs no content file: the words of the directive and the statement lie in the book (SIG-14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oc_training.attestation.book import Book
from oc_training.attestation.events import Acknowledged
from oc_training.attestation.records import Recorded
from oc_training.attestation.shelf import Shelf
from oc_training.clock import moment
from oc_training.errors import NotFound
from oc_training.ledger.port import Head
from oc_training.policy.model import Revision


@dataclass(frozen=True, slots=True)
class Receipt:
    """One acknowledgment as its signer keeps it (notes on its contents: SIG-6)."""

    recorded: Recorded
    acknowledged: Acknowledged
    revision: Revision
    """The words signed for, read from the book."""
    head: Head
    """The newest entry when the receipt was drawn up."""

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
        revision = self._shelf.revision(event.text.directive, event.text.revision)
        return Receipt(recorded, event, revision, self._book.head())
