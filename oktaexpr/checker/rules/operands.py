"""OEL303, OEL307, OEL308, OEL309: operators, properties, conditions and indexes on values of the wrong type."""

from __future__ import annotations

from oktaexpr.checker.context import Context, is_null, literal_text
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.checker.rules.calls import described
from oktaexpr.checker.rules.operand_help import (
    arithmetic_help,
    condition_help,
    is_no_condition,
    property_help,
)
from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, register
from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.types import Type

OPERAND_TYPES = register(
    Rule(
        "OEL303",
        "operator on values of the wrong type",
        Severity.ERROR,
        "The operator does not take values of these types, so it fails for every user. `+` joins as soon as one side "
        "is text; the other arithmetic needs numbers; `<` and its kin need two values of one kind.",
        failing=Example("String.len(user.login) - true > 3", engine="classic"),
        passing=Example("String.len(user.login) - 1 > 3", engine="classic"),
        provenance="spel",
    )
)
NO_PROPERTIES = register(
    Rule(
        "OEL307",
        "property of a value that has none",
        Severity.ERROR,
        "Texts, numbers and Booleans have no properties. A function such as `length()` needs its parentheses.",
        failing=Example("user.firstName.length > 3", engine="classic"),
        passing=Example("String.len(user.firstName) > 3", engine="classic"),
        provenance="spel",
    )
)
NOT_A_CONDITION = register(
    Rule(
        "OEL308",
        "condition that is no Boolean",
        Severity.ERROR,
        "`? :`, AND, OR and `!` need a Boolean. Okta does not take an attribute that merely has a value for true.",
        failing=Example('user.department AND user.title == "x"', usage="group-rule"),
        passing=Example('user.department != "" AND user.title == "x"', usage="group-rule"),
    )
)
BAD_INDEX = register(
    Rule(
        "OEL309",
        "index that never finds an element",
        Severity.ERROR,
        "A list is indexed by a number from 0 to its size less one.",
        failing=Example('{"a", "b"}[2]', engine="classic"),
        passing=Example('{"a", "b"}[1]', engine="classic"),
        provenance="spel",
    )
)

_PLAIN = ("String", "Integer", "Long", "Double", "Float", "Number", "Boolean", "Character")
_BEAN_PROPERTIES = frozenset({"empty"})
"""Java's `isEmpty()` reads as a property too."""


def operand_types(
    span: Span, operator: str, left: str, right: str, help_text: str | None = None
) -> Diagnostic:
    """Say that an operator does not take these operands."""
    return OPERAND_TYPES.diagnostic(f"`{operator}` does not take {left} and {right}", span, help_text)


def unfit_operand(span: Span, operator: str, operand: str, help_text: str | None = None) -> Diagnostic:
    """Say that an operator of one operand does not take it."""
    return OPERAND_TYPES.diagnostic(f"`{operator}` does not take {operand}", span, help_text)


def no_bounds(span: Span) -> Diagnostic:
    """Say that `between` has no list of two, as where it is followed by `1 and 5` of SQL."""
    return OPERAND_TYPES.diagnostic(
        "`between` needs a list of its two bounds", span, "write the bounds in braces: `x between {1, 5}`"
    )


def no_properties(span: Span, name: str, kind: str, help_text: str | None) -> Diagnostic:
    """Say that a plain value has no properties."""
    return NO_PROPERTIES.diagnostic(f"{kind} has no property `{name}`", span, help_text)


def not_a_condition(span: Span, given: str, help_text: str) -> Diagnostic:
    """Say that a condition has another type."""
    return NOT_A_CONDITION.diagnostic(f"a condition needs a Boolean, not {given}", span, help_text)


def bad_index(span: Span, message: str) -> Diagnostic:
    """Say that an index finds nothing."""
    return BAD_INDEX.diagnostic(message, span)


@on(nodes.Arithmetic)
def check_arithmetic(context: Context, node: nodes.Arithmetic) -> Found:
    """OEL303: sums and products, from left to right as they are evaluated."""
    is_text = context.type_of(node.operands[0]).may_be("String")
    for at, operator in enumerate(node.operators):
        left, right = node.operands[at], node.operands[at + 1]
        left_type, right_type = context.type_of(left), context.type_of(right)
        is_bad = (
            _is_bad_sum(left_type, right_type, is_text)
            if operator == "+"
            else _is_bad_product(operator, left_type, right_type)
        )
        if is_bad:
            yield operand_types(
                node.operator_spans[at],
                operator,
                described(context, left),
                described(context, right),
                arithmetic_help(left_type, right_type),
            )
        is_text = operator == "+" and (is_text or right_type.may_be("String"))


@on(nodes.Comparison)
def check_order(context: Context, node: nodes.Comparison) -> Found:
    """OEL303: `<` and its kin between literals or results that have no common order."""
    if node.operator in {"==", "!="}:
        return
    left, right = context.type_of(node.left), context.type_of(node.right)
    if (
        _has_attribute(node)
        and left.only("String", "Number", "Integer", "Long", "Double", "Float")
        and right.may_be(*_PLAIN)
    ):
        return  # OEL513 says it of attributes, whose values may vary
    if not left.is_any and not right.is_any and not _have_order(left, right):
        yield operand_types(
            node.operator_span, node.operator, described(context, node.left), described(context, node.right)
        )


