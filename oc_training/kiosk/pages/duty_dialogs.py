"""Acts at the board that decide who is asked: a move, an exemption, an assignment by name; with PIN and reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from oc_training.attestation.duty_acts import DutyActs
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.session import Session
from oc_training.kiosk.pages.act_dialog import Act, Asked
from oc_training.kiosk.pages.person_acts import DAY_FORM, LONGEST_REASON, NO_CASES, read_day
from oc_training.roster.details import CAPS, Field
from oc_training.roster.model import Person
from oc_training.roster.pins import Secret

REASON = Asked("reason", f"Reason. {NO_CASES}", LONGEST_REASON)
DAY = 10
"""Characters of a date."""


class DutyAct(Enum):
    """What can be recorded about somebody's duties beside another duty status; its value says it in words."""

    CORRECT = "Correct a wrong day"
    MOVE = "Move to another unit or rank"
    EXEMPT = "Exempt from a directive"
    END_EXEMPTION = "End an exemption"
    ASSIGN = "Assign a directive by name"
    END_ASSIGNMENT = "End an assignment by name"


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be done about a person's duties now."""

    exempt_from: tuple[str, ...]
    """Directives from which they are exempt."""
    not_exempt_from: tuple[str, ...]
    assignable: tuple[str, ...]
    """Directives that are for others."""
    assigned: tuple[str, ...]
    """Directives assigned to them by name."""


def offered(acts: DutyActs, person_id: str) -> Offered:
    """What can be done about a person's duties now."""
    exempt_from = acts.exempt_from(person_id)
    others = tuple(name for name in acts.directives() if name not in exempt_from)
    return Offered(exempt_from, others, acts.assignable(person_id), acts.assigned_by_name(person_id))


class DutyDialogs:
    """The acts about one person, done by the coordinator who is signed in."""

    def __init__(self, acts: DutyActs, session: Session, person: Person, today: date) -> None:
        self._acts = acts
        self._session = session
        self._person = person
        self._today = today

    def move(self) -> Act[str]:
        """Record another unit or rank; gives a sentence that says so."""

        def record(values: Mapping[str, str], pin: Secret) -> Recorded:
            since = read_day(values["since"], "The date")
            unit, rank = values["unit"], values["rank"]
            return self._acts.move(self._person.id, unit, rank, since, self._session.person_id, values["reason"], pin)

        return self._act(
            "Move",
            (f"{self._person.name} has another unit or rank. What was recorded before stays as it was.",),
            (
                Asked("unit", "Unit", CAPS[Field.UNIT], self._person.unit),
                Asked("rank", "Rank, which may stay empty", CAPS[Field.RANK], self._person.details.rank),
                self._since("Since"),
                REASON,
            ),
            record,
        )

    def exempt(self, directive: str) -> Act[str]:
        """Excuse them from a directive for a time; gives a sentence that says so."""

        def record(values: Mapping[str, str], pin: Secret) -> Recorded:
            since = read_day(values["since"], "The first day")
            through = read_day(values["through"], "The last day") if values["through"].strip() else None
            by, reason = self._session.person_id, values["reason"]
            return self._acts.exempt(self._person.id, directive, since, through, by, reason, pin)

        return self._act(
            f"Exempt from Directive {directive}",
            (
                f"Directive {directive} is not asked of {self._person.name} in that time.",
                "Your name and the reason stand in the record, and on the board.",
            ),
            (
                self._since("First day"),
                Asked("through", f"Last day, {DAY_FORM}, or empty", DAY),
                REASON,
            ),
            record,
        )

    def end_exemption(self, directive: str) -> Act[str]:
        """Ask again for a directive; gives a sentence that says so."""
        return self._of_a_day(
            f"End the exemption from Directive {directive}",
            f"Directive {directive} is asked of {self._person.name} again.",
            "First day on which it is asked",
            lambda since, reason, pin: self._acts.end_exemption(
                self._person.id, directive, since, self._session.person_id, reason, pin
            ),
        )

    def assign(self, directive: str) -> Act[str]:
        """Assign a directive by name; gives a sentence that says so."""
        return self._of_a_day(
            f"Assign Directive {directive}",
            f"Directive {directive} is for other units or ranks. {self._person.name} is to sign it too.",
            "Since",
            lambda since, reason, pin: self._acts.assign(
                self._person.id, directive, since, self._session.person_id, reason, pin
            ),
        )

    def end_assignment(self, directive: str) -> Act[str]:
        """End an assignment by name; gives a sentence that says so."""
        return self._of_a_day(
            f"End the assignment of Directive {directive}",
            f"Directive {directive} is no longer asked of {self._person.name}, unless it is for their unit or rank.",
            "First day on which it is not asked",
            lambda since, reason, pin: self._acts.end_assignment(
                self._person.id, directive, since, self._session.person_id, reason, pin
            ),
        )

    def _of_a_day(self, title: str, words: str, day: str, record: Callable[[date, str, Secret], Recorded]) -> Act[str]:
        return self._act(
            title,
            (words,),
            (self._since(day), REASON),
            lambda values, pin: record(read_day(values["since"], "The date"), values["reason"], pin),
        )

    def _since(self, label: str) -> Asked:
        return Asked("since", f"{label}, {DAY_FORM}", DAY, self._today.isoformat())

    def _act(
        self,
        title: str,
        words: Sequence[str],
        asked: Sequence[Asked],
        record: Callable[[Mapping[str, str], Secret], Recorded],
    ) -> Act[str]:
        def do(values: Mapping[str, str], pin: Secret) -> str:
            return f"Recorded as entry {record(values, pin).entry.seq}."

        return Act(title, words, asked, "Record it", do)
