"""A directive of another shape than the first one, the whole way: issued, trained, signed, revised, signed again.

Four levels, paragraphs inside clauses, seven sections; in its second revision a section has moved up. Everything is
done through the services, so that nothing in them can depend on how the first directive is built.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oc_training.attestation.bank_review import confirmations, renumberings, save
from oc_training.attestation.checking import check
from oc_training.attestation.content import Content
from oc_training.attestation.signature_events import Acknowledged, AcknowledgedAfterChanges
from oc_training.attestation.staleness import state_of
from oc_training.attestation.walk import Read, Review, ShowChanges
from oc_training.ledger import verify
from oc_training.policy.changed_passages import changed_passages
from oc_training.policy.comparison import compare
from oc_training.roster.pins import Secret
from tests.attestation.test_staleness import CITES, bank_source, put_bank
from tests.support import evidence_lockers
from tests.support.evidence_lockers import FIRST, NUMBER, SECOND
from tests.support.small_content import BANK, DIRECTIVE, small_content
from tests.support.station import PIN, Station, new_station, started_again, take, walk_to

SECTIONS = ("I", "II", "III.A", "III.B", "IV", "V", "VI", "REFERENCE")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The files of a department with that directive alone, as first issued."""
    folder = small_content(tmp_path / "department")
    (folder / BANK).unlink()
    (folder / "content" / DIRECTIVE).rename(folder / "content" / NUMBER)
    for file in (folder / "content" / NUMBER).iterdir():
        file.unlink()
    (folder / "content" / NUMBER / f"{FIRST}.md").write_text(evidence_lockers.first(), encoding="utf-8")
    put_bank(folder, bank_source())
    return folder


@pytest.fixture
def station(tmp_path: Path, content: Path) -> Station:
    """A station where it was issued with the set-up, and somebody has signed it."""
    station = new_station(tmp_path, content)
    station.hire("201")
    station.sign("201")
    return station


def revised(tmp_path: Path, station: Station, content: Path) -> Station:
    """The second revision written, its questions looked through, issued on its day by the coordinator."""
    (content / "content" / NUMBER / f"{SECOND}.md").write_text(evidence_lockers.second(), encoding="utf-8")
    files = Content(content)
    text = files.library.find(NUMBER, SECOND)
    assert text is not None
    state = state_of(files.bank(NUMBER), text, station.house.shelf.texts(NUMBER))
    once = {each.question.id: each for each in (*confirmations(state, ("EL-05", "EL-09")), *renumberings(state))}
    save(files, state.bank, once.values())
    assert check(Content(content), station.house.shelf.issued_texts).is_sound
    station = started_again(tmp_path, station, content)
    station.stand_on(date.fromisoformat(SECOND))
    station.confirm_time()
    (waiting,) = station.house.board.waiting_directives(station.sign_in("100"))
    station.house.issuing.issue(station.sign_in("100"), waiting, Secret(PIN))
    return station


def test_it_is_read_section_by_section_asked_about_and_signed(station: Station) -> None:
    (signed,) = station.entries(Acknowledged)
    assert isinstance(signed.event, Acknowledged)
    assert [display.section for display in signed.event.displays] == list(SECTIONS)
    assert signed.event.text.revision == FIRST
    (row,) = [each for each in station.house.board.status() if each.person.badge == "201"]
    assert row.standing.kind.value == "current"


def test_after_a_section_moved_only_what_changed_comes_first_and_the_questions_follow_their_clauses(
    tmp_path: Path, station: Station, content: Path
) -> None:
    station = revised(tmp_path, station, content)
    sitting = station.sit_down("201")
    step = sitting.next_step()
    assert isinstance(step, ShowChanges)
    old, new = (station.house.shelf.revision(NUMBER, each) for each in (FIRST, SECOND))
    titles = [passage.title for passage in changed_passages(compare(old, new))]
    assert titles == [
        "III.B.1: amended",
        "III.B.1.a: affected",
        "IV.B, before V.B: moved and amended",
    ]
    cites = {question.id: question.cites for question in sitting.course.bank.questions}
    assert cites == {
        **{name: (cited,) for name, cited in CITES.items()},
        "EL-06": ("V.A",), "EL-07": ("V.B",), "EL-08": ("IV.A",), "EL-09": ("IV.B",),
    }  # fmt: skip
    take(sitting, step)
    assert isinstance(sitting.next_step(), Read)
    walk_to(sitting, Review)
    station.house.signing.sign(sitting, "Robin Sample", Secret(PIN))
    signed = station.entries(AcknowledgedAfterChanges)[-1].event
    assert isinstance(signed, AcknowledgedAfterChanges)
    assert (signed.text.revision, signed.changes.revision) == (SECOND, FIRST)
    assert [display.section for display in signed.displays] == list(SECTIONS)
    station.house.book.close()
    assert verify.verify(station.house.places.book).problems == ()


def test_a_training_begun_before_keeps_what_stands_and_shows_what_has_other_labels_again(
    tmp_path: Path, station: Station, content: Path
) -> None:
    station.hire("202", "Lee Sample")
    sitting = station.sit_down("202")
    while not (isinstance(step := sitting.next_step(), Read) and step.section.id == "VI"):
        take(sitting, step)
    station = revised(tmp_path, station, content)
    sitting = station.sit_down("202")
    read_again: list[str] = []
    while not isinstance(step := sitting.next_step(), Review):
        read_again += [step.section.id] if isinstance(step, Read) else []
        take(sitting, step)
    assert read_again == ["III.B", "IV", "V", "VI", "REFERENCE"]
    station.house.signing.sign(sitting, "Lee Sample", Secret(PIN))
