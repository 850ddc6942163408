"""Conversion to numbers: Classic's `Convert` functions and Identity Engine's `toInteger` and `toNumber`."""

from __future__ import annotations

import math
import re
from typing import Any

from oktaexpr.functions.declaration import CLASSIC, IDENTITY_ENGINE, FunctionExample, okta
from oktaexpr.functions.registry import catalogue
from oktaexpr.values.convert import parse_double
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import INT_MAX, INT_MIN, LONG_MAX, LONG_MIN, java_type
from oktaexpr.values.numbers import is_number, truncated

_REFERENCE = okta("Data conversion functions")
_WHOLE = re.compile(r"[+-]?[0-9]{1,400}", re.ASCII)
_HALF_UP = "a half is rounded up, also below zero: -1.5 gives -1 (assumed: Java's Math.round)"


@catalogue.function(
    "Convert.toInt(value: Any) -> Integer",
    summary="`value`, a text or a number, rounded to the nearest whole number.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples=[
        FunctionExample("Convert.toInt(val)", 1234, {"val": "1234"}),
        FunctionExample("Convert.toInt(val)", 123, {"val": 123.4}),
        FunctionExample("Convert.toInt(val)", 124, {"val": 123.6}),
    ],
    construct="Convert.*",
    notes=(
        _HALF_UP,
        "text with a fraction is rounded like a number; blanks around the text do not count (assumed)",
        "null, other text, and what does not fit 32 bits is an error (assumed)",
    ),
)
def to_int(value: Any) -> int:  # noqa: ANN401 - text or a number
    """Return the rounded number. Raises `Fault` for what is no number or does not fit an Integer."""
    rounded = _rounded(_number(value))
    if INT_MIN <= rounded <= INT_MAX:
        return rounded
    raise Fault("TYPE_CONVERSION", f"{rounded} does not fit an Integer, which ends at {INT_MAX}")


@catalogue.function(
    "Convert.toNum(value: Any) -> Double",
    summary="`value`, a text or a number, as a Double.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples=[FunctionExample("Convert.toNum(val)", 3.141, {"val": "3.141"})],
    construct="Convert.*",
    notes=("a number becomes a Double too (assumed)", "null and other text is an error (assumed)"),
)
def to_num(value: Any) -> float:  # noqa: ANN401 - text or a number
    """Return the number as a Double. Raises `Fault` for what is no number."""
    return float(_number(value))


@catalogue.function(
    "String::toInteger() -> Integer",
    summary="The number that the text spells, rounded to the nearest whole number.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples={"'1.1'.toInteger()": 1, "'-2147483649'.toInteger()": 2147483647},
    construct="method style",
    notes=(
        "what does not fit 32 bits wraps around (okta)",
        "text that spells no number is an error (okta)",
        _HALF_UP,
    ),
)
@catalogue.function(
    "Number::toInteger() -> Integer",
    summary="The number, rounded to the nearest whole number.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples={"1.1.toInteger()": 1, "-1.6.toInteger()": -2, "2147483647.7.toInteger()": -2147483648},
    construct="method style",
    notes=("what does not fit 32 bits wraps around (okta)", _HALF_UP),
)
def to_integer(value: str | float) -> int:
    """Return the rounded number in 32 bits.

    Okta's printed outputs are those of `(int) Math.round(x)`: rounding to 64 bits, which saturates, then cutting to 32.
    """
    rounded = max(LONG_MIN, min(LONG_MAX, _rounded(_number(value))))
    return (rounded + 0x80000000 & 0xFFFFFFFF) - 0x80000000


@catalogue.function(
    "String::toNumber() -> Double",
    summary="The number that the text spells.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples={"'1.7'.toNumber()": 1.7},
    construct="method style",
    notes=("text that spells no number is an error (okta)",),
)
@catalogue.function(
    "Number::toNumber() -> Double",
    summary="The number as a Double.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples={"(3).toNumber()": 3.0},
    construct="method style",
    notes=("Okta's page has it for texts only; a number gives itself (assumed)",),
)
def to_number(value: str | float) -> float:
    """Return the number as a Double. Raises `Fault` for text that spells none."""
    return float(_number(value))


def _number(value: Any) -> int | float:  # noqa: ANN401 - text or a number
    if value is None:
        raise Fault("NULL_VALUE", "a number is needed, not null")
    if is_number(value):
        return value if isinstance(value, float) else int(value)
    if not isinstance(value, str):
        raise Fault("TYPE_CONVERSION", f"a number or its text is needed, not {java_type(value)}")
    text = str(value).strip()
    return int(text) if _WHOLE.fullmatch(text) else parse_double(text)


def _rounded(value: int | float) -> int:
    """Java's `Math.round`: the nearest whole number, a half upwards, within 64 bits; NaN is 0."""
    if isinstance(value, int):
        return value
    if math.isnan(value) or math.isinf(value) or abs(value) >= 2**53:
        return truncated(value, LONG_MIN, LONG_MAX)
    below = math.floor(value)
    return below + (value - below >= 0.5)
