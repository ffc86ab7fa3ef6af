"""What tests of the kiosk share: the screen as text, its contrast, and a check that hostile words are harmless."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TypeVar

from rich.segment import Segment
from textual.app import App
from textual.color import Color

from oc_training.text import UNWANTED

HOSTILE = (
    "[/",
    "[/]",
    "[b]bold",
    "[@click=app.exit]x[/]",
    "\\[",
    "{}",
    "{0.__class__}",
    "%s",
    "esc\x1b]52;c;aGVsbG8=\x07",
    "csi\x9b6n",
    "back\b\r",
    "over\u202eride",
    "zero\u200bwidth\ufeff",
    "lone\ud800",
    "$name",
)
"""Words that drive, end or leak from a program that takes data for markup or sends it to the terminal as it is."""

SIZES = ((60, 20), (80, 24), (132, 43))

T = TypeVar("T")


def screen_text(app: App[T]) -> str:
    """The screen as lines of text, as the terminal would show it without colours."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in strips(app))


def strips(app: App[T]) -> Iterator[list[Segment]]:
    """Every line of the screen as drawn."""
    for strip in app.screen._compositor.render_strips():
        yield list(strip)


def is_harmless(text: str) -> bool:
    """Whether nothing in *text* would make a terminal do anything but show letters."""
    return all(char == "\n" or unicodedata.category(char) not in UNWANTED for char in text)


def contrasts(app: App[T]) -> Iterator[tuple[str, float]]:
    """Every drawn text with the contrast of its letters against what is behind them (WCAG 2.2)."""
    for line in strips(app):
        for text, style, _ in line:
            if style is None or style.color is None or style.bgcolor is None or not text.strip():
                continue
            front, behind = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            if style.dim:
                front = behind.blend(front, 0.5)
            if style.reverse:
                front, behind = behind, front
            yield text, ratio(front, behind)


def ratio(one: Color, other: Color) -> float:
    """The contrast of two colours by WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
