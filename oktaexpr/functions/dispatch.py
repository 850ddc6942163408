"""Calls at run time: methods by the receiver's type, functions by name, and refusals.

The compiled program and the tracing walk both call through here, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Never

from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.errors import EvaluationError
from oktaexpr.functions.calling import call
from oktaexpr.functions.declaration import IDENTITY_ENGINE
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.registry import catalogue
from oktaexpr.functions.resolve import find_method
from oktaexpr.syntax import nodes
from oktaexpr.values.access import elements, projected, read_property, selected, to_condition
from oktaexpr.values.faults import Fault

USER_DATES = frozenset(
    {"created", "lastUpdated", "passwordChanged", "lastLogin", "activated", "statusChanged"}
)
"""Top-level properties of an Identity Engine user that are date-times even where the data has text."""


def call_method(receiver: Any, name: str, arguments: Sequence[Any], evaluation: Evaluation) -> Any:  # noqa: ANN401
    """Call `receiver.name(arguments)`. Raises `Fault` on null, and where the type has no such method."""
    if receiver is None:
        raise Fault("METHOD_ON_NULL", f"`{name}()` was called on null")
    method = find_method(receiver, name, len(arguments), evaluation.engine)
    return call(method, [receiver, *arguments], evaluation)


def refuse_change(name: str) -> Never:
    """Raise for a method that would change a list of literals."""
    raise Fault("REFUSED", f"`{name}` cannot change a list of literals")


def call_in_context(context: Any, name: str, arguments: Sequence[Any], evaluation: Evaluation) -> Any:  # noqa: ANN401
    """Call `name(arguments)` where `context` is `#this`: a method of it, else a function of the language."""
    function = catalogue.functions.get(name)
    if name in catalogue.methods and context is not None:
        try:
            method = find_method(context, name, len(arguments), evaluation.engine)
        except Fault:
            if function is None:
                raise
        else:
            return call(method, [context, *arguments], evaluation)
    if function is None:
        raise Fault("FUNCTION_NOT_FOUND", f"there is no function `{name}`")
    return call(function, arguments, evaluation)


def read_user_date(user: Any, name: str) -> Any:  # noqa: ANN401
    """Return a top-level date of an Identity Engine user as a date-time, whatever the data holds."""
    value = read_property(user, name)
    if isinstance(value, str) and value:
        from oktaexpr.values.dates import parse_iso

        return parse_iso(value)
    return value


def is_user_date(node: nodes.Property, engine: str) -> bool:
    """Whether a property is such a date: `user.created` in Identity Engine."""
    return (
        engine == IDENTITY_ENGINE
        and node.name in USER_DATES
        and isinstance(node.target, nodes.Name)
        and node.target.name == "user"
    )


def project(target: Any, body: Callable[[Any], Any], evaluation: Evaluation) -> list[Any]:  # noqa: ANN401
    """`target.![body]`: every element through `body`, within the work budget."""
    items = elements(target, "a projection")
    evaluation.charge(len(target))
    return projected(target, [body(item) for item in items])


def select(target: Any, which: str, condition: Callable[[Any], Any], evaluation: Evaluation) -> Any:  # noqa: ANN401
    """`target.?[condition]`, or only the first or last element that meets it."""
    items = elements(target, "a selection")
    evaluation.charge(len(target))
    chosen = (item for item in items if to_condition(condition(item)))
    return selected(target, which, list(islice(chosen, 1) if which == "first" else chosen))


def refusal(node: nodes.Node) -> Fault:
    """Return the fault of a construct that the language leaves out."""
    match node:
        case nodes.Assignment():
            what = "an assignment (write `==` to compare)"
        case nodes.Step(operator=operator):
            what = f"`{operator}`"
        case nodes.InstanceOf():
            what = "`instanceof`"
        case nodes.TypeReference():
            what = "a type reference `T()`"
        case nodes.Constructor():
            what = "a constructor `new`"
        case nodes.BeanReference(sigil=sigil):
            what = f"a bean reference `{sigil}`"
        case nodes.Variable(name=name) | nodes.FunctionReference(name=name):
            what = f"the variable `#{name}`"
        case _:
            what = f"{type(node).__name__}"
    return Fault("REFUSED", f"{what} is not part of the expression language")


def evaluation_error(fault: Fault | RecursionError, node: nodes.Node) -> EvaluationError:
    """Return the public error of a fault at a node."""
    if isinstance(fault, RecursionError):
        fault = Fault("TOO_LARGE", "the data is nested too deeply to work with")
    diagnostic = Diagnostic(fault.code, Severity.ERROR, fault.message, node.span)
    return EvaluationError(fault.code, fault.message, [diagnostic])
