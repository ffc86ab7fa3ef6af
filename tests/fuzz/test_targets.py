"""Whatever bytes come in, every parser answers with a document or a list of problems, and never with anything else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import SEEDS, TARGETS

HOSTILE = (
    b"\x1b]52;c;aGk=\x07", b"\x1b]0;x\x07", b"\x1b[6n", b"\xc2\x9b6n", b"\xc2\x90", b"\xc2\x9d", b"\x07", b"\r", b"\b",
    "\u202e".encode(), "\u200b".encode(), "\ufeff".encode(), b"\xed\xa0\x80", b"\xff\xfe", b"\x00", b"[/", b"%s", b"{}",
    b"[@click=app.exit]x[/]", b"<!--", b"-->", b"---\n", b"{name}", b"\n\n", b'"', b'"""', b"'''", b"[[", b"]]", b"=",
    b"= 1979-05-27T07:32:00Z\n", b"= inf\n", b"= 0x" + b"F" * 40, b"= " + b"9" * 5_000, b"= " + b"[" * 2_000,
    b";", b",", b"\t", b"\x0b", b"\x0c", "\u2028".encode(), "\u0344\u0323".encode() * 40, b"=cmd|' /C calc'!A0", b"../",
)  # fmt: skip
"""What drives, ends or confuses programs that read files and draw on terminals."""

EDIT = st.tuples(st.integers(0, 8_000), st.integers(0, 60), st.sampled_from(HOSTILE) | st.binary(max_size=6))


@pytest.mark.parametrize("name", TARGETS)
def test_its_seeds_are_read_and_reach_something(name: str) -> None:
    assert [TARGETS[name](seed) > 0 for seed in SEEDS[name]].count(True) >= 1


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_piece_at_the_beginning_the_end_and_alone(name: str, hostile: bytes) -> None:
    seed = SEEDS[name][0]
    for data in (hostile, hostile + seed, seed + hostile, seed[: len(seed) // 2] + hostile + seed[len(seed) // 2 :]):
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
@given(edits=st.lists(EDIT, min_size=1, max_size=5), which=st.integers(0, 9))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_file_spoiled_anywhere(name: str, edits: list[tuple[int, int, bytes]], which: int) -> None:
    data = SEEDS[name][which % len(SEEDS[name])]
    for at, removed, added in edits:
        data = data[:at] + added + data[at + removed :]
    TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.binary(max_size=300) | st.lists(st.sampled_from(HOSTILE), max_size=12).map(b"".join))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_bytes_at_all(name: str, data: bytes) -> None:
    TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("unit", [b"a", b"[", b"\x1b[6n", b"\xff", b'"', b"\n", "\u0301\u0323".encode(), b"k = 1\n"])
def test_a_megabyte_of_anything(name: str, unit: bytes) -> None:
    seed = SEEDS[name][0]
    TARGETS[name](seed[:200] + (unit * (1_000_000 // len(unit)))[:1_000_000])
