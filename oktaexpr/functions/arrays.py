"""Classic's `Arrays` functions; text of comma-separated values may stand for an array, and null for an empty one."""

from __future__ import annotations

from typing import Any

from oktaexpr.functions.declaration import CLASSIC, FunctionExample, okta
from oktaexpr.functions.registry import catalogue
from oktaexpr.values.compare import java_equals
from oktaexpr.values.convert import split_csv
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import Character
from oktaexpr.values.text import check_size, java_text

MOST_ELEMENTS = 1_000_000
"""How many elements an array may get, so that no expression can fill the memory."""

_REFERENCE = okta("Array functions")
_CSV = "text of comma-separated values is read as an array, without the blanks around its parts (okta)"
_NULL_IS_EMPTY = "null counts as an empty array (assumed: its size is documented as 0)"
_EQUALITY = "elements are compared whole, with case and type: '10' is not 10 (field, spel)"
_TENS = {"user": {"arrayAttribute": [10, 20, 30]}}


@catalogue.function(
    "Arrays.add(array: Array, value: Any) -> List",
    summary="The array with `value` behind its last element.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples=[FunctionExample("Arrays.add(user.arrayAttribute, 40)", [10, 20, 30, 40], _TENS)],
    construct="Arrays.*",
    notes=(_CSV, _NULL_IS_EMPTY, "the attribute itself is not changed (assumed)"),
)
def add(array: list[Any] | None, value: Any) -> list[Any]:  # noqa: ANN401 - any value
    """Return a new array with one more element."""
    return [*(array or ()), value]


@catalogue.function(
    "Arrays.remove(array: Array, value: Any) -> List",
    summary="The array without the first element that equals `value`.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples=[FunctionExample("Arrays.remove(user.arrayAttribute, 20)", [10, 30], _TENS)],
    construct="Arrays.*",
    notes=(
        _CSV,
        _NULL_IS_EMPTY,
        _EQUALITY,
        "a later equal element stays, as in Java's `List.remove` (assumed)",
    ),
)
def remove(array: list[Any] | None, value: Any) -> list[Any]:  # noqa: ANN401 - any value
    """Return a new array without the first equal element."""
    return without(array or [], value)


def without(items: list[Any], value: Any) -> list[Any]:  # noqa: ANN401 - any value
    """Return a new list without the first element that equals `value`, as Java's `equals` has it."""
    for at, item in enumerate(items):
        if java_equals(item, value):
            return [*items[:at], *items[at + 1 :]]
    return list(items)


@catalogue.function(
    "Arrays.clear(array: Array) -> List",
    summary="An empty array.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples=[FunctionExample("Arrays.clear(user.arrayAttribute)", [], _TENS)],
    construct="Arrays.*",
    notes=(_CSV, _NULL_IS_EMPTY),
)
def clear(array: list[Any] | None) -> list[Any]:
    """Return an empty array, whatever was given."""
    return []


@catalogue.function(
    "Arrays.get(array: Array, position: Integer) -> Any",
    summary="The element at `position`, counted from 0.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={"Arrays.get({0, 1, 2}, 0)": 0, "Arrays.get('a, b', 1)": "b"},
    construct="Arrays.*",
    notes=(
        _CSV,
        "a position outside the array is an error, and every position is outside a null one (assumed)",
    ),
)
def get(array: list[Any] | None, position: int) -> Any:  # noqa: ANN401 - any value
    """Return one element. Raises `Fault` outside the array."""
    items = array or []
    if 0 <= position < len(items):
        return items[position]
    raise Fault("INDEX_OUT_OF_RANGE", f"position {position} is outside an array of {len(items)}")


@catalogue.function(
    "Arrays.flatten(*values: Any) -> List",
    summary="One array of all values; arrays inside it are taken apart.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        "Arrays.flatten(10, {20, 30}, 40)": [10, 20, 30, 40],
        "Arrays.flatten('10, 20, 30, 40')": ["10", "20", "30", "40"],
        "Arrays.flatten({'a', {'b'}}, 'c')": ["a", "b", "c"],
    },
    construct="Arrays.*",
    notes=(
        "text of comma-separated values gives one text a part; Okta's page prints such parts as numbers (okta, contradictory)",
        "a text inside an array is not split (assumed)",
        "a null or an empty text among the values fails the whole mapping (field)",
    ),
)
def flatten(*values: Any) -> list[Any]:  # noqa: ANN401 - any value
    """Return all values in one array. Raises `Fault` for a null or an empty text among them."""
    parts: list[Any] = []
    for value in values:
        if isinstance(value, str) and value and not isinstance(value, Character):
            parts.extend(split_csv(value))
        else:
            parts.append(value)
    flat = flattened(parts)
    for value in flat:
        if value is None or value == "":
            what = "null" if value is None else "an empty text"
            raise Fault("NULL_VALUE", f"`Arrays.flatten` fails where a value is {what}; test it before")
    return flat


def flattened(values: list[Any]) -> list[Any]:
    """Return the values of nested lists in one list. Raises `Fault` where they are too many."""
    flat: list[Any] = []
    waiting = [iter(values)]
    while waiting:
        for value in waiting[-1]:
            if isinstance(value, list | tuple):
                waiting.append(iter(value))
                break
            flat.append(value)
            if len(flat) > MOST_ELEMENTS:
                raise Fault("TOO_LARGE", f"the array would have more than {MOST_ELEMENTS:,} elements")
        else:
            waiting.pop()
    return flat


@catalogue.function(
    "Arrays.contains(array: Array, value: Any) -> Boolean",
    summary="Whether an element equals `value`.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        "Arrays.contains({10, 20, 30}, 10)": True,
        "Arrays.contains({10, 20, 30}, 50)": False,
        "Arrays.contains({'Sales'}, 'sales')": False,
    },
    construct="Arrays.*",
    notes=(_CSV, _NULL_IS_EMPTY, _EQUALITY, "a part of an element is not enough (field)"),
)
def contains(array: list[Any] | None, value: Any) -> bool:  # noqa: ANN401 - any value
    """Return whether an element is equal."""
    return array is not None and any(java_equals(item, value) for item in array)


@catalogue.function(
    "Arrays.size(array: Array) -> Integer",
    summary="How many elements the array has.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={"Arrays.size({10, 20, 30})": 3, "Arrays.size(NULL)": 0, "Arrays.size('a, b')": 2},
    construct="Arrays.*",
    notes=("null has none (okta)", _CSV),
)
def size(array: list[Any] | None) -> int:
    """Return the number of elements; 0 for null."""
    return len(array or ())


@catalogue.function(
    "Arrays.isEmpty(array: Array) -> Boolean",
    summary="Whether the array has no element.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={"Arrays.isEmpty({10, 20})": False, "Arrays.isEmpty(NULL)": True, "Arrays.isEmpty('')": True},
    construct="Arrays.*",
    notes=("true for null (okta) and for empty text (field)", _CSV),
)
def is_empty(array: list[Any] | None) -> bool:
    """Return whether there is no element; true for null."""
    return not array


@catalogue.function(
    "Arrays.toCsvString(array: Array) -> String",
    summary="The elements with commas between them.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={'Arrays.toCsvString({"This", "is", " a ", "test"})': "This,is, a ,test"},
    construct="Arrays.*",
    notes=(
        "blanks of elements stay (okta)",
        "null and an empty array give empty text; a null element counts as empty text (assumed)",
    ),
)
def to_csv_string(array: list[Any] | None) -> str:
    """Return the elements as comma-separated text."""
    parts = ["" if item is None else java_text(item) for item in array or ()]
    check_size(sum(map(len, parts)) + len(parts))
    return ",".join(parts)
