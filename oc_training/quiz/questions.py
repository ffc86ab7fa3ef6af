"""From the Markdown blocks of a bank to its questions.

What is merely the consequence of a slip further up is held back: an option whose box cannot be read says
nothing about how many are ticked.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from oc_training.front_matter import nearest
from oc_training.quiz import checks
from oc_training.quiz.fields import Fields, opens_fields, read_fields
from oc_training.quiz.findings import quoted
from oc_training.quiz.model import Option, Question
from oc_training.quiz.options import (
    BLOCK_NAMES,
    EXPLANATION,
    DraftOption,
    Quotation,
    line_of,
    read_options,
    read_quotation,
    words_of,
)
from oc_training.quiz.page import Page

_ID = re.compile(r"([A-Z]{2,6}-[0-9]{2,3})\b[ \t.:\u2013\u2014-]*(.*)", re.DOTALL)
_FIRST_WORD = re.compile(r"([A-Za-z]{4,20})[ \t]*:[ \t]*")


def read_questions(page: Page, *, headless: bool = False) -> tuple[Question, ...]:
    """Read every question of a page. Whether they can be used, the page's findings say.

    In a *headless* file, one without front matter, text before the first question is no further slip.
    """
    starts: dict[str, int] = {}
    questions: list[Question] = []
    for heading, blocks in _parts(page, headless=headless):
        question = _Reader(page, heading, blocks).read(starts)
        if question is not None:
            questions.append(question)
    if not starts and not page.findings.count:
        page.findings.error(1, "the file holds no questions; a question starts with a line such as '## SM-07 Title'")
    return tuple(questions)


def _parts(page: Page, *, headless: bool) -> Iterator[tuple[SyntaxTreeNode, list[SyntaxTreeNode]]]:
    """Each heading of a question with the blocks below it."""
    heading: SyntaxTreeNode | None = None
    blocks: list[SyntaxTreeNode] = []
    for node in page.blocks:
        if _starts_question(node):
            if heading is not None:
                yield heading, blocks
            elif blocks and not headless:
                _report_before_first(page, blocks[0])
            heading, blocks = node, []
        else:
            blocks.append(node)
    if heading is not None:
        yield heading, blocks
    elif blocks and not headless:
        _report_before_first(page, blocks[0])


def _starts_question(node: SyntaxTreeNode) -> bool:
    return node.type == "heading" and (node.tag == "h2" or _ID.match(words_of(node)) is not None)


def _report_before_first(page: Page, node: SyntaxTreeNode) -> None:
    message = "text before the first question; a question starts with a line such as '## SM-07 Title'"
    page.findings.error(line_of(node), message)


@dataclass
class _Parts:
    """What has been found of a question, and which slips make its absence no surprise."""

    fields: Fields = field(default_factory=Fields)
    texts: list[tuple[str, int]] = field(default_factory=list)
    options: list[DraftOption] = field(default_factory=list)
    explanation: Quotation | None = None
    lists: int = 0
    explanation_slipped: bool = False
    list_slipped: bool = False
    swallowed: bool = False
    """Whether a block of code may have taken in anything."""


class _Reader:
    """Reads the blocks of one question."""

    def __init__(self, page: Page, heading: SyntaxTreeNode, blocks: list[SyntaxTreeNode]) -> None:
        self._page = page
        self._findings = page.findings
        self._heading = heading
        self._blocks = blocks
        self._found = _Parts()
        self._line = line_of(heading)

    def read(self, starts: dict[str, int]) -> Question | None:
        """The question, or None if a part without which there is none is missing; *starts* gets the line of its id."""
        question_id, title = self._read_heading(starts)
        for node in self._blocks:
            self._read_block(node)
        self._check()
        return self._question(question_id, title)

    def _read_heading(self, starts: dict[str, int]) -> tuple[str, str]:
        written = words_of(self._heading)
        matched = _ID.match(written)
        if matched is None:
            message = "a question starts with its id: two to six capitals, a dash, two or three digits, then a title"
            self._findings.error(self._line, f"{quoted(written)} does not say which question this is; {message}")
            starts.setdefault("", self._line)
            return "", ""
        question_id = matched[1]
        title = self._page.plain(matched[2], self._line) if matched[2] else ""
        if self._heading.tag != "h2":
            self._findings.error(self._line, f"a question starts with two number signs: '## {question_id} ...'")
        if question_id in starts:
            message = f"{question_id} is already the id of the question on line {starts[question_id]}"
            self._findings.error(self._line, f"{message}; every question has its own")
        elif not matched[2]:
            self._findings.error(self._line, f"{question_id} has no title; write one after the id")
        starts.setdefault(question_id, self._line)
        return question_id, title

    def _read_block(self, node: SyntaxTreeNode) -> None:
        if node.type == "paragraph":
            self._read_paragraph(node)
        elif node.type == "bullet_list":
            self._read_list(node)
        elif node.type == "blockquote":
            self._read_quotation(node)
        else:
            self._read_foreign(node)

    def _read_paragraph(self, node: SyntaxTreeNode) -> None:
        written, line = words_of(node), line_of(node)
        lines = written.split("\n")
        if not self._found.texts and not self._found.lists and self._are_fields(lines[0]):
            read_fields(lines, line, self._found.fields, self._findings)
        elif not self._found.lists:
            self._found.texts.append((self._page.plain(written, line), line))
        elif self._nearly_explains(written):
            self._findings.error(line, f"the explanation must start with '> {EXPLANATION}'")
            self._found.explanation_slipped = True
        else:
            self._findings.error(line, "text after the options; only the options and the explanation may stand here")
            self._found.list_slipped = True

    def _are_fields(self, line: str) -> bool:
        return opens_fields(line, first=not self._found.fields.line_of)

    def _read_list(self, node: SyntaxTreeNode) -> None:
        self._found.lists += 1
        if self._found.lists > 1 and not self._found.list_slipped:
            message = "second list of options; start every option of a question with the same mark '-'"
            self._findings.error(line_of(node), message)
            self._found.list_slipped = True
        options = read_options(self._page, node)
        self._found.options.extend(options)
        self._found.list_slipped |= any(option.slipped for option in options)
        self._found.explanation_slipped |= any(option.feedback and option.feedback.explains for option in options)

    def _read_quotation(self, node: SyntaxTreeNode) -> None:
        line = line_of(node)
        written = words_of(node.children[0]) if node.children and node.children[0].type == "paragraph" else ""
        waiting = self._found.options and self._found.options[-1].feedback is None
        if waiting and not self._nearly_explains(written):
            self._findings.error(line, "this feedback is not indented; put two spaces before '>'")
            self._found.options[-1].feedback = read_quotation(self._page, node, "feedback")
            self._found.list_slipped = True
        elif not _opening(written).startswith(EXPLANATION):
            if not self._found.list_slipped or self._nearly_explains(written):
                self._findings.error(line, f"a quotation here must start with '> {EXPLANATION}'")
            self._found.explanation_slipped = True
        elif self._found.explanation is not None:
            self._findings.error(line, f"second explanation; the first is on line {self._found.explanation.line}")
        else:
            self._read_explanation(node)

    def _read_explanation(self, node: SyntaxTreeNode) -> None:
        if not self._found.lists and not self._found.swallowed:
            self._findings.error(line_of(node), "the explanation must stand below the options")
        quotation = read_quotation(self._page, node, "explanation")
        quotation.text = quotation.text.removeprefix(EXPLANATION).strip()
        self._found.explanation = quotation

    def _nearly_explains(self, written: str) -> bool:
        word = _FIRST_WORD.match(_opening(written))
        return word is not None and nearest(word[1], ("explanation",)) is not None

    def _read_foreign(self, node: SyntaxTreeNode) -> None:
        name = BLOCK_NAMES.get(node.type, "this")
        hint = "; start options with '- [ ]'" if node.type == "ordered_list" else ""
        self._findings.error(line_of(node), f"{name} cannot stand in a question{hint}")
        if node.type == "ordered_list":
            self._found.list_slipped = True
        if node.type in {"fence", "code_block"}:
            self._found.swallowed = True

    def _check(self) -> None:
        found = self._found
        if not found.swallowed and "cites" not in found.fields.line_of:
            message = "'cites' is missing; write 'cites:' and the clause that decides the answer below the heading"
            self._findings.error(self._line, message)
        if not found.swallowed and not found.texts:
            self._findings.error(self._line, "there is no question; write it as the last paragraph above the options")
        checks.check_options(self._line, found.options, self._findings, slipped=found.list_slipped or found.swallowed)
        checks.check_feedback(found.options, self._findings)
        if found.explanation is None and not (found.explanation_slipped or found.swallowed):
            self._findings.error(self._line, f"there is no explanation; write '> {EXPLANATION} ...' below the options")
        elif found.explanation is not None and not found.explanation.text:
            self._findings.error(found.explanation.line, "the explanation is empty")

    def _question(self, question_id: str, title: str) -> Question | None:
        found = self._found
        if found.explanation is None or not found.texts:
            return None
        *scenario, (stem, stem_line) = found.texts
        return Question(
            id=question_id,
            title=title,
            cites=found.fields.cites,
            critical=found.fields.critical,
            scenario=tuple(text for text, _ in scenario),
            stem=stem,
            options=tuple(
                _option(letter, draft) for letter, draft in zip(string.ascii_lowercase, found.options, strict=False)
            ),
            explanation=found.explanation.text,
            reviewed=found.fields.reviewed,
            revision=found.fields.revision,
            shuffle=found.fields.shuffle,
            line=self._line,
            cites_line=found.fields.cites_line,
            revision_line=found.fields.line_of.get("revision"),
            scenario_lines=tuple(line for _, line in scenario),
            stem_line=stem_line,
            explanation_line=found.explanation.line,
        )


def _opening(written: str) -> str:
    """The first words of a block without emphasis marks."""
    return written[:40].replace("*", "").replace("_", "")


def _option(letter: str, draft: DraftOption) -> Option:
    feedback = draft.feedback or Quotation("", draft.line)
    return Option(letter, draft.text, feedback.text, draft.right, draft.line, feedback.line)
