"""An independent check of a book of records, from the bytes of its file alone.

It shares no code with what writes the book, so that a fault there cannot hide itself here. It only reads, a line
at a time, and goes on after each problem, so that one run names them all. What each check means stands in
``docs/ledger.md``.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from oc_training.errors import LedgerUnusable
from oc_training.ledger.port import Head

_Value: TypeAlias = "bool | int | str | list[_Value] | dict[str, _Value] | None"
_Problem: TypeAlias = str

_LINE = re.compile(rb"([0-9a-f]{8}) ((0|[1-9][0-9]{0,18}) (0|[1-9][0-9]{0,18}) (.*))\n", re.DOTALL)
_SEALED = re.compile(rb'\{"entry":(\{.*\}),"hash":"([0-9a-f]{64})","signature":"([0-9a-f]{128})"\}', re.DOTALL)
_TYPES: dict[str, type] = {
    "at": str,
    "body": dict,
    "id": str,
    "kind": str,
    "offset": str,
    "previous": str,
    "seq": int,
    "station": str,
}
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ", re.ASCII)
_OFFSET = re.compile(r"[+-]\d\d:\d\d", re.ASCII)
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{64}")
_SIGNED_BEFORE_HASH = b"oc-training/ledger-entry/1\n"
_FORMAT = 1
_BIGGEST = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole file found."""

    entries: int
    """Lines that hold an entry, sound or not."""
    head: Head | None
    """Number and hash of the last entry: to be compared with receipts and with what is kept elsewhere."""
    problems: tuple[str, ...]
    """One sentence each, in the order of the file; none means that nothing was found wrong."""


def verify(path: Path, public_key: str | None = None) -> Verdict:
    """Check every line of the book at *path*: checksum, form, number, link, hash and signature.

    With *public_key* (64 hexadecimal digits, kept away from the station) also that the book is that station's
    and not one made anew with another key.

    Raises:
        LedgerUnusable: the file cannot be read.
    """
    check = _Check(public_key)
    try:
        with path.open("rb") as file:
            for line in file:
                check.line(line)
    except OSError as error:
        raise LedgerUnusable(f"The book of records at {path} cannot be read: {error.strerror}.") from error
    return check.verdict()


