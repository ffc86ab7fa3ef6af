"""Every command: what it prints, in which shape, with which exit code; and one sentence for whatever goes wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from oc_training import cli, clock_commands, standing_commands
from oc_training.attestation.roster_events import PeopleAdded
from oc_training.attestation.session import Session
from oc_training.attestation.sign_in_events import SignInReleased
from oc_training.attestation.signature_events import Acknowledged, Voided
from oc_training.attestation.station_events import Exported
from oc_training.bootstrap import House
from oc_training.bootstrap.station_clock import StationClock
from oc_training.command_parts import CLOCK_IN_DOUBT, CLOCK_NOTED, at_words
from oc_training.errors import NotSignedIn
from oc_training.ledger import disk
from oc_training.places import CHECKOUT, Places
from oc_training.roster.model import DutyStatus
from oc_training.roster.pins import Secret
from tests.support.small_content import FIRST, put_bank, put_revision, small_content
from tests.support.station import PIN, ZONE, Station, new_station, station_at

AS_OF = "2026-03-01"
NOW = datetime(2026, 3, 14, 12, tzinfo=ZONE)
"""What the machine's clock says."""


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What it complained of; a complaint prints nothing else and shows no traceback."""
        assert not self.out, self.out
        assert "Traceback" not in self.err
        assert self.err.strip()
        return self.err.strip()


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a station on the project's own content: one signed, one late, one on leave, one hostile name."""
    folder = tmp_path_factory.mktemp("finished")
    station = new_station(folder)
    station.hire("201", "Robin Sample", unit="Day Shift")
    station.hire("0202", "=cmd|' /C calc'!A0", unit="Night, Shift", rank="Officer")
    station.hire("203", "Lea Away", unit="Day Shift")
    station.sign("201", "I have a question.")
    station.stand_on(date(2026, 1, 2))
    station.sign("201")
    station.duty("203", DutyStatus.ON_LEAVE)
    station.stand_on(NOW.date() - timedelta(days=1))
    station.house.timekeeping.require()  # the station was on since, so its clock is not in doubt
    station.house.book.close()
    return folder


@pytest.fixture
def data(finished: Path, tmp_path: Path) -> Path:
    """A copy of that station, to be changed."""
    shutil.copytree(finished, tmp_path / "station")
    return tmp_path / "station" / "data"


@pytest.fixture
def department(tmp_path: Path) -> Path:
    """A small department's content that a test may change."""
    return small_content(tmp_path / "department")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path) -> Callable[..., Ran]:
    """Runs a command on that station, as the program's own start does."""

    def command(*arguments: str, env: str | None = str(data)) -> Ran:
        with monkeypatch.context() as patch:
            patch.setattr(StationClock, "now", lambda _: NOW)
            patch.setattr(sys, "argv", ["oc-training", *arguments])
            if env is not None:
                patch.setenv("OC_TRAINING_DATA", env)
            code = cli.main()
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


Run = Callable[..., Ran]


def of(ran: Ran) -> object:
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


# ---- status -------------------------------------------------------------------------------------------------------


def test_status_as_data_has_exactly_the_promised_shape(run: Run) -> None:
    status = of(run("status", "--as-of", AS_OF, "--json"))
    assert isinstance(status, dict)
    assert list(status) == ["as_of", "people", "counts"]
    assert status["as_of"] == AS_OF
    assert status["counts"] == {"current": 1, "due": 0, "overdue": 2, "excused": 1}
    assert status["people"][-2:] == [
        {
            "badge": "201",
            "name": "Robin Sample",
            "unit": "Day Shift",
            "directive": "3-400",
            "revision": "2021-06-14",
            "standing": "current",
            "due": "2027-01-06",
            "signed": "2026-01-02",
            "reason": "Signed 2026-01-02.",
        },
        {
            "badge": "203",
            "name": "Lea Away",
            "unit": "Day Shift",
            "directive": "3-400",
            "revision": "2021-06-14",
            "standing": "excused",
            "due": None,
            "signed": None,
            "reason": "On leave since 2026-01-02.",
        },
    ]
    assert [person["standing"] for person in status["people"]] == ["overdue", "overdue", "current", "excused"]


def test_status_for_reading_is_a_table_worst_first(run: Run) -> None:
    shown = run("status", "--as-of", AS_OF)
    assert (shown.code, shown.err) == (0, "")
    lines = shown.out.splitlines()
    assert lines[0] == "Standing as of 2026-03-01: 1 current, 0 due, 2 overdue, 1 excused."
    assert lines[2].split() == ["STANDING", "BADGE", "NAME", "UNIT", "DIRECTIVE", "DUE", "REASON"]
    assert [line.split()[0] for line in lines[3:]] == ["OVERDUE", "OVERDUE", "CURRENT", "EXCUSED"]
    assert "0202" in shown.out


def test_status_as_of_a_day_on_which_somebody_was_still_current(run: Run) -> None:
    people = of(run("status", "--as-of", "2025-06-01", "--json", "--directive", "3-400"))
    assert isinstance(people, dict)
    standing = {person["badge"]: (person["standing"], person["due"], person["signed"]) for person in people["people"]}
    assert standing["201"] == ("current", "2026-01-06", "2025-01-06")
    assert standing["203"] == ("overdue", "2025-02-05", None)


def test_status_today_is_of_today(run: Run) -> None:
    status = of(run("status", "--json"))
    assert isinstance(status, dict)
    assert status["as_of"] >= "2026-01-02"
    assert len(status["people"]) == 4


def test_status_before_anything_was_issued_says_so(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "new")
    assert run("people", "add", "--data", place, "--name", "A B", "--badge", "1", "--unit", "U").code == 0
    empty = run("status", "--data", place)
    assert empty.code == 0
    assert empty.out.endswith("0 current, 0 due, 0 overdue, 0 excused.\n")
    assert "No directive has been issued here yet" in empty.err


# ---- explain ------------------------------------------------------------------------------------------------------


