"""Putting a revision in force: ahead of its day, by two where the department wants that, and never with other words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from oc_training.attestation.checking import check
from oc_training.attestation.confirmed import Confirmed
from oc_training.attestation.content import Content
from oc_training.attestation.directive_events import (
    RevisionIssued,
    RevisionIssuedByTwo,
    RevisionWithdrawn,
    RevisionWithdrawnByTwo,
)
from oc_training.attestation.issue_rules import read_issue_rules
from oc_training.attestation.issuing import SecondPerson
from oc_training.attestation.session import Session
from oc_training.attestation.standings import BoardRow
from oc_training.attestation.walk import Review
from oc_training.errors import ContentProblems, NotFound, NotSignedIn, OcTrainingError, Refused, WrongPin
from oc_training.ledger import verify
from oc_training.policy.model import Revision
from oc_training.problems import Severity
from oc_training.roster.model import Role
from oc_training.roster.pins import Secret
from oc_training.wording.duties import duty_lines
from tests.support.small_content import BANK, FIRST, bank_source, put_bank, put_revision
from tests.support.station import PIN, Station, new_station, started_again, walk_to

AHEAD = "2025-02-01"
NEXT = "2025-01-20"
RIGHT = Secret(PIN)


@pytest.fixture
def station(tmp_path: Path, department: Path) -> Station:
    """A small department's station, some days after its set-up, with an employee."""
    station = new_station(tmp_path, department)
    station.hire("201")
    station.stand_on(date(2025, 1, 22))
    return station


def put_next(station: Station, change: str = "material", words: str = " or sings", effective: str = AHEAD) -> Revision:
    """A revision reviewed and signed on :data:`NEXT`, effective later, with its bank looked through."""
    folder = station.house.places.content
    put_revision(folder, NEXT, change, words)
    file = folder / "content" / "9-100" / f"{NEXT}.md"
    source = file.read_text(encoding="utf-8").replace(f"effective: {NEXT}", f"effective: {effective}")
    file.write_text(source, encoding="utf-8")
    looked_at = bank_source().replace("cites: III.B\n", f"cites: III.B\nrevision: {NEXT}\n")
    put_bank(folder, FIRST, looked_at)
    station.house.content.renew()
    return station.house.issuing.ready("9-100", NEXT)


def issue(station: Station, revision: Revision, second: SecondPerson | None = None) -> RevisionIssued:
    event = station.house.issuing.issue(station.sign_in("100"), revision, RIGHT, second).event
    assert isinstance(event, RevisionIssued)
    return event


@contextmanager
def nothing_written(station: Station) -> Iterator[None]:
    before = len(station.entries(RevisionIssued))
    yield
    assert len(station.entries(RevisionIssued)) == before


def row(station: Station, badge: str = "201") -> BoardRow:
    (found,) = [each for each in station.house.board.status() if each.person.badge == badge]
    return found


# ---- ahead of its day ---------------------------------------------------------------------------------------------


def test_what_is_issued_ahead_asks_nobody_anything_before_its_day(station: Station) -> None:
    station.sign("201")
    before = row(station).standing
    issue(station, put_next(station))
    waiting = row(station).standing
    assert waiting.reason == f"{before.reason} A new revision takes effect 2025-02-01, to be signed then."
    assert f"Revision {NEXT} was issued ahead: from 2025-02-01 it asks" in str(waiting.lines)
    assert replace(waiting, reason=before.reason, lines=before.lines) == before
    assert station.house.shelf.in_force("9-100", date(2025, 1, 31)).id == FIRST
    station.stand_on(date(2025, 1, 31))
    assert row(station).standing.revision == FIRST
    station.stand_on(date(2025, 2, 1))
    asked = row(station).standing
    assert (asked.revision, asked.kind.value) == (NEXT, "due")
    assert asked.cycle is not None
    assert (asked.cycle.why, asked.cycle.opened) == ("review", date(2025, 2, 1))


