"""Expressions about users of whom something is known: attributes with a given value become constants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from oktaexpr.syntax import nodes
from simulator.errors import TableError

Path = tuple[str, ...]
"""`("user", "department")`."""


def with_known(node: nodes.Node, known: Mapping[Path, object]) -> nodes.Node:
    """Return the tree with each attribute of `known` replaced by its value.

    Raises `TableError` for a value that no constant of the language stands for.
    """
    if not known:
        return node
    path = _path(node)
    if path is not None and path in known:
        return _literal(path, known[path])
    changes: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, nodes.Node):
            changes[field.name] = with_known(value, known)
        elif isinstance(value, tuple) and any(isinstance(part, nodes.Node) for part in value):
            changes[field.name] = tuple(with_known(part, known) for part in value)
    return replace(node, **changes) if changes else node


def _path(node: nodes.Node) -> Path | None:
    match node:
        case nodes.Name(name=name):
            return (name,)
        case nodes.Property(target=target, name=name):
            above = _path(target)
            return None if above is None else (*above, name)
        case _:
            return None


def _literal(path: Path, value: object) -> nodes.Node:
    match value:
        case None:
            return nodes.Literal("null", None)
        case bool():
            return nodes.Literal("boolean", value)
        case str():
            return nodes.Literal("string", value)
        case int():
            return nodes.Literal("integer" if -(2**31) <= value < 2**31 else "long", value)
        case float():
            return nodes.Literal("double", value)
        case list():
            return nodes.ListLiteral(tuple(_literal(path, item) for item in value))
        case _:
            message = (
                f"a table takes texts, numbers, true, false, null and lists of them for {'.'.join(path)}"
            )
            raise TableError(message)
