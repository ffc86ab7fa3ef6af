"""Giving a station a new key, so that a crash at any moment leaves a key that fits the book.

The new key lies beside the old one until the book has recorded it; only then does it take its place. Whoever opens
the book first asks :func:`settled_key`, which finishes what a crash left half done. A lock keeps the two apart. No key
is thrown away that the book may need: the old one goes, written over by the new, only once the book has recorded the
change on the disk; a new one that the book does not name is kept aside. Without its key a book can be read for ever,
but not continued.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from oc_training.clock import Clock
from oc_training.errors import LedgerUnusable, NotRecorded
from oc_training.ledger import disk
from oc_training.ledger.keys import create_key, load_key
from oc_training.ledger.lock import locked
from oc_training.ledger.port import Entry
from oc_training.ledger.survey import survey
from oc_training.ledger.tinydb_ledger import TinyDBLedger


def change_key(book: Path, key_file: Path, clock: Clock) -> Entry:
    """Make a new station key, record the change, and put the new key in the place of the old, which is gone then.

    A kiosk that is running records nothing more until it has been started again.

    Raises:
        LedgerError: nothing was changed, or it is not certain and the next start finds out.
    """
    with locked(key_file, LedgerUnusable):
        _settle(book, key_file, clock)
        ledger = TinyDBLedger.open(book, load_key(key_file), clock)
        try:
            entry = _record(ledger, _beside(key_file))
        finally:
            ledger.close()
        _put_in_place(_beside(key_file), key_file)
    return entry


def _record(ledger: TinyDBLedger, beside: Path) -> Entry:
    new = create_key(beside)
    try:
        return ledger.change_key(new, uuid.uuid4().hex)
    except NotRecorded:
        _put_aside(beside)
        raise


def settled_key(book: Path, key_file: Path, clock: Clock) -> Ed25519PrivateKey:
    """The station's key, once a change of it that was interrupted has been finished or taken back.

    Raises:
        LedgerError: the key or the book cannot be read.
    """
    if _beside(key_file).exists():
        with locked(key_file, LedgerUnusable):
            _settle(book, key_file, clock)
    return load_key(key_file)


def _settle(book: Path, key_file: Path, clock: Clock) -> None:
    beside = _beside(key_file)
    if not beside.exists():
        return
    in_force = survey(book).key
    try:
        new = load_key(beside)
    except LedgerUnusable:
        if _public(load_key(key_file)) != in_force:
            raise
        _put_aside(beside)  # no key, or cut short: the book goes on with the one that is there
        return
    if _public(new) == in_force:
        # Opening has every entry on the disk; a change that a power cut takes back would need the old key again.
        TinyDBLedger.open(book, new, clock).close()
        _put_in_place(beside, key_file)
    elif _public(load_key(key_file)) == in_force:
        _put_aside(beside)


def _beside(key_file: Path) -> Path:
    return key_file.with_name(key_file.name + ".next")


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _put_aside(beside: Path) -> None:
    """Keep a new key that the book does not name under another name."""
    number = 1
    while (path := beside.with_name(f"{beside.name}-unused-{number:03d}")).exists():
        number += 1
    disk.replace(beside, path)


def _put_in_place(beside: Path, key_file: Path) -> None:
    try:
        disk.replace(beside, key_file)
        disk.sync_folder(key_file.parent)
    except OSError as error:
        raise LedgerUnusable(
            f"The new station key lies at {beside} and cannot be put in its place: {error.strerror}. The book has "
            "recorded the change; put that right and start the kiosk again."
        ) from error
