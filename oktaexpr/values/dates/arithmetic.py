"""Moving a date-time in time and between zones, as java.time's ZonedDateTime does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from oktaexpr.values.dates.faults import too_far


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Return the same instant in another zone. Raises `Fault` where its local date leaves the years 1 to 9999."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        raise too_far() from None


def plus_seconds(moment: datetime, seconds: int) -> datetime:
    """Return the instant `seconds` later (earlier where negative), in the same zone."""
    try:
        later = moment.astimezone(UTC) + timedelta(seconds=seconds)
        return later.astimezone(moment.tzinfo)
    except OverflowError:
        raise too_far() from None


def plus_days(moment: datetime, days: int) -> datetime:
    """Return the same local time `days` later, so that a day may have 23 or 25 hours.

    A local time that a zone skips moves on by the gap; one that happens twice keeps the offset it had.
    """
    try:
        local = moment.replace(tzinfo=None) + timedelta(days=days)
        first = local.replace(tzinfo=moment.tzinfo)
        second = first.replace(fold=1)
        happens_twice = _is_real(first) and _is_real(second)
        chosen = second if happens_twice and second.utcoffset() == moment.utcoffset() else first
        return chosen.astimezone(UTC).astimezone(moment.tzinfo)
    except OverflowError:
        raise too_far() from None


def _is_real(moment: datetime) -> bool:
    """Whether the zone ever shows this local time."""
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None) == moment.replace(tzinfo=None)
