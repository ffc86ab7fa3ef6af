"""Each check is shown something sound and something that is not."""

from __future__ import annotations

import os
import tarfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from oc_training.attestation.events import kind_of
from oc_training.attestation.station_events import ClockConfirmed
from oc_training.checkup import clocks, files, machine, records, terminal
from oc_training.checkup.finding import Finding, Result
from oc_training.clock import stamp
from oc_training.errors import LedgerUnusable
from oc_training.launch import TerminalFacts
from oc_training.ledger.port import Entry, Head
from oc_training.ledger.verify import Verdict

NOW = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
ME = os.geteuid()
FIT = TerminalFacts(
    interactive=True, term="xterm-256color", encodings=("utf-8", "utf-8"), locale="C.UTF-8", columns=80, rows=24
)


def refuse() -> None:
    raise LedgerUnusable("The station key is missing.")


def is_said(finding: Finding, result: Result, *words: str) -> bool:
    return finding.result is result and all(word in finding.words for word in words) and finding.words.endswith(".")


# Files ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir(mode=0o700)
    (made / "records.book").touch(mode=0o600)
    return made


def test_a_private_folder_is_fine(folder: Path) -> None:
    assert is_said(files.permissions("x", folder, ME), Result.OK, "Only this account")


def test_a_file_that_others_may_open_is_named_with_the_command_that_mends_it(folder: Path) -> None:
    (folder / "records.book").chmod(0o644)
    assert is_said(files.permissions("x", folder, ME), Result.MEND, "records.book", "chmod 600")
    folder.chmod(0o755)
    assert is_said(files.permissions("x", folder, ME), Result.MEND, "chmod 700")


def test_what_belongs_to_another_account_or_is_a_link_is_named(folder: Path) -> None:
    assert is_said(files.permissions("x", folder, ME + 1), Result.MEND, "another account")
    (folder / "working.json").symlink_to("/tmp")  # noqa: S108  a link that leads out
    assert is_said(files.permissions("x", folder, ME), Result.MEND, "is a link")


def test_a_folder_that_is_not_there_could_not_be_checked(tmp_path: Path) -> None:
    assert is_said(files.permissions("x", tmp_path / "none", ME), Result.UNKNOWN)


def test_a_key_that_can_be_used_is_fine_and_one_that_cannot_gets_its_own_sentence() -> None:
    assert is_said(files.usable("x", lambda: None, "It is there."), Result.OK, "It is there.")
    assert is_said(files.usable("x", refuse, "It is there."), Result.MEND, "The station key is missing.")


def test_keys_have_to_lie_apart_from_the_records(tmp_path: Path) -> None:
    assert is_said(files.apart("x", tmp_path / "d", tmp_path / "d.keys"), Result.OK)
    assert is_said(files.apart("x", tmp_path / "d", tmp_path / "d" / "keys"), Result.MEND, "Move the keys out.")
    assert is_said(files.apart("x", tmp_path / "k" / "d", tmp_path / "k"), Result.MEND)


def test_a_disk_with_room_one_without_and_one_that_cannot_be_looked_at() -> None:
    assert is_said(files.room("x", lambda: None, lambda: 5_000), Result.OK, "5,000 MB")
    assert is_said(files.room("x", lambda: "Please make room.", lambda: 3), Result.MEND, "make room")

    def unreadable() -> str | None:
        raise LedgerUnusable("The data folder cannot be looked into: gone.")

    assert is_said(files.room("x", unreadable, lambda: 3), Result.UNKNOWN)


# Records --------------------------------------------------------------------------------------------------------------


