"""Whatever the house writes into a book, the check finds in order: one event of every kind there is."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from oc_training.attestation import directive_events, events, signature_events
from oc_training.ledger.audit.texts import words_digest
from oc_training.ledger.port import Json
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from oc_training.ledger.verify import verify
from tests.ledger.attacks import SOURCE
from tests.ledger.books import new_book

KINDS: tuple[type[events.Body], ...] = get_args(events.Event)
TEXT_FIELDS = {"directive", "source", "text_sha256"}
"""What a body has that puts a directive in force."""


def holds_a_text(kind: type[events.Body]) -> bool:
    return set(kind.__struct_fields__) >= TEXT_FIELDS


def sample(wanted: object, fitting: Mapping[str, object]) -> object:
    """A value of a type, as an event's fields have them; fields named in *fitting* get that value."""
    arguments = get_args(wanted)
    if isinstance(wanted, types.UnionType):
        return sample(arguments[0], fitting)
    if typing.get_origin(wanted) is tuple:
        return (sample(arguments[0], fitting),)
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        hints = typing.get_type_hints(wanted)
        return {name: fitting.get(name, sample(hints[name], fitting)) for name in wanted.__struct_fields__}
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return next(iter(wanted)).value
    plain: Mapping[object, object] = {str: "a word", int: 7, bool: True, date: "2026-03-14"}
    return plain[wanted]


def write(book: TinyDBLedger, kind: type[events.Body], fitting: Mapping[str, object]) -> int:
    event = events.from_json(str(kind.__struct_config__.tag), msgspec.json.encode(sample(kind, fitting)))
    return book.append(events.kind_of(event), events.to_json(event), f"id-{book.head().seq}").seq


def text_of(number: int) -> dict[str, object]:
    return {"source": SOURCE, "text_sha256": words_digest(SOURCE), "issued_entry": number}


def test_one_event_of_every_kind_is_in_order(tmp_path: Path) -> None:
    book = new_book(tmp_path / "book")
    issued = write(book, directive_events.RevisionIssued, text_of(0))
    for kind in KINDS:
        number = write(book, kind, text_of(issued))
        if holds_a_text(kind):
            write(book, signature_events.Acknowledged, text_of(number))
    book.close()
    verdict = verify(tmp_path / "book")
    assert verdict.problems == ()
    assert verdict.entries > len(KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if holds_a_text(kind)], ids=lambda kind: kind.__name__)
def test_a_text_that_does_not_match_its_digest_is_found_in_every_kind_that_holds_one(
    tmp_path: Path, kind: type[events.Body]
) -> None:
    book = new_book(tmp_path / "book")
    write(book, kind, {**text_of(0), "source": SOURCE.replace("one", "two")})
    book.close()
    assert "does not match its digest" in verify(tmp_path / "book").sentence


def test_both_kinds_of_issue_are_among_them() -> None:
    names: set[Json] = {str(kind.__struct_config__.tag) for kind in KINDS if holds_a_text(kind)}
    assert names >= {"revision issued", "revision issued by two"}
