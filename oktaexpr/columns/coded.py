"""A column by its distinct values: most columns of an org repeat a few, which then become Python values once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.reading import dictionary_codes, is_json, python_type, python_values

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE = 500
"""How many rows are looked at to see whether values repeat: a small part of a batch."""
_REPEATS = 4
"""How often a value must come, on average, so that counting values is worth it."""


class Coded:
    """A column's distinct values, and for each row the number of its value; null is the last value."""

    def __init__(self, array: pa.DictionaryArray, field: pa.Field) -> None:
        """Take a dictionary-encoded column."""
        self.values: list[Any] = [
            *python_values(array.dictionary, field.with_type(array.type.value_type)),
            None,
        ]
        self.codes: pa.Array = dictionary_codes(array, missing=len(self.values) - 1)

    @cached_property
    def numbers(self) -> list[int]:
        """Return the number of each row's value."""
        numbers: list[int] = self.codes.to_pylist()
        return numbers

    def spread(self, values: list[Any]) -> list[Any]:
        """Return for each row what stands in `values` at the number of its value."""
        return [values[number] for number in self.numbers]


def read_coded(array: pa.Array, field: pa.Field) -> Coded | None:
    """Return a column by its distinct values, None where it has not few, or values that are worked out one by one."""
    import pyarrow.types as kinds

    if is_json(field) or python_type(array.type) is None:
        return None
    if not kinds.is_dictionary(array.type):
        if len(array) < _SAMPLE * _REPEATS or not _repeats(array.slice(0, _SAMPLE)):
            return None
        array = array.dictionary_encode()
    return Coded(array, field) if len(array.dictionary) < len(array) else None


def _repeats(sample: pa.Array) -> bool:
    import pyarrow.compute as pc

    distinct: int = pc.count_distinct(sample).as_py()
    return distinct * _REPEATS <= len(sample)
