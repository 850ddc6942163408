"""OEL520 to OEL523: conditions that never change, branches that nobody reaches."""

from __future__ import annotations

from oktaexpr.checker.context import Context, call_name, is_null
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.checker.group_references import GroupReference, group_references
from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, register
from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node

ALWAYS = register(
    Rule(
        "OEL520",
        "condition that is always true or always false",
        Severity.WARNING,
        "The condition has one outcome for every user. A usual cause is `!=` joined by OR, which one of the two "
        "always fulfils, or `==` on one attribute joined by AND, which never holds.",
        failing=Example('user.department != "Sales" OR user.department != "IT"', usage="group-rule"),
        passing=Example('user.department != "Sales" AND user.department != "IT"', usage="group-rule"),
        provenance="spel",
    )
)
UNREACHABLE = register(
    Rule(
        "OEL521",
        "branch that is never reached",
        Severity.WARNING,
        "An earlier condition holds whenever this one does, or never lets the evaluation come here. Put the "
        "narrower condition first.",
        failing=Example(
            'isMemberOfGroupNameStartsWith("dbt_") ? "a" : isMemberOfGroupName("dbt_it") ? "b" : "c"',
            engine="classic",
        ),
        passing=Example(
            'isMemberOfGroupName("dbt_it") ? "b" : isMemberOfGroupNameStartsWith("dbt_") ? "a" : "c"',
            engine="classic",
        ),
        provenance="spel",
    )
)
SAME_BRANCHES = register(
    Rule(
        "OEL522",
        "condition without effect",
        Severity.WARNING,
        "Both outcomes give the same value, so the condition decides nothing.",
        failing=Example('isMemberOfGroupName("a") ? "x" : "x"', engine="classic"),
        passing=Example('isMemberOfGroupName("a") ? "x" : "y"', engine="classic"),
        provenance="spel",
    )
)
REPEATED = register(
    Rule(
        "OEL523",
        "repeated operand",
        Severity.WARNING,
        "The same test stands twice in one chain of AND or OR; the second one was probably meant to be another.",
        failing=Example('user.city == "Oslo" OR user.city == "Oslo"', usage="group-rule"),
        passing=Example('user.city == "Oslo" OR user.city == "Rome"', usage="group-rule"),
        provenance="spel",
    )
)

_MOST_WIDE_TESTS = 200
"""How many prefixes of group names are held against later arms; more would take quadratic time."""


def always(span: Span, *, outcome: bool) -> Diagnostic:
    """Say which outcome a condition has."""
    return ALWAYS.diagnostic(f"this is always {'true' if outcome else 'false'}", span)


def unreachable(span: Span, earlier: str) -> Diagnostic:
    """Say which earlier condition hides a branch."""
    shown = earlier if len(earlier) <= 60 else f"{earlier[:57]}…"
    return UNREACHABLE.diagnostic("this branch is never reached", span, f"`{shown}` comes first and decides")


def same_branches(span: Span) -> Diagnostic:
    """Say that a condition decides nothing."""
    return SAME_BRANCHES.diagnostic("both outcomes give the same value", span)


def repeated(span: Span) -> Diagnostic:
    """Say that a test stands twice."""
    return REPEATED.diagnostic("the same test stands earlier in this chain", span)


@on(nodes.Comparison)
def check_comparison(context: Context, node: nodes.Comparison) -> Found:
    """OEL520: literals against literals, a value against itself, a length below zero."""
    outcome = _outcome(node)
    if outcome is not None:
        yield always(node.span, outcome=outcome)


@on(nodes.Logical)
def check_chain(context: Context, node: nodes.Logical) -> Found:
    """OEL520, OEL523: literal operands, operands that exclude each other, operands that repeat."""
    seen: set[Node] = set()
    for operand in node.operands:
        if operand in seen:
            yield repeated(operand.span)
        seen.add(operand)
        literal = _boolean(operand)
        if literal is not None:
            yield always(operand.span, outcome=literal)
    if any(_opposite(operand) in seen for operand in node.operands):
        yield always(node.span, outcome=node.operator == "or")
        return
    exclusive = "==" if node.operator == "and" else "!="
    values: dict[Node, Node] = {}
    for operand in node.operands:
        pair = _literal_comparison(operand, exclusive)
        if pair is not None and values.setdefault(pair[0], pair[1]) != pair[1]:
            yield always(node.span, outcome=node.operator == "or")
            return


@on(nodes.Elvis)
def check_default(context: Context, node: nodes.Elvis) -> Found:
    """OEL521: a default behind a literal that is never missing."""
    for at, operand in enumerate(node.operands[:-1]):
        if isinstance(operand, nodes.Literal) and operand.value is not None and operand.value != "":
            yield unreachable(node.operands[at + 1].span, context.source(operand))
            return


