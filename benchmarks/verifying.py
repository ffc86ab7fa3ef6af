"""How long the full check of a book takes, beside its signature checks: ``python -m benchmarks.verifying WHAT FILE``.

The peer has every hash and signature in memory before its clock starts, in as many processes as the check takes, and
does nothing but check them. What the full check does besides (reading, checksums, hashes, every entry's form, the
chain, ids, texts) is what the ratio shows.
"""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path

import msgspec

from benchmarks.opening import PROJECT
from benchmarks.records import KEY
from oc_training.ledger.audit.entry import read
from oc_training.ledger.audit.line import take_apart
from oc_training.ledger.audit.sharing import each_of
from oc_training.ledger.audit.whole import cores
from oc_training.ledger.seal import DOMAIN
from oc_training.ledger.verify import verify

REPEATS = 3
_SOME = 10_000_000
"""Bytes of the book on which the steps are measured."""


@dataclass(frozen=True)
class Verifying:
    """What was found of a book of so many entries."""

    entries: int
    cores: int
    bare: float
    """Seconds of the bare signature checks, shared among the cores."""
    full: float
    """Seconds of the full check, processes and their start included."""
    steps: dict[str, float]
    """Microseconds an entry of what the full check does besides the signature: the least of several runs."""
    start: float
    """Seconds until the other processes have begun their work."""


class _Sealed(msgspec.Struct):
    hash: str
    signature: str


def measure_verifying(path: Path, entries: int) -> Verifying:
    """The least of several runs of each, taken in turns."""
    runs: dict[str, list[float]] = {"bare": [], "full": [], "start": []}
    for _ in range(REPEATS):
        for what, found in runs.items():
            command = [sys.executable, "-m", "benchmarks.verifying", what, str(path)]
            done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)  # noqa: S603 - ours
            found.append(float(json.loads(done.stdout)))
    return Verifying(entries, cores(), min(runs["bare"]), min(runs["full"]), _steps(path), min(runs["start"]))


def _steps(path: Path) -> dict[str, float]:
    with path.open("rb") as file:
        lines = [line[:-1] for line in file.readlines(_SOME)]
    words = [parts.words for line in lines if (parts := take_apart(line))]
    return {
        "checksum, frame, seal and hash": _least(take_apart, lines),
        "JSON read, written again in canonical form and compared; names, numbers, NFC": _least(read, words),
    }


def _least(do: Callable[[bytes], object], given: list[bytes]) -> float:
    times = list[float]()
    for _ in range(REPEATS):
        before = time.perf_counter()
        for each in given:
            do(each)
        times.append(time.perf_counter() - before)
    return min(times) / len(given) * 1e6


def full(path: Path) -> float:
    """The check as it is: seconds.

    Raises:
        RuntimeError: it found something wrong, so that it was not the whole work that was measured.
    """
    before = time.perf_counter()
    found = verify(path)
    seconds = time.perf_counter() - before
    if found.problems:
        raise RuntimeError(found.sentence)
    return seconds


def start(_: Path) -> float:
    """Seconds until another process has done its first piece, which is nothing."""
    before = time.perf_counter()
    for _done in each_of(len, [()] * 2, cores()):
        return time.perf_counter() - before
    return 0.0


def bare(path: Path) -> float:
    """Nothing but the signature checks: seconds from the start of the first process to the end of the last."""
    said = list[tuple[bytes, bytes]]()
    with path.open("rb") as file:
        for line in file:
            sealed = msgspec.json.decode(line.split(b" ", 3)[3], type=_Sealed)
            said.append((DOMAIN + bytes.fromhex(sealed.hash), bytes.fromhex(sealed.signature)))
    context = multiprocessing.get_context("fork")
    shares = [said[first :: cores()] for first in range(cores())]
    ready = context.Barrier(len(shares) + 1)
    workers = [context.Process(target=_check, args=(share, ready)) for share in shares]
    for worker in workers:
        worker.start()
    ready.wait()
    before = time.perf_counter()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a signature did not fit: the benchmark does not check what the book has signed")
    return time.perf_counter() - before


def _check(share: list[tuple[bytes, bytes]], ready: Barrier) -> None:
    key = KEY.public_key()
    ready.wait()
    for said, signature in share:
        key.verify(signature, said)


if __name__ == "__main__":
    measures: dict[str, Callable[[Path], float]] = {"bare": bare, "full": full, "start": start}
    sys.stdout.write(json.dumps(measures[sys.argv[1]](Path(sys.argv[2]))))
