"""A clock that goes back, leaps ahead or is dead pauses what is dated, until a supervisor has confirmed the time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.attestation import (
    events,
    sign_in_events,
    signature_events,
    station_events,
    training_events,
)
from oc_training.attestation.clock_guard import (
    LEAP,
    LONGEST_OFF,
    PROGRAM_YEAR,
    ClockGuard,
    ClockState,
    Doubt,
    DrawerMark,
    Look,
    Reading,
    Trail,
    doubt_about,
)
from oc_training.attestation.sitting import Sitting
from oc_training.attestation.walk import Review
from oc_training.bootstrap import House
from oc_training.clock import moment, since_boot, stamp, synchronised
from oc_training.errors import ClockSuspect, LedgerUnusable, Refused, WrongPin
from oc_training.ledger.port import Drawer
from oc_training.places import Places
from oc_training.reports.history_words import in_words
from oc_training.reports.receipt_text import receipt_text
from oc_training.roster.hashing import Argon2id
from oc_training.roster.model import Details, DutyStatus, Role
from oc_training.roster.pins import Secret
from tests.support.fixed_clock import FixedClock
from tests.support.memory_ledger import MemoryDrawer
from tests.support.station import CHEAP, PIN, Station, new_station, started_again, walk_to

CHICAGO = ZoneInfo("America/Chicago")
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def reading(after: timedelta, *, steady: timedelta | None = None) -> Reading:
    return Reading(NOON + after, (after if steady is None else steady).total_seconds())


START = reading(timedelta(0))
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


# ---- the rule -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "doubt"),
    [
        (reading(timedelta(0)), None),
        (reading(-2 * SECOND), None),
        (reading(-2.1 * SECOND), Doubt.BACK),
        (reading(-HOUR), Doubt.BACK),
        (reading(30 * DAY), None),
        (reading(25 * HOUR, steady=HOUR), None),
        (reading(25 * HOUR + SECOND, steady=HOUR), Doubt.LEAP),
        (reading(400 * DAY, steady=SECOND), Doubt.LEAP),
        (Reading(datetime(1970, 1, 1, tzinfo=UTC), 0.0), Doubt.YEAR),
        (Reading(datetime(2025, 12, 31, 23, 59, tzinfo=UTC), 0.0), Doubt.YEAR),
        # Suspended over a weekend: the steady clock went on, so nothing leapt.
        (reading(64 * HOUR, steady=64 * HOUR), None),
    ],
)
def test_within_a_run_it_may_neither_go_back_nor_run_ahead(now: Reading, doubt: Doubt | None) -> None:
    assert doubt_about(now, NOON, START, PROGRAM_YEAR) is doubt


@pytest.mark.parametrize(
    ("now", "doubt"),
    [
        (reading(LONGEST_OFF), None),
        (reading(LONGEST_OFF + SECOND), Doubt.LONG),
        (reading(-HOUR), Doubt.BACK),
        (reading(timedelta(weeks=5)), None),
    ],
)
def test_at_a_start_it_may_be_weeks_after_the_latest_time_known(now: Reading, doubt: Doubt | None) -> None:
    assert doubt_about(now, NOON, None, PROGRAM_YEAR) is doubt


def test_of_a_kiosk_that_knows_nothing_only_the_year_is_asked() -> None:
    assert doubt_about(reading(900 * DAY), None, None, PROGRAM_YEAR) is None
    assert doubt_about(Reading(datetime(1999, 1, 1, tzinfo=UTC), 5.0), None, None, PROGRAM_YEAR) is Doubt.YEAR


@given(st.integers(0, 60 * 24 * 400), st.integers(0, 60 * 24 * 400))
def test_time_that_passes_is_never_doubted(first: int, later: int) -> None:
    before, after = sorted((first, later))
    start, now = reading(timedelta(minutes=before)), reading(timedelta(minutes=after))
    assert doubt_about(now, start.wall, start, PROGRAM_YEAR) is None


@pytest.mark.parametrize("night", [datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)])
def test_nights_of_daylight_saving_time_are_like_any_other(night: datetime) -> None:
    first = Reading(night.astimezone(CHICAGO), 0.0)
    mark = first.wall
    for minute in range(60 * 24):
        at = (night + timedelta(minutes=minute)).astimezone(CHICAGO)
        assert doubt_about(Reading(at, minute * 60.0), mark, first, PROGRAM_YEAR) is None
        mark = at


# ---- what a run remembers -----------------------------------------------------------------------------------------


class TwoClocks(FixedClock):
    """A clock whose wall can be turned while time goes on."""

    def turn(self, step: timedelta) -> None:
        self._now += step

    def sleep_without_counting(self, step: timedelta) -> None:
        self._monotonic += step.total_seconds()


@dataclass
class Guarded:
    clock: TwoClocks = field(default_factory=TwoClocks)
    drawer: Drawer = field(default_factory=MemoryDrawer)
    synchronised: bool | None = None
    trail: Trail = field(default_factory=Trail)
    drawer_of: Callable[[], Drawer] | None = None

    def __post_init__(self) -> None:
        self.start_again()

    def start_again(self) -> None:
        mark = DrawerMark(self.drawer_of or (lambda: self.drawer))
        self.guard = ClockGuard(self.clock, self.clock.monotonic, lambda: self.synchronised, mark)

    def look(self) -> Look:
        return self.guard.look(self.trail)

    def doubt(self) -> Doubt | None:
        return self.look().doubt


def test_what_the_system_says_of_its_clock_goes_into_the_state() -> None:
    station = Guarded()
    states = []
    for said in (None, False, True):
        station.synchronised = said
        states.append(station.look().state)
    assert states == [ClockState.UNKNOWN, ClockState.UNSYNCED, ClockState.SYNCED]
    station.clock.turn(-HOUR)
    assert station.look().state is ClockState.SUSPECT


def test_a_clock_that_is_put_right_is_believed_again_by_itself() -> None:
    station = Guarded()
    assert station.doubt() is None
    station.clock.turn(-HOUR)
    assert station.doubt() is Doubt.BACK
    station.clock.turn(HOUR)
    assert station.doubt() is None
    station.clock.turn(400 * DAY)
    assert station.doubt() is Doubt.LEAP
    station.clock.turn(-400 * DAY)
    assert station.doubt() is None


def test_a_flat_battery_is_no_start_to_reckon_from() -> None:
    station = Guarded()
    right = station.clock.now()
    station.clock.turn(datetime(1970, 1, 1, 0, 3, tzinfo=UTC) - right)
    assert station.doubt() is Doubt.YEAR
    station.clock.turn(right - station.clock.now())  # the time service has come up
    assert station.doubt() is None


def test_the_quiet_time_before_a_restart_is_remembered_beside_the_book() -> None:
    station = Guarded()
    station.look()
    station.clock.forward(3 * DAY)
    station.look()
    station.start_again()
    station.clock.turn(-DAY)
    assert station.doubt() is Doubt.BACK


def test_small_steps_back_do_not_add_up() -> None:
    station = Guarded()
    station.look()
    doubts = []
    for _ in range(5):
        station.clock.turn(-1.5 * SECOND)
        doubts.append(station.doubt())
    assert doubts == [None, *[Doubt.BACK] * 4]


def test_a_confirmation_begins_anew_wherever_the_clock_stands() -> None:
    station = Guarded()
    station.look()
    station.clock.turn(-60 * DAY)
    assert station.doubt() is Doubt.BACK
    station.trail = Trail(stamp(station.clock.now()), 12)
    look = station.look()
    assert (look.doubt, look.state) == (None, ClockState.CONFIRMED)
    station.synchronised = True
    assert station.look().state is ClockState.SYNCED
    station.synchronised = False
    station.start_again()
    assert station.look().state is ClockState.UNSYNCED


def test_without_the_working_file_the_book_alone_is_the_mark() -> None:
    def no_drawer() -> Drawer:
        raise LedgerUnusable("It cannot be read.")

    station = Guarded(trail=Trail(stamp(FixedClock().now()), 0), drawer_of=no_drawer)
    assert station.doubt() is None
    station.start_again()
    station.clock.turn(-HOUR)
    assert station.doubt() is Doubt.BACK


@pytest.mark.parametrize("kept", [{"at": 7}, {"at": "soon", "confirmed": 0}, {}, {"at": "2027-01-01", "confirmed": 0}])
def test_a_mark_that_is_none_is_passed_over(kept: dict[str, str | int]) -> None:
    drawer = MemoryDrawer()
    drawer.put(DrawerMark.TABLE, DrawerMark.KEY, kept)
    assert Guarded(drawer=drawer).doubt() is None


def test_the_system_is_asked_by_its_own_files(tmp_path: Path) -> None:
    assert synchronised(tmp_path / "missing") is None
    assert synchronised(tmp_path) is False
    (tmp_path / "synchronized").touch()
    assert synchronised(tmp_path) is True
    assert since_boot() <= since_boot()


# ---- at a station -------------------------------------------------------------------------------------------------


@pytest.fixture
def station(tmp_path: Path) -> Station:
    made = new_station(tmp_path)
    made.hire("200", "Sam Vale", unit="Patrol", role=Role.SUPERVISOR)
    made.hire("201", "Robin Sample", unit="Patrol")
    return made


def turn(station: Station, step: timedelta) -> None:
    station.clock._now += step


def reviewed(station: Station) -> Sitting:
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    return sitting


def confirm(station: Station, badge: str = "200", pin: str = PIN) -> tuple[station_events.ClockConfirmed, str | None]:
    recorded = station.house.timekeeping.confirm(station.sign_in(badge), Secret(pin), station.clock.now())
    assert isinstance(recorded.event, station_events.ClockConfirmed)
    return recorded.event, recorded.clock


@pytest.mark.parametrize("step", [-HOUR, LEAP + SECOND, 3_000 * DAY])
def test_every_dated_act_waits_until_a_supervisor_confirms_and_nothing_is_lost(
    station: Station, step: timedelta
) -> None:
    sitting = reviewed(station)
    station.hire("202", "Lou Locked")
    station.lock("202")
    session, boss = station.sign_in("200"), station.coordinator.id
    [row] = station.house.board.rows_of(session, station.person("201").id)
    turn(station, step)
    head = station.house.book.head()
    pin, today = Secret(PIN), station.today
    house = station.house
    for act in (
        lambda: house.signing.review(sitting),
        lambda: house.signing.sign(sitting, "Robin Sample", pin),
        lambda: house.signing.decline(sitting, pin),
        lambda: house.signing.ask_for_paper(sitting, pin),
        lambda: house.people.set_duty(station.person("201").id, DutyStatus.ON_LEAVE, today, boss, "why", pin),
        lambda: house.people.add(Details("New One", "300", "", "Patrol", Role.EMPLOYEE, today), boss, pin),
        lambda: house.people.change(station.person("201").id, station.person("201").details, "why", boss, pin),
        lambda: house.door.release(session, station.person("202").id, pin, "reason"),
        lambda: house.training.sit_down(session, station.directive),
    ):
        with pytest.raises(ClockSuspect, match="may be wrong"):
            act()
    assert house.book.head() == head
    assert row.standing.cycle is not None
    event, clock = confirm(station)
    assert (event.by, clock) == (session.person_id, "confirmed")
    assert abs(moment(event.shown) - station.clock.now()) < SECOND
    assert event.mark is not None
    assert station.sign("201").clock == "confirmed"


def test_paper_and_further_attempts_wait_too(station: Station) -> None:
    session, person = station.sign_in("200"), station.person("201")
    [row] = station.house.board.rows_of(session, person.id)
    for _ in range(3):
        station.fail("201")
    turn(station, -timedelta(minutes=1))
    before = station.house.book.head()
    with pytest.raises(ClockSuspect):
        station.house.board.release_attempt(session, person.id, station.directive, Secret(PIN), "We talked.")
    with pytest.raises(ClockSuspect):
        station.house.board.record_paper(session, row, Secret(PIN), station.today, "File 7")
    assert station.house.book.head() == before


def test_what_happens_by_itself_is_recorded_and_says_that_the_clock_was_in_doubt(station: Station) -> None:
    sitting = station.sit_down("201")
    turn(station, -HOUR)
    walk_to(sitting, Review)
    attempt = station.entries(training_events.AttemptMade)[-1]
    assert attempt.clock == "suspect"
    assert "while the clock was in doubt" in in_words(attempt, lambda _: "")
    with pytest.raises(ClockSuspect):
        station.house.signing.sign(sitting, "Robin Sample", Secret(PIN))
    turn(station, HOUR)
    signed = station.house.signing.sign(sitting, "Robin Sample", Secret(PIN))
    assert signed.clock == "unknown"


def test_a_time_that_was_in_doubt_is_no_mark_for_later(station: Station) -> None:
    turn(station, 3_000 * DAY)
    station.house.door.not_me(station.sign_in("201"), None)
    assert station.entries(sign_in_events.NotThisPerson)[-1].clock == "suspect"
    turn(station, -3_000 * DAY)
    station.house.timekeeping.require()


def test_only_a_supervisor_with_their_pin_confirms_what_they_have_just_been_shown(station: Station) -> None:
    turn(station, -HOUR)
    with pytest.raises(Refused, match="by a supervisor"):
        confirm(station, "201")
    with pytest.raises(WrongPin):
        station.house.timekeeping.confirm(station.sign_in("200"), Secret("another"), station.clock.now())
    shown = station.clock.now()
    station.clock.forward(timedelta(minutes=11))
    with pytest.raises(Refused, match="moved on"):
        station.house.timekeeping.confirm(station.sign_in("200"), Secret(PIN), shown)
    assert station.house.timekeeping.sheet(station.sign_in("201")) is None
    assert station.entries(station_events.ClockConfirmed) == []
    confirm(station, "100")
    with pytest.raises(Refused, match="not in doubt any more"):
        confirm(station)
    assert station.house.timekeeping.sheet(station.sign_in("200")) is None
    [entry] = station.entries(station_events.ClockConfirmed)
    assert "was confirmed to be right by Ada Invented" in in_words(entry, station.house.board.name_of)


def test_after_a_restart_the_book_still_knows_the_latest_time(station: Station, tmp_path: Path) -> None:
    station.sign("201")
    station.house.book.close()
    turn(station, -HOUR)
    again = started_again(tmp_path, station)
    sheet = again.house.timekeeping.sheet(again.sign_in("200"))
    assert sheet is not None
    assert sheet.doubt is Doubt.BACK
    with pytest.raises(ClockSuspect):
        again.house.timekeeping.require()


def test_a_confirmation_counts_for_another_program_on_the_same_station(station: Station, tmp_path: Path) -> None:
    other = started_again(tmp_path, station)
    other.house.timekeeping.require()
    station.house.timekeeping.require()
    turn(station, 40 * DAY)
    turn(other, timedelta(0))
    with pytest.raises(ClockSuspect):
        other.house.timekeeping.require()
    confirm(station)
    other.house.timekeeping.require()


def test_a_dead_clock_cannot_be_confirmed_nor_a_station_set_up_with_it(tmp_path: Path) -> None:
    clock = FixedClock(datetime(1970, 1, 1, 0, 2, tzinfo=CHICAGO))
    house = House(Places(tmp_path / "data"), clock, Argon2id(CHEAP), oldest_year=PROGRAM_YEAR)
    house.found()
    details = Details("Ada Invented", "100", "", "Training", Role.COORDINATOR, clock.now().date())
    with pytest.raises(ClockSuspect, match="The clock of this machine says January 1, 1970"):
        house.setting_up.make_coordinator(details, Secret(PIN))
    assert house.book.head().seq == 1
    clock.forward(datetime(2026, 3, 14, tzinfo=CHICAGO) - clock.now())
    house.setting_up.make_coordinator(details, Secret(PIN))
    clock._now = datetime(1970, 1, 1, 0, 2, tzinfo=CHICAGO)
    session = house.door.sign_in("100", Secret(PIN)).session
    sheet = house.timekeeping.sheet(session)
    assert sheet is not None
    assert not sheet.can_be_confirmed
    with pytest.raises(Refused, match="has to set its clock"):
        house.timekeeping.confirm(session, Secret(PIN), clock.now())


def test_the_machines_own_clock_is_held_to_the_year_of_the_program(tmp_path: Path) -> None:
    assert House(Places(tmp_path))._oldest_year == PROGRAM_YEAR


def test_entries_of_older_programs_are_read_as_they_are_and_a_receipt_says_so(station: Station) -> None:
    signed = station.sign("201")
    assert isinstance(signed.event, signature_events.Acknowledged)
    body = json.loads(signed.entry.stored_body)
    assert body.pop("clock") == "unknown"
    older = events.from_json("acknowledged", json.dumps(body).encode())
    assert older.clock is None
    assert older == events.from_json("acknowledged", json.dumps(body | {"clock": None}).encode())
    receipt = station.house.receipts.receipt(signed.entry.seq)
    assert "Clock                 nothing spoke against it" in receipt_text(receipt)


def test_the_commands_of_whoever_administers_the_machine_wait_too(station: Station) -> None:
    signed, person = station.sign("201").entry.seq, station.person("201").id
    turn(station, 240 * DAY)
    before, house, today = station.house.book.head(), station.house, station.today
    details = Details("New One", "300", "", "Patrol", Role.EMPLOYEE, today)
    for act in (
        lambda: house.people.add(details, events.COMMAND),
        lambda: house.people.set_duty(person, DutyStatus.ON_LEAVE, today, events.COMMAND, "why"),
        lambda: house.board.void_by_command(signed, "why"),
        lambda: house.reminding.draw_up(events.COMMAND),
    ):
        with pytest.raises(ClockSuspect):
            act()
    assert house.book.head() == before


def test_whoever_confirms_the_time_can_be_let_in_by_command_while_it_is_in_doubt(station: Station) -> None:
    station.lock("200")
    turn(station, 240 * DAY)
    station.house.door.release_by_command(station.person("200").id, "why")
    assert station.entries(sign_in_events.SignInReleased)[-1].clock == "suspect"
    confirm(station)
    station.house.timekeeping.require()


def test_the_pause_after_many_wrong_tries_is_recorded_while_the_clock_is_in_doubt(station: Station) -> None:
    turn(station, 240 * DAY)
    station.house.book.write(sign_in_events.SignInPaused(minutes=5))
    assert station.entries(sign_in_events.SignInPaused)[-1].clock == "suspect"


def test_every_kind_of_event_either_waits_or_is_named_as_one_that_does_not() -> None:
    named = {each.__name__ for each in events._BY_THEMSELVES}
    assert named == {
        "AttemptMade", "SignInLocked", "SignInPaused", "NotThisPerson", "CodeIssued", "PinSet", "Exported",
        "ClockConfirmed",
    }  # fmt: skip
