"""From an older format of the book's file to this program's.

What was sealed is never written anew, for then every hash and signature would be another: a format is how the sealed
entries lie in the file. A step therefore gives each line its new form around the same bytes. The genesis says in
which format a book was begun, and stays; an entry ``format changed`` says from where on another holds. A program
that does not know the format refuses the book.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded
from oc_training.ledger import disk
from oc_training.ledger.frame import Frame, sound_frames
from oc_training.ledger.genesis import FORMAT, FORMAT_CHANGED
from oc_training.ledger.lock import locked
from oc_training.ledger.port import Entry, Head
from oc_training.ledger.seal import Draft, Sealer, unseal

KEPT = ".format-"


@dataclass(frozen=True, slots=True)
class Step:
    """How the file of one format becomes that of the next."""

    write: Callable[[Frame, int], bytes]
    """A line of the new format for a line of the old, and the place in the new file at which it will stand."""
    read: Callable[[bytes], bytes]
    """The sealed bytes of a line of the new format: with which the result is compared.

    Where the two formats write their lines differently, the program that brings the step brings the reader of the old
    lines along, for :func:`oc_training.ledger.survey.survey_of_any_format` and the rewriting here.
    """


STEPS: Mapping[int, Step] = {}
"""By the format that a step starts from. There is one format so far, and so no step."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a migration did."""

    found: int
    """The format in which the book was."""
    reached: int
    kept: Path | None
    """Where the file of the old format lies; None where nothing was to do."""


def migrate(
    book: Path, found: int, sealer: Callable[[], Sealer], steps: Mapping[int, Step] = STEPS, target: int = FORMAT
) -> Migrated:
    """Bring the file *book*, of the format *found*, to the format *target*. The old file stays beside it.

    The last line of the new file is the entry by which the book says so, which *sealer* seals.

    Raises:
        LedgerUnusable: the format is not known, or there is no way from it.
        LedgerDamaged: the book is damaged, or a step did not keep every byte that was sealed. Nothing was changed.
        NotRecorded: the disk did not take it. Nothing was changed.
    """
    if found == target:
        return Migrated(found, target, None)
    if found > target or found not in steps:
        raise LedgerUnusable(
            f"The book of records has the format {found}; this program knows {target}, and no way between them."
        )
    if found + 1 != target:
        raise LedgerUnusable(f"A book is brought forward one format at a time: {found + 1} comes next.")
    try:
        with locked(book, NotRecorded):
            return Migrated(found, target, _rewrite(book, found, steps[found], sealer()))
    except OSError as error:
        raise NotRecorded(f"The book could not be written in its new format: {error.strerror}.") from error


def _rewrite(book: Path, found: int, step: Step, sealer: Sealer) -> Path:
    kept = book.with_name(f"{book.name}{KEPT}{found}")
    if kept.exists() and not kept.samefile(book):  # the same file: a crash came before the new one took its place
        raise NotRecorded(f"There is a file {kept} already: the book was brought forward before. Move it away first.")
    lines, sealed, place = [], [], 0
    with book.open("rb") as file:
        for frame in sound_frames(file, 0, 1):
            line = step.write(frame, place)
            lines.append(line)
            sealed.append(frame.sealed)
            place += len(line)
    noted = _noted(found + 1, [unseal(each) for each in (sealed[0], sealed[-1])], sealer)
    sealed.append(noted)
    lines.append(step.write(Frame(len(sealed), 0, noted, 0), place))
    if [step.read(line) for line in lines] != sealed:
        raise LedgerDamaged("The new format would not hold every entry as it was sealed. Nothing was changed.")
    if not kept.exists():
        os.link(book, kept)
    disk.replace_whole(book, b"".join(lines))
    return kept


def _noted(reached: int, ends: list[Entry], sealer: Sealer) -> bytes:
    """The sealed entry that says in which format the book goes on."""
    genesis, newest = ends
    draft = Draft(uuid.uuid4().hex, FORMAT_CHANGED, {"format": reached})
    return sealer.seal(draft, genesis.station, Head(newest.seq, newest.hash))
