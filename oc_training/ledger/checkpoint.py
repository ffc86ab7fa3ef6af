"""A checkpoint: how many entries the book has and the root of the tree over them, signed, on half a page.

Kept away from the machine it makes every later change of those entries show, even one by somebody with the station's
key. It is the text of C2SP ``tlog-checkpoint`` in a ``signed-note``, so other people's tools can check it too.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded
from oc_training.ledger import disk
from oc_training.ledger.audit.note import read_checkpoint
from oc_training.ledger.audit.tree import roots_at
from oc_training.ledger.genesis import Genesis
from oc_training.ledger.merkle import root_of
from oc_training.ledger.survey import Survey

ENDING = ".checkpoint"
_ED25519 = b"\x01"
"""The kind of signature in a key id (C2SP signed-note)."""
_READABLE = 0o644
"""A checkpoint is no secret: who keeps it has to be able to read it."""


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as it is printed and kept."""

    size: int
    note: str
    file_name: str
    """Names station, book and size, so that checkpoints of many stations can lie in one folder."""


def origin(genesis: Genesis) -> str:
    """The name of a book in its checkpoints: ``oc-training/OAK-1/<log id>``."""
    return f"oc-training/{genesis.station}/{genesis.log}"


def key_id(name: str, public_key: bytes) -> bytes:
    """The four bytes by which a signature line says whose it is."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def verifier_key(genesis: Genesis, public_key: str) -> str:
    """The public key in the form that tools for signed notes take: ``name+id+key``."""
    public, name = bytes.fromhex(public_key), origin(genesis)
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def make_checkpoint(book: Survey, key: Ed25519PrivateKey) -> SignedCheckpoint:
    """Sign how *book* stands. The same book always gives the same checkpoint.

    Raises:
        LedgerUnusable: *key* is not the one in force.
    """
    public = key.public_key().public_bytes_raw()
    if public.hex() != book.key:
        raise LedgerUnusable(
            f"The station key here is not that of the book of records of {book.genesis.station}. "
            "Put the key and the book together that belong together."
        )
    name, size = origin(book.genesis), len(book.leaves)
    text = f"{name}\n{size}\n{base64.b64encode(root_of(book.leaves)).decode()}\n"
    said = base64.b64encode(key_id(name, public) + key.sign(text.encode())).decode()
    file_name = f"{book.genesis.station}-{book.genesis.log[:8]}-{size:09d}{ENDING}"
    return SignedCheckpoint(size, f"{text}\n— {name} {said}\n", file_name)


def keep(checkpoint: SignedCheckpoint, folder: Path) -> Path:
    """Put *checkpoint* into *folder*, which exists, and return its file once it is on the disk.

    Raises:
        LedgerDamaged: another checkpoint of the same book and size lies there. Nothing is overwritten.
        NotRecorded: it cannot be written there.
    """
    path, data = folder / checkpoint.file_name, checkpoint.note.encode()
    try:
        if not path.exists():
            _put(path, data)
        elif disk.read_small(path) != data:
            raise LedgerDamaged(
                f"{path} says something else about the first {checkpoint.size} entries of the book of records than the "
                "book does now: the book or that file was altered. Nothing was overwritten; please keep both and call "
                "the training coordinator."
            )
    except OSError as error:
        raise NotRecorded(f"The checkpoint could not be kept in {folder}: {error.strerror}.") from error
    return path


def notes_in(folder: Path) -> dict[Path, str]:
    """What is called a checkpoint in *folder*, and its text, by name; what is no small file has none.

    Raises:
        OSError: one cannot be read.
    """
    files = {path: disk.read_small(path) or b"" for path in sorted(folder.glob(f"*{ENDING}"))}
    return {path: data.decode("utf-8", "replace").replace("\r\n", "\n") for path, data in files.items()}


def contradictions(book: Survey, folder: Path) -> tuple[str, ...]:
    """A sentence for each checkpoint in *folder* that speaks of this book and does not fit it.

    What the station did not sign proves nothing about its book; it is named, and not believed.

    Raises:
        LedgerUnusable: the folder cannot be looked into.
    """
    name, sentences = origin(book.genesis), []
    try:
        kept = {path: read_checkpoint(note) for path, note in notes_in(folder).items()}
    except OSError as error:
        raise LedgerUnusable(f"{folder} cannot be looked into: {error.strerror}.") from error
    roots = roots_at(book.leaves, [point.size for point in kept.values() if point])
    for path, point in kept.items():
        if point is None:
            sentences.append(f"{path} is not a checkpoint any more; compare it with a copy kept elsewhere.")
        elif point.origin == name and not any(point.is_signed_by(key) for key in book.keys):
            sentences.append(
                f"{path} was not signed by this station: somebody altered it or put it there. Move it away, but keep "
                "it."
            )
        elif point.origin == name and point.size > len(book.leaves):
            sentences.append(
                f"The book of records has {len(book.leaves)} entries, but {path} counted {point.size}: its end was cut "
                "off, or an old copy was put in its place."
            )
        elif point.origin == name and roots[point.size] != point.root:
            sentences.append(
                f"The first {point.size} entries of the book of records are not those that {path} stands for: "
                "they were altered since."
            )
    return tuple(sentences)


def _put(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all. On a stick or a share links and folder syncs may fail."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, _READABLE)
    try:
        try:
            disk.write_all(descriptor, data)
            disk.fsync(descriptor)
        finally:
            os.close(descriptor)
        disk.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    with contextlib.suppress(OSError):  # some shares cannot sync a folder; the file itself is on the disk
        disk.sync_folder(path.parent)
