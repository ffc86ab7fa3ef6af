"""The same work on many things, shared among the cores there are, or done by this process alone where that fails."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

_Given = TypeVar("_Given")
_Done = TypeVar("_Done")

_AT_HAND = 2
"""Things that another process has at once."""


def each_of(do: Callable[[_Given], _Done], given: Sequence[_Given], workers: int) -> Iterator[_Done]:
    """What *do* makes of each, in their order; *workers* processes in all, this one among them."""
    if workers < 2 or not _others_can_start():  # noqa: PLR2004 - two are the first to share
        yield from map(do, given)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415 - only a big book needs it
    from multiprocessing import get_context  # noqa: PLC0415 - the same

    def outcome(place: int) -> _Done:
        """What came of one; where a process was ended from outside, for want of memory perhaps, it is done here."""
        try:
            return asked[place].result()
        except BrokenExecutor:
            return do(given[place])

    # A new interpreter each: a fork would copy a half of whatever threads the caller runs.
    with ProcessPoolExecutor(workers - 1, get_context("spawn")) as pool:
        asked: dict[int, Future[_Done]] = {}
        own: dict[int, _Done] = {}
        given_out = yielded = 0
        while given_out < len(given):
            # Each other process has one thing to do and one to go on with; what is next, this one does meanwhile.
            if sum(not future.done() for future in asked.values()) < _AT_HAND * (workers - 1):
                try:
                    asked[given_out] = pool.submit(do, given[given_out])
                except BrokenExecutor:
                    own[given_out] = do(given[given_out])
            else:
                own[given_out] = do(given[given_out])
            given_out += 1
            while yielded in own or (yielded in asked and asked[yielded].done()):
                yield own.pop(yielded) if yielded in own else outcome(yielded)
                asked.pop(yielded, None)
                yielded += 1
        for place in range(yielded, len(given)):
            yield own.pop(place) if place in own else outcome(place)


def _others_can_start() -> bool:
    """Whether a new interpreter could read the program that this one runs: not if it was typed in, or piped."""
    program = getattr(sys.modules["__main__"], "__file__", None)
    return program is None or Path(program).exists()
