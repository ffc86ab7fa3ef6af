"""Data on its way to the screen: always plain text, never markup (INJ-1, INJ-4).

A name such as ``[/`` ends a stock Textual program and ``[@click=app.exit]x[/]`` drives one;
an escape code in a title reaches the terminal. Whatever comes from files, keyboards or records
passes one of these functions before a widget sees it.
"""

from __future__ import annotations

import unicodedata

from textual.content import Content, Span

from oc_training.text import UNWANTED, clean

STAND_IN = "\N{REPLACEMENT CHARACTER}"
"""Drawn for a character that must not reach a terminal where offsets into the text have to stay true."""

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


def same_length(text: str) -> str:
    """Return *text* with :data:`STAND_IN` for every character that must not reach a terminal.

    Unlike :func:`~oc_training.text.clean` it drops nothing, so marks and search hits, which are offsets into the
    text as recorded, still point at the right letters.
    """
    return "".join(STAND_IN if unicodedata.category(char) in UNWANTED else char for char in text)
