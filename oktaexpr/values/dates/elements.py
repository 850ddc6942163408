"""The parts of a Joda pattern that are numbers, names and literals: each writes itself and reads itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from oktaexpr.values.dates.bucket import Bucket
from oktaexpr.values.dates.faults import quoted
from oktaexpr.values.dates.fields import MILLIS_OF_SECOND, Field
from oktaexpr.values.faults import Fault

_INTEGER_MAX = 2**31 - 1
_DIGITS = frozenset("0123456789")
_FRACTION_WRITTEN = 15
"""More do not fit Joda's 64-bit arithmetic."""
_FRACTION_READ = 18


class Element(Protocol):
    """One part of a pattern."""

    def write(self, moment: datetime, local: int) -> str:
        """Return the text for a moment, whose local time in milliseconds is `local`."""

    def read(self, text: str, start: int, bucket: Bucket) -> int:
        """Read from `start`, keep what was found, return where it ends. Raises `Fault` where the text does not fit."""


def misfit(text: str, position: int) -> Fault:
    """Return the fault for a text that leaves its pattern at `position`."""
    where = f"at {quoted(text[position:])}" if position < len(text) else "at its end"
    return Fault("DATE_TIME", f"{quoted(text)} does not fit the pattern {where}")


def count_digits(text: str, start: int, most: int) -> int:
    """Return how many ASCII digits stand at `start`, up to `most`."""
    end = start
    while end < len(text) and end - start < most and text[end] in _DIGITS:
        end += 1
    return end - start


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands for itself; read without regard to case."""

    text: str

    def write(self, moment: datetime, local: int) -> str:
        """Return the text."""
        return self.text

    def read(self, text: str, start: int, bucket: Bucket) -> int:
        """Step over the text."""
        end = start + len(self.text)
        if text[start:end].upper().lower() != self.text.upper().lower():
            raise misfit(text, start)
        return end


@dataclass(frozen=True, slots=True)
class Number:
    """A field in digits: at least `least` when written, at most `most` when read."""

    field: Field
    least: int
    most: int
    signed: bool = False

    def write(self, moment: datetime, local: int) -> str:
        """Return the value, padded with zeros."""
        return f"{self.field.get(local):0{self.least}}"

    def read(self, text: str, start: int, bucket: Bucket) -> int:
        """Read as many digits as there are, up to `most`; a sign does not count among them."""
        first = start
        if self.signed and text[start : start + 1] in ("-", "+") and self.most > 1:
            first += 1
        count = count_digits(text, first, self.most)
        if count == 0:
            raise misfit(text, start)
        bucket.save(self.field, _integer(text, start, first + count))
        return first + count


@dataclass(frozen=True, slots=True)
class TwoDigitYear:
    """A year in two digits: read into the hundred years around thirty years ago (Joda's pivot)."""

    field: Field
    lenient: bool
    """Whether another number of digits is read too, as the year itself; not where a number follows."""
    by_week: bool = False

    def write(self, moment: datetime, local: int) -> str:
        """Return the last two digits."""
        return f"{abs(self.field.get(local)) % 100:02}"

    def read(self, text: str, start: int, bucket: Bucket) -> int:
        """Read two digits, or a whole year where that is allowed."""
        if self.lenient:
            first = start + (text[start : start + 1] in ("-", "+"))
            count = count_digits(text, first, len(text))
            if count == 0:
                raise misfit(text, start)
            if first > start or count != 2:
                bucket.save(self.field, _integer(text, start, first + count))
                return first + count
        elif count_digits(text, start, 2) < 2:
            raise misfit(text, start)
        bucket.save(self.field, self._near(int(text[start : start + 2]), bucket.now))
        return start + 2

    def _near(self, digits: int, now: datetime) -> int:
        year = now.isocalendar().year if self.by_week else now.year
        lowest = year - 30 - 50
        return lowest + (digits - lowest) % 100


@dataclass(frozen=True, slots=True)
class Words:
    """A field in English words: `long` or `short` when written; read in either, in lower, upper or the usual case."""

    field: Field
    shown: Mapping[int, str]
    """The word of each value."""
    accepted: Mapping[str, int]
    """Every text that is read."""

    def write(self, moment: datetime, local: int) -> str:
        """Return the word."""
        return self.shown[self.field.get(local)]

    def read(self, text: str, start: int, bucket: Bucket) -> int:
        """Read the longest word that fits."""
        longest = max(map(len, self.accepted))
        for end in range(min(len(text), start + longest), start, -1):
            value = self.accepted.get(text[start:end])
            if value is not None:
                bucket.save(self.field, value)
                return end
        raise misfit(text, start)


@dataclass(frozen=True, slots=True)
class Fraction:
    """The fraction of a second in a fixed number of digits, of which Joda knows three."""

    digits: int

    def write(self, moment: datetime, local: int) -> str:
        """Return the digits, cut and not rounded."""
        millis = MILLIS_OF_SECOND.get(local)
        return f"{millis:03}".ljust(_FRACTION_WRITTEN, "0")[: self.digits] if millis else "0" * self.digits

    def read(self, text: str, start: int, bucket: Bucket) -> int:
        """Read one digit or more; those after the third have no weight."""
        count = count_digits(text, start, min(self.digits, _FRACTION_READ))
        if count == 0:
            raise misfit(text, start)
        bucket.save(MILLIS_OF_SECOND, int(text[start : start + min(count, 3)].ljust(3, "0")))
        return start + count


def _integer(text: str, start: int, end: int) -> int:
    digits = text[start:end]
    if len(digits.lstrip("+-0")) > 10 or abs(int(digits)) > _INTEGER_MAX:
        raise Fault("DATE_TIME", f"{quoted(digits)} is too large a number")
    return int(digits)
