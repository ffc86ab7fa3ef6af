"""A checkpoint as its reader needs it: C2SP ``tlog-checkpoint`` in a ``signed-note``, taken apart and checked.

https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note say what is read here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from oc_training.ledger.audit.line import public_key

_NOTE = re.compile(r"((?:[^\n]+\n){3,})\n((?:— [^\s+]+ [A-Za-z0-9+/]+={0,2}\n)+)").fullmatch
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII).fullmatch
_ED25519 = b"\x01"
_ROOT_LENGTH = 32
_ID_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many entries a book had, and the root of the tree over them, with the signatures below it."""

    origin: str
    """Which book: ``oc-training/OAK-1/<log id>``."""
    size: int
    root: bytes
    text: str
    """What is signed."""
    signatures: tuple[tuple[str, bytes], ...]
    """Name and key id with signature, of each line."""

    def is_signed_by(self, key: str) -> bool:
        """Whether the key of 64 hexadecimal digits signed this as the book of that origin; not, if it is no key."""
        try:
            checker, wanted = public_key(key), _key_id(self.origin, key)
        except ValueError:
            return False  # what is no key has signed nothing
        return any(
            name == self.origin and said[:_ID_LENGTH] == wanted and _holds(checker, said[_ID_LENGTH:], self.text)
            for name, said in self.signatures
        )


def origin_of(station: str, log: str) -> str:
    """The name under which a book's checkpoints are made."""
    return f"oc-training/{station}/{log}"


def read_checkpoint(note: str) -> Checkpoint | None:
    """Take a checkpoint apart; None if it is none. Whether a signature holds is another question."""
    parts = _NOTE(note)
    if parts is None:
        return None
    origin, size, root, *_ = parts[1].split("\n")
    signatures = [line.split(" ")[1:] for line in parts[2].splitlines()]
    try:
        decoded = tuple((name, base64.b64decode(said, validate=True)) for name, said in signatures)
        hashed = base64.b64decode(root, validate=True)
    except (binascii.Error, ValueError):
        return None
    if not _SIZE(size) or len(hashed) != _ROOT_LENGTH or base64.b64encode(hashed).decode() != root:
        return None
    return Checkpoint(origin, int(size), hashed, parts[1], decoded)


def _key_id(name: str, key: str) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + bytes.fromhex(key)).digest()[:_ID_LENGTH]


def _holds(key: Ed25519PublicKey, signature: bytes, text: str) -> bool:
    try:
        key.verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True
