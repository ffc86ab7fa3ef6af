"""One person on one day, on one screen of 80 columns and 24 lines.

Current or not, why, which words, and the seals by which anybody can check it. What may not fit is the arithmetic in
the middle: then the first lines of it are shown, and the command that shows all. Several directives are a block each
without the arithmetic, which is shown for one.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from oc_training.attestation.dossier import Dossier
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.signature_events import Acknowledged, Voided
from oc_training.ledger.port import Json
from oc_training.reports.history_words import recorded_later, when

WIDTH = 80
HEIGHT = 23
"""Lines: the prompt has the last of 24."""
LABEL = 12
MOST_OF_A_REASON = 3
"""Rows for a reason; all of it is in ``explain``."""
MOST_OF_SEVERAL = 2
"""Rows for each of several reasons."""
MOST_LATER = 3
"""Numbers of entries that were made since; they stay on one row."""
CUT = " ..."
VERIFY = "oc-training verify --public-key HEX"


def dossier_text(found: Dossier, checkpoint: tuple[int, str] | None, height: int | None = HEIGHT) -> str:
    """The answer; *checkpoint* is the number of entries that the newest one covers, and its file.

    *height* is how many lines there may be; None where they can be scrolled.
    """
    above = [*_whose(found), *_where_it_stands(found, MOST_OF_A_REASON)]
    below = [*_evidence(found), *_seal(found), *_book(found), *_checkpoint(checkpoint), *_check(found)]
    return "\n".join([*above, *_why(found, None if height is None else height - len(above) - len(below)), *below])


def dossiers_text(several: Sequence[Dossier], checkpoint: tuple[int, str] | None) -> str:
    """The same for several directives of one person on one day, a block each; what they share comes once.

    *checkpoint* is the newest that covers the entry of every one.
    """
    found = several[0]
    rows = list(_whose(found))
    for each in several:
        rows += [*_where_it_stands(each, MOST_OF_SEVERAL), *_evidence(each)]
    one = f"oc-training history {found.person.badge} --as-of {found.day} --directive {found.directive}"
    rows += [*_book(found), *_checkpoint(checkpoint), *_fact("Check", f"{VERIFY}; one directive at length:")]
    return "\n".join([*rows, *_fact("", one)])


def _whose(found: Dossier) -> Iterator[str]:
    person = found.person
    rank = f"{person.details.rank} " if person.details.rank else ""
    when = "so far today," if found.so_far else "at the end of"
    yield from _wrapped(f"{rank}{person.name}, badge {person.badge}, {person.unit}, {when} {found.day}")


def _where_it_stands(found: Dossier, most: int) -> Iterator[str]:
    standing = found.standing
    yield from _wrapped(f"Directive {found.directive} {found.revision.title}: {standing.kind.upper()}")
    yield from _short(list(_fact("Why", standing.reason)), most)
    yield from _later(found)


def _later(found: Dossier) -> Iterator[str]:
    """What is known since then, and is no part of the answer."""
    if not found.later:
        return
    numbers = ", ".join(map(str, found.later[:MOST_LATER]))
    more = f" and {len(found.later) - MOST_LATER} more" if len(found.later) > MOST_LATER else ""
    entries = "entry" if len(found.later) == 1 else "entries"
    yield from _fact("Since then", f"recorded about this day: {entries} {numbers}{more}")


def _short(rows: Sequence[str], most: int) -> Sequence[str]:
    """The rows, or as many as may be, with a sign that there is more."""
    if len(rows) <= most:
        return rows
    return [*rows[: most - 1], f"{rows[most - 1][: WIDTH - len(CUT)].rstrip()}{CUT}"]


def _why(found: Dossier, room: int | None) -> Sequence[str]:
    """The arithmetic; where there is no room for all of it, what entries say before what the rules say."""
    lines = [line for line in found.standing.lines if line.source != "result"]
    steps = [_wrapped(f"{line.source}: {line.text}", "  ", "    ") for line in lines]
    if room is None or sum(map(len, steps)) <= room:
        return [row for step in steps for row in step]
    left = room - 1
    kept: dict[int, Sequence[str]] = {}
    for number in sorted(range(len(steps)), key=lambda number: not lines[number].source.startswith("entry ")):
        kept[number] = _short(steps[number], left) if left > 0 else ()
        left -= len(kept[number])
    more = f"  ... all of it: oc-training explain {found.person.badge} --as-of {found.day}"
    return [*(row for number in sorted(kept) for row in kept[number]), more]


def _evidence(found: Dossier) -> Iterator[str]:
    issued = found.issued.entry.seq
    yield from _fact("Words", f"revision {found.revision.id}, kept in entry {issued}; the digest of its words is")
    yield from _fact("", found.revision.sha256)
    shown = found.shown
    late = f" {recorded_later(shown)}" if recorded_later(shown) else ""
    what = "; nothing was signed by then" if found.proof is None else _not_counting(shown)
    yield from _fact("Entry", f"{shown.entry.seq}, {shown.entry.kind}, {when(shown)}{what}.{late}")
    yield from _fact("Hash", shown.entry.hash)


def _seal(found: Dossier) -> Iterator[str]:
    signature = found.shown.entry.signature
    yield from _fact("Seal", signature[:64])
    yield from _fact("", signature[64:])


def _book(found: Dossier) -> Iterator[str]:
    had = "it has {:,} entries so far" if found.so_far else "it had {:,} entries at the end of that day"
    if found.head.hash == found.shown.entry.hash:
        yield from _fact("Book", f"{had.format(found.head.seq)}; the last is that entry")
        return
    yield from _fact("Book", f"{had.format(found.head.seq)}; the hash of the last is")
    yield from _fact("", found.head.hash)


def _checkpoint(checkpoint: tuple[int, str] | None) -> Iterator[str]:
    if checkpoint is None:
        yield from _fact("Checkpoint", "none since then; to make one: oc-training checkpoint --to FOLDER")
    else:
        yield from _fact("Checkpoint", f"{checkpoint[1]} vouches for entries 1 to {checkpoint[0]}")


def _check(found: Dossier) -> Iterator[str]:
    yield from _fact("Check", f"{VERIFY}, with the key kept elsewhere")
    if _is_receipt(found):
        yield from _fact("", f"oc-training receipt {found.shown.entry.seq} --proof, for somebody without the book")
    else:
        yield from _fact("", "oc-training key show, for the station's public key")


def _not_counting(shown: Recorded) -> str:
    return f"; entry {shown.event.signature} does not count" if isinstance(shown.event, Voided) else ""


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
    standing, shown = found.standing, found.shown
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
        "day_is_over": not found.so_far,
        "later_entries": list(found.later),
        "checkpoint": {"entries": checkpoint[0], "file": checkpoint[1]} if checkpoint else None,
    }
