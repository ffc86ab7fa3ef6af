"""Credentials in the small working file, which is handed in.

The roster does not know that file's engine: anything that keeps values by table and key will do.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from oc_training.roster.credentials import Credentials, Scalar, from_json, to_json

TABLE = "credentials"
"""The table of the working file that holds credentials, by person id."""


class Values(Protocol):
    """The part of the working file that is used here."""

    def get(self, table: str, key: str) -> Mapping[str, object] | None:
        """The value kept under *key*, or None."""

    def put(self, table: str, key: str, value: Mapping[str, Scalar]) -> None:
        """Keep *value* under *key*, and return once it is on the disk."""


class KeptCredentials:
    """Credentials by person id in a table of the working file.

    *lock* is entered around every change. For one program it can be a ``threading.Lock``; where several
    programs share the folder it is a lock on a file.
    """

    def __init__(self, values: Values, lock: AbstractContextManager[object]) -> None:
        self._values = values
        self._lock = lock

    def get(self, person_id: str) -> Credentials | None:
        """What is kept for this person now, or None.

        Raises:
            Refused: what is kept is damaged.
        """
        fields = self._values.get(TABLE, person_id)
        return None if fields is None else from_json(fields)

    def put(self, person_id: str, credentials: Credentials) -> None:
        """Replace what is kept for this person; it is on the disk afterwards."""
        self._values.put(TABLE, person_id, to_json(credentials))

    def exclusive(self) -> AbstractContextManager[object]:
        """Within it, nobody else changes what is kept."""
        return self._lock
