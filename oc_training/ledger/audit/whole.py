"""The check of a whole book: cut into pieces, given to the cores there are, put together again.

Nearly all of the time goes into one signature check an entry, so the pieces are checked side by side in processes
of their own. They read their piece themselves; what comes back is short.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from oc_training.ledger.audit.line import Beginning, Fault, beginning, public_key
from oc_training.ledger.audit.periods import KeyPeriod, key_periods
from oc_training.ledger.audit.piece import Found, Link, Piece, Problem, Restored, follows, look_at
from oc_training.ledger.audit.sharing import each_of
from oc_training.ledger.audit.span import Span, lines_of, read_line

FORMAT = 1
PIECE = 1 << 20
"""Bytes of a piece: some thousand entries, about a tenth of a second's work."""
WORTH_SHARING = 2 * PIECE
"""A smaller book is checked sooner by one core than others can be called."""


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

    restored: list[Restored] = field(default_factory=list)
    voided: dict[int, int] = field(default_factory=dict)
    """Number of the first entry that voids a signature, by that of the signature."""

    def key_after(self, entries: int) -> str:
        """The key in force once the book held so many entries; empty where the book has none."""
        return next((period.key for period in reversed(self.keys) if period.first <= entries + 1), "")


_ORDER = {fault: place for place, fault in enumerate(Fault)}


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
    for found in _each(pieces, workers):
        join.add(found)
    join.finish()
    whole.problems += [*at_the_beginning, *_same_ids(span, join.twice)]
    whole.problems.sort(key=lambda problem: (problem.line, _ORDER[problem.fault]))
    return whole


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
    if said.log != found[1].id:
        whole.problems.append(Problem(1, Fault.GENESIS, "the genesis does not have the name of the book as its id"))
    try:
        public_key(said.key)
    except ValueError:
        whole.problems.append(Problem(1, Fault.GENESIS, "the genesis does not name a public key"))
        return
    whole.beginning = said
    whole.keys = tuple(key_periods(span, said))


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


def _each(pieces: list[Piece], workers: int) -> Iterable[Found]:
    """What is found in each piece, in their order."""
    if pieces[-1].end - pieces[0].start < WORTH_SHARING:
        workers = 1
    return each_of(look_at, pieces, workers)


class _Join:
    """Puts the pieces together in their order."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._ids: dict[str, None] = {}
        self.twice: set[str] = set()
        """Ids that occur more than once."""
        self._issued: dict[int, str] = {}
        self._named: dict[tuple[int, str], int] = {}
        self._lost = 0
        """Bytes that were there once, by what a line says, and are not any more."""

    def add(self, found: Found) -> None:
        whole, offset = self._whole, self._whole.lines + 1
        if found.first is not None:
            first = found.first
            here = Link(first.line + offset, first.seq, first.previous, first.digest)
            whole.problems += follows(here, whole.head)
        for problem in found.problems:
            whole.problems.append(Problem(problem.line + offset, problem.fault, problem.text))
        for line, missing in found.shorter:
            if missing > self._lost:
                whole.problems.append(Problem(line + offset, Fault.SHORTER, Fault.SHORTER))
                self._lost = missing
        whole.head = found.last or whole.head
        whole.lines += found.lines
        whole.entries += found.entries
        whole.leaves += found.leaves
        whole.restored += found.restored
        whole.voided = found.voided | whole.voided
        self._issued |= found.issued
        for which, line in found.named.items():
            self._named.setdefault(which, line + offset)
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
        for (issued, digest), line in self._named.items():
            if self._issued.get(issued) != digest:
                said = f"the directive that it names in entry {issued} has other words than it says"
                self._whole.problems.append(Problem(line, Fault.TEXT, said))
