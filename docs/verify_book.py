"""Check a book of records with nothing but Python and the package `cryptography`; docs/ledger.md explains each step.

python verify_book.py BOOK [PUBLIC_KEY_HEX [CHECKPOINT ...]]
"""

import base64
import hashlib
import json
import re
import sys
import unicodedata
import zlib
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SEAL = rb'\{"entry":(\{.*\}),"hash":"([0-9a-f]{64})","signature":"([0-9a-f]{128})"\}'
LINE = re.compile(rb"([0-9a-f]{8}) (([1-9][0-9]*) (0|[1-9][0-9]*) " + SEAL + rb")\n")
ENTRY, CHANGE = b"oc-training/ledger-entry/1\n", b"oc-training/key-change/1\n"
TEXTS = ("at", "id", "kind", "offset", "previous", "station")
FIELDS: dict[str, type] = {"body": dict, "seq": int, **dict.fromkeys(TEXTS, str)}
DEEPEST = 32
TIME = re.compile(r"\d{4}(-\d\d){2}T\d\d(:\d\d){2}\.\d\dZ [+-]([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def signed(key: str, signature: str, *said: bytes | str) -> bool:
    """Whether the key signed the parts one after the other; a part that is text is hexadecimal."""
    message = b"".join(part if isinstance(part, bytes) else bytes.fromhex(part) for part in said)
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except InvalidSignature:
        return False
    return True


def root(leaves: list[bytes]) -> bytes:
    """The Merkle root of RFC 6962 over the hashes of leaves."""
    if len(leaves) < 2:  # noqa: PLR2004
        return leaves[0] if leaves else hashlib.sha256().digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


def fits(value: object, depth: int = 0) -> bool:
    """Whether a value is one that an entry may hold: docs/ledger.md, "An entry"."""
    if depth > DEEPEST:
        return False
    if isinstance(value, dict):
        return all(re.fullmatch("[a-z][a-z0-9_]*", name) and fits(item, depth + 1) for name, item in value.items())
    if isinstance(value, list):
        return all(fits(item, depth + 1) for item in value)
    if isinstance(value, str):
        return unicodedata.is_normalized("NFC", value)
    return value is None or (isinstance(value, int) and abs(value) < 2**53)  # so a fraction does not


def read(book: str, keys: list[str], leaves: list[bytes]) -> tuple[str, str]:
    """Check each line; return the book's name and newest hash, and what was wrong as a ValueError of one sentence."""
    previous, log, station, ids, place = "0" * 64, "", "", set(), 0
    with Path(book).open("rb") as file:
        for number, line in enumerate(file, 1):
            parts = LINE.fullmatch(line)
            if not parts or int(parts[1], 16) != zlib.crc32(parts[2]) or int(parts[3]) != number:
                raise ValueError(f"Line {number} is damaged, unfinished or out of its place.")
            if int(parts[4]) > place:
                raise ValueError(f"Before line {number} something is missing that was there when it was written.")
            words, digest, signature = parts[5], parts[6].decode(), parts[7].decode()
            entry = json.loads(words)
            plain = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            if hashlib.sha256(words).hexdigest() != digest or plain != words:
                raise ValueError(f"Entry {number} was altered: its words do not fit its hash.")
            form = {name: type(value) for name, value in entry.items()} == FIELDS and fits(entry)
            if not form or not (entry["id"] and entry["kind"] and TIME.fullmatch(f"{entry['at']} {entry['offset']}")):
                raise ValueError(f"Entry {number} is not in the form of an entry.")
            datetime.fromisoformat(entry["at"])  # a ValueError, if there is no such day or hour
            body, kind = entry["body"], entry["kind"]
            if number == 1:
                log, station = body["log"], body["station"]
                keys.append(body["public_key"])
                if (kind, repr(body["format"]), entry["id"]) != ("genesis", "1", log):
                    raise ValueError("The file does not begin as a book of format 1 does.")
            elif kind in {"genesis", "format changed"}:
                raise ValueError(f"Entry {number} is of the kind {kind}, which format 1 does not have there.")
            if (entry["seq"], entry["previous"]) != (number, previous) or entry["id"] in ids:
                raise ValueError(f"Entry {number} does not follow: one before it was taken out, put in or moved.")
            if entry["station"] != station or not re.fullmatch(r"[\w.-]*[^\W_][\w.-]*", station, re.ASCII):
                raise ValueError(f"Entry {number} is of another station, {entry['station']!r}.")
            key, both = keys[-1], signed(keys[-1], signature, ENTRY, digest)
            if kind == "key changed":
                key = body["public_key"]
                both = both and signed(key, body["signature"], CHANGE, log, keys[-1], key)
            if not both:
                raise ValueError(f"Entry {number} was not signed by the station.")
            keys.append(key)  # keys[n] is the key in force after entry n
            leaves.append(hashlib.sha256(b"\0" + words).digest())
            previous, place = digest, place + len(line)
            ids.add(entry["id"])
    return f"oc-training/{station}/{log}", previous


def check(book: str, trusted: str = "", *checkpoints: str) -> str:
    """Say how many entries are in order; what is wrong instead is the ValueError's one sentence."""
    keys: list[str] = []
    leaves: list[bytes] = []
    name, newest = read(book, keys, leaves)
    if not leaves or (trusted and trusted not in keys):
        raise ValueError("This is not the station's book: it is empty, or was made with another key.")
    for path in checkpoints:
        text, _, seals = Path(path).read_text(encoding="utf-8").partition("\n\n")
        origin, size, hashed = text.split("\n")[:3]
        if origin != name or not size.isdecimal() or int(size) > len(leaves):
            raise ValueError(f"{path} counts {size} entries of {origin}: the book is another, an old copy, or cut.")
        own = [seal.split()[2] for seal in seals.splitlines() if seal.split()[1:2] == [name]]  # others may sign too
        if not any(signed(keys[int(size)], base64.b64decode(seal)[4:].hex(), f"{text}\n".encode()) for seal in own):
            raise ValueError(f"{path} was not signed by this station.")
        if base64.b64decode(hashed) != root(leaves[: int(size)]):
            raise ValueError(f"Something in the entries 1 to {size} was altered after {path} was made.")
    return f"{len(leaves)} entries, all in order. The newest has the hash {newest}."


if __name__ == "__main__":
    try:
        print(check(*sys.argv[1:]))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as wrong:
        sys.exit(f"{str(wrong).rstrip('.')}." if type(wrong) is ValueError else f"This cannot be checked: {wrong!r}.")
