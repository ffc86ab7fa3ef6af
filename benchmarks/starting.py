"""How long somebody waits who starts the kiosk: until its first screen is drawn, beside an empty Textual program.

Both are started as programs of their own, in a terminal made for them, in turns. The clock stops when the words that
are looked for have come out of the program.
"""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from threading import Lock

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from benchmarks.records import KEY, Ticking, person_id
from oc_training.ledger.drawer import TinyDBDrawer
from oc_training.places import Places
from oc_training.roster.credential_store import KeptCredentials
from oc_training.roster.hashing import Argon2id
from oc_training.roster.locksmith import Locksmith
from oc_training.roster.pepper import create_pepper
from oc_training.roster.pins import Secret

PROJECT = Path(__file__).resolve().parent.parent
REPEATS = 5
PATIENCE = 60.0
WORDS = b"Badge number"
"""Stand on the kiosk's first screen, and on that of the empty program."""
EMPTY = f"""
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static({WORDS.decode()!r})
Empty().run()
"""
SIZE = struct.pack("HHHH", 24, 80, 0, 0)


@dataclass(frozen=True)
class Starting:
    """Seconds until the first screen, the least of several starts."""

    empty: float
    kiosk: dict[int, float]
    """By the number of entries in the book."""


def measure_starting(folder: Path, book: Path, ends: list[int], sizes: Sequence[int]) -> Starting:
    """Start each several times in turns, the kiosk with books of so many entries."""
    commands: dict[int, tuple[str, ...]] = {0: (sys.executable, "-I", "-c", EMPTY)}
    for size in sizes:
        data = _station(folder / f"station-{size}", book, ends[size - 1])
        commands[size] = (sys.executable, "-I", "-m", "oc_training", "--data", str(data), "kiosk")
    found: dict[int, list[float]] = {size: [] for size in commands}
    for _ in range(REPEATS):
        for size, command in commands.items():
            found[size].append(first_screen(command))
    for size in sizes:
        shutil.rmtree(folder / f"station-{size}")
    least = {size: min(times) for size, times in found.items()}
    return Starting(least.pop(0), least)


def _station(folder: Path, book: Path, end: int) -> Path:
    """A station with the first *end* bytes of the book; returns its data folder."""
    places = Places(folder / "data")
    for made in (places.data, places.keys):
        made.mkdir(mode=0o700, parents=True)
    with book.open("rb") as file:
        places.book.write_bytes(file.read(end))
    places.station_key.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    pepper = create_pepper(places.pepper, places.data)
    places.book.chmod(0o600)
    places.station_key.chmod(0o400)
    kept = KeptCredentials(TinyDBDrawer(places.drawer), Lock())
    Locksmith(Argon2id(), pepper, kept, Ticking()).set_pin(person_id(0), Secret("heron at noon"))
    return places.data


def first_screen(command: tuple[str, ...]) -> float:
    """Seconds from the start of a program in a terminal until the words are there.

    Raises:
        RuntimeError: they do not come, with what came instead.
    """
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.chdir(PROJECT)
        os.execv(command[0], command)  # noqa: S606 - ours
    ioctl(terminal, termios.TIOCSWINSZ, SIZE)
    shown = b""
    try:
        while WORDS not in shown:
            ready, _, _ = select.select([terminal], [], [], PATIENCE)
            try:
                shown += os.read(terminal, 1 << 16) if ready else b""
            except OSError:
                ready = []
            if not ready:
                raise RuntimeError(f"{command} did not come up: {shown[-2_000:]!r}")
        return time.perf_counter() - began
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)
