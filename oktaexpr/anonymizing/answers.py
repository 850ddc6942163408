"""Whether rules say of the replaced people what they said of the real ones, and which part of a rule does not.

Words, whole or in part, are compared as before; what goes by the order or the length of texts, by single letters, or by
patterns may come out otherwise. So nobody relies on the replacing alone: both sides are evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from oktaexpr.compiler import Program, compile_tree
from oktaexpr.directory import Directory, Scope
from oktaexpr.errors import EvaluationError, ExpressionSyntaxError, OktaExprError
from oktaexpr.functions import CLASSIC
from oktaexpr.rulesets import GroupRule
from oktaexpr.source import Span
from oktaexpr.syntax import nodes, parse, walk
from oktaexpr.syntax.nodes import Node

_NO_QUESTIONS = (nodes.Literal, nodes.Name, nodes.Property, nodes.MapEntry, nodes.Arm)
"""Nodes that have no answer of their own."""


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A rule that says something else of some of the replaced users."""

    rule: GroupRule
    """The rule with its replaced expression, which tells nothing of anybody."""
    span: Span
    """The smallest part of that expression with another answer."""
    users: int
    """How many have another answer to the whole rule."""


def changed_answers(
    directory: Directory,
    rules: Sequence[GroupRule],
    new_directory: Directory,
    new_rules: Sequence[GroupRule],
) -> list[ChangedAnswer]:
    """Return the rules that say something else of the new users, who stand in the order of the old ones.

    Raises `OktaExprError` where the two do not stand for each other one by one.
    """
    if len(directory.users) != len(new_directory.users) or len(rules) != len(new_rules):
        message = "users or rules of the export fall together under their new names; nothing is written"
        raise OktaExprError(message)
    found = []
    for rule, new_rule in zip(rules, new_rules, strict=True):
        try:
            tree, new_tree = parse(rule.expression), parse(new_rule.expression)
        except ExpressionSyntaxError:
            continue
        sides = (_Side(rule.expression, directory), _Side(new_rule.expression, new_directory))
        users = _differences(sides, tree, new_tree)
        if users:
            found.append(ChangedAnswer(new_rule, _smallest(sides, tree, new_tree), users))
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """An expression and the users that it is asked about."""

    text: str
    directory: Directory

    def answers(self, node: Node) -> Iterator[object]:
        """Yield what a part of the expression says of each user, as far as replaced texts can be compared."""
        program = compile_tree(self.text, node, CLASSIC)
        return (_answer(program, scope) for _, scope in self.directory.scopes())


def _answer(program: Program, scope: Scope) -> object:
    try:
        value = program(scope)
    except EvaluationError as error:
        return error.code
    return value if value is None or isinstance(value, bool | int) else type(value)


def _differences(sides: tuple[_Side, _Side], old: Node, new: Node) -> int:
    pairs = zip(sides[0].answers(old), sides[1].answers(new), strict=True)
    return sum(one != other for one, other in pairs)


def _smallest(sides: tuple[_Side, _Side], tree: Node, new_tree: Node) -> Span:
    """Return the place of the smallest part whose answers differ; both trees have the same shape."""
    pairs = [
        (old, new)
        for old, new in zip(walk(tree), walk(new_tree), strict=True)
        if not isinstance(new, _NO_QUESTIONS)
    ]
    pairs.sort(key=lambda pair: pair[1].span.end - pair[1].span.start)
    return next((new.span for old, new in pairs if _differences(sides, old, new)), new_tree.span)
