"""A number with its noun: nothing says *1 questions*."""

from __future__ import annotations


def count_words(number: int, one: str, many: str = "") -> str:
    """``1 directive``, ``2 directives``; *many* where an added s does not make the plural."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def days_words(days: int) -> str:
    """``1 day``, ``12 days``."""
    return count_words(days, "day")
