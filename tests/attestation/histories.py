"""Histories of one person and one directive, written as typed entries of a book in memory, day by day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from oc_training.attestation import (
    directive_events,
    duty_events,
    events,
    roster_events,
    signature_events,
    training_events,
)
from oc_training.attestation.book import Book
from oc_training.attestation.figures import Schedule
from oc_training.attestation.records import Records
from oc_training.attestation.schedule import standing_of
from oc_training.attestation.standing import Standing
from oc_training.roster.model import DutyStatus, Role
from tests.support.fixed_clock import FixedClock
from tests.support.memory_ledger import MemoryLedger
from tests.support.station import ZONE, project_content

DIRECTIVE = "9-100"
WHO = "P-000000000001"
LONG_BEFORE = date(2010, 1, 1)
NO_DIGEST = "0" * 64


@dataclass
class Tale:
    """What happened to one person and one directive."""

    schedule: Schedule = field(default_factory=lambda: project_content().schedule)
    clock: FixedClock = field(default_factory=lambda: FixedClock(datetime(2010, 1, 1, 8, tzinfo=ZONE)))
    started: date = LONG_BEFORE

    def __post_init__(self) -> None:
        self.book = Book(MemoryLedger(self.clock))
        self._is_here = False

    # ---- what happens ---------------------------------------------------------------------------------------------

    def on(self, day: date) -> Tale:
        """Let it be that day; entries of one day are some minutes apart."""
        self.clock.forward(datetime(day.year, day.month, day.day, 9, tzinfo=ZONE) - self.clock.now())
        return self

    def start(self, started: date) -> None:
        self.started = started
        self._arrive()

    def issue(self, revision: str, change: str, in_force: date | None = None) -> None:
        today = self.clock.now().date()
        self._write(
            directive_events.RevisionIssued(
                directive=DIRECTIVE,
                revision=revision,
                title="RADIO PROCEDURE",
                effective=in_force or today,
                reviewed=today,
                signed_off=today,
                change=change,
                change_note="",
                text_sha256=NO_DIGEST,
                source="",
                statement_version="1",
                statement="",
                by=events.COMMAND,
            )
        )

    def sign(self) -> bool:
        """Sign if there is something to sign today, as the kiosk would; whether there was."""
        standing = self.standing(self.clock.now().date())
        if standing is None or standing.cycle is None:
            return False
        self._write(
            signature_events.Acknowledged(
                who=self._who(),
                text=self._text(standing.revision),
                cycle=standing.cycle,
                displays=(),
                attempt="",
                attempt_entry=1,
                attempt_number=1,
                right=1,
                of=1,
                statement_version="1",
                statement="",
                typed_name="",
                comment=None,
                method="",
                signed_in="",
                pin_set=None,
                pin_authorised_by=None,
                consent="electronic",
                program="",
                local_date=self.clock.now().date(),
                interface=signature_events.Interface.SCREEN,
            )
        )
        return True

    def paper(self, signed_on: date) -> None:
        cycle, revision = self._cycle()
        self._write(
            signature_events.PaperRecorded(
                who=self._who(),
                text=self._text(revision),
                cycle=cycle,
                signed_on=signed_on,
                original="Drawer 3",
                by=events.COMMAND,
            )
        )

    def decline(self) -> None:
        cycle, revision = self._cycle()
        self._write(signature_events.Declined(who=self._who(), text=self._text(revision), cycle=cycle, reason=None))

    def ask_for_paper(self) -> None:
        cycle, revision = self._cycle()
        self._write(
            signature_events.PaperRequested(who=self._who(), text=self._text(revision), cycle=cycle, comment=None)
        )

    def duty(self, duty: DutyStatus, since: date) -> None:
        self._arrive()
        self._write(roster_events.DutyChanged(person=WHO, duty=duty, since=since, reason="", by=events.COMMAND))

    def correct_duty(self, since: date | None) -> None:
        """The day of the latest change of duty status is corrected; None: the leave never was."""
        latest = self.book.records().duty_changes(WHO)[-1].entry
        corrected = duty_events.DutyCorrected(
            person=WHO, corrects=latest, since=since, by=events.COMMAND, reason="Typed wrong"
        )
        self._write(corrected)

    def correct_move(self, since: date) -> None:
        """The day of the latest move is corrected."""
        latest = self.book.records().placements(WHO)[-1].entry
        self._write(
            duty_events.DutyCorrected(person=WHO, corrects=latest, since=since, by=events.COMMAND, reason="Typed wrong")
        )

    def void(self) -> None:
        """The latest signature that counts is voided."""
        latest = self.book.records().history(WHO, DIRECTIVE).signatures[-1].entry
        self._write(
            signature_events.Voided(
                person=WHO,
                directive=DIRECTIVE,
                signature=latest,
                signature_id=self.book.entry(latest).entry.id,
                by=events.COMMAND,
                reason="Somebody else",
            )
        )

    def fail(self) -> None:
        made = training_events.AttemptMade(
            attempt=uuid.uuid4().hex,
            number=1,
            person=WHO,
            directive=DIRECTIVE,
            revision="A",
            bank_sha256=NO_DIGEST,
            seed=1,
            items=(),
            right=0,
            of=1,
            pass_mark=80,
            passed=False,
        )
        self._write(made)

    def release(self) -> None:
        self._write(training_events.AttemptReleased(person=WHO, directive=DIRECTIVE, by=events.COMMAND, reason=""))

    def record_rules(self) -> None:
        """The schedule as it is now goes into the book."""
        self._write(duty_events.ScheduleSet(schedule=self.schedule, text_sha256=NO_DIGEST, by=events.COMMAND))

    def move(self, unit: str, rank: str, since: date) -> None:
        self._arrive()
        moved = duty_events.Moved(person=WHO, unit=unit, rank=rank, since=since, by=events.COMMAND, reason="Transfer")
        self._write(moved)

    def exempt(self, since: date, through: date | None) -> None:
        self._arrive()
        self._write(
            duty_events.Exempted(
                person=WHO,
                directive=DIRECTIVE,
                since=since,
                through=through,
                by=events.COMMAND,
                reason="Detail elsewhere",
            )
        )

    def end_exemption(self, since: date) -> None:
        ended = duty_events.ExemptionEnded(
            person=WHO, directive=DIRECTIVE, since=since, by=events.COMMAND, reason="Back"
        )
        self._write(ended)

    def assign(self, since: date) -> None:
        self._arrive()
        self._write(
            duty_events.Assigned(person=WHO, directive=DIRECTIVE, since=since, by=events.COMMAND, reason="Instructor")
        )

    def end_assignment(self, since: date) -> None:
        ended = duty_events.AssignmentEnded(
            person=WHO, directive=DIRECTIVE, since=since, by=events.COMMAND, reason="Over"
        )
        self._write(ended)

    # ---- where it leads -------------------------------------------------------------------------------------------

    def standing(self, day: date, records: Records | None = None) -> Standing | None:
        """Where the person stands on *day* by what was recorded up to that day."""
        self._arrive()
        known = records or self.book.records_as_of(day)
        rules = known.rules.rules(lambda: self.schedule)
        return standing_of(known.person(WHO), known.history(WHO, DIRECTIVE), rules, day)

    def _arrive(self) -> None:
        if self._is_here:
            return
        self._is_here = True
        new = roster_events.NewPerson(
            person=WHO,
            name="Robin Sample",
            badge="201",
            rank="",
            unit="Patrol",
            role=Role.EMPLOYEE,
            started=self.started,
        )
        self._write(roster_events.PeopleAdded(people=(new,), by=events.COMMAND, source=None))

    def _write(self, event: events.Event) -> None:
        self.clock.forward(timedelta(minutes=1))
        self.book.write(event)

    def _cycle(self) -> tuple[signature_events.CycleRecord, str]:
        standing = self.standing(self.clock.now().date())
        if standing is None or standing.cycle is None:
            raise LookupError("There is nothing to sign on that day.")
        return standing.cycle, standing.revision

    def _who(self) -> signature_events.WhoRecord:
        return signature_events.WhoRecord(person=WHO, name="Robin Sample", rank="", badge="201", unit="Patrol")

    def _text(self, revision: str) -> signature_events.TextRecord:
        return signature_events.TextRecord(
            directive=DIRECTIVE,
            title="RADIO PROCEDURE",
            revision=revision,
            effective=LONG_BEFORE,
            reviewed=LONG_BEFORE,
            text_sha256=NO_DIGEST,
            issued_entry=1,
        )
