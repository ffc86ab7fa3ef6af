"""The reason that an act about somebody needs: asked for below the screens, so that no way around one leads by it."""

from __future__ import annotations

from oc_training.errors import Refused
from oc_training.text import one_line


def required_reason(typed: str) -> str:
    """The reason on one line.

    Raises:
        Refused: when there is none.
    """
    reason = one_line(typed)
    if not reason:
        raise Refused("Please give a reason.")
    return reason
