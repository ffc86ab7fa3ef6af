"""Reading a revision of a directive from its notation.

A directive is written by hand; whoever wrote it is told everything that is wrong in one run, by line. What comes
back is either a whole revision or all problems, never a part of one and never any other error.
"""

from __future__ import annotations

from oc_training.front_matter import lines_of
from oc_training.policy.block_rule import directive_markdown, read_blocks
from oc_training.policy.findings import Findings
from oc_training.policy.head import Head, read_head
from oc_training.policy.inline import UNDERSCORES, read_runs
from oc_training.policy.line_checks import checked_lines, shown_lines
from oc_training.policy.model import Clause, Revision
from oc_training.policy.outline import Outline
from oc_training.policy.sections import sections_of, with_terms
from oc_training.text import nfc

LARGEST_FILE = 1_000_000
"""Characters (and bytes on the disk) a directive's file may hold: some hundred times the first directive."""

TOO_LARGE = "the file is larger than 1 MB; no directive is that long"


_ONCE_ALLOWED = frozenset({UNDERSCORES})
"""What a text could hold when it was issued, and no new one may."""


def parse_revision(source: str, path: str, *, was_issued: bool = False) -> Revision:
    """The revision that *source* is the notation of; *path* is only its name in messages.

    What *was_issued* is read as on that day, whatever has been forbidden since.

    Raises:
        ContentProblems: with every problem of the file, by line, when there is any.
    """
    findings = Findings(path, _ONCE_ALLOWED if was_issued else frozenset())
    if len(source) > LARGEST_FILE:
        findings.add(1, TOO_LARGE)
        findings.raise_if_any()
    lines = shown_lines(lines_of(source), findings)
    head = read_head(lines, path, findings)
    clauses = _clauses(lines, head.body_line, findings)
    if not clauses and not findings.found:
        findings.add(min(head.body_line, len(lines)), "the directive has no text below its front matter")
    findings.raise_if_any()
    return _revision(head, clauses, source)


def _clauses(lines: list[str], first: int, findings: Findings) -> tuple[Clause, ...]:
    """The clauses of the body, which begins on line *first* of the file."""
    markdown = directive_markdown()
    body = checked_lines(lines[first - 1 :], first, findings)
    outline = Outline(findings)
    for block in read_blocks(markdown, body, first):
        outline.take(block)
    return tuple(
        Clause(
            citation=draft.citation,
            label=draft.label,
            kind=draft.kind,
            runs=read_runs(markdown, draft.content, draft.line, findings),
            parent=draft.parent,
            depth=draft.depth,
            line=draft.line,
        )
        for draft in outline.drafts
    )


def _revision(head: Head, clauses: tuple[Clause, ...], source: str) -> Revision:
    defined = with_terms(clauses)
    return Revision(
        directive=head.values["directive"],
        id=head.dates["reviewed"].isoformat(),
        title=head.values["title"],
        effective=head.dates["effective"],
        reviewed=head.dates["reviewed"],
        signed_off=head.dates["signed_off"],
        front_matter=head.values,
        clauses=defined,
        sections=sections_of(defined),
        # The book holds texts in NFC alone; clauses are (or were refused), a title or a remark need not be.
        source=nfc(source),
    )
