"""The words for what was entered after the day it speaks of: one rule and one pair of phrases for every place."""

from __future__ import annotations

from datetime import date


def late(day: date, recorded: date | None) -> str:
    """``recorded later, on 2026-03-14`` where something was entered after its day; empty elsewhere."""
    return f"recorded later, on {recorded}" if recorded is not None and recorded > day else ""


def in_brackets(day: date, recorded: date | None) -> str:
    """The same behind a day within a sentence: `` (recorded later, on 2026-03-14)``."""
    words = late(day, recorded)
    return f" ({words})" if words else ""


def as_sentence(day: date, recorded: date | None) -> str:
    """The same behind a whole sentence: `` Recorded later, on 2026-03-14.``."""
    words = late(day, recorded)
    return f" R{words[1:]}." if words else ""
