"""What came out of a whole population: how often each value and error came, in memory that does not grow with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.reading import python_values
from oktaexpr.columns.results import ERROR, KEY, VALUE, json_text

if TYPE_CHECKING:
    import pyarrow as pa

MOST_VALUES = 10_000
"""How many different values are counted one by one."""
FIRST_ROWS = 3
"""How many rows are kept of each error."""


@dataclass(slots=True)
class Summary:
    """Counts of values by their JSON text and of errors by code; grows with each result that is added."""

    rows: int = 0
    values: Counter[str] = field(default_factory=Counter)
    uncounted: int = 0
    """Rows whose value came when `MOST_VALUES` others were counted already."""
    errors: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[Any, str]]] = field(default_factory=dict)
    """For each error the key and message of the first rows."""

    def add(self, result: pa.RecordBatch) -> None:
        """Count one batch of results."""
        import pyarrow.compute as pc

        self.rows += result.num_rows
        error = result.column(ERROR)
        if error.null_count < len(error):
            failed = result.filter(pc.is_valid(error))
            keys = python_values(failed.column(KEY), failed.schema.field(KEY))
            self._add_errors(keys, failed.column(ERROR).to_pylist())
            result = result.filter(pc.is_null(error))
        at = result.schema.get_field_index(VALUE)
        field_, values = result.schema.field(at), result.column(at)
        if _is_countable(values.type):
            counted = values.value_counts()
            counts = counted.field("counts").to_pylist()
            self._add_values(python_values(counted.field("values"), field_), counts)
        else:
            self._add_values(python_values(values, field_), [1] * len(values))

    def _add_values(self, values: list[Any], counts: list[int]) -> None:
        for value, count in zip(values, counts, strict=True):
            text = json_text(value)
            if text in self.values or len(self.values) < MOST_VALUES:
                self.values[text] += count
            else:
                self.uncounted += count

    def _add_errors(self, keys: list[Any], errors: list[dict[str, str]]) -> None:
        for key, error in zip(keys, errors, strict=True):
            code = error["code"]
            self.errors[code] += 1
            if self.errors[code] <= FIRST_ROWS:
                self.examples.setdefault(code, []).append((key, error["message"]))


def _is_countable(kind: pa.DataType) -> bool:
    import pyarrow.types as kinds

    return not kinds.is_nested(kind) and not kinds.is_null(kind)
