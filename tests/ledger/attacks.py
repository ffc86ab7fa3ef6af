"""A book as it might be at a station, what is kept of it elsewhere, and what somebody might do to its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from oc_training.ledger.audit.texts import words_digest
from oc_training.ledger.checkpoint import keep, make_checkpoint
from oc_training.ledger.port import Json
from oc_training.ledger.survey import survey
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from tests.ledger.books import (
    KEY,
    OTHER_KEY,
    STATION,
    checked_line,
    new_book,
    put_file,
    rewritten,
    sealed_by_hand,
    take_line_apart,
)
from tests.support.fixed_clock import FixedClock

Lines = list[bytes]

ENTRIES = 24
CHECKPOINT_AT = 20
KEY_CHANGED_AT = 12
SOURCE = "---\ndirective: 9-100\n---\n\n# I. PURPOSE\n\nA. Use *Dispatch* on channel one.\n"


@dataclass(frozen=True)
class Kept:
    """A book with its checkpoint, each in a file of its own."""

    book: Path
    checkpoint: Path
    lines: tuple[bytes, ...]

    @property
    def public_key(self) -> str:
        return KEY.public_key().public_bytes_raw().hex()


def kept_book(folder: Path) -> Kept:
    """A book of 24 entries: an issued directive, then acknowledgments. Its checkpoint was made after entry 20."""
    book = folder / "book"
    ledger = TinyDBLedger.create(book, STATION, KEY, FixedClock())
    ledger.append("revision issued", {"directive": "9-100", "source": SOURCE, "text_sha256": words_digest(SOURCE)}, "r")
    for number in range(3, ENTRIES + 1):
        if number == CHECKPOINT_AT + 1:
            checkpoint = keep(make_checkpoint(survey(book), KEY), folder)
        text: dict[str, Json] = {"issued_entry": 2, "text_sha256": words_digest(SOURCE)}
        ledger.append("acknowledged", {"who": f"person {number}", "text": text}, f"id-{number}")
    ledger.close()
    return Kept(book, checkpoint, tuple(book.read_bytes().splitlines(keepends=True)))


def rotated_book(folder: Path) -> Kept:
    """The same, but the station's key is changed in entry 12, and the checkpoint made by the new one."""
    book = folder / "book"
    ledger = TinyDBLedger.create(book, STATION, KEY, FixedClock())
    for number in range(2, ENTRIES + 1):
        if number == KEY_CHANGED_AT:
            ledger.change_key(OTHER_KEY, "the key")
            ledger.close()
            ledger = TinyDBLedger.open(book, OTHER_KEY, FixedClock())
            continue
        if number == CHECKPOINT_AT + 1:
            checkpoint = keep(make_checkpoint(survey(book), OTHER_KEY), folder)
        ledger.append("acknowledged", {"who": f"person {number}"}, f"id-{number}")
    ledger.close()
    return Kept(book, checkpoint, tuple(book.read_bytes().splitlines(keepends=True)))


def changed(line: bytes, change: Callable[[dict[str, Json]], Mapping[str, Json]], *, fit: bool) -> bytes:
    """The line with its entry changed, with a checksum and, where asked for, a hash that fit; the old signature."""
    seq, durable, entry, digest, signature = take_line_apart(line)
    return checked_line(seq, durable, sealed_by_hand(change(entry), None if fit else digest, signature))


def _with_body(**fields: Json) -> Callable[[dict[str, Json]], Mapping[str, Json]]:
    def change(entry: dict[str, Json]) -> Mapping[str, Json]:
        body = entry["body"]
        assert isinstance(body, dict)
        return {**entry, "body": {**body, **fields}}

    return change


def _other_book(folder: Path) -> Lines:
    """Another book of the same station, of the same length."""
    path = folder / "another"
    if not path.exists():
        other = new_book(path)
        for number in range(2, ENTRIES + 1):
            other.append("acknowledged", {"who": f"somebody {number}"}, f"other-{number}")
        other.close()
    return path.read_bytes().splitlines(keepends=True)


# ---- what can be done to the lines -----------------------------------------------------------------------------------


def in_an_editor(lines: Lines, _: Path) -> Lines:
    return [*lines[:11], lines[11].replace(b"person 12", b"person 99"), *lines[12:]]


def altered(lines: Lines, _: Path) -> Lines:
    return [*lines[:11], changed(lines[11], _with_body(who="somebody else"), fit=False), *lines[12:]]


def altered_with_hash(lines: Lines, _: Path) -> Lines:
    return [*lines[:11], changed(lines[11], _with_body(who="somebody else"), fit=True), *lines[12:]]


