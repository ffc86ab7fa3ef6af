"""Checkpoints, receipts with a proof, and the daily one."""

from __future__ import annotations

import base64
import errno
import json
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from oc_training.errors import LedgerDamaged, LedgerUnusable, NotFound, NotRecorded
from oc_training.ledger import disk
from oc_training.ledger.audit.note import read_checkpoint
from oc_training.ledger.checkpoint import contradictions, keep, make_checkpoint, verifier_key
from oc_training.ledger.daily import DailyCheckpoint, WatchedLedger
from oc_training.ledger.keeping import Keeping
from oc_training.ledger.survey import survey
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from oc_training.ledger.verify import load_witnesses, verify, verify_receipts
from tests.ledger.books import KEY, OTHER_KEY, new_book, open_book, put_file, rewritten
from tests.support.fixed_clock import FixedClock

PUBLIC = KEY.public_key().public_bytes_raw().hex()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_book(tmp_path / "book", 8).close()
    return tmp_path / "book"


@pytest.fixture
def keeping(path: Path) -> Keeping:
    return keeping_of(path)


def keeping_of(path: Path, elsewhere: Path | None = None) -> Keeping:
    key = path.parent / "keys" / "station.pem"
    if not key.exists():
        put_file(key, PEM)
        key.parent.chmod(0o700)
    return Keeping(path, key, path.parent / "checkpoints", FixedClock(), lambda: elsewhere)


PEM = (
    b"-----BEGIN PRIVATE KEY-----\n"
    + base64.b64encode(bytes.fromhex("302e020100300506032b657004220420") + b"the key of a station in a test..")
    + b"\n-----END PRIVATE KEY-----\n"
)


# ---- the note --------------------------------------------------------------------------------------------------------


def test_a_checkpoint_is_a_signed_note_of_three_lines(path: Path, keeping: Keeping) -> None:
    note = keeping.checkpoint().note
    origin, size, root, empty, signature, end = note.split("\n")
    genesis = survey(path).genesis
    assert (origin, size, empty, end) == (f"oc-training/OAK-1/{genesis.log}", "9", "", "")
    assert root == base64.b64encode(bytes.fromhex(verify(path, load_witnesses(None, [put(path, note)])).root)).decode()
    name, said = signature.removeprefix("— ").split(" ")
    key_id, public = verifier_key(genesis, PUBLIC).removeprefix(f"{name}+").split("+", 1)
    assert base64.b64decode(said)[:4].hex() == key_id
    assert base64.b64decode(public) == b"\x01" + KEY.public_key().public_bytes_raw()
    KEY.public_key().verify(base64.b64decode(said)[4:], f"{origin}\n{size}\n{root}\n".encode())


def put(path: Path, note: str) -> Path:
    return put_file(path.with_name("given.checkpoint"), note.encode())


def test_the_same_book_always_gives_the_same_checkpoint(keeping: Keeping) -> None:
    assert keeping.checkpoint() == keeping.checkpoint()


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n9\n", "\n09\n"), ("\n9\n", "\n-9\n"), ("\n\n", "\n"), ("— ", "- "), ("=\n\n", "\n\n"), ("oc-", "\noc-")],
)
def test_what_is_not_a_checkpoint_is_not_read_as_one(keeping: Keeping, old: str, new: str) -> None:
    note = keeping.checkpoint().note
    assert read_checkpoint(note) is not None
    assert read_checkpoint(note.replace(old, new, 1)) is None


def test_any_other_signature_size_root_or_origin_is_found(path: Path, keeping: Keeping) -> None:
    note = keeping.checkpoint().note
    for old, new in (("\n9\n", "\n8\n"), ("OAK-1/", "OAK-2/"), (note.split("\n")[2][:4], "AAAA")):
        verdict = verify(path, load_witnesses(PUBLIC, [put(path, note.replace(old, new))]))
        assert len(verdict.problems) == 1
    other = OTHER_KEY.public_key().public_bytes_raw().hex()
    foreign = replace(survey(path), keys=(other,), key=other)
    verdict = verify(path, load_witnesses(PUBLIC, [put(path, make_checkpoint(foreign, OTHER_KEY).note)]))
    assert "was not signed by the station's key" in verdict.sentence


