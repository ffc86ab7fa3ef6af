"""Which page follows which on the board: people, one person, a past day, whoever is new on the roster."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from oc_training.attestation.people import People
from oc_training.attestation.session import Session
from oc_training.bootstrap import House
from oc_training.kiosk.outcomes import BoardWish, OpenPerson, PersonWish
from oc_training.kiosk.page import Frame
from oc_training.kiosk.pages.board import BoardPage
from oc_training.kiosk.pages.board_view import BoardPlace
from oc_training.kiosk.pages.dossier import DossierPage
from oc_training.kiosk.pages.import_people import ImportPage
from oc_training.kiosk.pages.past_day import PastDayPage
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.pages.person_form import PersonFormPage
from oc_training.kiosk.stage import Stage, away_from_screen
from oc_training.roster.model import Details, Person
from oc_training.roster.pins import Secret


class BoardJourney:
    """Leads whoever supervises through the board and back."""

    def __init__(self, house: House, show: Stage) -> None:
        self._house = house
        self._show = show

    async def board(self, session: Session, frame: Frame) -> None:
        """The board and everything that is reached from it, until the person goes back to their own directives."""
        place = BoardPlace()
        while True:
            today = self._house.duties.today()
            outcome = await self._show(BoardPage(frame, self._house.board, session, today, place))
            match outcome:
                case OpenPerson(person_id):
                    await self._person(session, frame, person_id)
                case BoardWish.BACK:
                    return
                case BoardWish():
                    added = await self.add_people(session, frame, outcome)
                    if added is not None:
                        place = BoardPlace.at(added.id)

    async def _person(self, session: Session, frame: Frame, person_id: str) -> None:
        house = self._house
        while True:
            page = PersonPage(frame, house.board, house.people, session, person_id, house.duty_acts)
            wish = await self._show(page)
            person = house.book.records().person(person_id)
            match wish:
                case PersonWish.EDIT:
                    change = partial(_change, house.people, person_id, session.person_id)
                    await self._show(PersonFormPage(frame, house.duties.today(), change, person))
                case PersonWish.PAST_DAY:
                    await self._past_day(session, frame, person)
                case PersonWish.BACK:
                    return

    async def _past_day(self, session: Session, frame: Frame, person: Person) -> None:
        house = self._house
        look_up = partial(house.dossiers.of_person, session, person.id)
        found = await self._show(PastDayPage(frame, person.name, house.duties.today(), look_up))
        if found is not None:
            newest = await away_from_screen(house.keeping.newest_over, found.shown.entry.seq)
            await self._show(DossierPage(frame, found, (newest[0], newest[1].name) if newest else None))

    async def add_people(self, session: Session, frame: Frame, wish: BoardWish) -> Person | None:
        """Put one person on the roster, whose page follows and who is returned, or those of a file."""
        house = self._house
        if wish is BoardWish.IMPORT:
            await self._show(ImportPage(frame, partial(_import, house.people, session.person_id)))
            return None
        add = partial(_add, house.people, session.person_id)
        person = await self._show(PersonFormPage(frame, house.duties.today(), add, None))
        if person is not None:
            await self._person(session, frame, person.id)
        return person


def _add(people: People, by: str, details: Details, reason: str, pin: Secret) -> Person:  # noqa: ARG001  the form gives it
    return people.add(details, by, pin)


def _change(people: People, person_id: str, by: str, details: Details, reason: str, pin: Secret) -> Person:  # noqa: PLR0913, PLR0917  as the form gives it
    return people.change(person_id, details, reason, by, pin)


def _import(people: People, by: str, data: bytes, name: str, pin: Secret) -> Sequence[Person]:
    return people.import_file(data, name, by, pin)
