"""What every book promises its callers, whichever engine stands behind the port."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from oc_training.errors import MovedOn, NotRecorded
from oc_training.ledger.drawer import TinyDBDrawer
from oc_training.ledger.port import Drawer, Head, Json, Ledger
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from tests.ledger.books import KEY, STATION
from tests.support.fixed_clock import FixedClock
from tests.support.memory_ledger import MemoryDrawer, MemoryLedger, entry_at


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(params=["memory", "tinydb"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Ledger:
    makers: dict[str, Callable[[], Ledger]] = {
        "memory": lambda: MemoryLedger(clock, STATION, KEY),
        "tinydb": lambda: TinyDBLedger.create(tmp_path / "book", STATION, KEY, clock),
    }
    return makers[request.param]()


@pytest.fixture(params=["memory", "tinydb"])
def drawer(request: pytest.FixtureRequest, tmp_path: Path) -> Drawer:
    makers: dict[str, Callable[[], Drawer]] = {
        "memory": MemoryDrawer,
        "tinydb": lambda: TinyDBDrawer(tmp_path / "drawer.json"),
    }
    return makers[request.param]()


def test_a_new_book_holds_its_genesis(ledger: Ledger) -> None:
    genesis = entry_at(ledger, 1)
    assert (genesis.seq, genesis.kind, genesis.previous) == (1, "genesis", "0" * 64)
    assert set(genesis.body) == {"format", "station", "public_key", "log"}
    assert ledger.head() == Head(1, genesis.hash)


def test_entries_are_numbered_without_a_gap_and_each_names_the_hash_of_the_one_before(ledger: Ledger) -> None:
    for _ in range(5):
        ledger.append("attempt made", {}, uuid4().hex)
    entries = list(ledger.read_from(1))
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert [entry.previous for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert ledger.head() == Head(6, entries[-1].hash)


def test_an_entry_comes_back_as_it_was_given(ledger: Ledger) -> None:
    body: dict[str, Json] = {
        "name": "Zoë Ångström",
        "none": None,
        "yes": True,
        "number": -7,
        "list": ["a", {"b": []}],
        "text": "a\nb",
    }
    entry = ledger.append("acknowledged", body, "f" * 32)
    assert (entry.id, entry.kind, entry.station) == ("f" * 32, "acknowledged", STATION)
    assert dict(entry.body) == {**body, "list": ("a", {"b": ()})}
    assert entry_at(ledger, entry.seq) == entry


def test_the_time_is_that_of_the_append(ledger: Ledger, clock: FixedClock) -> None:
    first = ledger.append("a", {}, "1")
    clock.forward(timedelta(hours=1))
    second = ledger.append("b", {}, "2")
    assert (first.at, first.offset) == ("2026-03-14T14:26:53.58Z", "-05:00")
    assert (second.at, second.offset) == ("2026-03-14T15:26:53.58Z", "-05:00")


def test_an_id_that_the_book_holds_is_not_written_twice(ledger: Ledger, clock: FixedClock) -> None:
    first = ledger.append("acknowledged", {"n": 1}, "same")
    clock.forward(timedelta(seconds=1))
    assert ledger.append("acknowledged", {"n": 2}, "same") == first
    assert ledger.head().seq == 2


def test_an_id_that_something_of_another_kind_has_is_refused(ledger: Ledger) -> None:
    ledger.append("acknowledged", {"n": 1}, "once")
    with pytest.raises(NotRecorded, match="in place of this, as entry 2"):
        ledger.append("declined", {"n": 1}, "once")
    assert ledger.head().seq == 2


def test_an_entry_that_rests_on_a_head_is_written_while_that_is_the_head(ledger: Ledger) -> None:
    first = ledger.append("a", {}, "1", expected_head=ledger.head())
    assert first.seq == 2
    assert ledger.append("a", {}, "2", expected_head=Head(2, first.hash)).seq == 3


@pytest.mark.parametrize("looked_at", [Head(1, "0" * 64), Head(2, "0" * 64), Head(7, "")])
def test_an_entry_that_rests_on_another_head_is_not_written(ledger: Ledger, looked_at: Head) -> None:
    seen = ledger.head()
    ledger.append("a", {}, "1")
    before = ledger.head()
    for head in (seen, looked_at):
        with pytest.raises(MovedOn, match="Nothing was recorded"):
            ledger.append("a", {}, "2", expected_head=head)
    assert ledger.head() == before
    assert ledger.append("a", {}, "2", expected_head=before).seq == 3


def test_what_is_there_under_its_id_is_found_whatever_head_was_expected(ledger: Ledger) -> None:
    seen = ledger.head()
    first = ledger.append("a", {}, "same", expected_head=seen)
    ledger.append("a", {}, "other")
    assert ledger.append("a", {}, "same", expected_head=seen) == first


def test_reading_begins_where_asked(ledger: Ledger) -> None:
    for number in range(3):
        ledger.append("a", {}, str(number))
    assert [entry.seq for entry in ledger.read_from(3)] == [3, 4]
    assert [entry.seq for entry in ledger.read_from(0)] == [1, 2, 3, 4]
    assert list(ledger.read_from(5)) == []


def test_reading_is_of_the_moment_it_began(ledger: Ledger) -> None:
    reading = ledger.read_from(1)
    ledger.append("a", {}, "later")
    assert [entry.seq for entry in reading] == [1]


def test_the_callers_own_body_may_change_afterwards(ledger: Ledger) -> None:
    inner = [1]
    entry = ledger.append("a", {"list": inner}, "1")
    inner.append(2)
    assert entry.body["list"] == (1,)
    assert entry_at(ledger, 2).body["list"] == (1,)


def test_a_body_outside_the_profile_is_refused_and_changes_nothing(ledger: Ledger) -> None:
    for body in ({"half": 0.5}, {"Big": 1}, {"n": 2**53}, {"text": "\ud800"}):
        with pytest.raises(ValueError, match="value"):
            ledger.append("a", body, "1")  # type: ignore[arg-type]  # a fraction is one of the points
    with pytest.raises(ValueError, match="genesis"):
        ledger.append("genesis", {}, "1")
    assert ledger.head().seq == 1
    assert ledger.append("a", {}, "1").seq == 2


def test_a_drawer_gives_back_what_was_put_in_last(drawer: Drawer) -> None:
    assert drawer.get("progress", "P-1") is None
    drawer.put("progress", "P-1", {"at": "III.A", "seen": {"I": 3}})
    drawer.put("progress", "P-1", {"at": "III.B"})
    assert drawer.get("progress", "P-1") == {"at": "III.B"}
    assert drawer.get("pins", "P-1") is None


def test_a_drawer_lists_a_table(drawer: Drawer) -> None:
    assert drawer.items("progress") == {}
    drawer.put("progress", "P-1", {"n": 1})
    drawer.put("progress", "P-2", {"n": 2})
    drawer.put("pins", "P-3", {"n": 3})
    assert drawer.items("progress") == {"P-1": {"n": 1}, "P-2": {"n": 2}}


def test_a_drawer_forgets(drawer: Drawer) -> None:
    drawer.remove("progress", "P-1")
    drawer.put("progress", "P-1", {})
    drawer.put("progress", "P-2", {})
    drawer.remove("progress", "P-1")
    assert drawer.items("progress") == {"P-2": {}}


def test_what_a_drawer_hands_out_cannot_be_changed_in_place(drawer: Drawer) -> None:
    given: dict[str, list[int]] = {"list": [1]}
    drawer.put("progress", "P-1", given)
    given["list"].append(2)
    kept = drawer.get("progress", "P-1")
    assert kept is not None
    assert kept["list"] == (1,)
    with pytest.raises(TypeError):
        kept["list"] = []  # type: ignore[index]  # this is what must not work