def test_explain_shows_the_arithmetic_line_by_line(run: Run) -> None:
    shown = run("explain", "201", "--as-of", AS_OF)
    assert (shown.code, shown.err) == (0, "")
    assert [re.sub(r" {2,}", " | ", line.strip()) for line in shown.out.splitlines()] == [
        "Officer Robin Sample, badge 201, Day Shift, as of 2026-03-01",
        "",
        "Directive 3-400: CURRENT",
        "entry 4 | Revision 2021-06-14 of 3-400 is in force from 2025-01-06.",
        "entry 5 | The schedule recorded on 2025-01-06 counts.",
        "entry 18 | Signed revision 2021-06-14 at the kiosk on 2026-01-02.",
        "entry 18 | Signed within the renewal window: the year counts from 2026-01-06.",
        "schedule: cycle_months | 24 months from 2025-01-06: due again 2027-01-06.",
        "schedule: renewal_window_days | Can be signed again from 2026-12-07.",
        "schedule: grace_days | 14 days of grace: overdue from 2027-01-21.",
        "schedule | Nothing to sign before 2026-12-07.",
        "result | On 2026-03-01: current. Signed 2026-01-02.",
    ]


def test_explain_as_data(run: Run) -> None:
    explained = of(run("explain", "203", "--as-of", "2025-06-01", "--json", "--directive", "3-400"))
    assert isinstance(explained, dict)
    assert {key: explained[key] for key in ("as_of", "badge", "name")} == {
        "as_of": "2025-06-01",
        "badge": "203",
        "name": "Lea Away",
    }
    (directive,) = explained["directives"]
    assert (directive["standing"], directive["due"]) == ("overdue", "2025-02-05")
    assert set(directive["lines"][0]) == {"source", "text"}


# ---- show and check -----------------------------------------------------------------------------------------------


def test_show_as_data_has_every_clause_in_order(run: Run) -> None:
    shown = of(run("show", "3-400", "--json"))
    assert isinstance(shown, dict)
    assert {key: shown[key] for key in ("directive", "title", "effective", "reviewed", "signed_off")} == {
        "directive": "3-400",
        "title": "SOCIAL MEDIA POLICY",
        "effective": "2015-12-16",
        "reviewed": "2021-06-14",
        "signed_off": "2021-07-06",
    }
    clauses = shown["clauses"]
    assert all(set(clause) == {"citation", "label", "term", "text", "sha256"} for clause in clauses)
    assert [clause["citation"] for clause in clauses][:5] == ["I", "I¶1", "I¶2", "II", "II.A"]
    assert clauses[4]["term"] == "Avatar"
    assert clauses[1]["term"] is None
    (revision,) = House(Places(Path("nowhere"))).content.library.read_directive("3-400")
    assert [(clause["text"], clause["sha256"]) for clause in clauses] == [
        (clause.text, clause.sha256) for clause in revision.clauses
    ]


def test_show_a_passage_and_forgive_a_missing_bracket(run: Run) -> None:
    passage = run("show", "3-400", "III.A.2.a")
    assert passage.code == 0
    assert "> III.A.2.a" in passage.out
    assert "except:" in passage.out
    assert run("show", "3-400", "III.B.2.f.9").out == run("show", "3-400", "III.B.2.f.9)").out
    some = of(run("show", "3-400", "III.A.2.a", "--json"))
    assert isinstance(some, dict)
    assert [clause["citation"] for clause in some["clauses"]] == ["III.A.2", "III.A.2.a"]


def test_show_as_printed_has_every_label_and_a_margin_of_citations(run: Run) -> None:
    printed = run("show", "3-400").out
    for words in ("III.B.2.f.9)", "T. ", "REFERENCE", "Steven J. Anderson", "DRS/tp"):
        assert words in printed
    assert max(map(len, printed.splitlines())) <= 80


def test_check_says_that_all_is_in_order_and_how_far_the_questions_reach(run: Run) -> None:
    checked = run("check")
    assert (checked.code, checked.err) == (0, "")
    assert "Directive 3-400, SOCIAL MEDIA POLICY, revision 2021-06-14: in order." in checked.out
    assert "61 of 61 clauses" in checked.out
    report = of(run("check", "--json"))
    assert isinstance(report, dict)
    assert (report["sound"], report["problems"]) == (True, [])
    assert report["directives"][0]["cited"] == report["directives"][0]["clauses"] == 61


def test_check_prints_every_problem_with_its_place_and_exits_one(
    run: Run, department: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "house", lambda: House(Places(Path("nowhere"), department)))
    (department / "content" / "schedule.toml").unlink()
    put_revision(department, FIRST, "rewritten")
    checked = run("check")
    assert checked.code == 1
    assert "content/schedule.toml:1: the file is missing" in checked.out.splitlines()
    assert all(re.match(r"[\w./-]+:\d+: ", line) for line in checked.out.splitlines())
    as_data = run("check", "--json")
    assert as_data.code == 1
    report = json.loads(as_data.out)
    assert report["sound"] is False
    assert set(report["problems"][0]) == {"path", "line", "severity", "message"}


# ---- people -------------------------------------------------------------------------------------------------------


def test_people_list(run: Run) -> None:
    listed = run("people", "list")
    assert listed.code == 0
    assert listed.out.splitlines()[0].split() == ["BADGE", "NAME", "RANK", "UNIT", "ROLE", "DUTY"]
    everybody = of(run("people", "list", "--json"))
    assert isinstance(everybody, list)
    assert [person["badge"] for person in everybody] == ["100", "201", "0202", "203"]
    assert set(everybody[0]) == {
        "id", "badge", "name", "rank", "unit", "role", "started", "duty", "duty_since",
    }  # fmt: skip
    assert everybody[3]["duty"] == "on leave"


