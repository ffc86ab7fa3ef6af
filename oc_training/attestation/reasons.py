"""The reason that an act about somebody else takes, recorded for good; and why none can be done about who has left."""

from __future__ import annotations

from oc_training.errors import Refused
from oc_training.roster.model import Person
from oc_training.text import one_line

REASON_MISSING = "Please give a reason."


def has_left(person: Person) -> str:
    """Why nothing can be done about somebody who was separated, and what undoes that."""
    return f"{person.name} has left the department. Where that is a mistake, record a return from their last day first."


def required_reason(typed: str) -> str:
    """A reason as it is recorded: cleaned, on one line.

    Raises:
        Refused: when there is none.
    """
    reason = one_line(typed)
    if not reason:
        raise Refused(REASON_MISSING)
    return reason
