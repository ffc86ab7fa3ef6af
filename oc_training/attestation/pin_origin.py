"""Where the PIN came from with which something was signed: set when, and who authorised it (SIG-9).

Whoever issues a one-time code could use it themselves. So a signature says whose code its PIN goes back to, as they
were then, and one that was made soon after a reset says that too.
What somebody has to sign in with now is said here too.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from oc_training.attestation import roster_events, sign_in_events
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.ledger.port import Entry
from oc_training.roster.credentials import Kind
from oc_training.roster.model import Details


class PinOrigin(msgspec.Struct, frozen=True):
    """Where a PIN came from."""

    entry: Entry
    """The entry that says that it was set."""
    authorised_by: str | None
    """Person id of whoever issued the one-time code, :data:`~oc_training.attestation.events.COMMAND`, or None for the
    PIN of the first coordinator."""
    author: Details | None
    """Whoever issued the code, as they were then; None where that is nobody on the roster."""
    is_reset: bool
    """Whether the person had a PIN before."""

    @property
    def author_words(self) -> str:
        """Who authorised it: ``Ada Invented, badge 100``; empty for the PIN of the first coordinator."""
        if self.author is not None:
            return f"{self.author.name}, badge {self.author.badge}"
        return "an administrator's command" if self.authorised_by else ""


def pin_origin(records: Records, person_id: str, seq: int) -> PinOrigin | None:
    """Where the PIN came from that a person had when entry *seq* was written; None where the book does not say."""
    so_far = [recorded for recorded in records.of_person(person_id) if recorded.entry.seq <= seq]
    pins = [
        (recorded.entry, recorded.event) for recorded in so_far if isinstance(recorded.event, sign_in_events.PinSet)
    ]
    if not pins:
        return None
    entry, event = pins[-1]
    author = event.authorised_by
    known = _as_they_were(records.of_person(author), author, entry.seq) if author else None
    return PinOrigin(entry, author, known, is_reset=len(pins) > 1)


def signs_in_with(newest_first: Iterable[Recorded]) -> Kind | None:
    """What somebody has to sign in with, by the entries about them; None where they were never given anything."""
    for recorded in newest_first:
        match recorded.event:
            case sign_in_events.PinSet():
                return Kind.PIN
            case sign_in_events.CodeIssued():
                return Kind.CODE
            case _:
                pass
    return None


def _as_they_were(about_them: tuple[Recorded, ...], person_id: str, seq: int) -> Details | None:
    """What stood on the roster about a person when entry *seq* was written."""
    found: Details | None = None
    for recorded in about_them:
        if recorded.entry.seq > seq:
            break
        match recorded.event:
            case roster_events.PeopleAdded(people=people):
                found = next((new.details for new in people if new.person == person_id), found)
            case roster_events.PersonChanged() as changed:
                found = changed.details
            case _:
                pass
    return found
