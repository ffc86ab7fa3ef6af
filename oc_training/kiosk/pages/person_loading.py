"""What a person's page asks of the services before it shows anything; done in the background, apart from any widget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from oc_training.attestation.board import Board, SignatureLine
from oc_training.attestation.duty_acts import DutyActs
from oc_training.attestation.happened import DutyChange, Placement, ReplacedChange
from oc_training.attestation.pin_origin import signs_in_with
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.session import Session
from oc_training.attestation.sign_in_events import CodeIssued, PinSet
from oc_training.attestation.standing import Kind
from oc_training.attestation.standings import BoardRow
from oc_training.clock import moment
from oc_training.kiosk.pages.duty_dialogs import Offered, offered
from oc_training.kiosk.widgets.facts import Fact
from oc_training.kiosk.words import spoken
from oc_training.reports.history_words import counts_no_more, what_was_recorded, when
from oc_training.roster.credentials import Kind as Credential
from oc_training.roster.locksmith import CODE_LASTS
from oc_training.roster.model import Person, Role

AFTER_A_RESET = " [!] Less than 24 hours after a PIN reset."
SIGN_IN = ""
"""Stands for the sign-in among what can be released; the rest are directives."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the page shows."""

    person: Person
    is_self: bool
    viewer: Role
    rows: tuple[BoardRow, ...]
    locked: bool
    failed: tuple[str, ...]
    """Directives of which the next attempt needs a release."""
    signatures: tuple[SignatureLine, ...]
    """Signatures that count, newest first: what can be voided."""
    history: tuple[Fact, ...]
    duties: Offered
    """What can be done about their duties."""
    had_pin: bool = True
    """Whether they ever had a PIN of their own; if not, a code is their first."""
    signs_in_with: Credential | None = Credential.PIN
    """What they have to sign in with now; None where they were never given anything."""
    code_since: datetime | None = None
    """When the code was issued that they can still set a PIN with; None where there is none."""
    changes: tuple[DutyChange, ...] = ()
    """Leaves, returns and last days that count, oldest first: what can be corrected."""
    ahead: tuple[DutyChange, ...] = ()
    """Those for a day to come, which can be called off."""
    replaced: tuple[ReplacedChange, ...] = ()
    """Those that count no more, and the entry that took their place."""
    moves: tuple[Placement, ...] = ()
    """Moves, oldest first: their days can be corrected."""

    @property
    def releases(self) -> tuple[str, ...]:
        """What can be released: the sign-in, attempts at directives."""
        return ((SIGN_IN,) if self.locked else ()) + self.failed

    @property
    def on_paper(self) -> tuple[BoardRow, ...]:
        """Directives for which a signature on paper can be recorded.

        Of whoever is excused too: they may have signed before they went.
        """
        asked = (row for row in self.rows if row.standing.cycle is not None or row.standing.kind is Kind.EXCUSED)
        return () if self.is_self else tuple(asked)


def look_up(board: Board, duty_acts: DutyActs, session: Session, person_id: str, now: datetime) -> Found:
    """Everything about one person, as it is *now*.

    Raises:
        Refused: when the signed-in person does not oversee them.
    """
    rows = board.rows_of(session, person_id)
    name_of = cache(board.name_of)
    flagged = board.flagged(session, person_id)
    superseded = duty_acts.superseded(person_id)
    recorded_about = board.history(session, person_id)
    history = tuple(
        Fact(
            f"{recorded.day:%m/%d/%Y} {when(recorded)[-5:]}",
            f"{spoken(what_was_recorded(recorded, name_of))} (entry {recorded.entry.seq})"
            f"{counts_no_more(recorded.entry.seq, superseded)}{AFTER_A_RESET if recorded.entry.seq in flagged else ''}",
        )
        for recorded in recorded_about
    )
    return Found(
        board.person(session, person_id),
        person_id == session.person_id,
        board.person(session, session.person_id).details.role,
        rows,
        board.is_locked(session, person_id),
        tuple(row.directive for row in rows if board.needs_release(session, person_id, row.directive)),
        () if person_id == session.person_id else board.signatures(session, person_id),
        history,
        offered(duty_acts, person_id),
        any(isinstance(recorded.event, PinSet) for recorded in recorded_about),
        signs_in_with(recorded_about),
        _code_since(recorded_about, now),
        duty_acts.changes(person_id),
        duty_acts.changes_ahead(person_id),
        duty_acts.replaced(person_id),
        duty_acts.moves(person_id),
    )


def _code_since(newest_first: Iterable[Recorded], now: datetime) -> datetime | None:
    """When the code was issued that is still waiting to be used, by the entries about somebody."""
    for recorded in newest_first:
        if isinstance(recorded.event, PinSet):
            return None
        if isinstance(recorded.event, CodeIssued):
            issued = moment(recorded.entry.at, recorded.entry.offset)
            return issued if now < issued + CODE_LASTS else None
    return None
