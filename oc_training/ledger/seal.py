"""The seal of an entry: what is hashed, what is signed, and how it is checked.

A sealed entry is stored as one JSON object ``{"entry":{...},"hash":"...","signature":"..."}``.
The inner object is the bytes that were hashed, word for word, so a check hashes what is stored
and never writes it again; ``sha256sum`` is enough to repeat it.

Canonical form has one order of fields, so much of an entry stands at fixed places: what belongs to the chain
(:func:`chained`) is at its end, and can be compared without reading the body.
"""

from __future__ import annotations

import hashlib
import re
from binascii import hexlify
from collections.abc import Mapping
from functools import lru_cache

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from oc_training.clock import Clock, offset, stamp
from oc_training.ledger.canonical import canonical
from oc_training.ledger.port import Entry, Head, Json

DOMAIN = b"oc-training/ledger-entry/1\n"
"""Comes before the hash in what is signed, so that a signature never means anything else."""
BEFORE_ALL = Head(0, "0" * 64)
"""What the genesis entry follows."""

OPENING = b'{"entry":'
BEFORE_HASH = b',"hash":"'
BEFORE_SIGNATURE = b'","signature":"'
_KIND, _OFFSET = b',"kind":"', b'","offset":"'
_CLOSING = b'"}'
HASH_LENGTH = 64
_SIGNATURE_LENGTH = 128
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ", re.ASCII).fullmatch
_OFFSET_FORM = re.compile(r"[+-]\d\d:\d\d", re.ASCII).fullmatch
SEAL_LENGTH = len(BEFORE_HASH) + HASH_LENGTH + len(BEFORE_SIGNATURE) + _SIGNATURE_LENGTH + len(_CLOSING)
"""Bytes that follow an entry's words in a line: its hash and signature with what stands around them."""
_AFTER_HASH = SEAL_LENGTH + 1 - len(BEFORE_HASH) - HASH_LENGTH
_AFTER_SIGNED = len(_CLOSING) + 1
"""Bytes of a line after the hash and after the signature, its line feed included."""


class BrokenSeal(ValueError):
    """The stored bytes are not an entry whose hash fits; the message says what is wrong with them."""


class Draft(msgspec.Struct, frozen=True):
    """What a caller wants recorded, before it has a number and a time."""

    id: str
    kind: str
    body: Mapping[str, Json]


class Prepared(msgspec.Struct, frozen=True):
    """A draft written out in canonical form: all that can be done before the entry's place in the book is known."""

    draft: Draft
    id: bytes
    kind: bytes
    body: bytes


def prepare(draft: Draft) -> Prepared:
    """Write *draft* out in canonical form.

    Raises:
        ValueError: the draft is outside the profile of :mod:`oc_training.ledger.canonical`.
    """
    if not draft.id or not draft.kind:
        raise ValueError("an entry needs an id and a kind")
    body = canonical(draft.body)
    if not body.startswith(b"{"):
        raise ValueError("value: the body of an entry is an object")
    return Prepared(draft, canonical(draft.id), _kind(draft.kind), body)


@lru_cache(maxsize=256)
def _kind(kind: str) -> bytes:
    return canonical(kind)


class Sealer:
    """Seals drafts with the station's key at the station's time."""

    def __init__(self, key: Ed25519PrivateKey, clock: Clock) -> None:
        self._key = key
        self._clock = clock
        self.public_key = key.public_key().public_bytes_raw().hex()
        """The public half of the station's key, 64 hexadecimal digits."""

    def seal(self, draft: Draft, station: str, after: Head) -> bytes:
        """Return the bytes to store for *draft* as the entry that follows *after*.

        Raises:
            ValueError: the draft is outside the profile of :mod:`oc_training.ledger.canonical`.
        """
        return self.seal_prepared(prepare(draft), station, after)[0]

    def seal_prepared(self, prepared: Prepared, station: str, after: Head) -> tuple[bytes, Entry]:
        """Return the bytes to store for a draft as the entry that follows *after*, and what they will be read as."""
        now = self._clock.now()
        at, offset_ = stamp(now), offset(now)
        hashed = b'{"at":"%b","body":%b,"id":%b,"kind":%b,"offset":"%b%b' % (
            at.encode(),
            prepared.body,
            prepared.id,
            prepared.kind,
            offset_.encode(),
            chained(after.hash.encode(), after.seq + 1, station),
        )
        digest = hashlib.sha256(hashed)
        signature = self.sign(digest.digest()).hex()
        stored = b"".join(
            (OPENING, hashed, BEFORE_HASH, digest.hexdigest().encode(), BEFORE_SIGNATURE, signature.encode(), _CLOSING)
        )
        return stored, Entry(after.seq + 1, prepared.draft.kind, hashed, digest.digest(), signature)

    def sign(self, digest: bytes) -> bytes:
        """The station's signature over the SHA-256 of an entry."""
        return self._key.sign(DOMAIN + digest)


