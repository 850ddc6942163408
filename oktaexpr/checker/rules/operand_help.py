"""What to write instead, where an operator, a condition or a property meets a value of the wrong type."""

from __future__ import annotations

from oktaexpr.checker.context import Context, literal_text
from oktaexpr.checker.inference import methods_of
from oktaexpr.checker.roots import ROOTS
from oktaexpr.checker.rules.calls import is_refused
from oktaexpr.functions import IDENTITY_ENGINE, catalogue
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.types import BOOLEAN, STRING, Type

_LONGEST_SOURCE = 60
"""Up to which length a help quotes a part of the expression."""


def is_no_condition(context: Context, node: Node) -> bool:
    """Whether a value can never stand as a condition: Okta takes no attribute that merely has a value for true."""
    kind = context.type_of(node)
    return is_refused(BOOLEAN, kind, node) or (kind == STRING and literal_text(node) is None)


def has_bad_condition(context: Context, node: Node) -> bool:
    """Whether a negation, AND or OR has an operand that is no condition."""
    match node:
        case nodes.Unary(operator="!", operand=operand):
            return is_no_condition(context, operand)
        case nodes.Logical(operands=operands):
            return any(is_no_condition(context, operand) for operand in operands)
        case _:
            return False


def condition_help(context: Context, node: Node) -> str:
    """Say how to make a condition of a value, from what stands around it."""
    parent = context.parent(node)
    source = context.source(node)
    if len(source) >= _LONGEST_SOURCE:
        return 'compare it, as in `x == "…"`'
    if isinstance(parent, nodes.Unary) and (opposite := _opposite(context, parent)) is not None:
        return f"`!` negates `{source}` alone; write `{opposite}`"
    if isinstance(parent, nodes.Logical):
        if isinstance(node, nodes.Literal) and (compared := _compared(context, parent, node)) is not None:
            return f"{_word(parent)} joins whole conditions: write `{compared} {source}`"
        if not isinstance(node, nodes.Literal) and all(
            is_no_condition(context, operand) for operand in parent.operands
        ):
            return (
                f'compare it, as in `{source} == "…"`; texts are joined with `+`, a default is written `?:`'
            )
    if isinstance(node, nodes.Literal):
        return f"compare something with it, as in `x == {source}`"
    value = '"…"' if context.type_of(node) == STRING else "…"
    return f"compare it, as in `{source} == {value}`"


def property_help(context: Context, node: nodes.Property) -> str | None:
    """Say what a property of a plain value was meant to be: a method's call, or the next part of a text."""
    if node.name in {"length", "len", "size"}:
        return "write `length()`, or `String.len(…)` in Classic"
    if node.name in ROOTS:
        return "texts are joined with `+`"
    methods = methods_of(context.type_of(node.target), node.name, context.engine)
    if not methods:
        return None
    inner = "…" if methods[0].signature.parameters else ""
    classic = f"String.{node.name}"
    if context.engine == IDENTITY_ENGINE or classic not in catalogue.functions:
        return f"write `{node.name}({inner})`"
    return f"write `{node.name}({inner})`, or `{classic}(…)` in Classic"


def arithmetic_help(left: Type, right: Type) -> str | None:
    """Say how texts are joined and read as numbers."""
    if left.only("String") or right.only("String"):
        return "texts are joined with `+`; `Convert.toInt` reads a number from a text"
    return None


def _opposite(context: Context, negation: nodes.Unary) -> str | None:
    """Return `a != b` for `!a == b`."""
    comparison = context.parent(negation)
    if not isinstance(comparison, nodes.Comparison) or comparison.left is not negation:
        return None
    operator = {"==": "!=", "!=": "=="}.get(comparison.operator)
    if operator is None:
        return None
    return f"{context.source(negation.operand)} {operator} {context.source(comparison.right)}"


def _compared(context: Context, chain: nodes.Logical, value: nodes.Literal) -> str | None:
    """Return `user.title ==` for the `"b"` of `user.title == "a" OR "b"` and of `user.title == ("a" OR "b")`."""
    above = context.parent(chain)
    before = chain.operands[: next(at for at, operand in enumerate(chain.operands) if operand is value)]
    for comparison in (*reversed(before), above):
        if isinstance(comparison, nodes.Comparison) and comparison.left is not chain:
            return f"{context.source(comparison.left)} {comparison.operator}"
    return None


def _word(chain: nodes.Logical) -> str:
    return "AND" if chain.operator == "and" else "OR"