def test_people_are_told_of_what_was_issued_ahead_until_its_day_and_not_of_what_was_withdrawn(station: Station) -> None:
    def told() -> bool:
        (duty,) = station.house.duties.of(station.sign_in("201"))
        return "A new revision takes effect on February 1, 2025." in duty_lines(duty)

    assert not told()
    issue(station, put_next(station))
    assert told()
    withdraw(station)
    assert not told()
    issue(station, put_next(station))
    station.stand_on(date(2025, 2, 1))
    assert not told()


def test_until_then_people_train_on_the_old_text_with_the_questions_that_fit_it(station: Station) -> None:
    issue(station, put_next(station))
    sitting = station.sit_down("201")
    assert sitting.walk.revision == FIRST
    assert [question.id for question in sitting.course.bank.questions] == ["RA-01", "RA-02", "RA-03", "RA-04"]
    station.sign("201")
    station.stand_on(date(2025, 2, 1))
    sitting = station.sit_down("201")
    assert sitting.walk.revision == NEXT
    assert len(sitting.course.bank.questions) == 5
    walk_to(sitting, Review)


def test_a_walk_on_the_old_text_cannot_be_signed_once_the_new_is_in_force(station: Station) -> None:
    issue(station, put_next(station))
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    station.stand_on(date(2025, 2, 1))
    with pytest.raises(Refused, match="was revised while you were reading"):
        station.house.signing.sign(sitting, "Robin Sample", RIGHT)


def test_an_answer_given_before_the_day_holds_until_the_day_and_no_longer(station: Station) -> None:
    sitting = station.sit_down("201")
    station.house.signing.decline(sitting, RIGHT, "Ask me later")
    assert "Declined" in row(station).standing.reason
    issue(station, put_next(station))
    assert "Declined" in row(station).standing.reason
    station.pass_days(2)
    station.house.signing.decline(sitting, RIGHT, "Still later")
    assert "Declined to sign on 2025-01-24" in row(station).standing.reason
    station.stand_on(date(2025, 2, 1))
    asked = row(station).standing
    assert (asked.answer, asked.kind.value) == (None, "due")
    assert "Declined to sign the earlier text on 2025-01-24; supervisor to follow up." in asked.reason


def test_a_bank_that_only_fits_the_new_text_waits_for_the_day(station: Station) -> None:
    revision = put_next(station)
    changed = bank_source(NEXT).replace("cites: II.A\n", "cites: III.B\n")
    put_bank(
        station.house.places.content, NEXT, changed.replace("The room in which calls are answered", "Nobody jokes")
    )
    with nothing_written(station), pytest.raises(Refused, match=f"Until {AHEAD} people train on revision {FIRST}"):
        issue(station, revision)
    station.stand_on(date(2025, 2, 1))
    issue(station, revision)


def test_a_review_or_a_signature_that_lies_ahead_is_not_issued(station: Station) -> None:
    revision = put_next(station)
    station.stand_on(date(2025, 1, 19))
    with nothing_written(station), pytest.raises(Refused, match="The day of the review, 2025-01-20, lies ahead"):
        issue(station, revision)
    signed = replace(revision, signed_off=date(2025, 1, 23))
    station.stand_on(date(2025, 1, 22))
    with nothing_written(station), pytest.raises(Refused, match="The day of the Chief's signature, 2025-01-23"):
        issue(station, signed)


# ---- who may ------------------------------------------------------------------------------------------------------


def ask_for_two(station: Station) -> None:
    schedule = station.house.places.content / "content" / "schedule.toml"
    schedule.write_text(
        schedule.read_text(encoding="utf-8").replace("person = false", "person = true"), encoding="utf-8"
    )


