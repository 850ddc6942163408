"""What a rule may look at: the tree with its types, and where the expression will be saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from oktaexpr.directory.people import Group
from oktaexpr.functions import Engine, Function, catalogue
from oktaexpr.functions.resolve import dotted_name, namespaced_name, resolve
from oktaexpr.functions.usages import Usage
from oktaexpr.source import Span
from oktaexpr.syntax import children, nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.types import ANY, Target, Type

CallNode = nodes.Call | nodes.MethodCall


class Attribute(Protocol):
    """What a schema says of one attribute."""

    @property
    def type(self) -> str:
        """Okta's word: string, boolean, integer, number, array, object."""

    @property
    def enum(self) -> Iterable[object] | None:
        """The values that it takes, where they are listed."""


class App(Protocol):
    """What a directory says of one app instance."""

    @property
    def name(self) -> str:
        """The name that expressions use."""

    @property
    def schema(self) -> Mapping[str, Attribute] | None:
        """The attributes of the app's users by name."""


class KnownDirectory(Protocol):
    """As much of a directory as the checker reads; a part that is None is not known."""

    @property
    def schema(self) -> Mapping[str, Attribute] | None:
        """The attributes of a user by name."""

    @property
    def groups(self) -> Iterable[Group] | None:
        """The groups of the org."""

    @property
    def apps(self) -> Iterable[App] | None:
        """The app instances of the org."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the nodes of a tree lie: an order, parents, and what stands inside projections. Keys are `id(node)`."""

    order: tuple[Node, ...]
    """A parent before its children, in the order of the text."""
    parents: Mapping[int, Node]
    projected: frozenset[int]
    """The nodes whose bare names are properties of a list's element and not roots."""


def lay_out(tree: Node) -> Layout:
    """Walk the tree once; does not recurse."""
    order: list[Node] = []
    parents: dict[int, Node] = {}
    projected: set[int] = set()
    pending = [tree]
    while pending:
        node = pending.pop()
        order.append(node)
        below = list(children(node))
        for child in below:
            parents[id(child)] = node
        if id(node) in projected:
            projected.update(map(id, below))
        match node:
            case nodes.Projection(expression=inner) | nodes.Selection(condition=inner):
                projected.add(id(inner))
            case _:
                pass
        pending.extend(reversed(below))
    return Layout(tuple(order), parents, frozenset(projected))


@dataclass(frozen=True, slots=True)
class Context:
    """One expression under check."""

    text: str
    tree: Node
    layout: Layout
    types: Mapping[int, Type]
    """By `id(node)`."""
    engine: Engine | None
    """None: the expression may be meant for either."""
    usage: Usage | None
    target: Target | None
    schema: Mapping[str, Attribute] | None
    groups: tuple[Group, ...] | None
    apps: Mapping[str, App]
    """By name; empty where they are not known."""

    def type_of(self, node: Node) -> Type:
        """Return what is known of the value of a node."""
        return self.types.get(id(node), ANY)

    def parent(self, node: Node) -> Node | None:
        """Return the node directly above."""
        return self.layout.parents.get(id(node))

    def is_projected(self, node: Node) -> bool:
        """Whether the node stands inside `.![ ]` or a selection."""
        return id(node) in self.layout.projected

    def function(self, node: Node) -> Function | None:
        """Return the function that a node calls; None for a method of a value, and for what is no call."""
        if not isinstance(node, nodes.Call | nodes.MethodCall):
            return None
        return called_function(node, is_projected=self.is_projected(node))

    def source(self, node: Node) -> str:
        """Return the text of a node."""
        return self.text[node.span.start : node.span.end]


def called_function(node: CallNode, *, is_projected: bool) -> Function | None:
    """Return the function that a call names; inside a projection a method of the element comes first."""
    if is_projected and isinstance(node, nodes.Call) and node.name in catalogue.methods:
        return None
    return resolve(node)


def call_name(node: CallNode) -> str:
    """Return the name as the reference writes it: `String.len`, `isMemberOfGroup`, `toUpperCase` for a method."""
    if isinstance(node, nodes.Call):
        return node.name
    return namespaced_name(node) or node.name


def name_span(node: CallNode) -> Span:
    """Return the span of a call's name, with the namespace where it has one."""
    if isinstance(node, nodes.MethodCall) and namespaced_name(node) is not None:
        return node.target.span.to(node.name_span)
    return node.name_span


def literal_text(node: Node) -> str | None:
    """Return the value of a string literal."""
    match node:
        case nodes.Literal(kind="string", value=str(value)):
            return value
        case _:
            return None


def attribute_path(node: Node) -> str | None:
    """Return `user.department` for a path of at least two plain names."""
    return dotted_name(node) if isinstance(node, nodes.Property) else None


def is_null(node: Node) -> bool:
    """Whether a node is the literal null."""
    return isinstance(node, nodes.Literal) and node.kind == "null"
