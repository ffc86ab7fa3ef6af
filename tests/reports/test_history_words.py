from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from msgspec.structs import asdict

from oc_training.attestation import (
    directive_events,
    duty_events,
    events,
    roster_events,
    sign_in_events,
    signature_events,
    station_events,
    training_events,
)
from oc_training.attestation.recorded import Recorded
from oc_training.ledger.port import Entry
from oc_training.reports.history_words import in_words, what_happened
from oc_training.roster.model import DutyStatus, Role
from tests.support.station import project_content

HOSTILE = ("[/", "[@click=app.exit]x[/]", "{0.__class__}", "%s", "esc\x1b[2J", "over\u202eride", "lone\ud800")
WHO = signature_events.WhoRecord(person="P-1", name="Ada Invented", rank="Officer", badge="417", unit="Day Shift")
TEXT = signature_events.TextRecord(
    directive="3-400",
    title="SOCIAL MEDIA POLICY",
    revision="2021-06-14",
    effective=date(2015, 12, 16),
    reviewed=date(2021, 6, 14),
    text_sha256="0" * 64,
    issued_entry=3,
)
CYCLE = signature_events.CycleRecord(
    id="c", why="annual", opened=date(2026, 1, 1), due=date(2026, 2, 1), overdue_from=date(2026, 2, 16)
)
NEW = roster_events.NewPerson(
    person="P-1", name="Ada", badge="417", rank="", unit="Day", role=Role.EMPLOYEE, started=date(2026, 1, 1)
)


def issued(by: str = "P-9") -> directive_events.RevisionIssued:
    return directive_events.RevisionIssued(
        directive="3-400", revision="2021-06-14", title="T", effective=date(2015, 12, 16), reviewed=date(2021, 6, 14),
        signed_off=date(2021, 7, 6), change="first issue", change_note="", text_sha256="0", source="", by=by,
        statement_version="1", statement="",
    )  # fmt: skip


def changed(reason: str = "Promoted") -> roster_events.PersonChanged:
    return roster_events.PersonChanged(
        person="P-1", name="Ada", badge="418", rank="Sergeant", unit="Night Shift", role=Role.SUPERVISOR,
        started=date(2026, 1, 1), by="P-9", reason=reason,
    )  # fmt: skip


def attempt(*, passed: bool) -> training_events.AttemptMade:
    return training_events.AttemptMade(
        attempt="a", number=2, person="P-1", directive="3-400", revision="2021-06-14", bank_sha256="0", seed=1,
        items=(), right=11, of=12, pass_mark=80, passed=passed,
    )  # fmt: skip


def signed(comment: str | None = None) -> signature_events.Acknowledged:
    return signature_events.Acknowledged(
        who=WHO, text=TEXT, cycle=CYCLE, displays=(), attempt="a", attempt_entry=9, attempt_number=1, right=11, of=12,
        statement_version="1", statement="", typed_name="Ada", comment=comment, method="", signed_in="", pin_set=None,
        pin_authorised_by=None, consent="electronic", program="1", local_date=date(2026, 3, 14),
        interface=signature_events.Interface.SCREEN,
    )  # fmt: skip


def duty(status: DutyStatus, reason: str = "") -> roster_events.DutyChanged:
    return roster_events.DutyChanged(person="P-1", duty=status, since=date(2026, 3, 1), reason=reason, by="P-9")


def paper(original: str = "Personnel file") -> signature_events.PaperRecorded:
    return signature_events.PaperRecorded(
        who=WHO, text=TEXT, cycle=CYCLE, signed_on=date(2026, 3, 2), original=original, by="P-9"
    )


CHANGES = signature_events.ChangesRecord(
    revision="2020-01-01", signature=4, issued_entry=2, old_sha256="0", new_sha256="1", first="t", last="t", seconds=9,
    visits=1, complete=True,
)  # fmt: skip