def test_where_the_department_wants_two_the_entry_names_both(station: Station) -> None:
    sam = station.hire("301", "Sam Second", role=Role.SUPERVISOR)
    ask_for_two(station)
    event = issue(station, put_next(station), SecondPerson("301", RIGHT))
    assert isinstance(event, RevisionIssuedByTwo)
    assert (event.by, event.approved_by) == (station.coordinator.id, sam.id)
    again = started_again(station.house.places.data.parent, station, station.house.places.content)
    assert again.house.shelf.revision("9-100", NEXT).id == NEXT
    assert [each.revision for each in again.house.book.records().issued("9-100")] == [FIRST, NEXT]


def test_the_check_of_a_book_finds_what_two_issued_and_what_was_signed_under_it_in_order(
    tmp_path: Path, department: Path
) -> None:
    station = new_station(tmp_path / "on a disk", department)
    station.hire("201")
    station.hire("301", "Sam Second", role=Role.SUPERVISOR)
    station.stand_on(date(2025, 1, 22))
    ask_for_two(station)
    issue(station, put_next(station, effective=NEXT), SecondPerson("301", RIGHT))
    station.sign("201")
    book = station.house.places.book
    station.house.book.close()
    assert verify.verify(book).problems == ()


@pytest.mark.parametrize(
    ("second", "error", "words"),
    [
        (None, Refused, "a second person has to approve what is issued. Nothing was issued."),
        (SecondPerson("100", RIGHT), Refused, "has to be somebody else"),
        (SecondPerson("201", RIGHT), Refused, "has to be a supervisor or another training coordinator"),
        (SecondPerson("301", Secret("wrong oak 1")), NotSignedIn, "were not accepted"),
        (SecondPerson("999", RIGHT), NotSignedIn, "were not accepted"),
    ],
)
def test_a_second_person_who_may_not_approve_stops_it(
    station: Station, second: SecondPerson | None, error: type[OcTrainingError], words: str
) -> None:
    station.hire("301", "Sam Second", role=Role.SUPERVISOR)
    ask_for_two(station)
    revision = put_next(station)
    with nothing_written(station), pytest.raises(error, match=words):
        issue(station, revision, second)


def test_a_missing_second_person_is_told_before_a_pin_is_tried(station: Station) -> None:
    ask_for_two(station)
    revision = put_next(station)
    with nothing_written(station), pytest.raises(Refused, match="a second person has to approve"):
        station.house.issuing.issue(station.sign_in("100"), revision, Secret("wrong oak 1"))


def test_a_one_time_code_approves_nothing(station: Station) -> None:
    sam = station.hire("301", "Sam Second", role=Role.SUPERVISOR)
    code = station.house.door.issue_code(sam.id, station.coordinator.id, RIGHT)
    ask_for_two(station)
    revision = put_next(station)
    with nothing_written(station), pytest.raises(Refused, match="Sam Second has to set a PIN"):
        issue(station, revision, SecondPerson("301", code))


def test_only_the_coordinator_issues_and_only_with_the_pin(station: Station) -> None:
    revision = put_next(station)
    with nothing_written(station), pytest.raises(Refused, match="for the training coordinator"):
        station.house.issuing.issue(station.sign_in("201"), revision, RIGHT)
    with nothing_written(station), pytest.raises(WrongPin):
        station.house.issuing.issue(station.sign_in("100"), revision, Secret("not it 12"))


def two_in_sight(station: Station) -> tuple[Revision, Session, Confirmed, SecondPerson]:
    """What is to be issued, whose stay it is, that their PIN was right, and who approves next."""
    station.hire("301", "Sam Second", role=Role.SUPERVISOR)
    ask_for_two(station)
    revision, session = put_next(station), station.sign_in("100")
    return revision, session, station.house.issuing.confirm(session, revision, RIGHT), SecondPerson("301", RIGHT)


