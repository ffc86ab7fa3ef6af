"""What the bodies of all entries have in common, so that their kinds can lie in more than one module."""

from __future__ import annotations

import msgspec


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every body has in common beside being frozen and strict."""

    clock: str | None = None
    """What was thought of the clock that dated the entry (:class:`oc_training.attestation.clock_guard.ClockState`).

    Put in when it is written (:meth:`oc_training.attestation.book.Book.write`), and taken out when it is read again
    (:attr:`oc_training.attestation.recorded.Recorded.clock`); null in entries of older programs.
    """
