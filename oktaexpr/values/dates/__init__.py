"""Date-times: java.time's text, ISO 8601, Windows and Unix time, time zones; Joda's patterns are in `joda`, loaded when used.

A date-time is an aware `datetime`. A zone with a name is a `zoneinfo.ZoneInfo`, since Java writes the name too;
UTC is `datetime.UTC`. Everything outside the years 1 to 9999 is refused with `Fault("DATE_TIME")`.
"""

from oktaexpr.values.dates.arithmetic import in_zone, plus_days, plus_seconds
from oktaexpr.values.dates.epochs import from_unix, from_windows, to_unix, to_windows
from oktaexpr.values.dates.iso import iso_millis, java_text, parse_iso
from oktaexpr.values.dates.zones import find_zone

__all__ = [
    "find_zone",
    "from_unix",
    "from_windows",
    "in_zone",
    "iso_millis",
    "java_text",
    "parse_iso",
    "plus_days",
    "plus_seconds",
    "to_unix",
    "to_windows",
]
