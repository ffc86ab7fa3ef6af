"""The words inside a clause: emphasis kept, everything else plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from oc_training.policy.findings import Findings
from oc_training.policy.model import Run
from oc_training.text import nfc

LONGEST_CLAUSE = 10_000
"""Characters a clause may hold; the longest of a printed page has some three thousand."""

UNDERSCORES = r"underscores mark nothing here; use stars for emphasis (*so*), or write '\_' for the sign itself"
"""Said where underscores would be read as emphasis: the check of the book reads them as signs, so the words of the two
would differ for ever."""

_OPENS = frozenset({"em_open", "strong_open"})
_CLOSES = frozenset({"em_close", "strong_close"})
_BREAKS = frozenset({"softbreak", "hardbreak"})
_SPACES = re.compile(" +")


def read_runs(markdown: MarkdownIt, content: str, line: int, findings: Findings) -> tuple[Run, ...]:
    """The words of *content*, which begins on *line*, in single-spaced stretches of one style."""
    if len(content) > LONGEST_CLAUSE:
        findings.add(line, f"a clause of more than {LONGEST_CLAUSE:,} characters; are blank lines missing?")
        return ()
    tokens: list[Token] = []
    markdown.inline.parse(content, markdown, {}, tokens)
    runs = tuple(_squashed(_styled(tokens, line, findings)))
    text = "".join(run.text for run in runs)
    if not text:
        findings.spoil(line, "a clause without words")
    if text != nfc(text):
        findings.add(line, "an accent stands apart from its letter; type the letter and its accent as one")
    return runs


def _styled(tokens: list[Token], line: int, findings: Findings) -> Iterator[tuple[str, bool]]:
    """Each piece of text with whether it is emphasised."""
    emphasis = 0
    for token in tokens:
        if token.type in _OPENS:
            if token.markup.startswith("_"):
                findings.add(line, UNDERSCORES)
            emphasis += 1
        elif token.type in _CLOSES:
            emphasis -= 1
        elif token.type in _BREAKS:
            line += 1
            yield " ", emphasis > 0
        else:
            if token.type == "text" and "*" in token.content:
                findings.add(line, r"a '*' has no partner; close the emphasis, or write '\*' for the sign itself")
            yield token.content, emphasis > 0


def _squashed(pieces: Iterator[tuple[str, bool]]) -> Iterator[Run]:
    """Runs with one space wherever there is any, none at either end; no two neighbours of one style."""
    spaced = True
    kept: list[tuple[str, bool]] = []
    for piece, style in pieces:
        text = _SPACES.sub(" ", piece)
        text = text[1:] if spaced and text.startswith(" ") else text
        if text:
            kept.append((text, style))
            spaced = text.endswith(" ")
    if kept and spaced:
        text, style = kept.pop()
        kept.append((text[:-1], style))
    for style, texts in groupby(kept, key=lambda pair: pair[1]):
        joined = "".join(text for text, _ in texts)
        if joined:
            yield Run(joined, emphasis=style)
