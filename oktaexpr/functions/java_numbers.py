"""Java's methods on numbers, Booleans and characters, and `equals` and `toString` on every value."""

from __future__ import annotations

import math
from typing import Any

from oktaexpr.functions.java_text import java_method
from oktaexpr.values import convert, numbers
from oktaexpr.values.compare import compare_text, java_equals
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import (
    INT_MAX,
    INT_MIN,
    LONG_MAX,
    LONG_MIN,
    Array,
    Character,
    Float,
    Long,
    java_type,
)
from oktaexpr.values.text import java_text, to_float32


@java_method(
    "Any::equals(other: Any) -> Boolean",
    "Whether both are equal, with their types.",
    ("'1'.equals(1)", False),
)
def equals(value: Any, other: Any) -> bool:  # noqa: ANN401 - any values
    """Return Java's `equals`."""
    return java_equals(value, other)


@java_method("Any::toString() -> String", "Java's text of the value.", ("{1, 2}.toString()", "[1, 2]"))
def to_string(value: Any) -> str:  # noqa: ANN401 - any value
    """Return Java's text. Raises `Fault` for an array, whose text in Java is an address in memory."""
    if isinstance(value, Array):
        raise Fault("REFUSED", "an array has no useful text in Java; write `Arrays.toCsvString`")
    return java_text(value)


@java_method(
    "Number::intValue() -> Integer",
    "The number as an Integer, without its fraction.",
    ("(2.9).intValue()", 2),
)
def int_value(value: int | float) -> int:
    """Return Java's cast: a real is clamped, a whole number wraps."""
    if isinstance(value, float):
        return numbers.truncated(value, INT_MIN, INT_MAX)
    return (int(value) + 0x80000000 & 0xFFFFFFFF) - 0x80000000


@java_method(
    "Number::longValue() -> Long", "The number as a Long, without its fraction.", ("(2.9).longValue()", 2)
)
def long_value(value: int | float) -> Long:
    """Return Java's cast to 64 bits."""
    return Long(numbers.truncated(value, LONG_MIN, LONG_MAX) if isinstance(value, float) else value)


@java_method("Number::doubleValue() -> Double", "The number as a Double.", ("(7).doubleValue()", 7.0))
def double_value(value: int | float) -> float:
    """Return the number as a Double."""
    return float(value)


@java_method("Number::floatValue() -> Float", "The number as a Float.", ("(1.5).floatValue()", 1.5))
def float_value(value: int | float) -> Float:
    """Return the number in 32 bits."""
    return Float(to_float32(float(value)))


@java_method(
    "Number::compareTo(other: Any) -> Integer",
    "-1, 0 or 1 as the number is below, equal to or above `other`.",
    ("5.compareTo(3)", 1),
    "`other` is converted to the type of the number first: 7 equals 7.9 (spel)",
)
def compare_to(value: int | float, other: Any) -> int:  # noqa: ANN401 - what can become a number
    """Compare after Spring's conversion. Raises `Fault` for what cannot become such a number."""
    if isinstance(value, float):
        return _compare_reals(float(value), float(convert.to_number(other)))
    whole = numbers.truncated(other, LONG_MIN, LONG_MAX) if isinstance(other, float) else other
    wanted = whole if isinstance(value, Long) and numbers.is_number(whole) else convert.to_integer(whole)
    return (value > wanted) - (value < wanted)


def _compare_reals(left: float, right: float) -> int:
    """Java's `Double.compare`: NaN above everything and equal to itself, -0.0 below 0.0."""
    if math.isnan(left) or math.isnan(right):
        return math.isnan(left) - math.isnan(right)
    if left == right:
        return int(math.copysign(1, left) > math.copysign(1, right)) - int(
            math.copysign(1, left) < math.copysign(1, right)
        )
    return (left > right) - (left < right)


@java_method("Double::isNaN() -> Boolean", "Whether the number is no number.", ("(0.0 / 0).isNaN()", True))
@java_method("Float::isNaN() -> Boolean", "Whether the number is no number.", ("(1.5f).isNaN()", False))
def is_nan(value: int | float) -> bool:
    """Return whether it is NaN."""
    return math.isnan(value)


@java_method(
    "Double::isInfinite() -> Boolean", "Whether the number is infinite.", ("(1.0 / 0).isInfinite()", True)
)
@java_method(
    "Float::isInfinite() -> Boolean", "Whether the number is infinite.", ("(1.5f).isInfinite()", False)
)
def is_infinite(value: int | float) -> bool:
    """Return whether it is infinite."""
    return math.isinf(value)


@java_method("Boolean::booleanValue() -> Boolean", "The value itself.", ("true.booleanValue()", True))
def boolean_value(value: bool) -> bool:
    """Return the value."""
    return value


@java_method(
    "Boolean::compareTo(other: Boolean) -> Integer",
    "-1, 0 or 1; false comes first.",
    ("true.compareTo(false)", 1),
)
def compare_booleans(value: bool, other: bool) -> int:
    """Return the order of the two."""
    return value - other


@java_method(
    "Character::charValue() -> Character",
    "The character itself.",
    ("'ab'.charAt(0).charValue().toString()", "a"),
)
def char_value(value: Character) -> Character:
    """Return the character."""
    return value


@java_method(
    "Character::compareTo(other: Any) -> Integer",
    "The difference of the two characters.",
    ("'ab'.charAt(0).compareTo('ab'.charAt(1))", -1),
)
def compare_characters(value: Character, other: Any) -> int:  # noqa: ANN401 - a character
    """Return the difference of the codes. Raises `Fault` for what is no single character."""
    if isinstance(other, str) and len(other) == 1:
        return compare_text(value, other)
    if numbers.is_number(other):
        return ord(value) - (convert.to_integer(other) & 0xFFFF)
    raise Fault("TYPE_CONVERSION", f"a character is needed, not {java_type(other)}")
