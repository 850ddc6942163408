"""Conversions to the type that is needed, as Spring's conversion service does them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import INT_MAX, INT_MIN, Character, MapEntry, java_type
from oktaexpr.values.numbers import is_number, truncated
from oktaexpr.values.text import java_text, to_text

_TRUE = frozenset({"true", "on", "yes", "1"})
_FALSE = frozenset({"false", "off", "no", "0"})
_WHOLE = re.compile(r"[+-]?(?:0[xX][0-9A-Fa-f]{1,8}|[0-9]{1,10})", re.ASCII)
_REAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?", re.ASCII)


def to_boolean(value: object) -> bool:
    """Read a condition: a Boolean, or the texts true/on/yes/1 and false/off/no/0. Raises `Fault` for anything else."""
    if value is True or value is False:
        return value
    if isinstance(value, str) and not isinstance(value, Character):
        word = value.strip().lower()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
        shown = value if len(value) <= 40 else f"{value[:40]}…"
        raise Fault("TYPE_CONVERSION", f"a condition needs true or false, not the text {shown!r}")
    if isinstance(value, list | tuple):
        return to_boolean(first_element(value))
    what = "null" if value is None else java_type(value)
    raise Fault("TYPE_CONVERSION", f"a condition needs true or false, not {what}")


def first_element(value: object) -> object:
    """Return what Spring takes for a list where one value is needed: its first element, or null."""
    while isinstance(value, list | tuple):
        value = value[0] if value else None
    return value


def to_string(value: object) -> str | None:
    """Read an argument as text; null stays null. Raises `Fault` for lists and maps."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, list | tuple | Mapping | MapEntry):
        raise Fault("TYPE_CONVERSION", f"text is needed, not {java_type(value)}")
    return java_text(value)


def to_argument_text(value: object) -> str | None:
    """Read a method's argument as text, as Spring does: a list becomes comma-separated text, null stays null.

    Raises `Fault` for maps, which Spring cannot convert and so finds no method for.
    """
    if value is None or type(value) is str:
        return value
    if isinstance(value, Mapping | MapEntry):
        raise Fault("METHOD_NOT_FOUND", f"text is needed, not {java_type(value)}")
    return to_text(value)


def to_integer(value: object) -> int:
    """Read an argument as an Integer: a number without its fraction, text of a whole number, or the code of a Character."""
    if isinstance(value, list | tuple):
        value = first_element(value)
    if isinstance(value, Character):
        return ord(value)
    if is_number(value):
        return truncated(value, INT_MIN, INT_MAX) if isinstance(value, float) else _within(int(value))  # type: ignore[call-overload]
    if isinstance(value, str):
        text = value.strip()
        if _WHOLE.fullmatch(text):
            digits = text.lstrip("+-")
            number = int(digits, 16 if digits[:2].lower() == "0x" else 10)
            return _within(-number if text.startswith("-") else number)
    if value is None:
        raise Fault("NULL_VALUE", "a number is needed, not null")
    raise Fault("TYPE_CONVERSION", f"a whole number is needed, not {java_type(value)}")


def _within(value: int) -> int:
    if INT_MIN <= value <= INT_MAX:
        return int(value)
    raise Fault("TYPE_CONVERSION", f"{value} does not fit an Integer")


def to_number(value: object) -> int | float:
    """Read an argument as a number: a number, text of one, or the code of a Character."""
    if is_number(value):
        return value  # type: ignore[return-value]
    if isinstance(value, Character):
        return ord(value)
    if isinstance(value, str):
        return parse_double(value)
    if value is None:
        raise Fault("NULL_VALUE", "a number is needed, not null")
    raise Fault("TYPE_CONVERSION", f"a number is needed, not {java_type(value)}")


def parse_double(text: str) -> float:
    """Java's `Double.parseDouble`, for decimal text. Raises `Fault` where it is none."""
    trimmed = text.strip()
    if trimmed.lstrip("+-") in {"NaN", "Infinity"}:
        return math.copysign(float(trimmed.lstrip("+-")), -1.0 if trimmed[0] == "-" else 1.0)
    if len(trimmed) > 400 or not _REAL.fullmatch(trimmed):
        raise Fault("TYPE_CONVERSION", f"{text[:40]!r} is no number")
    return float(trimmed.rstrip("fFdD"))


def to_array(value: object) -> list[Any] | None:
    """Read an argument as an array, as Okta does: comma-separated text is split, null stays null, one value is a list of one."""
    if value is None:
        return None
    if isinstance(value, str) and not isinstance(value, Character):
        return split_csv(value)
    return to_list(value)


def to_list(value: object) -> list[Any] | None:
    """Read an argument as a list; null stays null, one value is a list of one."""
    if value is None or type(value) is list:
        return value
    if isinstance(value, list | tuple):
        return list(value)
    return [value]


def split_csv(text: str) -> list[str]:
    """Split comma-separated text; blanks around the parts do not count, and no text is no part.

    Okta's page prints `{10, 20, 30, 40}` for `'10, 20, 30, 40'`; Spring's own conversion trims as well.
    """
    return [part.strip() for part in text.split(",")] if text.strip() else []


def to_map(value: object) -> Mapping[Any, Any]:
    """Read an argument as a map. Raises `Fault` where it is none."""
    if isinstance(value, Mapping):
        return value
    raise Fault(
        "TYPE_CONVERSION",
        f"a map such as {{'key': 'value'}} is needed, not {'null' if value is None else java_type(value)}",
    )


def to_pattern(value: object) -> str:
    """Read the right side of `matches`. Raises `Fault` unless it is text."""
    if isinstance(value, str) and not isinstance(value, Character):
        return value
    raise Fault(
        "OPERATOR_TYPES",
        f"the pattern of `matches` must be text, not {'null' if value is None else java_type(value)}",
    )


def to_matched(value: object) -> str:
    """Read the left side of `matches`, which may be a number. Raises `Fault` for null, and for a map."""
    if value is None:
        raise Fault("NULL_VALUE", "`matches` needs text on its left, not null")
    if isinstance(value, Mapping | MapEntry):
        raise Fault("TYPE_CONVERSION", f"`matches` needs text on its left, not {java_type(value)}")
    return to_text(value)