def test_a_signature_line_under_another_key_id_does_not_count(path: Path, keeping: Keeping) -> None:
    text, _, line = keeping.checkpoint().note.partition("\n\n")
    name, said = line.removeprefix("— ").split(" ")
    other = base64.b64encode(bytes(4) + base64.b64decode(said)[4:]).decode()
    verdict = verify(path, load_witnesses(PUBLIC, [put(path, f"{text}\n\n— {name} {other}\n")]))
    assert "was not signed by the station's key" in verdict.sentence


def test_an_unknown_further_signature_and_further_lines_do_no_harm(path: Path, keeping: Keeping) -> None:
    witnessed = keeping.checkpoint().note + "— witness.example/1 aGVsbG8gd29ybGQ=\n"
    assert verify(path, load_witnesses(PUBLIC, [put(path, witnessed)])).problems == ()


def test_a_checkpoint_is_not_made_with_a_foreign_key(path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="not that of the book"):
        make_checkpoint(survey(path), OTHER_KEY)


def test_a_checkpoint_is_not_made_of_a_damaged_book(path: Path, keeping: Keeping) -> None:
    put_file(path, path.read_bytes().replace(b"signed signed signed ", b"signed signed SIGNED ", 1))
    with pytest.raises(LedgerDamaged, match="Line 4"):
        keeping.checkpoint()


# ---- keeping them ----------------------------------------------------------------------------------------------------


def test_a_checkpoint_is_kept_once_and_another_of_the_same_size_is_an_alarm(path: Path, keeping: Keeping) -> None:
    folder = path.parent / "share"
    folder.mkdir()
    made = keeping.checkpoint(folder)
    kept = folder / made.file_name
    assert kept.read_text() == made.note == keeping.checkpoint(folder).note
    assert [each.name for each in folder.iterdir()] == [made.file_name]
    kept.write_text(made.note.replace("\n9\n", "\n8\n"))
    with pytest.raises(LedgerDamaged, match="Nothing was overwritten"):
        keep(made, folder)
    assert "\n8\n" in kept.read_text()


def test_a_folder_that_is_not_there_is_said_and_not_made(path: Path, keeping: Keeping) -> None:
    with pytest.raises(NotRecorded, match="Is the share or stick connected"):
        keeping.checkpoint(path.parent / "share")
    assert not (path.parent / "share").exists()


def test_a_book_that_was_cut_or_written_anew_contradicts_what_was_kept(path: Path, keeping: Keeping) -> None:
    folder = path.parent
    keep(keeping.checkpoint(), folder)
    lines = path.read_bytes().splitlines(keepends=True)
    assert contradictions(survey(path), folder) == ()
    put_file(path, b"".join(lines[:5]))
    assert "has 5 entries, but" in contradictions(survey(path), folder)[0]
    put_file(path, rewritten([*lines[:3], *lines[4:], lines[3]], KEY, 4))
    assert "are not those that" in contradictions(survey(path), folder)[0]
    with pytest.raises(LedgerDamaged, match="says something else about the first 9 entries"):
        keeping.checkpoint(folder)
    (folder / "x.checkpoint").write_bytes(b"\xff")
    assert "x.checkpoint is not a checkpoint any more" in contradictions(survey(path), folder)[1]


def _make_pipe(path: Path) -> None:
    os.mkfifo(path)


def _make_huge(path: Path) -> None:
    path.touch()
    os.truncate(path, disk.SMALL + 1)


def _link_to_zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [Path.mkdir, _make_pipe, _make_huge, _link_to_zeros])
def test_what_is_called_a_checkpoint_and_is_no_small_file_stops_nothing_and_is_told(
    path: Path, keeping: Keeping, make: Callable[[Path], None]
) -> None:
    assert keeping.daily() == ()
    folder = path.parent / "checkpoints"
    (kept,) = folder.iterdir()
    make(folder / "x.checkpoint")
    assert keeping.newest_over(9) == (9, kept)
    assert [name for name, _ in keeping.backup(path.parent / "backup.tar").checkpoints] == [kept.name]
    told = f"{folder / 'x.checkpoint'} is not a checkpoint any more; compare it with a copy kept elsewhere."
    assert keeping.daily() == contradictions(survey(path), folder) == (told,)
    kept.unlink()
    make(kept)
    assert "says something else about the first 9 entries" in keeping.daily()[0]


