"""OEL601 to OEL604, OEL606: spellings with a documented one that means the same."""

from __future__ import annotations

from oktaexpr.checker.context import CallNode, Context, call_name, name_span
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.diagnostics import Diagnostic, Edit, Example, Fix, Rule, Severity, register
from oktaexpr.functions import IDENTITY_ENGINE, Function, catalogue
from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node

DEPRECATED = register(
    Rule(
        "OEL601",
        "deprecated function",
        Severity.WARNING,
        "Okta marks the function as deprecated. It still runs, and the namespaced one does the same.",
        failing=Example('substringBefore(user.login, "@")', engine="classic"),
        passing=Example('String.substringBefore(user.login, "@")', engine="classic"),
    )
)
MATCHES = register(
    Rule(
        "OEL602",
        "`matches` is deprecated",
        Severity.WARNING,
        "Classic's reference marks the operator as deprecated. Where a plain test does, `String.stringContains` or "
        "`String.startsWith` says it too.",
        failing=Example("user.title matches '.*Engineer.*'", engine="classic"),
        passing=Example('String.stringContains(user.title, "Engineer")', engine="classic"),
    )
)
IIF = register(
    Rule(
        "OEL603",
        "`IIF` is not in Okta's reference",
        Severity.WARNING,
        "dbt's documentation prints `IIF(condition, a, b)`. Okta documents the ternary `condition ? a : b`, which "
        "dbt's newer page uses as well.",
        failing=Example(
            'IIF(isMemberOfGroupName("dbt_developers"), "developer", "read_only")', engine="classic"
        ),
        passing=Example(
            'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"', engine="classic"
        ),
        provenance="dbt",
    )
)
BARE_MEMBER = register(
    Rule(
        "OEL604",
        "bare `isMemberOf` is not in Okta's reference",
        Severity.WARNING,
        "dbt's documentation prints `isMemberOf(name)` to ask for a group by its name. Okta documents "
        "`isMemberOfGroupName(name)` for that.",
        failing=Example('isMemberOf("dbt_developers")', engine="classic"),
        passing=Example('isMemberOfGroupName("dbt_developers")', engine="classic"),
        provenance="dbt",
    )
)
WORD_OPERATOR = register(
    Rule(
        "OEL606",
        "word in place of an operator",
        Severity.INFO,
        "`eq`, `ne`, `lt`, `le`, `gt`, `ge`, `div`, `mod` and `not` come from SpEL; Okta documents the symbols only. "
        "AND and OR are documented as words.",
        failing=Example('user.department eq "Engineering"', engine="classic"),
        passing=Example('user.department == "Engineering"', engine="classic"),
        provenance="field",
    )
)


def deprecated(span: Span, function: Function, replacement: str | None) -> Diagnostic:
    """Say that a function is deprecated, and which one is not."""
    fix = Fix(f"write `{replacement}`", (Edit(span, replacement),)) if replacement is not None else None
    help_text = f"write `{replacement}`" if replacement is not None else function.deprecated
    return DEPRECATED.diagnostic(f"`{function.name}` is deprecated", span, help_text, fix)


def matches_deprecated(span: Span) -> Diagnostic:
    """Say that the operator is deprecated."""
    return MATCHES.diagnostic(
        "`matches` is deprecated", span, "use `String.stringContains` or `String.startsWith` where they do"
    )


def iif(span: Span, fix: Fix | None) -> Diagnostic:
    """Say how Okta writes a choice."""
    return IIF.diagnostic("`IIF` is not in Okta's reference", span, "write `condition ? a : b`", fix)


def bare_member(span: Span) -> Diagnostic:
    """Say which function tests a group's name."""
    fix = Fix("write `isMemberOfGroupName`", (Edit(span, "isMemberOfGroupName"),))
    return BARE_MEMBER.diagnostic(
        "`isMemberOf` is not in Okta's reference", span, "write `isMemberOfGroupName`", fix
    )


