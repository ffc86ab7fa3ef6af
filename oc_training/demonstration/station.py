"""Builds the invented station: people sign in, read, answer and sign through the same services as real ones.

Nothing writes records by hand, so what the demonstration shows is what the kiosk does. A set clock
gives the days on which it happened. The PINs are printed, and the hash that keeps them is a quick one:
this is why a demonstration never shares a folder with a real station.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from oc_training.attestation.content import Content
from oc_training.attestation.sitting import Sitting
from oc_training.attestation.walk import Ask, Missed, Read
from oc_training.bootstrap import House
from oc_training.clock import Clock, SystemClock
from oc_training.demonstration.invented import COORDINATOR, PEOPLE, Invented, Story
from oc_training.places import CHECKOUT, Places
from oc_training.roster.hashing import Argon2id, Profile
from oc_training.roster.model import Details, DutyStatus, Person
from oc_training.roster.pins import Secret

COORDINATORS_PIN = Secret(COORDINATOR.pin)
QUICK = Profile(memory_kib=1024, passes=1)
DIRECTIVE_DAYS = 430
"""So many days ago the invented station was set up."""

STARTED_DAYS = {
    Story.NEW: 6,
    Story.UNDER_WAY: 20,
    Story.NEVER: 120,
    Story.FAILED: 25,
    Story.DECLINED: 28,
    Story.PAPER: 15,
}
"""So many days ago they started; everybody else was there at the set-up."""

SIGNED_DAYS = {Story.SIGNED: 150, Story.RENEWAL_OPEN: 345, Story.IN_GRACE: 372, Story.LATE: 410, Story.AWAY: 300}
"""So many days ago they signed."""

OTHER_DAYS = {Story.UNDER_WAY: 2, Story.FAILED: 1, Story.DECLINED: 3, Story.PAPER: 1}
"""So many days ago happened whatever else is told of them."""


class SetClock:
    """A clock that stands on a given day until it is let go, and then is the machine's own."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self._set: datetime | None = None
        self._ahead = 0.0
        """Seconds by which the present is ahead of the machine's steady clock, once this clock was let go."""

    def now(self) -> datetime:
        """The day it is set to, or the present."""
        return self._set or self._real.now()

    def monotonic(self) -> float:
        """Seconds that go forward, with the invented days too: nobody doubts a clock with which time passes."""
        return time.monotonic() + self._ahead if self._set is None else self._set.timestamp()

    def stand(self, days_ago: int, hour: int) -> None:
        """Stand so many days before the present, at an hour of the station's day, or later: it never goes back."""
        day = self._real.now() - timedelta(days=days_ago)
        wanted = day.replace(hour=hour, minute=0, second=0, microsecond=0)
        self._set = wanted if self._set is None else max(wanted, self._set)

    def pass_by(self, seconds: float) -> None:
        """Let some seconds pass."""
        if self._set is not None:
            self._set += timedelta(seconds=seconds)

    def let_go(self) -> None:
        """Be the machine's own clock from now on."""
        self._ahead = self._real.now().timestamp() - time.monotonic()
        self._set = None


@dataclass(frozen=True, slots=True)
class SignIns:
    """With what one can sign in to the demonstration."""

    listing: tuple[str, ...]
    """Lines for the terminal: everybody, badge and PIN."""
    hints: tuple[str, ...]
    """A few for the welcome page."""


