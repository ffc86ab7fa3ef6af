"""Writing a list to a file: whole or not at all, for its owner's eyes, its digest kept for the book."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from oc_training.attestation.board import BoardRow
from oc_training.errors import Refused
from oc_training.reports.csv_safe import csv_bytes
from oc_training.reports.status_report import EXPORT_HEADER, export_rows


def write_export(path: Path, rows: Sequence[BoardRow]) -> str:
    """Write everybody's standing to *path* as CSV (mode 0600) and return the file's SHA-256.

    Raises:
        Refused: the file cannot be written there; nothing was changed.
    """
    data = csv_bytes(EXPORT_HEADER, export_rows(rows))
    try:
        _replace(path, data)
    except OSError as error:
        raise Refused(f"The file {path} cannot be written: {error.strerror}.") from error
    return hashlib.sha256(data).hexdigest()


def _replace(path: Path, data: bytes) -> None:
    descriptor, beginning = tempfile.mkstemp(dir=path.absolute().parent, prefix=".export-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        Path(beginning).replace(path)
    except BaseException:
        Path(beginning).unlink(missing_ok=True)
        raise
