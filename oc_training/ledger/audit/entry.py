"""An entry's words: read, and made sure that these bytes are the only ones that say the same.

There are two ways through. The quick one may only say yes; whatever it is not certain of takes the plain one, which
goes through the entry value by value, decides, and knows why. A test holds the two against each other.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from typing import NoReturn, TypeAlias

import msgspec

Value: TypeAlias = "bool | int | str | list[Value] | dict[str, Value] | None"

DEEPEST = 32
"""How deep arrays and objects may be nested, the entry itself being the first; its body is the second."""
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
_OFFSET = re.compile(r"[+-](?:[01]\d|2[0-3]):[0-5]\d", re.ASCII).fullmatch
_STATION = re.compile(r"[A-Za-z0-9_.-]*[A-Za-z0-9][A-Za-z0-9_.-]*").fullmatch
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII).fullmatch


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
_known_names: set[str] = set()
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
        and (words.isascii() or unicodedata.is_normalized("NFC", words.decode()))
        and entry.id
        and entry.kind
        and _is_moment(entry.at)
        and _OFFSET(entry.offset)
        and _STATION(entry.station)
        and entry.seq <= _BIGGEST
        and _is_good(entry.body)
    )
    return entry if sure else None


def _is_moment(at: str) -> bool:
    """Whether it is written as a time is, and there ever was such a day and hour."""
    try:
        return _AT(at) is not None and datetime.fromisoformat(at) is not None
    except ValueError:
        return False


def _is_good(body: dict[str, object]) -> bool:
    """Whether names, numbers and depth are as the form wants them; the texts were looked at as one."""
    level: list[dict[str, object] | list[object]] = [body]
    for _ in range(1, DEEPEST):
        below: list[dict[str, object] | list[object]] = []
        for each in level:
            if isinstance(each, dict) and not (each.keys() <= _known_names or _names_are_good(each)):
                return False
            for item in each.values() if isinstance(each, dict) else each:
                if type(item) is str:
                    continue
                if type(item) is int:
                    if not -_BIGGEST <= item <= _BIGGEST:
                        return False
                elif isinstance(item, (dict, list)):
                    below.append(item)
        if not below:
            return True
        level = below
    return not any(level)


def _names_are_good(value: dict[str, object]) -> bool:
    if not all(map(_FIELD_NAME, value)):
        return False
    if len(_known_names) < _MOST_KNOWN:
        _known_names.update(value)
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
    if not entry["id"] or not entry["kind"]:
        raise Wrong("the entry has no id or no kind")
    if not _is_moment(str(entry["at"])) or not _OFFSET(str(entry["offset"])):
        raise Wrong("the entry's time is not written as a time")
    if not _STATION(str(entry["station"])):
        raise Wrong("the entry's station is not a station's name")
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
