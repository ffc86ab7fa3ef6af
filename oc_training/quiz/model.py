"""A bank of questions as values.

Options are known by the letter of their place in the file, never by the place at which
they were shown, so that a record still means the same after shuffling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from oc_training.errors import NotFound
from oc_training.problems import Problem
from oc_training.text import words_sha256


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen, with what is said to whoever chooses it."""

    letter: str
    """``a`` for the first in the file, and so on."""
    text: str
    feedback: str
    right: bool
    line: int = field(default=1, compare=False)
    """Where the option stands in its file; no part of its identity, like every line below."""
    feedback_line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Question:
    """A scenario, what is asked about it, and the options."""

    id: str
    """``SM-07``: never used again for another question."""
    title: str
    cites: tuple[str, ...]
    """The clauses that decide the answer, as canonical citations, the deciding one first."""
    critical: bool
    scenario: tuple[str, ...]
    """Paragraphs of the situation, plain text."""
    stem: str
    """The question itself: the last paragraph before the options."""
    options: tuple[Option, ...]
    explanation: str
    reviewed: str | None = None
    """Date and name of the last review as written, a note; None where there is none."""
    revision: str | None = None
    """The revision against which this question was last looked through; None: the bank's own counts."""
    shuffle: bool = True
    line: int = field(default=1, compare=False)
    """Where the heading stands in its file; the lines below are those of the parts."""
    cites_line: int = field(default=1, compare=False)
    revision_line: int | None = field(default=None, compare=False)
    scenario_lines: tuple[int, ...] = field(default=(), compare=False)
    stem_line: int = field(default=1, compare=False)
    explanation_line: int = field(default=1, compare=False)

    @cached_property
    def sha256(self) -> str:
        """Digest of scenario, stem and options (not feedback): what an answer was an answer to."""
        parts = [*self.scenario, self.stem, *(f"{option.letter}) {option.text}" for option in self.options)]
        return words_sha256("\n".join(parts))

    @cached_property
    def right_letter(self) -> str:
        """The letter of the one right option."""
        return next(option.letter for option in self.options if option.right)

    def option(self, letter: str) -> Option:
        """The option with that letter.

        Raises:
            NotFound: when the question has no such option.
        """
        for option in self.options:
            if option.letter == letter:
                return option
        raise NotFound(f"Question {self.id} has no option {letter}.")


@dataclass(frozen=True)
class Bank:
    """All questions of one directive."""

    directive: str
    revision: str
    """The revision against which the bank as a whole was last reviewed."""
    title: str
    pass_mark: int
    """Per cent of first tries that must be right, 1 to 100."""
    draw: int
    """How many questions one attempt holds."""
    questions: tuple[Question, ...]
    source: str = field(repr=False, default="")
    path: str = ""
    warnings: tuple[Problem, ...] = ()
    reviewed: str | None = None
    """Date and name of the last review of the whole bank as written, where the file gives one."""

    @cached_property
    def sha256(self) -> str:
        """Digest of the bank file's words."""
        return words_sha256(self.source)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Every question by its id."""
        return {question.id: question for question in self.questions}
