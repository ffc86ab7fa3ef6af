"""What one person can do at the plain kiosk, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from oc_training.attestation.duties import Walks
from oc_training.attestation.sign_in_events import NotThisPerson
from oc_training.attestation.signature_events import Acknowledged, Declined, Interface, PaperRequested
from oc_training.attestation.station_events import ClockConfirmed
from oc_training.attestation.walk import Ask, Missed, Read, Review, Walk
from oc_training.errors import NotRecorded, NotSignedIn
from oc_training.plain_kiosk.lines import InputEnded, NobodyThere
from oc_training.plain_kiosk.start import CLOSED, NOBODY, SIGNED_OUT, STOPPED, receive
from oc_training.plain_kiosk.stay import NO_BOARD
from oc_training.roster.model import DutyStatus, Role
from oc_training.roster.pins import Secret
from oc_training.stopwatch import Stopwatch
from oc_training.wording.arrival import CLOCK, wrong_tries_words
from oc_training.wording.training import DECLINE, HASTE, ON_PAPER
from tests.plain_kiosk.person import NUMBER, Person
from tests.plain_kiosk.script import Script
from tests.support.station import PIN, Station, memory_station, take, walk_to

NAME = "Robin Sample"
BADGE = "417"


@pytest.fixture
def station() -> Station:
    station = memory_station()
    station.hire(BADGE, NAME)
    return station


@dataclass
class Visitor:
    """Signs in once, follows their wishes in order, and signs out; a section takes them as long as it should."""

    station: Station
    wishes: list[str]
    badge: str = BADGE
    pages: Callable[[int], str] = lambda _: ""
    """What is typed after the n-th page of words; it may raise."""
    others: dict[str, str] = field(default_factory=dict)
    """What is typed at other prompts, by how they begin."""
    page_time: timedelta = timedelta(seconds=100)
    paged: int = 0
    badges: list[str] = field(default_factory=list)
    closing: bool = False

    def __post_init__(self) -> None:
        bank = self.station.house.content.bank("3-400")
        self.person = Person(bank, NAME, PIN, wishes=self.wishes)

    def answer(self, prompt: str, said: str) -> str:
        if prompt.startswith("Badge"):
            self.closing, before = True, self.closing
            return "close" if before else self.badge
        if NUMBER.search(prompt):
            return self.person.number_for(said)
        if "0: put it aside" in prompt:
            self.paged += 1
            self.station.clock.forward(self.page_time)
            return self.pages(self.paged)
        if prompt.startswith("Enter: go on"):
            return ""
        for begin, typed in self.others.items():
            if prompt.startswith(begin):
                return typed
        return PIN if "not shown" in prompt else ""

    def visit(self, *, columns: int = 80, rows: int = 24) -> Script:
        script = Script(self.answer, columns, rows)
        receive(self.station.house, script)
        assert script.is_harmless
        return script


HERE = ["Directive 3-400", "Begin"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10), (20, 3), (132, 43)])
def test_the_whole_walk_is_made_on_any_size_and_signed_once(station: Station, size: tuple[int, int]) -> None:
    visitor = Visitor(station, [*HERE, "Sign here", "Done", "Sign out"], others={"Your name": NAME})
    script = visitor.visit(columns=size[0], rows=size[1])
    [signed] = [each.event for each in station.entries(Acknowledged)]
    assert isinstance(signed, Acknowledged)
    assert signed.interface is Interface.PLAIN
    assert max(len(line) for line in script.said) <= max(size[0] - 1, 20)
    for clause in station.house.shelf.in_force("3-400", station.today).clauses:
        assert "".join(clause.text.split()) in "".join(script.words.split())


def test_a_section_counts_as_displayed_only_when_its_last_page_was_acknowledged(station: Station) -> None:
    seconds: list[float] = []

    def leaves_at_the_second_page(page: int) -> str:
        seconds.append(station.clock.monotonic())
        return "" if page == 1 else "0"

    Visitor(station, [*HERE, "Sign out"], pages=leaves_at_the_second_page).visit(columns=60, rows=12)
    walk = _walk(station)
    [display] = walk.displays
    assert not display.complete
    assert (display.seconds, display.visits) == (200, 1)
    assert walk.shown
    sitting = station.sit_down(BADGE)
    left = [
        clause.citation for clause in sitting.course.revision.sections[0].clauses if clause.citation not in walk.shown
    ]
    assert walk.place == left[0]
    script = Visitor(station, ["Directive 3-400", "Go on where", "Sign out"], pages=lambda _: "0").visit()
    assert f"Going on at {left[0]}, where you stopped." in script.words


@pytest.mark.parametrize(
    ("leaves", "words"), [(KeyboardInterrupt, STOPPED), (NobodyThere, NOBODY), (InputEnded, SIGNED_OUT)]
)
def test_however_somebody_leaves_what_was_displayed_is_kept_and_a_sentence_says_so(
    station: Station, leaves: type[BaseException], words: str
) -> None:
    def gone(page: int) -> str:
        if page == 2:
            raise leaves
        return ""

    script = Visitor(station, list(HERE), pages=gone).visit(columns=60, rows=12)
    assert words in script.words
    assert script.wiped == 2
    assert _walk(station).displays[0].seconds == 200
    assert _walk(station).shown


def test_the_section_can_be_put_out_again_from_its_beginning_within_one_visit(station: Station) -> None:
    answers = {1: "", 2: "1", 3: ""}
    visitor = Visitor(station, [*HERE, "Sign out"], pages=lambda page: answers.get(page, "0"))
    script = visitor.visit(columns=60, rows=12)
    first = station.house.shelf.in_force("3-400", station.today).sections[0].clauses[1].text
    assert script.words.count(first) == 2
    assert _walk(station).displays[0].visits == 1


def test_something_else_than_a_way_on_acknowledges_nothing(station: Station) -> None:
    answers = {1: "yes", 2: "0"}
    Visitor(station, [*HERE, "Sign out"], pages=lambda page: answers[page]).visit(columns=60, rows=12)
    assert _walk(station).shown == ()


def test_who_goes_on_very_fast_is_told_once_and_can_see_the_section_again(station: Station) -> None:
    visitor = Visitor(station, [*HERE, "Not now", "Sign out"], page_time=timedelta(seconds=1))
    script = visitor.visit()
    assert script.words.count(HASTE[0]) == 1
    assert isinstance(station.sit_down(BADGE).next_step(), Review)


def test_nothing_is_asked_before_what_was_typed_ahead_is_forgotten(station: Station) -> None:
    visitor = Visitor(station, [*HERE, "Not now", "Sign out"])
    asked = 0
    straight = visitor.answer

    def counting(prompt: str, said: str) -> str:
        nonlocal asked
        asked += bool(NUMBER.search(prompt)) or "go on" in prompt or prompt.startswith("Badge")
        return straight(prompt, said)

    script = Script(counting)
    receive(station.house, script)
    assert script.forgot == asked > 15


def test_declining_asking_for_paper_and_not_now_are_choices_like_any_other(station: Station) -> None:
    walk_to(station.sit_down(BADGE), Review)
    go_on = ["Directive 3-400", "Go on where"]
    reason = {"Your reason": "I want to ask first.", "Your comment": ""}
    wishes = [*go_on, "Decline", *go_on, "Sign on paper", *go_on, "Not now", "Sign out"]
    script = Visitor(station, wishes, others=reason).visit()
    [entry] = station.entries(Declined)
    declined = entry.event
    assert isinstance(declined, Declined)
    assert declined.reason == "I want to ask first."
    assert len(station.entries(PaperRequested)) == 1
    assert f"{DECLINE.done} Its number in the records is {entry.entry.seq}." in script.words
    assert ON_PAPER.done in script.words
    assert station.entries(Acknowledged) == []


def test_who_presses_enter_alone_at_name_or_pin_goes_back_and_nothing_is_recorded(station: Station) -> None:
    walk_to(station.sit_down(BADGE), Review)
    go_on = ["Directive 3-400", "Go on where"]
    Visitor(station, [*go_on, "Sign here", "Not now", "Sign out"]).visit()
    others = {"Your name": NAME, "Your PIN, or": "", "Your reason": ""}
    wishes = [*go_on, "Sign here", "Sign on paper", "Decline", "Not now", "Sign out"]
    script = Visitor(station, wishes, others=others).visit()
    assert script.words.count("Nothing was recorded.") == 3
    assert station.entries(Acknowledged, Declined, PaperRequested) == []


def test_this_is_not_me_is_asked_twice_recorded_and_sets_the_training_aside(station: Station) -> None:
    walk_to(station.sit_down(BADGE), Review)
    script = Visitor(station, ["Directive 3-400", "Go on where", "This is not me", "Yes, this is not me"]).visit()
    assert len(station.entries(NotThisPerson)) == 1
    assert station.house.walks.of(station.person(BADGE).id, "3-400") is None
    assert SIGNED_OUT in script.words


def test_from_the_review_a_section_can_be_looked_at_again_and_that_is_a_visit(station: Station) -> None:
    walk_to(station.sit_down(BADGE), Review)
    wishes = ["Directive 3-400", "Go on where", "Back to the sections", "II DEFINITIONS", "Not now", "Sign out"]
    Visitor(station, wishes).visit()
    visits = {display.section: display.visits for display in _walk(station).displays}
    assert (visits["I"], visits["II"]) == (1, 2)


def test_a_missed_mark_says_what_was_missed_and_a_fresh_attempt_follows(station: Station) -> None:
    station.fail(BADGE)
    script = Visitor(station, ["Directive 3-400", "Go on where", "Try again", "Not now", "Sign out"]).visit()
    assert "This attempt did not reach the mark. 0 of 12 at the first try; 80 % is needed (10 of 12)." in script.words
    sitting = station.sit_down(BADGE)
    assert sitting.walk.attempt is not None
    assert sitting.walk.attempt.number == 2


def test_after_three_missed_marks_a_supervisor_comes_first(station: Station) -> None:
    for _ in range(3):
        station.fail(BADGE)
    script = Visitor(station, ["Directive 3-400", "Go on where", "Sign out"]).visit()
    assert "Three attempts did not pass. " in script.words
    assert "Your supervisor can allow the next one." in script.words


def test_the_mark_is_said_before_the_first_answer(station: Station) -> None:
    script = Visitor(station, [*HERE, "Not now", "Sign out"]).visit()
    mark = "To pass, 10 of the 12 scenarios (80 %) have to be right at the first try."
    assert script.words.index(mark) < script.words.index("Right.")


def test_why_looking_receipts_and_the_words_signed_for_are_there_for_everybody(station: Station) -> None:
    station.sign(BADGE)
    wishes = [
        *("Directive 3-400", "Why it is due", "Directive 3-400", "Look at it", "IV DISCIPLINE", "Back"),
        *("My receipts", "No. ", "The words that were signed", "Sign out"),
    ]
    before = len(station.entries())
    section = next(each for each in station.house.shelf.in_force("3-400", station.today).sections if each.id == "IV")
    wishes[4] = f"IV {section.title}"
    script = Visitor(station, wishes).visit()
    assert section.clauses[-1].text in script.words
    assert "Signed where: at the kiosk's screens" in script.words
    assert "Directive 3-400: Current." in script.words
    assert len(station.entries()) == before


def test_a_supervisor_is_told_where_the_board_is_and_nobody_else(station: Station) -> None:
    station.hire("200", "Sam Vale", role=Role.SUPERVISOR)
    assert NO_BOARD in Visitor(station, ["Sign out"], badge="200").visit().words
    assert NO_BOARD not in Visitor(station, ["Sign out"]).visit().words


def test_a_one_time_code_leads_to_a_pin_that_is_shown_once_and_wiped(station: Station) -> None:
    code = station.house.door.issue_code(station.person(BADGE).id, station.coordinator.id, Secret(PIN)).reveal()
    shown: list[str] = []
    visitor = Visitor(station, ["Show me a PIN", "Sign out"])
    straight = visitor.answer

    def noting(prompt: str, said: str) -> str:
        if prompt.startswith("Enter: go on"):
            shown.append(said.splitlines()[-1].replace(" ", ""))
        if prompt.startswith("PIN"):
            return code
        return shown[0] if prompt.startswith("Type the PIN") else straight(prompt, said)

    script = Script(noting)
    receive(station.house, script)
    assert script.wiped == 3
    assert script.pauses == [30]
    assert station.enter(BADGE, shown[0]).must_choose_pin is False


def test_a_terminal_that_cannot_be_wiped_shows_no_pin(station: Station) -> None:
    code = station.house.door.issue_code(station.person(BADGE).id, station.coordinator.id, Secret(PIN)).reveal()
    visitor = Visitor(
        station, ["Sign out"], others={"PIN": code, "Your PIN": "new secret 9", "The same": "new secret 9"}
    )
    script = Script(visitor.answer, can_wipe=False)
    receive(station.house, script)
    assert "Show me a PIN" not in script.words
    assert station.enter(BADGE, "new secret 9").must_choose_pin is False


def test_what_goes_wrong_is_a_sentence_and_the_person_stays(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NotRecorded("The disk is full. Nothing was lost.")

    visitor = Visitor(station, [*HERE, "Sign out"])
    monkeypatch.setattr(Walks, "keep", full)
    script = visitor.visit()
    assert "That did not work. The disk is full. Nothing was lost." in script.words
    assert "You are signed out." in script.words


def test_the_pin_comes_right_after_the_name_and_a_comment_before_both(station: Station) -> None:
    walk_to(station.sit_down(BADGE), Review)
    prompts: list[str] = []
    visitor = Visitor(
        station,
        ["Directive 3-400", "Go on where", "Sign here, with", "Done", "Sign out"],
        others={"Your name": NAME, "Your comment": "I asked about III.A.7."},
    )

    def listening(prompt: str, said: str) -> str:
        prompts.append(prompt)
        return visitor.answer(prompt, said)

    receive(station.house, Script(listening))
    asked = [prompt for prompt in prompts if prompt.startswith("Your ")]
    assert [prompt.split(",")[0].split(".")[0] for prompt in asked] == ["Your comment", "Your name: ", "Your PIN"]
    [signed] = [each.event for each in station.entries(Acknowledged)]
    assert isinstance(signed, Acknowledged)
    assert signed.comment == "I asked about III.A.7."


def test_after_a_wrong_answer_alone_the_right_one_is_told_with_its_number(station: Station) -> None:
    sitting = station.sit_down(BADGE)
    while not isinstance(step := sitting.next_step(), Ask):
        assert isinstance(step, Read | Missed)
        take(sitting, step)
    question = step.question
    visitor = Visitor(station, ["Directive 3-400", "Go on where", "Not now", "Sign out"])
    visitor.person.wrong = lambda asked: asked.id == question.id
    script = visitor.visit()
    assert visitor.person.answered_wrongly == [question.id]
    number, text = step.shown.index(question.right_letter) + 1, question.option(question.right_letter).text
    assert script.words.count("The right answer: ") == 1
    assert f"The right answer: {number}. {' '.join(text.split())}" in script.words


def test_an_answer_that_could_not_be_kept_can_be_tried_again(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = station.sit_down(BADGE)
    while not isinstance(step := sitting.next_step(), Ask):
        assert isinstance(step, Read | Missed)
        take(sitting, step)
    kept = Walks.keep
    failures = [NotRecorded("The disk is full.")]

    def once(walks: Walks, walk: Walk) -> Walk:
        if failures:
            raise failures.pop()
        return kept(walks, walk)

    visitor = Visitor(station, ["Directive 3-400", "Go on where", "Try again", "Not now", "Sign out"])
    monkeypatch.setattr(Walks, "keep", once)
    script = visitor.visit()
    assert "The disk is full. Your answer is not kept yet." in script.words
    assert not failures


def test_after_an_hour_at_one_stretch_the_pin_is_asked_for_between_two_steps(station: Station) -> None:
    asked: list[str] = []
    visitor = Visitor(station, [*HERE, "Not now", "Sign out"], page_time=timedelta(minutes=25))
    straight = visitor.answer

    def mistyping(prompt: str, said: str) -> str:
        if not prompt.startswith("Your PIN, or Enter alone to sign out"):
            return straight(prompt, said)
        asked.append(said)
        if len(asked) == 1:
            return "another"
        station.wait_for_the_next_try()
        return PIN

    script = Script(mistyping)
    receive(station.house, script)
    assert "You have been signed in for 60 minutes. Please type your PIN to go on." in script.words
    assert "not accepted" in asked[1]
    assert isinstance(station.sit_down(BADGE).next_step(), Review)


def test_who_gives_no_pin_after_an_hour_is_signed_out_and_everything_is_kept(station: Station) -> None:
    visitor = Visitor(station, list(HERE), page_time=timedelta(minutes=61), others={"Your PIN, or Enter": ""})
    script = visitor.visit()
    assert SIGNED_OUT in script.words
    assert [display.section for display in _walk(station).displays] == ["I"]


def test_the_agencys_minutes_are_what_the_plain_kiosk_goes_by(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = replace(station.house.content.agency, idle_minutes=7, idle_minutes_reading=20)
    monkeypatch.setitem(station.house.content.__dict__, "agency", agency)
    waits: dict[str, float] = {}

    @dataclass
    class Noting(Script):
        def read(self, prompt: str, idle_seconds: float, watch: Stopwatch | None = None) -> str:
            waits[prompt] = idle_seconds
            return super().read(prompt, idle_seconds, watch)

    visitor = Visitor(station, [*HERE, "Sign out"], pages=lambda _: "0")
    receive(station.house, Noting(visitor.answer))
    reading = {seconds for prompt, seconds in waits.items() if "put it aside" in prompt}
    choosing = {seconds for prompt, seconds in waits.items() if prompt.startswith(("Type a number", "PIN"))}
    assert (reading, choosing) == ({20 * 60}, {7 * 60})


def test_who_has_left_the_department_meanwhile_is_told_so_and_signed_out(station: Station) -> None:
    def leaves(_: int) -> str:
        station.duty(BADGE, DutyStatus.SEPARATED)
        return "0"

    script = Visitor(station, list(HERE), pages=leaves).visit()
    assert "You are no longer on the roster. Please see the training coordinator." in script.words
    assert script.words.endswith(f"{CLOSED}")
    assert SIGNED_OUT in script.words


def test_the_owner_of_a_badge_is_told_of_wrong_tries_before_it(station: Station) -> None:
    for _ in range(3):
        with pytest.raises(NotSignedIn):
            station.enter(BADGE, "not the pin")
        station.wait_for_the_next_try()
    assert wrong_tries_words(3) in Visitor(station, ["Sign out"]).visit().words
    assert "wrong" not in Visitor(station, ["Sign out"]).visit().words


def test_a_supervisor_confirms_a_time_that_is_in_doubt_and_an_employee_is_not_asked(station: Station) -> None:
    station.hire("200", "Sam Vale", role=Role.SUPERVISOR)
    station.clock.forward(timedelta(days=-3))
    assert CLOCK not in Visitor(station, ["Sign out"]).visit().words
    left = Visitor(station, ["Not now", "Sign out"], badge="200").visit()
    assert CLOCK in left.words
    assert station.entries(ClockConfirmed) == []
    script = Visitor(station, ["Confirm the time", "Sign out"], badge="200").visit()
    assert "You confirm that it is now" in script.words
    assert "It is recorded that the time is right." in script.words
    assert len(station.entries(ClockConfirmed)) == 1
    assert CLOCK not in Visitor(station, ["Sign out"], badge="200").visit().words


def test_a_fault_leaves_nothing_of_whoever_was_there(station: Station) -> None:
    def fails(_: int) -> str:
        raise RuntimeError

    script = Script(Visitor(station, list(HERE), pages=fails).answer)
    with pytest.raises(RuntimeError):
        receive(station.house, script)
    assert script.wiped == 2


def _walk(station: Station) -> Walk:
    walk = station.house.walks.of(station.person(BADGE).id, "3-400")
    assert walk is not None
    return walk
