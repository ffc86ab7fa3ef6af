"""Text set in lines of a given width: the pure half of every widget that draws its own lines.

A line is a pair of offsets into the text it shows, so that nothing can be lost, doubled or changed on the
way to the screen, and a mark or a click can be taken from offset to cell and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a text that is drawn in its own way."""

    start: int
    end: int
    role: str
    """A name that the drawing widget knows a style for."""


def fold(text: str, width: int) -> tuple[tuple[int, int], ...]:
    """Break *text* between words into lines of at most *width* cells, as offsets (start, end).

    White space at a break belongs to no line. A word wider than a line is cut. A text without words is one
    empty line.
    """
    width = max(width, 2)
    lines: list[tuple[int, int]] = []
    start = end = -1
    for piece in _pieces(text, width):
        if start >= 0 and cell_len(text[start : piece[1]]) <= width:
            end = piece[1]
            continue
        if start >= 0:
            lines.append((start, end))
        start, end = piece
    return (*lines, (max(start, 0), max(end, 0)))


def _pieces(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Words, and parts of words that are wider than a line."""
    for word in _WORD.finditer(text):
        start, end = word.span()
        if cell_len(word.group()) <= width:
            yield start, end
            continue
        cells = 0
        for place in range(start, end):
            wide = cell_len(text[place])
            if cells + wide > width:
                yield start, place
                start, cells = place, 0
            cells += wide
        yield start, end


def draw(
    text: str, bounds: tuple[int, int], spots: Iterable[Spot], base: Style, styles: Mapping[str, Style]
) -> list[Segment]:
    """Return the part of *text* between *bounds* as segments; where spots overlap, later ones win over earlier ones."""
    start, end = bounds
    inside = [spot for spot in spots if spot.start < end and spot.end > start]
    cuts = sorted({start, end, *(cut for spot in inside for cut in (spot.start, spot.end) if start < cut < end)})
    segments: list[Segment] = []
    for left, right in pairwise(cuts):
        style = base
        for spot in inside:
            if spot.start <= left and spot.end >= right:
                style += styles[spot.role]
        segments.append(Segment(text[left:right], style))
    return segments


def offset_at(text: str, bounds: tuple[int, int], cell: int) -> int | None:
    """Return the offset of the character drawn *cell* cells into the line *bounds*; None beside the words."""
    start, end = bounds
    if cell < 0:
        return None
    for place in range(start, end):
        cell -= cell_len(text[place])
        if cell < 0:
            return place
    return None


def paragraph(
    text: str, width: int, base: Style, *, first: Sequence[Segment] = (), hang: int = 0
) -> list[list[Segment]]:
    """Set *text* in lines of *width* cells: *first* (``hang`` cells wide) before line one, blanks before the others."""
    blank = [Segment(" " * hang, base)] if hang else []
    return [
        [*(first if number == 0 and first else blank), Segment(text[start:end], base)]
        for number, (start, end) in enumerate(fold(text, width - hang))
    ]
