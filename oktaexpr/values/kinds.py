"""Which Python value stands for which Java type.

A bare `int` is an Integer (or, outside 32 bits, a Long), a bare `float` a Double, `str` a String, `list` a List,
`dict` a Map, `None` null. Where Java tells types apart and SpEL behaves differently, a small subclass says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

INT_MIN, INT_MAX = -(2**31), 2**31 - 1
LONG_MIN, LONG_MAX = -(2**63), 2**63 - 1


class Long(int):
    """A Java Long."""

    __slots__ = ()


class Float(float):
    """A Java Float: a number that 32 bits can hold."""

    __slots__ = ()


class Character(str):
    """A Java char, from `charAt`; never equal to a String."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Only another Character can be equal."""
        return isinstance(other, Character) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """Mirror `__eq__`, since str has its own."""
        return not self == other

    __hash__ = str.__hash__


class Array(list[object]):
    """A Java array, such as the `String[]` that `split` gives; `component` is its element type."""

    __slots__ = ("component",)

    def __init__(self, items: Iterable[object], component: str = "String") -> None:
        """Hold the items and the name of their type."""
        super().__init__(items)
        self.component = component


class CollectionValue(list[object]):
    """A Java Collection that is no List, such as a map's `values()`: it has an order, and no methods that use it."""

    __slots__ = ()


class SetValue(CollectionValue):
    """A Java Set that keeps its order, such as a map's `keySet()`."""

    __slots__ = ()


class MapEntry:
    """One entry of a map in a selection or projection; has `key` and `value`."""

    __slots__ = ("key", "value")

    def __init__(self, key: object, value: object) -> None:
        """Hold the pair."""
        self.key = key
        self.value = value

    def __eq__(self, other: object) -> bool:
        """Compare both halves."""
        return isinstance(other, MapEntry) and (self.key, self.value) == (other.key, other.value)

    def __hash__(self) -> int:
        """Hash the key, which a map needs to be hashable anyway."""
        return hash(self.key)

    def __repr__(self) -> str:
        """Show the pair."""
        return f"MapEntry({self.key!r}, {self.value!r})"


_NAMES: dict[type, str] = {
    str: "String",
    bool: "Boolean",
    float: "Double",
    Long: "Long",
    Float: "Float",
    Character: "Character",
    list: "List",
    dict: "Map",
    CollectionValue: "Collection",
    SetValue: "Set",
    MapEntry: "Map.Entry",
    datetime: "ZonedDateTime",
    type(None): "null",
}


def java_type(value: object) -> str:
    """Return the simple name of the value's Java type, such as `Integer`, `Long`, `String[]`, `List` or `null`.

    Okta's own objects are `User`, `Group` and `CountryCode`.
    """
    kind = type(value)
    name = _NAMES.get(kind)
    if name is not None:
        return name
    if kind is int:
        assert isinstance(value, int)
        return "Integer" if INT_MIN <= value <= INT_MAX else "Long"
    if isinstance(value, Array):
        return f"{value.component}[]"
    named = getattr(kind, "java_name", None)
    if isinstance(named, str):
        return named
    if isinstance(value, Mapping):
        return "Map"
    return _java_type_of_subclass(value)


def _java_type_of_subclass(value: object) -> str:
    for base in (bool, int, float, str, list, tuple, datetime):
        if isinstance(value, base):
            return {int: "Integer", tuple: "List"}.get(base) or _NAMES[base]
    return "Object"