def test_people_add_code_and_sign_in(run: Run, data: Path) -> None:
    added = run("people", "add", "--name", "Nora New", "--badge", "K-9", "--unit", "Patrol", "--started", "3/14/2026")
    assert (added.code, added.err) == (0, "")
    assert added.out == "Nora New, badge K-9, is on the roster. Next: oc-training people code K-9\n"
    code = run("people", "code", "k-9")
    assert code.code == 0
    secret = re.search(r"badge K-9: (\w{8})\n", code.out)
    assert secret
    assert code.out.endswith("asks for a PIN of their own.\n")
    assert "Their old PIN has ended." in run("people", "code", "100").out
    assert "Their old code has ended." in run("people", "code", "100").out
    station = on(data)
    assert station.enter("K-9", secret[1]).must_choose_pin
    assert station.person("K-9").details.started == date(2026, 3, 14)


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        (["--name", "", "--badge", "9", "--unit", "U"], ["The name is missing."]),
        (
            ["--name", "1", "--badge", "9 9", "--unit", " "],
            [
                "A badge number has only the letters A to Z, digits, and hyphens between them.",
                "The name has no letters; please write it in full.",
                "The unit is missing.",
            ],
        ),
        (
            ["--name", "A B", "--badge", "9", "--unit", "U", "--role", "king", "--started", "soon"],
            [
                "The role is employee, supervisor or coordinator.",
                "Please write the first day as 2026-03-14 or 3/14/2026.",
            ],
        ),
    ],
)
def test_people_add_says_what_is_wrong_with_each_field(run: Run, fields: list[str], sentences: list[str]) -> None:
    refused = run("people", "add", *fields)
    assert refused.code == 2
    assert refused.sentence.splitlines() == sentences


def test_people_add_a_badge_that_is_taken(run: Run) -> None:
    refused = run("people", "add", "--name", "A B", "--badge", "201", "--unit", "U")
    assert (refused.code, refused.sentence) == (1, "Badge number 201 is held by Robin Sample.")


def test_people_import_all_or_nobody(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("badge,name,unit\n301,Ana One,Patrol\n201,Bo Two,Patrol\n303,,Patrol\n", encoding="utf-8")
    refused = run("people", "import", str(file))
    assert refused.code == 1
    assert refused.sentence.splitlines() == [
        "roster.csv:3: Badge number 201 already belongs to Robin Sample.",
        "roster.csv:4: The name is missing.",
        "Nobody was imported.",
    ]
    assert len(on(data).house.book.records().people()) == 4
    file.write_text("badge,name,unit\n301,Ana One,Patrol\n302,Bo Two,Patrol\n", encoding="utf-8")
    done = run("people", "import", str(file))
    assert (done.code, done.out, done.err) == (0, "2 people were put on the roster.\n", "")
    assert len(on(data).house.book.records().people()) == 6


def test_people_import_of_a_file_with_a_hostile_name(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "re\u0301sume\u0301\x1b[31m.csv"
    file.write_text("badge,name,unit\n301,Ana One,Patrol\n", encoding="utf-8")
    done = run("people", "import", str(file))
    assert (done.code, done.err) == (0, "")
    added = on(data).entries(PeopleAdded)[-1].event
    assert isinstance(added, PeopleAdded)
    assert added.source == "résumé[31m.csv"


def test_people_release_lets_the_only_coordinator_in_again(run: Run, data: Path) -> None:
    station = on(data)
    for _ in range(5):
        station.wait_for_the_next_try()
        with pytest.raises(NotSignedIn):
            station.enter("100", "a wrong one")
    released = run("people", "release", "100", "--reason", "why")
    assert (released.code, released.out) == (0, "Ada Invented, badge 100, can sign in again.\n")
    assert not on(data).enter("100").must_choose_pin
    assert len(on(data).entries(SignInReleased)) == 1
    again = run("people", "release", "100", "--reason", "why")
    assert (again.code, again.sentence) == (1, "The sign-in of Ada Invented is not locked.")


# ---- receipt and export -------------------------------------------------------------------------------------------


def receipt_number(data: Path) -> int:
    return on(data).house.duties.receipts(Session(on(data).person("201").id, ""))[0].number


def test_receipt_for_reading_with_the_words_and_as_data(run: Run, data: Path) -> None:
    number = str(receipt_number(data))
    shown = run("receipt", number)
    assert (shown.code, shown.err) == (0, "")
    assert "Robin Sample" in shown.out
    assert "III.A.2.a" not in shown.out
    words = run("receipt", number, "--words").out
    assert words.startswith(shown.out)
    assert "> " not in words
    assert "III.A.2.a" in words
    entry = of(run("receipt", number, "--json"))
    assert isinstance(entry, dict)
    assert list(entry) == [
        "seq", "id", "at", "offset", "station", "kind", "body", "previous", "hash", "signature", "head",
    ]  # fmt: skip
    assert entry["seq"] == int(number)
    assert entry["body"]["who"]["name"] == "Robin Sample"


def test_every_entry_can_be_shown_and_proven_by_its_number(run: Run, data: Path, tmp_path: Path) -> None:
    signed = str(receipt_number(data))
    assert run("void", signed, "--reason", "Somebody else").code == 0
    number = on(data).entries(Voided)[-1].entry.seq
    shown = run("receipt", str(number))
    assert shown.out.startswith(f"Entry {number} of the book of records: voided\n")
    assert "About                 Robin Sample, badge 201, person id P-" in shown.out
    assert f"in entry {signed} was voided by an administrator's command." in " ".join(shown.out.split())
    assert of(run("receipt", str(number), "--json"))
    for option in ((), ("--json",), ("--proof",)):
        kept = tmp_path / "kept"
        kept.write_text(run("receipt", str(number), *option).out)
        assert run("verify", "--receipt", str(kept)).code == 0, option
    assert run("verify", "--receipt", str(kept), "--without-book").code == 0
    kept.write_text(shown.out.replace("\nHash                  ", "\nHash                  0")[:-1])
    assert run("verify", "--receipt", str(kept)).code != 0


def test_export_is_safe_for_spreadsheets_for_its_owner_alone_and_noted(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    done = run("export", str(file))
    assert (done.code, done.err) == (0, "")
    assert done.out == f"4 lines written to {file}.\n"
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))
    names = [row["name"] for row in rows]
    assert "'=cmd|' /C calc'!A0" in names
    assert not any(cell.startswith(("=", "+", "@", "-")) for row in rows for cell in row.values())
    assert file.stat().st_mode & 0o777 == 0o600
    noted = on(data).entries(Exported)[-1].event
    assert isinstance(noted, Exported)
    assert (noted.rows, noted.what, noted.by) == (4, "standing", "command")


def test_a_file_that_is_there_is_replaced_only_where_that_was_said(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("before", encoding="utf-8")
    left = run("export", str(file))
    assert left.code == 1
    assert left.sentence == f"There is a file {file} already, and it was not replaced. Please choose another name."
    assert file.read_text(encoding="utf-8") == "before"
    assert not on(data).entries(Exported)
    assert run("export", str(file), "--replace").code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(on(data).entries(Exported)) == 1


@pytest.mark.parametrize("replace", [True, False])
def test_an_export_that_cannot_be_written_leaves_what_was_there(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, replace: bool
) -> None:
    file = tmp_path / "list.csv"
    if replace:
        file.write_text("before", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        failed = run("export", str(file), *(["--replace"] if replace else []))
    assert (failed.code, failed.sentence) == (1, f"The file {file} cannot be written: No space left on device.")
    assert [each.read_text(encoding="utf-8") for each in tmp_path.glob("*.csv")] == (["before"] if replace else [])
    assert not list(tmp_path.glob(".export-*"))
    assert not on(data).entries(Exported)


@pytest.mark.parametrize("replace", [True, False])
def test_a_list_that_cannot_be_recorded_is_not_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, replace: bool
) -> None:
    file = tmp_path / "list.csv"
    if replace:
        file.write_text("before", encoding="utf-8")

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write", full)
        failed = run("export", str(file), *(["--replace"] if replace else []))
    assert failed.code == 1
    assert failed.sentence
    assert [each.read_text(encoding="utf-8") for each in tmp_path.glob("*.csv")] == (["before"] if replace else [])
    assert not list(tmp_path.glob(".export-*"))


# ---- the data folder ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        lambda folder: (["--data", folder, "people", "list"], None),
        lambda folder: (["people", "list", "--data", folder], None),
        lambda folder: (["people", "list"], folder),
        lambda folder: (["--data", "/nowhere/at/all", "people", "list", "--data", folder], "/nowhere/either"),
    ],
)
def test_the_data_folder_is_named_before_or_after_the_command_or_in_the_environment(
    run: Run, data: Path, place: Callable[[str], tuple[list[str], str | None]]
) -> None:
    arguments, env = place(str(data))
    assert "Robin Sample" in run(*arguments, env=env).out


