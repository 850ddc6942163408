"""Those of Terraform's functions through which texts keep their place: collections, and the table of all."""

from __future__ import annotations

from collections.abc import Mapping

from oktaexpr.formats.hcl import text_functions
from oktaexpr.formats.hcl.text_functions import Function
from oktaexpr.formats.mapped import Origin
from oktaexpr.formats.values import Array, Object, Text, Value


def as_given(arguments: list[Value], _: Origin) -> Value | None:
    """`tostring(x)`, `toset(x)`, `tolist(x)`, `tomap(x)`, `nonsensitive(x)`: the value itself."""
    match arguments:
        case [Text() | Array() | Object() as value]:
            return value
        case _:
            return None


def merged(arguments: list[Value], _: Origin) -> Value | None:
    """`merge(map, …)`."""
    entries: dict[str, Value] = {}
    for argument in arguments:
        if not isinstance(argument, Object):
            return None
        entries |= argument.entries
    return Object(entries)


def concatenated(arguments: list[Value], _: Origin) -> Value | None:
    """`concat(list, …)`."""
    if not all(isinstance(argument, Array) for argument in arguments):
        return None
    return Array(
        tuple(item for argument in arguments if isinstance(argument, Array) for item in argument.items)
    )


FUNCTIONS: Mapping[str, Function] = {
    **text_functions.FUNCTIONS,
    "merge": merged,
    "concat": concatenated,
    **dict.fromkeys(("tostring", "toset", "tolist", "tomap", "nonsensitive"), as_given),
}
"""By the name that Terraform gives them."""
