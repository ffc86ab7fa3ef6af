"""The station's files: who may open them, the two keys, the disk they lie on (KSK-10, AUT-8)."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from oc_training.checkup.finding import Finding, fine, mend, unknown
from oc_training.errors import OcTrainingError
from oc_training.places import OTHERS, open_to_others


def permissions(about: str, folder: Path, owner: int) -> Finding:
    """Whether *folder* and all that lies directly in it is for the account *owner* (a user's number) alone."""
    try:
        found = [*_loose(folder, owner)]
    except FileNotFoundError:
        return unknown(about, f"There is no folder {folder} yet. Set the kiosk up: run_kiosk.sh --set-up.")
    except OSError as error:
        return unknown(about, f"The folder {folder} cannot be looked into: {error.strerror}.")
    if found:
        return mend(about, " ".join(found))
    return fine(about, f"Only this account can open {folder} and what is in it.")


def _loose(folder: Path, owner: int) -> Iterator[str]:
    for path in (folder, *sorted(folder.iterdir())):
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            yield f"{path} is a link to another place; put the file itself there."
        elif status.st_uid != owner:
            yield f"{path} belongs to another account; give it to the one that runs the kiosk (chown)."
        elif path != folder and path.is_dir():
            continue  # the folder around it keeps everybody out
        elif status.st_mode & OTHERS:
            yield open_to_others(path, "700" if path == folder else "600")


def usable(about: str, attempt: Callable[[], object], words: str) -> Finding:
    """Whether *attempt* goes well: it raises the sentence that says what is wrong."""
    try:
        attempt()
    except OcTrainingError as error:
        return mend(about, str(error))
    return fine(about, words)


def apart(about: str, data: Path, keys: Path) -> Finding:
    """Whether keys and records lie in two places, so that a copy of the one never holds the other (AUT-8)."""
    data, keys = data.resolve(), keys.resolve()
    if keys.is_relative_to(data) or data.is_relative_to(keys):
        return mend(about, f"{keys} and {data} lie in each other; a backup would hold the keys too. Move the keys out.")
    return fine(about, "The keys lie outside the folder of the records.")


def room(about: str, warning: Callable[[], str | None], megabytes: Callable[[], int]) -> Finding:
    """Whether there is room for what will be recorded."""
    try:
        short = warning()
        left = megabytes()
    except OcTrainingError as error:
        return unknown(about, str(error))
    return mend(about, short) if short else fine(about, f"{left:,} MB are left on the disk with the records.")
