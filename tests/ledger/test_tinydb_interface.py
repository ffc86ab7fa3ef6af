"""The book as a TinyDB database: queries work, every way of changing is refused."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import Query, where
from tinydb.operations import delete
from tinydb.operations import set as set_field

from oc_training.errors import Refused
from oc_training.ledger import disk
from oc_training.ledger.book_table import Book, BookTable
from oc_training.ledger.documents import EntriesByNumber
from oc_training.ledger.seal import Sealer
from tests.ledger.books import KEY, ids, new_book, open_book
from tests.ledger.faults import CALLS
from tests.support.fixed_clock import FixedClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_book(tmp_path / "book", 3)
    return tmp_path / "book"


@pytest.fixture
def book(path: Path) -> Book:
    return Book(path, Sealer(KEY, FixedClock()))


@pytest.fixture
def table(book: Book) -> BookTable:
    return book.table("entries")


def test_queries_find_entries_by_any_field(table: BookTable) -> None:
    assert [found.doc_id for found in table.search(where("kind") == "acknowledged")] == [2, 3, 4]
    assert [found.doc_id for found in table.search(Query().body.number > 1)] == [3, 4]
    assert table.contains(where("id") == "id-2")
    assert table.count(where("station") == "OAK-1") == 4
    assert len(table) == len(table.all()) == 4
    assert [found["seq"] for found in table] == [1, 2, 3, 4]


def test_an_entry_is_found_by_its_number(table: BookTable) -> None:
    found = table.get(doc_id=3)
    assert found is not None
    assert found["id"] == "id-2"
    assert [each["id"] for each in table.get(doc_ids=[2, 4, 9])] == ["id-1", "id-3"]
    for number in (0, 5, -1):
        assert table.get(doc_id=number) is None
    with pytest.raises(KeyError):
        EntriesByNumber([])["²"]


def test_an_insert_is_an_append(table: BookTable, path: Path) -> None:
    assert table.insert({"id": "new", "kind": "acknowledged", "body": {"n": 1}}) == 5
    assert table.insert({"id": "new", "kind": "acknowledged", "body": {"n": 1}}) == 5
    assert ids(open_book(path)) == ["id-1", "id-2", "id-3", "new"]


@pytest.mark.parametrize(
    "document",
    [{}, {"id": "a", "kind": "b"}, {"id": "a", "kind": "b", "body": {}, "seq": 9}, {"id": 1, "kind": "b", "body": {}}],
)
def test_only_id_kind_and_body_are_inserted(table: BookTable, document: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="id, kind and body"):
        table.insert(document)


def test_nothing_is_updated_removed_or_dropped(book: Book, table: BookTable, path: Path) -> None:
    before = path.read_bytes()
    everything = where("seq") > 0
    changes: tuple[Callable[[], object], ...] = (
        lambda: table.update({"kind": "declined"}, everything),
        lambda: table.update(set_field("kind", "declined"), doc_ids=[2]),
        lambda: table.update(delete("kind"), everything),
        lambda: table.update_multiple([({"kind": "declined"}, everything)]),
        lambda: table.upsert({"kind": "declined"}, everything),
        lambda: table.upsert({"kind": "declined"}, where("seq") == 99),
        lambda: table.remove(everything),
        lambda: table.remove(doc_ids=[2]),
        lambda: table.insert_multiple([{"id": "x", "kind": "y", "body": {}}]),
        table.truncate,
        book.drop_tables,
        lambda: book.drop_table("entries"),
        lambda: book.storage.write({}),
        lambda: book.table("other"),
        lambda: BookTable(book.storage, "entries", persist_empty=True),
        lambda: BookTable(book.storage, "entries", cache_size=10),
    )
    for change in changes:
        with pytest.raises((Refused, ValueError)):
            change()
    assert path.read_bytes() == before
    assert len(table) == 4


def test_what_a_query_returns_cannot_be_changed(table: BookTable) -> None:
    found = table.search(where("id") == "id-1")[0]
    with pytest.raises(TypeError):
        found["kind"] = "declined"
    with pytest.raises(TypeError):
        found["body"]["number"] = 9
    assert table.search(where("id") == "id-1")[0]["kind"] == "acknowledged"


def test_queries_see_what_another_terminal_appended(table: BookTable, path: Path) -> None:
    asked = where("kind") == "declined"
    assert table.search(asked) == []
    open_book(path).append("declined", {}, "theirs")
    assert [found["id"] for found in table.search(asked)] == ["theirs"]


def test_the_book_has_one_table(book: Book) -> None:
    assert book.tables() == {"entries"}
    assert len(book) == 4


def test_an_append_costs_the_same_in_a_large_book_as_in_a_small_one(tmp_path: Path) -> None:
    """Counted, not timed: calls of the system, and bytes read, however many entries there are."""
    path = tmp_path / "growing"
    ledger, costs = new_book(path), list[Counter[str]]()
    for number in range(100):
        counted = Counter[str]()
        with pytest.MonkeyPatch.context() as patch:
            for call in ("fstat", "stat", "pread", "preadv", "lseek"):
                patch.setattr(os, call, counting(counted, call, getattr(os, call)))
            for call in (*CALLS, "pread"):
                patch.setattr(disk, call, counting(counted, call, getattr(disk, call)))
            ledger.append("acknowledged", {}, str(number))
        costs.append(counted)
    assert all(cost == costs[0] for cost in costs)
    assert costs[0]["fdatasync"] == costs[0]["write"] == 1
    assert costs[0]["pread"] == 1, "the newest entry's seal is looked for, and nothing else is read"
    assert costs[0]["preadv"] == 0


def counting(counted: Counter[str], name: str, real: Callable[..., object]) -> Callable[..., object]:
    def call(*arguments: object, **named: object) -> object:
        counted[name] += 1
        return real(*arguments, **named)

    return call
