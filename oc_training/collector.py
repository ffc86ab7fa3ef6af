"""The cyclic garbage collector, kept away from what is loaded once and then kept.

While a hundred thousand values are made, the collector would walk over all of them again and again and find
nothing; and afterwards at each of its full runs, a quarter of a second at a time, in the middle of somebody's work.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MANY = 2_000
"""So many new values are worth the trouble."""


@contextmanager
def at_rest(made: Callable[[], int]) -> Iterator[None]:
    """Rest the collector for the length of a ``with`` block; then, if *made* says many, leave what is there alone.

    Whoever else asks for garbage to be collected meanwhile waits; nothing is lost by that.
    """
    was_running, before = gc.isenabled(), made()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()
    if made() - before > MANY:
        gc.freeze()
