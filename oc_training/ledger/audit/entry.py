"""An entry's words: read, and made sure that these bytes are the only ones that say the same.

There are two ways through. The quick one may only say yes; whatever it is not certain of takes the plain one, which
goes through the entry value by value, decides, and knows why. A test holds the two against each other.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import NoReturn, TypeAlias

import msgspec

Value: TypeAlias = "bool | int | str | list[Value] | dict[str, Value] | None"

DEEPEST = 32
"""How deep arrays and objects may be nested inside an entry."""
_BIGGEST = 2**53 - 1
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
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ", re.ASCII).fullmatch
_OFFSET = re.compile(r"[+-]\d\d:\d\d", re.ASCII).fullmatch
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII).fullmatch
_FIELD_NAME_BYTES = re.compile(rb"[a-z][a-z0-9_]*").fullmatch

_LONG_NUMBER = b"0" * 16 + b","
_NUMBERS = bytes(ord("0") if chr(byte).isdigit() else ord(",") if byte in b",]}" else ord("x") for byte in range(256))
"""Makes every digit ``0`` and whatever can follow a number a comma: a number of 16 digits can then be searched for."""


class Wrong(Exception):
    """An entry's words are not what the book's form allows; the message says why."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """An entry as it was read."""

    at: str
    body: dict[str, object]
    id: str
    kind: str
    offset: str
    previous: str
    seq: int
    station: str


def _no_fraction(number: str) -> NoReturn:
    raise ValueError(number)


_decode = msgspec.json.Decoder(Words, float_hook=_no_fraction).decode
_encode = msgspec.json.Encoder(order="sorted").encode
_known_names: set[bytes] = set()
"""Field names that were found good before; at most some hundred occur. It only spares work."""
_MOST_KNOWN = 10_000


def read(words: bytes) -> Words:
    """Read an entry from the bytes that were hashed.

    Raises:
        Wrong: they are not an entry in the one form that the book allows.
    """
    return _read_quickly(words) or _read_plainly(words)


def _read_quickly(words: bytes) -> Words | None:
    """The entry, or None where a closer look is needed."""
    try:
        entry = _decode(words)
    except (ValueError, RecursionError):
        return None
    sure = (
        _encode(entry) == words
        and _names_are_good(words)
        and _LONG_NUMBER not in words.translate(_NUMBERS)
        and (words.isascii() or unicodedata.is_normalized("NFC", words.decode()))
        and _AT(entry.at)
        and _OFFSET(entry.offset)
        and (words.count(b"{") + words.count(b"[") <= DEEPEST or _is_shallow(entry.body, 1))
    )
    return entry if sure else None


def _names_are_good(words: bytes) -> bool:
    """Whether what stands before each ``":`` is a field name, in words that are canonical JSON without ``\\"``."""
    if rb"\"" in words:
        return False
    names = {piece.rpartition(b'"')[2] for piece in words.split(b'":')[:-1]}
    if names <= _known_names:
        return True
    if not all(map(_FIELD_NAME_BYTES, names)):
        return False
    if len(_known_names) < _MOST_KNOWN:
        _known_names.update(names)
    return True


def _is_shallow(value: object, depth: int) -> bool:
    if isinstance(value, dict):
        return depth < DEEPEST and all(_is_shallow(item, depth + 1) for item in value.values())
    if isinstance(value, list):
        return depth < DEEPEST and all(_is_shallow(item, depth + 1) for item in value)
    return True


def _read_plainly(words: bytes) -> Words:
    try:
        entry: Value = json.loads(words, parse_float=_no_fraction, parse_constant=_no_fraction)
        again = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Wrong("the entry is not JSON of the book's form") from None
    if again != words:
        raise Wrong("the entry is not in canonical form")
    if not isinstance(entry, dict) or {name: type(value) for name, value in entry.items()} != _TYPES:
        raise Wrong("the entry does not have the fields of an entry")
    if not _in_profile(entry, 0):
        raise Wrong("the entry holds a name, number or text outside the book's form")
    if not _AT(str(entry["at"])) or not _OFFSET(str(entry["offset"])):
        raise Wrong("the entry's time is not written as a time")
    return msgspec.convert(entry, Words)


def _in_profile(value: Value, depth: int) -> bool:
    if depth > DEEPEST:
        return False
    if isinstance(value, dict):
        return all(_FIELD_NAME(name) and _in_profile(item, depth + 1) for name, item in value.items())
    if isinstance(value, list):
        return all(_in_profile(item, depth + 1) for item in value)
    if isinstance(value, str):
        return unicodedata.is_normalized("NFC", value)
    return value is None or abs(value) <= _BIGGEST
