"""The check of all files: sound where they are, every problem of all of them in one run, and the reach of the bank."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oc_training.attestation.checking import check
from oc_training.attestation.content import Content
from oc_training.policy.model import ClauseKind
from tests.support.small_content import BANK, FIRST, bank_source, put_bank, put_revision
from tests.support.station import project_content

TWICE = (
    "III.A.1.f", "III.A.2", "III.A.3", "III.A.4", "III.A.5", "III.A.6", "III.A.7", "III.A.8", "III.A.9",
    "III.B.1.a", "III.B.1.b", "III.B.2.a", "III.B.2.b", "III.B.2.c", "III.B.2.d", "III.B.2.e.3)",
)  # fmt: skip
"""The clauses on which most depends: at least two scenarios turn on each."""


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check(Content(folder)).problems]


def test_the_projects_own_files_are_sound_and_every_clause_is_cited() -> None:
    report = check(project_content())
    assert report.is_sound
    assert [str(problem) for problem in report.problems] == []
    (coverage,) = report.coverage
    assert (coverage.directive, coverage.revision, coverage.title) == ("3-400", "2021-06-14", "SOCIAL MEDIA POLICY")
    assert (coverage.clauses, coverage.cited, coverage.uncited) == (61, 61, ())
    assert coverage.draw == 12
    assert coverage.questions == len(project_content().bank("3-400").questions)


def test_every_leaf_of_section_iii_and_every_definition_is_cited_by_a_question() -> None:
    (revision,) = project_content().library.read_directive("3-400")
    cited = {cite for question in project_content().bank("3-400").questions for cite in question.cites}
    leaves = {
        clause.citation
        for clause in revision.clauses
        if clause.citation.startswith("III.") and not revision.children(clause.citation)
    }
    definitions = {clause.citation for clause in revision.definitions}
    assert len(definitions) == 20
    assert {clause.kind for clause in revision.definitions} == {ClauseKind.LABELLED}
    assert leaves | definitions <= cited


@pytest.mark.parametrize("citation", TWICE)
def test_the_weightiest_clauses_are_decided_by_at_least_two_scenarios(citation: str) -> None:
    bank = project_content().bank("3-400")
    (revision,) = project_content().library.read_directive("3-400")
    below = {clause.citation for clause in revision.passage(citation).clauses if clause.citation.startswith(citation)}
    scenarios = [question.id for question in bank.questions if below.intersection(question.cites) and question.scenario]
    assert len(scenarios) >= 2


def test_a_small_department_is_sound(department: Path) -> None:
    assert problems(department) == []


def test_an_uncited_clause_is_named_but_is_no_problem(department: Path) -> None:
    put_bank(department, FIRST, bank_source().replace("cites: II.B", "cites: II.A"))
    report = check(Content(department))
    assert report.coverage[0].uncited == ("II.B",)
    assert (report.coverage[0].cited, report.coverage[0].clauses) == (3, 4)


def test_a_review_or_a_signature_that_lies_ahead_is_told_and_may_be_written(department: Path) -> None:
    put_revision(department, "2025-03-01", "reaffirmed")
    file = "content/9-100/2025-03-01.md"
    days = [str(found) for found in check(Content(department), today=date(2025, 2, 28)).problems if found.path == file]
    told = "2025-03-01, lies ahead; a revision is issued when that is done"
    assert days == [
        f"{file}:6: warning: the day of the review, {told}",
        f"{file}:7: warning: the day of the Chief's signature, {told}",
    ]
    assert check(Content(department), today=date(2025, 2, 28)).is_sound
    assert not check(Content(department), today=date(2025, 3, 1)).problems


def broken(department: Path, old: str, new: str) -> list[str]:
    assert old in bank_source()
    put_bank(department, FIRST, bank_source().replace(old, new))
    return problems(department)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "cites: III.B",
            "cites: III.C",
            f"{BANK}:83: RA-05 cites III.C, which is not in the directive (near: III.B, III.A, III)",
        ),
        ("cites: III.B", "cites: III", f"{BANK}:83: RA-05 cites the heading III; cite a clause below it"),
        (
            "directive: 9-100",
            "directive: 9-200",
            f"{BANK}:1: 'directive' says 9-200, but the file is named 9-100",
        ),
        (
            f"revision: {FIRST}",
            "revision: 2024-01-06",
            (
                f"{BANK}:1: 'revision: 2024-01-06' names a text that is not here; "
                "write the revision that was looked through"
            ),
        ),
    ],
)
def test_where_bank_and_directive_do_not_fit_it_is_told(department: Path, old: str, new: str, problem: str) -> None:
    assert problem in broken(department, old, new)


def test_a_bank_that_cannot_fill_a_draw_is_told(department: Path) -> None:
    found = broken(department, "draw: 4", "draw: 1")
    assert any(line.startswith(f"{BANK}:1: The question bank cannot give 1 question with") for line in found), found


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (BANK, f"{BANK}:1: the file is missing"),
        ("content/agency.toml", "content/agency.toml:1: the file is missing"),
        ("content/schedule.toml", "content/schedule.toml:1: the file is missing"),
        ("content/statement.md", "content/statement.md:1: the file is missing"),
    ],
)
def test_a_missing_file_is_told(department: Path, file: str, problem: str) -> None:
    (department / file).unlink()
    report = check(Content(department))
    assert not report.is_sound
    assert problem in [str(found) for found in report.problems]


def test_problems_of_all_files_come_in_one_run_each_once(department: Path) -> None:
    (department / "content" / "agency.toml").unlink()
    (department / "content" / "schedule.toml").write_text("grace_days = \n", encoding="utf-8")
    put_revision(department, FIRST, "rewritten")
    put_bank(department, FIRST, "nothing")
    found = problems(department)
    assert len(found) == len(set(found))
    touched = {line.split(":")[0] for line in found}
    assert {"content/agency.toml", "content/schedule.toml", f"content/9-100/{FIRST}.md"} <= touched
    assert found == [str(problem) for problem in sorted(check(Content(department)).problems)]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    report = check(Content(tmp_path))
    assert not report.is_sound
    assert "content:1: there is no such folder" in [str(problem) for problem in report.problems]
    assert report.coverage == ()


def test_both_a_broken_directive_and_a_broken_bank_are_told(department: Path) -> None:
    put_revision(department, FIRST, "rewritten")
    put_bank(department, FIRST, "nothing")
    touched = {line.split(":")[0] for line in problems(department)}
    assert BANK in touched
