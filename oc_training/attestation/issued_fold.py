"""Which revisions were issued, and which withdrawn, by the entries so far.

A part of the fold over entries (:mod:`oc_training.attestation.records`).
"""

from __future__ import annotations

import re

from oc_training.attestation import (
    directive_events,
)
from oc_training.attestation.happened import (
    IssuedRevision,
)
from oc_training.attestation.recorded import Recorded
from oc_training.errors import NotFound


class IssuedFold:
    """Grows entry by entry, as the records do."""

    def __init__(self) -> None:
        self._issued: dict[str, list[tuple[IssuedRevision, Recorded]]] = {}
        self._ever_issued: dict[str, list[tuple[IssuedRevision, Recorded]]] = {}
        self._withdrawn: dict[int, Recorded] = {}
        """By the number of the entry that issued a revision, the entry that withdrew it."""

    def _take_revision(
        self, recorded: Recorded, event: directive_events.RevisionIssued | directive_events.RevisionWithdrawn
    ) -> None:
        if isinstance(event, directive_events.RevisionWithdrawn):
            self._take_withdrawal(recorded, event)
            return
        issued = IssuedRevision(
            event.directive,
            event.revision,
            event.change,
            max(event.effective, recorded.day),
            recorded.entry.seq,
            event.reviewed,
        )
        self._issued.setdefault(event.directive, []).append((issued, recorded))
        self._ever_issued.setdefault(event.directive, []).append((issued, recorded))

    def _take_withdrawal(self, recorded: Recorded, event: directive_events.RevisionWithdrawn) -> None:
        self._withdrawn[event.issued_entry] = recorded
        left = [pair for pair in self._issued[event.directive] if pair[0].entry != event.issued_entry]
        if left:
            self._issued[event.directive] = left
        else:
            del self._issued[event.directive]

    def directives(self) -> tuple[str, ...]:
        """Numbers of the directives of which a revision was issued, sorted as people read them."""
        return tuple(sorted(self._issued, key=_reading_order))

    def issued(self, directive: str) -> tuple[IssuedRevision, ...]:
        """The issued revisions of a directive in the order of issue."""
        return tuple(revision for revision, _ in self._issued.get(directive, ()))

    def ever_issued(self, directive: str) -> tuple[tuple[IssuedRevision, Recorded, Recorded | None], ...]:
        """Every issue of a directive with its entry and, where it was withdrawn before its day, the entry of that."""
        found = self._ever_issued.get(directive, ())
        return tuple((issued, recorded, self._withdrawn.get(issued.entry)) for issued, recorded in found)

    def issue_entry(self, directive: str, revision: str) -> Recorded:
        """The entry that issued a revision and holds its text.

        Raises:
            NotFound: when it was never issued.
        """
        for issued, recorded in self._issued.get(directive, ()):
            if issued.revision == revision:
                return recorded
        raise NotFound(f"Revision {revision} of Directive {directive} was not issued at this kiosk.")


def _reading_order(directive: str) -> tuple[tuple[int, str], ...]:
    """``3-400`` before ``10-100``: numbers by value, the rest by letter."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", directive) if part)