def altered_with_chain(lines: Lines, folder: Path) -> Lines:
    return rewritten(altered(lines, folder), None, 12).splitlines(keepends=True)


def deleted(lines: Lines, _: Path) -> Lines:
    return [*lines[:11], *lines[12:]]


def deleted_with_chain(lines: Lines, folder: Path) -> Lines:
    return rewritten(deleted(lines, folder), None, 12).splitlines(keepends=True)


def inserted(lines: Lines, _: Path) -> Lines:
    _seq, durable, entry, _hash, signature = take_line_apart(lines[11])
    forged = sealed_by_hand({**entry, "id": "forged", "seq": 13}, None, signature)
    return [*lines[:12], checked_line(13, durable, forged), *lines[12:]]


def appended(lines: Lines, _: Path) -> Lines:
    """An entry that follows the last one in everything but its signature."""
    seq, durable, entry, digest, signature = take_line_apart(lines[-1])
    forged = sealed_by_hand({**entry, "id": "forged", "seq": seq + 1, "previous": digest}, None, signature)
    return [*lines, checked_line(seq + 1, durable, forged)]


def swapped(lines: Lines, _: Path) -> Lines:
    return [*lines[:11], lines[12], lines[11], *lines[13:]]


def duplicated(lines: Lines, _: Path) -> Lines:
    return [*lines[:12], lines[11], *lines[12:]]


def of_another_book(lines: Lines, folder: Path) -> Lines:
    return [*lines[:11], _other_book(folder)[11], *lines[12:]]


def of_another_station(lines: Lines, _: Path) -> Lines:
    return [*lines[:11], changed(lines[11], lambda entry: {**entry, "station": "OAK-2"}, fit=True), *lines[12:]]


def foreign_signature(lines: Lines, _: Path) -> Lines:
    seq, durable, entry, digest, _signature = take_line_apart(lines[11])
    foreign = OTHER_KEY.sign(b"oc-training/ledger-entry/1\n" + bytes.fromhex(digest)).hex()
    return [*lines[:11], checked_line(seq, durable, sealed_by_hand(entry, digest, foreign)), *lines[12:]]


def new_key_of_ones_own(lines: Lines, _: Path) -> Lines:
    """A change of key to a key of the attacker's, in the place of an entry."""
    other = OTHER_KEY.public_key().public_bytes_raw().hex()

    def change(entry: dict[str, Json]) -> Mapping[str, Json]:
        return {**entry, "kind": "key changed", "body": {"public_key": other, "signature": "0" * 128}}

    return [*lines[:11], changed(lines[11], change, fit=True), *lines[12:]]


def other_text(lines: Lines, _: Path) -> Lines:
    return [lines[0], changed(lines[1], _with_body(source=SOURCE.replace("one", "two")), fit=True), *lines[2:]]


def other_text_and_digest(lines: Lines, _: Path) -> Lines:
    text = SOURCE.replace("one", "two")
    return [lines[0], changed(lines[1], _with_body(source=text, text_sha256=words_digest(text)), fit=True), *lines[2:]]


def torn(lines: Lines, _: Path) -> Lines:
    return [*lines[:-1], lines[-1][:-40]]


def cut(lines: Lines, _: Path) -> Lines:
    return lines[:15]


def cut_after_the_checkpoint(lines: Lines, _: Path) -> Lines:
    return lines[:22]


def altered_after_the_checkpoint(lines: Lines, _: Path) -> Lines:
    return [*lines[:22], changed(lines[22], _with_body(who="somebody else"), fit=True), *lines[23:]]


def emptied(_: Lines, __: Path) -> Lines:
    return []


def another_book(_: Lines, folder: Path) -> Lines:
    """A whole other book of the station, in the place of this one."""
    return _other_book(folder)


def made_anew(lines: Lines, _: Path) -> Lines:
    """The book with an altered entry, made anew from the first entry on with a key of the attacker's."""
    other = OTHER_KEY.public_key().public_bytes_raw().hex()
    first = changed(lines[0], _with_body(public_key=other), fit=True)
    lines = [first, *altered(lines, Path())[1:]]
    return rewritten(lines, OTHER_KEY, 1).splitlines(keepends=True)


def put_attack(kept: Kept, attack: Callable[[Lines, Path], Lines], key: Ed25519PrivateKey | None) -> Path:
    """Do *attack* to a copy of the book; with *key* everything is then numbered, linked and signed anew."""
    lines = attack(list(kept.lines), kept.book.parent)
    if key is not None and all(line.endswith(b"\n") for line in lines):
        data = rewritten(lines, key, 1)
    else:
        data = b"".join(lines)
    return put_file(kept.book.with_name("attacked"), data)
