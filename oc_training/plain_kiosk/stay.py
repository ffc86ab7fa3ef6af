"""One person's stay at the plain kiosk, told from top to bottom: their directives, the training, their receipts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from oc_training.attestation.duties import Duty
from oc_training.attestation.presence import READING_SECONDS, Attendance
from oc_training.attestation.session import Entrance, may_supervise
from oc_training.attestation.sitting import Blocked, Sitting
from oc_training.attestation.walk import Ask, Missed, Read, ShowChanges
from oc_training.bootstrap import House
from oc_training.errors import NotHereAnyMore, OcTrainingError, WrongPin
from oc_training.plain_kiosk.arrival import Arrival
from oc_training.plain_kiosk.door import Doorway
from oc_training.plain_kiosk.reading import Reading
from oc_training.plain_kiosk.scenarios import Scenarios
from oc_training.plain_kiosk.signing import Ending, Signing
from oc_training.plain_kiosk.talk import Talk
from oc_training.policy.model import Revision, Section
from oc_training.policy.printed import as_printed
from oc_training.roster.model import Person
from oc_training.wording.days import STANDINGS, day_words, spoken
from oc_training.wording.duties import NO_DUTIES, NO_RECEIPTS, duty_lines, summary_words
from oc_training.wording.receipts import KEEP, recorded_words, seal_facts, signed_facts
from oc_training.wording.still_you import TITLE, WHY, signed_in_words

NO_BOARD = (
    "The supervisor's board is not part of the plain kiosk. It is in the full kiosk; "
    "whoever administers this machine has the same as commands: oc-training status, oc-training explain."
)
BACK = "Back"

Wish: TypeAlias = Callable[[], bool]
"""Something that can be chosen; it does it, and says whether the person stays."""


class Stay:
    """Leads one person until they sign out."""

    def __init__(self, house: House, talk: Talk, entrance: Entrance) -> None:
        self._house, self._talk, self._entrance = house, talk, entrance
        self._session = entrance.session
        self._attendance = Attendance(house.content.agency, house.clock.monotonic)

    @property
    def _person(self) -> Person:
        return self._house.book.records().person(self._session.person_id)

    def run(self) -> None:
        """Everything one person does, to the signing out.

        Raises:
            Parted: nobody goes on with it.
            KeyboardInterrupt: at Ctrl-C.
        """
        if self._entrance.must_choose_pin:
            Doorway(self._talk, self._house.door).choose_pin(self._session)
        self._in_words(Arrival(self._house, self._talk, self._entrance).run)
        while self._in_words(self._once_from_the_list):
            pass

    def _in_words(self, do: Callable[[], bool]) -> bool:
        """Do something; what goes wrong is said in a sentence, and the person stays, if they are still to be here."""
        try:
            return do()
        except OcTrainingError as error:
            self._talk.heading("That did not work.")
            self._talk.say(str(error))
            self._talk.go_on()  # what goes wrong at once again would never end by itself
            return not isinstance(error, NotHereAnyMore)

    def _is_still_the_person(self) -> bool:
        """After an hour at one stretch ask for the PIN again (AUT-10), until it is right; False for a sign-out."""
        if not self._attendance.is_to_prove:
            return True
        self._talk.heading(TITLE)
        self._talk.say(signed_in_words(self._attendance.session_minutes), WHY)
        while (pin := self._talk.ask_secret("Your PIN, or Enter alone to sign out")).reveal():
            try:
                self._house.door.confirm(self._session, pin)
            except WrongPin as error:
                self._talk.say(str(error))
            else:
                self._attendance.is_proved()
                return True
        return False

    # ---- the list of directives ---------------------------------------------------------------------------------

    def _once_from_the_list(self) -> bool:
        """Say what there is to do and follow one wish; False when the person signs out."""
        if not self._is_still_the_person():
            return False
        talk, person = self._talk, self._person
        duties, today = self._house.duties.of(self._session), self._house.duties.today()
        talk.heading("My directives.")
        talk.say(f"Hello, {person.name}. {summary_words(duties, today)}")
        if not duties:
            talk.say(NO_DUTIES)
        if may_supervise(person):
            talk.say(NO_BOARD)
        choices: list[tuple[str, Wish]] = [(_duty_words(duty), partial(self._one_directive, duty)) for duty in duties]
        choices.append(("My receipts", self._receipts))
        wish: Wish = talk.choose(choices, last=("Sign out", lambda: False))
        return wish()

    def _one_directive(self, duty: Duty) -> bool:
        self._talk.heading(f"Directive {duty.directive}, {duty.title}.")
        look, why = partial(self._look, duty), partial(self._why, duty)
        begin = "Begin" if duty.progress is None else "Go on where you stopped"
        choices: list[tuple[str, Wish]] = [
            *([(begin, partial(self._train, duty.directive))] if duty.can_be_done else []),
            ("Look at it, read only", look),
            ("Why it is due when it is", why),
        ]
        wish: Wish = self._talk.choose(choices, last=(BACK, lambda: True))
        return wish()

    def _why(self, duty: Duty) -> bool:
        """The arithmetic behind the due date, each line with the entry or rule it comes from."""
        self._talk.heading(f"Directive {duty.directive}: {STANDINGS[duty.standing.kind]}.")
        self._talk.facts((line.source, spoken(line.text)) for line in duty.standing.lines)
        self._talk.go_on()
        return True

    def _look(self, duty: Duty) -> bool:
        """Sections of the revision in force, as often as wanted; nothing is recorded."""
        revision = self._house.shelf.in_force(duty.directive, self._house.duties.today())
        while (section := self._picked(revision.sections, revision)) is not None:
            self._talk.heading(_section_words(section))
            for clause in section.clauses:
                self._talk.say(f"{clause.label} {clause.text}".strip())
            self._talk.go_on(READING_SECONDS)
        return True

    def _picked(self, sections: tuple[Section, ...], revision: Revision) -> Section | None:
        self._talk.heading(f"Sections of Directive {revision.directive}.")
        return self._talk.choose([(_section_words(section), section) for section in sections], last=(BACK, None))

    # ---- receipts -------------------------------------------------------------------------------------------------

    def _receipts(self) -> bool:
        self._talk.heading("My receipts.")
        lines = self._house.duties.receipts(self._session)
        if not lines:
            self._talk.say(NO_RECEIPTS)
            return True
        choices = [
            (f"No. {line.number}, Directive {line.directive} {line.title}, {day_words(line.signed)}", line.number)
            for line in lines
        ]
        number = self._talk.choose(choices, last=(BACK, None))
        if number is not None:
            self._receipt(number)
        return True

    def _receipt(self, number: int) -> None:
        talk = self._talk
        receipt = self._house.receipts.own(self._session, number)
        duty = self._house.duties.one(self._session, receipt.revision.directive)
        talk.heading(f"Receipt {receipt.number}.")
        talk.say(recorded_words(receipt, duty.standing.due if duty else None), KEEP)
        talk.facts(signed_facts(receipt))
        talk.heading("The statement that was signed:")
        talk.say(receipt.acknowledged.statement)
        talk.lines.write("")
        talk.facts(seal_facts(receipt))
        if talk.choose([("The words that were signed for", True)], last=("Done", False)):
            for line in as_printed(receipt.revision, width=talk.width).split("\n"):
                talk.lines.write(line)
            talk.go_on(READING_SECONDS)

    # ---- training -------------------------------------------------------------------------------------------------

    def _train(self, directive: str) -> bool:
        """The walk: sections, scenarios, review. False when the person turns out to be somebody else."""
        sitting = self._sit_down(directive)
        while (way := self._next(sitting) if self._is_still_the_person() else False) is None:
            if sitting.is_overtaken:
                sitting = self._sit_down(directive)
        return way

    def _sit_down(self, directive: str) -> Sitting:
        """The walk that fits; whoever was in the middle of a revision that was succeeded is told so first."""
        sitting = self._house.training.sit_down(self._session, directive)
        if sitting.overtaken is not None:
            self._talk.say(*sitting.overtaken.sentences)
        return sitting

    def _next(self, sitting: Sitting) -> bool | None:
        """One step; None when the next one follows, else whether the person stays."""
        step = sitting.next_step()
        match step:
            case ShowChanges(since):
                return None if Reading(self._talk, sitting).read(since.section) else True
            case Read(section):
                return None if Reading(self._talk, sitting).read(section) else True
            case Ask():
                return None if Scenarios(self._talk, sitting).ask(step) else True
            case Missed() | Blocked():
                if not Scenarios(self._talk, sitting).missed(step):
                    return True
                sitting.try_again()
                return None
            case _:
                return self._review(sitting)

    def _review(self, sitting: Sitting) -> bool | None:
        ended = Signing(self._talk, sitting, self._house.signing).review()
        match ended:
            case int(number):
                self._receipt(number)
            case Ending.OVERTAKEN:
                return None
            case Ending.SECTIONS:
                section = self._picked(sitting.course.revision.sections, sitting.course.revision)
                if section is not None:
                    Reading(self._talk, sitting).read(section)
                return None
            case Ending.NOT_ME:
                self._house.door.not_me(self._session, sitting.walk.directive)
                return False
            case _:
                pass
        return True


def _duty_words(duty: Duty) -> str:
    title = f"Directive {duty.directive} {duty.title}: {STANDINGS[duty.standing.kind]}."
    return " ".join((title, *duty_lines(duty)))


def _section_words(section: Section) -> str:
    return section.title if section.title == section.id else f"{section.id} {section.title}"
