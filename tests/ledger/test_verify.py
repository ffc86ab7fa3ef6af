"""The independent check names each way of altering a book."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from oc_training.errors import LedgerUnusable
from oc_training.ledger import verify as module
from oc_training.ledger.port import Json
from oc_training.ledger.verify import Witnesses, verify
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

Change = Callable[[dict[str, Json]], dict[str, Json]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_book(tmp_path / "book", 8)
    return tmp_path / "book"


@pytest.fixture
def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def problems(path: Path, data: bytes) -> tuple[str, ...]:
    return verify(put_file(path, data)).problems


def edited(line: bytes, change: Change, *, rehash: bool) -> bytes:
    """The line with its entry changed and a fitting checksum; with a fitting hash too where asked for."""
    seq, durable, entry, digest, signature = take_line_apart(line)
    return checked_line(seq, durable, sealed_by_hand(change(entry), None if rehash else digest, signature))


def declined(entry: dict[str, Json]) -> dict[str, Json]:
    return {**entry, "kind": "not accepted"}


def test_a_sound_book_has_no_problems(path: Path) -> None:
    verdict = verify(path, Witnesses(KEY.public_key().public_bytes_raw().hex()))
    assert verdict.problems == ()
    assert verdict.entries == 9
    assert verdict.head == open_book(path).head()


def test_an_edit_is_found_by_the_hash(path: Path, lines: list[bytes]) -> None:
    lines[4] = edited(lines[4], declined, rehash=False)
    assert problems(path, b"".join(lines)) == ("Line 5: the hash is not that of the entry; its words were altered.",)


def test_an_edit_in_a_text_editor_is_found_by_the_checksum_too(path: Path, lines: list[bytes]) -> None:
    lines[4] = lines[4].replace(b"acknowledged", b"declined")
    assert problems(path, b"".join(lines)) == (
        "Line 5: the checksum does not fit; the line was altered or is damaged.",
        "Line 5: the hash is not that of the entry; its words were altered.",
        "Line 6: the file before it is shorter than it was when the line was written.",
    )


def test_an_edit_with_a_new_hash_is_found_by_the_signature_and_the_chain(path: Path, lines: list[bytes]) -> None:
    lines[4] = edited(lines[4], declined, rehash=True)
    assert problems(path, b"".join(lines)) == (
        "Line 5: the signature is not the station's.",
        "Line 6: entry 6 does not name the hash of the entry before it.",
    )


def test_an_edit_with_all_hashes_made_to_fit_without_the_key_is_found_by_every_signature(
    path: Path, lines: list[bytes]
) -> None:
    lines[4] = edited(lines[4], declined, rehash=False)
    assert problems(path, rewritten(lines, None, 5)) == tuple(
        f"Line {number}: the signature is not the station's." for number in range(5, 10)
    )


def test_a_deleted_entry_is_found(path: Path, lines: list[bytes]) -> None:
    assert problems(path, b"".join(lines[:4] + lines[5:])) == (
        "Line 5: the file before it is shorter than it was when the line was written.",
        "Line 5: entry 6 stands where entry 5 belongs.",
        "Line 5: entry 6 does not name the hash of the entry before it.",
    )


def test_swapped_entries_are_found(path: Path, lines: list[bytes]) -> None:
    lines[4], lines[5] = lines[5], lines[4]
    found = problems(path, b"".join(lines))
    assert "Line 5: entry 6 stands where entry 5 belongs." in found
    assert "Line 6: entry 5 stands where entry 7 belongs." in found
    assert "Line 7: entry 7 stands where entry 6 belongs." in found


def test_a_duplicated_entry_is_found(path: Path, lines: list[bytes]) -> None:
    found = problems(path, b"".join([*lines[:5], lines[4], *lines[5:]]))
    assert "Line 6: entry 5 stands where entry 6 belongs." in found
    assert "Line 6: it has the same id as line 5." in found


def test_an_inserted_entry_is_found(path: Path, lines: list[bytes]) -> None:
    def another(entry: dict[str, Json]) -> dict[str, Json]:
        return {**entry, "id": "forged", "seq": 6}

    seq, durable, entry, _, signature = take_line_apart(lines[4])
    forged = checked_line(seq + 1, durable, sealed_by_hand(another(entry), None, signature))
    found = problems(path, b"".join([*lines[:5], forged, *lines[5:]]))
    assert "Line 6: entry 6 does not name the hash of the entry before it." in found
    assert "Line 6: the signature is not the station's." in found
    assert "Line 7: entry 6 stands where entry 7 belongs." in found


def test_an_entry_of_another_book_is_found(path: Path, lines: list[bytes], tmp_path: Path) -> None:
    new_book(tmp_path / "second", 8)
    other = (tmp_path / "second").read_bytes().splitlines(keepends=True)
    found = problems(path, b"".join([*lines[:4], other[4], *lines[5:]]))
    assert "Line 5: entry 5 does not name the hash of the entry before it." in found


def test_a_deletion_renumbered_without_the_key_is_found(path: Path, lines: list[bytes]) -> None:
    assert len(problems(path, rewritten([*lines[:4], *lines[5:]], None, 5))) == 4


def test_a_book_made_anew_with_another_key_is_found_by_whoever_has_the_public_key(
    path: Path, lines: list[bytes]
) -> None:
    seq, durable, entry, _, _ = take_line_apart(lines[0])
    body = entry["body"]
    assert isinstance(body, dict)
    other = OTHER_KEY.public_key().public_bytes_raw().hex()
    lines[0] = checked_line(seq, durable, sealed_by_hand({**entry, "body": {**body, "public_key": other}}))
    put_file(path, rewritten(lines, OTHER_KEY, 1))
    assert verify(path).problems == ()
    (problem,) = verify(path, Witnesses(KEY.public_key().public_bytes_raw().hex())).problems
    assert problem.startswith("The public key in the genesis is not the one that was given for this station")


def test_what_no_check_of_the_file_alone_can_find_shows_in_the_head(path: Path, lines: list[bytes]) -> None:
    """A cut end, an old copy, a rewriting with the key: docs/ledger.md says so, and receipts are the remedy."""
    receipt = verify(path).head
    assert receipt is not None
    cut = verify(put_file(path, b"".join(lines[:6])))
    assert (cut.entries, cut.problems) == (6, ())
    assert verify(path).head != receipt
    rebuilt = verify(put_file(path, rewritten([*lines[:4], *lines[5:]], KEY, 5)))
    assert rebuilt.problems == ()
    with_key = verify(
        put_file(path, rewritten([*lines[:4], edited(lines[4], declined, rehash=True), *lines[5:]], KEY, 5))
    )
    assert with_key.problems == ()
    assert with_key.head is not None
    assert with_key.head.seq == receipt.seq
    assert with_key.head.hash != receipt.hash


def test_a_signature_that_was_damaged_is_found(path: Path, lines: list[bytes]) -> None:
    seq, durable, entry, digest, signature = take_line_apart(lines[4])
    turned = signature[:-1] + ("0" if signature[-1] != "0" else "1")
    lines[4] = checked_line(seq, durable, sealed_by_hand(entry, digest, turned))
    assert problems(path, b"".join(lines)) == ("Line 5: the signature is not the station's.",)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (lambda words: words.replace(b'{"at"', b'{ "at"'), "the entry is not in canonical form"),
        (lambda words: words.replace(b'"number":4', b'"number":4.0'), "the entry is not JSON of the book's form"),
        (lambda words: words.replace(b'"number":4', b'"number":4,"number":4'), "the entry is not in canonical form"),
        (lambda words: words.replace(b'"number":4', b'"Number":4'), "the entry holds a name, number or text outside"),
        (lambda words: words.replace(b'"number":4', b'"number":9007199254740992'), "the entry holds a name, number"),
        (lambda words: words.replace(b"signed", "e\u0301".encode(), 1), "the entry holds a name, number or text"),
        (lambda words: words.replace(b'"at":"2026', b'"at":"26'), "the entry's time is not written as a time"),
        (lambda words: words.replace(b'"at":"2026-03', b'"at":"2026-13'), "the entry's time is not written as a time"),
        (lambda words: words.replace(b'"offset":"-0', b'"offset":"-9'), "the entry's time is not written as a time"),
        (lambda words: words.replace(b'"acknowledged"', b'""'), "the entry has no id or no kind"),
        (lambda words: words.replace(b'"OAK-1"', '"\u00c4"'.encode()), "the entry's station is not a station's name"),
        (lambda words: words.replace(b'"OAK-1"', b'"--"'), "the entry's station is not a station's name"),
        (lambda words: words.replace(b'"kind":"acknowledged",', b""), "the entry does not have the fields"),
        (lambda words: words.replace(b'"seq":5', b'"seq":true'), "the entry does not have the fields"),
        (lambda words: words.replace(b'"OAK-1"', b'"OAK-2"'), "it was written at the station OAK-2"),
        (lambda words: words.replace(b'"acknowledged"', b'"genesis"'), "a second genesis entry"),
        (lambda words: words.replace(b'"seq":5', b'"seq":6'), "the line has the number 5, its entry 6"),
    ],
)
def test_even_the_holder_of_the_key_cannot_write_outside_the_form_unnoticed(
    path: Path, lines: list[bytes], words: Callable[[bytes], bytes], problem: str
) -> None:
    sealed = lines[4].split(b" ", 3)[3]
    altered = words(sealed[len(b'{"entry":') : sealed.index(b',"hash":')])
    digest = hashlib.sha256(altered).hexdigest()
    signature = KEY.sign(b"oc-training/ledger-entry/1\n" + bytes.fromhex(digest)).hex()
    stored = b'{"entry":%s,"hash":"%s","signature":"%s"}' % (altered, digest.encode(), signature.encode())
    lines[4] = checked_line(5, 0, stored)
    assert any(f"Line 5: {problem}" in each for each in problems(path, b"".join(lines)))


def test_a_mark_of_durability_that_cannot_be_true_is_found(path: Path, lines: list[bytes]) -> None:
    lines[4] = checked_line(5, 10**9, lines[4].rstrip(b"\n").split(b" ", 3)[3])
    assert problems(path, b"".join(lines)) == (
        "Line 5: the file before it is shorter than it was when the line was written.",
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "Line 1: the file is empty"),
        (b"nonsense\n", "Line 1: it is not a line of a book of records."),
        (b"torn", "Line 1: it is not complete"),
        (checked_line(1, 0, b"{}"), "Line 1: it does not hold a sealed entry."),
        (checked_line(1, 0, sealed_by_hand({"a": 1})), "Line 1: the entry does not have the fields of an entry."),
    ],
)
def test_a_file_that_is_no_book_is_said_to_be_none(tmp_path: Path, data: bytes, problem: str) -> None:
    verdict = verify(put_file(tmp_path / "book", data))
    assert verdict.problems[0].startswith(problem)
    assert verdict.head is None


def test_a_book_without_its_genesis_is_found(path: Path, lines: list[bytes]) -> None:
    assert "Line 1: the book does not begin with a genesis entry." in problems(path, b"".join(lines[1:]))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda entry: {**entry, "id": "another"}, "the genesis does not have the name of the book as its id"),
        (lambda entry: {**entry, "body": {**entry["body"], "format": True}}, "does not begin with a genesis entry"),
        (lambda entry: {**entry, "station": "OAK-2"}, "the genesis names another station than it was written at"),
    ],
)
def test_a_genesis_that_is_not_as_it_should_be_is_found(
    path: Path, lines: list[bytes], change: Change, problem: str
) -> None:
    lines[0] = edited(lines[0], change, rehash=True)
    put_file(path, rewritten(lines, KEY, 1))
    assert problem in verify(path).sentence


def test_a_torn_end_is_a_problem_and_the_check_leaves_it_there(path: Path, lines: list[bytes]) -> None:
    data = b"".join(lines) + lines[4][:50]
    assert problems(path, data)[0].startswith("Line 10: it is not complete")
    assert path.read_bytes() == data


def test_all_problems_of_a_book_are_named_in_one_run(path: Path, lines: list[bytes]) -> None:
    lines[2] = b"damaged\n"
    lines[6] = edited(lines[6], declined, rehash=False)
    found = problems(path, b"".join(lines))
    assert found[0] == "Line 3: it is not a line of a book of records."
    assert found[-1] == "Line 7: the hash is not that of the entry; its words were altered."


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="cannot be read"):
        verify(tmp_path / "none")


def house_imports(source: Path) -> set[str]:
    """The modules of the house that a file names, wherever in it."""
    found = set[str]()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return {name for name in found if name.startswith("oc_training.")}


OWN = Path(module.__file__).parent
AUDIT = [OWN / "verify.py", *sorted((OWN / "audit").glob("*.py"))]


def test_the_check_has_nothing_of_what_writes_the_book() -> None:
    for source in AUDIT:
        foreign = {name for name in house_imports(source) if not name.startswith("oc_training.ledger.audit")}
        allowed = ("oc_training.errors", "oc_training.ledger.port", "oc_training.ledger.audit")
        assert all(name.startswith(allowed) or name == "oc_training.ledger" for name in foreign), source.name


def test_what_the_writer_has_of_the_check_is_what_the_documentation_says() -> None:
    """It reads checkpoints that lie in a folder, and has the words and values that both must mean the same by."""
    taken = {
        name
        for source in sorted(OWN.glob("*.py"))
        if source.name != "verify.py"
        for name in house_imports(source)
        if name.startswith("oc_training.ledger.audit.") and name.count(".") > 3
    }
    assert taken == {
        "oc_training.ledger.audit.note.read_checkpoint",
        "oc_training.ledger.audit.tree.roots_at",
        "oc_training.ledger.audit.witness.PROOF_FORM",
    }
    said = " ".join((OWN.parents[1] / "docs" / "ledger.md").read_text().split())
    assert all(f"`{name.rsplit('.', 1)[1]}`" in said for name in taken)


def test_what_an_unsigned_entry_means_is_not_looked_at(
    path: Path, lines: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_at(source: str) -> str:
        raise AssertionError(source)

    monkeypatch.setattr("oc_training.ledger.audit.piece.words_digest", looked_at)
    body: dict[str, Json] = {"directive": "9-100", "source": "a_ " * 9, "text_sha256": "0" * 64}
    for rehash in (True, False):
        lines[4] = edited(lines[4], lambda entry: {**entry, "body": body}, rehash=rehash)
        assert "Line 5" in problems(path, b"".join(lines))[0]
