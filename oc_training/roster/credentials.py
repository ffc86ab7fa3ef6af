"""What is kept of a PIN or one-time code, and what the lock says of it.

Never the PIN itself: a slow, salted, keyed hash and the facts around it. The values live in the small
working file, not in the book of records, because they are no records and go out with no export (REC-12).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Protocol, TypeAlias

import msgspec

from oc_training.errors import Refused

Scalar: TypeAlias = bool | int | str | None
"""What the fields of credentials are made of."""


class Kind(StrEnum):
    """With what the person proves who they are at the moment."""

    PIN = "pin"
    CODE = "code"
    """A one-time code, until they have set a PIN."""

    @property
    def words(self) -> str:
        """As it is called on screens."""
        return "PIN" if self is Kind.PIN else "code"


class Outcome(StrEnum):
    """The lock's answer. The screen says the same words for the last two (AUT-6)."""

    ACCEPTED_PIN = "accepted pin"
    ACCEPTED_CODE = "accepted code"
    """Right, but a PIN must be set before anything else."""
    REFUSED = "refused"
    """Wrong, expired, or nobody known."""
    LOCKED = "locked"
    """Five wrong in a row before this try; right or wrong, it does not count any more."""


class Credentials(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is kept of one person's PIN or code."""

    kind: Kind
    phc: str
    """Argon2id over the keyed digest of the PIN or code, as a PHC string."""
    key_id: str
    """Which pepper went into it."""
    set_at: str
    """When the PIN was set or the code issued, as a stamp (UTC)."""
    authorised_by: str | None = None
    """Id of whoever issued the code to which this PIN goes back; None for a PIN set without a code (SIG-9)."""
    authorised_at: str | None = None
    """When that code was issued, as a stamp (UTC)."""
    expires: str | None = None
    """Until when a code is good, as a stamp (UTC); None for a PIN."""
    failures: int = 0
    """Wrong tries in a row (AUT-4)."""
    locked: bool = False
    """Whether no try is accepted until a release."""
    lock: str | None = None
    """While it is locked, a name of this lock by which the book's entries about it are known again; None where it was
    locked by an older program."""
    name: str | None = None
    """A random name of this PIN or code, by which the book's entries about it are known again; None for one that an
    older program set."""
    too_old: bool = False
    """Whether a code was found to be past its time; it stays so, also where the clock is set back."""

    def __repr__(self) -> str:
        """Without the hash, which is for no log."""
        return f"Credentials({self.kind.value}, set {self.set_at}, failures={self.failures}, locked={self.locked})"


class CredentialStore(Protocol):
    """Where credentials are kept between one try and the next, by person id."""

    def get(self, person_id: str) -> Credentials | None:
        """What is kept for this person now, or None."""

    def put(self, person_id: str, credentials: Credentials) -> None:
        """Replace what is kept for this person; return once it is on the disk."""

    def exclusive(self) -> AbstractContextManager[object]:
        """Within it, no other thread and no other program changes what is kept."""


def to_json(credentials: Credentials) -> Mapping[str, Scalar]:
    """Return the fields of *credentials* as they are kept in a file."""
    fields: Mapping[str, Scalar] = msgspec.to_builtins(credentials)
    return fields


def from_json(fields: Mapping[str, object]) -> Credentials:
    """Read back what :func:`to_json` wrote.

    Raises:
        Refused: the fields are not those of credentials.
    """
    try:
        return msgspec.convert(fields, Credentials)
    except msgspec.ValidationError as error:
        raise Refused("What is kept of this PIN is damaged. Please ask for a new code.") from error
