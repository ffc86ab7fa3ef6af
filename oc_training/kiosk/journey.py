"""Which page follows which: the whole way through the kiosk, told from top to bottom.

Pages hand back values; this decides what comes next and asks the core for what is shown. It touches
no widget, so it reads like the way it describes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

from oc_training.attestation.people import People
from oc_training.attestation.session import Entrance, Session, may_supervise
from oc_training.attestation.sitting import Blocked, Sitting
from oc_training.attestation.walk import Ask, Missed, Read, ShowChanges
from oc_training.bootstrap import House
from oc_training.errors import NotHereAnyMore, OcTrainingError
from oc_training.kiosk.outcomes import (
    Answer,
    Aside,
    Begin,
    BoardWish,
    Elsewhere,
    Leave,
    Look,
    LookAt,
    Onward,
    OpenPerson,
    PersonWish,
    ReadAgain,
    ReaderOutcome,
    ReviewOutcome,
    ShowReceipt,
    Signed,
)
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.board import BoardPage
from oc_training.kiosk.pages.board_view import BoardPlace
from oc_training.kiosk.pages.changes import ChangesPage
from oc_training.kiosk.pages.choose_pin import ChoosePinPage
from oc_training.kiosk.pages.clock import ClockPage
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.pages.dossier import DossierPage
from oc_training.kiosk.pages.import_people import ImportPage
from oc_training.kiosk.pages.look import LookPage
from oc_training.kiosk.pages.missed import MissedPage
from oc_training.kiosk.pages.notice import NoticePage
from oc_training.kiosk.pages.past_day import PastDayPage
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.pages.person_form import PersonFormPage
from oc_training.kiosk.pages.reader import ReaderPage
from oc_training.kiosk.pages.receipt import ReceiptPage
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.pages.scenario import ScenarioPage
from oc_training.kiosk.pages.set_up import SetUpDone, SetUpDonePage, SetUpPage
from oc_training.kiosk.pages.welcome import NOBODY_WAS_HERE, WelcomePage
from oc_training.policy.marks import Marker
from oc_training.policy.model import Revision, Section
from oc_training.roster.model import Details, Person, Role
from oc_training.roster.pins import Secret
from oc_training.wording.arrival import SEE_TO_THIS, WORTH_TELLING, wrong_tries_words
from oc_training.wording.training import DECLINED, PAPER

T = TypeVar("T")
P = ParamSpec("P")

OVERTAKEN = "The directive was revised"


class Stage(Protocol):
    """Where pages are shown."""

    async def __call__(self, page: Page[T]) -> T:
        """Show *page* in place of the one before and wait for its value."""


async def away_from_screen(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something slow (a PIN, the disk) in a thread, so that the screen stays alive."""
    return await asyncio.to_thread(act, *args, **kwargs)


