"""Counted time: Windows and LDAP (100 nanoseconds since 1601), Unix (milliseconds since 1970, as Okta's page prints it)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from oktaexpr.values.dates.faults import quoted, too_far
from oktaexpr.values.faults import Fault

_LONG = r"[+-]?[0-9]{1,19}"
_WINDOWS_START = datetime(1601, 1, 1, tzinfo=UTC)
_UNIX_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TICKS_IN_A_MICROSECOND = 10


def from_windows(text: str) -> datetime:
    """Read a count of 100-nanosecond ticks since 1601-01-01 UTC. Raises `Fault` where it is no such count.

    The "never" of Active Directory, 9223372036854775807, is the year 30828 and refused with the rest.
    """
    return _after(_WINDOWS_START, _count(text, "Windows") // _TICKS_IN_A_MICROSECOND)


def from_unix(text: str) -> datetime:
    """Read a count of milliseconds since 1970-01-01 UTC. Raises `Fault` where it is no such count."""
    return _after(_UNIX_START, _count(text, "Unix") * 1000)


def to_windows(moment: datetime) -> str:
    """Return the count of 100-nanosecond ticks since 1601-01-01 UTC."""
    return str((moment - _WINDOWS_START) // _MICROSECOND * _TICKS_IN_A_MICROSECOND)


def to_unix(moment: datetime) -> str:
    """Return the count of whole milliseconds since 1970-01-01 UTC."""
    return str((moment - _UNIX_START) // timedelta(milliseconds=1))


def _count(text: str, kind: str) -> int:
    if not re.fullmatch(_LONG, text):
        raise Fault("DATE_TIME", f"{quoted(text)} is no {kind} time: a whole number is needed")
    return int(text)


def _after(start: datetime, microseconds: int) -> datetime:
    try:
        return start + timedelta(microseconds=microseconds)
    except OverflowError:
        raise too_far() from None
