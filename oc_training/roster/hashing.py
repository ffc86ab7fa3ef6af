"""Argon2id behind a small port: slow on purpose, so that guessing from stolen data is slow too (AUT-7).

The lock sees three questions only; a test can count them, or ask them of a cheap profile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import HashingError, InvalidHashError, VerificationError, VerifyMismatchError

from oc_training.errors import Refused


class Hasher(Protocol):
    """What the lock asks of a slow hash. Every call of ``hash`` and ``matches`` costs the same time."""

    def hash(self, data: bytes) -> str:
        """Hash *data* with a new salt into a PHC string."""

    def matches(self, phc: str, data: bytes) -> bool:
        """Whether *phc* was made from *data*."""

    def outdated(self, phc: str) -> bool:
        """Whether *phc* was made with less effort than is asked for now."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How much effort one hash costs."""

    memory_kib: int
    passes: int
    lanes: int = 1


STATION = Profile(memory_kib=64 * 1024, passes=3)
"""What a station uses: 64 MiB, three passes, one lane; about a quarter of a second (AUT-7)."""


class Argon2id:
    """Argon2id with a fixed profile."""

    def __init__(self, profile: Profile = STATION) -> None:
        self._profile = profile
        self._hasher = PasswordHasher(
            time_cost=profile.passes, memory_cost=profile.memory_kib, parallelism=profile.lanes, type=Type.ID
        )

    def hash(self, data: bytes) -> str:
        """Hash *data* with a new salt into a PHC string.

        Raises:
            Refused: the machine lacks the memory for it just now.
        """
        try:
            return self._hasher.hash(data)
        except HashingError as error:
            raise Refused("This terminal is short of memory just now. Please try again in a minute.") from error

    def matches(self, phc: str, data: bytes) -> bool:
        """Whether *phc* was made from *data*.

        Raises:
            Refused: *phc* is not one that this program wrote, so nobody can be let in by it.
        """
        try:
            return self._hasher.verify(phc, data)
        except VerifyMismatchError:
            return False
        except (InvalidHashError, VerificationError) as error:
            raise Refused("What is kept of this PIN is damaged. Please ask for a new code.") from error

    def outdated(self, phc: str) -> bool:
        """Whether *phc* was made with less memory or fewer passes than the profile asks for.

        More effort than the profile asks for is never taken back.
        """
        made = extract_parameters(phc)
        return made.memory_cost < self._profile.memory_kib or made.time_cost < self._profile.passes
