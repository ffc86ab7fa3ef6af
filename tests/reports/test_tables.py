"""Tables and data for people outside the program: standing, roster, explanation, check, export."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from oc_training.attestation.checking import CheckReport, Coverage
from oc_training.attestation.duties import Progress
from oc_training.attestation.schedule_lines import Line
from oc_training.attestation.standing import Kind, Standing
from oc_training.attestation.standings import BoardRow
from oc_training.errors import LedgerError, NotRecorded, OutcomeUnknown, Refused
from oc_training.problems import Problem, Severity
from oc_training.reports.check_text import check_json, check_text
from oc_training.reports.explanation import explanation_json, explanation_text
from oc_training.reports.export_file import export_list
from oc_training.reports.roster_report import roster_text
from oc_training.reports.status_report import (
    EXPORT_HEADER,
    aligned,
    count_standings,
    export_rows,
    status_json,
    status_text,
)
from oc_training.roster.model import Details, DutyStatus, Person, Role

DAY = date(2026, 3, 1)
LINES = (Line("entry 4", "Signed."), Line("schedule: grace_days", "14 days of grace."))


def row(name: str, kind: Kind, due: date | None = None, progress: Progress | None = None) -> BoardRow:
    details = Details(name, "0417", "Officer", "Day Shift", Role.EMPLOYEE, DAY)
    person = Person("P-1", details, DutyStatus.ON_DUTY, DAY)
    standing = Standing(kind, "Because.", "2021-06-14", due, None, None, None, LINES)
    return BoardRow(person, "3-400", standing, progress)


ROWS = (
    row("Bea Late", Kind.OVERDUE, date(2026, 1, 2), Progress(3, 6, 5, 12)),
    row("A Much Longer Name", Kind.EXCUSED),
)


def test_a_status_is_a_table_whose_columns_stand_under_each_other() -> None:
    assert status_text(ROWS, DAY) == (
        "Standing as of 2026-03-01: 0 current, 0 due, 1 overdue, 1 excused.\n"
        "\n"
        "STANDING  BADGE  NAME                UNIT       DIRECTIVE  DUE         REASON\n"
        "OVERDUE   0417   Bea Late            Day Shift  3-400      2026-01-02  Because.\n"
        "EXCUSED   0417   A Much Longer Name  Day Shift  3-400      -           Because."
    )
    assert status_text((), DAY) == "Standing as of 2026-03-01: 0 current, 0 due, 0 overdue, 0 excused."


def test_every_standing_is_counted_also_where_there_is_none() -> None:
    assert list(count_standings(()).items()) == [("current", 0), ("due", 0), ("overdue", 0), ("excused", 0)]
    assert status_json(ROWS, DAY)["counts"] == {"current": 0, "due": 0, "overdue": 1, "excused": 1}


def test_an_explanation_names_the_source_of_each_line() -> None:
    assert explanation_text(ROWS[0].person, ROWS[:1], DAY) == (
        "Officer Bea Late, badge 0417, Day Shift, as of 2026-03-01\n"
        "\n"
        "Directive 3-400: OVERDUE\n"
        "  entry 4               Signed.\n"
        "  schedule: grace_days  14 days of grace."
    )
    assert explanation_text(ROWS[0].person, (), DAY).endswith("No directive is in force for them on that day.")
    assert explanation_json(ROWS[0].person, ROWS[:1], DAY)["directives"] == [
        {
            "directive": "3-400",
            "revision": "2021-06-14",
            "standing": "overdue",
            "due": "2026-01-02",
            "lines": [
                {"source": "entry 4", "text": "Signed."},
                {"source": "schedule: grace_days", "text": "14 days of grace."},
            ],
        }
    ]


def test_an_export_has_a_cell_for_each_column() -> None:
    cells = export_rows(ROWS)
    assert dict(zip(EXPORT_HEADER, cells[0], strict=True)) == {
        "badge": "0417",
        "name": "Bea Late",
        "rank": "Officer",
        "unit": "Day Shift",
        "duty": "on duty",
        "directive": "3-400",
        "revision": "2021-06-14",
        "standing": "overdue",
        "due": "2026-01-02",
        "signed": "",
        "progress": "3 of 6 sections, 5 of 12 scenarios",
        "reason": "Because.",
    }
    assert cells[1][8:11] == ("", "", "")


def test_an_export_is_written_whole_for_its_owner_once_its_digest_is_recorded(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("before", encoding="utf-8")
    file.chmod(0o644)
    told: list[str] = []

    def record(digest: str) -> None:
        assert file.read_text(encoding="utf-8") == "before"
        told.append(digest)

    export_list(file, ROWS, record, replace=True)
    assert [hashlib.sha256(file.read_bytes()).hexdigest()] == told
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_a_file_or_a_link_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "secret")
    (tmp_path / "list.csv").write_text("before", encoding="utf-8")
    for name in ("link.csv", "list.csv"):
        with pytest.raises(Refused, match="already, and it was not replaced"):
            export_list(tmp_path / name, ROWS, _never)
    assert (tmp_path / "list.csv").read_text(encoding="utf-8") == "before"
    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize("error", [NotRecorded("Not recorded."), OutcomeUnknown("Nobody knows.")])
@pytest.mark.parametrize("before", [None, "before"])
def test_what_cannot_be_recorded_is_not_written(tmp_path: Path, error: LedgerError, before: str | None) -> None:
    file = tmp_path / "list.csv"
    if before is not None:
        file.write_text(before, encoding="utf-8")

    def fail(_: str) -> None:
        raise error

    with pytest.raises(type(error)):
        export_list(file, ROWS, fail, replace=before is not None)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ([] if before is None else [before])


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("where", ["missing/list.csv", "folder"])
def test_an_export_that_cannot_be_written_is_a_sentence(tmp_path: Path, where: str, *, replace: bool) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refused, match=r"cannot be written|already|is not a file"):
        export_list(tmp_path / where, ROWS, _never, replace=replace)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder"]


def _never(_: str) -> None:
    raise AssertionError("it was recorded")


def test_an_empty_roster_is_said() -> None:
    assert roster_text(()) == "Nobody is on the roster yet."


def test_columns_are_as_wide_as_their_widest_cell_and_the_last_is_free() -> None:
    assert aligned([("a", "bbb", "c"), ("aa", "b", "a long one")]) == ["a   bbb  c", "aa  b    a long one"]


def test_a_check_prints_problems_alone_and_a_summary_when_nothing_has_to_be_mended() -> None:
    coverage = Coverage("3-400", "2021-06-14", "TITLE", 70, 12, 61, 60, ("II.T",))
    warning = Problem("quizzes/x.md", 3, "a long option", Severity.WARNING)
    error = Problem("quizzes/x.md", 9, "no answer")
    assert check_text(CheckReport((warning,), (coverage,))) == (
        "quizzes/x.md:3: warning: a long option\n"
        "Directive 3-400, TITLE, revision 2021-06-14: in order.\n"
        "  70 questions, of which an attempt draws 12.\n"
        "  60 of 61 clauses without further clauses below are cited by a question.\n"
        "  Cited by none: II.T"
    )
    assert check_text(CheckReport((error,), (coverage,))) == "quizzes/x.md:9: no answer"
    data = check_json(CheckReport((error, warning), (coverage,)))
    assert data["sound"] is False
    assert data["problems"] == [
        {"path": "quizzes/x.md", "line": 9, "severity": "error", "message": "no answer"},
        {"path": "quizzes/x.md", "line": 3, "severity": "warning", "message": "a long option"},
    ]
    assert data["directives"] == [
        {
            "directive": "3-400",
            "revision": "2021-06-14",
            "title": "TITLE",
            "questions": 70,
            "draw": 12,
            "clauses": 61,
            "cited": 60,
            "uncited": ["II.T"],
        }
    ]
