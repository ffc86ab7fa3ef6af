"""A change of the station's key: signed by both, followed by every reader, safe at every moment."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from oc_training.errors import LedgerDamaged, LedgerUnusable, NotRecorded
from oc_training.ledger import disk, new_key
from oc_training.ledger.key_change import KIND, change_body, key_after
from oc_training.ledger.keys import create_key, load_key
from oc_training.ledger.new_key import change_key, settled_key
from oc_training.ledger.port import Entry
from oc_training.ledger.survey import survey
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from oc_training.ledger.verify import load_witnesses, verify
from tests.ledger.books import KEY, OTHER_KEY, further_line, ids, new_book, open_book, put_file, rewritten
from tests.ledger.faults import PowerCut, power_cut_at
from tests.ledger.test_checkpoint import PUBLIC, keeping_of
from tests.support.fixed_clock import FixedClock

OTHER = OTHER_KEY.public_key().public_bytes_raw().hex()
LOG = "ab" * 16


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_book(tmp_path / "book", 3).close()
    keeping_of(tmp_path / "book")
    return tmp_path / "book"


def key_file(path: Path) -> Path:
    return path.parent / "keys" / "station.pem"


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def sign_on(path: Path, entry_id: str) -> None:
    """One further entry with whatever key lies there."""
    ledger = TinyDBLedger.open(path, settled_key(path, key_file(path), FixedClock()), FixedClock())
    ledger.append("acknowledged", {}, entry_id)
    ledger.close()


def test_after_a_change_the_new_key_signs_and_every_reader_follows(path: Path) -> None:
    old_checkpoint = keeping_of(path).checkpoint(path.parent)
    entry = change_key(path, key_file(path), FixedClock())
    assert (entry.seq, entry.kind) == (5, KIND)
    new = public(load_key(key_file(path)))
    assert new == survey(path).key != PUBLIC
    sign_on(path, "after")
    new_checkpoint = keeping_of(path).checkpoint(path.parent)
    points = [path.parent / made.file_name for made in (old_checkpoint, new_checkpoint)]
    for key in (PUBLIC, new, None):
        verdict = verify(path, load_witnesses(key, points))
        assert (verdict.problems, verdict.entries, verdict.public_key) == ((), 6, new)
    assert verify(path, load_witnesses(OTHER)).problems


def test_the_old_key_opens_the_book_no_more_and_a_running_kiosk_records_nothing(path: Path) -> None:
    running = open_book(path)
    change_key(path, key_file(path), FixedClock())
    with pytest.raises(NotRecorded, match="start the kiosk again"):
        running.append("acknowledged", {}, "late")
    assert ids(running)[-2:] == ["id-3", ids(running)[-1]]
    assert running.append("acknowledged", {}, "id-3").seq == 4, "what is there already is still found"
    with pytest.raises(LedgerUnusable, match="station key here is not that"):
        open_book(path)


def test_the_new_key_cannot_be_one_that_nobody_holds(path: Path) -> None:
    log = survey(path).genesis.log
    body = change_body(log, PUBLIC, OTHER_KEY)
    assert key_after(KIND, body, log, PUBLIC) == OTHER
    assert key_after("acknowledged", body, log, PUBLIC) == PUBLIC
    for other in ({**body, "public_key": PUBLIC}, {**body, "signature": "0" * 128}, {**body, "more": 1}, {}):
        with pytest.raises(ValueError, match="key"):
            key_after(KIND, other, log, PUBLIC)
    with pytest.raises(ValueError, match="did not sign"):
        key_after(KIND, body, LOG, PUBLIC)
    with pytest.raises(ValueError, match="did not sign"):
        key_after(KIND, body, log, OTHER)


def test_a_change_that_the_new_key_did_not_sign_is_damage(path: Path) -> None:
    ledger, before = open_book(path), path.read_bytes()
    body = {**change_body(survey(path).genesis.log, PUBLIC, OTHER_KEY), "signature": "0" * 128}
    with pytest.raises(LedgerDamaged, match="did not sign"):
        ledger.note(KIND, body, "forged")
    ledger.close()
    assert path.read_bytes() == before, "nothing is written that could not be read again"
    put_file(path, before + further_line(path, KIND, body))
    for read in (open_book, survey):
        with pytest.raises(LedgerDamaged, match="did not sign"):
            read(path)
    assert "the new key did not sign" in verify(path).sentence


def test_a_change_that_the_station_did_not_seal_is_damage_also_for_who_is_reading_already(path: Path) -> None:
    running = open_book(path)
    body = change_body(survey(path).genesis.log, PUBLIC, OTHER_KEY)
    forged = further_line(path, KIND, body, OTHER_KEY)
    put_file(path, path.read_bytes() + forged)
    put_file(path, path.read_bytes() + further_line(path, "acknowledged", {}, OTHER_KEY))
    for read in (lambda: ids(running), lambda: open_book(path), lambda: survey(path)):
        with pytest.raises(LedgerDamaged, match="was not signed by the station"):
            read()


def test_whoever_opens_the_book_while_its_key_is_changed_takes_no_key_away(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, record = list[str](), TinyDBLedger.change_key

    def open_meanwhile() -> None:
        found.append(public(settled_key(path, key_file(path), FixedClock())))

    def slowly(ledger: TinyDBLedger, new: Ed25519PrivateKey, entry_id: str) -> Entry:
        other = threading.Thread(target=open_meanwhile)
        other.start()
        other.join(0.2)
        assert other.is_alive(), "it waits for its turn"
        threads.append(other)
        return record(ledger, new, entry_id)

    threads = list[threading.Thread]()
    monkeypatch.setattr(TinyDBLedger, "change_key", slowly)
    change_key(path, key_file(path), FixedClock())
    threads[0].join()
    assert found == [public(load_key(key_file(path)))] == [survey(path).key]
    sign_on(path, "after")


def test_entries_after_a_change_that_the_old_key_signed_are_found(path: Path) -> None:
    change_key(path, key_file(path), FixedClock())
    sign_on(path, "after")
    lines = path.read_bytes().splitlines(keepends=True)
    put_file(path, rewritten(lines, KEY, 6))
    assert "Entry 6 was altered or put in by somebody without the station's key" in verify(path).sentence
    with pytest.raises(LedgerDamaged, match="not signed by this station"):
        open_book(path)


def test_callers_of_the_port_cannot_write_the_book_s_own_kinds(path: Path) -> None:
    for kind in (KIND, "restored", "format changed"):
        with pytest.raises(ValueError, match="no kind of the book's own"):
            open_book(path).append(kind, {}, "1")


class _Crash(BaseException):
    pass


@pytest.mark.parametrize("moment", ["before the entry", "after the entry", "before the name", "after the name"])
def test_a_crash_at_any_moment_leaves_a_key_that_fits(path: Path, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise _Crash

    with monkeypatch.context() as broken:
        if moment == "before the entry":
            broken.setattr(TinyDBLedger, "change_key", crash)
        elif moment == "after the entry":
            broken.setattr(new_key, "_put_in_place", crash)
        else:
            broken.setattr(disk, "replace" if moment == "before the name" else "sync_folder", crash)
        with pytest.raises(_Crash):
            change_key(path, key_file(path), FixedClock())
    sign_on(path, "after")
    assert verify(path, load_witnesses(PUBLIC)).problems == ()
    # "after the name" the first to be synced is the folder of the new file, so no entry was made either
    unused = ["station.pem.next-unused-001"] if moment in {"before the entry", "after the name"} else []
    names = sorted(file.name for file in key_file(path).parent.iterdir())
    assert names == ["station.pem", "station.pem.lock", *unused], "no key is thrown away"


@pytest.mark.parametrize("step", range(8))
def test_a_crash_while_the_new_key_is_made_leaves_the_old_one_in_force(path: Path, step: int) -> None:
    with power_cut_at(step) as seen, contextlib.suppress(PowerCut):
        change_key(path, key_file(path), FixedClock())
    assert not [file for file in key_file(path).parent.glob("station.pem.next") if file.stat().st_size < 100], seen
    sign_on(path, "after")
    assert not key_file(path).with_name("station.pem.next").exists()
    change_key(path, key_file(path), FixedClock())
    assert verify(path, load_witnesses(PUBLIC)).problems == ()


@pytest.mark.parametrize("text", [b"", b"-----BEGIN PRIVATE KEY-----\nMC4C"])
def test_a_new_key_that_cannot_be_read_is_put_aside_while_the_old_one_is_in_force(path: Path, text: bytes) -> None:
    put_file(key_file(path).with_name("station.pem.next"), text)
    sign_on(path, "after")
    names = sorted(file.name for file in key_file(path).parent.iterdir())
    assert names == ["station.pem", "station.pem.lock", "station.pem.next-unused-001"]


def test_a_new_key_that_cannot_be_read_and_that_the_book_needs_is_asked_for(path: Path) -> None:
    key_file(path).unlink()
    create_key(key_file(path))
    beside = put_file(key_file(path).with_name("station.pem.next"), b"cut sh")
    for act in (settled_key, change_key):
        with pytest.raises(LedgerUnusable, match=r"station\.pem\.next does not hold a station key"):
            act(path, key_file(path), FixedClock())
    assert beside.read_bytes() == b"cut sh"


def test_a_change_that_was_not_recorded_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NotRecorded("The disk is full.")

    monkeypatch.setattr(TinyDBLedger, "change_key", full)
    with pytest.raises(NotRecorded):
        change_key(path, key_file(path), FixedClock())
    assert public(load_key(key_file(path))) == PUBLIC == survey(path).key
    names = sorted(file.name for file in key_file(path).parent.iterdir())
    assert names == ["station.pem", "station.pem.lock", "station.pem.next-unused-001"], "no key is thrown away"


def test_keys_can_be_changed_again_and_again(path: Path) -> None:
    keeping = keeping_of(path)
    for number in range(3):
        keeping.change_key()
        sign_on(path, f"after {number}")
    assert verify(path, load_witnesses(keeping.public_key().hexadecimal)).entries == 10
    assert verify(path, load_witnesses(PUBLIC)).problems == ()


def test_a_key_that_was_in_force_before_can_be_in_force_again(path: Path) -> None:
    first = TinyDBLedger.open(path, KEY, FixedClock())
    first.change_key(OTHER_KEY, "there")
    first.close()
    second = TinyDBLedger.open(path, OTHER_KEY, FixedClock())
    second.change_key(KEY, "and back")
    second.close()
    sign_on(path, "after")
    stand = survey(path)
    assert (stand.keys, stand.key) == ((PUBLIC, OTHER), PUBLIC)
    made = keeping_of(path).checkpoint(path.parent)
    assert not verify(path, load_witnesses(PUBLIC, [path.parent / made.file_name])).problems
    assert keeping_of(path).proof(stand.head.seq)["public_key"] == PUBLIC