def test_until_the_second_person_agrees_no_more_is_kept_than_that_the_pin_was_right(station: Station) -> None:
    revision, session, confirmed, second = two_in_sight(station)
    assert (repr(confirmed), confirmed.__slots__) == ("Confirmed()", ())
    station.clock.forward(timedelta(seconds=60))
    event = station.house.issuing.issue(session, revision, confirmed, second).event
    assert isinstance(event, RevisionIssuedByTwo)


def test_after_a_minute_the_coordinator_has_to_begin_again_whatever_the_clock_on_the_wall_says(
    station: Station,
) -> None:
    revision, session, confirmed, second = two_in_sight(station)
    station.clock.forward(timedelta(seconds=60.5))
    station.clock.forward(timedelta(seconds=-60))
    for _ in range(2):
        with nothing_written(station), pytest.raises(Refused, match="please begin again"):
            station.house.issuing.issue(session, revision, confirmed, second)
    again = station.house.issuing.confirm(session, revision, RIGHT)
    assert station.house.issuing.issue(session, revision, again, second).entry.seq > 0


def test_a_second_person_who_mistypes_may_try_again_within_the_minute(station: Station) -> None:
    revision, session, confirmed, second = two_in_sight(station)
    with pytest.raises(NotSignedIn):
        station.house.issuing.issue(session, revision, confirmed, SecondPerson("301", Secret("wrong oak 1")))
    assert station.house.issuing.issue(session, revision, confirmed, second).entry.seq > 0


def test_that_a_pin_was_right_counts_for_that_stay_that_act_and_that_token_alone(station: Station) -> None:
    revision, session, confirmed, second = two_in_sight(station)
    issuing = station.house.issuing
    other_words = put_next(station, words=" or hums")
    with nothing_written(station):
        for stay, what, token in (
            (station.sign_in("100"), revision, confirmed),
            (session, other_words, confirmed),
            (session, revision, Confirmed()),
            (session, revision, copy(confirmed)),
        ):
            with pytest.raises(Refused, match="was not given for this"):
                issuing.issue(stay, what, token, second)
        with pytest.raises(Refused, match="a second person has to approve"):
            issuing.issue(session, revision, confirmed)


def test_that_a_pin_was_right_is_used_up_by_its_act_and_by_the_next_one(station: Station) -> None:
    revision, session, confirmed, second = two_in_sight(station)
    issuing = station.house.issuing
    newer = issuing.confirm(session, revision, RIGHT)
    with nothing_written(station), pytest.raises(Refused, match="was not given for this"):
        issuing.issue(session, revision, confirmed, second)
    issuing.issue(session, revision, newer, second)
    withdrawal = issuing.confirm_withdrawal(session, "9-100", NEXT, RIGHT)
    with pytest.raises(Refused, match="was not given for this"):
        issuing.withdraw(session, "9-100", NEXT, newer, reason="Wrong day", second=second)
    issuing.withdraw(session, "9-100", NEXT, withdrawal, reason="Wrong day", second=second)
    assert len(station.entries(RevisionWithdrawnByTwo)) == 1
    with nothing_written(station), pytest.raises(Refused, match="was not given for this"):
        issuing.issue(session, revision, withdrawal, second)


def test_the_coordinators_half_of_a_withdrawal_alone_writes_nothing_and_is_only_theirs(station: Station) -> None:
    issuing = station.house.issuing
    with pytest.raises(NotFound):
        issuing.confirm_withdrawal(station.sign_in("100"), "9-100", NEXT, RIGHT)
    issue(station, put_next(station))
    issuing.confirm_withdrawal(station.sign_in("100"), "9-100", NEXT, RIGHT)
    with pytest.raises(WrongPin):
        issuing.confirm_withdrawal(station.sign_in("100"), "9-100", NEXT, Secret("wrong oak 1"))
    with pytest.raises(Refused, match="for the training coordinator"):
        issuing.confirm_withdrawal(station.sign_in("201"), "9-100", NEXT, RIGHT)
    assert station.entries(RevisionWithdrawn, RevisionWithdrawnByTwo) == []


