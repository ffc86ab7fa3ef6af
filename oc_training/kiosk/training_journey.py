"""Which page follows which in a training: sections, scenarios, review, receipt."""

from __future__ import annotations

from oc_training.attestation.session import Session
from oc_training.attestation.sitting import Blocked, Sitting
from oc_training.attestation.walk import Ask, Missed, Read, ShowChanges
from oc_training.bootstrap import House
from oc_training.kiosk.outcomes import (
    Answer,
    Aside,
    LookAt,
    Onward,
    ReadAgain,
    ReaderOutcome,
    ReviewOutcome,
    Signed,
)
from oc_training.kiosk.page import Frame
from oc_training.kiosk.pages.changes import ChangesPage
from oc_training.kiosk.pages.missed import MissedPage
from oc_training.kiosk.pages.notice import NoticePage
from oc_training.kiosk.pages.reader import ReaderPage
from oc_training.kiosk.pages.receipt import ReceiptPage
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.pages.scenario import ScenarioPage
from oc_training.kiosk.stage import Stage, away_from_screen
from oc_training.policy.marks import Marker
from oc_training.policy.model import Revision, Section

OVERTAKEN = "The directive was revised"


class TrainingJourney:
    """Leads one person after another through their trainings."""

    def __init__(self, house: House, show: Stage) -> None:
        self._house = house
        self._show = show
        self._markers: dict[str, Marker] = {}

    async def train(self, session: Session, frame: Frame, directive: str) -> bool:
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
                await self.receipt(session, frame, number)
            case Answer(how, number):
                await self._show(NoticePage(frame, how.done_title, [how.recorded(number)]))
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
        return await self._show(ReaderPage(frame, sitting, section, self.marker(sitting.course.revision)))

    def marker(self, revision: Revision) -> Marker:
        """What finds the marked words of a revision; made once for each, because making it is the costly part."""
        if revision.sha256 not in self._markers:
            self._markers[revision.sha256] = Marker(revision)
        return self._markers[revision.sha256]

    async def receipt(self, session: Session, frame: Frame, number: int) -> None:
        """A receipt of one's own."""
        receipt = await away_from_screen(self._house.receipts.own, session, number)
        duty = self._house.duties.one(session, receipt.revision.directive)
        await self._show(ReceiptPage(frame, receipt, duty.standing.due if duty else None))
