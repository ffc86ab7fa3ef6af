"""Signatures on paper: a supervisor attests them, and they count from the day on the paper.

Paper arrives late: it was signed before a leave, before somebody left the department, or while an earlier revision was
in force, and lay on a desk. So it is judged by what was asked on the day it was signed, and by the words in force then.
The entry says both days: when it was signed and when it was recorded.
"""

from __future__ import annotations

from datetime import date

from oc_training.attestation.as_they_were import text_record, who_record
from oc_training.attestation.content import Content
from oc_training.attestation.records import Records
from oc_training.attestation.schedule import standing_of
from oc_training.attestation.session import require_oversight
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.signature_events import CycleRecord, PaperRecorded
from oc_training.attestation.standing import Standing, in_force_on
from oc_training.attestation.standings import BoardRow
from oc_training.errors import Refused
from oc_training.roster.model import Person
from oc_training.text import one_line


class Papers:
    """Makes the entry of a signature on paper, or says why there can be none."""

    def __init__(self, content: Content, shelf: Shelf) -> None:
        self._content = content
        self._shelf = shelf

    def recorded(  # noqa: PLR0913  who, what, when, where, by whom, today
        self, records: Records, by: str, row: BoardRow, *, signed_on: date, original: str, today: date
    ) -> PaperRecorded:
        """The entry that says that the person of *row* signed on a day, by the word of *by*.

        Raises:
            Refused: when *by* does not oversee them, the day cannot be, nothing was to be signed that day, or the row
                is out of date.
        """
        person = require_oversight(records, by, row.person.id)
        if person.id == by:
            raise Refused("Somebody else has to record your signature on paper.")
        issued = records.issued(row.directive)
        now = in_force_on(issued, today)
        if now is None or now.revision != row.standing.revision:
            raise Refused(f"Directive {row.directive} was revised meanwhile. Please look at the paper again.")
        if signed_on > today:
            raise Refused("The date on the paper lies ahead.")
        if in_force_on(issued, signed_on) is None:
            first = min(each.in_force for each in issued)
            raise Refused(f"The date on the paper is too early: this could be signed from {first}.")
        standing, cycle = self._asked(records, person, row.directive, signed_on)
        kept_at = one_line(original)
        if not kept_at:
            raise Refused("Say where the signed paper is kept.")
        revision = self._shelf.revision(row.directive, standing.revision)
        return PaperRecorded(
            who=who_record(person),
            text=text_record(revision, self._shelf.issued_entry(revision.directive, revision.id)),
            cycle=cycle,
            signed_on=signed_on,
            original=kept_at,
            by=by,
        )

    def _asked(self, records: Records, person: Person, directive: str, day: date) -> tuple[Standing, CycleRecord]:
        """What was to be signed on *day*, by what is known now of the time up to it."""
        history = records.history(person.id, directive, day)
        standing = standing_of(
            person, history.by_the_end_of(day), records.rules.rules(lambda: self._content.schedule), day
        )
        if standing is None or standing.cycle is None:
            raise Refused(f"There was nothing to sign for Directive {directive} on {day}.")
        if day < standing.cycle.opened:
            raise Refused(f"The date on the paper is too early: this could be signed from {standing.cycle.opened}.")
        of_these_words = [each.signed for each in history.signatures if each.revision == standing.revision]
        if any(signed >= day for signed in of_these_words):
            signed = max(of_these_words)
            raise Refused(f"There is nothing to sign any more: revision {standing.revision} was signed on {signed}.")
        return standing, standing.cycle
