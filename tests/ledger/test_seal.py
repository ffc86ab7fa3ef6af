from __future__ import annotations

import copy
import hashlib
import json
import pickle
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oc_training.ledger.frozen import FrozenDict
from oc_training.ledger.port import Head
from oc_training.ledger.seal import BEFORE_ALL, BrokenSeal, Draft, Sealer, follows, signature_holds, unseal
from tests.ledger.books import KEY, OTHER_KEY, new_book, sealed_by_hand
from tests.support.fixed_clock import FixedClock

SEALER = Sealer(KEY, FixedClock())
STORED = SEALER.seal(Draft("id-1", "acknowledged", {"who": "P-1", "parts": [1, {"b": None}]}), "OAK-1", BEFORE_ALL)


def test_the_hash_is_sha_256_over_the_rfc_8785_form_of_everything_before_it() -> None:
    envelope = json.loads(STORED)
    assert set(envelope["entry"]) == {"seq", "id", "at", "offset", "station", "kind", "body", "previous"}
    assert envelope["hash"] == hashlib.sha256(rfc8785.dumps(envelope["entry"])).hexdigest()


def test_the_stored_bytes_are_canonical_as_a_whole() -> None:
    assert rfc8785.dumps(json.loads(STORED)) == STORED


def test_sealing_takes_the_time_of_the_clock_in_utc_with_the_stations_offset() -> None:
    entry = unseal(STORED)
    assert (entry.at, entry.offset) == ("2026-03-14T14:26:53.58Z", "-05:00")


def test_what_was_sealed_is_read_back() -> None:
    entry = unseal(STORED)
    assert (entry.seq, entry.id, entry.station, entry.kind) == (1, "id-1", "OAK-1", "acknowledged")
    assert entry.body == {"who": "P-1", "parts": (1, {"b": None})}
    assert entry.previous == "0" * 64
    assert follows(entry, BEFORE_ALL)
    assert not follows(entry, Head(0, "1" * 64))
    assert not follows(entry, Head(1, "0" * 64))


def test_the_signature_is_over_the_hash_behind_its_own_prefix() -> None:
    entry = unseal(STORED)
    assert signature_holds(entry, SEALER.public_key)
    assert not signature_holds(entry, Sealer(OTHER_KEY, FixedClock()).public_key)
    unprefixed = KEY.sign(bytes.fromhex(entry.hash)).hex()
    assert not signature_holds(replace(entry, signature=unprefixed), SEALER.public_key)
    assert not signature_holds(entry, "not a key")


@given(st.integers(0, len(STORED) - 1), st.integers(0, 7))
def test_no_flipped_bit_passes_hash_and_signature(place: int, bit: int) -> None:
    altered = bytearray(STORED)
    altered[place] ^= 1 << bit
    try:
        entry = unseal(bytes(altered))
    except BrokenSeal:
        return
    assert not signature_holds(entry, SEALER.public_key)


@pytest.mark.parametrize(
    "words",
    [
        b"[]",
        b"{}",
        b'{"seq":1}',
        b"not json",
        b"\xff",
        b"[" * 100_000,
        b'{"a":1,"a":1}',
        b'{"a":1.5}',
        b'{"a":NaN}',
    ],
    ids=lambda words: repr(words[:20]),
)
def test_words_that_are_no_entry_are_refused_even_with_a_fitting_hash(words: bytes) -> None:
    digest = hashlib.sha256(words).hexdigest().encode()
    with pytest.raises(BrokenSeal):
        unseal(b'{"entry":%s,"hash":"%s","signature":"%s"}' % (words, digest, b"0" * 128))


def test_an_entry_with_a_field_too_many_is_refused() -> None:
    entry = json.loads(STORED)["entry"]
    assert unseal(sealed_by_hand(entry)).id == "id-1"
    with pytest.raises(BrokenSeal):
        unseal(sealed_by_hand({**entry, "more": 1}))


@pytest.mark.parametrize("draft", [Draft("", "kind", {}), Draft("id", "", {}), Draft("id", "kind", {"Name": 1})])
def test_a_draft_outside_the_profile_is_a_fault_of_the_program(draft: Draft) -> None:
    with pytest.raises(ValueError, match=r"entry|value"):
        SEALER.seal(draft, "OAK-1", BEFORE_ALL)


def test_a_record_cannot_be_changed_in_memory() -> None:
    body = unseal(STORED).body
    assert isinstance(body, FrozenDict)
    changes: tuple[Callable[[], object], ...] = (
        lambda: body.update(who="P-2"),
        lambda: body.__setitem__("who", "P-2"),
        lambda: body.pop("who"),
        lambda: body.setdefault("more", 1),
        body.clear,
    )
    for change in changes:
        with pytest.raises(TypeError, match="correction"):
            change()
    assert copy.deepcopy(body) is body
    assert copy.copy(body) is body
    assert pickle.loads(pickle.dumps(body)) == body  # noqa: S301 - made in this line
    assert json.loads(json.dumps(body)) == {"who": "P-1", "parts": [1, {"b": None}]}


def test_an_auditor_repeats_a_hash_with_sed_and_sha256sum_alone(tmp_path: Path) -> None:
    sed, sha256sum = shutil.which("sed"), shutil.which("sha256sum")
    if sed is None or sha256sum is None:
        pytest.skip("sed or sha256sum is not installed")
    book = new_book(tmp_path / "book", 3)
    command = (
        f'{sed} -n \'3s/^[^{{]*{{"entry"://;3s/,"hash":"[0-9a-f]*","signature":"[0-9a-f]*"}}$//p\' book'
        f" | tr -d '\\n' | {sha256sum}"
    )
    answer = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True)  # noqa: S602 - as in docs/ledger.md
    assert answer.stdout.split()[0] == next(book.read_from(3)).hash
