"""How long one record takes, by the size of the book, and how many several programs write."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.peers import Flushed, JsonLines, OurBook, Peer, ReadyLines, Sqlite, Stock, Unsealed, line_of, stock_file
from benchmarks.records import KEY, STATION, Ticking, drafts, entry_id
from oc_training.errors import NotRecorded
from oc_training.ledger import disk
from oc_training.ledger.frame import encode
from oc_training.ledger.held_file import HeldFile
from oc_training.ledger.lock import FileLock
from oc_training.ledger.port import Head
from oc_training.ledger.seal import Draft, Sealer, prepare
from oc_training.ledger.tinydb_ledger import TinyDBLedger

RAW = "append of a ready line + fdatasync"
RAW_JSON = "the same, the line made by json.dumps"
UNSEALED = "the book, not signing"
SEALED = "**the book**"
SQLITE = "sqlite3, WAL, synchronous=FULL"
STOCK = "TinyDB JSONStorage"
FLUSHED = "TinyDB CachingMiddleware, flushed"
JSON_DUMPS = "for comparison: json.dumps of the same records"
WHOLE = "the whole append without its sync"
SIGNATURE = "one bare Ed25519 signature"

FEW, MANY, ROUNDS = 3, 600, 3
TURNS, IN_A_TURN = 60, 10
LONG = 50_000
"""Entries from which on one try is enough of what writes its whole file anew: it takes seconds."""
PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Appends:
    """Medians in microseconds of one append to a book of so many entries, by what it was written with."""

    entries: int
    microseconds: dict[str, float]


def measure_appends(folder: Path, book: Path, ends: list[int], sizes: tuple[int, ...]) -> list[Appends]:
    """Measure every peer at every size in turns, ten records at a time, so that all see the same weather.

    Those that write their whole file anew come afterwards, a few times: they would crowd out everything else.
    """
    taken: dict[int, dict[str, list[float]]] = {size: {} for size in sizes}
    quick = {size: _quick_peers(_new(folder / f"quick-{size}"), book, ends[:size]) for size in sizes}
    new = _further()
    for turn in range(TURNS):
        several = list(islice(new, IN_A_TURN))
        for size, peers in quick.items():
            names = list(peers)
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                taken[size].setdefault(name, []).extend(_timed(peers[name].append, draft) for draft in several)
            taken[size].setdefault(SIGNATURE, []).extend(_timed(_sign, draft) for draft in several)
    for size, peers in quick.items():
        _done(folder / f"quick-{size}", peers)
    for size in sizes:
        peers = _slow_peers(_new(folder / f"slow-{size}"), size)
        for draft in islice(new, FEW if size < LONG else 1):
            for name, peer in peers.items():
                taken[size].setdefault(name, []).append(_timed(peer.append, draft))
        _done(folder / f"slow-{size}", peers)
    return [
        Appends(size, {name: statistics.median(times) * 1e6 for name, times in found.items()})
        for size, found in taken.items()
    ]


def _sign(_: Draft) -> None:
    KEY.sign(bytes(59))


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _done(folder: Path, peers: dict[str, Peer]) -> None:
    for peer in peers.values():
        peer.close()
    shutil.rmtree(folder)


def _timed(act: Callable[[Draft], None], draft: Draft) -> float:
    before = time.perf_counter()
    act(draft)
    return time.perf_counter() - before


def _quick_peers(folder: Path, book: Path, ends: list[int]) -> dict[str, Peer]:
    with book.open("rb") as file:
        part = file.read(ends[-1])
    for name in ("sealed", "unsealed", "raw", "lines"):
        (folder / name).write_bytes(part)
        (folder / name).chmod(0o600)
    sqlite = Sqlite(folder / "sqlite.db")
    sqlite.fill(list(islice(drafts(), len(ends))))
    return {
        RAW: ReadyLines(folder / "raw", part[ends[-2] :]),
        RAW_JSON: JsonLines(folder / "lines"),
        UNSEALED: OurBook(folder / "unsealed", Unsealed(KEY, Ticking())),
        SEALED: OurBook(folder / "sealed", Sealer(KEY, Ticking())),
        SQLITE: sqlite,
    }


def _slow_peers(folder: Path, size: int) -> dict[str, Peer]:
    there = list(islice(drafts(), size))
    for name in ("stock.json", "flushed.json"):
        stock_file(folder / name, there)
    return {STOCK: Stock(folder / "stock.json"), FLUSHED: Flushed(folder / "flushed.json")}


def _further() -> Iterator[Draft]:
    """Entries of the usual kinds whose ids no book holds."""
    for number, draft in enumerate(islice(drafts(), 2, None)):
        yield Draft(entry_id(-1 - number), draft.kind, draft.body)


def measure_steps(folder: Path, book: Path, ends: list[int]) -> dict[str, float]:
    """Microseconds of the parts of an append that are not the disk's, each run many times without a pause."""
    path = folder / "steps"
    with book.open("rb") as file:
        path.write_bytes(file.read(ends[999]))
    path.chmod(0o600)
    some = list(islice(_further(), MANY))
    prepared = [prepare(draft) for draft in some]
    sealer, head = Unsealed(KEY, Ticking()), Head(1, "0" * 64)
    sealed = [sealer.seal_prepared(each, STATION, head)[0] for each in prepared]
    ledger = TinyDBLedger(path, sealer)
    lock = FileLock(folder / "steps.lock", guarded=HeldFile(path).descriptor)

    def held() -> None:
        for _ in some:
            with lock.hold(NotRecorded):
                os.stat(path)  # noqa: PTH116 - as it is asked at each append

    steps: dict[str, Callable[[], object]] = {
        "canonical form, with every value checked": lambda: [prepare(draft) for draft in some],
        "time, hash, putting the entry together": lambda: [
            sealer.seal_prepared(each, STATION, head) for each in prepared
        ],
        "checksum and frame": lambda: [encode(1, 1, each) for each in sealed],
        "both locks, and a look at the file": held,
        JSON_DUMPS: lambda: [json.dumps(line_of(draft)) for draft in some],
        WHOLE: lambda: [
            ledger.append(draft.kind, draft.body, f"{draft.id}{round(time.perf_counter() * 1e9)}") for draft in some
        ],
    }
    with _without_sync():
        found = {name: min(_seconds(step) for _ in range(5)) / len(some) * 1e6 for name, step in steps.items()}
    ledger.close()
    return found


