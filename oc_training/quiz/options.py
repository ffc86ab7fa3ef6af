"""The options of a question, with the feedback below each, and the quotation that explains the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from oc_training.quiz.page import Page

EXPLANATION = "Explanation:"
"""How the quotation begins that explains the answer."""

_BOX = re.compile(r"\[([ \txX])\](\s*)")
_NEARLY_A_BOX = re.compile(r"\[([^\]\n]{0,3})\]|\(([ \txX*]?)\)")
_EXPLAINS = re.compile(r"explanation[ \t]*:", re.IGNORECASE)
_MUST_START = "option must start with '[ ]' or '[x]'"
_EXPLANATION_APART = f"the explanation must start at the margin with '> {EXPLANATION}', after an empty line"

BLOCK_NAMES = {
    "fence": "a block of code",
    "code_block": "text indented by four spaces or more",
    "ordered_list": "a numbered list",
    "bullet_list": "a list",
    "blockquote": "a quotation",
    "heading": "a heading",
    "hr": "a line of dashes or stars",
}
"""What Markdown blocks are called in messages."""


@dataclass
class Quotation:
    """The words of a ``>`` block."""

    text: str
    line: int
    explains: bool = False
    """Whether the words of an explanation have slipped into it."""
    is_bare: bool = False
    """Whether there is nothing at all behind the ``>``."""


@dataclass
class DraftOption:
    """An option as far as it could be read."""

    line: int
    text: str
    right: bool
    slipped: bool = False
    """Whether its box could not be read, so that nothing can be said about what is right."""
    wrapped: bool = False
    """Whether it goes on over a second line."""
    feedback: Quotation | None = None


def line_of(node: SyntaxTreeNode) -> int:
    """The line on which a block begins, counted from 1."""
    return node.map[0] + 1 if node.map else 1


def words_of(node: SyntaxTreeNode) -> str:
    """What is written in a paragraph or heading, emphasis marks and line ends included."""
    return node.children[0].content if node.children else ""


def read_quotation(page: Page, node: SyntaxTreeNode, what: str) -> Quotation:
    """Read a ``>`` block; *what* it is (*feedback*, *explanation*) goes into the messages."""
    quotation = Quotation("", line_of(node), is_bare=not node.children)
    texts: list[str] = []
    for child in node.children:
        if child.type != "paragraph":
            page.findings.error(line_of(child), f"{BLOCK_NAMES.get(child.type, 'this')} cannot stand in {what}")
            continue
        _check_marks(page, child, what, quotation)
        texts.append(page.plain(words_of(child), line_of(child)))
    quotation.text = " ".join(texts)
    return quotation


def _check_marks(page: Page, paragraph: SyntaxTreeNode, what: str, quotation: Quotation) -> None:
    """Every line needs its own ``>``: Markdown takes the next line into the quotation without one."""
    first = line_of(paragraph)
    for number, text in enumerate(words_of(paragraph).split("\n"), start=first):
        own_mark = page.raw(number).lstrip().startswith(">")
        explains = bool(_EXPLAINS.match(text.lstrip()))
        if explains and what == "feedback":
            quotation.explains = True
            page.findings.error(number, _EXPLANATION_APART)
            return
        if not own_mark:
            message = f"this line joins the {what} above; start it with '>', or leave an empty line before it"
            page.findings.error(number, message)
            return


def read_options(page: Page, node: SyntaxTreeNode) -> list[DraftOption]:
    """Read one list of options; a list inside an option is reported and read as further options."""
    options: list[DraftOption] = []
    for item in node.children:
        option = _read_first(page, item)
        options.append(option)
        for child in item.children[1:]:
            if child.type == "bullet_list":
                page.findings.error(line_of(child), "this option is indented; start it at the margin like the first")
                options.extend(read_options(page, child))
            else:
                _read_below(page, child, options[-1])
    return options


def _read_first(page: Page, item: SyntaxTreeNode) -> DraftOption:
    line = line_of(item)
    if not item.children or item.children[0].type != "paragraph":
        page.findings.error(line, f"{_MUST_START}, then its text")
        return DraftOption(line, "", right=False, slipped=True)
    paragraph = item.children[0]
    written = words_of(paragraph)
    option = _read_box(page, written, line)
    option.wrapped = "\n" in written
    _check_wrapping(page, paragraph, line, option)
    return option


def _read_box(page: Page, written: str, line: int) -> DraftOption:
    box = _BOX.match(written)
    if box is None:
        page.findings.error(line, _MUST_START + _guess(written))
        return DraftOption(line, page.plain(written, line), right=False, slipped=True)
    text = written[box.end() :]
    if not text:
        page.findings.error(line, "this option has no text")
        return DraftOption(line, "", right=False, slipped=True)
    if not box[2]:
        page.findings.error(line, f"put a space after '{box[0]}'")
    return DraftOption(line, page.plain(text, line + box[2].count("\n")), right=box[1] in "xX")


def _guess(written: str) -> str:
    nearly = _NEARLY_A_BOX.match(written)
    if nearly is None:
        return ""
    mark = "x" if (nearly[1] or nearly[2] or "").strip() else " "
    return f" (did you mean '- [{mark}]'?)"


def _check_wrapping(page: Page, paragraph: SyntaxTreeNode, line: int, option: DraftOption) -> None:
    """A line at the margin right below an option would join it without a word."""
    margin = _indent(page.raw(line))
    for number, text in enumerate(words_of(paragraph).split("\n"), start=line):
        if number == line or _indent(page.raw(number)) > margin:
            continue
        if _EXPLAINS.match(text.lstrip()):
            page.findings.error(number, _EXPLANATION_APART)
            option.feedback = Quotation("", number, explains=True)
        else:
            page.findings.error(number, "this line continues the option above; indent it, or start it with '  >'")
            option.feedback = Quotation("", number)
        return


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _read_below(page: Page, node: SyntaxTreeNode, option: DraftOption) -> None:
    line = line_of(node)
    if node.type == "blockquote":
        quotation = read_quotation(page, node, "feedback")
        if option.feedback is None:
            option.feedback = quotation
        elif not quotation.explains and option.feedback.text:
            page.findings.error(line, "this option has feedback already; put both in one block of '>' lines")
        option.feedback.explains |= quotation.explains
    elif node.type == "paragraph":
        page.findings.error(line, "this line is part of the option above; start feedback with '  >'")
        option.feedback = option.feedback or Quotation("", line)
    else:
        page.findings.error(line, f"{BLOCK_NAMES.get(node.type, 'this')} cannot stand in an option")
        option.slipped = True
