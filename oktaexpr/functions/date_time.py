"""Identity Engine's date-times: `DateTime.now`, what reads them from text, and their methods.

The page calls them ZonedDateTime, so java.time decides: a day added is a day of the calendar, an hour is an hour of the
clock. What the letters of a format mean it does not say; they are Joda's, as on the Classic page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from oktaexpr.functions.declaration import IDENTITY_ENGINE, FunctionExample, okta
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.registry import catalogue
from oktaexpr.values import dates

_REFERENCE = okta("Time functions")
_CONSTRUCT = "Time.*"
_SCOPE = {"now": "2015-07-31T17:18:37.979Z", "user": {"created": "2015-07-30T23:58:32.000Z"}}
_JODA_LETTERS = "the letters of the format are Joda's (assumed; java.time's differ in rare ones)"
_EMPTY = "an empty text is an error (assumed)"


@catalogue.function(
    "DateTime.now() -> DateTime",
    summary="The current date-time in UTC.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples=[FunctionExample("DateTime.now()", datetime(2015, 7, 31, 17, 18, 37, 979000, UTC), _SCOPE)],
    construct=_CONSTRUCT,
    needs_evaluation=True,
)
def now(evaluation: Evaluation) -> datetime:
    """Return the time of the evaluation, the same at each call."""
    return dates.in_zone(evaluation.now, UTC)


@catalogue.function(
    "String::parseWindowsTime() -> DateTime",
    summary="The date-time of a Windows or LDAP time, the 100-nanosecond steps since 1601.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples={"'130828367179790000'.parseWindowsTime()": datetime(2015, 7, 31, 17, 18, 37, 979000, UTC)},
    construct=_CONSTRUCT,
    notes=(_EMPTY,),
)
def parse_windows_time(text: str) -> datetime:
    """Return the date-time in UTC. Raises `Fault` for text that is no whole number."""
    return dates.from_windows(text)


@catalogue.function(
    "String::parseUnixTime() -> DateTime",
    summary="The date-time of a Unix time in milliseconds.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples={"'1438377580979'.parseUnixTime()": datetime(2015, 7, 31, 21, 19, 40, 979000, UTC)},
    construct=_CONSTRUCT,
    notes=(_EMPTY,),
)
def parse_unix_time(text: str) -> datetime:
    """Return the date-time in UTC. Raises `Fault` for text that is no whole number."""
    return dates.from_unix(text)


@catalogue.function(
    "String::parseStringTime(format?: String) -> DateTime",
    summary="The date-time of a text in ISO 8601, or in the given format.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples={
        "'2015-06-17T00:23:19.676Z'.parseStringTime()": datetime(2015, 6, 17, 0, 23, 19, 676000, UTC),
        "'17 June 2015 00:23:19'.parseStringTime('dd MMMM yyyy HH:mm:ss')": datetime(
            2015, 6, 17, 0, 23, 19, tzinfo=UTC
        ),
    },
    construct=_CONSTRUCT,
    needs_evaluation=True,
    notes=("a text without a zone is UTC (okta: the output of the second example)", _JODA_LETTERS, _EMPTY),
)
def parse_string_time(evaluation: Evaluation, text: str, pattern: str | None = None) -> datetime:
    """Return the date-time. Raises `Fault` where the text does not fit."""
    if pattern is None:
        return dates.parse_iso(text)
    from oktaexpr.values.dates.joda import parse_joda

    return parse_joda(text, pattern, evaluation.now)


@catalogue.function(
    "DateTime::parseStringTime(format?: String) -> DateTime",
    summary="The date-time itself: nothing is left to read.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples=[
        FunctionExample(
            "user.created.parseStringTime()", datetime(2015, 7, 30, 23, 58, 32, tzinfo=UTC), _SCOPE
        )
    ],
    construct=_CONSTRUCT,
    notes=("the page knows it for text only; published policies call it on the dates of a user (field)",),
)
def parse_date_time(moment: datetime, pattern: str | None = None) -> datetime:
    """Return the date-time; a format has nothing to say about it."""
    return moment


@catalogue.function(
    "DateTime::toWindows() -> String",
    summary="The Windows or LDAP time as text.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples=[FunctionExample("user.created.toWindows()", "130827743120000000", _SCOPE)],
    construct=_CONSTRUCT,
)
def to_windows(moment: datetime) -> str:
    """Return the count of 100-nanosecond steps since 1601."""
    return dates.to_windows(moment)


@catalogue.function(
    "DateTime::toUnix() -> String",
    summary="The Unix time in milliseconds as text.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples=[FunctionExample("DateTime.now().toUnix()", "1438363117979", _SCOPE)],
    construct=_CONSTRUCT,
)
def to_unix(moment: datetime) -> str:
    """Return the count of milliseconds since 1970."""
    return dates.to_unix(moment)


@catalogue.function(
    "DateTime::toString(format?: String) -> String",
    summary="The date-time as text: java.time's own, or in the given format.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples=[
        FunctionExample("user.created.toString()", "2015-07-30T23:58:32Z", _SCOPE),
        FunctionExample("user.created.toString('MM/dd/yyyy')", "07/30/2015", _SCOPE),
    ],
    construct=_CONSTRUCT,
    notes=("without a format, seconds that are zero are left out, as java.time does (spel)", _JODA_LETTERS),
)
def to_string(moment: datetime, pattern: str | None = None) -> str:
    """Return the text. Raises `Fault` for a format that is not one."""
    if pattern is None:
        return dates.java_text(moment)
    from oktaexpr.values.dates.joda import format_joda

    return format_joda(moment, pattern)


@catalogue.function(
    "DateTime::toZone(zoneId: String) -> DateTime",
    summary="The same instant in another time zone.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples=[
        FunctionExample(
            "DateTime.now().toZone('Asia/Tokyo').toString()",
            "2015-08-01T02:18:37.979+09:00[Asia/Tokyo]",
            _SCOPE,
        )
    ],
    construct=_CONSTRUCT,
    notes=("offsets such as +09:00 are zones too (assumed)", "null is an error (assumed)"),
)
def to_zone(moment: datetime, zone_id: str | None) -> datetime:
    """Return the instant in the zone. Raises `Fault` with near ids for an unknown zone."""
    return dates.in_zone(moment, dates.find_zone(zone_id or ""))


_SECONDS = {"Days": 86_400, "Hours": 3_600, "Minutes": 60, "Seconds": 1}

_SHIFTED = {
    "user.created.plusDays(2)": datetime(2015, 8, 1, 23, 58, 32, tzinfo=UTC),
    "user.created.plusHours(-1)": datetime(2015, 7, 30, 22, 58, 32, tzinfo=UTC),
    "user.created.plusMinutes(0)": datetime(2015, 7, 30, 23, 58, 32, tzinfo=UTC),
    "user.created.plusSeconds(0)": datetime(2015, 7, 30, 23, 58, 32, tzinfo=UTC),
    "DateTime.now().minusDays(3)": datetime(2015, 7, 28, 17, 18, 37, 979000, UTC),
    "DateTime.now().minusHours(100)": datetime(2015, 7, 27, 13, 18, 37, 979000, UTC),
    "DateTime.now().minusMinutes(-1)": datetime(2015, 7, 31, 17, 19, 37, 979000, UTC),
    "DateTime.now().minusSeconds(2)": datetime(2015, 7, 31, 17, 18, 35, 979000, UTC),
}
_WITHIN = {
    "user.created.withinDays(1)": True,
    "user.created.withinHours(100)": True,
    "user.created.withinMinutes(2)": False,
    "user.created.withinSeconds(100)": False,
}
"""The page's own examples, one a method."""


