"""The terminal on which the check is made: it should be the kiosk's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from oc_training.checkup.finding import Finding, fine, mend, unknown
from oc_training.launch import TerminalFacts, problem_of
from oc_training.wording.window import LEAST_COLUMNS, LEAST_ROWS

ELSEWHERE = "This is not being run on a terminal. Run it on the kiosk's own."
MANY_COLOURS = ("256color", "direct", "truecolor", "kitty", "alacritty", "foot")
NO_COLOURS = ("vt", "dumb", "ansi-m", "xterm-mono", "linux-m")


def size(about: str, facts: TerminalFacts) -> Finding:
    """Whether a page fits."""
    if not facts.interactive:
        return unknown(about, ELSEWHERE)
    shown = f"{facts.columns} columns by {facts.rows} rows"
    if facts.columns < LEAST_COLUMNS or facts.rows < LEAST_ROWS:
        return mend(about, f"{shown}; the kiosk needs {LEAST_COLUMNS} by {LEAST_ROWS}. Make the letters smaller.")
    return fine(about, f"{shown}.")


def letters(about: str, facts: TerminalFacts) -> Finding:
    """Whether the terminal is set to UTF-8 and can move its cursor."""
    if not facts.interactive:
        return unknown(about, ELSEWHERE)
    problem = problem_of(replace(facts, columns=LEAST_COLUMNS, rows=LEAST_ROWS))
    return mend(about, problem) if problem else fine(about, "The terminal is set to UTF-8.")


def colours(about: str, facts: TerminalFacts, environ: Mapping[str, str]) -> Finding:
    """How many colours there are; the kiosk says everything in words too, so few are no fault."""
    if not facts.interactive:
        return unknown(about, ELSEWHERE)
    if environ.get("COLORTERM") in {"truecolor", "24bit"}:
        return fine(about, "The terminal says that it shows all colours.")
    if any(part in facts.term for part in MANY_COLOURS):
        return fine(about, "The terminal says that it shows 256 colours or more.")
    if facts.term.startswith(NO_COLOURS):
        return mend(
            about, f'The terminal is named "{facts.term}", which has no colours. Nothing is lost, but set TERM.'
        )
    return fine(about, f'The terminal is named "{facts.term}", which shows 16 colours. That is enough.')
