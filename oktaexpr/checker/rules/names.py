"""OEL201, OEL202, OEL206: functions and methods that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oktaexpr.checker.app_names import is_namespace_slip, near_namespaces
from oktaexpr.checker.context import CallNode, Context, call_name, name_span
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.checker.inference import methods_of
from oktaexpr.checker.roots import ROOTS
from oktaexpr.checker.rules.invented import METHOD_SLIPS, help_for
from oktaexpr.diagnostics import (
    Diagnostic,
    Edit,
    Example,
    Fix,
    Rule,
    Severity,
    did_you_mean,
    nearest,
    register,
)
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE, catalogue
from oktaexpr.functions.resolve import namespaced_name
from oktaexpr.source import Span
from oktaexpr.syntax import nodes

UNKNOWN_FUNCTION = register(
    Rule(
        "OEL201",
        "unknown function",
        Severity.ERROR,
        "The language has no function of this name, so Okta refuses the expression. Names are case-sensitive, and "
        "most functions carry a namespace such as `String.`. `oktaexpr functions` lists them all.",
        failing=Example("String.lenn(user.login)", engine="classic"),
        passing=Example("String.len(user.login)", engine="classic"),
    )
)
UNKNOWN_METHOD = register(
    Rule(
        "OEL202",
        "unknown method",
        Severity.ERROR,
        "A value of this type has no such method. Methods come from an explicit list: those of Okta's Identity Engine "
        "page, and the harmless ones of Java's texts, numbers and lists. Java's object plumbing is left out by design.",
        failing=Example("user.profile.firstName.toUppercase()", engine="identity-engine"),
        passing=Example("user.profile.firstName.toUpperCase()", engine="identity-engine"),
    )
)
NOT_CALLED = register(
    Rule(
        "OEL206",
        "function without parentheses",
        Severity.ERROR,
        "The name belongs to a function; without parentheses it is read as an attribute, which does not exist.",
        failing=Example("hasWorkdayUser ? 1 : 2", engine="classic"),
        passing=Example("hasWorkdayUser() ? 1 : 2", engine="classic"),
    )
)


def unknown_function(span: Span, name: str) -> Diagnostic:
    """Say that no function has this name, and which one was probably meant."""
    return UNKNOWN_FUNCTION.diagnostic(
        f"unknown function `{name}`", span, help_for(name) or _near_function(name), _case_fix(span, name)
    )


def unknown_method(span: Span, name: str, receiver: str, help_text: str | None) -> Diagnostic:
    """Say that the receiver has no such method."""
    return UNKNOWN_METHOD.diagnostic(f"{receiver} has no method `{name}`", span, help_text)


def not_called(span: Span, name: str) -> Diagnostic:
    """Say that a function's name stands without its parentheses."""
    signature = catalogue.functions[name].signature
    inner = "…" if signature.least or signature.most is None else ""
    return NOT_CALLED.diagnostic(
        f"`{name}` is a function and needs parentheses", span, f"write `{name}({inner})`"
    )


@on(nodes.Call, nodes.MethodCall)
def check_function(context: Context, node: CallNode) -> Found:
    """OEL201: bare and namespaced calls that resolve to nothing."""
    if context.function(node) is not None:
        return
    if isinstance(node, nodes.Call):
        if context.is_projected(node) and node.name in catalogue.methods:
            return
        yield unknown_function(node.name_span, node.name)
        return
    namespace = node.target.name if isinstance(node.target, nodes.Name) else None
    if namespace is None:
        return
    if namespace in catalogue.namespaces and namespace not in ROOTS:
        yield unknown_function(name_span(node), call_name(node))
    elif isinstance(node.target, nodes.Name) and is_namespace_slip(node.target, node):
        yield unknown_function(node.target.span.to(node.name_span), f"{namespace}.{node.name}")


@on(nodes.MethodCall)
def check_method(context: Context, node: nodes.MethodCall) -> Found:
    """OEL202: methods that the receiver's type does not have."""
    if context.function(node) is not None:
        return
    if isinstance(node.target, nodes.Dropped | nodes.Variable):
        return
    if isinstance(node.target, nodes.Name):
        if namespaced_name(node) is not None and node.target.name not in ROOTS:
            return
        if is_namespace_slip(node.target, node):
            return
    receiver = context.type_of(node.target)
    if methods_of(receiver, node.name, context.engine):
        return
    known = receiver.only("Map") or not receiver.names
    described = "the value" if receiver.is_any or known else str(receiver)
    if isinstance(node.target, nodes.Name):
        described = f"`{node.target.name}`"
    yield unknown_method(node.name_span, node.name, described, _method_help(context, node))


@on(nodes.Property)
def check_namespace_property(context: Context, node: nodes.Property) -> Found:
    """OEL206, OEL201: a property of a namespace, such as `String.len`."""
    target = node.target
    if not isinstance(target, nodes.Name) or context.is_projected(node):
        return
    name = f"{target.name}.{node.name}"
    if name in catalogue.functions:
        yield not_called(node.span, name)
    elif target.name in catalogue.namespaces and target.name not in ROOTS:
        yield unknown_function(node.span, name)


def _near_function(name: str) -> str | None:
    """Return did-you-mean: a bare name finds the function that has it after its namespace, a namespace its own."""
    namespace, dot, last = name.rpartition(".")
    same = [known for known in catalogue.functions if known.rpartition(".")[2].casefold() == last.casefold()]
    if same:
        return did_you_mean(name, same) or _listed(same)
    if dot:
        meant = (
            namespace
            if namespace in catalogue.namespaces
            else next(iter(near_namespaces(namespace)), namespace)
        )
        own = [known.rpartition(".")[2] for known in catalogue.functions if known.startswith(f"{meant}.")]
        found = nearest(last, own)
        if found:
            return _listed(f"{meant}.{one}" for one in found)
    return did_you_mean(name, catalogue.functions)


def _listed(names: Iterable[str]) -> str:
    quoted = [f"`{name}`" for name in names][:3]
    return f"did you mean {' or '.join(quoted)}?"


def _case_fix(span: Span, name: str) -> Fix | None:
    """Return the fix of a name that differs by case only, since it can mean one function only."""
    same = [known for known in catalogue.functions if known.casefold() == name.casefold()]
    return Fix(f"write `{same[0]}`", (Edit(span, same[0]),)) if len(same) == 1 else None


def _method_help(context: Context, node: nodes.MethodCall) -> str | None:
    receiver = context.type_of(node.target)
    path = f"{node.target.name}.{node.name}" if isinstance(node.target, nodes.Name) else None
    if path is not None and help_for(path) is not None:
        return help_for(path)
    slip = METHOD_SLIPS.get(node.name)
    if slip is not None and methods_of(receiver, slip, context.engine):
        return f"did you mean `{slip}`?"
    functions = [name for name in catalogue.functions if name.rpartition(".")[2] == node.name]
    if functions:
        return f"write `{functions[0]}(…)`"
    if context.engine == CLASSIC and any(
        method.engines == (IDENTITY_ENGINE,) for method in catalogue.methods.get(node.name, ())
    ):
        return f"`{node.name}` is a method in Identity Engine only; Classic calls functions such as `String.len(x)`"
    own = [name for name in catalogue.methods if methods_of(receiver, name, context.engine)]
    return did_you_mean(node.name, own) or _function_like(node.name)


def _function_like(name: str) -> str | None:
    near: Iterator[str] = (
        known for known in catalogue.functions if known.rpartition(".")[2].casefold() == name.casefold()
    )
    found = next(near, None)
    return f"write `{found}(…)`" if found is not None else None
