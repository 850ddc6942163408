"""A group rule, and how it is read from the object of Okta's API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class RuleState(StrEnum):
    """What becomes of a rule in an evaluation."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    INVALID = "invalid"
    """Okta says so, or would: a target group is gone."""
    BROKEN = "broken"
    """The expression does not parse."""


@dataclass(frozen=True, slots=True)
class GroupRule:
    """One rule: a condition, the groups that it fills, and whom it leaves out."""

    id: str
    name: str
    expression: str
    targets: tuple[str, ...]
    """Ids of groups; in a table they may be names."""
    status: str = "ACTIVE"
    """Okta's word: ACTIVE, INACTIVE or INVALID."""
    excluded_users: frozenset[str] = frozenset()
    """Ids of users."""
    excluded_groups: frozenset[str] = frozenset()
    """Ids of groups whose members are left out."""
    groups_are_valid: bool = True
    """False where Okta's `allGroupsValid` is: a target group was deleted."""


Wrong = tuple[tuple[str, ...], str]
"""The path to what is wrong with a rule's object, and the reason."""


def rule_of(item: Mapping[str, Any]) -> GroupRule | Wrong:
    """Return the rule that an object of Okta's API describes, or what is wrong with the object."""
    conditions = _mapping(item.get("conditions"))
    expression = _mapping(conditions.get("expression")).get("value")
    if not isinstance(expression, str):
        return ("conditions", "expression", "value"), "a group rule needs an expression"
    targets = _mapping(_mapping(item.get("actions")).get("assignUserToGroups")).get("groupIds")
    if not isinstance(targets, list) or not all(isinstance(one, str) for one in targets):
        return ("actions", "assignUserToGroups", "groupIds"), "expected a list of ids of groups"
    people = _mapping(conditions.get("people"))
    name, key, status = item.get("name"), item.get("id"), item.get("status", "ACTIVE")
    if not isinstance(name or key, str):
        return ("name",), "a group rule needs a name or an id"
    return GroupRule(
        id=str(key or name),
        name=str(name or key),
        expression=expression,
        targets=tuple(targets),
        status=str(status),
        excluded_users=_excluded(people, "users"),
        excluded_groups=_excluded(people, "groups"),
        groups_are_valid=item.get("allGroupsValid") is not False,
    )


def _excluded(people: Mapping[str, Any], kind: str) -> frozenset[str]:
    listed = _mapping(people.get(kind)).get("exclude")
    return frozenset(str(one) for one in listed) if isinstance(listed, list) else frozenset()


def _mapping(given: object) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}
