"""Tables for spreadsheets that nobody can make a spreadsheet act upon (INJ-7).

A spreadsheet takes a cell that begins like a formula for one, whoever typed it. Such a cell is written
with an apostrophe before it, which a spreadsheet shows as text. Cells hold what they held otherwise.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

GUARD = "'"
"""What stands before a cell that a spreadsheet could take for a formula."""

_FORMULA = frozenset("=+-@\u2212")
_QUOTES = frozenset("'\"`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\uff07")
_BLANKS = frozenset({"Zs", "Zl", "Zp", "Cf"})
_BOM = b"\xef\xbb\xbf"


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet could take *cell* for a formula.

    That is when it begins with ``= + - @``, their full-width or other forms, or a control character such as
    TAB, NUL, CR or LF; also after blanks, invisible characters or quotation marks.
    """
    for char in cell:
        category = unicodedata.category(char)
        if category == "Cc" or unicodedata.normalize("NFKC", char) in _FORMULA:
            return True
        if char not in _QUOTES and category not in _BLANKS:
            return False
    return False


def guarded(cell: str) -> str:
    """Return *cell* as it may stand in a file for spreadsheets."""
    return GUARD + cell if is_formula(cell) else cell


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table as RFC 4180 asks: commas, CRLF, every cell in quotation marks, all rows alike in length.

    Quotation marks stand around every cell because Excel in some countries parts lines at semicolons, and
    would otherwise find the beginning of a cell within another.

    Raises:
        ValueError: a row has more or fewer cells than the header, which is a fault of the program.
    """
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (header, *rows):
        if len(row) != len(header):
            raise ValueError(f"A row of {len(row)} cells in a table of {len(header)}.")
        writer.writerow([guarded(cell) for cell in row])
    return file.getvalue()


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], *, bom: bool = True) -> bytes:
    """Write a table in UTF-8; with *bom*, Excel recognises it as such.

    Lone surrogates, which UTF-8 cannot hold, become question marks.
    """
    text = write_csv(header, rows).encode("utf-8", "replace")
    return _BOM + text if bom else text
