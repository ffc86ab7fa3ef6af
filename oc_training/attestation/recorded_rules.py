"""The schedules that the book holds: which counts for an answer, and what was told under them.

A part of the fold over entries. The file ``content/schedule.toml`` counts only while the book holds none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from oc_training.attestation.duty_events import Reminded, ScheduleSet
from oc_training.attestation.figures import (
    RecordedSchedule,
    Rules,
    Schedule,
    rules_before,
    rules_from_file,
    rules_of,
)


class RecordedRules:
    """Grows entry by entry, as the records do."""

    def __init__(self) -> None:
        self.schedules: list[RecordedSchedule] = []
        """Every schedule that was recorded, oldest first."""
        self.first_afterwards: RecordedSchedule | None = None
        """Of records as of a past day by which none was recorded: the first that was recorded after it."""
        self.told: set[str] = set()
        """What stood on lists of reminders (:mod:`oc_training.attestation.reminders`)."""
        self.last_list = 0
        """The entry of the latest list of reminders; 0 before the first."""
        self._rules: Rules | None = None
        self._of_file: Rules | None = None

    def take(self, event: ScheduleSet | Reminded, seq: int, day: date) -> None:
        """Take one further entry in, written on *day*."""
        if isinstance(event, Reminded):
            self.told.update(event.keys)
            self.last_list = seq
            return
        if self.schedules:  # a clock that was set back does not bring a later schedule before an earlier one
            day = max(day, self.schedules[-1].day)
        self.schedules.append(RecordedSchedule(event.schedule, day, seq, event.text_sha256))
        self._rules = None

    def rules(self, from_file: Callable[[], Schedule]) -> Rules:
        """The schedule that counts: the last recorded, else the first recorded afterwards, else that of the file."""
        if self._rules is None:
            if self.schedules:
                self._rules = rules_of(tuple(self.schedules))
            elif self.first_afterwards is not None:
                self._rules = rules_before(self.first_afterwards)
            else:
                return self._rules_of_file(from_file())
        return self._rules

    def _rules_of_file(self, schedule: Schedule) -> Rules:
        if self._of_file is None or self._of_file.now is not schedule:
            self._of_file = rules_from_file(schedule)
        return self._of_file
