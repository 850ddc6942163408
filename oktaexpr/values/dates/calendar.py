"""Dates of the proleptic Gregorian calendar in any year, counted in days from 1970-01-01.

Python's `date` ends at the year 9999; Joda's parser passes through any year on its way. The calendar repeats every
400 years, weekdays included, so each question is asked of a year from 1 to 400.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class CalendarDate(NamedTuple):
    """A year (0 is 1 BC), month and day of the month."""

    year: int
    month: int
    day: int


class WeekDate(NamedTuple):
    """An ISO week year, week and day of the week (Monday is 1)."""

    year: int
    week: int
    day: int


def calendar_date(days: int) -> CalendarDate:
    """Return the date of a day number."""
    cycles, near = _near(days)
    return CalendarDate(near.year + cycles * _CYCLE_YEARS, near.month, near.day)


def week_date(days: int) -> WeekDate:
    """Return the ISO week date of a day number."""
    cycles, near = _near(days)
    year, week, day = near.isocalendar()
    return WeekDate(year + cycles * _CYCLE_YEARS, week, day)


def day_number(year: int, month: int, day: int) -> int:
    """Return the day number of a date that exists."""
    cycles, offset = divmod(year - 1, _CYCLE_YEARS)
    return date(offset + 1, month, day).toordinal() - _EPOCH_ORDINAL + cycles * _CYCLE_DAYS


def week_day_number(year: int, week: int, day: int) -> int:
    """Return the day number of an ISO week date that exists."""
    cycles, offset = divmod(year - 1, _CYCLE_YEARS)
    return date.fromisocalendar(offset + 1, week, day).toordinal() - _EPOCH_ORDINAL + cycles * _CYCLE_DAYS


def days_in_month(year: int, month: int) -> int:
    """Return 28 to 31."""
    following = day_number(year + 1, 1, 1) if month == 12 else day_number(year, month + 1, 1)
    return following - day_number(year, month, 1)


def days_in_year(year: int) -> int:
    """Return 365 or 366."""
    return day_number(year + 1, 1, 1) - day_number(year, 1, 1)


def weeks_in_year(year: int) -> int:
    """Return 52 or 53, the number of ISO weeks."""
    return week_date(day_number(year, 12, 28)).week


def _near(days: int) -> tuple[int, date]:
    cycles, offset = divmod(days + _EPOCH_ORDINAL - 1, _CYCLE_DAYS)
    return cycles, date.fromordinal(offset + 1)
