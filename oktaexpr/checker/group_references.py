"""Which groups an expression names, and how: by id, by the exact name, by a part of the name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from oktaexpr.checker.context import CallNode, literal_text
from oktaexpr.directory.people import Group
from oktaexpr.functions.resolve import resolve
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node

Mode = Literal["id", "exact", "prefix", "contains", "suffix", "regex"]


@dataclass(frozen=True, slots=True)
class GroupReference:
    """A literal that stands for one or several groups."""

    literal: nodes.Literal
    mode: Mode
    text: str

    def selects(self, group: Group) -> bool:
        """Whether the group is meant; a regular expression is not tried."""
        name = group.name or ""
        match self.mode:
            case "id":
                return group.id == self.text
            case "exact":
                return name == self.text
            case "prefix":
                return name.startswith(self.text)
            case "suffix":
                return name.endswith(self.text)
            case "contains":
                return self.text in name
            case "regex":
                return True


_FUNCTIONS: Mapping[str, Mode] = {
    "isMemberOf": "exact",
    "isMemberOfGroup": "id",
    "isMemberOfAnyGroup": "id",
    "isMemberOfGroupName": "exact",
    "isMemberOfGroupNameStartsWith": "prefix",
    "isMemberOfGroupNameContains": "contains",
    "isMemberOfGroupNameRegex": "regex",
    "user.isMemberOfGroup": "id",
    "user.isMemberOfAnyGroup": "id",
    "user.isMemberOfGroupName": "exact",
}
_CLAIM_FUNCTIONS: Mapping[str, Mode] = {
    "Groups.startsWith": "prefix",
    "Groups.contains": "contains",
    "Groups.endsWith": "suffix",
}


def group_references(node: CallNode) -> Iterator[GroupReference]:
    """Yield the groups that a call names in literals."""
    function = resolve(node)
    name = function.name if function is not None else None
    if name is None:
        return
    if name in _FUNCTIONS:
        for argument in node.arguments:
            yield from _reference(argument, _FUNCTIONS[name])
    elif name in _CLAIM_FUNCTIONS and len(node.arguments) > 1:
        yield from _reference(node.arguments[1], _CLAIM_FUNCTIONS[name])
    elif name == "getFilteredGroups" and node.arguments:
        yield from _reference(node.arguments[0], "id")
    elif name in {"user.getGroups", "user.isMemberOf"}:
        for criterion in node.arguments:
            if isinstance(criterion, nodes.MapLiteral):
                yield from _criterion(criterion)


def _criterion(criterion: nodes.MapLiteral) -> Iterator[GroupReference]:
    values = {literal_text(entry.key): entry.value for entry in criterion.entries}
    if "group.id" in values:
        yield from _reference(values["group.id"], "id")
    if "group.profile.name" in values:
        operator = literal_text(values["operator"]) if "operator" in values else None
        yield from _reference(values["group.profile.name"], "exact" if operator == "EXACT" else "prefix")


def _reference(node: Node, mode: Mode) -> Iterator[GroupReference]:
    items = node.items if isinstance(node, nodes.ListLiteral) else (node,)
    for item in items:
        text = literal_text(item)
        if text is not None and isinstance(item, nodes.Literal):
            yield GroupReference(item, mode, text)