def test_without_a_name_it_is_the_users_own_data_directory(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OC_TRAINING_DATA", raising=False)
    refused = run("people", "list", env=None)
    assert refused.code == 1
    assert f"{Path.home()}/.local/share/oc-training" in refused.sentence


@pytest.mark.parametrize("command", [["check"], ["show", "3-400"]])
def test_commands_that_need_no_data_take_the_option_too(run: Run, command: list[str], tmp_path: Path) -> None:
    assert run(*command, "--data", str(tmp_path / "none")).code == 0
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "command", [["status"], ["explain", "201"], ["people", "list"], ["receipt", "5"], ["people", "code", "201"]]
)
def test_reading_makes_no_station_where_there_is_none(run: Run, tmp_path: Path, command: list[str]) -> None:
    place = tmp_path / "none"
    refused = run(*command, "--data", str(place))
    assert refused.code == 1
    assert refused.sentence == f"There are no records in {place} yet. Start the kiosk once to set it up."
    assert not place.exists()


# ---- whatever goes wrong ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["no-such-command"], 2, "There is no command 'no-such-command'. How it is used: oc-training --help"),
        (["status", "--as-of", "yesterday"], 2, "write the date as 2026-03-14"),
        (["status", "--as-of", "2026-02-30"], 2, "write the date as 2026-03-14"),
        (["status", "--directive", "1-1"], 2, "Directive 1-1 was not issued here."),
        (["export", "x.csv", "--directive", "1-1"], 2, "Directive 1-1 was not issued here."),
        (["explain"], 2, "BADGE is missing. How it is used: oc-training explain --help"),
        (["explain", "999"], 2, "Nobody on the roster has badge number 999."),
        (
            ["explain", "203", "--as-of", "2024-01-01"],
            2,
            "Lea Away was not on the roster by the end of 2024-01-01. They were put on it on 2025-01-06 (entry 12).",
        ),
        (["receipt", "0"], 2, "NUMBER has to be a whole number from 1 on."),
        (["receipt", "nine"], 2, "NUMBER has to be a whole number from 1 on."),
        (["receipt", "1"], 2, "The book of records has no entry 1 to show."),
        (["receipt", "4", "--words"], 2, "Entry 4 is not a signed acknowledgment."),
        (["receipt", "999999999999"], 2, "The book of records has no entry 999999999999 to show."),
        (["receipt", "9" * 5000], 2, "NUMBER has to be a whole number from 1 on."),
        (["show", "1-1"], 2, "There is no directive 1-1."),
        (["show", "../../etc"], 2, "There is no directive ../../etc."),
        (["show", "3-400", "V.Z"], 2, "Directive 3-400 has no clause V.Z."),
        (["people"], 2, "A command is missing. There are: add, code, import, list, release."),
        (["people", "import", "/nowhere/roster.csv"], 2, "does not exist"),
        (["people", "add", "--name", "A"], 2, " is missing. How it is used: oc-training people add --help"),
        (["people", "code", "999"], 2, "Nobody on the roster has badge number 999."),
        (["people", "release", "999", "--reason", "why"], 2, "Nobody on the roster has badge number 999."),
        (["people", "release", "201", "--reason", "why"], 1, "The sign-in of Robin Sample is not locked."),
        (["export", "/nowhere/at/all/list.csv"], 1, "cannot be written: No such file or directory."),
        (["--data", "/dev/null", "status"], 1, "There are no records in /dev/null yet."),
        (["--data", __file__, "status"], 2, "is a file"),
        (["--data", "/nowhere/" + "x" * 5_000, "status"], 1, "cannot be looked into: File name too long."),
        (["status", "--jason"], 2, "There is no option --jason. Did you mean --json?"),
        (["status", "--json=1"], 2, "does not take a value. How it is used:"),
        (["kiosk", "--appearance", "x"], 2, "--appearance has to be one of: auto, ascii, unicode."),
        (["status", "extra"], 2, "There is more than the command takes: (extra)."),
        (["--data"], 2, "The option --data takes a value after it."),
    ],
)
def test_a_wrong_command_gets_one_sentence_and_its_exit_code(
    run: Run, arguments: list[str], code: int, words: str
) -> None:
    ran = run(*arguments)
    assert ran.code == code
    assert words in ran.sentence


