"""The check of a whole book: cut into pieces, given to the cores there are, put together again.

Nearly all of the time goes into one signature check an entry, so the pieces are checked side by side in processes
of their own. They read their piece themselves; what comes back is short.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from oc_training.ledger.audit.entry import Words, Wrong, read
from oc_training.ledger.audit.line import (
    KEY_CHANGED,
    Beginning,
    Fault,
    Line,
    beginning,
    hash_of,
    is_signed,
    new_key,
    public_key,
    take_apart,
)
from oc_training.ledger.audit.piece import Found, Link, Piece, Problem, follows, look_at

FORMAT = 1
PIECE = 1 << 20
"""Bytes of a piece: some thousand entries, about a tenth of a second's work."""
WORTH_SHARING = 2 * PIECE
"""A smaller book is checked sooner by one core than others can be called."""
_KEY_CHANGE = b',"kind":"%s",' % KEY_CHANGED.encode()


@dataclass(frozen=True, slots=True)
class Span:
    """Where a book lies: a file of its own, or a part of a backup."""

    path: Path
    start: int
    end: int

    @classmethod
    def whole(cls, path: Path) -> Span:
        """All of the file *path*, as long as it is now.

        Raises:
            OSError: it cannot be looked at.
        """
        return cls(path, 0, path.stat().st_size)


@dataclass(frozen=True, slots=True)
class KeyPeriod:
    """From which entry on a key signs."""

    first: int
    place: int
    """Where that entry begins, in bytes of the file."""
    key: str


