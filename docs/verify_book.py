"""Check a book of records with nothing but Python and the package `cryptography`; docs/ledger.md explains each step.

python verify_book.py BOOK [PUBLIC_KEY_HEX [CHECKPOINT ...]]
"""

import base64
import hashlib
import json
import re
import sys
import zlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SEAL = rb'\{"entry":(\{.*\}),"hash":"([0-9a-f]{64})","signature":"([0-9a-f]{128})"\}'
LINE = re.compile(rb"([0-9a-f]{8}) (([0-9]+) [0-9]+ " + SEAL + rb")\n")
ENTRY, CHANGE = b"oc-training/ledger-entry/1\n", b"oc-training/key-change/1\n"


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
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


def read(book: str, keys: list[str], leaves: list[bytes]) -> tuple[str, str]:
    """Check each line; return the book's name and newest hash, and what was wrong as a ValueError of one sentence."""
    previous, log, name, ids = "0" * 64, "", "", set()
    with Path(book).open("rb") as file:
        for number, line in enumerate(file, 1):
            parts = LINE.fullmatch(line)
            if not parts or int(parts[1], 16) != zlib.crc32(parts[2]) or int(parts[3]) != number:
                raise ValueError(f"Line {number} is damaged, unfinished or out of its place.")
            words, digest, signature = parts[4], parts[5].decode(), parts[6].decode()
            entry = json.loads(words)
            plain = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            if hashlib.sha256(words).hexdigest() != digest or plain != words:
                raise ValueError(f"Entry {number} was altered: its words do not fit its hash.")
            if number == 1:
                log, name = entry["body"]["log"], f"oc-training/{entry['station']}/{entry['body']['log']}"
                keys.append(entry["body"]["public_key"])
            if (entry["seq"], entry["previous"]) != (number, previous) or entry["id"] in ids:
                raise ValueError(f"Entry {number} does not follow: one before it was taken out, put in or moved.")
            key, both = keys[-1], signed(keys[-1], signature, ENTRY, digest)
            if entry["kind"] == "key changed":
                key = entry["body"]["public_key"]
                both = both and signed(key, entry["body"]["signature"], CHANGE, log, keys[-1], key)
            if not both:
                raise ValueError(f"Entry {number} was not signed by the station.")
            keys.append(key)  # keys[n] is the key in force after entry n
            leaves.append(hashlib.sha256(b"\0" + words).digest())
            previous = digest
            ids.add(entry["id"])
    return name, previous


def check(book: str, trusted: str = "", *checkpoints: str) -> str:
    """Say how many entries are in order; what is wrong instead is the ValueError's one sentence."""
    keys: list[str] = []
    leaves: list[bytes] = []
    name, newest = read(book, keys, leaves)
    if not leaves or (trusted and trusted not in keys):
        raise ValueError("This is not the station's book: it is empty, or was made with another key.")
    for path in checkpoints:
        text, _, seal = Path(path).read_text(encoding="utf-8").partition("\n\n")
        origin, size, hashed = text.split("\n")[:3]
        if origin != name or int(size) > len(leaves):
            raise ValueError(f"{path} counts {size} entries of {origin}: the book is another, an old copy, or cut.")
        if not signed(keys[int(size)], base64.b64decode(seal.split()[2])[4:].hex(), f"{text}\n".encode()):
            raise ValueError(f"{path} was not signed by this station.")
        if base64.b64decode(hashed) != root(leaves[: int(size)]):
            raise ValueError(f"Something in the entries 1 to {size} was altered after {path} was made.")
    return f"{len(leaves)} entries, all in order. The newest has the hash {newest}."


if __name__ == "__main__":
    try:
        print(check(*sys.argv[1:]))
    except (ValueError, KeyError, TypeError) as wrong:
        sys.exit(str(wrong))
