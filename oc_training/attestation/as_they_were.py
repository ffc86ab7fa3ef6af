"""People and texts as an act records them: copied as they were at that moment, never looked up later (SIG-6)."""

from __future__ import annotations

from oc_training.attestation.signature_events import TextRecord, WhoRecord
from oc_training.policy.model import Revision
from oc_training.roster.model import Person


def who_record(person: Person) -> WhoRecord:
    """A person with the name, rank, badge and unit they have now."""
    return WhoRecord(person=person.id, name=person.name, rank=person.details.rank, badge=person.badge, unit=person.unit)


def text_record(revision: Revision, issued_entry: int) -> TextRecord:
    """A revision by its names, dates and digest, and the entry that holds its words."""
    return TextRecord(
        directive=revision.directive,
        title=revision.title,
        revision=revision.id,
        effective=revision.effective,
        reviewed=revision.reviewed,
        text_sha256=revision.sha256,
        issued_entry=issued_entry,
    )