def test_a_sound_book_a_damaged_one_and_one_that_cannot_be_read() -> None:
    head = Head(14, "0" * 64)
    finding, found = records.sound("x", lambda: Verdict(14, head, (), "In order."))
    assert is_said(finding, Result.OK, "14 entries")
    assert found == head
    finding, _ = records.sound("x", lambda: Verdict(14, head, ("Line 5.",), "Line 5 is damaged."))
    assert is_said(finding, Result.MEND, "Line 5 is damaged.", "verify")

    lost = "Entry 12 says that the book was restored."
    finding, _ = records.sound("x", lambda: Verdict(14, head, (lost,), lost, lost_by_restore=True))
    assert is_said(finding, Result.MEND, lost)
    assert "Keep a copy" not in finding.words

    def unreadable() -> Verdict:
        raise LedgerUnusable("The book cannot be read.")

    finding, found = records.sound("x", unreadable)
    assert is_said(finding, Result.MEND)
    assert found is None


def checkpoint(folder: Path, size: int, days_old: int) -> Path:
    path = folder / f"OAK-1-0123abcd-{size:09d}.checkpoint"
    path.touch()
    moment = (NOW - timedelta(days=days_old)).timestamp()
    os.utime(path, (moment, moment))
    return path


@pytest.mark.parametrize(
    ("size", "days_old", "result"),
    [(14, 100, Result.OK), (10, 6, Result.OK), (10, 8, Result.MEND)],
)
def test_a_checkpoint_is_old_only_where_the_book_went_on_without_it(
    tmp_path: Path, size: int, days_old: int, result: Result
) -> None:
    kept = [checkpoint(tmp_path, 3, 300), checkpoint(tmp_path, size, days_old)]
    assert is_said(records.newest_checkpoint("x", kept, 14, NOW), result)


def test_a_station_without_any_checkpoint_has_to_be_looked_at() -> None:
    assert is_said(records.newest_checkpoint("x", [], 14, NOW), Result.MEND)


def backup(folder: Path, name: str, days_old: int) -> None:
    book = folder / "records.book"
    book.touch()
    with tarfile.open(folder / name, "w") as tar:
        tar.add(book, "records.book")
    book.unlink()
    moment = (NOW - timedelta(days=days_old)).timestamp()
    os.utime(folder / name, (moment, moment))


def test_the_newest_backup_counts_and_what_holds_no_book_does_not(tmp_path: Path) -> None:
    assert is_said(records.newest_backup("x", None, NOW), Result.UNKNOWN, "--backups")
    assert is_said(records.newest_backup("x", tmp_path / "none", NOW), Result.UNKNOWN)
    (tmp_path / "shopping.txt").write_text("milk")
    assert is_said(records.newest_backup("x", tmp_path, NOW), Result.MEND, "no backup")
    backup(tmp_path, "old.backup", 8)
    assert is_said(records.newest_backup("x", tmp_path, NOW), Result.MEND, "8 days old")
    backup(tmp_path, "new.backup", 1)
    assert is_said(records.newest_backup("x", tmp_path, NOW), Result.OK, "new.backup", "1 day old")


# Clock ----------------------------------------------------------------------------------------------------------------


def entry(number: int, at: datetime, clock: str = "unknown", kind: str = "signed in") -> Entry:
    words = f'{{"at":"{stamp(at)}","body":{{"clock":"{clock}"}},"id":"x"}}'
    return Entry(number, kind, words.encode(), b"", "")


YEARS_LATER = NOW + timedelta(days=1_500)


@pytest.mark.parametrize(
    ("now", "result", "word"),
    [
        (NOW, Result.OK, "after the latest time in the book"),
        (NOW - timedelta(hours=1), Result.MEND, "clock --confirm"),
        (NOW + timedelta(days=60), Result.OK, "after"),
        (NOW + timedelta(days=61), Result.UNKNOWN, "Make sure"),
        (NOW + timedelta(days=401), Result.MEND, "Make sure"),
        (NOW.replace(year=1970), Result.MEND, "battery"),
    ],
)
def test_the_clock_is_compared_with_the_latest_time_in_the_book(now: datetime, result: Result, word: str) -> None:
    assert is_said(clocks.against_book("x", lambda: [entry(1, NOW)], now), result, word)


