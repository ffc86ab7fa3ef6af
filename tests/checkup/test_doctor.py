"""All checks together, on stations of the test's own and on machines made of files."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from oc_training import cli
from oc_training.bootstrap import House
from oc_training.bootstrap.station_clock import StationClock
from oc_training.checkup.finding import Finding, Result
from oc_training.checkup.whole import Surroundings, check_up
from tests.checkup.test_checks import FIT, kernel, process
from tests.kiosk.host import house_with_coordinator
from tests.support.fixed_clock import FixedClock


@pytest.fixture
def house(tmp_path: Path) -> House:
    made, _ = house_with_coordinator(tmp_path)
    with made:
        made.checkpoints.start()
        made.checkpoints.wait()
    return made


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine on which everything is as deploy/README.md wants it."""
    root = tmp_path / "machine"
    process(root, 7, "python", 0x401)
    kernel(root, "sysrq", "0\n")
    kernel(root, "core_pattern", "core\n")
    system = root / "etc/systemd/system"
    system.mkdir(parents=True)
    (system / "ctrl-alt-del.target").symlink_to("/dev/null")
    (root / "etc/systemd/logind.conf").write_text("[Login]\nNAutoVTs=0\nReserveVT=0\n")
    (root / "run/systemd/timesync").mkdir(parents=True)
    (root / "run/systemd/timesync/synchronized").touch()
    return root


def found(house: House, root: Path, environ: Mapping[str, str] | None = None) -> dict[str, Finding]:
    around = Surroundings(FIT, environ or {}, root)
    return {finding.about: finding for finding in check_up(house, around)}


def to_mend(findings: Mapping[str, Finding]) -> set[str]:
    return {about for about, finding in findings.items() if finding.result is Result.MEND}


def test_a_station_that_is_as_it_should_be_has_nothing_to_mend(house: House, machine: Path) -> None:
    findings = found(house, machine)
    assert to_mend(findings) == set()
    open_questions = {about for about, finding in findings.items() if finding.result is Result.UNKNOWN}
    assert open_questions == {"Newest backup"}
    assert len(findings) == 20


def test_each_thing_that_is_wrong_with_a_station_is_found_and_nothing_else(house: House, machine: Path) -> None:
    places = house.places
    places.book.chmod(0o644)
    assert to_mend(found(house, machine)) == {"Who may open the records"}
    places.book.chmod(0o600)
    places.pepper.rename(places.pepper.with_name("away"))
    assert to_mend(found(house, machine)) == {"The key for PINs"}
    places.pepper.with_name("away").rename(places.pepper)
    kept = places.station_key.read_bytes()
    places.station_key.unlink()
    assert to_mend(found(house, machine)) == {"The station's key"}
    places.station_key.write_bytes(kept)
    places.station_key.chmod(0o644)
    assert to_mend(found(house, machine)) == {"Who may open the keys", "The station's key"}
    places.station_key.chmod(0o600)
    book = places.book.read_bytes()
    places.book.write_bytes(book.replace(b"Ada", b"Eve", 1))
    assert "The book of records" in to_mend(found(house, machine))
    places.book.write_bytes(book)
    assert to_mend(found(house, machine)) == set()


def test_another_stations_key_is_not_taken_for_its_own(house: House, machine: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other, _ = house_with_coordinator(tmp_path / "other")
    other.__exit__(None, None, None)
    house.places.station_key.write_bytes(other.places.station_key.read_bytes())
    assert to_mend(found(house, machine)) == {"The station's key"}


def test_an_unfit_terminal_is_found(house: House, machine: Path) -> None:
    around = Surroundings(replace(FIT, rows=10), {}, machine)
    findings = {finding.about: finding for finding in check_up(house, around)}
    assert to_mend(findings) == {"Size of the terminal"}


def test_where_nothing_was_set_up_that_is_said_once(tmp_path: Path, machine: Path) -> None:
    from oc_training.places import Places  # noqa: PLC0415  only here

    findings = found(House(Places(tmp_path / "none")), machine)
    assert "run_kiosk.sh --set-up" in findings["The station"].words
    assert "The station's key" not in findings


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(StationClock, "now", lambda _: FixedClock().now())
    monkeypatch.setattr("sys.argv", ["oc-training", *words])
    return cli.main()


def test_the_command_prints_one_line_a_check_in_words_and_ends_with_1_where_something_is_to_be_mended(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house.places.book.chmod(0o644)
    assert command(monkeypatch, "--data", str(house.places.data), "doctor") == 1
    *lines, total = capsys.readouterr().out.splitlines()
    assert len(lines) == 20
    assert all(line.startswith(("OK: ", "Please mend: ", "Could not be checked: ")) for line in lines)
    assert [line for line in lines if line.startswith("Please mend:") and "Who may open the records" in line]
    assert total.startswith("20 checks. ")
    assert "to be mended" in total


def test_the_command_says_the_same_to_other_programs(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backups = house.places.data.parent
    house.keeping.backup(backups / "today.backup")
    os.utime(backups / "today.backup")
    command(monkeypatch, "--data", str(house.places.data), "doctor", "--json", "--backups", str(backups))
    said = json.loads(capsys.readouterr().out)
    results = {finding["about"]: finding["result"] for finding in said["findings"]}
    assert len(results) == 20
    assert results["The book of records"] == "OK"
    assert said["fit"] is ("Please mend" not in results.values())


def test_the_command_ends_with_0_where_nothing_is_to_be_mended(
    house: House, machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = Surroundings

    def on_that_machine(_: object, environ: Mapping[str, str], *, backups: Path | None) -> Surroundings:
        return real(FIT, environ, machine, backups)

    monkeypatch.setattr("oc_training.checkup.whole.Surroundings", on_that_machine)
    assert command(monkeypatch, "--data", str(house.places.data), "doctor") == 0
    assert "20 checks. Nothing has to be mended; 1 could not be checked." in capsys.readouterr().out
