"""What the tests of the roster share: a day, a clock to set, a store in memory, a lock that counts its hashes."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

from oc_training.roster.credential_store import KeptCredentials
from oc_training.roster.credentials import Credentials, Scalar
from oc_training.roster.hashing import Argon2id, Profile
from oc_training.roster.locksmith import Locksmith
from oc_training.roster.pepper import Pepper

TODAY = date(2026, 3, 14)
CHEAP = Profile(memory_kib=8, passes=1)
KEY = bytes(range(32))


def seeded(number: int) -> random.Random:
    """A random source that draws the same in every run."""
    return random.Random(number)  # noqa: S311 # the PINs of these tests protect nothing


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    def pass_by(self, time: timedelta) -> None:
        self.time += time


class MemoryDrawer:
    """Values by table and key, and every change in the order in which it was made."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], Mapping[str, Scalar]] = {}
        self.full = False
        self.seconds_to_read = 0.0

    def get(self, table: str, key: str) -> Mapping[str, object] | None:
        value = self.values.get((table, key))
        if self.seconds_to_read:
            time.sleep(self.seconds_to_read)
        return value

    def put(self, table: str, key: str, value: Mapping[str, Scalar]) -> None:
        if self.full:
            raise OSError("disk full")
        self.values[table, key] = dict(value)


class CountingHasher:
    """The cheap profile, which notes each slow hash and what the drawer held when it began."""

    def __init__(self, drawer: MemoryDrawer, profile: Profile = CHEAP) -> None:
        self._argon2 = Argon2id(profile)
        self._drawer = drawer
        self.failures_at_hash: list[list[object]] = []

    @property
    def count(self) -> int:
        return len(self.failures_at_hash)

    def hash(self, data: bytes) -> str:
        self._seen()
        return self._argon2.hash(data)

    def matches(self, phc: str, data: bytes) -> bool:
        self._seen()
        return self._argon2.matches(phc, data)

    def outdated(self, phc: str) -> bool:
        return self._argon2.outdated(phc)

    def _seen(self) -> None:
        self.failures_at_hash.append([value["failures"] for value in self._drawer.values.values()])


class Bench:
    """A lock on the workbench, with all its parts in reach."""

    def __init__(self, key: bytes = KEY, drawer: MemoryDrawer | None = None, profile: Profile = CHEAP) -> None:
        self.clock = SetClock()
        self.drawer = drawer or MemoryDrawer()
        self.hasher = CountingHasher(self.drawer, profile)
        self.pepper = Pepper(key)
        self.store = KeptCredentials(self.drawer, self._lock())
        self.lock = Locksmith(self.hasher, self.pepper, self.store, self.clock)

    def kept(self, person_id: str) -> Credentials:
        credentials = self.lock.kept(person_id)
        assert credentials is not None
        return credentials

    @staticmethod
    def _lock() -> AbstractContextManager[object]:
        return threading.Lock()
