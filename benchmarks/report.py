"""The page that the benchmark writes: the machine, the figures, and each figure beside what was wanted."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.opening import Opening
from benchmarks.starting import Starting
from benchmarks.verifying import Verifying
from benchmarks.writing import JSON_DUMPS, RAW, RAW_JSON, SEALED, SIGNATURE, UNSEALED, WHOLE, Appends
from oc_training.ledger.where import file_system_of

ORDER = 1_000


@dataclass(frozen=True)
class Measured:
    """Everything that one run found."""

    appends: Sequence[Appends]
    steps: dict[str, float]
    """Microseconds of what an append does besides waiting for the disk."""
    starting: Starting
    openings: Sequence[Opening]
    verifying: Verifying
    writers: dict[str, dict[int, float]]
    """Records a second, by what writes and by how many write at once."""
    seconds: float
    """How long it took to measure."""


def report(found: Measured) -> str:
    """The whole page."""
    return "\n".join(
        [
            "# How fast it is",
            "",
            "Written by `python -m benchmarks`. The records are those of a department of 500: attempts, acknowledgments,",  # noqa: E501 - a line of the page
            "PINs, about 2.1 kB each. Everything on this page was measured in one run on one machine, in turns.",
            "",
            *_machine(found.seconds),
            "",
            "## What was wanted",
            "",
            *_wanted(found.appends, found.openings, found.verifying),
            "",
            "## One record, by the entries already there",
            "",
            "Medians in microseconds; each returns once the record is on the disk.",
            "",
            *_appends(found.appends),
            "",
            *_in_the_way(found.appends, found.steps),
            "",
            "## Starting",
            "",
            *_starting(found.starting),
            "",
            "## Opening",
            "",
            "Least of three, each in a process of its own, the file in the system's cache. *Opening* checks every checksum,",  # noqa: E501 - a line of the page
            "hash and link; the *fold* adds up everything the kiosk shows. The garbage collector is as Python sets it.",
            "",
            *_openings(found.openings),
            "",
            "## The full check",
            "",
            *_verifying(found.verifying),
            "",
            "## Several programs at once",
            "",
            "Records a second, all programs together, 500 each.",
            "",
            *_writers(found.writers),
            "",
        ]
    )


def _machine(seconds: float) -> Iterator[str]:
    processor = next(
        (
            line.partition(": ")[2]
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    load = os.getloadavg()[0]
    packages = ", ".join(f"{name} {version(name)}" for name in ("tinydb", "msgspec", "cryptography"))
    yield f"Measured on {datetime.now(UTC):%Y-%m-%d}, in {seconds / 60:.0f} minutes:"
    yield f"{os.cpu_count()} x {processor}, Linux {platform.release()}, {file_system_of(Path('/tmp'))},"  # noqa: S108
    yield f"Python {platform.python_version()}, {packages}, SQLite {sqlite3.sqlite_version};"
    yield f"load at the end {load:.1f} on {os.cpu_count()} processors (of which this run itself makes about 1)."


def _wanted(appends: Sequence[Appends], openings: Sequence[Opening], verifying: Verifying) -> Iterator[str]:
    small, large = appends[0].microseconds, appends[-1].microseconds
    raw, signature, opening = large[RAW], large[SIGNATURE], openings[-1]
    rows = [
        ("append without the seal, of an append of a ready line", large[UNSEALED] / raw, 1.2),
        (
            "append without the seal, of an append that makes its line by json.dumps",
            large[UNSEALED] / large[RAW_JSON],
            1.2,
        ),
        ("append, of (a ready line + one bare signature)", large[SEALED] / (raw + signature), 1.3),
        (
            "append, of (a line made by json.dumps + one bare signature)",
            large[SEALED] / (large[RAW_JSON] + signature),
            1.3,
        ),
        (f"append at {appends[-1].entries:,}, of one at {appends[0].entries:,}", large[SEALED] / small[SEALED], 1.1),
        (f"opening {opening.entries:,}, of json.loads of the same lines", opening.open / opening.parse, 0.7),
        ("the fold on top, of json.loads of the same lines", opening.fold / opening.parse, 0.7),
        ("the full check, of its signature checks on as many cores", verifying.full / verifying.bare, 1.15),
        (f"memory for {opening.entries:,}, of the size of the file", opening.memory / opening.file, 2.0),
    ]
    yield "| | measured | at most | |"
    yield "|---|---|---|---|"
    for what, measured, most in rows:
        yield f"| {what} | {measured:.2f} x | {most} x | {'reached' if measured <= most else '**not reached**'} |"


def _appends(appends: Sequence[Appends]) -> Iterator[str]:
    yield f"| | {' | '.join(f'{each.entries:,}' for each in appends)} | at {appends[-1].entries:,}, x raw |"
    yield "|---|" + "---|" * (len(appends) + 1)
    raw = appends[-1].microseconds[RAW]
    for name in appends[0].microseconds:
        figures = [each.microseconds[name] for each in appends]
        yield f"| {name} | {' | '.join(_figure(each) for each in figures)} | {figures[-1] / raw:,.2f} |"


def _in_the_way(appends: Sequence[Appends], steps: dict[str, float]) -> Iterator[str]:
    each_size = [each.microseconds for each in appends]
    ready = median(at[RAW] for at in each_size)
    more = median(at[UNSEALED] - at[RAW] for at in each_size)
    dumping = median(at[RAW_JSON] - at[RAW] for at in each_size)
    yield "What an append does beside waiting for the disk, in microseconds of processor time (least of five runs):"
    yield ""
    yield "| step | us |"
    yield "|---|---|"
    for name, each in steps.items():
        yield f"| {name} | {each:.1f} |"
    yield ""
    yield f"A ready line and its sync take {ready:,.0f} us here, and the book {more:,.0f} us more, though its own work is"  # noqa: E501 - a line of the page
    yield f"{steps[WHOLE]:.0f} us when the processor has code and data at hand. After the wait for a disk it has not: `json.dumps`, which"  # noqa: E501 - a line of the page
    yield f"takes {steps[JSON_DUMPS]:.0f} us without a wait, adds {dumping:.0f} us to a ready line too. So an append without the seal stays within"  # noqa: E501 - a line of the page
    yield f"1.2 x of a ready line where a write and its sync take {more / 0.2 / 1000:.1f} ms or more, as on most disks of a kiosk; here"  # noqa: E501 - a line of the page
    yield f"they take {ready / 1000:.2f} ms. (All these are medians over the sizes above.)"


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= ORDER / 10 else f"{number:.1f}"


def _starting(starting: Starting) -> Iterator[str]:
    sizes = list(starting.kiosk)
    yield "Seconds from the command until its first screen is drawn in a terminal, least of five, in turns."
    yield ""
    yield f"| an empty Textual program | {' | '.join(f'the kiosk, {size:,} entries' for size in sizes)} |"
    yield "|---|" + "---|" * len(sizes)
    yield f"| {starting.empty:.2f} | {' | '.join(f'{starting.kiosk[size]:.2f}' for size in sizes)} |"
    yield ""
    yield "What the kiosk takes longer is the loading of its own modules and of the content; the book is opened while"
    yield "somebody looks at the first screen, so its size does not matter."


def _openings(openings: Sequence[Opening]) -> Iterator[str]:
    yield "| entries | file, MB | json.loads, ms | opening, ms | fold, ms | opening x | fold x | memory, MB | at most, MB |"  # noqa: E501 - a line of the page
    yield "|---|---|---|---|---|---|---|---|---|"
    for each in openings:
        yield (
            f"| {each.entries:,} | {each.file / 1e6:.1f} | {each.parse * 1e3:,.0f} | {each.open * 1e3:,.0f} | "
            f"{each.fold * 1e3:,.0f} | {each.open / each.parse:.2f} | {each.fold / each.parse:.2f} | "
            f"{each.memory / 1e6:.1f} | {each.peak / 1e6:.1f} |"
        )


def _verifying(verifying: Verifying) -> Iterator[str]:
    yield "Least of three. The signature checks alone are given hashes and signatures ready in memory, in processes"
    yield "that run already; the full check starts its own processes and reads the file."
    yield ""
    yield "| entries | cores | signature checks, s | full check, s | x |"
    yield "|---|---|---|---|---|"
    ratio = verifying.full / verifying.bare
    yield f"| {verifying.entries:,} | {verifying.cores} | {verifying.bare:.2f} | {verifying.full:.2f} | {ratio:.2f} |"
    yield ""
    each = verifying.bare * verifying.cores / verifying.entries * 1e6
    yield f"One signature check takes {each:.0f} us of a core here. What the full check does besides, in us an entry:"
    yield ""
    yield "| step | us |"
    yield "|---|---|"
    for name, figure in verifying.steps.items():
        yield f"| {name} | {figure:.1f} |"
    yield ""
    least = 1 + sum(verifying.steps.values()) / each
    yield f"These alone make {least:.2f} x, on a core that has nothing beside it. {verifying.start:.2f} s pass until"
    yield "the other processes have begun, and while all cores work, what makes objects takes longer than by itself."
    yield "Most of it is to read the JSON and to make sure that it is the only way to write what it says; that could"
    yield "only be left out by believing that whoever holds the key writes nothing that two readers read differently."


def _writers(writers: dict[str, dict[int, float]]) -> Iterator[str]:
    counts = list(next(iter(writers.values())))
    yield f"| | {' | '.join(f'{count} writing' for count in counts)} |"
    yield "|---|" + "---|" * len(counts)
    for name, rates in writers.items():
        yield f"| {name} | {' | '.join(f'{rates[count]:,.0f}' for count in counts)} |"
    yield ""
    yield "Only one program at a time takes in what the others wrote and writes its line; the syncs alone go on beside"
    yield "it. So eight programs write no more than one, while ready lines wait for nobody's turn."
