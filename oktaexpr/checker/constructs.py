"""Which rows of the table of usages an expression touches, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from oktaexpr.checker.app_names import is_plausible_app
from oktaexpr.checker.context import CallNode, Context, call_name, name_span
from oktaexpr.checker.inference import methods_called
from oktaexpr.checker.roots import ROOTS
from oktaexpr.functions import Function
from oktaexpr.functions.resolve import namespaced_name
from oktaexpr.functions.usages import Usage, constructs
from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node

_OIDC_PROPERTIES = frozenset({"id", "clientId", "profile"})
_DIRECTORY_FUNCTIONS = frozenset(
    {"hasDirectoryUser", "hasWorkdayUser", "findDirectoryUser", "findWorkdayUser"}
)
_MANAGER_FUNCTIONS = ("getManager", "getAssistant")
_NAMESPACES: Mapping[str, str] = {
    "String": "String.*", "Arrays": "Arrays.*", "Convert": "Convert.*", "Iso3166Convert": "Iso3166Convert.*",
    "Time": "Time.*", "DateTime": "Time.*", "Groups": "Groups.*",
}  # fmt: skip


class Occurrence(NamedTuple):
    """One construct at one place."""

    construct: str
    span: Span
    shown: str
    """What a message calls it."""


def occurrences(context: Context, node: Node) -> Iterator[Occurrence]:
    """Yield the constructs that a node itself shows; those of its children are theirs."""
    match node:
        case nodes.Name():
            yield from _root(context, node)
        case nodes.Call() | nodes.MethodCall():
            yield from _call(context, node)
        case nodes.Matches(operator_span=span):
            yield Occurrence("matches", span, "matches")
        case nodes.Logical(word=word, operator_spans=spans, operator=operator):
            shown = context.text[spans[0].start : spans[0].end] if spans else operator
            yield Occurrence("AND OR" if word else "&& ||", spans[0] if spans else node.span, shown)
        case nodes.Conditional(arms=arms):
            yield Occurrence("ternary", _mark(context, "?", arms[0].condition), "? :")
        case nodes.Elvis(operands=operands):
            yield Occurrence("elvis", _mark(context, "?:", operands[0]), "?:")
        case nodes.Projection(target=target):
            yield Occurrence("projection", _mark(context, "![", target), ".![ ]")
        case _:
            pass


def _mark(context: Context, mark: str, before: Node) -> Span:
    """Return where an operator stands that follows a node, whose own closing brackets may come between."""
    start = context.text.index(mark, before.span.end)
    return Span(start, start + len(mark))


def construct_of(function: Function) -> str | None:
    """Return the row of a function: what its declaration says, else what its name says."""
    if function.construct in constructs():
        return function.construct
    name = function.name
    namespace, dot, _ = name.partition(".")
    if dot and namespace in _NAMESPACES:
        return _NAMESPACES[namespace]
    if name in constructs():
        return name
    if function.lazy:
        return "ternary"
    if name in _DIRECTORY_FUNCTIONS:
        return "directory functions"
    if name.startswith(_MANAGER_FUNCTIONS):
        return "manager functions"
    if name.startswith(("isMemberOf", "user.isMemberOf")):
        return "isMemberOf*"
    return "method style" if "::" in name else None


def usage_phrase(usage: Usage) -> str:
    """Return what a message calls a usage: `a group rule`, `an OIDC custom claim`."""
    title = usage.title if usage.title[:2].isupper() else usage.title[0].lower() + usage.title[1:]
    return f"{'an' if title[0].lower() in 'aeio' else 'a'} {title}"


def _root(context: Context, node: nodes.Name) -> Iterator[Occurrence]:
    parent = context.parent(node)
    if context.is_projected(node) or (isinstance(parent, nodes.MapEntry) and parent.key is node):
        return
    if isinstance(parent, nodes.MethodCall) and parent.target is node and namespaced_name(parent) is not None:
        return
    path = _path(context, node)
    if node.name == "user":
        yield from _user(context, node, path)
    elif node.name == "device":
        part = "device.profile" if path[:1] == ["profile"] else "device.provider"
        yield Occurrence(part, node.span, ".".join(["device", *path[:1]]))
    elif node.name == "session":
        yield Occurrence("session.id" if path == ["id"] else "session.amr", node.span, "session")
    elif node.name == "app" and path and path[0] in _OIDC_PROPERTIES:
        yield Occurrence("app OIDC properties", node.span, f"app.{path[0]}")
    elif node.name in ROOTS:
        yield Occurrence(ROOTS[node.name].construct, node.span, node.name)
    elif path and is_plausible_app(context, node):
        yield Occurrence("$app.attr", node.span, node.name)


def _first_property(context: Context, node: nodes.Name) -> Span:
    """Return where a root stands with its first property, for rows that are about that property and not the root."""
    parent = context.parent(node)
    return node.span.to(parent.name_span) if isinstance(parent, nodes.Property) else node.span


def _user(context: Context, node: nodes.Name, path: list[str]) -> Iterator[Occurrence]:
    if path[:1] == ["status"] or path[:1] == ["realmId"]:
        yield Occurrence(f"user.{path[0]}", _first_property(context, node), f"user.{path[0]}")
    elif path[:1] == ["profile"]:
        yield Occurrence("user.profile.attr", node.span, "user.profile")
    elif path:
        yield Occurrence("user.attr", node.span, f"user.{path[0]}")


def _path(context: Context, node: Node) -> list[str]:
    """Return the names that follow a root: `["profile", "level"]`."""
    names: list[str] = []
    current: Node = node
    while isinstance(parent := context.parent(current), nodes.Property) and parent.target is current:
        names.append(parent.name)
        current = parent
    return names


def _call(context: Context, node: CallNode) -> Iterator[Occurrence]:
    function = context.function(node)
    if function is None:
        if isinstance(node, nodes.MethodCall) and methods_called(context, node):
            yield Occurrence("method style", node.name_span, f"{node.name}()")
        return
    construct = construct_of(function)
    if construct is not None:
        yield Occurrence(construct, name_span(node), call_name(node))
