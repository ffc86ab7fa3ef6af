"""What was issued of a directive, by whom and when: for the coordinator, and for whoever asks years later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oc_training.attestation.directive_events import (
    RevisionIssued,
    RevisionIssuedByTwo,
    RevisionWithdrawn,
    RevisionWithdrawnByTwo,
)
from oc_training.attestation.happened import IssuedRevision
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.standing import in_force_on
from oc_training.ledger.port import Json

PENDING = "pending"
IN_FORCE = "in force"
PAST = "past"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class _Issue:
    known: IssuedRevision
    issued: Recorded
    withdrawn: Recorded | None
    state: str


def issued_text(records: Records, directive: str, today: date) -> str:
    """One revision after another, the newest first."""
    return "\n".join(line for issue in _issues(records, directive, today) for line in _lines(records, issue))


def issued_json(records: Records, directive: str, today: date) -> list[Json]:
    """The same as data; names are those of the roster now."""
    return [
        {
            "revision": issue.known.revision,
            "state": issue.state,
            "change": issue.known.change,
            "in_force": issue.known.in_force.isoformat(),
            "issued": _act_json(records, issue.issued),
            "withdrawn": _act_json(records, issue.withdrawn) if issue.withdrawn is not None else None,
        }
        for issue in _issues(records, directive, today)
    ]


def _issues(records: Records, directive: str, today: date) -> list[_Issue]:
    now = in_force_on(records.issued(directive), today)
    found = [
        _Issue(known, issued, withdrawn, _state(known, withdrawn, now, today))
        for known, issued, withdrawn in records.ever_issued(directive)
    ]
    return found[::-1]


def _state(known: IssuedRevision, withdrawn: Recorded | None, now: IssuedRevision | None, today: date) -> str:
    if withdrawn is not None:
        return WITHDRAWN
    if known.in_force > today:
        return PENDING
    return IN_FORCE if known == now else PAST


def _lines(records: Records, issue: _Issue) -> Iterator[str]:
    day = issue.known.in_force
    since = {
        PENDING: f"pending, in force from {day}",
        IN_FORCE: f"in force since {day}",
        PAST: f"was in force from {day}",
    }
    yield f"{issue.known.revision}  {since.get(issue.state, issue.state)}  ({issue.known.change})"
    yield f"    issued {_act_words(records, issue.issued)}"
    if issue.withdrawn is not None and isinstance(issue.withdrawn.event, RevisionWithdrawn):
        yield f"    withdrawn {_act_words(records, issue.withdrawn)}: {issue.withdrawn.event.reason}"


def _who(recorded: Recorded) -> tuple[str, str | None]:
    """Person ids of who did it and who approved it."""
    match recorded.event:
        case RevisionIssuedByTwo(by=by, approved_by=approved) | RevisionWithdrawnByTwo(by=by, approved_by=approved):
            return by, approved
        case RevisionIssued(by=by) | RevisionWithdrawn(by=by):
            return by, None
        case other:
            raise ValueError(f"a revision is issued or withdrawn, not {type(other).__name__}")


def _act_words(records: Records, recorded: Recorded) -> str:
    by, approved = _who(recorded)
    two = f", approved by {records.name_of(approved)}" if approved is not None else ""
    return f"on {recorded.day} by {records.name_of(by)}{two} (entry {recorded.entry.seq})"


def _act_json(records: Records, recorded: Recorded) -> dict[str, Json]:
    by, approved = _who(recorded)
    return {
        "day": recorded.day.isoformat(),
        "by": records.name_of(by),
        "approved_by": records.name_of(approved) if approved is not None else None,
        "entry": recorded.entry.seq,
    }
