"""What is kept away from the station and speaks of the book: checkpoints and receipts.

A receipt is read in three forms: with its proof (JSON), as data (``receipt --json``) and as the sheet that a person
was given. A checkpoint is a C2SP note.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

import msgspec

from oc_training.errors import LedgerUnusable
from oc_training.ledger.audit.entry import Words, Wrong, read
from oc_training.ledger.audit.line import hash_of, is_signed, public_key
from oc_training.ledger.audit.note import Checkpoint, read_checkpoint
from oc_training.ledger.audit.tree import leaf_hash, root_by_inclusion
from oc_training.ledger.port import Head

PROOF_FORM = "oc-training/receipt-proof/1"
LARGEST = 10_000_000
"""Bytes; a file beyond this is no receipt and no checkpoint."""
_SIGNATURE = re.compile(r"[0-9a-f]{128}").fullmatch
_SHEET_ENTRY = re.compile(r"^Entry +([1-9][0-9]*), recorded", re.MULTILINE)
_SHEET_HASH = re.compile(r"^Hash\s+([0-9a-f]{64})$", re.MULTILINE)
_SHEET_HEAD = re.compile(r"^Newest entry\s+([1-9][0-9]*)\s+([0-9a-f]{64})$", re.MULTILINE)


class _Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A receipt with its proof, as ``receipt NUMBER --proof`` writes it."""

    form: str
    entry: str
    hash: str
    signature: str
    proof: tuple[str, ...]
    checkpoint: str
    public_key: str


class _Bare(msgspec.Struct, frozen=True):
    seq: int
    hash: str


class _Data(msgspec.Struct, frozen=True):
    """A receipt as data; what else stands in it lies in the book too."""

    seq: int
    hash: str
    head: _Bare


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """A checkpoint in a file."""

    path: Path
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt in a file: which entries it says were in the book, and what it brings to prove it."""

    path: Path
    heads: tuple[Head, ...]
    """The entry it is for, first, and the newest one when it was drawn up."""
    words: str = ""
    proof: tuple[bytes, ...] = ()
    checkpoint: Checkpoint | None = None
    public_key: str = ""
    signature: bytes = b""
    """The station's over the entry, as the receipt has it."""

    def why_not(self, key: str) -> str:
        """Why its proof does not hold under the public key *key*; empty if it does.

        The signature of the entry is not looked at: that of the checkpoint covers it, and which key was in force at
        the entry only the book tells.
        """
        if self.checkpoint is None:
            return "brings no proof; it can only be compared with the book"
        entry, words = _read_words(self.words), self.words.encode()
        if entry is None or hash_of(words) != self.heads[0].hash or entry.seq != self.heads[0].seq:
            return "was altered: its words do not fit its hash"
        if self.checkpoint.origin.split("/")[1:2] != [entry.station]:
            return "brings a checkpoint of another station's book"
        if not self.checkpoint.is_signed_by(key):
            return "brings a checkpoint that the station's key did not sign"
        root = root_by_inclusion(leaf_hash(words), entry.seq - 1, self.checkpoint.size, self.proof)
        if root != self.checkpoint.root:
            return "was altered: its proof does not lead from its words to its checkpoint"
        return ""

    def is_signed_by(self, key: str) -> bool:
        """Whether the signature in it is that of the public key *key*, in force at its entry, over that entry."""
        return is_signed(public_key(key), bytes.fromhex(self.heads[0].hash), self.signature)


def load_checkpoint(path: Path) -> KeptCheckpoint:
    """Read a checkpoint's file.

    Raises:
        LedgerUnusable: it cannot be read, or is none.
    """
    checkpoint = read_checkpoint(_text(path))
    if checkpoint is None:
        raise LedgerUnusable(f"{path} is not a checkpoint of a book of records.")
    return KeptCheckpoint(path, checkpoint)


def load_receipt(path: Path) -> KeptReceipt:
    """Read a receipt's file, in whichever of the three forms.

    Raises:
        LedgerUnusable: it cannot be read, or is none.
    """
    text = _text(path)
    found = _with_proof(path, text) or _as_data(path, text) or _as_sheet(path, text)
    if found is None:
        raise LedgerUnusable(f"{path} is not a receipt of this kiosk, or a part of it is missing.")
    return found


def _with_proof(path: Path, text: str) -> KeptReceipt | None:
    try:
        proof = msgspec.json.decode(text, type=_Proof)
        steps = tuple(bytes.fromhex(step) for step in proof.proof)
        seq = json.loads(proof.entry)["seq"]
        signature = bytes.fromhex(proof.signature) if _SIGNATURE(proof.signature) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    checkpoint = read_checkpoint(proof.checkpoint)
    if proof.form != PROOF_FORM or checkpoint is None or not isinstance(seq, int) or signature is None:
        return None
    return KeptReceipt(path, (Head(seq, proof.hash),), proof.entry, steps, checkpoint, proof.public_key, signature)


def _as_data(path: Path, text: str) -> KeptReceipt | None:
    try:
        data = msgspec.json.decode(text, type=_Data)
    except (ValueError, RecursionError):
        return None
    return KeptReceipt(path, (Head(data.seq, data.hash), Head(data.head.seq, data.head.hash)))


def _as_sheet(path: Path, text: str) -> KeptReceipt | None:
    entry, digest, head = _SHEET_ENTRY.search(text), _SHEET_HASH.search(text), _SHEET_HEAD.search(text)
    if entry is None or digest is None or head is None:
        return None
    return KeptReceipt(path, (Head(int(entry[1]), digest[1]), Head(int(head[1]), head[2])))


def _read_words(words: str) -> Words | None:
    try:
        return read(words.encode())
    except (Wrong, UnicodeEncodeError):
        return None


def _text(path: Path) -> str:
    """The text of a small plain file; nothing of what is none: reading from a pipe would wait until somebody writes."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            plain = stat.S_ISREG(os.fstat(descriptor).st_mode)
            data = file.read(LARGEST + 1) if plain else b""
        return data.decode() if len(data) <= LARGEST else ""
    except UnicodeDecodeError:
        return ""
    except OSError as error:
        raise LedgerUnusable(f"{path} cannot be read: {error.strerror}.") from error
