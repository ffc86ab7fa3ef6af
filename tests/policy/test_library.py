"""The folder of directives: names and front matter agree, and every problem of every file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from oc_training.errors import ContentProblems, NotFound
from oc_training.policy.library import Library
from oc_training.policy.notation import LARGEST_FILE
from tests.policy.conftest import CONTENT
from tests.policy.test_notation_messages import HEAD, NEEDS_NUMERAL

TEXT = HEAD + "\n# I. RULES\n\nAll of it.\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    put(folder, "1-100/2020-01-02.md", TEXT)
    return folder


def put(content: Path, name: str, text: str | bytes) -> None:
    file = content / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


def found(content: Path) -> list[str]:
    return [str(problem) for problem in Library(content).check()]


def test_the_directives_of_this_project_are_without_problems() -> None:
    library = Library(CONTENT)
    assert library.check() == ()
    assert "3-400" in library.numbers()
    assert [revision.id for revision in library.read_directive("3-400")] == ["2021-06-14"]


def test_revisions_of_a_directive_come_oldest_first_and_directives_by_number(content: Path) -> None:
    put(content, "1-100/2019-05-06.md", TEXT.replace("2020-01-02", "2019-05-06"))
    put(content, "10-20/2020-01-02.md", TEXT.replace("1-100", "10-20"))
    put(content, "2-50/2020-01-02.md", TEXT.replace("1-100", "2-50"))
    library = Library(content)
    assert library.numbers() == ("1-100", "2-50", "10-20")
    assert [revision.id for revision in library.read_directive("1-100")] == ["2019-05-06", "2020-01-02"]
    assert [(revision.directive, revision.id) for revision in library.revisions()] == [
        ("1-100", "2019-05-06"),
        ("1-100", "2020-01-02"),
        ("2-50", "2020-01-02"),
        ("10-20", "2020-01-02"),
    ]


def test_a_folder_must_be_named_after_its_directive_and_a_file_after_its_date(content: Path) -> None:
    put(content, "1-200/2020-01-02.md", TEXT)
    put(content, "1-100/2020-01-09.md", TEXT)
    put(content, "1-100/draft.md", TEXT)
    assert found(content) == [
        "content/1-100/2020-01-09.md:6: 'reviewed: 2020-01-02' differs from the name of the file, 2020-01-09.md",
        "content/1-100/draft.md:1: the file's name 'draft.md' must be the date of the revision, such as 2021-06-14.md",
        "content/1-200/2020-01-02.md:2: 'directive: 1-100' differs from the name of the folder, 1-200",
    ]


def test_all_problems_of_all_files_are_told_together(content: Path) -> None:
    put(content, "1-100/2020-01-03.md", TEXT.replace("# I. RULES", "# RULES"))
    put(content, "1-200/2020-01-02.md", TEXT.replace("1-100", "1-200").replace("All of it.", "B. b"))
    put(content, "1-300/2020-01-02.md", b"---\n\xff\n")
    put(content, "1-400/2020-01-02.md", b"a" * (LARGEST_FILE + 1))
    wrong = [
        f"content/1-100/2020-01-03.md:17: the heading 'RULES' {NEEDS_NUMERAL}",
        "content/1-200/2020-01-02.md:19: 'B.' cannot be the first below I; begin with 'A.'",
        "content/1-300/2020-01-02.md:2: this line is not UTF-8 text; save the file as UTF-8 in your editor",
        "content/1-400/2020-01-02.md:1: the file is larger than 1 MB; no directive is that long",
    ]
    assert found(content) == wrong
    with pytest.raises(ContentProblems) as caught:
        Library(content).revisions()
    assert str(caught.value) == "\n".join(wrong)


def test_a_directive_is_read_though_another_one_is_wrong(content: Path) -> None:
    put(content, "1-200/2020-01-02.md", "nothing")
    assert len(Library(content).read_directive("1-100")) == 1
    with pytest.raises(ContentProblems):
        Library(content).read_directive("1-200")


@pytest.mark.parametrize("number", ["9-999", "../1-100", "1-100/", ".", "", "\x00"])
def test_a_directive_that_does_not_exist_is_not_found_whatever_was_typed(content: Path, number: str) -> None:
    put(content.parent, "1-100/2020-01-02.md", TEXT)
    with pytest.raises(NotFound):
        Library(content).read_directive(number)


def test_a_byte_order_mark_is_left_out(content: Path) -> None:
    put(content, "1-100/2020-01-02.md", b"\xef\xbb\xbf" + TEXT.encode("utf-8"))
    assert Library(content).read_directive("1-100")[0].source == TEXT


def test_what_is_no_directive_is_passed_over(content: Path) -> None:
    put(content, "statement.md", "I have received")
    put(content, "1-100/issued.txt", b"\xff")
    put(content, "1-100/.2020-01-02.md", "a hidden copy of an editor")
    put(content, "pictures/a.png", b"\xff")
    assert found(content) == []
    assert Library(content).numbers() == ("1-100",)


def test_a_folder_named_like_a_revision_is_told(content: Path) -> None:
    (content / "1-100" / "2020-02-02.md").mkdir()
    assert found(content) == ["content/1-100/2020-02-02.md:1: this is not an ordinary file"]


def test_a_missing_folder_is_told_in_one_line(tmp_path: Path) -> None:
    assert found(tmp_path / "content") == ["content:1: there is no such folder"]
    with pytest.raises(ContentProblems):
        Library(tmp_path / "content").revisions()
