"""What a question is bound to, and what must hold between a revision and the one before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oc_training.errors import NotFound, Refused
from oc_training.policy.library import Library
from oc_training.policy.model import Revision, Run
from oc_training.policy.new_revision import successor
from oc_training.policy.notation import parse_revision
from oc_training.policy.passages import binding_of
from oc_training.policy.succession import succession_problems
from oc_training.problems import Problem, Severity
from tests.policy.conftest import NOTATION
from tests.support import evidence_lockers
from tests.support.evidence_lockers import FIRST, NUMBER, SECOND

REAL = NOTATION.read_text(encoding="utf-8")


def lockers(*edits: tuple[str, str]) -> Revision:
    """The second directive as it was first issued, with some words replaced."""
    source = evidence_lockers.first()
    for old, new in edits:
        assert old in source, old
        source = source.replace(old, new)
    return parse_revision(source, "")


# ---- what a question is bound to ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "cited", "moves"),
    [
        (("shall not", "may"), "III.B.1.a", True),
        (("the item is a firearm", "the item is a knife"), "III.B.1", True),
        (("empty and clean", "empty"), "III.A.1.a", False),
        (("empty and clean", "empty"), "III.A.1", True),
        (("The slip goes into", "The form goes into"), "III.A.1", True),
        (("Nobody leaves an item", "Nobody leaves any item"), "III.A.1", False),
        (("A. At the desk", "A. At the counter"), "III.A.2", False),
        (("steel box", "wooden box"), "II.A", True),
        (("steel box", "wooden box"), "II.B", False),
    ],
)
def test_the_sentence_the_clause_and_what_hangs_below_it_count_and_nothing_else(
    edit: tuple[str, str], cited: str, *, moves: bool
) -> None:
    assert (binding_of(lockers(edit), [cited]) != binding_of(lockers(), [cited])) is moves


def test_what_is_only_renumbered_keeps_its_binding() -> None:
    second = parse_revision(evidence_lockers.second(), "")
    assert binding_of(lockers(), ["IV.A", "II.B"]) == binding_of(second, ["V.A", "II.B"])
    assert binding_of(lockers(), ["V.B"]) != binding_of(second, ["IV.B"])


def test_where_one_clause_ends_and_the_next_begins_counts() -> None:
    moved = lockers(
        ("1) the number of the case,\n\n         2) the time", "1) the number of the\n\n         2) case, the time")
    )
    assert binding_of(moved, ["III.A.1.a"]) != binding_of(lockers(), ["III.A.1.a"])


def test_a_clause_that_is_not_there_has_no_binding() -> None:
    with pytest.raises(NotFound):
        binding_of(lockers(), ["IX.A"])


@given(st.integers(0, 87))
@settings(max_examples=30, deadline=None)
def test_a_binding_moves_exactly_where_the_passage_holds_the_changed_clause(at: int) -> None:
    before = parse_revision(REAL, "")
    clauses = list(before.clauses)
    clauses[at] = replace(clauses[at], runs=(Run("Perhaps "), *clauses[at].runs))
    after = replace(before, clauses=tuple(clauses))
    for clause in before.clauses:
        holds = any(each.citation == clauses[at].citation for each in before.passage(clause.citation).clauses)
        assert (binding_of(after, [clause.citation]) != binding_of(before, [clause.citation])) is holds


# ---- one revision after another -----------------------------------------------------------------------------------


def problems(*edits: tuple[str, str]) -> list[str]:
    source = evidence_lockers.second()
    for old, new in edits:
        assert old in source, old
        source = source.replace(old, new)
    return [str(problem) for problem in succession_problems(parse_revision(source, ""), lockers())]


def test_dates_in_order_are_fine() -> None:
    assert problems() == []
    assert list(succession_problems(lockers(), None)) == []
    assert problems((f"effective: {SECOND}", f"effective: {FIRST}")) == []


@pytest.mark.parametrize(
    ("edit", "line", "message"),
    [
        (
            (f"signed_off: {SECOND}", "signed_off: 2025-09-14"),
            7,
            "signed off on 2025-09-14, before the review of 2025-09-15",
        ),
        ((f"reviewed: {SECOND}", f"reviewed: {FIRST}"), 6, f"reviewed on {FIRST}, which is not after revision {FIRST}"),
        (
            (f"effective: {SECOND}", "effective: 2023-01-01"),
            5,
            f"effective from 2023-01-01, before revision {FIRST} is ({FIRST})",
        ),
        (
            (f"effective: {SECOND}", "effective: 2025-01-01"),
            5,
            "effective from 2025-01-01, before it was signed off on 2025-09-15",
        ),
        (
            ("change: material", "change: first issue"),
            13,
            f"'change: first issue' cannot be: revision {FIRST} came before; write material, editorial or reaffirmed",
        ),
        (
            ("change: material", "change: reaffirmed"),
            13,
            (
                f"'change: reaffirmed' cannot be: words differ from revision {FIRST} (III.B.1, III.B.1.a, IV.B); "
                "write material or editorial"
            ),
        ),
    ],
)
def test_what_is_out_of_order_is_told_at_its_line(edit: tuple[str, str], line: int, message: str) -> None:
    name = edit[1].removeprefix("reviewed: ") if edit[1].startswith("reviewed") else SECOND
    assert f"content/{NUMBER}/{name}.md:{line}: {message}" in problems(edit)


# ---- a new file ---------------------------------------------------------------------------------------------------


def started(effective: date | None = None, note: str = "Looked at again: no change.") -> str:
    return successor(
        parse_revision(REAL, ""), reviewed=date(2027, 1, 10), change="reaffirmed", note=note, effective=effective,
        signed_off=None,
    )  # fmt: skip


def test_a_new_revision_begins_with_every_word_of_the_one_before_and_a_new_head() -> None:
    before, new = parse_revision(REAL, ""), parse_revision(started(date(2027, 2, 1)), "")
    assert (new.sha256, new.id, new.effective.isoformat()) == (before.sha256, "2027-01-10", "2027-02-01")
    assert new.front_matter["change_note"] == "Looked at again: no change."
    old_lines, new_lines = REAL.split("\n"), started().split("\n")
    differing = {old.split(":")[0] for old, new in zip(old_lines, new_lines, strict=True) if old != new}
    assert differing == {"reviewed", "signed_off", "change", "change_note", "source"}
    assert new.front_matter["source"] == "3-400-2027-01-10-as-issued.txt"
    assert list(succession_problems(new, before)) == []


def test_a_review_that_is_not_later_or_says_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="Say in a sentence"):
        started(note="")
    with pytest.raises(Refused, match="is not after that of the text in force, 2021-06-14"):
        successor(
            parse_revision(REAL, ""), reviewed=date(2021, 6, 14), change="editorial", note="x", effective=None,
            signed_off=None,
        )  # fmt: skip


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "3-400"
    folder.mkdir(parents=True)
    (folder / "2021-06-14.md").write_text(REAL, encoding="utf-8")
    library = Library(tmp_path / "content")
    assert library.add(started()) == folder / "2027-01-10.md"
    assert [revision.id for revision in library.read_directive("3-400")] == ["2021-06-14", "2027-01-10"]
    with pytest.raises(Refused, match="There is a revision 2027-01-10 of Directive 3-400 already"):
        library.add(started(note="Another note."))
    assert (folder / "2027-01-10.md").read_text(encoding="utf-8") == started()
    with pytest.raises(NotFound, match="There is no directive 8-250"):
        library.add(evidence_lockers.first())


def test_one_revision_is_found_whatever_state_the_others_are_in(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "3-400"
    folder.mkdir(parents=True)
    (folder / "2021-06-14.md").write_text(REAL, encoding="utf-8")
    (folder / "2027-01-10.md").write_text("half typed", encoding="utf-8")
    library = Library(tmp_path / "content")
    found = library.find("3-400", "2021-06-14")
    assert found is not None
    assert found.id == "2021-06-14"
    assert library.find("3-400", "2022-01-01") is None
    assert library.find("../3-400", "2021-06-14") is None


# ---- called editorial ---------------------------------------------------------------------------------------------


def editorial(*edits: tuple[str, str], change: str = "editorial") -> list[Problem]:
    """What is told of a next revision of that kind with some words replaced."""
    head = (
        ("change: first issue", f"change: {change}"),
        (f"reviewed: {FIRST}", f"reviewed: {SECOND}"),
        (f"source: directive-{NUMBER}-{FIRST}", f"source: directive-{NUMBER}-{SECOND}"),
    )
    source = evidence_lockers.first()
    for old, new in (*head, *edits):
        assert old in source, old
        source = source.replace(old, new)
    lines = [f"signed_off: {SECOND}" if line.startswith("signed_off: ") else line for line in source.split("\n")]
    return list(succession_problems(parse_revision("\n".join(lines), ""), lockers()))


def test_a_revision_that_names_the_issued_text_of_the_one_before_is_told_so_and_may_be_issued() -> None:
    name = f"directive-{NUMBER}-{FIRST}.txt"
    (found,) = editorial((name.replace(FIRST, SECOND), name))
    assert found.message == f"'source: {name}' names the issued text of revision {FIRST}; name that of this one"
    assert (found.line, found.severity) == (12, Severity.WARNING)


def test_wording_alone_is_editorial_without_a_word() -> None:
    assert editorial(("steel box", "steel locker")) == []


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (("Nobody leaves an item", "Employees may leave an item"), "yet duty words changed (III.A.2)"),
        (("shall not", "may"), "yet duty words changed ("),
        (("\n# IV.", "\nC. The desk keeps the key.\n\n# IV."), "yet 1 clause was added (III.C)"),
    ],
)
def test_what_may_be_more_than_wording_is_a_warning_that_stops_nothing(edit: tuple[str, str], told: str) -> None:
    (found,) = editorial(edit)
    assert told in found.message
    assert "If anybody has to act otherwise than before, it is material" in found.message
    assert found.severity is Severity.WARNING
    assert all("editorial" not in each.message for each in editorial(edit, change="material"))


@pytest.mark.parametrize("key", ["title", "applicability"])
def test_another_title_or_another_audience_is_not_reaffirmed(key: str) -> None:
    line = next(line for line in evidence_lockers.first().split("\n") if line.startswith(f"{key}: "))
    assert editorial(change="reaffirmed") == []
    (found,) = editorial((line, f"{line} AND MORE"), change="reaffirmed")
    assert found.message.startswith(f"'change: reaffirmed' cannot be: '{key}' differs from revision {FIRST}")
    assert found.severity is Severity.ERROR
