"""What a part of an expression is for every user: its possible outcomes, and its value where that is a constant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.values import numbers
from oktaexpr.values.convert import to_integer
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import Long

_OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": numbers.plus, "-": numbers.minus, "*": numbers.times, "/": numbers.divided, "%": numbers.remainder, "^": numbers.power,
}  # fmt: skip


def outcomes(node: Node) -> Iterator[Node]:
    """Yield the nodes whose value a node may have: the branches of a conditional, the operands of `?:`, else itself."""
    match node:
        case nodes.Conditional(arms=arms, otherwise=otherwise):
            for branch in (*(arm.value for arm in arms), otherwise):
                yield from outcomes(branch)
        case nodes.Elvis(operands=operands):
            for operand in operands:
                yield from outcomes(operand)
        case _:
            yield node


def constant_integer(node: Node) -> int | None:
    """Return the whole number that an argument is for every user; None where it depends on one, or is none."""
    try:
        return to_integer(_value(node))
    except Fault:
        return None


def _value(node: Node) -> Any:  # noqa: ANN401 - any value of the language
    """Return the value of literals and arithmetic on them; None stands for what depends on the user."""
    match node:
        case nodes.Literal(kind=kind, value=value):
            return Long(value) if kind == "long" and isinstance(value, int) else value
        case nodes.Unary(operator="-", operand=operand):
            return numbers.negated(_value(operand))
        case nodes.Unary(operator="+", operand=operand):
            return numbers.positive(_value(operand))
        case nodes.Arithmetic(operators=operators, operands=operands):
            total = _value(operands[0])
            for operator, operand in zip(operators, operands[1:], strict=True):
                total = _OPERATIONS[operator](total, _value(operand))
            return total
        case _:
            return None  # no arithmetic makes a number of it
