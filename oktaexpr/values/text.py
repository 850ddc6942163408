"""Java's text of values: what `+` and `toString()` give, and what is printed."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import Float, MapEntry

MAX_TEXT = 16_000_000
"""How long a text may become, in characters, before an operation that multiplies text is refused."""

_DEEPEST = 200


def check_size(size: int) -> None:
    """Refuse a text of `size` characters before it is made. Raises `Fault` over `MAX_TEXT`."""
    if size > MAX_TEXT:
        raise Fault("TOO_LARGE", f"the text would have {size:,} characters")


def to_text(value: object) -> str:
    """Return what `'' + value` gives: a list's elements joined by commas, null as `null`."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[return-value]
    if isinstance(value, list | tuple):
        return _joined(value, 0)
    return java_text(value)


def _joined(values: Iterable[object], depth: int) -> str:
    if depth > _DEEPEST:
        raise Fault("TOO_LARGE", "lists are nested too deeply to be written as text")
    return ",".join([_element_text(item, depth) for item in values])


def _element_text(item: object, depth: int) -> str:
    if isinstance(item, list | tuple):
        return _joined(item, depth + 1)
    if isinstance(item, MapEntry) or (isinstance(item, Mapping) and not hasattr(type(item), "java_name")):
        raise Fault("TYPE_CONVERSION", "a list that holds maps cannot be joined to text")
    return java_text(item)


def java_text(value: object, depth: int = 0) -> str:
    """Return what Java's `toString()` gives: `[1, 2]`, `{a=1}`, `1.0E7`, `true`, and `null` for null."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return _float_text(value) if isinstance(value, Float) else double_text(value)
    return _object_text(value, depth)


def _object_text(value: Any, depth: int) -> str:  # noqa: ANN401 - any value of the language
    if depth > _DEEPEST:
        raise Fault("TOO_LARGE", "a value is nested too deeply to be written as text")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(java_text(item, depth + 1) for item in value) + "]"
    if isinstance(value, datetime):
        from oktaexpr.values.dates import java_text as date_text

        return date_text(value)
    if isinstance(value, MapEntry):
        return f"{java_text(value.key, depth + 1)}={java_text(value.value, depth + 1)}"
    named = getattr(type(value), "java_name", None)
    if named == "Group":
        return str(value.name)
    if isinstance(value, Mapping):
        entries = (f"{java_text(key, depth + 1)}={java_text(item, depth + 1)}" for key, item in value.items())
        return "{" + ", ".join(entries) + "}"
    return str(value)


def double_text(value: float) -> str:
    """Return `Double.toString`: plain from 0.001 up to ten million, else scientific."""
    return _java_digits(float(value), repr(float(value)))


def _float_text(value: float) -> str:
    """Return `Float.toString`: the fewest digits that give the same 32 bits."""
    if math.isfinite(value) and value:
        for digits in range(1, 10):
            text = f"{float(value):.{digits}g}"
            if to_float32(float(text)) == value:
                return _java_digits(float(value), repr(float(text)))
    return _java_digits(float(value), repr(float(value)))


def _java_digits(value: float, text: str) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    mantissa, _, exponent = text.partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return f"{sign}0.0"
    point = (
        len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    )  # value = 0.digits * 10^point
    digits = digits.rstrip("0") or "0"
    if -3 < point <= 7:
        if point <= 0:
            return f"{sign}0.{'0' * -point}{digits}"
        return f"{sign}{digits[:point].ljust(point, '0')}.{digits[point:] or '0'}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{point - 1}"


def to_float32(value: float) -> float:
    """Round to the nearest 32-bit float; what does not fit becomes infinite."""
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)