@contextmanager
def demonstration(content: Path = CHECKOUT) -> Iterator[tuple[House, SignIns]]:
    """An invented station in a temporary folder, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="oc-training-demonstration-", dir=_in_memory()) as folder:
        clock = SetClock(SystemClock(_zone(content)))
        with House(Places(Path(folder) / "data", content), clock, Argon2id(QUICK)) as house:
            _Past(house, clock).happen()
            clock.let_go()
            yield house, _sign_ins()


def _in_memory() -> str | None:
    """A folder that is kept in memory, where there is one: a year of signatures takes a thousand writes."""
    memory = Path("/dev/shm")  # noqa: S108  the demonstration makes a folder of its own in it, for its owner alone
    return str(memory) if os.access(memory, os.W_OK) else None


def _zone(content: Path) -> str:
    return Content(content).agency.time_zone


def _sign_ins() -> SignIns:
    first = {person.story: person for person in reversed(PEOPLE)}
    shown = {
        "A new hire": first[Story.NEW],
        "Called away in the middle": first[Story.UNDER_WAY],
        "Overdue": first[Story.LATE],
        "A supervisor": next(person for person in PEOPLE if person.unit == "Night Shift"),
        "The training coordinator": COORDINATOR,
    }
    hints = tuple(f"{who}: badge {person.badge}, PIN {person.pin}" for who, person in shown.items())
    width = max(len(person.name) for person in PEOPLE)
    listing = tuple(
        f"{person.badge}  {person.pin:<14} {person.name:<{width}}  {person.unit:<14}  {person.rank}"
        for person in PEOPLE
        if person.story is not Story.LEFT
    )
    return SignIns(("Demonstration with invented people. Badge number, PIN, name, unit, rank:", "", *listing), hints)


class _Past:
    """Lets everything happen that the demonstration begins with, day by day."""

    def __init__(self, house: House, clock: SetClock) -> None:
        self._house = house
        self._clock = clock
        self._by_badge: dict[str, Person] = {}

    def happen(self) -> None:
        self._clock.stand(DIRECTIVE_DAYS, 9)
        self._house.found()
        self._house.setting_up.make_coordinator(self._details(COORDINATOR), COORDINATORS_PIN)
        events = sorted(self._events(), key=lambda event: -event[0])
        for days_ago, act, person in events:
            self._clock.stand(days_ago, 10)
            act(person)

    def _events(self) -> Iterator[tuple[int, Callable[[Invented], None], Invented]]:
        for person in PEOPLE:
            if person is not COORDINATOR:
                yield STARTED_DAYS.get(person.story, DIRECTIVE_DAYS), self._start, person
            if person.story in SIGNED_DAYS:
                yield SIGNED_DAYS[person.story] + int(person.badge) % 7, self._sign, person
            if person.story in OTHER_DAYS:
                yield OTHER_DAYS[person.story], self._what_else_happened, person
            if person.story is Story.AWAY:
                yield 35, self._go_on_leave, person
            if person.story is Story.LEFT:
                yield 60, self._leave, person

    def _details(self, person: Invented) -> Details:
        return Details(person.name, person.badge, person.rank, person.unit, person.role, self._clock.now().date())

    def _start(self, person: Invented) -> None:
        added = self._house.people.add(self._details(person), self._coordinator.id, COORDINATORS_PIN)
        code = self._house.door.issue_code(added.id, self._coordinator.id, COORDINATORS_PIN)
        entrance = self._house.door.sign_in(person.badge, code)
        self._house.door.set_pin(entrance.session, Secret(person.pin))

    @property
    def _coordinator(self) -> Person:
        return self._house.people.with_badge(COORDINATOR.badge)

    def _sign(self, person: Invented) -> None:
        sitting = self._walk(person, stop_after=None)
        self._house.signing.sign(sitting, person.name, Secret(person.pin))

    def _what_else_happened(self, person: Invented) -> None:
        match person.story:
            case Story.UNDER_WAY:
                self._walk(person, stop_after="III.A")
            case Story.FAILED:
                self._fail(person)
            case Story.DECLINED:
                sitting = self._walk(person, stop_after=None)
                self._house.signing.decline(sitting, Secret(person.pin), "I want to ask about III.A.7 first.")
            case _:
                sitting = self._walk(person, stop_after=None)
                self._house.signing.ask_for_paper(sitting, Secret(person.pin))

    def _go_on_leave(self, person: Invented) -> None:
        self._duty(person, DutyStatus.ON_LEAVE, "Family leave")

    def _leave(self, person: Invented) -> None:
        self._duty(person, DutyStatus.SEPARATED, "Retired")

    def _duty(self, person: Invented, duty: DutyStatus, reason: str) -> None:
        who = self._house.people.with_badge(person.badge)
        today = self._clock.now().date()
        self._house.people.set_duty(who.id, duty, today, self._coordinator.id, reason, COORDINATORS_PIN)

    def _walk(self, person: Invented, stop_after: str | None, *, right: bool = True) -> Sitting:
        """Sign in and go on with the training, to the review or until a section has been displayed."""
        session = self._house.door.sign_in(person.badge, Secret(person.pin)).session
        sitting = self._house.training.sit_down(session, self._house.book.records().directives()[0])
        while True:
            step = sitting.next_step()
            if isinstance(step, Read):
                seconds = step.section.words * 60 / 230
                begun = sitting.now()
                self._clock.pass_by(seconds)
                sitting.visit(step.section, begun, seconds, step.section.clauses[-1].citation, whole=True)
                if step.section.id == stop_after:
                    return sitting
            elif isinstance(step, Ask):
                self._clock.pass_by(20)
                wrong = next(option.letter for option in step.question.options if not option.right)
                first_try_right = right and int(person.badge) % 12 != step.number
                sitting.answer(step.question.right_letter if step.again or first_try_right else wrong, 20)
            else:
                return sitting

    def _fail(self, person: Invented) -> None:
        sitting = self._walk(person, stop_after=None, right=False)
        while isinstance(sitting.next_step(), Missed):
            sitting.try_again()
            sitting = self._walk(person, stop_after=None, right=False)
