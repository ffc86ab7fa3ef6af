"""The schedule, the agency and the statement: good ones are read, each wrong line is named in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oc_training.attestation.content import LARGEST_FILE, Content, newest, read_text
from oc_training.attestation.content_files import (
    Agency,
    Statement,
    read_agency,
    read_statement,
)
from oc_training.attestation.figures import Schedule
from oc_training.attestation.schedule_file import read_schedule
from oc_training.errors import ContentProblems, NotFound
from oc_training.places import CHECKOUT

SCHEDULE = (CHECKOUT / "content" / "schedule.toml").read_text(encoding="utf-8")
SHORT = """\
[first]
new_hire_days = 30
first_issue_days = 30
[review]
after_review_days = 30
[annual]
cycle_months = 12
renewal_window_days = 30
[late]
grace_days = 14
[leave]
after_return_days = 14
"""

GRACE = "f:10: 'grace_days' under [late] must be a whole number from 0 to 3650"
PLACES = "agency, badge, directive, effective, name, rank, revision, title, unit"
NOTE = "with '<!--' and closed with '-->'; here one of the two is missing"
NOT_UNDERSTOOD = "this line is not understood; write: name = value"

STATEMENT = """\
---
version: 2
---

I, {name}, was given Directive {directive}, {title},
effective {effective}, revision {revision}.

