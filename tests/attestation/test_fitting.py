"""Which walk fits: what changed first, sections that stand kept, missed clauses asked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.examination import missed_before, seen_questions
from oc_training.attestation.kept_walk import believable
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.signature_events import Acknowledged, AcknowledgedAfterChanges
from oc_training.attestation.sitting import Sitting
from oc_training.attestation.training_events import AttemptFavouring, AttemptMade
from oc_training.attestation.walk import Ask, Course, Read, Review, ShowChanges
from oc_training.errors import OutOfOrder, Refused
from oc_training.ledger.verify import verify
from oc_training.reports.receipt_text import receipt_text
from oc_training.roster.pins import Secret
from tests.support.revising import revise
from tests.support.small_content import DIRECTIVE, FIRST, put_bank, put_revision
from tests.support.station import PIN, Station, memory_station, new_station, started_again, take, walk_to

BADGE = "201"
SECOND, THIRD = "2025-03-03", "2025-06-02"


def signed(recorded: Recorded) -> Acknowledged:
    assert isinstance(recorded.event, Acknowledged)
    return recorded.event


def overtaken(sitting: Sitting) -> bool:
    return sitting.is_overtaken


def changes_shown(sitting: Sitting) -> ShowChanges:
    step = sitting.next_step()
    assert isinstance(step, ShowChanges)
    return step


@pytest.fixture
def station(tmp_path: Path, department: Path) -> Station:
    station = new_station(tmp_path, department)
    station.hire(BADGE)
    return station


# ---- what changed, first ----------------------------------------------------------------------------------------


def test_after_a_material_revision_what_changed_since_they_signed_comes_first_and_then_everything(
    tmp_path: Path, department: Path, station: Station
) -> None:
    first = station.sign(BADGE)
    station = revise(tmp_path, station, department, SECOND, " or sings")
    sitting = station.sit_down(BADGE)
    since = changes_shown(sitting).since
    assert (since.comparison.old.id, since.comparison.new.id) == (FIRST, SECOND)
    assert (since.signed, since.signature) == (date(2025, 1, 6), first.entry.seq)
    with pytest.raises(OutOfOrder):
        sitting.visit(sitting.course.revision.sections[0], sitting.now(), 60.0, "I", whole=True)
    take(sitting, sitting.next_step())
    sections = []
    while not isinstance(step := sitting.next_step(), Review):
        sections += [step.section.id] if isinstance(step, Read) else []
        take(sitting, step)
    assert sections == [section.id for section in sitting.course.revision.sections]


def test_the_comparison_is_with_what_they_signed_themselves_and_not_with_the_revision_before(
    tmp_path: Path, department: Path, station: Station
) -> None:
    station.hire("202", "Sam Second")
    station.sign(BADGE)
    station = revise(tmp_path, station, department, SECOND, " or sings")
    station.sign("202")
    station = revise(tmp_path, station, department, THIRD, " or sings or whistles")
    assert changes_shown(station.sit_down(BADGE)).since.comparison.old.id == FIRST
    assert changes_shown(station.sit_down("202")).since.comparison.old.id == SECOND


def test_what_was_only_put_aside_is_shown_on_from_there_and_shown_to_its_end_once(
    tmp_path: Path, department: Path, station: Station
) -> None:
    station.sign(BADGE)
    station = revise(tmp_path, station, department, SECOND, " or sings")
    sitting = station.sit_down(BADGE)
    section = changes_shown(sitting).since.section
    top = section.clauses[1].citation
    sitting.visit(section, sitting.now(), 4.0, top, whole=False, shown=[section.clauses[0].citation])
    sitting = started_again(tmp_path, station, department).sit_down(BADGE)
    assert changes_shown(sitting).since.section == section
    assert (sitting.walk.place, sitting.shown(section)) == (top, (section.clauses[0].citation,))
    sitting.visit(section, sitting.now(), 5.0, top, whole=True)
    changes = sitting.walk.changes
    assert changes is not None
    assert (changes.seconds, changes.visits, changes.complete) == (9, 2, True)
    assert isinstance(sitting.next_step(), Read)


def test_a_first_training_and_one_on_the_same_words_begin_with_the_sections(station: Station) -> None:
    assert isinstance(station.sit_down(BADGE).next_step(), Read)
    station.sign(BADGE)
    station.pass_days(360)
    assert isinstance(station.sit_down(BADGE).next_step(), Read)


def test_after_an_editorial_revision_the_next_annual_walk_shows_what_changed(
    tmp_path: Path, department: Path, station: Station
) -> None:
    station.sign(BADGE)
    station = revise(tmp_path, station, department, SECOND, " or sings", change="editorial")
    with pytest.raises(Refused):
        station.sit_down(BADGE)
    station.pass_days(320)
    assert changes_shown(station.sit_down(BADGE)).since.comparison.new.id == SECOND


def test_a_comparison_of_other_texts_in_the_kept_walk_is_not_believed(
    tmp_path: Path, department: Path, station: Station
) -> None:
    station.sign(BADGE)
    station = revise(tmp_path, station, department, SECOND, " or sings")
    sitting = station.sit_down(BADGE)
    take(sitting, sitting.next_step())
    walk, changes = sitting.walk, sitting.walk.changes
    assert changes is not None
    assert believable(walk, sitting.course).changes == changes
    for other in ({"old_sha256": "0" * 64}, {"new_sha256": "0" * 64}, {"revision": SECOND}, {"signature": 3}):
        forged = msgspec.structs.replace(walk, changes=msgspec.structs.replace(changes, **other))
        assert believable(forged, sitting.course).changes is None


def test_the_acknowledgment_says_which_comparison_was_displayed_and_can_be_shown_by_its_receipt(
    tmp_path: Path, department: Path, station: Station
) -> None:
    first = station.sign(BADGE)
    assert type(first.event) is Acknowledged
    station = revise(tmp_path, station, department, SECOND, " or sings")
    second = station.sign(BADGE)
    event = second.event
    assert isinstance(event, AcknowledgedAfterChanges)
    changes, shelf = event.changes, station.house.shelf
    old, new = (shelf.revision(DIRECTIVE, each) for each in (FIRST, SECOND))
    assert (changes.old_sha256, changes.new_sha256) == (old.sha256, new.sha256)
    assert (changes.revision, changes.signature) == (FIRST, first.entry.seq)
    assert changes.issued_entry == shelf.issued_entry(DIRECTIVE, FIRST)
    assert changes.complete
    assert changes.first <= changes.last < second.entry.at or changes.first == changes.last
    receipts = [receipt_text(station.house.receipts.receipt(each.entry.seq)) for each in (first, second)]
    assert ["What changed" in receipt for receipt in receipts] == [False, True]
    assert old.sha256 in receipts[1]
    assert f"{FIRST}, signed in entry {first.entry.seq}" in receipts[1]


def test_signatures_of_both_kinds_count_alike_for_standing_list_and_idempotence(
    tmp_path: Path, department: Path, station: Station
) -> None:
    station.sign(BADGE)
    station = revise(tmp_path, station, department, SECOND, " or sings")
    sitting = station.sit_down(BADGE)
    walk_to(sitting, Review)
    once = station.house.signing.sign(sitting, "Robin Sample", Secret(PIN))
    again = station.house.signing.sign(sitting, "Robin Sample", Secret(PIN))
    assert once == again
    session = station.sign_in(BADGE)
    assert [line.revision for line in station.house.duties.receipts(session)] == [SECOND, FIRST]
    duty = station.house.duties.one(session, DIRECTIVE)
    assert duty is not None
    assert duty.standing.signed == date.fromisoformat(SECOND)


def test_a_book_with_entries_of_both_kinds_is_verified(tmp_path: Path, department: Path, station: Station) -> None:
    station.sign(BADGE)
    station = revise(tmp_path, station, department, SECOND, " or sings")
    station.sign(BADGE)
    verdict = verify(station.house.places.book)
    assert not verdict.problems


# ---- in the middle of a revision that is succeeded --------------------------------------------------------------


def test_who_is_in_the_middle_is_told_and_sections_that_stand_stay_displayed_with_their_times(
    tmp_path: Path, department: Path, station: Station
) -> None:
    sitting = station.sit_down(BADGE)
    walk_to(sitting, Review)
    assert not sitting.is_overtaken
    before = {display.section: display for display in sitting.walk.displays}
    station = revise(tmp_path, station, department, SECOND, " or sings")
    sitting = station.sit_down(BADGE)
    assert sitting.overtaken is not None
    assert sitting.overtaken.sentences == (
        (
            "Directive 9-100 was revised while you were in the middle of it. Revision 2025-03-03 is in force now. "
            "Nothing of revision 2025-01-06 was signed."
        ),
        "Sections I and II have the same words and stay displayed. Section III is shown now.",
        "The scenarios begin anew.",
    )
    assert {display.section: display for display in sitting.walk.displays} == {
        name: display for name, display in before.items() if name != "III"
    }
    read = []
    while not isinstance(step := sitting.next_step(), Review):
        read += [step.section.id] if isinstance(step, Read) else []
        take(sitting, step)
    assert read == ["III"]
    recorded = signed(station.house.signing.sign(sitting, "Robin Sample", Secret(PIN)))
    assert recorded.text.revision == SECOND
    assert [display.section for display in recorded.displays] == ["I", "II", "III"]
    assert [display.sha256 for display in recorded.displays] == [
        each.sha256 for each in sitting.course.revision.sections
    ]
    assert [each.event.revision for each in station.entries(AttemptMade) if isinstance(each.event, AttemptMade)] == [
        FIRST,
        SECOND,
    ]


def test_they_are_told_until_something_of_the_new_walk_was_kept_and_then_no_more(
    tmp_path: Path, department: Path, station: Station
) -> None:
    begun = station.sit_down(BADGE)
    take(begun, begun.next_step())
    station = revise(tmp_path, station, department, SECOND, " or sings")
    assert station.sit_down(BADGE).overtaken is not None
    sitting = station.sit_down(BADGE)
    assert sitting.overtaken is not None
    sitting.next_step()
    again = station.sit_down(BADGE)
    assert again.overtaken is None
    assert again.walk == sitting.walk


def test_a_section_in_the_middle_that_changed_is_asked_for_and_the_ones_around_it_survive_an_interruption(
    tmp_path: Path, department: Path, station: Station
) -> None:
    walk_to(station.sit_down(BADGE), Review)
    file = department / "content" / DIRECTIVE / f"{SECOND}.md"
    put_revision(department, SECOND, "material")
    file.write_text(file.read_text().replace("calls are answered", "calls are taken"))
    bank = department / "quizzes" / f"{DIRECTIVE}.md"
    put_bank(department, SECOND)
    bank.write_text(bank.read_text().replace("calls are answered", "calls are taken"))
    station = started_again(tmp_path, station, department)
    station.stand_on(date.fromisoformat(SECOND))
    (waiting,) = station.house.board.waiting_directives(station.sign_in("100"))
    station.house.issuing.issue(station.sign_in("100"), waiting, Secret(PIN))
    sitting = station.sit_down(BADGE)
    assert sitting.walk.carried == ("I", "III")
    sitting.next_step()
    sitting = started_again(tmp_path, station, department).sit_down(BADGE)
    assert [display.section for display in sitting.walk.displays] == ["I", "III"]
    step = walk_to(sitting, Read)
    assert isinstance(step, Read)
    assert step.section.id == "II"
    take(sitting, step)
    assert [display.section for display in sitting.walk.displays] == ["I", "II", "III"]
    assert all(display.complete for display in sitting.walk.displays)


def test_a_section_with_another_label_is_shown_again_because_labels_are_signed_too(
    tmp_path: Path, department: Path, station: Station
) -> None:
    walk_to(station.sit_down(BADGE), Review)
    file = department / "content" / DIRECTIVE / f"{SECOND}.md"
    put_revision(department, SECOND, "editorial")
    file.write_text(file.read_text().replace("III. PROCEDURE", "III. SCOPE\n\nAll radios.\n\n# IV. PROCEDURE"))
    put_bank(department, FIRST)
    station = started_again(tmp_path, station, department)
    station.stand_on(date.fromisoformat(SECOND))
    (waiting,) = station.house.board.waiting_directives(station.sign_in("100"))
    station.house.issuing.issue(station.sign_in("100"), waiting, Secret(PIN))
    sitting = station.sit_down(BADGE)
    assert sitting.walk.carried == ("I", "II")
    assert sitting.overtaken is not None
    assert sitting.overtaken.again == ("III", "IV")


def test_at_midnight_the_open_walk_is_overtaken_and_nothing_of_it_can_be_signed(
    tmp_path: Path, department: Path, station: Station
) -> None:
    put_revision(department, "2025-02-01", "material", " or sings")
    file = department / "content" / DIRECTIVE / "2025-02-01.md"
    file.write_text(file.read_text().replace("effective: 2025-02-01", f"effective: {SECOND}"))
    put_bank(department, "2025-02-01")
    station = started_again(tmp_path, station, department)
    station.stand_on(date(2025, 3, 2), hour=23)
    (waiting,) = station.house.board.waiting_directives(station.sign_in("100"))
    station.house.issuing.issue(station.sign_in("100"), waiting, Secret(PIN))
    sitting = station.sit_down(BADGE)
    walk_to(sitting, Review)
    assert not overtaken(sitting)
    station.clock.forward(timedelta(hours=1))
    assert overtaken(sitting)
    with pytest.raises(Refused, match="was revised while you were reading"):
        station.house.signing.sign(sitting, "Robin Sample", Secret(PIN))
    assert station.entries(Acknowledged, AcknowledgedAfterChanges) == []
    assert station.sit_down(BADGE).walk.carried == ("I", "II")


# ---- what was missed before -------------------------------------------------------------------------------------


def missed_in(station: Station) -> Sequence[AttemptMade]:
    return [
        each.event for each in station.entries(AttemptMade, AttemptFavouring) if isinstance(each.event, AttemptMade)
    ]


def sign_after_failing(station: Station, times: int) -> None:
    """So many attempts that do not pass, one that does, and the signature."""
    for _ in range(times):
        station.fail(BADGE)
    sitting = station.sit_down(BADGE)
    sitting.try_again()
    walk_to(sitting, Review)
    station.house.signing.sign(sitting, "Robin Sample", Secret(PIN))


def answer_wrong_first(sitting: Sitting, cites: str) -> None:
    """To the review, with the first answer wrong on one clause."""
    while not isinstance(step := sitting.next_step(), Review):
        take(sitting, step, right_first=not (isinstance(step, Ask) and cites in step.question.cites))


def test_a_year_later_the_clause_that_was_missed_is_asked_about(small: Content) -> None:
    for _ in range(6):
        station = memory_station(small)
        station.hire(BADGE)
        sitting = station.sit_down(BADGE)
        walk_to(sitting, Read)
        asked = sitting.walk.attempt
        assert asked is not None
        missed = sitting.course.bank.by_id[asked.draw.ids[0]].cites[0]
        answer_wrong_first(sitting, missed)
        station.house.signing.sign(sitting, "Robin Sample", Secret(PIN))
        station.pass_days(360)
        sitting = station.sit_down(BADGE)
        sitting.next_step()
        attempt = sitting.walk.attempt
        assert attempt is not None
        assert attempt.draw.missed == (missed,)
        assert any(missed in sitting.course.bank.by_id[name].cites for name in attempt.draw.ids)


def test_an_attempt_can_be_worked_out_again_from_the_book_alone(small: Content) -> None:
    station = memory_station(small)
    station.hire(BADGE)
    sign_after_failing(station, 2)
    for _ in range(3):
        station.pass_days(360)
        station.sign(BADGE)
    made = missed_in(station)
    assert [type(each) for each in made] == [AttemptMade] * 3 + [AttemptFavouring] * 3
    shelf = station.house.shelf
    revision = shelf.revision(DIRECTIVE, FIRST)
    course = Course(revision, shelf.bank(revision))
    for number, attempt in enumerate(made):
        earlier = made[:number]
        favoured = attempt.favoured if isinstance(attempt, AttemptFavouring) else ()
        again = course.fresh_draw(attempt.seed, seen_questions(earlier, None), frozenset(favoured))
        drawn = {item.question_id: (item.sha256, "".join(item.shown)) for item in again.items}
        assert drawn == {item.question: (item.sha256, item.shown) for item in attempt.items}
        if isinstance(attempt, AttemptFavouring):
            assert frozenset(favoured) == missed_before(earlier, revision, shelf.texts(DIRECTIVE))


def test_in_a_first_training_nothing_is_favoured_even_after_a_failed_attempt(small: Content) -> None:
    station = memory_station(small)
    station.hire(BADGE)
    sign_after_failing(station, 1)
    assert all(type(each) is AttemptMade for each in missed_in(station))
