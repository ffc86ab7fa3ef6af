from __future__ import annotations

from datetime import date

from oc_training.attestation.schedule_lines import Line, Lines, Step


class Untold:
    """Fails when it is put into words."""

    def __format__(self, spec: str) -> str:
        raise AssertionError("nobody asked for the words")


def test_steps_become_lines_with_their_source_in_words() -> None:
    steps: list[Step] = [
        (12, "Signed {} on {}.", ("2021-06-14", date(2026, 3, 14))),
        ("schedule: grace_days", "{} days of grace.", (14,)),
    ]
    lines = Lines(steps)
    assert lines == (
        Line("entry 12", "Signed 2021-06-14 on 2026-03-14."),
        Line("schedule: grace_days", "14 days of grace."),
    )
    assert len(lines) == 2
    assert lines[-1].text == "14 days of grace."
    assert lines[:1] == (Line("entry 12", "Signed 2021-06-14 on 2026-03-14."),)
    assert hash(lines) == hash(tuple(lines))


def test_nothing_is_put_into_words_before_somebody_asks() -> None:
    lines = Lines([("roster", "{}", (Untold(),))])
    assert len(lines) == 1


def test_braces_in_what_somebody_wrote_are_left_alone() -> None:
    assert Lines([("result", "{}", ("{0.__class__} {",))])[0].text == "{0.__class__} {"
