"""Data on its way to the screen: always plain text, never markup (INJ-1, INJ-4).

A name such as ``[/`` ends a stock Textual program and ``[@click=app.exit]x[/]`` drives one;
an escape code in a title reaches the terminal. Whatever comes from files, keyboards or records
passes one of these functions before a widget sees it.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.content import Content, Span

from oc_training.text import clean, same_length

__all__ = ["LONGEST", "harmless", "joined", "plain", "same_length"]

LONGEST = 20_000
"""The most characters one piece of data may put on a screen."""


def plain(text: str, style: str = "", *, keep_newlines: bool = False) -> Content:
    """Return *text* as literal content, cleaned; *style* is the program's own, such as ``bold $accent``."""
    shown = clean(text, LONGEST, keep_newlines=keep_newlines)
    return Content(shown, [Span(0, len(shown), style)] if style and shown else None)


def joined(*parts: str | tuple[str, str]) -> Content:
    """Return several pieces of data as one content; each is a text, or a text and the program's own style for it."""
    pieces = [plain(part) if isinstance(part, str) else plain(*part) for part in parts]
    return Content("").join(pieces)


def harmless(line: Iterable[Segment]) -> list[Segment]:
    """Return a drawn line with a stand-in for every character that must not reach a terminal.

    Every widget that draws its own lines hands them through here at the very last, so that a widget which forgot to
    clean its data still sends none of it to the terminal as it came. Nearly always there is nothing to do.
    """
    return [
        segment if segment.text.isprintable() else Segment(same_length(segment.text), segment.style, segment.control)
        for segment in line
    ]
