"""The commands for whoever keeps or checks the book, as they are typed."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from oc_training import cli
from oc_training.attestation.signature_events import Acknowledged
from oc_training.bootstrap import House
from oc_training.bootstrap.station_clock import StationClock
from oc_training.ledger.daily import DailyCheckpoint
from oc_training.places import CHECKOUT, Places
from tests.support.small_content import small_content
from tests.support.station import ZONE, new_station

ROOT = CHECKOUT
NOW = datetime(2026, 3, 14, 12, tzinfo=ZONE)
"""What the machine's clock says."""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A station at which one person has signed, and the number of that entry."""
    folder = tmp_path_factory.mktemp("signed")
    station = new_station(folder)
    station.hire("201")
    number = station.sign("201").entry.seq
    assert [each.entry.seq for each in station.entries(Acknowledged)] == [number]
    station.stand_on(NOW.date() - timedelta(days=1))
    station.house.timekeeping.require()  # the station was on since, so its clock is not in doubt
    station.house.book.close()
    return folder, number


@pytest.fixture
def number(signed: tuple[Path, int]) -> int:
    return signed[1]


@pytest.fixture
def data(signed: tuple[Path, int], tmp_path: Path) -> Path:
    shutil.copytree(signed[0], tmp_path / "station")
    return tmp_path / "station" / "data"


@pytest.fixture
def book(data: Path) -> Path:
    return data / "records.book"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path) -> Run:
    def command(*arguments: object) -> Ran:
        with monkeypatch.context() as patch:
            patch.setattr(StationClock, "now", lambda _: NOW)
            patch.setattr(sys, "argv", ["oc-training", *map(str, arguments)])
            patch.setenv("OC_TRAINING_DATA", str(data))
            code = cli.main()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return command


def entries(book: Path) -> int:
    return len(book.read_bytes().splitlines())


def spoil(book: Path) -> None:
    lines = book.read_bytes().splitlines(keepends=True)
    book.write_bytes(b"".join([*lines[:3], *lines[4:]]))


def test_verify_finds_the_book_of_a_real_station_in_order(run: Run, book: Path) -> None:
    ran = run("verify")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{entries(book)} entries, all in order. The newest is {entries(book)}, hash ")


def test_verify_says_in_one_sentence_what_is_wrong_and_then_all_that_was_found(run: Run, book: Path) -> None:
    spoil(book)
    ran = run("verify")
    assert ran.code == 1
    assert ran.out.startswith("Entry 4 is missing: somebody took it out.\n\nAll that was found:\n  Line 4: ")
    data = json.loads(run("verify", "--json").out)
    assert (data["sound"], data["sentence"]) == (False, "Entry 4 is missing: somebody took it out.")
    assert len(data["problems"]) >= 3


def test_a_checkpoint_is_printed_kept_and_compared(run: Run, book: Path, tmp_path: Path) -> None:
    share = tmp_path / "share"
    assert run("checkpoint", "--to", share).code == 1
    share.mkdir()
    ran = run("checkpoint", "--to", share)
    (kept,) = share.iterdir()
    assert (ran.code, ran.out) == (0, kept.read_text())
    assert run("checkpoint").out == ran.out
    assert run("verify", "--checkpoint", kept).out.startswith(
        f"{entries(book)} entries, all in order; compared with them, and fitting: 1 checkpoint by signature and root."
    )
    book.write_bytes(b"".join(book.read_bytes().splitlines(keepends=True)[:-1]))
    assert run("verify").code == 0
    ran = run("verify", "--checkpoint", kept)
    assert (ran.code, "its end was cut off" in ran.out) == (1, True)
    assert run("checkpoint", "--to", share).code == 1


def test_the_station_s_own_checkpoints_are_compared_unasked(run: Run, data: Path, book: Path) -> None:
    with House(Places(data)) as house:
        assert house.keeping.daily() == ()
    book.write_bytes(b"".join(book.read_bytes().splitlines(keepends=True)[:-1]))
    assert "its end was cut off" in run("verify").out
    (next((data / "checkpoints").iterdir())).write_text("spoiled")
    assert "is not a checkpoint" in run("verify").out


def test_a_receipt_is_proven_with_and_without_the_book(run: Run, book: Path, number: int, tmp_path: Path) -> None:
    proof, sheet = tmp_path / "receipt.json", tmp_path / "receipt.txt"
    proof.write_text(run("receipt", number, "--proof").out)
    sheet.write_text(run("receipt", number).out)
    key = json.loads(proof.read_text())["public_key"]
    for file in (proof, sheet):
        assert run("verify", "--receipt", file, "--public-key", key).code == 0
    alone = run("verify", "--receipt", proof, "--without-book", "--public-key", key)
    assert alone.out == "The entry is proven by the checkpoint in it. The book itself was not looked at.\n"
    assert "The public key was taken from the receipt" in run("verify", "--receipt", proof, "--without-book").out
    proof.write_text(proof.read_text().replace("acknowledged", "declined"))
    assert run("verify", "--receipt", proof, "--without-book").code == 1
    assert json.loads(run("verify", "--receipt", proof, "--without-book", "--json").out)["sound"] is False
    sheet.write_text(sheet.read_text().replace("Hash  ", "Hash 0"))
    assert run("verify", "--receipt", sheet).code == 1
    assert run("verify", "--without-book").code == 2
    ran = run("verify", "--without-book", "--receipt", file.with_name("none.txt"))
    assert (ran.code, "none.txt cannot be read" in ran.out, "Name at least one" in ran.err) == (1, True, False)
    book.unlink()
    assert run("verify", "--receipt", proof).code == 1


