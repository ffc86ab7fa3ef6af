"""The newer lines of the schedule's file: anchors, switches, audiences, reviews; what is wrong is told by its line."""

from __future__ import annotations

import pytest

from oc_training.attestation.figures import Audience, ReviewEvery
from oc_training.attestation.schedule_file import read_schedule
from oc_training.errors import ContentProblems

OLD = """\
[first]
new_hire_days = 30
first_issue_days = 30
[review]
after_review_days = 30
[annual]
cycle_months = 12
renewal_window_days = 30
[late]
grace_days = 14
[leave]
after_return_days = 14
"""
NEW = OLD.replace("[first]", "[first]\nmoved_days = 21").replace(
    "[annual]", '[annual]\nanchor = "03-01"\nfixed_day_credit_days = 60'
).replace("[leave]", "[leave]\nclock_stands_still = false").replace(
    "[review]", "[review]\nsign_again_when_reaffirmed = true\ndirective_months = 36"
) + """\
[assigned."5-120"]
units = [" Day  Shift"]
ranks = ["Sergeant", "Lieutenant"]
[reviewed."3-400"]
directive_months = 0
"""  # fmt: skip


def told(source: str) -> list[str]:
    with pytest.raises(ContentProblems) as caught:
        read_schedule(source, "f")
    return [str(problem) for problem in caught.value.problems]


def test_every_line_reaches_its_rule() -> None:
    schedule = read_schedule(NEW, "f")
    assert (schedule.moved_days, schedule.anchor, schedule.fixed_day_credit_days) == (21, "03-01", 60)
    assert (schedule.clock_stands_still, schedule.sign_again_when_reaffirmed) == (False, True)
    assert schedule.assigned == (Audience("5-120", ("Day Shift",), ("Sergeant", "Lieutenant")),)
    assert schedule.reviewed == (ReviewEvery("3-400", 0),)
    assert (schedule.review_months("3-400"), schedule.review_months("5-120")) == (0, 36)
    audience = schedule.audience("5-120")
    assert audience is not None
    assert audience.holds("day shift", "")
    assert audience.holds("Records", "SERGEANT")
    assert not audience.holds("Records", "Officer")
    assert schedule.audience("3-400") is None


def test_a_file_from_before_these_lines_counts_as_the_file_that_comes_with_the_program() -> None:
    schedule = read_schedule(OLD, "f")
    assert (schedule.anchor, schedule.clock_stands_still, schedule.moved_days) == ("last signature", True, 30)
    assert (schedule.assigned, schedule.reviewed, schedule.directive_months) == ((), (), 0)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"03-01"', '"02-29"', "f:10: 'anchor' must be \"last signature\", or a day that every year has"),
        ('"03-01"', '"3-1"', "f:10: 'anchor' must be"),
        ('"03-01"', "301", "f:10: 'anchor' must be"),
        (
            "cycle_months = 12",
            "cycle_months = 18",
            "f:12: 'cycle_months' must be whole years (12, 24 ...)",
        ),
        ("credit_days = 60", "credit_days = 184", "f:11: 'fixed_day_credit_days' must be at most 183, half a year"),
        ("still = false", "still = 0", "f:17: 'clock_stands_still' under [leave] must be true or false"),
        ("reaffirmed = true", 'reaffirmed = "yes"', "must be true or false"),
        ("moved_days = 21", "moved_days = -1", "f:2: 'moved_days' under [first] must be a whole number from 0 to 3650"),
        ('[" Day  Shift"]', '"Day Shift"', "'units' of Directive 5-120 must be names in brackets"),
        ('[" Day  Shift"]', '["", 3]', "'units' of Directive 5-120 must be names in brackets"),
        ("units =", "unit =", "'unit' is not known; did you mean 'units'?"),
        ('[assigned."5-120"]', "[assigned]", 'is not understood under [assigned]; write [assigned."3-400"]'),
        ("directive_months = 0", 'directive_months = "0"', 'under [reviewed."3-400"] must be a whole number'),
    ],
)
def test_a_wrong_line_is_told_by_its_number(old: str, new: str, sentence: str) -> None:
    assert old in NEW
    assert any(sentence in problem for problem in told(NEW.replace(old, new))), told(NEW.replace(old, new))


def test_an_audience_of_nobody_is_wrong() -> None:
    [problem] = told(OLD + '[assigned."5-120"]\nunits = []\n')
    assert problem.startswith('f:13: [assigned."5-120"] must name units or ranks')
