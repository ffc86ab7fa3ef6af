"""Power cuts, full disks and disks that may only be read: on real file systems, where root allows."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from oc_training.errors import LedgerUnusable, NotRecorded
from oc_training.ledger.verify import verify
from tests.ledger.books import ids, new_book, open_book
from tests.ledger.real_disks import PowerSupply, Writer, cut_while_writing, power_supply, run, small_disk

pytestmark = pytest.mark.slow
OTHERS = "tests.ledger.others"
MOST_CUTS = 60
"""So many that not one of them does harm once in some hundred thousand runs."""


@pytest.fixture
def power(tmp_path: Path) -> Iterator[PowerSupply]:
    with power_supply(tmp_path) as made:
        yield made


@pytest.mark.parametrize("writers", [1, 3])
def test_after_a_power_cut_every_acknowledged_entry_is_there(power: PowerSupply, writers: int, times: int) -> None:
    folder = power.point / "data"
    book = folder / "book"
    new_book(book).close()
    said: list[str] = []
    for cut in range(8 * times):

        def start(cut: int = cut) -> list[Writer]:
            return [Writer("append", book, f"{cut}-{writer}") for writer in range(writers)]

        said += cut_while_writing(power, start, 20 + 37 * cut % 101)
        found = ids(open_book(book))
        assert set(said) <= set(found), "something acknowledged was lost"
        assert len(found) == len(set(found))
        assert verify(book).problems == ()
    assert len(said) > 8 * times * 20


def test_the_power_cut_does_cut_what_was_not_synced(power: PowerSupply) -> None:
    """Without this the test above would prove nothing."""
    book = power.point / "data" / "book"
    new_book(book).close()
    lost = 0
    for cut in range(3):
        said = cut_while_writing(power, lambda: [Writer("unsynced", book, f"c{cut}", OTHERS)], 200)  # noqa: B023 - now
        lost += len(set(said) - set(ids(open_book(book))))
    assert lost >= 3 * 150


def test_the_same_cut_loses_what_tinydb_keeps_in_its_cache(power: PowerSupply) -> None:
    path = power.point / "stock.json"
    said = cut_while_writing(power, lambda: [Writer("caching", path, "c", OTHERS)], 200)
    assert len(said) >= 200
    assert _kept(path) == 0


def test_the_same_cut_leaves_tinydbs_own_file_unreadable_or_short(power: PowerSupply) -> None:
    """It is written over from its beginning, so about one cut in five falls where it is neither old nor new."""
    harmed = 0
    for cut in range(MOST_CUTS):
        path = power.point / f"stock-{cut}.json"
        said = cut_while_writing(power, lambda: [Writer("stock", path, "s", OTHERS)], 20 + 37 * cut % 101)  # noqa: B023 - now
        try:
            harmed += _kept(path) < len(said)
        except ValueError:
            harmed += 1
        if harmed:
            return
    pytest.fail(f"{MOST_CUTS} cuts did no harm: then they show nothing")


def test_a_full_disk_refuses_an_entry_harms_none_and_takes_more_once_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path, "1m") as disk:
        path = disk / "data" / "book"
        book = new_book(path)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(300_000))
        said: list[str] = []

        def fill() -> None:
            for number in range(10_000):
                entry = book.append("acknowledged", {"words": "w" * 700}, f"id-{number}")
                said.append(entry.id)

        with pytest.raises(NotRecorded, match=r"The disk is full\. Nothing was recorded"):
            fill()
        assert len(said) > 100
        assert ids(book) == ids(open_book(path)) == said
        ballast.unlink()
        assert book.append("acknowledged", {}, "after").seq == len(said) + 2
        assert ids(open_book(path)) == [*said, "after"]
        assert verify(path).problems == ()


def test_a_full_disk_makes_tinydbs_own_file_unreadable(tmp_path: Path) -> None:
    with small_disk(tmp_path, "512k") as disk:
        path = disk / "stock.json"
        writer = Writer("stock", path, "s", OTHERS)
        writer.listen_until(10_000)  # it ends by its error
        writer.kill()
        assert len(writer.said) > 100
        with pytest.raises(json.JSONDecodeError):
            _kept(path)


def test_a_disk_that_may_only_be_read_from_now_on_refuses_and_says_so(power: PowerSupply) -> None:
    path = power.point / "data" / "book"
    book = new_book(path, 2)
    book.close()
    run("mount", "-o", "remount,ro", power.point)
    with pytest.raises(LedgerUnusable, match="Read-only"):
        open_book(path)
    run("mount", "-o", "remount,rw", power.point)
    assert ids(open_book(path)) == ["id-1", "id-2"]


def test_a_disk_that_is_gone_records_nothing_and_the_book_is_whole_when_it_is_back(power: PowerSupply) -> None:
    path = power.point / "data" / "book"
    book = new_book(path, 2)
    power.cut()
    with pytest.raises((NotRecorded, LedgerUnusable)):
        book.append("acknowledged", {}, "lost")
    book.close()
    subprocess.run(["umount", "-l", power.point], check=True)  # noqa: S603, S607 - our own disk
    power.switch_on()
    assert ids(open_book(path)) == ["id-1", "id-2"]


def _kept(path: Path) -> int:
    """How many records TinyDB's own file holds, as TinyDB would find them."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return len(json.loads(text)["entries"]) if text else 0
