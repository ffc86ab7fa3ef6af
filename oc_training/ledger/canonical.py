"""The one way in which a record is written as bytes: RFC 8785, within a profile.

Inside the profile (snake_case ASCII field names, no fractions, integers below 2^53, NFC text)
the standard library's encoder gives exactly the bytes of RFC 8785. Outside of it encoders differ
or lose something silently, so a value outside is refused before anything is sealed: it is a fault
of the program that made the value, not of a person.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

from oc_training.ledger.port import Json

BIGGEST_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (I-JSON)."""
DEEPEST = 32
"""How deep arrays and objects may be nested."""
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def canonical(value: Json) -> bytes:
    """Write *value* as RFC 8785 does: sorted fields, no spaces, UTF-8.

    Raises:
        ValueError: the value is outside the profile; the message names the field.
    """
    plain = _plain(value, "value", 0)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _plain(value: object, where: str, depth: int) -> Json:
    """Return *value* in dictionaries and lists that ``json`` knows, once everything in it is allowed."""
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
    return value


def _integer(value: int, where: str) -> int:
    if abs(value) > BIGGEST_INTEGER:
        raise ValueError(f"{where}: {value} is not below 2^53")
    return value


def _name(key: object, where: str) -> str:
    if not isinstance(key, str) or not _FIELD_NAME.fullmatch(key):
        raise ValueError(f"{where}: {key!r} is not a field name (lower-case ASCII letters, digits, underscores)")
    return key
