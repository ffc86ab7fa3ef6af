"""A bank file as lines and Markdown blocks, before anybody asks what they mean.

Slips that Markdown would swallow without a word (``-[ ]`` is no list item, ``##SM-07`` no heading) are reported
here and mended in memory, so that one slip does not give a dozen messages further down. A file with a slip
is never used, however it was mended.
"""

from __future__ import annotations

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from oc_training.quiz.findings import Findings, quoted
from oc_training.text import UNWANTED, clean, squash

LONGEST_TEXT = 2_000
"""A paragraph, option, feedback or explanation may have this many characters; nobody reads more at a terminal."""

_BOX = r"(?:\[[ \txX*]?\]|\([ \txX*]?\))"
_GLUED_OPTION = re.compile(rf"[ \t]*(?:[-*+]|[\u2010-\u2015\u2022\u2212][ \t]*)({_BOX}.*)")
_BARE_BOX = re.compile(r"[ \t]*(\[[ \txX*]?\][ \t].*)")
_GLUED_HEADING = re.compile(r" {0,3}(#{1,6})([A-Z]{2,6}-[0-9].*)")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>\n]*>|<!--")
_FOREIGN = {
    "image": "a picture cannot be shown at the kiosk; describe it in words",
    "link_open": "a link cannot be followed at the kiosk; write it as plain words",
    "code_inline": "words between backticks (`) are for programmers; write them plainly or in quotation marks",
}


class Page:
    """The body of one bank file."""

    def __init__(self, lines: list[str], body_line: int, findings: Findings) -> None:
        self.findings = findings
        _report_invisible(lines, findings)
        body = [_mended(line, number, findings) for number, line in enumerate(lines, start=1) if number >= body_line]
        self.lines = [*([""] * (body_line - 1)), *body]
        # Inline words are parsed apart, once their length is known to be bounded; a reference definition
        # would vanish from the text without a trace.
        blocks = MarkdownIt("commonmark", {"html": False}).disable(["lheading", "reference", "inline"])
        self._words = MarkdownIt("commonmark", {"html": False})
        self.blocks = SyntaxTreeNode(blocks.parse("\n".join(self.lines))).children

    def raw(self, line: int) -> str:
        """The line with that number, counted from 1, as written (slips mended)."""
        return self.lines[line - 1]

    def plain(self, written: str, line: int) -> str:
        """The words of a block that begins on *line*, without emphasis marks, on one line.

        Pictures, links, code, HTML, tables, over-long texts and characters that cannot be shown are reported.
        """
        if len(written) > LONGEST_TEXT:
            message = f"this text has {len(written):,} characters; {LONGEST_TEXT:,} are the most"
            self.findings.error(line, f"{message}; split it, or end it with an empty line")
            return clean(squash(written), LONGEST_TEXT)
        self._report_foreign(written, line)
        before = self.findings.count
        words = "".join(self._words_of(token, line) for token in self._words.parseInline(written))
        text = clean(squash(words), LONGEST_TEXT)
        if not text and self.findings.count == before:
            self.findings.error(line, "there are no words here")
        return text

    def _report_foreign(self, written: str, line: int) -> None:
        numbered = list(enumerate(written.split("\n"), start=line))
        table = next((number for number, text in numbered if _is_table_line(text)), None)
        if table is not None:
            self.findings.error(table, "a table cannot be shown here; write it as sentences")
        for number, text in numbered:
            tag = _TAG.search(text)
            if tag:
                self.findings.error(number, f"{quoted(tag[0])} is HTML, which cannot be shown here; write plain words")

    def _words_of(self, inline: Token, line: int) -> str:
        words: list[str] = []
        for token in inline.children or ():
            if token.type in {"softbreak", "hardbreak"}:
                line += 1
                words.append(" ")
            elif token.type in _FOREIGN:
                self.findings.error(line, _FOREIGN[token.type])
            else:
                self._report_decoded(token.content, inline.content, line)
                words.append(token.content)
        return "".join(words)

    def _report_decoded(self, words: str, written: str, line: int) -> None:
        bad = next((char for char in words if unicodedata.category(char) in UNWANTED and char not in written), None)
        if bad is not None:
            message = f"'&...;' stands here for a character that cannot be shown (U+{ord(bad):04X}); delete it"
            self.findings.error(line, message)


def _report_invisible(lines: list[str], findings: Findings) -> None:
    for number, line in enumerate(lines, start=1):
        if line.isprintable():
            continue
        bad = next((char for char in line if char != "\t" and unicodedata.category(char) in UNWANTED), None)
        if bad is not None:
            name = unicodedata.name(bad, "a control character")
            message = f"this line holds a character that cannot be shown (U+{ord(bad):04X}, {name.casefold()})"
            findings.error(number, f"{message}; delete it")


def _mended(line: str, number: int, findings: Findings) -> str:
    heading = _GLUED_HEADING.fullmatch(line)
    if heading:
        findings.error(number, f"put a space after '{heading[1]}': '{heading[1]} {_start(heading[2])}'")
        return f"{heading[1]} {heading[2]}"
    option = _GLUED_OPTION.fullmatch(line) or _BARE_BOX.fullmatch(line)
    if option:
        findings.error(number, f"{quoted(line)} looks like an option but is not a list item; write '- [ ] text'")
        return f"- {option[1]}"
    return line


def _start(words: str) -> str:
    return clean(squash(words[:40]).split(" ")[0])


def _is_table_line(line: str) -> bool:
    text = line.strip()
    between_bars = len(text) > 1 and text.startswith("|") and text.endswith("|")
    below_head = "|" in text and "-" in text and set(text) <= set("|-: \t")
    return between_bars or below_head