SENTENCES: list[tuple[events.Event, str]] = [
    (issued(), "Directive 3-400 (revision 2021-06-14) was put in force by Sgt. Nine."),
    (
        directive_events.RevisionIssuedByTwo(**asdict(issued()), approved_by="P-9"),
        "Directive 3-400 (revision 2021-06-14) was put in force by Sgt. Nine, approved by Sgt. Nine.",
    ),
    (
        directive_events.RevisionWithdrawn(
            directive="3-400", revision="2027-01-10", issued_entry=7, reason="Wrong day", by="P-9"
        ),
        "Directive 3-400 (revision 2027-01-10) was withdrawn before its day by Sgt. Nine. Reason: Wrong day",
    ),
    (
        directive_events.RevisionWithdrawnByTwo(
            directive="3-400", revision="2027-01-10", issued_entry=7, reason="Wrong day", by="P-9", approved_by="P-9"
        ),
        (
            "Directive 3-400 (revision 2027-01-10) was withdrawn before its day by Sgt. Nine, approved by Sgt. Nine."
            " Reason: Wrong day"
        ),
    ),
    (
        roster_events.PeopleAdded(people=(NEW,), by=None, source=None),
        "Put on the roster as the first training coordinator, when the kiosk was set up.",
    ),
    (roster_events.PeopleAdded(people=(NEW,), by="P-9", source=None), "Put on the roster by Sgt. Nine."),
    (
        roster_events.PeopleAdded(people=(NEW, NEW), by="P-9", source="all.csv"),
        "Put on the roster by Sgt. Nine, from the file all.csv with 2 people.",
    ),
    (
        changed(),
        (
            "Details changed by Sgt. Nine to Ada, badge 418, Sergeant, Night Shift, supervisor, started 2026-01-01."
            " Reason: Promoted"
        ),
    ),
    (duty(DutyStatus.ON_DUTY), "On duty from 2026-03-01; recorded by Sgt. Nine."),
    (
        duty(DutyStatus.ON_LEAVE, "Family leave"),
        "On leave from 2026-03-01; recorded by Sgt. Nine. Reason: Family leave",
    ),
    (duty(DutyStatus.SEPARATED), "Left the department on 2026-03-01; recorded by Sgt. Nine."),
    (sign_in_events.CodeIssued(person="P-1", by="P-9"), "A one-time code was issued by Sgt. Nine."),
    (sign_in_events.PinSet(person="P-1", authorised_by=None), "Set a PIN when the kiosk was set up."),
    (sign_in_events.PinSet(person="P-1", authorised_by="P-9"), "Set a PIN, with a one-time code from Sgt. Nine."),
    (sign_in_events.SignInLocked(person="P-1"), "Sign-in was locked after five wrong PINs."),
    (
        sign_in_events.SignInReleased(person="P-1", by="P-9", reason="At the desk"),
        "Sign-in was released by Sgt. Nine. Reason: At the desk",
    ),
    (
        attempt(passed=True),
        "Attempt 2 at the scenarios of Directive 3-400 passed: 11 of 12 right at the first try.",
    ),
    (
        attempt(passed=False),
        "Attempt 2 at the scenarios of Directive 3-400 did not pass: 11 of 12 right at the first try.",
    ),
    (
        training_events.AttemptFavouring(**asdict(attempt(passed=True)), favoured=("III.A",)),
        "Attempt 2 at the scenarios of Directive 3-400 passed: 11 of 12 right at the first try.",
    ),
    (
        signature_events.AcknowledgedAfterChanges(**asdict(signed("None")), changes=CHANGES),
        (
            "Signed Directive 3-400 (revision 2021-06-14) at the kiosk; 11 of 12 scenarios right at the first try."
            " What changed since revision 2020-01-01 was displayed first. Comment: None"
        ),
    ),
    (
        training_events.AttemptReleased(person="P-1", directive="3-400", by="P-9", reason="Talked it over"),
        "A further attempt at the scenarios of Directive 3-400 was allowed by Sgt. Nine. Reason: Talked it over",
    ),
    (
        signed("III.A.7 is unclear"),
        (
            "Signed Directive 3-400 (revision 2021-06-14) at the kiosk; 11 of 12 scenarios right at the first try."
            " Comment: III.A.7 is unclear"
        ),
    ),
    (
        signature_events.Declined(who=WHO, text=TEXT, cycle=CYCLE, reason=None),
        "Declined to sign Directive 3-400 (revision 2021-06-14).",
    ),
    (
        signature_events.PaperRequested(who=WHO, text=TEXT, cycle=CYCLE, comment="My eyes"),
        "Asked to sign Directive 3-400 (revision 2021-06-14) on paper. Comment: My eyes",
    ),
    (
        paper(),
        (
            "Signed Directive 3-400 (revision 2021-06-14) on paper on 2026-03-02; recorded by Sgt. Nine."
            " The original: Personnel file"
        ),
    ),
    (
        sign_in_events.SignInPaused(minutes=5),
        "Too many tries to sign in were wrong; the station took none for 5 minutes.",
    ),
    (
        signature_events.Voided(
            person="P-1", directive="3-400", signature=12, signature_id="0", by="P-9", reason="Somebody else signed"
        ),
        "The signature for Directive 3-400 in entry 12 was voided by Sgt. Nine. Reason: Somebody else signed",
    ),
    (
        sign_in_events.NotThisPerson(person="P-1", directive="3-400"),
        "Somebody at the kiosk said during Directive 3-400 that the name on the screen is not theirs.",
    ),
    (station_events.KioskLeft(person="P-1"), "Closed a locked kiosk with badge number and PIN."),
    (
        station_events.Exported(by="command", what="standing", rows=1234, sha256="0"),
        "A list (standing) of 1,234 lines was written to a file by an administrator's command.",
    ),
    (
        station_events.ClockConfirmed(
            by="P-9", shown="2026-03-14T14:26:00.00Z", shown_offset="-05:00", mark=None, doubt="long"
        ),
        "The time 2026-03-14, 09:26 was confirmed to be right by Sgt. Nine; the clock had been in doubt.",
    ),
    (
        duty_events.Moved(
            person="P-1", unit="Night Shift", rank="", since=date(2026, 3, 1), by="P-9", reason="Transfer"
        ),
        "Moved to Night Shift from 2026-03-01; recorded by Sgt. Nine. Reason: Transfer",
    ),
    (
        duty_events.DutyCorrected(person="P-1", corrects=7, since=date(2026, 3, 2), by="P-9", reason="Typed wrong"),
        "The right day of entry 7 is 2026-03-02; recorded by Sgt. Nine. Reason: Typed wrong",
    ),
    (
        duty_events.DutyCorrected(person="P-1", corrects=7, since=None, by="P-9", reason="Somebody else"),
        "The leave in entry 7 never was; recorded by Sgt. Nine. Reason: Somebody else",
    ),
    (
        duty_events.Exempted(
            person="P-1",
            directive="3-400",
            since=date(2026, 3, 1),
            through=date(2026, 6, 30),
            by="P-9",
            reason="Detail",
        ),
        "Exempt from Directive 3-400 from 2026-03-01 through 2026-06-30, by Sgt. Nine. Reason: Detail",
    ),
    (
        duty_events.ExemptionEnded(
            person="P-1", directive="3-400", since=date(2026, 5, 1), by="P-9", reason="Detail is over"
        ),
        "Asked for Directive 3-400 again from 2026-05-01; recorded by Sgt. Nine. Reason: Detail is over",
    ),
    (
        duty_events.Assigned(
            person="P-1", directive="5-120", since=date(2026, 3, 1), by="command", reason="Instructor"
        ),
        "Directive 5-120 was assigned by name from 2026-03-01, by an administrator's command. Reason: Instructor",
    ),
    (
        duty_events.AssignmentEnded(person="P-1", directive="5-120", since=date(2026, 9, 1), by="P-9", reason="Over"),
        "Directive 5-120 is no longer assigned from 2026-09-01; recorded by Sgt. Nine. Reason: Over",
    ),
    (
        duty_events.ScheduleSet(schedule=project_content().schedule, text_sha256="0", by="command"),
        "New rules about time were recorded by an administrator's command.",
    ),
    (
        duty_events.Reminded(day=date(2026, 3, 2), keys=("a", "b"), people=("P-1",), by="command"),
        "On a list of 2 notices, drawn up for 2026-03-02 by an administrator's command.",
    ),
]


