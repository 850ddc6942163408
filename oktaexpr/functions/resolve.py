"""Which declaration a call means: done once, before the first user."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from oktaexpr.directory.people import User
from oktaexpr.functions.declaration import IDENTITY_ENGINE, Engine, Function
from oktaexpr.functions.registry import catalogue
from oktaexpr.syntax.nodes import (
    Arm,
    Call,
    Conditional,
    ListLiteral,
    Literal,
    MethodCall,
    Name,
    Node,
    Property,
)
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import (
    Array,
    Character,
    CollectionValue,
    Float,
    Long,
    MapEntry,
    SetValue,
    java_type,
)


def namespaced_name(node: MethodCall) -> str | None:
    """Return `String.len` for a call on a namespace of the catalogue, None for a method of a value."""
    if (
        isinstance(node.target, Name)
        and node.target.name in catalogue.namespaces
        and not node.target.parenthesized
    ):
        return f"{node.target.name}.{node.name}"
    return None


def resolve(node: Call | MethodCall) -> Function | None:
    """Return the function that a call names; None where it is a method of a value, or unknown."""
    name = node.name if isinstance(node, Call) else namespaced_name(node)
    return catalogue.functions.get(name) if name is not None else None


def as_conditional(node: Node) -> Node:
    """Return `IIF(c, a, b)` as the conditional that it is, and every other node as it stands."""
    if (
        isinstance(node, Call)
        and node.name == "IIF"
        and len(node.arguments) == 3
        and resolve(node) is not None
    ):
        condition, value, otherwise = node.arguments
        arm = Arm(condition, value, span=condition.span.to(value.span))
        return Conditional((arm,), otherwise, span=node.span)
    return node


def dotted_name(node: Node) -> str | None:
    """Return `user.profile.level` for a path of plain names, else None."""
    parts: list[str] = []
    while isinstance(node, Property):
        parts.append(node.name)
        node = node.target
    if not isinstance(node, Name):
        return None
    return ".".join([node.name, *reversed(parts)])


_CHANGING_METHODS = frozenset({"add", "remove"})


def changes_literal(node: MethodCall, engine: Engine) -> bool:
    """Whether a call would change a list of literals, which Spring makes unmodifiable: `{1, 2}.add(3)`.

    In Identity Engine the methods of these names give a new list.
    """
    return engine != IDENTITY_ENGINE and node.name in _CHANGING_METHODS and _is_fixed(node.target)


def _is_fixed(node: Node) -> bool:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ListLiteral):
            waiting.extend(part.items)
        elif part is node or not isinstance(part, Literal):
            return False
    return True


_RECEIVERS: dict[type, tuple[str, ...]] = {
    str: ("String", "Any"),
    bool: ("Boolean", "Any"),
    int: ("Integer", "Number", "Any"),
    Long: ("Long", "Number", "Any"),
    float: ("Double", "Number", "Any"),
    Float: ("Float", "Number", "Any"),
    Character: ("Character", "Any"),
    list: ("List", "Any"),
    CollectionValue: ("List", "Any"),
    SetValue: ("List", "Any"),
    Array: ("Any",),
    dict: ("Map", "Any"),
    MapEntry: ("Any",),
    datetime: ("DateTime", "Any"),
    User: ("User", "Map", "Any"),
}


def find_method(receiver: object, name: str, count: int, engine: Engine) -> Function:
    """Return the method of the receiver's type that takes `count` arguments.

    In Identity Engine the methods of Okta's page win over Java's. Raises `Fault` where there is none.
    """
    overloads = catalogue.methods.get(name)
    if overloads:
        types = _RECEIVERS.get(type(receiver)) or _fallback(receiver)
        best: tuple[int, int] | None = None
        found: Function | None = None
        for method in overloads:
            signature = method.signature
            assert signature.receiver is not None
            position = next((at for at, kind in enumerate(types) if kind in signature.receiver.names), None)
            if position is None or not signature.takes(count):
                continue
            if IDENTITY_ENGINE in method.engines and len(method.engines) == 1 and engine != IDENTITY_ENGINE:
                continue
            rank = (0 if method.engines == (IDENTITY_ENGINE,) else 1, position)
            if best is None or rank < best:
                best, found = rank, method
        if found is not None:
            return found
    raise Fault(
        "METHOD_NOT_FOUND",
        f"{java_type(receiver)} has no method `{name}` with {count} argument{'s' * (count != 1)}",
    )


def _fallback(receiver: object) -> tuple[str, ...]:
    named: Any = getattr(type(receiver), "java_name", None)
    if isinstance(named, str):
        return (named, "Map", "Any") if isinstance(receiver, Mapping) else (named, "Any")
    for base, types in _RECEIVERS.items():
        if isinstance(receiver, base):
            return types
    return ("Map", "Any") if isinstance(receiver, Mapping) else ("Any",)
