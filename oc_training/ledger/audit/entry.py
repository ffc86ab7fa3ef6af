"""An entry's words: read, and made sure that these bytes are the only ones that say the same.

There are two ways through. The quick one may only say yes; whatever it is not certain of takes the plain one, which
goes through the entry value by value, decides, and knows why. A test holds the two against each other.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from types import GenericAlias
from typing import Annotated, Literal, NoReturn, TypeAlias, Union

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


_encode = msgspec.json.Encoder(order="sorted").encode
_MOST_REBUILT = 200
"""How often new names are learned; a book of the house has some thirty kinds of entries."""
_USUAL_DEPTH = 4
"""How deep a body may be nested for the quick way."""


class _Quick:
    """A decoder that lets nothing through but what the form allows: fields, names that it knows, numbers, depth.

    It knows the names that the plain way found good in other entries. That is much quicker than to look at each again.
    """

    def __init__(self) -> None:
        self._names = {"a"}
        self._left = _MOST_REBUILT
        self.decode = self._decoder().decode

    def _decoder(self) -> msgspec.json.Decoder[Words]:
        name = Literal.__getitem__(tuple(sorted(self._names)))
        number = Annotated[int, msgspec.Meta(ge=-_BIGGEST, le=_BIGGEST)]
        value: object = Union[None, bool, number, str]  # noqa: UP007 - put together while it runs
        for _ in range(_USUAL_DEPTH):
            several = GenericAlias(list, (value,)), GenericAlias(dict, (name, value))
            value = Union[None, bool, number, str, *several]
        fields = [("body", GenericAlias(dict, (name, value))), ("seq", number)]
        words = msgspec.defstruct("Words", fields, bases=(Words,), frozen=True, forbid_unknown_fields=True, gc=False)
        if not issubclass(words, Words):
            raise TypeError
        return msgspec.json.Decoder(words)

    def learn(self, entry: Words) -> None:
        """Take the names in *entry*, which is good, for good from now on."""
        known, inside = len(self._names), list[object]([entry.body])
        while inside:
            each = inside.pop()
            if isinstance(each, dict):
                self._names.update(each)
                inside += each.values()
            elif isinstance(each, list):
                inside += each
        if len(self._names) > known and self._left:
            self._left -= 1
            self.decode = self._decoder().decode


_quick = _Quick()


def read(words: bytes) -> Words:
    """Read an entry from the bytes that were hashed.

    Raises:
        Wrong: they are not an entry in the one form that the book allows.
    """
    entry = _read_quickly(words)
    if entry is None:
        entry = _read_plainly(words)
        _quick.learn(entry)
    return entry


def _read_quickly(words: bytes) -> Words | None:
    """The entry, or None where a closer look is needed."""
    try:
        entry = _quick.decode(words)
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
    )
    return entry if sure else None


def _is_moment(at: str) -> bool:
    """Whether it is written as a time is, and there ever was such a day and hour."""
    try:
        return _AT(at) is not None and datetime.fromisoformat(at) is not None
    except ValueError:
        return False


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
