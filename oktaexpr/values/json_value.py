"""A value of the language in JSON's own types, for documents and for columns that hold any value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import MapEntry
from oktaexpr.values.text import java_text

_DEEPEST = 100


def plain_text(value: object) -> str:
    """Return Java's text of a value, as it would arrive in an attribute; a text that nests too deeply is said so."""
    try:
        return java_text(value)
    except Fault as fault:
        return f"({fault.message})"


def value_json(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - JSON out of any value of the language
    """Return the value in JSON's own types where it has them, in Java's text elsewhere; NaN and infinity are texts."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else plain_text(value)
    if depth == _DEEPEST and isinstance(value, list | tuple | MapEntry | Mapping):
        return "(a value is nested too deeply to be shown)"
    if isinstance(value, list | tuple):
        return [value_json(item, depth + 1) for item in value]
    if isinstance(value, MapEntry):
        return {"key": value_json(value.key, depth + 1), "value": value_json(value.value, depth + 1)}
    if isinstance(value, Mapping):
        return {plain_text(key): value_json(value[key], depth + 1) for key in value}
    return plain_text(value)
