"""What can be read and Okta leaves out: assignment, steps, Java's types, beans, variables."""

from __future__ import annotations

from oktaexpr.diagnostics import Diagnostic, Edit, Fix
from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.syntax.visitor import children

_KNOWN_VARIABLES = frozenset(("this", "root"))


def dropped_constructs(tree: Node) -> list[Diagnostic]:
    """Return an error of family OEL1xx for each construct in `tree` that Okta leaves out, in the order of the text."""
    found: list[Diagnostic] = []
    pending: list[tuple[Node, bool]] = [(tree, True)]
    while pending:
        node, is_condition = pending.pop()
        problem = _problem(node, is_condition=is_condition)
        if problem is not None:
            found.append(problem)
        pending += ((child, _is_condition(node, child)) for child in children(node))
    return sorted(found, key=lambda diagnostic: diagnostic.span)


def _is_condition(parent: Node, child: Node) -> bool:
    """Tell whether `child` is there for being true or false, so that a `=` in it can only mean `==`."""
    match parent:
        case nodes.Logical() | nodes.Unary(operator="!"):
            return True
        case nodes.Arm(condition=condition) | nodes.Selection(condition=condition):
            return child is condition
        case _:
            return False


def _problem(node: Node, *, is_condition: bool) -> Diagnostic | None:
    match node:
        case nodes.Assignment():
            return _assignment(node, is_condition=is_condition)
        case nodes.Step(construct_span=span, operator=operator):
            sign = operator[0]
            help = f"write `{sign} 1` for a value that is one {'more' if sign == '+' else 'less'}"
            return _error("OEL124", f"`{operator}` changes a value, which an expression cannot", span, help)
        case nodes.TypeReference(construct_span=span, type_name=name):
            help = "Java's classes cannot be reached; functions such as `Convert.toInt` and `Time.now` are called by name"
            return _error("OEL125", f"the type reference `T({name})` cannot be used", span, help)
        case nodes.Constructor(construct_span=span, type_name=name):
            help = "nothing can be constructed: lists are written `{1, 2}`, the time comes from `Time.now()`"
            return _error("OEL126", f"the constructor of `{name}` cannot be used", span, help)
        case nodes.Name(name="new", span=span):
            help = "nothing can be constructed; an attribute called `new` is read as `user.new`"
            return _error("OEL126", "`new` starts a constructor, which cannot be used", span, help)
        case nodes.BeanReference(construct_span=span, name=name):
            help = "there are no beans; text such as an e-mail address stands in quotes"
            return _error("OEL127", f"the bean reference `{node.sigil}{name}` cannot be used", span, help)
        case nodes.InstanceOf(construct_span=span):
            help = "compare the value itself, for example with `!= null`"
            return _error("OEL128", "`instanceof` cannot be used", span, help)
        case nodes.FunctionReference(construct_span=span, name=name):
            return _error(
                "OEL129",
                f"the function reference `#{name}` cannot be used",
                span,
                f"call it without `#`: `{name}(\u2026)`",
            )
        case nodes.Variable(name=name, span=span) if name not in _KNOWN_VARIABLES:
            help = "only `#this` and `#root` exist; attributes are read by their names, such as `user.login`"
            if span.end - span.start > len(name) + 1:
                help = "an expression has no comments; `#` comes directly before `this` and `root` only"
            return _error(
                "OEL129", f"the variable `#{name}` does not exist", Span(span.start, span.start + 1), help
            )
    return None


def _assignment(node: nodes.Assignment, *, is_condition: bool) -> Diagnostic:
    span = node.construct_span
    help, edit, is_safe = "equality is tested with `==`", Edit(span, "=="), is_condition
    if (
        isinstance(node.value, nodes.Unary)
        and node.value.operator == "!"
        and node.value.span.start == span.end
    ):
        # `a =! b` is `!=` turned round, or `== !b` without its blanks
        help, is_safe = "inequality is tested with `!=`", False
        edit = Edit(Span(span.start, span.end + 1), "!=")
    fix = Fix(f"write `{edit.text}`", (edit,), safe=is_safe)
    return _error("OEL123", "a single `=` assigns, which an expression cannot", span, help, fix)


def _error(code: str, message: str, span: Span, help: str, fix: Fix | None = None) -> Diagnostic:
    from oktaexpr.syntax.rules import RULES

    return RULES[code].diagnostic(message, span, help, fix)
