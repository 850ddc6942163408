"""Text as Java counts it: in UTF-16 units. ASCII text, and any without characters beyond U+FFFF, needs no detour."""

from __future__ import annotations

from oktaexpr.values.faults import Fault

_FIRST_ASTRAL = "\U00010000"


def _is_plain(text: str) -> bool:
    return text.isascii() or not text or max(text) < _FIRST_ASTRAL


def units(text: str) -> bytes:
    """Return the UTF-16 units, two bytes each."""
    return text.encode("utf-16-be", "surrogatepass")


def from_units(data: bytes) -> str:
    """Return the text of UTF-16 units; a lone surrogate stays one."""
    return data.decode("utf-16-be", "surrogatepass")


def length(text: str) -> int:
    """Return Java's `length()`."""
    return len(text) if _is_plain(text) else len(units(text)) // 2


def unit_at(text: str, index: int) -> str:
    """Return the unit at `index`. Raises `Fault` outside the text."""
    if not 0 <= index < length(text):
        raise Fault("INDEX_OUT_OF_RANGE", f"index {index} is outside a text of length {length(text)}")
    return text[index] if _is_plain(text) else from_units(units(text)[2 * index : 2 * index + 2])


def substring(text: str, start: int, end: int | None = None) -> str:
    """Return Java's `substring`. Raises `Fault` where an index is outside the text."""
    size = length(text)
    stop = size if end is None else end
    if not 0 <= start <= stop <= size:
        raise Fault("INDEX_OUT_OF_RANGE", f"substring {start} to {stop} is outside a text of length {size}")
    return text[start:stop] if _is_plain(text) else from_units(units(text)[2 * start : 2 * stop])


def index_of(text: str, part: str, start: int = 0) -> int:
    """Return Java's `indexOf`: -1 where `part` does not occur from `start` on."""
    start = max(start, 0)
    if _is_plain(text):
        return text.find(part, min(start, len(text)))
    return _aligned(units(text), units(part), start)


def last_index_of(text: str, part: str, start: int | None = None) -> int:
    """Return Java's `lastIndexOf`."""
    size = length(text)
    stop = size if start is None else start
    if stop < 0:
        return -1
    if _is_plain(text):
        return text.rfind(part, 0, min(stop, size) + len(part))
    data, wanted = units(text), units(part)
    return next(
        (
            at
            for at in range(min(stop, (len(data) - len(wanted)) // 2), -1, -1)
            if data[2 * at : 2 * at + len(wanted)] == wanted
        ),
        -1,
    )


def _aligned(data: bytes, wanted: bytes, start: int) -> int:
    at = data.find(wanted, 2 * start)
    while at > 0 and at % 2:
        at = data.find(wanted, at + 1)
    return at // 2 if at >= 0 else -1
