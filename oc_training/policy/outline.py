"""From blocks in file order to clauses with citations, by the labels printed on them.

The outline knows which clause is open on each level and which label stood there last. Everything it refuses
would change what a citation means: a letter that is skipped, a level that is skipped, a label that stands twice.
After a slip it goes on from what is written, so that one slip is told once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from oc_training.policy.block_rule import Block, BlockKind
from oc_training.policy.findings import Findings
from oc_training.policy.labels import INDENT, LADDER, Label, roman, roman_value
from oc_training.policy.model import ClauseKind

REFERENCE = "REFERENCE"
"""The one heading without a numeral: printed ``REFERENCE:``, cited ``REFERENCE``."""

SIGNATURE = "SIGNATURE"
"""What the lines below ``---`` are cited by."""

_HEADING = re.compile(r"([A-Za-z]+)\.(?:\s+|$)(.*)", re.DOTALL)
_CONTINUED = re.compile(r"[-–] \*?Continued\*?\.?$", re.IGNORECASE)  # noqa: RUF001 -- forms print either dash
_DECIMAL = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,5}(?=\s)")
_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """A clause whose place is known and whose words are still as typed."""

    citation: str
    label: str
    kind: ClauseKind
    parent: str | None
    depth: int
    line: int
    content: str


class Outline:
    """Takes the blocks of one directive in order and gives each its citation."""

    def __init__(self, findings: Findings) -> None:
        self.drafts: list[Draft] = []
        self._findings = findings
        self._open: dict[int, str] = {}
        self._last: dict[int, str] = {}
        self._loose: set[int] = set()
        self._doubled: int | None = None
        self._numeral: int | None = 0
        self._paragraphs: dict[str, int] = {}
        self._lines: dict[str, int] = {}
        self._signature_line: int | None = None

    def take(self, block: Block) -> None:
        """Find the place of the next block."""
        if self._signature_line is not None:
            self._below_signature(block)
        elif _is_continued(block):
            self._findings.spoil(
                block.line, "this line only repeats a heading at the top of a printed page; leave it out"
            )
        elif block.kind is BlockKind.HEADING:
            self._heading(block)
        elif not self._has_heading(block):
            return
        elif block.kind is BlockKind.SIGNATURE:
            self._need_blank_line(block, "'---'")
            self._signature_line = block.line
        elif block.label is not None:
            self._labelled(block, block.label)
        else:
            self._paragraph(block)

    def _has_heading(self, block: Block) -> bool:
        """Whether a heading is open; where none ever was, say so once and go on as if there were one."""
        if not self._open:
            message = "text stands before the first heading; begin with one such as '# I. PURPOSE'"
            self._findings.spoil(block.line, message)
            self._numeral = None
            self._open = {0: "?"}
            return False
        return self._open != {0: "?"}

    def _heading(self, block: Block) -> None:
        self._need_blank_line(block, "a heading")
        if block.indent:
            self._findings.spoil(block.line, "a heading must begin at the edge of the page, without spaces before '#'")
        if block.hashes != 1:
            message = "a heading has one '#'; what stands below it has a printed label such as 'A.'"
            self._findings.spoil(block.line, message)
        label, citation, words = self._numbered(block)
        self._open_heading(citation)
        self._add(Draft(citation, label, ClauseKind.HEADING, None, 0, block.line, words))

    def _open_heading(self, citation: str) -> None:
        self._last, self._loose, self._doubled = {}, set(), None
        self._open = {0: citation}

    def _numbered(self, block: Block) -> tuple[str, str, str]:
        """Label, citation and words of a heading; a numeral that is missing is taken as the next one."""
        if block.content == f"{REFERENCE}:":
            self._order_reference(block)
            return "", REFERENCE, block.content
        matched = _HEADING.match(block.content)
        value = roman_value(matched[1]) if matched else None
        if matched is None or value is None:
            shown = _quoted(block.content)
            message = f"the heading {shown} needs a Roman numeral, as in '# I. PURPOSE' (only '{REFERENCE}:' has none)"
            self._findings.spoil(block.line, message)
            self._numeral = None
            return "", f"?{block.line}", block.content
        self._order(block, matched[1], value)
        return f"{matched[1]}.", matched[1], matched[2].strip()

    def _order(self, block: Block, numeral: str, value: int) -> None:
        before, self._numeral = self._numeral, value
        if REFERENCE in self._lines:
            self._findings.spoil(
                block.line, f"'{numeral}.' stands after '{REFERENCE}:', which must be the last heading"
            )
        elif numeral in self._lines:
            self._numeral = None
        elif before is not None and value != before + 1:
            message = f"'{numeral}.' does not follow '{roman(before)}.'"
            self._findings.spoil(
                block.line, message if before else f"'{numeral}.' cannot be the first; begin with 'I.'"
            )

    def _order_reference(self, block: Block) -> None:
        if self._numeral == 0:
            self._findings.spoil(block.line, f"'{REFERENCE}:' cannot be the first heading; begin with '# I. PURPOSE'")
            self._numeral = None

    def _labelled(self, block: Block, label: Label) -> None:
        if self._is_glued(block, label):
            return
        if self._lost_heading(block, label):
            message = f"'{label.text}' is the numeral of a heading; write '# {label.text} ...'"
            self._findings.spoil(block.line, message)
            self._numeral = roman_value(label.step)
            self._open_heading(label.step)
        elif label.level is None:
            self._findings.spoil(block.line, _unknown_label(label.text))
        else:
            self._place(block, label, label.level)

    def _lost_heading(self, block: Block, label: Label) -> bool:
        """Whether this is the next heading, its ``#`` forgotten: ``IV. DISCLAIMER`` after III."""
        value = roman_value(label.step)
        is_next = value is not None and value == (self._numeral or 0) + 1
        return is_next and not self._fits(label) and (len(label.step) > 1 or block.content.isupper())

    def _is_glued(self, block: Block, label: Label) -> bool:
        """Report a label without a blank line above it; True where it is rather a word of the line above."""
        if not block.glued:
            return False
        message = (
            f"'{label.text}' begins this line like a label, without a blank line above it; put a blank line there, "
            "or, if it belongs to the sentence, move it to the end of the line above"
        )
        self._findings.spoil(block.line, message)
        return not self._fits(label)

    def _fits(self, label: Label) -> bool:
        above = max((level for level in self._open if level < (label.level or 0)), default=None)
        return label.level is not None and above == label.level - 1 and self._follows(label, label.level)

    def _follows(self, label: Label, level: int) -> bool:
        return level in self._loose or label.follows(self._last.get(level))

    def _place(self, block: Block, label: Label, level: int) -> None:
        above = max(known for known in self._open if known < level)
        parent = self._open[above]
        citation = f"{parent}.{label.step}"
        before = self._last.get(level)
        if above != level - 1 and before is None:
            self._findings.spoil(block.line, f"'{label.text}' skips a level (parent is {parent})")
        elif citation not in self._lines and not self._follows(label, level):
            self._findings.spoil(block.line, _out_of_order(label.text, before, parent, LADDER[level - 1]))
        self._check_indent(block, INDENT * (level - 1), f"'{label.text}'")
        if self._doubled is not None and level <= self._doubled:
            self._doubled = None
        self._close_below(level)
        self._last = {known: text for known, text in self._last.items() if known < level} | {level: label.text}
        self._loose = {known for known in self._loose if known < level}
        self._open[level] = citation
        self._add(Draft(citation, label.text, ClauseKind.LABELLED, parent, level, block.line, block.content))

    def _paragraph(self, block: Block) -> None:
        level = block.indent // INDENT
        if block.content == f"{REFERENCE}:":
            self._findings.spoil(block.line, f"'{REFERENCE}:' is a heading; write '# {REFERENCE}:'")
        decimal = _DECIMAL.match(block.content)
        if self._open.get(0) != REFERENCE and decimal is not None:
            self._findings.spoil(block.line, _unknown_label(decimal[0]))
        if block.indent % INDENT or level not in self._open:
            places = sorted(known * INDENT for known in self._open)
            spaces = _listed([str(place) for place in places])
            message = (
                f"this paragraph is indented by {block.indent}; it must stand under the words of the clause "
                f"it belongs to (here {spaces} spaces)"
            )
            self._findings.spoil(block.line, message)
            level = max(known for known in self._open if known <= level)
        self._close_below(level + 1)
        self._last = {known: text for known, text in self._last.items() if known <= level + 1}
        parent = self._open[level]
        self._paragraphs[parent] = self._paragraphs.get(parent, 0) + 1
        citation = f"{parent}¶{self._paragraphs[parent]}"
        self._check_wraps(block, block.indent)
        self._add(Draft(citation, "", ClauseKind.PARAGRAPH, parent, level, block.line, block.content))

    def _below_signature(self, block: Block) -> None:
        if block.kind is BlockKind.SIGNATURE:
            message = f"a second line '---'; the signature block was opened on line {self._signature_line}"
            self._findings.spoil(block.line, message)
        elif block.kind is BlockKind.HEADING:
            self._findings.spoil(block.line, "a heading stands below the signature block, which must come last")
        elif block.indent or block.wraps:
            message = "each line of the signature block stands alone: no spaces before it, a blank line after it"
            self._findings.spoil(block.line, message)
        else:
            self._paragraphs[SIGNATURE] = self._paragraphs.get(SIGNATURE, 0) + 1
            citation = f"{SIGNATURE}¶{self._paragraphs[SIGNATURE]}"
            self._add(Draft(citation, "", ClauseKind.SIGNATURE, None, 0, block.line, block.content))

    def _close_below(self, level: int) -> None:
        """Close the clauses on *level* and deeper: nothing can hang below them any more."""
        self._open = {known: citation for known, citation in self._open.items() if known < level}

    def _check_indent(self, block: Block, wanted: int, what: str) -> None:
        if block.indent != wanted:
            message = f"{what} is indented by {block.indent}; its level stands at {wanted} spaces"
            self._findings.spoil(block.line, message)
        width = len(block.label.text) + 1 if block.label else 0
        self._check_wraps(block, wanted + INDENT, wanted + width)

    def _check_wraps(self, block: Block, *wanted: int) -> None:
        for line, indent in enumerate(block.wraps, start=block.line + 1):
            if indent not in wanted:
                message = f"this line goes on from the one above; indent it by {wanted[0]} spaces, not {indent}"
                self._findings.spoil(line, message)

    def _need_blank_line(self, block: Block, what: str) -> None:
        if block.glued:
            self._findings.spoil(block.line, f"put a blank line before {what}")

    def _add(self, draft: Draft) -> None:
        if draft.citation in self._lines:
            self._twice(draft)
            return
        self._lines[draft.citation] = draft.line
        if not draft.content.strip():
            self._findings.spoil(draft.line, f"{draft.citation} has no words")
        self.drafts.append(draft)

    def _twice(self, draft: Draft) -> None:
        """Report a citation that stands twice, but not everything below it again."""
        self._loose.add(draft.depth)
        if self._doubled is None:
            message = f"{draft.citation} stands twice; it is already on line {self._lines[draft.citation]}"
            self._findings.spoil(draft.line, message)
            self._doubled = draft.depth


def _is_continued(block: Block) -> bool:
    numbered = block.label is not None and roman_value(block.label.step) is not None
    if not (numbered or block.kind is BlockKind.HEADING):
        return False
    return len(block.content) < _LONGEST_QUOTE * 2 and _CONTINUED.search(block.content) is not None


def _unknown_label(label: str) -> str:
    return f"'{label}' is no label of the ladder {', '.join(LADDER)}"


def _out_of_order(label: str, before: str | None, parent: str, first: str) -> str:
    if before is None:
        return f"'{label}' cannot be the first below {parent}; begin with '{first}'"
    return f"'{label}' does not follow '{before}'"


def _quoted(words: str) -> str:
    return f"'{words[:_LONGEST_QUOTE]}{'...' if len(words) > _LONGEST_QUOTE else ''}'"


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"
