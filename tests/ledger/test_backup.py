"""Backups: whole, checked while written and while read, safe beside a writer, never over what they do not have."""

from __future__ import annotations

import errno
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded, Refused
from oc_training.ledger import disk, genesis
from oc_training.ledger import migrate as migrating
from oc_training.ledger.backup import read_backup
from oc_training.ledger.frame import Frame, encode
from oc_training.ledger.genesis import FORMAT
from oc_training.ledger.keeping import Keeping
from oc_training.ledger.keys import create_key
from oc_training.ledger.lock import FileLock, lock_of
from oc_training.ledger.migrate import Step, migrate
from oc_training.ledger.port import Json
from oc_training.ledger.restore import restore
from oc_training.ledger.seal import Sealer, unseal
from oc_training.ledger.survey import survey
from oc_training.ledger.verify import verify
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
    sealed_by_hand,
    take_line_apart,
)
from tests.ledger.faults import PowerCut, power_cut_at, refusing
from tests.ledger.test_checkpoint import keeping_of
from tests.support.fixed_clock import FixedClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "station" / "records.book"
    new_book(path, 8).close()
    return path


@pytest.fixture
def keeping(path: Path) -> Keeping:
    return keeping_of(path)


def elsewhere(tmp_path: Path, book: Path) -> tuple[Path, Keeping]:
    """A fresh machine that has the station's keys."""
    there = tmp_path / "fresh" / "records.book"
    keeping = keeping_of(there)
    assert (there.parent / "keys").is_dir()
    assert book.exists()
    return there, keeping


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def more(path: Path, *entry_ids: str) -> None:
    ledger = open_book(path)
    for entry_id in entry_ids:
        ledger.append("acknowledged", {}, entry_id)
    ledger.close()


# ---- writing ---------------------------------------------------------------------------------------------------------


def test_a_backup_is_a_tar_with_the_book_and_its_checkpoints_and_no_key(
    path: Path, keeping: Keeping, tmp_path: Path
) -> None:
    keeping.daily()
    more(path, "later")
    (path.parent / "working.json").write_text("{}")
    written = keeping.backup(tmp_path / "backup.tar")
    assert written.verdict.entries == 10
    with tarfile.open(tmp_path / "backup.tar") as tar:
        book, *notes = tar.getnames()
        held = tar.extractfile("records.book")
        assert held is not None
        assert held.read() == path.read_bytes()
    assert book == "records.book"
    assert [note[-14:] for note in notes] == ["009.checkpoint", "010.checkpoint"]
    assert (tmp_path / "backup.tar").stat().st_mode & 0o777 == 0o600
    assert names_in(tmp_path) == ["backup.tar", "station"]
    assert b"PRIVATE" not in (tmp_path / "backup.tar").read_bytes()