class Journey:
    """Leads one person after another through the kiosk."""

    def __init__(self, house: House, show: Stage, *, hints: Sequence[str] = (), lock: bool = False) -> None:
        """With *lock* the way out of the kiosk asks for badge number and PIN."""
        self._house = house
        self._show = show
        self._lock = lock
        self._shown_before = False
        self._hints = tuple(hints)
        self._markers: dict[str, Marker] = {}

    @property
    def _frame(self) -> Frame:
        return Frame(self._house.content.agency.name, self._house.clock.now)

    # ---- before anybody is signed in ----------------------------------------------------------------------------

    async def open(self) -> None:
        """Open the book, if that was not done before; whoever signs in meanwhile waits for it without noticing.

        Raises:
            OcTrainingError: it cannot be opened; the sentence says why.
        """
        await away_from_screen(self._house.open)

    def _sign_in(self, badge: str, pin: Secret) -> Entrance:
        return self._house.door.sign_in(badge, pin)

    def prove(self, session: Session, pin: Secret) -> None:
        """Have whoever is signed in show once more that it is they.

        Raises:
            WrongPin: it is another PIN.
        """
        self._house.door.confirm(session, pin)

    async def set_up(self) -> Entrance | None:
        """On the first start make the training coordinator, who is then signed in; None where that was done before."""
        if self._house.opens_slowly or not self._house.setting_up.is_needed():  # a long book was set up long ago
            return None
        return await self._show(SetUpPage(self._frame, self._house.setting_up, self._house.door))

    async def _after_set_up(self, entrance: Entrance, frame: Frame) -> None:
        while True:
            wish = await self._show(SetUpDonePage(frame, len(self._house.book.records().people())))
            if wish is SetUpDone.FINISHED:
                return
            await self._add_people(
                entrance.session, frame, BoardWish.ADD if wish is SetUpDone.ADD else BoardWish.IMPORT
            )

    def _leave(self, badge: str, pin: Secret) -> None:
        self._house.way_out.leave(badge, pin)

    async def welcome(self, *, nobody_was_here: bool = False) -> Entrance | None:
        """Wait for somebody to sign in; None when the kiosk is to be closed.

        Where *nobody_was_here* somebody was signed out for that, which the page says, and keys that were meant for
        what was there before are dropped. So they are after the start of a locked kiosk: it may have ended in a fault.
        """
        agency = self._house.content.agency
        page = WelcomePage(
            self._frame,
            agency.ask,
            self._sign_in,
            self._hints,
            leave=self._leave if self._lock else None,
            said=NOBODY_WAS_HERE if nobody_was_here else "",
            settle=nobody_was_here or (self._lock and not self._shown_before),
        )
        self._shown_before = True
        entrance = await self._show(page)
        return None if entrance is Leave.KIOSK else entrance

    # ---- one person's stay --------------------------------------------------------------------------------------

    async def stay(self, entrance: Entrance, *, just_set_up: bool = False) -> None:
        """Everything one person does until they sign out; after the set-up that begins with adding people."""
        session = entrance.session
        frame = self._frame.of(self._name(session))
        if entrance.must_choose_pin:
            await self._show(ChoosePinPage(frame, self._house.door, session))
        await self._in_words(frame, lambda: self._before_the_list(entrance, frame, just_set_up=just_set_up))
        while await self._in_words(frame, lambda: self._once_from_the_list(session, frame)):
            pass

    async def _in_words(self, frame: Frame, do: Callable[[], Awaitable[bool]]) -> bool:
        """Do something; what goes wrong is said in a sentence, and the person stays, if they are still to be here."""
        try:
            return await do()
        except OcTrainingError as error:
            await self._show(NoticePage(frame, "That did not work", [str(error)]))
            return not isinstance(error, NotHereAnyMore)

    async def _before_the_list(self, entrance: Entrance, frame: Frame, *, just_set_up: bool) -> bool:
        """What comes once, before the list of directives; always goes on to it."""
        doubtful = await away_from_screen(self._house.timekeeping.sheet, entrance.session)
        if doubtful is not None:
            await self._show(ClockPage(frame, doubtful, self._house.timekeeping, entrance.session))
        if just_set_up:
            await self._after_set_up(entrance, frame)
        if entrance.wrong_before >= WORTH_TELLING:
            await self._show(NoticePage(frame, "Wrong tries before", [wrong_tries_words(entrance.wrong_before)]))
        if self._administers(entrance.session) and (notices := await away_from_screen(self._house.notices.all)):
            await self._show(NoticePage(frame, SEE_TO_THIS, notices))
        return True

    async def _once_from_the_list(self, session: Session, frame: Frame) -> bool:
        """Show what is to do and follow one wish; False when the person signs out."""
        duties = await away_from_screen(self._house.duties.of, session)
        receipts = self._house.duties.receipts(session)
        supervisor = may_supervise(self._house.book.records().person(session.person_id))
        today = self._house.duties.today()
        match await self._show(DirectivesPage(frame, duties, receipts, today, supervisor=supervisor)):
            case Begin(directive):
                return await self._train(session, frame, directive)
            case Look(directive):
                revision = self._house.shelf.in_force(directive, today)
                await self._show(LookPage(frame, revision, self._marker(revision)))
            case ShowReceipt(number):
                await self._receipt(session, frame, number)
            case Elsewhere.BOARD:
                await self._board(session, frame)
            case Elsewhere.SIGN_OUT:
                return False
        return True

    # ---- training -----------------------------------------------------------------------------------------------

    async def _train(self, session: Session, frame: Frame, directive: str) -> bool:
        """The walk: sections, scenarios, review. False when the person turns out to be somebody else."""
        sitting = await self._sit_down(session, frame, directive)
        wanted: Section | None = None
        while True:
            if sitting.is_overtaken:
                sitting, wanted = await self._sit_down(session, frame, directive), None
            outcome = await (self._read(sitting, frame, wanted) if wanted else self._next(sitting, frame))
            wanted = None
            match outcome:
                case Onward.NEXT:
                    continue
                case LookAt(section_id):
                    wanted = sitting.course.revision.section(section_id)
                case ReadAgain.BACK:
                    wanted = sitting.course.revision.sections[0]
                case Aside.NOT_ME:
                    await away_from_screen(self._house.door.not_me, session, directive)
                    return False
                case _:
                    await self._after_the_walk(outcome, session, frame)
                    return True

    async def _sit_down(self, session: Session, frame: Frame, directive: str) -> Sitting:
        """The walk that fits; whoever was in the middle of a revision that was succeeded is told so first."""
        sitting = await away_from_screen(self._house.training.sit_down, session, directive)
        if sitting.overtaken is not None:
            await self._show(NoticePage(frame, OVERTAKEN, sitting.overtaken.sentences))
        return sitting

    async def _after_the_walk(self, outcome: Signed | Answer | Aside, session: Session, frame: Frame) -> None:
        match outcome:
            case Signed(number):
                await self._receipt(session, frame, number)
            case Answer.DECLINED:
                await self._show(NoticePage(frame, "Not signed", [DECLINED]))
            case Answer.PAPER:
                await self._show(NoticePage(frame, "Paper asked for", [PAPER]))
            case _:
                pass

    async def _next(self, sitting: Sitting, frame: Frame) -> ReaderOutcome | ReviewOutcome:
        step = await away_from_screen(sitting.next_step)
        match step:
            case ShowChanges(since):
                return await self._show(ChangesPage(frame, sitting, since))
            case Read(section):
                return await self._read(sitting, frame, section)
            case Ask():
                return await self._show(ScenarioPage(frame, sitting, step))
            case Missed() | Blocked():
                outcome = await self._show(MissedPage(frame, sitting, step))
                if outcome is Onward.NEXT:
                    await away_from_screen(sitting.try_again)
                return outcome
            case _:
                sheet = await away_from_screen(self._house.signing.review, sitting)
                return await self._show(ReviewPage(frame, sitting, sheet, self._house.signing))

    async def _read(self, sitting: Sitting, frame: Frame, section: Section) -> ReaderOutcome:
        return await self._show(ReaderPage(frame, sitting, section, self._marker(sitting.course.revision)))

    def _marker(self, revision: Revision) -> Marker:
        """What finds the marked words of a revision; made once for each, because making it is the costly part."""
        if revision.sha256 not in self._markers:
            self._markers[revision.sha256] = Marker(revision)
        return self._markers[revision.sha256]

    async def _receipt(self, session: Session, frame: Frame, number: int) -> None:
        receipt = await away_from_screen(self._house.receipts.own, session, number)
        duty = self._house.duties.one(session, receipt.revision.directive)
        await self._show(ReceiptPage(frame, receipt, duty.standing.due if duty else None))

    # ---- the board ----------------------------------------------------------------------------------------------

    async def _board(self, session: Session, frame: Frame) -> None:
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
                    await self._add_people(session, frame, outcome)

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

    async def _add_people(self, session: Session, frame: Frame, wish: BoardWish) -> None:
        house = self._house
        if wish is BoardWish.IMPORT:
            await self._show(ImportPage(frame, partial(_import, house.people, session.person_id)))
            return
        add = partial(_add, house.people, session.person_id)
        person = await self._show(PersonFormPage(frame, house.duties.today(), add, None))
        if person is not None:
            await self._person(session, frame, person.id)

    def _administers(self, session: Session) -> bool:
        return self._house.book.records().person(session.person_id).details.role is Role.COORDINATOR

    def _name(self, session: Session) -> str:
        return self._house.book.records().person(session.person_id).name


def _add(people: People, by: str, details: Details, reason: str, pin: Secret) -> Person:  # noqa: ARG001  the form gives it
    return people.add(details, by, pin)


def _change(people: People, person_id: str, by: str, details: Details, reason: str, pin: Secret) -> Person:  # noqa: PLR0913, PLR0917  as the form gives it
    return people.change(person_id, details, reason, by, pin)


def _import(people: People, by: str, data: bytes, name: str, pin: Secret) -> Sequence[Person]:
    return people.import_file(data, name, by, pin)
