"""The tree of a Terraform file, as far as it can hold a text of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from oktaexpr.formats.mapped import MappedText, Origin
from oktaexpr.formats.values import Condition
from oktaexpr.source import Span


@dataclass(frozen=True, slots=True)
class Interpolation:
    """`${…}` inside a template."""

    expression: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Directive:
    """`%{…}` inside a template."""

    keyword: str
    """if, else, endif, for, endfor."""
    names: tuple[str, ...]
    """What a `for` calls its keys and elements, or only the elements."""
    expression: Expression | None
    """What an `if` asks, and what a `for` goes through."""
    condition: Condition | None
    """That of an `if`."""
    span: Span


@dataclass(frozen=True, slots=True)
class Template:
    """A quoted text or a heredoc."""

    parts: tuple[Part, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Reference:
    """A name with what follows it: `okta_group.data["a"].id` is the path okta_group, data, a, id."""

    path: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A call of one of Terraform's functions."""

    name: str
    arguments: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ListExpression:
    """`[a, b]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class ObjectExpression:
    """`{ a = b }`; entries whose key is computed are left out."""

    entries: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, true, false or null."""

    value: int | float | bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """`test ? yes : no`."""

    condition: Condition
    yes: Expression
    no: Expression


@dataclass(frozen=True, slots=True)
class ForExpression:
    """`[for name in collection : value]`, and the same in braces with a key."""

    names: tuple[str, ...]
    """One for the elements, or two: for the keys or indexes, and for the elements."""
    collection: Expression
    key: Expression | None
    value: Expression
    is_filtered: bool
    """Whether it leaves some elements out or puts several into groups."""
    span: Span


@dataclass(frozen=True, slots=True)
class Computed:
    """Anything else: operators, splats."""

    span: Span


Part: TypeAlias = MappedText | Interpolation | Directive
"""What a template consists of."""

Expression: TypeAlias = (
    Template
    | Reference
    | FunctionCall
    | ListExpression
    | ObjectExpression
    | Constant
    | Conditional
    | ForExpression
    | Computed
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """`name = value`."""

    name: str
    value: Expression
    span: Span
    """From the first character of the name to the last of the value."""


@dataclass(frozen=True, slots=True)
class Block:
    """`type "label" { … }`."""

    type: str
    labels: tuple[str, ...]
    body: Body
    span: Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its mark to the end of the line or its closing mark."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in a file or between the braces of a block."""

    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute of that name."""
        return next((one for one in self.attributes if one.name == name), None)
