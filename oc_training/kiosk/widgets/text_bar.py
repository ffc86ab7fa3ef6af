"""A bar of plain characters with its figure beside it, so that it says the same without colour or shape."""

from __future__ import annotations

FULL, EMPTY = "\N{FULL BLOCK}", "\N{LIGHT SHADE}"


def text_bar(fraction: float, width: int) -> str:
    """Return a bar ``width`` cells wide, its percentage included; *fraction* is taken between 0.0 and 1.0.

    Neither end is shown before it is reached: 99.9 % is not drawn as done, 0.1 % not as nothing.
    """
    fraction = min(max(fraction, 0.0), 1.0)
    percent = _inner(fraction, 100)
    figure = f" {percent:>3} %"
    cells = max(width - len(figure), 1)
    filled = _inner(fraction, cells)
    return FULL * filled + EMPTY * (cells - filled) + figure


def _inner(fraction: float, steps: int) -> int:
    """The nearest of *steps*, the first and last kept for exactly nothing and exactly all."""
    if fraction in {0.0, 1.0} or steps < 2:  # noqa: PLR2004  with one step there is nothing in between
        return int(fraction * steps)
    return min(max(round(fraction * steps), 1), steps - 1)
