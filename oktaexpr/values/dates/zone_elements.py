"""The parts of a Joda pattern that name the zone: its offset (`Z`, `ZZ`), its id (`ZZZ`), its name (`z`, `zzzz`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

from oktaexpr.values.dates.bucket import Bucket
from oktaexpr.values.dates.elements import count_digits, misfit
from oktaexpr.values.dates.zones import find_zone, zone_ids, zone_name

_LONGEST_REGION = len("Antarctica")

_NAMED_WHEN_READ = {
    "UT": "UTC",
    "UTC": "UTC",
    "GMT": "UTC",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
}
"""The only names that Joda reads without a table of the caller's."""


@dataclass(frozen=True, slots=True)
class Offset:
    """`+0900`, or `+09:00` with colons. Zero is written in full, and read as `Z` too."""

    colon: bool

    def write(self, moment: datetime, local: int) -> str:
        """Return sign, hours and minutes; seconds of old local times are cut."""
        return _offset_text(moment, ":" if self.colon else "")

    def read(self, text: str, start: int, bucket: Bucket) -> int:
        """Read `Z`, or a sign and hours, then minutes, seconds and a fraction, whether or not the pattern has colons."""
        if text[start : start + 1] in ("Z", "z"):
            bucket.offset = UTC
            return start + 1
        sign = {"+": 1, "-": -1}.get(text[start : start + 1])
        if sign is None:
            raise misfit(text, start)
        offset = timedelta(hours=_two_digits(text, start + 1, 23, start))
        position = start + 3
        colon = text[position : position + 1] == ":"
        for unit in ("minutes", "seconds"):
            if not _goes_on(text, position, ":" if colon else ""):
                break
            position += colon
            offset += timedelta(**{unit: _two_digits(text, position, 59, start)})
            position += 2
        else:
            if _goes_on(text, position, ".," if colon else ""):
                position += colon
                count = count_digits(text, position, 3)
                if count == 0:
                    raise misfit(text, start)
                offset += timedelta(milliseconds=int(text[position : position + count].ljust(3, "0")))
                position += count
        bucket.offset = timezone(sign * offset) if offset else UTC
        return position


def _goes_on(text: str, position: int, marks: str) -> bool:
    """Whether an offset has another part: after one of `marks`, or a digit where it is written without marks."""
    following = text[position : position + 1]
    return following != "" and following in (marks or "0123456789")


@dataclass(frozen=True, slots=True)
class ZoneId:
    """`Asia/Tokyo`; an offset zone has its offset for an id."""

    def write(self, moment: datetime, local: int) -> str:
        """Return the id."""
        return zone_name(moment.tzinfo) or ("UTC" if not moment.utcoffset() else _offset_text(moment, ":"))

    def read(self, text: str, start: int, bucket: Bucket) -> int:
        """Read the longest known id.

        Joda takes a slash that comes soon for the id's own, so that `UTC` is not read from `UTC/2015`.
        """
        longest = max(map(len, zone_ids()))
        has_region = "/" in text[start : start + _LONGEST_REGION + 1]
        for end in range(min(len(text), start + longest), start, -1):
            if text[start:end] in zone_ids() and ("/" in text[start:end]) == has_region:
                bucket.zone = _zone(text[start:end])
                return end
        raise misfit(text, start)


@dataclass(frozen=True, slots=True)
class ZoneName:
    """`EDT`, or `Eastern Daylight Time` where `long`; a zone without a name shows its offset."""

    long: bool

    def write(self, moment: datetime, local: int) -> str:
        """Return the English name for the time of the year."""
        if moment.tzinfo is UTC:
            return "Coordinated Universal Time" if self.long else "UTC"
        names = _zone_names().get(zone_name(moment.tzinfo) or "")
        if names is None:
            return _offset_text(moment, ":")
        return names[2 * _is_summer_time(moment) + self.long]

    def read(self, text: str, start: int, bucket: Bucket) -> int:
        """Read one of the short names of the United States, UT, UTC or GMT; never a long name."""
        for length in (3, 2):
            name = _NAMED_WHEN_READ.get(text[start : start + length])
            if name is not None:
                bucket.zone = _zone(name)
                return start + length
        raise misfit(text, start)


def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else find_zone(name)


def _offset_text(moment: datetime, colon: str) -> str:
    offset = moment.utcoffset() or timedelta()
    minutes = abs(int(offset.total_seconds())) // 60
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}{colon}{minutes % 60:02}"


def _two_digits(text: str, start: int, most: int, element: int) -> int:
    if count_digits(text, start, 2) < 2 or int(text[start : start + 2]) > most:
        raise misfit(text, element)
    return int(text[start : start + 2])


def _is_summer_time(moment: datetime) -> bool:
    """Whether Java says so: the database counts Ireland's winter as the exception, Java its summer."""
    halves = [moment.replace(month=month, day=1).utcoffset() or timedelta() for month in (1, 7)]
    return (moment.dst() or timedelta()) > timedelta() or (moment.utcoffset() or timedelta()) > min(halves)


@cache
def _zone_names() -> dict[str, tuple[str, str, str, str]]:
    """Return the short and long name of standard time, then of summer time, by zone id; read once.

    The file says where the names come from.
    """
    from importlib.resources import files

    names: dict[str, tuple[str, str, str, str]] = {}
    for line in (files("oktaexpr.values.dates") / "zone_names.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            short, long, summer_short, summer_long, ids = line.split("|")
            names.update(dict.fromkeys(ids.split(), (short, long, summer_short, summer_long)))
    return names