@on(nodes.Conditional)
def check_branches(context: Context, node: nodes.Conditional) -> Found:
    """OEL520, OEL521, OEL522: the arms of a conditional, in order."""
    earlier = _EarlierTests()
    decided: Node | None = None
    for arm in node.arms:
        literal = _boolean(arm.condition)
        hiding = decided or earlier.hiding(arm.condition)
        if hiding is not None:
            yield unreachable(arm.value.span, context.source(hiding))
        elif literal is not None:
            yield always(arm.condition.span, outcome=literal)
        is_true = literal or (isinstance(arm.condition, nodes.Comparison) and _outcome(arm.condition))
        decided = decided or (arm.condition if is_true else None)
        earlier.add(arm.condition)
    if decided is not None:
        yield unreachable(node.otherwise.span, context.source(decided))
    last = node.arms[-1]
    if last.value == node.otherwise and _boolean(last.condition) is None:
        yield same_branches(node.span if len(node.arms) == 1 else last.span.to(node.otherwise.span))


class _EarlierTests:
    """The tests of the arms so far, each of which alone would have taken its arm."""

    def __init__(self) -> None:
        self._same: dict[Node, Node] = {}
        self._wide: list[tuple[GroupReference, Node]] = []

    def add(self, condition: Node) -> None:
        """Remember what takes an arm."""
        for test in _parts(condition, "or"):
            self._same.setdefault(test, condition)
            if len(self._wide) < _MOST_WIDE_TESTS:
                self._wide += (
                    (one, condition) for one in _memberships(test) if one.mode in {"prefix", "contains"}
                )

    def hiding(self, condition: Node) -> Node | None:
        """Return the earlier condition that holds whenever this one does."""
        if condition in self._same:
            return self._same[condition]
        for part in _parts(condition, "and"):
            found = [self._covering(test) for test in _parts(part, "or")]
            if all(one is not None for one in found):
                return found[0]
        return None

    def _covering(self, test: Node) -> Node | None:
        if test in self._same:
            return self._same[test]
        own = _memberships(test)
        return next((owner for wide, owner in self._wide if any(_implies(one, wide) for one in own)), None)


def _implies(one: GroupReference, other: GroupReference) -> bool:
    """Whether a user that passes the first membership test passes the second."""
    if one.mode not in {"exact", "prefix", "contains"}:
        return False
    if other.mode == "prefix":
        return one.mode in {"exact", "prefix"} and one.text.startswith(other.text)
    return other.mode == "contains" and other.text in one.text


def _memberships(test: Node) -> tuple[GroupReference, ...]:
    """Return the groups that a membership test names."""
    return tuple(group_references(test)) if isinstance(test, nodes.Call) else ()


def _parts(condition: Node, operator: str) -> tuple[Node, ...]:
    if isinstance(condition, nodes.Logical) and condition.operator == operator:
        return condition.operands
    return (condition,)


def _opposite(node: Node) -> Node | None:
    """Return the condition that holds exactly when this one does not."""
    match node:
        case nodes.Unary(operator="!", operand=operand):
            return operand
        case nodes.Comparison(operator="==", left=left, right=right):
            return nodes.Comparison("!=", left, right)
        case _:
            return None


def _boolean(node: Node) -> bool | None:
    match node:
        case nodes.Literal(kind="boolean", value=bool(value)):
            return value
        case _:
            return None


def _literal_comparison(node: Node, operator: str) -> tuple[Node, Node] | None:
    """Return what is compared and with which literal."""
    if not isinstance(node, nodes.Comparison) or node.operator != operator:
        return None
    if isinstance(node.right, nodes.Literal) and not isinstance(node.left, nodes.Literal):
        return node.left, node.right
    if isinstance(node.left, nodes.Literal) and not isinstance(node.right, nodes.Literal):
        return node.right, node.left
    return None


def _outcome(node: nodes.Comparison) -> bool | None:
    """Return the only outcome of a comparison, None where it depends on the user."""
    left, right = node.left, node.right
    if left == right and not _has_call(left):
        return node.operator in {"==", "<=", ">="}
    if isinstance(left, nodes.Literal) and isinstance(right, nodes.Literal):
        return _compared(node.operator, left, right)
    if _is_length(left) and isinstance(right, nodes.Literal) and right.value == 0 and right.kind == "integer":
        return {">=": True, "<": False}.get(node.operator)
    return None


def _compared(operator: str, left: nodes.Literal, right: nodes.Literal) -> bool | None:
    numbers = {"integer", "long", "double", "float"}
    is_alike = left.kind == right.kind or {left.kind, right.kind} <= numbers
    if operator in {"==", "!="}:
        return (is_alike and left.value == right.value) == (operator == "==")
    if not is_alike or is_null(left) or left.value is None or right.value is None:
        return None
    if isinstance(left.value, str) or isinstance(right.value, str):
        order = (str(left.value) > str(right.value)) - (str(left.value) < str(right.value))
    else:
        order = (left.value > right.value) - (left.value < right.value)
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]


def _is_length(node: Node) -> bool:
    return isinstance(node, nodes.MethodCall) and call_name(node) in {"String.len", "Arrays.size"}


def _has_call(node: Node) -> bool:
    """Say whether a value comes from a call; two calls need not agree, as the clock goes on."""
    return isinstance(node, nodes.Call | nodes.MethodCall)
