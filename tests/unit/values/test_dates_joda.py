"""What Joda's own answers do not show: our limits and the wording of the faults."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from oktaexpr.values.dates.joda import format_joda, parse_joda
from oktaexpr.values.faults import Fault

NOW = datetime(2015, 7, 31, 17, 18, 37, 979_000, UTC)


@pytest.mark.parametrize(
    ("text", "pattern", "message"),
    [
        ("2015-7x-01", "yyyy-MM-dd", "`2015-7x-01` does not fit the pattern at `x-01`"),
        ("2015-07", "yyyy-MM-dd", "`2015-07` does not fit the pattern at its end"),
        ("2015-07-01 noon", "yyyy-MM-dd", "`2015-07-01 noon` does not fit the pattern at ` noon`"),
        ("2015-13-01", "yyyy-MM-dd", "the month is 1 to 12, not 13"),
        ("2015-02-29", "yyyy-MM-dd", "the day of the month is 1 to 28, not 29"),
        ("2015 BC", "YYYY G", "a date-time lies outside the years 1 to 9999"),
        ("12345-01-01", "yyyy-MM-dd", "a date-time lies outside the years 1 to 9999"),
        ("99999999999", "yyyyyyyyyyy", "`99999999999` is too large a number"),
        ("2015-03-08 02:30 America/New_York", "yyyy-MM-dd HH:mm ZZZ", "the clocks skip it"),
        ("x", "", "the pattern `` is empty"),
        ("x", "Q", "the pattern `Q` has an unknown letter: `Q`"),
    ],
)
def test_the_fault_says_what_is_wrong(text: str, pattern: str, message: str) -> None:
    with pytest.raises(Fault) as caught:
        parse_joda(text, pattern, NOW)
    assert caught.value.code == "DATE_TIME"
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("this_year", "text", "year"),
    [(2015, "34", 2034), (2015, "35", 1935), (2040, "35", 2035), (2015, "15", 2015)],
)
def test_two_digits_lie_in_the_century_around_thirty_years_ago(this_year: int, text: str, year: int) -> None:
    assert parse_joda(text, "yy", NOW.replace(year=this_year)).year == year


def test_finer_than_a_millisecond_is_cut() -> None:
    assert format_joda(NOW.replace(microsecond=999_999), "ss.SSSSSS") == "37.999000"


def test_ireland_has_its_summer_time_in_summer() -> None:
    dublin = ZoneInfo("Europe/Dublin")
    assert format_joda(NOW.astimezone(dublin), "z zzzz") == "IST Irish Standard Time"
    assert format_joda(NOW.replace(month=1).astimezone(dublin), "z zzzz") == "GMT Greenwich Mean Time"


def test_long_patterns_and_texts_take_linear_time() -> None:
    assert len(format_joda(NOW, "yyyy-" * 20_000)) == 100_000
    with pytest.raises(Fault):
        parse_joda("9" * 200_000, "y" * 100_000 + "'x'", NOW)


def test_a_clock_at_the_end_of_the_calendar_is_a_fault() -> None:
    last = datetime.fromisoformat("9999-12-31T23:00:00-09:00")
    with pytest.raises(Fault, match="years 1 to 9999"):
        parse_joda("15", "yy", last)
