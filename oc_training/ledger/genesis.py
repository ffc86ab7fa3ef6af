"""The first entry of a book: which station it belongs to and which key signs it.

A file without it is not a book. An empty or foreign file must never be taken for a new one,
for then a lost book would look like a fresh start.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from oc_training.errors import LedgerUnusable
from oc_training.ledger import disk, frame
from oc_training.ledger.lock import locked
from oc_training.ledger.port import Entry, Json
from oc_training.ledger.seal import BEFORE_ALL, Draft, Sealer, signature_holds
from oc_training.ledger.where import refuse_network

FORMAT = 1
"""The version of everything that ``docs/ledger.md`` says about the file."""
KIND = "genesis"
FORMAT_CHANGED = "format changed"
"""The kind of entry after which the file has another format than the genesis says."""


@dataclass(frozen=True, slots=True)
class Genesis:
    """What the first entry says."""

    station: str
    public_key: str
    """Ed25519, 64 hexadecimal digits."""
    log: str
    """A random name, 32 hexadecimal digits, so that two books of one station are told apart."""
    format: int = FORMAT
    """In which format the book was begun; the newest entry ``format changed`` says in which it goes on."""

    def body(self) -> dict[str, Json]:
        """The body of the genesis entry."""
        return {"format": self.format, "station": self.station, "public_key": self.public_key, "log": self.log}


def create_book(path: Path, station: str, sealer: Sealer) -> None:
    """Make a new book at *path* that holds its genesis entry alone. It is there whole or not at all.

    Raises:
        LedgerUnusable: there is a file already, or none can be made there, or it is on a network.
        ValueError: *station* is empty or has characters other than ASCII letters, digits, ``-``, ``_``, ``.``.
    """
    check_station(station)
    genesis = Genesis(station, sealer.public_key, secrets.token_hex(16))
    sealed = sealer.seal(Draft(genesis.log, KIND, genesis.body()), station, BEFORE_ALL)
    refuse_network(path.parent)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(path, LedgerUnusable):
            if path.exists():
                raise LedgerUnusable(f"There is a book of records at {path} already. It is opened, never made anew.")
            disk.replace_whole(path, frame.encode(1, 0, sealed))
    except OSError as error:
        raise LedgerUnusable(f"The book of records cannot be made at {path}: {error.strerror}.") from error


def read_genesis(entry: Entry) -> Genesis:
    """Read what the first entry of a book says.

    Raises:
        LedgerUnusable: it is no genesis entry, or of a format that is newer than this program.
    """
    match entry.body:
        case {"format": int(version), "station": str(station), "public_key": str(public_key), "log": str(log)} if (
            entry.kind == KIND and entry.seq == 1
        ):
            if not 1 <= version <= FORMAT and signature_holds(entry, public_key):
                check_format(version)
            if type(version) is int and 1 <= version <= FORMAT and station == entry.station and _is_plain(station):
                return Genesis(station, public_key, log, version)
    raise LedgerUnusable("The file does not begin as a book of records does. Restore the book from a backup.")


def check_format(version: int) -> None:
    """Refuse a format that this program does not know.

    Raises:
        LedgerUnusable: *version* is another than :data:`FORMAT`.
    """
    if version != FORMAT:
        raise LedgerUnusable(
            f"The book of records has the format {version}; this program knows {FORMAT}. Nothing was changed; use the "
            "program of that format, or one that can bring the book forward (oc-training migrate)."
        )


def format_following(entry: Entry, before: int, key: str) -> int:
    """The format of the book after *entry*, which comes after the genesis; before it, it was *before*.

    *key* is the public key in force at the entry: a change of format counts only if it was signed.

    Raises:
        LedgerDamaged: it is a change of format that the station did not sign.
        LedgerUnusable: it goes on in a format that this program does not know.
    """
    if entry.kind != FORMAT_CHANGED:
        return before
    if not signature_holds(entry, key):
        raise frame.damaged(entry.seq, "the change of the book's format was not signed by the station")
    version = entry.body.get("format")
    if type(version) is not int or version != before + 1 or version > FORMAT:
        check_format(version if type(version) is int and version != FORMAT else 0)
    return before + 1


def check_station(station: str) -> None:
    """Refuse a station's name that is empty or hard to tell apart in print.

    Raises:
        ValueError: it has characters other than ASCII letters, digits, ``-``, ``_`` and ``.``.
    """
    if not _is_plain(station):
        raise ValueError(f"{station!r} is not a station's name: ASCII letters, digits, - _ .")


def _is_plain(station: str) -> bool:
    return station.isascii() and station.replace("-", "").replace("_", "").replace(".", "").isalnum()
