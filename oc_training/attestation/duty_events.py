"""What decides who is asked and by when, as typed bodies of ledger entries: moves, exemptions, assignments, rules.

The same promises as in :mod:`oc_training.attestation.events` hold: a kind is never renamed, a field never changes its
meaning, what is absent is null, and ``by`` is a person id or the word for a command. A day called ``since`` may lie
before the day of the entry; whoever reads it is then told that it was recorded later.
"""

from __future__ import annotations

from datetime import date

from oc_training.attestation.event_body import Body
from oc_training.attestation.figures import Schedule


class Moved(Body, frozen=True, tag="moved"):
    """Somebody has another unit or rank since a day."""

    person: str
    unit: str
    rank: str
    since: date
    by: str
    reason: str


class DutyCorrected(Body, frozen=True, tag="duty corrected"):
    """A leave, return, separation or move was entered for a wrong day, or a leave for nobody."""

    person: str
    corrects: int
    """Number of the entry that holds the mistake, or that corrected it last."""
    since: date | None
    """The right day; null where a leave never was."""
    by: str
    reason: str


class Exempted(Body, frozen=True, tag="exempted"):
    """A directive is not asked of somebody for a time."""

    person: str
    directive: str
    since: date
    through: date | None
    """The last day; null where it holds until it is ended."""
    by: str
    reason: str


class ExemptionEnded(Body, frozen=True, tag="exemption ended"):
    """An exemption came to its end before its day, or had none."""

    person: str
    directive: str
    since: date
    """The first day on which the directive is asked again."""
    by: str
    reason: str


class Assigned(Body, frozen=True, tag="assigned"):
    """A directive that is not for a person's unit or rank was assigned to them by name."""

    person: str
    directive: str
    since: date
    by: str
    reason: str


class AssignmentEnded(Body, frozen=True, tag="assignment ended"):
    """An assignment by name came to its end."""

    person: str
    directive: str
    since: date
    """The first day on which it no longer holds."""
    by: str
    reason: str


class ScheduleSet(Body, frozen=True, tag="schedule set"):
    """The rules about time as they count from this entry on."""

    schedule: Schedule
    text_sha256: str
    """Digest of the file's text, its notes included."""
    by: str


class Reminded(Body, frozen=True, tag="reminded"):
    """A list of reminders was drawn up; what stands on it is not told again."""

    day: date
    keys: tuple[str, ...]
    """What each notice was, in the words of :mod:`oc_training.attestation.reminders`."""
    people: tuple[str, ...]
    """Whom the notices are about, each once."""
    by: str
