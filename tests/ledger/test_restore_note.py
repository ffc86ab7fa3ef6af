"""Each restore is told by the book, once, with what it lost itself, whatever comes between it and its entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from oc_training.errors import NotRecorded
from oc_training.ledger import disk, restore_note
from oc_training.ledger.backup import read_backup
from oc_training.ledger.keeping import Keeping
from oc_training.ledger.port import Json
from oc_training.ledger.restore import restore
from oc_training.ledger.verify import verify
from tests.ledger.books import all_entries, new_book, open_book, put_file
from tests.ledger.faults import PowerCut, power_cut_at
from tests.ledger.test_backup import more
from tests.ledger.test_checkpoint import keeping_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "station" / "records.book"
    new_book(path, 8).close()
    return path


@pytest.fixture
def keeping(path: Path) -> Keeping:
    return keeping_of(path)


def _power_cut(_: Keeping) -> None:
    raise PowerCut


def restored_and_unsaid(path: Path, keeping: Keeping, tmp_path: Path) -> list[dict[str, Json]]:
    """A book restored from ``late.tar`` (``early.tar`` lacks its last entry), and what it has to say of that."""
    keeping.backup(tmp_path / "early.tar")
    more(path, "between")
    keeping.backup(tmp_path / "late.tar")
    more(path, "later-1", "later-2")
    keeping.backup(tmp_path / "whole.tar")
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(Keeping, "_noted", _power_cut)
        with pytest.raises(PowerCut):
            keeping.restore(tmp_path / "late.tar", 2)
    return [{"entries": 10, "lost": 2, "backup": "late.tar"}]


def said(path: Path) -> list[dict[str, Json]]:
    return [dict(entry.body) for entry in all_entries(open_book(path)) if entry.kind == "restored"]


@pytest.mark.parametrize("second", [("early.tar", 9, 1), ("whole.tar", 12, 0)])
def test_each_of_two_restores_is_told_with_what_it_lost_itself(
    path: Path, keeping: Keeping, tmp_path: Path, second: tuple[str, int, int]
) -> None:
    backup, entries, over = second
    first = restored_and_unsaid(path, keeping, tmp_path)
    done = keeping.restore(tmp_path / backup, over)
    assert (done.restored.lost, done.noted) == (over, entries + 2)
    assert said(path) == [*first, {"entries": entries, "lost": over, "backup": backup}]
    assert verify(path).problems == ()


@pytest.mark.parametrize("call", ["replace", "sync_folder"])
def test_what_a_book_has_still_to_say_outlives_a_further_restore_that_fails(
    path: Path, keeping: Keeping, tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = restored_and_unsaid(path, keeping, tmp_path)
    real: Callable[..., None] = getattr(disk, call)

    def refuse(*names: Path) -> None:
        if call == "sync_folder" or names[-1] == path:
            raise OSError(5, "Input/output error")
        real(*names)

    with monkeypatch.context() as broken:
        broken.setattr(disk, call, refuse)
        with pytest.raises(NotRecorded):
            keeping.restore(tmp_path / "early.tar", 1)
    note = path.with_name("records.book.restore-note")
    assert len(note.read_bytes().splitlines()) == 1
    assert said(path) == first
    assert not note.exists()


def test_a_crash_at_any_step_of_a_further_restore_leaves_each_that_was_done_to_be_told_once(
    path: Path, keeping: Keeping, tmp_path: Path
) -> None:
    first = restored_and_unsaid(path, keeping, tmp_path)
    book = path.read_bytes()
    second = [*first, {"entries": 9, "lost": 1, "backup": "early.tar"}]
    note = path.with_name("records.book.restore-note")
    unsaid, step, seen_said = note.read_bytes(), 0, list[list[dict[str, Json]]]()
    while True:
        for beside in path.parent.glob("records.book?*"):
            beside.unlink()
        put_file(path, book)
        told = re.sub(rb'"file":\d+', b'"file":%d' % path.stat().st_ino, unsaid)
        put_file(note, told)
        with power_cut_at(step):
            try:
                keeping.restore(tmp_path / "early.tar", 1)
                break
            except PowerCut:
                pass
        seen_said.append(said(path))
        assert seen_said[-1] in (first, second)
        assert said(path) == seen_said[-1]
        assert not note.exists()
        step += 1
    assert said(path) == second
    assert first in seen_said
    assert second in seen_said


def test_a_note_that_was_said_and_is_still_there_counts_nothing_twice(
    path: Path, keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = restored_and_unsaid(path, keeping, tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(restore_note, "take_away", lambda *_: None)
        assert said(path) == said(path) == first
    done = keeping.restore(tmp_path / "early.tar", 2)
    assert done.restored.lost == 2
    assert said(path) == [*first, {"entries": 9, "lost": 2, "backup": "early.tar"}]


def test_the_note_of_a_restore_that_came_meanwhile_is_not_taken_away(
    path: Path, keeping: Keeping, tmp_path: Path
) -> None:
    first = restored_and_unsaid(path, keeping, tmp_path)
    known = restore_note.pending(path)
    restore(read_backup(tmp_path / "early.tar"), path, 1)
    restore_note.take_away(path, known)
    assert said(path) == [*first, {"entries": 9, "lost": 1, "backup": "early.tar"}]
