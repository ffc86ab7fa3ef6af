"""Who has, or had, a badge number: functions of the records, for whoever asks about somebody by badge.

A badge number becomes free when somebody leaves and may be given to another; a person id never changes.
"""

from __future__ import annotations

from datetime import date

from oc_training.attestation.records import Records
from oc_training.errors import NotFound
from oc_training.roster.model import Person


def holder_in(records: Records, badge: str) -> Person:
    """Whoever holds a badge number by these records; else whoever held it last.

    Raises:
        NotFound: when nobody ever did.
    """
    holder = records.holder_of(badge)
    if holder is not None:
        return holder
    before = [person for person in records.people() if person.badge.casefold() == badge.strip().casefold()]
    if not before:
        raise NotFound(f"Nobody on the roster has badge number {badge}.")
    return before[-1]


def ever_with(records: Records, badge: str) -> tuple[Person, ...]:
    """Everybody who ever had a badge number; whoever has it still in the roster comes last."""
    still = [person for person in records.people() if person.badge.casefold() == badge.strip().casefold()]
    return tuple(dict.fromkeys([*records.former_holders_of(badge), *still]))


def find_in(records: Records, named: str) -> Person:
    """Whoever has that person id; else whoever holds the badge number, held it last, or has another by now.

    Raises:
        NotFound: when nobody ever did.
    """
    by_id = next((person for person in records.people() if person.id == named.strip()), None)
    former = records.former_holders_of(named)
    if by_id is None and records.holder_of(named) is None and former:
        return former[-1]
    return by_id or holder_in(records, named)


def find_on(present: Records, past: Records, named: str, day: date) -> Person:
    """The same by the records of a *past* day.

    Raises:
        NotFound: when nobody had the badge number by then; whoever has it by the *present* records is named, with the
            day on which they were put on the roster.
    """
    try:
        return find_in(past, named)
    except NotFound:
        person = find_in(present, named)
        require_on_roster(present, past, person, day)
        then = past.person(person.id).badge
        raise NotFound(
            f"Nobody had badge number {named.strip()} by the end of {day}. {person.name}, who had it later, had {then}."
        ) from None


def require_on_roster(present: Records, past: Records, person: Person, day: date) -> None:
    """Refuse to answer about somebody for a day before they were put on the roster.

    Raises:
        NotFound: they were not yet; the sentence says when they were.
    """
    if all(known.id != person.id for known in past.people()):
        entry, added = present.added(person.id)
        raise NotFound(
            f"{person.name} was not on the roster by the end of {day}. They were put on it on {added} (entry {entry})."
        )


def also_had(records: Records, named: str, person: Person) -> tuple[str, ...]:
    """A sentence for everybody else who ever had that badge number, and how to ask about them."""
    others = [each for each in ever_with(records, named) if each.id != person.id]
    return tuple(
        f"Badge number {named} was also held by {each.name}; ask for {each.id} to hear about them."
        for each in dict.fromkeys(others)
    )
