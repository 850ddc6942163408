"""From a declaration to a callable: how many arguments, of which types, converted as Spring would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

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


def call(function: Function, arguments: Sequence[Any], evaluation: Any = None) -> Any:  # noqa: ANN401 - values of the language
    """Run a function on values of the language; a method's receiver comes first, unconverted.

    Raises `Fault` for a wrong number of arguments, or one that cannot be converted.
    """
    first = 1 if function.signature.receiver is not None else 0
    converters = _plan(function, len(arguments) - first)
    if function.elementwise and arguments and isinstance(arguments[0], list) and first == 0:
        return [call(function, [item, *arguments[1:]], evaluation) for item in arguments[0]]
    converted = list(arguments)
    for position, converter in enumerate(converters, first):
        if converter is not None:
            converted[position] = _convert(function, position - first, converter, arguments[position])
    return function.run(evaluation, *converted) if function.needs_evaluation else function.run(*converted)


@cache
def _plan(function: Function, count: int) -> tuple[Converter | None, ...]:
    """Return one converter an argument; None passes it as it is. Function objects are few and live as long as the program."""
    signature = function.signature
    if not signature.takes(count):
        raise Fault("ARGUMENT_COUNT", f"`{function.name}` takes {arity(function)}, not {count}")
    if function.lazy:
        return (None,) * count  # the arguments are functions, whose values the function converts itself
    converters = _METHOD_CONVERTERS if signature.receiver is not None else _CONVERTERS
    return tuple(_converter(signature.parameter(position), converters) for position in range(count))


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
