"""Writing a list to a file: whole and recorded, or not at all; for its owner's eyes alone.

A list that leaves the kiosk is recorded in the book with its digest (REC-15). The file gets its name only after that,
so there is never a list without its record, nor half a list; and a file that is there already is replaced only where
somebody said so.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from oc_training.attestation.standings import BoardRow
from oc_training.errors import Refused
from oc_training.reports.csv_safe import csv_bytes
from oc_training.reports.status_report import EXPORT_HEADER, export_rows


def export_list(
    path: Path, rows: Sequence[BoardRow], record: Callable[[str], object], *, replace: bool = False
) -> None:
    """Write everybody's standing to *path* as CSV (mode 0600); *record* is given the file's SHA-256 and records it.

    Raises:
        Refused: there is such a file and it may not be replaced, or none can be written there; nothing was changed.
        LedgerError: it could not be recorded; no file is left.
    """
    data = csv_bytes(EXPORT_HEADER, export_rows(rows))
    try:
        # The name first: where it may not be used, nothing is written at all.
        with _name_taken(path, replace=replace), _written_beside(path, data) as beside:
            record(hashlib.sha256(data).hexdigest())
            beside.replace(path)
    except OSError as error:
        raise Refused(f"The file {path} cannot be written: {error.strerror}.") from error


@contextlib.contextmanager
def _name_taken(path: Path, *, replace: bool) -> Iterator[None]:
    """Take the name for this list, so that nobody else's file of that name can be lost."""
    if replace and path.exists():
        if not path.is_file():
            raise Refused(f"{path} is not a file.")
        yield
        return
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError as error:
        said = f"There is a file {path} already, and it was not replaced. Please choose another name."
        raise Refused(said) from error
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _written_beside(path: Path, data: bytes) -> Iterator[Path]:
    """The whole list on the disk under another name in the same folder, which is gone afterwards."""
    descriptor, beginning = tempfile.mkstemp(dir=path.absolute().parent, prefix=".export-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        yield Path(beginning)
    finally:
        Path(beginning).unlink(missing_ok=True)
