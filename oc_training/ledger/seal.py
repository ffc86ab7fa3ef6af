"""The seal of an entry: what is hashed, what is signed, and how it is checked.

A sealed entry is stored as one JSON object ``{"entry":{...},"hash":"...","signature":"..."}``.
The inner object is the bytes that were hashed, word for word, so a check hashes what is stored
and never writes it again; ``sha256sum`` is enough to repeat it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from oc_training.clock import Clock, offset, stamp
from oc_training.ledger.canonical import canonical
from oc_training.ledger.frozen import FrozenDict, freeze
from oc_training.ledger.port import Entry, Head, Json

DOMAIN = b"oc-training/ledger-entry/1\n"
"""Comes before the hash in what is signed, so that a signature never means anything else."""
BEFORE_ALL = Head(0, "0" * 64)
"""What the genesis entry follows."""

_OPENING = b'{"entry":'
_BEFORE_HASH = b',"hash":"'
_BEFORE_SIGNATURE = b'","signature":"'
_CLOSING = b'"}'
_HASH_LENGTH = 64
_SIGNATURE_LENGTH = 128
_SEAL_LENGTH = len(_BEFORE_HASH) + _HASH_LENGTH + len(_BEFORE_SIGNATURE) + _SIGNATURE_LENGTH + len(_CLOSING)

_Parsed: TypeAlias = "bool | int | str | list[_Parsed] | FrozenDict | None"


class BrokenSeal(ValueError):
    """The stored bytes are not an entry whose hash fits; the message says what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a caller wants recorded, before it has a number and a time."""

    id: str
    kind: str
    body: Mapping[str, Json]


class Sealer:
    """Seals drafts with the station's key at the station's time."""

    def __init__(self, key: Ed25519PrivateKey, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    @property
    def public_key(self) -> str:
        """The public half of the station's key, 64 hexadecimal digits."""
        return self._key.public_key().public_bytes_raw().hex()

    def seal(self, draft: Draft, station: str, after: Head) -> bytes:
        """Return the bytes to store for *draft* as the entry that follows *after*.

        Raises:
            ValueError: the draft is outside the profile of :mod:`oc_training.ledger.canonical`.
        """
        if not draft.id or not draft.kind:
            raise ValueError("an entry needs an id and a kind")
        now = self._clock.now()
        hashed = canonical(
            {
                "seq": after.seq + 1,
                "id": draft.id,
                "at": stamp(now),
                "offset": offset(now),
                "station": station,
                "kind": draft.kind,
                "body": draft.body,
                "previous": after.hash,
            }
        )
        digest = hashlib.sha256(hashed)
        signature = self._key.sign(DOMAIN + digest.digest())
        return b"".join(
            (
                _OPENING,
                hashed,
                _BEFORE_HASH,
                digest.hexdigest().encode(),
                _BEFORE_SIGNATURE,
                signature.hex().encode(),
                _CLOSING,
            )
        )


def unseal(stored: bytes) -> Entry:
    """Read the entry out of its *stored* bytes once their hash fits. The signature is checked apart.

    Raises:
        BrokenSeal: the bytes are no sealed entry, or the hash is not that of the entry.
    """
    hashed, digest, signature = _take_apart(stored)
    if hashlib.sha256(hashed).hexdigest() != digest:
        raise BrokenSeal("its hash is not the hash of its words")
    match _parse(hashed):
        case {
            "seq": int(seq),
            "id": str(entry_id),
            "at": str(at),
            "offset": str(offset_),
            "station": str(station),
            "kind": str(kind),
            "body": FrozenDict() as body,
            "previous": str(previous),
            **rest,
        } if not rest:
            return Entry(seq, entry_id, at, offset_, station, kind, body, previous, digest, signature)
    raise BrokenSeal("it does not have the fields of an entry")


def signature_holds(entry: Entry, public_key: str) -> bool:
    """Whether the entry's signature was made over its hash by the key whose public half is *public_key*."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(entry.signature), DOMAIN + bytes.fromhex(entry.hash))
    except (ValueError, InvalidSignature):
        return False
    return True


def follows(entry: Entry, head: Head) -> bool:
    """Whether *entry* is the next after *head*: its number is one more and it names the hash."""
    return entry.seq == head.seq + 1 and entry.previous == head.hash


def _take_apart(stored: bytes) -> tuple[bytes, str, str]:
    """Cut the stored bytes at their fixed places: the hashed bytes, the hash, the signature."""
    hashed, seal = stored[len(_OPENING) : -_SEAL_LENGTH], stored[-_SEAL_LENGTH:]
    after_hash = len(_BEFORE_HASH) + _HASH_LENGTH
    digest = seal[len(_BEFORE_HASH) : after_hash]
    signature = seal[after_hash + len(_BEFORE_SIGNATURE) : -len(_CLOSING)]
    if stored != b"".join((_OPENING, hashed, _BEFORE_HASH, digest, _BEFORE_SIGNATURE, signature, _CLOSING)):
        raise BrokenSeal("it is not a sealed entry")
    if not _is_hexadecimal(digest) or not _is_hexadecimal(signature):
        raise BrokenSeal("its hash or signature is not hexadecimal")
    return hashed, digest.decode(), signature.decode()


def _is_hexadecimal(digits: bytes) -> bool:
    return not digits.strip(b"0123456789abcdef")


def _parse(hashed: bytes) -> _Parsed:
    try:
        parsed: _Parsed = json.loads(
            hashed, object_pairs_hook=_frozen_object, parse_float=_refuse, parse_constant=_refuse
        )
    except (ValueError, RecursionError) as error:
        raise BrokenSeal("its words are not JSON of the book's profile") from error
    return parsed


def _frozen_object(pairs: list[tuple[str, Json]]) -> FrozenDict:
    fields = FrozenDict((name, freeze(item) if isinstance(item, list) else item) for name, item in pairs)
    if len(fields) != len(pairs):
        raise BrokenSeal("a field occurs twice")
    return fields


def _refuse(number: str) -> NoReturn:
    raise BrokenSeal(f"{number} is not a whole number")