def test_a_backup_never_replaces_a_file(keeping: Keeping, tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_text("mine")
    with pytest.raises(NotRecorded, match="give it another name"):
        keeping.backup(tmp_path / "backup.tar")
    assert (tmp_path / "backup.tar").read_text() == "mine"


def test_a_backup_without_a_key_at_hand_is_written_all_the_same(path: Path, tmp_path: Path) -> None:
    keeping = Keeping(path, tmp_path / "no" / "key.pem", tmp_path / "points", FixedClock(), lambda: None)
    assert keeping.backup(tmp_path / "backup.tar").checkpoints == ()


def test_a_backup_is_a_prefix_of_the_book_while_others_write(path: Path, keeping: Keeping, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        ledger, number = open_book(path), 0
        while not stop.is_set():
            number += 1
            ledger.append("acknowledged", {"number": number}, f"more-{number}")
        ledger.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups = [keeping.backup(tmp_path / f"{number}.tar") for number in range(5)]
    finally:
        stop.set()
        writer.join()
    whole = path.read_bytes()
    for backup in backups:
        held = backup.path.read_bytes()[backup.book.start : backup.book.end]
        assert whole.startswith(held)
        assert held.endswith(b"\n")
        assert read_backup(backup.path).verdict.entries == backup.verdict.entries


def test_a_torn_end_is_not_in_the_backup(path: Path, keeping: Keeping, tmp_path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"half a line")
    assert keeping.backup(tmp_path / "backup.tar").verdict.entries == 9


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_backup_that_the_disk_does_not_take_leaves_nothing(
    keeping: Keeping, tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if call == "write":
        monkeypatch.setattr(tarfile.TarFile, "addfile", refuse)
    else:
        monkeypatch.setattr(disk, call, refuse)
    with pytest.raises(NotRecorded, match="No space left"):
        keeping.backup(tmp_path / "backup.tar")
    assert names_in(tmp_path) == ["station"]


def test_a_damaged_book_is_backed_up_as_damaged_and_not_restored(path: Path, keeping: Keeping, tmp_path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    seq, durable, entry, digest, signature = take_line_apart(lines[3])
    lines[3] = checked_line(seq, durable, sealed_by_hand(entry, digest, "0" * 128))
    assert signature != "0" * 128
    put_file(path, b"".join(lines))
    written = keeping.backup(tmp_path / "backup.tar")
    assert "Entry 4 was altered by somebody" in written.damage
    _is_a_marked_copy(tmp_path / "backup.tar", path.read_bytes(), written.damage)
    path.unlink()
    with pytest.raises(LedgerDamaged, match=r"is not in order\. Entry 4 was altered"):
        keeping.restore(tmp_path / "backup.tar")
    assert not path.exists()


@pytest.mark.parametrize("line", [0, 3])
def test_a_book_with_a_broken_line_is_backed_up_as_it_is(
    path: Path, keeping: Keeping, tmp_path: Path, line: int
) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line] = b"damaged\n"
    put_file(path, b"".join(lines))
    written = keeping.backup(tmp_path / "backup.tar")
    assert written.damage
    _is_a_marked_copy(tmp_path / "backup.tar", path.read_bytes(), written.damage)
    assert path.read_bytes() == b"".join(lines)


def _first_line(book: bytes, **change: Json) -> bytes:
    """The first line with something else in it, sealed by somebody without the key, and the others as they were."""
    first, *lines = book.splitlines(keepends=True)
    seq, durable, entry, _, signature = take_line_apart(first)
    body = entry["body"]
    assert isinstance(body, dict)
    changed = {**entry, "kind": change.pop("kind", entry["kind"]), "body": {**body, **change}}
    return checked_line(seq, durable, sealed_by_hand(changed, signature=signature)) + b"".join(lines)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.read_bytes() + further_line(path, "format changed", {"format": 2}, OTHER_KEY),
        lambda path: _first_line(path.read_bytes(), format=7),
        lambda path: _first_line(path.read_bytes(), kind="genesys"),
        lambda path: b"damaged\n" + path.read_bytes().splitlines(keepends=True)[1],
        lambda path: b"x" + path.read_bytes().splitlines(keepends=True)[0][1:],
        lambda path: bytes(path.stat().st_size),
        lambda _: b"",
    ],
)
def test_whatever_is_wrong_with_a_book_it_is_backed_up_as_it_is(
    path: Path, keeping: Keeping, tmp_path: Path, change: Callable[[Path], bytes]
) -> None:
    put_file(path, changed := change(path))
    written = keeping.backup(tmp_path / "backup.tar")
    assert written.damage
    _is_a_marked_copy(tmp_path / "backup.tar", changed, written.damage)
    assert path.read_bytes() == changed


def test_a_book_that_cannot_be_looked_through_and_is_in_order_is_backed_up(
    path: Path, keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise LedgerUnusable("It is too dark.")

    monkeypatch.setattr("oc_training.ledger.keeping.survey", refuse)
    assert keeping.backup(tmp_path / "backup.tar").damage == ""
    assert read_backup(tmp_path / "backup.tar").verdict.entries == 9
    path.unlink()
    with pytest.raises(LedgerUnusable, match="There is no book"):
        keeping.backup(tmp_path / "none.tar")


def _is_a_marked_copy(backup: Path, book: bytes, damage: str) -> None:
    with tarfile.open(backup) as tar:
        said, copied = tar.extractfile("DAMAGED.txt"), tar.extractfile("records.book")
        assert said is not None
        assert copied is not None
        assert damage in said.read().decode()
        assert copied.read() == book
    with pytest.raises(LedgerDamaged, match="not in order"):
        read_backup(backup)


def test_a_copy_of_a_damaged_book_that_is_not_the_same_is_not_kept(
    path: Path, keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_file(path, path.read_bytes().replace(b"signed signed signed", b"signed SIGNED signed", 1))
    monkeypatch.setattr("oc_training.ledger.backup._same", lambda *_: False)
    with pytest.raises(LedgerDamaged, match="altered meanwhile"):
        keeping.backup(tmp_path / "backup.tar")
    assert names_in(tmp_path) == ["station"]


def test_a_backup_to_a_share_that_cannot_sync_a_folder_is_written(
    keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(disk, "sync_folder", refuse)
    assert keeping.backup(tmp_path / "backup.tar").verdict.entries == 9
    assert read_backup(tmp_path / "backup.tar").verdict.entries == 9


# ---- reading ---------------------------------------------------------------------------------------------------------


def test_every_byte_of_the_book_in_a_backup_is_looked_at(keeping: Keeping, tmp_path: Path) -> None:
    written = keeping.backup(tmp_path / "backup.tar")
    data = (tmp_path / "backup.tar").read_bytes()
    for place in range(written.book.start, written.book.end, 37):
        spoiled = data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :]
        with pytest.raises(LedgerDamaged, match="not in order"):
            read_backup(put_file(tmp_path / "spoiled.tar", spoiled))


@pytest.mark.parametrize("keep", [0, 100, 512, 3000, -2000])
def test_a_backup_that_is_cut_short_is_refused(keeping: Keeping, tmp_path: Path, keep: int) -> None:
    keeping.backup(tmp_path / "backup.tar")
    data = (tmp_path / "backup.tar").read_bytes()
    book_end = data.index(b"checkpoints/")
    cut = put_file(tmp_path / "cut.tar", data[:keep] if keep >= 0 else data[: book_end + keep])
    with pytest.raises((LedgerUnusable, LedgerDamaged)):
        read_backup(cut)


def test_another_tar_is_no_backup(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        tar.add(__file__, "something.py")
    with pytest.raises(LedgerUnusable, match=r"no records\.book in it"):
        read_backup(tmp_path / "x.tar")
    with pytest.raises(LedgerUnusable, match="cannot be read"):
        read_backup(tmp_path / "none.tar")


# ---- putting it back -------------------------------------------------------------------------------------------------


def test_a_backup_is_restored_on_a_fresh_machine_and_the_book_says_so(
    path: Path, keeping: Keeping, tmp_path: Path
) -> None:
    keeping.backup(tmp_path / "backup.tar")
    there, fresh = elsewhere(tmp_path, path)
    done = fresh.restore(tmp_path / "backup.tar")
    assert (done.restored.entries, done.restored.lost, done.noted) == (9, 0, 10)
    assert there.read_bytes().startswith(path.read_bytes())
    note = all_entries(open_book(there))[-1]
    assert (note.kind, note.body) == ("restored", {"entries": 9, "lost": 0, "backup": "backup.tar"})
    assert verify(there).problems == ()
    assert [point.name for point in (there.parent / "checkpoints").iterdir()] == [
        point.name for point in (tmp_path / "fresh" / "checkpoints").iterdir()
    ]


def test_without_the_key_the_book_is_restored_and_what_is_missing_is_said(
    path: Path, keeping: Keeping, tmp_path: Path
) -> None:
    keeping.backup(tmp_path / "backup.tar")
    there = tmp_path / "fresh" / "records.book"
    create_key(tmp_path / "other" / "key.pem")
    for key in ("none", "other"):
        fresh = Keeping(there, tmp_path / key / "key.pem", there.parent / "points", FixedClock(), lambda: None)
        if key == "other":
            there.unlink()
            with pytest.raises(LedgerUnusable, match="first put the key that belongs to it back"):
                fresh.restore(tmp_path / "backup.tar")
            assert not there.exists()
            break
        done = fresh.restore(tmp_path / "backup.tar")
        assert "is missing" in done.why_not
        assert done.noted is None
        assert there.read_bytes() == path.read_bytes()


def test_nothing_is_done_where_the_book_is_the_same(path: Path, keeping: Keeping, tmp_path: Path) -> None:
    keeping.backup(tmp_path / "backup.tar")
    before = path.stat()
    assert not keeping.restore(tmp_path / "backup.tar").restored.changed
    assert path.stat() == before


def test_one_entry_that_would_be_lost_is_one(path: Path, keeping: Keeping, tmp_path: Path) -> None:
    keeping.backup(tmp_path / "backup.tar")
    more(path, "later-1")
    with pytest.raises(Refused, match=r"1 of them is not in the backup.* If it is to be lost, say so: --over 1$"):
        keeping.restore(tmp_path / "backup.tar", 0)


def test_a_newer_book_is_lost_only_by_its_number(path: Path, keeping: Keeping, tmp_path: Path) -> None:
    keeping.backup(tmp_path / "backup.tar")
    more(path, "later-1", "later-2")
    newer = path.read_bytes()
    for over in (0, 1, 3):
        with pytest.raises(Refused, match=r"11 entries, and 2 of them are not in the backup.*--over 2"):
            keeping.restore(tmp_path / "backup.tar", over)
        assert path.read_bytes() == newer
    done = keeping.restore(tmp_path / "backup.tar", 2)
    assert (done.restored.lost, done.noted) == (2, 10)
    assert done.restored.replaced is not None
    assert done.restored.replaced.read_bytes() == newer
    assert ids(open_book(path))[:-1] == [f"id-{number}" for number in range(1, 9)]


def test_a_backup_from_before_a_change_of_key_is_refused_and_nothing_is_changed(
    path: Path, keeping: Keeping, tmp_path: Path
) -> None:
    keeping.backup(tmp_path / "before.tar")
    keeping.change_key()
    book = path.read_bytes()
    for over in (0, 1):
        with pytest.raises(LedgerUnusable, match="ends with another station key"):
            keeping.restore(tmp_path / "before.tar", over)
    assert path.read_bytes() == book
    keeping.backup(tmp_path / "after.tar")
    path.unlink()
    assert keeping.restore(tmp_path / "after.tar").noted


def test_an_older_or_damaged_book_is_replaced_and_kept(path: Path, keeping: Keeping, tmp_path: Path) -> None:
    keeping.backup(tmp_path / "backup.tar")
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    put_file(path, b"".join(lines[:5]))
    with pytest.raises(Refused, match="leave --over out"):
        keeping.restore(tmp_path / "backup.tar", 3)
    assert keeping.restore(tmp_path / "backup.tar").restored.lost == 0
    assert path.read_bytes().startswith(whole)
    put_file(path, b"".join([*lines[:6], b"damaged\n", *lines[7:]]))
    assert keeping.restore(tmp_path / "backup.tar", 3).restored.lost == 3
    assert len(list(path.parent.glob("records.book.replaced-*"))) == 2


def test_another_book_is_never_taken_for_an_older_one(path: Path, keeping: Keeping, tmp_path: Path) -> None:
    keeping.backup(tmp_path / "backup.tar")
    path.unlink()
    new_book(path, 2).close()
    with pytest.raises(Refused, match="It is another book"):
        keeping.restore(tmp_path / "backup.tar")


def test_a_running_kiosk_notices_that_its_book_was_replaced(path: Path, keeping: Keeping, tmp_path: Path) -> None:
    keeping.backup(tmp_path / "backup.tar")
    running = open_book(path)
    running.append("acknowledged", {}, "later")
    keeping.restore(tmp_path / "backup.tar", 1)
    with pytest.raises(LedgerUnusable, match="replaced while it was open"):
        running.append("acknowledged", {}, "too late")


def test_a_restore_waits_for_its_turn(
    path: Path, keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.backup(tmp_path / "backup.tar")
    monkeypatch.setattr("oc_training.ledger.lock.FileLock.__init__.__defaults__", (0.05,))
    with FileLock(lock_of(path)).hold(NotRecorded), pytest.raises(NotRecorded, match="Another program"):
        keeping.restore(tmp_path / "backup.tar")


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_restore_that_the_disk_does_not_take_changes_nothing(
    path: Path, keeping: Keeping, tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.backup(tmp_path / "backup.tar")
    more(path, "later")
    before, beside = path.read_bytes(), names_in(path.parent)
    real: Callable[..., object] = getattr(disk, call)

    def refuse(*arguments: object) -> object:
        if call == "replace" and arguments[-1] != path:
            return real(*arguments)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk, call, refuse)
    with pytest.raises(NotRecorded, match="could not be restored"):
        keeping.restore(tmp_path / "backup.tar", 1)
    assert path.read_bytes() == before
    assert names_in(path.parent) == beside
    assert path.stat().st_nlink == 1


def test_a_restore_after_a_crash_keeps_the_book_that_was_there_under_one_name(
    path: Path, keeping: Keeping, tmp_path: Path
) -> None:
    keeping.backup(tmp_path / "backup.tar")
    more(path, "later")
    path.with_name("records.book.replaced-001").hardlink_to(path)
    done = keeping.restore(tmp_path / "backup.tar", 1)
    assert done.restored.replaced == path.with_name("records.book.replaced-001")
    assert len(list(path.parent.glob("records.book.replaced-*"))) == 1


@pytest.mark.parametrize("change", ["decayed", "cut off", "another book"])
def test_a_backup_that_changes_after_it_was_checked_is_not_restored(
    path: Path, keeping: Keeping, tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = keeping.backup(tmp_path / "backup.tar")
    more(path, "later")
    book, data, span = path.read_bytes(), (tmp_path / "backup.tar").read_bytes(), backup.book
    new_book(tmp_path / "other" / "book", 8).close()
    changed = {
        "decayed": data.replace(b"signed signed", b"signed Signed", 1),
        "cut off": data[: span.end - 100],
        "another book": data[: span.start] + (tmp_path / "other" / "book").read_bytes() + data[span.end :],
    }
    assert len(changed["another book"]) == len(data)
    put_file(tmp_path / "backup.tar", changed[change])
    monkeypatch.setattr("oc_training.ledger.restore._compared", lambda *_: (10, 9))
    beside = names_in(path.parent)
    with pytest.raises(LedgerDamaged, match="reads differently now"):
        restore(backup, path, 1)
    assert (path.read_bytes(), names_in(path.parent)) == (book, beside)
    path.unlink()
    with pytest.raises(LedgerDamaged, match="reads differently now"):
        restore(backup, path)
    assert not path.exists()


def test_a_crash_at_any_step_of_a_restore_leaves_the_old_book_or_one_that_says_so(
    path: Path, keeping: Keeping, tmp_path: Path
) -> None:
    keeping.backup(tmp_path / "backup.tar")
    more(path, "later")
    newer, restored, step = path.read_bytes(), 0, 0
    while True:
        for beside in path.parent.glob("records.book?*"):
            beside.unlink()
        put_file(path, newer)
        with power_cut_at(step) as seen:
            try:
                keeping.restore(tmp_path / "backup.tar", 1)
                break
            except PowerCut:
                assert len(seen) == step
        for _ in range(2):
            kinds = [entry.kind for entry in all_entries(open_book(path))]
            assert kinds[9:] in (["acknowledged"], ["restored"])
        restored += kinds[9:] == ["restored"]
        assert not restored or names_in(path.parent).count("records.book.restore-note") == 0
        step += 1
    assert restored > 2
    assert step > 8


def test_a_restore_that_was_cut_short_is_told_by_the_next_one(
    path: Path, keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.backup(tmp_path / "backup.tar")
    more(path, "later")
    with monkeypatch.context() as broken:
        broken.setattr(Keeping, "_noted", _power_cut)
        with pytest.raises(PowerCut):
            keeping.restore(tmp_path / "backup.tar", 1)
    done = keeping.restore(tmp_path / "backup.tar")
    assert (done.restored.changed, done.noted) == (False, 10)
    assert all_entries(open_book(path))[-1].body == {"entries": 9, "lost": 1, "backup": "backup.tar"}


def test_a_full_disk_keeps_nobody_from_opening_a_restored_book(
    path: Path, keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.backup(tmp_path / "backup.tar")
    path.unlink()
    with monkeypatch.context() as broken:
        broken.setattr(Keeping, "_noted", _power_cut)
        with pytest.raises(PowerCut):
            keeping.restore(tmp_path / "backup.tar")
    with refusing("write", errno.ENOSPC):
        assert len(all_entries(open_book(path))) == 9
    assert open_book(path).noted == 10


def _power_cut(_: Keeping) -> None:
    raise PowerCut


# ---- formats ---------------------------------------------------------------------------------------------------------


def test_there_is_nothing_to_migrate_in_the_format_of_this_program(keeping: Keeping) -> None:
    assert (keeping.migrate().found, keeping.migrate().kept) == (FORMAT, None)


def sealer() -> Sealer:
    return Sealer(KEY, FixedClock())


INVENTED = Step(
    write=lambda frame, place: b"%d|%d|%s\n" % (place, frame.seq, frame.sealed),
    read=lambda line: line.rstrip(b"\n").split(b"|", 2)[2],
)


def test_a_step_to_the_next_format_keeps_every_sealed_byte_and_the_old_file(path: Path) -> None:
    old, sealed = path.read_bytes(), [line.split(b" ", 3)[3] for line in path.read_bytes().splitlines()]
    done = migrate(path, 1, sealer, {1: INVENTED}, 2)
    assert done.kept is not None
    assert done.kept.read_bytes() == old
    *kept, noted = [line.split(b"|", 2)[2] for line in path.read_bytes().splitlines()]
    assert kept == sealed
    entry = unseal(noted)
    assert (entry.seq, entry.kind, entry.body) == (len(sealed) + 1, "format changed", {"format": 2})
    assert entry.previous == unseal(sealed[-1]).hash
    with pytest.raises(NotRecorded, match="brought forward before"):
        migrate(put_file(path, old), 1, sealer, {1: INVENTED}, 2)


NEXT = Step(
    write=lambda frame, place: encode(frame.seq, place, frame.sealed),
    read=lambda line: line.rstrip(b"\n").split(b" ", 3)[3],
)


def test_a_book_of_the_format_before_is_refused_brought_forward_and_then_opened(
    path: Path, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(genesis, "FORMAT", 2)
    monkeypatch.setattr(migrating.migrate, "__defaults__", ({1: NEXT}, 2))
    for read in (open_book, survey):
        with pytest.raises(LedgerUnusable, match=r"has the format 1; this program knows 2.*oc-training migrate"):
            read(path)
    assert path.read_bytes() == before
    done = keeping.migrate()
    assert (done.found, done.reached) == (1, 2)
    assert done.kept is not None
    assert done.kept.read_bytes() == before
    stand = survey(path)
    assert (stand.genesis.format, stand.format, stand.head.seq) == (1, 2, 10)
    more(path, "after it")
    assert all_entries(open_book(path))[-2].kind == "format changed"
    assert keeping.migrate().kept is None
    monkeypatch.setattr(genesis, "FORMAT", 1)
    for read in (open_book, survey):
        with pytest.raises(LedgerUnusable, match="has the format 2; this program knows 1"):
            read(path)


def test_without_the_stations_key_nothing_is_brought_forward(
    path: Path, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    key_file = path.parent / "keys" / "station.pem"
    key_file.unlink()
    create_key(key_file)
    monkeypatch.setattr(genesis, "FORMAT", 2)
    monkeypatch.setattr(migrating.migrate, "__defaults__", ({1: NEXT}, 2))
    with pytest.raises(LedgerUnusable, match="is not the book's"):
        keeping.migrate()
    assert path.read_bytes() == before
    assert not path.with_name("records.book.format-1").exists()


def test_a_crash_before_the_new_file_takes_its_place_leaves_the_book_and_the_next_try_goes_through(path: Path) -> None:
    old = path.read_bytes()
    with power_cut_at(0), pytest.raises(PowerCut):
        migrate(path, 1, sealer, {1: INVENTED}, 2)
    assert path.read_bytes() == old
    kept = migrate(path, 1, sealer, {1: INVENTED}, 2).kept
    assert kept is not None
    assert kept.read_bytes() == old


def test_a_step_that_would_lose_a_byte_is_not_taken(path: Path) -> None:
    def careless(frame: Frame, place: int) -> bytes:
        return INVENTED.write(frame, place).replace(b"signed signed signed", b"signed")

    old = path.read_bytes()
    with pytest.raises(LedgerDamaged, match="Nothing was changed"):
        migrate(path, 1, sealer, {1: Step(careless, INVENTED.read)}, 2)
    assert path.read_bytes() == old
    assert not path.with_name("records.book.format-1").exists()


@pytest.mark.parametrize(
    ("found", "target", "words"), [(2, 1, "no way"), (1, 2, "no way"), (1, 3, "one format at a time")]
)
def test_a_format_without_a_way_is_refused(path: Path, found: int, target: int, words: str) -> None:
    with pytest.raises(LedgerUnusable, match=words):
        migrate(path, found, sealer, {1: INVENTED} if target == 3 else {}, target)


def test_an_unknown_format_is_refused_by_every_reader(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    seq, durable, entry, _, _ = take_line_apart(lines[0])
    body = entry["body"]
    assert isinstance(body, dict)
    first = checked_line(seq, durable, sealed_by_hand({**entry, "body": {**body, "format": 2}}))
    put_file(path, first)
    for read in (open_book, survey):
        with pytest.raises(LedgerUnusable, match="has the format 2; this program knows 1"):
            read(path)
    assert "the format of the book is 2; this program knows 1" in verify(path).sentence


def test_an_entry_that_says_that_the_format_changed_is_obeyed(path: Path) -> None:
    ledger, before = open_book(path), path.read_bytes()
    with pytest.raises(LedgerUnusable, match="has the format 2"):
        ledger.note("format changed", {"format": 2}, "1")
    ledger.close()
    assert path.read_bytes() == before, "nothing is written that could not be read again"
    put_file(path, before + further_line(path, "format changed", {"format": 2}))
    for read in (open_book, survey):
        with pytest.raises(LedgerUnusable, match="has the format 2"):
            read(path)
    assert "from here on the book has the format 2, not 1" in verify(path).sentence


def test_a_genesis_may_say_more_than_this_program_asks_for(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    seq, durable, entry, _, _ = take_line_apart(lines[0])
    body = entry["body"]
    assert isinstance(body, dict)
    put_file(path, checked_line(seq, durable, sealed_by_hand({**entry, "body": {**body, "continues": "x\n1\ny\n"}})))
    assert open_book(path).head().seq == survey(path).head.seq == verify(path).entries == 1
    assert encode(1, 0, b"").endswith(b"\n")
