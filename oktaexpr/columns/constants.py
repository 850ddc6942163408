"""What a sub-expression reads: nothing, so that it has one value for every user, or columns that decide its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from oktaexpr.columns.layout import Path
from oktaexpr.compiler.program import compile_tree
from oktaexpr.directory.scope import Scope
from oktaexpr.errors import EvaluationError
from oktaexpr.functions.declaration import Engine, Function
from oktaexpr.functions.registry import catalogue
from oktaexpr.functions.resolve import resolve
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.syntax.visitor import children

_PLAIN = (
    nodes.Literal,
    nodes.ListLiteral,
    nodes.MapLiteral,
    nodes.MapEntry,
    nodes.Unary,
    nodes.Arithmetic,
    nodes.Comparison,
    nodes.Matches,
    nodes.Between,
    nodes.Logical,
    nodes.Conditional,
    nodes.Arm,
    nodes.Elvis,
)
"""Nodes that read what stands below them, and nothing else."""


class Constants:
    """What the nodes of one tree read; a node is looked at once, however often it is asked for."""

    def __init__(self, engine: Engine, column: Callable[[Node], Path | None] = lambda _: None) -> None:
        """Take what says of a node which column it is, for those who ask what nodes read."""
        self._engine = engine
        self._column = column
        self._known: dict[int, frozenset[Path] | None] = {}
        self._kept: list[Node] = []

    def has(self, node: Node) -> bool:
        """Tell whether a node reads nothing of a user, the groups, the clock or the work budget."""
        return self.reads(node) == frozenset()

    def reads(self, node: Node) -> frozenset[Path] | None:
        """Return the columns that decide a node's value, None where more than columns does."""
        if id(node) not in self._known:
            self._known[id(node)] = self._read(node)
            self._kept.append(node)  # an id says which node it is only while the node is alive
        return self._known[id(node)]

    def _read(self, node: Node) -> frozenset[Path] | None:
        column = self._column(node)
        if column is not None:
            return frozenset({column})
        below: tuple[Node, ...]
        match node:
            case nodes.Call(arguments=arguments):
                if not _is_pure(resolve(node)):
                    return None
                below = arguments
            case nodes.MethodCall(target=target, arguments=arguments):
                function = resolve(node)
                if not (_is_pure(function) if function is not None else _are_pure(node.name)):
                    return None
                below = arguments if function is not None else (target, *arguments)
            case nodes.MapLiteral(entries=entries):
                # A key that is a bare name stands for its own text.
                keys = tuple(entry.key for entry in entries if not isinstance(entry.key, nodes.Name))
                below = (*keys, *(entry.value for entry in entries))
            case _ if isinstance(node, _PLAIN):
                below = tuple(children(node))
            case _:
                return None
        found: frozenset[Path] = frozenset()
        for child in below:
            read = self.reads(child)
            if read is None:
                return None
            found |= read
        return found

    def value(self, node: Node) -> tuple[Any] | None:
        """Return the value of a constant node in a tuple, None where its evaluation fails."""
        try:
            return (compile_tree("", node, self._engine)(Scope()),)
        except EvaluationError:
            return None


def _is_pure(function: Function | None) -> bool:
    return function is not None and not function.needs_evaluation and not function.lazy


def _are_pure(method: str) -> bool:
    overloads = catalogue.methods.get(method, [])
    return bool(overloads) and all(map(_is_pure, overloads))
