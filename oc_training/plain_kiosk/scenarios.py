"""Scenarios in plain lines: the situation, the question, numbered answers; then how it went, in the clauses' own words.

Nothing says right or wrong before the answer is given and kept.
"""

from __future__ import annotations

from oc_training.attestation.presence import SCENARIO_SECONDS
from oc_training.attestation.sitting import Answered, Blocked, Sitting
from oc_training.attestation.walk import Ask, Missed
from oc_training.errors import OcTrainingError
from oc_training.plain_kiosk.talk import Talk
from oc_training.policy.model import Clause, Passage
from oc_training.stopwatch import Stopwatch
from oc_training.wording.training import (
    CLAUSES,
    COMES_BACK,
    STANDING,
    mark_words,
    missed_title,
    missed_words,
    verdict_words,
)

LATER = "Later: everything so far is kept"
CITED = "The clause that decides: "
NOT_KEPT = "Your answer is not kept yet."


class Scenarios:
    """Asks one question at a time."""

    def __init__(self, talk: Talk, sitting: Sitting) -> None:
        self._talk, self._sitting = talk, sitting

    def ask(self, ask: Ask) -> bool:
        """One question with its answer; False when it was put aside."""
        self._put(ask)
        choices = [(ask.question.option(letter).text, letter) for letter in ask.shown]
        watch = Stopwatch(self._sitting.monotonic)
        watch.start()
        letter = self._talk.choose(choices, SCENARIO_SECONDS, last=(LATER, None), watch=watch)
        watch.stop()
        if letter is None:
            return False
        answered = self._kept(letter, watch.seconds)
        if answered is None:
            return False
        self._tell(answered, ask)
        return True

    def _put(self, ask: Ask) -> None:
        directive = self._sitting.course.revision.directive
        comes_back = ", which comes back" if ask.again else ""
        self._talk.heading(f"Scenario {ask.number} of {ask.of}{comes_back}. Directive {directive}.")
        self._talk.say(STANDING, mark_words(self._sitting.course.bank))
        if ask.again:
            self._talk.say(COMES_BACK)
        self._talk.heading(ask.question.title)
        self._talk.say(*ask.question.scenario, ask.question.stem)

    def _kept(self, letter: str, seconds: float) -> Answered | None:
        """Keep an answer; where that fails it can be tried again, or left."""
        while True:
            try:
                return self._sitting.answer(letter, seconds)
            except OcTrainingError as error:
                self._talk.say(f"{error} {NOT_KEPT}")
            if not self._talk.choose([("Try again", True)], SCENARIO_SECONDS, last=(LATER, False)):
                return None

    def _tell(self, answered: Answered, ask: Ask) -> None:
        talk = self._talk
        talk.heading(verdict_words(answered))
        talk.say(f"Your answer: {answered.chosen.text}", answered.chosen.feedback)
        if not answered.right:
            right = answered.question.right_letter
            talk.say(f"The right answer: {ask.shown.index(right) + 1}. {answered.question.option(right).text}")
        talk.say(f"Why: {answered.question.explanation}")
        talk.heading(f"{CLAUSES}:")
        for passage in answered.passages:
            tell_passage(talk, passage)
        talk.go_on(SCENARIO_SECONDS)

    def missed(self, step: Missed | Blocked) -> bool:
        """What was missed in an attempt that did not pass; whether a fresh one is wanted now."""
        talk, revision = self._talk, self._sitting.course.revision
        talk.heading(f"{missed_title(step)}.")
        talk.say(*missed_words(self._sitting, step))
        for citation in step.clauses:
            tell_passage(talk, revision.passage(citation))
        talk.say(STANDING)
        if isinstance(step, Blocked):
            talk.go_on(SCENARIO_SECONDS)
            return False
        return talk.choose([("Try again with fresh scenarios", True)], SCENARIO_SECONDS, last=(LATER, False))


def tell_passage(talk: Talk, passage: Passage) -> None:
    """Quote a passage: where it stands, its words, and which of its clauses decides."""
    place = ", ".join(_words(clause) for clause in passage.breadcrumb)
    talk.say("", f"From {place}:" if place else "From the directive:")
    for clause in passage.clauses:
        decides = CITED if clause.citation == passage.cited.citation else ""
        talk.say(f"{decides}{_words(clause)}")
    talk.say(f"That is {passage.cited.citation}.")


def _words(clause: Clause) -> str:
    return f"{clause.label} {clause.text}".strip()
