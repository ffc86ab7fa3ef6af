"""When somebody is asked whether they are still there, and who they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from oc_training.attestation.content_files import Agency
from oc_training.attestation.presence import (
    PAUSE,
    READING_SECONDS,
    SCENARIO_SECONDS,
    USUAL_SECONDS,
    Attendance,
    Patience,
)
from tests.support.fixed_clock import FixedClock

AGENCY = Agency("A", "America/Chicago", "Ask.")


@pytest.mark.parametrize(
    ("usual", "reading", "wanted", "seconds"),
    [
        (3, 10, USUAL_SECONDS, 180), (3, 10, SCENARIO_SECONDS, 300), (3, 10, READING_SECONDS, 600),
        (1, 30, USUAL_SECONDS, 60), (1, 30, READING_SECONDS, 1_800), (1, 2, SCENARIO_SECONDS, 120),
        (20, 30, SCENARIO_SECONDS, 1_200),
    ],
)  # fmt: skip
def test_how_long_something_waits_is_the_agencys_decision(usual: int, reading: int, wanted: int, seconds: int) -> None:
    agency = replace(AGENCY, idle_minutes=usual, idle_minutes_reading=reading)
    assert Patience.of(agency).seconds(wanted) == seconds


def test_a_sign_of_life_puts_the_one_question_off_and_not_the_other() -> None:
    clock = FixedClock()
    attendance = Attendance(replace(AGENCY, session_minutes=15), clock.monotonic)
    asked = [_asked(attendance)]
    for seconds in (179, 1):
        clock.forward(timedelta(seconds=seconds))
        asked.append(_asked(attendance))
    attendance.is_alive()
    asked.append(_asked(attendance))
    assert asked == [(False, False), (False, False), (True, False), (False, False)]


def test_after_so_long_it_is_to_be_proved_whatever_was_pressed_but_not_while_somebody_types() -> None:
    clock = FixedClock()
    attendance = Attendance(replace(AGENCY, session_minutes=15), clock.monotonic)
    clock.forward(timedelta(minutes=15, seconds=-1))
    before = _asked(attendance)
    attendance.is_alive()
    clock.forward(timedelta(seconds=1))
    typing = (_asked(attendance), attendance.is_pausing)
    clock.forward(timedelta(seconds=PAUSE - 1))
    pausing = (_asked(attendance), attendance.is_pausing)
    attendance.is_proved()
    assert (before, typing, pausing, _asked(attendance)) == (
        (True, False),
        ((False, True), False),
        ((False, True), True),
        (False, False),
    )


def _asked(attendance: Attendance) -> tuple[bool, bool]:
    """Whether it would be asked if somebody is there, and who."""
    return attendance.is_silent(USUAL_SECONDS), attendance.is_to_prove
