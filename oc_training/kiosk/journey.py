"""Which page follows which: the whole way through the kiosk, told from top to bottom.

Pages hand back values; this decides what comes next and asks the core for what is shown. It touches
no widget, so it reads like the way it describes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from oc_training.attestation.session import Entrance, Session, may_supervise
from oc_training.bootstrap import House
from oc_training.errors import NotHereAnyMore, OcTrainingError
from oc_training.kiosk.board_journey import BoardJourney
from oc_training.kiosk.outcomes import (
    Begin,
    BoardWish,
    Elsewhere,
    Leave,
    Look,
    ShowReceipt,
)
from oc_training.kiosk.page import Frame
from oc_training.kiosk.pages.choose_pin import ChoosePinPage
from oc_training.kiosk.pages.clock import ClockPage
from oc_training.kiosk.pages.directives import DirectivesPage
from oc_training.kiosk.pages.look import LookPage
from oc_training.kiosk.pages.notice import NoticePage
from oc_training.kiosk.pages.set_up import SetUpDone, SetUpDonePage, SetUpPage
from oc_training.kiosk.pages.welcome import NOBODY_WAS_HERE, WelcomePage
from oc_training.kiosk.stage import Stage, away_from_screen
from oc_training.kiosk.training_journey import TrainingJourney
from oc_training.roster.model import Role
from oc_training.roster.pins import Secret
from oc_training.wording.arrival import SEE_TO_THIS, WORTH_TELLING, wrong_tries_words


class Journey:
    """Leads one person after another through the kiosk."""

    def __init__(self, house: House, show: Stage, *, hints: Sequence[str] = (), lock: bool = False) -> None:
        """With *lock* the way out of the kiosk asks for badge number and PIN."""
        self._house = house
        self._show = show
        self._lock = lock
        self._shown_before = False
        self._hints = tuple(hints)
        self._training = TrainingJourney(house, show)
        self._board = BoardJourney(house, show)

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
            people = self._house.book.records().people()
            alone = sum(person.details.role is Role.COORDINATOR for person in people) == 1
            wish = await self._show(SetUpDonePage(frame, len(people), one_coordinator=alone))
            if wish is SetUpDone.FINISHED:
                return
            await self._board.add_people(
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
        """Show what is to do and follow one wish; False when the person turns out to be somebody else."""
        duties = await away_from_screen(self._house.duties.of, session)
        receipts = self._house.duties.receipts(session)
        supervisor = may_supervise(self._house.book.records().person(session.person_id))
        today = self._house.duties.today()
        match await self._show(DirectivesPage(frame, duties, receipts, today, supervisor=supervisor)):
            case Begin(directive):
                return await self._training.train(session, frame, directive)
            case Look(directive):
                revision = self._house.shelf.in_force(directive, today)
                await self._show(LookPage(frame, revision, self._training.marker(revision)))
            case ShowReceipt(number):
                await self._training.receipt(session, frame, number)
            case Elsewhere.BOARD:
                await self._board.board(session, frame)
        return True

    def _administers(self, session: Session) -> bool:
        return self._house.book.records().person(session.person_id).details.role is Role.COORDINATOR

    def _name(self, session: Session) -> str:
        return self._house.book.records().person(session.person_id).name
