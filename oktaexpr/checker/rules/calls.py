"""OEL301, OEL302: how many arguments a call has, and of which types."""

from __future__ import annotations

import re
from collections.abc import Mapping

from oktaexpr.checker.app_names import is_namespace_slip
from oktaexpr.checker.context import CallNode, Context, call_name, literal_text, name_span
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.checker.inference import methods_called
from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, register
from oktaexpr.functions import Function
from oktaexpr.functions.calling import arity
from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.types import Parameter, Type

ARGUMENT_COUNT = register(
    Rule(
        "OEL301",
        "wrong number of arguments",
        Severity.ERROR,
        "The function takes another number of arguments, so the call fails for every user.",
        failing=Example("String.substringAfter(user.email)", engine="classic"),
        passing=Example('String.substringAfter(user.email, "@")', engine="classic"),
    )
)
ARGUMENT_TYPE = register(
    Rule(
        "OEL302",
        "argument of the wrong type",
        Severity.ERROR,
        "The argument can never be read as the type that the function takes. Numbers are read as text and text that "
        "spells a number as a number, but a list is no text and `true` is no number.",
        failing=Example('String.substring(user.login, "one", 3)', engine="classic"),
        passing=Example("String.substring(user.login, 1, 3)", engine="classic"),
    )
)

_REFUSED: Mapping[str, frozenset[str]] = {
    "String": frozenset({"List", "Array", "Map", "Group", "User", "AppUser"}),
    "Integer": frozenset({"Boolean", "List", "Array", "Map", "Group", "User", "AppUser", "DateTime", "Null"}),
    "Number": frozenset({"Boolean", "List", "Array", "Map", "Group", "User", "AppUser", "DateTime", "Null"}),
    "Boolean": frozenset(
        {"Integer", "Long", "Double", "Float", "Number", "List", "Array", "Map", "Group", "User", "Null"}
    ),
    "Map": frozenset(
        {"Integer", "Long", "Double", "Float", "Number", "Boolean", "String", "List", "Array", "Null"}
    ),
}
"""What a parameter of each type never takes; types that are not listed take anything."""

_READ_FROM_TEXT = frozenset({"Integer", "Number", "Boolean"})
_NUMBER = re.compile(r"\s*[+-]?(0[xX][0-9A-Fa-f]+|[0-9]+\.?[0-9]*([eE][+-]?[0-9]+)?)\s*")
_CONDITION_WORDS = frozenset({"true", "false", "on", "off", "yes", "no", "1", "0"})


def argument_count(span: Span, name: str, takes: str, given: int) -> Diagnostic:
    """Say how many arguments there should be."""
    return ARGUMENT_COUNT.diagnostic(f"`{name}` takes {takes}, not {given}", span)


def argument_type(span: Span, name: str, parameter: Parameter, given: str) -> Diagnostic:
    """Say which type an argument should have."""
    message = f"`{name}` needs {parameter.type} for `{parameter.name}`, not {given}"
    return ARGUMENT_TYPE.diagnostic(message, span, _help(parameter, given))


@on(nodes.Call, nodes.MethodCall)
def check_arguments(context: Context, node: CallNode) -> Found:
    """OEL301, OEL302: the arguments of a call that names a function or method."""
    candidates = _candidates(context, node)
    if not candidates:
        return
    count = len(node.arguments)
    fitting = [function for function in candidates if function.signature.takes(count)]
    if not fitting:
        yield argument_count(name_span(node), call_name(node), _arities(candidates), count)
    elif len(fitting) == 1:
        yield from _check_types(context, node, fitting[0])


def _candidates(context: Context, node: CallNode) -> list[Function]:
    function = context.function(node)
    if function is not None:
        return [function]
    if isinstance(node, nodes.Call) or is_namespace_slip(node.target, node):
        return []
    return methods_called(context, node)


def _check_types(context: Context, node: CallNode, function: Function) -> Found:
    if not function.signature.parameters:
        return
    for position, argument in enumerate(node.arguments):
        parameter = function.signature.parameter(position)
        given = context.type_of(argument)
        if takes_list(function, position, len(node.arguments)) and given.only("List", "Array"):
            continue
        if is_refused(parameter.type, given, argument):
            yield argument_type(argument.span, call_name(node), parameter, described(context, argument))


def takes_list(function: Function, position: int, count: int) -> bool:
    """Whether a list may stand for a text there: worked on by element, or, alone at the end, spread as Spring does."""
    parameters = function.signature.parameters
    is_last = position == len(parameters) - 1 == count - 1
    return (function.elementwise and position == 0) or (is_last and parameters[position].variadic)


def is_refused(wanted: Type, given: Type, argument: Node) -> bool:
    """Whether a value can never be read as the type that is wanted."""
    if wanted.is_any or given.is_any:
        return False
    return all(_refuses(name, given, argument) for name in wanted.names)


def _refuses(wanted: str, given: Type, argument: Node) -> bool:
    if wanted not in _REFUSED:
        return False
    return given.names <= _REFUSED[wanted] or (
        wanted in _READ_FROM_TEXT and _is_refused_text(wanted, argument)
    )


def described(context: Context, node: Node) -> str:
    """Return a literal as it is written, else the type of a node."""
    if isinstance(node, nodes.Literal) and node.kind != "null":
        return f"the {'text' if node.kind == 'string' else 'value'} {context.source(node)}"
    kind = context.type_of(node)
    return "null" if kind.only("Null") else str(kind)


def _is_refused_text(wanted: str, argument: Node) -> bool:
    text = literal_text(argument)
    if text is None:
        return False
    return (
        text.strip().lower() not in _CONDITION_WORDS
        if wanted == "Boolean"
        else _NUMBER.fullmatch(text) is None
    )


def _arities(candidates: list[Function]) -> str:
    return " or ".join(dict.fromkeys(arity(function) for function in candidates))


def _help(parameter: Parameter, given: str) -> str | None:
    if parameter.type.only("String") and given.startswith("List"):
        return "join the list with `Arrays.toCsvString`, or take one element"
    if parameter.type.only("Map"):
        return "write a search such as `{'group.profile.name': 'Sales'}`"
    return None