def test_the_coordinators_half_alone_writes_nothing_and_is_only_theirs(station: Station) -> None:
    revision = put_next(station)
    ask_for_two(station)
    issuing = station.house.issuing
    with nothing_written(station):
        issuing.confirm(station.sign_in("100"), revision, RIGHT)
        with pytest.raises(WrongPin):
            issuing.confirm(station.sign_in("100"), revision, Secret("wrong oak 1"))
        with pytest.raises(Refused, match="for the training coordinator"):
            issuing.confirm(station.sign_in("201"), revision, RIGHT)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("[issue]\nsecond_person = 1\n", "x:2: 'second_person' under [issue] must be true or false"),
        ("[issue]\nsecond = true\n", "x:2: 'second' is not known; known here: second_person"),
        ("issue = true\n", "x:1: 'issue' must be a heading: [issue]"),
    ],
)
def test_a_wrong_rule_is_told_at_its_line(source: str, told: str) -> None:
    with pytest.raises(ContentProblems) as raised:
        read_issue_rules(source, "x")
    assert [str(problem) for problem in raised.value.problems] == [told]


def test_without_a_rule_the_coordinator_issues_alone() -> None:
    assert read_issue_rules("[late]\ngrace_days = 1\n", "x").second_person is False
    assert read_issue_rules("[issue]\nsecond_person = true\n", "x").second_person is True


# ---- issued words never change ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: text.replace("Nobody jokes", "Nobody sings"), r"III.B (amended): Nobody [-jokes-] [+sings+] on"),
        (
            lambda text: text.replace("\nB. Nobody jokes on the air.\n", ""),
            r"III.B (removed): [-Nobody jokes on the air.-]",
        ),
        (
            lambda text: text.replace("A. Every unit", "A. Be brief.\n\nB. Every unit").replace(
                "B. Nobody", "C. Nobody"
            ),
            "III.A (added): [+Be brief.+]; also III.B, III.C",
        ),
    ],
)
def test_a_file_that_was_changed_after_it_was_issued_is_refused_with_the_clause(
    station: Station, change: Callable[[str], str], named: str
) -> None:
    file = station.house.places.content / "content" / "9-100" / f"{FIRST}.md"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        station.house.shelf.not_issued_yet()
    assert str(refused.value) == (
        f"The words of Directive 9-100, revision {FIRST}, were changed in its file after it was issued: {named}"
        f"{'.' if named.endswith(('III.C', ']')) else ' the air.'} Issued words never change; put the file back, or "
        "make a new revision."
    )


def test_an_older_issued_file_that_was_changed_is_found_too(station: Station) -> None:
    station.stand_on(date(2025, 2, 1))
    issue(station, put_next(station))
    put_revision(station.house.places.content, FIRST, "first issue", " or whistles")
    with pytest.raises(Refused, match=rf"revision {FIRST}, were changed .* \[-air\.-\] \[\+air or whistles\.\+\]"):
        station.house.shelf.not_issued_yet()


def test_beside_a_changed_file_nothing_is_issued_and_the_check_tells_of_it(station: Station) -> None:
    revision = put_next(station)
    put_revision(station.house.places.content, FIRST, "first issue", " or whistles")
    said = rf"revision {FIRST}, were changed in its file after it was issued: III\.B \(amended\)"
    with pytest.raises(Refused, match=said):
        station.house.issuing.ready("9-100", NEXT)
    with nothing_written(station), pytest.raises(Refused, match=said):
        issue(station, revision)
    content = Content(station.house.places.content)
    (told,) = [
        str(each)
        for each in check(content, station.house.shelf.issued_texts).problems
        if each.severity is Severity.ERROR
    ]
    assert told.startswith(f"content/9-100/{FIRST}.md:1: The words of Directive 9-100, revision {FIRST}, were changed")


