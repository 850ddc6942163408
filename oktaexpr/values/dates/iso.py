"""ISO 8601: reading it, and writing it in the two shapes of Okta's pages.

Classic prints RFC 3339 with milliseconds (`2015-07-31T17:18:37.979Z`), Identity Engine prints what
java.time's `ZonedDateTime.toString()` gives (`2015-08-01T02:18:37.979+09:00[Asia/Tokyo]`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from oktaexpr.values.dates.arithmetic import in_zone
from oktaexpr.values.dates.faults import quoted, too_far
from oktaexpr.values.dates.zones import find_zone, zone_name
from oktaexpr.values.faults import Fault

_ISO = (
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?:[Tt](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?)?(?:\[(?P<zone>[^\[\]]+)\])?)?"
)
_NUMBERS = ("year", "month", "day", "hour", "minute", "second")
_WIDEST_OFFSET = timedelta(hours=18)


def java_text(moment: datetime) -> str:
    """Return `ZonedDateTime.toString()`: no seconds where they are zero, fractions in threes, the zone's name in brackets."""
    seconds = ""
    if moment.second or moment.microsecond:
        seconds = f":{moment.second:02}{_fraction(moment.microsecond)}"
    name = zone_name(moment.tzinfo)
    zone = f"[{name}]" if name is not None else ""
    return f"{_date(moment)}T{moment.hour:02}:{moment.minute:02}{seconds}{offset_text(moment)}{zone}"


def iso_millis(moment: datetime) -> str:
    """Return RFC 3339 with three digits of fraction and the offset, `Z` for none."""
    millis = moment.microsecond // 1000
    return f"{_date(moment)}T{moment:%H:%M:%S}.{millis:03}{offset_text(moment)}"


def _date(moment: datetime) -> str:
    return f"{moment.year:04}-{moment.month:02}-{moment.day:02}"


def _fraction(microsecond: int) -> str:
    if not microsecond:
        return ""
    return f".{microsecond:06}" if microsecond % 1000 else f".{microsecond // 1000:03}"


def offset_text(moment: datetime) -> str:
    """Return `Z`, `+09:00`, or with seconds where an old local time has them."""
    offset = moment.utcoffset() or timedelta()
    if not offset:
        return "Z"
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    tail = f":{seconds:02}" if seconds else ""
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}{tail}"


def parse_iso(text: str) -> datetime:
    """Read a date or date-time of ISO 8601, also with the `[Zone/Id]` that Java appends; without an offset it is UTC.

    A tenth digit of the fraction is refused, as Java does; what is finer than a microsecond is dropped.
    Raises `Fault` where the text is something else or names a date that does not exist.
    """
    match = re.fullmatch(_ISO, text)
    if match is None:
        raise Fault(
            "DATE_TIME", f"{quoted(text)} is no ISO 8601 date-time such as `2015-07-31T17:18:37.979Z`"
        )
    parts = match.groupdict()
    microsecond = int((parts["fraction"] or "").ljust(6, "0")[:6])
    zone = find_zone(parts["zone"]) if parts["zone"] else None
    offset = _offset(parts["offset"], text) if parts["offset"] else zone or UTC
    year, month, day, hour, minute, second = (int(parts[name] or 0) for name in _NUMBERS)
    try:
        moment = datetime(year, month, day, hour, minute, second, microsecond, offset)
        moment.astimezone(UTC)
    except ValueError:
        raise Fault("DATE_TIME", f"{quoted(text)} names a date or time that does not exist") from None
    except OverflowError:
        raise too_far() from None
    return in_zone(moment, zone) if zone is not None else moment


def _offset(text: str, whole: str) -> tzinfo:
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(6, "0")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if minutes > 59 or seconds > 59 or offset > _WIDEST_OFFSET:
        raise Fault("DATE_TIME", f"{quoted(whole)} has an impossible offset `{text}`")
    if not offset:
        return UTC
    return timezone(-offset if text[0] == "-" else offset)
