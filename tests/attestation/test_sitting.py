"""A sitting: every step kept, every attempt in the book, the next day at the same place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.session import Session
from oc_training.attestation.sitting import Blocked, Sitting, quoted
from oc_training.attestation.training_events import AttemptMade, AttemptReleased
from oc_training.attestation.walk import Ask, Missed, Read, Review, Walk
from oc_training.clock import Clock
from oc_training.errors import NotHereAnyMore, NotRecorded, OutOfOrder, Refused
from oc_training.ledger.port import Entry, Head, Json
from oc_training.roster.model import DutyStatus, Role
from oc_training.roster.pins import Secret
from oc_training.wording.duties import duty_lines
from tests.support.memory_ledger import MemoryLedger
from tests.support.small_content import FIRST, bank_source, put_bank, put_revision
from tests.support.station import PIN, Station, memory_station, new_station, started_again, take, walk_to


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201")
    return station


def steps_of(sitting: Sitting) -> int:
    """How many steps there are to the review."""
    steps = 0
    while not isinstance(step := sitting.next_step(), Review):
        take(sitting, step)
        steps += 1
    return steps


def test_an_interrupted_walk_goes_on_at_exactly_the_same_step_on_a_new_start(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    station.hire("201")
    sitting = station.sit_down("201")
    for _ in range(50):
        step, walk = sitting.next_step(), sitting.walk
        station = started_again(tmp_path, station, department)
        sitting = station.sit_down("201")
        assert sitting.next_step() == step
        assert sitting.walk == walk
        if isinstance(step, Review):
            break
        take(sitting, step)
    assert isinstance(sitting.next_step(), Review)


def test_the_place_in_a_section_is_kept(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    station.hire("201")
    sitting = station.sit_down("201")
    step = sitting.next_step()
    assert isinstance(step, Read)
    sitting.visit(step.section, sitting.now(), 2.0, "I", whole=False)
    sitting.note_place("I¶1")
    again = started_again(tmp_path, station, department).sit_down("201")
    assert again.walk.place == "I¶1"
    assert again.next_step() == step


def test_the_clauses_shown_of_the_section_under_way_are_kept_until_it_is_complete(
    tmp_path: Path, department: Path
) -> None:
    station = new_station(tmp_path, department)
    station.hire("201")
    sitting = station.sit_down("201")
    step = sitting.next_step()
    assert isinstance(step, Read)
    first, *_, last = (clause.citation for clause in step.section.clauses)
    sitting.note_place(first, [first])
    sitting = started_again(tmp_path, station, department).sit_down("201")
    assert sitting.shown(step.section) == (first,)
    sitting.visit(step.section, sitting.now(), 2.0, first, whole=False, shown=[last])
    sitting = started_again(tmp_path, station, department).sit_down("201")
    assert sitting.shown(step.section) == (first, last)
    assert not sitting.is_complete(step.section)
    sitting.visit(step.section, sitting.now(), 2.0, first, whole=True, shown=[first, last])
    assert sitting.walk.shown == ()
    assert all(sitting.shown(section) == () for section in sitting.course.revision.sections)


def test_the_same_place_with_more_shown_is_kept_and_with_nothing_new_is_not_written_again(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = station.sit_down("201")
    step = sitting.next_step()
    assert isinstance(step, Read)
    place = step.section.clauses[0].citation
    sitting.note_place(place)
    sitting.note_place(place, [place])
    assert sitting.walk.shown == (place,)
    kept: list[Walk] = []
    monkeypatch.setattr(station.house.walks, "keep", kept.append)
    sitting.note_place(place, [place])
    sitting.note_place(place)
    assert kept == []
    assert sitting.walk.shown == (place,)


def test_after_a_change_of_the_bank_a_fresh_attempt_is_drawn_and_the_sections_stay_displayed(
    tmp_path: Path, department: Path
) -> None:
    station = new_station(tmp_path, department)
    station.hire("201")
    sitting = station.sit_down("201")
    walk_to(sitting, Read)
    while sitting.walk.attempt is None or not sitting.walk.attempt.answers:
        take(sitting, sitting.next_step())
    before = sitting.walk
    assert before.attempt is not None
    put_bank(department, FIRST, bank_source().replace("A unit asks over the air", "A unit asks by telephone"))
    again = started_again(tmp_path, station, department).sit_down("201")
    again.next_step()
    assert again.walk.attempt is not None
    assert again.walk.attempt.id != before.attempt.id
    assert again.walk.attempt.answers == ()
    assert again.walk.displays == before.displays


def test_a_change_that_touches_no_drawn_question_keeps_the_attempt(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    station.hire("201")
    sitting = station.sit_down("201")
    sitting.next_step()
    put_bank(department, FIRST, bank_source(title="Another title"))
    again = started_again(tmp_path, station, department).sit_down("201")
    again.next_step()
    assert again.walk.attempt == sitting.walk.attempt


def test_a_new_revision_starts_a_new_walk_in_which_sections_that_stand_stay_displayed(
    tmp_path: Path, department: Path
) -> None:
    station = new_station(tmp_path, department)
    station.hire("201")
    sitting = station.sit_down("201")
    take(sitting, sitting.next_step())
    put_revision(department, "2025-02-01", "material", " or sings")
    put_bank(department, "2025-02-01")
    station = started_again(tmp_path, station, department)
    station.stand_on(date(2025, 2, 1))
    (revision,) = station.house.board.waiting_directives(station.sign_in("100"))
    station.house.issuing.issue(station.sign_in("100"), revision, Secret(PIN))
    again = station.sit_down("201")
    assert again.walk.revision == "2025-02-01"
    assert again.walk.id != sitting.walk.id
    assert again.walk.displays == sitting.walk.displays
    assert again.walk.carried == ("I",)
    assert again.walk.attempt is None


# ---- attempts ---------------------------------------------------------------------------------------------------


def test_every_attempt_is_in_the_book_with_every_answer_in_the_order_given(station: Station) -> None:
    station.fail("201")
    sitting = station.sit_down("201")
    sitting.next_step()
    sitting.next_step()
    (made,) = [entry.event for entry in station.entries(AttemptMade)]
    assert isinstance(made, AttemptMade)
    assert (made.number, made.passed, made.right, made.of, made.pass_mark) == (1, False, 0, 4, 75)
    assert made.person == station.person("201").id
    assert (made.directive, made.revision) == ("9-100", FIRST)
    bank = station.house.content.bank("9-100")
    assert made.bank_sha256 == bank.sha256
    assert len(made.items) == 4
    for item in made.items:
        question = bank.by_id[item.question]
        assert item.sha256 == question.sha256
        assert item.answers == "ab"
        assert item.hundredths == (500, 500)
        assert sorted(item.shown) == ["a", "b", "c"]
        assert item.cites == question.cites
        assert item.critical is question.critical


def test_attempts_are_counted_from_the_last_that_passed(station: Station) -> None:
    station.fail("201")
    sitting = station.sit_down("201")
    sitting.try_again()
    walk_to(sitting, Review)
    station.house.signing.sign(sitting, station.person("201").name, Secret(PIN), "")
    station.pass_days(364)
    station.sign("201")
    attempts = [entry.event for entry in station.entries(AttemptMade)]
    numbers = [(made.number, made.passed) for made in attempts if isinstance(made, AttemptMade)]
    assert numbers == [(1, False), (2, True), (1, True)]


def test_after_an_attempt_that_did_not_pass_the_list_says_so_and_what_comes_next(station: Station) -> None:
    station.fail("201")
    duty = station.house.duties.one(station.sign_in("201"), "9-100")
    assert duty is not None
    assert duty_lines(duty)[-1] == (
        "Done so far: 3 of 3 sections; the scenarios did not reach the mark (0 of 4), fresh ones come next."
    )
    station.sit_down("201").try_again()
    duty = station.house.duties.one(station.sign_in("201"), "9-100")
    assert duty is not None
    assert duty_lines(duty)[-1] == "Done so far: 3 of 3 sections, 0 of 4 scenarios."


def test_three_failed_attempts_block_until_a_supervisor_releases(station: Station) -> None:
    station.hire("301", "Sam Supervisor", role=Role.SUPERVISOR)
    board, robin = station.house.board, station.person("201")
    for number in (1, 2):
        assert isinstance(station.fail("201"), Missed)
        assert not board.needs_release(station.sign_in("100"), robin.id, "9-100"), number
    blocked = station.fail("201")
    assert isinstance(blocked, Blocked)
    assert blocked.failed == 3
    assert blocked.clauses
    sitting = station.sit_down("201")
    with pytest.raises(Refused, match="supervisor has to allow"):
        sitting.try_again()
    supervisor = station.sign_in("301")
    board.release_attempt(supervisor, robin.id, "9-100", Secret(PIN), " talked it\nover ")
    assert isinstance(sitting.next_step(), Missed)
    sitting.try_again()
    walk_to(sitting, Review)
    (released,) = [entry.event for entry in station.entries(AttemptReleased)]
    assert isinstance(released, AttemptReleased)
    assert released.reason == "talked it over"
    attempts = [e.event for e in station.entries(AttemptMade)]
    assert [(a.number, a.passed) for a in attempts if isinstance(a, AttemptMade)] == [
        (1, False),
        (2, False),
        (3, False),
        (4, True),
    ]


def test_a_release_allows_one_further_attempt_and_no_more(station: Station) -> None:
    station.hire("301", "Sam Supervisor", role=Role.SUPERVISOR)
    robin, supervisor = station.person("201"), station.sign_in("301")
    for _ in range(3):
        station.fail("201")
    for failed in (4, 5):
        station.house.board.release_attempt(supervisor, robin.id, "9-100", Secret(PIN), "talked")
        blocked = station.fail("201")
        assert isinstance(blocked, Blocked)
        assert blocked.failed == failed


def test_a_release_allows_one_further_attempt(station: Station) -> None:
    robin, board, coordinator = station.person("201"), station.house.board, station.sign_in("100")
    for _ in range(3):
        station.fail("201")
    for failed in (4, 5):
        board.release_attempt(coordinator, robin.id, "9-100", Secret(PIN), "Talked it over")
        assert not board.needs_release(station.sign_in("100"), robin.id, "9-100")
        blocked = station.fail("201")
        assert isinstance(blocked, Blocked)
        assert blocked.failed == failed
        assert board.needs_release(station.sign_in("100"), robin.id, "9-100")


def test_a_block_holds_when_the_walk_was_lost(station: Station) -> None:
    for _ in range(3):
        station.fail("201")
    station.house.walks.forget(station.person("201").id, "9-100")
    blocked = station.sit_down("201").next_step()
    assert blocked == Blocked((), 3)


def test_a_release_is_refused_where_none_is_needed_and_to_the_person_themselves(station: Station) -> None:
    station.hire("301", "Sam Supervisor", role=Role.SUPERVISOR)
    board, robin, sam = station.house.board, station.person("201"), station.person("301")
    with pytest.raises(Refused, match="No release is needed"):
        board.release_attempt(station.sign_in("301"), robin.id, "9-100", Secret(PIN), "Talked it over")
    for _ in range(3):
        station.fail("301")
    with pytest.raises(Refused, match="Somebody else"):
        board.release_attempt(station.sign_in("301"), sam.id, "9-100", Secret(PIN), "Talked it over")
    board.release_attempt(station.sign_in("100"), sam.id, "9-100", Secret(PIN), "Talked it over")


def test_a_fresh_attempt_on_the_real_bank_asks_nothing_that_was_asked_before() -> None:
    station = memory_station()
    station.hire("201")
    for _ in range(3):
        station.fail("201")
    made = [entry.event for entry in station.entries(AttemptMade)]
    asked = [item.question for event in made if isinstance(event, AttemptMade) for item in event.items]
    assert len(asked) == len(set(asked)) == 36


def test_try_again_is_refused_while_an_attempt_is_open_or_passed(station: Station) -> None:
    sitting = station.sit_down("201")
    sitting.next_step()
    with pytest.raises(OutOfOrder):
        sitting.try_again()
    walk_to(sitting, Review)
    with pytest.raises(OutOfOrder):
        sitting.try_again()
    with pytest.raises(OutOfOrder):
        sitting.answer("a", 1.0)


def test_an_answer_is_followed_by_its_feedback_and_the_words_that_decide(station: Station) -> None:
    sitting = station.sit_down("201")
    step = walk_to(sitting, Ask)
    assert isinstance(step, Ask)
    shown = sitting.answer("a", 3.0)
    assert not shown.right
    assert shown.chosen.feedback == "Those are not there."
    assert shown.passages[0].cited.citation == step.question.cites[0]
    assert {passage.cited.citation for passage in shown.passages} == set(step.question.cites)


def test_passages_that_another_holds_whole_are_not_quoted_twice() -> None:
    content = memory_station().house.content
    (revision,) = content.library.read_directive("3-400")
    cited = quoted(revision, ["III.A.2.a", "III.A.2", "III.A.2.a"])
    assert [passage.cited.citation for passage in cited] == ["III.A.2"]
    twice = quoted(revision, ["II.A", "II.A"])
    assert [passage.cited.citation for passage in twice] == ["II.A"]


def test_haste_is_to_be_told_until_it_was_said_and_then_never_again(station: Station) -> None:
    sitting = station.sit_down("201")
    step = sitting.next_step()
    assert isinstance(step, Read)
    assert not sitting.visit(step.section, sitting.now(), 0.0, "I", whole=False)
    assert sitting.visit(step.section, sitting.now(), 0.0, "I", whole=True)
    sitting.said_haste()
    assert not sitting.visit(step.section, sitting.now(), 0.0, "I", whole=True)
    assert not station.sit_down("201").visit(step.section, sitting.now(), 0.0, "I", whole=True)


def test_may_open_is_what_is_displayed_or_comes_next(station: Station) -> None:
    sitting = station.sit_down("201")
    sections = sitting.course.revision.sections
    sitting.next_step()
    assert [sitting.may_open(section) for section in sections] == [True, False, False]
    walk_to(sitting, Review)
    assert all(sitting.may_open(section) for section in sections)


def test_nothing_to_sign_nothing_to_sit_down_to(station: Station) -> None:
    station.sign("201")
    with pytest.raises(Refused, match="nothing to sign"):
        station.sit_down("201")
    station.hire("202", "Lee Leave")
    session = station.sign_in("202")
    station.duty("202", DutyStatus.ON_LEAVE)
    with pytest.raises(Refused, match="nothing to sign"):
        station.house.training.sit_down(session, "9-100")
    with pytest.raises(Refused, match="nothing to sign"):
        station.house.training.sit_down(session, "1-1")


# ---- what somebody did to the working file ------------------------------------------------------------------------


def kept_walk(folder: Path) -> tuple[Path, dict[str, dict[str, dict[str, Json]]]]:
    file = folder / "data" / "working.json"
    return file, json.loads(file.read_text(encoding="utf-8"))


def tampered(folder: Path, key: str, fields: dict[str, Json]) -> None:
    """Change fields of a kept walk as somebody with an editor would."""
    file, tables = kept_walk(folder)
    tables["walks"][key] = {**tables["walks"][key], **fields}
    file.write_text(json.dumps(tables), encoding="utf-8")


def test_answers_marked_right_with_an_editor_do_not_lead_to_the_review(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    robin = station.hire("201")
    station.fail("201")
    _, tables = kept_walk(tmp_path)
    attempt = tables["walks"][f"{robin.id}/9-100"]["attempt"]
    assert isinstance(attempt, dict)
    marked = [{**answer, "right": True} for answer in attempt["answers"]]
    tampered(tmp_path, f"{robin.id}/9-100", {"attempt": {**attempt, "answers": marked}})
    sitting = started_again(tmp_path, station, department).sit_down("201")
    step = sitting.next_step()
    assert isinstance(step, Read | Ask)
    assert sitting.walk.attempt is not None
    assert sitting.walk.attempt.id != attempt["id"]


def test_the_walk_of_somebody_else_is_not_taken_for_ones_own(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    robin, lee = station.hire("201"), station.hire("202", "Lee Other")
    sitting = station.sit_down("202")
    walk_to(sitting, Review)
    file, tables = kept_walk(tmp_path)
    tables["walks"][f"{robin.id}/9-100"] = tables["walks"][f"{lee.id}/9-100"]
    file.write_text(json.dumps(tables), encoding="utf-8")
    mine = started_again(tmp_path, station, department).sit_down("201")
    assert mine.walk.person == robin.id
    assert mine.walk.displays == ()


def test_with_the_name_changed_too_the_attempt_is_found_to_be_somebody_elses(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    robin, lee = station.hire("201"), station.hire("202", "Lee Other")
    walk_to(station.sit_down("202"), Review)
    file, tables = kept_walk(tmp_path)
    tables["walks"][f"{robin.id}/9-100"] = {**tables["walks"][f"{lee.id}/9-100"], "person": robin.id}
    file.write_text(json.dumps(tables), encoding="utf-8")
    station = started_again(tmp_path, station, department)
    mine = station.sit_down("201")
    with pytest.raises(Refused):
        station.house.signing.sign(mine, "Robin Sample", Secret(PIN))
    assert not station.house.duties.receipts(Session(robin.id, ""))


def test_a_walk_that_borrows_the_id_of_a_signed_entry_signs_nothing(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    robin = station.hire("201")
    station.hire("202", "Lee Other")
    signed = station.sign("202")
    walk_to(station.sit_down("201"), Review)
    tampered(tmp_path, f"{robin.id}/9-100", {"id": signed.entry.id})
    station = started_again(tmp_path, station, department)
    with pytest.raises(Refused, match="Nothing was signed"):
        station.house.signing.sign(station.sit_down("201"), "Robin Sample", Secret(PIN))
    assert not station.house.duties.receipts(Session(robin.id, ""))


def test_a_walk_that_cannot_be_read_is_one_sentence(tmp_path: Path, department: Path) -> None:
    station = new_station(tmp_path, department)
    robin = station.hire("201")
    station.sit_down("201").next_step()
    tampered(tmp_path, f"{robin.id}/9-100", {"displays": "all of them"})
    station = started_again(tmp_path, station, department)
    with pytest.raises(Exception, match="unfinished training cannot be read"):
        station.sit_down("201")


# ---- when the book does not take the attempt ------------------------------------------------------------------------


class FailingLedger(MemoryLedger):
    """A book that refuses as many entries as a test asks for."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.refuse = 0

    def append(self, kind: str, body: Mapping[str, Json], entry_id: str, *, expected_head: Head | None = None) -> Entry:
        if self.refuse:
            self.refuse -= 1
            raise NotRecorded("The disk is full. Nothing was changed.")
        return super().append(kind, body, entry_id, expected_head=expected_head)


