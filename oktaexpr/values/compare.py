"""Equality and order, as Spring's operators and Java's classes have them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import Array, Character, CollectionValue, MapEntry, SetValue, java_type
from oktaexpr.values.numbers import is_number, widened

_DEEPEST = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Date-times are compared by their distance from here: Python compares wall clocks where two share a zone."""


def equal(left: Any, right: Any) -> bool:  # noqa: ANN401
    """`left == right`: numbers by value whatever their type, everything else as Java's `equals`."""
    if is_number(left) and is_number(right):
        one, other = widened(left, right)
        return one == other
    return java_equals(left, right)


def java_equals(left: Any, right: Any, depth: int = 0) -> bool:  # noqa: ANN401 - one case a type
    """Java's `equals`: types count, so that a list of 1 is not a list of 1.0."""
    if left is right:
        return True
    if depth > _DEEPEST:
        raise Fault("TOO_LARGE", "values are nested too deeply to be compared")
    if isinstance(left, str) or isinstance(right, str):
        return isinstance(left, str) and isinstance(right, str) and left == right
    if left is None or right is None:
        return False
    if is_number(left) and is_number(right):
        return java_type(left) == java_type(right) and (left == right or (left != left and right != right))
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        if _list_kind(left) is not _list_kind(right) or len(left) != len(right):
            return False
        return all(java_equals(one, other, depth + 1) for one, other in zip(left, right, strict=True))
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left - _EPOCH == right - _EPOCH
    if hasattr(type(left), "java_name") or isinstance(left, MapEntry | bool):
        return type(left) is type(right) and bool(left == right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        if len(left) != len(right):
            return False
        return all(key in right and java_equals(value, right[key], depth + 1) for key, value in left.items())
    return False


def _list_kind(value: list[Any] | tuple[Any, ...]) -> type:
    """Return what a list is to Java's `equals`, which holds no array equal to a List, and no Set either."""
    return next((kind for kind in (Array, SetValue, CollectionValue) if isinstance(value, kind)), list)


def compare(left: Any, right: Any) -> int | None:  # noqa: ANN401
    """Return -1, 0 or 1; null comes before everything; None where a NaN makes every comparison false.

    Raises `Fault` for values that have no order.
    """
    if is_number(left) and is_number(right):
        left, right = widened(left, right)
        if left != left or right != right:
            return None
        return int(left > right) - int(left < right)
    if (
        isinstance(left, str)
        and isinstance(right, str)
        and isinstance(left, Character) == isinstance(right, Character)
    ):
        return _sign(compare_text(left, right))
    if left is None or right is None:
        return (right is None) - (left is None)
    if isinstance(left, bool) and isinstance(right, bool):
        return left - right
    if isinstance(left, datetime) and isinstance(right, datetime):
        one, other = left - _EPOCH, right - _EPOCH
        return int(one > other) - int(one < other)
    raise Fault("NOT_COMPARABLE", f"{java_type(left)} and {java_type(right)} have no order")


def compare_text(left: str, right: str) -> int:
    """Java's `String.compareTo`: the difference of the first differing UTF-16 units, else of the lengths."""
    one, other = str(left), str(right)
    if one.isascii() and other.isascii():
        units, others = one.encode(), other.encode()
        width = 1
    else:
        units, others = one.encode("utf-16-be", "surrogatepass"), other.encode("utf-16-be", "surrogatepass")
        width = 2
    for at in range(0, min(len(units), len(others)), width):
        if units[at : at + width] != others[at : at + width]:
            return int.from_bytes(units[at : at + width]) - int.from_bytes(others[at : at + width])
    return (len(units) - len(others)) // width


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def less(left: Any, right: Any) -> bool:  # noqa: ANN401
    """`left < right`."""
    order = compare(left, right)
    return order is not None and order < 0


def less_or_equal(left: Any, right: Any) -> bool:  # noqa: ANN401
    """`left <= right`."""
    order = compare(left, right)
    return order is not None and order <= 0


def greater(left: Any, right: Any) -> bool:  # noqa: ANN401
    """`left > right`."""
    order = compare(left, right)
    return order is not None and order > 0


def greater_or_equal(left: Any, right: Any) -> bool:  # noqa: ANN401
    """`left >= right`."""
    order = compare(left, right)
    return order is not None and order >= 0


def between(value: Any, bounds: Any) -> bool:  # noqa: ANN401
    """`value between {low, high}`, both ends included."""
    if not isinstance(bounds, list) or isinstance(bounds, Array | CollectionValue) or len(bounds) != 2:
        raise Fault("BETWEEN_BOUNDS", "between needs a list of two values")
    low, high = bounds
    return greater_or_equal(value, low) and less_or_equal(value, high)