def test_reaffirmed_is_compared_with_what_was_issued_and_not_with_its_file(station: Station) -> None:
    folder = station.house.places.content
    put_revision(folder, FIRST, "first issue", " or sings")
    put_revision(folder, NEXT, "reaffirmed", " or sings")
    told = [str(each) for each in check(Content(folder), station.house.shelf.issued_texts).problems]
    assert any("'change: reaffirmed' cannot be" in each for each in told)


def test_a_newer_draft_does_not_hide_what_waits_to_be_issued(station: Station) -> None:
    waiting = put_next(station)
    put_revision(station.house.places.content, "2025-03-01", "material", " or hums")
    assert [each.id for each in station.house.shelf.not_issued_yet()] == [NEXT, "2025-03-01"]
    issue(station, waiting)
    assert [each.id for each in station.house.shelf.not_issued_yet()] == ["2025-03-01"]


def test_a_draft_older_than_what_was_issued_does_not_wait_any_more(station: Station) -> None:
    put_revision(station.house.places.content, "2025-01-02", "material", " or hums")
    assert station.house.shelf.not_issued_yet() == ()


# ---- what the check of the book will say ------------------------------------------------------------------------


def test_emphasis_by_underscores_never_gets_as_far_as_the_book(station: Station) -> None:
    with pytest.raises(ContentProblems, match=rf"{NEXT}\.md:\d+: underscores mark nothing here; use stars"):
        put_next(station, words=" or _sings_")