def test_a_checkpoint_whose_lines_a_mail_program_ended_otherwise_is_still_one(path: Path, keeping: Keeping) -> None:
    made = keeping.checkpoint()
    folder = path.parent / "checkpoints"
    folder.mkdir()
    (folder / "mailed.checkpoint").write_bytes(made.note.replace("\n", "\r\n").encode())
    assert keeping.newest_over(9) == (9, folder / "mailed.checkpoint")
    assert contradictions(survey(path), folder) == ()


def test_checkpoints_that_the_disk_does_not_give_are_a_sentence(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.daily()

    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(disk, "read_small", refuse)
    with pytest.raises(LedgerUnusable, match=r"checkpoints cannot be looked into: Input/output error"):
        keeping.newest_over(9)


# ---- receipts with a proof -------------------------------------------------------------------------------------------


def receipt(path: Path, keeping: Keeping, number: int = 4, **changes: object) -> Path:
    return put_file(path.with_name("receipt.json"), json.dumps({**keeping.proof(number), **changes}).encode())


@pytest.mark.parametrize("number", range(1, 10))
def test_every_entry_can_be_proven_without_the_book(path: Path, keeping: Keeping, number: int) -> None:
    file = receipt(path, keeping, number)
    path.unlink()
    assert verify_receipts(load_witnesses(PUBLIC, (), [file])) == ()
    assert verify_receipts(load_witnesses(None, (), [file])) == ()


def test_a_receipt_fits_the_book_it_came_from_also_when_that_has_grown(path: Path, keeping: Keeping) -> None:
    file = receipt(path, keeping)
    open_book(path).append("acknowledged", {}, "later")
    assert verify(path, load_witnesses(PUBLIC, (), [file])).problems == ()


def test_whatever_is_changed_in_a_receipt_is_found(path: Path, keeping: Keeping) -> None:
    proof = keeping.proof(4)
    entry, checkpoint, steps = str(proof["entry"]), str(proof["checkpoint"]), list(map(str, [*_list(proof["proof"])]))
    for changes, words in (
        ({"entry": entry.replace("signed", "refused")}, "its words do not fit its hash"),
        ({"hash": "0" * 64}, "its words do not fit its hash"),
        ({"proof": [steps[1], steps[0], *steps[2:]]}, "does not lead from its words"),
        ({"proof": steps[:-1]}, "does not lead from its words"),
        ({"checkpoint": checkpoint.replace("\n9\n", "\n8\n")}, "did not sign"),
        ({"checkpoint": checkpoint.replace("OAK-1", "OAK-2")}, "another station"),
    ):
        file = receipt(path, keeping, **changes)
        assert words in verify_receipts(load_witnesses(PUBLIC, (), [file]))[0]
        assert verify(path, load_witnesses(PUBLIC, (), [file])).problems
    file = receipt(path, keeping, form="something else")
    assert "is not a receipt" in verify_receipts(load_witnesses(PUBLIC, (), [file]))[0]


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def test_the_signature_in_a_receipt_is_compared_where_the_key_of_its_entry_is_known(
    path: Path, keeping: Keeping
) -> None:
    file = receipt(path, keeping)
    assert (
        "compared with them, and fitting: 1 receipt by hash, signature and proof."
        in verify(path, load_witnesses(PUBLIC, (), [file])).sentence
    )
    file = receipt(path, keeping, signature="0" * 128)
    problems = verify(path, load_witnesses(PUBLIC, (), [file])).problems
    assert problems == (f"{file} was altered: the signature in it is not the station's over its entry.",)
    file = receipt(path, keeping, signature="0")
    assert "is not a receipt" in verify_receipts(load_witnesses(PUBLIC, (), [file]))[0]


@pytest.mark.parametrize("key", ["zz", "", "00", "0" * 63, "AB" * 32])
def test_a_receipt_whose_key_is_none_gives_a_sentence(path: Path, keeping: Keeping, key: str) -> None:
    file = receipt(path, keeping, public_key=key)
    assert verify_receipts(load_witnesses(None, (), [file])) == (
        f"{file} brings a checkpoint that the station's key did not sign.",
    )
    _is_said_of_the_key(path, file)


def test_a_receipt_in_which_the_public_key_was_changed_is_found(path: Path, keeping: Keeping) -> None:
    _is_said_of_the_key(path, receipt(path, keeping, public_key=OTHER_KEY.public_key().public_bytes_raw().hex()))


def _is_said_of_the_key(path: Path, file: Path) -> None:
    said = (f"{file} was altered: the public key in it is not the one that signed its checkpoint.",)
    assert verify(path, load_witnesses(PUBLIC, (), [file])).problems == said
    assert verify(path, load_witnesses(None, (), [file])).problems == said
    assert verify_receipts(load_witnesses(PUBLIC, (), [file])) == said


def test_a_receipt_of_another_station_s_key_is_found(path: Path, keeping: Keeping) -> None:
    file = receipt(path, keeping)
    other = OTHER_KEY.public_key().public_bytes_raw().hex()
    assert "did not sign" in verify_receipts(load_witnesses(other, (), [file]))[0]


def test_a_receipt_finds_what_was_cut_off_or_written_anew(path: Path, keeping: Keeping) -> None:
    file = receipt(path, keeping, 6)
    lines = path.read_bytes().splitlines(keepends=True)
    put_file(path, b"".join(lines[:5]))
    assert "counted 9: its end was cut off" in verify(path, load_witnesses(PUBLIC, (), [file])).sentence
    put_file(path, rewritten([*lines[:5], *lines[6:], lines[5]], KEY, 6))
    verdict = verify(path, load_witnesses(PUBLIC, (), [file]))
    assert any("Entry 6 is not the one that" in problem for problem in verdict.problems)


def test_the_printed_sheet_and_the_data_of_a_receipt_are_witnesses_too(path: Path) -> None:
    entries = list(open_book(path).read_from(1))
    sheet = (
        f"Entry                 4, recorded {entries[3].at} (UTC)\nHash                  {entries[3].hash}\n"
        f"Hash before it        {entries[2].hash}\nNewest entry          9\n                      {entries[8].hash}\n"
    )
    data = {"seq": 4, "hash": entries[3].hash, "body": {}, "head": {"seq": 9, "hash": entries[8].hash}}
    for text in (sheet, json.dumps(data)):
        file = put_file(path.with_name("kept"), text.encode())
        verdict = verify(path, load_witnesses(PUBLIC, (), [file]))
        assert verdict.problems == ()
        assert "; of 1 receipt the book has number and hash, its words were not compared." in verdict.sentence
        assert "fitting" not in verdict.sentence
        put_file(file, text.replace(entries[8].hash, "0" * 64).encode())
        assert "Entry 9 is not the one that" in verify(path, load_witnesses(PUBLIC, (), [file])).sentence
        assert "brings no proof" in verify_receipts(load_witnesses(PUBLIC, (), [file]))[0]
        put_file(file, text.replace(entries[3].hash, "1" * 64).encode())
        assert "Entry 4 is not the one that" in verify(path, load_witnesses(PUBLIC, (), [file])).sentence


def test_there_is_no_proof_of_an_entry_that_is_not_there(keeping: Keeping) -> None:
    with pytest.raises(NotFound, match="no entry 10"):
        keeping.proof(10)


def test_files_that_are_neither_are_findings(path: Path) -> None:
    nothing = put_file(path.with_name("nothing"), b"\xff\x00")
    verdict = verify(path, load_witnesses(PUBLIC, [nothing, path.with_name("gone")], [nothing]))
    assert len(verdict.problems) == 3
    assert verdict.sentence.endswith("is not a checkpoint of a book of records.")


# ---- the daily one ---------------------------------------------------------------------------------------------------


def test_the_daily_checkpoint_is_kept_at_the_station_and_elsewhere(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "share"
    keeping = keeping_of(path, elsewhere)
    assert "no such folder now" in keeping.daily()[0]
    elsewhere.mkdir()
    assert keeping.daily() == ()
    (own,), (other,) = (list(folder.iterdir()) for folder in (tmp_path / "checkpoints", elsewhere))
    assert own.read_bytes() == other.read_bytes()


def test_the_daily_checkpoint_reports_what_does_not_fit(path: Path, keeping: Keeping) -> None:
    assert keeping.daily() == ()
    lines = path.read_bytes().splitlines(keepends=True)
    put_file(path, b"".join(lines[:6]))
    assert "has 6 entries, but" in keeping.daily()[0]
    assert len(list((path.parent / "checkpoints").iterdir())) == 2, "what the book says now is kept beside it"


def test_what_the_station_did_not_sign_is_named_and_keeps_nothing_from_being_kept(
    keeping: Keeping, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    (share / "older.checkpoint").mkdir(parents=True)
    note = keeping.checkpoint().note
    put(share / "note", note.replace("\n9\n", "\n900\n")).rename(share / "forged.checkpoint")
    with pytest.raises(LedgerDamaged, match=r"forged\.checkpoint was not signed by this station"):
        keeping.checkpoint(share)
    assert min(each.name for each in share.iterdir()).startswith("OAK-1-"), "the new one lies there"


def test_checkpoints_of_an_earlier_key_are_believed(path: Path, keeping: Keeping) -> None:
    keeping.checkpoint(path.parent)
    keeping.change_key()
    keeping.checkpoint(path.parent)
    assert contradictions(survey(path), path.parent) == ()


def test_one_is_made_at_the_start_and_at_the_first_entry_of_a_day(tmp_path: Path) -> None:
    clock, made = FixedClock(), list[str]()
    book = new_book(tmp_path / "book")
    book.close()
    ledger = type(book).open(tmp_path / "book", KEY, clock)

    def make() -> tuple[str, ...]:
        made.append(threading.current_thread().name)
        return ()

    daily = DailyCheckpoint(make)
    watched = WatchedLedger(ledger, daily)
    watched.append("a", {}, "1")
    daily.wait()
    assert made == [], "a command writes no checkpoint"
    daily.start()
    daily.wait()
    for number, hours in ((2, 0), (3, 1), (4, 24), (5, 0)):
        clock.forward(timedelta(hours=hours))
        watched.append("a", {}, str(number))
        daily.wait()
    assert made == ["checkpoint"] * 3
    assert [entry.seq for entry in watched.read_from(6)] == [6]
    assert watched.head().seq == 6
    watched.close()


def test_what_goes_wrong_with_the_daily_one_is_told_and_hinders_nobody(tmp_path: Path) -> None:
    def fails() -> tuple[str, ...]:
        raise LedgerUnusable("The key is gone.")

    daily = DailyCheckpoint(fails)
    daily.start()
    daily.wait()
    assert daily.alarms == ("Today's checkpoint of the book of records was not made. The key is gone.",)

    def is_full() -> tuple[str, ...]:
        (tmp_path / "none" / "x").touch()
        return ()

    daily = DailyCheckpoint(is_full)
    daily.start()
    daily.wait()
    assert "No such file" in daily.alarms[0]

    def is_broken() -> tuple[str, ...]:
        raise ZeroDivisionError

    daily = DailyCheckpoint(is_broken)
    daily.start()
    daily.wait()
    assert daily.alarms == ("Today's checkpoint of the book of records was not made: ZeroDivisionError.",)


def test_one_that_could_not_be_kept_is_tried_again_within_the_hour_and_no_oftener(tmp_path: Path) -> None:
    clock, outcomes = FixedClock(), [("The share is gone.",), ("The share is gone.",), (), ()]
    new_book(tmp_path / "book").close()
    tried = list[int]()

    def make() -> tuple[str, ...]:
        tried.append(len(tried))
        return outcomes[tried[-1]]

    daily = DailyCheckpoint(make)
    watched = WatchedLedger(TinyDBLedger.open(tmp_path / "book", KEY, clock), daily)
    daily.start()
    daily.wait()
    made = list[int]()
    for number, minutes in enumerate((0, 1, 60, 1, 60)):
        clock.forward(timedelta(minutes=minutes))
        watched.append("a", {}, str(number))
        daily.wait()
        made.append(len(tried))
    assert made == [2, 2, 3, 3, 3]
    assert daily.alarms == ()


@pytest.mark.parametrize("make", [_make_pipe, _make_huge, _link_to_zeros])
def test_a_witness_that_is_no_small_file_is_a_finding_and_nothing_waits_for_it(
    path: Path, make: Callable[[Path], None]
) -> None:
    make(path.with_name("kept"))
    kept = [path.with_name("kept")]
    assert "kept is not a checkpoint" in verify(path, load_witnesses(None, kept)).problems[0]
    assert "kept is not a receipt" in verify(path, load_witnesses(None, (), kept)).problems[0]
