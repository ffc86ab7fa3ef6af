"""The pepper: a key without which stolen PIN verifiers say nothing (AUT-8).

A six-digit PIN has a million values, so whoever holds its hash alone can try them all in minutes. The pepper
goes into every hash and lies in a file apart from the data, so that a copy of the data is not enough.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from oc_training.errors import KeyFileUnusable

SIZE = 32
"""Length of the key in bytes."""

MODE = 0o400
"""The key file's permissions: its owner may read it, nobody else anything."""

_FOLDER_MODE = 0o700


class Pepper:
    """The key in memory. It shows as ``***`` and cannot be pickled or copied."""

    __slots__ = ("_key", "id")

    def __init__(self, key: bytes) -> None:
        if len(key) != SIZE:
            raise KeyFileUnusable(f"The key for PINs is not {SIZE} bytes long, so it is not the key that was made.")
        self._key = key
        self.id = self._mac(b"which key").hex()[:16]
        """Names this key without telling anything about it: 16 hexadecimal digits."""

    def stir(self, purpose: str, person_id: str, secret: str) -> bytes:
        """Return what the slow hash is given in place of a PIN: HMAC-SHA-256 under this key, 32 bytes.

        Purpose and person are part of it: a one-time code is never a PIN, and one person's verifier
        copied over another's lets nobody in.
        """
        return self._mac(purpose.encode(), person_id.encode(), secret.encode("utf-8", "surrogatepass"))

    def badge_digest(self, badge: str) -> str:
        """Under what a badge number is kept where nobody shall read which ones were typed: 16 hexadecimal digits."""
        return self._mac(b"badge", badge.encode("utf-8", "surrogatepass")).hex()[:16]

    def __repr__(self) -> str:
        return "***"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse to be pickled or copied."""
        raise TypeError("The key for PINs is neither pickled nor copied.")

    def _mac(self, *parts: bytes) -> bytes:
        """Keyed digest of *parts*, each with its length before it so that no two lists look the same."""
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        return hmac.new(self._key, framed, hashlib.sha256).digest()


def create_pepper(path: Path, data: Path, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> Pepper:
    """Make a new key file at *path*, outside the folder *data*, and return its key once it is on the disk.

    A file that is there is never replaced: with it would go every PIN.

    Raises:
        KeyFileUnusable: there is a file already, it would lie within the data, or it cannot be written.
    """
    _check_apart(path, data)
    key = random_bytes(SIZE)
    try:
        path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        made = _put_in_place(key, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise KeyFileUnusable(f"The key file for PINs cannot be written: {path} ({error.strerror}).") from error
    if not made:
        raise KeyFileUnusable(f"There is a key file for PINs already: {path}. It was left as it is.")
    return Pepper(key)


def load_pepper(path: Path, data: Path) -> Pepper:
    """Read the key from *path*, which lies outside the folder *data* and which its owner alone may read.

    Raises:
        KeyFileUnusable: the file is missing, open to others, within the data, or not such a key.
    """
    _check_apart(path, data)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise KeyFileUnusable(f"The key file for PINs is missing: {path}. Nobody can sign in without it.") from error
    except OSError as error:
        raise KeyFileUnusable(f"The key file for PINs cannot be read: {path} ({error.strerror}).") from error
    try:
        _check_permissions(os.fstat(descriptor), path)
        return Pepper(os.read(descriptor, SIZE + 1))
    finally:
        os.close(descriptor)


def _check_apart(path: Path, data: Path) -> None:
    """A backup of the data must not hold the key."""
    if path.resolve().is_relative_to(data.resolve()):
        raise KeyFileUnusable(f"The key file for PINs must not lie in the data folder: {path}.")


def _check_permissions(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise KeyFileUnusable(f"The key file for PINs is not a file: {path}.")
    if stat.S_IMODE(status.st_mode) & ~MODE:
        raise KeyFileUnusable(f"The key file for PINs is open to others or to changes. Run: chmod 400 {path}")


def _put_in_place(key: bytes, path: Path) -> bool:
    """Write the key beside its place and link it there; False where a file is in that place already.

    A link appears whole or not at all, and never instead of another file.
    """
    beginning = path.with_name(f".{path.name}.{os.getpid()}.new")
    beginning.unlink(missing_ok=True)
    _write(beginning, key)
    try:
        path.hardlink_to(beginning)
    except FileExistsError:
        return False
    finally:
        beginning.unlink()
    return True


def _write(path: Path, key: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fchmod(file.fileno(), MODE)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