def name_of(person_id: str | None) -> str:
    return {"P-9": "Sgt. Nine"}.get(person_id or "", "an administrator's command")


def test_there_is_a_sentence_here_for_every_kind_of_entry() -> None:
    assert {type(event) for event, _ in SENTENCES} == set(get_args(events.Event))


@pytest.mark.parametrize(("event", "sentence"), SENTENCES, ids=lambda value: type(value).__name__)
def test_an_entry_is_told_in_one_short_sentence(event: events.Event, sentence: str) -> None:
    assert what_happened(event, name_of) == sentence


def test_a_line_begins_with_the_time_at_the_station_and_ends_with_the_entrys_number() -> None:
    words = b'{"at":"2026-11-22T17:03:04.12Z","id":"","offset":"-06:00","previous":"","station":"S"}'
    entry = Entry(57, "sign-in locked", words, b"", "")
    line = in_words(Recorded(entry, sign_in_events.SignInLocked(person="P-1")), name_of)
    assert line == "2026-11-22, 11:03: Sign-in was locked after five wrong PINs. (entry 57)"


def test_words_that_somebody_typed_are_told_as_they_are() -> None:
    for words in HOSTILE:
        assert words in what_happened(duty(DutyStatus.ON_LEAVE, words), name_of)
        assert words in what_happened(changed(words), name_of)
        assert words in what_happened(signed(words), name_of)
        assert words in what_happened(paper(words), name_of)
        assert words in what_happened(issued(), {None: words, "P-9": words}.__getitem__)
