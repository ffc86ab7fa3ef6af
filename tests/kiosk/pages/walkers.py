"""People on their way through the training, for tests of its pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from oc_training.attestation.sitting import Blocked, Sitting
from oc_training.attestation.walk import Ask, Missed, Read
from oc_training.bootstrap import House
from oc_training.kiosk.widgets.settling import Settling
from oc_training.places import Places
from oc_training.policy.marks import Marker
from oc_training.policy.model import Clause, Revision, Run, Section
from oc_training.quiz.model import Question
from oc_training.roster.hashing import Argon2id, Profile
from oc_training.roster.pins import Secret
from tests.kiosk.host import COORDINATOR, COORDINATOR_PIN, house_with_coordinator
from tests.kiosk.support import HOSTILE
from tests.support.fixed_clock import FixedClock

SLOWLY = 600.0
"""Seconds in which any section can be read."""


EVIL = " ".join(words for words in HOSTILE if "\ud800" not in words)
"""Every hostile word that a text can hold at all."""


def settled() -> Settling:
    return Settling(0.0)


@dataclass
class Walker:
    """Somebody who is signed in at a station."""

    house: House
    clock: FixedClock

    @classmethod
    def at(cls, folder: Path) -> Walker:
        clock = FixedClock()
        house, _ = house_with_coordinator(folder, clock)
        return cls(house, clock)

    @classmethod
    def back_at(cls, folder: Path) -> Walker:
        """The same station after the program was ended: nothing but its files is left."""
        clock = FixedClock()
        return cls(House(Places(folder / "data"), clock, Argon2id(Profile(8, 1))), clock)

    def sit_down(self) -> Sitting:
        entrance = self.house.door.sign_in(COORDINATOR.badge, Secret(COORDINATOR_PIN))
        return self.house.training.sit_down(entrance.session, "3-400")

    def marker(self, sitting: Sitting) -> Marker:
        return Marker(sitting.course.revision)


def display(sitting: Sitting, section: Section) -> None:
    sitting.visit(section, sitting.now(), SLOWLY, section.clauses[0].citation, whole=True)


def answer(sitting: Sitting, ask: Ask, *, right: bool = True) -> None:
    letters = (option.letter for option in ask.question.options if option.right is right)
    sitting.answer(next(letters), 5.0)


def walk_to_section(sitting: Sitting, section_id: str) -> Section:
    """Everything before a section, so that it is the next to read."""
    while True:
        step = sitting.next_step()
        if isinstance(step, Read):
            if step.section.id == section_id:
                return step.section
            display(sitting, step.section)
        elif isinstance(step, Ask):
            answer(sitting, step)


def walk_to_question(sitting: Sitting) -> Ask:
    """Sections up to the next question."""
    while True:
        step = sitting.next_step()
        if isinstance(step, Ask):
            return step
        if isinstance(step, Read):
            display(sitting, step.section)


def fail(sitting: Sitting) -> Missed | Blocked:
    """A whole attempt with every first try wrong."""
    while True:
        step = sitting.next_step()
        if isinstance(step, Read):
            display(sitting, step.section)
        elif isinstance(step, Ask):
            answer(sitting, step, right=step.again)
        elif isinstance(step, Missed | Blocked):
            return step


def hostile(revision: Revision) -> Revision:
    """The same directive with hostile words in every place that holds words."""
    clauses = {clause.citation: _hostile_clause(clause) for clause in revision.clauses}
    sections = tuple(
        replace(section, title=EVIL, clauses=tuple(clauses[clause.citation] for clause in section.clauses))
        for section in revision.sections
    )
    return replace(revision, title=EVIL, clauses=tuple(clauses.values()), sections=sections)


def _hostile_clause(clause: Clause) -> Clause:
    return replace(clause, runs=(Run(EVIL, emphasis=True), *clause.runs), term=EVIL if clause.term else None)


def hostile_question(question: Question) -> Question:
    options = tuple(replace(option, text=EVIL, feedback=EVIL) for option in question.options)
    return replace(question, title=EVIL, scenario=(EVIL,), stem=EVIL, options=options, explanation=EVIL)
