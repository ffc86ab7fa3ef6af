"""Roster files: good ones, and every way in which one can be wrong."""

from __future__ import annotations

import csv
import io
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.errors import RosterProblems
from oc_training.problems import Problem
from oc_training.roster.details import tidy
from oc_training.roster.model import Details, Role
from oc_training.roster.roster_csv import MAX_BYTES, MAX_LINE, MAX_ROWS, read_roster
from tests.roster.people import TODAY

HEADER = "badge,name,rank,unit,role,started\n"


def read(text: str | bytes, taken: dict[str, str] | None = None) -> tuple[Details, ...]:
    data = text.encode() if isinstance(text, str) else text
    return read_roster(data, "people.csv", taken or {}, TODAY)


def wrong(text: str | bytes, taken: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(RosterProblems) as caught:
        read(text, taken)
    return [str(problem) for problem in caught.value.problems]


def test_a_file_in_order_gives_its_people_in_order() -> None:
    people = read(HEADER + "0417,Dana Reyes,Officer,B shift,,2020-02-29\nK-9,Lee Park,,Patrol,supervisor,3/1/2021\n")
    assert people == (
        Details("Dana Reyes", "0417", "Officer", "B shift", Role.EMPLOYEE, date(2020, 2, 29)),
        Details("Lee Park", "K-9", "", "Patrol", Role.SUPERVISOR, date(2021, 3, 1)),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_separator_line_ending_and_byte_order_mark_reads_alike(separator: str, ending: str, mark: bytes) -> None:
    lines = ["Badge Number|Name|Unit|Hire Date", "417|Dana Réyes|B shift|2020-02-29", '418|"Lee, Park; x"|C|', ""]
    text = ending.join(lines).replace("|", separator)
    people = read(mark + text.encode())
    assert [person.name for person in people] == ["Dana Réyes", "Lee, Park; x"]
    assert people[1].started == TODAY


def test_a_quoted_first_cell_is_read_after_a_byte_order_mark() -> None:
    assert read('\ufeff"Badge\nNumber","name","unit"\n1,a,u\n')[0].badge == "1"


def test_columns_may_stand_in_any_order_and_go_by_other_names() -> None:
    people = read("HIRE_DATE,Full Name,badge no.,Assignment,Title\n1/2/2020,Dana,417,Patrol,Chief\n")
    assert people == (Details("Dana", "417", "Chief", "Patrol", Role.EMPLOYEE, date(2020, 1, 2)),)


def test_a_quoted_cell_keeps_its_commas_quotes_and_line_breaks_become_blanks() -> None:
    (person,) = read(HEADER + '417,"Reyes, ""Dana""\nMaria",Officer,"B\r\nshift",,\n')
    assert (person.name, person.unit) == ('Reyes, "Dana" Maria', "B shift")


def test_line_numbers_are_those_on_which_records_begin_in_the_file() -> None:
    text = '\n\nbadge,name,unit\n\n1,"a\nb\nc",u\n2,,u\n"3","x\ny",\n4,,u\n'
    assert wrong(text) == [
        "people.csv:8: The name is missing.",
        "people.csv:9: The unit is missing.",
        "people.csv:11: The name is missing.",
    ]


def test_every_wrong_line_is_named_and_nobody_is_returned() -> None:
    text = HEADER + "417,Dana,,B,,\n#1,Ann,,B,,\n418,Bob,,B,king,2020-13-01\n"
    assert wrong(text) == [
        "people.csv:3: A badge number has only the letters A to Z, digits, and hyphens between them.",
        "people.csv:4: The role is employee, supervisor or coordinator.",
        "people.csv:4: Please write the first day as 2026-03-14 or 3/14/2026.",
    ]


def test_a_badge_twice_in_the_file_names_the_other_line() -> None:
    text = HEADER + "k9,A,,U,,\n2,B,,U,,\nK9,C,,U,,\nK9,,,U,,\n"
    assert wrong(text) == [
        "people.csv:4: Badge number K9 is also on line 2.",
        "people.csv:5: The name is missing.",
        "people.csv:5: Badge number K9 is also on line 2.",
    ]


def test_a_badge_of_the_roster_names_its_holder() -> None:
    assert wrong(HEADER + "k-9,A,,U,,\n", {"K-9": "Dana Reyes"}) == [
        "people.csv:2: Badge number k-9 already belongs to Dana Reyes."
    ]
    assert read(HEADER + "417,A,,U,,\n", {"0417": "Dana Reyes"})


def test_unknown_columns_are_refused_with_the_nearest_name() -> None:
    assert wrong("bagde,name,unit,phone,,zzzz\n1,a,b,c,d,e\n") == [
        'people.csv:1: The column "bagde" is not known; did you mean "badge"?',
        'people.csv:1: The column "phone" is not known; the columns are badge, name, rank, unit, role, started.',
        "people.csv:1: Column 5 has no name; please name it or take it out.",
        'people.csv:1: The column "zzzz" is not known; the columns are badge, name, rank, unit, role, started.',
        "people.csv:1: The first row must name the columns; badge is not among them.",
    ]


def test_a_column_twice_is_refused() -> None:
    assert wrong("badge,Badge Number,name,unit\n1,2,a,b\n") == [
        "people.csv:1: Two columns hold the badge; please leave one."
    ]


def test_a_file_without_a_header_is_told_so() -> None:
    assert any("must name the columns; badge, name and unit are not" in line for line in wrong("417,Dana,Patrol\n"))


@pytest.mark.parametrize("text", ["", "\n\n", "  \n", "\ufeff", "\u200b", ",,,\n,,\n", "\t\t"])
def test_an_empty_file_is_told_so(text: str) -> None:
    assert wrong(text) == ["people.csv:1: The file is empty."]


def test_a_file_of_a_header_alone_is_told_so() -> None:
    assert wrong("\n" + HEADER + "\n,,,,,\n") == ["people.csv:2: The file names its columns but holds nobody."]


def test_too_many_and_too_few_cells_are_counted() -> None:
    assert wrong("badge,name,unit\n1,a\n2,b,u,x\n3\n4,d,u\n") == [
        "people.csv:2: This line has 2 cells; the first row has 3.",
        "people.csv:3: This line has 4 cells; the first row has 3.",
        "people.csv:4: This line has 1 cell; the first row has 3.",
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_a_file_in_another_encoding_is_told_how_to_save_it(encoding: str) -> None:
    (message,) = wrong((HEADER + "1,a,,u,,\n2,Réyes,,u,,\n").encode(encoding))
    assert message.endswith('The file is not in UTF-8; please save it as "CSV UTF-8".')
    assert message.startswith("people.csv:1:" if encoding == "utf-16" else "people.csv:3:")


def test_each_line_with_nul_is_named() -> None:
    lines = wrong(HEADER + "1,a\0b,,u,,\n2,b,,u,,\n3,\0,,u,,\n")
    assert [line.split(":")[1] for line in lines] == ["2", "4"]
    assert all("(NUL)" in line for line in lines)


def test_a_line_of_a_million_characters_is_refused_at_once() -> None:
    began = time.perf_counter()
    for filler in ("x", '"', "e\u0301\u0327", "\u0301\u0327", ";", "[/"):
        assert wrong(HEADER + "1," + filler * (1_000_000 // len(filler)) + ",,u,,\n") == [
            f"people.csv:2: The line is longer than {MAX_LINE:,} characters."
        ]
    assert time.perf_counter() - began < 2


def test_a_file_over_the_cap_is_not_looked_at() -> None:
    assert wrong(b"\xff" * (MAX_BYTES + 1)) == ["people.csv:1: The file is larger than 5 MB; that is not a roster."]


def test_the_greatest_roster_is_read_and_one_more_is_refused() -> None:
    rows = [f"{number},Some One,,U,,\n" for number in range(MAX_ROWS + 1)]
    assert len(read(HEADER + "".join(rows[:-1]))) == MAX_ROWS
    assert wrong(HEADER + "".join(rows)) == [
        f"people.csv:{MAX_ROWS + 2}: The file holds more than 20,000 people; please divide it."
    ]


def test_a_wrong_quotation_mark_on_one_line_leaves_the_others_checked() -> None:
    lines = wrong('badge,name,unit\n1,"a"b,u\n2,,u\n')
    assert lines[0].startswith("people.csv:2: The quotation marks do not pair up")
    assert lines[1:] == ["people.csv:3: The name is missing."]


@pytest.mark.parametrize("rest", ["", '4,"d",u\n', "5,e,u\n" * 15_000])
def test_a_quotation_mark_never_closed_names_its_line_and_says_the_rest_was_not_checked(rest: str) -> None:
    (line,) = wrong('badge,name,unit\n1,a,u\n2,"b,u\n3,c,u\n' + rest)
    assert line.startswith("people.csv:3: The quotation marks do not pair up")
    assert line.endswith("The lines after this one were not checked.")


def test_a_wrong_quotation_mark_in_the_header_is_named() -> None:
    (line,) = wrong('"badge"x,name,unit\n1,a,u\n')
    assert line.startswith("people.csv:1: The quotation marks do not pair up")


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(x)", "+A", "-B", "@SUM", "[/ x", "[@click=app.exit]x[/]", "{0} a", "%s", "../../etc/passwd"]
)
def test_what_looks_like_a_formula_or_markup_is_only_a_name(name: str) -> None:
    assert read(HEADER + f"1,{name},,U,,\n")[0].name == name


@pytest.mark.parametrize("hostile", ["\x1b]52;c;x\x07", "\x9b6n", "\u202e", "\u200b", "\b", "\ue000"])
def test_no_unwanted_character_gets_into_details_or_messages(hostile: str) -> None:
    people = read(HEADER + f"1,Da{hostile}na,Of{hostile},U{hostile},,\n")
    assert all(text == tidy(text) for person in people for text in (person.name, person.rank, person.unit))
    for line in (
        *wrong(f"badge,name,unit,x{hostile}x\n1,a,b,c\n"),
        *wrong(HEADER + f"1{hostile},a,,b,,\n1{hostile},a,,b,,\n"),
        *wrong(HEADER + "1,a,,b,,\n", {"1": f"x{hostile}"}),
    ):
        assert line == tidy(line)


def test_the_name_of_the_file_is_cleaned_too() -> None:
    with pytest.raises(RosterProblems) as caught:
        read_roster(b"", "a\x1b[2J\udcff.csv", {}, TODAY)
    assert str(caught.value) == "a[2J.csv:1: The file is empty."


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).map(tidy).filter(bool)


@given(
    st.lists(st.tuples(WORDS.map(lambda word: f"a {word}"), WORDS), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_whatever_a_spreadsheet_writes_is_read_back(
    people: list[tuple[str, str]], separator: str, quoting: int
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL if quoting else csv.QUOTE_MINIMAL)
    writer.writerow(["name", "unit", "badge"])
    writer.writerows((name, unit, str(number)) for number, (name, unit) in enumerate(people))
    assert [(person.name, person.unit) for person in read(file.getvalue())] == people


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEADER + text).encode("utf-8", "replace")))
def test_any_bytes_give_people_or_problems_and_nothing_else(data: bytes) -> None:
    people: tuple[Details, ...] = ()
    problems: tuple[Problem, ...] = ()
    try:
        people = read(data)
    except RosterProblems as error:
        problems = error.problems
    assert bool(people) is not bool(problems)
    assert all(problem.line >= 1 and problem.path == "people.csv" for problem in problems)
