"""The check of a piece of a book: some thousand lines, each for itself and each after the one before.

A piece is what one core checks while others check other pieces. What concerns two pieces (the link between them,
an id that occurs in both) is handed back in short form and put together in ``whole.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from oc_training.ledger.audit.entry import Words, Wrong, read
from oc_training.ledger.audit.line import (
    FORMAT_CHANGED,
    KEY_CHANGED,
    Beginning,
    Fault,
    Line,
    is_signed,
    new_key,
    public_key,
    take_apart,
)
from oc_training.ledger.audit.span import BecameShorter
from oc_training.ledger.audit.texts import words_digest
from oc_training.ledger.audit.tree import leaf_hash

_RESTORED, _VOIDED = "restored", "voided"
_UNDERSTOOD = frozenset({FORMAT_CHANGED, _RESTORED, _VOIDED})
"""Kinds of entries of which the check understands what they say."""
NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one line."""

    line: int
    """In a piece counted from 0 at its beginning; in a verdict from 1 at the beginning of the book."""
    fault: Fault
    text: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.text}."


@dataclass(frozen=True, slots=True)
class Piece:
    """Which bytes of which file to check, and what has to be known of the book for that."""

    path: Path
    start: int
    """Where the first line of the piece begins, in bytes of the file."""
    end: int
    book_start: int
    """Where the book begins in the file: 0, but for a book inside of a backup."""
    beginning: Beginning | None
    keys: tuple[tuple[int, str], ...]
    """From which byte of the file which key is in force, the first key first."""
    with_leaves: bool
    """Whether the hashes of the tree's leaves are wanted."""


class Link(msgspec.Struct, frozen=True, gc=False):
    """Where an entry stands in the chain."""

    line: int
    seq: int
    previous: str
    digest: str


class Restored(NamedTuple):
    """What an entry says of how the book was restored."""

    seq: int
    entries: int
    """How many the backup had."""
    lost: int
    """How many of the replaced book it had not."""


@dataclass(slots=True)
class Found:
    """What was found in a piece."""

    lines: int = 0
    entries: int = 0
    first: Link | None = None
    """The first entry that can be read: whether it follows is not known here."""
    last: Link | None = None
    problems: list[Problem] = field(default_factory=list)
    shorter: list[tuple[int, int]] = field(default_factory=list)
    """Lines whose mark says that more bytes are missing before them than any earlier one of the piece, and how many."""
    leaves: list[bytes] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    issued: dict[int, str] = field(default_factory=dict)
    """Digest of the words of each directive that an entry holds."""
    named: dict[tuple[int, str], int] = field(default_factory=dict)
    """Which directive's entry is named with which digest, and the line that first does so."""
    restored: list[Restored] = field(default_factory=list)
    voided: dict[int, int] = field(default_factory=dict)
    """Number of the first entry that voids a signature, by that of the signature."""


def look_at(piece: Piece) -> Found:
    """Check every line of *piece*.

    Raises:
        BecameShorter: the file is not as long as it was.
        OSError: the file cannot be read.
    """
    with piece.path.open("rb") as file:
        file.seek(piece.start)
        data = file.read(piece.end - piece.start)
    if len(data) < piece.end - piece.start:
        raise BecameShorter
    return _Look(piece).over(data)


def follows(link: Link, before: Link | None) -> Iterator[Problem]:
    """What is wrong with an entry's place after the entry *before* it."""
    seq, digest = (before.seq, before.digest) if before else (0, NOTHING_BEFORE)
    if link.seq != seq + 1:
        yield Problem(link.line, Fault.TURN, f"entry {link.seq} stands where entry {seq + 1} belongs")
    if link.previous != digest:
        said = f"entry {link.seq} does not name the hash of the entry before it"
        yield Problem(link.line, Fault.LINK, said)


