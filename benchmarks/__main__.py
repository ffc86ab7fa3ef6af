"""Measure everything in one run and write ``docs/performance.md``: ``python -m benchmarks [FILE]``.

It takes some minutes. A machine that does something else at the same time makes every figure worse and the ratios
uncertain; the load is written down with the rest.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.opening import measure_opening
from benchmarks.records import make_book
from benchmarks.report import Measured, report
from benchmarks.starting import measure_starting
from benchmarks.verifying import measure_verifying
from benchmarks.writing import measure_appends, measure_steps, measure_writers

SIZES = (100, 1_000, 10_000, 100_000)
WRITERS = (1, 4, 8)
PERFORMANCE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def main() -> None:
    """Measure, print, and write the page."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="oc-training-benchmark-") as name:
        folder = Path(name)
        book = folder / "book"
        ends = make_book(book, SIZES[-1])
        openings = []
        for size in SIZES[1:]:
            part = folder / f"book-{size}"
            part.write_bytes(book.read_bytes()[: ends[size - 1]])
            part.chmod(0o600)
            openings.append(measure_opening(part, size))
            part.unlink()
        starting = measure_starting(folder, book, ends, (SIZES[0], SIZES[-1]))
        verifying = measure_verifying(book, SIZES[-1])
        appends = measure_appends(folder, book, ends, SIZES)
        steps = measure_steps(folder, book, ends)
        writers = measure_writers(folder, book, ends, WRITERS)
    page = report(Measured(appends, steps, starting, openings, verifying, writers, time.monotonic() - started))
    sys.stdout.write(page)
    (Path(sys.argv[1]) if sys.argv[1:] else PERFORMANCE).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
