"""A syntax tree as lines, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from oktaexpr.render.hidden import visible
from oktaexpr.render.json import json_document, span_json
from oktaexpr.render.values import quoted, value_json
from oktaexpr.source import Source, Span
from oktaexpr.syntax.nodes import Literal, Node

_LEFT_OUT = frozenset({"span", "parenthesized", "text", "word"})
"""Fields that say how the text looks and not what it means."""


def draw_tree(tree: Node, source: Source, *, spans: bool = False) -> str:
    """Return one line a node: the name of the part, the kind, its own values, and with `spans` line:column-column."""
    return "\n".join(_lines(tree, source, "", "", "", spans))


def _lines(node: Node, source: Source, guide: str, below: str, part: str, spans: bool) -> Iterator[str]:
    place = f"  @{_place(node.span, source)}" if spans else ""
    yield f"{guide}{part}{type(node).__name__}{_own_values(node)}{place}"
    parts = list(_parts(node))
    for number, (name, child) in enumerate(parts):
        last = number == len(parts) - 1
        word = f"{name}: " if name else ""
        front = below + ("└─ " if last else "├─ ")
        yield from _lines(child, source, front, below + ("   " if last else "│  "), word, spans)


def _place(span: Span, source: Source) -> str:
    start, end = source.position(span.start), source.position(span.end)
    last = f"{end.column}" if end.line == start.line else f"{end.line}:{end.column}"
    return f"{start.line}:{start.column}-{last}"


def _own_values(node: Node) -> str:
    if isinstance(node, Literal):
        return f" {node.kind} {quoted(node.value)}"
    shown = []
    for name, value in _plain_fields(node):
        if value is True:
            shown.append(name.replace("_", "-"))
        elif isinstance(value, tuple):
            shown.append(" ".join(str(item) for item in value))
        elif value not in (False, None):
            shown.append(str(value))
    return "".join(f" {visible(text)}" for text in shown)


def _plain_fields(node: Node) -> Iterator[tuple[str, Any]]:
    """Yield what a node holds besides other nodes and places."""
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name in _LEFT_OUT or field.name.endswith(("span", "spans")) or _is_node(value):
            continue
        yield field.name, value


def _is_node(value: object) -> bool:
    return isinstance(value, Node) or (isinstance(value, tuple) and (not value or isinstance(value[0], Node)))


def _parts(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the nodes directly below with the name of their part; the items of a list have none."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield field.name, value
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            yield from (("", item) for item in value)


def tree_json(tree: Node, source: Source) -> str:
    """Return a document with `expression` and `tree`: each node's `kind`, `span`, own values and parts."""
    return json_document({"expression": source.text, "tree": _node_json(tree, source)})


def formatted_json(expression: str, formatted: str) -> str:
    """Return a document with `expression`, its canonical spelling `formatted`, and whether that is `changed`."""
    return json_document(
        {"expression": expression, "formatted": formatted, "changed": formatted != expression}
    )


def _node_json(node: Node, source: Source) -> dict[str, Any]:
    content: dict[str, Any] = {"kind": type(node).__name__, "span": span_json(source, node.span)}
    if isinstance(node, Literal):
        return content | {"type": node.kind, "value": value_json(node.value)}
    content |= {name: value_json(value) for name, value in _plain_fields(node)}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            content[field.name] = _node_json(value, source)
        elif isinstance(value, tuple) and not field.name.endswith("spans") and _is_node(value):
            content[field.name] = [_node_json(item, source) for item in value]
    return content