def test_an_attempt_that_could_not_be_recorded_is_recorded_at_the_next_try(small: Content) -> None:
    books: list[FailingLedger] = []

    def make(clock: Clock) -> FailingLedger:
        books.append(FailingLedger(clock))
        return books[-1]

    station = memory_station(small, ledger=make)
    station.hire("201")
    sitting = station.sit_down("201")
    while len(sitting.walk.attempt.answers if sitting.walk.attempt else ()) < 4:
        take(sitting, sitting.next_step())
    books[0].refuse = 1
    with pytest.raises(NotRecorded):
        walk_to(sitting, Review)
    assert not station.entries(AttemptMade)
    assert isinstance(station.sit_down("201").next_step(), Review)
    assert len(station.entries(AttemptMade)) == 1


def test_whoever_leaves_in_the_middle_goes_on_with_nothing_and_nothing_is_recorded(station: Station) -> None:
    """Nothing: also not in a session that was open when they left (AUT-12)."""
    sitting = station.sit_down("201")
    while not (sitting.walk.attempt and sitting.walk.attempt.finished):
        take(sitting, sitting.next_step())
    station.duty("201", DutyStatus.SEPARATED)
    head, kept = station.house.book.head(), sitting.walk
    with pytest.raises(NotHereAnyMore):
        sitting.next_step()
    with pytest.raises(NotHereAnyMore):
        sitting.note_place("I.A", ["I.A"])
    with pytest.raises(NotHereAnyMore):
        station.house.signing.review(sitting)
    with pytest.raises(NotHereAnyMore):
        station.house.door.not_me(sitting.session, "9-100")
    assert (station.house.book.head(), sitting.walk) == (head, kept)
    assert station.house.walks.of(kept.person, "9-100") == kept


def test_the_steps_of_a_whole_training_are_sections_and_questions(station: Station) -> None:
    assert steps_of(station.sit_down("201")) == 3 + 4
