"""The demonstration: about forty invented people in every standing, whose printed PINs sign in; gone afterwards."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from oc_training.attestation.standing import Kind
from oc_training.bootstrap import House
from oc_training.demonstration.invented import PEOPLE, Story
from oc_training.demonstration.station import SignIns, demonstration
from oc_training.ledger.verify import verify
from oc_training.roster.model import Role
from oc_training.roster.pins import Secret, check_chosen_pin

SLOWEST = 30
"""Seconds that building it may take on a slow machine that does other things too."""


@pytest.fixture(scope="module")
def shown() -> Iterator[tuple[House, SignIns]]:
    begun = time.perf_counter()
    with demonstration() as built:
        assert time.perf_counter() - begun < SLOWEST
        yield built


def test_there_are_about_forty_people_in_units_and_everyone_has_a_badge_of_their_own(
    shown: tuple[House, SignIns],
) -> None:
    people = shown[0].book.records().people()
    assert 36 <= len(people) <= 44
    assert len({person.badge for person in people}) == len(people)
    assert len({person.name for person in people}) == len(people)
    units = Counter(person.unit for person in people)
    assert len([unit for unit, count in units.items() if count >= 8]) == 4
    for unit in (unit for unit, count in units.items() if count > 1):
        assert any(person.details.role is Role.SUPERVISOR for person in people if person.unit == unit)


def test_all_four_standings_are_there_in_number(shown: tuple[House, SignIns]) -> None:
    rows = shown[0].board.status()
    standings = Counter(row.standing.kind for row in rows)
    assert set(standings) == set(Kind)
    assert min(standings.values()) >= 3
    assert len(rows) == len(PEOPLE)


TOLD = {
    Story.NEW: (Kind.DUE, "First signature as a new employee: due in"),
    Story.UNDER_WAY: (Kind.DUE, "First signature as a new employee: due in"),
    Story.SIGNED: (Kind.CURRENT, "Signed "),
    Story.RENEWAL_OPEN: (Kind.CURRENT, "Can be renewed now"),
    Story.IN_GRACE: (Kind.DUE, "in grace"),
    Story.LATE: (Kind.OVERDUE, "Annual renewal was due"),
    Story.NEVER: (Kind.OVERDUE, "First signature as a new employee was due"),
    Story.FAILED: (Kind.DUE, "3 attempts did not pass"),
    Story.DECLINED: (Kind.DUE, "Declined to sign"),
    Story.PAPER: (Kind.DUE, "to sign on paper"),
    Story.AWAY: (Kind.EXCUSED, "On leave since"),
    Story.LEFT: (Kind.EXCUSED, "Separated since"),
}
"""How each story must show on the board."""


@pytest.mark.parametrize("story", list(Story))
def test_everybodys_story_came_out_as_told(shown: tuple[House, SignIns], story: Story) -> None:
    rows = {row.person.badge: row for row in shown[0].board.status()}
    found = [rows[invented.badge] for invented in PEOPLE if invented.story is story]
    assert found
    for row in found:
        assert row.standing.kind is TOLD[story][0]
        assert TOLD[story][1] in row.standing.reason
        assert shown[0].book.records().needs_release(row.person.id, "3-400") is (story is Story.FAILED)
        assert ("of 6 sections" in str(row.progress)) is (
            story in {Story.UNDER_WAY, Story.FAILED, Story.DECLINED, Story.PAPER}
        )
        assert (row.standing.cycle is None) is (story in {Story.SIGNED, Story.AWAY, Story.LEFT})


def test_every_printed_badge_and_pin_signs_in(shown: tuple[House, SignIns]) -> None:
    house, sign_ins = shown
    printed = [line.split()[:2] for line in sign_ins.listing if re.match(r"\d{4} ", line)]
    still_here = [person for person in PEOPLE if person.story is not Story.LEFT]
    assert len(printed) == len(still_here)
    for badge, pin in printed:
        entrance = house.door.sign_in(badge, Secret(pin))
        assert not entrance.must_choose_pin
        assert check_chosen_pin(Secret(pin), badge) is None


def test_the_hints_for_the_welcome_page_sign_in_too(shown: tuple[House, SignIns]) -> None:
    house, sign_ins = shown
    assert 3 <= len(sign_ins.hints) <= 5
    for hint in sign_ins.hints:
        found = re.search(r"badge (\d+), PIN (\d+)$", hint)
        assert found, hint
        house.door.sign_in(found[1], Secret(found[2]))


def test_the_book_of_the_demonstration_is_as_sound_as_any(shown: tuple[House, SignIns]) -> None:
    verdict = verify(shown[0].places.book)
    assert verdict.problems == ()
    assert verdict.entries > 150


def test_nothing_in_the_past_lies_ahead_and_entries_come_in_order_of_time(shown: tuple[House, SignIns]) -> None:
    house, _ = shown
    last = house.book.head().seq
    times = [house.book.entry(number).entry.at for number in range(2, last + 1)]
    assert times == sorted(times)
    assert house.book.entry(last).day <= house.clock.now().date()


def test_the_folder_is_gone_afterwards_also_after_an_error() -> None:
    folders: list[Path] = []

    def use() -> None:
        with demonstration() as (house, _):
            folders.append(house.places.data.parent)
            assert house.places.book.exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        use()
    assert not folders[0].exists()
