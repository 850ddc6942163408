"""The syntax tree: frozen nodes, each with the span of its text.

Two trees are equal when they mean the same text; spans and redundant parentheses do not count.
Chains of one operator are one node, so that 2,000 terms do not nest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as OneOf

from oktaexpr.source import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Node:
    """What every node has: its span, and whether the text puts it in parentheses (outside the span)."""

    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
    parenthesized: bool = field(default=False, kw_only=True, compare=False, repr=False)


LiteralKind = OneOf["null", "boolean", "string", "integer", "long", "double", "float"]


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant. `kind` is Java's type, since `1 == 1.0 == True` in Python; `text` is its spelling."""

    kind: LiteralKind
    value: str | int | float | bool | None
    text: str = field(default="", kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`{a, b}`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MapEntry(Node):
    """`key: value`; a key that is a bare name stands for its own text, as in SpEL."""

    key: Node
    value: Node


@dataclass(frozen=True, slots=True)
class MapLiteral(Node):
    """`{key: value}`; `{:}` is the empty one."""

    entries: tuple[MapEntry, ...]


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A bare name: a root such as `user`, a function namespace, or a property of `#this`."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """A variable: `#this`, `#root`, or another `#name`, which OEL drops."""

    name: str


@dataclass(frozen=True, slots=True)
class Property(Node):
    """`target.name` or `target?.name`."""

    target: Node
    name: str
    null_safe: bool = False
    name_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`target[index]`; without a target it indexes the context object (`['user']`)."""

    target: Node | None
    index: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`name(arguments)`: a function, or a method of the context object."""

    name: str
    arguments: tuple[Node, ...]
    name_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MethodCall(Node):
    """`target.name(arguments)`: a method, or a namespaced function such as `String.len(x)`."""

    target: Node
    name: str
    arguments: tuple[Node, ...]
    null_safe: bool = False
    name_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Projection(Node):
    """`target.![expression]`."""

    target: Node
    expression: Node
    null_safe: bool = False


@dataclass(frozen=True, slots=True)
class Selection(Node):
    """`target.?[condition]` (all), `.^[ ]` (first), `.$[ ]` (last)."""

    target: Node
    which: OneOf["all", "first", "last"]
    condition: Node
    null_safe: bool = False


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`!a`, `-a`, `+a`; `not` is `!`."""

    operator: OneOf["!", "-", "+"]
    operand: Node
    operator_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
    word: bool = field(default=False, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """A chain of `+ -` or of `* / %` from left to right, or one `^`.

    `operators[i]` stands between `operands[i]` and `operands[i + 1]`.
    """

    operators: tuple[str, ...]
    operands: tuple[Node, ...]
    operator_spans: tuple[Span, ...] = field(default=(), kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left == right` and its kin; word forms (`eq`) are the same operator."""

    operator: OneOf["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node
    operator_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
    word: bool = field(default=False, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Matches(Node):
    """`text matches pattern`."""

    left: Node
    pattern: Node
    operator_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between {low, high}`."""

    left: Node
    bounds: Node
    operator_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Logical(Node):
    """A chain of AND or of OR."""

    operator: OneOf["and", "or"]
    operands: tuple[Node, ...]
    operator_spans: tuple[Span, ...] = field(default=(), kw_only=True, compare=False, repr=False)
    word: bool = field(default=True, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arm(Node):
    """One `condition ? value` of a conditional."""

    condition: Node
    value: Node


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`a ? x : b ? y : z`: arms in order, then the value where none holds."""

    arms: tuple[Arm, ...]
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Elvis(Node):
    """`a ?: b ?: c`: the first operand that is neither null nor an empty string, else the last."""

    operands: tuple[Node, ...]


# What OEL drops of SpEL. It parses, so that a diagnostic can say what to write instead; it never runs.


@dataclass(frozen=True, slots=True)
class Dropped(Node):
    """A construct of SpEL that Okta leaves out; `construct_span` is its first token."""

    construct_span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Assignment(Dropped):
    """`target = value`."""

    target: Node
    value: Node


@dataclass(frozen=True, slots=True)
class Step(Dropped):
    """`n++`, `--n`."""

    operand: Node
    operator: OneOf["++", "--"]
    prefix: bool


@dataclass(frozen=True, slots=True)
class InstanceOf(Dropped):
    """`value instanceof type`."""

    left: Node
    type: Node


@dataclass(frozen=True, slots=True)
class TypeReference(Dropped):
    """`T(java.lang.Math)`."""

    type_name: str
    dimensions: int = 0


@dataclass(frozen=True, slots=True)
class Constructor(Dropped):
    """`new java.util.Date(arguments)`."""

    type_name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class BeanReference(Dropped):
    """`@bean` or `&factory`."""

    sigil: OneOf["@", "&"]
    name: str


@dataclass(frozen=True, slots=True)
class FunctionReference(Dropped):
    """`#function(arguments)`."""

    name: str
    arguments: tuple[Node, ...]
