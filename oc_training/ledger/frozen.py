"""JSON that cannot be changed once it has been taken out of a record.

TinyDB hands out the very dictionaries it keeps. Were they mutable, ``Table.update`` or a careless
caller could change the memory without changing the disk, and nobody would notice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn, Self, TypeAlias

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"
"""What a body may hold: no floats, integers below 2^53, NFC strings; keys are ASCII snake_case names, never data."""


class Frozen:
    """Raises at every method of a dictionary that would change it."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("A record cannot be changed; a correction is a further entry.")

    __setitem__ = _refuse
    __delitem__ = _refuse
    __ior__ = _refuse
    clear = _refuse
    pop = _refuse
    popitem = _refuse
    setdefault = _refuse
    update = _refuse

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self


class FrozenDict(Frozen, dict[str, Json]):
    """A JSON object of a record; still a ``dict`` for ``json`` and for comparisons."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Json]]]:
        return FrozenDict, (dict(self),)


def freeze(value: Json) -> Json:
    """Return *value* with every object a :class:`FrozenDict` and every array a tuple."""
    if isinstance(value, (str, bytes)):
        return value
    if isinstance(value, Mapping):
        return freeze_object(value)
    if isinstance(value, Sequence):
        return tuple(freeze(item) for item in value)
    return value


def freeze_object(value: Mapping[str, Json]) -> FrozenDict:
    """Return the JSON object *value* frozen through and through; what is frozen already is kept as it is."""
    if isinstance(value, FrozenDict):
        return value
    return FrozenDict({key: freeze(item) for key, item in value.items()})