def word_operator(span: Span, word: str, symbol: str) -> Diagnostic:
    """Say which symbol Okta documents."""
    fix = Fix(f"write `{symbol}`", (Edit(span, symbol),))
    return WORD_OPERATOR.diagnostic(f"`{word}` is not in Okta's reference", span, f"write `{symbol}`", fix)


@on(nodes.Call, nodes.MethodCall)
def check_deprecated(context: Context, node: CallNode) -> Found:
    """OEL601: functions that their declaration calls deprecated."""
    function = context.function(node)
    if function is not None and function.deprecated is not None:
        namespaced = f"String.{function.name}"
        known = namespaced in catalogue.functions and isinstance(node, nodes.Call)
        yield deprecated(name_span(node), function, namespaced if known else None)


@on(nodes.Matches)
def check_matches(context: Context, node: nodes.Matches) -> Found:
    """OEL602."""
    if context.engine != IDENTITY_ENGINE:
        yield matches_deprecated(node.operator_span)


@on(nodes.Call)
def check_dbt_formula(context: Context, node: nodes.Call) -> Found:
    """OEL603, OEL604: the two functions of dbt's printed formula."""
    if context.function(node) is None:
        return
    if call_name(node) == "IIF":
        yield iif(node.name_span, _ternary(context, node) if len(node.arguments) == 3 else None)
    elif call_name(node) == "isMemberOf":
        yield bare_member(node.name_span)


@on(nodes.Comparison, nodes.Unary)
def check_words(context: Context, node: nodes.Comparison | nodes.Unary) -> Found:
    """OEL606: comparisons and `not`."""
    if not node.word:
        return
    span = node.operator_span
    word = context.text[span.start : span.end]
    yield word_operator(span, word, node.operator)


@on(nodes.Arithmetic)
def check_arithmetic_words(context: Context, node: nodes.Arithmetic) -> Found:
    """OEL606: `div` and `mod`."""
    for operator, span in zip(node.operators, node.operator_spans, strict=True):
        word = context.text[span.start : span.end]
        if word.isalpha():
            yield word_operator(span, word, operator)


def _ternary(context: Context, node: nodes.Call) -> Fix:
    """Turn the call into a ternary by small edits, so that a call inside it can be turned at the same time."""
    condition, value, otherwise = node.arguments
    text = context.text
    opening = text.index("(", node.name_span.end)
    inner = len(text[opening + 1 :]) - len(text[opening + 1 :].lstrip())
    needs = _needs_parentheses(context, node)
    edits = [Edit(Span(node.span.start, opening + 1 + inner), "(" if needs else "")]
    if isinstance(condition, nodes.Conditional | nodes.Elvis) and not condition.parenthesized:
        edits += [
            Edit(Span(condition.span.start, condition.span.start), "("),
            Edit(Span(condition.span.end, condition.span.end), ")"),
        ]
    edits += [_comma(text, condition, value, "?"), _comma(text, value, otherwise, ":")]
    edits.append(Edit(Span(node.span.end - 1, node.span.end), ")" if needs else ""))
    return Fix("write a ternary", tuple(edits))


def _comma(text: str, before: Node, after: Node, mark: str) -> Edit:
    at = text.index(",", before.span.end)
    blank = "" if text[at + 1 : at + 2].isspace() else " "
    return Edit(Span(at, at + 1), f" {mark}{blank}")


def _needs_parentheses(context: Context, node: nodes.Call) -> bool:
    parent = context.parent(node)
    if parent is None or node.parenthesized:
        return False
    match parent:
        case nodes.Call(name="IIF", arguments=(condition, *_)):
            return condition is node
        case nodes.Call() | nodes.ListLiteral() | nodes.MapEntry():
            return False
        case nodes.Arm(condition=condition):
            return condition is node
        case nodes.MethodCall(target=target):
            return target is node
        case nodes.Conditional():
            return False
        case _:
            return True
