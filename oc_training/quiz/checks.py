"""What must hold of the options of a question once they have been read."""

from __future__ import annotations

import re

from oc_training.quiz.findings import Findings
from oc_training.quiz.options import DraftOption
from oc_training.text import squash

FEWEST, MOST, USUAL = 2, 5, 3
"""How many options a question may have, and how many it has by default."""

_ALL_OR_NONE = re.compile(
    r"\b(?:all|none|both|neither|any)\s+of\s+(?:the\s+(?:above|below|others|options)|these|them)\b|"
    r"\b(?:both|all)\s+(?:answers|options)\b",
    re.IGNORECASE,
)


def check_options(line: int, options: list[DraftOption], findings: Findings, *, slipped: bool) -> None:
    """Check how many options there are and how many are right; *line* is that of the heading.

    Where an option has *slipped*, the counts mean nothing and are not judged.
    """
    if not slipped:
        _check_counts(line, options, findings)
    first: dict[str, int] = {}
    for option in options:
        words = squash(option.text).casefold()
        if words in first and words:
            findings.error(option.line, f"this option says the same as the one on line {first[words]}")
        first.setdefault(words, option.line)
        if _ALL_OR_NONE.search(option.text):
            message = "options are shuffled, so 'all of the above' and the like may point anywhere"
            findings.warning(option.line, f"{message}; name what is meant")


def _check_counts(line: int, options: list[DraftOption], findings: Findings) -> None:
    if not options:
        findings.error(line, "there are no options; write at least two, as '- [ ] text' and '- [x] text'")
        return
    right = sum(option.right for option in options)
    if right != 1:
        findings.error(line, f"exactly one option must be marked correct with '[x]', found {right}")
    if not FEWEST <= len(options) <= MOST:
        findings.error(line, f"a question has {FEWEST} to {MOST} options, found {len(options)}")
    elif len(options) != USUAL:
        findings.warning(line, f"a question usually has {USUAL} options, found {len(options)}")


def check_feedback(options: list[DraftOption], findings: Findings) -> None:
    """Check that every option that could be read says something to whoever chooses it."""
    for option in options:
        if option.feedback is None and option.wrapped:
            message = "this line continues the option above; if it is feedback, start it with '  >'"
            findings.error(option.line + 1, f"{message} (every option needs feedback)")
        elif option.feedback is None:
            findings.error(option.line, "this option has no feedback; write it on the next line, as '  > ...'")
        elif option.feedback.is_bare:
            findings.error(option.feedback.line, "the feedback is empty")
