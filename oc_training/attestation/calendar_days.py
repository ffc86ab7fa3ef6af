"""Arithmetic of calendar days: months that end early, and a fixed day of every year."""

from __future__ import annotations

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_fixed_day(after: date, fixed: str) -> date:
    """The first day after *after* that is the fixed day of its year, written ``03-01``."""
    month, day = int(fixed[:2]), int(fixed[3:])
    this_year = date(after.year, month, day)
    return this_year if this_year > after else date(after.year + 1, month, day)
