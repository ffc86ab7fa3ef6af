"""The station's key: an Ed25519 private key in a file that nobody else can read.

Whoever has this file can seal entries in the station's name. It stays on the station; its public half does not have to.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from oc_training.errors import LedgerUnusable
from oc_training.ledger import disk

_WRITABLE_BY_OTHERS = 0o022


def create_key(path: Path) -> Ed25519PrivateKey:
    """Make a new station key at *path* (PKCS #8, PEM, mode 0600), in a folder of mode 0700 made for it if need be.

    Raises:
        LedgerUnusable: there is a key already, or none can be kept there.
    """
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_folder(path.parent)
        disk.write_new_whole(path, text)
    except FileExistsError:
        raise LedgerUnusable(f"There is a station key at {path} already. It is never replaced.") from None
    except OSError as error:
        raise LedgerUnusable(f"The station key cannot be kept at {path}: {error.strerror}.") from error
    return key


def load_key(path: Path) -> Ed25519PrivateKey:
    """Read the station key at *path*.

    Raises:
        LedgerUnusable: it is missing, others may read it or swap it, or it is not such a key.
    """
    _check_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise LedgerUnusable(
            f"The station key at {path} is missing. Restore it from a backup; without it nothing can be recorded."
        ) from None
    except OSError as error:
        raise LedgerUnusable(f"The station key at {path} cannot be read: {error.strerror}.") from error
    with os.fdopen(descriptor, "rb") as file:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode) or mode & disk.OTHERS:
            raise LedgerUnusable(
                f"The station key at {path} can be read by other accounts of this machine. "
                "Take that right away (chmod 600); if somebody may have copied it, the station needs a new key."
            )
        return _private_key(file.read(), path)


def _private_key(text: bytes, path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(text, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, Ed25519PrivateKey):
        return key
    raise LedgerUnusable(f"The file {path} does not hold a station key. Restore the key from a backup.")


def _check_folder(folder: Path) -> None:
    try:
        mode = folder.stat().st_mode
    except OSError:
        return
    if mode & _WRITABLE_BY_OTHERS:
        raise LedgerUnusable(
            f"Other accounts of this machine may change files in {folder}, where the station key is kept. "
            "Take that right away (chmod 700), then start again."
        )