def _examples(printed: Mapping[str, object], method: str) -> list[FunctionExample]:
    return [FunctionExample(text, value, _SCOPE) for text, value in printed.items() if f".{method}(" in text]


def _shift(unit: str, sign: int) -> Callable[[datetime, int], datetime]:
    seconds = sign * _SECONDS[unit]
    if unit == "Days":
        return lambda moment, count: dates.plus_days(moment, sign * count)
    return lambda moment, count: dates.plus_seconds(moment, seconds * count)


def _within(unit: str) -> Callable[[Evaluation, datetime, int], bool]:
    length = _SECONDS[unit] * 1_000_000
    microsecond = timedelta(microseconds=1)

    def within(evaluation: Evaluation, moment: datetime, count: int) -> bool:
        # both in UTC: Python subtracts wall clocks where the two share a zone
        distance = dates.in_zone(evaluation.now, UTC) - dates.in_zone(moment, UTC)
        return abs(distance) // microsecond <= count * length

    return within


def _declare_units() -> None:
    """Declare the twelve methods that count in days, hours, minutes or seconds."""
    for unit in _SECONDS:
        parameter = unit.lower()
        for word, sign, when in (("plus", 1, "later"), ("minus", -1, "earlier")):
            catalogue.function(
                f"DateTime::{word}{unit}({parameter}: Integer) -> DateTime",
                summary=f"The date-time so many {parameter} {when}; a negative number goes the other way.",
                engines=(IDENTITY_ENGINE,),
                provenance=_REFERENCE,
                examples=_examples(_SHIFTED, f"{word}{unit}"),
                construct=_CONSTRUCT,
                notes=("a result outside the years 1 to 9999 is an error (assumed)",),
            )(_shift(unit, sign))
        catalogue.function(
            f"DateTime::within{unit}({parameter}: Integer) -> Boolean",
            summary=f"Whether the date-time is at most so many {parameter} from now.",
            engines=(IDENTITY_ENGINE,),
            provenance=_REFERENCE,
            examples=_examples(_WITHIN, f"within{unit}"),
            construct=_CONSTRUCT,
            needs_evaluation=True,
            notes=(
                "before or after now, the limit included (assumed; the page shows past dates only)",
                "a negative number is never reached (assumed)",
            ),
        )(_within(unit))


_declare_units()
