"""The quick way of following a book takes exactly the lines that the careful way takes."""

from __future__ import annotations

import hashlib
import json
import random
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded, OutcomeUnknown
from oc_training.ledger import book_file, disk
from oc_training.ledger.contents import Contents
from oc_training.ledger.lock import FileLock, lock_of
from oc_training.ledger.port import Entry, Json
from oc_training.ledger.seal import DOMAIN, signature_holds
from oc_training.ledger.survey import survey
from tests.ledger.books import (
    KEY,
    OTHER_KEY,
    all_entries,
    checked_line,
    further_line,
    ids,
    new_book,
    open_book,
    put_file,
    rewritten,
    sealed_by_hand,
    take_line_apart,
)


def followed(lines: list[bytes], *, quick: bool) -> tuple[list[bytes], int, int, str] | str:
    """The state after following *lines*, or what was said of them."""
    contents = Contents()
    if not quick:
        contents._take_in_as_expected = lambda lines: next(lines, b"")  # type: ignore[method-assign]  # never expects
    try:
        contents.follow(lambda _: iter(lines))
    except LedgerDamaged as error:
        return str(error)
    known = [contents.digest(seq) for seq in range(1, len(contents) + 1)]
    return known, contents.end, contents.vouched, contents.head.hash


def altered(lines: list[bytes], chance: random.Random) -> Iterator[list[bytes]]:
    """The book with one thing wrong, mostly with a checksum that fits again, as no crash would leave it."""
    for number in range(1, len(lines)):
        seq, durable, entry, digest, signature = take_line_apart(lines[number])
        sealed = sealed_by_hand(entry, digest, signature)
        place = sum(map(len, lines[:number]))
        for line in (
            checked_line(seq + 1, durable, sealed),
            checked_line(seq, place + 1, sealed),
            checked_line(seq, place, sealed),
            checked_line(seq, durable, sealed[:-1]),
            checked_line(seq, durable, sealed + b" "),
            checked_line(seq, durable, b"junk" + sealed),
            checked_line(seq, durable, sealed.replace(signature.encode(), b"Z" * 128)),
            checked_line(seq, durable, sealed.replace(signature.encode(), signature.upper().encode() + b"")),
            checked_line(seq, durable, sealed_by_hand({**entry, "at": "x" * 23})),
            *(
                checked_line(seq, durable, sealed_by_hand({**entry, "at": _with_an_x(str(entry["at"]), place)}))
                for place in range(len(str(entry["at"])))
            ),
            checked_line(seq, durable, sealed_by_hand({**entry, "offset": "-5:000"})),
            checked_line(seq, durable, sealed_by_hand({**entry, "id": ""})),
            checked_line(seq, durable, sealed_by_hand({**entry, "kind": "genesis"})),
            checked_line(seq, durable, sealed_by_hand({**entry, "kind": "key changed"})),
            checked_line(seq, durable, _sealed_words(entry, b'"id":"id-', b'"id":"\\u0069d-')),
            checked_line(seq, durable, _sealed_words(entry, b'"kind":"ack', b'"kind":"key\\u0020changed')),
            checked_line(seq, durable, _sealed_words(entry, b'"kind":"ack', b'"kind":"\xff\xfe')),
            checked_line(seq, durable, _sealed_words(entry, b'"id":"id-1"', b'"id":"id-1')),
            checked_line(seq, durable, sealed.replace(b'{"entry"', b'{"Entry"')),
            checked_line(seq, durable, sealed.replace(b'"hash"', b'"hush"')),
            checked_line(seq, durable, sealed_by_hand({**entry, "kind": "other"}, digest, signature)),
            checked_line(seq, durable, sealed_by_hand({**entry, "kind": "other"})),
            checked_line(seq, durable, sealed_by_hand({**entry, "seq": seq + 1})),
            checked_line(seq, durable, sealed_by_hand({**entry, "previous": "0" * 64})),
            checked_line(seq, durable, sealed_by_hand({**entry, "id": "id-1"})),
            checked_line(seq, durable, sealed_by_hand({**entry, "more": 1})),
            checked_line(seq, durable, sealed_by_hand({**entry, "more": "words"})),
            b"%08x 00%d %d %b\n" % (0, seq, durable, sealed),
            _with_checksum(b"0%d %d %b" % (seq, durable, sealed)),
            _with_checksum(b"%d 0%d %b" % (seq, durable, sealed)),
            _with_checksum(b"%d %d  %b" % (seq, durable, sealed)),
            _with_checksum(b"%d -%d %b" % (seq, durable, sealed)),
            lines[number].replace(b" ", b"  ", 1),
            lines[number][:-1],
            lines[number][:-1] + b"\r\n",
            lines[number].upper(),
        ):
            yield [*lines[:number], line, *lines[number + 1 :]]
        yield [*lines[:number], *lines[number + 1 :]]
        yield [*lines[:number], lines[number], *lines[number:]]
    for _ in range(400):
        data = bytearray(b"".join(lines))
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield bytes(data).splitlines(keepends=True)


