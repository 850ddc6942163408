"""From a declaration to a callable: how many arguments, of which types, converted as Spring would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from oktaexpr.functions.declaration import Function
from oktaexpr.types import Parameter
from oktaexpr.values import convert
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import java_type

Converter = Callable[[Any], Any]

_CONVERTERS: dict[str, Converter] = {
    "String": convert.to_string,
    "Integer": convert.to_integer,
    "Number": convert.to_number,
    "Double": convert.to_number,
    "Boolean": convert.to_boolean,
    "Array": convert.to_array,
    "List": convert.to_list,
    "Map": convert.to_map,
}

_METHOD_CONVERTERS: dict[str, Converter] = {**_CONVERTERS, "String": convert.to_argument_text}
"""Methods are Java's own or follow them, so their arguments become text as Spring's conversion has it."""


class _Plan(NamedTuple):
    """What is known of a call before its arguments are."""

    first: int
    """Where the arguments begin: behind the receiver of a method."""
    converters: tuple[Converter | None, ...]
    """One an argument; None passes it as it is."""
    spreads: bool
    """Whether a list as the last argument stands for the rest of them, as Spring has it for `String...`."""


def call(function: Function, arguments: Sequence[Any], evaluation: Any = None) -> Any:  # noqa: ANN401 - values of the language
    """Run a function on values of the language; a method's receiver comes first, unconverted.

    Raises `Fault` for a wrong number of arguments, or one that cannot be converted.
    """
    plan = _plan(function, len(arguments))
    if function.elementwise and arguments and isinstance(arguments[0], list) and not plan.first:
        return [call(function, [item, *arguments[1:]], evaluation) for item in arguments[0]]
    if plan.spreads and isinstance(arguments[-1], list):
        arguments = [*arguments[:-1], *arguments[-1]]
        plan = _plan(function, len(arguments))
    converted = list(arguments)
    for position, converter in enumerate(plan.converters, plan.first):
        if converter is not None:
            converted[position] = _convert(function, position - plan.first, converter, arguments[position])
    return function.run(evaluation, *converted) if function.needs_evaluation else function.run(*converted)


@cache
def _plan(function: Function, given: int) -> _Plan:
    """Plan a call with `given` values, receiver included. Functions are few and live as long as the program."""
    signature = function.signature
    first = 1 if signature.receiver is not None else 0
    count = given - first
    if not signature.takes(count):
        raise Fault("ARGUMENT_COUNT", f"`{function.name}` takes {arity(function)}, not {count}")
    if function.lazy:  # the arguments are functions, whose values the function converts itself
        return _Plan(first, (None,) * count, spreads=False)
    converters = _METHOD_CONVERTERS if first else _CONVERTERS
    rest = signature.parameters[-1] if signature.parameters else None
    spreads = (
        rest is not None
        and rest.variadic
        and rest.type.only("String", "Map")
        and count == len(signature.parameters)
    )
    return _Plan(
        first,
        tuple(_converter(signature.parameter(position), converters) for position in range(count)),
        spreads,
    )


def _converter(parameter: Parameter, converters: dict[str, Converter]) -> Converter | None:
    if parameter.type.is_any or len(parameter.type.names) > 1:
        return None
    return converters.get(next(iter(parameter.type.names)))


def _convert(function: Function, position: int, converter: Converter, value: object) -> Any:  # noqa: ANN401
    try:
        return converter(value)
    except Fault as fault:
        parameter = function.signature.parameter(position)
        message = f"`{function.name}` needs {parameter.type} for `{parameter.name}`, not {java_type(value)}"
        raise Fault(fault.code, message) from None


def arity(function: Function) -> str:
    """Return how many arguments a function takes, in words: `2 arguments`, `1 to 3 arguments`, `at least 2 arguments`."""
    signature = function.signature
    least, most = signature.least, signature.most
    if most is None:
        return f"at least {least} argument{'s' * (least != 1)}"
    if least == most:
        return f"{least or 'no'} argument{'s' * (least != 1)}"
    return f"{least} to {most} arguments"