def _seconds(act: Callable[[], object]) -> float:
    before = time.process_time()  # what the processor did for this, whatever else it did meanwhile
    act()
    return time.process_time() - before


@contextmanager
def _without_sync() -> Iterator[None]:
    real = disk.fdatasync
    disk.fdatasync = _nothing
    try:
        yield
    finally:
        disk.fdatasync = real


def _nothing(fd: object) -> None:
    """Not even a sync."""


def measure_writers(folder: Path, book: Path, ends: list[int], counts: tuple[int, ...]) -> dict[str, dict[int, float]]:
    """Records a second that so many programs write together: into the book, as ready lines, into sqlite3."""
    found: dict[str, dict[int, float]] = {}
    makers: dict[str, Callable[[Path], None]] = {
        SEALED: lambda path: _copy(book, path, ends[999]),
        RAW: lambda path: _copy(book, path, ends[999]),
        SQLITE: lambda path: Sqlite(path).close(),
    }
    rates: dict[tuple[str, int], list[float]] = {}
    for _ in range(ROUNDS):
        for count in counts:
            for name, make in makers.items():
                path = _new(folder / "writers")
                make(path / "book")
                rates.setdefault((name, count), []).append(_together(name, path / "book", count))
                shutil.rmtree(path)
    for (name, count), several in rates.items():
        found.setdefault(name, {})[count] = statistics.median(several)
    return found


def _copy(book: Path, path: Path, size: int) -> None:
    path.write_bytes(book.read_bytes()[:size])
    path.chmod(0o600)


def _together(name: str, path: Path, count: int) -> float:
    command = [sys.executable, "-m", "benchmarks.writer", name, str(path)]
    pipe = subprocess.PIPE
    writers = [
        subprocess.Popen([*command, str(number)], cwd=PROJECT, stdin=pipe, stdout=pipe, text=True)  # noqa: S603 - ours
        for number in range(count)
    ]
    for writer in writers:
        if writer.stdout is not None:
            writer.stdout.readline()  # it is ready
    for writer in writers:
        if writer.stdin is not None:
            writer.stdin.write("go\n")
            writer.stdin.flush()
    spans: list[tuple[float, float, int]] = [json.loads(writer.communicate()[0]) for writer in writers]
    written = sum(many for _, _, many in spans)
    return written / (max(end for _, end, _ in spans) - min(start for start, _, _ in spans))
