"""A small station with people in every standing, for tests of the board and what hangs on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from textual.pilot import Pilot

from oc_training.attestation.session import Session
from oc_training.bootstrap import House
from oc_training.kiosk.widgets.settling import SETTLE_SECONDS
from oc_training.roster.model import Details, DutyStatus, Person, Role
from oc_training.roster.pins import Secret
from tests.kiosk.host import COORDINATOR, COORDINATOR_PIN, house_with_coordinator
from tests.support.fixed_clock import FixedClock

SUPERVISOR_PIN = "willow 8842 rain"

PEOPLE = (
    Details("Sam Vale", "200", "Sergeant", "Day Shift", Role.SUPERVISOR, COORDINATOR.started),
    Details("Bo Reed", "201", "Officer", "Day Shift", Role.EMPLOYEE, COORDINATOR.started),
    Details("Cy Hall", "202", "Officer", "Day Shift", Role.EMPLOYEE, COORDINATOR.started),
    Details("Di Marsh", "203", "", "Night Shift", Role.EMPLOYEE, COORDINATOR.started),
    Details("Ed Nolan", "204", "Officer", "Night Shift", Role.EMPLOYEE, COORDINATOR.started),
    Details("Flo Marten", "205", "Dispatcher", "Night Shift", Role.EMPLOYEE, COORDINATOR.started),
)
"""Bo is current, Cy is on leave, Di has left, Flo is new; everybody else is overdue."""


async def settled(pilot: Pilot[None]) -> None:
    """Wait until a dialog takes keys."""
    await asyncio.sleep(SETTLE_SECONDS + 0.05)
    await pilot.pause()


@dataclass
class Station:
    house: House
    clock: FixedClock
    coordinator: Session
    supervisor: Session
    by_badge: dict[str, Person]

    @classmethod
    def at(cls, folder: Path, names: dict[str, str] | None = None) -> Station:
        """*names* gives other names to some badges."""
        clock = FixedClock()
        house, coordinator_id = house_with_coordinator(folder, clock)
        coordinator = Session(coordinator_id, "")
        pin = Secret(COORDINATOR_PIN)
        known = [replace(details, name=(names or {}).get(details.badge, details.name)) for details in PEOPLE]
        by_badge = {details.badge: house.people.add(details, coordinator_id, pin) for details in known[:-1]}
        supervisor = by_badge["200"]
        code = house.door.issue_code(supervisor.id, coordinator_id, pin)
        session = house.door.sign_in("200", code).session
        house.door.set_pin(session, Secret(SUPERVISOR_PIN))
        clock.forward(timedelta(days=60))
        today = clock.now().date()
        [row] = house.board.rows_of(coordinator, by_badge["201"].id)
        house.board.record_paper(coordinator, row, pin, today, "Personnel file")
        house.people.set_duty(by_badge["202"].id, DutyStatus.ON_LEAVE, today, coordinator_id, "Family leave", pin)
        house.people.set_duty(by_badge["203"].id, DutyStatus.SEPARATED, today, coordinator_id, "Retired", pin)
        by_badge["205"] = house.people.add(replace(known[-1], started=today), coordinator_id, pin)
        return cls(house, clock, coordinator, session, by_badge)

    def person(self, badge: str) -> Person:
        return self.house.book.records().person(self.by_badge[badge].id)
