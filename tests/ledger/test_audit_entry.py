"""The quick way of reading an entry says yes only where the plain way does, and both know RFC 8785 as others do."""

from __future__ import annotations

import json

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from oc_training.ledger.audit import entry as module
from oc_training.ledger.audit.entry import DEEPEST, Words, Wrong, read

names = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
odd_names = st.one_of(names, st.text(max_size=4), st.sampled_from(['a"b', ":b", "A", "", "a\\", "é"]))
numbers = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.sampled_from([2**53, -(2**53), 10**30, 0]))
texts = st.one_of(
    st.text(max_size=12), st.sampled_from(['":', '\\"a":1', "e\u0301", "\n\u0301", "\x7f\x00\x1f", "9" * 20])
)


def values(keys: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    scalars = st.one_of(st.none(), st.booleans(), numbers, texts)
    return st.recursive(
        scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4))
    )


def entry_with(body: object, **fields: object) -> dict[str, object]:
    return {
        "at": "2026-03-14T14:26:53.58Z", "body": body, "id": "id", "kind": "acknowledged", "offset": "-05:00",
        "previous": "0" * 64, "seq": 5, "station": "OAK-1", **fields,
    }  # fmt: skip


def written(entry: object) -> bytes:
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def plainly(words: bytes) -> Words | None:
    try:
        return module._read_plainly(words)
    except Wrong:
        return None


def agree(words: bytes) -> bool:
    """Whether the words are an entry, once the quick way has not said yes where the plain way says no."""
    quick, plain = module._read_quickly(words), plainly(words)
    assert quick is None or quick == plain
    return plain is not None


@given(st.dictionaries(odd_names, values(odd_names), max_size=4))
def test_the_quick_way_never_says_yes_where_the_plain_way_says_no(body: dict[str, object]) -> None:
    agree(written(entry_with(body)))


@given(st.dictionaries(names, values(names), max_size=4), st.data())
def test_nor_for_words_with_a_byte_changed(body: dict[str, object], draw: st.DataObject) -> None:
    words = bytearray(written(entry_with(body)))
    place = draw.draw(st.integers(0, len(words) - 1))
    words[place] = draw.draw(st.sampled_from(b'0149.eE"\\{}[],: aA\xff'))
    agree(bytes(words))


@given(st.dictionaries(names, values(names), max_size=4))
def test_what_is_accepted_is_what_rfc_8785_writes(body: dict[str, object]) -> None:
    words = written(entry_with(body))
    if agree(words):
        assert rfc8785.dumps(json.loads(words)) == words
        assert msgspec.json.decode(words)["body"] == body


@pytest.mark.parametrize("escaped", range(32))
def test_every_control_character_is_written_as_rfc_8785_does(escaped: int) -> None:
    words = written(entry_with({"a": chr(escaped)}))
    assert words == rfc8785.dumps(json.loads(words))
    assert read(words).body == {"a": chr(escaped)}
    assert module._read_quickly(words) is not None


@pytest.mark.parametrize(
    ("words", "fine"),
    [
        (b'{"a":1}', True),
        (b'{"a":1.0}', False),
        (b'{"a":1e3}', False),
        (b'{"a":-0}', False),
        (b'{"a":9007199254740991}', True),
        (b'{"a":9007199254740992}', False),
        (b'{"a":-9007199254740992}', False),
        (b'{"b":1,"a":1}', False),
        (b'{"a":1,"a":1}', False),
        (b'{"a": 1}', False),
        (b'{"a":"\\/"}', False),
        (b'{"a":"\\u000A"}', False),
        (b'{"a":"\\ud800"}', False),
        (b'{"a":"\xff"}', False),
        (b'{"a":NaN}', False),
        ('{"a":"e\u0301"}'.encode(), False),
        ('{"a":"\u00e9"}'.encode(), True),
        ('{"a":"\\n\u0301"}'.encode(), True),
        (b'{"a\\"b":1}', False),
        (b'{"A":1}', False),
        (b'{"a":"say \\"x\\": y"}', True),
        (b'{"a":' + b"[" * (DEEPEST - 2) + b"[" + b"]" * (DEEPEST - 1) + b"}", True),
        (b'{"a":' + b"[" * (DEEPEST - 1) + b"0" + b"]" * (DEEPEST - 1) + b"}", False),
    ],
)
def test_the_form_of_a_body(words: bytes, fine: bool) -> None:  # noqa: FBT001 - a table's column
    assert agree(written(entry_with({})).replace(b"{}", words)) is fine


@pytest.mark.parametrize("field", ["at", "body", "id", "kind", "offset", "previous", "seq", "station"])
def test_no_field_may_be_missing_or_of_another_type(field: str) -> None:
    entry = entry_with({})
    assert not agree(written({name: value for name, value in entry.items() if name != field}))
    assert not agree(written({**entry, field: None}))
    assert not agree(written({**entry, "more": 1}))
    assert not agree(written({**entry, "seq": True}))
    assert not agree(written({**entry, "at": "2026-03-14"}))
    assert not agree(written({**entry, "offset": "UTC"}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "2026-02-30T00:00:00.00Z"), ("at", "2026-13-01T00:00:00.00Z"), ("at", "2026-01-01T24:00:00.00Z"),
        ("at", "2026-01-01T00:00:60.00Z"), ("at", "0000-01-01T00:00:00.00Z"), ("at", "2026-01-01T00:00:00.00z"),
        ("offset", "+24:00"), ("offset", "+00:60"), ("offset", "-5:00"), ("kind", ""), ("id", ""),
        ("station", ""), ("station", "-"), ("station", "OAK 1"), ("station", "\u00c4"), ("station", "OAK-1\n"),
    ],
)  # fmt: skip
def test_no_field_may_say_what_there_is_not(field: str, value: str) -> None:
    assert agree(written(entry_with({})))
    assert not agree(written(entry_with({}, **{field: value})))


@pytest.mark.parametrize(
    ("field", "value"),
    [("at", "2024-02-29T23:59:59.99Z"), ("offset", "+05:45"), ("offset", "-23:59"), ("station", "a.b_c-1")],
)
def test_what_there_is_may_be_said(field: str, value: str) -> None:
    words = written(entry_with({}, **{field: value}))
    assert agree(words)
    assert module._read_quickly(words) is not None
