"""OEL304, OEL305, OEL306: what the expression gives, against the place or the attribute that receives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from oktaexpr.checker.constructs import usage_phrase
from oktaexpr.checker.context import Context, is_null
from oktaexpr.checker.dispatch import Found, on_expression
from oktaexpr.checker.rules.calls import described
from oktaexpr.diagnostics import Diagnostic, Edit, Example, Fix, Rule, Severity, did_you_mean, register
from oktaexpr.functions.usages import Usage
from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.types import NULL, Target, Type, of

USAGE_RESULT = register(
    Rule(
        "OEL304",
        "result of the wrong type for the usage",
        Severity.ERROR,
        "Where the expression is saved, Okta needs another type: a Boolean for rules and policies, text for usernames.",
        failing=Example('user.department == "Sales" ? "yes" : "no"', usage="group-rule"),
        passing=Example('user.department == "Sales"', usage="group-rule"),
    )
)
TARGET_RESULT = register(
    Rule(
        "OEL305",
        "result of the wrong type for the target attribute",
        Severity.ERROR,
        "The attribute that receives the value has another type, so Okta refuses the value or drops it.",
        failing=Example("String.len(user.login)", engine="classic", target={"type": "boolean"}),
        passing=Example("String.len(user.login) > 8", engine="classic", target={"type": "boolean"}),
    )
)
NOT_IN_ENUMERATION = register(
    Rule(
        "OEL306",
        "value that the target's enumeration does not have",
        Severity.ERROR,
        "The attribute takes the values of its enumeration only, exactly as they are written there.",
        failing=Example(
            'isMemberOfGroupName("dbt_developers") ? "Developer" : "read-only"',
            engine="classic",
            target={"type": "string", "enum": ("developer", "read_only")},
        ),
        passing=Example(
            'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"',
            engine="classic",
            target={"type": "string", "enum": ("developer", "read_only")},
        ),
    )
)

_TARGET_TYPES: Mapping[str, Type] = {
    "string": of("String", "Character", "Null"),
    "boolean": of("Boolean", "Null"),
    "integer": of("Integer", "Long", "Null"),
    "number": of("Number", "Integer", "Long", "Double", "Float", "Null"),
    "array": of("List", "Array", "Null"),
    "object": of("Map", "User", "AppUser", "Group", "Null"),
}


def usage_result(span: Span, usage: Usage, given: str) -> Diagnostic:
    """Say which type the usage needs."""
    return USAGE_RESULT.diagnostic(f"{usage_phrase(usage)} needs {_words(usage.result)}, not {given}", span)


def target_result(span: Span, target: Target, given: str) -> Diagnostic:
    """Say which type the target attribute has."""
    help_text = (
        "convert it with `Convert.toInt` or `Convert.toNum`" if target.type in {"integer", "number"} else None
    )
    if target.type == "string" and given.startswith("List"):
        help_text = "join the list with `Arrays.toCsvString`"
    return TARGET_RESULT.diagnostic(
        f"the target attribute is of type {target.type}, not {given}", span, help_text
    )


def not_in_enumeration(span: Span, shown: str, value: object, target: Target) -> Diagnostic:
    """Say that the target does not take this value, and which one was probably meant."""
    known = [str(one) for one in target.enum]
    help_text = did_you_mean(str(value), known) or f"it takes {', '.join(f'`{one}`' for one in known)}"
    same = [one for one in known if _plain(one) == _plain(str(value))]
    fix = None
    if len(same) == 1 and shown[:1] in "'\"":
        text = shown[0] + same[0].replace(shown[0], shown[0] * 2) + shown[0]
        fix = Fix(f"write {text}", (Edit(span, text),))
        help_text = f"did you mean `{same[0]}`?"
    return NOT_IN_ENUMERATION.diagnostic(f"the target attribute does not take {shown}", span, help_text, fix)


def result_branches(context: Context, node: Node) -> Iterator[Node]:
    """Yield the sub-expressions that give the value, through branches and Elvis; does not recurse into long chains."""
    pending = [node]
    while pending:
        current = pending.pop()
        match current:
            case nodes.Conditional(arms=arms, otherwise=otherwise):
                pending.append(otherwise)
                pending.extend(arm.value for arm in reversed(arms))
            case nodes.Elvis(operands=operands):
                pending.extend(reversed(operands))
            case nodes.Call(arguments=arguments) | nodes.MethodCall(arguments=arguments):
                inner = _passed_on(context, current, arguments)
                pending.extend(reversed(inner))
                if not inner:
                    yield current
            case _:
                yield current


@on_expression
def check_result(context: Context) -> Found:
    """OEL304, OEL305, OEL306: every branch, so that the caret stands on the one that is wrong."""
    usage, target = context.usage, context.target
    if usage is None and target is None:
        return
    for branch in result_branches(context, context.tree):
        kind = context.type_of(branch)
        if usage is not None and _is_wrong(kind, usage):
            yield usage_result(branch.span, usage, described(context, branch))
            continue
        if target is None:
            continue
        if not kind.is_any and not kind.may_be(*_TARGET_TYPES[target.type].names):
            yield target_result(branch.span, target, described(context, branch))
        elif (
            target.enum
            and isinstance(branch, nodes.Literal)
            and not is_null(branch)
            and branch.value not in target.enum
        ):
            yield not_in_enumeration(branch.span, context.source(branch), branch.value, target)


def _is_wrong(kind: Type, usage: Usage) -> bool:
    if usage.result.is_any or kind.is_any:
        return False
    allowed = usage.result.names if usage.result.only("Boolean") else usage.result.names | NULL.names
    return not kind.may_be(*allowed)


def _passed_on(
    context: Context, node: nodes.Call | nodes.MethodCall, arguments: tuple[Node, ...]
) -> tuple[Node, ...]:
    """Return the arguments that a call gives back as they are: branches of `IIF`, values of `stringSwitch`."""
    function = context.function(node)
    if function is None:
        return ()
    if function.lazy:
        return arguments[1:]
    if function.name == "String.stringSwitch":
        return (*arguments[1:2], *arguments[3::2])
    return ()


def _plain(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", text.casefold())


def _words(kind: Type) -> str:
    names = sorted(kind.names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
