"""Reading properties, indexes and collections: what a value shows to `.name`, `[i]`, `.![ ]` and `.?[ ]`.

Values show only what stands here; Java's own plumbing (`class`, `bytes`, …) is refused by design.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from oktaexpr.values import utf16
from oktaexpr.values.compare import java_equals
from oktaexpr.values.convert import to_integer
from oktaexpr.values.faults import Fault
from oktaexpr.values.hashing import hash_order
from oktaexpr.values.kinds import Array, Character, MapEntry, java_type
from oktaexpr.values.mixed_keys import make_map, plain_key

REFUSED_PROPERTIES = frozenset(
    {"class", "bytes", "declaringClass", "hashCode", "module", "chars", "codePoints", "iterator", "stream"}
)
"""Java's plumbing: never readable, whatever the value, unless it is a key of a map."""


def read_property(target: Any, name: str) -> Any:  # noqa: ANN401
    """Return `target.name`. An absent key of a map is null; null itself has no properties."""
    if type(target) is dict:
        return target.get(name)
    if target is None:
        raise Fault("PROPERTY_ON_NULL", f"`{name}` was read from null")
    if isinstance(target, Mapping):
        return target.get(name)
    if isinstance(target, MapEntry) and name in {"key", "value"}:
        return target.key if name == "key" else target.value
    if isinstance(target, Array):
        if name == "length":
            return len(target)
    elif isinstance(target, list) and name == "empty":
        return not target
    elif isinstance(target, str) and not isinstance(target, Character) and name in {"empty", "blank"}:
        return not (target.strip() if name == "blank" else target)
    if name in REFUSED_PROPERTIES:
        raise Fault("REFUSED", f"`{name}` is part of Java, not of the expression language")
    raise Fault("PROPERTY_NOT_FOUND", f"{java_type(target)} has no property `{name}`")


def is_map(target: Any) -> bool:  # noqa: ANN401
    """Whether a bare name in brackets is a key of `target`, as in `user[title]`, and not a value to look up (spel)."""
    return isinstance(target, Mapping)


def read_index(target: Any, index: Any) -> Any:  # noqa: ANN401
    """Return `target[index]`: an element of a list or set, a character of a text, the value of a map's key."""
    if target is None:
        raise Fault("INDEX_ON_NULL", "null was indexed")
    if isinstance(target, Mapping):
        return _map_value(target, index)
    if isinstance(target, list):
        position = to_integer(index)
        if not 0 <= position < len(target):
            raise Fault("INDEX_OUT_OF_RANGE", f"index {position} is outside a list of {len(target)}")
        return target[position]
    if isinstance(target, str) and java_type(target) == "String":
        return utf16.unit_at(target, to_integer(index))
    raise Fault("INDEX_NOT_SUPPORTED", f"{java_type(target)} cannot be indexed")


def _map_value(target: Mapping[Any, Any], key: Any) -> Any:  # noqa: ANN401
    if type(key) is str:
        return target.get(key)
    if isinstance(key, Mapping):
        return None  # no map has a map as a key here
    wanted = map_key(key)
    return next((value for own, value in target.items() if java_equals(own, wanted)), None)


def map_key(value: Any) -> Any:  # noqa: ANN401
    """Return a value as a key of a map: a list is frozen. Raises `Fault` for a map as a key."""
    if isinstance(value, list | tuple):
        return tuple(map_key(item) for item in value)
    if isinstance(value, Mapping):
        raise Fault("TYPE_CONVERSION", "a map cannot be the key of a map")
    return value


def elements(target: Any, what: str) -> Iterable[Any]:  # noqa: ANN401
    """Return what a projection or selection (`what`) goes through: a list's elements, a map's entries."""
    if isinstance(target, list | tuple):
        return target
    if isinstance(target, Mapping):
        return [MapEntry(plain_key(key), value) for key, value in target.items()]
    raise Fault(
        "PROJECTION_NOT_SUPPORTED",
        f"{what} needs a list or a map, not {'null' if target is None else java_type(target)}",
    )


def projected(target: Any, results: list[Any]) -> list[Any]:  # noqa: ANN401
    """Return the result of a projection: an array for an array, else a list."""
    if not isinstance(target, Array):
        return results
    types = {java_type(result) for result in results if result is not None}
    return Array(results, types.pop() if len(types) == 1 else "Object")


def selected(target: Any, which: str, chosen: list[Any]) -> Any:  # noqa: ANN401
    """Return the result of a selection over `chosen` elements: `all`, or the first or last (null where there is none).

    What is selected of a map comes in the order of Java's `HashMap`, into which Spring puts it.
    """
    if isinstance(target, Mapping):
        if which != "all":
            if not chosen:
                return None
            chosen = chosen[:1] if which == "first" else chosen[-1:]
        values = make_map([(entry.key, entry.value) for entry in chosen])
        return {key: values[key] for key in hash_order(values)}
    if which != "all":
        return (chosen[0] if which == "first" else chosen[-1]) if chosen else None
    if isinstance(target, Array):
        return Array(chosen, "Character" if target.component == "char" else target.component)
    return chosen


def to_condition(value: object) -> bool:
    """Check the condition of a selection, which must be a Boolean and is not converted."""
    if value is True or value is False:
        return value
    raise Fault(
        "SELECTION_NOT_BOOLEAN", f"the condition of a selection must be true or false, not {java_type(value)}"
    )
