"""Maps whose keys are of several types: to Java 1, 1L, 1.0 and true are four keys, to Python they are one.

Only a map that needs it has such keys; every other one is a plain `dict`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from oktaexpr.values.kinds import Float, Long, java_type


class _IntegerKey(int):
    java_name = "Integer"

    def __hash__(self) -> int:
        return hash((self.java_name, int(self)))


class _LongKey(_IntegerKey):
    java_name = "Long"


class _DoubleKey(float):
    java_name = "Double"

    def __hash__(self) -> int:
        return hash((self.java_name, float(self)))


class _FloatKey(_DoubleKey):
    java_name = "Float"


_DISTINCT: dict[str, type[_IntegerKey | _DoubleKey]] = {
    "Integer": _IntegerKey,
    "Long": _LongKey,
    "Double": _DoubleKey,
    "Float": _FloatKey,
}
_PLAIN: dict[type, type] = {_IntegerKey: int, _LongKey: Long, _DoubleKey: float, _FloatKey: Float}


def make_map(pairs: Collection[tuple[Any, Any]]) -> dict[Any, Any]:
    """Return the map of a literal; of two equal keys of one type the later value stays, as in Java."""
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    distinct = {_distinct(key): value for key, value in pairs}
    return plain if len(distinct) == len(plain) else distinct


def plain_key(key: Any) -> Any:  # noqa: ANN401 - any key
    """Return a key as the value that it is."""
    kind = _PLAIN.get(type(key))
    return key if kind is None else kind(key)


def _distinct(key: Any) -> Any:  # noqa: ANN401 - any key
    kind = _DISTINCT.get(java_type(key))
    return key if kind is None else kind(key)
