"""Every kind of entry in one short sentence, for a supervisor who looks at somebody's history.

The sentences say what was recorded and no more; days are ISO days, which the screen puts into words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

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
from oc_training.attestation.clock_guard import ClockState
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.recorded_late import late
from oc_training.clock import moment
from oc_training.counting import count_words
from oc_training.ledger.port import Json
from oc_training.reports.duty_words import NameOf, about_a_duty, about_the_rules
from oc_training.roster.model import DutyStatus, Person

_DUTY = {
    DutyStatus.ON_DUTY: "On duty from",
    DutyStatus.ON_LEAVE: "On leave from",
    DutyStatus.SEPARATED: "Left the department on",
}


def in_words(recorded: Recorded, name_of: NameOf) -> str:
    """One line for an entry: day and time at the station, what happened, the entry's number."""
    doubtful = ", while the clock was in doubt" if recorded.clock == ClockState.SUSPECT else ""
    return f"{when(recorded)}{doubtful}: {what_was_recorded(recorded, name_of)} (entry {recorded.entry.seq})"


def counts_no_more(number: int, superseded: Mapping[int, int]) -> str:
    """A sentence behind an entry in whose place another came since; empty elsewhere."""
    return f" Counts no more: entry {superseded[number]} took its place." if number in superseded else ""


def entries_text(person: Person, about: Sequence[Recorded], superseded: Mapping[int, int], name_of: NameOf) -> str:
    """Every entry about somebody, a line each, oldest first."""
    lines = (f"{in_words(each, name_of)}{counts_no_more(each.entry.seq, superseded)}" for each in about)
    return "\n".join([f"{person.name}, badge {person.badge}, {person.unit}", *lines])


def entries_json(
    person: Person, about: Sequence[Recorded], superseded: Mapping[int, int], name_of: NameOf
) -> dict[str, Json]:
    """The same as data."""
    return {
        "badge": person.badge,
        "name": person.name,
        "entries": [
            {
                "entry": each.entry.seq,
                "kind": each.entry.kind,
                "at": each.entry.at,
                "words": what_was_recorded(each, name_of),
                "replaced_by": superseded.get(each.entry.seq),
            }
            for each in about
        ],
    }


def what_was_recorded(recorded: Recorded, name_of: NameOf) -> str:
    """What an entry holds, and whether it was recorded later than the day it speaks of."""
    said = what_happened(recorded.event, name_of)
    return f"Recorded later: {said}" if recorded_later(recorded) else said


def recorded_later(recorded: Recorded) -> str:
    """``Recorded later.`` where an entry speaks of a day before its own; empty elsewhere."""
    event = recorded.event
    match event:
        case roster_events.DutyChanged() | duty_events.Moved() | duty_events.Exempted() | duty_events.ExemptionEnded():
            spoken_of = event.since
        case duty_events.Assigned() | duty_events.AssignmentEnded():
            spoken_of = event.since
        case duty_events.DutyCorrected(since=date() as since):
            spoken_of = since
        case signature_events.PaperRecorded():
            spoken_of = event.signed_on
        case _:
            return ""
    return "Recorded later." if late(spoken_of, recorded.day) else ""


def when(recorded: Recorded) -> str:
    """Day and time at the station: ``2026-11-22, 14:05``."""
    return f"{moment(recorded.entry.at, recorded.entry.offset):%Y-%m-%d, %H:%M}"


def what_happened(event: events.Event, name_of: NameOf) -> str:  # noqa: C901, PLR0911, PLR0912  one sentence for each kind
    """One or two short sentences for what an entry holds; *name_of* names whoever did it."""
    match event:
        case directive_events.RevisionIssued():
            return _about_issuing(event, name_of)
        case directive_events.RevisionWithdrawn():
            return _about_withdrawing(event, name_of)
        case roster_events.PeopleAdded() | roster_events.PersonChanged() | roster_events.DutyChanged():
            return _about_the_roster(event, name_of)
        case sign_in_events.SignInPaused(minutes=minutes):
            return f"Too many tries to sign in were wrong; the station took none for {minutes} minutes."
        case (
            sign_in_events.CodeIssued()
            | sign_in_events.PinSet()
            | sign_in_events.SignInLocked()
            | sign_in_events.SignInReleased()
        ):
            return _about_signing_in(event, name_of)
        case training_events.AttemptMade() | training_events.AttemptReleased():
            return _about_attempts(event, name_of)
        case (
            signature_events.Acknowledged()
            | signature_events.Declined()
            | signature_events.PaperRequested()
            | signature_events.PaperRecorded()
        ):
            return _about_an_answer(event, name_of)
        case signature_events.Voided():
            signature = f"The signature for Directive {event.directive} in entry {event.signature}"
            return f"{signature} was voided by {name_of(event.by)}.{_said('Reason', event.reason)}"
        case sign_in_events.NotThisPerson(directive=directive):
            during = f" during Directive {directive}" if directive else ""
            return f"Somebody at the kiosk said{during} that the name on the screen is not theirs."
        case (
            duty_events.Moved()
            | duty_events.DutyCorrected()
            | duty_events.Exempted()
            | duty_events.ExemptionEnded()
            | duty_events.Assigned()
            | duty_events.AssignmentEnded()
        ):
            return about_a_duty(event, name_of)
        case duty_events.ScheduleSet() | duty_events.Reminded():
            return about_the_rules(event, name_of)
        case station_events.Exported():
            lines = count_words(event.rows, "line")
            return f"A list ({event.what}) of {lines} was written to a file by {name_of(event.by)}."
        case station_events.KioskLeft():
            return "Closed a locked kiosk with badge number and PIN."
        case station_events.ClockConfirmed():
            shown = f"{moment(event.shown, event.shown_offset):%Y-%m-%d, %H:%M}"
            return f"The time {shown} was confirmed to be right by {name_of(event.by)}; the clock had been in doubt."
        case _:
            assert_never(event)


