"""The reason that an act about somebody else takes: it is recorded for good, and asked for below the screens."""

from __future__ import annotations

from oc_training.errors import Refused
from oc_training.text import one_line

REASON_MISSING = "Please give a reason."


def required_reason(typed: str) -> str:
    """A reason as it is recorded: cleaned, on one line.

    Raises:
        Refused: when there is none.
    """
    reason = one_line(typed)
    if not reason:
        raise Refused(REASON_MISSING)
    return reason
