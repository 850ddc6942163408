"""Classic's `Time` functions: text in, text out.

The page gives no units, zones or edge cases beyond its few outputs. Unix time is in milliseconds, as the examples of
Identity Engine's page and a mapping of Okta's support forum use it; text without a zone is UTC, and so is every result
but that of `Time.now` with a zone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from oktaexpr.functions.declaration import BOTH, CLASSIC, IDENTITY_ENGINE, FunctionExample, okta
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.registry import catalogue
from oktaexpr.values import dates
from oktaexpr.values.faults import Fault

_REFERENCE = okta("Time functions")
_CONSTRUCT = "Time.*"
_NOW = {"now": "2015-07-31T17:18:37.979Z"}
_NOTHING = "null gives null, an empty text is an error (assumed; the page only warns of empty texts)"
_YEARS = "results outside the years 1 to 9999 are an error (assumed)"


@catalogue.function(
    "Time.now(timeZoneId?: String, format?: String) -> String | DateTime",
    summary="The current time: in UTC or the given zone, as ISO 8601 or in the given Joda pattern.",
    engines=BOTH,
    provenance=_REFERENCE,
    examples=[
        FunctionExample("Time.now()", "2015-07-31T17:18:37.979Z", _NOW),
        FunctionExample('Time.now("EST")', "2015-07-31T13:18:37.979-04:00", _NOW),
        FunctionExample('Time.now("EST", "YYYY-MM-dd HH:mm:ss")', "2015-07-31 13:18:37", _NOW),
        FunctionExample(
            "Time.now().minusDays(3)", datetime(2015, 7, 28, 17, 18, 37, 979000, UTC), _NOW, IDENTITY_ENGINE
        ),
    ],
    construct=_CONSTRUCT,
    needs_evaluation=True,
    notes=(
        "`EST` is New York with its summer time, as the page's output shows and Joda reads old ids; its appendix says -05:00",
        "Identity Engine's page uses `Time.now()` for `DateTime.now()`: there it gives a date-time, and text with arguments",
    ),
)
def now(evaluation: Evaluation, zone_id: str | None = None, pattern: str | None = None) -> Any:  # noqa: ANN401 - text or a date-time
    """Return the time of the evaluation. Raises `Fault` for an unknown zone or a pattern that is not one."""
    zone = UTC if zone_id is None else dates.find_zone(zone_id)
    moment = dates.in_zone(evaluation.now, zone)
    if pattern is not None:
        from oktaexpr.values.dates.joda import format_joda

        return format_joda(moment, pattern)
    if zone_id is None and evaluation.engine == IDENTITY_ENGINE:
        return moment
    return dates.iso_millis(moment)


@catalogue.function(
    "Time.fromWindowsToIso8601(time: String) -> String",
    summary="A Windows or LDAP time, the 100-nanosecond steps since 1601, as ISO 8601.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={"Time.fromWindowsToIso8601('130828367179790000')": "2015-07-31T17:18:37.979Z"},
    construct=_CONSTRUCT,
    notes=(_NOTHING, _YEARS),
)
def from_windows_to_iso8601(time: str | None) -> str | None:
    """Return ISO 8601 in UTC. Raises `Fault` for text that is no whole number."""
    return None if time is None else dates.iso_millis(dates.from_windows(time))


@catalogue.function(
    "Time.fromUnixToIso8601(time: String) -> String",
    summary="A Unix time in milliseconds as ISO 8601.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={"Time.fromUnixToIso8601('1438377580979')": "2015-07-31T21:19:40.979Z"},
    construct=_CONSTRUCT,
    notes=(
        _NOTHING,
        _YEARS,
        "milliseconds, not seconds (field: a mapping of Okta's support forum appends 000)",
    ),
)
def from_unix_to_iso8601(time: str | None) -> str | None:
    """Return ISO 8601 in UTC. Raises `Fault` for text that is no whole number."""
    return None if time is None else dates.iso_millis(dates.from_unix(time))


@catalogue.function(
    "Time.fromStringToIso8601(time: String, format: String) -> String",
    summary="A text in the given Joda pattern as ISO 8601.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        "Time.fromStringToIso8601('17 June 2015 00:23:19', 'dd MMMM yyyy HH:mm:ss')": "2015-06-17T00:23:19.000Z",
        "Time.fromStringToIso8601('07/30/2015', 'MM/dd/yyyy')": "2015-07-30T00:00:00.000Z",
    },
    construct=_CONSTRUCT,
    needs_evaluation=True,
    notes=(
        _NOTHING,
        "a text without a zone is UTC (assumed)",
        "a two-digit year lies in the century around thirty years ago, as in Joda",
    ),
)
def from_string_to_iso8601(evaluation: Evaluation, time: str | None, pattern: str | None) -> str | None:
    """Return ISO 8601 in UTC. Raises `Fault` where the text does not fit the pattern."""
    if time is None:
        return None
    from oktaexpr.values.dates.joda import parse_joda

    return dates.iso_millis(parse_joda(time, _needed(pattern), evaluation.now))


@catalogue.function(
    "Time.fromIso8601ToWindows(time: String) -> String",
    summary="An ISO 8601 time as a Windows or LDAP time.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={"Time.fromIso8601ToWindows('2015-07-30T23:58:32.000Z')": "130827743120000000"},
    construct=_CONSTRUCT,
    notes=(_NOTHING,),
)
def from_iso8601_to_windows(time: str | None) -> str | None:
    """Return the count as text. Raises `Fault` for text that is no ISO 8601."""
    return None if time is None else dates.to_windows(dates.parse_iso(time))


@catalogue.function(
    "Time.fromIso8601ToUnix(time: String) -> String",
    summary="An ISO 8601 time as a Unix time in milliseconds.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={"Time.fromIso8601ToUnix('2015-07-31T17:18:37.979Z')": "1438363117979"},
    construct=_CONSTRUCT,
    notes=(
        _NOTHING,
        "milliseconds, not seconds (field: a mapping of Okta's support forum keeps the first ten digits)",
    ),
)
def from_iso8601_to_unix(time: str | None) -> str | None:
    """Return the count as text. Raises `Fault` for text that is no ISO 8601."""
    return None if time is None else dates.to_unix(dates.parse_iso(time))


@catalogue.function(
    "Time.fromIso8601ToString(time: String, format: String) -> String",
    summary="An ISO 8601 time in the given Joda pattern.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={"Time.fromIso8601ToString('2015-07-30T23:58:32.000Z', 'MM/dd/yyyy')": "07/30/2015"},
    construct=_CONSTRUCT,
    notes=(_NOTHING, "a time with an offset is written in UTC (assumed)"),
)
def from_iso8601_to_string(time: str | None, pattern: str | None) -> str | None:
    """Return the text. Raises `Fault` for text that is no ISO 8601, or a pattern that is not one."""
    if time is None:
        return None
    from oktaexpr.values.dates.joda import format_joda

    return format_joda(dates.in_zone(dates.parse_iso(time), UTC), _needed(pattern))


def _needed(pattern: str | None) -> str:
    if pattern is None:
        raise Fault("DATE_TIME", "a date pattern is needed, not null")
    return pattern
