"""Which users are alike for a program: what a trace tells of them is the same, so that one explanation is that of all.

A reason looks into conditionals, AND, OR, NOT and comparisons, and of all other parts it tells the value. So the values
of those parts decide who is alike, and not the columns: a test of everybody's own address has two answers. Where such
a part fails, its reason tells what is inside, and the columns decide.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from oktaexpr.columns.kernel import Kernel, build_kernel
from oktaexpr.columns.layout import Layout, Path
from oktaexpr.columns.rows import Rows
from oktaexpr.functions.resolve import as_conditional
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.syntax.visitor import children
from oktaexpr.values.faults import Fault

Likeness = tuple[Any, ...]
"""Hashable; users of equal ones get the same value or error, and the same sentence says why. Holds over all batches."""

_LOOKED_INTO = (
    nodes.Conditional,
    nodes.Arm,
    nodes.Logical,
    nodes.Unary,
    nodes.Comparison,
    nodes.Matches,
    nodes.Between,
)
"""The nodes whose parts a reason tells; `oktaexpr.tracer.reasons` makes the sentences."""
_COLUMN = (nodes.Name, nodes.Property)
_PLAIN = (str, int, float, type(None))
"""Values that their type and spelling tell from all others."""


class Likenesses:
    """Tells who is alike for one program."""

    def __init__(self, tree: Node) -> None:
        """Find the parts whose values are told."""
        self._told = _told_parts(tree)
        self._made: tuple[Layout, list[tuple[Node, Kernel]]] | None = None

    def of(self, kernel: Kernel, rows: Rows) -> list[Likeness] | None:
        """Return the likeness of each row, None where the program may look at all that there is of a user.

        `kernel` is the program's own for these rows, without parts that were worked out before.
        """
        if kernel.needs_scope:
            return None
        try:
            tests = [predicate.matching(rows.groups.distinct) for predicate in kernel.predicates]
            told = [_told_values(node, part, rows) for node, part in self._kernels(rows.layout)]
        except Fault:  # a group that cannot be asked for itself
            return None
        deciding = _deciding(rows, set[int]().union(*tests))
        # What has another type in another batch is another value, although Python has 1 == True.
        types = repr([(path, rows.layout.python_type(path)) for path in kernel.columns])
        return list(zip([types] * len(rows), deciding, *told, strict=True))

    def _kernels(self, layout: Layout) -> list[tuple[Node, Kernel]]:
        """Return the told parts that read a column, each with its code; group tests are told by their groups."""
        if self._made is None or self._made[0] != layout:
            built = [(node, build_kernel(node, layout)) for node in self._told]
            self._made = layout, [(node, kernel) for node, kernel in built if kernel.columns]
        return self._made[1]


def _told_parts(tree: Node) -> list[Node]:
    pending, found = [tree], dict[Node, None]()
    while pending:
        node = as_conditional(pending.pop())
        if isinstance(node, _LOOKED_INTO):
            pending += children(node)
        elif not isinstance(node, nodes.Literal):
            found[node] = None
    return list(found)


def _told_values(node: Node, kernel: Kernel, rows: Rows) -> list[Any]:
    """Return what is told of a part in each row: its value, or where it has none the columns that it reads."""
    columns = [_distinguished(rows, path) for path in kernel.columns]
    if isinstance(node, _COLUMN) and len(columns) == 1:
        return columns[0]
    values, errors = kernel(rows)
    told: list[Any] = [
        value if type(value) is str or value is None else (type(value).__name__, repr(value))
        for value in values
    ]
    is_unclear = [not isinstance(value, _PLAIN) for value in values]
    for row, read in enumerate(zip(*columns, strict=True)):
        if is_unclear[row] or row in errors:
            told[row] = ("", *read)
    return told


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
