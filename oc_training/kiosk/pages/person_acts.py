"""What a supervisor or the coordinator may do about one person; every act asks for the PIN."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from oc_training.attestation.board import Board, SignatureLine
from oc_training.attestation.happened import DutyChange, Placement
from oc_training.attestation.people import People
from oc_training.attestation.session import Session
from oc_training.attestation.signature_events import PaperRecorded
from oc_training.attestation.standings import BoardRow
from oc_training.errors import Refused
from oc_training.kiosk.pages.act_dialog import Act, Asked
from oc_training.kiosk.words import day_words
from oc_training.roster.credentials import Kind
from oc_training.roster.details import parse_day
from oc_training.roster.model import DutyStatus, Person
from oc_training.roster.pins import Secret
from oc_training.wording.pins import code_words

LONGEST_REASON = 300
NO_CASES = "Please do not write case, suspect or account details here."
DAY_FORM = "as 2026-03-14 or 3/14/2026"

DUTY_WORDS: Mapping[DutyStatus, str] = {
    DutyStatus.ON_DUTY: "On duty",
    DutyStatus.ON_LEAVE: "On leave",
    DutyStatus.SEPARATED: "Has left the department",
}


class PersonActs:
    """The acts about one person, done by whoever is signed in."""

    def __init__(self, board: Board, people: People, session: Session, person: Person, today: date) -> None:
        self._board = board
        self._people = people
        self._session = session
        self._person = person
        self._today = today

    def code(self, now: Kind | None, *, had_pin: bool) -> Act[Secret]:
        """Issue a one-time code in place of what they have *now*, or their first; gives the code."""
        return Act(
            "One-time code",
            (
                code_words(self._person.name, now, had_pin=had_pin),
                "Issue it only when they stand before you.",
            ),
            (),
            "Issue the code",
            lambda _, pin: self._board.issue_code(self._session, self._person.id, pin),
        )

    def release_sign_in(self, now: Kind | None) -> Act[str]:
        """Let them sign in again after five wrong PINs or codes; gives a sentence that says so."""
        what = (now or Kind.PIN).words

        def release(values: Mapping[str, str], pin: Secret) -> str:
            self._board.release_sign_in(self._session, self._person.id, pin, values["reason"])
            return f"Released. They can sign in again with the {what} they have."

        return Act(
            "Release sign-in",
            (f"Five wrong {what}s in a row locked {self._person.name}. Their {what} stays as it is.",),
            (Asked("reason", f"Reason. {NO_CASES}", LONGEST_REASON),),
            "Release",
            release,
        )

    def release_attempt(self, directive: str) -> Act[str]:
        """Allow a further attempt after three that did not pass; gives a sentence that says so."""

        def release(values: Mapping[str, str], pin: Secret) -> str:
            self._board.release_attempt(self._session, self._person.id, directive, pin, values["reason"])
            return f"Released. A further attempt at Directive {directive} can be made."

        return Act(
            "Release an attempt",
            (
                f"Three attempts at the scenarios of Directive {directive} did not pass.",
                f"Talk it over with {self._person.name} first, then allow a further attempt.",
            ),
            (Asked("reason", f"Reason. {NO_CASES}", LONGEST_REASON),),
            "Allow a further attempt",
            release,
        )

    def paper(self, row: BoardRow) -> Act[str]:
        """Record a signature on paper; gives a sentence that says so."""

        def record(values: Mapping[str, str], pin: Secret) -> str:
            signed_on = read_day(values["signed"], "The date signed")
            recorded = self._board.record_paper(self._session, row, pin, signed_on, values["original"])
            of = f", for revision {recorded.event.text.revision}" if isinstance(recorded.event, PaperRecorded) else ""
            return f"Recorded as entry {recorded.entry.seq}{of}."

        return Act(
            "Signature on paper",
            (
                (
                    f"You attest that {self._person.name} signed for Directive {row.directive} on paper, "
                    "and that you have seen the paper."
                ),
                "It counts from the day on the paper, for the revision that was in force that day.",
            ),
            (
                Asked("signed", f"Date signed, {DAY_FORM}", 10, self._today.isoformat()),
                Asked("original", "Where the signed paper is kept", LONGEST_REASON),
            ),
            "Record it",
            record,
        )

    def void(self, signature: SignatureLine) -> Act[str]:
        """Declare that a signature does not count; gives a sentence that says so."""

        def void(values: Mapping[str, str], pin: Secret) -> str:
            recorded = self._board.void(self._session, signature.number, pin, values["reason"])
            return f"Voided; recorded as entry {recorded.entry.seq}."

        return Act(
            "Void a signature",
            (
                (
                    f"The signature of {self._person.name} for Directive {signature.directive} on "
                    f"{day_words(signature.signed)} (entry {signature.number}) will not count any more. "
                    "Void it when somebody else stood at the terminal."
                ),
                "It stays in the records, and your name and reason stand beside it. It cannot be undone.",
            ),
            (Asked("reason", f"Reason. {NO_CASES}", LONGEST_REASON),),
            "Void the signature",
            void,
        )

    def duty(self, duty: DutyStatus) -> Act[str]:
        """Record another duty status; gives a sentence that says so."""

        def record(values: Mapping[str, str], pin: Secret) -> str:
            since = read_day(values["since"], "The date")
            reason = values["reason"].strip()
            recorded = self._people.set_duty(self._person.id, duty, since, self._session.person_id, reason, pin)
            return f"Recorded: {DUTY_WORDS[duty].lower()} since {day_words(since)} (entry {recorded.entry.seq})."

        since = "First day back" if duty is DutyStatus.ON_DUTY else "Since"
        return Act(
            "Duty status",
            (f"{self._person.name}: {DUTY_WORDS[duty].lower()}.", _CONSEQUENCE[duty]),
            (
                Asked("since", f"{since}, {DAY_FORM}", 10, self._today.isoformat()),
                Asked("reason", f"Reason. {NO_CASES}", LONGEST_REASON),
            ),
            "Record it",
            record,
        )

    def right_day(self, change: DutyChange | Placement) -> Act[str]:
        """Record the right day of a leave, return, last day or move; gives a sentence that says so."""

        def record(values: Mapping[str, str], pin: Secret) -> str:
            since = read_day(values["since"], "The right day")
            number = self._correct(change, since, values["reason"], pin)
            what = _what_words(change)
            return f"Recorded: {what[:1].lower()}{what[1:]} from {day_words(since)} (entry {number})."

        right_day = Asked("since", f"The right day, {DAY_FORM}", 10, change.since.isoformat())
        return self._correction(change, "The right day counts from now on.", (right_day,), record)

    def never_was(self, change: DutyChange) -> Act[str]:
        """Record that a leave never was; gives a sentence that says so."""

        def record(values: Mapping[str, str], pin: Secret) -> str:
            number = self._correct(change, None, values["reason"], pin)
            return f"Recorded: the leave of entry {change.entry} never was (entry {number})."

        return self._correction(change, "From now on it counts as a leave that never was.", (), record)

    def _correct(self, change: DutyChange | Placement, since: date | None, reason: str, pin: Secret) -> int:
        by, why = self._session.person_id, reason.strip()
        return self._people.correct_duty(self._person.id, change.entry, since, by, why, pin).entry.seq

    def _correction(
        self,
        change: DutyChange | Placement,
        words: str,
        asked: tuple[Asked, ...],
        record: Callable[[Mapping[str, str], Secret], str],
    ) -> Act[str]:
        return Act(
            "Correct a wrong day",
            (f"{self._person.name}: {change_words(change)}.", f"That entry stays to be seen. {words}"),
            (*asked, Asked("reason", f"Reason. {NO_CASES}", LONGEST_REASON)),
            "Record it",
            record,
        )


def change_words(change: DutyChange | Placement) -> str:
    """``On leave from July 20, 2026 (entry 12)``."""
    return f"{_what_words(change)} from {day_words(change.since)} (entry {change.entry})"


def _what_words(change: DutyChange | Placement) -> str:
    if isinstance(change, DutyChange):
        return DUTY_WORDS[change.duty]
    return f"Moved to {', '.join(part for part in (change.rank, change.unit) if part)}"


_CONSEQUENCE: Mapping[DutyStatus, str] = {
    DutyStatus.ON_DUTY: "What came due meanwhile is due some days after the return, as the schedule says.",
    DutyStatus.ON_LEAVE: "Nothing is asked of them until they are back.",
    DutyStatus.SEPARATED: "They can no longer sign in. Their records stay, and their badge number becomes free.",
}


def read_day(typed: str, what: str) -> date:
    """The day that somebody typed.

    Raises:
        Refused: when it is none.
    """
    day = parse_day(typed.strip())
    if day is None:
        raise Refused(f"{what} is not understood. Please write it {DAY_FORM}.")
    return day