HOSTILE = ("\x1b]52;c;aGk=\x07", "\x9b6n", "[/", "%s", "{0}", "\u202e", "\udcff", "-", "'; DROP", "x" * 20_000, "")


@pytest.mark.parametrize("word", HOSTILE, ids=[ascii(word[:12]) for word in HOSTILE])
def test_hostile_arguments_get_a_sentence_without_anything_a_terminal_acts_upon(run: Run, word: str) -> None:
    commands: Sequence[list[str]] = (
        ["explain", word],
        ["show", word],
        ["show", "3-400", f"X{word}"],
        ["status", "--directive", f"X{word}"],
        ["status", "--as-of", word],
        ["people", "code", word],
        ["people", "add", "--name", word, "--badge", f"_{word}", "--unit", "U"],
        ["receipt", word],
        [f"x{word}"],
        ["status", "--data", f"/nowhere/{word}/x"],
    )
    for command in commands:
        ran = run(*command)
        assert ran.code in {1, 2}, command
        assert not ran.out
        assert "Traceback" not in ran.err
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\udcff]", ran.err), command


def test_hostile_details_are_kept_and_shown_without_what_a_terminal_acts_upon(run: Run) -> None:
    added = run(
        "people", "add", "--name", "Eve\x1b]52;c;aGk=\x07 \u202eEvil\x9b6n\udcff", "--badge", "9", "--unit", "[/"
    )
    assert (added.code, added.err) == (0, "")
    for ran in (added, run("people", "list"), run("status"), run("explain", "9"), run("people", "code", "9")):
        assert "Eve]52;c;aGk= Evil6n" in ran.out
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\udcff]", ran.out)


def test_a_damaged_book_is_named_and_nothing_is_shown(run: Run, data: Path) -> None:
    book = data / "records.book"
    whole = book.read_bytes()
    book.write_bytes(whole.replace(b"Robin Sample", b"Robyn Sample", 1))
    for command in (["status"], ["people", "list"], ["receipt", "10"], ["export", "x.csv"], ["explain", "201"]):
        ran = run(*command)
        assert ran.code == 1
        assert "line 5" in ran.sentence or "damaged" in ran.sentence
    verdict = run("verify")
    assert verdict.code == 1
    assert "Traceback" not in verdict.err
    as_data = json.loads(run("verify", "--json").out)
    assert as_data["sound"] is False
    assert as_data["problems"]


def test_verify_says_that_all_is_in_order_and_names_the_newest_entry(run: Run, data: Path) -> None:
    checked = run("verify")
    head = on(data).house.book.head()
    assert (checked.code, checked.err) == (0, "")
    assert checked.out == f"{head.seq} entries, all in order. The newest is {head.seq}, hash {head.hash}.\n"
    as_data = of(run("verify", "--json"))
    assert isinstance(as_data, dict)
    assert {key: as_data[key] for key in ("sound", "entries", "problems")} == {
        "sound": True,
        "entries": head.seq,
        "problems": [],
    }


def test_a_missing_key_a_missing_book_and_a_damaged_working_file_are_sentences(run: Run, data: Path) -> None:
    key = data.with_name("data.keys") / "station.pem"
    kept = key.read_bytes()
    key.unlink()
    assert run("status").code == 1
    key.write_bytes(b"not a key")
    key.chmod(0o600)
    assert "station.pem" in run("status").sentence
    key.write_bytes(kept)
    (data / "working.json").write_text("{", encoding="utf-8")
    assert "working file" in run("export", str(data.parent / "list.csv")).sentence
    (data / "records.book").unlink()
    assert run("status").code == 1
    assert "Restore the data folder" in run("people", "add", "--name", "A B", "--badge", "9", "--unit", "U").sentence


def unreadable(file: Path) -> Callable[[], object]:
    """Something in the file's place that not even the superuser can read as one."""

    def put() -> None:
        file.unlink(missing_ok=True)
        file.mkdir()

    return put


def test_who_stands_where_is_told_without_the_key_of_the_pins_and_without_the_working_file(
    run: Run, data: Path
) -> None:
    asked = [
        ("status",),
        ("status", "--as-of", AS_OF),
        ("status", "--json"),
        ("explain", "201"),
        ("explain", "201", "--as-of", AS_OF),
        ("history", "201", "--as-of", AS_OF),
        ("remind", "--as-of", AS_OF),
        ("schedule", "--as-of", AS_OF),
        ("receipt", str(receipt_number(data))),
        ("verify",),
    ]
    before = [run(*words).out for words in asked]
    pins, working = data.with_name("data.keys") / "pins.key", data / "working.json"
    book = (data / "records.book").read_bytes()
    pins.unlink()
    working.unlink(missing_ok=True)
    for broken in (None, lambda: working.write_text("{", encoding="utf-8"), unreadable(working), unreadable(pins)):
        if broken is not None:
            broken()
        after = [run(*words) for words in asked]
        assert [ran.out for ran in after] == before
        assert {(ran.code, ran.err) for ran in after} == {(0, "")}
    assert (data / "records.book").read_bytes() == book


