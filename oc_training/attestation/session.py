"""Who is at the terminal: what every service asks for before it does anything for somebody."""

from __future__ import annotations

from dataclasses import dataclass, field

from oc_training.attestation.events import COMMAND
from oc_training.attestation.records import Records
from oc_training.errors import NotHereAnyMore, Refused
from oc_training.roster.model import DutyStatus, Person, Role

CHOOSE_A_PIN_FIRST = "Please choose your own PIN first. With a one-time code nothing else can be done."


@dataclass(slots=True)
class OneTimeCode:
    """What somebody came in with who has no PIN of their own yet."""

    replaced: bool = False
    """Whether they have set a PIN since, in this stay."""


@dataclass(frozen=True, slots=True)
class Session:
    """One unbroken stay of one person at the terminal."""

    person_id: str
    since: str
    """Stamp of the sign-in."""
    code: OneTimeCode | None = field(default=None, compare=False, repr=False)
    """None for whoever came in with their PIN."""

    @property
    def must_choose_pin(self) -> bool:
        """Whether they have shown no more than a one-time code, which others have seen too (AUT-13)."""
        return self.code is not None and not self.code.replaced


@dataclass(frozen=True, slots=True)
class Entrance:
    """What a successful sign-in leads to."""

    session: Session
    must_choose_pin: bool
    """Whether a one-time code was used, so that a PIN has to be set before anything else."""
    wrong_before: int = 0
    """How many wrong tries at this badge number came before, for its owner to hear of (AUT-5)."""


def require_own_pin(session: Session) -> str:
    """The id of whoever is signed in, once they have a PIN that nobody else knows.

    Raises:
        Refused: when they came in with a one-time code and have set none yet.
    """
    if session.must_choose_pin:
        raise Refused(CHOOSE_A_PIN_FIRST)
    return session.person_id


def require_present(records: Records, person_id: str) -> Person:
    """Whoever is signed in, as long as they belong to the department.

    Raises:
        NotHereAnyMore: when they have left it since they signed in (AUT-12).
    """
    person = records.person(person_id)
    if person.duty is DutyStatus.SEPARATED:
        raise NotHereAnyMore("You are no longer on the roster. Please see the training coordinator.")
    return person


def require_supervisor(records: Records, viewer_id: str) -> Person:
    """The viewer, if they have a board of others to look at.

    Raises:
        Refused: when they have none.
    """
    viewer = records.person(viewer_id)
    if not may_supervise(viewer):
        raise Refused("The board is for supervisors and the training coordinator.")
    return viewer


def may_supervise(viewer: Person) -> bool:
    """Whether somebody has a board of others to look at."""
    return viewer.details.role is not Role.EMPLOYEE and viewer.duty is not DutyStatus.SEPARATED


def oversees(viewer: Person, person: Person) -> bool:
    """Whether *viewer* may see and release *person*: a supervisor their unit, the coordinator everybody (REC-2)."""
    if viewer.details.role is Role.COORDINATOR:
        return True
    return viewer.details.role is Role.SUPERVISOR and viewer.unit.casefold() == person.unit.casefold()


def require_oversight(records: Records, viewer_id: str, person_id: str) -> Person:
    """The person, if *viewer_id* may act on them.

    Raises:
        Refused: when they may not.
    """
    viewer, person = records.person(viewer_id), records.person(person_id)
    if viewer.duty is DutyStatus.SEPARATED or not oversees(viewer, person):
        raise Refused("That is for this person's supervisor or the training coordinator.")
    return person


def require_issuer(records: Records, viewer_id: str, person_id: str) -> Person:
    """The person, if *viewer_id* may issue them a one-time code.

    Raises:
        Refused: when they may not: not for themselves, and a coordinator's is for another coordinator alone, or a
            supervisor could sign in as one.
    """
    person = require_oversight(records, viewer_id, person_id)
    if person_id == viewer_id:
        raise Refused("Somebody else has to issue a code for you.")
    if person.details.role is Role.COORDINATOR:
        require_coordinator(records, viewer_id)
    return person


def require_administrator(records: Records, by: str) -> None:
    """Let *by* act on the roster: the training coordinator, or whoever administers the machine by a command.

    Raises:
        Refused: when *by* is anybody else.
    """
    if by != COMMAND:
        require_coordinator(records, by)


def require_coordinator(records: Records, viewer_id: str) -> Person:
    """The viewer, if they are the training coordinator.

    Raises:
        Refused: when they are not.
    """
    viewer = records.person(viewer_id)
    if viewer.details.role is not Role.COORDINATOR or viewer.duty is DutyStatus.SEPARATED:
        raise Refused("That is for the training coordinator.")
    return viewer
