"""The order of Java's `HashMap`, in which Spring collects what is selected of a map."""

from __future__ import annotations

import struct
from collections.abc import Collection
from typing import Any

from oktaexpr.values import utf16
from oktaexpr.values.kinds import java_type

_SMALLEST_TABLE = 16
_BITS = 0xFFFFFFFF


def hash_order(keys: Collection[Any]) -> list[Any]:
    """Return the keys of a map in the order in which a `HashMap` gives those that were put in one by one."""
    table = _SMALLEST_TABLE
    while len(keys) > table * 3 // 4:
        table *= 2
    return sorted(keys, key=lambda key: _spread(java_hash(key)) & (table - 1))


def _spread(code: int) -> int:
    """Mix the upper half into the lower one, as the table uses only low bits."""
    return code ^ code >> 16


def java_hash(value: Any) -> int:  # noqa: ANN401 - any key of a map
    """Return Java's `hashCode()` as an unsigned number of 32 bits; what is no plain value counts as 0."""
    match value:
        case bool():
            return 1231 if value else 1237
        case str():
            return _rolled([unit[0] << 8 | unit[1] for unit in _pairs(utf16.units(value))], 0)
        case float():
            return _real_hash(value)
        case int():
            folded = int(value) ^ int(value) >> 32 if _is_long(value) else int(value)
            return folded & _BITS
        case list() | tuple():
            return _rolled([java_hash(item) for item in value], 1)
        case _:
            return 0


def _pairs(data: bytes) -> list[bytes]:
    return [data[at : at + 2] for at in range(0, len(data), 2)]


def _is_long(value: int) -> bool:
    return java_type(value) == "Long"


def _rolled(codes: list[int], start: int) -> int:
    code = start
    for item in codes:
        code = (31 * code + item) & _BITS
    return code


def _real_hash(value: float) -> int:
    if java_type(value) == "Float":
        return int.from_bytes(struct.pack(">f", value))
    bits = int.from_bytes(struct.pack(">d", value))
    return (bits ^ bits >> 32) & _BITS