def _with_an_x(words: str, place: int) -> str:
    return f"{words[:place]}x{words[place + 1 :]}"


def _with_checksum(rest: bytes) -> bytes:
    return b"%08x %b\n" % (zlib.crc32(rest), rest)


def _sealed_words(entry: dict[str, Json], old: bytes, new: bytes) -> bytes:
    """An entry sealed with the key over words that no program of ours writes."""
    words = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode().replace(old, new)
    digest = hashlib.sha256(words)
    signature = KEY.sign(DOMAIN + digest.digest()).hex().encode()
    return b'{"entry":%s,"hash":"%s","signature":"%s"}' % (words, digest.hexdigest().encode(), signature)


def test_the_quick_way_takes_and_refuses_just_what_the_careful_way_does(tmp_path: Path) -> None:
    chance = random.Random(3_400)  # noqa: S311 - the same books in each run
    new_book(tmp_path / "book", 6)
    lines = (tmp_path / "book").read_bytes().splitlines(keepends=True)
    assert followed(lines, quick=True) == followed(lines, quick=False)
    tried = 0
    for book in altered(lines, chance):
        tried += 1
        assert followed(book, quick=True) == followed(book, quick=False)
    assert tried > 500


def test_quotation_marks_and_field_names_in_words_mislead_nobody(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book = new_book(path)
    traps = ('","id":"x","kind":"y","offset":"', "\\", '"', ',"id":', "a\nb", "é", "😀", "{", "}", '\\","id":"')
    for number, trap in enumerate(traps):
        inner: dict[str, Json] = {
            "id": trap,
            "kind": trap,
            "offset": trap,
            "previous": trap,
            "seq": 1,
            "station": trap,
            "body": trap,
        }
        book.append(f"kind {trap}", {"id": inner, "body": [inner], "kind": trap}, f"{trap}-{number}")
    for each in (book, open_book(path)):
        assert ids(each) == [f"{trap}-{number}" for number, trap in enumerate(traps)]
        assert [entry.kind for entry in each.read_from(2)] == [f"kind {trap}" for trap in traps]
        assert [entry.body["kind"] for entry in each.read_from(2)] == list(traps)
        for number, trap in enumerate(traps):
            assert each.append(f"kind {trap}", {}, f"{trap}-{number}").seq == number + 2


def test_an_entry_that_was_changed_while_the_book_was_open_is_not_handed_out(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book = new_book(path, 3)
    lines = path.read_bytes().splitlines(keepends=True)
    forged = rewritten([*lines[:2], lines[2].replace(b"signed signed", b"SIGNED signed"), lines[3]], KEY, 3)
    with path.open("r+b") as file:
        file.write(b"".join(forged.splitlines(keepends=True)[:3]))
    with pytest.raises(LedgerDamaged, match=r"Line 3 .* not what it was"):
        list(book.read_from(1))
    assert next(book.read_from(2)).id == "id-1"


def test_words_that_were_changed_under_the_hash_of_their_line_are_not_handed_out_again(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book = new_book(path, 3)
    assert len(all_entries(book)) == 4
    with path.open("r+b") as file:
        file.seek(path.read_bytes().index(b"signed signed"))
        file.write(b"SIGNED")
    for first in (1, 3):
        with pytest.raises(LedgerDamaged, match=r"Line 3 .* not what it was"):
            list(book.read_from(first))


def test_an_entry_of_which_only_the_seal_is_sound_is_damage_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "book"
    new_book(path, 2).close()
    line = path.read_bytes().splitlines(keepends=True)[-1]
    seq, durable, entry, _, _ = take_line_apart(line)
    for old, new in ((b'"number":2', b'"number":2.5,'), (b',"id"', b',"evil":{},"id"')):
        forged = checked_line(seq, durable, _sealed_words(entry, old, new))
        book = open_book(put_file(tmp_path / "other", path.read_bytes().replace(line, forged)))
        with pytest.raises(LedgerDamaged, match="Entry 3 of the book of records cannot be read"):
            _ = [(each.at, each.body) for each in book.read_from(3)]


def test_what_somebody_without_the_key_appends_is_shown_to_nobody_and_nothing_is_sealed_on_top(tmp_path: Path) -> None:
    path = tmp_path / "book"
    running = new_book(path, 3)
    forged = further_line(path, "acknowledged", {"forged": True}, OTHER_KEY)
    put_file(path, path.read_bytes() + forged)
    before = path.read_bytes()
    acts: list[Callable[[], object]] = [
        running.head,
        lambda: list(running.read_from(1)),
        lambda: running.append("acknowledged", {}, "mine"),
        lambda: survey(path),
        lambda: open_book(path),
    ]
    for act in (*acts, *acts):
        with pytest.raises(LedgerDamaged, match=r"Line 5 .* not signed by this station"):
            act()
    assert path.read_bytes() == before


@pytest.mark.parametrize("longer", [False, True])
def test_a_terminal_that_knows_an_entry_which_is_gone_writes_nothing_over_what_others_wrote(
    tmp_path: Path,
    longer: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """The newest line decays, another terminal starts and sets it aside, and goes on; so does an old copy put back."""
    path = tmp_path / "book"
    running = new_book(path, 3)
    put_file(path, path.read_bytes()[:-40])
    other = open_book(path)
    other.append("acknowledged", {"number": 3, "words": "signed " * (40 if longer else 3)}, "id-9")
    book = path.read_bytes()
    for act in (lambda: running.append("acknowledged", {}, "mine"), running.head):
        with pytest.raises(LedgerDamaged, match=r"entry 4, which was there, is gone|shorter than it was"):
            act()
    assert path.read_bytes() == book
    assert ids(open_book(path)) == ["id-1", "id-2", "id-9"]


def test_what_another_terminal_knew_to_be_on_the_disk_is_vouched_for_as_well(tmp_path: Path) -> None:
    path = tmp_path / "book"
    one, other = new_book(path, 1), open_book(path)
    for number, book in enumerate((one, one, other), 2):
        book.append("acknowledged", {}, f"id-{number}")
    lines = path.read_bytes().splitlines(keepends=True)
    assert take_line_apart(lines[-1])[1] >= take_line_apart(lines[-2])[1]


def test_an_act_that_is_in_the_book_is_found_while_others_hold_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book = new_book(path, 2)
    other = FileLock(lock_of(path))
    with other.hold(LedgerUnusable):
        assert book.append("acknowledged", {}, "id-2").seq == 3


def test_a_lock_whose_file_was_taken_away_still_keeps_two_programs_apart(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book = new_book(path, 1)
    lock_of(path).unlink()
    newcomer = FileLock(lock_of(path), patience=0.05)
    book.append("acknowledged", {}, "id-2")
    held = FileLock(lock_of(path))
    with held.hold(LedgerUnusable), pytest.raises(NotRecorded), newcomer.hold(NotRecorded):
        pass
    assert ids(book) == ["id-1", "id-2"]


def test_a_file_that_got_shorter_while_it_was_open_is_damage_and_takes_no_entry(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book = new_book(path, 3)
    reading = book.read_from(1)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 10)
    with pytest.raises(LedgerDamaged):
        list(reading)
    for act in (book.head, lambda: book.append("acknowledged", {}, "new")):
        with pytest.raises(LedgerDamaged, match="shorter than it was"):
            act()


def test_reading_does_not_wait_for_a_terminal_that_is_in_the_middle_of_a_line(tmp_path: Path) -> None:
    """Only when what is there is not whole does a reader ask for the lock; what is whole is read at once."""
    path = tmp_path / "book"
    book, other = new_book(path, 1), open_book(path)
    held, let_go = threading.Event(), threading.Event()
    other.append("acknowledged", {}, "whole")
    journal = other.table.journal._file
    assert journal is not None

    def writer() -> None:
        with journal._lock.hold(LedgerDamaged):
            held.set()
            let_go.wait(10)

    thread = threading.Thread(target=writer)
    thread.start()
    assert held.wait(10)
    try:
        assert ids(book) == ["id-1", "whole"]
    finally:
        let_go.set()
        thread.join()


def test_threads_read_and_write_at_once_and_see_every_entry_once(tmp_path: Path) -> None:
    path = tmp_path / "book"
    book, other, wrong = new_book(path), open_book(path), list[str]()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            found = [entry.seq for entry in book.read_from(1)]
            if found != list(range(1, len(found) + 1)):
                wrong.append(str(found))

    def write(name: int) -> None:
        for number in range(60):
            (book if name % 2 else other).append("acknowledged", {"n": number}, f"{name}-{number}")

    readers = [threading.Thread(target=read) for _ in range(3)]
    writers = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert len(ids(book)) == len(set(ids(book))) == 240
    assert [entry.hash for entry in all_entries(open_book(path))] == [entry.hash for entry in all_entries(book)]


def test_a_book_is_followed_through_the_place_of_no_descriptor(tmp_path: Path) -> None:
    """A shared place in the file would be moved by whoever appends meanwhile."""
    path = put_file(tmp_path / "lines", b"one\ntwo\nthree")
    with path.open("rb") as file:
        lines = disk.lines_from(file.fileno(), 4)
        assert next(lines) == b"two\n"
        file.seek(0)
        assert list(lines) == [b"three"]
        assert list(disk.lines_from(file.fileno(), 4, 10)) == [b"two\n", b"th"]
        assert [list(disk.lines_from(file.fileno(), 4, end)) for end in (4, 3, 8, 99)] == [
            [],
            [],
            [b"two\n"],
            [b"two\n", b"three"],
        ]
        assert file.tell() == 0


def test_the_head_that_is_handed_out_is_on_the_disk_also_where_another_terminal_wrote_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = new_book(tmp_path / "book", 3), open_book(tmp_path / "book")

    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "fdatasync", fails)
        with pytest.raises(OutcomeUnknown):
            writer.append("acknowledged", {}, "not confirmed")
    synced: list[int] = []
    monkeypatch.setattr(disk, "fdatasync", synced.append)
    assert reader.head().seq == 5
    assert len(synced) == 1
    assert reader.head().seq == 5
    assert len(synced) == 1


def test_a_foreign_line_under_the_stations_own_key_is_signed_again_and_any_other_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = new_book(tmp_path / "book", 3), open_book(tmp_path / "book")
    checked: list[str] = []

    def noting(entry: Entry, key: str) -> bool:
        checked.append(key)
        return signature_holds(entry, key)

    monkeypatch.setattr(book_file, "signature_holds", noting)
    theirs.append("acknowledged", {}, "another terminal's")
    assert ours.head().seq == 5
    assert checked == []
    put = further_line(tmp_path / "book", "acknowledged", {}, OTHER_KEY)
    with (tmp_path / "book").open("ab") as file:
        file.write(put)
    with pytest.raises(LedgerDamaged, match="it was not signed by this station"):
        ours.head()
    assert len(checked) == 1
