"""Books, keys and lines for the tests of this room."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from oc_training.ledger.port import Entry, Json, Ledger
from oc_training.ledger.seal import DOMAIN
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from tests.support.fixed_clock import FixedClock

KEY = Ed25519PrivateKey.from_private_bytes(b"the key of a station in a test..")
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"a key that nobody has asked for.")
STATION = "OAK-1"


def new_book(path: Path, entries: int = 0) -> TinyDBLedger:
    """A new book at *path* with *entries* beyond its genesis, whose ids are ``id-1`` and so on."""
    ledger = TinyDBLedger.create(path, STATION, KEY, FixedClock())
    for number in range(1, entries + 1):
        ledger.append("acknowledged", {"number": number, "words": "signed " * number}, f"id-{number}")
    return ledger


def open_book(path: Path) -> TinyDBLedger:
    return TinyDBLedger.open(path, KEY, FixedClock())


def ids(ledger: Ledger) -> list[str]:
    """The ids of all entries but the genesis."""
    return [entry.id for entry in ledger.read_from(2)]


def all_entries(ledger: Ledger) -> list[Entry]:
    return list(ledger.read_from(1))


def put_file(path: Path, data: bytes) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def side_files(path: Path) -> list[bytes]:
    return [side.read_bytes() for side in sorted(path.parent.glob(f"{path.name}.set-aside-*"))]


def checked_line(seq: int, durable: int, sealed: bytes) -> bytes:
    """A line of the file, its checksum worked out here."""
    covered = b"%d %d " % (seq, durable) + sealed
    return f"{zlib.crc32(covered):08x} ".encode() + covered + b"\n"


def take_line_apart(line: bytes) -> tuple[int, int, dict[str, Json], str, str]:
    """Number, durable mark, the entry, its hash and its signature."""
    _, seq, durable, sealed = line.rstrip(b"\n").split(b" ", 3)
    envelope = json.loads(sealed)
    return int(seq), int(durable), envelope["entry"], envelope["hash"], envelope["signature"]


def sealed_by_hand(entry: Mapping[str, Json], digest: str | None = None, signature: str | None = None) -> bytes:
    """The stored form of *entry*; the hash is worked out and the signature made with KEY unless given."""
    words = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    digest = digest or hashlib.sha256(words).hexdigest()
    signature = signature or KEY.sign(DOMAIN + bytes.fromhex(digest)).hex()
    return b'{"entry":%s,"hash":"%s","signature":"%s"}' % (words, digest.encode(), signature.encode())


def further_line(path: Path, kind: str, body: Mapping[str, Json], key: Ed25519PrivateKey = KEY) -> bytes:
    """A line that goes on from the book at *path*, put together here and signed with *key*."""
    lines = path.read_bytes().splitlines(keepends=True)
    seq, _, entry, digest, _ = take_line_apart(lines[-1])
    further = {
        **entry,
        "seq": seq + 1,
        "previous": digest,
        "kind": kind,
        "body": dict(body),
        "id": f"by-hand-{seq + 1}",
    }
    words = json.dumps(further, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    signature = key.sign(DOMAIN + hashlib.sha256(words).digest()).hex()
    return checked_line(seq + 1, 0, sealed_by_hand(further, signature=signature))


def rewritten(lines: Sequence[bytes], key: Ed25519PrivateKey | None, start: int) -> bytes:
    """The file of *lines* with all links, hashes and checksums from line *start* made to fit.

    Signatures are made with *key*, or left as they were without one.
    """
    data, previous = b"", "0" * 64
    for number, line in enumerate(lines, 1):
        _, durable, entry, digest, signature = take_line_apart(line)
        if number >= start:
            entry = {**entry, "seq": number, "previous": previous}
            words = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            digest = hashlib.sha256(words).hexdigest()
            signature = key.sign(DOMAIN + bytes.fromhex(digest)).hex() if key else signature
        data += checked_line(number, min(durable, len(data)), sealed_by_hand(entry, digest, signature))
        previous = digest
    return data
