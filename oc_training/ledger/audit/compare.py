"""The book beside what is kept elsewhere: does it hold the entries that checkpoints and receipts stand for.

Of an entry that is not there any more the book itself may say why: an entry ``restored`` tells how many were lost.
That is no proof, for whoever has the key can write one; so it is named beside the other possibility.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oc_training.ledger.audit.line import Fault
from oc_training.ledger.audit.note import Checkpoint, origin_of
from oc_training.ledger.audit.span import Span, lines_of, read_line
from oc_training.ledger.audit.tree import roots_at
from oc_training.ledger.audit.whole import Whole
from oc_training.ledger.audit.witness import KeptCheckpoint, KeptReceipt

_LEAVE_IT = frozenset({Fault.TORN, Fault.CHECKSUM, Fault.SHORTER})
"""What is wrong with a line, or with what is before it, without a word of its entry being another."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What is kept elsewhere, and is to be compared with the book."""

    public_key: str | None = None
    """The station's public key as somebody keeps it, 64 hexadecimal digits: any of those that were ever in force."""
    checkpoints: tuple[KeptCheckpoint, ...] = ()
    receipts: tuple[KeptReceipt, ...] = ()
    unreadable: tuple[str, ...] = ()
    """A sentence for each file that could not be read as either."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was found of one witness."""

    text: str
    by_restore: bool = False
    """The book says itself that the entry was lost in a restore."""


def compare(span: Span, whole: Whole, witnesses: Witnesses) -> Iterator[Said]:
    """A sentence on each witness that does not fit."""
    yield from map(Said, witnesses.unreadable)
    if whole.beginning is None or not (witnesses.checkpoints or witnesses.receipts):
        return
    yield from _of_checkpoints(whole, witnesses)
    yield from _of_receipts(span, whole, witnesses)


def remarks(whole: Whole, witnesses: Witnesses) -> Iterator[str]:
    """What whoever holds a receipt has to know of its entry, though the receipt fits."""
    for kept in witnesses.receipts:
        seq = kept.heads[0].seq
        if seq in whole.voided:
            yield (
                f"{kept.path}: the signature in entry {seq} was voided by entry {whole.voided[seq]} and does not count "
                "any more."
            )


def why_not(kept: KeptReceipt, key: str) -> str:
    """Why a receipt's own proof does not hold under the public key *key*; empty if it does."""
    why = kept.why_not(key)
    if not why and kept.public_key != key:
        return "was altered: the public key in it is not the one that signed its checkpoint"
    return why


def _of_checkpoints(whole: Whole, witnesses: Witnesses) -> Iterator[Said]:
    said = whole.beginning
    name = origin_of(said.station, said.log) if said else ""
    brought = (KeptCheckpoint(kept.path, kept.checkpoint) for kept in witnesses.receipts if kept.checkpoint)
    points = sorted((*witnesses.checkpoints, *brought), key=lambda kept: kept.checkpoint.size)
    roots = roots_at(whole.leaves, [kept.checkpoint.size for kept in points])
    fitting = 0
    for kept in points:
        point = kept.checkpoint
        if point.origin != name:
            yield Said(f"{kept.path} is a checkpoint of another book ({point.origin}), not of this one ({name}).")
        elif not any(point.is_signed_by(key) for key in _keys(whole, witnesses, point.size)):
            yield Said(
                f"{kept.path} was not signed by the station's key: the checkpoint or the book is not the station's."
            )
        elif roots.get(point.size) != point.root:
            yield _of_difference(whole, kept, fitting)
        else:
            fitting = point.size


def _of_difference(whole: Whole, kept: KeptCheckpoint, fitting: int) -> Said:
    """Why a checkpoint of the station does not fit, while one of *fitting* entries does."""
    point: Checkpoint = kept.checkpoint
    wrong = (problem.line for problem in whole.problems if problem.fault not in _LEAVE_IT)
    line = next((line for line in wrong if fitting < line <= point.size), None)
    if line is not None:
        return Said(
            f"{kept.path} does not fit: among the {point.size} entries that it stands for is line {line}, which is not "
            "in order."
        )
    if restored := _by_restore(whole, f"{kept.path} is of the book before a restore", point.size):
        return restored
    if point.size > whole.entries:
        return Said(
            f"The book has {whole.entries} entries, but {kept.path} counted {point.size}: its end was cut off, or "
            "an old copy was put in its place."
        )
    return Said(
        f"Among the entries {fitting + 1} to {point.size} something was altered after {kept.path} was made: "
        "they are not the entries that it stands for, though somebody with the station's key signed them."
    )


def _by_restore(whole: Whole, what: str, seq: int) -> Said | None:
    """That the entry *seq* of which a witness speaks was lost in a restore, as far as the book says so."""
    for restored in reversed(whole.restored):
        if restored.entries < seq <= restored.entries + restored.lost:
            lost = "1 entry was" if restored.lost == 1 else f"{restored.lost} entries were"
            return Said(
                f"{what}, or something was altered: entry {restored.seq} says that the book was restored from a "
                f"backup of {restored.entries} entries, and that {lost} lost. Move it into a folder of its own, and "
                "keep it with a note.",
                by_restore=True,
            )
    return None


def _keys(whole: Whole, witnesses: Witnesses, size: int) -> Iterator[str]:
    """Which key may have signed a checkpoint of *size*: the one then in force, as far as it is known."""
    if size <= whole.entries:
        yield whole.key_after(size)
    else:
        yield from (period.key for period in whole.keys[-1:])
        yield from [witnesses.public_key] if witnesses.public_key else []


def _of_receipts(span: Span, whole: Whole, witnesses: Witnesses) -> Iterator[Said]:
    hashes = _hashes_at(span, {head.seq for kept in witnesses.receipts for head in kept.heads})
    for kept in witnesses.receipts:
        other = next((head.seq for head in kept.heads if hashes.get(head.seq) != head.hash), None)
        if other is None:
            yield from _of_proof(whole, kept)
        elif restored := _by_restore(whole, f"{kept.path} names entry {other} of the book before a restore", other):
            yield restored
        elif other not in hashes:
            yield Said(
                f"{kept.path} is about entry {other}, but the book has {whole.entries} entries: its end was "
                "cut off, or an old copy was put in its place."
            )
        else:
            yield Said(
                f"Entry {other} is not the one that {kept.path} was drawn up for: it, or an entry before it, "
                "was altered since, or the receipt was."
            )


def _of_proof(whole: Whole, kept: KeptReceipt) -> Iterator[Said]:
    if kept.checkpoint is not None:
        why = why_not(kept, whole.key_after(min(kept.checkpoint.size, whole.entries)))
        if not why and not kept.is_signed_by(whole.key_after(kept.heads[0].seq - 1)):
            why = "was altered: the signature in it is not the station's over its entry"
        if why:
            yield Said(f"{kept.path} {why}.")


def _hashes_at(span: Span, numbers: set[int]) -> dict[int, str]:
    """The hash of each entry wanted, by its line; one that cannot be read has none that fits."""
    found = {}
    for number, line in lines_of(span) if numbers else ():
        if number in numbers:
            parsed = read_line(line)
            found[number] = parsed[0].digest if parsed else ""
    return found
