"""On which disks a book is opened, and when a signing may begin."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from oc_training.errors import LedgerUnusable, Refused
from oc_training.ledger import where
from oc_training.ledger.where import Room, file_system_of, refuse_network
from tests.ledger.books import ids, new_book, open_book

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw
30 22 0:25 / {folder} rw,nosuid shared:5 master:2 - {kind} server:/share rw,vers=4.2
31 22 0:26 / {folder}-beside rw - xfs /dev/sdb1 rw
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    return tmp_path / "mountinfo"


def mounted(mounts: Path, folder: Path, kind: str) -> Path:
    point = str(folder).replace(" ", "\\040")
    mounts.write_text(MOUNTS.format(folder=point, kind=kind), encoding="utf-8")
    return mounts


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "lustre", "afpfs", "fuse.sshfs", "fuse"])
def test_a_network_file_system_is_refused_and_the_sentence_says_what_to_use(
    tmp_path: Path, mounts: Path, kind: str
) -> None:
    mounted(mounts, tmp_path / "share", kind)
    with pytest.raises(LedgerUnusable, match=rf"network file system \({kind}\).*Use a folder on a disk inside"):
        refuse_network(tmp_path / "share" / "deep" / "data", mounts)


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("virtiofs", "shared with the machine that this virtual one runs on"),
        ("prl_fs", "shared with the machine that this virtual one runs on"),
        ("vboxsf", "shared with the machine that this virtual one runs on"),
        ("gfs2", "on a disk that several machines share"),
        ("ocfs2", "on a disk that several machines share"),
        ("autofs", "nothing is mounted now"),
    ],
)
def test_what_is_shared_in_another_way_is_refused_as_what_it_is(
    tmp_path: Path, mounts: Path, kind: str, what: str
) -> None:
    with pytest.raises(LedgerUnusable, match=rf"{what} \({kind}\).*Use a folder on a disk inside"):
        refuse_network(tmp_path / "share" / "data", mounted(mounts, tmp_path / "share", kind))


def test_what_is_mounted_only_when_asked_for_is_asked_for_first(
    tmp_path: Path, mounts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted(mounts, tmp_path / "share", "autofs")
    real = Path.resolve

    def mounting(self: Path) -> Path:
        mounted(mounts, tmp_path / "share", "nfs4")
        return real(self)

    monkeypatch.setattr(Path, "resolve", mounting)
    assert file_system_of(tmp_path / "share", mounts) == "nfs4"


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "f2fs", "fuseblk", "vfat"])
def test_a_disk_of_this_machine_is_taken(tmp_path: Path, mounts: Path, kind: str) -> None:
    refuse_network(tmp_path / "share", mounted(mounts, tmp_path / "share", kind))


def test_what_counts_is_the_mount_nearest_to_the_folder_and_the_latest_of_two_on_one_point(
    tmp_path: Path, mounts: Path
) -> None:
    mounted(mounts, tmp_path / "a share", "nfs4")
    assert file_system_of(tmp_path / "a share" / "x", mounts) == "nfs4"
    assert file_system_of(tmp_path / "a share-beside", mounts) == "xfs"
    assert file_system_of(tmp_path, mounts) == "ext4"
    with mounts.open("a", encoding="utf-8") as file:
        file.write(f"40 30 0:27 / {str(tmp_path / 'a share').replace(' ', chr(92) + '040')} rw - tmpfs none rw\n")
    assert file_system_of(tmp_path / "a share", mounts) == "tmpfs"


def test_a_link_to_a_network_folder_is_followed(tmp_path: Path, mounts: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    mounted(mounts, tmp_path / "share", "nfs4")
    with pytest.raises(LedgerUnusable, match="network"):
        refuse_network(tmp_path / "link", mounts)


def test_a_system_that_does_not_say_is_trusted(tmp_path: Path, mounts: Path) -> None:
    assert file_system_of(tmp_path, mounts) == ""
    refuse_network(tmp_path, mounts)


def test_this_machine_says_on_what_the_root_is() -> None:
    if not where.MOUNTS.exists():
        pytest.skip("this is not Linux")
    assert file_system_of(Path("/proc/self")) == "proc"


def test_a_book_on_a_network_is_neither_made_nor_opened(
    tmp_path: Path, mounts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_book(tmp_path / "share" / "book", 1)
    before = (tmp_path / "share" / "book").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(refuse_network, "__defaults__", (mounted(mounts, tmp_path / "share", "nfs4"),))
        for act in (new_book, open_book):
            with pytest.raises(LedgerUnusable, match="network file system"):
                act(tmp_path / "share" / ("book" if act is open_book else "another"))
    assert [each.name for each in sorted((tmp_path / "share").iterdir())] == ["book", "book.lock"]
    assert (tmp_path / "share" / "book").read_bytes() == before
    assert ids(open_book(tmp_path / "share" / "book")) == ["id-1"]


def with_room(monkeypatch: pytest.MonkeyPatch, left: int) -> None:
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=left // 4096, f_frsize=4096))


def test_a_signing_is_not_begun_where_it_could_not_be_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_room(monkeypatch, 15_000_000)
    with pytest.raises(Refused, match=r"almost full.*kept.*coordinator"):
        Room(tmp_path).require()
    with_room(monkeypatch, 17_000_000)
    Room(tmp_path).require()


def test_whoever_administers_is_warned_long_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_room(monkeypatch, 199_000_000)
    assert Room(tmp_path).warning() == (
        "The disk with the records has 198 MB left. Please make room: below 16 MB nobody can begin a training or sign."
    )
    with_room(monkeypatch, 201_000_000)
    assert Room(tmp_path).warning() is None


def test_room_in_a_folder_that_is_not_there_cannot_be_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="cannot be looked into"):
        Room(tmp_path / "gone").require()
