"""One attempt at the questions of a draw, and the rule by which it passes.

The rule: the first try at each question makes the score; a question answered wrong comes back at the end,
again and again, until it is answered right; an attempt passes when it is finished, the score reaches the
pass mark and every critical question drawn has been answered right.

An attempt is a value that can be kept as JSON and taken up again: it holds texts, whole numbers, truth
values and tuples of them, nothing else. Questions are looked up in the bank that is handed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from oc_training.errors import OutOfOrder, Refused
from oc_training.quiz.draw import Draw
from oc_training.quiz.model import Bank, Question


class Answer(msgspec.Struct, frozen=True):
    """One option chosen for one question."""

    question_id: str
    letter: str
    """The letter of the option in the file, not of the place at which it was shown."""
    right: bool
    at: str
    """UTC to hundredths of a second, as :func:`oc_training.clock.stamp` writes it."""
    hundredths: int
    """How long the question was on the screen before the answer, in hundredths of a second."""


class Score(NamedTuple):
    """How many questions were right at the first try, of how many drawn."""

    right: int
    of: int


class Attempt(msgspec.Struct, frozen=True):
    """What was drawn for one attempt and every answer given so far, in order."""

    id: str
    number: int
    """1 for a person's first attempt at this assignment."""
    bank_sha256: str
    draw: Draw
    answers: tuple[Answer, ...] = ()

    @property
    def first_tries(self) -> tuple[Answer, ...]:
        """The first answer to each question that has one, in the order they were given."""
        first: dict[str, Answer] = {}
        for answer in self.answers:
            first.setdefault(answer.question_id, answer)
        return tuple(first.values())

    @property
    def missed_first(self) -> tuple[str, ...]:
        """The ids of the questions whose first answer was wrong, in the order they were answered."""
        return tuple(answer.question_id for answer in self.first_tries if not answer.right)

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The ids of the questions not answered yet, in the order of the draw."""
        answered = {answer.question_id for answer in self.answers}
        return tuple(name for name in self.draw.ids if name not in answered)

    @property
    def to_repeat(self) -> tuple[str, ...]:
        """The ids of the questions whose last answer was wrong, in the order in which they come back."""
        last: dict[str, Answer] = {}
        for answer in self.answers:
            last.pop(answer.question_id, None)
            last[answer.question_id] = answer
        return tuple(name for name, answer in last.items() if not answer.right)

    @property
    def answerable(self) -> tuple[str, ...]:
        """The ids of the questions that may be answered now.

        Any that has no answer yet (the training asks them section by section); once all have one, the first of
        those to repeat and no other; none when the attempt is finished.
        """
        return self.open_questions or self.to_repeat[:1]

    @property
    def finished(self) -> bool:
        """Whether every question drawn was answered right at its last try."""
        return not self.answerable

    @property
    def score(self) -> Score:
        """First tries that were right, of all questions drawn."""
        return Score(sum(answer.right for answer in self.first_tries), len(self.draw.items))

    def answered(self, bank: Bank, question_id: str, letter: str, at: str, hundredths: int) -> Attempt:
        """The attempt with one more answer.

        Raises:
            OutOfOrder: the question is not one that may be answered now.
            NotFound: the question has no option with that letter.
            Refused: the question was changed or withdrawn since the draw.
        """
        if question_id not in self.answerable:
            raise OutOfOrder(self._why_not(question_id))
        option = self._question(bank, question_id).option(letter)
        answer = Answer(question_id, letter, option.right, at, max(0, hundredths))
        return msgspec.structs.replace(self, answers=(*self.answers, answer))

    def replayed(self, bank: Bank) -> Attempt:
        """The same attempt with every answer given and marked anew, for one that was kept in a file.

        Raises:
            Refused: the answers do not follow the rule of the attempt, or are marked otherwise than the bank says.
            NotFound: an answer names an option that the question does not have.
        """
        fresh = msgspec.structs.replace(self, answers=())
        for answer in self.answers:
            fresh = fresh.answered(bank, answer.question_id, answer.letter, answer.at, answer.hundredths)
        if fresh != self:
            raise Refused("The answers that were kept do not agree with the questions. Start a new attempt.")
        return fresh

    def passed(self, pass_mark: int, critical_ids: Iterable[str]) -> bool:
        """Whether the attempt passes: finished, first tries at or above *pass_mark* per cent, critical ones right.

        Reckoned in whole numbers, so that no rounding ever decides. An attempt without questions does not pass.
        """
        right, of = self.score
        ever_right = {answer.question_id for answer in self.answers if answer.right}
        critical = set(self.draw.ids).intersection(critical_ids)
        return self.finished and of > 0 and right * 100 >= pass_mark * of and critical <= ever_right

    def _why_not(self, question_id: str) -> str:
        if question_id not in self.draw.ids:
            return f"Question {question_id} is not part of this attempt."
        if self.finished:
            return "This attempt is finished. It takes no further answers."
        if question_id in self.to_repeat:
            return f"Question {question_id} comes back later."
        return f"Question {question_id} has been answered."

    def _question(self, bank: Bank, question_id: str) -> Question:
        drawn = next(item for item in self.draw.items if item.question_id == question_id)
        question = bank.by_id.get(question_id)
        if question is None or question.sha256 != drawn.sha256:
            raise Refused(f"Question {question_id} was changed since this attempt began. Start a new attempt.")
        return question
