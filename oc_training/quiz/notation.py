"""The notation of question banks: Markdown that a training sergeant writes in a text editor.

::

    ---
    directive: 3-400
    revision: 2021-06-14
    title: Social media scenarios
    pass_mark: 80
    draw: 12
    ---

    ## SM-07 A photo in uniform

    cites: III.A.8.a
    critical: no

    An officer's own profile picture shows her in uniform.

    What does the directive say about that picture?

    - [ ] It is forbidden.
      > III.A.8 cautions and discourages.
    - [x] She is discouraged from displaying it.
      > That is the word of III.A.8.

    > Explanation: III.A.8 begins "While not prohibited".

Every problem of a file is reported in one run; whatever the input, the answer is a bank or those problems.
"""

from __future__ import annotations

import re

from oc_training.counting import count_words
from oc_training.errors import ContentProblems
from oc_training.front_matter import FrontMatter, check_keys, lines_of, read_front_matter
from oc_training.problems import Problem
from oc_training.quiz.fields import is_date
from oc_training.quiz.findings import Findings, quoted
from oc_training.quiz.model import Bank, Question
from oc_training.quiz.page import Page
from oc_training.quiz.questions import read_questions

LARGEST = 1_000_000
"""A bank file may have this many characters; 3-400 needs a tenth of it."""

REQUIRED = ("directive", "revision", "title", "pass_mark", "draw")
OPTIONAL = ("reviewed",)

_NUMBER = re.compile(r"[0-9]{1,4}")
_MOST_PER_CENT = 100
_MOST_DRAWN = 9_999


def parse_bank(source: str, path: str) -> Bank:
    """Read a bank from the text of its file; *path* is what messages call the file.

    Raises:
        ContentProblems: with everything that is wrong. What a writer should merely look at is in ``warnings``
            of the bank, or among the problems if there are errors too.
    """
    if len(source) > LARGEST:
        message = f"the file has {len(source):,} characters; {LARGEST:,} are the most"
        raise ContentProblems((Problem(path, 1, message),))
    findings = Findings(path)
    front = read_front_matter(source, path)
    findings.extend(front.problems)
    findings.extend(check_keys(front, REQUIRED, OPTIONAL))
    head = _Head(front, findings)
    page = Page(lines_of(source), front.body_line, findings)
    questions = read_questions(page, headless=front.body_line == 1)
    if not findings.count:
        _check_draw(head, questions, findings)
    if findings.count:
        raise ContentProblems(findings.all())
    return Bank(
        directive=head.directive,
        revision=head.revision,
        title=head.title,
        pass_mark=head.pass_mark,
        draw=head.draw,
        questions=questions,
        source=source,
        path=path,
        warnings=findings.all(),
        reviewed=front.get("reviewed"),
    )


class _Head:
    """The front matter of a bank, checked."""

    def __init__(self, front: FrontMatter, findings: Findings) -> None:
        self._front = front
        self._findings = findings
        self.directive = front.get("directive") or ""
        self.title = front.get("title") or ""
        self.revision = self._date("revision")
        self.pass_mark = self._number("pass_mark", _MOST_PER_CENT, "80 for 80 per cent")
        self.draw = self._number("draw", _MOST_DRAWN, "12")
        self.draw_line = front.line_of("draw")

    def _date(self, key: str) -> str:
        value = self._front.get(key)
        if value and not is_date(value):
            message = f"'{key}' is the date of the directive's text, such as 2021-06-14, not {quoted(value)}"
            self._findings.error(self._front.line_of(key), message)
        return value or ""

    def _number(self, key: str, most: int, example: str) -> int:
        value = self._front.get(key)
        if not value:
            return 0
        number = int(value) if _NUMBER.fullmatch(value) else 0
        if not 1 <= number <= most:
            message = f"'{key}' is a whole number from 1 to {most:,}, such as {example}, not {quoted(value)}"
            self._findings.error(self._front.line_of(key), message)
        return number


def _check_draw(head: _Head, questions: tuple[Question, ...], findings: Findings) -> None:
    if head.draw > len(questions):
        message = f"'draw' asks for {count_words(head.draw, 'question')}, but the file holds {len(questions)}"
        findings.error(head.draw_line, message)
