"""The syntax tree: frozen nodes, each with the span of its text.

Two trees are equal when they mean the same text; spans and redundant parentheses do not count.
Chains of one operator are one node, so that 2,000 terms do not nest.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, cast, dataclass_transform
from typing import Literal as OneOf

from oktaexpr.source import NOWHERE, Span

_COMPARED: dict[type, tuple[str, ...]] = {}
_Class = TypeVar("_Class", bound=type)


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def _node(cls: _Class) -> _Class:
    """Make a node class. `__eq__`, `__hash__` and `__repr__` are shared: generating them 30 times slows the start."""
    return cast(_Class, dataclass(frozen=True, slots=True, eq=False, repr=False)(cast(Any, cls)))


@_node
class Node:
    """What every node has: its span, and whether the text puts it in parentheses (outside the span)."""

    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
    parenthesized: bool = field(default=False, kw_only=True, compare=False, repr=False)

    def _content(self) -> tuple[object, ...]:
        """Return the fields that make up the meaning."""
        names = _COMPARED.get(type(self))
        if names is None:
            names = _COMPARED[type(self)] = tuple(
                part.name for part in fields(cast(Any, self)) if part.compare
            )
        return tuple(getattr(self, name) for name in names)

    def __eq__(self, other: object) -> bool:
        """Whether both mean the same text."""
        return isinstance(other, Node) and type(self) is type(other) and self._content() == other._content()

    def __hash__(self) -> int:
        """Hash the meaning."""
        return hash((type(self).__name__, self._content()))

    def __repr__(self) -> str:
        """Show kind and meaning."""
        return f"{type(self).__name__}({', '.join(map(repr, self._content()))})"


LiteralKind = OneOf["null", "boolean", "string", "integer", "long", "double", "float"]


@_node
class Literal(Node):
    """A constant. `kind` is Java's type, since `1 == 1.0 == True` in Python; `text` is its spelling."""

    kind: LiteralKind
    value: str | int | float | bool | None
    text: str = field(default="", kw_only=True, compare=False, repr=False)


@_node
class ListLiteral(Node):
    """`{a, b}`."""

    items: tuple[Node, ...]


@_node
class MapEntry(Node):
    """`key: value`; a key that is a bare name stands for its own text, as in SpEL."""

    key: Node
    value: Node


@_node
class MapLiteral(Node):
    """`{key: value}`; `{:}` is the empty one."""

    entries: tuple[MapEntry, ...]


@_node
class Name(Node):
    """A bare name: a root such as `user`, a function namespace, or a property of `#this`."""

    name: str


@_node
class Variable(Node):
    """A variable: `#this`, `#root`, or another `#name`, which OEL drops."""

    name: str


@_node
class Property(Node):
    """`target.name` or `target?.name`."""

    target: Node
    name: str
    null_safe: bool = False
    name_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@_node
class Index(Node):
    """`target[index]`; without a target it indexes the context object (`['user']`)."""

    target: Node | None
    index: Node


@_node
class Call(Node):
    """`name(arguments)`: a function, or a method of the context object."""

    name: str
    arguments: tuple[Node, ...]
    name_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@_node
class MethodCall(Node):
    """`target.name(arguments)`: a method, or a namespaced function such as `String.len(x)`."""

    target: Node
    name: str
    arguments: tuple[Node, ...]
    null_safe: bool = False
    name_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@_node
class Projection(Node):
    """`target.![expression]`."""

    target: Node
    expression: Node
    null_safe: bool = False


@_node
class Selection(Node):
    """`target.?[condition]` (all), `.^[ ]` (first), `.$[ ]` (last)."""

    target: Node
    which: OneOf["all", "first", "last"]
    condition: Node
    null_safe: bool = False


@_node
class Unary(Node):
    """`!a`, `-a`, `+a`; `not` is `!`."""

    operator: OneOf["!", "-", "+"]
    operand: Node
    operator_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
    word: bool = field(default=False, kw_only=True, compare=False, repr=False)


@_node
class Arithmetic(Node):
    """A chain of `+ -` or of `* / %` from left to right, or one `^`.

    `operators[i]` stands between `operands[i]` and `operands[i + 1]`.
    """

    operators: tuple[str, ...]
    operands: tuple[Node, ...]
    operator_spans: tuple[Span, ...] = field(default=(), kw_only=True, compare=False, repr=False)


@_node
class Comparison(Node):
    """`left == right` and its kin; word forms (`eq`) are the same operator."""

    operator: OneOf["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node
    operator_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
    word: bool = field(default=False, kw_only=True, compare=False, repr=False)


@_node
class Matches(Node):
    """`text matches pattern`."""

    left: Node
    pattern: Node
    operator_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@_node
class Between(Node):
    """`value between {low, high}`."""

    left: Node
    bounds: Node
    operator_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@_node
class Logical(Node):
    """A chain of AND or of OR."""

    operator: OneOf["and", "or"]
    operands: tuple[Node, ...]
    operator_spans: tuple[Span, ...] = field(default=(), kw_only=True, compare=False, repr=False)
    word: bool = field(default=True, kw_only=True, compare=False, repr=False)


@_node
class Arm(Node):
    """One `condition ? value` of a conditional."""

    condition: Node
    value: Node


@_node
class Conditional(Node):
    """`a ? x : b ? y : z`: arms in order, then the value where none holds."""

    arms: tuple[Arm, ...]
    otherwise: Node


@_node
class Elvis(Node):
    """`a ?: b ?: c`: the first operand that is neither null nor an empty string, else the last."""

    operands: tuple[Node, ...]


# What OEL drops of SpEL. It parses, so that a diagnostic can say what to write instead; it never runs.


@_node
class Dropped(Node):
    """A construct of SpEL that Okta leaves out; `construct_span` is its first token."""

    construct_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@_node
class Assignment(Dropped):
    """`target = value`."""

    target: Node
    value: Node


@_node
class Step(Dropped):
    """`n++`, `--n`."""

    operand: Node
    operator: OneOf["++", "--"]
    prefix: bool


@_node
class InstanceOf(Dropped):
    """`value instanceof type`."""

    left: Node
    type: Node


@_node
class TypeReference(Dropped):
    """`T(java.lang.Math)`."""

    type_name: str
    dimensions: int = 0


@_node
class Constructor(Dropped):
    """`new java.util.Date(arguments)`."""

    type_name: str
    arguments: tuple[Node, ...]


@_node
class BeanReference(Dropped):
    """`@bean` or `&factory`."""

    sigil: OneOf["@", "&"]
    name: str


@_node
class FunctionReference(Dropped):
    """`#function(arguments)`."""

    name: str
    arguments: tuple[Node, ...]
