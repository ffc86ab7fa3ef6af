"""The block rules on markdown-it-py that know printed labels.

CommonMark's own lists count for themselves, take ``A.`` for a paragraph and swallow an ``a.`` line as the tail of
the one above. These rules keep every label as typed and end a block at anything that looks like a label, however
deep it is indented, so that no clause can disappear inside another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from oc_training.policy.labels import Label, read_label
from oc_training.policy.line_checks import SIGNATURE_LINE

_IN_SIGNATURE = "in_signature"


class BlockKind(StrEnum):
    """What a block of the notation is, before its place among the others is known."""

    HEADING = "heading"
    CLAUSE = "clause"
    PARAGRAPH = "paragraph"
    SIGNATURE = "signature"
    """The line that opens the signature block."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a directive that belong together."""

    kind: BlockKind
    line: int
    """Of its first line, counted from 1 in the file."""
    indent: int
    """Spaces before its first line."""
    content: str
    """Its words as typed, without the label; one line a line, indents and outer spaces dropped."""
    label: Label | None
    glued: bool
    """Whether there is no blank line above it."""
    wraps: tuple[int, ...]
    """Indents of its further lines."""
    hashes: int = 0
    """How many ``#`` a heading begins with."""


def directive_markdown() -> MarkdownIt:
    """A Markdown parser that knows headings, printed labels, paragraphs and emphasis, and nothing else.

    It is built up from nothing: code, lists, rules across the page, underlined headings, HTML, link definitions,
    tables and quotations are never switched on, so none of them can take words away.
    """
    markdown = MarkdownIt("zero").enable(["heading", "newline", "escape", "emphasis"])
    ends_others: RuleOptionsType = {"alt": ["paragraph", "blockquote"]}
    markdown.block.ruler.before("heading", "clause", _clause, ends_others)
    markdown.block.ruler.before("clause", "signature", _signature, ends_others)
    markdown.block.ruler.at("paragraph", _paragraph)
    return markdown


def read_blocks(markdown: MarkdownIt, lines: list[str], first: int) -> list[Block]:
    """The blocks of a directive's body in order; *first* is the number of its first line in the file."""
    tokens: list[Token] = []
    markdown.block.parse("\n".join(lines), markdown, {}, tokens)
    inline = (token for token in tokens if token.type == "inline")
    opening = (token for token in tokens if token.nesting == 1)
    return [
        _block(outer, inner.content, lines, first) for outer, inner in zip(opening, inline, strict=True) if outer.map
    ]


def _block(opening: Token, content: str, lines: list[str], first: int) -> Block:
    start, end = opening.map or [0, 1]
    kind = BlockKind(opening.type.removesuffix("_open"))
    return Block(
        kind=kind,
        line=first + start,
        indent=_indent(lines[start]),
        content="\n".join(part.strip() for part in content.split("\n")),
        label=read_label(opening.info) if kind is BlockKind.CLAUSE else None,
        glued=start > 0 and bool(lines[start - 1].strip()),
        wraps=tuple(_indent(line) for line in lines[start + 1 : end]),
        hashes=len(opening.markup) if kind is BlockKind.HEADING else 0,
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _words_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _end_of_block(state: StateBlock, start: int, end: int) -> int:
    """The line after the block that begins at *start*: at a blank line or at the beginning of something else."""
    enders = state.md.block.ruler.getRules("paragraph")
    line = start + 1
    while line < end and not state.isEmpty(line) and not any(ends(state, line, end, True) for ends in enders):
        line += 1
    return line


def _push(state: StateBlock, kind: BlockKind, start: int, content: str, label: str = "") -> None:
    """Put the three tokens of a block that begins at *start* and ends before ``state.line``."""
    opening = state.push(f"{kind}_open", "p", 1)
    opening.map = [start, state.line]
    opening.info = label
    inner = state.push("inline", "", 0)
    inner.content = content
    inner.map = [start, state.line]
    inner.children = []
    state.push(f"{kind}_close", "p", -1)


def _clause(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    label = None if state.env.get(_IN_SIGNATURE) else read_label(_words_of(state, start))
    if label is None:
        return False
    if not silent:
        state.line = _end_of_block(state, start, end)
        words = state.getLines(start, state.line, 0, False).lstrip()
        _push(state, BlockKind.CLAUSE, start, words[len(label.text) :], label.text)
    return True


def _signature(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    if state.tShift[start] or _words_of(state, start).rstrip() != SIGNATURE_LINE:
        return False
    if not silent:
        state.env[_IN_SIGNATURE] = True
        state.line = start + 1
        _push(state, BlockKind.SIGNATURE, start, "")
    return True


def _paragraph(state: StateBlock, start: int, end: int, _silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    state.line = _end_of_block(state, start, end)
    _push(state, BlockKind.PARAGRAPH, start, state.getLines(start, state.line, 0, False))
    return True
