"""How long the supervisor's board takes with ten thousand people: working it out, wording it, filtering it.

Run with ``python -m benchmarks.board_of_ten_thousand``. Times are seconds of processor time, the best of five;
they depend on the machine, so compare them with each other within one run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from benchmarks.records import KEY
from oc_training.attestation import directive_events, events, roster_events, signature_events
from oc_training.attestation.content import Content
from oc_training.attestation.duties import standing_in
from oc_training.attestation.records import Records
from oc_training.attestation.standing import Kind, Standing
from oc_training.attestation.standings import BoardRow
from oc_training.kiosk.pages.board_view import BoardView, Filter
from oc_training.ledger.port import Entry, Head
from oc_training.ledger.seal import BEFORE_ALL, Draft, Sealer, unseal
from oc_training.places import CHECKOUT
from oc_training.roster.model import Role

T = TypeVar("T")

PEOPLE = 10_000
SIGNED_OF_TEN = 7
TODAY = date(2026, 3, 14)
WRITTEN = datetime(2024, 1, 1, tzinfo=UTC)
"""When the entries were written: the directive is in force long before the day that is asked about."""
DIRECTIVE, REVISION = "3-400", "2021-06-14"


class LongAgo:
    """A clock that stands still."""

    def now(self) -> datetime:
        """The moment of every entry."""
        return WRITTEN

    def monotonic(self) -> float:
        """No time passes."""
        return 0.0


def book() -> Records:
    """Ten thousand people in forty units; seven of ten have signed at some time."""
    entries: list[Entry] = []
    records = Records(lambda seq: entries[seq - 2])
    sealer = Sealer(KEY, LongAgo())
    written: list[events.Event] = [_issued(), _added(), *(_signed(number) for number in _signers())]
    for seq, event in enumerate(written, start=2):
        draft = Draft(str(seq), events.kind_of(event), events.to_json(event))
        entries.append(unseal(sealer.seal(draft, "S", Head(seq - 1, BEFORE_ALL.hash))))
        records.apply(entries[-1])
    return records


def _signers() -> list[int]:
    return [number for number in range(PEOPLE) if number % 10 < SIGNED_OF_TEN]


def _issued() -> directive_events.RevisionIssued:
    return directive_events.RevisionIssued(
        directive=DIRECTIVE, revision=REVISION, title="T", effective=date(2015, 12, 16), reviewed=date(2021, 6, 14),
        signed_off=date(2021, 7, 6), change="first issue", change_note="", text_sha256="", source="", by="P-0",
        statement_version="1", statement="",
    )  # fmt: skip


def _added() -> roster_events.PeopleAdded:
    people = tuple(
        roster_events.NewPerson(
            person=f"P-{number}", name=f"Person {number:05d} Invented", badge=str(number), rank="Officer",
            unit=f"Unit {number % 40}", role=Role.EMPLOYEE, started=date(2024, 1, 1) + timedelta(days=number % 700),
        )
        for number in range(PEOPLE)
    )  # fmt: skip
    return roster_events.PeopleAdded(people=people, by="P-0", source="all.csv")


def _signed(number: int) -> signature_events.PaperRecorded:
    day = date(2025, 1, 1) + timedelta(days=number % 430)
    who = signature_events.WhoRecord(person=f"P-{number}", name="", rank="", badge="", unit="")
    text = signature_events.TextRecord(
        directive=DIRECTIVE, title="T", revision=REVISION, effective=day, reviewed=day, text_sha256="", issued_entry=2
    )
    cycle = signature_events.CycleRecord(
        id="c", why="annual", opened=day - timedelta(days=30), due=day, overdue_from=day + timedelta(days=15)
    )
    return signature_events.PaperRecorded(who=who, text=text, cycle=cycle, signed_on=day, original="", by="P-0")


def rows(records: Records, content: Content) -> list[BoardRow]:
    """What the board works out: everybody's standing."""
    found: list[tuple[str, Standing | None]] = [
        (person.id, standing_in(records, person.id, DIRECTIVE, content, TODAY)) for person in records.people()
    ]
    return [BoardRow(records.person(who), DIRECTIVE, standing, None) for who, standing in found if standing]


def best(what: str, act: Callable[[], T]) -> T:
    """Do it five times and print the best time."""
    times: list[float] = []
    for _ in range(5):
        begun = time.process_time()
        done = act()
        times.append(time.process_time() - begun)
    sys.stdout.write(f"{what:<44} {min(times) * 1_000:8.1f} ms\n")
    return done


def main() -> None:
    """Print a line for each step."""
    content = Content(CHECKOUT)
    records = best("The book folded into records", book)
    worked_out = best("Every standing worked out", lambda: rows(records, content))
    best("Every line of the arithmetic worded", lambda: [tuple(row.standing.lines) for row in rows(records, content)])
    view = best("The rows put into words for the list", lambda: BoardView(worked_out, TODAY))
    for wanted in (Filter(), Filter(kind=Kind.OVERDUE), Filter(unit="Unit 7"), Filter(text="person 0999")):
        best(f"Filtered by {wanted.kind or wanted.unit or wanted.text or 'nothing'}", lambda: view.listed(wanted))  # noqa: B023  done at once


if __name__ == "__main__":
    main()
