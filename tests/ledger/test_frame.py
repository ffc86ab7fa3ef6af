"""The lines of the file, by themselves."""

from __future__ import annotations

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.errors import LedgerDamaged
from oc_training.ledger import frame
from oc_training.ledger.frame import Frame, decode, encode, frame_within, sound_frames
from tests.ledger.books import checked_line

numbers = st.integers(0, 10**19 - 1)
ENTRY = b'{"entry":{}'
contents = st.binary(max_size=40).filter(lambda data: b"\n" not in data)


@given(numbers, numbers, contents)
def test_a_line_is_read_back_as_it_was_written(seq: int, durable: int, sealed: bytes) -> None:
    line = encode(seq, durable, sealed)
    assert line == checked_line(seq, durable, sealed)
    assert decode(line) == Frame(seq, durable, sealed, len(line))


@given(st.binary(max_size=60))
def test_whatever_the_bytes_reading_a_line_never_fails(garbage: bytes) -> None:
    assert decode(garbage) is None
    assert decode(garbage + b"\n") is None
    assert frame_within(garbage) is None


@pytest.mark.parametrize(
    "covered", [b"", b"1", b"1 2", b"+1 0 {}", b"1_0 0 {}", b"01 0 {}", b"1 00 {}", b" 0 {}", b"1 -1 {}"]
)
def test_numbers_are_written_in_one_way_only(covered: bytes) -> None:
    assert decode(b"%08x %s\n" % (zlib.crc32(covered), covered)) is None


def test_a_checksum_in_capitals_is_not_the_one_that_was_written() -> None:
    line = next(line for line in (checked_line(1, 0, b"%d" % n) for n in range(99)) if line[:8].upper() != line[:8])
    assert decode(line[:8].upper() + line[8:]) is None


def test_a_line_out_of_turn_is_damage() -> None:
    lines = [encode(1, 0, b"a"), encode(3, 0, b"c")]
    with pytest.raises(LedgerDamaged, match=r"Line 2 .* not the line that belongs there"):
        list(sound_frames(lines, 0, 1))


def test_a_line_that_vouches_for_more_than_was_there_is_damage() -> None:
    first = encode(1, 0, b"a")
    sound = [first, encode(2, len(first), b"b")]
    assert len(list(sound_frames(sound, 0, 1))) == 2
    with pytest.raises(LedgerDamaged, match=r"Line 2 .* not the line that belongs there"):
        list(sound_frames([first, encode(2, len(first) + 1, b"b")], 0, 1))


def test_a_hole_before_a_whole_line_is_the_tail_of_a_crash_when_nobody_vouched_for_it() -> None:
    first = encode(1, 0, b"a")
    hole = bytes(30) + b"\n"
    assert len(list(sound_frames([first, hole, encode(3, len(first), ENTRY)], 0, 1))) == 1
    with pytest.raises(LedgerDamaged, match=r"Line 2 .* was whole once"):
        list(sound_frames([first, hole, encode(3, len(first) + 1, ENTRY)], 0, 1))


def test_inside_of_a_broken_line_only_the_last_that_begins_like_one_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[bytes] = []

    def noting(line: bytes) -> Frame | None:
        looked_at.append(line)
        return decode(line)

    monkeypatch.setattr(frame, "decode", noting)
    typed = json.dumps("00000000 1 1 " * 5_000 + '00000000 2 1 {"entry":{}').encode()
    torn = b'00000000 7 1 {"entry":{"body":{"comment":%s' % typed
    forged = b'00000000 7 1 {"entry":' * 5_000
    for broken in (torn, forged):
        looked_at.clear()
        found = frame_within(broken + encode(8, 1, ENTRY))
        assert found is not None
        assert found.seq == 8
        assert len(looked_at) == 1
