"""Printed labels: their shapes, the ladder they stand on, and what follows what.

The level of a clause comes from the shape of its label alone, ``A.`` then ``1.`` then ``a.`` then ``1)``,
never from an indent or a counter: a directive is cited by what is printed. Roman numerals exist only in
headings, because ``C.``, ``D.``, ``I.``, ``L.`` and ``M.`` are letters of lists as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

INDENT = 3
"""Spaces a level: the width of ``A.`` and the space after it."""

LADDER = ("A.", "1.", "a.", "1)")
"""The first label of each level, the outermost first."""

_KNOWN = re.compile(
    r"(?:(?P<capital>[A-Z]|([A-Z])\2)\.|(?P<number>[1-9][0-9]{0,2})\.|"
    r"(?P<small>[a-z]|([a-z])\5)\.|(?P<bracket>[1-9][0-9]{0,2})\))(?=\s|$)",
)
_LEVELS = {"capital": 1, "number": 2, "small": 3, "bracket": 4}
_STRANGE = re.compile(
    r"(?:\((?:[A-Za-z]|[0-9]{1,3}|[ivx]{2,5}|[IVX]{2,5})\)|[A-Za-z]\)|[ivx]{2,5}[.)]|[IVXLC]{2,7}[.)]|"
    r"[0-9]{1,2}(?:\.[0-9A-Za-z]{1,2}){1,5}[.)]|0[0-9]{0,2}[.)])(?=\s|$)",
)
_ROMAN = re.compile(r"(?P<tens>XC|XL|L?X{0,3})(?P<ones>IX|IV|V?I{0,3})")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")


@dataclass(frozen=True)
class Label:
    """A printed label at the beginning of a line."""

    text: str
    """As typed: ``A.``, ``9)``, ``(a)``."""
    level: int | None
    """1 for ``A.`` to 4 for ``1)``; None where the shape stands nowhere on the ladder."""

    @cached_property
    def step(self) -> str:
        """The label as a part of a citation: the final full stop dropped, ``)`` kept."""
        return self.text.removesuffix(".")

    def follows(self, before: str | None) -> bool:
        """Whether this label may stand after the label *before* on its level (None: at the beginning)."""
        if before is None:
            return self.level is not None and self.text == LADDER[self.level - 1]
        return self.text in _after(before)


def read_label(line: str) -> Label | None:
    """The label with which *line* (without its indent) begins, or None where it begins with words."""
    known = _KNOWN.match(line)
    if known is not None:
        shape = next(name for name in _LEVELS if known[name] is not None)
        return Label(known[0], _LEVELS[shape])
    strange = _STRANGE.match(line)
    return Label(strange[0], None) if strange is not None else None


def roman(number: int) -> str:
    """*number*, 1 to 99, in Roman numerals."""
    return _TENS[number // 10] + _ONES[number % 10]


def roman_value(numeral: str) -> int | None:
    """The number a Roman numeral stands for, 1 to 99; None where it is none."""
    matched = _ROMAN.fullmatch(numeral)
    if matched is None or not numeral:
        return None
    return _TENS.index(matched["tens"]) * 10 + _ONES.index(matched["ones"])


def _after(label: str) -> tuple[str, ...]:
    """The labels that may follow *label*; after ``Z.`` come ``AA.`` and then ``BB.``."""
    step, mark = label[:-1], label[-1]
    if step.isdigit():
        return (f"{int(step) + 1}{mark}",)
    if step[0] in "zZ":
        return (chr(ord(step[0]) - 25) * 2 + mark,) if len(step) == 1 else ()
    return (chr(ord(step[0]) + 1) * len(step) + mark,)