def test_a_text_that_the_check_of_the_book_reads_otherwise_is_not_issued(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = put_next(station, words=" *or* john_m_doe")
    assert verify.digest_of_text(revision.source) == revision.sha256
    monkeypatch.setattr(verify, "digest_of_text", lambda source: f"other than of {len(source)} letters")
    with nothing_written(station), pytest.raises(ContentProblems, match="would read other words here than people do"):
        issue(station, revision)
    told = [problem.message for problem in check(Content(station.house.places.content)).problems]
    assert any("would read other words here" in message for message in told)


# ---- what is checked ----------------------------------------------------------------------------------------------


def test_dates_out_of_order_are_not_issued(station: Station) -> None:
    with pytest.raises(ContentProblems, match=f"effective from 2025-01-10, before it was signed off on {NEXT}"):
        put_next(station, effective="2025-01-10")


def test_words_that_changed_under_the_name_of_reaffirmed_are_not_issued(station: Station) -> None:
    with pytest.raises(ContentProblems, match=r"'change: reaffirmed' cannot be: words differ .* \(III\.B\)"):
        put_next(station, "reaffirmed")


def test_a_reaffirmed_text_needs_nobody_to_look_at_a_question(station: Station) -> None:
    station.sign("201")
    folder = station.house.places.content
    put_revision(folder, NEXT, "reaffirmed")
    issue(station, station.house.issuing.ready("9-100", NEXT))
    assert row(station).standing.kind.value == "current"
    assert Content(folder).bank("9-100").revision == FIRST
    assert len(station.house.shelf.bank(station.house.shelf.revision("9-100", NEXT)).questions) == 5


def test_what_is_not_there_or_was_issued_cannot_be_issued(station: Station) -> None:
    with pytest.raises(NotFound, match=r"There is no file content/9-100/2030-01-01\.md"):
        station.house.issuing.ready("9-100", "2030-01-01")
    with pytest.raises(Refused, match="was issued already"):
        station.house.issuing.ready("9-100", FIRST)


def test_a_bank_that_cannot_be_asked_stops_the_issue_and_not_the_kiosk(station: Station) -> None:
    revision = put_next(station)
    (station.house.places.content / BANK).write_text("nothing", encoding="utf-8")
    with nothing_written(station), pytest.raises(ContentProblems):
        issue(station, replace(revision, effective=date(2025, 1, 20)))
    station.house.board.status()


# ---- withdrawn before its day -------------------------------------------------------------------------------------


def withdraw(
    station: Station, revision: str = NEXT, reason: str = "Wrong day", pin: Secret = RIGHT
) -> RevisionWithdrawn:
    event = station.house.issuing.withdraw(station.sign_in("100"), "9-100", revision, pin, reason=reason).event
    assert isinstance(event, RevisionWithdrawn)
    return event


def test_what_was_withdrawn_is_as_if_never_issued_and_both_entries_stay(station: Station) -> None:
    station.sign("201")
    revision = put_next(station)
    issue(station, revision)
    entry = station.house.shelf.issued_entry("9-100", NEXT)
    event = withdraw(station)
    assert (event.issued_entry, event.reason, event.by) == (entry, "Wrong day", station.coordinator.id)
    assert [each.revision for each in station.house.book.records().issued("9-100")] == [FIRST]
    station.stand_on(date(2025, 2, 1))
    assert row(station).standing.revision == FIRST
    assert row(station).standing.kind.value == "current"
    assert len(station.entries(RevisionIssued)) == 2
    again = started_again(station.house.places.data.parent, station, station.house.places.content)
    (first, second) = again.house.book.records().ever_issued("9-100")
    assert (first[2], second[2] is not None) == (None, True)


def test_after_a_withdrawal_the_same_review_can_be_issued_with_other_words(station: Station) -> None:
    issue(station, put_next(station))
    assert len(station.house.shelf.bank(station.house.shelf.revision("9-100", NEXT)).questions) == 5
    withdraw(station)
    assert [each.id for each in station.house.shelf.not_issued_yet()] == [NEXT]
    issue(station, put_next(station, words=" or hums"))
    assert station.house.shelf.revision("9-100", NEXT).clauses[-1].text.endswith("or hums.")
    withdraw(station)
    assert [each[2] is not None for each in station.house.book.records().ever_issued("9-100")] == [False, True, True]
    issue(station, put_next(station))
    assert station.house.shelf.revision("9-100", NEXT).clauses[-1].text.endswith("or sings.")


def test_only_the_coordinator_withdraws_with_the_pin_and_a_reason(station: Station) -> None:
    issue(station, put_next(station))
    with pytest.raises(Refused, match="for the training coordinator"):
        station.house.issuing.withdraw(station.sign_in("201"), "9-100", NEXT, RIGHT, reason="why")
    with pytest.raises(WrongPin):
        withdraw(station, pin=Secret("not it 12"))
    with pytest.raises(Refused, match="Say in a sentence why"):
        withdraw(station, reason="  ")
    assert station.entries(RevisionWithdrawn) == []


def test_what_is_in_force_or_has_a_successor_or_was_never_issued_is_not_withdrawn(station: Station) -> None:
    with pytest.raises(Refused, match=f"is in force since {FIRST}"):
        withdraw(station, FIRST)
    with pytest.raises(NotFound):
        withdraw(station)
    issue(station, put_next(station))
    with pytest.raises(Refused, match=f"Revision {NEXT} was issued after it"):
        withdraw(station, FIRST)
    station.stand_on(date(2025, 2, 1))
    with pytest.raises(Refused, match=f"is in force since {AHEAD}"):
        withdraw(station)
    assert station.entries(RevisionWithdrawn) == []


def test_where_two_issue_two_withdraw(station: Station) -> None:
    sam = station.hire("301", "Sam Second", role=Role.SUPERVISOR)
    ask_for_two(station)
    issue(station, put_next(station), SecondPerson("301", RIGHT))
    with pytest.raises(Refused, match="a second person has to approve what is withdrawn"):
        withdraw(station)
    session, second = station.sign_in("100"), SecondPerson("301", RIGHT)
    event = station.house.issuing.withdraw(session, "9-100", NEXT, RIGHT, reason="Wrong day", second=second).event
    assert isinstance(event, RevisionWithdrawnByTwo)
    assert event.approved_by == sam.id