def chained(previous: bytes, seq: int, station: str) -> bytes:
    """The end of every entry, from the quotation mark after ``offset``: what ties it to the entry before.

    A station's name needs no escapes (:func:`oc_training.ledger.genesis.check_station`).
    """
    return b'","previous":"%b","seq":%d,"station":"%b"}' % (previous, seq, station.encode())


class _Words(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """The fields of an entry in canonical order. The body is left as it is."""

    at: str
    body: msgspec.Raw
    id: str
    kind: str
    offset: str
    previous: str
    seq: int
    station: str


_WORDS, _WRITE = msgspec.json.Decoder(_Words), msgspec.json.Encoder()


def unseal(stored: bytes) -> Entry:
    """Read the entry out of its *stored* bytes once their hash fits. The signature is checked apart.

    Raises:
        BrokenSeal: the bytes are no sealed entry, or the hash is not that of the entry.
    """
    hashed, digest, signature = _take_apart(stored)
    if hashlib.sha256(hashed).hexdigest() != digest:
        raise BrokenSeal("its hash is not the hash of its words")
    return read_words(hashed, digest, signature)


def read_words(hashed: bytes, digest: str, signature: str) -> Entry:
    """Read an entry whose hash fits.

    Raises:
        BrokenSeal: it does not have the fields of an entry, or they are not written in the one way there is.
    """
    try:
        hashed.decode()  # the body is not looked into, and has to be UTF-8 all the same
        words = _WORDS.decode(hashed)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BrokenSeal("it does not have the fields of an entry") from error
    if not bytes(words.body).startswith(b"{") or _WRITE.encode(words) != hashed:
        raise BrokenSeal("it is not in canonical form")
    if not words.id or not _STAMP(words.at) or not _OFFSET_FORM(words.offset):
        raise BrokenSeal("its id, time or offset is not written as one")
    return Entry(words.seq, words.kind, hashed, bytes.fromhex(digest), signature)


def read_known(line: bytes, seq: int, digest: bytes, *, again: bool) -> Entry | None:
    """Read the entry *seq* out of a line that was checked before, when the hash was *digest*; None if it is not now.

    The same hash means the same words, and with them all that was checked then. That the line carries it is always
    looked at; that it is the hash of the words, where the line is read *again*.

    Raises:
        BrokenSeal: they are the same words, and no entry.
    """
    if not line.endswith(BEFORE_HASH + hexlify(digest), 0, -_AFTER_HASH):
        return None
    words = line[line.find(OPENING) + len(OPENING) : -SEAL_LENGTH - 1]
    if again and hashlib.sha256(words).digest() != digest:
        return None
    kind_at = words.rfind(_KIND) + len(_KIND)
    try:
        kind = _kind_of(words[kind_at : words.find(_OFFSET, kind_at)])
        return Entry(seq, kind, words, digest, line[-_AFTER_SIGNED - _SIGNATURE_LENGTH : -_AFTER_SIGNED].decode())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenSeal("it does not have the fields of an entry") from error


@lru_cache(maxsize=256)
def _kind_of(written: bytes) -> str:
    """The kind that stands between quotation marks in canonical form."""
    return msgspec.json.decode(b'"%b"' % written, type=str)


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
    hashed, seal = stored[len(OPENING) : -SEAL_LENGTH], stored[-SEAL_LENGTH:]
    after_hash = len(BEFORE_HASH) + HASH_LENGTH
    digest = seal[len(BEFORE_HASH) : after_hash]
    signature = seal[after_hash + len(BEFORE_SIGNATURE) : -len(_CLOSING)]
    if not stored.startswith(OPENING) or seal != b"".join((BEFORE_HASH, digest, BEFORE_SIGNATURE, signature, _CLOSING)):
        raise BrokenSeal("it is not a sealed entry")
    if not _is_hexadecimal(digest) or not _is_hexadecimal(signature):
        raise BrokenSeal("its hash or signature is not hexadecimal")
    return hashed, digest.decode(), signature.decode()


def _is_hexadecimal(digits: bytes) -> bool:
    return not digits.strip(b"0123456789abcdef")
