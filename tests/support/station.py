"""A station for a test: a house with a set clock and quick hashes, people on it, and their way through the training."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from oc_training.attestation.book import Book
from oc_training.attestation.clock_guard import ClockGuard, DrawerMark
from oc_training.attestation.content import Content
from oc_training.attestation.duties import Walks
from oc_training.attestation.events import Event
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.session import Entrance, Session
from oc_training.attestation.sitting import Blocked, Sitting, SittingStep
from oc_training.attestation.walk import Ask, Missed, Read, Review, ShowChanges
from oc_training.bootstrap import House
from oc_training.clock import Clock
from oc_training.errors import NotSignedIn, Refused
from oc_training.ledger.port import Drawer, Ledger
from oc_training.ledger.where import Room
from oc_training.places import CHECKOUT, Places
from oc_training.roster.credential_store import KeptCredentials
from oc_training.roster.hashing import Argon2id, Profile
from oc_training.roster.locksmith import Locksmith
from oc_training.roster.model import Details, DutyStatus, Person, Role
from oc_training.roster.pace import WAITS, Pace
from oc_training.roster.pepper import Pepper
from oc_training.roster.pins import Secret
from tests.support.fixed_clock import FixedClock
from tests.support.memory_ledger import MemoryDrawer, MemoryLedger

CHEAP = Profile(memory_kib=8, passes=1)
ZONE = ZoneInfo("America/Chicago")
SET_UP_ON = date(2025, 1, 6)
"""The day on which every station of these tests is set up, and its directives issued."""

COORDINATOR_BADGE = "100"
PIN = "oak tree 77"
"""Everybody's PIN."""

SLOWLY = 600.0
"""Seconds in which any section can be read."""


@functools.cache
def project_content() -> Content:
    """The content of the project itself, read once for all tests; nothing in it changes."""
    return Content(CHECKOUT)


class MemoryHouse(House):
    """A house whose book and working file are kept in memory, behind the same ports."""

    def __init__(self, clock: FixedClock, content: Content, ledger: Ledger, drawer: Drawer) -> None:
        super().__init__(Places(Path("nowhere"), content.folder), clock, Argon2id(CHEAP))
        self.content = content
        self._in_memory = ledger
        self._kept = drawer

    @cached_property
    def book(self) -> Book:
        return Book(self._in_memory, self.clock_guard)

    @cached_property
    def clock_guard(self) -> ClockGuard:
        return ClockGuard(self.clock, self.clock.monotonic, lambda: None, DrawerMark(lambda: self._kept), 1)

    @cached_property
    def walks(self) -> Walks:
        return Walks(self._kept)

    @cached_property
    def _room(self) -> Room:
        return Room(Path("/"), least=0)

    @cached_property
    def _locksmith(self) -> Locksmith:
        return Locksmith(Argon2id(CHEAP), self._pepper, KeptCredentials(self._kept, self._one_at_a_time), self.clock)

    @cached_property
    def _pepper(self) -> Pepper:
        return Pepper(bytes(range(32)))

    @property
    def _one_at_a_time(self) -> AbstractContextManager[object]:
        return threading.Lock()

    @cached_property
    def _pace(self) -> Pace:
        return Pace(self._kept, self._one_at_a_time, self._pepper.badge_digest, self.clock)


