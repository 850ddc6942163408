"""How a value of the language compares with the value that a conformance file gives."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from oktaexpr import java_type
from oktaexpr.values.kinds import MapEntry
from oktaexpr.values.text import to_float32


def plain(value: Any) -> Any:
    """Return a value as the JSON of `spel_core.jsonl` writes it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value):
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        return float(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, MapEntry):
        return [plain(value.key), plain(value.value)]
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {str(key): plain(item) for key, item in value.items()}
        return [[plain(key), plain(item)] for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value
    return value


def same(got: Any, expected: Any, expected_type: str | None = None) -> bool:
    """Whether a value, and its Java type where one is given, is the expected one; 1 is not 1.0."""
    if expected_type is not None and java_type(got) != expected_type:
        return False
    if expected_type == "Float" and isinstance(expected, float):
        return to_float32(got) == to_float32(expected)
    return json.dumps(plain(got), default=str, sort_keys=True) == json.dumps(expected, sort_keys=True)
