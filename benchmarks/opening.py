"""How long it takes to open a book and take it in, and in how much memory: ``python -m benchmarks.opening WHAT FILE``.

Each is measured in a process of its own, that has done nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.records import KEY, Ticking
from oc_training.attestation.book import Book
from oc_training.ledger.tinydb_ledger import TinyDBLedger

PROJECT = Path(__file__).resolve().parent.parent
REPEATS = 3


@dataclass(frozen=True)
class Opening:
    """What was found of a book of so many entries."""

    entries: int
    file: int
    """Bytes of the file."""
    parse: float
    """Seconds of ``json.loads`` of the same lines, one after another, none kept."""
    open: float
    """Seconds of opening: checksums, hashes and the chain checked."""
    fold: float
    """Seconds of what comes on top: everything that the kiosk knows, added up."""
    memory: int
    """Bytes that the process grew by, opening and fold together."""
    peak: int
    """Bytes that it grew by at most."""


def measure_opening(path: Path, entries: int) -> Opening:
    """The least of several runs of each, taken in turns: what the machine does besides only adds to it."""
    runs: dict[str, list[dict[str, float]]] = {"parse": [], "open": []}
    for _ in range(REPEATS):
        for what, found in runs.items():
            command = [sys.executable, "-m", "benchmarks.opening", what, str(path)]
            done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)  # noqa: S603 - ours
            found.append(json.loads(done.stdout))

    def least(what: str, name: str) -> float:
        return min(run[name] for run in runs[what])

    return Opening(
        entries,
        path.stat().st_size,
        least("parse", "seconds"),
        least("open", "open"),
        least("open", "fold"),
        int(least("open", "memory")),
        int(least("open", "peak")),
    )


def parse(path: Path) -> dict[str, float]:
    """What it costs merely to read the lines as JSON."""
    with path.open("rb") as file:
        lines = [line.split(b" ", 3)[3] for line in file]
    before = time.perf_counter()
    for line in lines:
        json.loads(line)
    return {"seconds": time.perf_counter() - before}


def open_and_fold(path: Path) -> dict[str, float]:
    """Open a book and add it up, as the kiosk does at its start."""
    memory, start = resident("VmRSS"), time.perf_counter()
    ledger = TinyDBLedger.open(path, KEY, Ticking())
    opened = time.perf_counter()
    book = Book(ledger)
    book.records()
    folded = time.perf_counter()
    return {
        "open": opened - start,
        "fold": folded - opened,
        "memory": resident("VmRSS") - memory,
        "peak": resident("VmHWM") - memory,
    }


def resident(name: str) -> int:
    """Bytes of memory of this process, now (``VmRSS``) or at most (``VmHWM``); 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    lines = status.read_text(encoding="ascii").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith(name))


if __name__ == "__main__":
    measures: dict[str, Callable[[Path], dict[str, float]]] = {"parse": parse, "open": open_and_fold}
    sys.stdout.write(json.dumps(measures[sys.argv[1]](Path(sys.argv[2]))))