def test_the_latest_time_is_not_that_of_the_last_entry_where_a_clock_ran_ahead() -> None:
    ahead = [entry(1, NOW), entry(2, YEARS_LATER), entry(3, NOW)]
    assert is_said(clocks.against_book("x", lambda: ahead, NOW), Result.MEND, "entry 2", "before the latest time")
    in_doubt = [entry(1, NOW), entry(2, YEARS_LATER, "suspect"), entry(3, NOW)]
    assert is_said(clocks.against_book("x", lambda: in_doubt, NOW), Result.UNKNOWN, "entry 2", "in doubt")
    for before in (ahead, in_doubt):
        confirmed = [*before, entry(4, NOW, "confirmed", clocks.CONFIRMED)]
        assert is_said(clocks.against_book("x", lambda: confirmed, NOW), Result.OK, "entry 4")  # noqa: B023
    assert kind_of(ClockConfirmed("a", "b", "c", None, "back")) == clocks.CONFIRMED


def test_the_clock_and_the_latest_time_are_told_in_one_zone() -> None:
    central = timezone(timedelta(hours=-6))
    book = [entry(7, datetime(2026, 11, 28, 21, 50, tzinfo=UTC))]
    said = clocks.against_book("x", lambda: book, datetime(2026, 11, 28, 15, 52, tzinfo=central)).words
    assert said == "It is 2026-11-28 15:52 -0600, after the latest time in the book (2026-11-28 15:50 -0600, entry 7)."


def test_without_a_book_the_clock_could_not_be_checked() -> None:
    def none() -> list[Entry]:
        raise LedgerUnusable("There is no book.")

    assert is_said(clocks.against_book("x", none, NOW), Result.UNKNOWN)


def test_what_keeps_the_clock_right_is_read_from_the_machine(tmp_path: Path) -> None:
    assert is_said(clocks.set_by_network("x", tmp_path), Result.UNKNOWN)
    (tmp_path / "run/chrony").mkdir(parents=True)
    assert is_said(clocks.set_by_network("x", tmp_path), Result.UNKNOWN, "chronyc")
    (tmp_path / "run/systemd/timesync").mkdir(parents=True)
    assert is_said(clocks.set_by_network("x", tmp_path), Result.MEND)
    (tmp_path / "run/systemd/timesync/synchronized").touch()
    assert is_said(clocks.set_by_network("x", tmp_path), Result.OK)


# Terminal -------------------------------------------------------------------------------------------------------------


def test_the_size_of_the_terminal() -> None:
    assert is_said(terminal.size("x", FIT), Result.OK, "80 columns")
    assert is_said(terminal.size("x", replace(FIT, rows=19)), Result.MEND, "60 by 20")
    assert is_said(terminal.size("x", replace(FIT, interactive=False)), Result.UNKNOWN)


def test_the_letters_of_the_terminal() -> None:
    assert is_said(terminal.letters("x", replace(FIT, columns=10)), Result.OK)
    assert is_said(terminal.letters("x", replace(FIT, locale="C")), Result.MEND, "UTF-8")
    assert is_said(terminal.letters("x", replace(FIT, interactive=False)), Result.UNKNOWN)


@pytest.mark.parametrize(
    ("term", "colours", "result", "word"),
    [
        ("xterm", "truecolor", Result.OK, "all colours"),
        ("xterm-256color", "", Result.OK, "256"),
        ("linux", "", Result.OK, "16"),
        ("vt220", "", Result.MEND, "no colours"),
    ],
)
def test_the_colours_of_the_terminal(term: str, colours: str, result: Result, word: str) -> None:
    finding = terminal.colours("x", replace(FIT, term=term), {"COLORTERM": colours})
    assert is_said(finding, result, word)
    assert is_said(terminal.colours("x", replace(FIT, interactive=False), {}), Result.UNKNOWN)