Ask {agency}.
"""


def told(read: Callable[[str, str], object], source: str, path: str = "f") -> list[str]:
    with pytest.raises(ContentProblems) as wrong:
        read(source, path)
    return [str(problem) for problem in wrong.value.problems]


def test_the_departments_own_files_are_read() -> None:
    content = Content(CHECKOUT)
    assert content.schedule == Schedule(
        new_hire_days=30,
        first_issue_days=30,
        after_review_days=30,
        after_return_days=14,
        cycle_months=12,
        renewal_window_days=30,
        grace_days=14,
    )
    assert isinstance(content.agency, Agency)
    assert (content.agency.name, content.agency.time_zone) == ("Oak Creek Police Department", "America/Chicago")
    assert content.agency.ask.endswith("Ask your supervisor or the training coordinator.")
    assert content.statement.version == "1"
    assert content.statement.text.startswith("I, {name}, badge number {badge}, was given Directive {directive}")
    assert "<!--" not in content.statement.text


def test_every_figure_of_the_schedule_reaches_the_rule_that_bears_its_name() -> None:
    for number, line in enumerate(SHORT.splitlines()):
        if "=" in line:
            name = line.split(" =")[0]
            figure = 7 + number
            changed = read_schedule(SHORT.replace(line, f"{name} = {figure}"), "f")
            assert getattr(changed, name) == figure


def test_every_figure_has_a_comment_above_it() -> None:
    lines = SCHEDULE.splitlines()
    for number, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            assert lines[number - 1].startswith("# "), line


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("new_hire_days = 30", "", ["f:1: 'new_hire_days' under [first] must be a whole number from 0 to 3650"]),
        ("grace_days = 14", "grace_days = -1", [GRACE]),
        ("grace_days = 14", "grace_days = 3651", [GRACE]),
        ("grace_days = 14", "grace_days = 1.5", [GRACE]),
        ("grace_days = 14", "grace_days = true", [GRACE]),
        ("grace_days = 14", 'grace_days = "14"', [GRACE]),
        ("cycle_months = 12", "cycle_months = 0", ["f:7: 'cycle_months' must be at least 1"]),
        (
            "renewal_window_days = 30",
            "renewal_window_days = 336",
            ["f:8: 'renewal_window_days' must be less than the 12 months after which a signature is due again"],
        ),
        (
            "grace_days = 14",
            "grace_day = 14",
            [
                "f:1: 'grace_days' under [late] must be a whole number from 0 to 3650",
                "f:10: 'grace_day' is not known; did you mean 'grace_days'?",
            ],
        ),
        ("[late]", "[later]", [
            GRACE,
            "f:9: 'later' is not known; did you mean 'late'?",
        ]),
        ("[late]", "[weather]", [
            GRACE,
            "f:9: 'weather' is not known; known here: first, review, annual, late, leave, assigned, reviewed, issue",
        ]),
        ("[late]\ngrace_days = 14", "", ["f:1: 'grace_days' under [late] must be a whole number from 0 to 3650"]),
        ("[first]\nnew_hire_days = 30\nfirst_issue_days = 30", "first = 30", [
            "f:1: 'first' must be a heading: [first]",
        ]),
        ("grace_days = 14", "grace_days 14", [f"f:10: {NOT_UNDERSTOOD}"]),
        ("grace_days = 14", "grace_days = 14\ngrace_days = 15", [f"f:11: {NOT_UNDERSTOOD}"]),
        ("after_return_days = 14", 'after_return_days = "14', [f"f:12: {NOT_UNDERSTOOD}"]),
    ],
)  # fmt: skip
def test_a_wrong_schedule_is_told_line_by_line(old: str, new: str, problems: list[str]) -> None:
    assert old in SHORT
    found = told(read_schedule, SHORT.replace(old, new))
    assert sorted(found) == sorted(problems)


def test_all_problems_of_a_schedule_are_told_at_once() -> None:
    assert len(told(read_schedule, "")) == 7
    assert len(told(read_schedule, SHORT.replace("14", "x1").replace("x1", "-3"))) == 2


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        (
            'name = "A"\n',
            [
                "f:1: 'ask' must be a text in quotation marks",
                "f:1: 'time_zone' must be a text in quotation marks",
            ],
        ),
        (
            'name = 3\ntime_zone = "America/Chicago"\nask = " \u200b "\n',
            ["f:1: 'name' must be a text in quotation marks", "f:3: 'ask' must be a text in quotation marks"],
        ),
        (
            'name = "A"\ntime_zone = "Chicago"\nask = "B"\n',
            ["f:2: there is no time zone 'Chicago'; Wisconsin is in \"America/Chicago\""],
        ),
        (
            'name = "A"\ntime_zone = "../../etc/passwd"\nask = "B"\n',
            ["f:2: there is no time zone '../../etc/passwd'; Wisconsin is in \"America/Chicago\""],
        ),
        (
            'name = "A"\ntime_zone = "America/Chicago"\nask = "B"\ntimezone = "x"\n',
            ["f:4: 'timezone' is not known; did you mean 'time_zone'?"],
        ),
        (
            'name = "A"\ntime_zone = "America/Chicago"\nask = "B"\nappearance = "nice"\n',
            ["f:4: 'appearance' must be one of auto, ascii, unicode, in quotation marks"],
        ),
        ("name = A\n", ["f:1: this line is not understood; write: name = value"]),
    ],
)
def test_a_wrong_agency_is_told_line_by_line(source: str, problems: list[str]) -> None:
    assert told(read_agency, source) == problems


def test_the_agency_is_cleaned_of_what_a_terminal_would_act_upon() -> None:
    agency = read_agency('name = "A\\u001b[31m  B"\ntime_zone = "America/Chicago"\nask = "C"\n', "f")
    assert agency.name == "A[31m B"


def test_a_statement_is_paragraphs_with_its_placeholders() -> None:
    statement = read_statement(STATEMENT, "f")
    assert statement.version == "2"
    assert statement.text == (
        "I, {name}, was given Directive {directive}, {title}, effective {effective}, revision {revision}.\n\n"
        "Ask {agency}."
    )


def test_notes_are_left_out_and_do_not_move_the_lines_of_problems() -> None:
    noted = STATEMENT.replace("I, {name}", "<!-- a note\nof two lines -->\nI, {name}")
    assert read_statement(noted, "f").text == read_statement(STATEMENT, "f").text
    assert told(read_statement, noted.replace("{agency}", "{agncy}"))[0].startswith("f:10: '{agncy}' is not known")


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("version: 2\n", "", ["f:1: the file must begin with '---', 'version: ...', '---'"]),
        ("---\n\nI", "\nI", ["f:1: the file must begin with '---', 'version: ...', '---'"]),
        ("version: 2", "version:", ["f:2: 'version:' is not understood here; write 'version: 1'"]),
        ("version: 2", "edition: 2", ["f:2: 'edition: 2' is not understood here; write 'version: 1'"]),
        ("{name}", "NAME", ["f:4: the statement must name {name}"]),
        ("{title}", "{title", [
            "f:4: the statement must name {title}",
            "f:5: a brace is open or closed without its partner",
        ]),
        ("given", "gi{ven", ["f:5: a brace is open or closed without its partner"]),
        ("given", "gi}ven", ["f:5: a brace is open or closed without its partner"]),
        ("Ask {agency}", "Ask { agency }", [f"f:8: '{{ agency }}' is not known; these are: {PLACES}"]),
        ("Ask", "<!-- Ask", [f"f:8: a note is opened {NOTE}"]),
        ("Ask", "Ask -->", [f"f:8: a note is opened {NOTE}"]),
    ],
)  # fmt: skip
def test_a_wrong_statement_is_told_line_by_line(old: str, new: str, problems: list[str]) -> None:
    assert old in STATEMENT
    assert told(read_statement, STATEMENT.replace(old, new, 1)) == problems


def test_values_are_filled_in_once_so_that_a_name_is_never_a_placeholder() -> None:
    statement = Statement("1", "I, {name}, of {unit}")
    assert statement.filled_in({"name": "{unit}", "unit": "{name}"}) == "I, {unit}, of {name}"


# ---- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "name:1: the file is missing"),
        (b"one\ntwo \xff\n", "name:2: this line is not UTF-8 text; save the file as UTF-8"),
        (b"x" * (LARGEST_FILE + 1), "name:1: the file is larger than 1,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path, data: bytes | None, problem: str) -> None:
    file = tmp_path / "file"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(ContentProblems) as wrong:
        read_text(file, "name")
    assert [str(found) for found in wrong.value.problems] == [problem]


def test_a_folder_in_the_place_of_a_file_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(ContentProblems, match="name:1: the file cannot be opened"):
        read_text(tmp_path, "name")


def test_files_of_other_machines_are_read_the_same(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    assert read_text(file, "name") == "one\ntwo\n"


def test_the_newest_of_no_revisions_is_not_found() -> None:
    with pytest.raises(NotFound, match="no directive 1-1"):
        newest((), "1-1")


def test_a_part_is_read_only_when_it_is_needed(department: Path) -> None:
    (department / "content" / "schedule.toml").unlink()
    content = Content(department)
    assert content.agency.name
    with pytest.raises(ContentProblems, match=r"content/schedule\.toml:1: the file is missing"):
        _ = content.schedule


AGENCY = 'name = "A"\ntime_zone = "America/Chicago"\nask = "C"\n'


@pytest.mark.parametrize(
    ("added", "minutes"),
    [
        ("", (3, 10)),
        ("idle_minutes = 30\n", (30, 30)),
        ("idle_minutes = 1\nidle_minutes_reading = 1\n", (1, 1)),
        ("idle_minutes_reading = 30\n", (3, 30)),
    ],
)
def test_how_long_the_kiosk_waits_for_somebody_can_be_set_and_reading_never_waits_less(
    added: str, minutes: tuple[int, int]
) -> None:
    agency = read_agency(AGENCY + added, "f")
    assert (agency.idle_minutes, agency.idle_minutes_reading) == minutes


@pytest.mark.parametrize("value", ["0", "31", "-1", "2.5", '"3"', "true"])
def test_the_kiosk_waits_from_one_to_thirty_minutes_and_no_other_time(value: str) -> None:
    problems = told(read_agency, f"{AGENCY}idle_minutes = {value}\n")
    assert len(problems) == 1
    assert "'idle_minutes' must be a whole number of minutes from 1 to 30" in problems[0]


def test_how_long_a_stretch_at_the_kiosk_is_can_be_set() -> None:
    assert read_agency(AGENCY, "f").session_minutes == 60
    assert read_agency(f"{AGENCY}session_minutes = 15\n", "f").session_minutes == 15
    assert read_agency(f"{AGENCY}session_minutes = 480\n", "f").session_minutes == 480


@pytest.mark.parametrize("value", ["14", "481", "60.0", '"60"', "true"])
def test_a_stretch_has_from_a_quarter_of_an_hour_to_a_shift(value: str) -> None:
    problems = told(read_agency, f"{AGENCY}session_minutes = {value}\n")
    assert problems == ["f:4: 'session_minutes' must be a whole number of minutes from 15 to 480"]


def test_reading_may_not_be_given_less_time_than_the_rest() -> None:
    problems = told(read_agency, f"{AGENCY}idle_minutes = 12\nidle_minutes_reading = 11\n")
    assert problems == ["f:5: 'idle_minutes_reading' must not be less than 'idle_minutes', which is 12"]
