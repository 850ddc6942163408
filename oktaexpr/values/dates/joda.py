"""Joda's date-time patterns: `yyyy-MM-dd HH:mm:ss`, written and read as Joda-Time 2.10 does in English.

Letters: G C Y x w e E y D M d a K h H k m s S z Z. Text in quotes, and every other character, stands for itself.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from oktaexpr.values.dates import fields
from oktaexpr.values.dates.arithmetic import in_zone
from oktaexpr.values.dates.bucket import Bucket
from oktaexpr.values.dates.elements import Element, Fraction, Literal, Number, TwoDigitYear, Words, misfit
from oktaexpr.values.dates.faults import quoted
from oktaexpr.values.dates.zone_elements import Offset, ZoneId, ZoneName
from oktaexpr.values.faults import Fault

_NUMERIC = frozenset("cCxyYdhHmsSeDFwWkK")
"""The letters that Joda takes for numbers when it looks at what follows a year; `M` joins them up to two."""

_NUMBERS = {
    "d": (fields.DAY_OF_MONTH, 2),
    "h": (fields.CLOCK_HOUR_OF_HALFDAY, 2),
    "H": (fields.HOUR_OF_DAY, 2),
    "k": (fields.CLOCK_HOUR_OF_DAY, 2),
    "K": (fields.HOUR_OF_HALFDAY, 2),
    "m": (fields.MINUTE_OF_HOUR, 2),
    "s": (fields.SECOND_OF_MINUTE, 2),
    "e": (fields.DAY_OF_WEEK, 1),
    "D": (fields.DAY_OF_YEAR, 3),
    "w": (fields.WEEK_OF_YEAR, 2),
}
"""Letter to field, and how many digits are read at most."""

_YEARS = {"x": fields.WEEK_YEAR, "y": fields.PROLEPTIC_YEAR, "Y": fields.YEAR_OF_ERA}

_RUN = re.compile(r"([A-Za-z])\1*")

_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def format_joda(moment: datetime, pattern: str) -> str:
    """Return the moment, in its own zone, in a Joda pattern. Raises `Fault` where the pattern is not one."""
    wall = moment.replace(tzinfo=None) - datetime(1970, 1, 1)
    local = wall // timedelta(milliseconds=1)
    return "".join(element.write(moment, local) for element in _elements(pattern))


def parse_joda(text: str, pattern: str, now: datetime) -> datetime:
    """Read a text in a Joda pattern and return the instant in UTC; a text that names no zone is UTC.

    `now` places two-digit years. Raises `Fault` where the pattern is not one, or the text does not fit or names no date.
    """
    bucket = Bucket(in_zone(now, UTC))
    position = 0
    for element in _elements(pattern):
        position = element.read(text, position, bucket)
    if position < len(text):
        raise misfit(text, position)
    return bucket.moment()


@lru_cache(maxsize=256)
def _elements(pattern: str) -> tuple[Element, ...]:
    tokens = _tokens(pattern)
    elements: list[Element] = []
    for token, following in pairwise([*tokens, ""]):
        element = _element(token, _is_numeric(following))
        if element is None:
            raise Fault("DATE_TIME", f"the pattern {quoted(pattern)} has an unknown letter: {quoted(token)}")
        elements.append(element)
    if not elements:
        raise Fault("DATE_TIME", f"the pattern {quoted(pattern)} is empty")
    return tuple(elements)


def _tokens(pattern: str) -> list[str]:
    """Cut a pattern into runs of one letter and literal text; a literal begins with a quote that is not part of it."""
    tokens: list[str] = []
    position = 0
    while position < len(pattern):
        run = _RUN.match(pattern, position)
        if run is not None:
            tokens.append(run[0])
            position = run.end()
        else:
            text, position = _literal(pattern, position)
            tokens.append(f"'{text}")
    return [token for token in tokens if token != "'"]


def _literal(pattern: str, start: int) -> tuple[str, int]:
    """Return the literal text at `start` and where it ends; two quotes are a quote, an open quote runs to the end."""
    text: list[str] = []
    quoting = False
    position = start
    while position < len(pattern):
        char = pattern[position]
        if pattern.startswith("''", position):
            text.append("'")
            position += 1
        elif char == "'":
            quoting = not quoting
        elif not quoting and char.isascii() and char.isalpha():
            break
        else:
            text.append(char)
        position += 1
    return "".join(text), position


def _is_numeric(token: str) -> bool:
    return token[:1] in _NUMERIC or token in ("M", "MM")


def _element(token: str, number_follows: bool) -> Element | None:
    letter, count = token[0], len(token)
    match letter:
        case "'":
            return Literal(token[1:])
        case "x" | "y" | "Y":
            return _year(letter, count, number_follows)
        case "C":
            return Number(fields.CENTURY_OF_ERA, count, count, signed=True)
        case "M":
            return _words("M", count >= 4) if count >= 3 else Number(fields.MONTH_OF_YEAR, count, 2)
        case "E" | "a" | "G":
            return _words(letter, count >= 4)
        case "S":
            return Fraction(count)
        case "Z":
            return ZoneId() if count >= 3 else Offset(colon=count == 2)
        case "z":
            return ZoneName(long=count >= 4)
        case _ if letter in _NUMBERS:
            field, most = _NUMBERS[letter]
            return Number(field, count, max(count, most))
        case _:
            return None


def _year(letter: str, count: int, number_follows: bool) -> Element:
    if count == 2:
        field = fields.WEEK_YEAR if letter == "x" else fields.PROLEPTIC_YEAR
        return TwoDigitYear(field, lenient=not number_follows, by_week=letter == "x")
    return Number(_YEARS[letter], count, count if number_follows else max(9, count), signed=letter != "Y")


@lru_cache(maxsize=8)
def _words(letter: str, long: bool) -> Words:
    if letter == "G":
        shown = {0: "BC", 1: "AD"}
        return Words(fields.ERA, shown, _in_all_cases({0: ["BC", "BCE"], 1: ["AD", "CE"]}))
    if letter == "a":
        shown = {0: "AM", 1: "PM"}
        return Words(fields.HALFDAY_OF_DAY, shown, _in_all_cases({at: [word] for at, word in shown.items()}))
    field, words = (fields.MONTH_OF_YEAR, _MONTHS) if letter == "M" else (fields.DAY_OF_WEEK, _DAYS)
    names = dict(enumerate(words.split(), 1))
    shown = names if long else {at: word[:3] for at, word in names.items()}
    return Words(field, shown, _in_all_cases({at: [word, word[:3]] for at, word in names.items()}))


def _in_all_cases(words: dict[int, list[str]]) -> dict[str, int]:
    """Return each word as it is, in lower and in upper case: Joda reads these three, and no mixture."""
    return {
        form: at
        for at, forms in words.items()
        for word in forms
        for form in (word, word.lower(), word.upper())
    }
