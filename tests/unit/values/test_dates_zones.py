"""Time zones by Okta's appendix, Java's old ids and offsets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from oktaexpr.values.dates.zones import ALIASES, find_zone, zone_ids, zone_name
from oktaexpr.values.faults import Fault

APPENDIX = Path(__file__).parents[2] / "conformance" / "time_zones.txt"
ROWS = [line.split() for line in APPENDIX.read_text("utf-8").splitlines() if not line.startswith("#")]
WINTER, SUMMER = datetime(2015, 1, 15, tzinfo=UTC), datetime(2015, 7, 15, tzinfo=UTC)


def _offsets(name: str) -> list[timedelta | None]:
    return [moment.astimezone(find_zone(name)).utcoffset() for moment in (WINTER, SUMMER)]


def test_every_id_of_the_appendix_works_and_an_alias_is_its_zone() -> None:
    assert len(ROWS) == 431
    for canonical, *aliases in ROWS:
        for alias in aliases:
            assert _offsets(alias) == _offsets(canonical), alias
        assert _offsets(canonical)


def test_every_alias_leads_to_a_zone() -> None:
    assert set(ALIASES.values()) <= zone_ids()


@pytest.mark.parametrize(
    ("name", "winter", "summer"),
    [
        ("EST", -5, -4),
        ("MST", -7, -6),
        ("PST", -8, -7),
        ("HST", -10, -10),
        ("EST5EDT", -5, -4),
        ("JST", 9, 9),
        ("Z", 0, 0),
    ],
)
def test_old_ids_have_the_summer_time_that_joda_gives_them(name: str, winter: int, summer: int) -> None:
    assert _offsets(name) == [timedelta(hours=winter), timedelta(hours=summer)]


@pytest.mark.parametrize(
    ("name", "minutes"), [("+09:00", 540), ("+9", 540), ("-0930", -570), ("+00:00", 0), ("-18:00", -1080)]
)
def test_an_offset_is_a_zone_without_a_name(name: str, minutes: int) -> None:
    zone = find_zone(name)
    assert zone.utcoffset(None) == timedelta(minutes=minutes)
    assert zone_name(zone) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "est",
        "America",
        "America/",
        "../zones",
        "/etc/localtime",
        "Factory",
        "+19:00",
        "+09:60",
        "UTC\0",
        "x" * 10_000,
        "+９",
    ],
)
def test_anything_else_is_a_fault(name: str) -> None:
    with pytest.raises(Fault) as caught:
        find_zone(name)
    assert caught.value.code == "DATE_TIME"
    assert len(caught.value.message) < 250


def test_a_near_id_is_offered() -> None:
    with pytest.raises(Fault, match="did you mean `America/New_York`"):
        find_zone("America/NewYork")