@dataclass(slots=True)
class Whole:
    """What a book says, and what is wrong with it, line by line."""

    lines: int = 0
    entries: int = 0
    head: Link | None = None
    beginning: Beginning | None = None
    keys: tuple[KeyPeriod, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    """Hashes of the tree's leaves, where they were asked for and every line holds an entry."""

    def key_after(self, entries: int) -> str:
        """The key in force once the book held so many entries; empty where the book has none."""
        return next((period.key for period in reversed(self.keys) if period.first <= entries + 1), "")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def check(span: Span, *, with_leaves: bool, workers: int) -> Whole:
    """Check every line of a book.

    Raises:
        OSError: the file cannot be read.
    """
    whole = Whole()
    if span.start == span.end:
        whole.problems.append(Problem(1, Fault.GENESIS, "the file is empty: a book begins with its genesis entry"))
        return whole
    _begin(span, whole)
    if any(problem.fault is Fault.FORMAT for problem in whole.problems):
        return whole
    at_the_beginning, whole.problems = whole.problems, []
    keys = tuple((period.place, period.key) for period in whole.keys)
    pieces = [
        Piece(span.path, start, end, span.start, whole.beginning, keys, with_leaves) for start, end in _cuts(span)
    ]
    join = _Join(whole)
    with _side_by_side(pieces, workers) as results:
        for found in results:
            join.add(found)
    join.finish()
    whole.problems += [*at_the_beginning, *_same_ids(span, join.twice)]
    whole.problems.sort(key=lambda problem: problem.line)
    return whole


def lines_of(span: Span) -> Iterator[tuple[int, bytes]]:
    """Each line of a book with its number, without its line feed."""
    with span.path.open("rb") as file:
        file.seek(span.start)
        left, number = span.end - span.start, 0
        while left > 0:
            line = file.readline(left)
            if not line:
                return
            left, number = left - len(line), number + 1
            yield number, line.removesuffix(b"\n")


def read_line(line: bytes) -> tuple[Line, Words] | None:
    """The parts of a line and the entry in it, where both can be read."""
    parts = take_apart(line)
    if parts is None or not parts.words:
        return None
    try:
        return parts, read(parts.words)
    except Wrong:
        return None


def _same_ids(span: Span, twice: set[str]) -> Iterator[Problem]:
    """Name the lines whose id another line has; there are hardly ever any, so the book is simply read again."""
    seen: dict[str, int] = {}
    for number, line in lines_of(span) if twice else ():
        found = read_line(line)
        if found and found[1].id in twice:
            if found[1].id in seen:
                yield Problem(number, Fault.TWICE, f"it has the same id as line {seen[found[1].id]}")
            seen.setdefault(found[1].id, number)


# ---- the beginning, and the keys -------------------------------------------------------------------------------------


def _begin(span: Span, whole: Whole) -> None:
    first = next(lines_of(span), (1, b""))[1]
    found = read_line(first)
    said = beginning(found[1]) if found else None
    if found is None or said is None:
        whole.problems.append(Problem(1, Fault.GENESIS, "the book does not begin with a genesis entry"))
        return
    if said.format != FORMAT:
        unknown = f"the format of the book is {said.format}; this program knows {FORMAT}"
        whole.problems.append(Problem(1, Fault.FORMAT, unknown))
        return
    if said.station != found[1].station:
        other = "the genesis names another station than it was written at"
        whole.problems.append(Problem(1, Fault.GENESIS, other))
    try:
        public_key(said.key)
    except ValueError:
        whole.problems.append(Problem(1, Fault.GENESIS, "the genesis does not name a public key"))
        return
    whole.beginning = said
    whole.keys = tuple(_key_periods(span, said))


def _key_periods(span: Span, said: Beginning) -> Iterator[KeyPeriod]:
    """Which key signs from where: the genesis names the first, each change of key the next."""
    key = said.key
    yield KeyPeriod(1, span.start, key)
    with span.path.open("rb") as file, mmap.mmap(file.fileno(), span.end, access=mmap.ACCESS_READ) as data:
        place = data.find(_KEY_CHANGE, span.start)
        while place >= 0:
            start, end = data.rfind(b"\n", span.start, place) + 1, data.find(b"\n", place)
            changed = _changed(data[start:end], said.log, key) if end >= 0 else None
            if changed:
                key = changed[1]
                yield KeyPeriod(changed[0] + 1, end + 1, key)
            place = data.find(_KEY_CHANGE, end) if end >= 0 else -1


def _changed(line: bytes, log: str, key: str) -> tuple[int, str] | None:
    """Number and new key of a change of key that the old and the new key signed."""
    found = read_line(line)
    if found is None or found[1].kind != KEY_CHANGED:
        return None
    parts, entry = found
    if hash_of(parts.words) != parts.digest or not is_signed(
        public_key(key), bytes.fromhex(parts.digest), parts.signature
    ):
        return None
    changed = new_key(entry, log, key)
    return (entry.seq, changed) if changed else None


# ---- the pieces -----------------------------------------------------------------------------------------------------


def _cuts(span: Span) -> Iterator[tuple[int, int]]:
    """Beginning and end of each piece; pieces begin where a line begins."""
    start = span.start
    with span.path.open("rb") as file:
        while start < span.end:
            file.seek(min(start + PIECE, span.end))
            file.readline()
            end = min(file.tell(), span.end)
            yield start, end
            start = end


@contextmanager
def _side_by_side(pieces: list[Piece], workers: int) -> Iterator[Iterator[Found]]:
    """What is found in each piece, in their order."""
    if workers < 2 or pieces[-1].end - pieces[0].start < WORTH_SHARING:  # noqa: PLR2004 - two are the first to share
        yield map(look_at, pieces)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only a big book needs it
    from multiprocessing import get_context  # noqa: PLC0415 - the same

    # A new interpreter each: a fork would copy a half of whatever threads the caller runs.
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield pool.map(look_at, pieces)


class _Join:
    """Puts the pieces together in their order."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._ids: dict[str, None] = {}
        self.twice: set[str] = set()
        """Ids that occur more than once."""
        self._issued: dict[int, str] = {}
        self._named: list[tuple[int, int, str]] = []

    def add(self, found: Found) -> None:
        whole, offset = self._whole, self._whole.lines + 1
        if found.first is not None:
            first = found.first
            here = Link(first.line + offset, first.seq, first.previous, first.digest)
            whole.problems += follows(here, whole.head)
        for problem in found.problems:
            whole.problems.append(Problem(problem.line + offset, problem.fault, problem.text))
        whole.head = found.last or whole.head
        whole.lines += found.lines
        whole.entries += found.entries
        whole.leaves += found.leaves
        self._issued |= found.issued
        self._named += [(line + offset, issued, digest) for (issued, digest), line in found.named.items()]
        self._take_ids(found.ids)

    def _take_ids(self, ids: list[str]) -> None:
        fresh = dict.fromkeys(ids)
        if len(fresh) < len(ids) or not self._ids.keys().isdisjoint(fresh):
            seen = set(self._ids)
            for each in ids:
                if each in seen:
                    self.twice.add(each)
                seen.add(each)
        self._ids |= fresh

    def finish(self) -> None:
        for line, issued, digest in self._named:
            if self._issued.get(issued) != digest:
                said = f"the directive that it names in entry {issued} has other words than it says"
                self._whole.problems.append(Problem(line, Fault.TEXT, said))