@dataclass
class Station:
    """A station with its clock. Whatever is done here is done through the same services as at a real one."""

    house: House
    clock: FixedClock

    @property
    def directive(self) -> str:
        """The one directive that was issued here."""
        return self.house.book.records().directives()[0]

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def stand_on(self, day: date, hour: int = 10) -> None:
        """Let the clock stand at an hour of a day, earlier or later than now."""
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
        self.clock.forward(moment - self.clock.now())

    def pass_days(self, days: int) -> None:
        self.stand_on(self.today + timedelta(days=days))

    def confirm_time(self) -> None:
        """The coordinator looks at a watch, where the clock is in doubt: it is right."""
        session = self.sign_in(COORDINATOR_BADGE)
        if self.house.timekeeping.sheet(session) is None:
            return
        self.house.timekeeping.confirm(session, Secret(PIN), self.clock.now())

    # ---- people ---------------------------------------------------------------------------------------------------

    @property
    def coordinator(self) -> Person:
        return self.house.people.with_badge(COORDINATOR_BADGE)

    def hire(  # noqa: PLR0913  # a person has so many details
        self,
        badge: str,
        name: str = "Robin Sample",
        *,
        unit: str = "Patrol",
        role: Role = Role.EMPLOYEE,
        rank: str = "Officer",
        started: date | None = None,
    ) -> Person:
        """Somebody new on the roster, whose PIN is :data:`PIN`."""
        details = Details(name, badge, rank, unit, role, started or self.today)
        person = self.house.people.add(details, self.coordinator.id, Secret(PIN))
        code = self.house.door.issue_code(person.id, self.coordinator.id, Secret(PIN))
        self.house.door.set_pin(self.house.door.sign_in(badge, code).session, Secret(PIN))
        return person

    def sign_in(self, badge: str, pin: str = PIN) -> Session:
        return self.enter(badge, pin).session

    def enter(self, badge: str, pin: str = PIN) -> Entrance:
        return self.house.door.sign_in(badge, Secret(pin))

    def wait_for_the_next_try(self) -> None:
        """Let the longest wait after wrong tries at one badge number pass."""
        self.clock.forward(timedelta(seconds=max(WAITS)))

    def lock(self, badge: str) -> None:
        """Somebody tries five wrong PINs, and waits each time as they are asked to."""
        for _ in range(5):
            with contextlib.suppress(Refused, NotSignedIn):
                self.enter(badge, "not the pin")
            self.wait_for_the_next_try()

    def person(self, badge: str) -> Person:
        return self.house.people.with_badge(badge)

    def duty(self, badge: str, duty: DutyStatus, since: date | None = None, reason: str = "As they told us") -> None:
        who = self.person(badge)
        self.house.people.set_duty(who.id, duty, since or self.today, self.coordinator.id, reason, Secret(PIN))

    # ---- training -------------------------------------------------------------------------------------------------

    def sit_down(self, badge: str) -> Sitting:
        return self.house.training.sit_down(self.sign_in(badge), self.directive)

    def sign(self, badge: str, comment: str = "") -> Recorded:
        """The whole way from the badge to the signature, every answer right."""
        sitting = self.sit_down(badge)
        walk_to(sitting, Review)
        return self.house.signing.sign(sitting, self.person(badge).name, Secret(PIN), comment)

    def fail(self, badge: str) -> Missed | Blocked:
        """One whole attempt with every first try wrong."""
        sitting = self.sit_down(badge)
        if isinstance(sitting.next_step(), Missed):
            sitting.try_again()
        step = walk_to(sitting, Missed, Blocked, right_first=False)
        assert isinstance(step, Missed | Blocked)
        return step

    # ---- the book -------------------------------------------------------------------------------------------------

    def entries(self, *kinds: type[Event]) -> list[Recorded]:
        """Every entry of these kinds in the book, of all kinds if none is named."""
        head = self.house.book.head().seq
        found = [self.house.book.entry(number) for number in range(2, head + 1)]
        return [recorded for recorded in found if not kinds or isinstance(recorded.event, kinds)]


def new_station(folder: Path, content: Path = CHECKOUT) -> Station:
    """A station on the disk, set up on :data:`SET_UP_ON`."""
    clock = FixedClock(_morning(SET_UP_ON))
    station = Station(_on_disk(folder, clock, content), clock)
    station.house.found()
    return _set_up(station)


def started_again(folder: Path, station: Station, content: Path = CHECKOUT) -> Station:
    """The same station after the program was ended: nothing but its files and the time is left."""
    return Station(_on_disk(folder, station.clock, content), station.clock)


def station_at(folder: Path, content: Path = CHECKOUT, now: datetime | None = None) -> Station:
    """A station that is there already, at a moment; else at the present one."""
    clock = FixedClock(now or datetime.now(ZONE))
    return Station(_on_disk(folder, clock, content), clock)


def memory_station(content: Content | None = None, *, ledger: Callable[[Clock], Ledger] = MemoryLedger) -> Station:
    """A station in memory, set up on :data:`SET_UP_ON`; *ledger* can make a book that fails."""
    clock = FixedClock(_morning(SET_UP_ON))
    house = MemoryHouse(clock, content or project_content(), ledger(clock), MemoryDrawer())
    return _set_up(Station(house, clock))


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)


def _on_disk(folder: Path, clock: FixedClock, content: Path) -> House:
    return House(Places(folder / "data", content), clock, Argon2id(CHEAP))


def _set_up(station: Station) -> Station:
    details = Details("Ada Invented", COORDINATOR_BADGE, "Lieutenant", "Training", Role.COORDINATOR, SET_UP_ON)
    station.house.setting_up.make_coordinator(details, Secret(PIN))
    return station


def walk_to(sitting: Sitting, *wanted: type, right_first: bool = True) -> SittingStep:
    """Read and answer until the next step is of a wanted kind; first answers right, or all of them wrong."""
    while True:
        step = sitting.next_step()
        if isinstance(step, wanted):
            return step
        take(sitting, step, right_first=right_first)


def take(sitting: Sitting, step: SittingStep, *, right_first: bool = True) -> None:
    """Take one step: display a section, or what changed, to its end, or answer a question."""
    if isinstance(step, Read | ShowChanges):
        section = step.section if isinstance(step, Read) else step.since.section
        sitting.visit(section, sitting.now(), SLOWLY, section.clauses[-1].citation, whole=True)
    elif isinstance(step, Ask):
        right = right_first or step.again
        sitting.answer(next(option.letter for option in step.question.options if option.right is right), 5.0)
    else:
        raise TypeError(f"There is no way on from {type(step).__name__}.")
