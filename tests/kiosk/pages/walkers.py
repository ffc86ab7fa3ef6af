"""People on their way through the training, for tests of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oc_training.attestation.sitting import Blocked, Sitting
from oc_training.attestation.walk import Ask, Missed, Read
from oc_training.bootstrap import House
from oc_training.kiosk.widgets.settling import Settling
from oc_training.policy.marks import Marker
from oc_training.policy.model import Section
from oc_training.roster.pins import Secret
from tests.kiosk.host import COORDINATOR, COORDINATOR_PIN, house_with_coordinator
from tests.support.fixed_clock import FixedClock

SLOWLY = 600.0
"""Seconds in which any section can be read."""


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

    def sit_down(self) -> Sitting:
        entrance = self.house.door.sign_in(COORDINATOR.badge, Secret(COORDINATOR_PIN))
        return self.house.training.sit_down(entrance.session, "3-400")

    def marker(self, sitting: Sitting) -> Marker:
        return Marker(sitting.course.revision)


def display(sitting: Sitting, section: Section) -> None:
    sitting.visit(section, sitting.now(), SLOWLY, section.clauses[0].citation, reached_end=True)


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
