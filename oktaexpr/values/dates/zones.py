"""Time zones by the ids and aliases of Okta's appendix, by Java's old three-letter ids, and by offset."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache

from oktaexpr.values.dates.faults import quoted
from oktaexpr.values.faults import Fault

ALIASES: dict[str, str] = {
    "ACT": "Australia/Darwin",
    "AET": "Australia/Sydney",
    "AGT": "America/Argentina/Buenos_Aires",
    "ART": "Africa/Cairo",
    "AST": "America/Anchorage",
    "BET": "America/Sao_Paulo",
    "BST": "Asia/Dhaka",
    "CAT": "Africa/Harare",
    "CNT": "America/St_Johns",
    "CST": "America/Chicago",
    "CTT": "Asia/Shanghai",
    "EAT": "Africa/Addis_Ababa",
    "ECT": "CET",
    "EST": "America/New_York",
    "HST": "Pacific/Honolulu",
    "IET": "America/Indiana/Indianapolis",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "MIT": "Pacific/Apia",
    "MST": "America/Denver",
    "NET": "Asia/Yerevan",
    "NST": "Pacific/Auckland",
    "PLT": "Asia/Karachi",
    "PNT": "America/Phoenix",
    "PRT": "America/Puerto_Rico",
    "PST": "America/Los_Angeles",
    "SST": "Pacific/Guadalcanal",
    "VST": "Asia/Ho_Chi_Minh",
    # in Okta's appendix, but withdrawn from the time zone database
    "Canada/East-Saskatchewan": "America/Regina",
    "US/Pacific-New": "America/Los_Angeles",
}
"""Java's old ids as Joda reads them. Joda takes `EST` for New York with its summer time, and so does the output that
Okta prints (`-04:00` in July), although the appendix of the same page lists EST beside -05:00."""

_OFFSET = r"([+-])([0-9]{1,2})(?::?([0-9]{2}))?"
_WIDEST_OFFSET = timedelta(hours=18)


def find_zone(name: str) -> tzinfo:
    """Return the zone with this id, alias or offset (`Z`, `+9`, `+09:00`), case-sensitive like Java.

    Raises `Fault` with near ids where there is none.
    """
    if name == "Z":
        return UTC
    real = ALIASES.get(name, name)
    if real in zone_ids():
        from zoneinfo import ZoneInfo

        return ZoneInfo(real)
    offset = _fixed(name)
    if offset is not None:
        return offset
    from oktaexpr.diagnostics.suggest import did_you_mean

    near = did_you_mean(name, [*zone_ids(), *ALIASES]) if len(name) < 64 else None
    raise Fault("DATE_TIME", f"there is no time zone {quoted(name)}" + (f"; {near}" if near else ""))


def zone_name(zone: tzinfo | None) -> str | None:
    """Return the id of a named zone, None for UTC and plain offsets."""
    name = getattr(zone, "key", None)
    return name if isinstance(name, str) else None


@cache
def zone_ids() -> frozenset[str]:
    """Return every id of the time zone database, links included; read once, from the list that ships with it."""
    from importlib.resources import files

    listed = (files("tzdata") / "zones").read_text(encoding="ascii").split()
    return frozenset(listed) - {"Factory"}


def _fixed(name: str) -> tzinfo | None:
    match = re.fullmatch(_OFFSET, name)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if int(match[3] or 0) > 59 or offset > _WIDEST_OFFSET:
        return None
    if not offset:
        return UTC
    return timezone(-offset if match[1] == "-" else offset)
