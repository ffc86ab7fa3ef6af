"""What the rest of the house may ask of the book: append, read from, head.

Engines (TinyDB now) stand behind this port and are named only in :mod:`oc_training.bootstrap`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import msgspec

from oc_training.errors import LedgerDamaged
from oc_training.ledger.frozen import FrozenDict, Json, freeze_object

_AT, _STAMP = len('{"at":"'), len("2026-11-22T17:03:04.12Z")
_BODY_AT, _ID = len('{"at":"2026-11-22T17:03:04.12Z","body":'), b',"id":'

OWN_KINDS = frozenset({"genesis", "key changed", "format changed", "restored"})
"""Kinds of entry that the book writes about itself. They say nothing about people and directives."""

__all__ = ["OWN_KINDS", "Drawer", "Entry", "Head", "Json", "Ledger"]


class _Fields(msgspec.Struct):
    """What is read out of an entry's words when it is asked for."""

    id: str
    offset: str
    previous: str
    station: str


_FIELDS = msgspec.json.Decoder(_Fields)
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading JSON may end in where the bytes are none."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One sealed entry of the book. It is kept as it is stored, and most of it is read when it is asked for."""

    seq: int
    """Counted from 1 without a gap; the genesis entry is number 1."""
    kind: str
    """What happened, in the words of the caller: ``acknowledged``."""
    words: bytes
    """The whole entry as the very bytes that were hashed, in canonical form (RFC 8785)."""
    digest: bytes
    """SHA-256 of the words."""
    signature: str
    """Ed25519 signature of the station's key over the hash, 128 hexadecimal digits."""

    @property
    def hash(self) -> str:
        """SHA-256 of the words, 64 hexadecimal digits."""
        return self.digest.hex()

    @property
    def id(self) -> str:
        """Made by the caller before the first try, so that a repeated append is recognised: a UUID in hexadecimal."""
        return self._read().id

    @property
    def at(self) -> str:
        """UTC to hundredths of a second: ``2026-11-22T17:03:04.12Z``."""
        return self.words[_AT : _AT + _STAMP].decode()

    @property
    def offset(self) -> str:
        """The station's offset from UTC at that moment: ``-06:00``."""
        return self._read().offset

    @property
    def station(self) -> str:
        """The name of the station that wrote it."""
        return self._read().station

    @property
    def previous(self) -> str:
        """Hash of the entry before, 64 hexadecimal digits; 64 zeros in the genesis entry."""
        return self._read().previous

    @property
    def stored_body(self) -> bytes:
        """The body as it is stored: one JSON object in canonical form."""
        # No quotation mark stands bare inside a JSON text, so this is the entry's own field.
        return self.words[_BODY_AT : self.words.rindex(_ID)]

    @property
    def body(self) -> FrozenDict:
        """What happened, as values that cannot be changed; made anew each time.

        Raises:
            LedgerDamaged: the stored bytes are not a JSON object, which no program of ours writes.
        """
        try:
            found: Json = msgspec.json.decode(self.stored_body)
            if isinstance(found, dict):
                return freeze_object(found)
        except _UNREADABLE as error:
            raise self._damaged() from error
        raise self._damaged()

    def _read(self) -> _Fields:
        try:
            return _FIELDS.decode(self.words)
        except _UNREADABLE as error:
            raise self._damaged() from error

    def _damaged(self) -> LedgerDamaged:
        return LedgerDamaged(f"Entry {self.seq} of the book of records cannot be read: it is not written as one.")


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: what a receipt carries so that a later rewriting of the book shows."""

    seq: int
    hash: str


class Ledger(Protocol):
    """The book, as services see it."""

    def append(self, kind: str, body: Mapping[str, Json], entry_id: str, *, expected_head: Head | None = None) -> Entry:
        """Write one entry and return it once it is on the disk.

        With *expected_head* it is written only while that is the head, whoever else writes: so what was decided by
        the entries up to that head still holds when the entry is written.

        An *entry_id* that the book already holds returns the entry that is there; nothing is written twice. So after
        an outcome that was unknown the same call, with the same id, is the way to find out and to go on. What is
        returned may have another body than this call's, where two programs made the same id on purpose.

        Raises:
            MovedOn: the head is another one than was expected; nothing was written.
            NotRecorded: nothing was written; it can be tried again, unless something of another kind has that id.
            OutcomeUnknown: it may or may not be on the disk.
            LedgerDamaged: the book is damaged and takes no entries.
        """

    def read_from(self, seq: int) -> Iterator[Entry]:
        """All entries with a number of *seq* or more, in order, those of other processes included.

        They are those of the moment of the call, and each is read from the disk, and checked, when its turn comes.
        """

    def head(self) -> Head:
        """The newest entry's number and hash, which are on the disk."""

    def close(self) -> None:
        """Let go of the files. Nothing is lost if this is never called."""


class Drawer(Protocol):
    """The small working file beside the book: progress not signed yet, and PIN verifiers.

    Values are replaced whole and durably; another process's changes are seen at the next read.
    """

    def get(self, table: str, key: str) -> Mapping[str, Json] | None:
        """The value kept under *key*, or None."""

    def items(self, table: str) -> Mapping[str, Mapping[str, Json]]:
        """Everything kept in a table, by key; empty when there is none."""

    def put(self, table: str, key: str, value: Mapping[str, Json]) -> None:
        """Keep *value* under *key*, replacing what was there, and return once it is on the disk."""

    def remove(self, table: str, key: str) -> None:
        """Forget *key*; nothing happens if it is not there."""
