"""Which users are alike for a program: it reads the same of them, so that one explanation is that of all."""

from __future__ import annotations

from functools import cache
from typing import Any

from oktaexpr.columns.kernel import Kernel
from oktaexpr.columns.layout import Path
from oktaexpr.columns.rows import Rows
from oktaexpr.values.faults import Fault

Likeness = tuple[Any, ...]
"""Hashable; users of equal ones get the same value or error, and the same sentence says why. Holds over all batches."""


def likenesses(kernel: Kernel, rows: Rows) -> list[Likeness] | None:
    """Return the likeness of each row, None where the program may look at all that there is of a user.

    The kernel is the one that reads every column row by row, so that its columns are all that the program reads.
    """
    if kernel.needs_scope:
        return None
    try:
        tests = [predicate.matching(rows.groups.distinct) for predicate in kernel.predicates]
    except Fault:  # a group that cannot be asked for itself
        return None
    columns = [_distinguished(rows, path) for path in kernel.columns]
    deciding = _deciding(rows, set[int]().union(*tests))
    # What has another type in another batch is another value, although Python has 1 == True.
    types = repr([(path, rows.layout.python_type(path)) for path in kernel.columns])
    return list(zip([types] * len(rows), deciding, *columns, strict=True))


def _distinguished(rows: Rows, path: Path) -> list[Any]:
    """Return the values of a column as what differs wherever they do: 0.0 from -0.0, and 1 from true inside a list."""
    values = rows.values(path)
    return values if rows.layout.python_type(path) is not None else list(map(repr, values))


def _deciding(rows: Rows, wanted: set[int]) -> list[tuple[str, ...]]:
    """Return of each row the groups that meet a test, in the order of its list: an explanation names the first ones."""
    distinct = rows.groups.distinct

    @cache
    def identities(numbers: tuple[int, ...]) -> tuple[str, ...]:
        found = (distinct[number] for number in numbers)
        return tuple(repr((group.name, group.id, group.type, group.source_id)) for group in found)

    return list(map(identities, rows.groups.held(wanted)))