class _Look:
    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self._place = piece.start
        """Where the line begins, in bytes of the file."""
        self._missing = 0
        """Bytes that were there before it once, by what a line of this piece says, and are not any more."""
        self._changes = list(piece.keys)
        self._key: Ed25519PublicKey | None = None
        self._key_digits = ""
        self._found = Found()
        self._signed: list[tuple[int, Ed25519PublicKey, bytes, bytes]] = []
        self._understood: dict[int, Words] = {}
        """Entries whose meaning is looked at too, once it is certain that the station signed them."""

    def over(self, data: bytes) -> Found:
        lines = data.split(b"\n")
        torn = lines.pop()
        for number, line in enumerate(lines):
            self._look_at(number, line)
            self._place += len(line) + 1
        self._found.lines = len(lines)
        # The signatures come last and by themselves: it is most of the work, and goes faster undisturbed.
        for number, key, digest, signature in self._signed:
            if not is_signed(key, digest, signature):
                self._say(number, Fault.SIGNATURE)
                self._understood.pop(number, None)
        for number, entry in self._understood.items():
            self._meaning(number, entry)
        if torn:
            self._say(len(lines), Fault.TORN)
            self._found.lines += 1
        return self._found

    def _say(self, number: int, fault: Fault, text: str = "") -> None:
        self._found.problems.append(Problem(number, fault, text or fault))

    def _look_at(self, number: int, line: bytes) -> None:
        parts = take_apart(line)
        if parts is None:
            self._say(number, Fault.FRAME)
            return
        if not parts.checksum_fits:
            self._say(number, Fault.CHECKSUM)
        missing = parts.durable - (self._place - self._piece.book_start)
        if missing > self._missing:
            self._found.shorter.append((number, missing))
            self._missing = missing
        if not parts.words:
            self._say(number, Fault.SEAL)
            return
        self._found.entries += 1
        if self._piece.with_leaves:
            self._found.leaves.append(leaf_hash(parts.words))
        if not parts.hash_fits:
            self._say(number, Fault.HASH)
        try:
            entry = read(parts.words)
        except Wrong as wrong:
            self._say(number, Fault.FORM, str(wrong))
            return
        self._place_in_chain(number, parts, entry)
        self._identity(number, parts, entry)

    def _place_in_chain(self, number: int, parts: Line, entry: Words) -> None:
        found = self._found
        if entry.seq != parts.number:
            self._say(number, Fault.NUMBER, f"the line has the number {parts.number}, its entry {entry.seq}")
        link = Link(number, entry.seq, entry.previous, parts.digest)
        last = found.last
        if last is None:
            found.first = link
        elif entry.seq != last.seq + 1 or entry.previous != last.digest:
            found.problems += follows(link, last)
        found.last = link
        found.ids.append(entry.id)

    def _identity(self, number: int, parts: Line, entry: Words) -> None:
        beginning = self._piece.beginning
        if entry.kind == "genesis" and self._place > self._piece.book_start:
            self._say(number, Fault.GENESIS, "a second genesis entry")
        if beginning is None:
            return
        if entry.station != beginning.station:
            said = f"it was written at the station {entry.station}, the book belongs to {beginning.station}"
            self._say(number, Fault.STATION, said)
        self._signed.append((number, self._key_here(), bytes.fromhex(parts.digest), parts.signature))
        if entry.kind == KEY_CHANGED and new_key(entry, beginning.log, self._key_digits) is None:
            self._say(number, Fault.KEY, "the new key did not sign for the change of the station's key")
        if parts.hash_fits and (entry.kind in _UNDERSTOOD or "source" in entry.body):
            self._understood[number] = entry
        self._texts(number, entry)

    def _texts(self, number: int, entry: Words) -> None:
        """Which directive's text is in the entry, and which it names.

        By what the body holds, not by the name of its kind: there are several, and later programs add more.
        """
        match entry.body:
            case {"source": str(), "text_sha256": str(digest), "directive": str()}:
                self._found.issued[entry.seq] = digest
        text = entry.body.get("text")
        if isinstance(text, dict):
            issued, named = text.get("issued_entry"), text.get("text_sha256")
            if isinstance(issued, int) and isinstance(named, str):
                self._found.named.setdefault((issued, named), number)

    def _meaning(self, number: int, entry: Words) -> None:
        """The few things that the check understands of what a signed entry says."""
        version = entry.body.get("format")
        if entry.kind == FORMAT_CHANGED and repr(version) != "1":
            self._say(number, Fault.FORMAT, f"from here on the book has the format {version}, not 1")
        match entry.body:
            case {"entries": int(entries), "lost": int(lost)} if entry.kind == _RESTORED:
                self._found.restored.append(Restored(entry.seq, entries, lost))
            case {"signature": int(signature)} if entry.kind == _VOIDED:
                self._found.voided.setdefault(signature, entry.seq)
            case {"source": str(source), "text_sha256": str(digest), "directive": str(directive)}:
                if words_digest(source) != digest:
                    said = f"the text of Directive {directive} in it does not match its digest"
                    self._say(number, Fault.TEXT, said)

    def _key_here(self) -> Ed25519PublicKey:
        while self._changes and self._changes[0][0] <= self._place:
            self._key_digits = self._changes.pop(0)[1]
            self._key = public_key(self._key_digits)
        if self._key is None:
            raise RuntimeError("a book with a beginning has a key from its first byte on")
        return self._key
