"""Bringing the citations of a question up to a renumbered text, in memory and in the bank's file.

The file is a person's own work: of it only the citations of the questions concerned are rewritten, and the line that
says against which revision somebody looked at them. Every other byte stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from oc_training.quiz.citation import mentions, renumbered
from oc_training.quiz.model import Question

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_VALUE = re.compile(r"\A([^:]*:[ \t]*)([^\r\n]*?)([ \t]*[\r\n]*)\Z")
_FIELD = re.compile(r"[ \t]*(?:cites|critical|reviewed|revision|shuffle)[ \t]*:", re.IGNORECASE)
_BREAKS = re.compile(r"((?:\r\n|\r|\n)(?=[ \t]*(?:\r|\n|[-*+] \[|>[ \t]*Explanation)))")
"""Where one text of a question ends in the file and another begins."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What becomes of one question in the file."""

    question: Question
    """As it was read from the file."""
    now: Mapping[str, str]
    """What each clause that it cites or names is cited by in the text it is bound to from now on."""
    revision: str
    """That text."""

    @property
    def result(self) -> Question:
        """The question as the file will have it."""
        return replace(adapted(self.question, self.now), revision=self.revision)


def named_in(question: Question) -> frozenset[str]:
    """The clauses that a question's own words name by their citation, beside those it cites."""
    return frozenset(citation for text in _texts(question) for citation in mentions(text))


def _texts(question: Question) -> Iterator[str]:
    yield question.title
    yield from question.scenario
    yield question.stem
    for option in question.options:
        yield from (option.text, option.feedback)
    yield question.explanation


def adapted(question: Question, now: Mapping[str, str]) -> Question:
    """*question* citing and naming every clause as *now* says."""
    options = tuple(
        replace(option, text=renumbered(option.text, now), feedback=renumbered(option.feedback, now))
        for option in question.options
    )
    return replace(
        question,
        title=renumbered(question.title, now),
        cites=tuple(now.get(cited, cited) for cited in question.cites),
        scenario=tuple(renumbered(paragraph, now) for paragraph in question.scenario),
        stem=renumbered(question.stem, now),
        options=options,
        explanation=renumbered(question.explanation, now),
    )


def rewritten(source: str, questions: Sequence[Question], rewrites: Iterable[Rewrite]) -> str:
    """The text of a bank's file, which holds *questions* in this order, with some of them rewritten."""
    wanted = {rewrite.question.line: rewrite for rewrite in rewrites}
    lines = _LINE.findall(source)
    written = lines[: questions[0].line - 1]
    ends = [*(question.line - 1 for question in questions[1:]), len(lines)]
    for question, end in zip(questions, ends, strict=True):
        own = lines[question.line - 1 : end]
        rewrite = wanted.get(question.line)
        written += _question(own, rewrite) if rewrite is not None else own
    return "".join(written)


def _question(lines: list[str], rewrite: Rewrite) -> Iterator[str]:
    """The lines of one question, its fields and its texts each by their own rule."""
    result, first = rewrite.result, rewrite.question.line
    text: list[str] = []
    for number, line in enumerate(lines, start=first):
        if not _FIELD.match(line):
            text.append(line)
            continue
        yield _text(text, rewrite.now)
        text = []
        if number == rewrite.question.cites_line:
            yield _with_value(line, ", ".join(result.cites)) if result.cites != rewrite.question.cites else line
            if rewrite.question.revision_line is None:
                yield _revision_line(line, rewrite.revision)
        elif number == rewrite.question.revision_line:
            yield _with_value(line, rewrite.revision)
        else:
            yield line
    yield _text(text, rewrite.now)


def _text(lines: list[str], now: Mapping[str, str]) -> str:
    return "".join(renumbered(part, now) for part in _BREAKS.split("".join(lines)))


def _with_value(line: str, value: str) -> str:
    return _VALUE.sub(lambda matched: f"{matched[1]}{value}{matched[3]}", line, count=1)


def _revision_line(above: str, revision: str) -> str:
    """A line that names the revision, moved in and ended as the line *above* it."""
    indent = above[: len(above) - len(above.lstrip(" \t"))]
    ending = above[len(above.rstrip("\r\n")) :]
    return f"{indent}revision: {revision}{ending}"
