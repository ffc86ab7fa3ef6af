"""Make the environment ``.venv`` from the pinned, hashed requirements beside this file.

Usage: ``python set_up.py runtime`` or ``python set_up.py tests``; normally called by ``ready.sh``.
Needs nothing but the standard library, because it runs before anything is installed.

What must hold, whatever happens:

- Only wheels whose SHA-256 stands in the requirements are installed. No package is built here: a
  build would fetch tools that nobody pinned.
- The environment counts as ready when ``made-from/`` in it holds a copy of the requirements. That
  copy is written last, after everything else has reached the disk, so a set-up that was cut off is
  noticed and made again.
- Two starts at once: one builds, the others wait for it.
- An earlier environment is put back when its replacement cannot be made.
- Nothing holds an absolute path that matters to the program: the folder may be moved.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

KINDS = {"runtime": ("runtime",), "tests": ("runtime", "tests")}
"""What may be asked for, and which requirements an environment made for it satisfies."""

USED_WRONGLY = 2

MISPLACING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
"""Settings of pip that would install somewhere else than into the environment."""

CAUSES = (
    ("DO NOT MATCH THE HASHES", "a package that was offered is not the one this program was made with"),
    ("No space left on device", "the disk is full"),
    ("Permission denied", "a file or folder could not be written"),
    ("Failed to establish a new connection", "the network could not be reached"),
    ("Temporary failure in name resolution", "the network could not be reached"),
    ("No matching distribution found", "a package could not be fetched for this machine and this Python"),
)
"""What pip writes, and what it means; the first that is found is told."""

LAUNCHER = """\
#!/bin/sh
exec "$(dirname -- "$(readlink -f -- "$0")")/python" -I -m oc_training "$@"
"""


class SetUpFailed(Exception):
    """The environment could not be made; the sentence says why and what to do."""


class Place:
    """The folder of the program, and where in it the environment and its traces lie."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.requirements = root / "requirements"
        self.environment = root / ".venv"
        self.earlier = root / ".venv.earlier"
        self.lock = root / ".venv.lock"
        self.log = root / ".venv.log"
        self.python = self.environment / "bin" / "python"
        self.made_from = self.environment / "made-from"

    def is_ready(self, kind: str) -> bool:
        """Whether the environment was finished, from the requirements as they are now."""
        stamp = self.made_from / f"{kind}.txt"
        return (
            os.access(self.python, os.X_OK)
            and stamp.is_file()
            and stamp.read_bytes() == (self.requirements / f"{kind}.txt").read_bytes()
        )


def say(sentence: str) -> None:
    """Tell the person at the terminal; standard output belongs to the program."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - this script speaks to a person


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """Hold the set-up's lock; the system releases it however this process ends."""
    with place.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("The set-up is already running; waiting for it to finish.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_ready(place: Place, kind: str) -> None:
    """Make the environment unless it is ready.

    Raises:
        SetUpFailed: it could not be made; an earlier environment is back in its place.
    """
    with alone(place):
        if place.earlier.exists():
            shutil.rmtree(place.environment, ignore_errors=True)
            place.earlier.rename(place.environment)
        if place.is_ready(kind):
            return
        say("Setting up; this takes about a minute and is needed only once.")
        if place.environment.exists():
            place.environment.rename(place.earlier)
        try:
            build(place, kind)
        except BaseException:
            shutil.rmtree(place.environment, ignore_errors=True)
            if place.earlier.exists():
                place.earlier.rename(place.environment)
            raise
        shutil.rmtree(place.earlier, ignore_errors=True)


def build(place: Place, kind: str) -> None:
    """Make the environment where there is none, and stamp it as the very last thing."""
    with place.log.open("wb") as log:
        run([os.path.realpath(sys.executable), "-I", "-m", "venv", str(place.environment)], place, log)
        install(place, kind, log)
        add_program(place)
        run([str(place.python), "-I", "-m", "compileall", "-q", str(place.root / "oc_training")], place, log)
    stamp(place, kind)


def install(place: Place, kind: str, log: IO[bytes]) -> None:
    """Install the pinned wheels; pip's own settings for mirrors and proxies hold, the hashes decide."""
    run(
        [
            *(str(place.python), "-I", "-m", "pip", "install"),
            *("--require-hashes", "--only-binary=:all:", "--no-user", "--no-input"),
            *("--disable-pip-version-check", "--progress-bar=off", "--retries=2"),
            *("--requirement", str(place.requirements / f"{kind}.txt")),
        ],
        place,
        log,
    )


def add_program(place: Place) -> None:
    """Make the program importable in the environment, and callable as ``.venv/bin/oc-training``."""
    packages = place.environment / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (packages / "oc_training.pth").write_text(os.path.relpath(place.root, packages) + "\n", encoding="utf-8")
    launcher = place.environment / "bin" / "oc-training"
    launcher.write_text(LAUNCHER, encoding="utf-8")
    launcher.chmod(0o755)


def stamp(place: Place, kind: str) -> None:
    """Mark the environment as finished, once all of it is on the disk."""
    os.sync()
    unfinished = place.environment / "made-from.unfinished"
    unfinished.mkdir()
    for name in KINDS[kind]:
        shutil.copyfile(place.requirements / f"{name}.txt", unfinished / f"{name}.txt")
    unfinished.rename(place.made_from)


def run(command: list[str], place: Place, log: IO[bytes]) -> None:
    """Run one step of the set-up, with everything it says in the log.

    Raises:
        SetUpFailed: the step failed; the sentence gives the cause as far as the log tells it.
    """
    surroundings = {name: value for name, value in os.environ.items() if name not in MISPLACING}
    done = subprocess.run(  # noqa: S603 - the commands are the literal ones above, without a shell
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=surroundings, check=False
    )
    if done.returncode != 0:
        raise SetUpFailed(f"The set-up failed: {cause(place.log)}. Details are in {place.log}; start again to retry.")


def cause(log: Path) -> str:
    """What went wrong, in words, as far as the log tells it."""
    written = log.read_text(encoding="utf-8", errors="replace")
    return next((words for sign, words in CAUSES if sign in written), "a step did not succeed")


def main(arguments: list[str]) -> int:
    """Make the environment ready; 0, or 2 after one sentence on standard error."""
    if len(arguments) != 1 or arguments[0] not in KINDS:
        say(f"Say what to set up: {' or '.join(KINDS)}.")
        return USED_WRONGLY
    place = Place(Path(__file__).resolve().parent.parent)
    try:
        make_ready(place, arguments[0])
    except SetUpFailed as failure:
        say(str(failure))
    except OSError as failure:
        say(f"The set-up failed: {failure.strerror or failure} ({failure.filename or place.root}).")
    except KeyboardInterrupt:
        say("The set-up was interrupted; start again to repeat it.")
    else:
        return 0
    return USED_WRONGLY


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
