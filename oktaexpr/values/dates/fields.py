"""The fields of a local date-time as Joda sees them: read one, set one, and cut off what is finer.

A local date-time is a count of milliseconds since 1970-01-01T00:00. How setting works (which part stays, what is
clamped) and the order that `unit` and `span` give is Joda 2.10's ISO chronology; the tests hold it to Joda's own answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from oktaexpr.values.dates import calendar
from oktaexpr.values.faults import Fault

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
HALFDAY = 12 * HOUR
DAY = 24 * HOUR
WEEK = 7 * DAY
YEAR = 31_556_952 * SECOND
MONTH = YEAR // 12
CENTURY = 100 * YEAR
_ENDLESS = 1 << 80
_FIRST_YEAR, _LAST_YEAR = -292_275_054, 292_278_993
_LONG_MIN = -(2**63)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its length in milliseconds (`unit`), the length of what it counts within (`span`), and three functions."""

    name: str
    unit: int
    span: int
    get: Callable[[int], int]
    put: Callable[[int, int], int]
    """Takes the local milliseconds and the value. Raises `Fault` where the value is out of range."""
    floor: Callable[[int], int]

    @property
    def order(self) -> tuple[int, int]:
        """The key that sorts coarse fields before fine ones."""
        return (-self.span, -self.unit)


def _check(name: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise Fault("DATE_TIME", f"{name} is {least} to {most}, not {value}")
    return value


def _clock_field(name: str, unit: int, span: int, *, zero_is_last: bool = False) -> Field:
    count = span // unit
    least, most = (1, count) if zero_is_last else (0, count - 1)

    def get(local: int) -> int:
        value = local % span // unit
        return count if zero_is_last and value == 0 else value

    def put(local: int, value: int) -> int:
        _check(name, value, least, most)
        return local + (value % count - local % span // unit) * unit

    return Field(name, unit, span, get, put, lambda local: local - local % unit)


def _date(local: int) -> calendar.CalendarDate:
    return calendar.calendar_date(local // DAY)


def _at(days: int, local: int) -> int:
    """Return day `days` at the time of day of `local`."""
    return days * DAY + local % DAY


def _floor_day(local: int) -> int:
    return local - local % DAY


def _put_year(local: int, year: int) -> int:
    _check("the year", year, _FIRST_YEAR, _LAST_YEAR)
    _, month, day = _date(local)
    return _at(calendar.day_number(year, month, min(day, calendar.days_in_month(year, month))), local)


def _floor_year(local: int) -> int:
    return calendar.day_number(_date(local).year, 1, 1) * DAY


def _year_of_era(local: int) -> int:
    year = _date(local).year
    return year if year > 0 else 1 - year


def _put_year_of_era(local: int, value: int) -> int:
    _check("the year of the era", value, 1, _LAST_YEAR)
    return _put_year(local, value if _date(local).year > 0 else 1 - value)


def _era(local: int) -> int:
    return int(_date(local).year > 0)


def _put_era(local: int, value: int) -> int:
    return local if value == _era(local) else _put_year(local, -_date(local).year)


def _floor_era(local: int) -> int:
    return calendar.day_number(1, 1, 1) * DAY if _era(local) else _LONG_MIN


def _century(local: int) -> int:
    return abs(_date(local).year) // 100


def _put_century(local: int, value: int) -> int:
    _check("the century", value, 0, _LAST_YEAR // 100)
    year = _date(local).year
    count = value * 100 + abs(year) % 100
    return _put_year(local, count if year >= 0 else -count)


def _floor_century(local: int) -> int:
    year = _date(local).year
    start = abs(year) // 100 * 100
    return _floor_year(_put_year(local, start if year >= 0 else -start))


def _put_month(local: int, month: int) -> int:
    _check("the month", month, 1, 12)
    year, _, day = _date(local)
    return _at(calendar.day_number(year, month, min(day, calendar.days_in_month(year, month))), local)


def _floor_month(local: int) -> int:
    year, month, _ = _date(local)
    return calendar.day_number(year, month, 1) * DAY


def _put_day(local: int, day: int) -> int:
    year, month, _ = _date(local)
    _check("the day of the month", day, 1, calendar.days_in_month(year, month))
    return _at(calendar.day_number(year, month, day), local)


def _day_of_year(local: int) -> int:
    return local // DAY - calendar.day_number(_date(local).year, 1, 1) + 1


def _put_day_of_year(local: int, value: int) -> int:
    year = _date(local).year
    _check("the day of the year", value, 1, calendar.days_in_year(year))
    return _at(calendar.day_number(year, 1, 1) + value - 1, local)


def _week(local: int) -> calendar.WeekDate:
    return calendar.week_date(local // DAY)


def _put_week_year(local: int, year: int) -> int:
    _check("the week year", year, _FIRST_YEAR, _LAST_YEAR)
    _, week, day = _week(local)
    return _at(calendar.week_day_number(year, min(week, calendar.weeks_in_year(year)), day), local)


def _floor_week_year(local: int) -> int:
    return calendar.week_day_number(_week(local).year, 1, 1) * DAY


def _put_week(local: int, week: int) -> int:
    now = _week(local)
    _check("the week", week, 1, calendar.weeks_in_year(now.year))
    return local + (week - now.week) * WEEK


def _floor_week(local: int) -> int:
    return _floor_day(local) - (_week(local).day - 1) * DAY


def _put_week_day(local: int, day: int) -> int:
    _check("the day of the week", day, 1, 7)
    return local + (day - _week(local).day) * DAY


ERA = Field("era", _ENDLESS, _ENDLESS, _era, _put_era, _floor_era)
CENTURY_OF_ERA = Field("centuryOfEra", CENTURY, _ENDLESS, _century, _put_century, _floor_century)
YEAR_OF_ERA = Field("yearOfEra", YEAR, _ENDLESS, _year_of_era, _put_year_of_era, _floor_year)
PROLEPTIC_YEAR = Field("year", YEAR, _ENDLESS, lambda local: _date(local).year, _put_year, _floor_year)
WEEK_YEAR = Field(
    "weekyear", YEAR, _ENDLESS, lambda local: _week(local).year, _put_week_year, _floor_week_year
)
MONTH_OF_YEAR = Field("monthOfYear", MONTH, YEAR, lambda local: _date(local).month, _put_month, _floor_month)
DAY_OF_YEAR = Field("dayOfYear", DAY, YEAR, _day_of_year, _put_day_of_year, _floor_day)
WEEK_OF_YEAR = Field("weekOfWeekyear", WEEK, YEAR, lambda local: _week(local).week, _put_week, _floor_week)
DAY_OF_MONTH = Field("dayOfMonth", DAY, MONTH, lambda local: _date(local).day, _put_day, _floor_day)
DAY_OF_WEEK = Field("dayOfWeek", DAY, WEEK, lambda local: _week(local).day, _put_week_day, _floor_day)
HALFDAY_OF_DAY = _clock_field("the half of the day", HALFDAY, DAY)
HOUR_OF_HALFDAY = _clock_field("the hour", HOUR, HALFDAY)
CLOCK_HOUR_OF_HALFDAY = _clock_field("the hour", HOUR, HALFDAY, zero_is_last=True)
HOUR_OF_DAY = _clock_field("the hour", HOUR, DAY)
CLOCK_HOUR_OF_DAY = _clock_field("the hour", HOUR, DAY, zero_is_last=True)
MINUTE_OF_HOUR = _clock_field("the minute", MINUTE, HOUR)
SECOND_OF_MINUTE = _clock_field("the second", SECOND, MINUTE)
MILLIS_OF_SECOND = _clock_field("the millisecond", 1, SECOND)
