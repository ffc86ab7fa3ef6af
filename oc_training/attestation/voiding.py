"""Voiding a signature: the wrong person was at the terminal (REF-7).

Nothing is taken out of the book. A further entry names the signature, who voided it and why; from then on standing
is computed without it, and history and receipt show both.
"""

from __future__ import annotations

from oc_training.attestation.events import COMMAND
from oc_training.attestation.reasons import required_reason
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.session import require_oversight
from oc_training.attestation.signature_events import Acknowledged, PaperRecorded, Voided
from oc_training.errors import NotFound, Refused


def voided(records: Records, recorded: Recorded, by: str, reason: str) -> Voided:
    """The entry that voids the signature in *recorded*.

    Raises:
        NotFound: when that entry is no signature.
        Refused: when *by* does not oversee whoever signed, is that person, gives no reason, or it was voided before.
    """
    event = recorded.event
    if not isinstance(event, Acknowledged | PaperRecorded):
        raise NotFound(f"Entry {recorded.entry.seq} is not a signature.")
    signer = event.who.person
    if by != COMMAND:
        require_oversight(records, by, signer)
    if by == signer:
        raise Refused("Somebody else has to void your signature.")
    if records.voided(recorded.entry.seq) is not None:
        raise Refused(f"The signature in entry {recorded.entry.seq} was voided before.")
    return Voided(
        person=signer,
        directive=event.text.directive,
        signature=recorded.entry.seq,
        signature_id=recorded.entry.id,
        by=by,
        reason=required_reason(reason),
    )
