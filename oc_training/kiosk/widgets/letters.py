"""Large letters of half blocks, which every console font has.

Five dots high. A dot is one cell wide and half a cell high, so letters keep their shape in any terminal font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

DOTS_HIGH: Final = 5
DOTS_BETWEEN: Final = 1
"""Dots between two letters."""
DOTS_BETWEEN_WORDS: Final = 3
DOTS_BETWEEN_LINES: Final = 2
"""Dots between two lines of letters."""

_BLOCKS: Final = {
    (False, False): " ",
    (True, False): "\N{UPPER HALF BLOCK}",
    (False, True): "\N{LOWER HALF BLOCK}",
    (True, True): "\N{FULL BLOCK}",
}

_DRAWN: Final = """
A .##. #..# #### #..# #..#
B ###. #..# ###. #..# ###.
C .### #... #... #... .###
D ###. #..# #..# #..# ###.
E ### #.. ##. #.. ###
F ### #.. ##. #.. #..
G .### #... #.## #..# .###
H #..# #..# #### #..# #..#
I # # # # #
J ..## ...# ...# #..# .##.
K #..# #.#. ##.. #.#. #..#
L #.. #.. #.. #.. ###
M #...# ##.## #.#.# #...# #...#
N #...# ##..# #.#.# #..## #...#
O .##. #..# #..# #..# .##.
P ###. #..# ###. #... #...
Q .##. #..# #..# #.#. .#.#
R ###. #..# ###. #.#. #..#
S .### #... .##. ...# ###.
T ### .#. .#. .#. .#.
U #..# #..# #..# #..# .##.
V #...# #...# .#.#. .#.#. ..#..
W #...# #...# #.#.# ##.## #...#
X #...# .#.#. ..#.. .#.#. #...#
Y #.# #.# .#. .#. .#.
Z #### ...# .##. #... ####
0 .##. #..# #..# #..# .##.
1 .# ## .# .# .#
2 ###. ...# .##. #... ####
3 ###. ...# .##. ...# ###.
4 #..# #..# #### ...# ...#
5 #### #... ###. ...# ###.
6 .##. #... ###. #..# .##.
7 #### ...# ..#. .#.. .#..
8 .##. #..# .##. #..# .##.
9 .##. #..# .### ...# .##.
- ... ... ### ... ...
. . . . . #
' # # . . .
& .##.. #.... .##.# #..#. .##.#
"""

_LETTERS: Final[Mapping[str, tuple[str, ...]]] = {
    line[0]: tuple(line[2:].split()) for line in _DRAWN.strip().splitlines()
}


def can_be_drawn(text: str) -> bool:
    """Whether there is a large letter for everything in *text*; accents are left out, small letters drawn large."""
    return all(letter in _LETTERS or letter == " " for letter in _plain(text))


def dots_wide(text: str) -> int:
    """How wide *text* would be, in dots, which are cells."""
    return max((len(row) for row in _rows(text)), default=0)


def draw_lines(lines: Sequence[str]) -> list[str]:
    """Draw lines of text under each other, each in the middle; every row is a string of half blocks.

    *lines* must be of letters for which :func:`can_be_drawn` holds.
    """
    drawn = [_rows(line) for line in lines]
    width = max((len(row) for rows in drawn for row in rows), default=0)
    dots: list[str] = []
    for rows in drawn:
        dots += [*(["." * width] * (DOTS_BETWEEN_LINES if dots else 0)), *(_centred(row, width) for row in rows)]
    if len(dots) % 2:
        dots.append("." * width)
    return [_pair(upper, lower) for upper, lower in zip(dots[::2], dots[1::2], strict=True)]


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char)).upper()


def _rows(text: str) -> list[str]:
    """The rows of dots of one line."""
    rows = [""] * DOTS_HIGH
    for word in _plain(text).split():
        gap = "." * DOTS_BETWEEN_WORDS if rows[0] else ""
        glyphs = [_LETTERS[letter] for letter in word]
        rows = [
            row + gap + ("." * DOTS_BETWEEN).join(glyph[number] for glyph in glyphs) for number, row in enumerate(rows)
        ]
    return rows


def _centred(row: str, width: int) -> str:
    left = (width - len(row)) // 2
    return "." * left + row + "." * (width - len(row) - left)


def _pair(upper: str, lower: str) -> str:
    return "".join(_BLOCKS[high == "#", low == "#"] for high, low in zip(upper, lower, strict=True))
