"""A person's details as typed."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.roster.details import CAPS, EARLIEST, Field, badge_key, parse_details, tidy
from oc_training.roster.model import Details, Role
from oc_training.text import clean
from tests.roster.people import TODAY

GOOD = {
    "badge": "0417",
    "name": "Dana Reyes",
    "rank": "Officer",
    "unit": "B shift",
    "role": "supervisor",
    "started": "2020-02-29",
}


def problems(**changed: str) -> dict[str, str]:
    answer = parse_details({**GOOD, **changed}, TODAY)
    return {} if isinstance(answer, Details) else {problem.field.value: problem.message for problem in answer}


def details(**changed: str) -> Details:
    answer = parse_details({**GOOD, **changed}, TODAY)
    assert isinstance(answer, Details), answer
    return answer


def test_all_fields_are_read_as_typed() -> None:
    assert details() == Details("Dana Reyes", "0417", "Officer", "B shift", Role.SUPERVISOR, date(2020, 2, 29))


def test_rank_role_and_first_day_may_be_left_empty() -> None:
    answer = parse_details({"badge": "1", "name": "Li", "unit": "Patrol"}, TODAY)
    assert answer == Details("Li", "1", "", "Patrol", Role.EMPLOYEE, TODAY)


def test_an_empty_form_names_every_required_field() -> None:
    answer = parse_details({}, TODAY)
    assert isinstance(answer, tuple)
    assert [problem.field for problem in answer] == [Field.BADGE, Field.NAME, Field.UNIT]


def test_all_problems_come_at_once_one_a_field() -> None:
    found = problems(badge="4 17", name="417", unit="", role="boss", started="yesterday")
    assert set(found) == {"badge", "name", "unit", "role", "started"}


@pytest.mark.parametrize("badge", ["417", "0417", "K-9", "k9", "A" * 16, "4-1-7"])
def test_a_badge_number_of_letters_digits_and_hyphens_is_kept_exactly(badge: str) -> None:
    assert details(badge=f"  {badge} ").badge == badge


@pytest.mark.parametrize(
    "badge",
    ["", " ", "#417", "4 17", "-417", "417-", "-", "=1+1", "41_7", "\uff14\uff11\uff17", "417\u00a0A", "A" * 17, "Ω1"],
)
def test_any_other_badge_number_is_refused(badge: str) -> None:
    assert "badge" in problems(badge=badge)


def test_badges_are_the_same_whatever_their_capitals_but_zeros_count() -> None:
    assert badge_key(" k-9 ") == badge_key("K-9")
    assert badge_key("0417") != badge_key("417")


@pytest.mark.parametrize("field", [Field.NAME, Field.RANK, Field.UNIT])
def test_text_of_the_greatest_length_is_kept_and_one_more_is_refused(field: Field) -> None:
    cap = CAPS[field]
    assert getattr(details(**{field.value: "x" * cap}), field.value) == "x" * cap
    assert field.value in problems(**{field.value: "x" * (cap + 1)})
    assert field.value in problems(**{field.value: "x" + " " * 2_000_000})


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-14", date(2026, 3, 14)),
        ("3/14/2026", date(2026, 3, 14)),
        ("03/04/2026", date(2026, 3, 4)),
        (" 12/31/1999 ", date(1999, 12, 31)),
        ("2024-2-29", date(2024, 2, 29)),
    ],
)
def test_days_are_read_as_iso_or_as_americans_write_them(typed: str, day: date) -> None:
    assert details(started=typed).started == day


@pytest.mark.parametrize(
    "typed",
    ["2025-02-29", "14/3/2026", "3/14/26", "20260314", "2026-W11-6", "March 14", "0000-01-01", "٢٠٢٦-٠٣-١٤", "46095"],
)
def test_anything_else_is_no_day(typed: str) -> None:
    assert "as 2026-03-14 or 3/14/2026" in problems(started=typed)["started"]


def test_a_first_day_long_ago_or_far_ahead_is_asked_about() -> None:
    assert details(started=EARLIEST.isoformat()).started == EARLIEST
    assert "check the year" in problems(started="1949-12-31")["started"]
    furthest = TODAY + timedelta(days=366)
    assert details(started=furthest.isoformat()).started == furthest
    assert "check the year" in problems(started=(TODAY + timedelta(days=367)).isoformat())["started"]


def test_roles_are_read_in_any_letters() -> None:
    assert details(role="COORDINATOR").role is Role.COORDINATOR
    assert details(role="Training  Coordinator").role is Role.COORDINATOR
    assert details(role="Employee").role is Role.EMPLOYEE


@pytest.mark.parametrize("name", ["[/", "[@click=app.exit]x[/]", "{}%s a", "=LINK(a)", "O'Brien", "Łukasz Néill"])
def test_a_name_is_only_text_whatever_it_looks_like(name: str) -> None:
    if any(char.isalpha() for char in name):
        assert details(name=name).name == name
    else:
        assert "name" in problems(name=name)


def test_a_line_break_parts_words_and_other_controls_vanish() -> None:
    assert details(name="Dana\r\nReyes").name == "Dana Reyes"
    assert details(name="Da\x1bna\u202e \u200b\x9b Re\ud800yes\x07").name == "Dana Reyes"


@given(st.dictionaries(st.sampled_from([field.value for field in Field]), st.text(max_size=120)))
def test_any_form_gives_details_in_bounds_or_problems(fields: dict[str, str]) -> None:
    answer = parse_details(fields, TODAY)
    if isinstance(answer, Details):
        for text in (answer.name, answer.badge, answer.rank, answer.unit):
            assert text == tidy(text) == clean(text)
        assert answer.name
        assert answer.unit
        assert answer.badge.replace("-", "").isalnum()
    else:
        assert answer
        assert all(problem.message.endswith(".") for problem in answer)


def test_a_hundred_thousand_marks_on_one_letter_take_no_time() -> None:
    began = time.perf_counter()
    assert problems(name="a" + "\u0301\u0327" * 60_000) == {"name": "The name is too long; 80 characters are the most."}
    assert badge_key("\u0301\u0327" * 60_000)
    assert time.perf_counter() - began < 0.5


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
