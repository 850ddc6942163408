"""Java's methods on lists, sets, maps and their entries, as Spring calls them. None of them changes the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oktaexpr.functions.java_text import java_method
from oktaexpr.values.access import read_index
from oktaexpr.values.compare import java_equals
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import CollectionValue, MapEntry, SetValue, java_type
from oktaexpr.values.mixed_keys import plain_key

Items = list[Any]
Entries = Mapping[Any, Any]
_ORDERED = "a set or collection, such as `keySet()` and `values()` give, does not have it (spel)"
_UNCHANGED = "gives what Java's method gives; the list itself is data and stays as it is"


def _ordered(items: Items, name: str) -> Items:
    """Return the items of a list. Raises `Fault` for a set or collection, which has no such method."""
    if isinstance(items, CollectionValue):
        raise Fault("METHOD_NOT_FOUND", f"{java_type(items)} has no method `{name}`")
    return items


@java_method("List::size() -> Integer", "How many elements there are.", ("{1, 2}.size()", 2))
def size(items: Items) -> int:
    """Return the number of elements."""
    return len(items)


@java_method("List::isEmpty() -> Boolean", "Whether there is no element.", ("{}.isEmpty()", True))
def is_empty(items: Items) -> bool:
    """Return whether nothing is there."""
    return not items


@java_method(
    "List::contains(item: Any) -> Boolean",
    "Whether an element equals `item`.",
    ("{'a', 'b'}.contains('A')", False),
)
def contains(items: Items, item: Any) -> bool:  # noqa: ANN401 - any value
    """Return whether an element is equal, with its type."""
    return any(java_equals(own, item) for own in items)


@java_method(
    "List::containsAll(items: Array) -> Boolean",
    "Whether each of `items` equals an element.",
    ("{1, 2, 3}.containsAll({4})", False),
)
def contains_all(items: Items, wanted: Items | None) -> bool:
    """Return whether every one is there. Raises `Fault` for null."""
    if wanted is None:
        raise Fault("NULL_VALUE", "the list to look for is null")
    return all(contains(items, item) for item in wanted)


@java_method(
    "List::indexOf(item: Any) -> Integer",
    "Where an element first equals `item`, or -1.",
    ("{'a', 'b'}.indexOf('b')", 1),
    _ORDERED,
)
def index_of(items: Items, item: Any) -> int:  # noqa: ANN401 - any value
    """Return the first position."""
    return next((at for at, own in enumerate(_ordered(items, "indexOf")) if java_equals(own, item)), -1)


@java_method(
    "List::lastIndexOf(item: Any) -> Integer",
    "Where an element last equals `item`, or -1.",
    ("{1, 2, 1}.lastIndexOf(1)", 2),
    _ORDERED,
)
def last_index_of(items: Items, item: Any) -> int:  # noqa: ANN401 - any value
    """Return the last position."""
    ordered = _ordered(items, "lastIndexOf")
    return next((at for at in range(len(ordered) - 1, -1, -1) if java_equals(ordered[at], item)), -1)


@java_method(
    "List::get(index: Integer) -> Any", "The element at `index`.", ("{'a', 'b'}.get(0)", "a"), _ORDERED
)
def get(items: Items, index: int) -> Any:  # noqa: ANN401 - any value
    """Return the element. Raises `Fault` outside the list."""
    return read_index(_ordered(items, "get"), index)


@java_method(
    "List::subList(fromIndex: Integer, toIndex: Integer) -> List",
    "The elements from `fromIndex` up to, not including, `toIndex`.",
    ("{1, 2, 3}.subList(0, 1)", [1]),
    _ORDERED,
)
def sub_list(items: Items, start: int, end: int) -> Items:
    """Return the part. Raises `Fault` outside the list."""
    ordered = _ordered(items, "subList")
    if not 0 <= start <= end <= len(ordered):
        raise Fault("INDEX_OUT_OF_RANGE", f"{start} to {end} is outside a list of {len(ordered)}")
    return list(ordered[start:end])


@java_method(
    "List::add(item: Any) -> Boolean",
    "True, as Java's list says when it takes an element.",
    ("{'a' + 'b'}.add('c')", True),
    _UNCHANGED,
)
def add(items: Items, item: Any) -> bool:  # noqa: ANN401 - any value
    """Return true. Raises `Fault` for the keys or values of a map, which take none."""
    _ordered(items, "add")
    return True


@java_method(
    "List::remove(item: Any) -> Boolean",
    "Whether an element equals `item`.",
    ("{'a' + 'b'}.remove('ab')", True),
    _UNCHANGED,
)
def remove(items: Items, item: Any) -> bool:  # noqa: ANN401 - any value
    """Return whether there is such an element: Spring calls the method that goes by value."""
    return contains(items, item)


@java_method("Map::size() -> Integer", "How many entries there are.", ("{'a': 1}.size()", 1))
def map_size(entries: Entries) -> int:
    """Return the number of entries."""
    return len(entries)


@java_method("Map::isEmpty() -> Boolean", "Whether there is no entry.", ("{:}.isEmpty()", True))
def map_is_empty(entries: Entries) -> bool:
    """Return whether nothing is there."""
    return not entries


@java_method("Map::get(key: Any) -> Any", "The value of `key`, or null.", ("{'a': 1}.get('a')", 1))
def map_get(entries: Entries, key: Any) -> Any:  # noqa: ANN401 - any values
    """Return the value of the key."""
    return read_index(entries, key)


@java_method(
    "Map::getOrDefault(key: Any, otherwise: Any) -> Any",
    "The value of `key`, else `otherwise`.",
    ("{'a': 1}.getOrDefault('b', 5)", 5),
)
def map_get_or_default(entries: Entries, key: Any, otherwise: Any) -> Any:  # noqa: ANN401 - any values
    """Return the value of the key where it is there."""
    return read_index(entries, key) if map_contains_key(entries, key) else otherwise


@java_method(
    "Map::containsKey(key: Any) -> Boolean", "Whether `key` is there.", ("{'a': 1}.containsKey('b')", False)
)
def map_contains_key(entries: Entries, key: Any) -> bool:  # noqa: ANN401 - any value
    """Return whether the key is there, with its type."""
    return key in entries if type(key) is str else any(java_equals(own, key) for own in entries)


@java_method(
    "Map::containsValue(value: Any) -> Boolean",
    "Whether an entry has `value`.",
    ("{'a': 1}.containsValue(1)", True),
)
def map_contains_value(entries: Entries, value: Any) -> bool:  # noqa: ANN401 - any value
    """Return whether a value is equal, with its type."""
    return any(java_equals(own, value) for own in entries.values())


@java_method(
    "Map::keySet() -> List", "The keys, as a set in their order.", ("{'b': 1, 'a': 2}.keySet()", ["b", "a"])
)
def map_key_set(entries: Entries) -> SetValue:
    """Return the keys."""
    return SetValue(map(plain_key, entries))


@java_method(
    "Map::values() -> List", "The values, in the order of their keys.", ("{'b': 1, 'a': 2}.values()", [1, 2])
)
def map_values(entries: Entries) -> CollectionValue:
    """Return the values."""
    return CollectionValue(entries.values())


def _entry(value: Any, name: str) -> MapEntry:  # noqa: ANN401 - any value
    if isinstance(value, MapEntry):
        return value
    raise Fault("METHOD_NOT_FOUND", f"{java_type(value)} has no method `{name}`")


@java_method(
    "Any::getKey() -> Any",
    "The key of a map's entry.",
    ("{'a': 1}.![getKey()]", ["a"]),
    "only entries of maps have it (spel)",
)
def entry_key(entry: Any) -> Any:  # noqa: ANN401 - an entry
    """Return the key. Raises `Fault` for what is no entry."""
    return _entry(entry, "getKey").key


@java_method(
    "Any::getValue() -> Any",
    "The value of a map's entry.",
    ("{'a': 1}.![getValue()]", [1]),
    "only entries of maps have it (spel)",
)
def entry_value(entry: Any) -> Any:  # noqa: ANN401 - an entry
    """Return the value. Raises `Fault` for what is no entry."""
    return _entry(entry, "getValue").value