def test_a_proof_is_only_given_for_an_acknowledgment(run: Run) -> None:
    ran = run("receipt", 1, "--proof")
    assert (ran.code, ran.out) == (2, "")


def test_the_public_key_is_shown_and_asked_for(run: Run, data: Path) -> None:
    shown = run("key", "show").out
    key = shown.split("Public key  ")[1].split("\n")[0]
    assert f"+{data}" not in shown
    assert run("verify", "--public-key", key).code == 0
    ran = run("verify", "--public-key", "0" * 64)
    assert (ran.code, "is not the one that was given" in ran.out) == (1, True)
    assert run("verify", "--public-key", "abc").code == 2


def test_the_key_can_be_changed_and_the_station_goes_on(run: Run, number: int) -> None:
    before = run("key", "show").out
    changed = run("key", "change")
    assert changed.code == 0
    assert run("key", "show").out.split("Public key  ")[1][:64] in changed.out
    assert run("key", "show").out != before
    assert run("people", "add", "--name", "Kim New", "--badge", "300", "--unit", "Day").code == 0
    assert run("receipt", number).code == 0
    assert run("status").code == 0
    assert run("verify").code == 0


def test_backup_and_restore(run: Run, data: Path, book: Path, tmp_path: Path) -> None:
    file, count = tmp_path / "backup.tar", entries(book)
    ran = run("backup", file)
    assert (ran.code, ran.out.startswith(f"{count} entries were written to ")) == (0, True)
    assert run("backup", file).code == 1
    assert "Nothing was changed" in run("restore", file).out
    assert run("people", "add", "--name", "Kim New", "--badge", "300", "--unit", "Day").code == 0
    ran = run("restore", file)
    assert (ran.code, "--over 1" in ran.err) == (1, True)
    ran = run("restore", file, "--over", 1)
    assert (ran.code, f"Entry {count + 1} says that it was restored." in ran.out) == (0, True)
    assert run("verify").code == 0
    assert run("verify", "--book", book.with_name("records.book.replaced-001")).code == 0
    assert run("status").code == 0
    shutil.rmtree(data)
    assert run("restore", file).code == 0
    assert run("status").code == 0
    assert run("people", "code", "201").code == 0


def test_a_damaged_book_is_copied_and_called_damaged(run: Run, book: Path, tmp_path: Path) -> None:
    lines = book.read_bytes().splitlines(keepends=True)
    book.write_bytes(b"".join([*lines[:2], b"damaged\n", *lines[3:]]))
    ran = run("backup", tmp_path / "backup.tar")
    assert (ran.code, "The book of records is damaged, and was copied to" in ran.err) == (1, True)
    assert (tmp_path / "backup.tar").exists()
    assert run("restore", tmp_path / "backup.tar").code == 1


def test_a_restore_without_the_key_says_what_is_missing(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", tmp_path / "backup.tar")
    shutil.rmtree(data)
    shutil.rmtree(data.with_name("data.keys"))
    ran = run("restore", tmp_path / "backup.tar")
    assert (ran.code, "station.pem is missing" in ran.err) == (1, True)
    assert run("verify").code == 0


def test_there_is_nothing_to_migrate(run: Run) -> None:
    assert run("migrate").out.endswith("There is nothing to do.\n")


def test_every_command_says_that_there_is_no_book(run: Run, data: Path, tmp_path: Path) -> None:
    shutil.rmtree(data)
    for command in (
        ["verify"],
        ["checkpoint"],
        ["key", "show"],
        ["key", "change"],
        ["backup", tmp_path / "x"],
        ["migrate"],
    ):
        ran = run(*command)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.endswith(".\n")
    assert not data.exists()


def test_a_kiosk_that_was_started_keeps_a_daily_checkpoint_where_the_department_wants_it(
    data: Path, tmp_path: Path
) -> None:
    share, content = tmp_path / "share", small_content(tmp_path / "department")
    shutil.copytree(CHECKOUT / "content", content / "content", dirs_exist_ok=True)
    agency = content / "content" / "agency.toml"
    agency.write_text(f'{agency.read_text()}\ncheckpoints = "{share}"\n')
    with House(Places(data, content)) as house:
        assert house.book.records().people()
        assert not (data / "checkpoints").exists()
        house.checkpoints.start()
        house.checkpoints.wait()
        assert any("no such folder now" in each for each in house.set_aside)
        share.mkdir()
        house.checkpoints.start()
        house.checkpoints.wait()
        assert house.set_aside == ()
        assert isinstance(house.checkpoints, DailyCheckpoint)
    assert [file.name for file in share.iterdir()] == [file.name for file in (data / "checkpoints").iterdir()]
