"""The records that everything is measured with: what a department of some hundred people writes into its book.

The words are invented, their number and length are those of real entries. The same number gives the same records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from oc_training.attestation import (
    directive_events,
    events,
    roster_events,
    sign_in_events,
    signature_events,
    training_events,
)
from oc_training.attestation.events import Event
from oc_training.clock import stamp
from oc_training.ledger.audit.texts import words_digest
from oc_training.ledger.frame import encode
from oc_training.ledger.genesis import KIND, Genesis
from oc_training.ledger.port import Head
from oc_training.ledger.seal import BEFORE_ALL, Draft, Sealer, prepare
from oc_training.roster.model import Role

KEY = Ed25519PrivateKey.from_private_bytes(b"the key of a benchmark's station")
STATION = "BENCH-1"
PEOPLE = 500
DAY = date(2026, 3, 14)
_ZONE = ZoneInfo("America/Chicago")
_SECTIONS = ("I", "II", "III.A", "III.B", "IV")
_STATEMENT = (
    "I, {name}, badge {badge}, have been given Directive 3-400, Social Media Policy, in its revision of June 14, 2021, "
    "and have had the chance to read it and to ask about it. I understand that I am held to it from now on, and that "
    "this record shows my name, what was displayed to me, when, and how I answered the scenarios."
)

_TEXT = "A. Employees shall not post what they are told in confidence.\n" * 250


class Ticking:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 14, 9, 26, 53, 580_000, tzinfo=_ZONE)

    def now(self) -> datetime:
        """A second later than the last time."""
        self._now += timedelta(seconds=1)
        return self._now

    def monotonic(self) -> float:
        """The same in seconds."""
        return self._now.timestamp()


def digest_of(words: str) -> str:
    """A digest, for wherever an entry has one."""
    return hashlib.sha256(words.encode()).hexdigest()


def entry_id(number: int) -> str:
    """The id of an entry."""
    return digest_of(f"entry {number}")[:32]


def person_id(number: int) -> str:
    """The id of one of the department's people."""
    return digest_of(f"person {number % PEOPLE}")[:32]


def who(number: int) -> signature_events.WhoRecord:
    """One of the department's people."""
    number %= PEOPLE
    return signature_events.WhoRecord(
        person=person_id(number),
        name=f"Robin Sample {number}",
        rank="Officer",
        badge=str(1000 + number),
        unit=f"Patrol {number % 9}",
    )


def all_events() -> Iterator[Event]:
    """What happened, without an end: the department is put on the roster, then people train and sign for ever."""
    yield directive_events.RevisionIssued(
        directive="3-400",
        revision="2021-06-14",
        title="Social Media Policy",
        effective=DAY,
        reviewed=DAY,
        signed_off=DAY,
        change="first issue",
        change_note="",
        text_sha256=words_digest(_TEXT),
        source=_TEXT,
        statement_version="1",
        statement=_STATEMENT,
        by="command",
    )
    yield roster_events.PeopleAdded(
        people=tuple(
            roster_events.NewPerson(
                person=person_id(number),
                name=f"Robin Sample {number}",
                badge=str(1000 + number),
                rank="Officer",
                unit=f"Patrol {number % 9}",
                role=Role.COORDINATOR if number == 0 else Role.EMPLOYEE,
                started=DAY,
            )
            for number in range(PEOPLE)
        ),
        by="command",
        source="roster.csv",
    )
    number = 0
    while True:
        yield from _somebody_trains(number)
        number += 1


def _somebody_trains(number: int) -> Iterator[Event]:
    """Ten entries for two people: a code, a PIN, four attempts of which two failed, four answers."""
    yield sign_in_events.CodeIssued(person=person_id(2 * number), by="command")
    yield sign_in_events.PinSet(person=person_id(2 * number), authorised_by=person_id(0))
    for each in (2 * number, 2 * number + 1):
        yield _attempt(each, passed=False)
        yield _attempt(each, passed=True)
        yield _signed(each)
        yield _signed(each)


def _attempt(number: int, *, passed: bool) -> training_events.AttemptMade:
    return training_events.AttemptMade(
        attempt=digest_of(f"attempt {number} {passed}")[:32],
        number=2 if passed else 1,
        person=person_id(number),
        directive="3-400",
        revision="2021-06-14",
        bank_sha256=digest_of("bank"),
        seed=number * 7919 % 2**48,
        items=tuple(
            training_events.ItemRecord(
                question=f"SM-{item:02d}",
                sha256=digest_of(f"question {item}"),
                shown="cab",
                answers="a" if passed else "ba",
                hundredths=(1_200 + item,),
                critical=item == 0,
                cites=("III.A.8.a",),
            )
            for item in range(8)
        ),
        right=8 if passed else 3,
        of=8,
        pass_mark=7,
        passed=passed,
    )


def _signed(number: int) -> signature_events.Acknowledged:
    person, at = who(number), stamp(datetime(2026, 3, 14, 9, number % 60, tzinfo=_ZONE))
    return signature_events.Acknowledged(
        who=person,
        text=signature_events.TextRecord(
            directive="3-400",
            title="Social Media Policy",
            revision="2021-06-14",
            effective=DAY,
            reviewed=DAY,
            text_sha256=words_digest(_TEXT),
            issued_entry=2,
        ),
        cycle=signature_events.CycleRecord(
            id="3-400/2021-06-14/2026-04-13", why="annual", opened=DAY, due=date(2026, 4, 13), overdue_from=DAY
        ),
        displays=tuple(
            signature_events.DisplayRecord(
                section=section, sha256=digest_of(section), first=at, last=at, seconds=62, visits=1, complete=True
            )
            for section in _SECTIONS
        ),
        attempt=digest_of(f"attempt {number} True")[:32],
        attempt_entry=number + 3,
        attempt_number=2,
        right=8,
        of=8,
        statement_version="1",
        statement=_STATEMENT.format(name=person.name, badge=person.badge),
        typed_name=person.name,
        comment=None,
        method="badge number and PIN, PIN entered again",
        signed_in=at,
        pin_set=at,
        pin_authorised_by=person_id(0),
        consent="electronic",
        program="0.1.0",
        local_date=DAY,
        interface=signature_events.Interface.SCREEN,
    )


def drafts() -> Iterator[Draft]:
    """The same as what is to be recorded, one after another."""
    for number, event in enumerate(all_events(), start=2):
        yield Draft(entry_id(number), events.kind_of(event), events.to_json(event))


def make_book(path: Path, entries: int) -> list[int]:
    """Write a sealed book of so many entries, genesis included, and return where each line ends in the file.

    It is written in one go and not synced line by line, which would take hours and give the same bytes.
    """
    sealer = Sealer(KEY, Ticking())
    genesis = Genesis(STATION, sealer.public_key, digest_of("log")[:32])
    head, ends, source = BEFORE_ALL, list[int](), drafts()
    draft = Draft(genesis.log, KIND, genesis.body())
    place = 0
    with path.open("wb") as file:
        for seq in range(1, entries + 1):
            sealed, entry = sealer.seal_prepared(prepare(draft), STATION, head)
            place += file.write(encode(seq, place, sealed))
            ends.append(place)
            head = Head(seq, entry.hash)
            draft = next(source)
    path.chmod(0o600)
    return ends
