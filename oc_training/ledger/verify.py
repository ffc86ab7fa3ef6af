"""The full check of a book, from the bytes of its file alone and whatever is kept elsewhere about it.

It shares no code with what writes the book, so that a fault there cannot hide itself here. It only reads, takes the
cores there are, goes on after each problem, and says in one sentence what they come to. What each check means and
what no check can find stands in ``docs/ledger.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oc_training.errors import LedgerUnusable
from oc_training.ledger.audit import whole as whole_book
from oc_training.ledger.audit.compare import Said, Witnesses, compare, remarks, why_not
from oc_training.ledger.audit.diagnosis import diagnose
from oc_training.ledger.audit.line import Fault
from oc_training.ledger.audit.span import BecameShorter, Span
from oc_training.ledger.audit.texts import words_digest
from oc_training.ledger.audit.tree import roots_at
from oc_training.ledger.audit.whole import Whole
from oc_training.ledger.audit.witness import KeptCheckpoint, KeptReceipt, load_checkpoint, load_receipt
from oc_training.ledger.port import Head

__all__ = ["Span", "Verdict", "Witnesses", "digest_of_text", "load_witnesses", "verify", "verify_receipts"]


NOBODY = Witnesses()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole file found."""

    entries: int
    """Lines that hold an entry, sound or not."""
    head: Head | None
    """Number and hash of the last entry: to be compared with receipts and with what is kept elsewhere."""
    problems: tuple[str, ...]
    """One sentence each, in the order of the file; none means that nothing was found wrong."""
    sentence: str = ""
    """What it comes to, in one sentence."""
    public_key: str = ""
    """The key in force at the end, as the book says it."""
    remarks: tuple[str, ...] = ()
    """What whoever asked has to know though it is no problem, one sentence each."""
    lost_by_restore: bool = False
    """All problems are witnesses of entries that were lost in a restore, as the book says itself."""
    root: str = ""
    """The root of the tree over all entries, 64 hexadecimal digits, where witnesses asked for it."""


def digest_of_text(source: str) -> str:
    """The digest with which :func:`verify` will compare that of a directive issued with this text."""
    return words_digest(source)


def load_witnesses(
    public_key: str | None = None, checkpoints: Sequence[Path] = (), receipts: Sequence[Path] = ()
) -> Witnesses:
    """Read what is kept elsewhere. A file that is not what it is said to be is a finding, not an end of the check."""
    points, sheets, unreadable = list[KeptCheckpoint](), list[KeptReceipt](), list[str]()
    for path in dict.fromkeys(checkpoints):
        try:
            points.append(load_checkpoint(path))
        except LedgerUnusable as error:
            unreadable.append(str(error))
    for path in dict.fromkeys(receipts):
        try:
            sheets.append(load_receipt(path))
        except LedgerUnusable as error:
            unreadable.append(str(error))
    return Witnesses(public_key, tuple(points), tuple(sheets), tuple(unreadable))


def verify(book: Path | Span, witnesses: Witnesses = NOBODY, workers: int | None = None) -> Verdict:
    """Check every line of *book*: checksum, form, number, link, hash and signature; then what *witnesses* say of it.

    Where a witness brings the station's public key, also that the book is that station's and not one made anew with
    another key. *workers* is how many cores to use; all there are if nothing is said.

    Raises:
        LedgerUnusable: the file cannot be read.
    """
    path = book.path if isinstance(book, Span) else book
    try:
        try:
            return _verify(Span.whole(book) if isinstance(book, Path) else book, witnesses, workers)
        except BecameShorter:
            # As a rule a kiosk was started, and took the torn end of a crash off the book. Once more, then.
            return _verify(Span.whole(book) if isinstance(book, Path) else book, witnesses, workers)
    except OSError as error:
        raise LedgerUnusable(f"The book of records at {path} cannot be read: {error.strerror}.") from error


def _verify(span: Span, witnesses: Witnesses, workers: int | None) -> Verdict:
    with_leaves = bool(witnesses.checkpoints or witnesses.receipts)
    whole = whole_book.check(span, with_leaves=with_leaves, workers=workers or whole_book.cores())
    found = [*_of_key(whole, witnesses.public_key), *compare(span, whole, witnesses)]
    sentences = [each.text for each in found]
    lines = [str(problem) for problem in whole.problems]
    sentence = _sentence(span, whole, witnesses, sentences)
    head = Head(whole.head.seq, whole.head.digest) if whole.head else None
    root = roots_at(whole.leaves, [len(whole.leaves)])[len(whole.leaves)].hex() if whole.leaves else ""
    key = whole.keys[-1].key if whole.keys else ""
    by_restore = bool(found) and not lines and all(each.by_restore for each in found)
    noted = tuple(remarks(whole, witnesses))
    return Verdict(whole.entries, head, (*lines, *sentences), sentence, key, noted, by_restore, root)


def _sentence(span: Span, whole: Whole, witnesses: Witnesses, sentences: list[str]) -> str:
    """What it comes to. A torn end is only the end of a crash as long as no witness knows what stood there."""
    torn_alone = all(problem.fault is Fault.TORN for problem in whole.problems)
    if sentences and torn_alone:
        return sentences[0]
    return diagnose(span, whole) if whole.problems else _in_order(whole, witnesses)


def verify_receipts(witnesses: Witnesses) -> tuple[str, ...]:
    """A sentence on each receipt whose own proof does not hold; the book is not looked at.

    The checkpoint in a receipt is checked with the public key of *witnesses*, or else with the one it brings itself.
    """
    found = ((receipt, why_not(receipt, witnesses.public_key or receipt.public_key)) for receipt in witnesses.receipts)
    return (*witnesses.unreadable, *(f"{receipt.path} {why}." for receipt, why in found if why))


def _in_order(whole: Whole, witnesses: Witnesses) -> str:
    proven = sum(kept.checkpoint is not None for kept in witnesses.receipts)
    compared = [
        f"{_several(number, what)} by {how}"
        for number, what, how in (
            (len(witnesses.checkpoints), "checkpoint", "signature and root"),
            (proven, "receipt", "hash, signature and proof"),
        )
        if number
    ]
    fits = f"; compared with them, and fitting: {', '.join(compared)}" if compared else ""
    bare = len(witnesses.receipts) - proven
    if bare:
        its = "its" if bare == 1 else "their"
        fits += f"; of {_several(bare, 'receipt')} the book has number and hash, {its} words were not compared"
    newest = f" The newest is {whole.head.seq}, hash {whole.head.digest}." if whole.head else ""
    return f"{whole.entries} entries, all in order{fits}.{newest}"


def _several(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _of_key(whole: Whole, wanted: str | None) -> Iterator[Said]:
    if wanted is not None and whole.keys and wanted not in {period.key for period in whole.keys}:
        yield Said(
            "The public key in the genesis is not the one that was given for this station: the book is another "
            "station's, or was made anew with another key."
        )
