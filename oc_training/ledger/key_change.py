"""A change of the station's key: one entry that the old key seals and in which the new key has signed too.

So nobody can put a key in force that they do not hold, nor take a station's chain over with a key of their own. From
the entry after it on the new key seals; who reads the chain from its beginning always knows which key is in force.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from oc_training.ledger.frame import damaged
from oc_training.ledger.genesis import KIND as GENESIS
from oc_training.ledger.port import Entry, Json
from oc_training.ledger.seal import signature_holds

KIND = "key changed"
DOMAIN = b"oc-training/key-change/1\n"
"""Comes first in what the new key signs, so that the signature never means anything else."""
_KEY = re.compile(r"[0-9a-f]{64}").fullmatch
_SIGNATURE = re.compile(r"[0-9a-f]{128}").fullmatch


def change_body(log: str, old: str, new: Ed25519PrivateKey) -> dict[str, Json]:
    """The body of the entry that puts *new* in the place of the public key *old* in the book *log*."""
    public = new.public_key().public_bytes_raw()
    return {"public_key": public.hex(), "signature": new.sign(_said(log, old, public.hex())).hex()}


def key_after(kind: str, body: Mapping[str, Json], log: str, key: str) -> str:
    """The public key in force after an entry of that *kind* and *body*, before which *key* was.

    Raises:
        ValueError: it is a change of key that the new key did not sign.
    """
    if kind != KIND:
        return key
    match body:
        case {"public_key": str(new), "signature": str(signature), **rest} if (
            not rest and _KEY(new) and _SIGNATURE(signature)
        ):
            try:
                public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(new))
                public.verify(bytes.fromhex(signature), _said(log, key, new))
            except (InvalidSignature, ValueError):
                raise ValueError("the new key did not sign for the change of the station's key") from None
            return new
    raise ValueError("it is not a change of the station's key as the book knows it")


def key_following(entry: Entry, log: str, key: str) -> str:
    """The public key in force after *entry*, which comes after the genesis of the book *log*; before it *key* was.

    A change of key counts only if the old key sealed it and the new key signed in it.

    Raises:
        LedgerDamaged: the change of key does not hold, or it is a second genesis.
    """
    if entry.kind == GENESIS:
        raise damaged(entry.seq, "it is a second genesis entry")
    if entry.kind == KIND and not signature_holds(entry, key):
        raise damaged(entry.seq, "the change of the station's key was not signed by the station")
    try:
        return key_after(entry.kind, entry.body, log, key) if entry.kind == KIND else key
    except ValueError as error:
        raise damaged(entry.seq, str(error)) from error


def _said(log: str, old: str, new: str) -> bytes:
    return b"".join((DOMAIN, *map(bytes.fromhex, (log, old, new))))
