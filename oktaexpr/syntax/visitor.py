"""Walking trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from oktaexpr.syntax.nodes import Node

_CHILD_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below `node`, in the order of the text."""
    kind = type(node)
    names = _CHILD_FIELDS.get(kind)
    if names is None:
        names = _CHILD_FIELDS[kind] = tuple(
            field.name
            for field in fields(node)
            if "Node" in str(field.type) or field.name in {"entries", "arms"}
        )
    for name in names:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif value is not None:
            yield from value


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and every node below it, a parent before its children; does not recurse."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(list(children(current))))


def path(root: Node, offset: int) -> list[Node]:
    """Return the nodes whose span holds `offset`, outermost first."""
    found = []
    current: Node | None = root
    while current is not None:
        found.append(current)
        current = next(
            (child for child in children(current) if child.span.start <= offset < child.span.end), None
        )
    return found