def test_one_training_that_cannot_be_read_keeps_nobody_from_the_list(run: Run, data: Path, tmp_path: Path) -> None:
    station = on(data)
    station.confirm_time()
    station.house.walks.keep(station.sit_down("0202").walk)
    tables = json.loads((data / "working.json").read_text(encoding="utf-8"))
    [key] = tables["walks"]
    tables["walks"]["x/3-400"] = {"person": 7}
    (data / "working.json").write_text(json.dumps(tables), encoding="utf-8")
    assert run("status").code == 0
    assert run("export", str(tmp_path / "list.csv")).code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "list.csv").read_text("utf-8-sig"))))
    assert [row["progress"] for row in rows if row["badge"] == "0202"] == ["0 of 6 sections"]
    assert key.endswith("/3-400")


def test_unreadable_content_is_told_with_its_place(
    run: Run, data: Path, department: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for commands in (cli, standing_commands):
        monkeypatch.setattr(commands, "house", lambda: House(Places(data, department)))
    (department / "content" / "schedule.toml").write_bytes(b"\xff")
    ran = run("status")
    assert (ran.code, ran.sentence.split(":")[0]) == (1, "content/schedule.toml")
    put_bank(department, FIRST, "nothing")
    assert run("check").code == 1


def test_the_kiosk_without_a_terminal_is_a_sentence(run: Run) -> None:
    for arguments in ([], ["kiosk"], ["kiosk", "--demo"]):
        ran = run(*arguments)
        assert ran.code == 2
        assert "needs a terminal" in ran.sentence


def test_help_and_version(run: Run) -> None:
    assert run("--version").out.startswith("oc-training, version ")
    helped = run("-h")
    assert helped.code == 0
    for command in ("check", "show", "status", "explain", "people", "receipt", "export", "verify", "kiosk"):
        assert command in helped.out


# ---- in a process of its own --------------------------------------------------------------------------------------


def alone(
    *arguments: str, data: Path, stdout: int = subprocess.PIPE, root: Path = CHECKOUT
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with nothing but the program's own files."""
    env = {**os.environ, "OC_TRAINING_DATA": str(data), "PYTHONPATH": str(root)}
    return subprocess.run(  # noqa: S603  # the program under test
        [sys.executable, "-m", "oc_training", *arguments],
        env=env,
        cwd=root,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_command_in_a_process_of_its_own(data: Path) -> None:
    ran = alone("status", "--json", "--as-of", AS_OF, data=data)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["as_of"] == AS_OF


def test_whoever_stops_reading_gets_no_traceback(data: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = alone("show", "3-400", data=data, stdout=writer)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_full_disk_behind_the_output_is_a_sentence(data: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = alone("show", "3-400", data=data, stdout=full.fileno())
    assert ran.returncode == 1
    assert ran.stderr == "The command could not be finished: No space left on device.\n"


def test_a_receipt_is_shown_when_all_content_files_are_gone(data: Path, tmp_path: Path) -> None:
    root = tmp_path / "program"
    shutil.copytree(CHECKOUT / "oc_training", root / "oc_training", ignore=shutil.ignore_patterns("__pycache__"))
    number = str(receipt_number(data))
    with_files = alone("receipt", number, "--words", data=data)
    without = alone("receipt", number, "--words", data=data, root=root)
    assert (without.returncode, without.stderr) == (0, "")
    assert without.stdout == with_files.stdout
    assert alone("status", data=data, root=root).returncode == 1


def test_no_command_imports_textual(data: Path, tmp_path: Path) -> None:
    commands = [
        ["check"], ["show", "3-400"], ["status"], ["explain", "201"], ["people", "list"], ["verify"],
        ["receipt", str(receipt_number(data))], ["export", str(tmp_path / "x.csv")],
    ]  # fmt: skip
    program = (
        "import sys, json\nfrom oc_training.cli import main\n"
        f"for command in {commands!r}:\n    sys.argv = ['oc-training', *command]\n    assert main() == 0, command\n"
        "print(json.dumps([name for name in sys.modules if name.split('.')[0] in {'textual', 'rich'}]))"
    )
    env = {**os.environ, "OC_TRAINING_DATA": str(data)}
    ran = subprocess.run(  # noqa: S603  # the program under test
        [sys.executable, "-c", program], env=env, cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.splitlines()[-1] == "[]"


def on(data: Path) -> Station:
    """The station of a data folder, opened by another program just now."""
    return station_at(data.parent, now=NOW)


# ---- void -----------------------------------------------------------------------------------------------------------


def test_void_says_so_once_and_the_receipt_shows_it(run: Run, data: Path) -> None:
    number = str(receipt_number(data))
    assert standing_of(run, "201") == "current"
    done = run("void", number, "--reason", "Officer Lee\x1b[31m stood at the terminal")
    recorded = on(data).entries(Voided)[-1]
    assert (done.code, done.err) == (0, "")
    assert done.out == f"Entry {number} does not count any more; that is recorded as entry {recorded.entry.seq}.\n"
    shown = run("receipt", number).out
    assert "VOIDED: this signature does not count any more" in shown
    assert "an administrator's command" in shown
    assert "\x1b" not in shown
    assert standing_of(run, "201") == "overdue"
    again = run("void", number, "--reason", "again")
    assert (again.code, again.sentence) == (1, f"The signature in entry {number} was voided before.")


def test_void_is_for_signatures_and_takes_a_reason(run: Run, data: Path) -> None:
    before = on(data).house.book.head()
    assert run("void", "2", "--reason", "x").sentence == "Entry 2 is not a signature."
    assert run("void", "99999", "--reason", "x").code == 2
    assert run("void", str(receipt_number(data))).code == 2
    assert run("void", str(receipt_number(data)), "--reason", " ").sentence == "Please give a reason."
    assert on(data).house.book.head() == before


# ---- one person on one day ----------------------------------------------------------------------------------------

EVERY_DAY = (
    "2025-01-06",
    "2025-02-01",
    "2025-02-10",
    "2025-06-01",
    "2026-01-02",
    "2026-03-14",
    "2026-11-01",
    "2027-06-01",
)


@pytest.mark.parametrize("badge", ["201", "0202", "203", "100"])
def test_history_answers_on_one_screen_whether_why_by_which_text_and_what_proves_it(run: Run, badge: str) -> None:
    for day in EVERY_DAY:
        if date.fromisoformat(day) > NOW.date():
            continue
        shown = run("history", badge, "--as-of", day)
        assert (shown.code, shown.err) == (0, "")
        rows = shown.out.splitlines()
        assert len(rows) <= 23
        assert max(map(len, rows)) <= 80
        for label in ("Why", "Words", "Entry", "Hash", "Seal", "Book", "Checkpoint", "Check"):
            assert any(row.startswith(label) for row in rows), label
        status = of(run("status", "--json", "--as-of", day))
        assert isinstance(status, dict)
        [standing] = [each["standing"] for each in status["people"] if each["badge"] == badge]
        assert standing.upper() in rows[1]


def test_history_says_nothing_about_a_day_ahead_for_nothing_proves_what_has_not_come(run: Run) -> None:
    shown = run("history", "201", "--as-of", "2190-01-01")
    assert shown.out == ""
    assert "2190-01-01 lies ahead" in shown.sentence


def test_history_names_the_seals_as_they_lie_in_the_book(run: Run, data: Path) -> None:
    shown = of(run("history", "201", "--as-of", "2026-03-14", "--json"))
    assert isinstance(shown, dict)
    [found] = shown["directives"]
    book = on(data).house.book
    number = receipt_number(data)
    entry = book.entry(found["proof"]["entry"]).entry
    assert (entry.kind, found["standing"]) == ("acknowledged", "current")
    assert (found["proof"]["hash"], found["proof"]["signature"]) == (entry.hash, entry.signature)
    assert number <= entry.seq <= found["book"]["entries"]
    assert found["text"]["sha256"] in run("history", "201", "--as-of", "2026-03-14").out
    assert found["checkpoint"] is None
    book.close()


def test_history_names_the_newest_checkpoint_that_covers_the_entry_and_prints_the_words_on_demand(
    run: Run, data: Path
) -> None:
    folder = data / "checkpoints"
    folder.mkdir()
    assert run("checkpoint", "--to", str(folder)).code == 0
    shown = run("history", "201", "--as-of", "2026-03-14", "--words")
    [name] = [path.name for path in folder.iterdir()]
    assert name in shown.out
    assert "III.A.2.a" in shown.out
    assert "exigent circumstances" in " ".join(shown.out.split())


def test_history_of_a_day_before_anything_and_of_nobody_is_a_sentence(run: Run) -> None:
    assert "Robin Sample was not on the roster" in run("history", "201", "--as-of", "2024-01-01").sentence
    assert "Nobody on the roster has badge number 999" in run("history", "999", "--as-of", "2024-01-01").sentence
    assert "was not issued" in run("history", "201", "--directive", "1-1").sentence


# ---- a clock in doubt ---------------------------------------------------------------------------------------------


@pytest.fixture
def in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock says a day eight months after the latest time known."""
    monkeypatch.setattr(sys.modules[__name__], "NOW", NOW + timedelta(days=240))


@pytest.mark.usefixtures("in_doubt")
def test_while_the_clock_is_in_doubt_commands_that_write_wait_and_say_what_to_do(
    run: Run, data: Path, tmp_path: Path
) -> None:
    before = (data / "records.book").read_bytes()
    roster = tmp_path / "roster.csv"
    roster.write_text("badge,name,unit\n777,Kim New,Day\n")
    for act in (
        ("people", "add", "--name", "Kim New", "--badge", "777", "--unit", "Day"),
        ("people", "import", str(roster)),
        ("void", str(station_at(data.parent).entries(Acknowledged)[0].entry.seq), "--reason", "why"),
        ("duty", "leave", "201", "--why", "why"),
        ("remind",),
        ("key", "change"),
    ):
        assert run(*act).sentence == CLOCK_IN_DOUBT
    assert (data / "records.book").read_bytes() == before
    for look in (("status",), ("people", "list"), ("history", "201"), ("explain", "201"), ("schedule",)):
        assert run(*look).code == 0
    assert run("people", "code", "201").err.strip() == CLOCK_NOTED
    assert run("export", str(tmp_path / "list.csv")).err.strip() == CLOCK_NOTED


@pytest.mark.usefixtures("in_doubt")
def test_a_supervisor_confirms_the_time_by_command_and_the_others_go_on(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("clock")
    assert said.code == 1
    assert "Latest time known: March 13, 2026, 10:00" in said.out
    assert said.out.endswith("oc-training clock --confirm\n")
    assert "at a terminal only" in run("clock", "--confirm").sentence
    monkeypatch.setattr(clock_commands, "is_at_a_terminal", lambda: True)
    monkeypatch.setattr(clock_commands, "badge_and_pin", lambda _: ("201", Secret(PIN)))
    refused = run("clock", "--confirm")
    assert (refused.code, "by a supervisor or the training coordinator" in refused.err) == (1, True)
    monkeypatch.setattr(clock_commands, "badge_and_pin", lambda _: ("100", Secret(PIN)))
    assert "that the time is right" in run("clock", "--confirm").out
    assert run("people", "add", "--name", "Kim New", "--badge", "777", "--unit", "Day").code == 0
    assert "nothing speaks against it" in run("clock").out
    assert "is not in doubt" in run("clock", "--confirm").out


# ---- duties -------------------------------------------------------------------------------------------------------


def standing_of(run: Run, badge: str) -> str:
    people = of(run("status", "--json"))
    assert isinstance(people, dict)
    [standing] = [each["standing"] for each in people["people"] if each["badge"] == badge]
    return str(standing)


def test_a_leave_a_return_a_move_an_exemption_and_a_separation_by_command(run: Run) -> None:
    back = run("duty", "return", "203", "--from", "2026-03-01", "--why", "Back")
    number = int(re.findall(r"\(entry (\d+)\)", back.out)[0])
    said = f"on duty from 2026-03-01 (entry {number}). Recorded later than that day, and marked so."
    assert back.out == f"Lea Away, badge 203: {said}\n"
    moved = run("duty", "move", "203", "--unit", "Night Shift", "--rank", "Sergeant", "--why", "Promoted")
    assert f"Sergeant, Night Shift from {moved.out.split(' (')[0][-10:]} (entry {number + 1})." in moved.out
    right = run("duty", "correct", "203", str(number + 1), "--from", "2026-03-02", "--why", "Typed wrong")
    assert f"entry {number + 1} corrected: from 2026-03-02 (entry {number + 2})." in right.out
    entries = run("history", "203", "--entries").out.splitlines()
    [line] = [line for line in entries if f"(entry {number + 1})" in line]
    assert line.endswith(f" Counts no more: entry {number + 2} took its place.")
    assert f"The right day of entry {number + 1} is 2026-03-02" in entries[-1]
    told = of(run("history", "203", "--entries", "--json"))
    assert isinstance(told, dict)
    assert [each["replaced_by"] for each in told["entries"][-2:]] == [number + 2, None]
    assert "Leave --directive and --words out" in run("history", "203", "--entries", "--words").sentence
    assert run("duty", "exempt", "203", "3-400", "--through", "2099-01-01", "--why", "Detail").code == 0
    assert standing_of(run, "203") == "excused"
    assert run("duty", "end-exemption", "203", "3-400", "--why", "Over").code == 0
    assert standing_of(run, "203") != "excused"
    assert run("duty", "leave", "203", "--why", "Family leave").code == 0
    assert standing_of(run, "203") == "excused"
    assert run("duty", "separate", "203", "--why", "Retired").code == 0
    assert "Separated since" in run("explain", "203").out


@pytest.mark.parametrize(
    ("command", "code", "sentence"),
    [
        (["duty", "return", "203", "--from", "2025-12-01", "--why", "x"], 1, "on leave since 2026-01-02"),
        (["duty", "leave", "203", "--why", "x"], 1, "is on leave already"),
        (["duty", "leave", "201", "--why", " "], 1, "give a reason"),
        (["duty", "leave", "201"], 2, "--why"),
        (["duty", "leave", "201", "--from", "yesterday", "--why", "x"], 2, "write the date as 2026-03-14"),
        (["duty", "leave", "999", "--why", "x"], 2, "Nobody on the roster"),
        (["duty", "assign", "201", "3-400", "--why", "x"], 1, "for everybody"),
        (["duty", "end-assignment", "201", "3-400", "--why", "x"], 1, "is not assigned"),
        (["duty", "exempt", "201", "1-1", "--why", "x"], 2, "was not issued"),
        (["duty", "move", "201", "--why", "x"], 1, "already"),
        (["remind", "--as-of", "2026-03-14", "--again", "3"], 2, "Choose one"),
        (["remind", "--again", "3"], 2, "is not a list of reminders"),
        (["schedule", "--record", "--as-of", "2026-03-14"], 2, "Leave --as-of out"),
    ],
)
def test_what_cannot_be_about_duties_is_a_sentence_and_changes_nothing(
    run: Run, data: Path, command: list[str], code: int, sentence: str
) -> None:
    before = (data / "records.book").read_bytes()
    ran = run(*command)
    assert (ran.code, sentence in ran.sentence) == (code, True), ran.sentence
    assert (data / "records.book").read_bytes() == before


def test_reminders_are_recorded_once_shown_again_and_read_as_data_and_as_a_calendar(run: Run) -> None:
    first = run("remind")
    assert "FOR" in first.out
    number = re.findall(r"recorded as entry (\d+)", first.out)[0]
    assert f"oc-training remind --again {number}" in run("remind").out
    again = of(run("remind", "--again", number, "--json"))
    assert isinstance(again, dict)
    assert (again["entry"], len(again["reminders"])) == (int(number), 2)
    shown = run("remind", "--again", number, "--ics").out
    assert shown.startswith("BEGIN:VCALENDAR")
    assert shown.count("BEGIN:VEVENT") == 2


def test_the_schedule_is_shown_with_the_entry_that_holds_it_and_a_changed_file_waits_to_be_recorded(
    run: Run, data: Path, department: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "entry 5: The schedule recorded on 2025-01-06 counts." in run("schedule").out
    monkeypatch.setattr("oc_training.standing_commands.house", lambda: House(Places(data, department)))
    file = department / "content" / "schedule.toml"
    file.write_text(
        file.read_text().replace("grace_days = 14", "grace_days = 3") + '\n[assigned."3-400"]\nranks = ["Chief"]\n'
    )
    waiting = run("schedule")
    assert "does not count yet" in waiting.err
    assert "grace_days                  14" in waiting.out
    recorded = run("schedule", "--record")
    assert "Recorded as entry" in recorded.err
    assert "grace_days                  3" in recorded.out
    assert "Directive 3-400 is for: rank Chief" in recorded.out
    assert run("schedule", "--record").err == "The file is recorded already.\n"
    shown = of(run("schedule", "--as-of", "2026-01-01", "--json"))
    assert isinstance(shown, dict)
    assert (shown["entry"], shown["rules"]["grace_days"]) == (5, 14)


def test_a_long_line_is_broken_between_words_so_that_a_command_in_it_can_be_copied() -> None:
    words = "Restore the data folder from a backup, or give the coordinator a new code: oc-training people code --help."
    lines = at_words(f"{words}\n  short", 60).split("\n")
    assert max(map(len, lines)) <= 60
    assert " ".join(lines[:-1]).split() == words.split()
    assert "oc-training" in " ".join(lines).split()
    assert lines[-1] == "  short"
    assert at_words("x" * 90, 60) == "x" * 90
    assert at_words(words, 0) == words
