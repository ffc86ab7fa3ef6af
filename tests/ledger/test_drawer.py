from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from oc_training.errors import LedgerUnusable, NotRecorded, OutcomeUnknown
from oc_training.ledger import disk
from oc_training.ledger.drawer import TinyDBDrawer
from tests.ledger.books import put_file
from tests.ledger.faults import PowerCut, power_cut_at, refusing, writing_in_pieces, writing_only
from tests.ledger.test_processes import finish, start


@pytest.fixture
def path(tmp_path: Path) -> Path:
    drawer = TinyDBDrawer(tmp_path / "drawer.json")
    drawer.put("progress", "P-1", {"at": "old"})
    drawer.put("progress", "P-2", {"at": "kept"})
    return tmp_path / "drawer.json"


def state(path: Path) -> dict[str, object]:
    return {key: dict(value) for key, value in TinyDBDrawer(path).items("progress").items()}


OLD = {"P-1": {"at": "old"}, "P-2": {"at": "kept"}}
NEW = {"P-1": {"at": "new"}, "P-2": {"at": "kept"}}


def test_a_drawer_is_kept_on_the_disk_for_its_owner_alone(path: Path) -> None:
    assert state(path) == OLD
    assert {each.name: oct(each.stat().st_mode)[-3:] for each in path.parent.iterdir()} == {
        "drawer.json": "600",
        "drawer.json.lock": "600",
    }


def test_a_crash_at_any_step_leaves_the_old_or_the_new_whole(path: Path) -> None:
    step, found = 0, []
    before = path.read_bytes()
    while True:
        put_file(path, before)
        drawer = TinyDBDrawer(path)
        try:
            with power_cut_at(step) as seen:
                drawer.put("progress", "P-1", {"at": "new"})
        except PowerCut:
            found.append(state(path))
            step += 1
        else:
            break
    assert seen == ["write", "fsync", "replace", "fsync"]
    assert found == [OLD, OLD, OLD, NEW]
    assert state(path) == NEW


def test_a_crash_in_the_middle_of_writing_leaves_the_old_whole(path: Path) -> None:
    size = len(path.read_bytes())
    for cut in range(1, size, 7):
        with writing_only(cut, None), pytest.raises(PowerCut):
            TinyDBDrawer(path).put("progress", "P-1", {"at": "new"})
        assert state(path) == OLD


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_changes_nothing(path: Path, call: str, error: int) -> None:
    drawer = TinyDBDrawer(path)
    with refusing(call, error), pytest.raises((NotRecorded, OutcomeUnknown)):
        drawer.put("progress", "P-1", {"at": "new"})
    assert state(path) == OLD
    assert drawer.get("progress", "P-1") == {"at": "old"}
    assert sorted(each.name for each in path.parent.iterdir()) == ["drawer.json", "drawer.json.lock"]
    drawer.put("progress", "P-1", {"at": "new"})
    assert state(path) == NEW


def test_a_folder_that_cannot_be_synced_is_an_unknown_outcome(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "no")

    drawer = TinyDBDrawer(path)
    monkeypatch.setattr(disk, "sync_folder", fail)
    with pytest.raises(OutcomeUnknown, match="not certain"):
        drawer.put("progress", "P-1", {"at": "new"})


def test_the_system_may_write_in_pieces(path: Path) -> None:
    with writing_in_pieces(5):
        TinyDBDrawer(path).put("progress", "P-1", {"at": "new"})
    assert state(path) == NEW


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"progress": []}',
        b'{"progress": {"P-1": 3}}',
        b"\xff",
        b'{"p": {"k": {"a": NaN}}}',
        b"[" * 99_999,
    ],
)
def test_a_damaged_file_is_refused_and_never_taken_for_empty(path: Path, data: bytes) -> None:
    drawer = TinyDBDrawer(path)
    put_file(path, data)
    with pytest.raises(LedgerUnusable, match="is damaged"):
        TinyDBDrawer(path)
    with pytest.raises(LedgerUnusable, match="is damaged"):
        drawer.put("progress", "P-3", {})
    with pytest.raises(LedgerUnusable, match="is damaged"):
        drawer.get("progress", "P-1")
    assert path.read_bytes() == data


def test_a_file_open_to_others_is_refused(path: Path) -> None:
    path.chmod(0o640)
    with pytest.raises(LedgerUnusable, match="chmod 600"):
        TinyDBDrawer(path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "drawer.json").mkdir()
    with pytest.raises(LedgerUnusable, match="cannot be read"):
        TinyDBDrawer(tmp_path / "drawer.json")
    with pytest.raises(LedgerUnusable, match="cannot be opened"):
        TinyDBDrawer(tmp_path / "no folder" / "drawer.json")


def test_a_link_is_not_followed(path: Path) -> None:
    link = path.with_name("link.json")
    link.symlink_to(path)
    with pytest.raises(LedgerUnusable, match="cannot be read"):
        TinyDBDrawer(link)


def test_each_terminal_sees_the_others_changes_at_once(path: Path) -> None:
    one, other = TinyDBDrawer(path), TinyDBDrawer(path)
    for number in range(50):
        one.put("progress", "P-1", {"n": number})
        assert other.get("progress", "P-1") == {"n": number}
        other.put("progress", "P-1", {"n": -number})
        assert one.get("progress", "P-1") == {"n": -number}
    other.remove("progress", "P-1")
    assert one.get("progress", "P-1") is None


def test_a_change_in_place_of_the_same_length_is_seen(path: Path) -> None:
    drawer = TinyDBDrawer(path)
    assert drawer.get("progress", "P-1") == {"at": "old"}
    put_file(path, path.read_bytes().replace(b"old", b"new"))
    os.utime(path, ns=(1, 1))
    assert drawer.get("progress", "P-1") == {"at": "new"}


def test_a_file_taken_away_is_an_empty_drawer(path: Path) -> None:
    drawer = TinyDBDrawer(path)
    path.unlink()
    assert drawer.items("progress") == {}


@pytest.mark.parametrize(
    "value", [{"n": float("nan")}, {"n": object()}, {"n": b"bytes"}, {"t": "\ud800"}, {"n": {1: 2}}]
)
def test_a_value_that_would_not_come_back_is_refused(path: Path, value: dict[str, str]) -> None:
    before = path.read_bytes()
    with pytest.raises(ValueError, match="P-1"):
        TinyDBDrawer(path).put("progress", "P-1", value)
    assert path.read_bytes() == before


def test_processes_at_once_lose_nothing_of_each_others(tmp_path: Path) -> None:
    path = tmp_path / "drawer.json"
    workers = [start("keep", path, f"w{number}", 50) for number in range(2)]
    for worker in workers:
        assert len(finish(worker)) == 50
    assert len(TinyDBDrawer(path).items("progress")) == 100


def test_a_closed_drawer_lets_go_of_its_files(path: Path) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("this system does not list the descriptors of a process")
    before = len(list(descriptors.iterdir()))
    drawer = TinyDBDrawer(path)
    drawer.get("progress", "P-1")
    drawer.close()
    assert len(list(descriptors.iterdir())) == before
