"""Somebody at the plain kiosk, who looks at nothing but the lines put out and answers each prompt.

One thing is looked up behind the lines: which of the answers to a scenario is the right one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from oc_training.quiz.model import Bank, Question
from oc_training.text import squash

NUMBER = re.compile(r"Type a number from \d to \d+: $")
NUMBERED = re.compile(r"^ ?(\d)\. (.*)$")


def choices_in(said: str) -> dict[str, str]:
    """The numbered choices at the end of what was said: number by words."""
    found: dict[str, str] = {}
    last = ""
    for line in said.splitlines():
        numbered = NUMBERED.match(line)
        if numbered is not None and (numbered[1] == "0" or int(numbered[1]) in {1, len(found) + 1}):
            if numbered[1] == "1":
                found.clear()
            last = numbered[1]
            found[last] = numbered[2]
        elif last:
            found[last] += f" {line}"
    return {squash(words): number for number, words in found.items()}


@dataclass
class Person:
    """Goes through the training; a few things can be done otherwise than the straight way."""

    bank: Bank
    name: str
    pin: str
    wishes: list[str] = field(default_factory=list)
    """What is chosen next where there are choices that are no answers, by how the words begin."""
    wrong: Callable[[Question], bool] = lambda _: False
    """Of which scenarios the first answer is a wrong one."""
    answered_wrongly: list[str] = field(default_factory=list)

    def number_for(self, said: str) -> str:
        """Which number to type after *said*."""
        choices = choices_in(said)
        asked = self._asked(said, choices)
        if asked is not None:
            return self._answer(asked, choices)
        if "Go on" in choices and "This section again" in choices:
            return choices["Go on"]
        wish = self.wishes.pop(0)
        return next(number for words, number in choices.items() if words.startswith(wish))

    def _asked(self, said: str, choices: dict[str, str]) -> Question | None:
        if not any(words.startswith("Later: everything") for words in choices) or "Scenario " not in said:
            return None
        flat = squash(said[said.rindex("Scenario ") :])
        return next(question for question in self.bank.questions if squash(question.title) in flat)

    def _answer(self, question: Question, choices: dict[str, str]) -> str:
        right = not self.wrong(question) or question.id in self.answered_wrongly
        if not right:
            self.answered_wrongly.append(question.id)
        option = next(option for option in question.options if option.right is right)
        return choices[squash(option.text)]
