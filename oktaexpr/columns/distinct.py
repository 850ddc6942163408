"""Rows of which a program reads the same have the same value: it is evaluated once for all of them.

The rows of a batch are numbered by what is read of each, column by column and group test by group test. That pays
where few different things are read, as of a department, a title and three groups; an address is read of every user.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.kernel import Kernel, Values
from oktaexpr.columns.rows import Rows
from oktaexpr.errors import EvaluationError

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_COMBINATIONS = 2**62
"""What an Arrow integer can number."""
_REPEATS = 2
"""How often the same must be read, on average, so that finding that out is worth it."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The values and errors of the distinct inputs of a batch, and for each row the number of its input."""

    values: list[Any]
    errors: dict[int, EvaluationError]
    codes: pa.Array | None = None
    """None where every row is an input of its own."""

    def rows(self) -> Values:
        """Return one value a row, and the errors by row."""
        if self.codes is None:
            return self.values, self.errors
        numbers: list[int] = self.codes.to_pylist()
        errors = self.errors
        failed = (
            {row: errors[number] for row, number in enumerate(numbers) if number in errors} if errors else {}
        )
        return [self.values[number] for number in numbers], failed


def evaluate_distinct(kernel: Kernel, rows: Rows) -> Evaluated | None:
    """Evaluate a batch by what is read of its rows, None where that is not few. Raises `Fault` as a kernel does."""
    import pyarrow as pa

    if kernel.needs_scope or not len(rows) or not (kernel.columns or kernel.predicates):
        return None
    read: list[tuple[Sequence[Any], pa.Array]] = []
    for path in kernel.columns:
        column = rows.coded(path)
        if column is None:
            return None
        read.append((column.values, column.codes))
    read += [((False, True), flags.cast(pa.int8())) for flags in kernel.flags(rows)]
    return _of_combinations(kernel, read, len(rows))


def _of_combinations(
    kernel: Kernel, read: Sequence[tuple[Sequence[Any], pa.Array]], count: int
) -> Evaluated | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    size = 1
    combined: pa.Array = pa.scalar(0, pa.int64())
    for values, codes in read:
        combined = pc.add(combined, pc.multiply(codes.cast(pa.int64()), size))
        size *= len(values)
        if size > _MOST_COMBINATIONS:
            return None
    found = combined.dictionary_encode()
    numbers: list[int] = found.dictionary.to_pylist()
    if len(numbers) * _REPEATS > count:
        return None
    inputs = []
    for values, _ in read:
        inputs.append([values[number % len(values)] for number in numbers])
        numbers = [number // len(values) for number in numbers]
    return Evaluated(*kernel.over(inputs, len(numbers)), found.indices)
