"""Signatures as text: `String.substring(input: String, start: Integer, end: Integer) -> String`.

A method has its receiver before `::` (`String::length() -> Integer`), `name?` marks an optional parameter,
`*name` one that takes any number of arguments, `|` alternatives, `List<Group>` an element type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from oktaexpr.types.lattice import NAMES, Type, of

_SIGNATURE = re.compile(
    r"(?:(?P<receiver>\w+)::|(?P<namespace>\w+)\.)?(?P<name>\w+)\((?P<parameters>.*)\) -> (?P<returns>.+)"
)
_PARAMETER = re.compile(r"(?P<star>\*?)(?P<name>\w+)(?P<optional>\??): (?P<type>.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function."""

    name: str
    type: Type
    optional: bool = False
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """A function's names, parameters and result."""

    name: str
    namespace: str | None
    receiver: Type | None
    parameters: tuple[Parameter, ...]
    returns: Type

    @property
    def least(self) -> int:
        """How many arguments a call needs."""
        return sum(not (parameter.optional or parameter.variadic) for parameter in self.parameters)

    @property
    def most(self) -> int | None:
        """How many arguments a call may have; None for any number."""
        return None if any(parameter.variadic for parameter in self.parameters) else len(self.parameters)

    def takes(self, count: int) -> bool:
        """Whether a call may have `count` arguments."""
        return self.least <= count and (self.most is None or count <= self.most)

    def parameter(self, position: int) -> Parameter:
        """Return the parameter that takes the argument at `position` (from 0)."""
        return self.parameters[min(position, len(self.parameters) - 1)]


@cache
def parse_signature(text: str) -> Signature:
    """Read a signature. Raises `ValueError` where it is malformed (a bug of ours, met by a test)."""
    match = _SIGNATURE.fullmatch(text)
    if match is None:
        message = f"malformed signature: {text}"
        raise ValueError(message)
    parameters = tuple(_parameter(part) for part in _split(match["parameters"], ","))
    receiver = parse_type(match["receiver"]) if match["receiver"] else None
    return Signature(match["name"], match["namespace"], receiver, parameters, parse_type(match["returns"]))


def _parameter(text: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    if match is None:
        message = f"malformed parameter: {text}"
        raise ValueError(message)
    return Parameter(match["name"], parse_type(match["type"]), bool(match["optional"]), bool(match["star"]))


def parse_type(text: str) -> Type:
    """Read a type such as `String | List<Group>`."""
    names, element = [], None
    for part in _split(text, "|"):
        name, _, rest = part.partition("<")
        if name not in NAMES:
            message = f"unknown type: {name}"
            raise ValueError(message)
        names.append(name)
        if rest:
            element = parse_type(rest.removesuffix(">"))
    return of(*names, element=element)


def _split(text: str, mark: str) -> list[str]:
    """Split at `mark` outside angle brackets."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "<") - (char == ">" and text[at - 1] != "-")
        if char == mark and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    last = text[start:].strip()
    return [*parts, last] if last else parts
