#!/usr/bin/env python3
"""Check a book of records with nothing but Python and the package `cryptography`; docs/ledger.md explains each step.

python verify_book.py BOOK [PUBLIC_KEY_HEX] [CHECKPOINT ...]
"""

import base64
import hashlib
import json
import re
import sys
import zlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LINE = re.compile(rb'([0-9a-f]{8}) ((\d+) \d+ \{"entry":(\{.*\}),"hash":"([0-9a-f]{64})","signature":"([0-9a-f]{128})"\})\n')


def signed(key: str, signature: str, *said: str | bytes) -> None:
    """Raise InvalidSignature unless the key signed the parts; a part that is text is hexadecimal."""
    message = b"".join(part if isinstance(part, bytes) else bytes.fromhex(part) for part in said)
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)


def root(leaves: list[bytes]) -> bytes:
    """The Merkle root of RFC 6962 over hashes of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


def check(book: str, trusted: str = "", *checkpoints: str) -> str:
    """Return what is wrong, and where, in one sentence; or how many entries are in order."""
    previous, log, name, keys, ids, leaves = "0" * 64, "", "", [""], set(), []
    with open(book, "rb") as file:
        for number, line in enumerate(file, 1):
            parts = LINE.fullmatch(line)
            if not parts or int(parts[1], 16) != zlib.crc32(parts[2]) or int(parts[3]) != number:
                return f"Line {number} is damaged, unfinished, or out of its place."
            words, digest, signature = parts[4], parts[5].decode(), parts[6].decode()
            entry = json.loads(words)
            body, plain = entry["body"], json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            if hashlib.sha256(words).hexdigest() != digest or plain.encode() != words:
                return f"Entry {number} was altered."
            if number == 1:
                log, keys, name = body["log"], [body["public_key"]], f"oc-training/{body['station']}/{body['log']}"
            if (entry["seq"], entry["previous"]) != (number, previous) or entry["id"] in ids:
                return f"Entry {number} does not follow entry {number - 1}: something was taken out, put in or moved."
            try:
                signed(keys[-1], signature, b"oc-training/ledger-entry/1\n", digest)
                if entry["kind"] == "key changed":
                    signed(body["public_key"], body["signature"], b"oc-training/key-change/1\n", log, keys[-1], body["public_key"])
            except InvalidSignature:
                return f"Entry {number} was not signed by the station."
            keys.append(body["public_key"] if entry["kind"] == "key changed" else keys[-1])
            previous = digest
            ids.add(entry["id"])
            leaves.append(hashlib.sha256(b"\0" + words).digest())
    if not leaves or trusted and trusted not in keys:
        return "The file is empty." if not leaves else "The book is another station's, or was made anew with another key."
    for path in checkpoints:
        text, _, seal = open(path, encoding="utf-8").read().partition("\n\n")
        origin, size, hashed = text.split("\n")[:3]
        if int(size) > len(leaves):
            return f"The end was cut off or an old copy put back: {path} counts {size} entries, the book has {len(leaves)}."
        try:
            signed(keys[int(size)], base64.b64decode(seal.split()[2])[4:].hex(), f"{text}\n".encode())
        except InvalidSignature:
            return f"{path} was not signed by this station."
        if origin != name or base64.b64decode(hashed) != root(leaves[: int(size)]):
            return f"Something in the entries 1 to {size} was altered after {path} was made."
    return f"{len(leaves)} entries, all in order. The newest has the hash {previous}."


if __name__ == "__main__":
    said = check(*sys.argv[1:])
    print(said)
    sys.exit("all in order" not in said)
