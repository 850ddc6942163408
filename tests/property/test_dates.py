"""Date-times hold whatever the text: nothing but a `Fault`, and what is written is read back."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oktaexpr.values import dates
from oktaexpr.values.dates.calendar import calendar_date, day_number, week_date, week_day_number
from oktaexpr.values.dates.joda import format_joda, parse_joda
from oktaexpr.values.dates.zones import zone_ids
from oktaexpr.values.faults import Fault

NOW = datetime(2015, 7, 31, 17, 18, 37, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC))
ZONES = st.sampled_from(sorted(zone_ids())).map(dates.find_zone)
DATE_LIKE = st.text(alphabet="0123456789-+:.,TZtz []/APMapmJulyaFridUTC'", max_size=40) | st.text(max_size=20)
PATTERNS = st.text(alphabet="GCYxweEyDMdaKhHkmsSzZ '-/:.", max_size=12) | st.text(max_size=8)


@given(MOMENTS, ZONES)
def test_java_text_is_read_back(moment: datetime, zone: object) -> None:
    shown = moment.astimezone(zone)  # type: ignore[arg-type]
    assert dates.parse_iso(dates.java_text(shown)) == moment
    assert abs(dates.parse_iso(dates.iso_millis(moment)) - moment) < timedelta(milliseconds=1)


@given(MOMENTS)
def test_counts_are_read_back(moment: datetime) -> None:
    assert dates.from_windows(dates.to_windows(moment)) == moment
    assert dates.from_unix(dates.to_unix(moment)) == moment - timedelta(
        microseconds=moment.microsecond % 1000
    )


@given(
    MOMENTS,
    st.sampled_from(
        [
            "yyyy-MM-dd HH:mm:ss.SSS",
            "xxxx-ww-e KK:mm:ss.SSS a",
            "YYYY DDD kk:mm:ss.SSS Z",
            "CC yyyy M d H m s S",
        ]
    ),
)
def test_a_whole_pattern_is_read_back(moment: datetime, pattern: str) -> None:
    read = parse_joda(format_joda(moment, pattern), pattern, NOW)
    assert moment - read < timedelta(milliseconds=1000 if pattern.endswith(" S") else 1)
    assert read <= moment


@given(DATE_LIKE, PATTERNS)
def test_no_text_and_no_pattern_raises_anything_but_a_fault(text: str, pattern: str) -> None:
    for attempt in (
        lambda: dates.parse_iso(text),
        lambda: dates.from_unix(text),
        lambda: dates.find_zone(text),
        lambda: parse_joda(text, pattern, NOW),
        lambda: format_joda(NOW, pattern),
    ):
        with suppress(Fault):
            attempt()


@given(MOMENTS, ZONES, st.integers(-400, 400))
def test_steps_there_and_back(moment: datetime, zone: object, count: int) -> None:
    shown = moment.astimezone(zone)  # type: ignore[arg-type]
    assert dates.plus_seconds(dates.plus_seconds(shown, count), -count).astimezone(UTC) == moment
    later = dates.plus_days(shown, count).astimezone(UTC)
    assert abs(later - moment - timedelta(days=count)) <= timedelta(days=1)


@given(st.integers(-(10**9), 10**9))
def test_day_numbers_are_read_back(days: int) -> None:
    assert day_number(*calendar_date(days)) == days
    assert week_day_number(*week_date(days)) == days
