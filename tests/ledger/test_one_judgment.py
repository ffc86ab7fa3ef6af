"""What somebody without the key writes into the file ends in words, and in the same ones for whoever reads it."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from oc_training.errors import LedgerDamaged, LedgerError, LedgerUnusable
from oc_training.ledger.port import Entry, Json
from oc_training.ledger.seal import DOMAIN
from oc_training.ledger.survey import Survey, survey
from oc_training.ledger.verify import verify
from tests.ledger.books import (
    KEY,
    OTHER_KEY,
    checked_line,
    new_book,
    open_book,
    put_file,
    rewritten,
    sealed_by_hand,
    take_line_apart,
)

Change = Callable[[dict[str, Json]], Mapping[str, Json]]

NOT_UTF_8 = b"\xff"
IN_ITS_PLACE = "\u00ff"
STRANGE: tuple[Json, ...] = (
    None, True, -1, 0, 1, 2, 2**53, 10**30, "", "e\u0301", "\u212b", "\x00", "OAK-2", "genesis", "key changed",
    "format changed", "restored", "id-1", "0" * 64, "A" * 64, {}, [], {"format": 2}, {"format": True}, {"A": 1},
)  # fmt: skip


def words_of(entry: Mapping[str, Json]) -> bytes:
    words = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return words.replace(IN_ITS_PLACE.encode(), NOT_UTF_8)


def line_of(entry: Mapping[str, Json] | bytes, signature: str, seq: int, durable: int = 0) -> bytes:
    """A line whose checksum and hash fit; the sign for it becomes a byte that is no UTF-8."""
    words = entry if isinstance(entry, bytes) else words_of(entry)
    digest = hashlib.sha256(words).hexdigest()
    return checked_line(
        seq, durable, b'{"entry":%s,"hash":"%s","signature":"%s"}' % (words, digest.encode(), signature.encode())
    )


def further(lines: list[bytes], **change: Json) -> bytes:
    """The book with a further line that follows in everything but its signature."""
    seq, _, entry, digest, signature = take_line_apart(lines[-1])
    follows = {**entry, "id": "forged", "seq": seq + 1, "previous": digest, **change}
    return b"".join([*lines, line_of(follows, signature, seq + 1)])


def with_genesis(lines: list[bytes], **change: Json) -> bytes:
    seq, durable, entry, _, signature = take_line_apart(lines[0])
    body = entry["body"]
    assert isinstance(body, dict)
    return b"".join([line_of({**entry, "body": {**body, **change}}, signature, seq, durable), *lines[1:]])


FORGED: dict[str, Callable[[list[bytes]], bytes]] = {
    "an id that is not NFC": lambda lines: further(lines, id="e\u0301"),
    "a change of format that is not UTF-8": lambda lines: further(
        lines, kind="format changed", body={"format": IN_ITS_PLACE}
    ),
    "a change of key that is not UTF-8": lambda lines: further(
        lines, kind="key changed", body={"public_key": IN_ITS_PLACE, "signature": ""}
    ),
    "a genesis that is not UTF-8": lambda lines: with_genesis(lines, more=IN_ITS_PLACE),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_line_that_nobody_signed_ends_in_words_for_whoever_reads_or_writes(
    tmp_path: Path, forged: Callable[[list[bytes]], bytes]
) -> None:
    path = tmp_path / "book"
    running = new_book(path, 3)
    path.write_bytes(forged(path.read_bytes().splitlines(keepends=True)))
    for use in (
        lambda: list(running.read_from(1)),
        lambda: running.append("acknowledged", {}, "new"),
        lambda: open_book(path),
        lambda: survey(path),
    ):
        with pytest.raises(LedgerDamaged):
            use()
    assert verify(path).problems


@pytest.mark.parametrize("body", [{"format": 2}, {"format": 1}, {}])
def test_a_change_of_format_that_nobody_signed_is_a_damage_and_no_other_format(
    tmp_path: Path, body: dict[str, Json]
) -> None:
    path = tmp_path / "book"
    running = new_book(path, 3)
    path.write_bytes(further(path.read_bytes().splitlines(keepends=True), kind="format changed", body=body))
    for use in (lambda: list(running.read_from(1)), lambda: open_book(path), lambda: survey(path)):
        with pytest.raises(LedgerDamaged, match=r"Line 5 .* format was not signed by the station"):
            use()
    verdict = verify(path)
    assert verdict.problems == ("Line 5: the signature is not the station's.",)
    assert "by somebody without the station's key" in verdict.sentence


def test_a_genesis_of_another_format_that_was_not_signed_is_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path, 3)
    path.write_bytes(with_genesis(path.read_bytes().splitlines(keepends=True), format=2))
    for use in (open_book, survey):
        with pytest.raises(LedgerUnusable, match="does not begin as a book"):
            use(path)


def test_an_entry_of_another_station_is_refused_at_opening_even_if_the_key_sealed_it(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    seq, durable, entry, _, _ = take_line_apart(lines[2])
    lines[2] = checked_line(seq, durable, sealed_by_hand({**entry, "station": "OAK-2"}))
    put_file(path, rewritten(lines, None, 4))
    for use in (open_book, survey):
        with pytest.raises(LedgerDamaged, match=r"Line 3 .* another station"):
            use(path)


@pytest.mark.parametrize("body", [b'{"who":"\xff"}', b'{"a":' + b"[" * 900 + b"]" * 900 + b"}", b"[]", b"{"])
def test_a_body_that_cannot_be_read_is_a_damage(body: bytes) -> None:
    words = b'{"at":"2026-11-22T17:03:04.12Z","body":%s,"id":"x"}' % body
    with pytest.raises(LedgerDamaged, match="Entry 7"):
        _ = Entry(7, "acknowledged", words, b"", "").body


def test_a_survey_knows_every_key_that_was_in_force(tmp_path: Path) -> None:
    ledger = new_book(tmp_path / "book", 2)
    first = ledger.public_key
    ledger.change_key(OTHER_KEY, "the key")
    found = survey(tmp_path / "book")
    assert found.keys == (first, OTHER_KEY.public_key().public_bytes_raw().hex())
    assert found.key == found.keys[-1]
    assert len(found.leaves) == found.head.seq == 4


# ---- anything at all -------------------------------------------------------------------------------------------------


def garbled(lines: list[bytes], chance: random.Random) -> bytes:
    """What somebody may make of the file, all but once without the key."""
    lines, place = list(lines), chance.randrange(len(lines))
    match chance.randrange(7):
        case 0:
            data = bytearray(b"".join(lines))
            data[chance.randrange(len(data))] = chance.randrange(256)
            return bytes(data)
        case 1:
            return b"".join(lines)[: chance.randrange(sum(map(len, lines)))]
        case 2:
            lines[place] = lines[place][:-1] + chance.choice([b"", b"x", b"\0", b"\r\n"])
        case 3:
            seq, durable, entry, digest, signature = take_line_apart(lines[place])
            spot = chance.randrange(128)
            signature = signature[:spot] + chance.choice("0fA ") + signature[spot + 1 :]
            lines[place] = checked_line(seq, durable, sealed_by_hand(entry, digest, signature))
        case 4:
            seq, durable, entry, _, _ = take_line_apart(lines[-1])
            words = words_of(entry).replace(b'"number":', b'"number": ')
            signature = KEY.sign(DOMAIN + hashlib.sha256(words).digest()).hex()
            lines[-1] = line_of(words, signature, seq, durable)
        case 5:
            return further(lines, **_strange(chance))
        case _:
            seq, durable, entry, _, signature = take_line_apart(lines[place])
            lines[place] = line_of({**entry, **_strange(chance)}, signature, seq, durable)
            if chance.random() < 0.5 and NOT_UTF_8 not in lines[place]:
                return rewritten(lines, None, place + 2)
    return b"".join(lines)


def _strange(chance: random.Random) -> dict[str, Json]:
    names = ("at", "body", "id", "kind", "offset", "previous", "seq", "station", "text", "\u00e9")
    return {chance.choice(names): chance.choice((*STRANGE, IN_ITS_PLACE)) for _ in range(chance.choice((1, 1, 2)))}


def judged(use: Callable[[], int]) -> str:
    """How many entries there are, or why not."""
    try:
        return str(use())
    except LedgerError as error:
        return str(error)


def surveyed(found: Survey) -> int:
    assert len(found.leaves) == found.head.seq
    return found.head.seq


def test_only_words_leave_whatever_was_written_and_opening_and_survey_say_the_same(tmp_path: Path) -> None:
    path, chance = tmp_path / "book", random.Random(11)  # noqa: S311 - the same books in every run
    new_book(path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    for _ in range(250):
        data = garbled(lines, chance)
        put_file(path, data)
        of_survey = judged(lambda: surveyed(survey(path)))
        sound = not verify(path, workers=1).problems
        of_opening = judged(lambda: len(list(open_book(path).read_from(1))))
        assert of_opening == of_survey, data
        assert not sound or of_opening.isdigit(), data
