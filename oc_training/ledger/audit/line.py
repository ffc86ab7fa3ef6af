"""One line of a book's file taken apart: its frame, and the seal in it."""

from __future__ import annotations

import hashlib
import re
import zlib
from binascii import unhexlify
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from oc_training.ledger.audit.entry import Words

_FRONT = re.compile(rb"([0-9a-f]{8}) (0|[1-9][0-9]{0,18}) (0|[1-9][0-9]{0,18}) ").match
_OPENING = b'{"entry":'
_SEAL = re.compile(rb',"hash":"([0-9a-f]{64})","signature":"([0-9a-f]{128})"\}').fullmatch
_CLOSING_LENGTH = 2
_SIGNATURE_PLACE = 128 + _CLOSING_LENGTH
_SEAL_LENGTH = 9 + 64 + 15 + _SIGNATURE_PLACE
_DIGITS = b"0123456789abcdef"
_CHECKSUM = 9
"""Bytes of the checksum with the space behind it."""
_KEY = re.compile(r"[0-9a-f]{64}").fullmatch
_SIGNATURE = re.compile(r"[0-9a-f]{128}").fullmatch
_LOG = re.compile(r"[0-9a-f]{32}").fullmatch

SIGNED_BEFORE_HASH = b"oc-training/ledger-entry/1\n"
SIGNED_BEFORE_KEYS = b"oc-training/key-change/1\n"
KEY_CHANGED = "key changed"
FORMAT_CHANGED = "format changed"


class Fault(StrEnum):
    """What can be wrong with one line; the value is the sentence's middle, as it is printed.

    They stand in the order in which they are told of one line.
    """

    TORN = "it is not complete: the end of a crash, or a record being written just now"
    FRAME = "it is not a line of a book of records"
    CHECKSUM = "the checksum does not fit; the line was altered or is damaged"
    SHORTER = "the file before it is shorter than it was when the line was written"
    SEAL = "it does not hold a sealed entry"
    HASH = "the hash is not that of the entry; its words were altered"
    FORM = "the entry is not in the book's form"
    NUMBER = "the line and its entry have different numbers"
    SIGNATURE = "the signature is not the station's"
    TURN = "it stands out of turn"
    LINK = "it does not name the hash of the entry before it"
    TWICE = "it has the id of another entry"
    GENESIS = "it is not the genesis entry that belongs there"
    STATION = "it was written at another station"
    KEY = "the change of the station's key does not hold"
    TEXT = "the text of a directive does not match its digest"
    FORMAT = "the format is not known"


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line whose frame and seal can be taken apart; whether they are true is another matter."""

    checksum_fits: bool
    number: int
    durable: int
    words: bytes
    """The bytes that were hashed; empty where the line holds no sealed entry."""
    digest: str
    """The hash as the line states it."""
    signature: bytes
    hash_fits: bool
    """Whether that hash is the one of the words."""


def take_apart(line: bytes) -> Line | None:
    """The parts of a line without its line feed, or None if it is not a line of a book."""
    front = _FRONT(line)
    if front is None:
        return None
    checksum, number, durable = front.groups()
    fits = b"%08x" % zlib.crc32(memoryview(line)[_CHECKSUM:]) == checksum
    place, end = front.end(), len(line) - _SEAL_LENGTH
    if end < place + len(_OPENING) or not line.startswith(_OPENING, place):
        return Line(fits, int(number), int(durable), b"", "", b"", hash_fits=False)
    words = line[place + len(_OPENING) : end]
    digest, signature = hash_of(words), line[-_SIGNATURE_PLACE:-_CLOSING_LENGTH]
    # As a rule the hash fits, and then to compare is quicker than to search.
    if line.startswith(b',"hash":"%b","signature":"' % digest.encode(), end) and line.endswith(b'"}'):
        if not signature.strip(_DIGITS):
            return Line(fits, int(number), int(durable), words, digest, unhexlify(signature), hash_fits=True)
    elif seal := _SEAL(line, end):
        return Line(fits, int(number), int(durable), words, seal[1].decode(), unhexlify(seal[2]), hash_fits=False)
    return Line(fits, int(number), int(durable), b"", "", b"", hash_fits=False)


def hash_of(words: bytes) -> str:
    """SHA-256 of an entry's bytes, in hexadecimal."""
    return hashlib.sha256(words).hexdigest()


def is_signed(key: Ed25519PublicKey, digest: bytes, signature: bytes) -> bool:
    """Whether *signature* is the key's over the entry with that hash."""
    return _holds(key, signature, SIGNED_BEFORE_HASH + digest)


def public_key(digits: str) -> Ed25519PublicKey:
    """The key of 64 hexadecimal digits.

    Raises:
        ValueError: they are no such key.
    """
    if not _KEY(digits):
        raise ValueError("a public key has 64 hexadecimal digits")
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(digits))


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the genesis entry says."""

    station: str
    log: str
    key: str
    format: int


def beginning(entry: Words) -> Beginning | None:
    """What a genesis entry says, or None if *entry* is none."""
    match entry.body:
        # The number 1 is a format and ``true`` is none, though Python takes the one for the other.
        case {"format": int(version), "station": str(station), "public_key": str(key), "log": str(log)} if (
            entry.kind == "genesis" and entry.seq == 1 and type(version) is int and _KEY(key) and _LOG(log)
        ):
            return Beginning(station, log, key, version)
    return None


def new_key(entry: Words, log: str, old: str) -> str | None:
    """The key that *entry*, a change of key, puts in force; None if the new key did not sign for that."""
    match entry.body:
        case {"public_key": str(key), "signature": str(signature), **rest} if (
            not rest and _KEY(key) and _SIGNATURE(signature)
        ):
            said = b"".join((SIGNED_BEFORE_KEYS, *map(bytes.fromhex, (log, old, key))))
            return key if _holds(public_key(key), bytes.fromhex(signature), said) else None
    return None


def _holds(key: Ed25519PublicKey, signature: bytes, said: bytes) -> bool:
    try:
        key.verify(signature, said)
    except InvalidSignature:
        return False
    return True
