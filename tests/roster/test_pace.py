"""The wait that grows at a badge number, and the brake on the whole station: by the clock that goes forward alone."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oc_training.errors import LedgerUnusable, NotSignedIn, TooSoon, WrongPin
from oc_training.roster.locksmith import LOCK_AFTER
from oc_training.roster.pace import BADGES_KEPT, KEY, MOST_WRONG, PAUSES, TABLE, TRIES_AFTER_A_PAUSE, WAITS, Pace
from tests.support.fixed_clock import FixedClock
from tests.support.memory_ledger import MemoryDrawer

HOUR = 3600.0


class Terminal:
    """One program at the station: its clock, and the working file it shares."""

    def __init__(self, drawer: MemoryDrawer | None = None, clock: FixedClock | None = None) -> None:
        self.drawer = drawer or MemoryDrawer()
        self.clock = clock or FixedClock()
        self.pace = Pace(self.drawer, threading.Lock(), lambda badge: f"<{badge}>", self.clock)

    def wrong(self, badge: str) -> None:
        self.pace.begin(badge, at_the_door=True)
        self.pace.was_wrong()

    def right(self, badge: str) -> int:
        self.pace.begin(badge, at_the_door=True)
        return self.pace.was_right(badge, at_the_door=True)

    def pass_by(self, seconds: float) -> None:
        self.clock.forward(timedelta(seconds=seconds))

    def wait_and_be_wrong(self, badge: str) -> None:
        self.pass_by(max(WAITS))
        self.wrong(badge)


@pytest.fixture
def here() -> Terminal:
    return Terminal()


def test_the_waits_are_those_of_the_requirement() -> None:
    assert list(WAITS) == [0, 0, 1, 2, 4]
    assert len(WAITS) == LOCK_AFTER


def test_the_wait_before_the_next_try_grows_with_each_wrong_one_and_ends_to_the_moment(here: Terminal) -> None:
    for wrong, wait in enumerate((0, 0, 1, 2, 4, 4, 4)):
        if wait:
            here.pass_by(wait - 0.01)
            with pytest.raises(TooSoon, match="Please wait 1 second, then try again"):
                here.wrong("412")
            here.pass_by(0.011)
        here.wrong("412")
        kept = here.drawer.get(TABLE, KEY)
        assert kept is not None
        assert kept["badges"] == {"<412>": wrong + 1}


def test_a_try_that_has_to_wait_is_not_counted_and_says_how_long(here: Terminal) -> None:
    for _ in range(4):
        here.wait_and_be_wrong("412")
    before = here.drawer.get(TABLE, KEY)
    for _ in range(10):
        with pytest.raises(TooSoon, match=r"^Please wait 4 seconds, then try again\. This try was not counted\.$"):
            here.wrong("412")
    assert here.drawer.get(TABLE, KEY) == before
    here.pass_by(4)
    here.wrong("412")


def test_the_wait_can_be_told_at_the_door_and_at_an_act() -> None:
    assert issubclass(TooSoon, NotSignedIn)
    assert issubclass(TooSoon, WrongPin)


def test_the_wait_is_for_one_badge_number_in_any_spelling_and_for_no_other(here: Terminal) -> None:
    for spelling in ("K-9", " k-9 "):
        here.wrong(spelling)
    with pytest.raises(TooSoon):
        here.wrong("k-9")
    here.wrong("412")


def test_a_right_try_ends_the_wait_and_tells_how_many_were_wrong(here: Terminal) -> None:
    assert here.right("412") == 0
    for _ in range(3):
        here.wait_and_be_wrong("412")
    here.pass_by(2)
    assert here.right("412") == 3
    here.wrong("412")
    here.wrong("412")
    with pytest.raises(TooSoon):
        here.wrong("412")


def test_a_release_begins_anew(here: Terminal) -> None:
    for _ in range(6):
        here.wait_and_be_wrong("412")
    here.pace.forget("412")
    here.wrong("412")
    here.wrong("412")


def test_wrong_tries_before_a_release_are_told_once_with_those_after_it(here: Terminal) -> None:
    for _ in range(5):
        here.wait_and_be_wrong("412")
    here.pace.forget("412")
    here.wrong("412")
    here.pace.forget("412")
    assert Terminal(here.drawer).right("411") == 0
    assert Terminal(here.drawer).right("412") == 6
    assert here.right("412") == 0


def test_nobody_but_their_owner_at_the_door_uses_up_the_wrong_tries_before_a_release(here: Terminal) -> None:
    for _ in range(5):
        here.wait_and_be_wrong("412")
    here.pace.forget("412")
    for at_the_door in (True, False):
        here.pace.begin("412", at_the_door=at_the_door)
        here.pace.was_right("412", at_the_door=at_the_door, keep_others=at_the_door)
    assert here.right("412") == 5


def test_of_released_badge_numbers_the_newest_are_kept(here: Terminal) -> None:
    for number in range(BADGES_KEPT + 1):
        here.pace.begin(str(number), at_the_door=False)
        here.pace.forget(str(number))
    kept = here.drawer.get(TABLE, KEY)
    assert kept is not None
    assert kept["untold"] == {f"<{number}>": 1 for number in range(1, BADGES_KEPT + 1)}


@pytest.mark.parametrize("days", [-1, 1, 400, -4000])
def test_no_change_of_the_wall_clock_shortens_a_wait_or_a_pause(here: Terminal, days: int) -> None:
    here.wrong("412")
    here.wrong("412")
    here.clock._now += timedelta(days=days)
    with pytest.raises(TooSoon):
        here.wrong("412")
    for number in range(MOST_WRONG - 2):
        here.wrong(f"x{number}")
    here.clock._now += timedelta(days=days)
    with pytest.raises(TooSoon, match=r"so it takes none until 09:32\. Please come back then") as told:
        here.wrong("z")
    assert told.value.pause == PAUSES[0]


def test_after_a_restart_a_wait_begins_again_in_full(here: Terminal) -> None:
    for _ in range(4):
        here.wait_and_be_wrong("412")
    here.pass_by(3.9)
    again = Terminal(here.drawer, here.clock)
    again.pass_by(3.9)
    with pytest.raises(TooSoon):
        again.wrong("412")
    again.pass_by(0.2)
    again.wrong("412")
    with pytest.raises(TooSoon, match="4 seconds"):
        again.wrong("412")


def test_after_a_restart_on_another_machine_clock_a_wait_begins_again_in_full(here: Terminal) -> None:
    for _ in range(4):
        here.wait_and_be_wrong("412")
    long_before = FixedClock()
    again = Terminal(here.drawer, long_before)
    with pytest.raises(TooSoon, match="4 seconds"):
        again.wrong("412")


def test_what_another_program_counted_is_waited_for_here_too(here: Terminal) -> None:
    there = Terminal(here.drawer, here.clock)
    here.wrong("412")
    there.wrong("412")
    for terminal in (here, there):
        with pytest.raises(TooSoon, match="1 second"):
            terminal.wrong("412")


# ---- the whole station ----------------------------------------------------------------------------------------------


def test_one_pin_at_sixty_badges_is_stopped_after_fifteen(here: Terminal) -> None:
    tried = 0
    for number in range(60):
        try:
            here.wrong(f"badge {number}")
        except TooSoon as told:
            assert told.pause == PAUSES[0]  # noqa: PT017  the others of the sixty were not refused
            break
        tried += 1
    assert tried == MOST_WRONG


def test_during_a_pause_nobody_is_let_try_known_or_not_and_nothing_is_counted(here: Terminal) -> None:
    for number in range(MOST_WRONG):
        here.wrong(f"badge {number}")
    before = here.drawer.get(TABLE, KEY)
    said = set()
    for badge in ("badge 1", "412", "never seen", ""):
        with pytest.raises(TooSoon) as told:
            here.wrong(badge)
        said.add(str(told.value))
    assert len(said) == 1
    assert here.drawer.get(TABLE, KEY) == before


def test_whoever_is_signed_in_goes_on_during_a_pause(here: Terminal) -> None:
    for number in range(MOST_WRONG):
        here.wrong(f"badge {number}")
    here.pace.begin("412", at_the_door=False)
    assert here.pace.was_right("412", at_the_door=False) == 0


def test_pauses_grow_and_few_tries_after_one_begin_the_next(here: Terminal) -> None:
    for number in range(MOST_WRONG):
        here.wrong(f"badge {number}")
    for pause in (*PAUSES, PAUSES[-1], PAUSES[-1]):
        here.pass_by(pause - 0.5)
        with pytest.raises(TooSoon):
            here.wrong("412")
        here.pass_by(0.5)
        for number in range(TRIES_AFTER_A_PAUSE):
            here.wrong(f"{pause} {number} {here.clock.monotonic()}")
        with pytest.raises(TooSoon):
            here.wrong("412")


def test_a_quiet_time_forgives_everything_and_the_first_pause_is_short_again(here: Terminal) -> None:
    for number in range(MOST_WRONG):
        here.wrong(f"badge {number}")
    here.pass_by(PAUSES[0])
    here.wrong("412")
    here.pass_by(MOST_WRONG * 300)
    for number in range(MOST_WRONG):
        here.wrong(f"other {number}")
    with pytest.raises(TooSoon) as told:
        here.wrong("412")
    assert told.value.pause == PAUSES[0]


def test_a_pause_outlasts_a_restart_and_begins_again_in_full(here: Terminal) -> None:
    for number in range(MOST_WRONG):
        here.wrong(f"badge {number}")
    here.pass_by(PAUSES[0] - 1)
    again = Terminal(here.drawer, here.clock)
    again.pass_by(PAUSES[0] - 1)
    with pytest.raises(TooSoon):
        again.wrong("412")
    again.pass_by(1)
    again.wrong("412")


def test_a_crash_between_the_last_try_and_the_pause_does_not_save_from_it(here: Terminal) -> None:
    for number in range(MOST_WRONG):
        here.pace.begin(f"badge {number}", at_the_door=True)
    again = Terminal(here.drawer, here.clock)
    with pytest.raises(TooSoon) as told:
        again.wrong("412")
    assert told.value.pause == PAUSES[0]


def test_a_pause_is_over_at_the_time_that_is_told(here: Terminal) -> None:
    for number in range(MOST_WRONG):
        here.wrong(f"badge {number}")
    here.pass_by(60)
    with pytest.raises(TooSoon, match="until 09:32") as told:
        here.wrong("412")
    assert told.value.pause == PAUSES[0] - 60
    while f"{here.clock.now():%H:%M}" != "09:32":
        here.pass_by(1)
    here.wrong("412")


def test_the_start_of_a_pause_is_told_once_with_its_minutes(here: Terminal) -> None:
    told = []
    for number in range(MOST_WRONG):
        here.pace.begin(f"badge {number}", at_the_door=True)
        told.append(here.pace.was_wrong())
    assert told == [0] * (MOST_WRONG - 1) + [5]
    assert here.pace.was_wrong() == 0


@pytest.mark.parametrize("patience", [0.0, 60.0, 299.0, 301.0])
def test_in_eight_hours_at_one_terminal_few_people_can_be_locked_out(here: Terminal, patience: float) -> None:
    """Somebody who does nothing else, as fast as they can or at any steadier pace, trying five at each badge."""
    begun, tries = here.clock.monotonic(), 0
    while here.clock.monotonic() - begun < 8 * HOUR:
        try:
            here.wrong(f"badge {tries // LOCK_AFTER}")
        except TooSoon:
            here.pass_by(1)
        else:
            tries += 1
            here.pass_by(patience)
    assert tries // LOCK_AFTER <= 22


def test_a_long_day_of_everyday_slips_is_never_stopped(here: Terminal) -> None:
    for person in range(96):
        if person % 5 == 0:
            here.wrong(f"badge {person}")
        here.right(f"badge {person}")
        here.pass_by(8 * HOUR / 96)


def test_the_counts_of_no_more_than_so_many_badge_numbers_are_kept(here: Terminal) -> None:
    for number in range(BADGES_KEPT + 40):
        here.wrong(f"badge {number}")
        here.pass_by(301)
    kept = here.drawer.get(TABLE, KEY)
    assert kept is not None
    badges = kept["badges"]
    assert isinstance(badges, dict)
    assert len(badges) == BADGES_KEPT
    assert f"<badge {BADGES_KEPT + 39}>" in badges


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from([0.0, 0.5, 1.0, 4.0, 90.0]), st.booleans())),
)
def test_whatever_is_tried_a_wait_is_over_exactly_when_the_rule_says(tries: list[tuple[str, float, bool]]) -> None:
    here = Terminal()
    wrong: dict[str, int] = {}
    last: dict[str, float] = {}
    for badge, pause, is_right in tries:
        here.pass_by(pause)
        now = here.clock.monotonic()
        due = last.get(badge, now) + WAITS[min(wrong.get(badge, 0), 4)]
        paused = sum(wrong.values()) >= MOST_WRONG
        if paused:
            return
        if now < due and wrong.get(badge, 0):
            with pytest.raises(TooSoon):
                here.wrong(badge)
        elif is_right:
            assert here.right(badge) == wrong.pop(badge, 0)
            last.pop(badge, None)
        else:
            here.wrong(badge)
            wrong[badge] = wrong.get(badge, 0) + 1
            last[badge] = now


@pytest.mark.parametrize("kept", [{"wrong": "x"}, {"pauses": None}, {"badges": {"a": "b"}}, {"more": 1}])
def test_damaged_counts_are_one_sentence_and_no_way_round(kept: dict[str, object]) -> None:
    drawer = MemoryDrawer()
    drawer.put(TABLE, KEY, kept)  # type: ignore[arg-type]  # damaged on purpose
    with pytest.raises(LedgerUnusable, match="damaged"):
        Terminal(drawer)
