"""Arithmetic as Spring's operators do it: Java's widening, 32- and 64-bit wrap-around, division towards zero."""

from __future__ import annotations

import math
from typing import Any

from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import INT_MAX, INT_MIN, LONG_MAX, LONG_MIN, Character, Float, Long, java_type
from oktaexpr.values.text import MAX_TEXT, to_float32, to_text


def is_number(value: object) -> bool:
    """Whether Java would call it a Number; a Boolean is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _kind(value: Any) -> int:  # noqa: ANN401
    """Rank the number types by how they widen: Integer, Long, Float, Double."""
    if isinstance(value, float):
        return 2 if isinstance(value, Float) else 3
    return 1 if isinstance(value, Long) or not INT_MIN <= value <= INT_MAX else 0


def widened(left: Any, right: Any) -> tuple[int, int] | tuple[float, float]:  # noqa: ANN401
    """Return two numbers in the wider of their types: beside a Float a whole number loses what 32 bits cannot hold."""
    kind = max(_kind(left), _kind(right))
    if kind < 2:
        return int(left), int(right)
    one, other = float(left), float(right)
    return (one, other) if kind == 3 else (to_float32(one), to_float32(other))


def _wrapped(value: int, kind: int) -> int:
    if kind == 0:
        return (value + 0x80000000 & 0xFFFFFFFF) - 0x80000000
    return Long((value + 0x8000000000000000 & 0xFFFFFFFFFFFFFFFF) - 0x8000000000000000)


def _real(value: float, kind: int) -> float:
    return Float(to_float32(value)) if kind == 2 else value


def plus(left: Any, right: Any) -> Any:  # noqa: ANN401
    """`left + right`: numbers are added, a String on either side makes text; null is `null` beside a String."""
    if isinstance(left, str) and not isinstance(left, Character):
        return left + to_text(right)
    if isinstance(right, str) and not isinstance(right, Character):
        return to_text(left) + right
    return _calculated("+", left, right)


def minus(left: Any, right: Any) -> Any:  # noqa: ANN401
    """`left - right`; SpEL also steps a one-character String back by an Integer."""
    if type(left) is str and len(left) == 1 and type(right) is int and _kind(right) == 0:
        return chr((ord(left) - right) & 0xFFFF)
    return _calculated("-", left, right)


def times(left: Any, right: Any) -> Any:  # noqa: ANN401
    """`left * right`; a String times an Integer is repeated."""
    if type(left) is str and type(right) is int and _kind(right) == 0:
        if len(left) * right > MAX_TEXT:
            raise Fault("TOO_LARGE", f"the text would have {len(left) * right:,} characters")
        return left * right
    return _calculated("*", left, right)


def divided(left: Any, right: Any) -> Any:  # noqa: ANN401
    """`left / right`, whole numbers towards zero. Raises `Fault` for a whole number divided by 0."""
    return _calculated("/", left, right)


def remainder(left: Any, right: Any) -> Any:  # noqa: ANN401
    """`left % right`, with the sign of `left`."""
    return _calculated("%", left, right)


def _calculated(operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
    if not (is_number(left) and is_number(right)):
        raise unsupported(operator, left, right)
    kind = max(_kind(left), _kind(right))
    one, other = widened(left, right)
    if kind >= 2:
        return _real(_real_result(operator, one, other), kind)
    return _wrapped(_whole_result(operator, int(one), int(other)), kind)


def _whole_result(operator: str, left: int, right: int) -> int:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return _whole_division(operator, left, right)


def _whole_division(operator: str, left: int, right: int) -> int:
    if right == 0:
        raise Fault("DIVISION_BY_ZERO", "division by zero")
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    return quotient if operator == "/" else left - quotient * right


def _real_result(operator: str, left: float, right: float) -> float:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            if right != 0:
                return left / right
            if left == 0 or math.isnan(left) or math.isnan(right):
                return math.nan
            return math.copysign(math.inf, left) * math.copysign(1.0, right)
        case _:
            return math.fmod(left, right) if right != 0 and math.isfinite(left) else math.nan


def power(left: Any, right: Any) -> Any:  # noqa: ANN401
    """`left ^ right`: a Double where either is real, else whole; an Integer result that does not fit becomes a Long."""
    if not (is_number(left) and is_number(right)):
        raise unsupported("^", left, right)
    kind = max(_kind(left), _kind(right))
    result = java_pow(*map(float, widened(left, right)))
    if kind >= 2:
        return result
    if kind == 1 or result > INT_MAX:
        return Long(truncated(result, LONG_MIN, LONG_MAX))
    return truncated(result, INT_MIN, INT_MAX)


def java_pow(base: float, exponent: float) -> float:
    """`Math.pow`, which never raises."""
    if exponent == 0:
        return 1.0
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return math.nan
    odd = exponent.is_integer() and exponent % 2 == 1
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and odd else math.inf
    except ValueError:
        if base == 0:
            return -math.inf if math.copysign(1.0, base) < 0 and odd else math.inf
        return math.nan


def truncated(value: float, least: int, most: int) -> int:
    """Java's cast of a real to a whole number: towards zero, clamped, NaN is 0."""
    if math.isnan(value):
        return 0
    if value >= most:
        return most
    return least if value <= least else int(value)


def negated(value: Any) -> Any:  # noqa: ANN401
    """`-value`."""
    if not is_number(value):
        raise unsupported("-", value)
    kind = _kind(value)
    return _wrapped(-int(value), kind) if kind < 2 else _real(0.0 - float(value), kind)


def positive(value: Any) -> Any:  # noqa: ANN401
    """`+value`: the number itself."""
    if not is_number(value):
        raise unsupported("+", value)
    return value


def unsupported(operator: str, *operands: object) -> Fault:
    """Return the fault of an operator that does not take such operands."""
    types = " and ".join(java_type(operand) for operand in operands)
    return Fault("OPERATOR_TYPES", f"`{operator}` does not work on {types}")