class _Check:
    """What has to be remembered from one line to the next."""

    def __init__(self, expected_key: str | None) -> None:
        self._expected_key = expected_key
        self._key: Ed25519PublicKey | None = None
        self._station = ""
        self._lines = 0
        self._entries = 0
        self._place = 0
        self._head: Head | None = None
        self._ids: dict[str, int] = {}
        self._problems: list[str] = []

    def verdict(self) -> Verdict:
        if not self._lines:
            self._problems.append("The file is empty: a book of records begins with its genesis entry.")
        return Verdict(self._entries, self._head, tuple(self._problems))

    def line(self, line: bytes) -> None:
        self._lines += 1
        self._problems += [f"Line {self._lines}: {problem}." for problem in self._look_at(line)]
        self._place += len(line)

    def _look_at(self, line: bytes) -> Iterator[_Problem]:
        framed = _LINE.fullmatch(line)
        if framed is None:
            yield _why_not_framed(line)
            return
        checksum, covered, number, durable, stored = framed.groups()
        if b"%08x" % zlib.crc32(covered) != checksum:
            yield "the checksum does not fit; the line was altered or is damaged"
        if int(durable) > self._place:
            yield "the file before it is shorter than it was when the line was written"
            self._place = int(durable)
        sealed = _SEALED.fullmatch(stored)
        if sealed is None:
            yield "it does not hold a sealed entry"
            return
        yield from self._entry(sealed[1], sealed[2].decode(), sealed[3], int(number))

    def _entry(self, words: bytes, digest: str, signature: bytes, line_number: int) -> Iterator[_Problem]:
        self._entries += 1
        if hashlib.sha256(words).hexdigest() != digest:
            yield "the hash is not that of the entry; its words were altered"
        try:
            entry = _read(words)
        except _Wrong as wrong:
            yield str(wrong)
            return
        if self._lines == 1:
            yield from self._genesis(entry)
        yield from self._place_in_chain(entry, line_number)
        yield from self._identity(entry)
        if not self._signed(digest, signature):
            yield "the signature is not the station's"
        self._head = Head(_number(entry), digest)

    def _genesis(self, entry: dict[str, _Value]) -> Iterator[_Problem]:
        body = entry["body"]
        if entry["kind"] != "genesis" or not isinstance(body, dict):
            yield "the book does not begin with a genesis entry"
            return
        if body.get("format") != _FORMAT:
            yield f"the format of the book is {body.get('format')}, not {_FORMAT}"
        if body.get("station") != entry["station"]:
            yield "the genesis names another station than it was written at"
        key = body.get("public_key")
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            yield "the genesis does not name the station's public key"
            return
        self._station = str(entry["station"])
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        if self._expected_key is not None and key != self._expected_key:
            yield "the public key in the genesis is not the one that was given for this station"

    def _place_in_chain(self, entry: dict[str, _Value], line_number: int) -> Iterator[_Problem]:
        before = self._head or Head(0, "0" * 64)
        if entry["seq"] != line_number:
            yield f"the line has the number {line_number}, its entry {entry['seq']}"
        if entry["seq"] != before.seq + 1:
            yield f"entry {entry['seq']} stands where entry {before.seq + 1} belongs"
        if entry["previous"] != before.hash:
            yield f"entry {entry['seq']} does not name the hash of the entry before it"

    def _identity(self, entry: dict[str, _Value]) -> Iterator[_Problem]:
        entry_id = str(entry["id"])
        if entry_id in self._ids:
            yield f"it has the same id as line {self._ids[entry_id]}"
        self._ids.setdefault(entry_id, self._lines)
        if self._lines > 1 and entry["kind"] == "genesis":
            yield "a second genesis entry"
        if entry["station"] != self._station:
            yield f"it was written at the station {entry['station']}, the book belongs to {self._station}"

    def _signed(self, digest: str, signature: bytes) -> bool:
        if self._key is None:
            return False
        try:
            self._key.verify(bytes.fromhex(signature.decode()), _SIGNED_BEFORE_HASH + bytes.fromhex(digest))
        except InvalidSignature:
            return False
        return True


class _Wrong(Exception):
    """An entry's words are not what the book's form allows."""


def _why_not_framed(line: bytes) -> str:
    if line.endswith(b"\n"):
        return "it is not a line of a book of records"
    return "it is not complete: the end of a crash, or a record being written just now"


def _read(words: bytes) -> dict[str, _Value]:
    """Read an entry, and make sure that its bytes are the only ones that say the same."""
    try:
        entry: _Value = json.loads(words, parse_float=_refuse_number, parse_constant=_refuse_number)
        again = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _Wrong("the entry is not JSON of the book's form") from None
    if again != words:
        raise _Wrong("the entry is not in canonical form")
    if not isinstance(entry, dict) or {name: type(value) for name, value in entry.items()} != _TYPES:
        raise _Wrong("the entry does not have the fields of an entry")
    if not _in_profile(entry):
        raise _Wrong("the entry holds a name, number or text outside the book's form")
    if not _AT.fullmatch(str(entry["at"])) or not _OFFSET.fullmatch(str(entry["offset"])):
        raise _Wrong("the entry's time is not written as a time")
    return entry


def _in_profile(value: _Value) -> bool:
    if isinstance(value, dict):
        return all(_FIELD_NAME.fullmatch(name) and _in_profile(item) for name, item in value.items())
    if isinstance(value, list):
        return all(_in_profile(item) for item in value)
    if isinstance(value, str):
        return unicodedata.is_normalized("NFC", value)
    return value is None or abs(value) <= _BIGGEST


def _number(entry: dict[str, _Value]) -> int:
    seq = entry["seq"]
    return seq if isinstance(seq, int) else 0


def _refuse_number(number: str) -> NoReturn:
    raise ValueError(number)