@on(nodes.Matches)
def check_pattern_type(context: Context, node: nodes.Matches) -> Found:
    """OEL303: the pattern must be text; the left side is read as text, whatever it is, but null is none."""
    if not context.type_of(node.pattern).may_be("String") or is_null(node.left):
        left, pattern = described(context, node.left), described(context, node.pattern)
        yield operand_types(node.operator_span, "matches", left, pattern)


@on(nodes.Between)
def check_bounds(context: Context, node: nodes.Between) -> Found:
    """OEL303: `between` needs a list of two."""
    bounds = node.bounds
    if isinstance(bounds, nodes.ListLiteral) and len(bounds.items) != 2:
        yield operand_types(
            node.operator_span, "between", described(context, node.left), f"a list of {len(bounds.items)}"
        )
    elif not context.type_of(bounds).may_be("List"):
        yield no_bounds(node.operator_span)


@on(nodes.Property)
def check_property_target(context: Context, node: nodes.Property) -> Found:
    """OEL307: properties of texts, numbers and Booleans."""
    kind = context.type_of(node.target)
    if kind.only(*_PLAIN) and node.name not in _BEAN_PROPERTIES:
        yield no_properties(node.name_span, node.name, str(kind), property_help(context, node))


@on(nodes.Logical, nodes.Arm)
def check_conditions(context: Context, node: nodes.Logical | nodes.Arm) -> Found:
    """OEL308: the operands of AND and OR, and the condition of `? :`."""
    if isinstance(node, nodes.Arm):
        yield from _check_condition(context, node.condition)
        return
    for before, condition in zip((None, *node.operands), node.operands, strict=False):
        if not (isinstance(before, nodes.Between) and not context.type_of(before.bounds).may_be("List")):
            yield from _check_condition(context, condition)


@on(nodes.Unary)
def check_negation(context: Context, node: nodes.Unary) -> Found:
    """OEL308: what `!` negates; OEL303: a sign before what is no number."""
    if node.operator == "!" and isinstance(context.parent(node), nodes.Assignment):
        return  # `a =! "x"` was meant for `!=`, which OEL123 says
    if node.operator == "!":
        yield from _check_condition(context, node.operand)
    elif not context.type_of(node.operand).may_be("Number"):
        help_text = "texts are joined with one `+` between them" if node.operator == "+" else None
        yield unfit_operand(node.operator_span, node.operator, described(context, node.operand), help_text)


@on(nodes.Projection, nodes.Selection)
def check_elements(context: Context, node: nodes.Projection | nodes.Selection) -> Found:
    """OEL303, OEL308: what a projection or selection goes through, and the condition of a selection."""
    kind = context.type_of(node.target)
    if kind.only(*_PLAIN, "Null") and not (node.null_safe and kind.only("Null")):
        operator = ".![ ]" if isinstance(node, nodes.Projection) else ".?[ ]"
        yield unfit_operand(node.target.span, operator, described(context, node.target))
    if isinstance(node, nodes.Selection):
        yield from _check_condition(context, node.condition)


@on(nodes.Index)
def check_index(context: Context, node: nodes.Index) -> Found:
    """OEL309: literal indexes into lists."""
    if node.target is None:
        return
    target = context.type_of(node.target)
    text = literal_text(node.index)
    if target.only("List", "Array") and text is not None and not text.strip().isdigit():
        yield bad_index(node.index.span, "a list is indexed by a number")
    index = (
        node.index.value if isinstance(node.index, nodes.Literal) and node.index.kind == "integer" else None
    )
    if (
        isinstance(node.target, nodes.ListLiteral)
        and isinstance(index, int)
        and index >= len(node.target.items)
    ):
        yield bad_index(node.index.span, f"the list has {len(node.target.items)} elements, counted from 0")
    if target.only("List", "Array", "String") and isinstance(node.index, nodes.Unary):
        operand = node.index.operand
        if node.index.operator == "-" and isinstance(operand, nodes.Literal) and operand.value != 0:
            yield bad_index(node.index.span, "elements are counted from 0, and never from the end")


def _check_condition(context: Context, condition: Node) -> Found:
    if is_no_condition(context, condition):
        yield not_a_condition(
            condition.span, described(context, condition), condition_help(context, condition)
        )


def _is_bad_sum(left: Type, right: Type, is_text: bool) -> bool:
    if is_text or right.may_be("String", "DateTime", "Character") or left.is_any:
        return False
    return not (left.may_be("Number", "String", "DateTime") and right.may_be("Number"))


def _is_bad_product(operator: str, left: Type, right: Type) -> bool:
    if operator in {"*", "-"} and left.may_be("String") and right.may_be("Number"):
        return False  # Spring repeats a text, and takes a number from a text of one character
    return not (left.may_be("Number") and right.may_be("Number"))


def _have_order(left: Type, right: Type) -> bool:
    if left.may_be("Null") or right.may_be("Null"):
        return True
    if left.may_be("Number") and right.may_be("Number"):
        return True
    comparable = ("String", "Boolean", "DateTime", "Character")
    return any(left.may_be(name) and right.may_be(name) for name in comparable)


def _has_attribute(node: nodes.Comparison) -> bool:
    return isinstance(node.left, nodes.Property) or isinstance(node.right, nodes.Property)
