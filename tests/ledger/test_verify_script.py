"""The one-page script of the documentation refuses what the check refuses, and never with a traceback."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from oc_training.ledger.checkpoint import make_checkpoint
from oc_training.ledger.port import Json
from oc_training.ledger.survey import survey
from oc_training.ledger.verify import load_witnesses, verify
from tests.ledger.books import (
    KEY,
    checked_line,
    new_book,
    put_file,
    rewritten,
    sealed_by_hand,
    take_line_apart,
)
from tests.ledger.test_attacks import run_script

Change = Callable[[dict[str, Json]], dict[str, Json]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_book(tmp_path / "book", 4).close()
    return tmp_path / "book"


def with_body(**fields: object) -> Change:
    def change(entry: dict[str, Json]) -> dict[str, Json]:
        body = entry["body"]
        assert isinstance(body, dict)
        return {**entry, "body": {**body, **fields}}

    return change


def nested(depth: int) -> list[object]:
    value: list[object] = []
    for _ in range(depth - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (1, with_body(format=2)),
        (1, with_body(format=True)),
        (1, with_body(public_key="zz")),
        (1, with_body(log=7)),
        (1, with_body(station="OAK-2")),
        (1, lambda entry: {**entry, "body": {}}),
        (1, lambda entry: {**entry, "kind": "acknowledged"}),
        (1, lambda entry: {**entry, "id": "x"}),
        (3, lambda entry: {**entry, "kind": "genesis"}),
        (3, lambda entry: {**entry, "kind": "format changed", "body": {"format": 2}}),
        (3, lambda entry: {**entry, "station": "OAK-2"}),
        (3, with_body(x=1.5)),
        (3, with_body(x=2**60)),
        (3, with_body(x="e\u0301")),
        (3, with_body(Xy=1)),
        (3, with_body(x=nested(32))),
        (3, lambda entry: {**entry, "zz": 1}),
        (3, lambda entry: {name: value for name, value in entry.items() if name != "offset"}),
        (3, lambda entry: {**entry, "at": "2026-13-99"}),
        (3, lambda entry: {**entry, "at": "2026-13-99T99:99:99.99Z"}),
        (3, lambda entry: {**entry, "offset": "+99:99"}),
        (3, lambda entry: {**entry, "kind": ""}),
        (3, lambda entry: {**entry, "body": [1]}),
    ],
)
def test_what_the_holder_of_the_key_writes_outside_the_format_is_refused_by_both(
    path: Path, number: int, change: Change
) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    lines[number - 1] = checked_line(number, 0, sealed_by_hand(change(take_line_apart(lines[number - 1])[2])))
    put_file(path, rewritten(lines, KEY, 1))
    assert verify(path).problems
    code, words = run_script(path)
    assert code == 1
    assert words.endswith("."), words


def test_what_is_just_inside_of_the_format_is_in_order_for_both(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    body = with_body(x=nested(31), y=2**53 - 1, z="\n\u0301", n=None, b=False)
    lines[2] = checked_line(3, 0, sealed_by_hand(body(take_line_apart(lines[2])[2])))
    put_file(path, rewritten(lines, KEY, 1))
    assert verify(path).problems == ()
    assert run_script(path)[0] == 0


def test_a_mark_beyond_the_file_is_refused(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    for mark in (10**6, 10**400):
        put_file(path, b"".join([*lines[:4], checked_line(5, mark, lines[4].rstrip(b"\n").split(b" ", 3)[3])]))
        assert verify(path).problems
        assert run_script(path)[0] == 1


def test_files_that_are_none_give_a_sentence(path: Path, tmp_path: Path) -> None:
    point = tmp_path / "point"
    deep = b'{"a":' * 2000 + b"1" + b"}" * 2000
    seal = b'{"entry":%s,"hash":"%s","signature":"%s"}' % (deep, hashlib.sha256(deep).hexdigest().encode(), b"0" * 128)
    for book in (tmp_path / "none", tmp_path, put_file(tmp_path / "deep", checked_line(1, 0, seal))):
        code, words = run_script(book)
        assert (code, words[-1]) == (1, "."), words
    for text in ("", "x", "x\n1\n", "a\n0\nAAAA\n\n— n AAAA\n", "a\nb\nc\n\n— n AAAA\n"):
        code, words = run_script(path, "", put_file(point, text.encode()))
        assert (code, words[-1]) == (1, "."), words
    assert run_script(path, "", tmp_path / "none")[0] == 1


def test_checkpoints_that_others_signed_too_or_of_nothing_yet_are_read_as_the_check_reads_them(
    path: Path, tmp_path: Path
) -> None:
    note = make_checkpoint(survey(path), KEY).note
    text, seals = note.split("\n\n")
    foreign = f"{text}\n\n— other AAAAAAAAAAAA\n{seals}"
    name = text.split("\n")[0]
    for size, code in (("0", 0), ("-1", 1)):
        empty = f"{name}\n{size}\n{base64.b64encode(hashlib.sha256().digest()).decode()}\n"
        own = seals.split(" ")[2]
        signature = base64.b64decode(own)[:4] + KEY.sign(empty.encode())
        point = put_file(tmp_path / "point", f"{empty}\n— {name} {base64.b64encode(signature).decode()}\n".encode())
        assert run_script(path, "", point)[0] == code
        assert bool(verify(path, load_witnesses(None, [point])).problems) == bool(code)
    point = put_file(tmp_path / "point", foreign.encode())
    assert verify(path, load_witnesses(None, [point])).problems == ()
    assert run_script(path, "", point)[0] == 0
