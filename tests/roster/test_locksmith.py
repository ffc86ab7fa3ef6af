"""The lock: who is let in, who is not, and what a thief gets from the data."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from hypothesis import given, settings
from hypothesis import strategies as st

from oc_training.errors import KeyFileUnusable, NotFound, Refused
from oc_training.ledger.port import Drawer
from oc_training.roster.credential_store import TABLE, KeptCredentials
from oc_training.roster.credentials import Credentials, Kind, Outcome, from_json, to_json
from oc_training.roster.hashing import STATION, Argon2id, Hasher, Profile
from oc_training.roster.locksmith import LOCK_AFTER
from oc_training.roster.pepper import Pepper
from oc_training.roster.pins import Secret, issue_pin
from tests.roster.people import CHEAP, Bench, seeded

DANA, LEE = "P-00000000da4a", "P-00000000001e"
RIGHT, WRONG = Secret("482913"), Secret("482914")


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.lock.set_pin(DANA, RIGHT)
    return bench


def wrong(bench: Bench, times: int) -> list[Outcome]:
    return [bench.lock.verify(DANA, WRONG) for _ in range(times)]


def test_the_right_pin_lets_in_and_a_wrong_one_does_not(bench: Bench) -> None:
    assert bench.lock.verify(DANA, RIGHT) is Outcome.ACCEPTED_PIN
    assert bench.lock.verify(DANA, WRONG) is Outcome.REFUSED
    assert bench.lock.verify(LEE, RIGHT) is Outcome.REFUSED
    assert bench.lock.verify(None, RIGHT) is Outcome.REFUSED


def test_five_wrong_in_a_row_lock_until_a_release_whatever_is_tried(bench: Bench) -> None:
    assert wrong(bench, 5) == [Outcome.REFUSED] * 5
    assert bench.kept(DANA).locked
    assert bench.lock.verify(DANA, RIGHT) is Outcome.LOCKED
    bench.clock.pass_by(timedelta(days=400))
    assert bench.lock.verify(DANA, RIGHT) is Outcome.LOCKED
    bench.clock.pass_by(timedelta(days=-800))
    assert bench.lock.verify(DANA, WRONG) is Outcome.LOCKED
    assert bench.kept(DANA).failures == LOCK_AFTER
    bench.lock.release(DANA)
    assert bench.lock.verify(DANA, RIGHT) is Outcome.ACCEPTED_PIN


def test_a_restart_resets_nothing(bench: Bench) -> None:
    wrong(bench, 4)
    again = Bench(drawer=bench.drawer)
    assert wrong(again, 1) == [Outcome.REFUSED]
    assert Bench(drawer=bench.drawer).lock.verify(DANA, RIGHT) is Outcome.LOCKED


def test_a_fifth_try_that_is_right_lets_in_and_the_count_begins_anew(bench: Bench) -> None:
    wrong(bench, 4)
    assert bench.lock.verify(DANA, RIGHT) is Outcome.ACCEPTED_PIN
    assert (bench.kept(DANA).failures, bench.kept(DANA).locked) == (0, False)
    assert wrong(bench, 4) == [Outcome.REFUSED] * 4
    assert bench.lock.verify(DANA, RIGHT) is Outcome.ACCEPTED_PIN


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["right", "wrong", "release"]), max_size=20))
def test_the_lock_agrees_with_the_rule_for_every_order_of_tries(steps: list[str]) -> None:
    bench = Bench()
    bench.lock.set_pin(DANA, RIGHT)
    failures = 0
    for step in steps:
        if step == "release":
            bench.lock.release(DANA)
            failures = 0
            continue
        outcome = bench.lock.verify(DANA, RIGHT if step == "right" else WRONG)
        if failures >= LOCK_AFTER:
            assert outcome is Outcome.LOCKED
        elif step == "right":
            assert outcome is Outcome.ACCEPTED_PIN
            failures = 0
        else:
            assert outcome is Outcome.REFUSED
            failures += 1
        assert bench.kept(DANA).failures == failures


def test_a_try_is_on_the_disk_before_it_is_looked_at(bench: Bench) -> None:
    bench.hasher.failures_at_hash.clear()
    wrong(bench, 3)
    bench.lock.verify(DANA, RIGHT)
    assert bench.hasher.failures_at_hash == [[1], [2], [3], [4]]
    assert bench.kept(DANA).failures == 0


def test_with_a_full_disk_nobody_is_let_in_and_nothing_is_looked_at(bench: Bench) -> None:
    bench.drawer.full = True
    before = bench.hasher.count
    with pytest.raises(OSError, match="disk full"):
        bench.lock.verify(DANA, RIGHT)
    assert bench.hasher.count == before


def test_tries_at_the_same_time_get_no_more_than_five_looks(bench: Bench) -> None:
    bench.drawer.seconds_to_read = 0.002
    before = bench.hasher.count
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: bench.lock.verify(DANA, WRONG), range(40)))
    assert outcomes.count(Outcome.REFUSED) == LOCK_AFTER
    assert outcomes.count(Outcome.LOCKED) == 40 - LOCK_AFTER
    assert bench.hasher.count - before == 40


def test_every_cause_of_refusal_costs_one_slow_hash(bench: Bench) -> None:
    bench.lock.issue_code(LEE, DANA)
    bench.clock.pass_by(timedelta(hours=73))

    def cost(person_id: str | None, secret: Secret) -> int:
        before = bench.hasher.count
        assert bench.lock.verify(person_id, secret) in {Outcome.REFUSED, Outcome.LOCKED}
        return bench.hasher.count - before

    costs = {
        "wrong": cost(DANA, WRONG),
        "unknown badge": cost(None, WRONG),
        "no PIN yet": cost("P-new", WRONG),
        "expired code": cost(LEE, WRONG),
    }
    wrong(bench, 5)
    costs["locked, wrong"] = cost(DANA, WRONG)
    costs["locked, right"] = cost(DANA, RIGHT)
    costs["no PIN at all, a million characters"] = cost(None, Secret("x" * 1_000_000))
    assert set(costs.values()) == {1}, costs


def test_an_unknown_badge_is_hashed_with_the_same_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    argon2 = Argon2id(Profile(memory_kib=16, passes=2))

    def keep(data: bytes) -> str:
        made.append(argon2.hash(data))
        return made[-1]

    bench = Bench()
    monkeypatch.setattr(bench.hasher, "hash", keep)
    bench.lock.verify(None, WRONG)
    parameters = extract_parameters(made[0])
    assert (parameters.memory_cost, parameters.time_cost) == (16, 2)


def test_a_code_lets_in_once_a_pin_is_set_it_is_useless(bench: Bench) -> None:
    code = bench.lock.issue_code(LEE, authorised_by=DANA)
    typed = Secret(f" {code.reveal()[:4].lower()}-{code.reveal()[4:].lower()} ")
    assert bench.lock.verify(LEE, typed) is Outcome.ACCEPTED_CODE
    assert bench.lock.verify(LEE, code) is Outcome.ACCEPTED_CODE
    bench.lock.set_pin(LEE, Secret("730416"))
    assert bench.lock.verify(LEE, code) is Outcome.REFUSED
    assert bench.lock.verify(LEE, Secret("730416")) is Outcome.ACCEPTED_PIN


def test_a_code_is_good_for_72_hours_and_not_a_moment_longer(bench: Bench) -> None:
    code = bench.lock.issue_code(LEE, authorised_by=DANA)
    bench.clock.pass_by(timedelta(hours=72) - timedelta(seconds=1))
    assert bench.lock.verify(LEE, code) is Outcome.ACCEPTED_CODE
    bench.clock.pass_by(timedelta(seconds=1))
    assert bench.lock.verify(LEE, code) is Outcome.REFUSED
    assert bench.kept(LEE).failures == 1


def test_a_new_code_ends_the_pin_and_the_code_before_it(bench: Bench) -> None:
    first = bench.lock.issue_code(DANA, authorised_by=LEE)
    second = bench.lock.issue_code(DANA, authorised_by=LEE)
    assert bench.lock.verify(DANA, RIGHT) is Outcome.REFUSED
    assert bench.lock.verify(DANA, first) is Outcome.REFUSED
    assert bench.lock.verify(DANA, second) is Outcome.ACCEPTED_CODE


def test_a_new_code_is_no_release_and_no_pin_is_set_under_a_lock(bench: Bench) -> None:
    wrong(bench, 5)
    code = bench.lock.issue_code(DANA, authorised_by=LEE)
    assert bench.lock.verify(DANA, code) is Outcome.LOCKED
    with pytest.raises(Refused, match="released"):
        bench.lock.set_pin(DANA, Secret("730416"))
    bench.lock.release(DANA)
    assert bench.lock.verify(DANA, code) is Outcome.ACCEPTED_CODE


def test_a_code_is_guessed_at_five_times_at_most(bench: Bench) -> None:
    code = bench.lock.issue_code(LEE, authorised_by=DANA)
    for _ in range(5):
        assert bench.lock.verify(LEE, Secret("CCCC2222")) is Outcome.REFUSED
    assert bench.lock.verify(LEE, code) is Outcome.LOCKED


def test_who_authorised_the_code_stays_with_every_pin_that_goes_back_to_it(bench: Bench) -> None:
    assert (bench.kept(DANA).authorised_by, bench.kept(DANA).authorised_at) == (None, None)
    bench.lock.issue_code(DANA, authorised_by=LEE)
    bench.clock.pass_by(timedelta(hours=1))
    bench.lock.set_pin(DANA, Secret("730416"))
    bench.clock.pass_by(timedelta(hours=1))
    changed = bench.lock.set_pin(DANA, Secret("a heron at the creek"))
    assert changed == bench.kept(DANA)
    assert (changed.kind, changed.expires) == (Kind.PIN, None)
    assert changed.set_at == "2026-03-14T11:30:00.00Z"
    assert (changed.authorised_by, changed.authorised_at) == (LEE, "2026-03-14T09:30:00.00Z")


def test_a_pin_or_code_replaced_during_a_try_does_not_let_in(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    matches = bench.hasher.matches

    def while_it_is_replaced(phc: str, data: bytes) -> bool:
        bench.lock.issue_code(DANA, authorised_by=LEE)
        return matches(phc, data)

    monkeypatch.setattr(bench.hasher, "matches", while_it_is_replaced)
    assert bench.lock.verify(DANA, RIGHT) is Outcome.REFUSED
    assert bench.kept(DANA).kind is Kind.CODE


@pytest.mark.parametrize("pin", ["", "12345", "x" * 65, "\u0301\u0327" * 100_000])
def test_what_cannot_be_a_pin_is_not_set(bench: Bench, pin: str) -> None:
    with pytest.raises(Refused, match="6 to 64 characters"):
        bench.lock.set_pin(DANA, Secret(pin))
    assert bench.lock.verify(DANA, RIGHT) is Outcome.ACCEPTED_PIN


@pytest.mark.parametrize("pin", ["x" * 63 + "y", "  blue heron  ", "na\u00efve caf\u00e9", "漢字漢字漢字漢字"])
def test_nothing_of_a_pin_is_cut_off_or_changed(bench: Bench, pin: str) -> None:
    bench.lock.set_pin(LEE, Secret(pin))
    assert bench.lock.verify(LEE, Secret(pin[:-1])) is Outcome.REFUSED
    assert bench.lock.verify(LEE, Secret(pin.upper())) is (
        Outcome.REFUSED if pin.upper() != pin else Outcome.ACCEPTED_PIN
    )
    assert bench.lock.verify(LEE, Secret(pin)) is Outcome.ACCEPTED_PIN


def test_an_accent_typed_in_two_ways_is_the_same_pin(bench: Bench) -> None:
    bench.lock.set_pin(LEE, Secret("cafe\u0301 noir"))
    assert bench.lock.verify(LEE, Secret("caf\u00e9 noir")) is Outcome.ACCEPTED_PIN


@pytest.mark.parametrize(
    "typed", ["", "\0", "\ud800", "\x1b[2J", "' OR 1=1--", "%s{}", "x" * 1_000_000, "\u0301\u0327" * 500_000]
)
def test_hostile_input_is_a_wrong_pin_and_nothing_else(bench: Bench, typed: str) -> None:
    assert bench.lock.verify(DANA, Secret(typed)) is Outcome.REFUSED
    assert bench.kept(DANA).failures == 1


def test_a_verifier_copied_to_somebody_else_lets_nobody_in(bench: Bench) -> None:
    bench.drawer.values[TABLE, LEE] = bench.drawer.values[TABLE, DANA]
    assert bench.lock.verify(LEE, RIGHT) is Outcome.REFUSED


def test_a_code_passed_off_as_a_pin_lets_nobody_in(bench: Bench) -> None:
    code = bench.lock.issue_code(LEE, authorised_by=DANA)
    kept = dict(bench.drawer.values[TABLE, LEE])
    bench.drawer.values[TABLE, LEE] = {**kept, "kind": "pin", "expires": None}
    assert bench.lock.verify(LEE, code) is Outcome.REFUSED


def test_release_of_somebody_without_a_pin_is_told(bench: Bench) -> None:
    with pytest.raises(NotFound, match="nothing to release"):
        bench.lock.release(LEE)


def test_another_key_file_is_named_and_locks_nobody(bench: Bench) -> None:
    other = Bench(key=bytes(32), drawer=bench.drawer)
    for _ in range(6):
        with pytest.raises(KeyFileUnusable, match="another key file"):
            other.lock.verify(DANA, RIGHT)
    assert bench.kept(DANA).failures == 0


@pytest.mark.parametrize("phc", ["", "x", "$argon2id$v=19$m=8,t=1,p=1$AAAA", "$2b$12$abcdefghijklmnopqrstuv"])
def test_a_damaged_verifier_is_one_sentence_and_lets_nobody_in(bench: Bench, phc: str) -> None:
    bench.drawer.values[TABLE, DANA] = {**bench.drawer.values[TABLE, DANA], "phc": phc}
    with pytest.raises(Refused, match="damaged"):
        bench.lock.verify(DANA, RIGHT)


@pytest.mark.parametrize("change", [{"kind": "face"}, {"failures": "0"}, {"locked": 0}, {"more": 1}, {"phc": None}])
def test_damaged_fields_are_one_sentence(bench: Bench, change: dict[str, bool | int | str | None]) -> None:
    bench.drawer.values[TABLE, DANA] = {**bench.drawer.values[TABLE, DANA], **change}
    with pytest.raises(Refused, match="damaged"):
        bench.lock.verify(DANA, RIGHT)


def test_a_raised_effort_rehashes_at_the_next_success_and_a_lowered_one_never() -> None:
    raised = Profile(memory_kib=16, passes=2)
    bench = Bench()
    bench.lock.set_pin(DANA, RIGHT)
    for profile in (raised, CHEAP):
        later = Bench(drawer=bench.drawer, profile=profile)
        assert later.lock.verify(DANA, WRONG) is Outcome.REFUSED
        before = later.kept(DANA)
        assert later.lock.verify(DANA, RIGHT) is Outcome.ACCEPTED_PIN
        assert (later.kept(DANA).phc != before.phc) is (profile == raised)
        parameters = extract_parameters(later.kept(DANA).phc)
        assert (parameters.memory_cost, parameters.time_cost, parameters.type) == (16, 2, Type.ID)
        assert later.lock.verify(DANA, RIGHT) is Outcome.ACCEPTED_PIN


def test_a_station_hashes_with_argon2id_64_mib_three_passes_and_a_long_salt() -> None:
    assert Profile(memory_kib=65_536, passes=3, lanes=1) == STATION
    hasher: Hasher = Argon2id()
    phc = hasher.hash(b"x")
    parameters = extract_parameters(phc)
    assert phc.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert parameters.salt_len >= 16
    assert hasher.matches(phc, b"x")
    assert not hasher.outdated(phc)


CREDENTIALS = st.builds(
    Credentials,
    kind=st.sampled_from(Kind),
    phc=st.text(),
    key_id=st.text(),
    set_at=st.text(),
    authorised_by=st.none() | st.text(),
    authorised_at=st.none() | st.text(),
    expires=st.none() | st.text(),
    failures=st.integers(0, 99),
    locked=st.booleans(),
)


@given(CREDENTIALS)
def test_credentials_go_through_json_unchanged(credentials: Credentials) -> None:
    fields = to_json(credentials)
    assert from_json(json.loads(json.dumps(fields))) == credentials
    assert not any(isinstance(value, float) for value in fields.values())
    assert all(key.isascii() for key in fields)


def test_neither_pin_nor_code_nor_key_is_anywhere_in_what_is_kept_or_shown(bench: Bench) -> None:
    code = bench.lock.issue_code(LEE, authorised_by=DANA)
    kept = json.dumps([dict(value) for value in bench.drawer.values.values()])
    for secret in (RIGHT.reveal(), code.reveal(), bytes(range(32)).hex()):
        assert secret.lower() not in kept.lower()
    assert "argon2" not in repr(bench.kept(DANA))


def test_stolen_data_give_none_of_fifty_pins_and_with_the_key_all(bench: Bench) -> None:
    source = seeded(50)
    people = [f"P-{number:012x}" for number in range(50)]
    pins = {person_id: issue_pin("4821", source.randrange).reveal() for person_id in people}
    for person_id, pin in pins.items():
        bench.lock.set_pin(person_id, Secret(pin))
    stolen = {person_id: bench.kept(person_id) for person_id in people}
    argon2 = Argon2id(CHEAP)

    def cracked(pepper: Pepper | None) -> int:
        """How many PINs a thief finds who tries every one of the true PINs, and the plain forms, on each person."""
        found = 0
        for person_id, kept in stolen.items():
            for pin in set(pins.values()):
                guess = pin.encode() if pepper is None else pepper.stir("pin", person_id, pin)
                if argon2.matches(kept.phc, guess):
                    found += pins[person_id] == pin
        return found

    assert cracked(None) == 0
    assert cracked(Pepper(bytes(32))) == 0
    assert cracked(Pepper(stolen[people[0]].key_id.encode() * 2)) == 0
    assert cracked(bench.pepper) == 50


def test_the_working_file_of_the_kiosk_fits() -> None:
    def fits(drawer: Drawer) -> KeptCredentials:
        return KeptCredentials(drawer, threading.Lock())

    assert callable(fits)
