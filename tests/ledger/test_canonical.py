from __future__ import annotations

import unicodedata
from enum import IntEnum, StrEnum
from types import MappingProxyType

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from oc_training.ledger.canonical import BIGGEST_INTEGER, DEEPEST, canonical
from oc_training.ledger.port import Json

texts = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: unicodedata.normalize("NFC", text))
scalars = st.none() | st.booleans() | st.integers(-BIGGEST_INTEGER, BIGGEST_INTEGER) | texts
names = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
values: st.SearchStrategy[Json] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)


@given(values)
def test_within_the_profile_the_bytes_are_those_of_rfc_8785(value: Json) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_every_control_character_is_escaped_as_rfc_8785_does() -> None:
    text = "".join(map(chr, range(0x80))) + "\u2028\u2029€😀"
    assert canonical(text) == rfc8785.dumps(text)


def test_frozen_and_enumerated_values_are_written_as_what_they_stand_for() -> None:
    class Word(StrEnum):
        DUE = "due"

    class Number(IntEnum):
        SEVEN = 7

    assert canonical(MappingProxyType({"b": (Word.DUE,), "a": Number.SEVEN})) == b'{"a":7,"b":["due"]}'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        float("inf"),
        2**53,
        -(2**53),
        "e\u0301",
        "\ud800",
        b"bytes",
        {1, 2},
        object(),
        {"Upper": 1},
        {"III.A": 1},
        {"": 1},
        {"é": 1},
        {"a\n": 1},
        {1: 1},
        {"ok": [{"deep": 0.5}]},
    ],
)
def test_whatever_encoders_disagree_about_is_refused(value: Json) -> None:
    with pytest.raises(ValueError, match=r"^value"):
        canonical(value)


def test_the_message_names_the_field() -> None:
    with pytest.raises(ValueError, match=r"^value\.people\[1\]\.score: float"):
        canonical({"people": [{"score": 1}, {"score": 0.5}]})  # type: ignore[dict-item]  # a fraction is the point


def test_nesting_has_an_end() -> None:
    value: Json = 0
    for _ in range(DEEPEST - 1):  # the entry itself is the first
        value = [value]
    canonical(value)
    with pytest.raises(ValueError, match="nested"):
        canonical([value])
