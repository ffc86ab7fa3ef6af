"""What is done with the station, as typed bodies of entries: a list exported, the kiosk left, its clock confirmed.

The same promises as in :mod:`oc_training.attestation.events` hold.
"""

from __future__ import annotations

from oc_training.attestation.event_body import Body


class Exported(Body, frozen=True, tag="exported"):
    """A list left the kiosk as a file (REC-15)."""

    by: str
    what: str
    rows: int
    sha256: str


class KioskLeft(Body, frozen=True, tag="kiosk left"):
    """A supervisor or coordinator took a locked kiosk off the screen."""

    person: str
    """Person id of whoever did it."""


class ClockConfirmed(Body, frozen=True, tag="clock confirmed"):
    """A supervisor found that the time on the screen was right, though the clock had been in doubt (AUD-9)."""

    by: str
    shown: str
    """Stamp of the time they were shown."""
    shown_offset: str
    mark: str | None
    """Stamp of the latest time that was believed before."""
    doubt: str
    """Why it was in doubt: ``back``, ``leap`` or ``long``."""
