"""The book of records: is it sound, and is there something elsewhere that would show or mend a damage."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from oc_training.checkup.finding import Finding, fine, mend, unknown
from oc_training.errors import OcTrainingError
from oc_training.ledger.port import Head
from oc_training.ledger.verify import Verdict

OLDEST = timedelta(days=7)
"""After so long without a checkpoint or backup somebody should see why."""
BOOK_IN_BACKUP = "records.book"
_ENTRIES_IN_NAME = re.compile(r"-(\d{9})\.checkpoint$")


def sound(about: str, verify: Callable[[], Verdict]) -> tuple[Finding, Head | None]:
    """Whether every line of the book is in order; with it how far the book goes."""
    try:
        verdict = verify()
    except OcTrainingError as error:
        return mend(about, str(error)), None
    if verdict.lost_by_restore:
        return mend(about, verdict.sentence), verdict.head
    if verdict.problems:
        return mend(about, f"{verdict.sentence} Keep a copy of the folder as it is, and run verify."), verdict.head
    return fine(about, f"{verdict.entries:,} entries, all in order."), verdict.head


def newest_checkpoint(about: str, kept: Sequence[Path], entries: int, now: datetime) -> Finding:
    """Whether the newest checkpoint of the station is of the book as it stands, or not older than a week."""
    sizes = {int(found[1]): path for path in kept if (found := _ENTRIES_IN_NAME.search(path.name))}
    if not sizes:
        return mend(about, "No checkpoint was ever made. Start the kiosk: it makes one each day by itself.")
    newest = max(sizes)
    if newest >= entries:
        return fine(about, "The newest one covers every entry of the book.")
    age = now - datetime.fromtimestamp(sizes[newest].stat().st_mtime, now.tzinfo)
    words = f"The newest one is {_old(age)} and covers {newest:,} of {entries:,} entries."
    return fine(about, words) if age <= OLDEST else mend(about, f"{words} Start the kiosk and see what it says.")


def newest_backup(about: str, folder: Path | None, now: datetime) -> Finding:
    """Whether the newest backup in *folder* is not older than a week; a file that holds no book does not count."""
    if folder is None:
        return unknown(about, "Nobody said where the backups are kept: give the folder with --backups.")
    try:
        files = sorted((path for path in folder.iterdir() if path.is_file()), key=_changed, reverse=True)
    except OSError as error:
        return unknown(about, f"The folder {folder} cannot be looked into: {error.strerror}.")
    newest = next((path for path in files if _holds_a_book(path)), None)
    if newest is None:
        return mend(about, f"There is no backup in {folder}. Make one: oc-training backup FILE.")
    age = now - datetime.fromtimestamp(_changed(newest), now.tzinfo)
    words = f"The newest one, {newest.name}, is {_old(age)}."
    return fine(about, words) if age <= OLDEST else mend(about, f"{words} Make a new one: oc-training backup FILE.")


def _changed(path: Path) -> float:
    return path.stat().st_mtime


def _holds_a_book(path: Path) -> bool:
    try:
        with tarfile.open(path, "r:") as tar:
            return BOOK_IN_BACKUP in tar.getnames()
    except (tarfile.TarError, OSError, EOFError):
        return False


def _old(age: timedelta) -> str:
    days = age // timedelta(days=1)
    return "less than a day old" if days < 1 else "1 day old" if days == 1 else f"{days:,} days old"
