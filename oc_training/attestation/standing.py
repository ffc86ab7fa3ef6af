"""Where one person stands with one directive on one day, as a value; and which revision is in force on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from oc_training.attestation.happened import Answer, IssuedRevision
from oc_training.attestation.schedule_lines import Line
from oc_training.attestation.signature_events import CycleRecord


class Kind(StrEnum):
    """The four standings."""

    CURRENT = "current"
    DUE = "due"
    OVERDUE = "overdue"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands with one directive on one day, and why."""

    kind: Kind
    reason: str
    revision: str
    """The revision in force."""
    due: date | None = None
    overdue_from: date | None = None
    signed: date | None = None
    cycle: CycleRecord | None = None
    """The duty that can be answered today; None where there is nothing to sign."""
    lines: Sequence[Line] = field(default=(), repr=False)
    answer: Answer | None = None
    """What the person answered instead of signing, where they did: a matter for the supervisor, and never overdue."""
    proof: int = 0
    """The entry that shows it: of the leave, exemption or move, the answer, the latest signature, its voiding, the
    revision that asked for another; 0 where nothing was ever signed."""
    late_before: date | None = None
    """Since when they were overdue on an earlier text when the one in force came; None where they were not."""


def in_force_on(issued: Sequence[IssuedRevision], today: date) -> IssuedRevision | None:
    """The revision in force on that day: of those that have begun, the one that began last."""
    begun = [revision for revision in issued if revision.in_force <= today]
    return max(begun, key=lambda revision: (revision.in_force, revision.entry), default=None)
