"""One person, one directive, one day, on one screen of 80 columns and 24 lines.

Current or not, why, which words, and the seals by which anybody can check it. What may not fit is the arithmetic in
the middle: then the first lines of it are shown, and the command that shows all.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from oc_training.attestation.dossier import Dossier
from oc_training.attestation.events import Acknowledged, Voided
from oc_training.attestation.records import Recorded
from oc_training.ledger.port import Json
from oc_training.reports.history_words import recorded_later, when

WIDTH = 80
HEIGHT = 23
"""Lines: the prompt has the last of 24."""
LABEL = 12
MOST_OF_A_REASON = 3
"""Rows for a reason; all of it is in ``explain``."""
CUT = " ..."


def dossier_text(found: Dossier, checkpoint: tuple[int, str] | None, height: int | None = HEIGHT) -> str:
    """The answer; *checkpoint* is the number of entries that the newest one covers, and its file.

    *height* is how many lines there may be; None where they can be scrolled.
    """
    above, below = list(_above(found)), list(_below(found, checkpoint))
    return "\n".join([*above, *_why(found, None if height is None else height - len(above) - len(below)), *below])


def _above(found: Dossier) -> Iterator[str]:
    person, standing = found.person, found.standing
    rank = f"{person.details.rank} " if person.details.rank else ""
    yield from _wrapped(f"{rank}{person.name}, badge {person.badge}, {person.unit}, at the end of {found.day}")
    yield from _wrapped(f"Directive {found.directive} {found.revision.title}: {standing.kind.upper()}")
    yield from _short(list(_fact("Why", standing.reason)), MOST_OF_A_REASON)


def _short(rows: Sequence[str], most: int) -> Sequence[str]:
    """The rows, or as many as may be, with a sign that there is more."""
    if len(rows) <= most:
        return rows
    return [*rows[: most - 1], f"{rows[most - 1][: WIDTH - len(CUT)].rstrip()}{CUT}"]


def _why(found: Dossier, room: int | None) -> Sequence[str]:
    lines = [
        row
        for line in found.standing.lines
        if line.source != "result"
        for row in _wrapped(f"{line.source}: {line.text}", "  ", "    ")
    ]
    if room is None or len(lines) <= room:
        return lines
    more = f"  ... all of it: oc-training explain {found.person.badge} --as-of {found.day}"
    return [*lines[: max(room - 1, 0)], more]


def _below(found: Dossier, checkpoint: tuple[int, str] | None) -> Iterator[str]:
    yield from _fact("Text", f"revision {found.revision.id}; its words lie in entry {found.issued.entry.seq}, digest")
    yield from _fact("", found.revision.sha256)
    shown = found.proof or found.issued
    late = f" {recorded_later(shown)}" if recorded_later(shown) else ""
    what = "; nothing was signed by then" if found.proof is None else _not_counting(shown)
    yield from _fact("Entry", f"{shown.entry.seq}, {shown.entry.kind}, {when(shown)}{what}.{late}")
    yield from _fact("Hash", shown.entry.hash)
    yield from _fact("Signature", shown.entry.signature[:64])
    yield from _fact("", shown.entry.signature[64:])
    yield from _fact("Book", f"entries 1 to {found.head.seq} were recorded by then; the last has the hash")
    yield from _fact("", found.head.hash)
    if checkpoint is None:
        yield from _fact("Checkpoint", "none covers it yet: oc-training checkpoint --to FOLDER")
    else:
        yield from _fact("Checkpoint", f"{checkpoint[1]}, of {checkpoint[0]} entries")
    number = shown.entry.seq
    yield from _fact("Check", "oc-training verify --public-key HEX, with the key kept elsewhere")
    yield from _fact("", f"oc-training receipt {number} --proof" if _is_receipt(found) else "oc-training key show")


def _not_counting(shown: Recorded) -> str:
    return f"; the signature in entry {shown.event.signature} does not count" if isinstance(shown.event, Voided) else ""


def _is_receipt(found: Dossier) -> bool:
    return found.proof is not None and isinstance(found.proof.event, Acknowledged)


def _fact(label: str, words: str) -> Iterator[str]:
    yield from _wrapped(words, label.ljust(LABEL), " " * LABEL)


def _wrapped(words: str, first: str = "", further: str = "") -> list[str]:
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=first,
        subsequent_indent=further or first,
        break_long_words=False,
        break_on_hyphens=False,
    )


def dossier_json(found: Dossier, checkpoint: tuple[int, str] | None) -> dict[str, Json]:
    """The same as data."""
    standing, shown = found.standing, found.proof or found.issued
    return {
        "as_of": found.day.isoformat(),
        "badge": found.person.badge,
        "name": found.person.name,
        "rank": found.person.details.rank,
        "unit": found.person.unit,
        "directive": found.directive,
        "standing": standing.kind.value,
        "reason": standing.reason,
        "due": standing.due.isoformat() if standing.due else None,
        "overdue_from": standing.overdue_from.isoformat() if standing.overdue_from else None,
        "signed": standing.signed.isoformat() if standing.signed else None,
        "lines": [{"source": line.source, "text": line.text} for line in standing.lines],
        "text": {
            "title": found.revision.title,
            "revision": found.revision.id,
            "sha256": found.revision.sha256,
            "entry": found.issued.entry.seq,
        },
        "review_of_the_directive": found.review.due.isoformat() if found.review else None,
        "proof": {
            "entry": shown.entry.seq,
            "kind": shown.entry.kind,
            "at": shown.entry.at,
            "hash": shown.entry.hash,
            "signature": shown.entry.signature,
            "recorded_later": bool(recorded_later(shown)),
        },
        "book": {"entries": found.head.seq, "hash": found.head.hash},
        "checkpoint": {"entries": checkpoint[0], "file": checkpoint[1]} if checkpoint else None,
    }
