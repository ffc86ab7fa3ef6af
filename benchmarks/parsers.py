"""How the time of every parser grows with a hostile input: ``python -m benchmarks.parsers``.

Each shape is given at a length and at twice that length; the ratio of the processor times, the least of several runs
each, is about 2 where the time is linear and about 4 where it grows with the square. No absolute figure matters here.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.fuzz.targets import SEEDS, TARGETS

LENGTH = 200_000
"""Bytes of the shorter of the two."""
REPEATS = 3
LEAST = 0.004
"""Seconds below which a ratio is noise; such an input is answered at once at either length."""

MARKS = "\u0301\u0323".encode()
LINES = (
    b"a", b"[", b"*a ", b"_*_*", b"> ", b"<!--", b"{", b'"', b"\n", b" \n", b"k: v\n", b"k = 1\n", b"[a]\n", b"a.",
    b"## RA-01 x\n", b"- [ ] a\n", b"1,a,b\n", b",", b"\xff", MARKS,
)  # fmt: skip
"""What is repeated."""


@dataclass(frozen=True)
class Growth:
    """One parser on one shape."""

    target: str
    shape: bytes
    seconds: float
    """For the shorter input."""
    ratio: float
    """Of the longer to the shorter; 0 where both are answered at once."""


def measure() -> Iterator[Growth]:
    """Every parser on every shape, behind the beginning of a good file."""
    for name in TARGETS:
        head = SEEDS[name][0][:400]
        for shape in LINES:
            short = _seconds(name, head + shape * (LENGTH // len(shape)))
            long = _seconds(name, head + shape * (2 * LENGTH // len(shape)))
            yield Growth(name, shape, short, long / short if long >= LEAST else 0.0)


def _seconds(name: str, data: bytes) -> float:
    return min(_once(name, data) for _ in range(REPEATS))


def _once(name: str, data: bytes) -> float:
    begun = time.process_time()
    TARGETS[name](data)
    return time.process_time() - begun


def main() -> None:
    """Print the worst of each parser."""
    growths = list(measure())
    sys.stdout.write(f"{'parser':<14}{'shapes':>7}{'slowest s':>11}{'worst ratio':>13}  at\n")
    for name in TARGETS:
        own = [growth for growth in growths if growth.target == name]
        worst = max(own, key=lambda growth: growth.ratio)
        slowest = max(growth.seconds for growth in own)
        sys.stdout.write(f"{name:<14}{len(own):>7}{slowest:>11.3f}{worst.ratio:>13.1f}  {worst.shape!r}\n")


if __name__ == "__main__":
    main()
