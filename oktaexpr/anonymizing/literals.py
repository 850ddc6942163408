"""What the literals of a rule's expression are held against: whole values, parts of values, names of groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from oktaexpr.checker.group_references import Mode, group_references
from oktaexpr.source import Span
from oktaexpr.syntax import nodes, walk
from oktaexpr.syntax.nodes import Node


class Role(Enum):
    """Which part of a value a literal may be."""

    WHOLE = auto()
    START = auto()
    END = auto()
    INSIDE = auto()
    PATTERN = auto()
    """A regular expression, which may hold any part."""
    OKTA_NAME = auto()
    """A name of Okta's or of the org's set-up, such as `status`; it says nothing of a person."""


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """What one literal is compared with."""

    role: Role
    is_group_name: bool = False


_ROLES: Mapping[str, Role] = {
    "startswith": Role.START,
    "endswith": Role.END,
    "stringcontains": Role.INSIDE,
    "contains": Role.INSIDE,
    "indexof": Role.INSIDE,
    "lastindexof": Role.INSIDE,
    "substringafter": Role.INSIDE,
    "substringbefore": Role.INSIDE,
    "replace": Role.INSIDE,
    "replacefirst": Role.PATTERN,
    "replaceall": Role.PATTERN,
    "matches": Role.PATTERN,
    "getinternalproperty": Role.OKTA_NAME,
    "getlinkedobject": Role.OKTA_NAME,
    "getmanageruser": Role.OKTA_NAME,
    "getmanagerappuser": Role.OKTA_NAME,
    "getassistantuser": Role.OKTA_NAME,
    "getassistantappuser": Role.OKTA_NAME,
}
"""By the function's name in lower case."""
_OF_WHOLE_ITEMS = frozenset({"Arrays"})
"""Namespaces whose functions compare whole items."""
_GROUP_ROLES: Mapping[Mode, Role] = {
    "id": Role.WHOLE,
    "exact": Role.WHOLE,
    "prefix": Role.START,
    "suffix": Role.END,
    "contains": Role.INSIDE,
    "regex": Role.PATTERN,
}


def held_against(tree: Node) -> dict[Span, HeldAgainst]:
    """Return what each text of an expression is held against, by the place of the literal."""
    found: dict[Span, HeldAgainst] = {}
    for node in walk(tree):
        match node:
            case (
                nodes.Call(name=name, arguments=arguments) | nodes.MethodCall(name=name, arguments=arguments)
            ):
                role = _ROLES.get(name.casefold(), Role.WHOLE)
                if isinstance(node, nodes.MethodCall) and _is_of_whole_items(node):
                    role = Role.WHOLE
                found |= {one.span: HeldAgainst(role) for one in _texts(arguments)}
                for reference in group_references(node):
                    is_name = reference.mode != "id"
                    found[reference.literal.span] = HeldAgainst(_GROUP_ROLES[reference.mode], is_name)
            case nodes.Matches(pattern=pattern):
                found |= {one.span: HeldAgainst(Role.PATTERN) for one in _texts([pattern])}
            case _:
                pass
    return found


def _is_of_whole_items(node: nodes.MethodCall) -> bool:
    return isinstance(node.target, nodes.Name) and node.target.name in _OF_WHOLE_ITEMS


def _texts(arguments: Iterable[Node]) -> Iterator[nodes.Literal]:
    for argument in arguments:
        if isinstance(argument, nodes.Literal) and argument.kind == "string":
            yield argument