def _about_issuing(event: directive_events.RevisionIssued, name_of: NameOf) -> str:
    approved = (
        f", approved by {name_of(event.approved_by)}" if isinstance(event, directive_events.RevisionIssuedByTwo) else ""
    )
    return f"{_text(event.directive, event.revision)} was put in force by {name_of(event.by)}{approved}."


def _about_withdrawing(event: directive_events.RevisionWithdrawn, name_of: NameOf) -> str:
    approved = (
        f", approved by {name_of(event.approved_by)}"
        if isinstance(event, directive_events.RevisionWithdrawnByTwo)
        else ""
    )
    text = _text(event.directive, event.revision)
    return f"{text} was withdrawn before its day by {name_of(event.by)}{approved}.{_said('Reason', event.reason)}"


def _about_the_roster(
    event: roster_events.PeopleAdded | roster_events.PersonChanged | roster_events.DutyChanged, name_of: NameOf
) -> str:
    match event:
        case roster_events.PeopleAdded(by=None):
            return "Put on the roster as the first training coordinator, when the kiosk was set up."
        case roster_events.PeopleAdded(source=None):
            return f"Put on the roster by {name_of(event.by)}."
        case roster_events.PeopleAdded():
            count = len(event.people)
            whom = count_words(count, "person", "people")
            return f"Put on the roster by {name_of(event.by)}, from the file {event.source} with {whom}."
        case roster_events.PersonChanged():
            rank = f"{event.rank}, " if event.rank else ""
            now = f"{event.name}, badge {event.badge}, {rank}{event.unit}, {event.role}, started {event.started}"
            return f"Details changed by {name_of(event.by)} to {now}.{_said('Reason', event.reason)}"
        case roster_events.DutyChanged():
            said = _said("Reason", event.reason)
            return f"{_DUTY[event.duty]} {event.since}; recorded by {name_of(event.by)}.{said}"
        case _:
            assert_never(event)


def _about_signing_in(
    event: sign_in_events.CodeIssued
    | sign_in_events.PinSet
    | sign_in_events.SignInLocked
    | sign_in_events.SignInReleased,
    name_of: NameOf,
) -> str:
    match event:
        case sign_in_events.CodeIssued():
            return f"A one-time code was issued by {name_of(event.by)}."
        case sign_in_events.PinSet(authorised_by=None):
            return "Set a PIN when the kiosk was set up."
        case sign_in_events.PinSet():
            return f"Set a PIN, with a one-time code from {name_of(event.authorised_by)}."
        case sign_in_events.SignInLocked():
            return "Sign-in was locked after five wrong PINs."
        case sign_in_events.SignInReleased():
            return f"Sign-in was released by {name_of(event.by)}.{_said('Reason', event.reason)}"
        case _:
            assert_never(event)


def _about_attempts(event: training_events.AttemptMade | training_events.AttemptReleased, name_of: NameOf) -> str:
    match event:
        case training_events.AttemptMade():
            end = "passed" if event.passed else "did not pass"
            score = f"{event.right} of {event.of} right at the first try"
            return f"Attempt {event.number} at the scenarios of Directive {event.directive} {end}: {score}."
        case training_events.AttemptReleased():
            who = name_of(event.by)
            said = _said("Reason", event.reason)
            return f"A further attempt at the scenarios of Directive {event.directive} was allowed by {who}.{said}"
        case _:
            assert_never(event)


def _about_an_answer(
    event: signature_events.Acknowledged
    | signature_events.Declined
    | signature_events.PaperRequested
    | signature_events.PaperRecorded,
    name_of: NameOf,
) -> str:
    text = _text(event.text.directive, event.text.revision)
    match event:
        case signature_events.Acknowledged():
            score = f"{event.right} of {count_words(event.of, 'scenario')} right at the first try"
            return f"Signed {text} at the kiosk; {score}.{_shown_before(event)}{_said('Comment', event.comment)}"
        case signature_events.Declined():
            return f"Declined to sign {text}.{_said('Reason', event.reason)}"
        case signature_events.PaperRequested():
            return f"Asked to sign {text} on paper.{_said('Comment', event.comment)}"
        case signature_events.PaperRecorded():
            who = name_of(event.by)
            return f"Signed {text} on paper on {event.signed_on}; recorded by {who}. The original: {event.original}"
        case _:
            assert_never(event)


def _shown_before(event: signature_events.Acknowledged) -> str:
    if not isinstance(event, signature_events.AcknowledgedAfterChanges):
        return ""
    return f" What changed since revision {event.changes.revision} was displayed first."


def _text(directive: str, revision: str) -> str:
    return f"Directive {directive} (revision {revision})"


def _said(what: str, words: str | None) -> str:
    """What somebody gave as a reason or comment, in their own words; nothing where they gave none."""
    return f" {what}: {words}" if words else ""
