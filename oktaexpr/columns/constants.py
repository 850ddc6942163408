"""Sub-expressions that have one value for every user: worked out once, by the row program itself."""

from __future__ import annotations

from typing import Any

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
"""Nodes that are constant when all that stands below them is."""


class Constants:
    """Which nodes of one tree are constant; a node is looked at once, however often it is asked for."""

    def __init__(self, engine: Engine) -> None:
        """Start knowing nothing."""
        self._engine = engine
        self._known: dict[int, bool] = {}
        self._kept: list[Node] = []

    def has(self, node: Node) -> bool:
        """Tell whether a node reads nothing of a user, the groups, the clock or the work budget."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = self._is_constant(node)
            self._kept.append(node)  # an id says which node it is only while the node is alive
        return known

    def _is_constant(self, node: Node) -> bool:
        below: tuple[Node, ...]
        match node:
            case nodes.Call(arguments=arguments):
                if not _is_pure(resolve(node)):
                    return False
                below = arguments
            case nodes.MethodCall(target=target, arguments=arguments):
                function = resolve(node)
                if not (_is_pure(function) if function is not None else _are_pure(node.name)):
                    return False
                below = arguments if function is not None else (target, *arguments)
            case nodes.MapLiteral(entries=entries):
                # A key that is a bare name stands for its own text.
                keys = tuple(entry.key for entry in entries if not isinstance(entry.key, nodes.Name))
                below = (*keys, *(entry.value for entry in entries))
            case _ if isinstance(node, _PLAIN):
                below = tuple(children(node))
            case _:
                return False
        return all(self.has(child) for child in below)

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
