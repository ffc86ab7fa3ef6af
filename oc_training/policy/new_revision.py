"""A new revision as a file to be worked on: the text in force under a new head.

Only the lines of the head that a new revision must change are changed; the words below stay as they are until
somebody changes them, so that what differs afterwards was meant to differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from oc_training.errors import Refused
from oc_training.front_matter import FENCE, lines_of
from oc_training.policy.model import Revision


def successor(  # noqa: PLR0913 - a review says so much
    before: Revision, *, reviewed: date, change: str, note: str, effective: date | None, signed_off: date | None
) -> str:
    """The notation of a revision that comes after *before*, its words not changed yet.

    *effective* stays what it was unless it is given. The day of the Chief's signature, which a new draft cannot
    have, is the day of the review until somebody writes it. The issued text of *before* is not that of the new one,
    so a file of another name is named (:func:`issued_text`).

    Raises:
        Refused: when the review is not after that of *before*, or there is no note.
    """
    if reviewed <= before.reviewed:
        raise Refused(f"The review of {reviewed} is not after that of the text in force, {before.reviewed}.")
    if not note:
        raise Refused("Say in a sentence what changed: it is shown to whoever issues the revision, and kept.")
    values = {
        "reviewed": reviewed.isoformat(),
        "signed_off": (signed_off or reviewed).isoformat(),
        "source": issued_text(before.directive, reviewed),
        "change": change,
        "change_note": note,
    }
    if effective is not None:
        values["effective"] = effective.isoformat()
    return _with_values(before.source, values)


def issued_text(directive: str, reviewed: date) -> str:
    """What the file with the issued text of a new revision is called until somebody calls it otherwise."""
    return f"{directive}-{reviewed.isoformat()}-as-issued.txt"


def _with_values(source: str, values: Mapping[str, str]) -> str:
    """*source* with the values of its front matter replaced, line by line, each line otherwise as it is typed."""
    lines = lines_of(source)
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE)
    for number in range(1, end):
        key, colon, _ = lines[number].partition(":")
        value = values.get(key.rstrip().casefold())
        if colon and value is not None:
            lines[number] = f"{key}: {value}"
    return "\n".join(lines)
