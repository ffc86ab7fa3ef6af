"""File systems made for one test: an ext4 whose power can be cut, and a small one that is soon full. They need root."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
IMAGE_SIZE = 64 << 20
SHUT_DOWN = 0x8004587D
"""FS_IOC_SHUTDOWN of ext4 and XFS."""
WITHOUT_FLUSHING = 2
"""Nothing that is only in memory reaches the disk any more, the file system's own journal included."""


WHERE = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))
"""Where programs are looked for: those that make file systems are not on everybody's path."""


def requires_root(*programs: str) -> None:
    """Skip, and say so, where file systems cannot be mounted."""
    lacking = [program for program in (*programs, "mount", "umount") if shutil.which(program, path=WHERE) is None]
    if os.geteuid() != 0 or lacking:
        why = f"not installed: {', '.join(lacking)}" if lacking else "this is not root"
        pytest.skip(f"no real disk was tried: {why}")


def run(*command: str | Path) -> None:
    done = subprocess.run(command, env={**os.environ, "PATH": WHERE}, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    if done.returncode != 0:
        pytest.skip(f"no real disk was tried: {command[0]} says {done.stderr.strip()}")


class PowerSupply:
    """An ext4 in a file, mounted, whose power can be cut and come back."""

    def __init__(self, folder: Path) -> None:
        self._image = folder / "disk.img"
        self.point = folder / "disk"

    def make(self) -> None:
        with self._image.open("wb") as file:
            file.truncate(IMAGE_SIZE)
        self.point.mkdir()
        run("mkfs.ext4", "-q", "-F", self._image)
        self.switch_on()

    def switch_on(self) -> None:
        """Mount it; after a cut this replays the file system's own journal, as at a real start."""
        run("mount", "-o", "loop", self._image, self.point)

    def cut(self) -> None:
        """Nothing that is written from now on, or was not synced before, is ever on the disk."""
        descriptor = os.open(self.point, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, SHUT_DOWN, struct.pack("I", WITHOUT_FLUSHING))
        finally:
            os.close(descriptor)

    def switch_off(self) -> None:
        run("umount", self.point)


@contextmanager
def power_supply(folder: Path) -> Iterator[PowerSupply]:
    requires_root("mkfs.ext4")
    shared_memory = Path("/dev/shm")  # noqa: S108 - a disk in memory, in a folder of its own
    if shared_memory.is_dir():
        folder = shared_memory / f"oc-training-power-{os.getpid()}"
        folder.mkdir(mode=0o700)
    power = PowerSupply(folder)
    try:
        power.make()
        yield power
    finally:
        subprocess.run(["umount", "-l", power.point], capture_output=True, check=False)  # noqa: S603, S607 - ours
        if folder.is_relative_to(shared_memory):
            shutil.rmtree(folder)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk in memory that is soon full."""
    requires_root()
    point = folder / "small"
    point.mkdir()
    run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", point)
    try:
        yield point
    finally:
        subprocess.run(["umount", "-l", point], capture_output=True, check=False)  # noqa: S603, S607 - ours


class Writer:
    """A program that writes and says what it was told is recorded, until it is killed."""

    def __init__(self, what: str, path: Path, name: str, module: str = "tests.ledger.worker") -> None:
        command = [sys.executable, "-m", module, what, str(path), name, "1000000"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=PROJECT, stdout=pipe, stderr=subprocess.DEVNULL)  # noqa: S603
        self.said: list[str] = []
        self._rest = b""

    def listen_until(self, many: int) -> None:
        """Take in what is said until it is so much."""
        while len(self.said) < many and self._take_in():
            pass

    def listen_now(self) -> None:
        """Take in what was said up to now. What is said after a cut tells of nothing that a disk has."""
        os.set_blocking(self._stdout, False)
        while self._take_in():
            pass

    def kill(self) -> None:
        """End it at once; what it said before is still heard."""
        self._process.kill()
        self._process.wait()
        while self._take_in():
            pass
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def _stdout(self) -> int:
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def _take_in(self) -> bool:
        try:
            got = os.read(self._stdout, 1 << 16)
        except BlockingIOError:
            return False
        *lines, self._rest = (self._rest + got).split(b"\n")
        self.said += [line.decode() for line in lines]
        return bool(got)


def cut_while_writing(power: PowerSupply, start: Callable[[], list[Writer]], many: int) -> list[str]:
    """Let programs write, cut the power, let it come back; return what was acknowledged before the cut."""
    writers = start()
    for writer in writers:
        writer.listen_until(many)
    for writer in writers:
        writer.listen_now()
    heard = [said for writer in writers for said in writer.said]
    power.cut()
    for writer in writers:
        writer.kill()
    power.switch_off()
    power.switch_on()
    return heard
