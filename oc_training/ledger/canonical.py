"""The one way in which a record is written as bytes: RFC 8785, within a profile.

Inside the profile (snake_case ASCII field names, no fractions, integers below 2^53, NFC text)
msgspec's encoder gives exactly the bytes of RFC 8785. Outside of it encoders differ
or lose something silently, so a value outside is refused before anything is sealed: it is a fault
of the program that made the value, not of a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from oc_training.ledger.frozen import Json

BIGGEST_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (I-JSON)."""
DEEPEST = 32
"""How deep arrays and objects may be nested, the entry itself being the first; its body is the second."""
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def canonical(value: Json) -> bytes:
    """Write *value* as RFC 8785 does: sorted fields, no spaces, UTF-8.

    Raises:
        ValueError: the value is outside the profile; the message names the field.
    """
    if _is_plain(value):
        try:
            written = msgspec.json.encode(value, order="sorted")
        except UnicodeEncodeError:
            written = b"\xff"  # half a character: the careful way says where
        if written.isascii() or _is_normal(written):
            return written
    return msgspec.json.encode(_plain(value, "value", 1), order="sorted")


def _is_plain(value: object) -> bool:
    """Whether *value* is made of Python's own types, all allowed: nearly always, and quick to see.

    Text is not looked into: once it is written, that is one look for all of it. A "no" only means: look with care.
    """
    level: list[Iterable[object]] = [(value,)]
    for _ in range(DEEPEST):
        below: list[Iterable[object]] = []
        for values in level:
            for each in values:
                kind = type(each)
                if kind is str or kind is bool or each is None:
                    continue
                inside = _inside(each)
                if inside is None:
                    return False
                if inside:
                    below.append(inside)
        if not below:
            return True
        level = below
    return False


def _inside(value: object) -> Collection[object] | None:
    """What has to be looked at within *value*, nothing for a number; None if it needs more care than this."""
    if type(value) is int:
        return () if -BIGGEST_INTEGER <= value <= BIGGEST_INTEGER else None
    if isinstance(value, dict):
        return value.values() if _are_field_names(tuple(value)) else None
    return value if isinstance(value, (list, tuple)) else None


def _is_normal(written: bytes) -> bool:
    """Whether all text in *written* is NFC: what stands around it in JSON combines with nothing."""
    try:
        return unicodedata.is_normalized("NFC", written.decode())
    except UnicodeDecodeError:
        return False


@lru_cache(maxsize=1024)
def _are_field_names(names: tuple[object, ...]) -> bool:
    """Remembered for all the names of an object at once: a program writes the same few objects again and again."""
    return all(isinstance(name, str) and _FIELD_NAME.fullmatch(name) for name in names)


def _plain(value: object, where: str, depth: int) -> Json:
    """Return *value* in dictionaries and lists that the encoder knows, once everything in it is allowed."""
    if depth > DEEPEST:
        raise ValueError(f"{where}: nested more than {DEEPEST} deep")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, int):
        return _integer(value, where)
    if isinstance(value, Mapping):
        return {_name(key, where): _plain(item, f"{where}.{key}", depth + 1) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [_plain(item, f"{where}[{place}]", depth + 1) for place, item in enumerate(value)]
    raise ValueError(f"{where}: {type(value).__name__} cannot be kept in a record")


def _text(value: str, where: str) -> str:
    if not unicodedata.is_normalized("NFC", value):
        raise ValueError(f"{where}: text is not in Unicode normal form NFC")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{where}: text holds half a character (a lone surrogate)") from None
    return str(value)


def _integer(value: int, where: str) -> int:
    if abs(value) > BIGGEST_INTEGER:
        raise ValueError(f"{where}: {value} is not below 2^53")
    return int(value)


def _name(key: object, where: str) -> str:
    if not isinstance(key, str) or not _FIELD_NAME.fullmatch(key):
        raise ValueError(f"{where}: {key!r} is not a field name (lower-case ASCII letters, digits, underscores)")
    return str(key)
