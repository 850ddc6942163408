"""The tree of a Terraform file, as far as it can hold a text of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from oktaexpr.formats.mapped import MappedText, Origin
from oktaexpr.source import Span


@dataclass(frozen=True, slots=True)
class Interpolation:
    """`${…}` inside a template."""

    expression: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Directive:
    """`%{…}` inside a template; which text it gives is decided when Terraform runs."""

    span: Span


@dataclass(frozen=True, slots=True)
class Template:
    """A quoted text or a heredoc."""

    parts: tuple[MappedText | Interpolation | Directive, ...]
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

    yes: Expression
    no: Expression


@dataclass(frozen=True, slots=True)
class Computed:
    """Anything else: operators, `for`, splats."""

    span: Span


Expression: TypeAlias = (
    Template
    | Reference
    | FunctionCall
    | ListExpression
    | ObjectExpression
    | Constant
    | Conditional
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
