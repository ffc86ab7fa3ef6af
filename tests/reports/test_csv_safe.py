"""Tables that no spreadsheet acts upon."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.reports.csv_safe import GUARD, csv_bytes, guarded, is_formula, write_csv


def unguarded(cell: str) -> str:
    """What was guarded. No two cells are guarded alike."""
    return cell[1:] if cell.startswith(GUARD) and is_formula(cell[1:]) else cell


STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\0",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "\ufe62",
    "\u2212",
    "\x1b",
]
BEFORE = ["", " ", "   ", "'", '"', "''", ' "', "\u00a0", "\u3000", "\ufeff", "\u200b", "\u2019", "\u201c ", " ' "]
TEXT = st.text() | st.text("=+-@ '\"\t\r\n;,ab1", max_size=8)


def parsed(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("start", STARTS)
def test_a_cell_that_begins_like_a_formula_begins_with_an_apostrophe(before: str, start: str) -> None:
    for rest in ("", "1+1", "HYPERLINK(x)", "cmd|' /C calc'!A0"):
        cell = before + start + rest
        assert parsed(write_csv(["h"], [[cell]]))[1][0] == "'" + cell


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "'",
        "Dana Reyes",
        "O'Brien",
        "'tis",
        "a=b",
        "1-2",
        "x@y",
        "III.A.2",
        "2026-03-14",
        '"quoted"',
        "[/",
        "%s",
    ],
)
def test_any_other_cell_is_written_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell
    assert parsed(write_csv(["h"], [[cell]]))[1] == [cell]


def test_the_header_is_guarded_too() -> None:
    assert parsed(write_csv(["=1", "b"], []))[0] == ["'=1", "b"]


@given(TEXT)
def test_a_guarded_cell_gives_back_what_it_held_and_is_never_a_formula_at_its_start(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    if is_formula(cell):
        assert guarded(cell).startswith("'")


@given(TEXT, TEXT)
def test_no_two_cells_are_guarded_alike(one: str, other: str) -> None:
    assert (guarded(one) == guarded(other)) is (one == other)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1)))
def test_a_parser_reads_back_every_table(table: list[list[str]]) -> None:
    header, rows = table[0], table[1:]
    read = parsed(write_csv(header, rows))
    assert [[unguarded(cell) for cell in row] for row in read] == table


def test_lines_end_as_rfc_4180_says_and_every_cell_is_quoted() -> None:
    text = write_csv(["name", "unit"], [['Dana "D" Reyes', "B; =shift,\n2"], ["Lee", ""]])
    assert text == '"name","unit"\r\n"Dana ""D"" Reyes","B; =shift,\n2"\r\n"Lee",""\r\n'


def test_bytes_are_utf_8_with_a_byte_order_mark_unless_told_otherwise() -> None:
    table = (["name"], [["Łukasz Ó Néill"]])
    assert csv_bytes(*table) == b"\xef\xbb\xbf" + csv_bytes(*table, bom=False)
    assert csv_bytes(*table, bom=False).decode("utf-8") == write_csv(*table)


def test_a_lone_surrogate_becomes_a_question_mark() -> None:
    assert csv_bytes(["h"], [["a\ud800b"]], bom=False) == b'"h"\r\n"a?b"\r\n'


@pytest.mark.parametrize("row", [[], ["a"], ["a", "b", "c"]])
def test_a_row_of_another_length_is_a_fault(row: list[str]) -> None:
    with pytest.raises(ValueError, match="cells"):
        write_csv(["h", "i"], [row])