# Machine --------------------------------------------------------------------------------------------------------------


def process(root: Path, number: int, name: str, terminal_number: int) -> None:
    folder = root / "proc" / str(number)
    folder.mkdir(parents=True)
    (folder / "stat").write_text(f"{number} ({name}) S 1 {number} {number} {terminal_number} -1 4194560 0\n")


def test_a_login_on_another_console_is_named(tmp_path: Path) -> None:
    assert is_said(machine.other_consoles("x", tmp_path), Result.UNKNOWN)
    process(tmp_path, 7, "python) S (", 0x401)
    process(tmp_path, 8, "sshd", 0x8801)
    process(tmp_path, 9, "agetty", 0x440)
    assert is_said(machine.other_consoles("x", tmp_path), Result.OK)
    process(tmp_path, 10, "agetty", 0x403)
    assert is_said(machine.other_consoles("x", tmp_path), Result.MEND, "agetty on tty3")


def test_a_login_that_would_start_on_a_switch_is_found_in_the_settings(tmp_path: Path) -> None:
    assert is_said(machine.spare_logins("x", tmp_path), Result.UNKNOWN)
    extra = tmp_path / "etc/systemd/logind.conf.d"
    extra.mkdir(parents=True)
    assert is_said(machine.spare_logins("x", tmp_path), Result.MEND, "NAutoVTs=6", "ReserveVT=6")
    (tmp_path / "etc/systemd/logind.conf").write_text("[Login]\nNAutoVTs=0\n#ReserveVT=0\n")
    assert is_said(machine.spare_logins("x", tmp_path), Result.MEND, "ReserveVT=6")
    (extra / "kiosk.conf").write_text("[Login]\nReserveVT = 0\n")
    assert is_said(machine.spare_logins("x", tmp_path), Result.OK)
    (extra / "late.conf").write_text("[Login]\nNAutoVTs=2\n")
    assert is_said(machine.spare_logins("x", tmp_path), Result.MEND, "NAutoVTs=2")


def kernel(root: Path, name: str, value: str) -> None:
    folder = root / "proc/sys/kernel"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(value)


def test_sysrq_is_off_or_has_to_be_turned_off(tmp_path: Path) -> None:
    assert is_said(machine.sysrq("x", tmp_path), Result.UNKNOWN)
    kernel(tmp_path, "sysrq", "0\n")
    assert is_said(machine.sysrq("x", tmp_path), Result.OK)
    kernel(tmp_path, "sysrq", "438\n")
    assert is_said(machine.sysrq("x", tmp_path), Result.MEND, "kernel.sysrq=0")


def test_ctrl_alt_del_is_masked_or_has_to_be(tmp_path: Path) -> None:
    assert is_said(machine.restart_keys("x", tmp_path), Result.UNKNOWN)
    (tmp_path / "etc/systemd/system").mkdir(parents=True)
    assert is_said(machine.restart_keys("x", tmp_path), Result.MEND, "systemctl mask")
    (tmp_path / "etc/systemd/system/ctrl-alt-del.target").symlink_to("/dev/null")
    assert is_said(machine.restart_keys("x", tmp_path), Result.OK)


@pytest.mark.parametrize(
    ("pattern", "result"),
    [
        ("core\n", Result.OK),
        ("|/usr/lib/systemd/systemd-coredump %P\n", Result.OK),
        ("|/opt/keep-everything %p\n", Result.MEND),
    ],
)
def test_what_happens_with_a_failed_programs_memory(tmp_path: Path, pattern: str, result: Result) -> None:
    assert is_said(machine.core_dumps("x", tmp_path), Result.UNKNOWN)
    kernel(tmp_path, "core_pattern", pattern)
    assert is_said(machine.core_dumps("x", tmp_path), result)


def test_the_three_results_differ_in_words_alone() -> None:
    assert [result.value for result in Result] == ["OK", "Please mend", "Could not be checked"]
