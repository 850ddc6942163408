"""Date-times as text and as counts, and moving them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from oktaexpr.values import dates
from oktaexpr.values.faults import Fault

NOON = datetime(2015, 7, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NOON, "2015-07-31T12:00Z"),
        (NOON.replace(second=1), "2015-07-31T12:00:01Z"),
        (NOON.replace(microsecond=100_000), "2015-07-31T12:00:00.100Z"),
        (NOON.replace(microsecond=123_456), "2015-07-31T12:00:00.123456Z"),
        (NOON.replace(tzinfo=timezone(timedelta(hours=-9, minutes=-30))), "2015-07-31T12:00-09:30"),
        (NOON.replace(tzinfo=ZoneInfo("Asia/Tokyo")), "2015-07-31T12:00+09:00[Asia/Tokyo]"),
        (NOON.replace(tzinfo=ZoneInfo("UTC")), "2015-07-31T12:00Z[UTC]"),
        (datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC), "0001-01-01T00:00:01Z"),
        (
            datetime(1880, 1, 1, tzinfo=UTC).astimezone(ZoneInfo("America/New_York")),
            "1879-12-31T19:03:58-04:56:02[America/New_York]",
        ),
    ],
)
def test_text_is_that_of_java_time(moment: datetime, text: str) -> None:
    assert dates.java_text(moment) == text
    assert dates.parse_iso(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2015-07-31", datetime(2015, 7, 31, tzinfo=UTC)),
        ("2015-07-31t12:00z", NOON),
        ("2015-07-31T12:00", NOON),
        ("2015-07-31T12:00:00,5Z", NOON.replace(microsecond=500_000)),
        ("2015-07-31T12:00:00.123456789Z", NOON.replace(microsecond=123_456)),
        ("2015-07-31T21:00+09", NOON),
        ("2015-07-31T21:00+0900", NOON),
        ("2015-07-31T21:00[Asia/Tokyo]", NOON),
    ],
)
def test_iso_8601_in_its_spellings(text: str, moment: datetime) -> None:
    assert dates.parse_iso(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "now", "2015", "2015-07", "2015-7-31", "20150731", "2015-02-29", "2015-13-01", "0000-01-01", "10000-01-01",
        "2015-07-31T", "2015-07-31 12:00", "2015-07-31T24:00Z", "2015-07-31T12:60Z", "2015-07-31T12:00:60Z", "2015-07-31T12Z",
        "2015-07-31T12:00+19:00", "2015-07-31T12:00+09:60", "2015-07-31T12:00Z[Nowhere]", "2015-07-31T12:00:00.1234567890Z",
        "0001-01-01T00:00+09:00", "２015-07-31", "2015-07-31T12:00Z\n",
    ],
)  # fmt: skip
def test_what_is_no_iso_8601_is_a_fault(text: str) -> None:
    with pytest.raises(Fault) as caught:
        dates.parse_iso(text)
    assert caught.value.code == "DATE_TIME"


def test_rfc_3339_has_three_digits_and_cuts() -> None:
    assert dates.iso_millis(NOON.replace(microsecond=999_999)) == "2015-07-31T12:00:00.999Z"
    assert dates.iso_millis(NOON.astimezone(ZoneInfo("Asia/Tokyo"))) == "2015-07-31T21:00:00.000+09:00"


def test_windows_time_counts_from_1601() -> None:
    assert dates.from_windows("0") == datetime(1601, 1, 1, tzinfo=UTC)
    assert dates.to_windows(datetime(1970, 1, 1, tzinfo=UTC)) == "116444736000000000"
    assert dates.from_windows("-10") == datetime(1600, 12, 31, 23, 59, 59, 999_999, UTC)


def test_unix_time_is_in_milliseconds() -> None:
    assert dates.from_unix("1500") == datetime(1970, 1, 1, 0, 0, 1, 500_000, UTC)
    assert dates.to_unix(datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC)) == "-1"


@pytest.mark.parametrize(
    "text", ["", " 1", "1.5", "1e3", "0x10", "١", "1_000", "9" * 19, "9" * 5000, "-" + "9" * 19]
)
def test_a_count_that_cannot_be_used_is_a_fault(text: str) -> None:
    for read in (dates.from_windows, dates.from_unix):
        with pytest.raises(Fault) as caught:
            read(text)
        assert caught.value.code == "DATE_TIME"


def test_a_skipped_day_is_stepped_over() -> None:
    before = datetime(2011, 12, 29, 12, tzinfo=ZoneInfo("Pacific/Apia"))
    assert dates.java_text(dates.plus_days(before, 1)) == "2011-12-31T12:00+14:00[Pacific/Apia]"


def test_the_second_of_two_hours_stays_the_second() -> None:
    second = datetime(2015, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1)
    assert dates.plus_days(second, 0).utcoffset() == timedelta(hours=-5)
    first = second.replace(fold=0)
    assert dates.plus_seconds(first, 3600).utcoffset() == timedelta(hours=-5)
    assert dates.plus_seconds(first, 3600).astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)


@pytest.mark.parametrize("count", [2**31 - 1, -(2**31), 2**63])
def test_no_step_leaves_the_calendar(count: int) -> None:
    for step in (dates.plus_days, lambda moment, days: dates.plus_seconds(moment, 86_400 * days)):
        with pytest.raises(Fault) as caught:
            step(NOON, count)
        assert caught.value.code == "DATE_TIME"


def test_a_zone_cannot_push_a_date_out_of_the_calendar() -> None:
    with pytest.raises(Fault, match="years 1 to 9999"):
        dates.in_zone(datetime.max.replace(tzinfo=UTC), ZoneInfo("Asia/Tokyo"))
